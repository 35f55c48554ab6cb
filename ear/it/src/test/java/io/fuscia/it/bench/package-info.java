/** The load client against the real server. */
package io.fuscia.it.bench;
