/* Loading a visit for those who may see it or write to it. */
#include "base/text.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/visit/visit_use.h"

static int fail_unknown(struct wr_ctx *ctx)
{
    return wr_fail(ctx, WR_K_not_found, WR_S("该次入企 visit"));
}

int wr_visit_load_in(struct wr_tx *tx, int64_t id, struct wr_visit *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_visit_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !wr_enterprise_in_scope(&ctx->actor, ret->district_id, ret->enterprise_id))) {
        return fail_unknown(ctx);
    }
    return rc;
}

int wr_visit_by_client_in(struct wr_tx *tx, struct wr_str client_id, struct wr_visit *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_visit_store_by_client(tx, wr_text_lower(ctx->arena, client_id), ret);
    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !wr_enterprise_in_scope(&ctx->actor, ret->district_id, ret->enterprise_id))) {
        return fail_unknown(ctx);
    }
    return rc;
}

int wr_visit_items_in(struct wr_tx *tx, const struct wr_visit *v, struct wr_list *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_checklist c;
    int rc = wr_visit_store_items(tx, v->id, ret);
    if (rc < 0 || ret->n > 0) {
        return rc;
    }
    rc = wr_visit_checklist_in(tx, v->enterprise_id, v->kind, v->checked_in_ms, &c);
    if (rc < 0) {
        return rc;
    }
    const struct wr_checklist_item *from = c.items.p;
    struct wr_visit_item *items = wr_arena_array(ctx->arena, c.items.n + 1, sizeof(*items));
    if (!items) {
        return wr_fail(ctx, WR_K_memory);
    }
    for (size_t i = 0; i < c.items.n; i++) {
        const struct wr_enum_item *e = wr_enum_item(wr_checklist_evidences, from[i].evidence);
        items[i] =
            (struct wr_visit_item){.code = from[i].code,
                                   .text_zh = from[i].text_zh,
                                   .text_en = from[i].text_en,
                                   .required = from[i].required,
                                   .note = WR_S(""),
                                   .evidence = e ? wr_str(e->name) : (struct wr_str){NULL, 0}};
    }
    *ret = (struct wr_list){items, c.items.n};
    return 0;
}

bool wr_visit_is_own(const struct wr_ctx *ctx, const struct wr_visit *v)
{
    int64_t me = ctx->actor.officer_id;
    return me != 0 && (me == v->officer_id || me == v->second_officer_id);
}

int wr_visit_check_state(struct wr_ctx *ctx, const struct wr_visit *v, enum wr_visit_act act)
{
    if (wr_visit_rules_may(v->state, act)) {
        return 0;
    }
    const struct wr_enum_item *s = wr_enum_item(wr_visit_states, v->state);
    return wr_fail(ctx, WR_K_visit_state, wr_str(ctx->lang == WR_LANG_EN ? s->en : s->zh),
                   wr_visit_act_name(act, ctx->lang));
}

int wr_visit_load_own_in(struct wr_tx *tx, int64_t id, enum wr_visit_act act, struct wr_visit *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_visit_load_in(tx, id, ret);
    if (rc < 0) {
        return rc;
    }
    return wr_visit_is_own(ctx, ret) ? wr_visit_check_state(ctx, ret, act)
                                     : wr_fail(ctx, WR_K_visit_not_yours);
}
