#include "modules/plate/plate_svc.h"

#include "base/calendar.h"
#include "base/events.h"
#include "base/keys.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/plate/plate_in.h"

#include <assert.h>
#include <inttypes.h>

#define CODE_TRIES 8
#define ISSUE_BATCH 100 /* enterprises of one transaction, so that nobody else waits long */

/* ---- shared by the files of this module ----------------------------------------------------- */

struct wr_site wr_plate_site(const struct wr_ctx *ctx)
{
    return ctx->site ? *ctx->site : WR_SITE_DEFAULT;
}

void wr_plate_complete(struct wr_ctx *ctx, struct wr_plate *p)
{
    p->code_print = wr_plate_code_print(ctx->arena, p->code);
    p->payload = wr_plate_payload_text(ctx->arena, p->code, p->kid, p->sig);
    p->url = wr_plate_link(ctx->arena, wr_plate_site(ctx).public_url, p->payload);
}

int wr_plate_load(struct wr_tx *tx, int64_t id, struct wr_plate *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    int rc = wr_plate_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !wr_enterprise_in_scope(&ctx->actor, ret->district_id, ret->enterprise_id)))
        return wr_fail(ctx, WR_K_not_found, WR_S("该信息牌 plate"));
    if (rc == 0)
        wr_plate_complete(ctx, ret);
    return rc;
}

int wr_plate_district(struct wr_ctx *ctx, int64_t asked, int64_t *ret)
{
    if (ctx->actor.district_id != 0 && asked != 0 && asked != ctx->actor.district_id)
        return wr_fail(ctx, WR_K_denied, WR_S("其他区县的信息牌 (another district)"));
    *ret = ctx->actor.district_id != 0 ? ctx->actor.district_id : asked;
    return 0;
}

int wr_plate_tell(struct wr_tx *tx, const struct wr_plate *p, const char *kind, const char *action,
                  struct wr_str note)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    int rc = wr_plate_store_event(tx, p->id, wr_ctx_now(ctx), kind, ctx->actor.user_id, note);
    if (rc < 0)
        return rc;
    return wr_audit_append(
        tx, &WR_PLATE_ENTITY, p->id, p->enterprise_id, action,
        wr_audit_payload2(ctx, "code", p->code, "note", note.p ? note : WR_S("")));
}

static int refuse_move(struct wr_ctx *ctx, const struct wr_plate *p, enum wr_plate_status to)
{
    const struct wr_enum_item *from_item = wr_enum_item(wr_plate_statuses, p->status),
                              *to_item = wr_enum_item(wr_plate_statuses, to);
    bool en = ctx->lang == WR_LANG_EN;

    return wr_fail(ctx, WR_K_plate_transition, p->code, wr_str(en ? from_item->en : from_item->zh),
                   wr_str(en ? to_item->en : to_item->zh));
}

/* ---- issue ---------------------------------------------------------------------------------- */

/** @return 0, WR_ECONFLICT (plate.codes_used_up) */
static int choose_code(struct wr_tx *tx, char ret[WR_PLATE_CODE + 1])
{
    for (int i = 0; i < CODE_TRIES; i++) {
        uint64_t bits = 0;
        bool taken = false;
        wr_random(&bits, sizeof(bits));
        wr_plate_code_make(bits, ret);
        int rc = wr_plate_store_code_taken(tx, wr_str(ret), &taken);
        if (rc < 0 || !taken)
            return rc;
    }
    return wr_fail(wr_tx_ctx(tx), WR_K_plate_codes_used_up, WR_S("8"));
}

static int insert_plate(struct wr_tx *tx, const struct wr_enterprise *e, struct wr_str code,
                        struct wr_str note, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    char day[WR_DATE_TEXT];

    assert(ctx->keys && ctx->keys->n_plate > 0);
    const struct wr_signing_key *key = &ctx->keys->plate[ctx->keys->n_plate - 1];
    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), day);
    struct wr_plate p = {.code = code,
                         .enterprise_id = e->id,
                         .kid = wr_str(key->kid),
                         .created_ms = wr_ctx_now(ctx)};
    p.issue_date = wr_arena_dup(ctx->arena, wr_str(day));
    p.credit_code = e->credit_code.p ? e->credit_code : WR_S("");
    p.sig = wr_plate_sign(ctx->arena, key,
                          wr_plate_signed_text(ctx->arena, p.code, p.credit_code, p.issue_date));
    if (!p.sig.p)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_plate_store_insert(tx, &p, &p.id);
    if (rc < 0)
        return rc;
    *ret_id = p.id;
    return wr_plate_tell(tx, &p, "issued", "plate.issue", note);
}

