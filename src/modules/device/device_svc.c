/* Loggers, monitored outlets, strangers: use cases. */
#include "base/calendar.h"
#include "hj212/hj212.h"
#include "modules/device/device_rules.h"
#include "modules/device/device_store.h"
#include "modules/enterprise/enterprise_svc.h"

#include <inttypes.h>

static int64_t scope_district(const struct wr_ctx *ctx)
{
    return ctx->actor.system ? 0 : ctx->actor.district_id;
}

static int64_t scope_enterprise(const struct wr_ctx *ctx, int64_t asked)
{
    const struct wr_actor *a = &ctx->actor;
    return !a->system && (a->roles & WR_ROLE_ENTERPRISE) ? a->enterprise_id : asked;
}

static struct wr_str next_of(struct wr_ctx *ctx, size_t n, int64_t limit, int64_t last_id)
{
    return n == (size_t)limit ? wr_arena_printf(ctx->arena, "%" PRId64, last_id)
                              : (struct wr_str){0};
}

static int stale(struct wr_ctx *ctx, int64_t version)
{
    return wr_fail(ctx, WR_K_version_conflict, wr_arena_printf(ctx->arena, "%" PRId64, version));
}

/* ---- doors for the rooms above ------------------------------------------------------------------ */

int wr_logger_get_in(struct wr_tx *tx, int64_t id, struct wr_logger *ret)
{
    return wr_logger_store_get(tx, id, ret);
}

int wr_logger_walk_in(struct wr_tx *tx, const struct wr_logger_walk *q, int64_t after_id,
                      int64_t limit, struct wr_list *ret)
{
    return wr_logger_store_walk(tx, q, after_id, limit, ret);
}

int wr_logger_of_outlet_in(struct wr_tx *tx, int64_t outlet_id, struct wr_logger *ret)
{
    return wr_logger_store_of_outlet(tx, outlet_id, ret);
}

int wr_monitor_get_in(struct wr_tx *tx, int64_t outlet_id, struct wr_monitor *ret)
{
    int rc = wr_monitor_store_get(tx, outlet_id, ret);
    return rc == 0 && ret->id != 0 ? wr_monitor_store_factors(tx, ret->id, &ret->factors) : rc;
}

int wr_monitor_list_in(struct wr_tx *tx, int64_t after_outlet_id, int64_t limit,
                       struct wr_list *ret)
{
    const struct wr_monitor_query q = {.cursor = after_outlet_id};
    return wr_monitor_store_list(tx, &q, 0, 0, limit, ret);
}

int wr_monitor_may_see_in(struct wr_tx *tx, int64_t outlet_id, struct wr_monitor *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_monitor_get_in(tx, outlet_id, ret);

    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !wr_enterprise_in_scope(&ctx->actor, ret->district_id, ret->enterprise_id)))
        return wr_fail(ctx, WR_K_outlet_not_found);
    return rc;
}

/* ---- loggers ------------------------------------------------------------------------------------ */

/** A logger without outlet belongs to the city. */
static bool may_see(const struct wr_actor *a, const struct wr_logger *l)
{
    if (l->outlet_id == 0)
        return a->system || a->district_id == 0;
    return wr_enterprise_in_scope(a, l->district_id, l->enterprise_id);
}

static int load(struct wr_tx *tx, int64_t id, struct wr_logger *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_logger_store_get(tx, id, ret);

    if (rc == WR_ENOTFOUND || (rc == 0 && !may_see(&ctx->actor, ret)))
        return wr_fail(ctx, WR_K_not_found, WR_S("该数采仪 logger"));
    return rc;
}

struct listing {
    const void *q;
    int64_t limit;
    struct wr_list *ret;
};

static int logger_list_tx(struct wr_tx *tx, void *arg)
{
    struct listing *l = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_logger_query *q = l->q;
    return wr_logger_store_list(tx, q, scope_district(ctx), scope_enterprise(ctx, q->enterprise_id),
                                l->limit, l->ret);
}

int wr_logger_svc_list(struct wr_ctx *ctx, const struct wr_logger_query *q, struct wr_list *ret,
                       struct wr_str *ret_next)
{
    struct listing l = {q, q->has_limit ? q->limit : WR_PAGE_DEFAULT, ret};
    int rc = wr_tx_run(ctx, WR_TX_READ, "logger.list", logger_list_tx, &l);
    const struct wr_logger *p = ret->p;

    if (rc == 0)
        *ret_next = next_of(ctx, ret->n, l.limit, ret->n > 0 ? p[ret->n - 1].id : 0);
    return rc;
}

