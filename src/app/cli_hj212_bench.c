/* `wurao hj212 bench FILE`: how fast one thread decodes the file, again and again, and where the time goes. */
#include "app/cli_hj212.h"

#include "codec/json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define FILE_BYTES_MAX ((size_t)64 << 20)
#define BLOCK_BYTES ((size_t)256 << 10) /* the file repeated up to this: stays in a core's cache */
#define SEGMENTS_MAX 100000
#define ROUND_S 0.05

struct bench {
    char *block;
    size_t n;
    struct hj212_str *segments;
    size_t n_segments;
};

/** What a kind of work did so far. */
struct tally {
    double seconds;
    double packets;
    double bytes;
};

static struct hj212_msg msg;

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- kinds of work ----------------------------------------------------------------------------- */
static double sum; /* read at the end, so that no work is left out by the compiler */

static size_t decode_with(const struct bench *b, bool lazy)
{
    struct hj212_framer f;
    struct hj212_frame frame;
    struct hj212_profile profile = hj212_compat();
    profile.lazy_numbers = lazy;
    hj212_framer_init(&f, profile);
    size_t at = 0;
    size_t frames = 0;
    for (;;) {
        enum hj212_got got = hj212_next(&f, b->block + at, b->n - at, true, &frame);
        at += frame.consumed;
        if (got == HJ212_FRAME) {
            frames += hj212_parse(&frame, &profile, &msg) == HJ212_OK;
            sum += (double)msg.n_items;
        } else if (got == HJ212_MORE) {
            return frames;
        }
    }
}

static size_t decode(const struct bench *b)
{
    return decode_with(b, false);
}

static size_t decode_lazily(const struct bench *b)
{
    return decode_with(b, true);
}

static size_t check_only(const struct bench *b)
{
    for (size_t i = 0; i < b->n_segments; i++) {
        sum += hj212_crc(b->segments[i].p, b->segments[i].n);
    }
    return b->n_segments;
}

static size_t naive(const struct bench *b)
{
    return wr_hj212_naive(b->block, b->n, &sum);
}

static size_t copy(const struct bench *b)
{
    static char to[BLOCK_BYTES * 2];
    size_t n = b->n < sizeof(to) ? b->n : sizeof(to);
    memcpy(to, b->block, n);
    sum += to[(size_t)sum % n];
    return 0;
}

/** Work for at least `seconds`. */
static void work(const struct bench *b, size_t (*kind)(const struct bench *), double seconds,
                 struct tally *t)
{
    double from = cpu_s();
    double now = from;
    while (now - from < seconds) {
        for (int i = 0; i < 8; i++) {
            t->packets += (double)kind(b);
            t->bytes += (double)b->n;
        }
        now = cpu_s();
    }
    t->seconds += now - from;
}

/* ---- the file ---------------------------------------------------------------------------------- */
static int load(struct wr_ctx *ctx, const char *path, struct bench *b)
{
    FILE *f = fopen(path, "rbe");
    if (f == NULL) {
        return wr_fail(ctx, WR_K_hj212_file, wr_str(path), wr_str(strerror(errno)));
    }
    char *bytes = wr_arena_alloc(ctx->arena, FILE_BYTES_MAX);
    size_t n = bytes != NULL ? fread(bytes, 1, FILE_BYTES_MAX, f) : 0;
    (void)fclose(f);
    if (n == 0) {
        return wr_fail(ctx, WR_K_hj212_empty, wr_str(path));
    }
    size_t times = n < BLOCK_BYTES ? BLOCK_BYTES / n : 1;
    b->n = n * times;
    b->block = wr_arena_alloc(ctx->arena, b->n);
    b->segments = wr_arena_array(ctx->arena, SEGMENTS_MAX, sizeof(b->segments[0]));
    if (b->block == NULL || b->segments == NULL) {
        return wr_fail(ctx, WR_K_hj212_file, wr_str(path), wr_str(strerror(ENOMEM)));
    }
    for (size_t i = 0; i < times; i++) {
        memcpy(b->block + i * n, bytes, n);
    }
    struct hj212_framer framer;
    struct hj212_frame frame;
    hj212_framer_init(&framer, hj212_compat());
    size_t at = 0;
    for (enum hj212_got got = HJ212_BAD; got != HJ212_MORE; at += frame.consumed) {
        got = hj212_next(&framer, b->block + at, b->n - at, true, &frame);
        if (got == HJ212_FRAME && b->n_segments < SEGMENTS_MAX) {
            b->segments[b->n_segments++] = frame.segment;
        }
    }
    return b->n_segments > 0 ? 0 : wr_fail(ctx, WR_K_hj212_empty, wr_str(path));
}

/* ---- the result -------------------------------------------------------------------------------- */
struct result {
    struct tally full, lazy, crc, naive, copy;
};

static double rate(double amount, const struct tally *t)
{
    return t->seconds > 0 ? amount / t->seconds : 0;
}

