#include "modules/visit/visit_life.h"

static int reply(struct wr_resp *w, int rc, const struct wr_visit *v)
{
    return rc < 0 ? rc : wr_reply(w, wr_visit_fields, v);
}

static int post_result(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_visit v;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_visit_svc_tell_result(r->ctx, id, r->in, &v), &v);
}

static int post_contest(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    const struct wr_visit_cancel *in = r->in;
    struct wr_visit v;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_visit_svc_contest(r->ctx, id, in->reason, &v), &v);
}

static int post_refusal_decision(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_visit v;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_visit_svc_judge_refusal(r->ctx, id, r->in, &v), &v);
}

static int post_decision(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_visit v;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_visit_svc_decide(r->ctx, id, r->in, &v), &v);
}

static int post_no_code(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_visit v;
    int rc = wr_req_id(r, 0, &id);
    return reply(w, rc < 0 ? rc : wr_visit_svc_file_no_code(r->ctx, id, r->in, &v), &v);
}

/* ---- unscanned ---------------------------------------------------------------------------------- */

static int post_unscanned(struct wr_req *r, struct wr_resp *w)
{
    struct wr_unscanned u;
    int rc = wr_unscanned_svc_report(r->ctx, r->in, &u);
    w->status = 201;
    return rc < 0 ? rc : wr_reply(w, wr_unscanned_fields, &u);
}

static int get_unscanned(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_unscanned_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_unscanned_fields, sizeof(struct wr_unscanned), items, next,
                                  -1);
}

static int post_unscanned_answer(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;
    struct wr_unscanned u;
    int rc = wr_req_id(r, 0, &id);
    rc = rc < 0 ? rc : wr_unscanned_svc_answer(r->ctx, id, r->in, &u);
    return rc < 0 ? rc : wr_reply(w, wr_unscanned_fields, &u);
}

#define JUDGES (WR_ROLE_SUPERVISION | WR_ROLE_CITY_ADMIN)

const struct wr_route wr_visit_life_routes[] = {
    {WR_POST, "/api/v1/visits/{id}/result", WR_ROLE_OFFICER, WR_RATE_WRITE, wr_visit_result_fields,
     sizeof(struct wr_visit_result), wr_visit_fields, post_result,
     "The result was told to the enterprise (结果告知)", 0},
    {WR_POST, "/api/v1/visits/{id}/contest", WR_ROLE_OFFICER, WR_RATE_WRITE,
     wr_visit_contest_fields, sizeof(struct wr_visit_cancel), wr_visit_fields, post_contest,
     "The officer contests a refusal (对拒绝提出异议)", 0},
    {WR_POST, "/api/v1/visits/{id}/refusal-decision", JUDGES, WR_RATE_WRITE,
     wr_refusal_verdict_fields, sizeof(struct wr_refusal_verdict), wr_visit_fields,
     post_refusal_decision, "Was the refusal right? (认定拒绝是否有理)", 0},
    {WR_POST, "/api/v1/visits/{id}/decision", WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_visit_decision_fields, sizeof(struct wr_visit_decision), wr_visit_fields, post_decision,
     "Decide about an offline record the rules speak against (离线冲突决定)", 0},
    {WR_POST, "/api/v1/visits/{id}/no-code-filing", WR_ROLE_OFFICER | WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_no_code_filing_fields, sizeof(struct wr_no_code_filing), wr_visit_fields, post_no_code,
     "A visit without code was filed (无码备案)", 0},
    {WR_POST, "/api/v1/unscanned", WR_ROLE_ENTERPRISE, WR_RATE_WRITE, wr_unscanned_new_fields,
     sizeof(struct wr_unscanned_new), wr_unscanned_fields, post_unscanned,
     "Somebody came without scanning (未扫码入企报告)", WR_RT_CREATED},
    {WR_GET, "/api/v1/unscanned", WR_ROLE_STAFF, WR_RATE_READ, wr_unscanned_filter_fields,
     sizeof(struct wr_unscanned_filter), wr_unscanned_fields, get_unscanned,
     "Reports of visits nobody scanned for (未扫码报告)", WR_RT_LIST},
    {WR_GET, "/api/v1/my/unscanned", WR_ROLE_ENTERPRISE, WR_RATE_READ, wr_unscanned_filter_fields,
     sizeof(struct wr_unscanned_filter), wr_unscanned_fields, get_unscanned,
     "My enterprise's own reports (我的未扫码报告)", WR_RT_LIST},
    {WR_POST, "/api/v1/unscanned/{id}/answer", WR_ROLE_SUPERVISION | WR_ROLE_ADMINS, WR_RATE_WRITE,
     wr_unscanned_answer_fields, sizeof(struct wr_unscanned_answer), wr_unscanned_fields,
     post_unscanned_answer, "Answer a report (处理未扫码报告)", 0},
    {0},
};
