/**
 * Events from outside that start executions: webhooks, and polls when they are due, with or without a component that
 * decides. Feeds execution through Executions.start; knows no tasks and no jobs.
 */
package io.fuscia.trigger;
