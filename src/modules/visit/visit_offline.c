/* Facts and verdicts for a phone that will be without network, gathered by the same judgement as at the gate. */
#include "modules/visit/visit_offline.h"

#include "modules/enterprise/enterprise_svc.h"
#include "modules/visit/visit_mission_store.h"
#include "modules/visit/visit_use.h"

#include <inttypes.h>

#define VERDICTS_MAX 2000
#define REASONS_MAX 4000
#define ITEMS_MAX 2000
#define LISTS_MAX 200

/** A page under way. */
struct page {
    struct wr_ctx *ctx;
    struct wr_tx *tx;
    struct wr_visit_offline *out;
    struct wr_offline_verdict *verdicts;
    struct wr_offline_headline *headlines;
    struct wr_offline_reason *reasons;
    struct wr_checklist_item *items;
    struct wr_offline_checklist *lists;
    int64_t *into; /* verdicts of the enterprise under way */
    size_t into_n, into_max;
    struct wr_list missions; /* struct wr_mission, all of the officer's */
    struct wr_str today;
};

/* ---- tables of a page: each text once ------------------------------------------------------------ */

static struct wr_str keep(struct page *p, struct wr_str s)
{
    return s.p ? wr_arena_dup(p->ctx->arena, s) : s;
}

/** @return index, -1 the table is full */
static int64_t intern_headline(struct page *p, const struct wr_visit_verdict *v)
{
    size_t n = p->out->headlines.n;
    for (size_t i = 0; i < n; i++) {
        if (wr_str_eq(p->headlines[i].zh, v->headline_zh) &&
            wr_str_eq(p->headlines[i].en, v->headline_en)) {
            return (int64_t)i;
        }
    }
    if (n == VERDICTS_MAX) {
        return -1;
    }
    p->headlines[n] =
        (struct wr_offline_headline){.zh = keep(p, v->headline_zh), .en = keep(p, v->headline_en)};
    p->out->headlines.n++;
    return (int64_t)n;
}

static int64_t intern_reason(struct page *p, const struct wr_visit_reason *r)
{
    size_t n = p->out->reasons.n;
    for (size_t i = 0; i < n; i++) {
        if (wr_str_eq(p->reasons[i].rule, r->rule) && p->reasons[i].effect == r->effect &&
            wr_str_eq(p->reasons[i].zh, r->text_zh) && wr_str_eq(p->reasons[i].en, r->text_en)) {
            return (int64_t)i;
        }
    }
    if (n == REASONS_MAX) {
        return -1;
    }
    p->reasons[n] = (struct wr_offline_reason){.rule = keep(p, r->rule),
                                               .effect = r->effect,
                                               .zh = keep(p, r->text_zh),
                                               .en = keep(p, r->text_en),
                                               .citation = keep(p, r->citation),
                                               .tag = keep(p, r->tag)};
    p->out->reasons.n++;
    return (int64_t)n;
}

static bool is_same(const struct wr_offline_verdict *a, const struct wr_offline_verdict *b)
{
    return a->kind == b->kind && a->source == b->source && a->insp_class == b->insp_class &&
           a->verdict == b->verdict && a->counts_toward_cap == b->counts_toward_cap &&
           a->needs_evidence == b->needs_evidence && a->cap == b->cap && a->used == b->used &&
           a->headline == b->headline && a->reasons.n == b->reasons.n &&
           wr_str_eq(a->next_allowed, b->next_allowed) &&
           memcmp(a->reasons.p, b->reasons.p, a->reasons.n * sizeof(int64_t)) == 0;
}

static int64_t intern_verdict(struct page *p, struct wr_offline_verdict *v)
{
    size_t n = p->out->verdicts.n;
    for (size_t i = 0; i < n; i++) {
        if (is_same(&p->verdicts[i], v)) {
            return (int64_t)i;
        }
    }
    if (n == VERDICTS_MAX) {
        return -1;
    }
    int64_t *reasons = wr_arena_array(p->ctx->arena, v->reasons.n + 1, sizeof(*reasons));
    if (!reasons) {
        return -1;
    }
    memcpy(reasons, v->reasons.p, v->reasons.n * sizeof(*reasons));
    v->reasons.p = reasons;
    v->next_allowed = keep(p, v->next_allowed);
    p->verdicts[n] = *v;
    p->out->verdicts.n++;
    return (int64_t)n;
}

