/**
 * The workflow as written, as checked and as locked: definition, graph, parser, resolver, and the stored versions.
 * Feeds batch (which compiles it) and execution (which runs it); knows nothing of running.
 */
package io.fuscia.workflow;
