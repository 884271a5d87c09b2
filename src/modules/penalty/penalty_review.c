/* What an author of a penalty pack should look at: gaps, overlaps, levels out of reach, sums, bounds read two ways. */
#include "modules/penalty/penalty_pack.h"

#include <stdlib.h>

struct review {
    struct wr_ctx *ctx;
    const struct wr_pen_pack *p;
    const struct wr_pack *pack;
    struct wr_pack_review *ret;
    struct wr_str path; /* of the table, of the factor */
    const struct wr_pen_table *table;
    const struct wr_pen_factor *factor;
};

static void tell(struct review *v, struct wr_str what_zh, const char *en)
{
    struct wr_str where = v->table ? v->table->id : WR_S("");
    struct wr_str factor = v->factor ? v->factor->zh : WR_S("");

    wr_pack_review_add(v->ctx, v->ret, v->path,
                       wr_arena_printf(v->ctx->arena, "%s" WR_FMT " " WR_FMT "%s" WR_FMT,
                                       where.n ? "表 " : "", WR_ARG(where), WR_ARG(factor),
                                       factor.n ? "：" : "", WR_ARG(what_zh)),
                       wr_arena_printf(v->ctx->arena, "%s" WR_FMT " " WR_FMT "%s%s (" WR_FMT ")",
                                       where.n ? "table " : "", WR_ARG(where),
                                       WR_ARG(v->factor ? v->factor->key : WR_S("")),
                                       factor.n ? ": " : "", en, WR_ARG(what_zh)));
}

/* ---- numbers: gaps and overlaps ------------------------------------------------------------------------ */

struct piece {
    struct wr_pen_span span;
    int level; /* -1: a declared gap */
};

/** Order of beginnings: no bound first, then by number, closed before open. */
static int cmp_lo(const struct wr_pen_span *a, const struct wr_pen_span *b)
{
    if (!a->has_lo || !b->has_lo)
        return (int)a->has_lo - (int)b->has_lo;
    int c = wr_pen_num_cmp(a->lo, b->lo);
    return c != 0 ? c : (int)b->lo_incl - (int)a->lo_incl;
}

static int by_lo(const void *a, const void *b)
{
    return cmp_lo(&((const struct piece *)a)->span, &((const struct piece *)b)->span);
}

/** Does `b` begin before `a` has ended? Whole numbers leave nothing between [1,1] and [2,2]. */
static bool overlaps(const struct wr_pen_span *a, const struct wr_pen_span *b)
{
    if (!a->has_hi || !b->has_lo)
        return true;
    int c = wr_pen_num_cmp(a->hi, b->lo);
    return c > 0 || (c == 0 && a->hi_incl && b->lo_incl);
}

static bool next_to(const struct wr_pen_span *a, const struct wr_pen_span *b, bool integer)
{
    if (!a->has_hi || !b->has_lo)
        return true;
    struct wr_pen_num up = {a->hi.n + a->hi.d, a->hi.d};
    int c = wr_pen_num_cmp(a->hi, b->lo);
    if (c > 0 || (c == 0 && (a->hi_incl || b->lo_incl)))
        return true;
    return integer && a->hi_incl && b->lo_incl && wr_pen_num_cmp(up, b->lo) == 0;
}

static bool ends_later(const struct wr_pen_span *a, const struct wr_pen_span *b)
{
    if (!a->has_hi || !b->has_hi)
        return !a->has_hi && b->has_hi;
    int c = wr_pen_num_cmp(a->hi, b->hi);
    return c > 0 || (c == 0 && a->hi_incl && !b->hi_incl);
}

static struct wr_str span_text(struct review *v, const struct wr_pen_span *s)
{
    char lo[32] = "-", hi[32] = "-";

