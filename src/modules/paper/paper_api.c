#include "modules/paper/paper_svc.h"

static int list_of(struct wr_req *r, struct wr_resp *w, bool mission)
{
    struct wr_paper_of of = {.mission = mission};
    struct wr_list items;
    int rc = wr_req_id(r, 0, &of.id);

    if (rc == 0)
        rc = wr_paper_svc_list(r->ctx, of, &items);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_paper_fields, sizeof(struct wr_paper), items,
                                  (struct wr_str){0}, (int64_t)items.n);
}

static int file_of(struct wr_req *r, struct wr_resp *w, bool mission)
{
    const struct wr_paper_query *q = r->in;
    enum wr_paper_format format = q->has_format ? (enum wr_paper_format)q->format : WR_PAPER_PDF;
    struct wr_paper_of of = {.mission = mission};
    int rc = wr_req_id(r, 0, &of.id);

    if (rc == 0)
        rc = wr_paper_svc_file(r->ctx, of, r->args[1], format, &w->body, &w->filename);
    w->media_type = format == WR_PAPER_DOCX ? WR_DOC_MEDIA_DOCX : WR_DOC_MEDIA_PDF;
    return rc;
}

static int get_visit_papers(struct wr_req *r, struct wr_resp *w)
{
    return list_of(r, w, false);
}

static int get_visit_paper(struct wr_req *r, struct wr_resp *w)
{
    return file_of(r, w, false);
}

static int get_mission_papers(struct wr_req *r, struct wr_resp *w)
{
    return list_of(r, w, true);
}

static int get_mission_paper(struct wr_req *r, struct wr_resp *w)
{
    return file_of(r, w, true);
}

#define SEE (WR_ROLE_OFFICER | WR_ROLE_ADMINS | WR_ROLE_LEGAL | WR_ROLE_ENTERPRISE)

const struct wr_route wr_paper_routes[] = {
    {WR_GET, "/api/v1/visits/{id}/papers", SEE, WR_RATE_READ, NULL, 0, wr_paper_fields,
     get_visit_papers, "Papers of a visit, and what they lack (检查文书)", WR_RT_LIST},
    {WR_GET, "/api/v1/visits/{id}/papers/{form}", SEE, WR_RATE_READ, wr_paper_query_fields,
     sizeof(struct wr_paper_query), NULL, get_visit_paper,
     "One paper of a visit, as PDF or DOCX; told in the log (生成文书)", WR_RT_FILE | WR_RT_LARGE},
    {WR_GET, "/api/v1/missions/{id}/papers", SEE, WR_RATE_READ, NULL, 0, wr_paper_fields,
     get_mission_papers, "Papers of a mission, and what they lack (检查文书)", WR_RT_LIST},
    {WR_GET, "/api/v1/missions/{id}/papers/{form}", SEE, WR_RATE_READ, wr_paper_query_fields,
     sizeof(struct wr_paper_query), NULL, get_mission_paper,
     "One paper of a mission, as PDF or DOCX; told in the log (生成文书)",
     WR_RT_FILE | WR_RT_LARGE},
    {0},
};
