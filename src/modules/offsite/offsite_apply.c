/* What the rules said becomes clues: one open for each rule and object, extended by repeats. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"
#include "base/events.h"

#include <inttypes.h>
#include <math.h>

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS INT64_C(3600000)
#define SAMPLES_BYTES_MAX ((size_t)300000)
#define AROUND_MAX 4000

struct work {
    const struct wr_offsite_load *load;
    const struct wr_offsite_event *e;
    struct wr_str samples;
    struct wr_clue clue; /* [out] id 0: nothing to tell */
};

/* ---- samples around it --------------------------------------------------------------------------------- */

/** Does the rule look at hours or days, or at minutes? */
static bool is_coarse(int rule)
{
    return rule != WR_OR_Z1 && rule != WR_OR_N1 && rule != WR_OR_L3 && rule != WR_OR_T1 &&
           rule < WR_OR_P1;
}

static void put_points(struct wr_jw *w, const struct wr_tele_sample *s, size_t n)
{
    wr_jw_list(w, "points");
    for (size_t i = 0; i < n; i++) {
        wr_jw_list(w, NULL);
        wr_jw_i64(w, NULL, s[i].t_ms);
        wr_jw_str(w, NULL, s[i].text);
        wr_jw_str(w, NULL, wr_str(s[i].flag));
        wr_jw_list_end(w);
    }
    wr_jw_list_end(w);
}

/** One factor's series; all versions, so that altered history shows. */
static void put_series(struct wr_ctx *ctx, struct wr_jw *w, int64_t outlet_id, int cn,
                       struct wr_str factor, int64_t from_ms, int64_t to_ms)
{
    static const int fields[] = {WR_TELE_AVG, WR_TELE_RTD, WR_TELE_ZS_AVG, WR_TELE_INFO_VALUE};
    for (size_t i = 0; i < WR_ARRAY_LEN(fields); i++) {
        const struct wr_tele_query q = {.outlet_id = outlet_id,
                                        .cn = cn,
                                        .factor = factor,
                                        .field = fields[i],
                                        .from_ms = from_ms,
                                        .to_ms = to_ms,
                                        .versions = WR_TELE_ALL_VERSIONS,
                                        .max = AROUND_MAX};
        struct wr_list l = {0};
        if (wr_tele_read(ctx, ctx->telemetry, &q, &l) < 0) {
            wr_err_reset(ctx);
            continue;
        }
        if (l.n == 0)
            continue;
        wr_jw_obj(w, NULL);
        wr_jw_i64(w, "outlet_id", outlet_id);
        wr_jw_i64(w, "cn", cn);
        wr_jw_str(w, "factor", factor);
        wr_jw_str(w, "name", wr_offsite_factor_name(factor));
        wr_jw_str(w, "field", wr_str(wr_enum_item(wr_tele_fields, fields[i])->name));
        put_points(w, l.p, l.n);
        wr_jw_obj_end(w);
    }
}

static void put_line(struct wr_ctx *ctx, struct wr_jw *w, const struct wr_offsite_load *l,
                     int64_t line_id, int64_t from_ms, int64_t to_ms)
{
    const struct wr_power_line *lines = l->lines.p;
    for (size_t i = 0; i < l->lines.n; i++) {
        const struct wr_power_channel *c = lines[i].channels.p;
        for (size_t k = 0; lines[i].id == line_id && k < lines[i].channels.n; k++) {
            put_series(ctx, w, c[k].outlet_id, WR_TELE_REAL, c[k].factor, from_ms, to_ms);
            put_series(ctx, w, c[k].outlet_id, WR_TELE_MINUTE, c[k].factor, from_ms, to_ms);
        }
    }
}

static int grain_of(enum wr_offsite_rule rule)
{
    if (rule == WR_OR_W1)
        return WR_TELE_INFO;
    if (is_coarse(rule))
        return WR_TELE_HOUR;
    return rule == WR_OR_T1 ? WR_TELE_REAL : WR_TELE_MINUTE;
}

/** The factor that fired, what tells of the working condition beside it, and the other outlet where there is one. */
static void put_outlet(struct wr_ctx *ctx, struct wr_jw *w, const struct wr_offsite_event *e,
                       int64_t from_ms, int64_t to_ms)
{
    static const char *const with[] = {"a19001", "a00000", "w00000"};
    int cn = grain_of(e->rule);
    put_series(ctx, w, e->outlet_id, cn, wr_str(e->factor), from_ms, to_ms);
    for (size_t i = 0; i < WR_ARRAY_LEN(with) && cn != WR_TELE_INFO; i++)
        put_series(ctx, w, e->outlet_id, cn, wr_str(with[i]), from_ms, to_ms);
    if (e->other_outlet_id != 0)
        put_series(ctx, w, e->other_outlet_id, cn, wr_str(e->factor), from_ms, to_ms);
}

