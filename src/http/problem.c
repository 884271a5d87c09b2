#include "http/problem.h"

/* Keys that HTTP answers otherwise than their code says. */
static const struct {
    enum wr_key key;
    int status;
} own_status[] = {
    {WR_K_http_method, 405},    {WR_K_http_bad_request, 400},  {WR_K_http_too_large, 413},
    {WR_K_http_uri_long, 414},  {WR_K_http_headers, 431},      {WR_K_http_media_type, 415},
    {WR_K_http_no_body, 400},   {WR_K_http_if_match, 400},     {WR_K_version_required, 428},
    {WR_K_http_key_bad, 400},   {WR_K_http_empty_upload, 422}, {WR_K_input_syntax, 400},
    {WR_K_input_too_deep, 400}, {WR_K_limit_reached, 413},
};

int wr_problem_status(const struct wr_err *err)
{
    for (size_t i = 0; i < WR_ARRAY_LEN(own_status); i++) {
        if (own_status[i].key == err->key) {
            return own_status[i].status;
        }
    }
    return wr_code_info(err->code)->http_status;
}

static void write_faults(struct wr_jw *w, const struct wr_ctx *ctx)
{
    wr_jw_list(w, "faults");
    for (const struct wr_fault *f = ctx->err.faults; f != NULL; f = f->next) {
        wr_jw_obj(w, NULL);
        wr_jw_str(w, "path", f->path);
        wr_jw_str(w, "key", wr_str(wr_key_info(f->key)->key));
        wr_jw_str(w, "value", f->value.p ? f->value : WR_S(""));
        wr_jw_str(w, "message", ctx->lang == WR_LANG_EN ? f->en : f->zh);
        wr_jw_obj_end(w);
    }
    wr_jw_list_end(w);
}

void wr_problem_write(struct wr_buf *b, const struct wr_ctx *ctx, int status)
{
    static const char *const zh[] = {"请求有误", "服务出错"};
    static const char *const en[] = {"The request was refused", "The server failed"};
    const char *key = wr_key_info(ctx->err.key)->key;
    struct wr_jw w;
    wr_jw_init(&w, b);
    wr_jw_obj(&w, NULL);
    struct wr_buf type;
    wr_buf_init(&type, 128);
    wr_buf_printf(&type, "/problems/%s", key);
    wr_jw_str(&w, "type", wr_buf_view(&type));
    wr_buf_done(&type);
    size_t side = status >= 500 ? 1 : 0;
    wr_jw_str(&w, "title", wr_str(ctx->lang == WR_LANG_EN ? en[side] : zh[side]));
    wr_jw_i64(&w, "status", status);
    wr_jw_str(&w, "detail", wr_err_text(ctx));
    wr_jw_str(&w, "key", wr_str(key));
    wr_jw_str(&w, "request_id", ctx->request_id);
    write_faults(&w, ctx);
    if (ctx->err.extra_name != NULL && ctx->err.extra_json.n > 0) {
        wr_jw_raw(&w, ctx->err.extra_name, ctx->err.extra_json);
    }
    wr_jw_obj_end(&w);
}
