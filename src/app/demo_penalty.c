/* Penalty cases of the demonstration, step by step through the use cases that the desk uses. */
#include "app/demo_penalty.h"
#include "base/alloc.h"
#include "modules/penalty/penalty_svc.h"

#include <inttypes.h>

#define VALUES_MAX 40
#define TERM_DAYS 10 /* to correct, from the order */

/** A step under way. */
struct doing {
    struct demo *d;
    struct wr_ctx *ctx;
    struct demo_case *c;
    size_t n; /* which case */
    struct wr_str today;
    struct demo_rng r;
};

static struct wr_str day_text(struct wr_ctx *ctx, int32_t day)
{
    char z[WR_DATE_TEXT];

    wr_date_format(wr_date_from_days(day), z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

static void as_officer(const struct doing *w)
{
    demo_as_officer(w->d, &w->d->officers[w->c->first]);
}

/** Whoever decides is neither officer of the case. */
static void as_legal(const struct doing *w)
{
    w->d->ctx->actor = (struct wr_actor){.user_id = w->d->legal_user_id, .roles = WR_ROLE_LEGAL};
}

static struct wr_str evidence(const struct doing *w)
{
    struct wr_str rest = wr_str(w->c->act->evidence);
    struct wr_str head = wr_str_cut(&rest, '{');

    (void)wr_str_cut(&rest, '}');
    return wr_arena_printf(w->ctx->arena, WR_FMT "%d" WR_FMT, WR_ARG(head),
                           100 + (int)(w->c->filed_day % 800), WR_ARG(rest));
}

/* ---- filing and facts ------------------------------------------------------------------------------- */

static int file_case(struct doing *w, const struct demo_year *y)
{
    static const int64_t sources[] = {WR_PEN_SRC_COMPLAINT, WR_PEN_SRC_MANUAL, WR_PEN_SRC_TRANSFER};
    struct wr_pen_docket made;
    struct demo_case *c = w->c;
    int64_t visit = c->visit >= 0 ? y->visits[c->visit].id : 0;
    int64_t source = visit != 0 ? WR_PEN_SRC_VISIT : sources[w->n % WR_ARRAY_LEN(sources)];
    int year = wr_date_from_days(c->filed_day).year;
    const struct wr_pen_new in = {
        .uid =
            wr_arena_printf(w->ctx->arena, "70000000-0000-4000-8000-%06d%06zu", c->filed_day, w->n),
        .enterprise_id = w->d->enterprises[c->enterprise].id,
        .source = source,
        .visit_id = visit,
        .source_ref =
            source == WR_PEN_SRC_COMPLAINT
                ? wr_arena_printf(w->ctx->arena, "12345-%d-%06d", year, 500 + c->filed_day % 400)
            : source == WR_PEN_SRC_TRANSFER
                ? wr_arena_printf(w->ctx->arena, "移〔%d〕%d号", year, c->filed_day % 90 + 1)
                : (struct wr_str){NULL, 0},
        .title = wr_str(c->act->title),
        .act_date = day_text(w->ctx, c->act_day),
        .officer_id = w->d->officers[c->first].id,
        .second_officer_id = w->d->officers[c->second].id,
        .scheme = wr_str(c->act->scheme),
        .table = wr_str(c->act->table),
        .item = wr_str(c->act->item),
        .grave = c->grave};

    as_officer(w);
    int rc = wr_penalty_svc_file(w->ctx, &in, &made);
    c->id = rc == 0 ? made.id : 0;
    return rc;
}

static void add(const struct doing *w, struct wr_pen_value_in *v, size_t *n, const char *kind,
                struct wr_str name, struct wr_str value, struct wr_str proof)
{
    for (size_t i = 0; i < *n; i++)
        if (wr_str_eq(v[i].name, name))
            return; /* the first word counts */
    (void)w;
    if (*n < VALUES_MAX)
        v[(*n)++] = (struct wr_pen_value_in){
            .kind = wr_str(kind), .name = name, .value = value, .evidence = proof};
}

static void fact(const struct doing *w, struct wr_pen_value_in *v, size_t *n, const char *name,
                 const char *value)
{
    add(w, v, n, "fact", wr_str(name), wr_str(value), evidence(w));
}

static void factor(const struct doing *w, struct wr_pen_value_in *v, size_t *n, const char *name,
                   const char *value)
{
    add(w, v, n, "factor", wr_str(name), wr_str(value), evidence(w));
}

/** What must be true for a table's item of the no-penalty list, or must not be for a MAY only. */
static void add_spared(const struct doing *w, struct wr_pen_value_in *v, size_t *n)
{
    bool must = w->c->way == DEMO_MUST;
    const char *table = w->c->act->table ? w->c->act->table : "";

    fact(w, v, n, "corrected", "\"in_term\"");
    fact(w, v, n, "harm", "\"slight\"");
    if (strcmp(table, "2.7.1") == 0) {
        factor(w, v, n, "factors_n", "1");
        factor(w, v, n, "pollutants", "\"class_b\"");
        factor(w, v, n, "area", "\"ordinary\"");
        factor(w, v, n, "exceedance",
               must ? "{\"measured\":\"53.5\",\"limit\":\"50\"}"
                    : "{\"measured\":\"61\",\"limit\":\"50\"}");
    }
    if (must && strcmp(table, "4.18") == 0) {
        factor(w, v, n, "quantity_t", "0.05");
        fact(w, v, n, "special_waste", "false");
    }
}

/** What makes the case go its way; before what is drawn, so that it prevails. */
static void add_way(const struct doing *w, struct wr_pen_value_in *v, size_t *n)
{
    static const struct {
        const char *name, *value;
    } facts[] = {[DEMO_LIGHTER] = {"eliminates_harm", "true"},
                 [DEMO_HEAVIER] = {"heavier", "true"},
                 [DEMO_APOLOGY] = {"apology", "true"},
                 [DEMO_BY_DAY] = {"corrected", "\"no\""}};
    enum demo_way way = w->c->way;

    if (way == DEMO_MUST || way == DEMO_MAY || way == DEMO_ANYWAY)
        add_spared(w, v, n);
    else if ((size_t)way < WR_ARRAY_LEN(facts) && facts[way].name)
        fact(w, v, n, facts[way].name, facts[way].value);
}

static void add_drawn(struct doing *w, struct wr_pen_value_in *v, size_t *n)
{
    for (const struct demo_value *k = w->c->act->v; k < w->c->act->v + DEMO_VALUES && k->name;
         k++) {
        int64_t choices = 0;
        while (choices < (int64_t)WR_ARRAY_LEN(k->values) && k->values[choices])
            choices++;
        const char *value = k->values[demo_below(&w->r, choices)];
        add(w, v, n, k->fact ? "fact" : "factor", wr_str(k->name), wr_str(value), evidence(w));
    }
}

static int confirm(struct doing *w)
{
    struct wr_pen_value_in *v = wr_arena_array(w->ctx->arena, VALUES_MAX, sizeof(*v));
    struct wr_pen_docket d;
    size_t n = 0;

    as_officer(w);
    int rc = v ? wr_penalty_svc_get(w->ctx, w->c->id, &d) : wr_fail(w->ctx, WR_K_memory);
    if (rc < 0)
        return rc;
    add_way(w, v, &n);
    add_drawn(w, v, &n);
    const struct wr_pen_fact_row *p = d.values.p; /* and what the system knew */
    for (size_t i = 0; i < d.values.n; i++)
        add(w, v, &n, wr_str_eq(p[i].kind, WR_S("fact")) ? "fact" : "factor", p[i].name, p[i].value,
            p[i].evidence);
    const struct wr_pen_values_in in = {.values = {v, n}};
    return wr_penalty_svc_values(w->ctx, w->c->id, &in, &d);
}

/* ---- procedure ---------------------------------------------------------------------------------------- */

static int event(struct doing *w, int64_t kind, const char *note)
{
    struct wr_pen_docket d;
    struct wr_pen_event_in in = {.kind = kind, .day = w->today, .note = wr_str(note)};

    if (kind == WR_PEN_EV_ORDER_SERVED)
        in.due = day_text(w->ctx, wr_date_to_days(wr_date_of_ms(wr_ctx_now(w->ctx))) + TERM_DAYS);
    if (kind == WR_PEN_EV_RECHECKED) {
        in.has_continuing = true;
        in.continuing = w->c->way == DEMO_BY_DAY;
    }
    if (kind == WR_PEN_EV_NOTICED && w->c->act->scheme[0] == 'm') {
        in.has_amount_fen = true; /* grades only: a person states it */
        in.amount_fen = 12000000;
    }
    if (kind == WR_PEN_EV_PAID) {
        int rc = wr_penalty_svc_get(w->ctx, w->c->id, &d);
        if (rc < 0)
            return rc;
        in.has_amount_fen = d.has_fine_fen;
        in.amount_fen = d.fine_fen;
    }
    return wr_penalty_svc_event(w->ctx, w->c->id, &in, &d);
}

/** A tenth less than computed, within the range. */
static int deviate(struct doing *w)
{
    struct wr_pen_docket d;
    int rc = wr_penalty_svc_get(w->ctx, w->c->id, &d);

    if (rc < 0 || !d.has_computed_fen)
        return rc;
    int64_t fen = d.computed_fen / 1000 * 9 * 100;
    const struct wr_pen_deviation_in in = {
        .fine_fen = d.has_min_fen && fen < d.min_fen ? d.min_fen : fen,
        .reason = WR_S("当事人主动安装在线监测设备并向社会公开数据，社会影响较小")};
    return wr_penalty_svc_deviate(w->ctx, w->c->id, &in, &d);
}

static int decide(struct doing *w)
{
    struct wr_pen_docket d;
    bool grades = w->c->act->scheme[0] == 'm', anyway = w->c->way == DEMO_ANYWAY;
    const struct wr_pen_decide_in in = {
        .day = w->today,
        .note = WR_S("同意"),
        .has_fine_fen = grades,
        .fine_fen = grades ? 12000000 : 0,
        .punish_anyway = anyway,
        .punish_reason = anyway ? WR_S("同一园区此前已集体约谈并书面提示，仍发生同类违法行为")
                                : (struct wr_str){NULL, 0}};

    return wr_penalty_svc_decide(w->ctx, w->c->id, &in, &d);
}

static int issue(struct doing *w)
{
    struct wr_pen_paper p;
    bool spared = w->c->way == DEMO_MUST || w->c->way == DEMO_MAY;

    return wr_penalty_svc_issue(w->ctx, w->c->id, spared ? WR_S("no_penalty") : WR_S("decision"),
                                &p);
}

/** Steps that are one event each, who takes them, and what is noted. */
static const struct {
    int64_t kind;
    bool legal;
    const char *note;
} events[] = {
    [DEMO_C_ORDER] = {WR_PEN_EV_ORDER_SERVED, false, "直接送达"},
    [DEMO_C_RECHECK] = {WR_PEN_EV_RECHECKED, false, "不打招呼，直接到现场"},
    [DEMO_C_REVIEW] = {WR_PEN_EV_REVIEWED, true, "事实清楚，裁量适当"},
    [DEMO_C_COLLECTIVE] = {WR_PEN_EV_COLLECTIVE, true, "集体讨论同意拟处罚意见"},
    [DEMO_C_NOTICE] = {WR_PEN_EV_NOTICED, false, "直接送达"},
    [DEMO_C_STATEMENT] = {WR_PEN_EV_STATEMENT, false, "请求考虑整改投入，已复核"},
    [DEMO_C_ASK_HEARING] = {WR_PEN_EV_HEARING_REQUESTED, false, "书面提出"},
    [DEMO_C_CALL_HEARING] = {WR_PEN_EV_HEARING_NOTICED, true, "书面通知"},
    [DEMO_C_HEAR] = {WR_PEN_EV_HEARING, true, "听证会按期举行，笔录附卷"},
    [DEMO_C_EDUCATE] = {WR_PEN_EV_EDUCATED, false, "当面宣讲法律规定，签订守法承诺书"},
    [DEMO_C_SERVE] = {WR_PEN_EV_SERVED, false, "直接送达"},
    [DEMO_C_PUBLISH] = {WR_PEN_EV_PUBLISHED, false, "门户网站公开"},
    [DEMO_C_DAY_FINE] = {WR_PEN_EV_DAY_FINE, true, "复查发现仍在继续"},
    [DEMO_C_PAY] = {WR_PEN_EV_PAID, false, "银行回单"},
    [DEMO_C_CREDIT] = {WR_PEN_EV_CREDIT_REPAIRED, false, "已提交信用修复"},
    [DEMO_C_WITHDRAW] = {WR_PEN_EV_WITHDRAWN, false, "违法主体认定有误，撤销立案"},
    [DEMO_C_TRANSFER] = {WR_PEN_EV_TRANSFERRED, true, "涉嫌犯罪，移送公安机关"},
    [DEMO_C_CLOSE] = {WR_PEN_EV_CLOSED, false, "材料归档"},
};

static int take(struct doing *w, const struct demo_year *y, uint8_t act)
{
    switch (act) {
    case DEMO_C_FILE:
        return file_case(w, y);
    case DEMO_C_CONFIRM:
        return confirm(w);
    case DEMO_C_KEEP: {
        struct wr_pen_docket d;
        as_officer(w);
        return wr_penalty_svc_keep(w->ctx, w->c->id, &d);
    }
    case DEMO_C_DEVIATE:
        as_officer(w);
        return deviate(w);
    case DEMO_C_APPROVE: {
        struct wr_pen_docket d;
        as_legal(w);
        return wr_penalty_svc_approve(w->ctx, w->c->id, &d);
    }
    case DEMO_C_DECIDE:
        as_legal(w);
        return decide(w);
    case DEMO_C_PAPER:
        as_officer(w);
        return issue(w);
    default:
        if (events[act].legal)
            as_legal(w);
        else
            as_officer(w);
        return event(w, events[act].kind, events[act].note);
    }
}

int demo_case_step(struct demo *d, struct demo_docket *k, const struct demo_year *y, size_t step)
{
    const struct demo_case_step *s = &k->steps[step];
    struct demo_case *c = &k->cases[s->at];

    demo_at(d, s->at_ms);
    struct doing w = {
        .d = d,
        .ctx = d->ctx,
        .c = c,
        .n = s->at,
        .today = day_text(d->ctx, wr_date_to_days(wr_date_of_ms(s->at_ms))),
        .r = demo_rng(d->seed, DEMO_PENALTY, UINT64_C(500000) + (uint64_t)c->filed_day)};
    int rc = take(&w, y, s->act);

    if (rc == 0) /* else the message lies there */
        wr_arena_reset(&d->arena);
    return rc;
}

int demo_make_old_cases(struct demo *d)
{
    struct demo_docket *k = wr_alloc(sizeof(*k));
    const char *what = d->ctx->lang == WR_LANG_ZH ? "往年案件" : "cases of the year before";
    int rc = k ? 0 : wr_fail(d->ctx, WR_K_memory);

    if (rc < 0)
        return rc;
    demo_plan_cases(d, NULL, true, k);
    d->bar = -1;
    for (size_t i = 0; rc == 0 && i < k->steps_n; i++) {
        rc = demo_case_step(d, k, NULL, i);
        demo_progress(d, what, i + 1, k->steps_n);
    }
    wr_free(k);
    return rc;
}
