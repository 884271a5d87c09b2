/* Reading visits: one with its parts, lists, an officer's and an enterprise's own pages, receipts. */
#include "modules/visit/visit_use.h"

#include "base/site.h"
#include "base/text.h"
#include "codec/qr.h"
#include "modules/enterprise/enterprise_svc.h"

#include <inttypes.h>
#include <stdio.h>

#define RECEIPT_BYTES_MAX ((size_t)1 << 20)
#define RECEIPT_QR_MM 60

/** The enterprise itself sees that it has rated; supervision sees what. The rated unit sees neither. */
static int add_rating(struct wr_tx *tx, struct wr_visit *v)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    bool supervises = wr_actor_has(&ctx->actor, WR_ROLE_SUPERVISION);
    bool own = ctx->actor.enterprise_id != 0 && ctx->actor.enterprise_id == v->enterprise_id;
    if (!supervises && !own) {
        return 0;
    }
    int rc = wr_visit_store_rating(tx, v->id, &v->rating);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return 0;
    }
    if (rc < 0) {
        return rc;
    }
    v->has_rating = supervises;
    if (v->state == WR_VISIT_CHECKED_OUT) {
        v->state = WR_VISIT_RATED;
    }
    return 0;
}

struct work {
    int64_t id, photo_id;
    struct wr_visit *visit;
    struct wr_media *media;
    const struct wr_visit_filter *filter;
    struct wr_list *list;
    struct wr_str *next;
    struct wr_my_today *today;
    struct wr_str text;
    struct wr_visit_ask *ask;
};

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_visit *v = w->visit;
    int rc = wr_visit_load_in(tx, w->id, v);
    if (rc == 0) {
        rc = wr_visit_items_in(tx, v, &v->items);
    }
    if (rc == 0) {
        rc = wr_visit_store_findings(tx, v->id, &v->findings);
    }
    if (rc == 0) {
        rc = wr_visit_store_photos(tx, v->id, &v->photos);
    }
    if (rc == 0) {
        rc = wr_visit_store_photos_due(tx, v->id, &v->photos_due);
    }
    return rc < 0 ? rc : add_rating(tx, v);
}

int wr_visit_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_visit *ret)
{
    struct work w = {.id = id, .visit = ret};
    return wr_tx_run(ctx, WR_TX_READ, "visit.get", get_tx, &w);
}

static int photo_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_visit v;
    struct wr_list photos;
    int rc = wr_visit_load_in(tx, w->id, &v);
    if (rc == 0) {
        rc = wr_visit_store_photos(tx, v.id, &photos);
    }
    const struct wr_visit_photo *p = photos.p;
    for (size_t i = 0; rc == 0 && i < photos.n; i++) {
        if (p[i].id == w->photo_id) {
            return wr_media_content_in(tx, p[i].media_id, w->media);
        }
    }
    return rc < 0 ? rc : wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该照片 photo"));
}

int wr_visit_svc_photo(struct wr_ctx *ctx, int64_t id, int64_t photo_id, struct wr_media *ret)
{
    struct work w = {.id = id, .photo_id = photo_id, .media = ret};
    return wr_tx_run(ctx, WR_TX_READ, "visit.photo_get", photo_tx, &w);
}

/* ---- lists -------------------------------------------------------------------------------------- */

static bool read_cursor(struct wr_str s, int64_t *ms, int64_t *id)
{
    struct wr_str rest = s;
    struct wr_str first = wr_str_cut(&rest, '-');
    return wr_str_i64(first, ms) && wr_str_i64(rest, id);
}

static int page_of(struct wr_ctx *ctx, const struct wr_visit_filter *f, struct wr_visit_page *ret)
{
    struct wr_date d;
    *ret = (struct wr_visit_page){
        .f = *f, .to_ms = WR_MS_MAX, .before_ms = WR_MS_MAX, .before_id = WR_ID_MAX};
    ret->f.limit = f->limit > 0 ? f->limit : WR_PAGE_DEFAULT;
    if (f->cursor.n > 0 && !read_cursor(f->cursor, &ret->before_ms, &ret->before_id)) {
        return wr_fail(ctx, WR_K_visit_cursor);
    }
    if (f->from.n > 0 && wr_date_parse(f->from, &d)) {
        ret->from_ms = wr_date_to_ms(d);
    }
    if (f->to.n > 0 && wr_date_parse(f->to, &d)) {
        ret->to_ms = wr_date_to_ms(d) + WR_DAY_MS;
    }
    return 0;
}

