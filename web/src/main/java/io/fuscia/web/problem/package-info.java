/** How errors leave the server: RFC 9457 problem documents. Used by every resource; knows none of them. */
package io.fuscia.web.problem;
