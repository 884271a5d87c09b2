#include "codec/doc.h"
#include "modules/penalty/penalty_svc.h"

#include <inttypes.h>

static int reply(struct wr_resp *w, int rc, const struct wr_pen_docket *d)
{
    return rc < 0 ? rc : wr_reply(w, wr_pen_docket_fields, d);
}

static int post_assess(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_view v;
    int rc = wr_penalty_svc_assess(r->ctx, r->body, &v);

    return rc < 0 ? rc : wr_reply(w, wr_pen_view_fields, &v);
}

static int get_schemes(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_penalty_svc_schemes(r->ctx, r->in, &items);

    return rc < 0 ? rc
                  : wr_reply_list(w, wr_pen_scheme_fields, sizeof(struct wr_pen_scheme), items,
                                  (struct wr_str){NULL, 0}, (int64_t)items.n);
}

static int get_sheet(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_sheet s;
    int rc = wr_penalty_svc_sheet(r->ctx, r->in, &s);

    return rc < 0 ? rc : wr_reply(w, wr_pen_sheet_fields, &s);
}

static int get_steps(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_steps(r->ctx, id, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_pen_step_row_fields, sizeof(struct wr_pen_step_row), items,
                                  (struct wr_str){NULL, 0}, (int64_t)items.n);
}

static int post_case(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_docket d = {0};
    int rc = wr_penalty_svc_file(r->ctx, r->in, &d);

    w->status = 201;
    w->location = wr_arena_printf(r->ctx->arena, "/api/v1/penalties/%" PRId64, d.id);
    return reply(w, rc, &d);
}

static int get_cases(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;
    int rc = wr_penalty_svc_list(r->ctx, r->in, &items, &next);

    return rc < 0 ? rc
                  : wr_reply_list(w, wr_pen_docket_row_fields, sizeof(struct wr_pen_docket), items,
                                  next, -1);
}

static int get_case(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_docket d;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    return reply(w, rc < 0 ? rc : wr_penalty_svc_get(r->ctx, id, &d), &d);
}

static int put_values(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_docket d;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    return reply(w, rc < 0 ? rc : wr_penalty_svc_values(r->ctx, id, r->in, &d), &d);
}

static int get_assessment(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_view v;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_preview(r->ctx, id, &v);
    return rc < 0 ? rc : wr_reply(w, wr_pen_view_fields, &v);
}

static int get_replay(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_view v;
    int64_t id = 0;
    bool same = false;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_replay(r->ctx, id, &v, &same);
    if (rc == 0 && !same)
        rc = wr_fail(r->ctx, WR_K_penalty_replay);
    return rc < 0 ? rc : wr_reply(w, wr_pen_view_fields, &v);
}

static int get_what_if(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_what_if(r->ctx, id, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_pen_change_fields, sizeof(struct wr_pen_change), items,
                                  (struct wr_str){NULL, 0}, (int64_t)items.n);
}

static int post_keep(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_docket d;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    return reply(w, rc < 0 ? rc : wr_penalty_svc_keep(r->ctx, id, &d), &d);
}

static int post_event(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_docket d;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    return reply(w, rc < 0 ? rc : wr_penalty_svc_event(r->ctx, id, r->in, &d), &d);
}

static int post_deviation(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_docket d;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    return reply(w, rc < 0 ? rc : wr_penalty_svc_deviate(r->ctx, id, r->in, &d), &d);
}

static int post_approve(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_docket d;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    return reply(w, rc < 0 ? rc : wr_penalty_svc_approve(r->ctx, id, &d), &d);
}

static int post_decide(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_docket d;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    return reply(w, rc < 0 ? rc : wr_penalty_svc_decide(r->ctx, id, r->in, &d), &d);
}

static int get_precedents(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_precedents p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_precedents(r->ctx, id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_pen_precedents_fields, &p);
}

static int get_board(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_board b;
    int rc = wr_penalty_svc_board(r->ctx, r->in, &b);

    return rc < 0 ? rc : wr_reply(w, wr_pen_board_fields, &b);
}

