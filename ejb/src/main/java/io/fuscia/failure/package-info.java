/**
 * What goes wrong, as values: one exception with a stable code and a kind that decides blame, HTTP status, retry and
 * metric, and the violations of refused documents. Everything uses it; it knows nothing of anything else.
 */
package io.fuscia.failure;
