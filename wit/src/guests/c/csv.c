// fuscia/csv: CSV (RFC 4180) to rows and back, as two tasks of one component.
#include "json.h"

// One field from p; sets *next to the character after it. Returns false on an unclosed quote.
static bool read_field(const char *p, const char *end, char separator, string *field, const char **next) {
    builder b = {0};
    if (p < end && *p == '"') {
        for (p++;; p++) {
            const char *run = p;
            while (p < end && *p != '"') p++;
            append(&b, (string){run, (uint32_t)(p - run)});
            if (p == end) return false;
            if (p + 1 < end && p[1] == '"') {
                append(&b, TEXT("\""));
                p++;
                continue;
            }
            p++;
            break;
        }
    }
    const char *run = p;
    while (p < end && *p != separator && *p != '\n' && *p != '\r') p++;
    append(&b, (string){run, (uint32_t)(p - run)});
    *field = built(&b);
    *next = p;
    return true;
}

static const char *skip_line_end(const char *p, const char *end) {
    if (p < end && *p == '\r') p++;
    if (p < end && *p == '\n') p++;
    return p;
}

static char separator_of(string data) {
    string s = text_member(data, TEXT("separator"), TEXT(","));
    return s.len == 1 ? s.ptr[0] : ',';
}

enum { MOST_COLUMNS = 1024 };

static task_result *parse(context ctx, string data) {
    (void)ctx;
    static string names[MOST_COLUMNS];
    string raw, csv, field;
    if (!member(data, TEXT("csv"), &raw) || !decode(raw, &csv)) return fail(TEXT("permanent: csv is not a string"));
    char separator = separator_of(data);
    const char *p = csv.ptr, *end = csv.ptr + csv.len;
    uint32_t columns = 0, rows = 0;
    builder b = {0};
    append(&b, TEXT("{\"rows\":["));
    for (bool header = true; p < end; header = false) {
        if (*p == '\n' || *p == '\r') {
            p = skip_line_end(p, end);
            continue;
        }
        if (!header) append(&b, rows++ ? TEXT(",{") : TEXT("{"));
        uint32_t column = 0;
        for (bool more = true; more; column++) {
            if (!read_field(p, end, separator, &field, &p)) return fail(TEXT("permanent: a quote is not closed"));
            more = p < end && *p == separator;
            if (more) p++;
            if (header) {
                if (column == MOST_COLUMNS) return fail(TEXT("permanent: more than 1024 columns"));
                names[columns++] = field;
            } else if (column < columns) {
                if (column) append(&b, TEXT(","));
                append_literal(&b, names[column]);
                append(&b, TEXT(":"));
                append_literal(&b, field);
            }
        }
        p = skip_line_end(p, end);
        if (!header) append(&b, TEXT("}"));
    }
    append(&b, TEXT("],\"count\":"));
    append_number(&b, rows);
    append(&b, TEXT("}"));
    return succeed(built(&b));
}

static void append_field(builder *b, string text, char separator) {
    bool quote = false;
    for (uint32_t i = 0; i < text.len; i++)
        quote |= text.ptr[i] == separator || text.ptr[i] == '"' || text.ptr[i] == '\n' || text.ptr[i] == '\r';
    if (!quote) {
        append(b, text);
        return;
    }
    append(b, TEXT("\""));
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') append(b, TEXT("\""));
        append(b, (string){text.ptr + i, 1});
    }
    append(b, TEXT("\""));
}

// A string without its quotes, nothing for null, other values as their JSON.
static void append_value(builder *b, string raw, char separator) {
    string text = raw;
    if (equal(raw, TEXT("null"))) return;
    decode(raw, &text);
    append_field(b, text, separator);
}

static task_result *format(context ctx, string data) {
    (void)ctx;
    string rows, row, columns, name, key, value;
    if (!member(data, TEXT("rows"), &rows) || rows.ptr[0] != '[') return fail(TEXT("permanent: rows is not an array"));
    char separator = separator_of(data);
    builder names = {0}, b = {0};
    bool given = member(data, TEXT("columns"), &columns) && columns.ptr[0] == '[';
    if (!given) { // The first row's keys.
        uint32_t at = 0, in_row = 0;
        append(&names, TEXT("["));
        if (next_entry(rows, &at, &key, &row) && row.ptr[0] == '{')
            while (next_entry(row, &in_row, &name, &value)) {
                if (names.len > 1) append(&names, TEXT(","));
                append(&names, name);
            }
        append(&names, TEXT("]"));
        columns = built(&names);
    }
    char comma[1] = {separator};
    uint32_t at = 0;
    for (bool first = true; next_entry(columns, &at, &key, &name); first = false) {
        if (!first) append(&b, (string){comma, 1});
        append_value(&b, name, separator);
    }
    append(&b, TEXT("\r\n"));
    uint32_t at_row = 0, count = 0;
    for (; next_entry(rows, &at_row, &key, &row); count++) {
        if (row.ptr[0] != '{') return fail(TEXT("permanent: a row is not an object"));
        at = 0;
        for (bool first = true; next_entry(columns, &at, &key, &name); first = false) {
            string column;
            if (!first) append(&b, (string){comma, 1});
            if (decode(name, &column) && member(row, column, &value)) append_value(&b, value, separator);
        }
        append(&b, TEXT("\r\n"));
    }
    builder out = {0};
    append(&out, TEXT("{\"csv\":"));
    append_literal(&out, built(&b));
    append(&out, TEXT(",\"count\":"));
    append_number(&out, count);
    append(&out, TEXT("}"));
    return succeed(built(&out));
}

TASK("parse", parse)
TASK("format", format)
