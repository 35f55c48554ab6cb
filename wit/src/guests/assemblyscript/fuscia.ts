// The fuscia:* interfaces by the canonical ABI's core names. The stub runtime never frees, so what
// the host or the guest allocates lives until the instance ends.
export class Context {
  constructor(
    public executionId: string,
    public nodeId: string,
    public taskId: string,
  ) {}
}

// @ts-ignore: decorator
@external("fuscia:kv/kv@0.1.0", "get")
declare function kvGet(key: usize, len: usize, out: usize): void;
// @ts-ignore: decorator
@external("fuscia:kv/kv@0.1.0", "set")
declare function kvSet(key: usize, len: usize, value: usize, valueLen: usize): void;
// @ts-ignore: decorator
@external("fuscia:kv/kv@0.1.0", "delete")
declare function kvDelete(key: usize, len: usize): void;
// @ts-ignore: decorator
@external("fuscia:config/config@0.1.0", "get")
declare function configGet(key: usize, len: usize, out: usize): void;
// @ts-ignore: decorator
@external("fuscia:log/log@0.1.0", "log")
declare function logLog(level: i32, message: usize, len: usize): void;

function at(utf8: ArrayBuffer): usize {
  return changetype<usize>(utf8);
}

// option<string>: a tag, then pointer and length.
function optional(area: usize): string | null {
  return load<u8>(area) == 0 ? null : text(load<usize>(area, 4), load<usize>(area, 8));
}

export function text(ptr: usize, len: usize): string {
  return String.UTF8.decodeUnsafe(ptr, len);
}

export namespace kv {
  export function get(key: string): string | null {
    const utf8 = String.UTF8.encode(key);
    const area = heap.alloc(12);
    kvGet(at(utf8), utf8.byteLength, area);
    return optional(area);
  }

  export function set(key: string, value: string): void {
    const k = String.UTF8.encode(key);
    const v = String.UTF8.encode(value);
    kvSet(at(k), k.byteLength, at(v), v.byteLength);
  }

  export function remove(key: string): void {
    const utf8 = String.UTF8.encode(key);
    kvDelete(at(utf8), utf8.byteLength);
  }
}

export namespace config {
  export function get(key: string): string | null {
    const utf8 = String.UTF8.encode(key);
    const area = heap.alloc(12);
    configGet(at(utf8), utf8.byteLength, area);
    return optional(area);
  }
}

export function log(level: i32, message: string): void {
  const utf8 = String.UTF8.encode(message);
  logLog(level, at(utf8), utf8.byteLength);
}

// result<output, string>.
export function answer(failed: bool, value: string): usize {
  const utf8 = String.UTF8.encode(value);
  const area = heap.alloc(12);
  store<u8>(area, failed ? 1 : 0);
  store<usize>(area, at(utf8), 4);
  store<usize>(area, utf8.byteLength, 8);
  return area;
}

export function reallocate(old: usize, oldSize: usize, align: usize, size: usize): usize {
  if (size == 0) return align;
  if (size <= oldSize) return old;
  const fresh = heap.alloc(size);
  memory.copy(fresh, old, oldSize);
  return fresh;
}
