#include "modules/region/region_svc.h"

#include "modules/region/region_fields.h"
#include "modules/region/region_store.h"
#include "modules/region/region_use.h"

int wr_region_list_in(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_region_store_list(tx, ret);
}

int wr_region_get_in(struct wr_tx *tx, int64_t id, struct wr_region *ret)
{
    int rc = wr_region_store_get(tx, id, ret);
    return rc == WR_ENOTFOUND ? wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该地区 region")) : rc;
}

static int add(struct wr_tx *tx, const struct wr_region *r, struct wr_str reason, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_region_store_insert(tx, r, ret_id);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_region_code_taken, r->code);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_REGION_ENTITY, *ret_id, 0, "region.add",
                           wr_audit_payload2(ctx, "name", r->name, "reason", reason));
}

int wr_region_add_in(struct wr_tx *tx, const struct wr_region *r, int64_t *ret_id)
{
    return add(tx, r, (struct wr_str){0}, ret_id);
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    return wr_region_store_list(tx, arg);
}

int wr_region_svc_list(struct wr_ctx *ctx, struct wr_list *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "region.list", list_tx, ret);
}

struct change {
    const struct wr_region_new *in;
    int64_t id, version;
};

static struct wr_region from_input(const struct wr_region_new *in)
{
    return (struct wr_region){.code = in->code,
                              .name = in->name,
                              .parent_id = in->parent_id,
                              .level = in->level,
                              .has_lng_e6 = in->has_lng_e6,
                              .lng_e6 = in->lng_e6,
                              .has_lat_e6 = in->has_lat_e6,
                              .lat_e6 = in->lat_e6,
                              .valid_from = in->valid_from,
                              .valid_to = in->valid_to};
}

/** A street stands in a district, a district in nothing. */
static int check_parent(struct wr_tx *tx, const struct wr_region *r)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_region parent;
    if ((r->level == WR_REGION_STREET) != (r->parent_id != 0))
        return wr_fail(ctx, WR_K_region_parent);
    if (r->parent_id == 0)
        return 0;
    int rc = wr_region_get_in(tx, r->parent_id, &parent);
    return rc == 0 && parent.level != WR_REGION_DISTRICT ? wr_fail(ctx, WR_K_region_parent) : rc;
}

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct change *c = arg;
    struct wr_region r = from_input(c->in);
    int rc = check_parent(tx, &r);
    return rc < 0 ? rc : add(tx, &r, c->in->reason, &c->id);
}

int wr_region_svc_add(struct wr_ctx *ctx, const struct wr_region_new *in, int64_t *ret_id)
{
    struct change c = {.in = in};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "region.add", add_tx, &c);
    *ret_id = c.id;
    return rc;
}

static int change_tx(struct wr_tx *tx, void *arg)
{
    struct change *c = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_region r = from_input(c->in), old;
    r.id = c->id;
    r.version = c->version;
    int rc = wr_region_get_in(tx, c->id, &old);
    if (rc == 0)
        rc = check_parent(tx, &r);
    if (rc < 0)
        return rc;
    if (old.version != c->version)
        return wr_fail(ctx, WR_K_version_conflict,
                       wr_arena_printf(ctx->arena, "%lld", (long long)old.version));
    rc = wr_region_store_update(tx, &r);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_region_code_taken, r.code);
    if (rc < 0)
        return rc;
    return wr_audit_append(
        tx, &WR_REGION_ENTITY, r.id, 0, "region.change",
        wr_audit_payload3(ctx, "before", old.name, "name", r.name, "reason", c->in->reason));
}

int wr_region_svc_change(struct wr_ctx *ctx, int64_t id, int64_t version,
                         const struct wr_region_new *in)
{
    struct change c = {.in = in, .id = id, .version = version};
    return wr_tx_run(ctx, WR_TX_WRITE, "region.change", change_tx, &c);
}
