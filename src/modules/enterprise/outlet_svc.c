#include "modules/enterprise/enterprise_store.h"
#include "modules/enterprise/enterprise_use.h"

#include <inttypes.h>

struct work {
    int64_t id;
    struct wr_outlet *outlet;
    struct wr_equipment *equipment;
    struct wr_str reason;
    struct wr_list *list;
};

/** Whoever may see the enterprise may see its parts; writers are narrowed by role in the routes. */
static int of_enterprise(struct wr_tx *tx, int64_t enterprise_id)
{
    struct wr_enterprise e;
    return wr_enterprise_get_in(tx, enterprise_id, &e);
}

static int stale(struct wr_ctx *ctx, int64_t version)
{
    return wr_fail(ctx, WR_K_version_conflict, wr_arena_printf(ctx->arena, "%" PRId64, version));
}

/* ---- outlets (排放口) ----------------------------------------------------------------------- */

static int load_outlet(struct wr_tx *tx, int64_t id, struct wr_outlet *ret)
{
    int rc = wr_outlet_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND)
        return wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该排放口 outlet"));
    return rc < 0 ? rc : of_enterprise(tx, ret->enterprise_id);
}

static int outlets_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = of_enterprise(tx, w->id);
    return rc < 0 ? rc : wr_outlet_store_list(tx, w->id, w->list);
}

int wr_outlet_svc_list(struct wr_ctx *ctx, int64_t enterprise_id, struct wr_list *ret)
{
    struct work w = {.id = enterprise_id, .list = ret};
    return wr_tx_run(ctx, WR_TX_READ, "outlet.list", outlets_tx, &w);
}

static int outlet_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return load_outlet(tx, w->id, w->outlet);
}

int wr_outlet_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_outlet *ret)
{
    struct work w = {.id = id, .outlet = ret};
    return wr_tx_run(ctx, WR_TX_READ, "outlet.get", outlet_tx, &w);
}

static int tell_outlet(struct wr_tx *tx, const struct wr_outlet *o, const char *action,
                       struct wr_str reason)
{
    return wr_audit_append(tx, &WR_OUTLET_ENTITY, o->id, o->enterprise_id, action,
                           wr_audit_payload2(wr_tx_ctx(tx), "code", o->code, "reason", reason));
}

static int outlet_add_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = of_enterprise(tx, w->outlet->enterprise_id);
    if (rc == 0)
        rc = wr_outlet_store_insert(tx, w->outlet, &w->outlet->id);
    if (rc == WR_ECONFLICT)
        return wr_fail(wr_tx_ctx(tx), WR_K_part_code_taken, w->outlet->code);
    return rc < 0 ? rc : tell_outlet(tx, w->outlet, "outlet.add", w->outlet->reason);
}

int wr_outlet_svc_add(struct wr_ctx *ctx, struct wr_outlet *o, int64_t *ret_id)
{
    struct work w = {.outlet = o};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "outlet.add", outlet_add_tx, &w);
    *ret_id = o->id;
    return rc;
}

static int outlet_change_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_outlet now;
    int rc = load_outlet(tx, w->outlet->id, &now);
    if (rc < 0)
        return rc;
    if (now.version != w->outlet->version)
        return stale(wr_tx_ctx(tx), now.version);
    w->outlet->enterprise_id = now.enterprise_id;
    rc = wr_outlet_store_update(tx, w->outlet);
    if (rc == WR_ECONFLICT)
        return wr_fail(wr_tx_ctx(tx), WR_K_part_code_taken, w->outlet->code);
    return rc < 0 ? rc : tell_outlet(tx, w->outlet, "outlet.change", w->outlet->reason);
}

int wr_outlet_svc_change(struct wr_ctx *ctx, const struct wr_outlet *o)
{
    struct wr_outlet copy = *o;
    struct work w = {.outlet = &copy};
    return wr_tx_run(ctx, WR_TX_WRITE, "outlet.change", outlet_change_tx, &w);
}

static int outlet_delete_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_outlet o;
    int rc = load_outlet(tx, w->id, &o);
    if (rc == 0)
        rc = wr_outlet_store_delete(tx, w->id);
    if (rc == WR_ECONFLICT)
        return wr_fail(wr_tx_ctx(tx), WR_K_part_in_use, o.code);
    return rc < 0 ? rc : tell_outlet(tx, &o, "outlet.remove", w->reason);
}

int wr_outlet_svc_delete(struct wr_ctx *ctx, int64_t id, struct wr_str reason)
{
    struct work w = {.id = id, .reason = reason};
    return wr_tx_run(ctx, WR_TX_WRITE, "outlet.remove", outlet_delete_tx, &w);
}

