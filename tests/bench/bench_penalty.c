/*
 * Assessments with trace per second: `bench_penalty THREADS SECONDS`. Prints three figures: evaluation of a bound case with its
 * trace; the same with the case bound from a parsed file each time; and with parsing and the answer as JSON as well.
 */
#include "modules/penalty/penalty_case.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char CASE[] =
    "{\"scheme\":\"guangdong-2022\",\"table\":\"2.7.1\",\"act_date\":\"2022-05-01\",\"factors\":{"
    "\"factors_n\":2,\"pollutants\":\"class_a\",\"area\":\"restricted\",\"flow\":\"60\","
    "\"exceedance\":\"5.25\",\"count2y\":2},\"facts\":{\"corrected\":\"late\",\"harm\":\"slight\"}"
    "}";

static const struct wr_pack_kind *const kinds[] = {&wr_penalty_kind, NULL};
static struct wr_rules *rules;
static double seconds;

enum work { JUDGE, BIND, WHOLE, WORKS };

struct worker {
    pthread_t thread;
    enum work work;
    int64_t done, sum_fen;
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void whole(struct wr_ctx *ctx, const struct wr_pen_book *b, struct wr_pen_case *c,
                  struct wr_pen_result *r, struct wr_buf *out)
{
    struct wr_pen_view v;
    struct wr_json *j = wr_json_parse(ctx, wr_str(CASE));

    if (wr_pen_assess(ctx, b, j, c, r) < 0 || wr_pen_show(ctx, c, r, &v) < 0)
        abort();
    wr_buf_clear(out);
    wr_json_encode(out, wr_pen_view_fields, &v, WR_MASK_NONE);
    wr_json_free(j);
}

static void *run(void *arg)
{
    struct worker *w = arg;
    struct wr_arena arena;
    struct wr_ctx ctx;
    struct wr_pen_book book;
    static _Thread_local struct wr_pen_case c;
    static _Thread_local struct wr_pen_result r;
    struct wr_buf out;

    wr_arena_init(&arena, (size_t)8 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    wr_buf_init(&out, (size_t)1 << 20);
    wr_pen_book_of(rules, &book);
    struct wr_json *j = wr_json_parse(&ctx, wr_str(CASE));
    if (wr_pen_assess(&ctx, &book, j, &c, &r) < 0)
        abort();
    for (double end = now_s() + seconds; now_s() < end;)
        for (int i = 0; i < 256; i++, w->done++) {
            if (w->work == WHOLE)
                whole(&ctx, &book, &c, &r, &out);
            else if ((w->work == BIND ? wr_pen_assess(&ctx, &book, j, &c, &r)
                                      : wr_pen_judge(&ctx, &c, &r)) < 0)
                abort();
            w->sum_fen += r.fine_fen;
            if (w->work != JUDGE)
                wr_arena_reset(&arena);
        }
    wr_json_free(j);
    wr_buf_done(&out);
    wr_arena_done(&arena);
    return NULL;
}

static double rate(enum work work, int threads)
{
    struct worker w[64] = {0};
    double from = now_s();
    int64_t done = 0;

    for (int i = 0; i < threads; i++) {
        w[i].work = work;
        if (pthread_create(&w[i].thread, NULL, run, &w[i]) != 0)
            abort();
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(w[i].thread, NULL);
        done += w[i].done;
        if (w[i].sum_fen != w[i].done * 36000000)
            abort();
    }
    return (double)done / (now_s() - from);
}

int main(int argc, char **argv)
{
    struct wr_arena arena;
    struct wr_ctx ctx;
    struct wr_pack_file files[8];
    size_t n = 0;
    int threads = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 2;

    seconds = argc > 2 ? strtod(argv[2], NULL) : 2;
    if (threads < 1 || threads > 64)
        return 2;
    wr_arena_init(&arena, (size_t)64 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    for (size_t i = 0; i < wr_pack_files_n; i++)
        if (wr_str_starts(wr_str(wr_pack_files[i].path), WR_S("penalty/")))
            files[n++] = wr_pack_files[i];
    if (wr_rules_load_files(&ctx, files, n, &rules) < 0 ||
        wr_rules_use_kinds(&ctx, rules, kinds) < 0)
        return 1;
    printf("%.0f %.0f %.0f\n", rate(JUDGE, threads), rate(BIND, threads), rate(WHOLE, threads));
    wr_rules_free(rules);
    wr_arena_done(&arena);
    return 0;
}
