/*
 * Judging as data arrives. State is kept for each enterprise in an arena of its own; rows of an enterprise that is not warm, and
 * rows that come out of order, only mark it, and the next look begins anew from the store. So live and replay are one and the
 * same, and a row costs a look-up and a few comparisons.
 */
#include "modules/offsite/offsite_use.h"

#include "base/alloc.h"
#include "base/calendar.h"
#include "base/log.h"

#include <math.h>
#include <pthread.h>

#define SITE_ARENA_MAX ((size_t)64 << 20)
#define REFRESH_MS                                                                                 \
    (INT64_C(6) * 3600000)       /* begin anew, so that changes made elsewhere are taken up */
#define FIRST_MS (2 * WR_DAY_MS) /* how far back clues are raised at the first look */
#define BUDGET_MS 4000           /* of one wr_offsite_svc_live */
#define TICK_MS INT64_C(60000)
#define PACKETS_SETTLE_MS INT64_C(60000)
#define LIST_MS INT64_C(600000)
#define CHANGES_MAX 500 /* of one wr_offsite_svc_live; beyond it all begin anew */
#define ROW_VALUES_MAX 256
#define WAITING_MAX ((size_t)4 << 20)

struct live_site {
    int64_t enterprise_id;
    struct wr_arena arena;
    struct wr_offsite_load load;
    struct wr_offsite_site *site; /* NULL: cold */
    struct wr_offsite_event *events;
    size_t events_n, events_cap;
    bool dirty;
    int64_t dirty_ms; /* earliest data that was not judged; 0: first look */
    int64_t built_ms, ticked_ms;
    int64_t packets_ms; /* packets of days that ended by then are judged */
    bool failed;        /* no memory for an event: begin anew */
    bool building;
    struct wr_arena waiting; /* rows that came while it was built */
    struct waiting_row *first, **last;
};
struct waiting_row {
    struct wr_offsite_row row;
    struct waiting_row *next;
};
struct entry {
    int64_t outlet_id;      /* 0: free */
    struct live_site *site; /* NULL: owner not known yet */
};
#define NOTHING_SEEN (-2)
static struct {
    pthread_mutex_t lock;
    struct entry *map;
    size_t cap, n;
    struct live_site **sites;
    size_t sites_n, sites_cap;
    int64_t listed_ms; /* only wr_offsite_svc_live */
    int64_t seen_seq;  /* the same: leaves of the log looked at; NOTHING_SEEN */
    char pack[65];     /* the same: hash of the pack that judges; "" none yet */
} live = {.lock = PTHREAD_MUTEX_INITIALIZER, .seen_seq = NOTHING_SEEN};

/* ---- registry; all under the lock ------------------------------------------------------------------------ */

static struct entry *slot_of(struct entry *map, size_t cap, int64_t outlet_id)
{
    size_t i = (size_t)((uint64_t)outlet_id * UINT64_C(0x9E3779B97F4A7C15)) & (cap - 1);
    while (map[i].outlet_id != 0 && map[i].outlet_id != outlet_id)
        i = (i + 1) & (cap - 1);
    return &map[i];
}

static bool grow_map(void)
{
    size_t cap = live.cap == 0 ? 1024 : live.cap * 2;
    struct entry *map = wr_alloc_array(cap, sizeof(*map));
    if (map == NULL)
        return false;
    for (size_t i = 0; i < live.cap; i++)
        if (live.map[i].outlet_id != 0)
            *slot_of(map, cap, live.map[i].outlet_id) = live.map[i];
    (void)wr_free(live.map);
    live.map = map;
    live.cap = cap;
    return true;
}

static struct entry *entry_of(int64_t outlet_id)
{
    if (live.n * 2 >= live.cap && !grow_map())
        return NULL;
    struct entry *e = slot_of(live.map, live.cap, outlet_id);
    if (e->outlet_id == 0) {
        e->outlet_id = outlet_id;
        live.n++;
    }
    return e;
}

