#include "modules/job/job_use.h"

static int get_jobs(struct wr_req *r, struct wr_resp *w)
{
    struct wr_list items;
    struct wr_str next;

    int rc = wr_job_svc_list(r->ctx, r->in, &items, &next);
    return rc < 0 ? rc : wr_reply_list(w, wr_job_fields, sizeof(struct wr_job), items, next, -1);
}

static int get_job(struct wr_req *r, struct wr_resp *w)
{
    struct wr_job j;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_job_svc_get(r->ctx, id, &j);
    return rc < 0 ? rc : wr_reply(w, wr_job_fields, &j);
}

static int delete_job(struct wr_req *r, struct wr_resp *w)
{
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_job_svc_cancel(r->ctx, id);
    return rc < 0 ? rc : wr_reply_none(w);
}

static int get_result(struct wr_req *r, struct wr_resp *w)
{
    struct wr_job j;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_job_svc_open_result(r->ctx, id, &j, &w->file_fd, &w->file_size);
    if (rc < 0)
        return rc;
    w->media_type = wr_arena_cstr(r->ctx->arena, j.result_type);
    w->filename = j.result_name;
    return 0;
}

static int get_events(struct wr_req *r, struct wr_resp *w)
{
    struct wr_job j;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_job_svc_get(r->ctx, id, &j);
    if (rc < 0)
        return rc;
    w->stream_topic = wr_job_topic(r->ctx, id);
    return w->stream_topic ? 0 : wr_fail(r->ctx, WR_K_memory);
}

const struct wr_route wr_job_routes[] = {
    {WR_GET, "/api/v1/jobs", WR_ROLE_ANY, WR_RATE_READ, wr_job_query_fields,
     sizeof(struct wr_job_query), wr_job_fields, get_jobs, "My long work, newest first (任务列表)",
     WR_RT_LIST},
    {WR_GET, "/api/v1/jobs/{id}", WR_ROLE_ANY, WR_RATE_READ, NULL, 0, wr_job_fields, get_job,
     "One job (任务进度)", 0},
    {WR_DELETE, "/api/v1/jobs/{id}", WR_ROLE_ANY, WR_RATE_WRITE, NULL, 0, NULL, delete_job,
     "Cancel a job (取消任务)", 0},
    {WR_GET, "/api/v1/jobs/{id}/result", WR_ROLE_ANY, WR_RATE_READ, NULL, 0, NULL, get_result,
     "Result file (任务结果文件)", WR_RT_FILE},
    {WR_GET, "/api/v1/jobs/{id}/events", WR_ROLE_ANY, WR_RATE_READ, NULL, 0, wr_job_fields,
     get_events,
     "Events \"job\" with its progress; ask once for the state, then listen (任务进度推送)",
     WR_RT_STREAM},
    {0},
};
