/* Routes of clues. */
#include "modules/offsite/offsite_use.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#define PHOTO_BYTES_MAX ((size_t)12 << 20)
#define SEE (WR_ROLE_STAFF | WR_ROLE_ENTERPRISE)
#define REVIEW (WR_ROLE_OFFICER | WR_ROLE_ADMINS | WR_ROLE_LEGAL)

static int get_clues(struct wr_req *r, struct wr_resp *w)
{
    struct wr_offsite_page p;
    int rc = wr_clue_svc_list(r->ctx, r->in, &p);
    return rc < 0
               ? rc
               : wr_reply_list(w, wr_clue_row_fields, sizeof(struct wr_clue), p.items, p.next, -1);
}

static int get_summary(struct wr_req *r, struct wr_resp *w)
{
    struct wr_clue_summary s;
    int rc = wr_clue_svc_summary(r->ctx, &s);
    return rc < 0 ? rc : wr_reply(w, wr_clue_summary_fields, &s);
}

static int get_card(struct wr_req *r, struct wr_resp *w)
{
    struct wr_clue_card c;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_clue_svc_card(r->ctx, id, &c);
    return rc < 0 ? rc : wr_reply(w, wr_clue_card_fields, &c);
}

static int post_answer(struct wr_req *r, struct wr_resp *w)
{
    struct wr_clue c;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_clue_svc_answer(r->ctx, id, r->in, &c);
    return rc < 0 ? rc : wr_reply(w, wr_clue_row_fields, &c);
}

static int post_close(struct wr_req *r, struct wr_resp *w)
{
    struct wr_clue c;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_clue_svc_close(r->ctx, id, r->in, &c);
    return rc < 0 ? rc : wr_reply(w, wr_clue_row_fields, &c);
}

static int post_rectify(struct wr_req *r, struct wr_resp *w)
{
    struct wr_clue c;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_clue_svc_rectify(r->ctx, id, r->in, &c);
    return rc < 0 ? rc : wr_reply(w, wr_clue_row_fields, &c);
}

static int act(struct wr_req *r, struct wr_resp *w, int64_t what)
{
    const struct wr_clue_note *in = r->in;
    struct wr_clue c;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_clue_svc_act(r->ctx, id, what, in->note, &c);
    return rc < 0 ? rc : wr_reply(w, wr_clue_row_fields, &c);
}

static int post_rectified(struct wr_req *r, struct wr_resp *w)
{
    return act(r, w, WR_CA_RECTIFIED);
}

static int post_verify(struct wr_req *r, struct wr_resp *w)
{
    return act(r, w, WR_CA_VERIFY);
}

static int post_reject(struct wr_req *r, struct wr_resp *w)
{
    return act(r, w, WR_CA_REJECT);
}

static int post_escalate(struct wr_req *r, struct wr_resp *w)
{
    return act(r, w, WR_CA_ESCALATE);
}

static int post_photo(struct wr_req *r, struct wr_resp *w)
{
    struct wr_clue_photo p = {0};
    struct wr_str bytes;
    int64_t id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_upload_bytes(r, PHOTO_BYTES_MAX, &bytes);
    if (rc == 0)
        rc = wr_clue_svc_add_photo(r->ctx, id, bytes, &p);
    return rc < 0 ? rc : wr_reply(w, wr_clue_photo_fields, &p);
}

/** Bytes as a file without a name that goes with its last descriptor. @return 0 (the reply owns it), WR_EIO */
static int as_file(struct wr_ctx *ctx, struct wr_str bytes, struct wr_resp *w)
{
    int fd = memfd_create("clue", MFD_CLOEXEC);
    size_t done = 0;
    while (fd >= 0 && done < bytes.n) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    if (fd < 0 || done < bytes.n || lseek(fd, 0, SEEK_SET) != 0) {
        int why = errno;
        if (fd >= 0)
            (void)close(fd);
        return wr_fail(ctx, WR_K_io, wr_str(strerror(why)));
    }
    w->file_fd = fd;
    w->file_size = (int64_t)bytes.n;
    return 0;
}

