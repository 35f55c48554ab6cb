/**
 * Resolved types: every index followed, immutable, made by {@code wit.validation} and read by linking, ABI and host.
 * Equality is structural with a cached hash, so types are keys of plan caches; resources compare by
 * {@link io.fuscia.wit.types.ResourceId}. The runtime resource behind an id is per component instance: bind it when
 * a type entry or an instance's type export (nested ones too) with that id is added to an index space.
 */
package io.fuscia.wit.types;
