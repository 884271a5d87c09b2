/* Coverage certificate (POS-7): who really is covered off-site in a month, with the gaps by name. */
#include "modules/offsite/offsite_run.h"
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"
#include "codec/json.h"

#include <inttypes.h>

#define HOUR_MS INT64_C(3600000)
#define GAPS_MAX 200

struct work {
    const struct wr_offsite_coverage_query *q;
    struct wr_offsite_coverage *ret;
    const struct wr_offsite_pack *pack;
    int64_t from_ms, to_ms;
    struct wr_list sites, answers;
};

/** How far the actor may ask: a district and an enterprise, 0: all. @return 0, WR_ENOTFOUND */
static int reach(struct wr_tx *tx, const struct wr_offsite_coverage_query *q, int64_t *ret_district,
                 int64_t *ret_one)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_site_row s;
    int64_t own = wr_offsite_own(ctx), scope = own != 0 ? 0 : wr_offsite_scope(ctx);
    *ret_one = own != 0 ? own : q->enterprise_id;
    *ret_district = scope != 0 ? scope : q->district_id;
    return *ret_one != 0 ? wr_offsite_see_in(tx, *ret_one, &s) : 0;
}

static int sites_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int64_t district = 0, one = 0;
    int rc = reach(tx, w->q, &district, &one);
    if (rc == 0)
        rc = wr_offsite_store_sites(tx, district, one, &w->sites);
    return rc < 0 ? rc
                  : wr_clue_store_answers(tx, w->from_ms, w->to_ms, wr_ctx_now(wr_tx_ctx(tx)),
                                          &w->answers);
}

static void add_gap(struct wr_offsite_coverage_row *r, struct wr_offsite_coverage_gap g)
{
    if (r->gaps.n < GAPS_MAX)
        ((struct wr_offsite_coverage_gap *)r->gaps.p)[r->gaps.n++] = g;
}

/** Hours of one pollutant in the month. */
struct capture {
    char factor[WR_TELE_FACTOR_MAX + 1];
    int64_t normal, stopped; /* stopped: by the device */
    struct wr_offsite_run run;
};
#define POLLUTANTS_MAX 40
struct captures {
    const struct wr_offsite_pack *pack;
    const struct wr_offsite_point_conf *conf;
    struct capture p[POLLUTANTS_MAX];
    size_t n;
};

static struct capture *capture_of(struct captures *c, const char *factor)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->p[i].factor, factor) == 0)
            return &c->p[i];
    if (c->n == POLLUTANTS_MAX || wr_offsite_role_of(wr_str(factor)) != WR_FR_POLLUTANT ||
        !wr_str_copy_z(wr_str(factor), c->p[c->n].factor, sizeof(c->p[0].factor)))
        return NULL;
    return &c->p[c->n++];
}

static void count_stopped(const struct captures *c, struct capture *x,
                          const struct wr_offsite_run *r)
{
    x->stopped +=
        wr_offsite_run_stopped(r, wr_str(x->factor), c->conf->spans, c->conf->spans_n, NULL, NULL);
}

static int take_hour(void *arg, const struct wr_tele_sample *s)
{
    struct captures *c = arg;
    struct capture *x = capture_of(c, s->factor);
    struct wr_offsite_run ended;
    if (x == NULL)
        return 0;
    x->normal += wr_offsite_mark_normal(wr_str(s->flag));
    if (wr_offsite_run_take(&x->run, wr_offsite_flag_kind(c->pack, wr_str(s->flag)), s->t_ms,
                            HOUR_MS, &ended))
        count_stopped(c, x, &ended);
    return 0;
}

