/* The record of a visit: check-list, findings, photos. Only its officers write to it. */
#include "modules/visit/visit_use.h"

#include "base/text.h"

#include <inttypes.h>

/** The record changed: raise the version and append the leaf. */
static int put(struct wr_tx *tx, struct wr_visit *v, const char *action, struct wr_str payload)
{
    int rc = wr_visit_store_touch(tx, v->id);
    v->version++;
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_VISIT_ENTITY, v->id, v->enterprise_id, action, payload);
}

static struct wr_str number(struct wr_ctx *ctx, int64_t n)
{
    return wr_arena_printf(ctx->arena, "%" PRId64, n);
}

/* ---- check-list --------------------------------------------------------------------------------- */

static struct wr_visit_item *find_item(const struct wr_list *items, struct wr_str code)
{
    struct wr_visit_item *it = items->p;
    for (size_t i = 0; i < items->n; i++) {
        if (wr_str_eq(it[i].code, code)) {
            return &it[i];
        }
    }
    return NULL;
}

static void check_answers(struct wr_ctx *ctx, const struct wr_list *answers,
                          const struct wr_list *items)
{
    const struct wr_visit_answer *a = answers->p;
    for (size_t i = 0; i < answers->n; i++) {
        if (!find_item(items, a[i].code)) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "items[%zu].code", i),
                     WR_K_visit_item_unknown, a[i].code);
        }
        if (a[i].result != WR_ITEM_OK && wr_str_trim(a[i].note).n == 0) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "items[%zu].note", i), WR_K_visit_item_note,
                     a[i].note);
        }
    }
}

/** The check-list's rows are made with the first answer, so that a check-in stays one row. */
static int make_rows(struct wr_tx *tx, int64_t visit_id, const struct wr_list *items)
{
    struct wr_list rows;
    int rc = wr_visit_store_items(tx, visit_id, &rows);
    const struct wr_visit_item *it = items->p;
    for (size_t i = 0; rc == 0 && rows.n == 0 && i < items->n; i++) {
        rc = wr_visit_store_add_item(tx, visit_id, &it[i]);
    }
    return rc;
}

int wr_visit_put_items_in(struct wr_tx *tx, int64_t id, const struct wr_list *answers)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    struct wr_list items;
    int rc = wr_visit_load_own_in(tx, id, WR_ACT_RECORD, &v);
    if (rc == 0) {
        rc = wr_visit_items_in(tx, &v, &items);
    }
    if (rc < 0) {
        return rc;
    }
    check_answers(ctx, answers, &items);
    rc = wr_faults_end(ctx);
    if (rc == 0) {
        rc = make_rows(tx, id, &items);
    }
    const struct wr_visit_answer *a = answers->p;
    for (size_t i = 0; rc == 0 && i < answers->n; i++) {
        rc = wr_visit_store_answer(tx, id, &a[i]);
    }
    return rc < 0 ? rc
                  : put(tx, &v, "visit.items",
                        wr_audit_payload1(ctx, "answered", number(ctx, (int64_t)answers->n)));
}

struct work {
    int64_t id;
    const void *in;
    void *ret;
    const struct wr_media_new *media;
};

static int put_items_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    const struct wr_visit_items_put *in = w->in;
    return wr_visit_put_items_in(tx, w->id, &in->items);
}

int wr_visit_svc_put_items(struct wr_ctx *ctx, int64_t id, const struct wr_visit_items_put *in,
                           struct wr_visit *ret)
{
    struct work w = {.id = id, .in = in};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "visit.items", put_items_tx, &w);
    return rc < 0 ? rc : wr_visit_svc_get(ctx, id, ret);
}

/* ---- findings ----------------------------------------------------------------------------------- */

/** @return 1 the finding is there with the same content (*ret), 0 new, negative */
static int find_same_finding(struct wr_tx *tx, const struct wr_visit *v,
                             const struct wr_visit_finding_new *in, struct wr_visit_finding *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_visit_store_finding_by_uid(tx, in->uid, ret);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return 0;
    }
    if (rc < 0) {
        return rc;
    }
    bool same = ret->visit_id == v->id && wr_str_eq(ret->text, in->text) &&
                ret->severity == in->severity && wr_str_eq(ret->item_code, in->item_code) &&
                ret->media_id == in->media_id;
    return same ? 1 : wr_fail(ctx, WR_K_visit_uid_used);
}

static bool has_photo(const struct wr_list *photos, int64_t media_id)
{
    const struct wr_visit_photo *p = photos->p;
    for (size_t i = 0; i < photos->n; i++) {
        if (p[i].media_id == media_id) {
            return true;
        }
    }
    return media_id == 0;
}

