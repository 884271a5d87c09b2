/* Small things the room's stores and use cases share. */
#include "modules/offsite/offsite_use.h"

#include "hj212/hj212.h"

#include <math.h>

struct wr_val wr_offsite_name(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return WR_T(wr_str(it != NULL ? it->name : NULL));
}

struct wr_val wr_offsite_text(struct wr_str s)
{
    return WR_T(s.p != NULL ? s : WR_S(""));
}

struct wr_val wr_offsite_optional(struct wr_str s)
{
    return WR_T(s.n > 0 ? s : ((struct wr_str){NULL, 0}));
}

int wr_offsite_changed_one(struct wr_tx *tx, int rc, int64_t changed)
{
    return rc == 0 && changed == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?")) : rc;
}

int64_t wr_offsite_scope(const struct wr_ctx *ctx)
{
    return ctx->actor.system ? 0 : ctx->actor.district_id;
}

int64_t wr_offsite_own(const struct wr_ctx *ctx)
{
    bool staff = ctx->actor.system || (ctx->actor.roles & WR_ROLE_STAFF) != 0;
    return staff ? 0 : ctx->actor.enterprise_id != 0 ? ctx->actor.enterprise_id : -1;
}

bool wr_offsite_decimal(struct wr_str text, double *ret)
{
    double v = text.n > 0 ? wr_tele_number(text) : NAN;
    *ret = v;
    return isfinite(v);
}

struct wr_str wr_offsite_number_text(struct wr_arena *a, double v)
{
    return isnan(v) ? (struct wr_str){NULL, 0} : wr_arena_printf(a, "%.10g", v);
}

struct wr_str wr_offsite_factor_name(struct wr_str code)
{
    const struct hj212_factor *f =
        code.n > 0 ? hj212_factor_of((struct hj212_str){code.p, code.n}) : NULL;
    return wr_str(f != NULL ? f->name : NULL);
}

static int fail_unknown(struct wr_ctx *ctx)
{
    return wr_fail(ctx, WR_K_not_found, WR_S("该点位或企业 outlet, enterprise"));
}

static int if_visible(struct wr_tx *tx, int rc, const struct wr_site_row *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t scope = wr_offsite_scope(ctx), own = wr_offsite_own(ctx);
    bool hidden =
        rc == 0 && ((scope != 0 && s->district_id != scope) || (own != 0 && s->id != own));
    return rc == WR_ENOTFOUND || hidden ? fail_unknown(ctx) : rc;
}

int wr_offsite_see_in(struct wr_tx *tx, int64_t enterprise_id, struct wr_site_row *ret)
{
    return if_visible(tx, wr_offsite_store_enterprise(tx, enterprise_id, ret), ret);
}

int wr_offsite_see_outlet_in(struct wr_tx *tx, int64_t outlet_id, struct wr_site_row *ret)
{
    return if_visible(tx, wr_offsite_store_owner(tx, outlet_id, ret), ret);
}

const struct wr_audit_entity *const wr_offsite_entities[] = {
    &WR_CLUE_ENTITY,     &WR_LIMIT_ENTITY,    &WR_MARK_ENTITY,
    &WR_LINE_ENTITY,     &WR_ORDER_ENTITY,    &WR_VIDEO_ENTITY,
    &WR_PUSH_KEY_ENTITY, &WR_COVERAGE_ENTITY, NULL};
