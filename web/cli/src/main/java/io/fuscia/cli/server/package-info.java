/** Starting and stopping the server of this checkout, and the demonstration. Calls the server's own run script. */
package io.fuscia.cli.server;
