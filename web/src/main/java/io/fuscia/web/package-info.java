/** The REST API under {@code /fuscia/api/v1}: one package per resource; only this one knows all of them. */
package io.fuscia.web;
