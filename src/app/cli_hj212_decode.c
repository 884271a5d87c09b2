/* `wurao hj212 decode`: a byte stream to one JSON object a frame. */
#include "app/cli_hj212.h"

#include "base/text.h"
#include "codec/json.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define READ_BYTES ((size_t)1 << 16)
#define BUF_BYTES (READ_BYTES + HJ212_BUFFER_MIN)
#define OUT_BYTES_MAX ((size_t)64 << 20)
#define OUT_FLUSH ((size_t)1 << 16)

/* ---- one frame as JSON ------------------------------------------------------------------------- */
/** Text of a device: UTF-8 or GBK; what is neither keeps its ASCII. */
static struct wr_str text_of(struct wr_ctx *ctx, struct hj212_str s)
{
    struct wr_str bytes = wr_of_hj212(s);
    if (wr_utf8_valid(bytes)) {
        return bytes;
    }
    const char *charset = NULL;
    struct wr_str decoded = wr_text_decode(ctx->arena, bytes, &charset);
    if (decoded.p != NULL) {
        return decoded;
    }
    char *copy = wr_arena_alloc(ctx->arena, bytes.n);
    for (size_t i = 0; copy != NULL && i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        copy[i] = c >= 0x20 && c < 0x7F ? (char)c : '?';
    }
    return (struct wr_str){copy, copy != NULL ? bytes.n : 0};
}

static void put_text(struct wr_ctx *ctx, struct wr_jw *w, const char *key, struct hj212_str s)
{
    if (s.p == NULL) {
        wr_jw_null(w, key);
    } else {
        wr_jw_str(w, key, text_of(ctx, s));
    }
}

/** The decimal text as a JSON number: the same digits, spelt as JSON wants it. */
static void put_decimal(struct wr_jw *w, const char *key, struct hj212_str s)
{
    char b[HJ212_SEGMENT_MAX + 4];
    size_t n = 0;
    size_t i = 0;
    if (s.p[0] == '-' || s.p[0] == '+') {
        b[n] = '-';
        n += s.p[0] == '-';
        i = 1;
    }
    while (i + 1 < s.n && s.p[i] == '0' && s.p[i + 1] >= '0' && s.p[i + 1] <= '9') {
        i++;
    }
    if (s.p[i] == '.') {
        b[n++] = '0';
    }
    for (; i < s.n && n + 2 < sizeof(b); i++) {
        b[n++] = s.p[i];
        bool bare = s.p[i] == '.' && (i + 1 == s.n || s.p[i + 1] < '0' || s.p[i + 1] > '9');
        if (bare) {
            b[n++] = '0';
        }
    }
    wr_jw_raw(w, key, (struct wr_str){b, n});
}

static void put_item(struct wr_ctx *ctx, struct wr_jw *w, const struct hj212_item *it)
{
    char code[8] = {0};
    const char *key = hj212_field_lower((enum hj212_field)it->field);
    if (it->field == HJ212_F_INFOID) { /* `w01018-i13001`: the code itself is the member's name */
        memcpy(code, it->name + it->name_n - 6, 6);
        key = code;
    }
    if (it->is_number) {
        put_decimal(w, key, hj212_item_value(it));
    } else {
        put_text(ctx, w, key, hj212_item_value(it));
    }
}

static void put_factors(struct wr_ctx *ctx, struct wr_jw *w, const struct hj212_msg *m)
{
    wr_jw_list(w, "factors");
    for (size_t i = 0; i < m->n_groups; i++) {
        const struct hj212_group *g = &m->groups[i];
        struct hj212_str code = {g->code, g->code_n};
        const struct hj212_factor *factor = hj212_factor_of(code);
        wr_jw_obj(w, NULL);
        put_text(ctx, w, "code", code);
        if (factor != NULL) {
            wr_jw_str(w, "name", wr_str(factor->name));
        } else {
            wr_jw_null(w, "name");
        }
        for (size_t k = g->first; k < (size_t)g->first + g->n; k++) {
            put_item(ctx, w, &m->items[k]);
        }
        wr_jw_obj_end(w);
    }
    wr_jw_list_end(w);
}