/** Narrow a filter to what the actor may see. @return false: nothing at all */
static bool narrow(const struct wr_actor *a, struct wr_visit_filter *f)
{
    if (a->system) {
        return true;
    }
    if ((a->roles & WR_ROLE_STAFF) == 0) {
        bool other = f->enterprise_id != 0 && f->enterprise_id != a->enterprise_id;
        f->enterprise_id = a->enterprise_id;
        return a->enterprise_id != 0 && !other;
    }
    if (a->district_id != 0) {
        bool other = f->district_id != 0 && f->district_id != a->district_id;
        f->district_id = a->district_id;
        return !other;
    }
    return true;
}

int wr_visit_list_in(struct wr_tx *tx, const struct wr_visit_filter *given, struct wr_list *ret,
                     struct wr_str *ret_next)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit_filter f = *given;
    struct wr_visit_page page;
    *ret = (struct wr_list){NULL, 0};
    *ret_next = (struct wr_str){NULL, 0};
    if (!narrow(&ctx->actor, &f)) {
        return 0;
    }
    int rc = page_of(ctx, &f, &page);
    if (rc == 0) {
        rc = wr_visit_store_list(tx, &page, ret);
    }
    if (rc == 0 && (int64_t)ret->n == page.f.limit) {
        const struct wr_visit *last = (const struct wr_visit *)ret->p + ret->n - 1;
        *ret_next =
            wr_arena_printf(ctx->arena, "%" PRId64 "-%" PRId64, last->checked_in_ms, last->id);
    }
    return rc;
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_visit_list_in(tx, w->filter, w->list, w->next);
}

int wr_visit_svc_list(struct wr_ctx *ctx, const struct wr_visit_filter *f, struct wr_list *ret,
                      struct wr_str *ret_next)
{
    struct work w = {.filter = f, .list = ret, .next = ret_next};
    return wr_tx_run(ctx, WR_TX_READ, "visit.list", list_tx, &w);
}

static int mine_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_visit_list_in(tx, w->filter, w->list, w->next);
    struct wr_visit *v = w->list->p;
    for (size_t i = 0; rc == 0 && i < w->list->n; i++) {
        rc = add_rating(tx, &v[i]);
    }
    return rc;
}

int wr_visit_svc_mine(struct wr_ctx *ctx, const struct wr_visit_filter *given, struct wr_list *ret,
                      struct wr_str *ret_next)
{
    struct wr_visit_filter f = *given;
    if (ctx->actor.enterprise_id == 0) {
        return wr_fail(ctx, WR_K_denied,
                       WR_S("当前账号没有关联企业 the account belongs to no enterprise"));
    }
    f.enterprise_id = ctx->actor.enterprise_id;
    struct work w = {.filter = &f, .list = ret, .next = ret_next};
    return wr_tx_run(ctx, WR_TX_READ, "visit.mine", mine_tx, &w);
}

/* ---- an officer's own pages --------------------------------------------------------------------- */

#define RECENT_VISITS 10
#define DUE_DAYS 14

static struct wr_str day_text(struct wr_ctx *ctx, int32_t days)
{
    char z[WR_DATE_TEXT];
    wr_date_format(wr_date_from_days(days), z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

static int own_visits(struct wr_tx *tx, int64_t officer_id, int64_t state, struct wr_list *ret)
{
    const struct wr_visit_page page = {.f = {.officer_id = officer_id,
                                             .state = state,
                                             .limit = state ? WR_PAGE_DEFAULT : RECENT_VISITS},
                                       .to_ms = WR_MS_MAX,
                                       .before_ms = WR_MS_MAX,
                                       .before_id = WR_ID_MAX};
    return wr_visit_store_list(tx, &page, ret);
}

static int today_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_my_today *t = w->today;
    int64_t me = ctx->actor.officer_id;
    int32_t today = wr_date_to_days(wr_date_of_ms(wr_ctx_now(ctx)));
    int rc = wr_visit_store_my_enterprises_n(tx, me, &t->enterprises_n);
    if (rc == 0) {
        rc = wr_visit_store_my_tasks(tx, me, WR_S("0000-00-00"), day_text(ctx, today),
                                     &t->tasks_overdue);
    }
    if (rc == 0) {
        rc = wr_visit_store_my_tasks(tx, me, day_text(ctx, today), day_text(ctx, today + DUE_DAYS),
                                     &t->tasks_due);
    }
    if (rc == 0) {
        rc = own_visits(tx, me, WR_VISIT_IN_PROGRESS, &t->open_visits);
    }
    return rc < 0 ? rc : own_visits(tx, me, 0, &t->recent);
}

static int need_officer(struct wr_ctx *ctx)
{
    return ctx->actor.officer_id != 0 ? 0 : wr_fail(ctx, WR_K_visit_no_officer);
}

int wr_visit_svc_today(struct wr_ctx *ctx, struct wr_my_today *ret)
{
    struct work w = {.today = ret};
    int rc = need_officer(ctx);
    *ret = (struct wr_my_today){0};
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "visit.today", today_tx, &w);
}

