/**
 * Starts compiled jobs on the batch runtime, on threads that cannot run out, and keeps its records short. The only
 * place that knows JBeret. Feeds execution through ExecutionLauncher; must not know what nodes do.
 */
package io.fuscia.batch.launch;