static struct live_site *site_of(int64_t enterprise_id)
{
    for (size_t i = 0; i < live.sites_n; i++)
        if (live.sites[i]->enterprise_id == enterprise_id)
            return live.sites[i];
    if (live.sites_n == live.sites_cap) {
        size_t cap = live.sites_cap == 0 ? 64 : live.sites_cap * 2;
        struct live_site **more = wr_realloc_array(live.sites, cap, sizeof(*more));
        if (more == NULL)
            return NULL;
        live.sites = more;
        live.sites_cap = cap;
    }
    struct live_site *s = wr_alloc(sizeof(*s));
    if (s != NULL) {
        s->enterprise_id = enterprise_id;
        s->dirty = true;
        live.sites[live.sites_n++] = s;
    }
    return s;
}

static void mark_dirty(struct live_site *s, int64_t t_ms)
{
    if (!s->dirty || t_ms < s->dirty_ms)
        s->dirty_ms = t_ms;
    s->dirty = true;
}

static void hear(void *arg, const struct wr_offsite_event *e)
{
    struct live_site *s = arg;
    if (s->events_n == s->events_cap) {
        size_t cap = s->events_cap == 0 ? 16 : s->events_cap * 2;
        struct wr_offsite_event *more = wr_realloc_array(s->events, cap, sizeof(*more));
        if (more == NULL) {
            s->failed = true;
            return;
        }
        s->events = more;
        s->events_cap = cap;
    }
    s->events[s->events_n++] = *e;
}

static void make_cold(struct live_site *s)
{
    wr_arena_done(&s->arena);
    s->site = NULL;
}

void wr_offsite_live_forget(int64_t enterprise_id)
{
    (void)pthread_mutex_lock(&live.lock);
    for (size_t i = 0; i < live.sites_n; i++) {
        struct live_site *s = live.sites[i];
        if (enterprise_id != 0 && s->enterprise_id != enterprise_id)
            continue;
        make_cold(s);
        mark_dirty(s, 0);
    }
    (void)pthread_mutex_unlock(&live.lock);
}

