/* Worked examples: a case with what must come out, or the arithmetic by the day. */
#include "modules/penalty/penalty_case.h"

#include "base/calendar.h"

struct expect {
    bool has_outcome, has_raw_bp, has_bp, has_fine_fen, has_if_punished_fen, has_clamped, clamped;
    int64_t outcome, raw_bp, bp, fine_fen, if_punished_fen;
    bool has_days, has_total_fen;
    int64_t days, total_fen;
    struct wr_list must, may, lighter, warnings; /* struct wr_str */
    struct wr_list grades;                       /* int64_t */
    struct wr_str refused;                       /* key of the error it must end in */
    struct wr_str table, pack;
};
struct day_fine {
    struct wr_str served, recheck;
    int64_t fine_fen;
};
struct late {
    int64_t fine_fen, days;
};
struct example {
    struct wr_str name;
    bool has_day_fine, has_late;
    struct wr_str given; /* JSON */
    struct day_fine day_fine;
    struct late late;
    struct expect expect;
};

#define E struct expect
#define FEN_MAX INT64_C(1000000000000000)
static const struct wr_field expect_fields[] = {
    {.name = "outcome",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(E, outcome),
     .has_off = offsetof(E, has_outcome) + 1,
     .items = wr_pen_outcomes,
     .doc = "outcome",
     .zh = "结论"},
    WR_I64_OPT(E, raw_bp, 0, 100000, "权重合计", "sum"),
    WR_I64_OPT(E, bp, 0, 10000, "适用比例", "after floor and cap"),
    WR_I64_OPT(E, fine_fen, 0, FEN_MAX, "罚款", "fine, fen"),
    WR_I64_OPT(E, if_punished_fen, 0, FEN_MAX, "如予处罚", "fine if punished, fen"),
    {.name = "clamped",
     .type = WR_F_BOOL,
     .flags = WR_FF_OPT,
     .off = offsetof(E, clamped),
     .has_off = offsetof(E, has_clamped) + 1,
     .doc = "moved into the range",
     .zh = "修正"},
    WR_I64_OPT(E, days, 0, 36600, "天数", "days counted"),
    WR_I64_OPT(E, total_fen, 0, FEN_MAX, "合计", "extra fine, fen"),
    WR_STRS_OPT(E, must, WR_PEN_HITS_MAX, "应当", "ids of grounds"),
    WR_STRS_OPT(E, may, WR_PEN_HITS_MAX, "可以", "ids of grounds"),
    WR_STRS_OPT(E, lighter, WR_PEN_HITS_MAX, "从轻", "ids of grounds"),
    WR_STRS_OPT(E, warnings, WR_PEN_STEPS_MAX, "提示", "codes of remarks that must be there"),
    WR_I64S_OPT(E, grades, WR_PEN_FACTORS_MAX, "等级", "grade of each factor"),
    WR_STR_OPT(E, refused, 0, 60, "拒绝", "key of the error"),
    WR_STR_OPT(E, table, 0, 40, "表号", "table taken"),
    WR_STR_OPT(E, pack, 0, 80, "规则包", "pack applied"),
    {0},
};
static const struct wr_field day_fine_fields[] = {
    WR_DATE(struct day_fine, served, "送达日", "order served"),
    WR_DATE(struct day_fine, recheck, "复查日", "re-check"),
    WR_I64(struct day_fine, fine_fen, 0, FEN_MAX, "原处罚", "original fine, fen"),
    {0},
};
static const struct wr_field late_fields[] = {
    WR_I64(struct late, fine_fen, 0, FEN_MAX, "罚款", "fine, fen"),
    WR_I64(struct late, days, 0, 36600, "逾期天数", "days late"),
    {0},
};
static const struct wr_field example_fields[] = {
    WR_TEXT(struct example, name, 1, 200, "算例", "name"),
    {.name = "case",
     .type = WR_F_JSON,
     .flags = WR_FF_OPT,
     .off = offsetof(struct example, given),
     .min = 2,
     .max = 65536,
     .doc = "a case as in `wurao penalty assess`",
     .zh = "案情"},
    WR_OBJ_OPT(struct example, day_fine, day_fine_fields, "按日连续处罚", "by the day"),
    WR_OBJ_OPT(struct example, late, late_fields, "加处罚款", "late payment"),
    WR_OBJ(struct example, expect, expect_fields, "应得", "what must come out"),
    {0},
};

static struct wr_str ids(struct wr_ctx *ctx, const struct wr_pen_clause *const *k, size_t n)
{
    struct wr_str s = WR_S("");

    for (size_t i = 0; i < n; i++)
        s = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(s), i ? "," : "",
                            WR_ARG(k[i]->id));
    return s;
}

static bool same_ids(const struct wr_pen_clause *const *k, size_t n, const struct wr_list *want)
{
    const struct wr_str *w = want->p;

    for (size_t i = 0; i < n && i < want->n; i++)
        if (!wr_str_eq(k[i]->id, w[i]))
            return false;
    return n == want->n;
}

static bool has_notes(const struct wr_pen_result *r, const struct wr_list *want)
{
    const struct wr_str *w = want->p;

    for (size_t i = 0; i < want->n; i++) {
        bool found = false;
        for (size_t k = 0; k < r->steps_n; k++)
            found = found || wr_str_eq(w[i], wr_str(wr_pen_note_names[r->steps[k].note].code));
        if (!found)
            return false;
    }
    return true;
}

