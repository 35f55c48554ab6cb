/**
 * Java bindings out of WIT text: host interfaces with records, enums and sealed variants, proxies of what components export,
 * and the code that lifts and links them. Feeds builds, ours first: it is compiled before the rest of this module, so it
 * uses {@code text} and {@code types} only.
 */
package io.fuscia.wit.generator;
