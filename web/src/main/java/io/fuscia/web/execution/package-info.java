/** Executions as a resource: start, list, show with tasks and attempts, cancel, pause, resume. */
package io.fuscia.web.execution;