/** Availability of a point: hours that came, of those expected, with back-fill; the worst pollutant counts. -1: not applicable */
static int64_t availability(struct wr_ctx *ctx, const struct work *w,
                            const struct wr_offsite_point_conf *conf)
{
    struct captures *c = wr_arena_new(ctx->arena, struct captures);
    const struct wr_tele_query q = {.outlet_id = conf->outlet_id,
                                    .cn = WR_TELE_HOUR,
                                    .field = WR_TELE_AVG,
                                    .from_ms = w->from_ms,
                                    .to_ms = w->to_ms,
                                    .versions = WR_TELE_LATEST};
    int64_t total = 0, worst = -1;
    for (int64_t t = w->from_ms; t < w->to_ms; t += HOUR_MS)
        total += wr_offsite_span_stopped(conf->spans, conf->spans_n, t) ? 0 : 1;
    if (total == 0)
        return -1;
    if (c != NULL) {
        c->pack = w->pack;
        c->conf = conf;
    }
    if (c == NULL || wr_tele_each(ctx, ctx->telemetry, &q, take_hour, c) < 0) {
        wr_err_reset(ctx);
        return 0;
    }
    for (size_t i = 0; i < c->n; i++) {
        struct capture *x = &c->p[i];
        count_stopped(c, x, &x->run);
        int64_t of = total - x->stopped;
        int64_t bp = x->normal >= of ? 10000 : x->normal * 10000 / of;
        if (of > 0 && (worst < 0 || bp < worst))
            worst = bp;
    }
    bool all_stopped = c->n > 0 && worst < 0;
    return all_stopped ? -1 : worst < 0 ? 0 : worst;
}

/** @param sub  for what is read and thrown away */
static void judge_point(struct wr_ctx *ctx, struct wr_ctx *sub, const struct work *w,
                        const struct wr_offsite_load *l, size_t i,
                        struct wr_offsite_coverage_row *r)
{
    const struct wr_point_row *p = (const struct wr_point_row *)l->points.p + i;
    const struct wr_offsite_point_conf *c = &l->conf.points[i];
    if (c->medium != WR_OM_GAS && c->medium != WR_OM_WATER)
        return;
    r->points_n++;
    bool reviewed = p->legal_review_date.n > 0 && p->technical_review_date.n > 0;
    r->reviewed_n += reviewed ? 1 : 0;
    struct wr_offsite_coverage_gap g = {.outlet_id = p->id,
                                        .outlet_code = wr_arena_dup(ctx->arena, p->code)};
    if (!reviewed) {
        g.kind = WR_S("review");
        g.zh = wr_arena_printf(ctx->arena, WR_FMT " 的设备没有通过法制和技术审核，数据不能作为证据",
                               WR_ARG(p->code));
        g.en = wr_arena_printf(ctx->arena,
                               "device of " WR_FMT
                               " lacks its legal or technical review: its data is no evidence",
                               WR_ARG(p->code));
        add_gap(r, g);
    }
    int64_t bp = availability(sub, w, c);
    if (bp < 0)
        return;
    if (!r->has_availability_bp || bp < r->availability_bp)
        r->availability_bp = bp;
    r->has_availability_bp = true;
    if (bp >= w->pack->number[WR_ON_COVERAGE_BP])
        return;
    g.kind = WR_S("availability");
    g.value_bp = bp;
    g.zh =
        wr_arena_printf(ctx->arena, WR_FMT " 的数据可用率为 %" PRId64 ".%02" PRId64 "%%，低于要求",
                        WR_ARG(p->code), bp / 100, bp % 100);
    g.en = wr_arena_printf(ctx->arena,
                           "availability of " WR_FMT " is %" PRId64 ".%02" PRId64
                           " %%, below what is needed",
                           WR_ARG(p->code), bp / 100, bp % 100);
    add_gap(r, g);
}

