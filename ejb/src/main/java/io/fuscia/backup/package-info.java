/**
 * Copies of a running server's database and files that fit together. Uses what other packages know of where things are;
 * knows nothing of what the rows mean.
 */
package io.fuscia.backup;
