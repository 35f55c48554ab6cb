// WASI by the canonical ABI's core names: random, clocks, a file's content and an HTTP GET. Results
// lie in an area of 64 bytes; future-incoming-response.get's, the largest, takes 56.
import { text } from "./fuscia";

// @ts-ignore: decorator
@external("wasi:random/random@0.2.0", "get-random-bytes")
declare function getRandomBytes(len: u64, out: usize): void;
// @ts-ignore: decorator
@external("wasi:clocks/wall-clock@0.2.0", "now")
declare function wallNow(out: usize): void;
// @ts-ignore: decorator
@external("wasi:clocks/monotonic-clock@0.2.0", "now")
declare function monotonicNow(): u64;
// @ts-ignore: decorator
@external("wasi:filesystem/preopens@0.2.0", "get-directories")
declare function getDirectories(out: usize): void;
// @ts-ignore: decorator
@external("wasi:filesystem/types@0.2.0", "[method]descriptor.open-at")
declare function openAt(
  self: i32, pathFlags: i32, path: usize, len: usize, openFlags: i32, flags: i32, out: usize,
): void;
// @ts-ignore: decorator
@external("wasi:filesystem/types@0.2.0", "[method]descriptor.read")
declare function descriptorRead(self: i32, len: u64, offset: u64, out: usize): void;
// @ts-ignore: decorator
@external("wasi:filesystem/types@0.2.0", "[resource-drop]descriptor")
declare function descriptorDrop(self: i32): void;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[constructor]fields")
declare function fieldsNew(): i32;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[constructor]outgoing-request")
declare function requestNew(headers: i32): i32;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[method]outgoing-request.set-scheme")
declare function setScheme(self: i32, some: i32, scheme: i32, other: usize, len: usize): i32;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[method]outgoing-request.set-authority")
declare function setAuthority(self: i32, some: i32, value: usize, len: usize): i32;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[method]outgoing-request.set-path-with-query")
declare function setPath(self: i32, some: i32, value: usize, len: usize): i32;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[method]future-incoming-response.subscribe")
declare function futureSubscribe(self: i32): i32;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[method]future-incoming-response.get")
declare function futureGet(self: i32, out: usize): void;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[resource-drop]future-incoming-response")
declare function futureDrop(self: i32): void;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[method]incoming-response.status")
declare function responseStatus(self: i32): i32;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[method]incoming-response.consume")
declare function responseConsume(self: i32, out: usize): void;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[resource-drop]incoming-response")
declare function responseDrop(self: i32): void;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[method]incoming-body.stream")
declare function bodyStream(self: i32, out: usize): void;
// @ts-ignore: decorator
@external("wasi:http/types@0.2.0", "[resource-drop]incoming-body")
declare function bodyDrop(self: i32): void;
// @ts-ignore: decorator
@external("wasi:http/outgoing-handler@0.2.0", "handle")
declare function handle(request: i32, some: i32, options: i32, out: usize): void;
// @ts-ignore: decorator
@external("wasi:io/poll@0.2.0", "[method]pollable.block")
declare function pollableBlock(self: i32): void;
// @ts-ignore: decorator
@external("wasi:io/poll@0.2.0", "[resource-drop]pollable")
declare function pollableDrop(self: i32): void;
// @ts-ignore: decorator
@external("wasi:io/streams@0.2.0", "[method]input-stream.blocking-read")
declare function streamRead(self: i32, len: u64, out: usize): void;
// @ts-ignore: decorator
@external("wasi:io/streams@0.2.0", "[resource-drop]input-stream")
declare function streamDrop(self: i32): void;
// @ts-ignore: decorator
@external("wasi:io/error@0.2.0", "[resource-drop]error")
declare function errorDrop(self: i32): void;

// What an operation gives: a value, or an error text.
export class Outcome {
  constructor(
    public failed: bool,
    public value: string,
  ) {}
}

