#include "modules/visit/visit_preview.h"

#include "modules/visit/visit_gate.h"

#define SCRATCH_BYTES_MAX ((size_t)1 << 20)

#define SKEW_MS_MAX INT64_C(120000)

int64_t wr_visit_skew_max_ms(struct wr_ctx *ctx, int64_t at_ms)
{
    const struct wr_visit_policy *policy = NULL;
    struct wr_err before = ctx->err;
    int rc = wr_visit_policy_on(ctx, at_ms, &policy);
    ctx->err = before;
    return rc == 0 ? policy->proof.skew_max_ms : SKEW_MS_MAX;
}

/** One enterprise under way. */
struct preview {
    struct wr_visit_gate gate;
    struct wr_arena scratch; /* of one judgement */
    wr_visit_preview_fn *fn;
    void *arg;
};

/* ---- evidence that is yet to be given ------------------------------------------------------------ */

#define GIVEN_BYTES_MAX 128

/** A reference that any source believes and no text contains otherwise: brackets around as many zeros as it needs. */
static struct wr_str stand_in(struct wr_arena *a, const struct wr_visit_evidence *e)
{
    char z[GIVEN_BYTES_MAX];
    size_t n = e->chars_min > 0 && e->chars_min < 60 ? (size_t)e->chars_min : 1;
    memset(z, '0', n);
    return wr_arena_printf(a, "〔%.*s〕", (int)n, z);
}

/** The text with `what` replaced where it stands, once or several times. */
static struct wr_str replaced(struct wr_arena *a, struct wr_str text, struct wr_str what,
                              struct wr_str with)
{
    struct wr_str out = WR_S("");
    for (;;) {
        ptrdiff_t at = what.n > 0 ? wr_str_find(text, what) : -1;
        if (at < 0) {
            return out.n == 0 ? text : wr_arena_printf(a, WR_FMT WR_FMT, WR_ARG(out), WR_ARG(text));
        }
        out = wr_arena_printf(a, WR_FMT WR_FMT WR_FMT, WR_ARG(out),
                              WR_ARG(wr_str_sub(text, 0, (size_t)at)), WR_ARG(with));
        text = wr_str_sub(text, (size_t)at + what.n, text.n);
    }
}

/** Nobody shall take the stand-in for a number. */
static void show_as_open(struct wr_arena *a, struct wr_str given, struct wr_visit_verdict *v)
{
    const struct wr_str zh = WR_S("编号待填"), en = WR_S("reference to be given");
    struct wr_visit_reason *r = v->reasons.p;
    for (size_t i = 0; i < v->reasons.n; i++) {
        r[i].text_zh = replaced(a, r[i].text_zh, given, zh);
        r[i].text_en = replaced(a, r[i].text_en, given, en);
    }
    v->headline_zh = replaced(a, v->headline_zh, given, zh);
    v->headline_en = replaced(a, v->headline_en, given, en);
}

/* ---- judging ------------------------------------------------------------------------------------ */

/** Judge with the facts as they are loaded; only what is asked differs. */
static int judge_one(struct preview *p, int64_t kind, int64_t source, struct wr_str evidence_ref)
{
    struct wr_visit_gate *g = &p->gate;
    const struct wr_visit_source_row *row = g->policy->source[source];
    struct wr_visit_facts f = g->facts;
    struct wr_visit_verdict v;
    bool needs = kind == WR_VISIT_INSPECTION && row->has_evidence && evidence_ref.n == 0;
    wr_arena_reset(&p->scratch);
    f.kind = kind;
    f.source = source;
    f.evidence_ref = needs ? stand_in(&p->scratch, &row->evidence) : evidence_ref;
    int rc = wr_visit_rules_judge(&p->scratch, g->policy, &f, g->now_ms, g->ctx->lang, &v);
    if (rc < 0) {
        return rc;
    }
    if (needs) {
        show_as_open(&p->scratch, f.evidence_ref, &v);
    }
    const struct wr_visit_preview out = {
        .kind = kind, .source = source, .needs_evidence = needs, .verdict = &v};
    return p->scratch.exhausted ? wr_fail(g->ctx, WR_K_memory) : p->fn(p->arg, &out);
}

