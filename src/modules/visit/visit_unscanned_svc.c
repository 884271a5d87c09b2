/* Visits nobody scanned for (未扫码入企): the enterprise reports, supervision answers. */
#include "modules/visit/visit_life.h"

#include "base/text.h"
#include "modules/enterprise/enterprise_svc.h"

#include <inttypes.h>

struct work {
    int64_t id;
    const void *in;
    struct wr_unscanned *ret;
    struct wr_list *list;
};

/** @return 1 the same report came before (*ret), 0 new, negative */
static int find_repeat(struct wr_tx *tx, const struct wr_unscanned_new *in,
                       struct wr_unscanned *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_unscanned_store_by_uid(tx, wr_text_lower(ctx->arena, in->uid), ret);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return 0;
    }
    bool same = rc == 0 && ret->enterprise_id == ctx->actor.enterprise_id &&
                ret->kind == in->kind && ret->reason == in->reason;
    return rc < 0 ? rc : (same ? 1 : wr_fail(ctx, WR_K_visit_uid_used));
}

static int check_visit(struct wr_tx *tx, const struct wr_unscanned_new *in)
{
    struct wr_visit v;
    return in->visit_id == 0 ? 0 : wr_visit_load_in(tx, in->visit_id, &v);
}

static int report_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_unscanned_new *in = w->in;
    struct wr_enterprise e;
    int rc = find_repeat(tx, in, w->ret);
    if (rc != 0) {
        return rc < 0 ? rc : 0;
    }
    rc = wr_enterprise_get_in(tx, ctx->actor.enterprise_id, &e);
    rc = rc < 0 ? rc : check_visit(tx, in);
    if (rc < 0) {
        return rc;
    }
    *w->ret = (struct wr_unscanned){.uid = wr_text_lower(ctx->arena, in->uid),
                                    .enterprise_id = e.id,
                                    .enterprise_name = e.name,
                                    .district_id = e.district_id,
                                    .kind = in->kind,
                                    .reason = in->reason,
                                    .note = in->note.p ? in->note : WR_S(""),
                                    .people = in->people.p ? in->people : WR_S(""),
                                    .at_ms = wr_ctx_now(ctx),
                                    .visit_id = in->visit_id,
                                    .state = WR_UNSCANNED_REPORTED,
                                    .version = 1};
    rc = wr_unscanned_store_insert(tx, w->ret, ctx->actor.user_id, &w->ret->id);
    return rc < 0 ? rc
                  : wr_audit_append(
                        tx, &WR_UNSCANNED_ENTITY, w->ret->id, e.id, "unscanned.report",
                        wr_audit_payload2(
                            ctx, "kind", wr_str(wr_enum_item(wr_unscanned_kinds, in->kind)->name),
                            "reason", wr_str(wr_enum_item(wr_refusals, in->reason)->name)));
}

int wr_unscanned_svc_report(struct wr_ctx *ctx, const struct wr_unscanned_new *in,
                            struct wr_unscanned *ret)
{
    struct work w = {.in = in, .ret = ret};
    if (ctx->actor.enterprise_id == 0) {
        return wr_fail(ctx, WR_K_denied,
                       WR_S("当前账号没有关联企业 the account belongs to no enterprise"));
    }
    if (!wr_visit_rules_uuid(in->uid)) {
        wr_fault(ctx, WR_S("uid"), WR_K_visit_uuid, in->uid);
        return wr_faults_end(ctx);
    }
    return wr_tx_run(ctx, WR_TX_WRITE, "unscanned.report", report_tx, &w);
}

static int answer_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_unscanned_answer *in = w->in;
    struct wr_unscanned *u = w->ret;
    int rc = wr_unscanned_store_get(tx, w->id, u);
    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !wr_enterprise_in_scope(&ctx->actor, u->district_id, u->enterprise_id))) {
        return wr_fail(ctx, WR_K_not_found, WR_S("该报告 report"));
    }
    if (rc == 0 && u->state != WR_UNSCANNED_REPORTED) {
        rc = wr_fail(ctx, WR_K_unscanned_answered);
    }
    if (rc < 0) {
        return rc;
    }
    u->state = in->state;
    u->answer = in->answer;
    u->answered_ms = wr_ctx_now(ctx);
    rc = wr_unscanned_store_answer(tx, u);
    u->version++;
    return rc < 0
               ? rc
               : wr_audit_append(
                     tx, &WR_UNSCANNED_ENTITY, u->id, u->enterprise_id, "unscanned.answer",
                     wr_audit_payload1(ctx, "state",
                                       wr_str(wr_enum_item(wr_unscanned_states, u->state)->name)));
}

int wr_unscanned_svc_answer(struct wr_ctx *ctx, int64_t id, const struct wr_unscanned_answer *in,
                            struct wr_unscanned *ret)
{
    struct work w = {.id = id, .in = in, .ret = ret};
    return wr_tx_run(ctx, WR_TX_WRITE, "unscanned.answer", answer_tx, &w);
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_unscanned_store_list(tx, w->in, w->list);
}

int wr_unscanned_svc_list(struct wr_ctx *ctx, const struct wr_unscanned_filter *f,
                          struct wr_list *ret, struct wr_str *ret_next)
{
    struct wr_unscanned_page page = {
        .f = *f, .before_id = WR_ID_MAX, .district_id = ctx->actor.district_id};
    bool staff = wr_actor_has(&ctx->actor, WR_ROLE_STAFF);
    *ret = (struct wr_list){NULL, 0};
    *ret_next = (struct wr_str){NULL, 0};
    page.f.limit = f->limit > 0 ? f->limit : WR_PAGE_DEFAULT;
    if (f->cursor.n > 0 && !wr_str_i64(f->cursor, &page.before_id)) {
        return wr_fail(ctx, WR_K_visit_cursor);
    }
    if (!staff) {
        page.f.enterprise_id = ctx->actor.enterprise_id;
        page.district_id = 0;
    }
    if (!staff && page.f.enterprise_id == 0) {
        return 0;
    }
    struct work w = {.in = &page, .list = ret};
    int rc = wr_tx_run(ctx, WR_TX_READ, "unscanned.list", list_tx, &w);
    if (rc == 0 && (int64_t)ret->n == page.f.limit) {
        const struct wr_unscanned *last = (const struct wr_unscanned *)ret->p + ret->n - 1;
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, last->id);
    }
    return rc;
}