static int take_verdict(void *arg, const struct wr_visit_preview *given)
{
    struct page *p = arg;
    const struct wr_visit_verdict *from = given->verdict;
    int64_t indexes[WR_VISIT_REASONS_MAX];
    struct wr_offline_verdict v = {.kind = given->kind,
                                   .source = given->source,
                                   .insp_class = from->insp_class,
                                   .verdict = from->verdict,
                                   .counts_toward_cap = from->counts_toward_cap,
                                   .needs_evidence = given->needs_evidence,
                                   .cap = from->cap,
                                   .used = from->used,
                                   .headline = intern_headline(p, from),
                                   .reasons = {indexes, from->reasons.n},
                                   .next_allowed = from->next_allowed};
    const struct wr_visit_reason *r = from->reasons.p;
    bool full = v.headline < 0 || p->into_n == p->into_max;
    for (size_t i = 0; i < from->reasons.n; i++) {
        indexes[i] = intern_reason(p, &r[i]);
        full = full || indexes[i] < 0;
    }
    int64_t index = full ? -1 : intern_verdict(p, &v);
    if (index < 0) {
        return wr_fail(p->ctx, WR_K_limit_reached, WR_S("verdicts"), WR_S("2000"));
    }
    p->into[p->into_n++] = index;
    return 0;
}

/* ---- check-lists: each item once ----------------------------------------------------------------- */

static int64_t intern_item(struct page *p, const struct wr_checklist_item *it)
{
    size_t n = p->out->items.n;
    for (size_t i = 0; i < n; i++) {
        const struct wr_checklist_item *x = &p->items[i];
        if (wr_str_eq(x->code, it->code) && wr_str_eq(x->text_zh, it->text_zh) &&
            wr_str_eq(x->list_zh, it->list_zh) && x->required == it->required &&
            x->evidence == it->evidence) {
            return (int64_t)i;
        }
    }
    if (n == ITEMS_MAX) {
        return -1;
    }
    p->items[n] = *it;
    p->out->items.n++;
    return (int64_t)n;
}

static int64_t intern_list(struct page *p, const struct wr_offline_checklist *l)
{
    size_t n = p->out->checklists.n;
    for (size_t i = 0; i < n; i++) {
        const struct wr_offline_checklist *x = &p->lists[i];
        if (x->kind == l->kind && wr_str_eq(x->version, l->version) && x->items.n == l->items.n &&
            memcmp(x->items.p, l->items.p, l->items.n * sizeof(int64_t)) == 0) {
            return (int64_t)i;
        }
    }
    if (n == LISTS_MAX) {
        return -1;
    }
    p->lists[n] = *l;
    p->out->checklists.n++;
    return (int64_t)n;
}

static int load_checklists(struct page *p, const struct wr_enterprise *e,
                           struct wr_offline_enterprise *o)
{
    struct wr_ctx *ctx = p->ctx;
    int64_t *to = wr_arena_array(ctx->arena, WR_VISIT_OTHER, sizeof(*to));
    bool full = !to;
    for (int64_t kind = WR_VISIT_HELP; !full && kind <= WR_VISIT_OTHER; kind++) {
        struct wr_checklist c;
        int rc =
            wr_checklist_for(ctx, kind, p->out->as_of_ms, e->industry_code, e->permit_class, &c);
        int64_t *indexes = wr_arena_array(ctx->arena, c.items.n + 1, sizeof(*indexes));
        if (rc < 0 || !indexes) {
            return rc < 0 ? rc : wr_fail(ctx, WR_K_memory);
        }
        const struct wr_checklist_item *it = c.items.p;
        for (size_t i = 0; i < c.items.n; i++) {
            indexes[i] = intern_item(p, &it[i]);
            full = full || indexes[i] < 0;
        }
        const struct wr_offline_checklist l = {
            .kind = kind, .version = c.version, .items = {indexes, c.items.n}};
        to[kind - 1] = intern_list(p, &l);
        full = full || to[kind - 1] < 0;
    }
    o->checklists = (struct wr_list){to, WR_VISIT_OTHER};
    return full ? wr_fail(ctx, WR_K_limit_reached, WR_S("check-lists"), WR_S("200")) : 0;
}