static int get_photo(struct wr_req *r, struct wr_resp *w)
{
    struct wr_str content = {NULL, 0}, type = {NULL, 0};
    int64_t id = 0, media_id = 0;
    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_req_id(r, 1, &media_id);
    if (rc == 0)
        rc = wr_clue_svc_photo(r->ctx, id, media_id, &content, &type);
    if (rc == 0)
        rc = as_file(r->ctx, content, w);
    w->media_type = rc == 0 ? wr_arena_cstr(r->ctx->arena, type) : NULL;
    return rc;
}

#define NOTE wr_clue_note_fields, sizeof(struct wr_clue_note)
const struct wr_route wr_clue_routes[] = {
    {WR_GET, "/api/v1/clues", SEE, WR_RATE_READ, wr_clue_query_fields, sizeof(struct wr_clue_query),
     wr_clue_row_fields, get_clues, "Clues, newest first; an enterprise sees its own (线索列表)",
     WR_RT_LIST},
    {WR_GET, "/api/v1/clues/summary", SEE, WR_RATE_READ, NULL, 0, wr_clue_summary_fields,
     get_summary, "Numbers by state and by rule (线索概况)", 0},
    {WR_GET, "/api/v1/clues/{id}", SEE, WR_RATE_READ, NULL, 0, wr_clue_card_fields, get_card,
     "The card of a clue: rule, samples, review, what came before (线索卡)", 0},
    {WR_POST, "/api/v1/clues/{id}/answer", WR_ROLE_ENTERPRISE, WR_RATE_WRITE, wr_clue_answer_fields,
     sizeof(struct wr_clue_answer), wr_clue_row_fields, post_answer,
     "The enterprise answers (企业答复)", 0},
    {WR_POST, "/api/v1/clues/{id}/photos", WR_ROLE_ENTERPRISE | REVIEW, WR_RATE_UPLOAD, NULL, 0,
     wr_clue_photo_fields, post_photo, "Add a photo to a clue (上传照片)", WR_RT_UPLOAD},
    {WR_GET, "/api/v1/clues/{id}/photos/{media_id}", SEE, WR_RATE_READ, NULL, 0, NULL, get_photo,
     "A photo of a clue (查看照片)", WR_RT_FILE},
    {WR_POST, "/api/v1/clues/{id}/close", REVIEW, WR_RATE_WRITE, wr_clue_close_fields,
     sizeof(struct wr_clue_close), wr_clue_row_fields, post_close,
     "Close it with a reason after online review (审核办结)", 0},
    {WR_POST, "/api/v1/clues/{id}/rectify", REVIEW, WR_RATE_WRITE, wr_clue_rectify_fields,
     sizeof(struct wr_clue_rectify), wr_clue_row_fields, post_rectify,
     "Order online rectification (要求线上整改)", 0},
    {WR_POST, "/api/v1/clues/{id}/rectified", WR_ROLE_ENTERPRISE, WR_RATE_WRITE, NOTE,
     wr_clue_row_fields, post_rectified, "The enterprise tells that it is done (报整改完成)", 0},
    {WR_POST, "/api/v1/clues/{id}/verify", REVIEW, WR_RATE_WRITE, NOTE, wr_clue_row_fields,
     post_verify, "Rectification is verified (验证通过)", 0},
    {WR_POST, "/api/v1/clues/{id}/reject", REVIEW, WR_RATE_WRITE, NOTE, wr_clue_row_fields,
     post_reject, "Rectification is not verified: escalated (验证不通过)", 0},
    {WR_POST, "/api/v1/clues/{id}/escalate", REVIEW, WR_RATE_WRITE, NOTE, wr_clue_row_fields,
     post_escalate, "Somebody must go there (转现场)", 0},
    {0},
};
