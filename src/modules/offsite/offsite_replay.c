/* What the rules say over a period, by any pack, without writing anything; and what another pack would have said. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"
#include "codec/json.h"
#include "rules/rules.h"

#include <math.h>
#include <stdlib.h>

#define SITE_ARENA_MAX ((size_t)128 << 20)
#define ITEMS_MAX 20000
#define SHOWN_MAX 500
#define DAYS_MAX 400

/** What one pack said. */
struct heard {
    struct wr_arena *a; /* lives as long as the reply */
    struct wr_replay_item *items;
    size_t n, cap;
    const struct wr_offsite_load *load;
    int64_t from_ms, to_ms;
    int rule; /* -1: all */
    bool full;
};
struct work {
    struct wr_list sites;
    int64_t enterprise_id, scope;
};

static void begin_item(struct heard *h, const struct wr_offsite_event *e, struct wr_replay_item *it)
{
    const struct wr_enum_item *r = wr_enum_item(wr_offsite_rules, e->rule);
    const struct wr_point_row *p = wr_offsite_load_point(h->load, e->outlet_id);
    *it = (struct wr_replay_item){.rule = wr_str(r->name),
                                  .rule_zh = wr_str(r->zh),
                                  .rule_en = wr_str(r->en),
                                  .level = h->load->pack->rule[e->rule]->level,
                                  .enterprise_id = h->load->site.id,
                                  .enterprise_name = wr_arena_dup(h->a, h->load->site.name),
                                  .outlet_id = e->outlet_id,
                                  .outlet_code = p != NULL ? wr_arena_dup(h->a, p->code)
                                                           : (struct wr_str){NULL, 0},
                                  .line_id = e->line_id,
                                  .other_outlet_id = e->other_outlet_id,
                                  .factor = wr_arena_dup(h->a, wr_str(e->factor)),
                                  .from_ms = e->from_ms,
                                  .raised_ms = e->raised_ms,
                                  .fraud = e->fraud};
}

static bool is_of(const struct wr_replay_item *it, const struct wr_offsite_event *e,
                  int64_t enterprise_id)
{
    return it->enterprise_id == enterprise_id && it->raised_ms == e->raised_ms &&
           it->outlet_id == e->outlet_id && it->line_id == e->line_id &&
           wr_str_eq(it->rule, wr_str(wr_enum_item(wr_offsite_rules, e->rule)->name)) &&
           wr_str_eq(it->factor, wr_str(e->factor));
}

static struct wr_replay_item *item_of(struct heard *h, const struct wr_offsite_event *e)
{
    for (size_t i = h->n; i-- > 0 && h->items[i].enterprise_id == h->load->site.id;)
        if (is_of(&h->items[i], e, h->load->site.id))
            return &h->items[i];
    if (e->raised_ms < h->from_ms || e->raised_ms >= h->to_ms)
        return NULL;
    if (h->n == h->cap) {
        size_t cap = h->cap == 0 ? 128 : h->cap * 2;
        struct wr_replay_item *more =
            cap <= ITEMS_MAX * 2 ? wr_arena_array(h->a, cap, sizeof(*more)) : NULL;
        if (more == NULL) {
            h->full = true;
            return NULL;
        }
        if (h->n > 0)
            memcpy(more, h->items, h->n * sizeof(*more));
        h->items = more;
        h->cap = cap;
    }
    begin_item(h, e, &h->items[h->n]);
    return &h->items[h->n++];
}

static void hear(void *arg, const struct wr_offsite_event *e)
{
    struct heard *h = arg;
    if (h->rule >= 0 && e->rule != h->rule)
        return;
    struct wr_replay_item *it = item_of(h, e);
    if (it == NULL)
        return;
    it->last_ms = e->last_ms;
    it->times = e->n;
    it->value = wr_offsite_number_text(h->a, e->value);
    it->bound = wr_offsite_number_text(h->a, e->bound);
}

/* ---- one pass --------------------------------------------------------------------------------------------- */

static int replay_site(struct wr_ctx *ctx, int64_t enterprise_id,
                       const struct wr_offsite_pack *pack, struct heard *h, struct wr_replay *ret)
{
    WR_CLEANUP(wr_arena_done) struct wr_arena a;
    struct wr_ctx sub = *ctx;
    struct wr_offsite_load load;
    int64_t now = wr_ctx_now(ctx);
    wr_arena_init(&a, SITE_ARENA_MAX);
    sub.arena = &a;
    int rc = wr_offsite_load(&sub, enterprise_id, pack, &load);
    if (rc < 0)
        return wr_fail(ctx, WR_K_offsite_feed);
    h->load = &load;
    struct wr_offsite_site *site =
        wr_offsite_site_new(&a, &load.conf, pack, (struct wr_offsite_sink){hear, h});
    if (site == NULL)
        return wr_fail(ctx, WR_K_memory);
    int64_t end = h->to_ms < now ? h->to_ms : now;
    rc = wr_offsite_feed(ctx, &load, site, wr_offsite_warm_from(h->from_ms), end,
                         wr_offsite_fine_from(&load, h->from_ms), &ret->rows_n);
    if (rc == 0)
        wr_offsite_site_tick(site, end);
    ret->outlets_n += (int64_t)load.points.n;
    return rc;
}

