#include "modules/onsite/onsite_svc.h"

#include "modules/offsite/offsite_svc.h"
#include "modules/onsite/onsite_store.h"
#include "modules/visit/visit_mission.h"
#include "modules/visit/visit_svc.h"

#define CLUES_MAX 200

/** An application for the visit of a clue; what is absent is filled from the clue. */
struct onsite_new {
    struct wr_str uid;
    int64_t officer_id, second_officer_id;
    struct wr_str planned_from, planned_to, reason, scope, assistants;
};
#define N struct onsite_new
static const struct wr_field new_fields[] = {
    WR_STR(N, uid, 36, 36, "标识", "made by the client: a repeat is the same mission"),
    WR_ID_OPT(N, officer_id, "执法人员", "absent: the actor's own"),
    WR_ID_OPT(N, second_officer_id, "第二执法人员", "second officer"),
    WR_DATE(N, planned_from, "起日", "first planned day"),
    WR_DATE(N, planned_to, "止日", "last planned day"),
    WR_TEXT_OPT(N, reason, 0, 500, "事由", "absent: what the clue says"),
    WR_TEXT_OPT(N, scope, 0, 500, "检查事项", "absent: what the rule is about"),
    WR_STR_OPT(N, assistants, 0, 200, "协助人员", "who comes along"),
    {0},
};

struct work {
    int64_t id;
    const N *in;
    struct wr_mission mission;
    struct wr_list clues;
};

static int apply_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const N *in = w->in;
    struct wr_clue c;
    int rc = wr_clue_get_in(tx, w->id, &c);
    if (rc < 0)
        return rc;
    const struct wr_mission_new m = {
        .uid = in->uid,
        .enterprise_id = c.enterprise_id,
        .kind = WR_VISIT_INSPECTION,
        .has_insp_class = true,
        .insp_class = WR_INSP_CASE,
        .source = WR_SOURCE_OFFSITE_CLUE,
        .evidence_ref = c.number,
        .reason = in->reason.n > 0 ? in->reason
                                   : wr_arena_printf(ctx->arena, "非现场线索 " WR_FMT "：" WR_FMT,
                                                     WR_ARG(c.number), WR_ARG(c.rule_zh)),
        .basis = WR_S("生态环境部 2025 年 7 月通知（非现场转现场）"),
        .scope = in->scope.n > 0 ? in->scope : WR_S("核实非现场线索所指的生产、治污和自动监测情况"),
        .officer_id = in->officer_id,
        .second_officer_id = in->second_officer_id,
        .assistants = in->assistants.p != NULL ? in->assistants : WR_S(""),
        .planned_from = in->planned_from,
        .planned_to = in->planned_to};
    bool repeat = c.state == WR_CLUE_ONSITE;
    if (!repeat && c.state != WR_CLUE_ESCALATED)
        return wr_fail(ctx, WR_K_clue_no_mission);
    rc = wr_mission_submit_in(tx, &m, &w->mission);
    return rc < 0 || repeat ? rc : wr_clue_mission_in(tx, c.id, w->mission.id, WR_S(""));
}

static int post_mission(struct wr_req *r, struct wr_resp *w)
{
    struct work k = {.in = r->in};
    int rc = wr_req_id(r, 0, &k.id);
    if (rc == 0)
        rc = wr_tx_run(r->ctx, WR_TX_WRITE, "onsite.apply", apply_tx, &k);
    w->status = 201;
    return rc < 0 ? rc : wr_reply(w, wr_mission_fields, &k.mission);
}

const struct wr_route wr_onsite_routes[] = {
    {WR_POST, "/api/v1/clues/{id}/mission", WR_ROLE_OFFICER | WR_ROLE_ADMINS, WR_RATE_WRITE,
     new_fields, sizeof(N), wr_mission_fields, post_mission,
     "Apply for the visit of an escalated clue (线索转现场任务)", WR_RT_CREATED},
    {0},
};

/* ---- what became of it --------------------------------------------------------------------------------- */

static bool is_one(struct wr_str s, const char *a, const char *b, const char *c)
{
    return wr_str_eq(s, wr_str(a)) || wr_str_eq(s, wr_str(b)) || wr_str_eq(s, wr_str(c));
}

static int follow(struct wr_tx *tx, const struct wr_clue *c, const struct wr_onsite_trace *t)
{
    if (t->visit_id != 0 && is_one(t->visit_state, "checked_out", "told", "closed")) {
        bool found =
            t->findings_n > 0 || (t->conclusion.n > 0 && !wr_str_eq(t->conclusion, WR_S("none")));
        return wr_clue_visited_in(tx, c->id, t->visit_id, found);
    }
    bool gone = is_one(t->mission_state, "rejected", "cancelled", "merged");
    if (c->state == WR_CLUE_ONSITE && t->visit_id == 0 && (gone || t->mission_id == 0))
        return wr_clue_mission_gone_in(tx, c->id, t->mission_state);
    if (c->state == WR_CLUE_ESCALATED && is_one(t->mission_state, "submitted", "approved", "-"))
        return wr_clue_mission_in(tx, c->id, t->mission_id,
                                  t->mission_number.p != NULL ? t->mission_number : WR_S(""));
    return 0;
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_clue_escalated_in(tx, w->id, CLUES_MAX, &w->clues);
}

/** A clue may have moved since it was listed: it is read again in its own transaction. */
static int follow_tx(struct wr_tx *tx, void *arg)
{
    const struct work *w = arg;
    struct wr_onsite_trace t;
    struct wr_clue c;
    int rc = wr_clue_get_in(tx, w->id, &c);
    if (rc == 0)
        rc = wr_onsite_store_trace(tx, c.number, c.enterprise_id, &t);
    bool open = rc == 0 && (c.state == WR_CLUE_ESCALATED || c.state == WR_CLUE_ONSITE);
    return open ? follow(tx, &c, &t) : rc;
}

int wr_onsite_svc_tend(struct wr_ctx *ctx)
{
    struct work w = {.id = 0};
    int rc = 0;
    do {
        rc = wr_tx_run(ctx, WR_TX_READ, "onsite.list", list_tx, &w);
        const struct wr_clue *c = w.clues.p;
        for (size_t i = 0; rc == 0 && i < w.clues.n; i++) {
            struct work one = {.id = c[i].id};
            rc = wr_tx_run(ctx, WR_TX_WRITE, "onsite.follow", follow_tx, &one);
            w.id = c[i].id;
        }
    } while (rc == 0 && w.clues.n == CLUES_MAX);
    return rc;
}
