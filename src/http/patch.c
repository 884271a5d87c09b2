#include "http/http.h"

int wr_req_version(const struct wr_req *r, int64_t *ret)
{
    if (r->if_match.n == 0 || !wr_str_i64(r->if_match, ret))
        return wr_fail(r->ctx, WR_K_version_required);
    return 0;
}

int wr_req_patch(struct wr_req *r, const struct wr_field *fields, const void *current, void *ret,
                 size_t size)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, WR_JSON_BODY_MAX);
    wr_json_encode(&b, fields, current, WR_MASK_NONE);
    if (b.failed)
        return wr_fail(r->ctx, WR_K_limit_reached, WR_S("body"), WR_S("1 MiB"));
    struct wr_str merged = wr_json_merge(r->ctx, wr_buf_view(&b), r->body);
    return merged.p ? wr_json_decode(r->ctx, merged, fields, ret, size) : r->ctx->err.code;
}