void wr_offsite_live_end(void)
{
    (void)pthread_mutex_lock(&live.lock);
    for (size_t i = 0; i < live.sites_n; i++) {
        make_cold(live.sites[i]);
        (void)wr_free(live.sites[i]->events);
        (void)wr_free(live.sites[i]);
    }
    live.map = wr_free(live.map);
    live.sites = wr_free(live.sites);
    live.cap = live.n = live.sites_n = live.sites_cap = 0;
    live.listed_ms = 0;
    live.seen_seq = NOTHING_SEEN;
    live.pack[0] = 0;
    (void)pthread_mutex_unlock(&live.lock);
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

/** Values of a stored row as the rules take them. @return how many */
static size_t values_of(const struct wr_tele_row *r, struct wr_offsite_value *out)
{
    size_t n = r->n < ROW_VALUES_MAX ? r->n : ROW_VALUES_MAX;
    for (size_t i = 0; i < n; i++) {
        const struct wr_tele_value *v = &r->values[i];
        out[i] = (struct wr_offsite_value){.factor = v->factor,
                                           .field = (int)v->field,
                                           .value = v->text.p != NULL ? wr_tele_number(v->text)
                                                                      : v->value};
        size_t k = v->flag.n < WR_TELE_FLAG_MAX ? v->flag.n : WR_TELE_FLAG_MAX;
        if (k > 0)
            memcpy(out[i].mark, v->flag.p, k);
    }
    return n;
}

/** Keep a row until the site stands. */
static void keep_row(struct live_site *s, const struct wr_offsite_row *row)
{
    struct waiting_row *w = wr_arena_new(&s->waiting, struct waiting_row);
    struct wr_offsite_value *v = wr_arena_array(&s->waiting, row->n + 1, sizeof(*v));
    if (w == NULL || v == NULL) {
        mark_dirty(s, row->t_ms);
        return;
    }
    for (size_t i = 0; i < row->n; i++) {
        v[i] = row->values[i];
        v[i].factor = wr_arena_dup(&s->waiting, row->values[i].factor);
    }
    w->row = *row;
    w->row.values = v;
    *s->last = w;
    s->last = &w->next;
}

static void judge_row(struct live_site *s, const struct wr_tele_row *r,
                      struct wr_offsite_value *values)
{
    bool waits = s->building && r->outcome != WR_TELE_VERSIONED;
    if (!waits && (s->site == NULL || s->dirty || r->outcome == WR_TELE_VERSIONED)) {
        mark_dirty(s, r->t_ms);
        return;
    }
    const struct wr_offsite_row row = {.outlet_id = r->outlet_id,
                                       .cn = r->cn,
                                       .t_ms = r->t_ms,
                                       .received_ms = r->received_ms,
                                       .backfill = r->backfill,
                                       .version = r->version,
                                       .values = values,
                                       .n = values_of(r, values)};
    if (waits)
        keep_row(s, &row);
    else if (wr_offsite_site_row(s->site, &row) == WR_FED_LATE)
        mark_dirty(s, r->t_ms);
}

/** Take away what was heard. @return events in ctx->arena, NULL: none, or no memory for them (they are heard again) */
static struct wr_offsite_event *take_events(struct wr_ctx *ctx, struct live_site *s, size_t *ret_n)
{
    *ret_n = s->events_n;
    if (s->events_n == 0)
        return NULL;
    struct wr_offsite_event *e = wr_arena_array(ctx->arena, s->events_n, sizeof(*e));
    if (e != NULL)
        memcpy(e, s->events, s->events_n * sizeof(*e));
    s->events_n = 0;
    return e;
}

/** Write what one enterprise's rules said; on failure it begins anew, so that nothing is lost. */
static void flush(struct wr_ctx *ctx, struct live_site *s)
{
    size_t n = 0;
    (void)pthread_mutex_lock(&live.lock);
    int64_t id = s->enterprise_id;
    struct wr_offsite_event *e = take_events(ctx, s, &n);
    (void)pthread_mutex_unlock(&live.lock);
    if (n == 0)
        return;
    int rc = e == NULL ? WR_ENOMEM : wr_offsite_apply(ctx, id, e, n);
    if (rc == 0)
        return;
    wr_log(WR_LOG_WARN, "offsite.apply", "enterprise=%lld error=" WR_LOG_Q, (long long)id,
           WR_LOG_QARG(ctx->err.en));
    wr_err_reset(ctx);
    (void)pthread_mutex_lock(&live.lock);
    mark_dirty(s, e != NULL ? e[0].from_ms : 0);
    (void)pthread_mutex_unlock(&live.lock);
}

int wr_offsite_on_rows(struct wr_ctx *ctx, const struct wr_tele_row *rows, size_t n)
{
    struct wr_offsite_value *values = wr_arena_array(ctx->arena, ROW_VALUES_MAX, sizeof(*values));
    if (values == NULL)
        return wr_fail(ctx, WR_K_memory);
    bool heard = false;
    (void)pthread_mutex_lock(&live.lock);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].outcome == WR_TELE_SAME)
            continue;
        struct entry *e = entry_of(rows[i].outlet_id);
        if (e == NULL || e->site == NULL)
            continue;
        memset(values, 0,
               sizeof(*values) * (rows[i].n < ROW_VALUES_MAX ? rows[i].n : ROW_VALUES_MAX));
        judge_row(e->site, &rows[i], values);
        heard = heard || e->site->events_n > 0;
    }
    (void)pthread_mutex_unlock(&live.lock);
    for (size_t i = 0; heard; i++) {
        (void)pthread_mutex_lock(&live.lock);
        struct live_site *s = i < live.sites_n ? live.sites[i] : NULL;
        bool some = s != NULL && s->events_n > 0;
        (void)pthread_mutex_unlock(&live.lock);
        if (s == NULL)
            break;
        if (some)
            flush(ctx, s);
    }
    return 0;
}