static bool same_grades(const struct wr_pen_result *r, const struct wr_list *want)
{
    const int64_t *w = want->p;
    size_t n = 0;

    for (size_t k = 0; k < r->steps_n; k++) {
        if (r->steps[k].kind != WR_PEN_S_FACTOR)
            continue;
        if (n < want->n && r->steps[k].level->grade != w[n])
            return false;
        n++;
    }
    return want->n == 0 || n == want->n;
}

static bool same_figure(bool has, int64_t want, int64_t got)
{
    return !has || want == got;
}

static bool same_names(const struct wr_pen_case *c, const struct wr_pen_result *r, const E *e)
{
    return (e->table.n == 0 || (r->table && wr_str_eq(e->table, r->table->id))) &&
           (e->pack.n == 0 || wr_str_eq(e->pack, c->pack->pack->id));
}

static bool as_expected(const struct wr_pen_case *c, const struct wr_pen_result *r, const E *e)
{
    return same_figure(e->has_outcome, e->outcome, r->outcome) &&
           same_figure(e->has_raw_bp, e->raw_bp, r->raw_bp) &&
           same_figure(e->has_bp, e->bp, r->bp) &&
           same_figure(e->has_fine_fen, e->fine_fen, r->fine_fen) &&
           same_figure(e->has_if_punished_fen, e->if_punished_fen, r->if_punished_fen) &&
           same_figure(e->has_clamped, e->clamped, r->clamped) &&
           same_ids(r->must, r->must_n, &e->must) && same_ids(r->may, r->may_n, &e->may) &&
           same_ids(r->lighter, r->lighter_n, &e->lighter) && has_notes(r, &e->warnings) &&
           same_grades(r, &e->grades) && same_names(c, r, e);
}

static struct wr_str what_came(struct wr_ctx *ctx, const struct wr_pen_result *r)
{
    return wr_arena_printf(
        ctx->arena,
        "%s, raw_bp=%lld, bp=%lld, fine_fen=%lld, if_punished=%lld, clamped=%d, "
        "must=[" WR_FMT "], may=[" WR_FMT "], lighter=[" WR_FMT "], table=" WR_FMT,
        wr_enum_item(wr_pen_outcomes, r->outcome)->name, (long long)r->raw_bp, (long long)r->bp,
        (long long)r->fine_fen, (long long)r->if_punished_fen, r->clamped,
        WR_ARG(ids(ctx, r->must, r->must_n)), WR_ARG(ids(ctx, r->may, r->may_n)),
        WR_ARG(ids(ctx, r->lighter, r->lighter_n)), WR_ARG(r->table ? r->table->id : WR_S("-")));
}

/** Key of what went wrong: the first fault's, else the error's. */
static struct wr_str error_key(const struct wr_ctx *ctx)
{
    enum wr_key key = ctx->err.faults ? ctx->err.faults->key : ctx->err.key;

    return wr_str(wr_key_info(key)->key);
}

static int run_case(struct wr_ctx *ctx, const struct wr_pack *pack, const struct wr_json *j,
                    const E *e, struct wr_str *ret_diff)
{
    struct wr_pen_case *c = wr_arena_new(ctx->arena, struct wr_pen_case);
    struct wr_pen_result *r = wr_arena_new(ctx->arena, struct wr_pen_result);
    struct wr_pen_book book;

    if (!c || !r)
        return wr_fail(ctx, WR_K_memory);
    wr_pen_book_of(ctx->rules, &book);
    wr_pen_book_add(&book, pack->typed);
    int rc = wr_pen_assess(ctx, &book, j, c, r);
    if (rc < 0) {
        struct wr_str key = error_key(ctx);
        bool same = wr_str_eq(key, e->refused);
        wr_err_reset(ctx);
        *ret_diff = same ? (struct wr_str){NULL, 0} : key;
        return 0;
    }
    bool same = e->refused.n == 0 && as_expected(c, r, e);
    *ret_diff = same ? (struct wr_str){NULL, 0} : what_came(ctx, r);
    return 0;
}

static int32_t day_of(struct wr_str s)
{
    struct wr_date d;

    return wr_date_parse(s, &d) ? wr_date_to_days(d) : 0;
}

static void run_days(struct wr_ctx *ctx, const struct wr_pen_pack *p, const struct example *x,
                     struct wr_str *ret_diff)
{
    int64_t days = x->late.days, total;

    if (x->has_day_fine) {
        days = wr_pen_day_fine(day_of(x->day_fine.served), day_of(x->day_fine.recheck),
                               p->day_fine.recheck_days);
        total = days * x->day_fine.fine_fen;
    } else {
        total = wr_pen_late_fee(x->late.fine_fen, days, p->late.day_bp, p->late.most_bp);
    }
    bool same = same_figure(x->expect.has_days, x->expect.days, days) &&
                same_figure(x->expect.has_total_fen, x->expect.total_fen, total);
    *ret_diff = same ? (struct wr_str){NULL, 0}
                     : wr_arena_printf(ctx->arena, "days=%lld, total_fen=%lld", (long long)days,
                                       (long long)total);
}

int wr_pen_run_example(struct wr_ctx *ctx, const struct wr_pack *pack,
                       const struct wr_json *example, struct wr_str path, struct wr_str *ret_diff)
{
    struct example x;
    const struct wr_pen_pack *p = pack->typed;
    int rc = wr_json_into(ctx, example, path, example_fields, &x, sizeof(x));

    if (rc < 0)
        return rc;
    if (x.given.n > 0)
        return run_case(ctx, pack, wr_json_get(example, "case"), &x.expect, ret_diff);
    if ((x.has_day_fine && p->has_day_fine) || (x.has_late && p->has_late))
        run_days(ctx, p, &x, ret_diff);
    else
        return wr_fail(ctx, WR_K_rules_example, x.name);
    return 0;
}
