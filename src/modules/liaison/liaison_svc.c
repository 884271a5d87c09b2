#include "modules/liaison/liaison_svc.h"

#include "modules/enterprise/enterprise_svc.h"
#include "modules/liaison/liaison_store.h"
#include "modules/liaison/liaison_use.h"
#include "modules/liaison/task_store.h"
#include "modules/officer/officer_svc.h"

#include <inttypes.h>

#define HANDOVER_VISITS 10
#define HANDOVER_NOTES 20

/* ---- list ---- */

struct list_job {
    const struct wr_assignment_query *q;
    int64_t limit;
    struct wr_list items;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct list_job *l = arg;
    return wr_liaison_store_list(tx, l->q, wr_liaison_scope(wr_tx_ctx(tx)), l->limit, &l->items);
}

int wr_liaison_svc_list(struct wr_ctx *ctx, const struct wr_assignment_query *q,
                        struct wr_list *ret, struct wr_str *ret_next)
{
    int64_t limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT;
    struct list_job l = {.q = q, .limit = limit + 1};
    int rc = wr_tx_run(ctx, WR_TX_READ, "liaison.list", list_tx, &l);
    if (rc < 0)
        return rc;
    const struct wr_assignment *a = l.items.p;
    *ret_next = (struct wr_str){NULL, 0};
    if (l.items.n > (size_t)limit) {
        l.items.n = (size_t)limit;
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, a[limit - 1].id);
    }
    *ret = l.items;
    return 0;
}

/* ---- assign, cover, end ---- */

struct assign_job {
    const struct wr_assignment_new *in;
    const struct wr_assignment_end *end;
    int64_t id;
    struct wr_assignment *ret;
};

static int cover_in(struct wr_tx *tx, const struct wr_assignment_new *in, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e;
    struct wr_officer o;
    struct wr_assignment main;
    bool covers = false;
    int rc = wr_enterprise_get_in(tx, in->enterprise_id, &e);
    if (rc == 0)
        rc = wr_officer_get_in(tx, in->officer_id, &o);
    if (rc == 0)
        rc = wr_liaison_check_pair(tx, &e, &o);
    if (rc == 0)
        rc = wr_liaison_store_covers(tx, o.id, e.id, &covers);
    if (rc < 0)
        return rc;
    if (covers)
        return wr_fail(ctx, WR_K_liaison_cover);
    rc = wr_liaison_store_main(tx, e.id, &main);
    if (rc == 0 && main.officer_id == o.id)
        return wr_fail(ctx, WR_K_liaison_same);
    if (rc < 0 && rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    struct wr_assignment a = {.enterprise_id = e.id,
                              .officer_id = o.id,
                              .kind = WR_LIAISON_COVER,
                              .from_ms = wr_ctx_now(ctx),
                              .until = in->until,
                              .reason = WR_LIAISON_COVERING,
                              .note = in->note};
    return wr_liaison_begin_in(tx, &a, 0, ret_id);
}

static int assign_tx(struct wr_tx *tx, void *arg)
{
    struct assign_job *j = arg;
    const struct wr_assignment_new *in = j->in;
    int64_t id = 0;
    int rc = in->kind == WR_LIAISON_COVER
                 ? cover_in(tx, in, &id)
                 : wr_liaison_assign_in(tx, in->enterprise_id, in->officer_id,
                                        wr_str(wr_enum_item(wr_liaison_reasons, in->reason)->name),
                                        in->note, &id);
    return rc < 0 ? rc : wr_liaison_store_get(tx, id, j->ret);
}

/* Reasons that only the system gives. */
static void check_reason(struct wr_ctx *ctx, int64_t reason)
{
    if (reason == WR_LIAISON_EXPIRED || reason == WR_LIAISON_ENTERPRISE_ENDED)
        wr_fault(ctx, WR_S("reason"), WR_K_liaison_reason,
                 wr_str(wr_enum_item(wr_liaison_reasons, reason)->name));
}

int wr_liaison_svc_assign(struct wr_ctx *ctx, const struct wr_assignment_new *in,
                          struct wr_assignment *ret)
{
    bool cover = in->kind == WR_LIAISON_COVER;
    bool good_until = cover ? in->until.n > 0 && wr_str_cmp(in->until, wr_liaison_today(ctx)) >= 0
                            : in->until.n == 0;
    check_reason(ctx, in->reason);
    if (!good_until)
        wr_fault(ctx, WR_S("until"), WR_K_liaison_until, in->until);
    int rc = wr_faults_end(ctx);
    struct assign_job j = {.in = in, .ret = ret};
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "liaison.assign", assign_tx, &j);
}

/* An assignment of an enterprise the actor may see. */
static int get_seen(struct wr_tx *tx, int64_t id, struct wr_assignment *ret,
                    struct wr_enterprise *ret_enterprise)
{
    int rc = wr_liaison_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND)
        return wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该结对 assignment"));
    return rc < 0 ? rc : wr_enterprise_get_in(tx, ret->enterprise_id, ret_enterprise);
}

static int end_tx(struct wr_tx *tx, void *arg)
{
    struct assign_job *j = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_assignment a;
    struct wr_enterprise e;
    int rc = get_seen(tx, j->id, &a, &e);
    if (rc < 0)
        return rc;
    if (a.to_ms != 0)
        return wr_fail(ctx, WR_K_liaison_ended);
    return wr_liaison_end_in(tx, &a, j->end->reason);
}

