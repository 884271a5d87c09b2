/* `wurao hj212 encode`: JSON objects as `decode` prints them, one a line, to frames. Numbers keep their decimal text. */
#include "app/cli_hj212.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>

#define LINE_BYTES_MAX ((size_t)1 << 20)
#define DEPTH_MAX 4

/* ---- reading JSON ------------------------------------------------------------------------------ */
/*
 * The program's reader makes doubles of numbers; a measured value must keep its digits. So this one walks over the line and
 * hands out slices: strings unescaped into the arena, numbers as they are spelt.
 */
struct reader {
    struct wr_arena *arena;
    const char *p, *end;
    const char *fault; /* what is wrong; NULL: nothing yet */
};

enum json { TEXT, NUMBER, TRUE, FALSE, NOTHING, OBJECT, LIST, BROKEN };

static enum json broken(struct reader *r, const char *why)
{
    r->fault = r->fault != NULL ? r->fault : why;
    r->p = r->end;
    return BROKEN;
}

static char peek(struct reader *r)
{
    while (r->p < r->end && strchr(" \t\r\n", *r->p) != NULL) {
        r->p++;
    }
    return r->p < r->end ? *r->p : '\0';
}

static bool take(struct reader *r, char c)
{
    bool found = peek(r) == c;
    r->p += found;
    return found;
}

static bool read_hex4(struct reader *r, uint32_t *ret)
{
    uint32_t v = 0;
    for (int i = 0; i < 4; i++, r->p++) {
        char c = r->p < r->end ? *r->p : '\0';
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                                : 16u;
        if (digit > 15) {
            return false;
        }
        v = v << 4 | digit;
    }
    *ret = v;
    return true;
}

