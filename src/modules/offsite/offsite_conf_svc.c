/* Limits, marks, process lines, control orders: what the rules know of. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"

#include <inttypes.h>

#define MARK_FUTURE_MAX_MS (366 * WR_DAY_MS)

struct work {
    const void *in;
    int64_t id, limit, enterprise_id, to_ms;
    const void *q;
    struct wr_offsite_page *page;
    struct wr_list *list;
    struct wr_mark mark;
    bool withdraw, mine;
};

static struct wr_str next_of(struct wr_ctx *ctx, size_t n, int64_t limit, int64_t last_id)
{
    return (int64_t)n == limit ? wr_arena_printf(ctx->arena, "%" PRId64, last_id)
                               : (struct wr_str){NULL, 0};
}

/* ---- limits ------------------------------------------------------------------------------------------- */

void wr_limit_check(struct wr_ctx *errors, const struct wr_limit *l)
{
    double lo = 0, hi = 0;
    bool has_lo = l->lo.n > 0, has_hi = l->hi.n > 0;
    if (has_lo && !wr_offsite_decimal(l->lo, &lo))
        wr_fault(errors, WR_S("lo"), WR_K_offsite_decimal, l->lo);
    else if (has_hi && !wr_offsite_decimal(l->hi, &hi))
        wr_fault(errors, WR_S("hi"), WR_K_offsite_decimal, l->hi);
    else if (!has_lo && !has_hi)
        wr_fault(errors, WR_S("hi"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    else if (has_lo && has_hi && lo >= hi)
        wr_fault(errors, WR_S("hi"), WR_K_limit_order, l->hi);
    if (l->to_day.n > 0 && wr_str_cmp(l->to_day, l->from_day) < 0)
        wr_fault(errors, WR_S("to_day"), WR_K_limit_days, l->to_day);
}

static struct wr_str limit_payload(struct wr_ctx *ctx, const struct wr_limit *l)
{
    return wr_audit_payload3(ctx, "factor", l->factor, "hi", l->hi.p != NULL ? l->hi : WR_S(""),
                             "source", l->source);
}

int wr_limit_add_in(struct wr_tx *tx, const struct wr_limit *in, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_site_row s;
    struct wr_limit l = *in, same;
    l.factor = wr_offsite_factor_2017(in->factor);
    l.created_ms = wr_ctx_now(ctx);
    int rc = wr_offsite_see_outlet_in(tx, l.outlet_id, &s);
    if (rc < 0)
        return rc;
    rc = wr_limit_store_find(tx, &l, &same);
    if (rc == 0)
        return wr_fail(ctx, WR_K_limit_twice, l.factor, l.from_day);
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    rc = wr_limit_store_insert(tx, &l, ret_id);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_LIMIT_ENTITY, *ret_id, s.id, "limit.add",
                                    limit_payload(ctx, &l));
}

int wr_limit_change_in(struct wr_tx *tx, const struct wr_limit *in)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_site_row s;
    struct wr_limit now, l = *in;
    l.factor = wr_offsite_factor_2017(in->factor);
    int rc = wr_limit_store_get(tx, in->id, &now);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该限值 limit"));
    if (rc == 0)
        rc = wr_offsite_see_outlet_in(tx, now.outlet_id, &s);
    if (rc == 0)
        rc = wr_offsite_see_outlet_in(tx, l.outlet_id, &s);
    if (rc == 0)
        rc = wr_limit_store_update(tx, &l);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_LIMIT_ENTITY, l.id, s.id, "limit.change",
                                    limit_payload(ctx, &l));
}

int wr_limit_remove_in(struct wr_tx *tx, const struct wr_limit *l, struct wr_str reason)
{
    int rc = wr_limit_store_delete(tx, l->id, l->version);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_LIMIT_ENTITY, l->id, l->enterprise_id, "limit.remove",
                                    wr_audit_payload1(wr_tx_ctx(tx), "reason", reason));
}

