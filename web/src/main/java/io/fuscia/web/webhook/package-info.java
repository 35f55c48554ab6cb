/** HTTP requests from outside that fire webhook triggers, below {@code /fuscia/hooks}. */
package io.fuscia.web.webhook;
