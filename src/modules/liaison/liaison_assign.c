/* Beginning and ending assignments: the only code that does. */
#include "base/calendar.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/liaison/liaison_store.h"
#include "modules/liaison/liaison_use.h"
#include "modules/liaison/task_store.h"
#include "modules/officer/officer_svc.h"

#include <inttypes.h>

#define SWEEP_MAX 200

struct wr_str wr_liaison_today(struct wr_ctx *ctx)
{
    char text[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), text);
    return wr_arena_dup(ctx->arena, wr_str(text));
}

static struct wr_str day_after(struct wr_ctx *ctx, int64_t days)
{
    char text[WR_DATE_TEXT];
    int32_t today = wr_date_to_days(wr_date_of_ms(wr_ctx_now(ctx)));
    wr_date_format(wr_date_from_days(today + (int32_t)days), text);
    return wr_arena_dup(ctx->arena, wr_str(text));
}

int64_t wr_liaison_scope(const struct wr_ctx *ctx)
{
    return ctx->actor.system ? 0 : ctx->actor.district_id;
}

int wr_liaison_check_pair(struct wr_tx *tx, const struct wr_enterprise *e,
                          const struct wr_officer *o)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    bool recused = false;
    if (e->status != WR_ENT_ACTIVE)
        return wr_fail(ctx, WR_K_liaison_enterprise);
    if (!o->in_post)
        return wr_fail(ctx, WR_K_liaison_not_in_post, o->name);
    if (o->district_id != 0 && o->district_id != e->district_id)
        return wr_fail(ctx, WR_K_liaison_district);
    int rc = wr_officer_recused_in(tx, o->id, e->id, &recused);
    return rc == 0 && recused ? wr_fail(ctx, WR_K_liaison_recused) : rc;
}

int wr_liaison_check_room(struct wr_tx *tx, const struct wr_officer *o)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t load = 0;
    int rc = wr_liaison_store_load(tx, o->id, &load);
    if (rc == 0 && load >= o->capacity)
        return wr_fail(ctx, WR_K_liaison_capacity,
                       wr_arena_printf(ctx->arena, "%" PRId64, o->capacity));
    return rc;
}

static int append_leaf(struct wr_tx *tx, const struct wr_assignment *a, int64_t id,
                       const char *action, int64_t reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    return wr_audit_append(
        tx, &WR_ASSIGNMENT_ENTITY, id, a->enterprise_id, action,
        wr_audit_payload3(ctx, "officer_id", wr_arena_printf(ctx->arena, "%" PRId64, a->officer_id),
                          "kind", wr_str(wr_enum_item(wr_liaison_kinds, a->kind)->name), "reason",
                          wr_str(wr_enum_item(wr_liaison_reasons, reason)->name)));
}

int wr_liaison_end_in(struct wr_tx *tx, const struct wr_assignment *a, int64_t reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t now_ms = wr_ctx_now(ctx);
    int rc = wr_task_store_cancel(tx, a->id, now_ms);
    if (rc == 0)
        rc = wr_liaison_store_end(tx, a->id, now_ms, reason);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_liaison_ended);
    return rc < 0 ? rc : append_leaf(tx, a, a->id, "liaison.end", reason);
}

/* The later of the day the task was due before and the end of the grace; its ordinary day if it was not open. */
static int due_day(struct wr_tx *tx, const struct wr_task_code *c, int64_t before_id,
                   struct wr_str *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    *ret = day_after(ctx, c->due_days);
    if (before_id == 0)
        return 0;
    struct wr_str carried;
    int rc = wr_task_store_carried(tx, before_id, c->code, &carried);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return 0;
    }
    if (rc < 0)
        return rc;
    struct wr_str grace = day_after(ctx, WR_LIAISON_GRACE_DAYS);
    *ret = wr_str_cmp(carried, grace) < 0 ? grace : carried;
    return 0;
}

static int open_tasks(struct wr_tx *tx, const struct wr_assignment *a, int64_t id,
                      int64_t before_id)
{
    struct wr_list codes;
    int rc = wr_task_store_codes(tx, &codes);
    const struct wr_task_code *c = codes.p;
    for (size_t i = 0; rc == 0 && i < codes.n; i++) {
        if (!c[i].active)
            continue;
        struct wr_liaison_task t = {.assignment_id = id,
                                    .enterprise_id = a->enterprise_id,
                                    .officer_id = a->officer_id,
                                    .task_code = c[i].code};
        rc = due_day(tx, &c[i], before_id, &t.due_on);
        if (rc == 0)
            rc = wr_task_store_insert(tx, &t);
    }
    return rc;
}