static int limits_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t own = wr_offsite_own(ctx);
    int rc = wr_limit_store_list(tx, w->q, own != 0 ? 0 : wr_offsite_scope(ctx), own, w->limit,
                                 &w->page->items);
    struct wr_limit *l = w->page->items.p;
    for (size_t i = 0; rc == 0 && i < w->page->items.n; i++)
        l[i].factor_name = wr_offsite_factor_name(l[i].factor);
    if (rc == 0 && w->page->items.n > 0)
        w->page->next = next_of(ctx, w->page->items.n, w->limit, l[w->page->items.n - 1].id);
    return rc;
}

int wr_limit_svc_list(struct wr_ctx *ctx, const struct wr_limit_query *q,
                      struct wr_offsite_page *ret)
{
    struct work w = {.q = q, .page = ret, .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT};
    *ret = (struct wr_offsite_page){0};
    return wr_tx_run(ctx, WR_TX_READ, "limit.list", limits_tx, &w);
}

static int limit_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    const struct wr_limit *l = w->in;
    return l->id != 0 ? wr_limit_change_in(tx, l) : wr_limit_add_in(tx, l, &w->id);
}

static int put_limit(struct wr_ctx *ctx, const struct wr_limit *in, int64_t *ret_id)
{
    struct work w = {.in = in};
    wr_limit_check(ctx, in);
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "limit.put", limit_tx, &w);
    *ret_id = w.id;
    return rc;
}

int wr_limit_svc_add(struct wr_ctx *ctx, const struct wr_limit *in, int64_t *ret_id)
{
    struct wr_limit l = *in;
    l.id = 0;
    return put_limit(ctx, &l, ret_id);
}

int wr_limit_svc_change(struct wr_ctx *ctx, const struct wr_limit *in)
{
    int64_t id = 0;
    return put_limit(ctx, in, &id);
}

/* ---- marks --------------------------------------------------------------------------------------------- */

static void dress_mark(struct wr_ctx *ctx, struct wr_mark *m)
{
    const struct wr_offsite_pack *p = NULL;
    if (wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &p) < 0) {
        wr_err_reset(ctx);
        return;
    }
    const struct wr_offsite_mark_kind *k = wr_offsite_mark_kind_of(p, m->code);
    m->code_zh = k != NULL ? k->name_zh : m->code;
    m->code_en = k != NULL ? k->name_en : m->code;
}

/** Which marks of the list are replaced by one of the enterprise on the same outlet. */
static int find_replaced(struct wr_ctx *ctx, struct wr_list *l)
{
    struct wr_mark *m = l->p;
    for (size_t i = 0; i < l->n; i++) {
        dress_mark(ctx, &m[i]);
        for (size_t j = 0; m[i].made_by == WR_MARK_DEVICE && j < l->n; j++) {
            struct wr_offsite_mark pair[2] = {
                {.by = WR_MARK_DEVICE,
                 .span = {.factor = m[i].factor, .from_ms = m[i].from_ms, .to_ms = m[i].to_ms}},
                {.by = m[j].made_by,
                 .span = {.factor = m[j].factor, .from_ms = m[j].from_ms, .to_ms = m[j].to_ms}}};
            struct wr_offsite_span out[2];
            if (m[j].outlet_id != m[i].outlet_id || m[j].made_by != WR_MARK_ENTERPRISE ||
                m[j].state != WR_MARK_ACTIVE)
                continue;
            (void)wr_offsite_marks_resolve(pair, 2, out);
            m[i].replaced = m[i].replaced || pair[0].replaced;
        }
    }
    return 0;
}

static int marks_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t own = wr_offsite_own(ctx);
    int rc = wr_mark_store_list(tx, w->q, own != 0 ? 0 : wr_offsite_scope(ctx), own, w->limit,
                                &w->page->items);
    if (rc == 0)
        rc = find_replaced(ctx, &w->page->items);
    const struct wr_mark *m = w->page->items.p;
    if (rc == 0 && w->page->items.n > 0)
        w->page->next = next_of(ctx, w->page->items.n, w->limit, m[w->page->items.n - 1].id);
    return rc;
}

