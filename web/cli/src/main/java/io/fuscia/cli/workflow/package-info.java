/** Commands about workflows: validate, apply, list, show, export, delete. */
package io.fuscia.cli.workflow;