/** The rows that fired it and those around, as JSON: ±30 minutes, or ±12 hours of hour means. */
static struct wr_str samples_of(struct wr_ctx *ctx, const struct wr_offsite_load *l,
                                const struct wr_offsite_event *e)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_jw w;
    bool coarse = is_coarse(e->rule);
    int64_t around = coarse ? 12 * HOUR_MS : 30 * MINUTE_MS;
    int64_t from = e->from_ms - around, to = e->last_ms + around + (coarse ? HOUR_MS : 0);
    if (to - from > 10 * WR_DAY_MS)
        from = to - 10 * WR_DAY_MS;
    wr_buf_init(&b, SAMPLES_BYTES_MAX);
    wr_jw_init(&w, &b);
    wr_jw_list(&w, NULL);
    if (ctx->telemetry != NULL && e->line_id != 0)
        put_line(ctx, &w, l, e->line_id, from, to);
    else if (ctx->telemetry != NULL && e->outlet_id != 0 && e->factor[0] != 0)
        put_outlet(ctx, &w, e, from, to);
    wr_jw_list_end(&w);
    return b.failed ? WR_S("[]") : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

/* ---- writing ------------------------------------------------------------------------------------------- */

int wr_clue_step_in(struct wr_tx *tx, const struct wr_clue *c, int64_t act, struct wr_str note)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_clue_step s = {.clue_id = c->id,
                                   .at_ms = wr_ctx_now(ctx),
                                   .user_id = ctx->actor.system ? 0 : ctx->actor.user_id,
                                   .act = act,
                                   .state = c->state,
                                   .note = note};
    int rc = wr_clue_store_add_step(tx, &s);
    struct wr_str action =
        wr_arena_printf(ctx->arena, "clue.%s", wr_enum_item(wr_clue_acts, act)->name);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_CLUE_ENTITY, c->id, c->enterprise_id,
                                    wr_arena_cstr(ctx->arena, action),
                                    wr_audit_payload2(ctx, "number", c->number, "rule", c->rule));
}

static int number_of(struct wr_tx *tx, int64_t now_ms, struct wr_str *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int year = wr_date_of_ms(now_ms).year;
    int64_t n = 0;
    int rc = wr_clue_store_next_number(tx, wr_arena_printf(ctx->arena, "XS-%04d-%%", year), &n);
    *ret = wr_arena_printf(ctx->arena, "XS-%04d-%06" PRId64, year, n + 1);
    return rc;
}

static void take_values(struct wr_arena *a, struct wr_clue *c, const struct wr_offsite_event *e)
{
    c->last_ms = e->last_ms > c->last_ms ? e->last_ms : c->last_ms;
    c->times = e->n > c->times ? e->n : c->times;
    if (!isnan(e->value))
        c->value = wr_offsite_number_text(a, e->value);
    if (!isnan(e->bound))
        c->bound = wr_offsite_number_text(a, e->bound);
    c->ended_ms = e->said == WR_SAID_END ? e->last_ms : 0;
}

/** Escalate when the pack's conditions for a visit are met. @return act taken, 0: none */
static int64_t convert(struct wr_ctx *ctx, const struct wr_offsite_load *l, struct wr_clue *c,
                       const struct wr_offsite_event *e)
{
    int64_t why = wr_clue_converts(e, l->pack->number[WR_ON_ESCALATE_HOURS_N]);
    int64_t next = why != 0 ? wr_clue_next(c->state, WR_CA_ESCALATE) : -1;
    if (next < 0)
        return 0;
    c->state = next;
    c->escalated_ms = wr_ctx_now(ctx);
    c->escalate_reason = why;
    return WR_CA_ESCALATE;
}

static void describe(struct wr_ctx *ctx, const struct work *w, struct wr_clue *c)
{
    const struct wr_offsite_load *l = w->load;
    const struct wr_offsite_event *e = w->e;
    const struct wr_offsite_rule_row *r = l->pack->rule[e->rule];
    int64_t now = wr_ctx_now(ctx);
    int64_t hours = l->pack->number[r->daily ? WR_ON_ANSWER_DAY_H : WR_ON_ANSWER_HOUR_H];
    const struct wr_point_row *p = wr_offsite_load_point(l, e->outlet_id);
    *c = (struct wr_clue){.enterprise_id = l->site.id,
                          .district_id = l->site.district_id,
                          .outlet_id = e->outlet_id,
                          .line_id = e->line_id,
                          .other_outlet_id = e->other_outlet_id,
                          .open_key = wr_clue_open_key(ctx->arena, e),
                          .rule = r->id,
                          .level = r->level,
                          .fraud = e->fraud,
                          .outage = e->outage,
                          .pack = l->pack->id,
                          .pack_version = l->pack->version,
                          .factor = wr_arena_dup(ctx->arena, wr_str(e->factor)),
                          .from_ms = e->from_ms,
                          .raised_ms = e->raised_ms,
                          .samples = w->samples,
                          .state = WR_CLUE_PUSHED,
                          .created_ms = now,
                          .answer_due_ms = now + hours * HOUR_MS};
    if (wr_clue_is_noted(r->level)) {
        c->state = WR_CLUE_NOTED;
        c->answer_due_ms = 0;
    }
    if (p != NULL) {
        c->mn = p->mn;
        c->legal_review_date = p->legal_review_date;
        c->technical_review_date = p->technical_review_date;
        c->evidence = p->legal_review_date.n > 0 && p->technical_review_date.n > 0;
    }
}