static int my_enterprises_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_visit_store_my_enterprises(tx, wr_tx_ctx(tx)->actor.officer_id, w->text, w->list);
}

int wr_visit_svc_my_enterprises(struct wr_ctx *ctx, struct wr_str q, struct wr_list *ret)
{
    struct work w = {.text = q, .list = ret};
    int rc = need_officer(ctx);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "visit.my_enterprises", my_enterprises_tx, &w);
}

/* ---- receipts ----------------------------------------------------------------------------------- */

static int see_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_visit_load_in(tx, w->id, w->visit);
}

int wr_visit_svc_receipt(struct wr_ctx *ctx, int64_t id, struct wr_jw *out)
{
    struct wr_visit v;
    struct work w = {.id = id, .visit = &v};
    int rc = wr_tx_run(ctx, WR_TX_READ, "visit.see", see_tx, &w);
    if (rc < 0) {
        return rc;
    }
    wr_jw_i64(out, "visit_id", id);
    return wr_audit_svc_receipt(ctx, &WR_VISIT_ENTITY, id, out);
}

/** Only what is proved, without the row: small enough for a QR code. */
static struct wr_str compact(struct wr_ctx *ctx, const struct wr_json *receipt)
{
    static const char *const members[] = {"leaf_text", "index", "tree_size", "path", "checkpoint"};
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_jw w;
    wr_buf_init(&b, RECEIPT_BYTES_MAX);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    for (size_t i = 0; i < WR_ARRAY_LEN(members); i++) {
        wr_jw_raw(&w, members[i], wr_json_text(ctx->arena, wr_json_get(receipt, members[i])));
    }
    wr_jw_obj_end(&w);
    return b.failed ? (struct wr_str){NULL, 0} : wr_base64url(ctx->arena, b.p, b.n);
}

int wr_visit_svc_receipt_svg(struct wr_ctx *ctx, int64_t id, struct wr_buf *out)
{
    const struct wr_site fallback = WR_SITE_DEFAULT;
    const struct wr_site *site = ctx->site ? ctx->site : &fallback;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_jw w;
    struct wr_qr qr;
    wr_buf_init(&b, RECEIPT_BYTES_MAX);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    int rc = wr_visit_svc_receipt(ctx, id, &w);
    wr_jw_obj_end(&w);
    if (rc < 0) {
        return rc;
    }
    struct wr_json *receipt = b.failed ? NULL : wr_json_parse(ctx, wr_buf_view(&b));
    if (!receipt) {
        return wr_fail(ctx, WR_K_bug, WR_S("receipt"));
    }
    struct wr_str code = compact(ctx, receipt);
    wr_json_free(receipt);
    struct wr_str url =
        wr_arena_printf(ctx->arena, WR_FMT "/v#" WR_FMT, WR_ARG(site->public_url), WR_ARG(code));
    rc = wr_qr_encode(ctx, url, WR_QR_L, &qr);
    if (rc == 0) {
        wr_qr_svg(out, &qr, RECEIPT_QR_MM,
                  wr_arena_printf(ctx->arena, "回执 receipt %" PRId64, id));
    }
    return rc;
}

/* ---- commands ----------------------------------------------------------------------------------- */

int wr_visit_find_in(struct wr_tx *tx, struct wr_str code, struct wr_visit_ask *ask)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list ids;
    int64_t id = 0;
    if (code.n < 10 && wr_str_i64(code, &id) && id > 0) {
        ask->enterprise_id = id;
        return 0;
    }
    if (code.n != 18) {
        ask->plate = code;
        return 0;
    }
    int rc = wr_visit_store_by_credit_code(tx, wr_text_upper(ctx->arena, code), &ids);
    if (rc == 0 && ids.n > 1) {
        return wr_fail(ctx, WR_K_visit_enterprise_codes, code);
    }
    if (rc == 0 && ids.n == 0) {
        return wr_fail(ctx, WR_K_visit_enterprise_code, code);
    }
    if (rc == 0) {
        ask->enterprise_id = *(const int64_t *)ids.p;
    }
    return rc;
}

static int find_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_visit_find_in(tx, w->text, w->ask);
}

int wr_visit_svc_find(struct wr_ctx *ctx, struct wr_str code, struct wr_visit_ask *ask)
{
    struct work w = {.text = code, .ask = ask};
    return wr_tx_run(ctx, WR_TX_READ, "visit.find", find_tx, &w);
}
