/** Installed components as a resource: install, list, inspect, remove. Shows what the registry holds and decides nothing. */
package io.fuscia.web.component;
