package io.fuscia.it.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that talks to the one server of the run, and gets it as a parameter of type {@link FusciaServer} or
 * {@link Api}. The server is shared with all other classes, so a test names what it creates so that no other test uses
 * the name, and neither stops nor kills it; for that, {@link FusciaServer#start(String, java.util.Map)} gives a server of
 * one's own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FusciaServerExtension.class)
public @interface SystemTest {}
