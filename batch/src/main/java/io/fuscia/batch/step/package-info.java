/**
 * The batch artifact behind every step: it hands a node to the node runner. Must not know what a node does, nor how the
 * job was started.
 */
package io.fuscia.batch.step;