struct one {
    int64_t id;
    struct wr_logger *logger;
    const struct wr_count_query *counts;
    struct wr_list *list;
    int64_t from_ms, to_ms;
};

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct one *o = arg;
    return load(tx, o->id, o->logger);
}

int wr_logger_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_logger *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "logger.get", get_tx, &(struct one){.id = id, .logger = ret});
}

static int counts_tx(struct wr_tx *tx, void *arg)
{
    struct one *o = arg;
    struct wr_logger l;
    int rc = load(tx, o->id, &l);
    return rc != 0 ? rc
                   : wr_logger_store_counts(tx, o->id, o->counts->from, o->counts->to, o->list);
}

int wr_logger_svc_counts(struct wr_ctx *ctx, int64_t id, const struct wr_count_query *q,
                         struct wr_list *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "logger.counts", counts_tx,
                     &(struct one){.id = id, .counts = q, .list = ret});
}

static int hours_tx(struct wr_tx *tx, void *arg)
{
    struct one *o = arg;
    struct wr_logger l;
    int rc = load(tx, o->id, &l);
    return rc != 0 ? rc : wr_anchor_store_list(tx, o->id, o->from_ms, o->to_ms, o->list);
}

int wr_logger_svc_hours(struct wr_ctx *ctx, int64_t id, const struct wr_frame_query *q,
                        struct wr_list *ret)
{
    struct one o = {.id = id, .list = ret, .from_ms = q->from_ms, .to_ms = q->to_ms};
    return wr_tx_run(ctx, WR_TX_READ, "logger.hours", hours_tx, &o);
}

/* ---- changing a logger --------------------------------------------------------------------------- */

static int check(struct wr_ctx *ctx, const struct wr_logger *l)
{
    uint64_t set = 0;
    struct hj212_str unknown = {0};
    struct hj212_str names = {l->leniencies.p, l->leniencies.n};

    wr_device_rules_check(ctx, l);
    if (l->leniencies.n > 0 && !hj212_leniencies_of(names, &set, &unknown)) {
        struct wr_str name = {unknown.p, unknown.n};
        wr_fault(ctx, WR_S("leniencies"), WR_K_logger_leniency, name);
    }
    return wr_faults_end(ctx);
}

/** The outlet it shall report for must exist and be the actor's. */
static int check_outlet(struct wr_tx *tx, int64_t outlet_id)
{
    struct wr_monitor m;
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    if (outlet_id != 0)
        return wr_monitor_may_see_in(tx, outlet_id, &m);
    return ctx->actor.system || ctx->actor.district_id == 0 ? 0
                                                            : wr_fail(ctx, WR_K_outlet_not_found);
}

static int tell(struct wr_tx *tx, const struct wr_logger *l, const char *action)
{
    struct wr_monitor m = {0};
    int rc = l->outlet_id != 0 ? wr_monitor_store_get(tx, l->outlet_id, &m) : 0;
    return rc != 0 ? rc
                   : wr_audit_append(tx, &WR_LOGGER_ENTITY, l->id, m.enterprise_id, action,
                                     wr_audit_payload2(wr_tx_ctx(tx), "mn", l->mn, "reason",
                                                       l->reason.p ? l->reason : WR_S("")));
}

int wr_logger_add_in(struct wr_tx *tx, struct wr_logger *l)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = check_outlet(tx, l->outlet_id);

    l->created_ms = l->updated_ms = wr_ctx_now(ctx);
    if (rc == 0)
        rc = wr_logger_store_insert(tx, l, &l->id);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_logger_mn_taken, l->mn);
    return rc != 0 ? rc : tell(tx, l, "logger.add");
}

int wr_logger_change_in(struct wr_tx *tx, struct wr_logger *l)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_logger now;
    int rc = load(tx, l->id, &now);

    if (rc == 0 && now.version != l->version)
        return stale(ctx, now.version);
    if (rc == 0 && l->outlet_id != now.outlet_id)
        rc = check_outlet(tx, l->outlet_id);
    if (rc != 0)
        return rc;
    if (!l->password.p)
        l->password = now.password;
    if (!l->sm4_key.p)
        l->sm4_key = now.sm4_key;
    l->updated_ms = wr_ctx_now(ctx);
    rc = wr_logger_store_update(tx, l);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_logger_mn_taken, l->mn);
    return rc != 0 ? rc : tell(tx, l, "logger.change");
}