static void judge_answers(struct wr_ctx *ctx, const struct work *w,
                          struct wr_offsite_coverage_row *r)
{
    const struct wr_answer_row *a = w->answers.p;
    for (size_t i = 0; i < w->answers.n; i++)
        if (a[i].enterprise_id == r->enterprise_id) {
            r->clues_n = a[i].clues_n;
            r->answered_n = a[i].answered_n;
        }
    if (r->clues_n == 0)
        return;
    r->has_answered_bp = true;
    r->answered_bp = r->answered_n * 10000 / r->clues_n;
    if (r->answered_bp >= w->pack->number[WR_ON_COVERAGE_ANSWER_BP])
        return;
    add_gap(r, (struct wr_offsite_coverage_gap){
                   .kind = WR_S("answers"),
                   .value_bp = r->answered_bp,
                   .zh = wr_arena_printf(ctx->arena, "%" PRId64 " 条报警没有按期答复",
                                         r->clues_n - r->answered_n),
                   .en = wr_arena_printf(ctx->arena, "%" PRId64 " alarms were not answered in time",
                                         r->clues_n - r->answered_n)});
}

/** Most sites have few gaps or none: only those go into the reply's memory. */
static int keep_gaps(struct wr_ctx *ctx, struct wr_offsite_coverage_row *r)
{
    const void *found = r->gaps.p;
    size_t size = r->gaps.n * sizeof(struct wr_offsite_coverage_gap);

    r->gaps.p = NULL;
    if (r->gaps.n == 0)
        return 0;
    r->gaps.p = wr_arena_array(ctx->arena, r->gaps.n, sizeof(struct wr_offsite_coverage_gap));
    if (r->gaps.p == NULL)
        return wr_fail(ctx, WR_K_memory);
    memcpy(r->gaps.p, found, size);
    return 0;
}

static int judge_site(struct wr_ctx *ctx, const struct work *w, const struct wr_site_row *s,
                      struct wr_offsite_coverage_row *r)
{
    WR_CLEANUP(wr_arena_done) struct wr_arena a;
    struct wr_ctx sub = *ctx;
    struct wr_offsite_load l;
    wr_arena_init(&a, (size_t)64 << 20);
    sub.arena = &a;
    *r = (struct wr_offsite_coverage_row){.enterprise_id = s->id,
                                          .enterprise_name = s->name,
                                          .credit_code = s->credit_code,
                                          .district_id = s->district_id,
                                          .district_name = s->district_name,
                                          .positive_state = s->positive_state};
    r->gaps.p = wr_arena_array(&a, GAPS_MAX, sizeof(struct wr_offsite_coverage_gap));
    if (r->gaps.p == NULL)
        return wr_fail(ctx, WR_K_memory);
    if (wr_offsite_load(&sub, s->id, w->pack, &l) < 0)
        return wr_fail(ctx, WR_K_offsite_feed);
    for (size_t i = 0; i < l.points.n; i++)
        judge_point(ctx, &sub, w, &l, i, r);
    if (r->points_n == 0)
        add_gap(r, (struct wr_offsite_coverage_gap){.kind = WR_S("no_point"),
                                                    .zh = WR_S("没有联网的在线监测点位"),
                                                    .en = WR_S("no monitored point is connected")});
    judge_answers(ctx, w, r);
    r->covered = r->gaps.n == 0;
    return keep_gaps(ctx, r);
}

static int read_month(struct wr_ctx *ctx, struct work *w)
{
    struct wr_date now = wr_date_of_ms(wr_ctx_now(ctx)), d = {now.year, now.month, 1};
    char text[WR_DATE_TEXT];
    struct wr_str asked = w->q->month;
    bool good = asked.n == 0 ||
                (asked.n == 7 &&
                 wr_date_parse(wr_arena_printf(ctx->arena, WR_FMT "-01", WR_ARG(asked)), &d));
    if (!good || wr_date_to_days(d) > wr_date_to_days(now)) {
        wr_fault(ctx, WR_S("month"), WR_K_coverage_month, asked);
        return wr_faults_end(ctx);
    }
    wr_date_format(d, text);
    w->ret->month = wr_str_sub(wr_arena_dup(ctx->arena, wr_str(text)), 0, 7);
    w->from_ms = wr_date_to_ms(d);
    w->to_ms = wr_date_to_ms(wr_date_add_months(d, 1));
    int64_t hour = wr_ctx_now(ctx) / HOUR_MS * HOUR_MS - HOUR_MS;
    if (w->to_ms > hour)
        w->to_ms = hour > w->from_ms ? hour : w->from_ms;
    return 0;
}