static bool same_name(const struct hj212_item *a, const struct hj212_item *b)
{
    return a->field == b->field && a->name_n == b->name_n &&
           memcmp(a->name, b->name, a->name_n) == 0;
}

/** DataTime that the message shows as data_time. */
static bool is_data_time(const struct hj212_msg *m, const struct hj212_item *it)
{
    return m->data_time.p != NULL && it->value == m->data_time.p;
}

/** Values of one plain name: a text, or a list when the name comes again. */
static void put_plain(struct wr_ctx *ctx, struct wr_jw *w, const struct hj212_msg *m, size_t at)
{
    const struct hj212_item *it = &m->items[at];
    const char *key = wr_arena_cstr(ctx->arena, text_of(ctx, hj212_item_name(it)));
    bool again = false;
    for (size_t i = 0; i < m->n_items; i++) {
        if (i == at || !same_name(&m->items[i], it) || is_data_time(m, &m->items[i])) {
            continue;
        }
        if (i < at) {
            return; /* written with the first one */
        }
        again = true;
    }
    if (key == NULL) {
        return;
    }
    if (!again) {
        put_text(ctx, w, key, hj212_item_value(it));
        return;
    }
    wr_jw_list(w, key);
    for (size_t i = at; i < m->n_items; i++) {
        if (same_name(&m->items[i], it)) {
            put_text(ctx, w, NULL, hj212_item_value(&m->items[i]));
        }
    }
    wr_jw_list_end(w);
}

static void put_fields(struct wr_ctx *ctx, struct wr_jw *w, const struct hj212_msg *m)
{
    wr_jw_obj(w, "fields");
    for (size_t i = 0; i < m->n_items; i++) {
        if (m->items[i].field == HJ212_F_PLAIN && !is_data_time(m, &m->items[i])) {
            put_plain(ctx, w, m, i);
        }
    }
    wr_jw_obj_end(w);
}

static void put_number_or_null(struct wr_jw *w, const char *key, int64_t v, bool present)
{
    if (present) {
        wr_jw_i64(w, key, v);
    } else {
        wr_jw_null(w, key);
    }
}

/** 14 digits, whatever the device sent behind them. */
static void put_data_time(struct wr_ctx *ctx, struct wr_jw *w, const struct hj212_msg *m)
{
    struct hj212_str t = m->data_time;
    int64_t ms;
    if (t.n == 17 && hj212_time_ms(t, &ms)) {
        t.n = 14;
    }
    put_text(ctx, w, "data_time", t);
}

static void put_message(struct wr_ctx *ctx, struct wr_jw *w, const struct hj212_msg *m, bool ok)
{
    put_text(ctx, w, "qn", m->qn);
    put_text(ctx, w, "st", m->st);
    put_text(ctx, w, "cn", m->cn);
    put_text(ctx, w, "pw", m->pw);
    put_text(ctx, w, "mn", m->mn);
    put_number_or_null(w, "flag", m->flag, m->has_flag);
    wr_jw_i64(w, "version", m->version);
    wr_jw_str(w, "dialect", wr_str(hj212_dialect_name(m->dialect)));
    wr_jw_bool(w, "ack_wanted", m->ack_wanted);
    put_number_or_null(w, "pnum", m->pnum, m->pnum != 0);
    put_number_or_null(w, "pno", m->pno, m->pno != 0);
    wr_jw_bool(w, "back_fill", m->back_fill);
    if (ok) {
        put_data_time(ctx, w, m);
        put_factors(ctx, w, m);
        put_fields(ctx, w, m);
    }
}

static void put_leniencies(struct wr_jw *w, uint64_t set)
{
    wr_jw_list(w, "leniencies");
    for (; set != 0; set &= set - 1) {
        wr_jw_str(w, NULL, wr_str(hj212_leniency_name((enum hj212_leniency)__builtin_ctzll(set))));
    }
    wr_jw_list_end(w);
}