int wr_mark_svc_list(struct wr_ctx *ctx, const struct wr_mark_query *q, struct wr_offsite_page *ret)
{
    struct work w = {.q = q, .page = ret, .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT};
    *ret = (struct wr_offsite_page){0};
    return wr_tx_run(ctx, WR_TX_READ, "mark.list", marks_tx, &w);
}

/** What a mark must be by itself: known, in order, a stop with an end, and not about data too old to be marked. */
static int check_mark(struct wr_ctx *ctx, const struct wr_offsite_pack *p, struct wr_mark *m)
{
    const struct wr_offsite_mark_kind *k = wr_offsite_mark_kind_of(p, m->code);
    int64_t now = wr_ctx_now(ctx);
    bool own = wr_offsite_own(ctx) != 0;
    if (k == NULL)
        wr_fault(ctx, WR_S("code"), WR_K_mark_code, m->code);
    else if (k->kind == WR_OS_STOP && m->to_ms == 0)
        wr_fault(ctx, WR_S("to_ms"), WR_K_mark_needs_end, ((struct wr_str){NULL, 0}));
    if (m->to_ms != 0 && m->to_ms <= m->from_ms)
        wr_fault(ctx, WR_S("to_ms"), WR_K_mark_order, ((struct wr_str){NULL, 0}));
    if (own && m->from_ms < now - p->number[WR_ON_MARK_DAYS] * WR_DAY_MS)
        wr_fault(ctx, WR_S("from_ms"), WR_K_mark_late, ((struct wr_str){NULL, 0}),
                 wr_arena_printf(ctx->arena, "%" PRId64, p->number[WR_ON_MARK_DAYS]));
    if (m->from_ms > now + MARK_FUTURE_MAX_MS || m->to_ms > now + MARK_FUTURE_MAX_MS)
        wr_fault(ctx, WR_S("from_ms"), WR_K_mark_future, ((struct wr_str){NULL, 0}));
    if (k != NULL) {
        m->kind = k->kind;
        m->invalidates = k->invalidates;
        m->stopped = k->stopped;
    }
    return wr_faults_end(ctx);
}

static int add_mark_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_mark *m = &w->mark;
    struct wr_mark same;
    struct wr_site_row s;
    int rc = wr_offsite_see_outlet_in(tx, m->outlet_id, &s);
    if (rc < 0)
        return rc;
    rc = wr_mark_store_by_uid(tx, m->uid, &same);
    if (rc == 0) {
        bool repeat = same.outlet_id == m->outlet_id && same.from_ms == m->from_ms &&
                      wr_str_eq(same.code, m->code);
        w->id = same.id;
        return repeat ? 0 : wr_fail(ctx, WR_K_mark_uid);
    }
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    rc = wr_mark_store_insert(tx, m, &w->id);
    w->enterprise_id = s.id;
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_MARK_ENTITY, w->id, s.id, "mark.add",
                                    wr_audit_payload2(ctx, "code", m->code, "reason", m->reason));
}

static int get_mark_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_mark_store_get(tx, w->id, &w->mark);
    if (rc == 0)
        dress_mark(wr_tx_ctx(tx), &w->mark);
    return rc;
}

/** Write, read again, and let the rules begin anew with it. */
static int run_mark(struct wr_ctx *ctx, const char *name, int (*fn)(struct wr_tx *, void *),
                    struct work *w, struct wr_mark *ret)
{
    int rc = wr_tx_run(ctx, WR_TX_WRITE, name, fn, w);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "mark.get", get_mark_tx, w);
    if (rc == 0)
        wr_offsite_live_forget(w->mark.enterprise_id);
    *ret = w->mark;
    return rc;
}

int wr_mark_svc_add(struct wr_ctx *ctx, const struct wr_mark *in, struct wr_mark *ret)
{
    const struct wr_offsite_pack *p = NULL;
    struct work w = {.mark = *in};
    w.mark.made_by = WR_MARK_ENTERPRISE;
    w.mark.user_id = ctx->actor.user_id;
    w.mark.created_ms = wr_ctx_now(ctx);
    w.mark.factor = wr_offsite_factor_2017(in->factor);
    int rc = wr_offsite_pack_on(ctx, w.mark.created_ms, &p);
    if (rc == 0)
        rc = check_mark(ctx, p, &w.mark);
    return rc < 0 ? rc : run_mark(ctx, "mark.add", add_mark_tx, &w, ret);
}