static int check_finding(struct wr_tx *tx, const struct wr_visit *v,
                         const struct wr_visit_finding_new *in)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list items, photos;
    int rc = wr_visit_items_in(tx, v, &items);
    if (rc == 0) {
        rc = wr_visit_store_photos(tx, v->id, &photos);
    }
    if (rc < 0) {
        return rc;
    }
    if (in->item_code.n > 0 && !find_item(&items, in->item_code)) {
        wr_fault(ctx, WR_S("item_code"), WR_K_visit_item_unknown, in->item_code);
    }
    if (!has_photo(&photos, in->media_id)) {
        wr_fault(ctx, WR_S("media_id"), WR_K_visit_finding_media, number(ctx, in->media_id));
    }
    rc = wr_faults_end(ctx);
    if (rc == 0 && v->findings_n >= WR_VISIT_FINDINGS_MAX) {
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("findings"), number(ctx, WR_VISIT_FINDINGS_MAX));
    }
    return rc;
}

int wr_visit_add_finding_in(struct wr_tx *tx, int64_t id, const struct wr_visit_finding_new *given,
                            struct wr_visit_finding *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    struct wr_visit_finding_new in = *given;
    if (!wr_visit_rules_uuid(in.uid)) {
        wr_fault(ctx, WR_S("uid"), WR_K_visit_uuid, in.uid);
        return wr_faults_end(ctx);
    }
    in.uid = wr_text_lower(ctx->arena, in.uid);
    in.item_code = in.item_code.n > 0 ? in.item_code : (struct wr_str){NULL, 0};
    int rc = wr_visit_load_own_in(tx, id, WR_ACT_RECORD, &v);
    if (rc == 0) {
        rc = find_same_finding(tx, &v, &in, ret);
    }
    if (rc != 0) {
        return rc < 0 ? rc : 0;
    }
    rc = check_finding(tx, &v, &in);
    *ret = (struct wr_visit_finding){.visit_id = id,
                                     .uid = in.uid,
                                     .item_code = in.item_code,
                                     .text = in.text,
                                     .severity = in.severity,
                                     .media_id = in.media_id,
                                     .created_ms = wr_ctx_now(ctx)};
    if (rc == 0) {
        rc = wr_visit_store_add_finding(tx, ret, &ret->id);
    }
    return rc < 0 ? rc : put(tx, &v, "visit.finding", wr_audit_payload1(ctx, "uid", in.uid));
}

static int add_finding_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_visit_add_finding_in(tx, w->id, w->in, w->ret);
}

int wr_visit_svc_add_finding(struct wr_ctx *ctx, int64_t id, const struct wr_visit_finding_new *in,
                             struct wr_visit_finding *ret)
{
    struct work w = {.id = id, .in = in, .ret = ret};
    return wr_tx_run(ctx, WR_TX_WRITE, "visit.finding", add_finding_tx, &w);
}

static int withdraw(struct wr_tx *tx, int rc, const struct wr_visit_finding *f)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    if (rc == WR_ENOTFOUND) {
        return wr_fail(ctx, WR_K_not_found, WR_S("该问题 finding"));
    }
    rc = rc < 0 ? rc : wr_visit_load_own_in(tx, f->visit_id, WR_ACT_RECORD, &v);
    rc = rc < 0 ? rc : wr_visit_store_withdraw_finding(tx, f->id, wr_ctx_now(ctx));
    return rc < 0 ? rc
                  : put(tx, &v, "visit.finding_withdraw", wr_audit_payload1(ctx, "uid", f->uid));
}

int wr_visit_withdraw_finding_in(struct wr_tx *tx, struct wr_str uid)
{
    struct wr_visit_finding f;
    int rc = wr_visit_store_finding_by_uid(tx, wr_text_lower(wr_tx_ctx(tx)->arena, uid), &f);
    return withdraw(tx, rc, &f);
}

static int withdraw_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_visit_finding f;
    int rc = wr_visit_store_finding(tx, w->id, &f);
    return withdraw(tx, rc, &f);
}

int wr_visit_svc_withdraw_finding(struct wr_ctx *ctx, int64_t finding_id)
{
    struct work w = {.id = finding_id};
    return wr_tx_run(ctx, WR_TX_WRITE, "visit.finding_withdraw", withdraw_tx, &w);
}

/* ---- photos ------------------------------------------------------------------------------------- */

