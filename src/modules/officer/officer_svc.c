#include "modules/officer/officer_svc.h"

#include "base/calendar.h"
#include "base/pinyin.h"
#include "modules/media/media_svc.h"
#include "modules/officer/officer_rules.h"
#include "modules/officer/officer_store.h"
#include "modules/officer/officer_use.h"
#include "modules/region/region_svc.h"

#include <inttypes.h>

static struct wr_str today(const struct wr_ctx *ctx)
{
    char text[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), text);
    return wr_arena_dup(ctx->arena, wr_str(text));
}

static void judge_cert(const struct wr_ctx *ctx, struct wr_officer *o, size_t n)
{
    struct wr_str day = today(ctx);
    for (size_t i = 0; i < n; i++)
        o[i].cert_state = wr_officer_cert_state(&o[i], day);
}

int wr_officer_get_in(struct wr_tx *tx, int64_t id, struct wr_officer *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_officer_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该执法人员 officer"));
    if (rc == 0)
        judge_cert(ctx, ret, 1);
    return rc;
}

int wr_officer_find_in(struct wr_tx *tx, struct wr_str cert_no, struct wr_str name,
                       struct wr_str unit, struct wr_officer *ret)
{
    int rc = wr_officer_store_find(tx, cert_no, name, unit, ret);
    if (rc == 0)
        judge_cert(wr_tx_ctx(tx), ret, 1);
    return rc;
}

int wr_officer_recused_in(struct wr_tx *tx, int64_t officer_id, int64_t enterprise_id, bool *ret)
{
    return wr_officer_store_recused(tx, officer_id, enterprise_id, ret);
}

int wr_officer_recusals_in(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_officer_store_recusals_active(tx, ret);
}

/* City-level officers are the city's business; a district administrator writes his own district's only. */
static int may_write(struct wr_tx *tx, int64_t district_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_actor *a = &ctx->actor;
    if (a->system || a->district_id == 0 || a->district_id == district_id)
        return 0;
    return wr_fail(ctx, WR_K_denied, WR_S("只能管理本区县人员 only officers of your own district"));
}

static int check_write(struct wr_tx *tx, const struct wr_officer *o)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    bool taken = false;
    int rc = may_write(tx, o->district_id);
    if (rc == 0 && o->district_id != 0) {
        struct wr_region district;
        rc = wr_region_get_in(tx, o->district_id, &district);
    }
    if (rc == 0)
        rc = wr_officer_store_cert_taken(tx, o->cert_no, o->id, &taken);
    return rc == 0 && taken ? wr_fail(ctx, WR_K_officer_cert_taken, o->cert_no) : rc;
}

static int add(struct wr_tx *tx, const struct wr_officer *o, struct wr_str reason, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = check_write(tx, o);
    if (rc == 0)
        rc = wr_officer_store_insert(tx, o, ret_id);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_OFFICER_ENTITY, *ret_id, 0, "officer.add",
                           wr_audit_payload2(ctx, "unit", o->unit, "reason", reason));
}

int wr_officer_add_in(struct wr_tx *tx, const struct wr_officer *o, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_officer copy = *o;
    copy.id = 0;
    copy.created_ms = wr_ctx_now(ctx);
    copy.pinyin = wr_pinyin_initials(ctx->arena, o->name);
    return add(tx, &copy, (struct wr_str){NULL, 0}, ret_id);
}

static int update(struct wr_tx *tx, const struct wr_officer *o, const char *action,
                  struct wr_str reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = check_write(tx, o);
    if (rc == 0)
        rc = wr_officer_store_update(tx, o);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_OFFICER_ENTITY, o->id, 0, action,
                           wr_audit_payload2(ctx, "unit", o->unit, "reason", reason));
}

int wr_officer_change_in(struct wr_tx *tx, const struct wr_officer *o, struct wr_str reason)
{
    struct wr_officer copy = *o;
    copy.pinyin = wr_pinyin_initials(wr_tx_ctx(tx)->arena, o->name);
    return update(tx, &copy, "officer.change", reason);
}

int wr_officer_remove_in(struct wr_tx *tx, int64_t id, struct wr_str reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_officer o;
    int rc = wr_officer_get_in(tx, id, &o);
    if (rc == 0)
        rc = may_write(tx, o.district_id);
    if (rc == 0)
        rc = wr_officer_store_delete(tx, id);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_officer_in_use, o.unit);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_OFFICER_ENTITY, id, 0, "officer.remove",
                           wr_audit_payload2(ctx, "unit", o.unit, "reason", reason));
}

/* ---- use cases ---- */