static int issue(struct wr_tx *tx, int64_t enterprise_id, const uint64_t *bits, struct wr_str note,
                 int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e;
    struct wr_plate live;
    char code[WR_PLATE_CODE + 1];
    bool taken = false;

    int rc = wr_enterprise_get_in(tx, enterprise_id, &e);
    if (rc < 0)
        return rc;
    if (e.status != WR_ENT_ACTIVE) {
        const struct wr_enum_item *it = wr_enum_item(wr_ent_statuses, e.status);
        return wr_fail(ctx, WR_K_plate_not_active,
                       wr_str(ctx->lang == WR_LANG_EN ? it->en : it->zh));
    }
    rc = wr_plate_store_live(tx, enterprise_id, &live);
    if (rc == 0)
        return wr_fail(ctx, WR_K_plate_has_one, wr_plate_code_print(ctx->arena, live.code));
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    if (bits) {
        wr_plate_code_make(*bits, code);
        rc = wr_plate_store_code_taken(tx, wr_str(code), &taken);
        if (rc == 0 && taken)
            rc = wr_fail(ctx, WR_K_plate_codes_used_up, WR_S("1"));
    } else {
        rc = choose_code(tx, code);
    }
    return rc < 0 ? rc : insert_plate(tx, &e, wr_arena_dup(ctx->arena, wr_str(code)), note, ret_id);
}

int wr_plate_issue_in(struct wr_tx *tx, int64_t enterprise_id, int64_t *ret_id)
{
    return issue(tx, enterprise_id, NULL, (struct wr_str){0}, ret_id);
}

int wr_plate_issue_bits_in(struct wr_tx *tx, int64_t enterprise_id, uint64_t bits, int64_t *ret_id)
{
    return issue(tx, enterprise_id, &bits, (struct wr_str){0}, ret_id);
}

struct issue_run {
    int64_t district_id;
    const int64_t *ids; /* NULL: all that miss one */
    size_t n_ids;
    int64_t issued_n;
    int64_t batch_n; /* issued by the last transaction */
    bool more;
};

static int issue_named_tx(struct wr_tx *tx, void *arg)
{
    struct issue_run *r = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    r->batch_n = 0;
    for (size_t i = 0; i < r->n_ids; i++) {
        struct wr_plate live;
        int64_t id = 0;
        int rc = wr_plate_store_live(tx, r->ids[i], &live);
        if (rc == 0)
            continue; /* has one */
        if (rc != WR_ENOTFOUND)
            return rc;
        wr_err_reset(ctx);
        rc = wr_plate_issue_in(tx, r->ids[i], &id);
        if (rc < 0)
            return rc;
        r->batch_n++;
    }
    return 0;
}

static int issue_missing_tx(struct wr_tx *tx, void *arg)
{
    struct issue_run *r = arg;
    struct wr_list ids;

    r->batch_n = 0;
    int rc = wr_plate_store_missing(tx, r->district_id, ISSUE_BATCH, &ids);
    if (rc < 0)
        return rc;
    r->more = ids.n == ISSUE_BATCH;
    for (size_t i = 0; i < ids.n; i++) {
        int64_t id = 0;
        rc = wr_plate_issue_in(tx, ((const int64_t *)ids.p)[i], &id);
        if (rc < 0)
            return rc;
        r->batch_n++;
    }
    return 0;
}

int wr_plate_svc_issue(struct wr_ctx *ctx, const struct wr_plate_issue *in, int64_t *ret_n)
{
    struct issue_run r = {.ids = in->enterprise_ids.p, .n_ids = in->enterprise_ids.n};

    *ret_n = 0;
    if (r.n_ids == 0 && !in->all_missing)
        return wr_fail(ctx, WR_K_plate_nothing);
    int rc = wr_plate_district(ctx, in->district_id, &r.district_id);
    if (rc == 0 && r.n_ids > 0) {
        rc = wr_tx_run(ctx, WR_TX_WRITE, "plate.issue", issue_named_tx, &r);
        *ret_n = r.batch_n;
        return rc;
    }
    for (r.more = true; rc == 0 && r.more;) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        rc = wr_tx_run(ctx, WR_TX_WRITE, "plate.issue", issue_missing_tx, &r);
        if (rc == 0) {
            *ret_n += r.batch_n;
            wr_arena_rewind(ctx->arena, mark);
        }
    }
    return rc;
}

/* ---- life cycle ----------------------------------------------------------------------------- */

struct move {
    int64_t id;
    enum wr_plate_status to;
    struct wr_str reason;
    const struct wr_plate_hang *hang;
    int64_t new_id;
};

