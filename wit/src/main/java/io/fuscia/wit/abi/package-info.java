/**
 * The canonical ABI: how component values and handles travel between Java and a core module's memory.
 * Owns plans (precomputed per type), the handle table and call scopes; feeds {@code runtime}.
 * Must not know host imports, engines or how components are linked. Anchor: CanonicalABI.md.
 */
package io.fuscia.wit.abi;
