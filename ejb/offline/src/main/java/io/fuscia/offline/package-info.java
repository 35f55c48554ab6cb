/**
 * Workflows without a server: the real engine over a database in memory, one node after the other, with outputs that an
 * {@code expect} file gives in place of what nodes would do. Feeds {@code fuscia test}, which starts it as a process and
 * reads its report. Knows neither batch nor REST.
 */
package io.fuscia.offline;
