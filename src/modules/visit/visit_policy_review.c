/* What the author of a visit policy should look at: rows nothing can reach, windows out of time, rules without an example. */
#include "modules/visit/visit_rules.h"

static void add_row(struct wr_ctx *ctx, struct wr_pack_review *r, const char *list, size_t i)
{
    wr_pack_review_add(ctx, r, wr_arena_printf(ctx->arena, "%s[%zu]", list, i),
                       WR_S("永远轮不到这一行：凡符合它的，前面的行都已符合"),
                       WR_S("nothing reaches this row: an earlier one takes all that fits it"));
}

/** Mark the row that takes each possible enterprise. */
static void reach_caps(const struct wr_visit_policy *p, bool *reached)
{
    const struct wr_visit_cap_row *rows = p->caps.p;
    for (const struct wr_enum_item *r = wr_risks; r->name; r++) {
        for (const struct wr_enum_item *c = wr_ent_classes; c->name; c++) {
            for (const struct wr_enum_item *m = wr_permit_classes; m->name; m++) {
                for (const struct wr_enum_item *g = wr_credit_grades; g->name; g++) {
                    for (const struct wr_enum_item *e = wr_env_codes; e->name; e++) {
                        reached[wr_visit_policy_cap(p, r->value, c->value, m->value, g->value,
                                                    e->value) -
                                rows] = true;
                    }
                }
            }
        }
    }
}

/** Call `mark` for every kind, class and source that can be asked for. */
static void each_ask(const struct wr_visit_policy *p, bool *reached,
                     void (*mark)(const struct wr_visit_policy *p, int64_t kind, int64_t insp_class,
                                  int64_t source, bool *reached))
{
    for (const struct wr_enum_item *s = wr_visit_sources; s->name; s++) {
        mark(p, WR_VISIT_HELP, WR_INSP_NONE, s->value, reached);
        mark(p, WR_VISIT_OTHER, WR_INSP_NONE, s->value, reached);
        for (const struct wr_enum_item *c = wr_insp_classes; c->name; c++) {
            mark(p, WR_VISIT_INSPECTION, c->value, s->value, reached);
        }
    }
}

static void mark_count(const struct wr_visit_policy *p, int64_t kind, int64_t insp_class,
                       int64_t source, bool *reached)
{
    const struct wr_visit_count_row *rows = p->counts.p;
    reached[wr_visit_policy_count(p, kind, insp_class, source) - rows] = true;
}

static void mark_approval(const struct wr_visit_policy *p, int64_t kind, int64_t insp_class,
                          int64_t source, bool *reached)
{
    const struct wr_visit_approval_row *rows = p->approvals.p;
    reached[wr_visit_policy_approval(p, kind, insp_class, source) - rows] = true;
}

/** Clear the marks and tell the rows that stayed without one. */
static void tell_unreached(struct wr_ctx *ctx, struct wr_pack_review *ret, const char *list,
                           const bool *reached, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!reached[i]) {
            add_row(ctx, ret, list, i);
        }
    }
}

static void review_rows(struct wr_ctx *ctx, const struct wr_visit_policy *p,
                        struct wr_pack_review *ret)
{
    size_t most = p->counts.n + p->approvals.n + p->caps.n;
    bool *caps = wr_arena_array(ctx->arena, most, sizeof(bool));
    if (!caps) {
        return;
    }
    bool *counts = caps + p->caps.n, *approvals = counts + p->counts.n;
    reach_caps(p, caps);
    caps[p->caps.n - 1] = true; /* the row for all others must be there in any case */
    each_ask(p, counts, mark_count);
    each_ask(p, approvals, mark_approval);
    tell_unreached(ctx, ret, "caps", caps, p->caps.n);
    tell_unreached(ctx, ret, "counts", counts, p->counts.n);
    tell_unreached(ctx, ret, "approvals", approvals, p->approvals.n);
}

static void review_windows(struct wr_ctx *ctx, const struct wr_pack *pack,
                           const struct wr_visit_policy *p, struct wr_pack_review *ret)
{
    const struct wr_visit_blackout_row *rows = p->blackouts.p;
    for (size_t i = 0; i < p->blackouts.n; i++) {
        bool once = rows[i].from.n == 10;
        bool before = wr_str_cmp(rows[i].to, pack->valid_from) < 0;
        bool after = pack->valid_to.n > 0 && wr_str_cmp(rows[i].from, pack->valid_to) > 0;
        if (once && (before || after)) {
            wr_pack_review_add(ctx, ret, wr_arena_printf(ctx->arena, "blackouts[%zu]", i),
                               WR_S("静默期不在本包有效期内"),
                               WR_S("the window lies outside the days the pack is in force"));
        }
    }
}

static void mark_fired(const struct wr_visit_policy *p, const struct wr_visit_verdict *v,
                       bool fired[WR_RULE_N])
{
    const struct wr_visit_reason *reasons = v->reasons.p;
    for (size_t i = 0; i < v->reasons.n; i++) {
        for (size_t r = 0; r < WR_RULE_N; r++) {
            fired[r] = fired[r] || wr_str_eq(p->rule[r]->id, reasons[i].rule);
        }
    }
}

/** Can the rule fire at all, as the policy is written? */
static bool may_fire(const struct wr_visit_policy *p, size_t rule)
{
    if (rule == WR_RULE_BLOCK_BLACKOUT && p->blackouts.n == 0) {
        return false;
    }
    return p->rule[rule]->effect != WR_EFFECT_OFF;
}

static void review_examples(struct wr_ctx *ctx, const struct wr_pack *pack,
                            const struct wr_visit_policy *p, struct wr_pack_review *ret)
{
    bool fired[WR_RULE_N] = {false};
    for (size_t i = 0; i < wr_json_len(pack->examples); i++) {
        struct wr_visit_verdict v;
        if (wr_visit_policy_judge_example(ctx, pack, wr_json_at(pack->examples, i), WR_S("example"),
                                          &v) == 0) {
            mark_fired(p, &v, fired);
        } else {
            wr_err_reset(ctx); /* a faulty example is told by `rules test` */
        }
    }
    for (size_t r = 0; r < WR_RULE_N; r++) {
        if (may_fire(p, r) && !fired[r]) {
            wr_pack_review_add(ctx, ret,
                               wr_arena_printf(ctx->arena, "rules." WR_FMT, WR_ARG(p->rule[r]->id)),
                               WR_S("规则已启用，但没有算例说明它何时生效"),
                               WR_S("the rule is on, and no example shows when it fires"));
        }
    }
}

void wr_visit_policy_review(struct wr_ctx *ctx, const struct wr_pack *pack,
                            struct wr_pack_review *ret)
{
    const struct wr_visit_policy *p = pack->typed;
    review_rows(ctx, p, ret);
    review_windows(ctx, pack, p, ret);
    review_examples(ctx, pack, p, ret);
}
