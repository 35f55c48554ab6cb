/** Stored artifacts as a resource: their content, with its media type. */
package io.fuscia.web.artifact;