static int change_mark_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_mark *m = &w->mark;
    struct wr_site_row s;
    int rc = wr_mark_store_get(tx, w->id, m);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该标记 mark"));
    if (rc == 0)
        rc = wr_offsite_see_outlet_in(tx, m->outlet_id, &s);
    if (rc < 0)
        return rc;
    if (m->state != WR_MARK_ACTIVE)
        return wr_fail(ctx, WR_K_mark_withdrawn);
    if (w->withdraw)
        m->state = WR_MARK_WITHDRAWN;
    else if (w->to_ms <= m->from_ms)
        return wr_fail(ctx, WR_K_mark_order);
    else
        m->to_ms = w->to_ms;
    rc = wr_mark_store_update(tx, m);
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_MARK_ENTITY, m->id, s.id,
                                    w->withdraw ? "mark.withdraw" : "mark.end",
                                    wr_audit_payload1(ctx, "code", m->code));
}

int wr_mark_svc_end(struct wr_ctx *ctx, int64_t id, int64_t to_ms, struct wr_mark *ret)
{
    struct work w = {.id = id, .to_ms = to_ms != 0 ? to_ms : wr_ctx_now(ctx)};
    return run_mark(ctx, "mark.end", change_mark_tx, &w, ret);
}

int wr_mark_svc_withdraw(struct wr_ctx *ctx, int64_t id, struct wr_mark *ret)
{
    struct work w = {.id = id, .withdraw = true};
    return run_mark(ctx, "mark.withdraw", change_mark_tx, &w, ret);
}

/* ---- lines ---------------------------------------------------------------------------------------------- */

static int lines_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t own = wr_offsite_own(ctx);
    int rc = wr_line_store_list(tx, own != 0 ? own : w->enterprise_id,
                                own != 0 ? 0 : wr_offsite_scope(ctx), w->list);
    struct wr_power_line *l = w->list->p;
    for (size_t i = 0; rc == 0 && i < w->list->n; i++)
        rc = wr_line_store_channels(tx, l[i].id, &l[i].channels);
    return rc;
}

int wr_line_svc_list(struct wr_ctx *ctx, int64_t enterprise_id, struct wr_list *ret)
{
    struct work w = {.enterprise_id = enterprise_id, .list = ret};
    *ret = (struct wr_list){0};
    return wr_tx_run(ctx, WR_TX_READ, "line.list", lines_tx, &w);
}

/** All points of a line belong to its enterprise, and rated values are numbers above zero. */
static int check_line(struct wr_tx *tx, const struct wr_power_line *l)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_power_channel *c = l->channels.p;
    double v = 0;
    if (l->guard_kwh.n > 0 && !wr_offsite_decimal(l->guard_kwh, &v))
        wr_fault(ctx, WR_S("guard_kwh"), WR_K_offsite_decimal, l->guard_kwh);
    for (size_t i = 0; i <= l->channels.n; i++) {
        struct wr_site_row s = {0};
        bool emission = i == l->channels.n;
        int64_t outlet = emission ? l->emission_outlet_id : c[i].outlet_id;
        struct wr_str path =
            emission ? WR_S("emission_outlet_id") : wr_arena_printf(ctx->arena, "channels[%zu]", i);
        if (emission && outlet == 0)
            break;
        if (!emission && (!wr_offsite_decimal(c[i].rated, &v) || v <= 0))
            wr_fault(ctx, path, WR_K_offsite_decimal, c[i].rated);
        int rc = wr_offsite_store_owner(tx, outlet, &s);
        if (rc < 0 && rc != WR_ENOTFOUND)
            return rc;
        if (rc == WR_ENOTFOUND || s.id != l->enterprise_id)
            wr_fault(ctx, path, WR_K_offsite_other_outlet,
                     wr_arena_printf(ctx->arena, "%" PRId64, outlet));
    }
    return wr_faults_end(ctx);
}