/* ---- kept ---------------------------------------------------------------------------------------------------- */

struct kept {
    const struct wr_offsite_coverage_query *q;
    struct wr_str month;
    struct wr_coverage_month head; /* id 0: the month was not kept */
    struct wr_list entries;        /* struct wr_coverage_entry */
};

static int kept_tx(struct wr_tx *tx, void *arg)
{
    struct kept *k = arg;
    int64_t district = 0, one = 0;
    int rc = reach(tx, k->q, &district, &one);
    if (rc < 0)
        return rc;
    rc = wr_coverage_store_month(tx, k->month, &k->head);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(wr_tx_ctx(tx));
        return 0;
    }
    return rc < 0 ? rc
                  : wr_coverage_store_entries(tx, k->head.id, district, one, k->q->positive,
                                              &k->entries);
}

/** The certificate as it was kept; k->head.id is 0 where it was not. */
static int read_kept(struct wr_ctx *ctx, struct kept *k, struct wr_offsite_coverage *ret)
{
    int rc = wr_tx_run(ctx, WR_TX_READ, "coverage.kept", kept_tx, k);
    const struct wr_coverage_entry *e = k->entries.p;
    struct wr_offsite_coverage_row *out =
        rc == 0 ? wr_arena_array(ctx->arena, k->entries.n + 1, sizeof(*out)) : NULL;
    if (rc == 0 && out == NULL)
        rc = wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; rc == 0 && i < k->entries.n; i++) {
        struct wr_json *j = wr_json_parse(ctx, e[i].body);
        rc = j == NULL ? wr_fail(ctx, WR_K_bug, WR_S("coverage_entry"))
                       : wr_json_into(ctx, j, WR_S("body"), wr_offsite_coverage_row_fields, &out[i],
                                      sizeof(out[i]));
        wr_json_free(j);
        ret->covered_n += e[i].covered ? 1 : 0;
    }
    if (rc < 0)
        return rc;
    ret->pack = k->head.pack;
    ret->pack_version = k->head.pack_version;
    ret->need_bp = k->head.need_bp;
    ret->need_answer_bp = k->head.need_answer_bp;
    ret->kept_ms = k->head.made_ms;
    ret->items = (struct wr_list){out, k->entries.n};
    ret->enterprises_n = (int64_t)k->entries.n;
    return 0;
}

struct keeping {
    struct wr_coverage_month m;
    struct wr_list entries;
};

static int keep_tx(struct wr_tx *tx, void *arg)
{
    struct keeping *k = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_coverage_store_keep(tx, &k->m, &k->entries, &k->m.id);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_COVERAGE_ENTITY, k->m.id, 0, "coverage.keep",
                                    wr_audit_payload1(ctx, "month", k->m.month));
}

static int entries_of(struct wr_ctx *ctx, const struct wr_offsite_coverage *c, struct wr_list *ret)
{
    const struct wr_offsite_coverage_row *r = c->items.p;
    struct wr_coverage_entry *e = wr_arena_array(ctx->arena, c->items.n + 1, sizeof(*e));
    struct wr_buf b;
    if (e == NULL)
        return wr_fail(ctx, WR_K_memory);
    wr_buf_init(&b, (size_t)1 << 20);
    bool good = true;
    for (size_t i = 0; good && i < c->items.n; i++) {
        wr_buf_clear(&b);
        wr_json_encode(&b, wr_offsite_coverage_row_fields, &r[i], WR_MASK_NONE);
        e[i] = (struct wr_coverage_entry){.enterprise_id = r[i].enterprise_id,
                                          .district_id = r[i].district_id,
                                          .listed = r[i].positive_state == WR_POSITIVE_LISTED,
                                          .covered = r[i].covered,
                                          .body = wr_arena_dup(ctx->arena, wr_buf_view(&b))};
        good = !b.failed && e[i].body.p != NULL;
    }
    wr_buf_done(&b);
    *ret = (struct wr_list){e, c->items.n};
    return good ? 0 : wr_fail(ctx, WR_K_memory);
}

