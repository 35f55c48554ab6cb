/**
 * JSON and YAML text as a tree that remembers the line and column of everything in it, read strictly and within limits.
 * Feeds the workflow parser and any other reader of documents that people write; knows nothing of workflows.
 */
package io.fuscia.workflow.document;
