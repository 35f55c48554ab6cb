// The test task: see "The test task" in ../README.md for its operations.
#include "json.h"
#ifdef __wasi__
#include "wasi-operations.h"
#endif
#ifdef WITH_HTTP
#include "http.h"
#endif

static optional_string stored(string key) {
    optional_string value;
    kv_get(key.ptr, key.len, &value);
    return value;
}

static task_result *value_of(optional_string value) {
    builder b = {0};
    append(&b, TEXT("{\"value\":"));
    append_optional(&b, value);
    append(&b, TEXT("}"));
    return succeed(built(&b));
}

static task_result *round_trip(string key, string value) {
    builder b = {0};
    append(&b, TEXT("{\"before\":"));
    append_optional(&b, stored(key));
    kv_set(key.ptr, key.len, value.ptr, value.len);
    append(&b, TEXT(",\"stored\":"));
    append_optional(&b, stored(key));
    kv_delete(key.ptr, key.len);
    append(&b, TEXT(",\"after\":"));
    append_optional(&b, stored(key));
    append(&b, TEXT("}"));
    return succeed(built(&b));
}

static task_result *who(context ctx) {
    builder b = {0};
    append(&b, TEXT("{\"execution_id\":"));
    append_literal(&b, ctx.execution_id);
    append(&b, TEXT(",\"node_id\":"));
    append_literal(&b, ctx.node_id);
    append(&b, TEXT(",\"task_id\":"));
    append_literal(&b, ctx.task_id);
    append(&b, TEXT("}"));
    return succeed(built(&b));
}

static task_result *execute(context ctx, string data) {
    string op = text_member(data, TEXT("op"), TEXT(""));
    string key = text_member(data, TEXT("key"), TEXT("key"));
    string value = text_member(data, TEXT("value"), TEXT("value"));
    string message = text_member(data, TEXT("message"), TEXT("message"));
    if (equal(op, TEXT("echo"))) return succeed(data);
    if (equal(op, TEXT("kv"))) return round_trip(key, value);
    if (equal(op, TEXT("kv-get"))) return value_of(stored(key));
    if (equal(op, TEXT("kv-set"))) {
        kv_set(key.ptr, key.len, value.ptr, value.len);
        return succeed(TEXT("{}"));
    }
    if (equal(op, TEXT("kv-delete"))) {
        kv_delete(key.ptr, key.len);
        return succeed(TEXT("{}"));
    }
    if (equal(op, TEXT("config"))) {
        optional_string setting;
        config_get(key.ptr, key.len, &setting);
        return value_of(setting);
    }
    if (equal(op, TEXT("log"))) {
        for (uint32_t level = TRACE; level <= ERROR; level++) log_log(level, message.ptr, message.len);
        return succeed(TEXT("{\"logged\":5}"));
    }
    if (equal(op, TEXT("fail"))) return fail(message);
    if (equal(op, TEXT("ctx"))) return who(ctx);
#ifdef __wasi__
    task_result *result = wasi_operation(op, data);
    if (result) return result;
#endif
#ifdef WITH_HTTP
    if (equal(op, TEXT("http-get"))) return http_get(text_member(data, TEXT("url"), TEXT("")));
#endif
    builder b = {0};
    append(&b, TEXT("permanent: unknown op \""));
    append(&b, op);
    append(&b, TEXT("\""));
    return fail(built(&b));
}

TASK("fuscia:task/task@0.1.0", execute)
