#include "modules/enterprise/enterprise_svc.h"

#include "modules/enterprise/enterprise_rules.h"
#include "modules/enterprise/enterprise_store.h"
#include "modules/enterprise/enterprise_use.h"
#include "modules/region/region_svc.h"

#include <inttypes.h>

#define HISTORY_MAX 500

bool wr_enterprise_in_scope(const struct wr_actor *a, int64_t district_id, int64_t enterprise_id)
{
    if (a->system)
        return true;
    if ((a->roles & WR_ROLE_STAFF) == 0)
        return a->enterprise_id != 0 && a->enterprise_id == enterprise_id;
    return a->district_id == 0 || a->district_id == district_id;
}

int wr_enterprise_get_in(struct wr_tx *tx, int64_t id, struct wr_enterprise *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_enterprise_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !wr_enterprise_in_scope(&ctx->actor, ret->district_id, id)))
        return wr_fail(ctx, WR_K_not_found, WR_S("该企业 enterprise"));
    return rc;
}

static int keep_history(struct wr_tx *tx, const struct wr_enterprise *e, int64_t version,
                        struct wr_str changes, struct wr_str reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise_change c = {.enterprise_id = e->id,
                                     .version = version,
                                     .changed_ms = wr_ctx_now(ctx),
                                     .user_id = ctx->actor.user_id,
                                     .reason = reason,
                                     .changes = changes};
    return wr_enterprise_store_add_history(tx, &c);
}

/** The district exists and is the actor's; the street lies in it. */
static int check_place(struct wr_tx *tx, const struct wr_enterprise *e)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_region d, s;
    int rc = wr_region_get_in(tx, e->district_id, &d);
    if (rc < 0)
        return rc;
    if (d.level != WR_REGION_DISTRICT)
        return wr_fail(ctx, WR_K_enterprise_district, d.name);
    if (!ctx->actor.system && ctx->actor.district_id != 0 &&
        ctx->actor.district_id != e->district_id)
        return wr_fail(ctx, WR_K_denied,
                       WR_S("只能登记本区县企业 only enterprises of your own district"));
    if (e->street_id == 0)
        return 0;
    rc = wr_region_get_in(tx, e->street_id, &s);
    return rc == 0 && s.parent_id != e->district_id
               ? wr_fail(ctx, WR_K_enterprise_street, s.name, d.name)
               : rc;
}

int wr_enterprise_add_in(struct wr_tx *tx, const struct wr_enterprise *in, struct wr_str reason,
                         int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e = *in;
    int rc = check_place(tx, &e);
    if (rc < 0)
        return rc;
    wr_enterprise_rules_derive(ctx, &e);
    e.created_ms = e.updated_ms = wr_ctx_now(ctx);
    rc = wr_enterprise_store_insert(tx, &e, &e.id);
    if (rc == 0)
        rc = keep_history(tx, &e, 1, WR_S("[]"), reason);
    if (rc < 0)
        return rc;
    *ret_id = e.id;
    return wr_audit_append(tx, &WR_ENTERPRISE_ENTITY, e.id, e.id, "enterprise.add",
                           wr_audit_payload2(ctx, "name", e.name, "reason", reason));
}

/** Write a new state over the one of the same version, with history and leaf. */
static int put(struct wr_tx *tx, struct wr_enterprise *e, struct wr_str changes,
               struct wr_str reason, const char *action)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    e->updated_ms = wr_ctx_now(ctx);
    int rc = wr_enterprise_store_update(tx, e);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_version_conflict, WR_S("?"));
    if (rc == 0)
        rc = keep_history(tx, e, e->version + 1, changes, reason);
    if (rc < 0)
        return rc;
    return wr_audit_append(
        tx, &WR_ENTERPRISE_ENTITY, e->id, e->id, action,
        wr_audit_payload3(ctx, "name", e->name, "reason", reason, "changes", changes));
}

int wr_enterprise_change_in(struct wr_tx *tx, const struct wr_enterprise *in, struct wr_str reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise before, e = *in;
    int rc = wr_enterprise_get_in(tx, e.id, &before);
    if (rc < 0)
        return rc;
    if (before.version != e.version)
        return wr_fail(ctx, WR_K_version_conflict,
                       wr_arena_printf(ctx->arena, "%" PRId64, before.version));
    rc = check_place(tx, &e);
    if (rc < 0)
        return rc;
    wr_enterprise_rules_derive(ctx, &e);
    struct wr_str changes = wr_enterprise_rules_diff(ctx, &before, &e);
    if (wr_str_eq(changes, WR_S("[]")) && before.positive_state == e.positive_state &&
        before.import_batch_id == e.import_batch_id)
        return 0;
    return put(tx, &e, changes, reason, "enterprise.change");
}

int wr_enterprise_remove_in(struct wr_tx *tx, int64_t id, struct wr_str reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(tx, id, &e);
    if (rc == 0)
        rc = wr_enterprise_store_delete(tx, id);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_enterprise_in_use, e.name);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_ENTERPRISE_ENTITY, id, id, "enterprise.remove",
                           wr_audit_payload2(ctx, "name", e.name, "reason", reason));
}

/* ---- use cases ------------------------------------------------------------------------------ */

struct work {
    int64_t id, version;
    struct wr_enterprise *e;
    const struct wr_enterprise *in;
    const struct wr_status_change *status;
    const struct wr_merge *merge;
    struct wr_str reason;
    struct wr_list *list;
};