/* ---- catching up ------------------------------------------------------------------------------------------- */

struct owner {
    int64_t outlet_id;
    struct wr_site_row site;
};

static int owner_tx(struct wr_tx *tx, void *arg)
{
    struct owner *o = arg;
    return wr_offsite_store_owner(tx, o->outlet_id, &o->site);
}

/** Outlets whose enterprise is not known yet. */
static int adopt_outlets(struct wr_ctx *ctx)
{
    for (size_t i = 0;; i++) {
        struct owner o = {0};
        (void)pthread_mutex_lock(&live.lock);
        while (i < live.cap && (live.map[i].outlet_id == 0 || live.map[i].site != NULL))
            i++;
        if (i < live.cap)
            o.outlet_id = live.map[i].outlet_id;
        (void)pthread_mutex_unlock(&live.lock);
        if (o.outlet_id == 0)
            return 0;
        int rc = wr_tx_run(ctx, WR_TX_READ, "offsite.owner", owner_tx, &o);
        if (rc < 0 && rc != WR_ENOTFOUND)
            return rc;
        wr_err_reset(ctx);
        (void)pthread_mutex_lock(&live.lock);
        struct entry *e = rc == 0 ? entry_of(o.outlet_id) : NULL;
        if (e != NULL)
            e->site = site_of(o.site.id);
        if (e != NULL && e->site != NULL) /* what it sent so far is in the store only */
            mark_dirty(e->site, wr_ctx_now(ctx) - FIRST_MS);
        (void)pthread_mutex_unlock(&live.lock);
    }
}

static int sites_tx(struct wr_tx *tx, void *arg)
{
    return wr_offsite_store_sites(tx, 0, 0, arg);
}

/** All enterprises that are monitored, also those that have not sent a row since the start. */
static int adopt_sites(struct wr_ctx *ctx, int64_t now_ms)
{
    struct wr_list l = {0};
    if (now_ms - live.listed_ms < LIST_MS && now_ms >= live.listed_ms)
        return 0;
    int rc = wr_tx_run(ctx, WR_TX_READ, "offsite.sites", sites_tx, &l);
    const struct wr_site_row *s = l.p;
    (void)pthread_mutex_lock(&live.lock);
    for (size_t i = 0; rc == 0 && i < l.n; i++)
        (void)site_of(s[i].id);
    live.listed_ms = rc == 0 ? now_ms : live.listed_ms;
    (void)pthread_mutex_unlock(&live.lock);
    return rc;
}

/* ---- changes made elsewhere: another process, an import, the command line -------------------------------- */

/** Sites that stand were built before the log was looked at: they begin anew. */
static void take_change(const struct wr_conf_change *c)
{
    for (size_t i = 0; i < live.sites_n; i++) {
        struct live_site *s = live.sites[i];
        if (s->site != NULL && (c->enterprise_id == 0 || s->enterprise_id == c->enterprise_id)) {
            make_cold(s);
            mark_dirty(s, 0);
        }
    }
}

static int newest_tx(struct wr_tx *tx, void *arg)
{
    return wr_offsite_store_newest(tx, arg);
}

static int changes_tx(struct wr_tx *tx, void *arg)
{
    return wr_offsite_store_changes(tx, live.seen_seq, CHANGES_MAX, arg);
}

static int take_changes(struct wr_ctx *ctx)
{
    struct wr_list l = {0};
    bool first = live.seen_seq == NOTHING_SEEN;
    int64_t newest = NOTHING_SEEN;
    int rc = first ? 0 : wr_tx_run(ctx, WR_TX_READ, "offsite.changes", changes_tx, &l);
    if (rc == 0 && (first || l.n == CHANGES_MAX)) {
        rc = wr_tx_run(ctx, WR_TX_READ, "offsite.newest", newest_tx, &newest);
        if (rc == 0 && !first)
            wr_offsite_live_forget(0);
    }
    if (rc < 0)
        return rc;
    const struct wr_conf_change *c = l.p;
    (void)pthread_mutex_lock(&live.lock);
    for (size_t i = 0; newest == NOTHING_SEEN && i < l.n; i++)
        take_change(&c[i]);
    (void)pthread_mutex_unlock(&live.lock);
    live.seen_seq = newest != NOTHING_SEEN ? newest : l.n > 0 ? c[l.n - 1].seq : live.seen_seq;
    return 0;
}

