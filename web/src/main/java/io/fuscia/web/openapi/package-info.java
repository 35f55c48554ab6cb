/** What the server says about itself: the OpenAPI document and the JSON Schema of workflow files. */
package io.fuscia.web.openapi;