int wr_logger_remove_in(struct wr_tx *tx, struct wr_logger *l, struct wr_str reason)
{
    l->reason = reason;
    int rc = wr_logger_store_delete(tx, l->id);
    return rc != 0 ? rc : tell(tx, l, "logger.remove");
}

static int add_tx(struct wr_tx *tx, void *arg)
{
    return wr_logger_add_in(tx, arg);
}

int wr_logger_svc_add(struct wr_ctx *ctx, struct wr_logger *l, int64_t *ret_id)
{
    int rc = check(ctx, l);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "logger.add", add_tx, l);
    *ret_id = l->id;
    return rc;
}

static int change_tx(struct wr_tx *tx, void *arg)
{
    struct wr_logger copy = *(struct wr_logger *)arg;
    return wr_logger_change_in(tx, &copy);
}

int wr_logger_svc_change(struct wr_ctx *ctx, struct wr_logger *l)
{
    int rc = check(ctx, l);
    return rc != 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "logger.change", change_tx, l);
}

/* ---- monitored outlets --------------------------------------------------------------------------- */

static struct wr_str factor_name(struct wr_str code, struct wr_str *unit)
{
    const struct hj212_factor *f = hj212_factor_of((struct hj212_str){code.p, code.n});
    if (f && unit->n == 0)
        *unit = wr_str(f->unit);
    return f ? wr_str(f->name) : (struct wr_str){0};
}

static void name_factors(struct wr_monitor *m)
{
    struct wr_outlet_factor *f = m->factors.p;
    for (size_t i = 0; i < m->factors.n; i++) {
        struct wr_str standard = factor_name(f[i].factor, &f[i].unit);
        if (f[i].name.n == 0)
            f[i].name = standard;
    }
}

static int monitor_list_tx(struct wr_tx *tx, void *arg)
{
    struct listing *l = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_monitor_query *q = l->q;
    int rc = wr_monitor_store_list(tx, q, scope_district(ctx),
                                   scope_enterprise(ctx, q->enterprise_id), l->limit, l->ret);
    struct wr_monitor *m = l->ret->p;

    for (size_t i = 0; rc == 0 && i < l->ret->n; i++) {
        if (m[i].id != 0)
            rc = wr_monitor_store_factors(tx, m[i].id, &m[i].factors);
        name_factors(&m[i]);
    }
    return rc;
}

int wr_monitor_svc_list(struct wr_ctx *ctx, const struct wr_monitor_query *q, struct wr_list *ret,
                        struct wr_str *ret_next)
{
    struct listing l = {q, q->has_limit ? q->limit : WR_PAGE_DEFAULT, ret};
    int rc = wr_tx_run(ctx, WR_TX_READ, "monitor.list", monitor_list_tx, &l);
    const struct wr_monitor *p = ret->p;

    if (rc == 0)
        *ret_next = next_of(ctx, ret->n, l.limit, ret->n > 0 ? p[ret->n - 1].outlet_id : 0);
    return rc;
}

struct monitor_work {
    int64_t outlet_id;
    struct wr_monitor *m;
};

static int monitor_tx(struct wr_tx *tx, void *arg)
{
    struct monitor_work *w = arg;
    int rc = wr_monitor_may_see_in(tx, w->outlet_id, w->m);
    if (rc == 0)
        name_factors(w->m);
    return rc;
}

int wr_monitor_svc_get(struct wr_ctx *ctx, int64_t outlet_id, struct wr_monitor *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "monitor.get", monitor_tx,
                     &(struct monitor_work){outlet_id, ret});
}

/** The standard's own name is not kept: it follows the standard. */
static void forget_standard_names(struct wr_monitor *m)
{
    struct wr_outlet_factor *f = m->factors.p;
    for (size_t i = 0; i < m->factors.n; i++) {
        struct wr_str unit = {0};
        f[i].name = wr_str_trim(f[i].name);
        if (wr_str_eq(f[i].name, factor_name(f[i].factor, &unit)))
            f[i].name = (struct wr_str){0};
    }
}

static int monitor_put_tx(struct wr_tx *tx, void *arg)
{
    struct wr_monitor *m = ((struct monitor_work *)arg)->m;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_monitor now;
    int rc = wr_monitor_may_see_in(tx, m->outlet_id, &now);

    if (rc == 0 && now.version != m->version)
        return stale(ctx, now.version);
    m->id = now.id;
    if (rc == 0)
        rc = m->id == 0 ? wr_monitor_store_insert(tx, m, wr_ctx_now(ctx), &m->id)
                        : wr_monitor_store_update(tx, m, wr_ctx_now(ctx));
    if (rc == 0)
        rc = wr_monitor_store_set_factors(tx, m->id, &m->factors);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_input_duplicate);
    return rc != 0
               ? rc
               : wr_audit_append(tx, &WR_MONITOR_ENTITY, m->id, now.enterprise_id, "monitor.set",
                                 wr_audit_payload2(ctx, "outlet", now.outlet_code, "reason",
                                                   m->reason.p ? m->reason : WR_S("")));
}

