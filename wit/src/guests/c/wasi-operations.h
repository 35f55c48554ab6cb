// The test task's operations that need WASI, through the C library.
#pragma once
#include "json.h"
#include <errno.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

static const char *c_string(string s) {
    char *copy = allocate(s.len + 1, 1);
    memcpy(copy, s.ptr, s.len);
    copy[s.len] = 0;
    return copy;
}

static task_result *system_error(void) {
    const char *text = strerror(errno);
    return fail((string){text, (uint32_t)strlen(text)});
}

static task_result *print(string message) {
    fprintf(stdout, "%.*s\n", (int)message.len, message.ptr);
    fprintf(stderr, "%.*s\n", (int)message.len, message.ptr);
    fflush(stdout);
    return succeed(TEXT("{\"printed\":true}"));
}

static task_result *random_bytes(void) {
    unsigned char bytes[16];
    if (getentropy(bytes, sizeof bytes)) return system_error();
    builder b = {0};
    append(&b, TEXT("{\"hex\":\""));
    for (uint32_t i = 0; i < sizeof bytes; i++) {
        char pair[2] = {"0123456789abcdef"[bytes[i] >> 4], "0123456789abcdef"[bytes[i] & 15]};
        append(&b, (string){pair, 2});
    }
    append(&b, TEXT("\"}"));
    return succeed(built(&b));
}

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static task_result *clocks(void) {
    uint64_t start = nanoseconds(CLOCK_MONOTONIC);
    builder b = {0};
    append(&b, TEXT("{\"unix_ms\":"));
    append_number(&b, nanoseconds(CLOCK_REALTIME) / 1000000);
    append(&b, TEXT(",\"elapsed_ns\":"));
    append_number(&b, nanoseconds(CLOCK_MONOTONIC) - start);
    append(&b, TEXT("}"));
    return succeed(built(&b));
}

static task_result *read_file(string path) {
    FILE *file = fopen(c_string(path), "r");
    if (!file) return system_error();
    builder content = {0}, b = {0};
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, file)) > 0;) append(&content, (string){part, (uint32_t)n});
    fclose(file);
    append(&b, TEXT("{\"content\":"));
    append_literal(&b, built(&content));
    append(&b, TEXT("}"));
    return succeed(built(&b));
}

// NULL when the operation is not one of these.
static task_result *wasi_operation(string op, string data) {
    if (equal(op, TEXT("print"))) return print(text_member(data, TEXT("message"), TEXT("message")));
    if (equal(op, TEXT("random"))) return random_bytes();
    if (equal(op, TEXT("clock"))) return clocks();
    if (equal(op, TEXT("read-file"))) return read_file(text_member(data, TEXT("path"), TEXT("")));
    return NULL;
}
