#include "http/server.h"
#include "http/sse.h"

#include <unistd.h>

void wr_out_init(struct wr_out *out)
{
    *out = (struct wr_out){.status = 200, .fd = -1};
    wr_buf_init(&out->headers, WR_REPLY_HEADERS_BYTES_MAX);
    wr_buf_init(&out->body, WR_REPLY_BYTES_MAX);
}

void wr_out_done(struct wr_out *out)
{
    wr_buf_done(&out->headers);
    wr_buf_done(&out->body);
    if (out->fd >= 0) {
        (void)close(out->fd);
        out->fd = -1;
    }
    if (out->stream != NULL) {
        wr_stream_close(out->stream);
        out->stream = NULL;
    }
}

void wr_out_header(struct wr_out *out, const char *name, struct wr_str value)
{
    if (value.p == NULL) {
        return;
    }
    for (size_t i = 0; i < value.n; i++) {
        if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f) {
            return;
        }
    }
    wr_buf_add(&out->headers, name, strlen(name) + 1);
    wr_buf_str(&out->headers, value);
    wr_buf_c(&out->headers, '\0');
}

void wr_out_common(struct wr_out *out, const struct wr_xchg *x)
{
    wr_out_header(out, "X-Request-Id", x->request_id);
    wr_out_header(out, "X-Content-Type-Options", WR_S("nosniff"));
    wr_out_header(out, "Referrer-Policy", WR_S("same-origin"));
    wr_out_header(out, "Permissions-Policy",
                  WR_S("camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"));
    wr_out_header(out, "Cross-Origin-Opener-Policy", WR_S("same-origin"));
    wr_out_header(out, "Cross-Origin-Resource-Policy", WR_S("same-origin"));
    if (x->http->secure) {
        wr_out_header(out, "Strict-Transport-Security",
                      WR_S("max-age=31536000; includeSubDomains"));
    }
}
