// Just enough JSON for guests: members of an object by key, elements of an array, string literals both ways.
#pragma once
#include "fuscia.h"

static bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static const char *skip_space(const char *p, const char *end) {
    while (p < end && space(*p)) p++;
    return p;
}

// All three return what follows, or NULL where the text is not JSON.
static const char *skip_string(const char *p, const char *end) {
    for (p++; p < end; p++) {
        if (*p == '"') return p + 1;
        if (*p == '\\') p++;
    }
    return NULL;
}

static const char *skip_value(const char *p, const char *end, int depth) {
    p = skip_space(p, end);
    if (p == end || depth > 128) return NULL;
    if (*p == '"') return skip_string(p, end);
    if (*p != '{' && *p != '[') {
        const char *start = p;
        while (p < end && *p != ',' && *p != '}' && *p != ']' && !space(*p)) p++;
        return p == start ? NULL : p;
    }
    char close = *p == '{' ? '}' : ']';
    bool object = *p == '{';
    p = skip_space(p + 1, end);
    if (p < end && *p == close) return p + 1;
    while (p < end) {
        if (object) {
            if (*p != '"' || !(p = skip_string(p, end))) return NULL;
            p = skip_space(p, end);
            if (p == end || *p++ != ':') return NULL;
        }
        if (!(p = skip_value(p, end, depth + 1))) return NULL;
        p = skip_space(p, end);
        if (p == end) return NULL;
        if (*p == close) return p + 1;
        if (*p != ',') return NULL;
        p = skip_space(p + 1, end);
    }
    return NULL;
}

// Steps through an object or array: `*at` is 0 at first; `key` is the raw literal and may be NULL for arrays.
static bool next_entry(string container, uint32_t *at, string *key, string *value) {
    const char *start = skip_space(container.ptr, container.ptr + container.len);
    const char *end = container.ptr + container.len;
    if (start == end || (*start != '{' && *start != '[')) return false;
    const char *p = skip_space(*at == 0 ? start + 1 : container.ptr + *at, end);
    if (p < end && *p == ',') p = skip_space(p + 1, end);
    if (p == end || *p == '}' || *p == ']') return false;
    if (*start == '{') {
        const char *after = *p == '"' ? skip_string(p, end) : NULL;
        if (!after) return false;
        *key = (string){p, (uint32_t)(after - p)};
        p = skip_space(after, end);
        if (p == end || *p != ':') return false;
        p = skip_space(p + 1, end);
    }
    const char *after = skip_value(p, end, 0);
    if (!after) return false;
    *value = (string){p, (uint32_t)(after - p)};
    *at = (uint32_t)(after - container.ptr);
    return true;
}

static int hex4(const char *p, const char *end) {
    int n = 0;
    if (end - p < 4) return -1;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return -1;
        n = n << 4 | digit;
    }
    return n;
}

static void append_utf8(builder *b, uint32_t c) {
    char bytes[4];
    uint32_t n = 0;
    if (c < 0x80) bytes[n++] = (char)c;
    else if (c < 0x800) bytes[n++] = (char)(0xc0 | c >> 6);
    else if (c < 0x10000) bytes[n++] = (char)(0xe0 | c >> 12), bytes[n++] = (char)(0x80 | (c >> 6 & 63));
    else
        bytes[n++] = (char)(0xf0 | c >> 18), bytes[n++] = (char)(0x80 | (c >> 12 & 63)),
        bytes[n++] = (char)(0x80 | (c >> 6 & 63));
    if (c >= 0x80) bytes[n++] = (char)(0x80 | (c & 63));
    append(b, (string){bytes, n});
}

// What a string literal means; lone surrogates become U+FFFD. False when `raw` is not one.
static bool decode(string raw, string *out) {
    if (raw.len < 2 || raw.ptr[0] != '"') return false;
    const char *p = raw.ptr + 1, *end = raw.ptr + raw.len - 1;
    builder b = {0};
    while (p < end) {
        const char *run = p;
        while (p < end && *p != '\\') p++;
        append(&b, (string){run, (uint32_t)(p - run)});
        if (p++ == end) break;
        char c = *p++;
        switch (c) {
        case 'b': append(&b, TEXT("\b")); break;
        case 'f': append(&b, TEXT("\f")); break;
        case 'n': append(&b, TEXT("\n")); break;
        case 'r': append(&b, TEXT("\r")); break;
        case 't': append(&b, TEXT("\t")); break;
        case 'u': {
            int high = hex4(p, end);
            if (high < 0) return false;
            p += 4;
            uint32_t point = (uint32_t)high;
            if (high >= 0xd800 && high < 0xe000) {
                int low = high < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u' ? hex4(p + 2, end) : -1;
                bool pair = low >= 0xdc00 && low < 0xe000;
                point = pair ? 0x10000u + ((point - 0xd800) << 10) + ((uint32_t)low - 0xdc00) : 0xfffd;
                if (pair) p += 6;
            }
            append_utf8(&b, point);
            break;
        }
        default: append(&b, (string){p - 1, 1});
        }
    }
    *out = built(&b);
    return true;
}

static bool member(string object, string key, string *raw) {
    uint32_t at = 0;
    string k, decoded;
    while (next_entry(object, &at, &k, raw))
        if (decode(k, &decoded) && equal(decoded, key)) return true;
    return false;
}

static string text_member(string object, string key, string otherwise) {
    string raw, decoded;
    return member(object, key, &raw) && decode(raw, &decoded) ? decoded : otherwise;
}

static void append_literal(builder *b, string s) {
    append(b, TEXT("\""));
    for (uint32_t i = 0, run = 0; i <= s.len; i++) {
        unsigned char c = i < s.len ? (unsigned char)s.ptr[i] : '"';
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        append(b, (string){s.ptr + run, i - run});
        run = i + 1;
        if (i == s.len) break;
        if (c < 0x20) {
            char escape[6] = {'\\', 'u', '0', '0', (char)('0' + (c >> 4)), "0123456789abcdef"[c & 15]};
            append(b, (string){escape, 6});
        } else {
            char escape[2] = {'\\', (char)c};
            append(b, (string){escape, 2});
        }
    }
    append(b, TEXT("\""));
}

static void append_optional(builder *b, optional_string s) {
    if (s.present) append_literal(b, s.value);
    else append(b, TEXT("null"));
}