static void check_factors(struct wr_ctx *ctx, const struct wr_list *list)
{
    const struct wr_outlet_factor *f = list->p;
    double v = 0;

    for (size_t i = 0; i < list->n; i++) {
        struct wr_str path = wr_arena_printf(ctx->arena, "factors[%zu]", i);
        for (size_t k = 0; k < i; k++)
            if (wr_str_eq(f[k].factor, f[i].factor))
                wr_fault(ctx, path, WR_K_input_duplicate, f[i].factor);
        const struct wr_str ends[] = {f[i].range_low, f[i].range_high};
        for (size_t k = 0; k < 2; k++)
            if (ends[k].n > 0 && !hj212_number((struct hj212_str){ends[k].p, ends[k].n}, false, &v))
                wr_fault(ctx, path, WR_K_input_type, ends[k], WR_S("decimal"));
    }
}

int wr_monitor_svc_put(struct wr_ctx *ctx, struct wr_monitor *m)
{
    check_factors(ctx, &m->factors);
    forget_standard_names(m);
    int rc = wr_faults_end(ctx);
    return rc != 0 ? rc
                   : wr_tx_run(ctx, WR_TX_WRITE, "monitor.set", monitor_put_tx,
                               &(struct monitor_work){m->outlet_id, m});
}

/* ---- strangers ----------------------------------------------------------------------------------- */

static int stranger_list_tx(struct wr_tx *tx, void *arg)
{
    struct listing *l = arg;
    return wr_stranger_store_list(tx, l->q, l->limit, l->ret);
}

int wr_stranger_svc_list(struct wr_ctx *ctx, const struct wr_stranger_query *q, struct wr_list *ret,
                         struct wr_str *ret_next)
{
    struct listing l = {q, q->has_limit ? q->limit : WR_PAGE_DEFAULT, ret};
    int rc = wr_tx_run(ctx, WR_TX_READ, "logger.strangers", stranger_list_tx, &l);
    const struct wr_stranger *p = ret->p;

    if (rc == 0)
        *ret_next = next_of(ctx, ret->n, l.limit, ret->n > 0 ? p[ret->n - 1].id : 0);
    return rc;
}

struct adopt {
    int64_t id;
    const struct wr_adopt *in;
    int64_t *ret;
};

static int adopt_tx(struct wr_tx *tx, void *arg)
{
    struct adopt *x = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_stranger s;
    struct wr_logger l = WR_LOGGER_NEW;
    int rc = wr_stranger_store_get(tx, x->id, &s);

    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该设备 device"));
    if (rc != 0)
        return rc;
    l.mn = s.mn;
    l.password = x->in->password.n > 0 ? x->in->password : s.password;
    l.outlet_id = x->in->outlet_id;
    int64_t dialect = wr_enum_value(wr_logger_dialects, s.dialect);
    l.dialect = dialect >= 0 ? dialect : WR_DIALECT_AUTO;
    l.reason = x->in->reason.n > 0 ? x->in->reason : WR_S("adopted from quarantine");
    rc = wr_logger_add_in(tx, &l);
    if (rc == 0)
        rc = wr_stranger_store_delete(tx, x->id);
    if (rc == 0)
        *x->ret = l.id;
    return rc;
}

int wr_stranger_svc_adopt(struct wr_ctx *ctx, int64_t id, const struct wr_adopt *in,
                          int64_t *ret_logger_id)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "logger.adopt", adopt_tx,
                     &(struct adopt){id, in, ret_logger_id});
}

static int ignore_tx(struct wr_tx *tx, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_stranger s;
    int64_t id = *(int64_t *)arg;
    int rc = wr_stranger_store_get(tx, id, &s);

    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该设备 device"));
    if (rc == 0)
        rc = wr_stranger_store_ignore(tx, id);
    return rc != 0 ? rc
                   : wr_audit_event(tx, 0, "logger.ignore", wr_audit_payload1(ctx, "mn", s.mn));
}

int wr_stranger_svc_ignore(struct wr_ctx *ctx, int64_t id)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "logger.ignore", ignore_tx, &id);
}
