#include "modules/visit/visit_complaint.h"

#include "base/crypto.h"
#include "modules/plate/plate_svc.h"
#include "modules/visit/visit_store.h"

#include <inttypes.h>

struct work {
    const struct wr_complaint_new *in;
    const struct wr_complaint_answer *answer;
    struct wr_complaint *complaint;
    struct wr_complaint_page page;
    struct wr_list *list;
    struct wr_str code;
    int64_t id;
};

/** 60 random bits in Crockford's alphabet: not to be guessed, easy to write down. */
static struct wr_str new_case_code(struct wr_arena *a)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint8_t bytes[WR_CASE_CODE];
    char code[WR_CASE_CODE];
    wr_random(bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(code); i++) {
        code[i] = alphabet[bytes[i] & 31u];
    }
    return wr_arena_dup(a, (struct wr_str){code, sizeof(code)});
}

/** The enterprise of the plate, if there is one: a complaint about a forged plate is taken as well. */
static int find_enterprise(struct wr_tx *tx, struct wr_str plate, int64_t *ret)
{
    struct wr_plate_scan scan;
    if (plate.n == 0) {
        return 0;
    }
    int rc = wr_plate_scan_in(tx, plate, &scan);
    if (rc == WR_EINVALID) {
        wr_err_reset(wr_tx_ctx(tx));
        return 0;
    }
    if (rc == 0 && scan.found && scan.genuine != WR_GENUINE_FORGED) {
        *ret = scan.plate.enterprise_id;
    }
    return rc;
}

/** The visit must be one of that enterprise; without a plate the visit names the enterprise. */
static int find_visit(struct wr_tx *tx, int64_t visit_id, struct wr_complaint *c)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_visit v;
    if (visit_id == 0) {
        return 0;
    }
    int rc = wr_visit_store_get(tx, visit_id, &v);
    if (rc < 0 && rc != WR_ENOTFOUND) {
        return rc;
    }
    if (rc == WR_ENOTFOUND || (c->enterprise_id != 0 && c->enterprise_id != v.enterprise_id)) {
        wr_err_reset(ctx);
        wr_fault(ctx, WR_S("visit_id"), WR_K_not_found, ((struct wr_str){NULL, 0}),
                 WR_S("该次入企 visit"));
        return wr_faults_end(ctx);
    }
    c->visit_id = visit_id;
    c->enterprise_id = v.enterprise_id;
    return 0;
}

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_complaint c = {.case_code = new_case_code(ctx->arena),
                             .plate_code = w->in->plate_code,
                             .about = w->in->about,
                             .text = w->in->text,
                             .contact = w->in->contact,
                             .received_ms = wr_ctx_now(ctx)};
    int rc = find_enterprise(tx, w->in->plate_code, &c.enterprise_id);
    if (rc == 0) {
        rc = find_visit(tx, w->in->visit_id, &c);
    }
    if (rc == 0) {
        rc = wr_complaint_store_insert(tx, &c, &c.id);
    }
    w->code = c.case_code;
    return rc < 0
               ? rc
               : wr_audit_append(
                     tx, &WR_COMPLAINT_ENTITY, c.id, c.enterprise_id, "complaint.add",
                     wr_audit_payload1(ctx, "about",
                                       wr_str(wr_enum_item(wr_complaint_abouts, c.about)->name)));
}

int wr_complaint_svc_add(struct wr_ctx *ctx, const struct wr_complaint_new *in,
                         struct wr_str *ret_code)
{
    struct work w = {.in = in};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "complaint.add", add_tx, &w);
    if (rc == 0) {
        *ret_code = w.code;
    }
    return rc;
}

static int fail_unknown(struct wr_ctx *ctx)
{
    return wr_fail(ctx, WR_K_not_found, WR_S("该投诉 complaint"));
}

static int follow_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_complaint_store_by_code(tx, w->code, w->complaint);
    return rc == WR_ENOTFOUND ? fail_unknown(wr_tx_ctx(tx)) : rc;
}

int wr_complaint_svc_follow(struct wr_ctx *ctx, struct wr_str case_code, struct wr_complaint *ret)
{
    struct work w = {.code = wr_visit_rules_case_code(ctx->arena, case_code), .complaint = ret};
    return w.code.p ? wr_tx_run(ctx, WR_TX_READ, "complaint.follow", follow_tx, &w)
                    : fail_unknown(ctx);
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_complaint_store_list(tx, &w->page, w->list);
}

int wr_complaint_svc_list(struct wr_ctx *ctx, const struct wr_complaint_filter *f,
                          struct wr_list *ret, struct wr_str *ret_next)
{
    struct work w = {.list = ret,
                     .page = {.state = f->state,
                              .open = f->open,
                              .district_id = ctx->actor.district_id,
                              .before_id = WR_ID_MAX,
                              .limit = f->limit > 0 ? f->limit : WR_PAGE_DEFAULT}};
    *ret_next = (struct wr_str){NULL, 0};
    if (f->cursor.n > 0 && !wr_str_i64(f->cursor, &w.page.before_id)) {
        return wr_fail(ctx, WR_K_visit_cursor);
    }
    int rc = wr_tx_run(ctx, WR_TX_READ, "complaint.list", list_tx, &w);
    if (rc == 0 && (int64_t)ret->n == w.page.limit) {
        const struct wr_complaint *last = (const struct wr_complaint *)ret->p + ret->n - 1;
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, last->id);
    }
    return rc;
}

static int answer_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_complaint c;
    int rc = wr_complaint_store_get(tx, w->id, &c);
    bool other = rc == 0 && ctx->actor.district_id != 0 && c.district_id != ctx->actor.district_id;
    if (rc == WR_ENOTFOUND || other) {
        return fail_unknown(ctx);
    }
    if (rc < 0) {
        return rc;
    }
    if (c.state == WR_COMPLAINT_CLOSED) {
        return wr_fail(ctx, WR_K_complaint_state);
    }
    c.state = w->answer->state;
    if (wr_str_trim(w->answer->answer).n > 0) {
        c.answer = w->answer->answer;
        c.answered_ms = wr_ctx_now(ctx);
    }
    rc = wr_complaint_store_answer(tx, &c, ctx->actor.user_id);
    return rc < 0
               ? rc
               : wr_audit_append(
                     tx, &WR_COMPLAINT_ENTITY, c.id, c.enterprise_id, "complaint.answer",
                     wr_audit_payload1(ctx, "state",
                                       wr_str(wr_enum_item(wr_complaint_states, c.state)->name)));
}

int wr_complaint_svc_answer(struct wr_ctx *ctx, int64_t id, const struct wr_complaint_answer *in)
{
    struct work w = {.id = id, .answer = in};
    bool empty = wr_str_trim(in->answer).n == 0;
    if (in->state == WR_COMPLAINT_RECEIVED || (empty && in->state != WR_COMPLAINT_HANDLING)) {
        wr_fault(ctx, empty ? WR_S("answer") : WR_S("state"), WR_K_complaint_answer_state,
                 in->answer);
        return wr_faults_end(ctx);
    }
    return wr_tx_run(ctx, WR_TX_WRITE, "complaint.answer", answer_tx, &w);
}
