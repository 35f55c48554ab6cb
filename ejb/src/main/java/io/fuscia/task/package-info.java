/**
 * One attempt of one task: a component's export or an HTTP request, from evaluated inputs to an outcome. Feeds execution,
 * which decides about retries and stores results; knows no graph, no database and no transaction.
 */
package io.fuscia.task;
