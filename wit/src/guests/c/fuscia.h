// The fuscia:* interfaces as a C guest without a library sees them: core imports and exports by the
// canonical ABI's names, with memory that lives until the call's post-return.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

typedef struct {
    const char *ptr;
    uint32_t len;
} string;

#define TEXT(literal) ((string){(literal), sizeof(literal) - 1})

typedef struct {
    uint8_t present;
    string value;
} optional_string;

typedef struct {
    string execution_id, node_id, task_id;
} context;

// result<output, string>, where output is a record of one string.
typedef struct {
    uint8_t failed;
    string text;
} task_result;

enum level { TRACE, DEBUG, INFO, WARN, ERROR };

IMPORT("fuscia:kv/kv@0.1.0", "get") void kv_get(const char *key, uint32_t len, optional_string *out);
IMPORT("fuscia:kv/kv@0.1.0", "set")
void kv_set(const char *key, uint32_t key_len, const char *value, uint32_t value_len);
IMPORT("fuscia:kv/kv@0.1.0", "delete") void kv_delete(const char *key, uint32_t len);
IMPORT("fuscia:config/config@0.1.0", "get") void config_get(const char *key, uint32_t len, optional_string *out);
IMPORT("fuscia:log/log@0.1.0", "log") void log_log(uint32_t level, const char *message, uint32_t len);

#ifdef __wasi__
#include <stdlib.h>
#include <string.h>

static void *allocate(uint32_t size, uint32_t align) {
    void *fresh = malloc(size < align ? align : size);
    if (!fresh) __builtin_trap();
    return fresh;
}

// What the call took stays taken until the instance ends.
static void release_all(void) {}
#else
// Clang calls these for loops and copies that it recognises; with bulk memory each is one instruction.
void *memcpy(void *to, const void *from, size_t n) { return __builtin_memcpy(to, from, n); }

void *memset(void *to, int byte, size_t n) { return __builtin_memset(to, byte, n); }

extern char __heap_base;
static uint32_t heap;

static void *allocate(uint32_t size, uint32_t align) {
    if (heap == 0) heap = (uint32_t)&__heap_base;
    uint32_t at = (heap + align - 1) & ~(align - 1);
    uint32_t end = at + size;
    if (end < at) __builtin_trap();
    uint32_t have = __builtin_wasm_memory_size(0) << 16;
    if (end > have && __builtin_wasm_memory_grow(0, (end - have + 0xffff) >> 16) == (size_t)-1) __builtin_trap();
    heap = end;
    return (void *)at;
}

// For post-return: nothing of a call outlives it.
static void release_all(void) { heap = (uint32_t)&__heap_base; }
#endif

EXPORT("cabi_realloc")
void *cabi_realloc(void *old, uint32_t old_size, uint32_t align, uint32_t size) {
    if (size == 0) return (void *)align;
    if (size <= old_size) return old;
    void *fresh = allocate(size, align);
    memcpy(fresh, old, old_size);
    return fresh;
}

typedef struct {
    char *ptr;
    uint32_t len, room;
} builder;

static void append(builder *b, string s) {
    if (s.len > b->room - b->len) {
        uint32_t room = b->room * 2 > b->len + s.len ? b->room * 2 : b->len + s.len + 64;
        b->ptr = cabi_realloc(b->ptr, b->room, 1, room);
        b->room = room;
    }
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}

static string built(const builder *b) { return (string){b->ptr, b->len}; }

static bool equal(string a, string b) {
    if (a.len != b.len) return false;
    for (uint32_t i = 0; i < a.len; i++)
        if (a.ptr[i] != b.ptr[i]) return false;
    return true;
}

static void append_number(builder *b, uint64_t n) {
    char digits[20];
    int at = 20;
    do digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    append(b, (string){digits + at, (uint32_t)(20 - at)});
}

static task_result *answer(uint8_t failed, string text) {
    task_result *r = allocate(sizeof *r, 4);
    *r = (task_result){failed, text};
    return r;
}

static task_result *succeed(string data) { return answer(0, data); }

static task_result *fail(string error) { return answer(1, error); }

// Defines the exported function `execute` of an instance, and its post-return.
#define TASK(instance, function)                                                                             \
    EXPORT(instance "#execute")                                                                              \
    task_result *function##_export(const char *a, uint32_t an, const char *b, uint32_t bn, const char *c,    \
                                   uint32_t cn, const char *data, uint32_t n) {                              \
        return function((context){{a, an}, {b, bn}, {c, cn}}, (string){data, n});                            \
    }                                                                                                        \
    EXPORT("cabi_post_" instance "#execute") void function##_post(task_result *r) { (void)r, release_all(); }