static size_t put_utf8(char *dst, uint32_t c)
{
    if (c < 0x80) {
        dst[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        dst[0] = (char)(0xC0 | c >> 6);
        dst[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        dst[0] = (char)(0xE0 | c >> 12);
        dst[1] = (char)(0x80 | (c >> 6 & 0x3F));
        dst[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    dst[0] = (char)(0xF0 | c >> 18);
    dst[1] = (char)(0x80 | (c >> 12 & 0x3F));
    dst[2] = (char)(0x80 | (c >> 6 & 0x3F));
    dst[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/** Behind a backslash. @return bytes written; 0: not an escape */
static size_t read_escape(struct reader *r, char *dst)
{
    static const char plain[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    char c = r->p < r->end ? *r->p++ : '\0';
    const char *known = c != '\0' ? strchr(plain, c) : NULL;
    if (known != NULL) {
        dst[0] = meant[known - plain];
        return 1;
    }
    uint32_t code;
    uint32_t low;
    if (c != 'u' || !read_hex4(r, &code)) {
        return 0;
    }
    if (code >= 0xD800 && code < 0xDC00) {
        if (r->end - r->p < 2 || r->p[0] != '\\' || r->p[1] != 'u') {
            return 0;
        }
        r->p += 2;
        if (!read_hex4(r, &low) || low < 0xDC00 || low > 0xDFFF) {
            return 0;
        }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    return put_utf8(dst, code);
}

static enum json read_text(struct reader *r, struct wr_str *ret)
{
    const char *from = ++r->p;
    while (r->p < r->end && *r->p != '"' && *r->p != '\\') {
        r->p++;
    }
    if (r->p < r->end && *r->p == '"') {
        *ret = (struct wr_str){from, (size_t)(r->p++ - from)};
        return TEXT;
    }
    char *copy = wr_arena_alloc(r->arena, (size_t)(r->end - from) + 4);
    if (copy == NULL) {
        return broken(r, "too large");
    }
    size_t n = (size_t)(r->p - from);
    memcpy(copy, from, n);
    while (r->p < r->end && *r->p != '"') {
        if (*r->p != '\\') {
            copy[n++] = *r->p++;
            continue;
        }
        r->p++;
        size_t escape_n = read_escape(r, copy + n);
        if (escape_n == 0) {
            return broken(r, "bad escape in a text");
        }
        n += escape_n;
    }
    if (r->p == r->end) {
        return broken(r, "a text does not end");
    }
    r->p++;
    *ret = (struct wr_str){copy, n};
    return TEXT;
}

static bool read_word(struct reader *r, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, word, n) != 0) {
        return false;
    }
    r->p += n;
    return true;
}

/** The next value; of an object or list only its opening bracket is taken. */
static enum json read_value(struct reader *r, struct wr_str *ret)
{
    char c = peek(r);
    *ret = (struct wr_str){NULL, 0};
    switch (c) {
    case '"':
        return read_text(r, ret);
    case '{':
        r->p++;
        return OBJECT;
    case '[':
        r->p++;
        return LIST;
    case 't':
        return read_word(r, "true") ? TRUE : broken(r, "bad word");
    case 'f':
        return read_word(r, "false") ? FALSE : broken(r, "bad word");
    case 'n':
        return read_word(r, "null") ? NOTHING : broken(r, "bad word");
    default:
        break;
    }
    const char *from = r->p;
    while (r->p < r->end && *r->p != '\0' && strchr("+-.0123456789eE", *r->p) != NULL) {
        r->p++;
    }
    *ret = (struct wr_str){from, (size_t)(r->p - from)};
    return ret->n > 0 ? NUMBER : broken(r, "a value is missing");
}

/** Next member of an object: its name, and the reader stands before its value. `first` starts true. */
static bool next_member(struct reader *r, bool *first, struct wr_str *ret_name)
{
    if (take(r, '}')) {
        return false;
    }
    if (!*first && !take(r, ',')) {
        (void)broken(r, "`,` or `}` is missing");
        return false;
    }
    *first = false;
    if (peek(r) != '"' || read_text(r, ret_name) != TEXT || !take(r, ':')) {
        (void)broken(r, "a name is missing");
        return false;
    }
    return true;
}

static bool next_element(struct reader *r, bool *first)
{
    if (take(r, ']')) {
        return false;
    }
    if (!*first && !take(r, ',')) {
        (void)broken(r, "`,` or `]` is missing");
        return false;
    }
    *first = false;
    return peek(r) != '\0';
}

/** Step over a value of any kind. */
static void skip_value(struct reader *r, int depth)
{
    struct wr_str text;
    bool first = true;
    enum json kind = depth < DEPTH_MAX ? read_value(r, &text) : broken(r, "nested too deeply");
    if (kind == OBJECT) {
        while (next_member(r, &first, &text)) {
            skip_value(r, depth + 1);
        }
    } else if (kind == LIST) {
        while (next_element(r, &first)) {
            skip_value(r, depth + 1);
        }
    }
}

/* ---- the packet -------------------------------------------------------------------------------- */
struct packet {
    struct reader r;
    struct hj212_header header;
    struct wr_str dialect, data_time;
    struct reader factors, fields; /* where they start; p is NULL when absent */
    bool bad;                      /* "ok": false */
    bool has_flag;
};

static uint16_t small(struct reader *r, struct wr_str s, int64_t max)
{
    int64_t v = 0;
    if (!wr_str_i64(s, &v) || v < 0 || v > max) {
        (void)broken(r, "a number is out of range");
        return 0;
    }
    return (uint16_t)v;
}

/** A text or number of the header. */
static void set_text(struct packet *k, struct wr_str name, struct wr_str value)
{
    struct hj212_header *h = &k->header;
    struct {
        const char *name;
        struct hj212_str *slot;
    } slots[] = {{"qn", &h->qn}, {"st", &h->st}, {"cn", &h->cn}, {"pw", &h->pw}, {"mn", &h->mn}};
    for (size_t i = 0; i < WR_ARRAY_LEN(slots); i++) {
        if (wr_str_eq(name, wr_str(slots[i].name))) {
            *slots[i].slot = hj212_of_wr(value.n > 0 ? value : WR_S(""));
            return;
        }
    }
    if (wr_str_eq(name, WR_S("data_time"))) {
        k->data_time = value;
    } else if (wr_str_eq(name, WR_S("dialect"))) {
        k->dialect = value;
    } else if (wr_str_eq(name, WR_S("flag"))) {
        h->flag = (int16_t)small(&k->r, value, 255);
        k->has_flag = true;
    } else if (wr_str_eq(name, WR_S("pnum"))) {
        h->pnum = small(&k->r, value, 9999);
    } else if (wr_str_eq(name, WR_S("pno"))) {
        h->pno = small(&k->r, value, 9999);
    }
}

static void read_member(struct packet *k, struct wr_str name)
{
    struct wr_str text;
    if (wr_str_eq(name, WR_S("factors"))) {
        k->factors = k->r;
        skip_value(&k->r, 0);
        return;
    }
    if (wr_str_eq(name, WR_S("fields"))) {
        k->fields = k->r;
        skip_value(&k->r, 0);
        return;
    }
    char c = peek(&k->r);
    if (c == '{' || c == '[') {
        skip_value(&k->r, 0);
        return;
    }
    enum json kind = read_value(&k->r, &text);
    if (kind == TEXT || kind == NUMBER) {
        set_text(k, name, text);
    } else if (wr_str_eq(name, WR_S("ok"))) {
        k->bad = kind == FALSE;
    } else if (wr_str_eq(name, WR_S("ack_wanted"))) {
        k->header.ack_wanted = kind == TRUE;
    } else if (wr_str_eq(name, WR_S("back_fill"))) {
        k->header.back_fill = kind == TRUE;
    } else if (wr_str_eq(name, WR_S("flag"))) {
        k->header.no_flag = kind == NOTHING;
    }
}

/** `{"code": …, "rtd": 7.1, "flag": "N"}` */
static void put_factor(struct reader *r, struct hj212_writer *w)
{
    struct wr_str name;
    struct wr_str value;
    struct wr_str code = {NULL, 0};
    struct reader again = *r;
    bool first = true;
    while (next_member(&again, &first, &name)) {
        if (wr_str_eq(name, WR_S("code"))) {
            (void)read_value(&again, &code);
        } else {
            skip_value(&again, 0);
        }
    }
    if (code.n == 0) {
        (void)broken(r, "a factor has no code");
        return;
    }
    hj212_put_break(w);
    for (first = true; next_member(r, &first, &name);) {
        enum json kind = read_value(r, &value);
        enum hj212_field field = hj212_field_of(hj212_of_wr(name));
        if (wr_str_eq(name, WR_S("code")) || wr_str_eq(name, WR_S("name"))) {
            continue;
        }
        if ((kind != TEXT && kind != NUMBER) || field == HJ212_F_PLAIN) {
            (void)broken(r, "a factor has an unknown member");
        } else if (field == HJ212_F_INFOID) {
            hj212_put_named(w, hj212_of_wr(code), hj212_of_wr(name), hj212_of_wr(value));
        } else {
            hj212_put_value(w, hj212_of_wr(code), field, hj212_of_wr(value));
        }
    }
}

static void put_factors(struct reader *r, struct hj212_writer *w)
{
    struct wr_str text;
    bool first = true;
    if (read_value(r, &text) != LIST) {
        (void)broken(r, "factors must be a list");
    }
    while (next_element(r, &first)) {
        if (!take(r, '{')) {
            (void)broken(r, "factors must be objects");
            return;
        }
        put_factor(r, w);
    }
}

/** `{"QnRtn": "1", "PolId": ["101", "102"]}` */
static void put_fields(struct reader *r, struct hj212_writer *w)
{
    struct wr_str name;
    struct wr_str value;
    bool first = true;
    if (read_value(r, &value) != OBJECT) {
        (void)broken(r, "fields must be an object");
    }
    while (next_member(r, &first, &name)) {
        bool list = take(r, '[');
        bool first_value = true;
        while (list ? next_element(r, &first_value) : first_value) {
            enum json kind = read_value(r, &value);
            first_value = false;
            if (kind != TEXT && kind != NUMBER) {
                (void)broken(r, "a field must be a text or a number");
                return;
            }
            hj212_put(w, hj212_of_wr(name), hj212_of_wr(value));
        }
    }
}

/** Header, and where factors and fields start. @return what is wrong, NULL if nothing */
static const char *read_packet(struct packet *k)
{
    bool first = true;
    struct wr_str name;
    if (read_value(&k->r, &name) != OBJECT) {
        return "a JSON object is wanted";
    }
    while (next_member(&k->r, &first, &name)) {
        read_member(k, name);
    }
    if (k->r.fault != NULL || peek(&k->r) != '\0') {
        return k->r.fault != NULL ? k->r.fault : "something stands behind the object";
    }
    if (k->bad) {
        return "a bad frame cannot be encoded";
    }
    bool known =
        k->dialect.p == NULL || hj212_dialect_of(hj212_of_wr(k->dialect), &k->header.dialect);
    return known ? NULL : "unknown dialect";
}

static const char *encode(struct packet *k, char *buf, size_t *ret_n)
{
    struct hj212_writer w;
    const char *fault = read_packet(k);
    if (fault != NULL) {
        return fault;
    }
    hj212_begin(&w, buf, HJ212_BUFFER_MIN, &k->header);
    if (k->data_time.p != NULL) {
        hj212_put(&w, (struct hj212_str){"DataTime", 8}, hj212_of_wr(k->data_time));
    }
    if (k->fields.p != NULL) {
        put_fields(&k->fields, &w);
    }
    if (k->factors.p != NULL) {
        put_factors(&k->factors, &w);
    }
    fault = k->fields.fault != NULL ? k->fields.fault : k->factors.fault;
    if (fault != NULL) {
        return fault;
    }
    *ret_n = hj212_end(&w);
    return *ret_n > 0 ? NULL : hj212_error_name(w.error);
}

int wr_hj212_of_json(struct wr_ctx *ctx, struct wr_str line, char *buf, size_t *ret_n)
{
    struct packet k = {.r = {.arena = ctx->arena, .p = line.p, .end = line.p + line.n},
                       .header = {.flag = HJ212_FLAG_AUTO}};
    const char *fault = wr_utf8_valid(line) ? encode(&k, buf, ret_n) : "not UTF-8";
    return fault == NULL ? 0 : wr_fail(ctx, WR_K_hj212_json, WR_S("?"), wr_str(fault));
}

/* ---- the command ------------------------------------------------------------------------------- */
static int encode_line(struct wr_ctx *ctx, struct wr_args *args, struct hj212_sm4 *key,
                       struct wr_str line)
{
    static char plain[HJ212_BUFFER_MIN];
    static char cipher[6 * HJ212_BUFFER_MIN];
    size_t n = 0;
    int rc = wr_hj212_of_json(ctx, line, plain, &n);
    const char *bytes = plain;
    if (rc == 0 && key != NULL) {
        n = hj212_encrypt(key, (struct hj212_str){plain, n}, cipher, sizeof(cipher));
        bytes = cipher;
    }
    if (rc == 0 && fwrite(bytes, 1, n, args->out) != n) {
        rc = wr_fail(ctx, WR_K_io, wr_str(strerror(errno)));
    }
    return rc;
}

static int encode_file(struct wr_ctx *ctx, struct wr_args *args, struct hj212_sm4 *key, FILE *in)
{
    static char buf[LINE_BYTES_MAX];
    int64_t number = 0;
    int rc = 0;
    while (rc == 0 && fgets(buf, sizeof(buf), in) != NULL) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_str line = wr_str_trim(wr_str(buf));
        number++;
        if (line.n == 0) {
            continue;
        }
        rc = encode_line(ctx, args, key, line);
        if (rc != 0 && ctx->err.key == WR_K_hj212_json) {
            struct wr_str why = ctx->err.en;
            (void)wr_str_cut(&why, ':');
            struct wr_str at = wr_arena_printf(ctx->arena, "%lld", (long long)number);
            wr_err_reset(ctx);
            return wr_fail(ctx, WR_K_hj212_json, at, wr_str_trim(why));
        }
        wr_arena_rewind(ctx->arena, mark);
    }
    return rc;
}

int wr_hj212_encode_run(struct wr_ctx *ctx, struct wr_args *args)
{
    struct hj212_sm4 *key = NULL;
    FILE *in = stdin;
    int rc = wr_hj212_key(ctx, args, &key);
    const char *path = rc == 0 ? wr_args_next(args) : NULL;
    rc = rc != 0 ? rc : wr_args_end(ctx, args);
    if (rc == 0 && path != NULL && strcmp(path, "-") != 0) {
        in = fopen(path, "rbe");
        rc = in != NULL ? 0 : wr_fail(ctx, WR_K_hj212_file, wr_str(path), wr_str(strerror(errno)));
    }
    rc = rc != 0 ? rc : encode_file(ctx, args, key, in);
    if (in != NULL && in != stdin) {
        (void)fclose(in);
    }
    (void)hj212_sm4_free(key);
    return rc;
}
