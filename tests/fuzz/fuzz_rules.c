/* Rule pack files. A pack that was accepted must describe itself, run its examples and judge a visit without harm. */
#include "fuzz.h"

#include "app/modules.h"
#include "base/buf.h"
#include "modules/paper/paper_form.h"
#include "modules/penalty/penalty_case.h"
#include "modules/visit/visit_checklist.h"
#include "modules/visit/visit_proof.h"
#include "modules/visit/visit_rules.h"
#include "rules/rules.h"
#include "rules/rules_diff.h"

#include <assert.h>

static void judge_with(struct fuzz *f, const struct wr_visit_policy *p)
{
    for (int64_t source = 1; source < WR_SOURCE_END; source++) {
        const struct wr_visit_facts facts = {.kind = 1 + source % 3,
                                             .source = source,
                                             .stage = WR_STAGE_CHECK_IN,
                                             .officers_n = 2,
                                             .certified_n = source % 3,
                                             .used = source % 5,
                                             .day_n = source % 2,
                                             .low_yield_n = source,
                                             .evidence_ref = WR_S("2026-1"),
                                             .has_plate = true,
                                             .genuine = source % 7,
                                             .approval = source % 5,
                                             .late_scan = source % 3,
                                             .merge_n = source % 2,
                                             .override_approved = source % 4 == 0,
                                             .no_code = source % 3 == 0};
        struct wr_visit_verdict v;
        if (wr_visit_rules_judge(&f->arena, p, &facts, INT64_C(1780000000000), WR_LANG_EN, &v) ==
            0) {
            assert(v.reasons.n <= WR_VISIT_REASONS_MAX && v.headline.n > 0);
            assert(v.verdict >= WR_EFFECT_ALLOW && v.verdict <= WR_EFFECT_DENY);
            fuzz_touch(v.headline);
        }
    }
}

static void prove_with(struct fuzz *f, const struct wr_visit_policy *p)
{
    for (int64_t i = 1; i < 10; i++) {
        const struct wr_visit_proof_facts facts = {.plate = i % 4,
                                                   .has_distance = i % 2 == 0,
                                                   .distance_m = i * 200,
                                                   .has_accuracy = true,
                                                   .accuracy_m = i * 50,
                                                   .has_prev = true,
                                                   .prev_s = i * 40 - 40,
                                                   .prev_m = i * i * 300,
                                                   .has_skew = i % 3 != 0,
                                                   .skew_ms = (5 - i) * 100000,
                                                   .photos_n = i % 3,
                                                   .photos_seen_n = i % 2,
                                                   .offline = i % 2 == 1};
        struct wr_visit_proof r;
        if (wr_visit_proof_judge(&f->arena, p, &facts, WR_LANG_ZH, &r) == 0)
            assert(r.score_bp >= 0 && r.score_bp <= WR_BP_ALL);
    }
}

/** Judge by every table, nothing known and then everything of the first level: no amount leaves its range. */
static void assess_with(struct fuzz *f, const struct wr_pen_pack *p)
{
    static struct wr_pen_case c;
    static struct wr_pen_result r;
    const struct wr_pen_table *t = p->tables.p;

    for (size_t i = 0; i < p->tables.n; i++) {
        c = (struct wr_pen_case){.pack = p,
                                 .law = p->has_limitation ? p : NULL,
                                 .tables = {&t[i]},
                                 .columns = {t[i].columns.p},
                                 .tables_n = 1,
                                 .act_day = 19000};
        c.vals[WR_PEN_F_INVESTMENT] = (struct wr_pen_value){
            .type = WR_PEN_NUMBER, .num = {INT64_C(10000000000000), 1}, .text = WR_S("1")};
        c.vals[WR_PEN_F_DISCOVERED_ON] =
            (struct wr_pen_value){.type = WR_PEN_DAY, .day = 30000, .text = WR_S("day")};
        wr_err_reset(&f->ctx);
        wr_pen_derive(&c);
        struct wr_pen_view v;
        if (wr_pen_judge(&f->ctx, &c, &r) < 0)
            continue;
        assert(r.if_punished_fen < 0 || r.max_fen < 0 || r.if_punished_fen <= r.max_fen);
        if (wr_pen_show(&f->ctx, &c, &r, &v) == 0)
            fuzz_touch(v.outcome_text);
    }
}

static void use_pack(struct fuzz *f, const struct wr_rules *r, const struct wr_pack *p)
{
    const struct wr_pack_kind *k = wr_rules_kind_of(r, p);
    struct wr_buf b;
    wr_buf_init(&b, (size_t)8 << 20);
    k->describe(&f->ctx, p, &b);
    struct wr_list changes;
    assert(wr_rules_diff(&f->ctx, k->body, p->body, p->body, &changes) == 0);
    struct wr_pack_review review = {.pack = p->id};
    k->review(&f->ctx, p, &review);
    wr_buf_done(&b);
    for (size_t i = 0; i < wr_json_len(p->examples); i++) {
        struct wr_str diff = {0};
        wr_err_reset(&f->ctx);
        if (k->run_example(&f->ctx, p, wr_json_at(p->examples, i), WR_S("example"), &diff) == 0)
            fuzz_touch(diff);
    }
    if (k == &wr_penalty_kind)
        assess_with(f, p->typed);
    if (k == &wr_visit_policy_kind) {
        judge_with(f, p->typed);
        prove_with(f, p->typed);
    }
}

static void load(struct fuzz *f, const char *path, const uint8_t *data, size_t size)
{
    const struct wr_pack_file file = {path, data, size};
    struct wr_rules *r = NULL;
    wr_err_reset(&f->ctx);
    if (wr_rules_load_files(&f->ctx, &file, 1, &r) == 0 &&
        wr_rules_use_kinds(&f->ctx, r, wr_all_pack_kinds) == 0)
        use_pack(f, r, wr_rules_at(r, 0));
    wr_rules_free(r);
    for (const struct wr_fault *t = f->ctx.err.faults; t; t = t->next)
        fuzz_touch(t->path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    fuzz_begin(&f);
    load(&f, "visit-policy/default-2026.json", data, size);
    load(&f, "visit-checklist/default-2021.json", data, size);
    load(&f, "visit-checklist/default-2026.json", data, size);
    load(&f, "penalty/fuzz.json", data, size);
    fuzz_end(&f);
    return 0;
}
