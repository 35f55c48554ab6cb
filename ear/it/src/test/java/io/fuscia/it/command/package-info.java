/** System tests of the command line against a real server. */
package io.fuscia.it.command;