/** Load the facts: what a judgement of any kind and source needs, with the mission that fits, if there is one. */
static int load(struct preview *p, struct wr_tx *tx, const struct wr_enterprise *e, int64_t at_ms)
{
    struct wr_visit_gate *g = &p->gate;
    *g = wr_visit_gate_at(tx, WR_STAGE_PREVIEW, at_ms);
    g->enterprise = *e;
    return 0;
}

static int load_and_judge(struct preview *p, int64_t kind, int64_t source)
{
    struct wr_visit_gate *g = &p->gate;
    g->facts.kind = kind;
    g->facts.source = source;
    return wr_visit_gate_judge(g, g->ctx->actor.officer_id, 0);
}

/** The mission at this enterprise that a visit of this kind and source would be judged with. */
static bool may_fit(const struct wr_list *own, const struct wr_enterprise *e, int64_t kind,
                    int64_t source)
{
    const struct wr_mission *m = own->p;
    for (size_t i = 0; i < own->n; i++) {
        if (m[i].enterprise_id == e->id && m[i].kind == kind && m[i].source == source &&
            m[i].state == WR_MISSION_APPROVED) {
            return true;
        }
    }
    return false;
}

/** With a mission that fits the facts are others: its approval, and its own place under the cap. */
static int judge_with_mission(struct preview *p, struct wr_tx *tx, const struct wr_enterprise *e,
                              int64_t kind, int64_t source)
{
    struct preview own = {.fn = p->fn, .arg = p->arg, .scratch = p->scratch};
    int64_t me = p->gate.ctx->actor.officer_id;
    int rc = load(&own, tx, e, p->gate.now_ms);
    own.gate.facts.kind = kind;
    own.gate.facts.source = source;
    if (rc == 0) {
        rc = wr_visit_gate_mission(&own.gate, 0, me);
    }
    if (rc == 0) {
        rc = load_and_judge(&own, kind, source);
    }
    if (rc == 0) {
        rc = judge_one(&own, kind, source, own.gate.mission.evidence_ref);
    }
    p->scratch = own.scratch;
    return rc;
}

int wr_visit_preview_all_in(struct wr_tx *tx, const struct wr_enterprise *e,
                            const struct wr_list *own, wr_visit_preview_fn *fn, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct preview p = {.fn = fn, .arg = arg};
    int rc = load(&p, tx, e, wr_ctx_now(ctx));
    if (rc == 0) {
        rc = load_and_judge(&p, WR_VISIT_INSPECTION, WR_SOURCE_PLAN);
    }
    wr_arena_init(&p.scratch, SCRATCH_BYTES_MAX);
    for (int64_t kind = WR_VISIT_HELP; rc == 0 && kind <= WR_VISIT_OTHER; kind++) {
        for (int64_t source = WR_SOURCE_PLAN; rc == 0 && source < WR_SOURCE_END; source++) {
            rc = may_fit(own, e, kind, source)
                     ? judge_with_mission(&p, tx, e, kind, source)
                     : judge_one(&p, kind, source, (struct wr_str){NULL, 0});
        }
    }
    wr_arena_done(&p.scratch);
    return rc;
}

int wr_visit_preview_mission_in(struct wr_tx *tx, const struct wr_enterprise *e,
                                const struct wr_mission *m, wr_visit_preview_fn *fn, void *arg,
                                int64_t *ret_approval, struct wr_str *ret_day)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct preview p = {.fn = fn, .arg = arg};
    struct wr_date first;
    char day[WR_DATE_TEXT];
    int64_t at_ms = wr_ctx_now(ctx);
    if (wr_date_parse(m->planned_from, &first) && wr_date_to_ms(first) > at_ms) {
        at_ms = wr_date_to_ms(first);
    }
    wr_date_format(wr_date_of_ms(at_ms), day);
    int rc = load(&p, tx, e, at_ms);
    p.gate.mission = *m;
    if (rc == 0) {
        rc = load_and_judge(&p, m->kind, m->source);
    }
    p.gate.facts.insp_class = m->insp_class;
    wr_arena_init(&p.scratch, SCRATCH_BYTES_MAX);
    if (rc == 0) {
        rc = judge_one(&p, m->kind, m->source, m->evidence_ref);
    }
    wr_arena_done(&p.scratch);
    *ret_approval = p.gate.facts.approval;
    *ret_day = wr_arena_dup(ctx->arena, wr_str(day));
    return rc;
}