static int insert(struct wr_tx *tx, struct work *w, struct wr_clue *c)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    take_values(ctx->arena, c, w->e);
    int64_t act = convert(ctx, w->load, c, w->e);
    int rc = number_of(tx, c->created_ms, &c->number);
    if (rc == 0)
        rc = wr_clue_store_insert(tx, c, &c->id);
    if (rc == 0)
        rc = wr_clue_step_in(tx, c, WR_CA_RAISE, WR_S(""));
    if (rc == 0 && act != 0)
        rc =
            wr_clue_step_in(tx, c, act, wr_str(wr_enum_item(wr_clue_whys, c->escalate_reason)->zh));
    w->clue = *c;
    return rc;
}

/** An open clue goes on, or its condition is over. */
static int extend(struct wr_tx *tx, struct work *w, struct wr_clue *c)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_clue before = *c;
    take_values(ctx->arena, c, w->e);
    if (w->samples.n > 2)
        c->samples = w->samples;
    int64_t act = convert(ctx, w->load, c, w->e);
    if (act == 0 && w->e->said == WR_SAID_END && wr_clue_next(c->state, WR_CA_END) >= 0) {
        act = WR_CA_END;
        c->state = WR_CLUE_CLOSED;
        c->outcome = WR_OUTCOME_ENDED;
        c->closed_ms = wr_ctx_now(ctx);
        c->open_key = (struct wr_str){NULL, 0};
    }
    if (act == 0 && c->last_ms == before.last_ms && c->times == before.times &&
        c->ended_ms == before.ended_ms)
        return 0; /* said before */
    int rc = wr_clue_store_update(tx, c);
    c->version++;
    w->clue = *c;
    if (rc < 0)
        return rc;
    return act != 0
               ? wr_clue_step_in(tx, c, act,
                                 act == WR_CA_ESCALATE
                                     ? wr_str(wr_enum_item(wr_clue_whys, c->escalate_reason)->zh)
                                     : WR_S(""))
               : wr_audit_append(tx, &WR_CLUE_ENTITY, c->id, c->enterprise_id, "clue.extend",
                                 wr_audit_payload1(ctx, "number", c->number));
}

static int apply_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_clue c, like;
    w->clue = (struct wr_clue){0};
    describe(ctx, w, &like);
    like.last_ms = w->e->last_ms;
    int rc = wr_clue_store_by_key(tx, like.open_key, &c);
    if (rc == 0)
        return extend(tx, w, &c);
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    rc = wr_clue_store_episode(tx, &like, &c); /* closed by somebody: it stays so */
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    return w->e->said == WR_SAID_RAISE ? insert(tx, w, &like) : 0;
}

void wr_clue_tell(struct wr_ctx *ctx, const struct wr_clue *c)
{
    wr_events_publish(
        ctx, WR_TOPIC_EVENTS, "clue",
        wr_arena_printf(
            ctx->arena,
            "{\"id\":%" PRId64 ",\"rule\":\"" WR_FMT "\",\"state\":\"%s\","
            "\"level\":\"%s\",\"enterprise_id\":%" PRId64 ",\"district_id\":%" PRId64 "}",
            c->id, WR_ARG(c->rule), wr_enum_item(wr_clue_states, c->state)->name,
            wr_enum_item(wr_offsite_levels, c->level)->name, c->enterprise_id, c->district_id));
}

static int apply_one(struct wr_ctx *ctx, const struct wr_offsite_load *l,
                     const struct wr_offsite_event *e)
{
    struct work w = {.load = l, .e = e, .samples = WR_S("[]")};
    if (l->pack->rule[e->rule] == NULL)
        return 0;
    if (e->said != WR_SAID_EXTEND)
        w.samples = samples_of(ctx, l, e);
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "clue.apply", apply_tx, &w);
    if (rc == 0 && w.clue.id != 0)
        wr_clue_tell(ctx, &w.clue);
    return rc;
}

int wr_offsite_apply(struct wr_ctx *ctx, int64_t enterprise_id, const struct wr_offsite_event *e,
                     size_t n)
{
    const struct wr_offsite_pack *pack = NULL;
    struct wr_offsite_load l;
    int rc = wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &pack);
    if (rc == 0)
        rc = wr_offsite_load(ctx, enterprise_id, pack, &l);
    for (size_t i = 0; rc == 0 && i < n; i++) {
        struct wr_arena_mark m = wr_arena_mark(ctx->arena);
        rc = apply_one(ctx, &l, &e[i]);
        if (rc == 0)
            wr_arena_rewind(ctx->arena, m);
    }
    return rc;
}
