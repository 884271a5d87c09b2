#include "base/text.h"
#include "modules/oversight/oversight_use.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#define FILE_BYTES_MAX ((size_t)256 << 20)
#define PUBLIC_CACHE_S 60

#define WATCH (WR_ROLE_SUPERVISION | WR_ROLE_ADMINS | WR_ROLE_LEADER)

/* ---- statements --------------------------------------------------------------------------------- */

static int get_statement(struct wr_req *r, struct wr_resp *w)
{
    struct wr_statement_reply s;
    const struct wr_statement_ask *ask = r->in;
    struct wr_statement_ask own = *ask;
    bool outsider = !wr_actor_has(&r->ctx->actor, WR_ROLE_STAFF);
    if (outsider && own.enterprise_id == 0)
        own.enterprise_id = r->ctx->actor.enterprise_id;
    int rc = wr_statement_svc_month(r->ctx, r->args[0], &own, &s);
    return rc < 0 ? rc : wr_reply(w, wr_statement_reply_fields, &s);
}

static int get_public_statement(struct wr_req *r, struct wr_resp *w)
{
    struct wr_statement_reply s;
    int rc = wr_statement_svc_month(r->ctx, r->args[0], r->in, &s);
    if (rc < 0)
        return rc;
    w->cache_s = PUBLIC_CACHE_S;
    return wr_reply(w, wr_statement_reply_fields, &s);
}