int wr_liaison_svc_end(struct wr_ctx *ctx, int64_t id, const struct wr_assignment_end *in)
{
    check_reason(ctx, in->reason);
    int rc = wr_faults_end(ctx);
    struct assign_job j = {.id = id, .end = in};
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "liaison.end", end_tx, &j);
}

/* ---- hand-over sheet ---- */

static int officer_of(struct wr_tx *tx, int rc, const struct wr_assignment *a, bool *ret_has,
                      struct wr_officer *ret)
{
    *ret_has = rc == 0;
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(wr_tx_ctx(tx));
        return 0;
    }
    return rc < 0 ? rc : wr_officer_get_in(tx, a->officer_id, ret);
}

/* Of an ended assignment its officer hands over to his successor; of an active one the predecessor hands over to its officer. */
static int both_officers(struct wr_tx *tx, struct wr_handover *h)
{
    struct wr_assignment other;
    const struct wr_assignment *a = &h->assignment;
    bool ended = a->to_ms != 0;
    int found = ended ? wr_liaison_store_after(tx, a->enterprise_id, a->id, &other)
                      : wr_liaison_store_before(tx, a->enterprise_id, a->id, &other);
    int rc = officer_of(tx, found, &other, ended ? &h->has_to_officer : &h->has_from_officer,
                        ended ? &h->to_officer : &h->from_officer);
    return rc < 0 ? rc
                  : officer_of(tx, 0, a, ended ? &h->has_from_officer : &h->has_to_officer,
                               ended ? &h->from_officer : &h->to_officer);
}

static void judge_tasks(struct wr_ctx *ctx, struct wr_list *tasks)
{
    struct wr_str today = wr_liaison_today(ctx);
    struct wr_liaison_task *t = tasks->p;
    for (size_t i = 0; i < tasks->n; i++)
        t[i].state = wr_str_cmp(t[i].due_on, today) < 0 ? WR_TASK_OVERDUE : WR_TASK_OPEN;
}

struct handover_job {
    int64_t id;
    struct wr_handover *h;
};

static int handover_tx(struct wr_tx *tx, void *arg)
{
    struct handover_job *j = arg;
    struct wr_handover *h = j->h;
    h->assignment_id = j->id;
    int rc = get_seen(tx, j->id, &h->assignment, &h->enterprise);
    if (rc == 0)
        rc = both_officers(tx, h);
    if (rc == 0)
        rc = wr_task_store_of_assignment(tx, j->id, &h->open_tasks);
    if (rc == 0)
        rc = wr_liaison_store_visits(tx, h->enterprise.id, HANDOVER_VISITS, &h->last_visits);
    if (rc == 0)
        rc = wr_liaison_store_of_enterprise(tx, h->enterprise.id, HANDOVER_NOTES, &h->notes);
    if (rc == 0)
        judge_tasks(wr_tx_ctx(tx), &h->open_tasks);
    return rc;
}

int wr_liaison_svc_handover(struct wr_ctx *ctx, int64_t id, struct wr_handover *ret)
{
    *ret = (struct wr_handover){0};
    struct handover_job j = {.id = id, .h = ret};
    return wr_tx_run(ctx, WR_TX_READ, "liaison.handover", handover_tx, &j);
}

/* ---- figures ---- */

/* Of the district asked for, but never beyond the actor's own. */
static int64_t scoped(const struct wr_ctx *ctx, int64_t district_id)
{
    int64_t own = wr_liaison_scope(ctx);
    return own != 0 ? own : district_id;
}

struct figures_job {
    int64_t district_id;
    struct wr_list rows;
};

static int coverage_tx(struct wr_tx *tx, void *arg)
{
    struct figures_job *j = arg;
    return wr_liaison_store_coverage(tx, j->district_id, &j->rows);
}

static int64_t share_bp(int64_t part, int64_t whole)
{
    return whole ? part * 10000 / whole : 0;
}

int wr_liaison_svc_coverage(struct wr_ctx *ctx, int64_t district_id, struct wr_coverage *ret)
{
    struct figures_job j = {.district_id = scoped(ctx, district_id)};
    int rc = wr_tx_run(ctx, WR_TX_READ, "liaison.coverage", coverage_tx, &j);
    if (rc < 0)
        return rc;
    struct wr_coverage_row *row = j.rows.p;
    *ret = (struct wr_coverage){.by_district = j.rows};
    for (size_t i = 0; i < j.rows.n; i++) {
        row[i].coverage_bp = share_bp(row[i].covered_n, row[i].paired_n);
        ret->paired_n += row[i].paired_n;
        ret->covered_n += row[i].covered_n;
        ret->not_in_post_n += row[i].not_in_post_n;
    }
    ret->coverage_bp = share_bp(ret->covered_n, ret->paired_n);
    return 0;
}

static int workload_tx(struct wr_tx *tx, void *arg)
{
    struct figures_job *j = arg;
    return wr_liaison_store_workload(tx, j->district_id, wr_liaison_today(wr_tx_ctx(tx)), &j->rows);
}

int wr_liaison_svc_workload(struct wr_ctx *ctx, int64_t district_id, struct wr_list *ret)
{
    struct figures_job j = {.district_id = scoped(ctx, district_id)};
    int rc = wr_tx_run(ctx, WR_TX_READ, "liaison.workload", workload_tx, &j);
    if (rc == 0)
        *ret = j.rows;
    return rc;
}
