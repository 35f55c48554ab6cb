/**
 * Installed components: manifests, versions, packages and the registry that keeps them. Feeds workflow, which pins them,
 * and host (which runs them); knows nothing of executions.
 */
package io.fuscia.component;
