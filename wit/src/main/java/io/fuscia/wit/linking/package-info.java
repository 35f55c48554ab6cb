/**
 * Turns a validated component, with all that is nested in it, into one flat list of core modules to instantiate: every
 * name is looked up here, none at run time. Feeds {@code runtime}; must not know host functions or core machines.
 */
package io.fuscia.wit.linking;
