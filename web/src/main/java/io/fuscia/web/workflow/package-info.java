/** Workflow definitions as a resource: apply, check, list, show, export as job XML, delete. */
package io.fuscia.web.workflow;