/** Another pack judges from now on: published here or elsewhere, or its first day has come. All begin anew with it. */
static int take_pack(struct wr_ctx *ctx, int64_t now_ms)
{
    const struct wr_offsite_pack *p = NULL;
    int rc = wr_offsite_pack_on(ctx, now_ms, &p);
    if (rc < 0 || wr_str_eq(wr_str(live.pack), p->sha256))
        return rc;
    if (live.pack[0] != 0) {
        wr_log(WR_LOG_INFO, "offsite.rules", "pack=" WR_FMT " version=" WR_FMT, WR_ARG(p->id),
               WR_ARG(p->version));
        wr_offsite_live_forget(0);
    }
    if (!wr_str_copy_z(p->sha256, live.pack, sizeof(live.pack)))
        live.pack[0] = 0;
    return 0;
}

/** What a rebuild hears: only what ended after the first data it is for. */
struct rebuild {
    struct live_site *s;
    int64_t since_ms;
};

static void hear_rebuild(void *arg, const struct wr_offsite_event *e)
{
    const struct rebuild *r = arg;
    if (e->last_ms >= r->since_ms)
        hear(r->s, e);
}

/** Build a site anew from the store. It is nobody else's until it is put in its place. */
static int build(struct wr_ctx *ctx, struct live_site *fresh, int64_t since_ms, int64_t now_ms)
{
    const struct wr_offsite_pack *pack = NULL;
    struct wr_ctx sub = *ctx;
    struct rebuild r = {fresh, since_ms};
    wr_arena_init(&fresh->arena, SITE_ARENA_MAX);
    sub.arena = &fresh->arena;
    int rc = wr_offsite_pack_on(ctx, now_ms, &pack);
    if (rc == 0)
        rc = wr_offsite_load(&sub, fresh->enterprise_id, pack, &fresh->load);
    if (rc < 0)
        return rc;
    fresh->site = wr_offsite_site_new(&fresh->arena, &fresh->load.conf, pack,
                                      (struct wr_offsite_sink){hear_rebuild, &r});
    if (fresh->site == NULL)
        return wr_fail(ctx, WR_K_memory);
    int64_t from = since_ms < now_ms ? since_ms : now_ms;
    rc = wr_offsite_feed(ctx, &fresh->load, fresh->site, wr_offsite_warm_from(from), now_ms,
                         wr_offsite_fine_from(&fresh->load, from), NULL);
    return rc;
}

static int rebuild_site(struct wr_ctx *ctx, struct live_site *s, int64_t now_ms)
{
    struct live_site fresh = {0};
    (void)pthread_mutex_lock(&live.lock);
    int64_t since = s->dirty && s->dirty_ms > 0 ? s->dirty_ms - 3600000 : now_ms - FIRST_MS;
    fresh.enterprise_id = s->enterprise_id;
    make_cold(s);
    s->dirty = s->failed = false;
    s->dirty_ms = 0;
    s->building = true;
    wr_arena_init(&s->waiting, WAITING_MAX);
    s->first = NULL;
    s->last = &s->first;
    (void)pthread_mutex_unlock(&live.lock);
    int rc = build(ctx, &fresh, since, now_ms);
    (void)pthread_mutex_lock(&live.lock);
    s->arena = fresh.arena;
    s->load = fresh.load;
    s->site = rc == 0 ? fresh.site : NULL;
    s->built_ms = s->ticked_ms = s->packets_ms = now_ms;
    if (s->site != NULL) {
        wr_offsite_site_move(s->site, &s->arena, &s->load.conf, (struct wr_offsite_sink){hear, s});
        for (size_t i = 0; i < fresh.events_n; i++)
            hear(s, &fresh.events[i]);
        /* most of them were in what was read already: then they are late, and known */
        for (const struct waiting_row *w = s->first; w != NULL; w = w->next)
            (void)wr_offsite_site_row(s->site, &w->row);
    } else {
        make_cold(s);
        mark_dirty(s, since);
    }
    s->building = false;
    wr_arena_done(&s->waiting);
    (void)wr_free(fresh.events);
    (void)pthread_mutex_unlock(&live.lock);
    return rc;
}

