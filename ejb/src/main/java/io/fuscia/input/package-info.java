/**
 * The values that nodes get: paths, templates and conditions, parsed when the file is read and evaluated when the node
 * runs, and the coercion to what a schema asks for. Feeds workflow and execution; knows no graph and no database.
 */
package io.fuscia.input;