static int replace_tx(struct wr_tx *tx, void *arg)
{
    struct move *m = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_plate old;

    int rc = wr_plate_load(tx, m->id, &old);
    if (rc < 0)
        return rc;
    if (!wr_plate_may_become((enum wr_plate_status)old.status, WR_PLATE_REPLACED))
        return refuse_move(ctx, &old, WR_PLATE_REPLACED);
    rc = wr_plate_store_state(tx, old.id, WR_PLATE_REPLACED, m->reason);
    if (rc == 0)
        rc = issue(tx, old.enterprise_id, NULL,
                   wr_arena_printf(ctx->arena, "换发，原牌 " WR_FMT, WR_ARG(old.code_print)),
                   &m->new_id);
    if (rc == 0)
        rc = wr_plate_store_replaced_by(tx, old.id, m->new_id);
    return rc < 0 ? rc : wr_plate_tell(tx, &old, "replaced", "plate.replace", m->reason);
}

static void publish(struct wr_ctx *ctx, int64_t id, const char *what)
{
    struct wr_str data =
        wr_arena_printf(ctx->arena, "{\"id\":%" PRId64 ",\"kind\":\"%s\"}", id, what);

    if (data.p)
        wr_events_publish(ctx, WR_TOPIC_EVENTS, "plate", data);
}

int wr_plate_svc_replace(struct wr_ctx *ctx, int64_t id, struct wr_str reason, int64_t *ret_new_id)
{
    struct move m = {.id = id, .to = WR_PLATE_REPLACED, .reason = reason};

    int rc = wr_tx_run(ctx, WR_TX_WRITE, "plate.replace", replace_tx, &m);
    *ret_new_id = m.new_id;
    if (rc == 0)
        publish(ctx, m.new_id, "replaced");
    return rc;
}

static int end_tx(struct wr_tx *tx, void *arg)
{
    const struct move *m = arg;
    struct wr_plate p;

    int rc = wr_plate_load(tx, m->id, &p);
    if (rc < 0)
        return rc;
    if (!wr_plate_may_become((enum wr_plate_status)p.status, m->to))
        return refuse_move(wr_tx_ctx(tx), &p, m->to);
    rc = wr_plate_store_state(tx, p.id, m->to, m->reason);
    if (rc < 0)
        return rc;
    return m->to == WR_PLATE_LOST ? wr_plate_tell(tx, &p, "lost", "plate.lost", m->reason)
                                  : wr_plate_tell(tx, &p, "void", "plate.void", m->reason);
}

int wr_plate_svc_end(struct wr_ctx *ctx, int64_t id, enum wr_plate_status to, struct wr_str reason)
{
    struct move m = {.id = id, .to = to, .reason = reason};

    assert(to == WR_PLATE_LOST || to == WR_PLATE_VOID);
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "plate.end", end_tx, &m);
    if (rc == 0)
        publish(ctx, id, to == WR_PLATE_LOST ? "lost" : "void");
    return rc;
}

static int hang(struct wr_tx *tx, int64_t id, const struct wr_plate_hang *h)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_plate p;

    int rc = wr_plate_load(tx, id, &p);
    if (rc < 0)
        return rc;
    if (!wr_plate_may_become((enum wr_plate_status)p.status, WR_PLATE_HUNG))
        return refuse_move(ctx, &p, WR_PLATE_HUNG);
    rc = wr_plate_store_hung(tx, id, h, wr_ctx_now(ctx));
    if (rc == WR_ECONFLICT) {
        wr_fault(ctx, WR_S("photo_id"), WR_K_not_found,
                 wr_arena_printf(ctx->arena, "%" PRId64, h->photo_id), WR_S("该照片 photo"));
        return wr_faults_end(ctx);
    }
    return rc < 0 ? rc : wr_plate_tell(tx, &p, "hung", "plate.hung", (struct wr_str){0});
}

static int hung_tx(struct wr_tx *tx, void *arg)
{
    const struct move *m = arg;

    return hang(tx, m->id, m->hang);
}

int wr_plate_svc_hung(struct wr_ctx *ctx, int64_t id, const struct wr_plate_hang *in)
{
    struct move m = {.id = id, .hang = in};

    if (in->has_lng_e6 != in->has_lat_e6) {
        wr_fault(ctx, in->has_lng_e6 ? WR_S("lat_e6") : WR_S("lng_e6"), WR_K_input_required,
                 (struct wr_str){0});
        return wr_faults_end(ctx);
    }
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "plate.hung", hung_tx, &m);
    if (rc == 0)
        publish(ctx, id, "hung");
    return rc;
}

