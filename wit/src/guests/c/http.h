// GET through wasi:http, by the canonical ABI's core names. Results lie in an area of 64 bytes:
// future-incoming-response.get's, the largest, takes 56.
#pragma once
#include "json.h"

#define HTTP(name) IMPORT("wasi:http/types@0.2.0", name)
#define STREAMS(name) IMPORT("wasi:io/streams@0.2.0", name)

typedef struct {
    _Alignas(8) uint8_t bytes[64];
} area;

static uint32_t word(const area *a, uint32_t at) {
    uint32_t value;
    memcpy(&value, a->bytes + at, 4);
    return value;
}

HTTP("[constructor]fields") uint32_t fields_new(void);
HTTP("[constructor]outgoing-request") uint32_t request_new(uint32_t headers);
HTTP("[method]outgoing-request.set-scheme")
uint32_t request_set_scheme(uint32_t self, uint32_t some, uint32_t scheme, const char *other, uint32_t len);
HTTP("[method]outgoing-request.set-authority")
uint32_t request_set_authority(uint32_t self, uint32_t some, const char *text, uint32_t len);
HTTP("[method]outgoing-request.set-path-with-query")
uint32_t request_set_path(uint32_t self, uint32_t some, const char *text, uint32_t len);
HTTP("[method]future-incoming-response.subscribe") uint32_t future_subscribe(uint32_t self);
HTTP("[method]future-incoming-response.get") void future_get(uint32_t self, area *out);
HTTP("[resource-drop]future-incoming-response") void future_drop(uint32_t self);
HTTP("[method]incoming-response.status") uint32_t response_status(uint32_t self);
HTTP("[method]incoming-response.consume") void response_consume(uint32_t self, area *out);
HTTP("[resource-drop]incoming-response") void response_drop(uint32_t self);
HTTP("[method]incoming-body.stream") void body_stream(uint32_t self, area *out);
HTTP("[resource-drop]incoming-body") void body_drop(uint32_t self);
IMPORT("wasi:http/outgoing-handler@0.2.0", "handle")
void http_handle(uint32_t request, uint32_t some, uint32_t options, area *out);
IMPORT("wasi:io/poll@0.2.0", "[method]pollable.block") void pollable_block(uint32_t self);
IMPORT("wasi:io/poll@0.2.0", "[resource-drop]pollable") void pollable_drop(uint32_t self);
STREAMS("[method]input-stream.blocking-read") void stream_read(uint32_t self, uint64_t len, area *out);
STREAMS("[resource-drop]input-stream") void stream_drop(uint32_t self);
IMPORT("wasi:io/error@0.2.0", "[resource-drop]error") void io_error_drop(uint32_t self);

enum { FIELD_SIZE = 8, HTTP_SCHEME = 0, HTTPS_SCHEME = 1 };

static uint32_t request_to(string url) {
    uint32_t at = 0, path = 0;
    while (at + 2 < url.len && !equal((string){url.ptr + at, 3}, TEXT("://"))) at++;
    for (path = at + 3; path < url.len && url.ptr[path] != '/' && url.ptr[path] != '?';) path++;
    bool plain = equal((string){url.ptr, at}, TEXT("http"));
    uint32_t request = request_new(fields_new());
    uint32_t refused = request_set_scheme(request, 1, plain ? HTTP_SCHEME : HTTPS_SCHEME, NULL, 0) |
                       request_set_authority(request, 1, url.ptr + at + 3, path - at - 3) |
                       request_set_path(request, 1, path < url.len ? url.ptr + path : "/",
                                        path < url.len ? url.len - path : 1);
    if (refused) __builtin_trap();
    return request;
}

static task_result *http_error(uint32_t code) {
    builder b = {0};
    append(&b, TEXT("HTTP error-code "));
    append_number(&b, code);
    return fail(built(&b));
}

static void append_body(builder *content, uint32_t response) {
    area out;
    response_consume(response, &out);
    uint32_t body = word(&out, 4);
    body_stream(body, &out);
    uint32_t stream = word(&out, 4);
    for (;;) {
        stream_read(stream, 65536, &out);
        if (out.bytes[0]) break;
        append(content, (string){(const char *)word(&out, 4), word(&out, 8)});
    }
    if (out.bytes[4] == 0) io_error_drop(word(&out, 8));
    stream_drop(stream);
    body_drop(body);
}

static task_result *http_get(string url) {
    area out;
    http_handle(request_to(url), 0, 0, &out);
    if (out.bytes[0]) return http_error(out.bytes[FIELD_SIZE]);
    uint32_t future = word(&out, FIELD_SIZE);
    for (future_get(future, &out); !out.bytes[0]; future_get(future, &out)) {
        uint32_t ready = future_subscribe(future);
        pollable_block(ready);
        pollable_drop(ready);
    }
    future_drop(future);
    if (out.bytes[16]) return http_error(out.bytes[24]);
    uint32_t response = word(&out, 24);
    builder b = {0}, content = {0};
    append(&b, TEXT("{\"status\":"));
    append_number(&b, response_status(response));
    append_body(&content, response);
    response_drop(response);
    append(&b, TEXT(",\"body\":"));
    append_literal(&b, built(&content));
    append(&b, TEXT("}"));
    return succeed(built(&b));
}
