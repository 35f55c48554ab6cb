/**
 * Compiles, instantiates and calls components; the public door of the runtime for {@code wasi} and the host.
 * Values: bool Boolean, s8 Byte, s16 Short, s32 Integer, s64 Long, u8 Short, u16 Integer, u32 Long, u64 Long (bits), f32 Float, f64
 * Double, char Integer, string String, list&lt;u8&gt; byte[], other lists List, record and tuple Object[], variant VariantValue, enum
 * Integer, option Optional, result ResultValue, flags Integer, map LinkedHashMap, own and borrow the host's Java object
 * or a GuestResource. Must not know WASI or any interface's meaning.
 */
package io.fuscia.wit.runtime;
