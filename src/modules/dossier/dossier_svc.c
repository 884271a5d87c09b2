#include "modules/dossier/dossier_svc.h"

#include "base/calendar.h"
#include "base/text.h"
#include "modules/audit/audit_svc.h"
#include "modules/dossier/dossier_store.h"
#include "modules/dossier/timeline_text.h"
#include "modules/enterprise/enterprise_svc.h"

#include <inttypes.h>

#define DAYS 30

static int64_t year_begin_ms(struct wr_ctx *ctx)
{
    struct wr_date d = wr_date_of_ms(wr_ctx_now(ctx));
    return wr_date_to_ms((struct wr_date){d.year, 1, 1});
}

/* A cursor is base64url of "number LF number LF text": opaque to clients, checked when it comes back. */

static struct wr_str cursor_make(struct wr_ctx *ctx, int64_t a, int64_t b, struct wr_str text)
{
    struct wr_str s =
        wr_arena_printf(ctx->arena, "%" PRId64 "\n%" PRId64 "\n" WR_FMT, a, b, WR_ARG(text));
    return wr_base64url(ctx->arena, s.p, s.n);
}

static int cursor_read(struct wr_ctx *ctx, struct wr_str cursor, int64_t *a, int64_t *b,
                       struct wr_str *text)
{
    struct wr_str s = wr_unbase64url(ctx->arena, cursor);
    if (!wr_str_i64(wr_str_cut(&s, '\n'), a) || !wr_str_i64(wr_str_cut(&s, '\n'), b) ||
        !wr_utf8_valid(s)) {
        wr_fault(ctx, WR_S("cursor"), WR_K_input_cursor, cursor);
        return wr_faults_end(ctx);
    }
    *text = s;
    return 0;
}

struct work {
    const struct wr_dossier_query *q;
    const struct wr_timeline_query *tq;
    struct wr_page *page;
    struct wr_list *list;
    struct wr_enterprise *e;
    struct wr_today *today;
    const struct wr_unmask *unmask;
    struct wr_unmasked *unmasked;
    int64_t id;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t limit = w->q->has_limit ? w->q->limit : WR_PAGE_DEFAULT,
            district = ctx->actor.district_id;
    struct wr_dossier_at at = {.set = w->q->cursor.n > 0};
    *w->page = (struct wr_page){.total = -1};
    if (at.set) {
        int rc = cursor_read(ctx, w->q->cursor, &at.updated_ms, &at.id, &at.name);
        if (rc < 0)
            return rc;
    } else {
        int rc = wr_dossier_store_count(tx, w->q, district, &w->page->total);
        if (rc < 0)
            return rc;
    }
    int rc =
        wr_dossier_store_list(tx, w->q, district, year_begin_ms(ctx), &at, limit, &w->page->items);
    if (rc == 0 && w->page->items.n == (size_t)limit) {
        const struct wr_enterprise *last =
            (const struct wr_enterprise *)w->page->items.p + limit - 1;
        w->page->next = cursor_make(ctx, last->updated_ms, last->id, last->name);
    }
    return rc;
}

int wr_dossier_svc_list(struct wr_ctx *ctx, const struct wr_dossier_query *q, struct wr_page *ret)
{
    struct work w = {.q = q, .page = ret};
    return wr_tx_run(ctx, WR_TX_READ, "dossier.list", list_tx, &w);
}

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_dossier_store_get(tx, w->id, year_begin_ms(ctx), w->e);
    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !wr_enterprise_in_scope(&ctx->actor, w->e->district_id, w->id)))
        return wr_fail(ctx, WR_K_not_found, WR_S("该企业 enterprise"));
    return rc;
}

int wr_dossier_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_enterprise *ret)
{
    struct work w = {.id = id, .e = ret};
    return wr_tx_run(ctx, WR_TX_READ, "dossier.get", get_tx, &w);
}

static int timeline_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e;
    w->e = &e;
    int rc = get_tx(tx, w);
    if (rc < 0)
        return rc;
    int64_t limit = w->tq->has_limit ? w->tq->limit : WR_PAGE_DEFAULT;
    struct wr_timeline_at at = {.set = w->tq->cursor.n > 0};
    if (at.set)
        rc = cursor_read(ctx, w->tq->cursor, &at.at_ms, &at.ref_id, &at.kind);
    *w->page = (struct wr_page){.total = -1};
    struct wr_str kind = w->tq->has_kind ? wr_timeline_kind_name(w->tq->kind) : (struct wr_str){0};
    if (rc == 0)
        rc = wr_dossier_store_timeline(tx, w->id, kind, &at, limit, &w->page->items);
    if (rc < 0)
        return rc;
    struct wr_timeline_item *items = w->page->items.p;
    for (size_t i = 0; i < w->page->items.n; i++)
        wr_timeline_say(ctx, &items[i]);
    if (w->page->items.n == (size_t)limit) {
        const struct wr_timeline_item *last = &items[limit - 1];
        w->page->next =
            cursor_make(ctx, last->at_ms, last->ref_id, wr_timeline_kind_name(last->kind));
    }
    return 0;
}

