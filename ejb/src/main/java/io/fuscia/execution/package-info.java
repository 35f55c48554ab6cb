/**
 * One run of a workflow: accepting, admitting, running nodes, storing what came of them, recovering. Every start goes
 * through Executions, every node through NodeRunner. Feeds web; is driven by batch, of which it knows one interface.
 */
package io.fuscia.execution;
