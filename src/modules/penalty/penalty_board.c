/* Consistency: distributions by table, outliers, units and officers beside the medians, those not punished. Pure. */
#include "modules/penalty/penalty_docket.h"

#include <stdlib.h>

#define OUTLIERS_LEAST 5 /* cases of a table before one can be far from the others */

static int by_table(const void *a, const void *b)
{
    const struct wr_pen_sample *x = a, *y = b;
    int c = wr_str_cmp(x->table_taken, y->table_taken);

    return c != 0 ? c : (x->fine_fen > y->fine_fen) - (x->fine_fen < y->fine_fen);
}

static bool is_fined(const struct wr_pen_sample *s)
{
    return s->has_fine_fen && s->table_taken.n > 0 && !wr_pen_is_spared(s->outcome);
}

/** Value at k quarters of sorted fines: the lower of the two middle ones, so that it is one that was imposed. */
static int64_t quarter(const struct wr_pen_sample *s, size_t n, size_t k)
{
    return s[(n - 1) * k / 4].fine_fen;
}

static struct wr_pen_precedent as_item(const struct wr_pen_sample *s)
{
    return (struct wr_pen_precedent){.id = s->id,
                                     .number = s->number,
                                     .enterprise_name = s->enterprise_name,
                                     .unit = s->unit,
                                     .outcome = s->outcome,
                                     .has_fine_fen = true,
                                     .fine_fen = s->fine_fen};
}

static int spread_of(struct wr_ctx *ctx, const struct wr_pen_sample *s, size_t n,
                     struct wr_pen_spread *ret)
{
    struct wr_pen_precedent *out = wr_arena_array(ctx->arena, n + 1, sizeof(*out));
    size_t out_n = 0;
    int64_t deviated = 0;

    if (!out)
        return wr_fail(ctx, WR_K_memory);
    *ret = (struct wr_pen_spread){.table = s->table_taken,
                                  .n = (int64_t)n,
                                  .min_fen = s[0].fine_fen,
                                  .q1_fen = quarter(s, n, 1),
                                  .median_fen = quarter(s, n, 2),
                                  .q3_fen = quarter(s, n, 3),
                                  .max_fen = s[n - 1].fine_fen};
    int64_t reach = (ret->q3_fen - ret->q1_fen) * 3 / 2;
    for (size_t i = 0; i < n; i++) {
        deviated += s[i].deviated;
        bool far = s[i].fine_fen < ret->q1_fen - reach || s[i].fine_fen > ret->q3_fen + reach;
        if (far && n >= OUTLIERS_LEAST && out_n < 100)
            out[out_n++] = as_item(&s[i]);
    }
    ret->deviated_n = deviated;
    ret->outliers = (struct wr_list){out, out_n};
    return 0;
}

struct sums {
    struct wr_pen_group *g;
    int64_t *ratio_sum;
    size_t n;
};

static void count_in(struct sums *s, int64_t id, struct wr_str name, int64_t ratio_bp,
                     bool deviated)
{
    size_t i = 0;

    while (i < s->n && !(s->g[i].id == id && wr_str_eq(s->g[i].name, name)))
        i++;
    if (i == s->n)
        s->g[s->n++] = (struct wr_pen_group){.id = id, .name = name};
    s->g[i].n++;
    s->g[i].deviated_n += deviated;
    s->ratio_sum[i] += ratio_bp;
}

/** Those with enough cases, by ratio. @return how many are hidden */
static int64_t keep_large(struct sums *s, int64_t least_n, struct wr_list *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (s->g[i].n < least_n)
            continue;
        s->g[i].ratio_bp = s->ratio_sum[i] / s->g[i].n;
        s->g[n++] = s->g[i];
    }
    int64_t hidden = (int64_t)(s->n - n);
    *ret = (struct wr_list){s->g, n};
    return hidden;
}

static void spare(struct wr_pen_spared *list, size_t *n, const struct wr_pen_sample *s)
{
    struct wr_str rule = s->rule.n > 0 ? s->rule : WR_S("-");
    size_t i = 0;

    while (i < *n && !wr_str_eq(list[i].rule, rule))
        i++;
    if (i == *n)
        list[(*n)++] = (struct wr_pen_spared){.rule = rule};
    if (s->outcome == WR_PEN_NO_PENALTY_MUST)
        list[i].must_n++;
    else
        list[i].may_n++;
}

static int spread_all(struct wr_ctx *ctx, const struct wr_pen_sample *s, size_t n,
                      struct wr_pen_board *ret, struct sums *units, struct sums *officers)
{
    struct wr_pen_spread *t = wr_arena_array(ctx->arena, n + 1, sizeof(*t));
    size_t tables = 0;
    int rc = t ? 0 : wr_fail(ctx, WR_K_memory);

    for (size_t i = 0, k; rc == 0 && i < n; i = k) {
        for (k = i + 1; k < n && wr_str_eq(s[k].table_taken, s[i].table_taken);)
            k++;
        struct wr_pen_spread *one = &t[tables++];
        rc = spread_of(ctx, &s[i], k - i, one);
        for (size_t m = i; rc == 0 && m < k && one->median_fen > 0; m++) {
            int64_t ratio = (int64_t)((wr_pen_wide)s[m].fine_fen * 10000 / one->median_fen);
            count_in(units, 0, s[m].unit, ratio, s[m].deviated);
            count_in(officers, s[m].officer_id, s[m].officer_name, ratio, s[m].deviated);
        }
    }
    ret->tables = (struct wr_list){t, tables};
    return rc;
}

int wr_pen_board_of(struct wr_ctx *ctx, struct wr_list samples, int64_t least_n,
                    struct wr_pen_board *ret)
{
    const struct wr_pen_sample *all = samples.p;
    size_t n = samples.n, fined_n = 0, spared_n = 0;
    struct wr_pen_sample *fined = wr_arena_array(ctx->arena, n + 1, sizeof(*fined));
    struct wr_pen_spared *spared = wr_arena_array(ctx->arena, n + 1, sizeof(*spared));
    struct sums units = {.g = wr_arena_array(ctx->arena, n + 1, sizeof(struct wr_pen_group)),
                         .ratio_sum = wr_arena_array(ctx->arena, n + 1, sizeof(int64_t))};
    struct sums officers = {.g = wr_arena_array(ctx->arena, n + 1, sizeof(struct wr_pen_group)),
                            .ratio_sum = wr_arena_array(ctx->arena, n + 1, sizeof(int64_t))};

    if (!fined || !spared || !units.g || !units.ratio_sum || !officers.g || !officers.ratio_sum)
        return wr_fail(ctx, WR_K_memory);
    ret->cases_n = (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        if (is_fined(&all[i]))
            fined[fined_n++] = all[i];
        if (wr_pen_is_spared(all[i].outcome)) {
            spare(spared, &spared_n, &all[i]);
            ret->spared_n++;
        }
    }
    ret->fined_n = (int64_t)fined_n;
    ret->spared = (struct wr_list){spared, spared_n};
    qsort(fined, fined_n, sizeof(*fined), by_table);
    int rc = spread_all(ctx, fined, fined_n, ret, &units, &officers);
    ret->units_hidden_n = keep_large(&units, least_n, &ret->units);
    ret->officers_hidden_n = keep_large(&officers, least_n, &ret->officers);
    return rc;
}