struct list_job {
    const struct wr_officer_query *q;
    int64_t limit;
    struct wr_list items;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct list_job *l = arg;
    const struct wr_actor *a = &wr_tx_ctx(tx)->actor;
    return wr_officer_store_list(tx, l->q, a->system ? 0 : a->district_id, l->limit, &l->items);
}

int wr_officer_svc_list(struct wr_ctx *ctx, const struct wr_officer_query *q, struct wr_list *ret,
                        struct wr_str *ret_next)
{
    int64_t limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT;
    struct list_job l = {.q = q, .limit = limit + 1};
    int rc = wr_tx_run(ctx, WR_TX_READ, "officer.list", list_tx, &l);
    if (rc < 0)
        return rc;
    struct wr_officer *o = l.items.p;
    *ret_next = (struct wr_str){NULL, 0};
    if (l.items.n > (size_t)limit) {
        l.items.n = (size_t)limit;
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, o[limit - 1].id);
    }
    judge_cert(ctx, o, l.items.n);
    *ret = l.items;
    return 0;
}

/* One officer the actor may see: of his district or of the city. */
static int get_seen(struct wr_tx *tx, int64_t id, struct wr_officer *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_actor *a = &ctx->actor;
    int rc = wr_officer_get_in(tx, id, ret);
    if (rc < 0)
        return rc;
    bool seen = a->system || a->district_id == 0 || ret->district_id == 0 ||
                ret->district_id == a->district_id;
    return seen ? 0 : wr_fail(ctx, WR_K_not_found, WR_S("该执法人员 officer"));
}

struct change {
    int64_t id, version;
    const struct wr_officer_edit *in;
    const struct wr_media_new *photo;
    struct wr_officer *officer;
};

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct change *c = arg;
    return get_seen(tx, c->id, c->officer);
}

int wr_officer_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_officer *ret)
{
    struct change c = {.id = id, .officer = ret};
    return wr_tx_run(ctx, WR_TX_READ, "officer.get", get_tx, &c);
}

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct change *c = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_officer o = {.created_ms = wr_ctx_now(ctx)};
    wr_officer_rules_apply(ctx, c->in, &o);
    return add(tx, &o, c->in->reason, &c->id);
}

int wr_officer_svc_add(struct wr_ctx *ctx, const struct wr_officer_edit *in, int64_t *ret_id)
{
    struct change c = {.in = in};
    wr_officer_rules_check(ctx, in);
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "officer.add", add_tx, &c);
    if (rc == 0)
        *ret_id = c.id;
    return rc;
}

static int change_tx(struct wr_tx *tx, void *arg)
{
    struct change *c = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_officer o;
    int rc = get_seen(tx, c->id, &o);
    if (rc == 0)
        rc = may_write(tx, o.district_id);
    if (rc < 0)
        return rc;
    if (o.version != c->version)
        return wr_fail(ctx, WR_K_version_conflict,
                       wr_arena_printf(ctx->arena, "%" PRId64, o.version));
    wr_officer_rules_apply(ctx, c->in, &o);
    rc = update(tx, &o, "officer.change", c->in->reason);
    return rc < 0 ? rc : wr_officer_get_in(tx, c->id, c->officer);
}

int wr_officer_svc_change(struct wr_ctx *ctx, int64_t id, int64_t version,
                          const struct wr_officer_edit *in, struct wr_officer *ret)
{
    struct change c = {.id = id, .version = version, .in = in, .officer = ret};
    wr_officer_rules_check(ctx, in);
    int rc = wr_faults_end(ctx);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "officer.change", change_tx, &c);
}

static int photo_tx(struct wr_tx *tx, void *arg)
{
    struct change *c = arg;
    struct wr_officer *o = c->officer;
    bool seen = false;
    int rc = get_seen(tx, c->id, o);
    if (rc == 0)
        rc = may_write(tx, o->district_id);
    if (rc == 0)
        rc = wr_media_put_in(tx, c->photo, 0, &o->photo_id, &seen);
    return rc < 0 ? rc : update(tx, o, "officer.photo", (struct wr_str){NULL, 0});
}

int wr_officer_svc_photo(struct wr_ctx *ctx, int64_t id, struct wr_str bytes, int64_t *ret_photo_id)
{
    struct wr_media_new photo;
    struct wr_officer o;
    struct change c = {.id = id, .photo = &photo, .officer = &o};
    int rc = wr_media_prepare(ctx, bytes, &photo);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "officer.photo", photo_tx, &c);
    if (rc == 0)
        *ret_photo_id = o.photo_id;
    return rc;
}