/** Bytes as a file without a name that goes with its last descriptor. @return 0 (the reply owns it), WR_EIO */
static int as_file(struct wr_ctx *ctx, const struct wr_buf *b, struct wr_resp *w)
{
    int fd = memfd_create("oversight", MFD_CLOEXEC);
    size_t done = 0;
    while (fd >= 0 && done < b->n) {
        ssize_t n = write(fd, b->p + done, b->n - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    if (fd < 0 || done < b->n || lseek(fd, 0, SEEK_SET) != 0) {
        int why = errno;
        if (fd >= 0)
            (void)close(fd);
        return wr_fail(ctx, WR_K_io, wr_str(strerror(why)));
    }
    w->file_fd = fd;
    w->file_size = (int64_t)b->n;
    return 0;
}

static int get_rows(struct wr_req *r, struct wr_resp *w)
{
    struct wr_buf out;
    wr_buf_init(&out, FILE_BYTES_MAX);
    int rc = wr_statement_svc_rows(r->ctx, r->args[0], &out);
    if (rc == 0)
        rc = as_file(r->ctx, &out, w);
    wr_buf_done(&out);
    w->cache_s = PUBLIC_CACHE_S;
    w->media_type = wr_table_media_type(WR_TABLE_CSV);
    w->filename = wr_arena_printf(r->ctx->arena, "visits-open-" WR_FMT ".csv", WR_ARG(r->args[0]));
    return rc;
}

/* ---- supervision -------------------------------------------------------------------------------- */

static int get_overview(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_overview o;
    int rc = wr_oversight_svc_overview(r->ctx, r->in, &o);
    return rc < 0 ? rc : wr_reply(w, wr_oversight_overview_fields, &o);
}

static int get_visits(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_page p = {0};
    int rc = wr_oversight_svc_visits(r->ctx, r->in, &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_oversight_visit_fields, sizeof(struct wr_oversight_visit),
                                  p.items, p.next, -1);
}

static int get_file(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_oversight_query *q = r->in;
    enum wr_table_format format = q->has_format ? (enum wr_table_format)q->format : WR_TABLE_XLSX;
    static const char *const endings[] = {
        [WR_TABLE_CSV] = "csv", [WR_TABLE_XLSX] = "xlsx", [WR_TABLE_JSON] = "json"};
    struct wr_buf out;
    wr_buf_init(&out, FILE_BYTES_MAX);
    int rc = wr_oversight_svc_file(r->ctx, q, format, &out);
    if (rc == 0)
        rc = as_file(r->ctx, &out, w);
    wr_buf_done(&out);
    w->media_type = wr_table_media_type(format);
    w->filename = wr_arena_printf(r->ctx->arena, "oversight-%s.%s",
                                  wr_enum_item(wr_oversight_views, q->view)->name, endings[format]);
    return rc;
}

static int get_unscanned(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_page p = {0};
    int rc = wr_oversight_svc_unscanned(r->ctx, r->in, &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_oversight_unscanned_fields,
                                  sizeof(struct wr_oversight_unscanned), p.items, p.next, -1);
}

static int get_opinions(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_page p = {0};
    int rc = wr_oversight_svc_opinions(r->ctx, r->in, &p);
    return rc < 0 ? rc
                  : wr_reply_list(w, wr_oversight_opinion_fields,
                                  sizeof(struct wr_oversight_opinion), p.items, p.next, -1);
}

static int get_ranking(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_ranking k;
    const struct wr_oversight_query *q = r->in;
    int rc = wr_oversight_svc_ranking(r->ctx, q, q->by != WR_BY_UNIT, &k);
    return rc < 0 ? rc : wr_reply(w, wr_oversight_ranking_fields, &k);
}

static int get_burden(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_burdens b;
    const struct wr_oversight_query *q = r->in;
    int rc = wr_oversight_svc_burden(r->ctx, q, q->by == WR_BY_STREET, &b);
    return rc < 0 ? rc : wr_reply(w, wr_oversight_burdens_fields, &b);
}

static int get_trend(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_trend t;
    int rc = wr_oversight_svc_trend(r->ctx, r->in, &t);
    return rc < 0 ? rc : wr_reply(w, wr_oversight_trend_fields, &t);
}

static int get_ratings(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_ratings k;
    int rc = wr_oversight_svc_ratings(r->ctx, r->in, &k);
    return rc < 0 ? rc : wr_reply(w, wr_oversight_ratings_fields, &k);
}

static int get_doubts(struct wr_req *r, struct wr_resp *w)
{
    struct wr_oversight_doubts d;
    int rc = wr_oversight_svc_doubts(r->ctx, r->in, &d);
    return rc < 0 ? rc : wr_reply(w, wr_oversight_doubts_fields, &d);
}

static int get_proof(struct wr_req *r, struct wr_resp *w)
{
    struct wr_visit_proof p;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_oversight_svc_proof(r->ctx, id, &p);
    return rc < 0 ? rc : wr_reply(w, wr_visit_proof_fields, &p);
}

#define QUERY sizeof(struct wr_oversight_query)
const struct wr_route wr_oversight_routes[] = {
    {WR_GET, "/api/v1/statements/{month}", WR_ROLE_STAFF | WR_ROLE_ENTERPRISE, WR_RATE_READ,
     wr_statement_ask_fields, sizeof(struct wr_statement_ask), wr_statement_reply_fields,
     get_statement, "Monthly statement of the city or of one enterprise (月度入企公示)", 0},
    {WR_GET, "/api/v1/public/statements/{month}", WR_ROLE_PUBLIC, WR_RATE_PUBLIC,
     wr_statement_public_ask_fields, sizeof(struct wr_statement_ask), wr_statement_reply_fields,
     get_public_statement, "The same for everybody (公开)", 0},
    {WR_GET, "/api/v1/public/statements/{month}/rows", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0,
     NULL, get_rows, "The rows it is made of, a sealed CSV from 1 January on (公开数据)",
     WR_RT_FILE},
    {WR_GET, "/api/v1/oversight", WATCH, WR_RATE_READ, wr_oversight_query_fields, QUERY,
     wr_oversight_overview_fields, get_overview,
     "Figures of supervision, each the length of a list (督察)", 0},
    {WR_GET, "/api/v1/oversight/visits", WATCH, WR_RATE_READ, wr_oversight_list_query_fields, QUERY,
     wr_oversight_visit_fields, get_visits, "The visits behind a figure (督察清单)", WR_RT_LIST},
    {WR_GET, "/api/v1/oversight/visits/file", WATCH, WR_RATE_READ, wr_oversight_file_query_fields,
     QUERY, NULL, get_file, "The same as a file; told in the log (导出)", WR_RT_FILE},
    {WR_GET, "/api/v1/oversight/unscanned", WATCH, WR_RATE_READ,
     wr_oversight_unscanned_query_fields, sizeof(struct wr_oversight_unscanned_query),
     wr_oversight_unscanned_fields, get_unscanned,
     "Reports of visits that nobody scanned for (未扫码报告)", WR_RT_LIST},
    {WR_GET, "/api/v1/oversight/exceptions", WATCH, WR_RATE_READ, wr_oversight_rank_query_fields,
     QUERY, wr_oversight_ranking_fields, get_ranking,
     "Exceptions used, ranked by officer or unit with minimum counts (例外使用排名)", 0},
    {WR_GET, "/api/v1/oversight/trend", WATCH, WR_RATE_READ, wr_oversight_query_fields, QUERY,
     wr_oversight_trend_fields, get_trend,
     "Share of exceptions in twelve months, with warnings (例外占比走势)", 0},
    {WR_GET, "/api/v1/oversight/burden", WATCH, WR_RATE_READ, wr_oversight_burden_query_fields,
     QUERY, wr_oversight_burdens_fields, get_burden,
     "What visits cost enterprises and streets (迎检负担)", 0},
    {WR_GET, "/api/v1/oversight/ratings", WATCH, WR_RATE_READ, wr_oversight_query_fields, QUERY,
     wr_oversight_ratings_fields, get_ratings,
     "Ratings by unit; means only with the minimum count (评价)", 0},
    {WR_GET, "/api/v1/oversight/opinions", WR_ROLE_SUPERVISION, WR_RATE_READ,
     wr_oversight_opinion_query_fields, QUERY, wr_oversight_opinion_fields, get_opinions,
     "Each rating with its words, for supervision alone (评价内容)", WR_RT_LIST},
    {WR_GET, "/api/v1/oversight/doubts", WR_ROLE_SUPERVISION, WR_RATE_READ,
     wr_oversight_query_fields, QUERY, wr_oversight_doubts_fields, get_doubts,
     "Visits whose weak proofs score low (佐证存疑)", 0},
    {WR_GET, "/api/v1/visits/{id}/proof", WR_ROLE_SUPERVISION, WR_RATE_READ, NULL, 0,
     wr_visit_proof_fields, get_proof, "Weak proofs of one visit, each with its reason (到场佐证)",
     0},
    {0},
};
