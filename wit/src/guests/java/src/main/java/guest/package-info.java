/**
 * The test task in Java, compiled by TeaVM: what a task does by {@code op}, and the canonical ABI's core names for it. See
 * ../README.md.
 */
package guest;