/* ---- equipment (设施设备) ------------------------------------------------------------------- */

static int load_equipment(struct wr_tx *tx, int64_t id, struct wr_equipment *ret)
{
    int rc = wr_equipment_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND)
        return wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该设备 equipment"));
    return rc < 0 ? rc : of_enterprise(tx, ret->enterprise_id);
}

static int equipments_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = of_enterprise(tx, w->id);
    return rc < 0 ? rc : wr_equipment_store_list(tx, w->id, w->list);
}

int wr_equipment_svc_list(struct wr_ctx *ctx, int64_t enterprise_id, struct wr_list *ret)
{
    struct work w = {.id = enterprise_id, .list = ret};
    return wr_tx_run(ctx, WR_TX_READ, "equipment.list", equipments_tx, &w);
}

static int equipment_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return load_equipment(tx, w->id, w->equipment);
}

int wr_equipment_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_equipment *ret)
{
    struct work w = {.id = id, .equipment = ret};
    return wr_tx_run(ctx, WR_TX_READ, "equipment.get", equipment_tx, &w);
}

static int tell_equipment(struct wr_tx *tx, const struct wr_equipment *q, const char *action,
                          struct wr_str reason)
{
    return wr_audit_append(tx, &WR_EQUIPMENT_ENTITY, q->id, q->enterprise_id, action,
                           wr_audit_payload2(wr_tx_ctx(tx), "code", q->code, "reason", reason));
}

/** The outlet that equipment names belongs to the same enterprise. */
static int check_outlet(struct wr_tx *tx, const struct wr_equipment *q)
{
    struct wr_outlet o;
    if (q->outlet_id == 0)
        return 0;
    int rc = load_outlet(tx, q->outlet_id, &o);
    return rc == 0 && o.enterprise_id != q->enterprise_id
               ? wr_fail(wr_tx_ctx(tx), WR_K_equipment_outlet, o.code)
               : rc;
}

static int equipment_add_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = of_enterprise(tx, w->equipment->enterprise_id);
    if (rc == 0)
        rc = check_outlet(tx, w->equipment);
    if (rc == 0)
        rc = wr_equipment_store_insert(tx, w->equipment, &w->equipment->id);
    if (rc == WR_ECONFLICT)
        return wr_fail(wr_tx_ctx(tx), WR_K_part_code_taken, w->equipment->code);
    return rc < 0 ? rc : tell_equipment(tx, w->equipment, "equipment.add", w->equipment->reason);
}

int wr_equipment_svc_add(struct wr_ctx *ctx, struct wr_equipment *q, int64_t *ret_id)
{
    struct work w = {.equipment = q};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "equipment.add", equipment_add_tx, &w);
    *ret_id = q->id;
    return rc;
}

static int equipment_change_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_equipment now;
    int rc = load_equipment(tx, w->equipment->id, &now);
    if (rc < 0)
        return rc;
    if (now.version != w->equipment->version)
        return stale(wr_tx_ctx(tx), now.version);
    w->equipment->enterprise_id = now.enterprise_id;
    rc = check_outlet(tx, w->equipment);
    if (rc == 0)
        rc = wr_equipment_store_update(tx, w->equipment);
    if (rc == WR_ECONFLICT)
        return wr_fail(wr_tx_ctx(tx), WR_K_part_code_taken, w->equipment->code);
    return rc < 0 ? rc : tell_equipment(tx, w->equipment, "equipment.change", w->equipment->reason);
}

int wr_equipment_svc_change(struct wr_ctx *ctx, const struct wr_equipment *q)
{
    struct wr_equipment copy = *q;
    struct work w = {.equipment = &copy};
    return wr_tx_run(ctx, WR_TX_WRITE, "equipment.change", equipment_change_tx, &w);
}

static int equipment_delete_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_equipment q;
    int rc = load_equipment(tx, w->id, &q);
    if (rc == 0)
        rc = wr_equipment_store_delete(tx, w->id);
    if (rc == WR_ECONFLICT)
        return wr_fail(wr_tx_ctx(tx), WR_K_part_in_use, q.code);
    return rc < 0 ? rc : tell_equipment(tx, &q, "equipment.remove", w->reason);
}

int wr_equipment_svc_delete(struct wr_ctx *ctx, int64_t id, struct wr_str reason)
{
    struct work w = {.id = id, .reason = reason};
    return wr_tx_run(ctx, WR_TX_WRITE, "equipment.remove", equipment_delete_tx, &w);
}