static int put_line_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_power_line l = *(const struct wr_power_line *)w->in;
    struct wr_power_line now;
    struct wr_site_row s;
    l.created_ms = wr_ctx_now(ctx);
    int rc = l.id != 0 ? wr_line_store_get(tx, l.id, &now) : 0;
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该产治线 line"));
    if (rc == 0 && l.id != 0)
        l.enterprise_id = now.enterprise_id;
    if (rc == 0)
        rc = wr_offsite_see_in(tx, l.enterprise_id, &s);
    if (rc == 0)
        rc = check_line(tx, &l);
    if (rc == 0)
        rc = l.id != 0 ? wr_line_store_update(tx, &l) : wr_line_store_insert(tx, &l, &l.id);
    if (rc == 0)
        rc = wr_line_store_set_channels(tx, l.id, &l.channels);
    w->id = l.id;
    w->enterprise_id = l.enterprise_id;
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_LINE_ENTITY, l.id, l.enterprise_id, "line.put",
                                    wr_audit_payload1(ctx, "name", l.name));
}

int wr_line_svc_put(struct wr_ctx *ctx, const struct wr_power_line *in, int64_t *ret_id)
{
    struct work w = {.in = in};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "line.put", put_line_tx, &w);
    if (rc == 0)
        wr_offsite_live_forget(w.enterprise_id);
    *ret_id = w.id;
    return rc;
}

/* ---- orders ---------------------------------------------------------------------------------------------- */

static int orders_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t own = wr_offsite_own(ctx);
    return wr_order_store_list(tx, own != 0 ? own : w->enterprise_id,
                               own != 0 ? 0 : wr_offsite_scope(ctx), w->list);
}

int wr_order_svc_list(struct wr_ctx *ctx, int64_t enterprise_id, struct wr_list *ret)
{
    struct work w = {.enterprise_id = enterprise_id, .list = ret};
    *ret = (struct wr_list){0};
    return wr_tx_run(ctx, WR_TX_READ, "order.list", orders_tx, &w);
}

static int add_order_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_control_order o = *(const struct wr_control_order *)w->in;
    struct wr_site_row s;
    o.created_ms = wr_ctx_now(ctx);
    int rc = wr_offsite_see_in(tx, o.enterprise_id, &s);
    if (rc == 0)
        rc = wr_order_store_insert(tx, &o, &w->id);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_order_twice, o.number);
    w->enterprise_id = o.enterprise_id;
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_ORDER_ENTITY, w->id, o.enterprise_id, "order.add",
                                    wr_audit_payload1(ctx, "number", o.number));
}

int wr_order_svc_add(struct wr_ctx *ctx, const struct wr_control_order *in, int64_t *ret_id)
{
    struct work w = {.in = in};
    if (in->to_ms != 0 && in->to_ms <= in->from_ms)
        wr_fault(ctx, WR_S("to_ms"), WR_K_mark_order, ((struct wr_str){NULL, 0}));
    if (!in->stop && in->cut_bp == 0)
        wr_fault(ctx, WR_S("cut_bp"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "order.add", add_order_tx, &w);
    if (rc == 0)
        wr_offsite_live_forget(w.enterprise_id);
    *ret_id = w.id;
    return rc;
}

static int end_order_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_control_order o;
    struct wr_site_row s;
    int rc = wr_order_store_get(tx, w->id, &o);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该管控令 order"));
    if (rc == 0)
        rc = wr_offsite_see_in(tx, o.enterprise_id, &s);
    if (rc == 0)
        rc = wr_order_store_end(tx, o.id, wr_ctx_now(ctx), o.version);
    w->enterprise_id = o.enterprise_id;
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_ORDER_ENTITY, o.id, o.enterprise_id, "order.end",
                                    wr_audit_payload1(ctx, "number", o.number));
}

int wr_order_svc_end(struct wr_ctx *ctx, int64_t id)
{
    struct work w = {.id = id};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "order.end", end_order_tx, &w);
    if (rc == 0)
        wr_offsite_live_forget(w.enterprise_id);
    return rc;
}
