#include "http/cookie.h"

#include "http/head.h"
#include "http/server.h"

struct wr_str wr_cookie_name(bool secure)
{
    return secure ? WR_S("__Host-wurao") : WR_S("wurao");
}

struct wr_str wr_cookie_find(struct wr_str header, struct wr_str name)
{
    struct wr_str found = {NULL, 0};
    while (header.p != NULL) {
        struct wr_str value = wr_str_trim(wr_str_cut(&header, ';'));
        struct wr_str key = wr_str_trim(wr_str_cut(&value, '='));
        if (value.p == NULL || !wr_str_eq(key, name)) {
            continue;
        }
        if (found.p != NULL) {
            return (struct wr_str){NULL, 0};
        }
        found = wr_str_trim(value);
    }
    return wr_head_token_ok(found, 1, WR_SESSION_TOKEN_MAX) ? found : (struct wr_str){NULL, 0};
}

struct wr_str wr_cookie_text(struct wr_arena *a, bool secure, struct wr_str token)
{
    struct wr_str name = wr_cookie_name(secure);
    return wr_arena_printf(a, WR_FMT "=" WR_FMT "; Path=/; HttpOnly; SameSite=Lax%s", WR_ARG(name),
                           WR_ARG(token), secure ? "; Secure" : "");
}

struct wr_str wr_cookie_gone_text(struct wr_arena *a, bool secure)
{
    struct wr_str name = wr_cookie_name(secure);
    return wr_arena_printf(a, WR_FMT "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0%s", WR_ARG(name),
                           secure ? "; Secure" : "");
}

void wr_cookie_issue(struct wr_req *r, struct wr_resp *w, struct wr_str token)
{
    const struct wr_xchg *x = r->priv;
    w->set_cookie = wr_cookie_text(r->ctx->arena, x->http->secure, token);
}

void wr_cookie_revoke(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_xchg *x = r->priv;
    w->set_cookie = wr_cookie_gone_text(r->ctx->arena, x->http->secure);
}
