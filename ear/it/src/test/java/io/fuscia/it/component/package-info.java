/** System tests of installing components, and of guests that misbehave: the server must go on. */
package io.fuscia.it.component;