static int get_by_day(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_by_day b;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_by_day(r->ctx, id, &b);
    return rc < 0 ? rc : wr_reply(w, wr_pen_by_day_fields, &b);
}

/* ---- papers ------------------------------------------------------------------------------------- */

static int get_papers(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_papers(r->ctx, id, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_pen_paper_fields, sizeof(struct wr_pen_paper), items,
                                  (struct wr_str){NULL, 0}, (int64_t)items.n);
}

static int post_paper(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_paper p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_issue(r->ctx, id, r->args[1], &p);
    return rc < 0 ? rc : wr_reply(w, wr_pen_paper_fields, &p);
}

struct format_query {
    struct wr_str format;
};
static const struct wr_field format_fields[] = {
    WR_STR_OPT(struct format_query, format, 0, 4, "格式", "pdf (default) or docx"),
    {0},
};

static int get_paper(struct wr_req *r, struct wr_resp *w)
{
    const struct format_query *q = r->in;
    bool docx = wr_str_eq(q->format, WR_S("docx"));
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    if (rc == 0 && q->format.n > 0 && !docx && !wr_str_eq(q->format, WR_S("pdf"))) {
        wr_fault(r->ctx, WR_S("format"), WR_K_input_enum, q->format, WR_S("pdf, docx"));
        rc = wr_faults_end(r->ctx);
    }
    rc = rc < 0 ? rc : wr_penalty_svc_paper(r->ctx, id, r->args[1], docx, &w->body, &w->filename);
    w->media_type = docx ? WR_DOC_MEDIA_DOCX : WR_DOC_MEDIA_PDF;
    return rc;
}

/* ---- packs -------------------------------------------------------------------------------------- */

static int get_packs(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    int rc = wr_penalty_svc_packs(r->ctx, &items);

    return rc < 0 ? rc
                  : wr_reply_list(w, wr_pen_stored_row_fields, sizeof(struct wr_pen_stored), items,
                                  (struct wr_str){NULL, 0}, (int64_t)items.n);
}

static int post_pack(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_stored s = {0};
    int rc = wr_penalty_svc_draft(r->ctx, r->in, &s);

    w->status = 201;
    w->location = wr_arena_printf(r->ctx->arena, "/api/v1/penalty-packs/%" PRId64, s.id);
    return rc < 0 ? rc : wr_reply(w, wr_pen_stored_row_fields, &s);
}

static int get_source(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_pen_source_query *q = r->in;
    struct wr_pen_pack_source s;
    int rc = wr_penalty_svc_source(r->ctx, q->pack, &s);

    return rc < 0 ? rc : wr_reply(w, wr_pen_pack_source_fields, &s);
}

static int get_pack(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_stored s;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_pack(r->ctx, id, &s);
    return rc < 0 ? rc : wr_reply(w, wr_pen_stored_fields, &s);
}

static int get_pack_preview(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_preview p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_pack_preview(r->ctx, id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_pen_preview_fields, &p);
}

static int get_pack_impact(struct wr_req *r, struct wr_resp *w)
{
    struct wr_pen_impact m;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_impact(r->ctx, (struct wr_str){NULL, 0}, id, &m);
    return rc < 0 ? rc : wr_reply(w, wr_pen_impact_fields, &m);
}

static int pack_step(struct wr_req *r, struct wr_resp *w, const char *action)
{
    const struct wr_pen_note_in *in = r->in;
    struct wr_pen_stored s;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);

    rc = rc < 0 ? rc : wr_penalty_svc_pack_step(r->ctx, id, action, in->note, &s);
    return rc < 0 ? rc : wr_reply(w, wr_pen_stored_row_fields, &s);
}

static int post_pack_submit(struct wr_req *r, struct wr_resp *w)
{
    return pack_step(r, w, "submit");
}

static int post_pack_publish(struct wr_req *r, struct wr_resp *w)
{
    return pack_step(r, w, "publish");
}

static int post_pack_reject(struct wr_req *r, struct wr_resp *w)
{
    return pack_step(r, w, "reject");
}

