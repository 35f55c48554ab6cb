/**
 * How rows are reached: transactions of one try or several, the schema's scripts and who runs them. Feeds every package
 * with entities; knows none of them.
 */
package io.fuscia.storage;
