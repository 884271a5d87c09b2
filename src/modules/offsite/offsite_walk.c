/* All clues and limits one by one, for exports. */
#include "modules/offsite/offsite_use.h"

#define PAGE 200

int wr_clue_walk_in(struct wr_tx *tx, int64_t district, int64_t enterprise_id, int64_t from_ms,
                    int64_t to_ms, int (*each)(void *arg, const void *obj), void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_clue_query q = {.enterprise_id = enterprise_id};
    for (;;) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_list l = {0};
        int rc = wr_clue_store_list(tx, &q, district, 0, wr_ctx_now(ctx), PAGE, &l);
        const struct wr_clue *c = l.p;
        for (size_t i = 0; rc == 0 && i < l.n; i++) {
            q.cursor = c[i].id;
            if (to_ms == 0 || (c[i].raised_ms >= from_ms && c[i].raised_ms < to_ms))
                rc = each(arg, &c[i]);
        }
        bool last = l.n < PAGE;
        wr_arena_rewind(ctx->arena, mark);
        if (rc != 0 || last)
            return rc;
    }
}

int wr_limit_walk_in(struct wr_tx *tx, int64_t district, int64_t enterprise_id,
                     int (*each)(void *arg, const void *obj), void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_limit_query q = {.enterprise_id = enterprise_id};
    for (;;) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_list l = {0};
        int rc = wr_limit_store_list(tx, &q, district, 0, PAGE, &l);
        const struct wr_limit *t = l.p;
        for (size_t i = 0; rc == 0 && i < l.n; i++) {
            q.cursor = t[i].id;
            rc = each(arg, &t[i]);
        }
        bool last = l.n < PAGE;
        wr_arena_rewind(ctx->arena, mark);
        if (rc != 0 || last)
            return rc;
    }
}