int wr_liaison_begin_in(struct wr_tx *tx, const struct wr_assignment *a, int64_t before_id,
                        int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t id = 0;
    int rc = wr_liaison_store_insert(tx, a, ctx->actor.user_id, &id);
    struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
    if (rc == 0 && a->kind == WR_LIAISON_MAIN)
        rc = open_tasks(tx, a, id, before_id);
    if (rc == 0)
        rc = append_leaf(tx, a, id, "liaison.assign", a->reason);
    if (rc < 0)
        return rc;
    wr_arena_rewind(ctx->arena, mark); /* thousands of assignments share one request's memory */
    *ret_id = id;
    return 0;
}

/* Close the present main assignment, if there is one. @param ret_before_id  its id, or 0 */
static int end_present(struct wr_tx *tx, int64_t enterprise_id, int64_t officer_id, int64_t reason,
                       int64_t *ret_before_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_assignment present;
    *ret_before_id = 0;
    int rc = wr_liaison_store_main(tx, enterprise_id, &present);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return 0;
    }
    if (rc < 0)
        return rc;
    if (present.officer_id == officer_id)
        return wr_fail(ctx, WR_K_liaison_same);
    *ret_before_id = present.id;
    return wr_liaison_end_in(tx, &present, reason);
}

int wr_liaison_assign_in(struct wr_tx *tx, int64_t enterprise_id, int64_t officer_id,
                         struct wr_str reason, struct wr_str note, int64_t *ret_assignment_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e;
    struct wr_officer o;
    struct wr_assignment a = {.enterprise_id = enterprise_id,
                              .officer_id = officer_id,
                              .kind = WR_LIAISON_MAIN,
                              .from_ms = wr_ctx_now(ctx),
                              .reason = wr_enum_value(wr_liaison_reasons, reason),
                              .note = note};
    if (a.reason < 0)
        return wr_fail(ctx, WR_K_bug, WR_S("liaison reason"));
    int64_t before_id = 0;
    int rc = wr_liaison_seed_in(tx);
    if (rc == 0)
        rc = wr_enterprise_get_in(tx, enterprise_id, &e);
    if (rc == 0)
        rc = wr_officer_get_in(tx, officer_id, &o);
    if (rc == 0)
        rc = wr_liaison_check_pair(tx, &e, &o);
    if (rc == 0)
        rc = end_present(tx, enterprise_id, officer_id, a.reason, &before_id);
    if (rc == 0)
        rc = wr_liaison_check_room(tx, &o);
    return rc < 0 ? rc : wr_liaison_begin_in(tx, &a, before_id, ret_assignment_id);
}

int wr_liaison_officer_in(struct wr_tx *tx, int64_t enterprise_id, struct wr_officer *ret)
{
    struct wr_assignment a;
    int rc = wr_liaison_store_main(tx, enterprise_id, &a);
    if (rc == WR_ENOTFOUND)
        return wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该企业联络员 liaison"));
    return rc < 0 ? rc : wr_officer_get_in(tx, a.officer_id, ret);
}

static int sweep_tx(struct wr_tx *tx, void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t *n = arg;
    struct wr_list stale;
    struct wr_str today = wr_liaison_today(ctx);
    int rc = wr_liaison_store_stale(tx, today, SWEEP_MAX, &stale);
    const struct wr_assignment *a = stale.p;
    for (size_t i = 0; rc == 0 && i < stale.n; i++) {
        bool expired = a[i].until.n > 0 && wr_str_cmp(a[i].until, today) < 0;
        rc = wr_liaison_end_in(tx, &a[i],
                               expired ? WR_LIAISON_EXPIRED : WR_LIAISON_ENTERPRISE_ENDED);
    }
    *n = rc == 0 ? (int64_t)stale.n : 0;
    return rc;
}

int wr_liaison_svc_sweep(struct wr_ctx *ctx, int64_t *ret_n)
{
    int64_t n = 0;
    *ret_n = 0;
    do {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        int rc = wr_tx_run(ctx, WR_TX_WRITE, "liaison.sweep", sweep_tx, &n);
        if (rc < 0)
            return rc;
        wr_arena_rewind(ctx->arena, mark);
        *ret_n += n;
    } while (n == SWEEP_MAX);
    return 0;
}

int wr_liaison_svc_tend(struct wr_ctx *ctx)
{
    int64_t n = 0;
    int rc = wr_liaison_svc_seed(ctx);
    return rc < 0 ? rc : wr_liaison_svc_sweep(ctx, &n);
}
