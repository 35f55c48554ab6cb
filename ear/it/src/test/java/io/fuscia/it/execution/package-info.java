/** System tests of running workflows: results, control, idempotency, crashes, and what operators see. */
package io.fuscia.it.execution;