#define HANDLE (WR_ROLE_OFFICER | WR_ROLE_ADMINS | WR_ROLE_LEGAL)
#define DECIDE (WR_ROLE_LEGAL | WR_ROLE_LEADER | WR_ROLE_ADMINS)
#define PARTY (WR_ROLE_STAFF | WR_ROLE_ENTERPRISE)
#define AUTHORS (WR_ROLE_LEGAL | WR_ROLE_CITY_ADMIN)
#define P "/api/v1/penalties"
#define K "/api/v1/penalty-packs"
#define DOCKET wr_pen_docket_fields
#define NOTE wr_pen_note_in_fields, sizeof(struct wr_pen_note_in)

const struct wr_route wr_penalty_routes[] = {
    {WR_POST, P "/assess", PARTY, WR_RATE_READ, wr_pen_ask_fields, sizeof(struct wr_pen_ask),
     wr_pen_view_fields, post_assess,
     "Assess a case: outcome, amount and every step; nothing is kept (裁量推算)", 0},
    {WR_GET, P "/consistency", DECIDE | WR_ROLE_SUPERVISION, WR_RATE_READ,
     wr_pen_board_query_fields, sizeof(struct wr_pen_board_query), wr_pen_board_fields, get_board,
     "Distributions, outliers, units and officers, those not punished (裁量一致性)", WR_RT_LARGE},
    {WR_GET, P "/schemes", PARTY, WR_RATE_READ, wr_pen_schemes_query_fields,
     sizeof(struct wr_pen_sheet_query), wr_pen_scheme_fields, get_schemes,
     "Schemes in force on a day, with their tables and lists (裁量基准)", WR_RT_LIST},
    {WR_GET, P "/sheet", PARTY, WR_RATE_READ, wr_pen_sheet_query_fields,
     sizeof(struct wr_pen_sheet_query), wr_pen_sheet_fields, get_sheet,
     "What a case of these tables is asked: factors, facts, levels (事实清单)", 0},
    {WR_POST, P, HANDLE, WR_RATE_WRITE, wr_pen_new_fields, sizeof(struct wr_pen_new), DOCKET,
     post_case, "File a case; what the system knows is proposed (立案)", WR_RT_CREATED},
    {WR_GET, P, PARTY, WR_RATE_READ, wr_pen_filter_fields, sizeof(struct wr_pen_filter),
     wr_pen_docket_row_fields, get_cases,
     "Cases, newest first; the party's own once it was told (案件)", WR_RT_LIST},
    {WR_GET, P "/{id}", PARTY, WR_RATE_READ, NULL, 0, DOCKET, get_case,
     "One case with facts, procedure and deadlines; the party sees it once it was told (案件)", 0},
    {WR_PUT, P "/{id}/values", HANDLE, WR_RATE_WRITE, wr_pen_values_in_fields,
     sizeof(struct wr_pen_values_in), DOCKET, put_values,
     "Confirm facts and factors, each with its evidence (事实认定)", 0},
    {WR_GET, P "/{id}/assessment", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pen_view_fields,
     get_assessment, "What comes out as things stand; nothing is kept (裁量预览)", 0},
    {WR_POST, P "/{id}/assess", HANDLE, WR_RATE_WRITE, NULL, 0, DOCKET, post_keep,
     "Keep the result with copies of the packs; all values must be confirmed (裁量)", 0},
    {WR_GET, P "/{id}/replay", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pen_view_fields, get_replay,
     "The kept case again by the packs of its day; 409 when it differs (重演)", 0},
    {WR_GET, P "/{id}/what-if", PARTY, WR_RATE_READ, NULL, 0, wr_pen_change_fields, get_what_if,
     "Which single change of facts changes the outcome (如果)", WR_RT_LIST},
    {WR_GET, P "/{id}/precedents", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pen_precedents_fields,
     get_precedents, "Most similar decided cases, and where this one lies (类案)", 0},
    {WR_POST, P "/{id}/events", HANDLE, WR_RATE_WRITE, wr_pen_event_in_fields,
     sizeof(struct wr_pen_event_in), DOCKET, post_event, "Record a step of the procedure (程序)",
     0},
    {WR_GET, P "/{id}/steps", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pen_step_row_fields,
     get_steps, "Steps of the procedure, and why some cannot be recorded now (可记录的步骤)",
     WR_RT_LIST},
    {WR_POST, P "/{id}/deviation", HANDLE, WR_RATE_WRITE, wr_pen_deviation_in_fields,
     sizeof(struct wr_pen_deviation_in), DOCKET, post_deviation,
     "Ask for another amount, with a reason (偏离)", 0},
    {WR_POST, P "/{id}/deviation/approve", DECIDE, WR_RATE_WRITE, NULL, 0, DOCKET, post_approve,
     "Approve a deviation; not by those whose case it is (批准偏离)", 0},
    {WR_POST, P "/{id}/decide", DECIDE, WR_RATE_WRITE, wr_pen_decide_in_fields,
     sizeof(struct wr_pen_decide_in), DOCKET, post_decide,
     "Decide; a MUST is never overridden, a defence never aggravates (决定)", 0},
    {WR_GET, P "/{id}/day-fine", PARTY, WR_RATE_READ, NULL, 0, wr_pen_by_day_fields, get_by_day,
     "Fine by the day from orders and re-checks, period by period (按日连续处罚)", 0},
    {WR_GET, P "/{id}/papers", PARTY, WR_RATE_READ, NULL, 0, wr_pen_paper_fields, get_papers,
     "Documents of a case, and what they lack (文书)", WR_RT_LIST},
    {WR_POST, P "/{id}/papers/{form}", HANDLE, WR_RATE_WRITE, NULL, 0, wr_pen_paper_fields,
     post_paper, "Give a document its number, once (编号)", 0},
    {WR_GET, P "/{id}/papers/{form}", PARTY, WR_RATE_READ, format_fields,
     sizeof(struct format_query), NULL, get_paper,
     "One document with the assessment as annex, PDF or DOCX; told in the log (生成文书)",
     WR_RT_FILE | WR_RT_LARGE},
    {WR_GET, K, WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pen_stored_row_fields, get_packs,
     "Drafts and publications of penalty packs (裁量规则包)", WR_RT_LIST},
    {WR_POST, K, AUTHORS, WR_RATE_WRITE, wr_pen_draft_in_fields, sizeof(struct wr_pen_draft_in),
     wr_pen_stored_row_fields, post_pack, "Draft a pack: the whole file (起草规则包)",
     WR_RT_CREATED},
    {WR_GET, K "/source", WR_ROLE_STAFF, WR_RATE_READ, wr_pen_source_query_fields,
     sizeof(struct wr_pen_source_query), wr_pen_pack_source_fields, get_source,
     "A pack in use as a file with its examples, to start a draft from (规则包文件)", WR_RT_LARGE},
    {WR_GET, K "/{id}", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pen_stored_fields, get_pack,
     "One pack with its file (规则包)", 0},
    {WR_GET, K "/{id}/preview", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pen_preview_fields,
     get_pack_preview, "What it says, its examples, what to look at (预览)", 0},
    {WR_GET, K "/{id}/impact", WR_ROLE_STAFF, WR_RATE_READ, NULL, 0, wr_pen_impact_fields,
     get_pack_impact, "Past cases whose outcome it would change (影响)", WR_RT_LARGE},
    {WR_POST, K "/{id}/submit", AUTHORS, WR_RATE_WRITE, NOTE, wr_pen_stored_row_fields,
     post_pack_submit, "Submit a draft; its examples must hold (提交)", 0},
    {WR_POST, K "/{id}/publish", DECIDE, WR_RATE_WRITE, NOTE, wr_pen_stored_row_fields,
     post_pack_publish, "Publish; not by its author (发布)", 0},
    {WR_POST, K "/{id}/reject", DECIDE, WR_RATE_WRITE, NOTE, wr_pen_stored_row_fields,
     post_pack_reject, "Send back; not by its author (退回)", 0},
    {0},
};