int wr_dossier_svc_timeline(struct wr_ctx *ctx, int64_t id, const struct wr_timeline_query *q,
                            struct wr_page *ret)
{
    struct work w = {.id = id, .tq = q, .page = ret};
    return wr_tx_run(ctx, WR_TX_READ, "dossier.timeline", timeline_tx, &w);
}

static int map_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_dossier_store_map(tx, w->q, wr_tx_ctx(tx)->actor.district_id, w->list);
}

int wr_dossier_svc_map(struct wr_ctx *ctx, const struct wr_dossier_query *q, struct wr_list *ret)
{
    struct work w = {.q = q, .list = ret};
    return wr_tx_run(ctx, WR_TX_READ, "dossier.map", map_tx, &w);
}

static int duplicates_tx(struct wr_tx *tx, void *arg)
{
    return wr_dossier_store_duplicates(tx, wr_tx_ctx(tx)->actor.district_id, arg);
}

int wr_dossier_svc_duplicates(struct wr_ctx *ctx, struct wr_list *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "dossier.duplicates", duplicates_tx, ret);
}

/* ---- today ---------------------------------------------------------------------------------- */

static int count_days(struct wr_tx *tx, int32_t today, struct wr_list *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_day_count *days = wr_arena_array(ctx->arena, DAYS, sizeof *days);
    if (!days)
        return wr_fail(ctx, WR_K_memory);
    for (int32_t i = 0; i < DAYS; i++) {
        char text[WR_DATE_TEXT];
        wr_date_format(wr_date_from_days(today - DAYS + 1 + i), text);
        days[i].date = wr_arena_dup(ctx->arena, wr_str(text));
    }
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    int64_t from_ms = wr_date_to_ms(wr_date_from_days(today - DAYS + 1));
    int rc = wr_dossier_store_moments(tx, ctx->actor.district_id, from_ms, &c);
    while (rc == 0 && (rc = wr_cursor_next(c)) > 0) {
        int64_t i = (wr_cursor_i64(c, 0) - from_ms) / WR_DAY_MS;
        struct wr_str kind = wr_cursor_str(c, 1);
        rc = 0;
        if (i < 0 || i >= DAYS)
            continue;
        if (wr_str_eq(kind, WR_S("help")))
            days[i].help_n++;
        else if (wr_str_eq(kind, WR_S("inspection")))
            days[i].inspection_n++;
        else
            days[i].other_n++;
    }
    *ret = (struct wr_list){days, DAYS};
    return rc;
}

static int today_tx(struct wr_tx *tx, void *arg)
{
    struct wr_today *t = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_date today = wr_date_of_ms(wr_ctx_now(ctx));
    char text[WR_DATE_TEXT];
    wr_date_format(today, text);
    int rc =
        wr_dossier_store_today(tx, ctx->actor.district_id, wr_date_to_ms(today), wr_str(text), t);
    if (rc < 0)
        return rc;
    t->uncovered_n = t->paired_n - t->covered_n;
    t->coverage_bp = t->paired_n == 0 ? 0 : t->covered_n * 10000 / t->paired_n;
    return count_days(tx, wr_date_to_days(today), &t->visits_by_day);
}

int wr_dossier_svc_today(struct wr_ctx *ctx, struct wr_today *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "dossier.today", today_tx, ret);
}

/* ---- unmasking ------------------------------------------------------------------------------ */

static int unmask_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_dossier_store_unmask(tx, w->unmask, ctx->actor.district_id, w->unmasked);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该记录 record"));
    if (rc < 0)
        return rc;
    static const char *const entities[] = {"enterprise", "officer", "app_user"};
    struct wr_str what =
        wr_arena_printf(ctx->arena, "%s %" PRId64, entities[w->unmask->entity], w->unmask->id);
    return wr_audit_event(tx, w->unmask->entity == WR_UNMASK_ENTERPRISE ? w->unmask->id : 0,
                          "personal.unmask",
                          wr_audit_payload2(ctx, "what", what, "reason", w->unmask->reason));
}

int wr_dossier_svc_unmask(struct wr_ctx *ctx, const struct wr_unmask *in, struct wr_unmasked *ret)
{
    if (in->entity == WR_UNMASK_USER &&
        !wr_actor_has(&ctx->actor, WR_ROLE_SYSADMIN | WR_ROLE_SECADMIN))
        return wr_fail(ctx, WR_K_denied,
                       WR_S("仅系统或安全管理员 system or security administrator only"));
    struct work w = {.unmask = in, .unmasked = ret};
    return wr_tx_run(ctx, WR_TX_WRITE, "dossier.unmask", unmask_tx, &w);
}