int wr_offsite_svc_keep_coverage(struct wr_ctx *ctx)
{
    const struct wr_offsite_pack *pack = NULL;
    struct wr_date today = wr_date_of_ms(wr_ctx_now(ctx));
    struct wr_date month = wr_date_add_months((struct wr_date){today.year, today.month, 1}, -1);
    char text[WR_DATE_TEXT];
    wr_date_format(month, text);
    const struct wr_offsite_coverage_query q = {.month = wr_arena_printf(ctx->arena, "%.7s", text)};
    struct kept k = {.q = &q, .month = q.month};
    struct wr_offsite_coverage c;
    int rc = wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &pack);
    if (rc < 0 || ctx->telemetry == NULL ||
        wr_date_to_days(today) - wr_date_to_days(wr_date_add_months(month, 1)) <
            pack->number[WR_ON_MARK_DAYS])
        return rc;
    rc = wr_tx_run(ctx, WR_TX_READ, "coverage.kept", kept_tx, &k);
    if (rc < 0 || k.head.id != 0)
        return rc;
    rc = wr_offsite_svc_coverage(ctx, &q, &c);
    struct keeping p = {.m = {.month = q.month,
                              .made_ms = wr_ctx_now(ctx),
                              .pack = c.pack,
                              .pack_version = c.pack_version,
                              .need_bp = c.need_bp,
                              .need_answer_bp = c.need_answer_bp}};
    if (rc == 0)
        rc = entries_of(ctx, &c, &p.entries);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "coverage.keep", keep_tx, &p);
}

/* ---- asked for ------------------------------------------------------------------------------------------------- */

/** The month as its data stands now. */
static int judge_month(struct wr_ctx *ctx, struct work *w)
{
    struct wr_offsite_coverage *ret = w->ret;
    int rc = wr_offsite_pack_on(ctx, w->from_ms, &w->pack);
    if (rc == 0 && ctx->telemetry == NULL)
        rc = wr_fail(ctx, WR_K_tele_none);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "offsite.coverage", sites_tx, w);
    if (rc < 0)
        return rc;
    const struct wr_site_row *s = w->sites.p;
    struct wr_offsite_coverage_row *out = wr_arena_array(ctx->arena, w->sites.n + 1, sizeof(*out));
    if (out == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; rc == 0 && i < w->sites.n; i++) {
        if (w->q->positive && s[i].positive_state != WR_POSITIVE_LISTED)
            continue;
        rc = judge_site(ctx, w, &s[i], &out[ret->items.n]);
        ret->covered_n += rc == 0 && out[ret->items.n].covered ? 1 : 0;
        ret->items.n++;
    }
    ret->items.p = out;
    ret->pack = w->pack->id;
    ret->pack_version = w->pack->version;
    ret->need_bp = w->pack->number[WR_ON_COVERAGE_BP];
    ret->need_answer_bp = w->pack->number[WR_ON_COVERAGE_ANSWER_BP];
    ret->enterprises_n = (int64_t)ret->items.n;
    return rc;
}

int wr_offsite_svc_coverage(struct wr_ctx *ctx, const struct wr_offsite_coverage_query *q,
                            struct wr_offsite_coverage *ret)
{
    struct work w = {.q = q, .ret = ret};
    *ret = (struct wr_offsite_coverage){0};
    int rc = read_month(ctx, &w);
    if (rc < 0)
        return rc;
    struct kept k = {.q = q, .month = ret->month};
    rc = read_kept(ctx, &k, ret);
    return rc < 0 || k.head.id != 0 ? rc : judge_month(ctx, &w);
}