export function randomHex(): string {
  const area = heap.alloc(64);
  getRandomBytes(16, area);
  let hex = "";
  for (let i: usize = 0; i < 16; i++) hex += load<u8>(load<usize>(area) + i).toString(16).padStart(2, "0");
  return hex;
}

export function unixMillis(): u64 {
  const area = heap.alloc(64);
  wallNow(area);
  return load<u64>(area) * 1000 + load<u32>(area, 8) / 1000000;
}

export function elapsed(): u64 {
  const start = monotonicNow();
  return monotonicNow() - start;
}

export function readFile(path: string): Outcome {
  const area = heap.alloc(64);
  getDirectories(area);
  let at = load<usize>(area);
  for (let left = load<usize>(area, 4); left > 0; left--, at += 12) {
    const name = text(load<usize>(at, 4), load<usize>(at, 8)) + "/";
    if (path.startsWith(name)) return content(load<i32>(at), path.substr(name.length));
  }
  return new Outcome(true, "no-entry");
}

function content(directory: i32, path: string): Outcome {
  const area = heap.alloc(64);
  const utf8 = String.UTF8.encode(path);
  openAt(directory, 1, changetype<usize>(utf8), utf8.byteLength, 0, 1, area);
  if (load<u8>(area) == 1) return new Outcome(true, "filesystem error-code " + load<u8>(area, 4).toString());
  const file = load<i32>(area, 4);
  let found = "";
  let offset: u64 = 0;
  for (;;) {
    descriptorRead(file, 65536, offset, area);
    if (load<u8>(area) == 1) return new Outcome(true, "filesystem error-code " + load<u8>(area, 4).toString());
    found += text(load<usize>(area, 4), load<usize>(area, 8));
    offset += load<u32>(area, 8);
    if (load<u8>(area, 12) == 1) break;
  }
  descriptorDrop(file);
  return new Outcome(false, found);
}

function request(url: string): i32 {
  const scheme = url.indexOf("://");
  let slash = url.indexOf("/", scheme + 3);
  if (slash < 0) slash = url.length;
  const authority = String.UTF8.encode(url.substring(scheme + 3, slash));
  const path = String.UTF8.encode(slash < url.length ? url.substring(slash) : "/");
  const made = requestNew(fieldsNew());
  setScheme(made, 1, url.substring(0, scheme) == "http" ? 0 : 1, 0, 0);
  setAuthority(made, 1, changetype<usize>(authority), authority.byteLength);
  setPath(made, 1, changetype<usize>(path), path.byteLength);
  return made;
}

export class Response {
  error: i32 = -1;
  status: i32 = 0;
  body: string = "";
}

export function get(url: string): Response {
  const response = new Response();
  const area = heap.alloc(64);
  handle(request(url), 0, 0, area);
  if (load<u8>(area) == 1) {
    response.error = load<u8>(area, 8);
    return response;
  }
  const future = load<i32>(area, 8);
  for (;;) {
    futureGet(future, area);
    if (load<u8>(area) == 1) break;
    const ready = futureSubscribe(future);
    pollableBlock(ready);
    pollableDrop(ready);
  }
  futureDrop(future);
  if (load<u8>(area, 16) == 1) {
    response.error = load<u8>(area, 24);
    return response;
  }
  const incoming = load<i32>(area, 24);
  response.status = responseStatus(incoming);
  response.body = body(incoming);
  responseDrop(incoming);
  return response;
}

function body(response: i32): string {
  const area = heap.alloc(64);
  responseConsume(response, area);
  const incoming = load<i32>(area, 4);
  bodyStream(incoming, area);
  const stream = load<i32>(area, 4);
  let found = "";
  for (;;) {
    streamRead(stream, 65536, area);
    if (load<u8>(area) == 1) break;
    found += text(load<usize>(area, 4), load<usize>(area, 8));
  }
  if (load<u8>(area, 4) == 0) errorDrop(load<i32>(area, 8));
  streamDrop(stream);
  bodyDrop(incoming);
  return found;
}
