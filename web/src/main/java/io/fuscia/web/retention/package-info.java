/** What stored executions take, how much of them stays, and pruning by hand. */
package io.fuscia.web.retention;
