/**
 * The batch artifacts behind every step: they hand a node to the node runner. Must not know what a node does, nor how the
 * job was started.
 */
package io.fuscia.batch.step;