    if (s->has_lo)
        snprintf(lo, sizeof(lo), "%.9g", (double)s->lo.n / (double)s->lo.d);
    if (s->has_hi)
        snprintf(hi, sizeof(hi), "%.9g", (double)s->hi.n / (double)s->hi.d);
    return wr_arena_printf(v->ctx->arena, "%c%s,%s%c", s->lo_incl ? '[' : '(', lo, hi,
                           s->hi_incl ? ']' : ')');
}

static size_t collect(struct review *v, int fact, struct piece *pieces, size_t max)
{
    const struct wr_pen_factor *f = v->factor;
    const struct wr_pen_level *l = f->levels.p;
    size_t n = 0;

    for (size_t i = 0; i <= f->levels.n; i++) {
        const struct wr_pen_conds *c = i < f->levels.n ? &l[i].any : &f->gap;
        for (size_t k = 0; k < c->n && n < max; k++)
            if (c->p[k].fact == fact && c->p[k].op == WR_PEN_IN)
                pieces[n++] = (struct piece){c->p[k].span, i < f->levels.n ? (int)i : -1};
    }
    return n;
}

static void look_at_numbers(struct review *v, int fact)
{
    struct piece pieces[WR_PEN_LEVELS_MAX * WR_PEN_CONDS_MAX];
    const struct wr_pen_factor *f = v->factor;
    size_t n = collect(v, fact, pieces, WR_ARRAY_LEN(pieces));
    struct wr_pen_span reach = {.has_lo = f->span.has_lo, .has_hi = true, .lo = f->span.lo};

    reach.hi = f->span.lo; /* nothing is covered yet: it ends just before the domain begins */
    reach.hi_incl = !f->span.lo_incl;
    qsort(pieces, n, sizeof(pieces[0]), by_lo);
    for (size_t i = 0; i < n; i++) {
        const struct wr_pen_span *s = &pieces[i].span;
        if (i > 0 && overlaps(&reach, s))
            tell(v,
                 wr_arena_printf(v->ctx->arena, "重叠：" WR_FMT " 与前一档",
                                 WR_ARG(span_text(v, s))),
                 "overlap of levels");
        else if (f->span.has_lo && !next_to(&reach, s, f->integer && i > 0))
            tell(v,
                 wr_arena_printf(v->ctx->arena, "空档：" WR_FMT " 之前没有对应的档",
                                 WR_ARG(span_text(v, s))),
                 "gap between levels");
        if (i == 0 || ends_later(s, &reach))
            reach = *s;
    }
    if (n > 0 && (f->span.has_hi ? ends_later(&f->span, &reach) : reach.has_hi))
        tell(v,
             wr_arena_printf(v->ctx->arena, "空档：" WR_FMT " 之后没有对应的档",
                             WR_ARG(span_text(v, &reach))),
             "gap behind the last level");
}

/* ---- words: the same option twice; levels out of reach -------------------------------------------------- */

static void look_at_levels(struct review *v)
{
    const struct wr_pen_factor *f = v->factor;
    const struct wr_pen_level *l = f->levels.p;

    for (size_t i = 0; i < f->levels.n; i++) {
        for (size_t k = 0; k < i && l[i].option.n > 0; k++)
            if (wr_str_eq(l[i].option, l[k].option))
                tell(v,
                     wr_arena_printf(v->ctx->arena, "重叠：代码 " WR_FMT " 用于两档",
                                     WR_ARG(l[i].option)),
                     "an option is used by two levels");
        bool inside = l[i].any.n == 0;
        for (size_t k = 0; k < l[i].any.n; k++) {
            const struct wr_pen_cond *c = &l[i].any.p[k];
            inside = inside || c->op != WR_PEN_IN || overlaps(&c->span, &f->span);
        }
        if (!inside)
            tell(v,
                 wr_arena_printf(v->ctx->arena, "轮不到的档：" WR_FMT " 在取值范围之外",
                                 WR_ARG(l[i].zh)),
                 "a level nothing can reach");
    }
}

/* ---- bounds ------------------------------------------------------------------------------------------------ */