/* ---- one enterprise ------------------------------------------------------------------------------ */

static int load_plate(struct page *p, struct wr_offline_enterprise *o)
{
    struct wr_plate plate;
    int rc = wr_plate_live_in(p->tx, o->id, &plate);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(p->ctx);
        return 0;
    }
    o->has_plate = rc == 0;
    o->plate = (struct wr_offline_plate){.code = plate.code,
                                         .credit_code = plate.credit_code,
                                         .issue_date = plate.issue_date,
                                         .status = plate.status,
                                         .ver = plate.ver,
                                         .has_hung_lng_e6 = plate.has_hung_lng_e6,
                                         .has_hung_lat_e6 = plate.has_hung_lat_e6,
                                         .hung_lng_e6 = plate.hung_lng_e6,
                                         .hung_lat_e6 = plate.hung_lat_e6};
    return rc;
}

static int load_liaison(struct page *p, struct wr_offline_enterprise *o)
{
    struct wr_officer liaison = {0};
    int rc = wr_liaison_officer_in(p->tx, o->id, &liaison);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(p->ctx);
        return 0;
    }
    o->officer_name = liaison.name;
    o->officer_unit = liaison.unit;
    o->officer_phone = liaison.phone;
    return rc;
}

static int load_last_visits(struct page *p, struct wr_offline_enterprise *o)
{
    const struct wr_visit_page page = {.f = {.enterprise_id = o->id, .limit = WR_OFFLINE_VISITS},
                                       .to_ms = wr_ctx_now(p->ctx) + 1,
                                       .before_ms = WR_MS_MAX,
                                       .before_id = WR_ID_MAX};
    struct wr_list visits;
    int rc = wr_visit_store_list(p->tx, &page, &visits);
    struct wr_offline_visit *to = wr_arena_array(p->ctx->arena, WR_OFFLINE_VISITS, sizeof(*to));
    if (rc < 0 || !to) {
        return rc < 0 ? rc : wr_fail(p->ctx, WR_K_memory);
    }
    const struct wr_visit *v = visits.p;
    for (size_t i = 0; i < visits.n; i++) {
        to[i] = (struct wr_offline_visit){.id = v[i].id,
                                          .at_ms = v[i].checked_in_ms,
                                          .kind = v[i].kind,
                                          .insp_class = v[i].insp_class,
                                          .state = v[i].state,
                                          .conclusion = v[i].conclusion,
                                          .unit = v[i].unit,
                                          .officer_name = v[i].officer_name};
    }
    o->last_visits = (struct wr_list){to, visits.n};
    return 0;
}

static struct wr_offline_mission mission_of(const struct wr_mission *m)
{
    return (struct wr_offline_mission){.id = m->id,
                                       .number = m->number,
                                       .state = m->state,
                                       .kind = m->kind,
                                       .insp_class = m->insp_class,
                                       .source = m->source,
                                       .evidence_ref = m->evidence_ref,
                                       .reason = m->reason,
                                       .basis = m->basis,
                                       .scope = m->scope,
                                       .officer_id = m->officer_id,
                                       .second_officer_id = m->second_officer_id,
                                       .officer_name = m->officer_name,
                                       .second_officer_name = m->second_officer_name,
                                       .assistants = m->assistants,
                                       .planned_from = m->planned_from,
                                       .planned_to = m->planned_to};
}

