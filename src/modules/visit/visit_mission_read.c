/* Transactions around the use cases of missions, and reading them. */
#include "modules/visit/visit_mission_use.h"

#include "base/events.h"
#include "base/text.h"
#include "modules/visit/visit_mission_store.h"

#include <inttypes.h>
#include <stdlib.h>

struct work {
    int64_t id, other_id;
    const void *in;
    struct wr_str text;
    struct wr_mission *ret;
    struct wr_list *list;
    struct wr_str *next;
};

/** Tell the live pages; after commit. */
static void tell(struct wr_ctx *ctx, const struct wr_mission *m)
{
    if (!ctx->events) {
        return;
    }
    struct wr_jw w;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, 4096);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_i64(&w, "id", m->id);
    wr_jw_str(&w, "enterprise_name", m->enterprise_name);
    wr_jw_str(&w, "state", wr_str(wr_enum_item(wr_mission_states, m->state)->name));
    wr_jw_i64(&w, "at_ms", wr_ctx_now(ctx));
    wr_jw_obj_end(&w);
    if (!b.failed) {
        wr_events_publish(ctx, WR_TOPIC_EVENTS, "mission", wr_buf_view(&b));
    }
}

static int run(struct wr_ctx *ctx, const char *name, int (*fn)(struct wr_tx *, void *),
               struct work *w)
{
    int rc = wr_tx_run(ctx, WR_TX_WRITE, name, fn, w);
    if (rc == 0) {
        tell(ctx, w->ret);
    }
    return rc;
}

static int submit_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_mission_submit_in(tx, w->in, w->ret);
    return rc < 0 ? rc : wr_mission_store_get(tx, w->ret->id, w->ret);
}

int wr_mission_svc_submit(struct wr_ctx *ctx, const struct wr_mission_new *in,
                          struct wr_mission *ret)
{
    struct work w = {.in = in, .ret = ret};
    return run(ctx, "mission.submit", submit_tx, &w);
}

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_mission_get_in(tx, w->id, w->ret);
}

int wr_mission_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_mission *ret)
{
    struct work w = {.id = id, .ret = ret};
    return wr_tx_run(ctx, WR_TX_READ, "mission.get", get_tx, &w);
}

static int again(struct wr_tx *tx, int rc, struct work *w)
{
    return rc < 0 ? rc : wr_mission_store_get(tx, w->id, w->ret);
}

static int approve_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return again(tx, wr_mission_approve_in(tx, w->id, w->text, w->ret), w);
}

int wr_mission_svc_approve(struct wr_ctx *ctx, int64_t id, struct wr_str note,
                           struct wr_mission *ret)
{
    struct work w = {.id = id, .text = note, .ret = ret};
    return run(ctx, "mission.approve", approve_tx, &w);
}

static int reject_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return again(tx, wr_mission_reject_in(tx, w->id, w->text, w->ret), w);
}

int wr_mission_svc_reject(struct wr_ctx *ctx, int64_t id, struct wr_str note,
                          struct wr_mission *ret)
{
    struct work w = {.id = id, .text = note, .ret = ret};
    return run(ctx, "mission.reject", reject_tx, &w);
}

static int notify_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    const struct wr_mission_notice *in = w->in;
    return again(tx, wr_mission_notify_in(tx, w->id, in->how, in->reason), w);
}

int wr_mission_svc_notify(struct wr_ctx *ctx, int64_t id, const struct wr_mission_notice *in,
                          struct wr_mission *ret)
{
    struct work w = {.id = id, .in = in, .ret = ret};
    return run(ctx, "mission.notify", notify_tx, &w);
}

static int cancel_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return again(tx, wr_mission_cancel_in(tx, w->id, w->text), w);
}

int wr_mission_svc_cancel(struct wr_ctx *ctx, int64_t id, struct wr_str reason,
                          struct wr_mission *ret)
{
    struct work w = {.id = id, .text = reason, .ret = ret};
    return run(ctx, "mission.cancel", cancel_tx, &w);
}

static int merge_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_mission_merge_in(tx, w->id, w->other_id);
    return rc < 0 ? rc : wr_mission_store_get(tx, w->other_id, w->ret);
}

