package io.fuscia.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS application; resources and providers are found by scanning. */
@ApplicationPath("/api/v1")
public class FusciaApplication extends Application {}