static int load_missions(struct page *p, const struct wr_enterprise *e,
                         struct wr_offline_enterprise *o)
{
    const struct wr_mission *m = p->missions.p;
    struct wr_offline_mission *to = wr_arena_array(p->ctx->arena, p->missions.n + 1, sizeof(*to));
    int rc = to ? 0 : wr_fail(p->ctx, WR_K_memory);
    size_t n = 0;
    for (size_t i = 0; rc == 0 && i < p->missions.n; i++) {
        int64_t index = 0;
        if (m[i].enterprise_id != e->id) {
            continue;
        }
        to[n] = mission_of(&m[i]);
        p->into = &index;
        p->into_n = 0;
        p->into_max = 1;
        rc = wr_visit_preview_mission_in(p->tx, e, &m[i], take_verdict, p, &to[n].approval,
                                         &to[n].day);
        to[n++].verdict = index;
    }
    o->missions = (struct wr_list){to, n};
    return rc;
}

#define COMBINATIONS ((WR_VISIT_OTHER) * (WR_SOURCE_END - 1))

static int load_verdicts(struct page *p, const struct wr_enterprise *e,
                         struct wr_offline_enterprise *o)
{
    int rc = load_missions(p, e, o);
    p->into = wr_arena_array(p->ctx->arena, COMBINATIONS, sizeof(*p->into));
    p->into_n = 0;
    p->into_max = COMBINATIONS;
    if (rc == 0 && !p->into) {
        rc = wr_fail(p->ctx, WR_K_memory);
    }
    if (rc == 0) {
        rc = wr_visit_preview_all_in(p->tx, e, &p->missions, take_verdict, p);
    }
    o->verdicts = (struct wr_list){p->into, p->into_n};
    return rc;
}

static int load_enterprise(struct page *p, const struct wr_offline_row *row,
                           struct wr_offline_enterprise *o)
{
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(p->tx, row->id, &e);
    if (rc < 0) {
        return rc;
    }
    *o = (struct wr_offline_enterprise){.id = e.id,
                                        .name = e.name,
                                        .credit_code = e.credit_code,
                                        .address = e.address,
                                        .district_name = e.district_name,
                                        .industry_name = e.industry_name,
                                        .tier = row->tier,
                                        .status = e.status,
                                        .class = e.class,
                                        .risk = e.risk,
                                        .positive_state = e.positive_state,
                                        .has_lng_e6 = e.has_lng_e6,
                                        .has_lat_e6 = e.has_lat_e6,
                                        .lng_e6 = e.lng_e6,
                                        .lat_e6 = e.lat_e6};
    rc = load_liaison(p, o);
    if (rc == 0) {
        rc = load_plate(p, o);
    }
    if (rc == 0) {
        rc = load_last_visits(p, o);
    }
    if (rc == 0) {
        rc = load_checklists(p, &e, o);
    }
    return rc < 0 ? rc : load_verdicts(p, &e, o);
}

/* ---- a page -------------------------------------------------------------------------------------- */

static int load_enterprises(struct page *p, int64_t after_tier, int64_t after_id)
{
    struct wr_ctx *ctx = p->ctx;
    struct wr_list rows;
    int rc = wr_offline_store_enterprises(p->tx, ctx->actor.officer_id, ctx->actor.district_id,
                                          p->today, after_tier, after_id, &rows);
    struct wr_offline_enterprise *e = wr_arena_array(ctx->arena, WR_OFFLINE_PAGE_MAX, sizeof(*e));
    if (rc < 0 || !e) {
        return rc < 0 ? rc : wr_fail(ctx, WR_K_memory);
    }
    const struct wr_offline_row *r = rows.p;
    for (size_t i = 0; rc == 0 && i < rows.n; i++) {
        rc = load_enterprise(p, &r[i], &e[i]);
    }
    p->out->enterprises = (struct wr_list){e, rows.n};
    if (rc == 0 && rows.n == WR_OFFLINE_PAGE_MAX) {
        p->out->next = wr_arena_printf(ctx->arena, "%" PRId64 "-%" PRId64, r[rows.n - 1].tier,
                                       r[rows.n - 1].id);
    }
    return rc;
}