/** Numbers with both ends are “X以上不足Y”; a reading of its own must be told in `reading`. */
static void look_at_bounds(struct review *v)
{
    const struct wr_pen_level *l = v->factor->levels.p;
    const struct wr_pen_bounds *b = &v->p->bounds;

    for (size_t i = 0; v->p->has_bounds && i < v->factor->levels.n; i++)
        for (size_t k = 0; k < l[i].any.n && l[i].reading.n == 0; k++) {
            const struct wr_pen_cond *c = &l[i].any.p[k];
            bool one = c->span.has_lo && c->span.has_hi &&
                       wr_pen_num_cmp(c->span.lo, c->span.hi) == 0; /* exactly this number */
            if (c->op != WR_PEN_IN || one)
                continue;
            if ((c->span.has_lo && c->span.lo_incl != b->above_incl) ||
                (c->span.has_hi && c->span.hi_incl != b->below_incl))
                tell(v,
                     wr_arena_printf(v->ctx->arena,
                                     "边界两种读法：" WR_FMT
                                     " 与本包“以上、以下”的约定不一致，未说明 reading",
                                     WR_ARG(c->text)),
                     "a bound is read otherwise than the pack says");
        }
}

/* ---- sums -------------------------------------------------------------------------------------------------- */

static int64_t most_of(const struct wr_pen_factor *f)
{
    const struct wr_pen_level *l = f->levels.p;
    int64_t most = 0;

    for (size_t i = 0; i < f->levels.n; i++)
        most = l[i].bp > most ? l[i].bp : most;
    return most;
}

static void look_at_sum(struct review *v)
{
    const struct wr_pen_column *k = v->table->columns.p;
    const struct wr_pen_factor *f = v->table->factors.p;

    for (size_t i = 0; v->table->method == WR_PEN_WEIGHT_SUM && i < v->table->columns.n; i++) {
        int64_t sum = k[i].start_bp, want = k[i].has_reach_bp ? k[i].reach_bp : 10000;
        for (size_t n = 0; n < v->table->factors.n; n++)
            sum += most_of(&f[n]);
        if (sum != want)
            tell(v,
                 wr_arena_printf(v->ctx->arena,
                                 "起点与各因素最高权重之和为 %lld.%02lld%%，应为 %lld%%",
                                 (long long)sum / 100, (long long)sum % 100, (long long)want / 100),
                 "start and maxima do not reach 100 %");
    }
}

/* ---- bands -------------------------------------------------------------------------------------------------- */

static bool row_fits(const struct wr_pen_row *r, const int8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (r->level[i] >= 0 && r->level[i] != at[i])
            return false;
    return true;
}

static struct wr_str place(struct review *v, const int8_t *at)
{
    const struct wr_pen_factor *f = v->table->factors.p;
    struct wr_str s = WR_S("");

    for (size_t i = 0; i < v->table->factors.n; i++)
        s = wr_arena_printf(v->ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(s), i ? "、" : "",
                            WR_ARG(((const struct wr_pen_level *)f[i].levels.p)[at[i]].zh));
    return s;
}

/** Every combination of levels has one row, and every row a combination; bands stay in the range and touch. */
static void look_at_combinations(struct review *v)
{
    const struct wr_pen_factor *f = v->table->factors.p;
    const struct wr_pen_row *r = v->table->rows.p;
    int8_t at[WR_PEN_FACTORS_MAX] = {0};
    size_t i = 0, n = v->table->factors.n, seen = 0;
    bool used[64] = {false};

    while (i < n && seen++ < 4096) {
        size_t hits = 0;
        for (size_t k = 0; k < v->table->rows.n; k++)
            if (row_fits(&r[k], at, n)) {
                hits++;
                used[k] = true;
            }
        if (hits != 1)
            tell(v,
                 wr_arena_printf(v->ctx->arena, "%s：" WR_FMT,
                                 hits == 0 ? "空档，没有幅度" : "重叠，有多个幅度",
                                 WR_ARG(place(v, at))),
                 hits == 0 ? "no band for these levels" : "several bands for these levels");
        for (i = 0; i < n && (size_t)++at[i] >= f[i].levels.n; i++)
            at[i] = 0;
    }
    for (size_t k = 0; k < v->table->rows.n; k++)
        if (!used[k])
            tell(v, wr_arena_printf(v->ctx->arena, "轮不到的幅度：第 %zu 行", k + 1),
                 "a band nothing can reach");
}

