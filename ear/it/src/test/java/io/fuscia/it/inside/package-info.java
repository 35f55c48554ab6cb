/**
 * Tests that run inside the server, with the whole application around them: that the container gives what the
 * application builds on. What a user can see from outside is tested from outside.
 */
package io.fuscia.it.inside;