/** Keep the photo, unless this visit has it already: then it was sent again after a lost answer. */
static int keep_photo(struct wr_tx *tx, struct wr_visit *v, struct wr_visit_photo *p)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit_photo stored = {0};
    int rc = wr_visit_store_photo_of(tx, v->id, p->media_id, &stored);
    if (rc == 0) {
        *p = stored;
    }
    if (rc != WR_ENOTFOUND) {
        return rc;
    }
    wr_err_reset(ctx);
    if (v->photos_n >= WR_VISIT_PHOTOS_MAX) {
        return wr_fail(ctx, WR_K_limit_reached, WR_S("photos"), number(ctx, WR_VISIT_PHOTOS_MAX));
    }
    rc = wr_visit_store_add_photo(tx, v->id, p, &p->id);
    rc = rc < 0 ? rc : wr_visit_store_photo_came(tx, v->id, p->sha256);
    return rc < 0 ? rc : put(tx, v, "visit.photo", wr_audit_payload1(ctx, "sha256", p->sha256));
}

static int add_photo_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    const struct wr_visit_photo_query *q = w->in;
    struct wr_visit_photo *p = w->ret;
    struct wr_visit v;
    int rc = wr_visit_load_own_in(tx, w->id, WR_ACT_PHOTO, &v);
    *p = (struct wr_visit_photo){.kind = q->kind,
                                 .taken_ms = q->taken_ms ? q->taken_ms : wr_ctx_now(wr_tx_ctx(tx)),
                                 .sha256 = w->media->m.taken_sha256,
                                 .item_code = q->item_code};
    if (rc == 0) {
        rc = wr_media_put_in(tx, w->media, v.enterprise_id, &p->media_id, &p->seen_before);
    }
    return rc < 0 ? rc : keep_photo(tx, &v, p);
}

int wr_visit_svc_add_photo(struct wr_ctx *ctx, int64_t id, const struct wr_visit_photo_query *q,
                           struct wr_str bytes, struct wr_visit_photo *ret)
{
    struct wr_media_new media;
    int rc = wr_media_prepare(ctx, bytes, &media);
    if (rc < 0) {
        return rc;
    }
    struct work w = {.id = id, .in = q, .ret = ret, .media = &media};
    return wr_tx_run(ctx, WR_TX_WRITE, "visit.photo", add_photo_tx, &w);
}

static bool is_sha256(struct wr_str s)
{
    for (size_t i = 0; s.n == 64 && i < s.n; i++) {
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f'))) {
            return false;
        }
    }
    return s.n == 64;
}

/** Where a picture of this hash is told of or kept. @return its item, absent with *ret_found false: nowhere */
static struct wr_str shown_item(const struct wr_list *photos, const struct wr_list *due,
                                struct wr_str sha256, bool *ret_found)
{
    const struct wr_visit_photo *p = photos->p;
    const struct wr_visit_photo_due *d = due->p;
    *ret_found = true;
    for (size_t i = 0; i < photos->n; i++) {
        if (wr_str_eq(p[i].sha256, sha256)) {
            return p[i].item_code;
        }
    }
    for (size_t i = 0; i < due->n; i++) {
        if (wr_str_eq(d[i].sha256, sha256)) {
            return d[i].item_code;
        }
    }
    *ret_found = false;
    return (struct wr_str){NULL, 0};
}

int wr_visit_photo_due_in(struct wr_tx *tx, int64_t visit_id, const struct wr_visit_photo_due *in)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    struct wr_list photos, due;
    bool added = false, known = false;
    if (!is_sha256(in->sha256)) {
        wr_fault(ctx, WR_S("sha256"), WR_K_visit_sha256, in->sha256);
        return wr_faults_end(ctx);
    }
    int rc = wr_visit_load_own_in(tx, visit_id, WR_ACT_PHOTO, &v);
    rc = rc < 0 ? rc : wr_visit_store_photos(tx, visit_id, &photos);
    rc = rc < 0 ? rc : wr_visit_store_photos_due(tx, visit_id, &due);
    if (rc < 0) {
        return rc;
    }
    struct wr_str item = shown_item(&photos, &due, in->sha256, &known);
    if (known) {
        return wr_str_eq(item, in->item_code) ? 0 : wr_fail(ctx, WR_K_visit_photo_used);
    }
    if (photos.n + due.n >= WR_VISIT_PHOTOS_MAX) {
        return wr_fail(ctx, WR_K_limit_reached, WR_S("photos"), number(ctx, WR_VISIT_PHOTOS_MAX));
    }
    rc = wr_visit_store_add_photo_due(tx, visit_id, in, &added);
    return rc < 0 || !added
               ? rc
               : put(tx, &v, "visit.photo_due", wr_audit_payload1(ctx, "sha256", in->sha256));
}
