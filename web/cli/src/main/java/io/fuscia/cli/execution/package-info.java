/** Commands about executions: run, list, show, cancel, pause, resume. */
package io.fuscia.cli.execution;