static int sites_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_site_row s;
    int rc = w->enterprise_id != 0 ? wr_offsite_see_in(tx, w->enterprise_id, &s) : 0;
    return rc < 0 ? rc : wr_offsite_store_sites(tx, w->scope, w->enterprise_id, &w->sites);
}

static int pass(struct wr_ctx *ctx, const struct work *w, const struct wr_offsite_pack *pack,
                struct heard *h, struct wr_replay *ret)
{
    const struct wr_site_row *s = w->sites.p;
    int rc = 0;
    ret->outlets_n = ret->rows_n = 0;
    for (size_t i = 0; rc == 0 && i < w->sites.n; i++)
        rc = replay_site(ctx, s[i].id, pack, h, ret);
    if (rc == 0 && h->full)
        return wr_fail(ctx, WR_K_offsite_feed_limit);
    return rc;
}

/* ---- the reply -------------------------------------------------------------------------------------------- */

static int by_time(const void *pa, const void *pb)
{
    const struct wr_replay_item *a = pa, *b = pb;
    if (a->raised_ms != b->raised_ms)
        return a->raised_ms < b->raised_ms ? -1 : 1;
    if (a->enterprise_id != b->enterprise_id)
        return a->enterprise_id < b->enterprise_id ? -1 : 1;
    if (a->outlet_id != b->outlet_id)
        return a->outlet_id < b->outlet_id ? -1 : 1;
    int c = wr_str_cmp(a->rule, b->rule);
    return c != 0 ? c : wr_str_cmp(a->factor, b->factor);
}

/** Does the other pack speak of the same thing at the same time? */
static bool is_in(const struct heard *h, const struct wr_replay_item *it)
{
    for (size_t i = 0; i < h->n; i++) {
        const struct wr_replay_item *o = &h->items[i];
        if (o->enterprise_id == it->enterprise_id && o->outlet_id == it->outlet_id &&
            o->line_id == it->line_id && wr_str_eq(o->rule, it->rule) &&
            wr_str_eq(o->factor, it->factor) && o->from_ms <= it->last_ms &&
            o->last_ms >= it->from_ms)
            return true;
    }
    return false;
}

static void mark_changes(struct heard *h, const struct heard *other, const char *change)
{
    for (size_t i = 0; i < h->n; i++)
        if (!is_in(other, &h->items[i]))
            h->items[i].change = wr_str(change);
}