void wr_hj212_json(struct wr_ctx *ctx, struct wr_buf *b, const struct hj212_frame *frame,
                   const struct hj212_msg *m, uint64_t at)
{
    static const char *const families[] = {"hj212", "modbus", "modbus_swapped", "other", "unknown"};
    struct wr_jw w;
    enum hj212_error error = frame->error != HJ212_OK ? frame->error
                             : m != NULL              ? m->error
                                                      : HJ212_OK;
    enum hj212_leniency refused =
        frame->error != HJ212_OK || m == NULL ? frame->refused : m->refused;
    wr_jw_init(&w, b);
    wr_jw_obj(&w, NULL);
    wr_jw_bool(&w, "ok", error == HJ212_OK);
    if (error == HJ212_OK) {
        wr_jw_null(&w, "error");
    } else {
        wr_jw_str(&w, "error", wr_str(hj212_error_name(error)));
    }
    /* A bad frame tolerated nothing: `refused` says what would have saved it. */
    put_leniencies(&w, error != HJ212_OK ? 0 : m != NULL ? m->leniencies : frame->leniencies);
    if (error != HJ212_OK && refused != HJ212_LENIENCIES) {
        wr_jw_str(&w, "refused", wr_str(hj212_leniency_name(refused)));
    }
    if (frame->crc_family != HJ212_CRC_RIGHT) {
        wr_jw_str(&w, "crc_family", wr_str(families[frame->crc_family]));
    }
    wr_jw_i64(&w, "at", (int64_t)at);
    wr_jw_i64(&w, "bytes", (int64_t)frame->bytes.n);
    if (frame->skipped > 0) {
        wr_jw_i64(&w, "skipped", (int64_t)frame->skipped);
    }
    if (m != NULL) {
        put_message(ctx, &w, m, error == HJ212_OK);
    }
    wr_jw_obj_end(&w);
    wr_buf_c(b, '\n');
}

/* ---- the stream -------------------------------------------------------------------------------- */
struct decoder {
    struct wr_ctx *ctx;
    struct wr_args *args;
    struct hj212_profile profile;
    struct hj212_sm4 *key;
    struct hj212_framer framer;
    struct wr_buf out;
    uint64_t done; /* bytes of the stream before the buffer */
    uint64_t n_refused;
    uint64_t n_leniencies[HJ212_LENIENCIES];
    FILE *in;
};

static struct hj212_msg msg;

static int flush(struct decoder *d)
{
    bool ok = !d->out.failed && fwrite(d->out.p, 1, d->out.n, d->args->out) == d->out.n;
    wr_buf_clear(&d->out);
    return ok ? 0 : wr_fail(d->ctx, WR_K_io, wr_str(strerror(errno)));
}

/** Header fields of a bad frame, as far as they can be read: whose it is. @return false: nothing */
static bool read_header(const struct hj212_frame *frame)
{
    struct hj212_profile all = hj212_compat();
    if (frame->segment.n == 0 || frame->segment.n > HJ212_SEGMENT_MAX) {
        return false;
    }
    struct hj212_frame bare = hj212_frame_of_segment(frame->segment);
    (void)hj212_parse(&bare, &all, &msg);
    return msg.cn.p != NULL || msg.mn.p != NULL;
}

static void tell(struct decoder *d, struct hj212_frame *frame, enum hj212_got got)
{
    static char plain[HJ212_BUFFER_MIN];
    struct wr_arena_mark mark = wr_arena_mark(d->ctx->arena);
    uint64_t at = d->done + frame->consumed - frame->bytes.n;
    bool has_message = false;
    if (got == HJ212_FRAME && frame->encrypted && d->key != NULL) {
        struct hj212_frame open;
        frame->error = hj212_decrypt(d->key, frame, plain, sizeof(plain), &open);
        *frame = open;
        got = frame->error == HJ212_OK ? got : HJ212_BAD;
    }
    if (got == HJ212_FRAME) {
        enum hj212_error error = hj212_parse(frame, &d->profile, &msg);
        d->n_refused += error != HJ212_OK;
        has_message = true;
        for (uint64_t left = error == HJ212_OK ? msg.leniencies : 0; left != 0; left &= left - 1) {
            d->n_leniencies[__builtin_ctzll(left)]++;
        }
    } else {
        has_message = read_header(frame);
    }
    wr_hj212_json(d->ctx, &d->out, frame, has_message ? &msg : NULL, at);
    wr_arena_rewind(d->ctx->arena, mark);
}

