/** The load client: starts one workflow again and again and measures. Feeds nobody; talks REST like every command. */
package io.fuscia.cli.bench;