static int load_evidence(struct page *p, const struct wr_visit_policy *policy)
{
    struct wr_offline_evidence *to = wr_arena_array(p->ctx->arena, WR_SOURCE_END, sizeof(*to));
    size_t n = 0;
    if (!to) {
        return wr_fail(p->ctx, WR_K_memory);
    }
    for (int64_t s = WR_SOURCE_PLAN; s < WR_SOURCE_END; s++) {
        const struct wr_visit_evidence *e = &policy->source[s]->evidence;
        if (policy->source[s]->has_evidence) {
            to[n++] = (struct wr_offline_evidence){.source = s,
                                                   .label_zh = e->label_zh,
                                                   .label_en = e->label_en,
                                                   .example = e->example,
                                                   .chars_min = e->chars_min,
                                                   .digit = e->digit};
        }
    }
    p->out->evidence = (struct wr_list){to, n};
    return 0;
}

static int make_tables(struct page *p)
{
    struct wr_arena *a = p->ctx->arena;
    p->verdicts = wr_arena_array(a, VERDICTS_MAX, sizeof(*p->verdicts));
    p->headlines = wr_arena_array(a, VERDICTS_MAX, sizeof(*p->headlines));
    p->reasons = wr_arena_array(a, REASONS_MAX, sizeof(*p->reasons));
    p->items = wr_arena_array(a, ITEMS_MAX, sizeof(*p->items));
    p->lists = wr_arena_array(a, LISTS_MAX, sizeof(*p->lists));
    p->out->items.p = p->items;
    p->out->checklists.p = p->lists;
    p->out->verdicts.p = p->verdicts;
    p->out->headlines.p = p->headlines;
    p->out->reasons.p = p->reasons;
    bool made = p->verdicts && p->headlines && p->reasons && p->items && p->lists;
    return made ? 0 : wr_fail(p->ctx, WR_K_memory);
}

/** "tier-id" of the last enterprise of the page before. */
static int read_cursor(struct wr_ctx *ctx, struct wr_str cursor, int64_t *tier, int64_t *id)
{
    struct wr_str rest = cursor;
    *tier = *id = 0;
    if (cursor.n == 0) {
        return 0;
    }
    struct wr_str first = wr_str_cut(&rest, '-');
    return wr_str_i64(first, tier) && wr_str_i64(rest, id) ? 0 : wr_fail(ctx, WR_K_visit_cursor);
}

int wr_visit_offline_in(struct wr_tx *tx, struct wr_str cursor, struct wr_visit_offline *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_visit_policy *policy = NULL;
    struct page p = {.ctx = ctx, .tx = tx, .out = ret};
    int64_t tier = 0, id = 0;
    char day[WR_DATE_TEXT];
    *ret = (struct wr_visit_offline){.as_of_ms = wr_ctx_now(ctx)};
    if (ctx->actor.officer_id == 0) {
        return wr_fail(ctx, WR_K_visit_no_officer);
    }
    wr_date_format(wr_date_of_ms(ret->as_of_ms), day);
    p.today = wr_arena_dup(ctx->arena, wr_str(day));
    int rc = read_cursor(ctx, cursor, &tier, &id);
    if (rc == 0) {
        rc = wr_visit_policy_on(ctx, ret->as_of_ms, &policy);
    }
    if (rc == 0) {
        rc = make_tables(&p);
    }
    if (rc == 0) {
        rc = wr_mission_store_of_officer(tx, ctx->actor.officer_id, p.today, &p.missions);
    }
    if (rc == 0 && cursor.n == 0) {
        rc = load_evidence(&p, policy);
    }
    if (rc < 0) {
        return rc;
    }
    ret->policy = policy->id;
    ret->policy_version = policy->version;
    return load_enterprises(&p, tier, id);
}