/** All frames that the buffer holds. @return bytes done with */
static size_t take(struct decoder *d, const char *buf, size_t n, bool end, int *ret_rc)
{
    size_t from = 0;
    for (;;) {
        struct hj212_frame frame;
        enum hj212_got got = hj212_next(&d->framer, buf + from, n - from, end, &frame);
        if (got != HJ212_MORE) {
            tell(d, &frame, got);
        }
        from += frame.consumed;
        d->done += frame.consumed;
        *ret_rc = d->out.n > OUT_FLUSH ? flush(d) : 0;
        if (got == HJ212_MORE || *ret_rc != 0) {
            return from;
        }
    }
}

static int decode_stream(struct decoder *d)
{
    static char buf[BUF_BYTES];
    size_t n = 0;
    int rc = 0;
    for (bool end = false; !end && rc == 0;) {
        /* What is there, and no waiting for more: the stream may be a live one. */
        ssize_t got = read(fileno(d->in), buf + n, READ_BYTES);
        if (got < 0) {
            return wr_fail(d->ctx, WR_K_io, wr_str(strerror(errno)));
        }
        end = got == 0;
        n += (size_t)got;
        size_t done = take(d, buf, n, end, &rc);
        memmove(buf, buf + done, n - done);
        n -= done;
        rc = rc != 0 ? rc : flush(d);
    }
    return rc;
}

/** Counts on standard error, so that they are never mixed with the frames. */
static void print_stats(const struct decoder *d)
{
    (void)fprintf(stderr, "frames %llu bad %llu junk_bytes %llu\n",
                  (unsigned long long)(d->framer.n_frames - d->n_refused),
                  (unsigned long long)(d->framer.n_bad + d->n_refused),
                  (unsigned long long)d->framer.n_skipped);
    for (unsigned i = 0; i < HJ212_LENIENCIES; i++) {
        if (d->n_leniencies[i] > 0) {
            (void)fprintf(stderr, "%s %llu\n", hj212_leniency_name((enum hj212_leniency)i),
                          (unsigned long long)d->n_leniencies[i]);
        }
    }
}

int wr_hj212_decode_run(struct wr_ctx *ctx, struct wr_args *args)
{
    static struct decoder d;
    d = (struct decoder){.ctx = ctx, .args = args, .in = stdin};
    bool stats = wr_args_flag(args, "--stats");
    int rc = wr_hj212_profile(ctx, args, &d.profile);
    rc = rc != 0 ? rc : wr_hj212_key(ctx, args, &d.key);
    const char *path = rc == 0 ? wr_args_next(args) : NULL;
    rc = rc != 0 ? rc : wr_args_end(ctx, args);
    if (rc == 0 && path != NULL && strcmp(path, "-") != 0) {
        d.in = fopen(path, "rbe");
        rc =
            d.in != NULL ? 0 : wr_fail(ctx, WR_K_hj212_file, wr_str(path), wr_str(strerror(errno)));
    }
    if (rc == 0) {
        wr_buf_init(&d.out, OUT_BYTES_MAX);
        hj212_framer_init(&d.framer, d.profile);
        rc = decode_stream(&d);
        wr_buf_done(&d.out);
        if (stats) {
            print_stats(&d);
        }
    }
    if (d.in != NULL && d.in != stdin) {
        (void)fclose(d.in);
    }
    (void)hj212_sm4_free(d.key);
    return rc;
}
