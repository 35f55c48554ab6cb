// Guests that a host must survive, one per build: MISBEHAVIOUR is the name of one of the functions.
#include "fuscia.h"

static volatile uint32_t sink;

// Runs until it is stopped. The branch depends on memory, so that no compiler removes the loop.
static task_result *loop(void) {
    for (sink = 0; sink != 0xffffffff; sink++)
        if (sink == 0xfffffffe) sink = 0;
    return succeed(TEXT("{}"));
}

// Grows memory until it may not, then says how far it got.
static task_result *grow(void) {
    while (__builtin_wasm_memory_grow(0, 16) != (size_t)-1) sink++;
    builder b = {0};
    append(&b, TEXT("{\"pages\":"));
    append_number(&b, __builtin_wasm_memory_size(0));
    append(&b, TEXT("}"));
    return succeed(built(&b));
}

static task_result *trap(void) { __builtin_trap(); }

static task_result *divide(void) {
    sink = 0;
    return (task_result *)(1000 / sink);
}

// Endless recursion on the Wasm stack alone.
__attribute__((noinline)) static uint32_t deeper(uint32_t n) { return sink == 7 ? n : deeper(n + 1) + sink; }

static task_result *recurse(void) {
    sink = deeper(0);
    return succeed(TEXT("{}"));
}

static task_result *invalid_utf8(void) { return succeed(TEXT("{\"text\":\"\xff\xfe\"}")); }

// A string outside of memory.
static task_result *out_of_bounds(void) { return succeed((string){(const char *)0xfffffff0, 0x100}); }

// 64 MiB of output.
static task_result *huge(void) {
    uint32_t size = 64 << 20;
    char *text = allocate(size, 1);
    for (uint32_t i = 0; i < size; i++) text[i] = 'x';
    text[0] = text[size - 1] = '"';
    return succeed((string){text, size});
}

static task_result *not_json(void) { return succeed(TEXT("{not json")); }

// More log lines than anyone wants.
static task_result *chatter(void) {
    for (uint32_t i = 0; i < 1000000; i++) log_log(INFO, "and another thing", 17);
    return succeed(TEXT("{}"));
}

// More pairs than anyone wants.
static task_result *hoard(void) {
    static char value[65536];
    for (uint32_t i = 0; i < 100000; i++) {
        builder key = {0};
        append_number(&key, i);
        kv_set(key.ptr, key.len, value, sizeof value);
    }
    return succeed(TEXT("{}"));
}

// Returns in time, but its post-return does not.
static task_result *linger(void) { return succeed(TEXT("{}")); }

static task_result *execute(context ctx, string data) {
    (void)ctx, (void)data;
    return MISBEHAVIOUR();
}

#ifdef LINGER
EXPORT("fuscia:task/task@0.1.0#execute")
task_result *lingering(const char *a, uint32_t an, const char *b, uint32_t bn, const char *c, uint32_t cn,
                       const char *data, uint32_t n) {
    return execute((context){{a, an}, {b, bn}, {c, cn}}, (string){data, n});
}
EXPORT("cabi_post_fuscia:task/task@0.1.0#execute") void post(task_result *r) { (void)r, loop(); }
#else
TASK("fuscia:task/task@0.1.0", execute)
#endif