static void tick_site(struct live_site *s, int64_t now_ms)
{
    (void)pthread_mutex_lock(&live.lock);
    if (s->site != NULL && !s->dirty && now_ms - s->ticked_ms >= TICK_MS) {
        wr_offsite_site_tick(s->site, now_ms);
        s->ticked_ms = now_ms;
    }
    if (s->failed || now_ms - s->built_ms > REFRESH_MS + s->enterprise_id % 3600 * 1000)
        mark_dirty(s, now_ms - FIRST_MS);
    (void)pthread_mutex_unlock(&live.lock);
}

/** A day is over: what was counted of its packets (W2). The listener's last counts of it need a moment. */
static int take_packets(struct wr_ctx *ctx, struct live_site *s, int64_t now_ms)
{
    struct wr_list days = {0};
    int64_t to_ms = now_ms - PACKETS_SETTLE_MS;
    if (s->site == NULL || s->dirty ||
        wr_date_to_days(wr_date_of_ms(to_ms)) <= wr_date_to_days(wr_date_of_ms(s->packets_ms)))
        return 0;
    int rc = wr_offsite_packets(ctx, s->enterprise_id, s->packets_ms, to_ms, &days);
    if (rc < 0)
        return rc;
    (void)pthread_mutex_lock(&live.lock);
    if (s->site != NULL)
        (void)wr_offsite_feed_packets(s->site, &days, 0, to_ms);
    s->packets_ms = to_ms;
    (void)pthread_mutex_unlock(&live.lock);
    return 0;
}

/** Build it if it must be, else let time pass; then write what was said. A failure concerns this enterprise alone. */
static void look_at_site(struct wr_ctx *ctx, struct live_site *s, bool build_it, int64_t now_ms)
{
    struct wr_arena_mark m = wr_arena_mark(ctx->arena);
    int rc = 0;
    if (build_it) {
        rc = rebuild_site(ctx, s, now_ms);
    } else {
        tick_site(s, now_ms);
        rc = take_packets(ctx, s, now_ms);
    }
    if (rc < 0) {
        wr_log(WR_LOG_WARN, "offsite.build", "enterprise=%lld error=" WR_LOG_Q,
               (long long)s->enterprise_id, WR_LOG_QARG(ctx->err.en));
        wr_err_reset(ctx);
    }
    flush(ctx, s);
    wr_arena_rewind(ctx->arena, m);
}

int wr_offsite_svc_live(struct wr_ctx *ctx)
{
    int64_t begin = wr_mono_ms(ctx->clock), now = wr_ctx_now(ctx);
    if (ctx->telemetry == NULL)
        return 0;
    int rc = take_pack(ctx, now);
    if (rc == 0)
        rc = take_changes(ctx);
    if (rc == 0)
        rc = adopt_sites(ctx, now);
    if (rc == 0)
        rc = adopt_outlets(ctx);
    for (size_t i = 0; rc == 0; i++) {
        (void)pthread_mutex_lock(&live.lock);
        struct live_site *s = i < live.sites_n ? live.sites[i] : NULL;
        bool dirty = s != NULL && (s->dirty || s->site == NULL);
        (void)pthread_mutex_unlock(&live.lock);
        if (s == NULL)
            break;
        bool in_time = wr_mono_ms(ctx->clock) - begin < BUDGET_MS;
        if (!dirty || in_time)
            look_at_site(ctx, s, dirty, now);
    }
    return rc;
}