/** Time per byte of the block, so that kinds of work that ran for different times compare. */
static double per_byte(const struct tally *t)
{
    return t->bytes > 0 ? t->seconds / t->bytes : 0;
}

static double clamp(double v)
{
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

static void put_real(struct wr_jw *w, const char *key, int decimals, double v)
{
    char text[64];
    int n = snprintf(text, sizeof(text), "%.*f", decimals, v);
    wr_jw_raw(w, key, (struct wr_str){text, n > 0 ? (size_t)n : 0});
}

static void print_json(struct wr_args *args, const struct result *r, double crc, double number)
{
    struct wr_buf b;
    struct wr_jw w;
    wr_buf_init(&b, 4096);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_i64(&w, "packets", (int64_t)r->full.packets);
    wr_jw_i64(&w, "bytes", (int64_t)r->full.bytes);
    put_real(&w, "seconds", 6, r->full.seconds);
    put_real(&w, "packets_per_s", 0, rate(r->full.packets, &r->full));
    put_real(&w, "mb_per_s", 1, rate(r->full.bytes, &r->full) / 1e6);
    put_real(&w, "share_crc", 4, crc);
    put_real(&w, "share_scan", 4, clamp(1 - crc - number));
    put_real(&w, "share_number", 4, number);
    put_real(&w, "naive_packets_per_s", 0, rate(r->naive.packets, &r->naive));
    put_real(&w, "naive_mb_per_s", 1, rate(r->naive.bytes, &r->naive) / 1e6);
    put_real(&w, "crc_mb_per_s", 1, rate(r->crc.bytes, &r->crc) / 1e6);
    put_real(&w, "memcpy_mb_per_s", 1, rate(r->copy.bytes, &r->copy) / 1e6);
    wr_jw_obj_end(&w);
    (void)fprintf(args->out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
    wr_buf_done(&b);
}

static void print_text(struct wr_args *args, const struct result *r, double crc, double number,
                       bool zh)
{
    (void)fprintf(args->out,
                  zh ? "解码 %.0f 包/秒，%.0f MB/s（一个线程的 CPU 时间 %.2f 秒）\n"
                     : "decoded %.0f packets/s, %.0f MB/s (%.2f s of one thread)\n",
                  rate(r->full.packets, &r->full), rate(r->full.bytes, &r->full) / 1e6,
                  r->full.seconds);
    (void)fprintf(args->out,
                  zh ? "其中 CRC %.0f%%，扫描 %.0f%%，数值转换 %.0f%%\n"
                     : "of this CRC %.0f%%, scanning %.0f%%, numbers %.0f%%\n",
                  crc * 100, clamp(1 - crc - number) * 100, number * 100);
    (void)fprintf(args->out,
                  zh ? "逐字节解码 %.0f 包/秒，%.0f MB/s；memcpy %.0f MB/s\n"
                     : "byte by byte %.0f packets/s, %.0f MB/s; memcpy %.0f MB/s\n",
                  rate(r->naive.packets, &r->naive), rate(r->naive.bytes, &r->naive) / 1e6,
                  rate(r->copy.bytes, &r->copy) / 1e6);
}

int wr_hj212_bench_run(struct wr_ctx *ctx, struct wr_args *args)
{
    struct bench b = {0};
    struct result r = {0};
    const char *given = wr_args_opt(args, "--seconds");
    int64_t seconds = 2;
    const char *path = wr_args_next(args);
    int rc = wr_args_end(ctx, args);
    if (rc == 0 && path == NULL) {
        rc = wr_fail(ctx, WR_K_app_value, WR_S("FILE"), WR_S(""), WR_S("a file of frames"));
    }
    if (rc == 0 && given != NULL &&
        (!wr_str_i64(wr_str(given), &seconds) || seconds < 1 || seconds > 3600)) {
        rc = wr_fail(ctx, WR_K_app_value, WR_S("--seconds"), wr_str(given), WR_S("1 … 3600"));
    }
    rc = rc != 0 ? rc : load(ctx, path, &b);
    if (rc != 0) {
        return rc;
    }
    /* In turns, so that a busy machine is equally hard on all of them. */
    while (r.full.seconds < (double)seconds) {
        work(&b, decode, ROUND_S, &r.full);
        work(&b, decode_lazily, ROUND_S / 4, &r.lazy);
        work(&b, check_only, ROUND_S / 10, &r.crc);
        work(&b, naive, ROUND_S / 4, &r.naive);
        work(&b, copy, ROUND_S / 10, &r.copy);
    }
    double full = per_byte(&r.full);
    double number = clamp((full - per_byte(&r.lazy)) / full);
    double crc = clamp(per_byte(&r.crc) / full);
    if (args->json) {
        print_json(args, &r, crc, number);
    } else {
        print_text(args, &r, crc, number, ctx->lang == WR_LANG_ZH);
    }
    return sum != sum ? 1 : 0; /* uses the sum; it is a number */
}
