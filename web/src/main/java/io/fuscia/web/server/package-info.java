/** The server itself as a resource: what it runs on and what it used. Knows nothing of workflows. */
package io.fuscia.web.server;