int wr_plate_hung_in(struct wr_tx *tx, int64_t id, int64_t lng_e6, int64_t lat_e6,
                     int64_t accuracy_m)
{
    struct wr_plate_hang h = {.has_lng_e6 = true,
                              .lng_e6 = lng_e6,
                              .has_lat_e6 = true,
                              .lat_e6 = lat_e6,
                              .has_accuracy_m = true,
                              .accuracy_m = accuracy_m};

    return hang(tx, id, &h);
}

int wr_plate_mark_printed(struct wr_tx *tx, const struct wr_plate_item *it)
{
    struct wr_plate p = {.id = it->id, .code = it->code, .enterprise_id = it->enterprise_id};
    bool first = it->printed_officer_id == 0,
         other = !first && it->officer_id != it->printed_officer_id;
    /* a plate that hangs goes on hanging while its successor is printed (LIA-3) */
    enum wr_plate_status to = it->status == WR_PLATE_HUNG ? WR_PLATE_HUNG : WR_PLATE_PRINTED;

    int rc = wr_plate_store_printed(tx, it->id, to, it->officer_id, it->ver + (other ? 1 : 0),
                                    wr_ctx_now(wr_tx_ctx(tx)));
    if (rc < 0)
        return rc;
    return wr_plate_tell(tx, &p, it->status == WR_PLATE_ISSUED ? "printed" : "reprinted",
                         "plate.print",
                         other ? WR_S("联络员已变更，版次加一") : (struct wr_str){0});
}

int wr_plate_printed_in(struct wr_tx *tx, int64_t id)
{
    struct wr_plate_item it;

    int rc = wr_plate_store_item(tx, id, wr_tx_ctx(tx)->actor.district_id, &it);
    if (rc == WR_ENOTFOUND)
        return wr_fail(wr_tx_ctx(tx), WR_K_plate_none_to_print);
    return rc < 0 ? rc : wr_plate_mark_printed(tx, &it);
}

int wr_plate_reprint_due_in(struct wr_tx *tx, int64_t enterprise_id)
{
    struct wr_plate p;

    int rc = wr_plate_store_live(tx, enterprise_id, &p);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(wr_tx_ctx(tx));
        return 0; /* no plate yet: the first print will have the new name */
    }
    if (rc < 0 || (p.status != WR_PLATE_PRINTED && p.status != WR_PLATE_HUNG))
        return rc;
    rc = wr_plate_store_reprint_due(tx, p.id);
    return rc < 0 ? rc
                  : wr_plate_tell(tx, &p, "reprint_due", "plate.reprint_due", (struct wr_str){0});
}

int wr_plate_live_in(struct wr_tx *tx, int64_t enterprise_id, struct wr_plate *ret)
{
    int rc = wr_plate_store_live(tx, enterprise_id, ret);

    if (rc == WR_ENOTFOUND)
        return wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该企业的信息牌 plate"));
    if (rc == 0)
        wr_plate_complete(wr_tx_ctx(tx), ret);
    return rc;
}

/* ---- lists ---------------------------------------------------------------------------------- */

struct list {
    struct wr_plate_query q;
    int64_t limit;
    int64_t id;
    struct wr_list *ret;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct list *l = arg;

    return wr_plate_store_list(tx, &l->q, l->limit, l->ret);
}

int wr_plate_svc_list(struct wr_ctx *ctx, const struct wr_plate_query *q, struct wr_list *ret,
                      struct wr_str *ret_next)
{
    struct list l = {.q = *q, .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT, .ret = ret};

    int rc = wr_plate_district(ctx, q->district_id, &l.q.district_id);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_READ, "plate.list", list_tx, &l);
    if (rc < 0)
        return rc;
    struct wr_plate *plates = ret->p;
    for (size_t i = 0; i < ret->n; i++)
        wr_plate_complete(ctx, &plates[i]);
    *ret_next = (struct wr_str){0};
    if (ret->n == (size_t)l.limit)
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, plates[ret->n - 1].id);
    return 0;
}

struct get {
    int64_t id;
    struct wr_plate *ret;
};

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct get *g = arg;

    return wr_plate_load(tx, g->id, g->ret);
}

int wr_plate_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_plate *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "plate.get", get_tx, &(struct get){id, ret});
}

static int history_tx(struct wr_tx *tx, void *arg)
{
    struct list *l = arg;
    struct wr_plate p;

    int rc = wr_plate_load(tx, l->id, &p);
    return rc < 0 ? rc : wr_plate_store_events(tx, l->id, l->ret);
}

int wr_plate_svc_history(struct wr_ctx *ctx, int64_t id, struct wr_list *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "plate.history", history_tx,
                     &(struct list){.id = id, .ret = ret});
}