/** Is there a band just below this one, or is it the lowest or a fixed amount? */
static bool touches(const struct wr_pen_table *t, const struct wr_pen_row *r)
{
    const struct wr_pen_column *k = t->columns.p;
    const struct wr_pen_row *all = t->rows.p;

    if (!r->has_lo_fen || r->lo_fen == r->hi_fen || (k->has_min_fen && r->lo_fen == k->min_fen))
        return true;
    for (size_t n = 0; n < t->rows.n; n++)
        if (&all[n] != r && all[n].has_hi_fen && all[n].hi_fen >= r->lo_fen &&
            all[n].lo_fen < r->lo_fen)
            return true;
    return false;
}

static void look_at_range(struct review *v)
{
    const struct wr_pen_column *k = v->table->columns.p;
    const struct wr_pen_row *r = v->table->rows.p;
    bool outside = false;

    for (size_t i = 0; i < v->table->rows.n; i++) {
        outside = outside || (k->has_min_fen && r[i].has_lo_fen && r[i].lo_fen < k->min_fen) ||
                  (k->has_max_fen && r[i].has_hi_fen && r[i].hi_fen > k->max_fen);
        if (!touches(v->table, &r[i]) && v->table->note_zh.n == 0)
            tell(v, wr_arena_printf(v->ctx->arena, "幅度不相接：第 %zu 行下限之下没有幅度", i + 1),
                 "bands do not touch");
    }
    if (outside)
        tell(v, WR_S("幅度超出法定上下限"), "bands lie outside the statutory range");
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

static void look_at_factor(struct review *v, size_t i)
{
    v->factor = (const struct wr_pen_factor *)v->table->factors.p + i;
    look_at_levels(v);
    look_at_bounds(v);
    for (size_t k = 0; k < v->factor->inputs_n; k++)
        if (wr_pen_fact_type(v->p, v->factor->inputs[k]) == WR_PEN_NUMBER)
            look_at_numbers(v, v->factor->inputs[k]);
    v->factor = NULL;
}

static bool has_example(const struct wr_pack *pack, const char *member, struct wr_str id)
{
    for (size_t i = 0; i < wr_json_len(pack->examples); i++) {
        const struct wr_json *c = wr_json_get(wr_json_at(pack->examples, i), "case");
        const struct wr_json *more = wr_json_get(c, "tables");
        if (wr_str_eq(wr_json_str(wr_json_get(c, member)), id))
            return true;
        for (size_t k = 0; k < wr_json_len(more); k++)
            if (wr_str_eq(wr_json_str(wr_json_at(more, k)), id))
                return true;
    }
    return false;
}

void wr_pen_review(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_pack_review *ret)
{
    struct review v = {.ctx = ctx, .p = pack->typed, .pack = pack, .ret = ret};
    const struct wr_pen_table *t = v.p->tables.p;

    for (size_t i = 0; i < v.p->tables.n; i++) {
        v.table = &t[i];
        v.path = wr_arena_printf(ctx->arena, "body.tables[%zu]", i);
        for (size_t k = 0; t[i].factors_of.n == 0 && k < t[i].factors.n; k++)
            look_at_factor(&v, k);
        look_at_sum(&v);
        if (t[i].method == WR_PEN_BAND) {
            look_at_combinations(&v);
            look_at_range(&v);
        }
        if (!has_example(pack, "table", t[i].id))
            tell(&v, WR_S("没有算例"), "no worked example");
    }
}
