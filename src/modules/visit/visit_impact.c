/* Whom a change of the visit policy would affect: every active enterprise, judged now by both. Reads only. */
#include "modules/visit/visit_impact.h"

#include <inttypes.h>

#define SCRATCH_MAX ((size_t)4 << 20)

/** Changes as counted, one enterprise once under each. */
enum { STRICTER, LOOSER, CAP_LOWER, CAP_HIGHER, COUNTING, KINDS };

struct impact {
    const struct wr_visit_policy *a, *b;
    int64_t now_ms;
    size_t shown_max;
    struct wr_arena scratch;
    struct wr_pack_impact *ret;
    struct wr_pack_impact_item *items;
    int64_t counts[KINDS];
};

static const int64_t sources[] = {WR_SOURCE_PLAN, WR_SOURCE_RANDOM_DRAW};

/** A planned check as it should be: approved, two certified officers. What is left is the policy's. */
static struct wr_visit_facts facts_of(const struct wr_visit_impact_row *e, int64_t source)
{
    return (struct wr_visit_facts){.kind = WR_VISIT_INSPECTION,
                                   .source = source,
                                   .stage = WR_STAGE_CHECK_IN,
                                   .status = WR_ENT_ACTIVE,
                                   .class = e->class,
                                   .permit_class = e->permit_class,
                                   .risk = e->risk,
                                   .credit_grade = e->credit_grade,
                                   .env_code = e->env_code,
                                   .positive_state = e->positive_state,
                                   .state_owned = e->state_owned,
                                   .officers_n = 5,
                                   .certified_n = 5,
                                   .approval = WR_APPROVAL_GIVEN,
                                   .evidence_ref = WR_S("2026-0001"),
                                   .used = e->used,
                                   .day_n = e->day_n,
                                   .week_n = e->week_n,
                                   .month_n = e->month_n};
}

/** Bits of what changed between two verdicts. */
static unsigned changes_of(const struct wr_visit_verdict *a, const struct wr_visit_verdict *b)
{
    unsigned bits = 0;
    bits |= b->verdict > a->verdict ? 1u << STRICTER : 0;
    bits |= b->verdict < a->verdict ? 1u << LOOSER : 0;
    bits |= b->cap < a->cap ? 1u << CAP_LOWER : 0;
    bits |= b->cap > a->cap ? 1u << CAP_HIGHER : 0;
    bits |= b->counts_toward_cap != a->counts_toward_cap ? 1u << COUNTING : 0;
    return bits;
}

static struct wr_str with_cap(struct wr_arena *a, struct wr_str headline, int64_t cap, bool en)
{
    return wr_arena_printf(a, en ? WR_FMT " (cap %" PRId64 ")" : WR_FMT "（上限 %" PRId64 " 次）",
                           WR_ARG(headline), cap);
}

static void show(struct wr_ctx *ctx, struct impact *m, const struct wr_visit_impact_row *e,
                 int64_t source, const struct wr_visit_verdict *a, const struct wr_visit_verdict *b)
{
    const struct wr_enum_item *s = wr_enum_item(wr_visit_sources, source);
    if (m->ret->items.n == m->shown_max) {
        return;
    }
    m->items[m->ret->items.n++] = (struct wr_pack_impact_item){
        .id = e->id,
        .name = e->name,
        .place = e->district_name,
        .ask_zh = wr_str(s->zh),
        .ask_en = wr_str(s->en),
        .before_zh = with_cap(ctx->arena, a->headline_zh, a->cap, false),
        .before_en = with_cap(ctx->arena, a->headline_en, a->cap, true),
        .after_zh = with_cap(ctx->arena, b->headline_zh, b->cap, false),
        .after_en = with_cap(ctx->arena, b->headline_en, b->cap, true)};
}

