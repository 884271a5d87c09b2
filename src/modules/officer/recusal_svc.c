/* Recusals (回避): who may not look after, or inspect, which enterprise. */
#include "modules/enterprise/enterprise_svc.h"
#include "modules/officer/officer_store.h"
#include "modules/officer/officer_use.h"

struct recusal_job {
    int64_t officer_id, id;
    const struct wr_recusal_new *in;
    struct wr_str reason;
    struct wr_list items;
};

/* The officer, if the actor may write his district's rows. */
static int get_own(struct wr_tx *tx, int64_t officer_id, struct wr_officer *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_actor *a = &ctx->actor;
    int rc = wr_officer_get_in(tx, officer_id, ret);
    if (rc < 0)
        return rc;
    bool own = a->system || a->district_id == 0 || ret->district_id == a->district_id;
    return own ? 0
               : wr_fail(ctx, WR_K_denied,
                         WR_S("只能管理本区县人员 only officers of your own district"));
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct recusal_job *j = arg;
    struct wr_officer o;
    int rc = get_own(tx, j->officer_id, &o);
    return rc < 0 ? rc : wr_officer_store_recusals(tx, j->officer_id, &j->items);
}

int wr_recusal_svc_list(struct wr_ctx *ctx, int64_t officer_id, struct wr_list *ret)
{
    struct recusal_job j = {.officer_id = officer_id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "recusal.list", list_tx, &j);
    if (rc == 0)
        *ret = j.items;
    return rc;
}

static int check_new(struct wr_tx *tx, int64_t officer_id, int64_t enterprise_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_officer o;
    struct wr_enterprise e;
    bool recused = false;
    bool liaison = false;
    int rc = get_own(tx, officer_id, &o);
    if (rc == 0)
        rc = wr_enterprise_get_in(tx, enterprise_id, &e);
    if (rc == 0)
        rc = wr_officer_store_recused(tx, officer_id, enterprise_id, &recused);
    if (rc == 0)
        rc = wr_officer_store_is_liaison(tx, officer_id, enterprise_id, &liaison);
    if (rc < 0)
        return rc;
    if (recused)
        return wr_fail(ctx, WR_K_recusal_exists);
    return liaison ? wr_fail(ctx, WR_K_recusal_is_liaison) : 0;
}

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct recusal_job *j = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_recusal r = {.officer_id = j->officer_id,
                           .enterprise_id = j->in->enterprise_id,
                           .reason = j->in->reason,
                           .created_ms = wr_ctx_now(ctx)};
    int rc = check_new(tx, r.officer_id, r.enterprise_id);
    if (rc == 0)
        rc = wr_officer_store_recusal_add(tx, &r, &j->id);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_RECUSAL_ENTITY, j->id, r.enterprise_id, "recusal.add",
                           wr_audit_payload1(ctx, "reason", r.reason));
}

int wr_recusal_svc_add(struct wr_ctx *ctx, int64_t officer_id, const struct wr_recusal_new *in,
                       int64_t *ret_id)
{
    struct recusal_job j = {.officer_id = officer_id, .in = in};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "recusal.add", add_tx, &j);
    if (rc == 0)
        *ret_id = j.id;
    return rc;
}

static int end_tx(struct wr_tx *tx, void *arg)
{
    struct recusal_job *j = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_recusal r;
    struct wr_officer o;
    int rc = wr_officer_store_recusal(tx, j->id, &r);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该回避 recusal"));
    if (rc == 0)
        rc = get_own(tx, r.officer_id, &o);
    if (rc < 0)
        return rc;
    if (r.ended_ms != 0)
        return wr_fail(ctx, WR_K_recusal_ended);
    rc = wr_officer_store_recusal_end(tx, j->id, wr_ctx_now(ctx));
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_RECUSAL_ENTITY, j->id, r.enterprise_id, "recusal.end",
                           wr_audit_payload1(ctx, "reason", j->reason));
}

int wr_recusal_svc_end(struct wr_ctx *ctx, int64_t id, struct wr_str reason)
{
    struct recusal_job j = {.id = id, .reason = reason};
    return wr_tx_run(ctx, WR_TX_WRITE, "recusal.end", end_tx, &j);
}
