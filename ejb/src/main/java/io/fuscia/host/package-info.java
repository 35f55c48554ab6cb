/**
 * Where guests run: compiled components, a fresh instance per call, the host's imports, limits and typed failures. Feeds
 * task and trigger; knows no workflow, no graph and no transaction.
 */
package io.fuscia.host;
