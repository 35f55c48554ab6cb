/**
 * How the Component Model host fails: one exception per phase of the specification, the codes of traps, and the limits
 * that a call can reach. Used by every package below and by whoever calls components; knows nothing of them.
 */
package io.fuscia.wit;