int wr_mission_svc_merge(struct wr_ctx *ctx, int64_t id, int64_t into_id, struct wr_mission *ret)
{
    struct work w = {.id = id, .other_id = into_id, .ret = ret};
    return run(ctx, "mission.merge", merge_tx, &w);
}

/* ---- lists -------------------------------------------------------------------------------------- */

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_mission_store_list(tx, w->in, w->list);
}

int wr_mission_svc_list(struct wr_ctx *ctx, const struct wr_mission_filter *given,
                        struct wr_list *ret, struct wr_str *ret_next)
{
    struct wr_mission_page page = {.f = *given, .before_id = WR_ID_MAX};
    struct wr_mission_filter *f = &page.f;
    *ret = (struct wr_list){NULL, 0};
    *ret_next = (struct wr_str){NULL, 0};
    f->limit = f->limit > 0 ? f->limit : WR_PAGE_DEFAULT;
    if (f->cursor.n > 0 && !wr_str_i64(f->cursor, &page.before_id)) {
        return wr_fail(ctx, WR_K_visit_cursor);
    }
    if (ctx->actor.district_id != 0) {
        if (f->district_id != 0 && f->district_id != ctx->actor.district_id) {
            return 0;
        }
        f->district_id = ctx->actor.district_id;
    }
    struct work w = {.in = &page, .list = ret};
    int rc = wr_tx_run(ctx, WR_TX_READ, "mission.list", list_tx, &w);
    if (rc == 0 && (int64_t)ret->n == f->limit) {
        const struct wr_mission *last = (const struct wr_mission *)ret->p + ret->n - 1;
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, last->id);
    }
    return rc;
}

static struct wr_str today(struct wr_ctx *ctx)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), day);
    return wr_arena_dup(ctx->arena, wr_str(day));
}

static int mine_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    return wr_mission_store_of_officer(tx, ctx->actor.officer_id, w->text, w->list);
}

int wr_mission_svc_mine(struct wr_ctx *ctx, struct wr_list *ret)
{
    struct work w = {.text = today(ctx), .list = ret};
    *ret = (struct wr_list){NULL, 0};
    return ctx->actor.officer_id == 0 ? wr_fail(ctx, WR_K_visit_no_officer)
                                      : wr_tx_run(ctx, WR_TX_READ, "mission.mine", mine_tx, &w);
}

static int notices_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_mission_store_notices(tx, wr_tx_ctx(tx)->actor.enterprise_id, w->list);
}

int wr_mission_svc_notices(struct wr_ctx *ctx, struct wr_list *ret)
{
    struct work w = {.list = ret};
    *ret = (struct wr_list){NULL, 0};
    return ctx->actor.enterprise_id == 0
               ? wr_fail(ctx, WR_K_denied,
                         WR_S("当前账号没有关联企业 the account belongs to no enterprise"))
               : wr_tx_run(ctx, WR_TX_READ, "mission.notices", notices_tx, &w);
}

static int32_t day_number(struct wr_str day)
{
    struct wr_date d;
    return wr_date_parse(day, &d) ? wr_date_to_days(d) : 0;
}

/** Days between two spans of days; 0 when they touch. */
static int32_t gap_days(const struct wr_mission_pair *p)
{
    int32_t a = day_number(p->second_from) - day_number(p->first_to);
    int32_t b = day_number(p->first_from) - day_number(p->second_to);
    int32_t gap = a > b ? a : b;
    return gap > 0 ? gap : 0;
}

static int pairs_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_mission_store_pairs(tx, wr_tx_ctx(tx)->actor.district_id, w->text, w->list);
}

int wr_mission_svc_proposals(struct wr_ctx *ctx, struct wr_list *ret)
{
    const struct wr_visit_policy *policy;
    struct work w = {.text = today(ctx), .list = ret};
    *ret = (struct wr_list){NULL, 0};
    int rc = wr_visit_policy_on(ctx, wr_ctx_now(ctx), &policy);
    rc = rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "mission.pairs", pairs_tx, &w);
    struct wr_mission_pair *p = ret->p;
    size_t n = 0;
    for (size_t i = 0; rc == 0 && i < ret->n; i++) {
        if (gap_days(&p[i]) <= policy->merge.days) {
            p[n++] = p[i];
        }
    }
    ret->n = n;
    return rc;
}