static int count_rules(struct wr_ctx *ctx, const struct heard *h, const struct heard *other,
                       struct wr_list *ret)
{
    struct wr_replay_rule *r = wr_arena_array(ctx->arena, WR_OR_N, sizeof(*r));
    size_t n = 0;
    if (r == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (int k = 0; k < WR_OR_N; k++) {
        const struct wr_enum_item *it = wr_enum_item(wr_offsite_rules, k);
        struct wr_replay_rule x = {wr_str(it->name), wr_str(it->zh), wr_str(it->en), 0, 0, 0};
        int64_t last = 0;
        for (size_t i = 0; i < h->n; i++)
            if (wr_str_eq(h->items[i].rule, x.rule)) {
                x.n++;
                x.enterprises_n += h->items[i].enterprise_id != last ? 1 : 0;
                last = h->items[i].enterprise_id;
            }
        for (size_t i = 0; i < other->n; i++)
            x.before_n += wr_str_eq(other->items[i].rule, x.rule) ? 1 : 0;
        if (x.n > 0 || x.before_n > 0)
            r[n++] = x;
    }
    *ret = (struct wr_list){r, n};
    return 0;
}

/** The pack's own first; what only the other one said, where two are compared. */
static int fill(struct wr_ctx *ctx, struct heard *h, struct heard *other, struct wr_replay *ret)
{
    int rc = count_rules(ctx, h, other, &ret->rules);
    struct wr_replay_item *out =
        rc == 0 ? wr_arena_array(ctx->arena, h->n + other->n + 1, sizeof(*out)) : NULL;
    size_t n = 0;
    if (rc < 0 || out == NULL)
        return rc < 0 ? rc : wr_fail(ctx, WR_K_memory);
    ret->n = (int64_t)h->n;
    ret->before_n = (int64_t)other->n;
    if (ret->against.n > 0) {
        mark_changes(h, other, "added");
        mark_changes(other, h, "gone");
    }
    for (size_t i = 0; i < h->n; i++)
        out[n++] = h->items[i];
    for (size_t i = 0; i < other->n; i++)
        if (other->items[i].change.n > 0)
            out[n++] = other->items[i];
    if (n > 0)
        qsort(out, n, sizeof(*out), by_time);
    ret->items = (struct wr_list){out, n < SHOWN_MAX || ctx->actor.system ? n : SHOWN_MAX};
    ret->shown_n = (int64_t)ret->items.n;
    return 0;
}

static int read_query(struct wr_ctx *ctx, const struct wr_replay_query *q, struct heard *h)
{
    struct wr_date from, to;
    bool days = wr_date_parse(q->from, &from) && wr_date_parse(q->to, &to);
    h->rule = -1;
    if (!days || wr_date_to_days(from) > wr_date_to_days(to) ||
        wr_date_to_days(to) - wr_date_to_days(from) >= DAYS_MAX) {
        wr_fault(ctx, WR_S("from"), WR_K_export_period, q->from, q->from, q->to);
        return wr_faults_end(ctx);
    }
    if (q->rule.n > 0) {
        h->rule = (int)wr_enum_value(wr_offsite_rules, q->rule);
        if (h->rule < 0)
            wr_fault(ctx, WR_S("rule"), WR_K_offsite_rule, q->rule);
    }
    h->from_ms = wr_date_to_ms(from);
    h->to_ms = wr_date_to_ms(to) + WR_DAY_MS;
    return wr_faults_end(ctx);
}

static int replay_by(struct wr_ctx *ctx, const struct wr_replay_query *q,
                     const struct wr_offsite_pack *pack, const struct wr_offsite_pack *against,
                     struct wr_replay *ret)
{
    struct heard h = {.a = ctx->arena};
    struct work w = {.enterprise_id = q->enterprise_id, .scope = wr_offsite_scope(ctx)};
    *ret = (struct wr_replay){
        .from = q->from, .to = q->to, .against = against ? against->id : (struct wr_str){NULL, 0}};
    int rc = read_query(ctx, q, &h);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "offsite.sites", sites_tx, &w);
    struct heard other = h;
    if (rc == 0 && against != NULL)
        rc = pass(ctx, &w, against, &other, ret);
    if (rc == 0)
        rc = pass(ctx, &w, pack, &h, ret);
    if (rc < 0)
        return rc;
    ret->pack = wr_arena_dup(ctx->arena, pack->id);
    ret->pack_version = wr_arena_dup(ctx->arena, pack->version);
    ret->enterprises_n = (int64_t)w.sites.n;
    return fill(ctx, &h, &other, ret);
}

int wr_offsite_svc_replay(struct wr_ctx *ctx, const struct wr_replay_query *q,
                          struct wr_replay *ret)
{
    const struct wr_offsite_pack *pack = NULL, *against = NULL;
    int rc = q->pack.n > 0 ? wr_offsite_pack_by_id(ctx, q->pack, &pack)
                           : wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &pack);

    if (rc == 0 && q->against.n > 0)
        rc = wr_offsite_pack_by_id(ctx, q->against, &against);
    return rc < 0 ? rc : replay_by(ctx, q, pack, against, ret);
}

/* ---- a draft ---------------------------------------------------------------------------------------------- */

/** Place of the file as its own head names it. */
static struct wr_str draft_path(struct wr_ctx *ctx, struct wr_str content)
{
    struct wr_json *j = wr_json_parse(ctx, content);
    struct wr_str id = wr_json_str(wr_json_get(wr_json_get(j, "head"), "id"));
    bool good = wr_str_starts(id, WR_S(WR_OFFSITE_PACK_KIND "/")) && id.n < 60;
    struct wr_str path = wr_arena_printf(ctx->arena, WR_FMT ".json",
                                         WR_ARG(good ? id : WR_S(WR_OFFSITE_PACK_KIND "/?")));

    wr_json_free(j);
    return path;
}

static int load_draft(struct wr_ctx *ctx, struct wr_str content, struct wr_rules **ret)
{
    static const struct wr_pack_kind *const kinds[] = {&wr_offsite_pack_kind, NULL};
    struct wr_str path = draft_path(ctx, content);
    const struct wr_pack_file file = {path.p, (const unsigned char *)content.p, content.n};

    if (ctx->err.code < 0)
        return ctx->err.code;
    int rc = wr_rules_load_files(ctx, &file, 1, ret);
    return rc < 0 ? rc : wr_rules_use_kinds(ctx, *ret, kinds);
}

int wr_offsite_svc_try(struct wr_ctx *ctx, const struct wr_replay_try *t, struct wr_replay *ret)
{
    const struct wr_offsite_pack *against = NULL;
    const struct wr_replay_query q = {
        .from = t->from, .to = t->to, .rule = t->rule, .enterprise_id = t->enterprise_id};
    struct wr_rules *draft = NULL;
    int rc = load_draft(ctx, t->content, &draft);

    if (rc == 0)
        rc = t->against.n > 0 ? wr_offsite_pack_by_id(ctx, t->against, &against)
                              : wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &against);
    if (rc == 0)
        rc = replay_by(ctx, &q, wr_rules_at(draft, 0)->typed, against, ret);
    wr_rules_free(draft);
    return rc;
}