static int judge_one(struct wr_ctx *ctx, struct impact *m, const struct wr_visit_impact_row *e)
{
    struct wr_arena_mark mark = wr_arena_mark(&m->scratch);
    unsigned all = 0;
    for (size_t i = 0; i < WR_ARRAY_LEN(sources); i++) {
        const struct wr_visit_facts f = facts_of(e, sources[i]);
        struct wr_visit_verdict a, b;
        int rc = wr_visit_rules_judge(&m->scratch, m->a, &f, m->now_ms, WR_LANG_ZH, &a);
        if (rc == 0) {
            rc = wr_visit_rules_judge(&m->scratch, m->b, &f, m->now_ms, WR_LANG_ZH, &b);
        }
        if (rc < 0) {
            return wr_fail(ctx, WR_K_memory);
        }
        unsigned bits = changes_of(&a, &b);
        if (bits != 0 && all == 0) {
            show(ctx, m, e, sources[i], &a, &b);
        }
        all |= bits;
    }
    for (size_t k = 0; k < KINDS; k++) {
        m->counts[k] += (all >> k & 1u) != 0;
    }
    m->ret->changed_n += all != 0;
    m->ret->examined_n++;
    wr_arena_rewind(&m->scratch, mark);
    return 0;
}

static int judge_page(struct wr_tx *tx, struct impact *m, int64_t *last_id, size_t *ret_n)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit_windows w;
    struct wr_list rows;
    wr_visit_rules_windows(m->a, m->now_ms, &w);
    int rc = wr_visit_impact_store_rows(tx, *last_id, ctx->actor.district_id, &w, &rows);
    const struct wr_visit_impact_row *e = rows.p;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        rc = judge_one(ctx, m, &e[i]);
        *last_id = e[i].id;
    }
    *ret_n = rc == 0 ? rows.n : 0;
    return rc;
}

static void count_up(struct wr_ctx *ctx, struct impact *m)
{
    static const char *const words[KINDS][2] = {
        [STRICTER] = {"结论变严", "stricter verdict"},
        [LOOSER] = {"结论变宽", "milder verdict"},
        [CAP_LOWER] = {"年度上限减少", "lower cap"},
        [CAP_HIGHER] = {"年度上限增加", "higher cap"},
        [COUNTING] = {"计入与否改变", "counting changed"},
    };
    struct wr_pack_impact_count *c = wr_arena_array(ctx->arena, KINDS, sizeof(*c));
    for (size_t k = 0; c && k < KINDS; k++) {
        c[k] =
            (struct wr_pack_impact_count){wr_str(words[k][0]), wr_str(words[k][1]), m->counts[k]};
    }
    m->ret->counts = (struct wr_list){c, c ? KINDS : 0};
}

static int impact_tx(struct wr_tx *tx, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct impact *m = arg;
    char day[WR_DATE_TEXT];
    int64_t last_id = 0;
    size_t n = WR_VISIT_IMPACT_PAGE;
    int rc = 0;
    wr_date_format(wr_date_of_ms(m->now_ms), day);
    memset(m->counts, 0, sizeof(m->counts)); /* a transaction may be run again */
    m->items = wr_arena_array(ctx->arena, m->shown_max + 1, sizeof(*m->items));
    if (!m->items) {
        return wr_fail(ctx, WR_K_memory);
    }
    *m->ret = (struct wr_pack_impact){.day = wr_arena_dup(ctx->arena, wr_str(day)),
                                      .items = {m->items, 0}};
    while (rc == 0 && n == WR_VISIT_IMPACT_PAGE) {
        rc = judge_page(tx, m, &last_id, &n);
    }
    if (rc == 0) {
        count_up(ctx, m);
    }
    return rc;
}

int wr_visit_policy_affects(struct wr_ctx *ctx, const struct wr_pack *a, const struct wr_pack *b,
                            size_t shown_max, struct wr_pack_impact *ret)
{
    struct impact m = {.a = a->typed,
                       .b = b->typed,
                       .now_ms = wr_ctx_now(ctx),
                       .shown_max = shown_max,
                       .ret = ret};
    wr_arena_init(&m.scratch, SCRATCH_MAX);
    int rc = wr_tx_run(ctx, WR_TX_READ, "visit.impact", impact_tx, &m);
    wr_arena_done(&m.scratch);
    return rc;
}
