/** The REST API as the command line sees it: requests, answers and problems. Knows no commands and prints nothing. */
package io.fuscia.cli.api;