/** A value that a page showed masked must not come back as if it were the real one. */
static int refuse_masked(struct wr_ctx *ctx, const struct wr_enterprise *e)
{
    if (e->contact_phone.n > 0 && memchr(e->contact_phone.p, '*', e->contact_phone.n))
        wr_fault(ctx, WR_S("contact_phone"), WR_K_input_masked, e->contact_phone);
    if (e->contact_name.n > 0 && memchr(e->contact_name.p, '*', e->contact_name.n))
        wr_fault(ctx, WR_S("contact_name"), WR_K_input_masked, e->contact_name);
    return wr_faults_end(ctx);
}

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_enterprise_add_in(tx, w->in, w->in->reason, &w->id);
}

int wr_enterprise_svc_add(struct wr_ctx *ctx, struct wr_enterprise *e, int64_t *ret_id)
{
    struct work w = {.in = e};
    int rc = refuse_masked(ctx, e);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "enterprise.add", add_tx, &w);
    *ret_id = w.id;
    return rc;
}

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_enterprise_get_in(tx, w->id, w->e);
}

int wr_enterprise_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_enterprise *ret)
{
    struct work w = {.id = id, .e = ret};
    return wr_tx_run(ctx, WR_TX_READ, "enterprise.get", get_tx, &w);
}

/** Lay the edited members over the file as it is now; the others are not a person's to change. */
static int change_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_enterprise now, e = *w->in;
    int rc = wr_enterprise_get_in(tx, w->id, &now);
    if (rc < 0)
        return rc;
    if (now.status == WR_ENT_MERGED)
        return wr_fail(wr_tx_ctx(tx), WR_K_enterprise_merged, now.name);
    e.id = w->id;
    e.version = w->version;
    e.positive_state = now.positive_state;
    e.status = now.status;
    e.status_date = now.status_date;
    e.merged_into = now.merged_into;
    e.made_up = now.made_up;
    e.import_batch_id = now.import_batch_id;
    e.created_ms = now.created_ms;
    return wr_enterprise_change_in(tx, &e, w->in->reason);
}

int wr_enterprise_svc_change(struct wr_ctx *ctx, int64_t id, int64_t version,
                             const struct wr_enterprise *e)
{
    struct work w = {.id = id, .version = version, .in = e};
    int rc = refuse_masked(ctx, e);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "enterprise.change", change_tx, &w);
}

/** One change of state as history knows it. */
static struct wr_str state_change(struct wr_ctx *ctx, int64_t from, int64_t to)
{
    return wr_arena_printf(
        ctx->arena, "[{\"field\":\"status\",\"before\":\"%s\",\"after\":\"%s\"}]",
        wr_enum_item(wr_ent_statuses, from)->name, wr_enum_item(wr_ent_statuses, to)->name);
}

static int become(struct wr_tx *tx, struct wr_enterprise *e, enum wr_ent_status to,
                  struct wr_str reason, const char *action)
{
    struct wr_str changes = state_change(wr_tx_ctx(tx), e->status, to);
    e->status = to;
    return put(tx, e, changes, reason, action);
}

static int status_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(tx, w->id, &e);
    if (rc < 0)
        return rc;
    enum wr_ent_status to = (enum wr_ent_status)w->status->status;
    if (!wr_enterprise_rules_may_become((enum wr_ent_status)e.status, to))
        return wr_fail(ctx, WR_K_enterprise_state,
                       wr_str(wr_enum_item(wr_ent_statuses, e.status)->zh),
                       wr_str(wr_enum_item(wr_ent_statuses, to)->zh));
    e.status_date = w->status->date;
    return become(tx, &e, to, w->status->reason, "enterprise.status");
}

int wr_enterprise_svc_status(struct wr_ctx *ctx, int64_t id, const struct wr_status_change *in)
{
    struct work w = {.id = id, .status = in};
    return wr_tx_run(ctx, WR_TX_WRITE, "enterprise.status", status_tx, &w);
}

static int merge_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e, into;
    int rc = wr_enterprise_get_in(tx, w->id, &e);
    if (rc == 0)
        rc = wr_enterprise_get_in(tx, w->merge->into_id, &into);
    if (rc < 0)
        return rc;
    if (e.id == into.id || e.status == WR_ENT_MERGED || into.status == WR_ENT_MERGED)
        return wr_fail(ctx, WR_K_enterprise_merge);
    e.merged_into = into.id;
    return become(tx, &e, WR_ENT_MERGED, w->merge->reason, "enterprise.merge");
}

int wr_enterprise_svc_merge(struct wr_ctx *ctx, int64_t id, const struct wr_merge *in)
{
    struct work w = {.id = id, .merge = in};
    return wr_tx_run(ctx, WR_TX_WRITE, "enterprise.merge", merge_tx, &w);
}

static int unmerge_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(tx, w->id, &e);
    if (rc < 0)
        return rc;
    if (e.status != WR_ENT_MERGED)
        return wr_fail(wr_tx_ctx(tx), WR_K_enterprise_not_merged, e.name);
    e.merged_into = 0;
    return become(tx, &e, WR_ENT_ACTIVE, w->reason, "enterprise.unmerge");
}

int wr_enterprise_svc_unmerge(struct wr_ctx *ctx, int64_t id, struct wr_str reason)
{
    struct work w = {.id = id, .reason = reason};
    return wr_tx_run(ctx, WR_TX_WRITE, "enterprise.unmerge", unmerge_tx, &w);
}

static int history_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(tx, w->id, &e);
    return rc < 0 ? rc : wr_enterprise_store_history(tx, w->id, HISTORY_MAX, w->list);
}

int wr_enterprise_svc_history(struct wr_ctx *ctx, int64_t id, struct wr_list *ret)
{
    struct work w = {.id = id, .list = ret};
    return wr_tx_run(ctx, WR_TX_READ, "enterprise.history", history_tx, &w);
}
