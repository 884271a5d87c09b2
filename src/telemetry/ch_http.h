#pragma once
/* Asking ClickHouse over HTTP; ch_http.c alone knows libcurl. */
#include "telemetry/tele_in.h"

#define WR_CH_HOSTS_MAX 16
#define WR_CH_REPLY_MAX ((size_t)1 << 30)

struct wr_ch {
    char base[WR_CH_HOSTS_MAX][300]; /* http://host:port/ */
    size_t n_hosts;
    char user[64], password[128], database[64], cluster[64];
    int64_t wait_ms_max;
};

/** Take the URL apart. @return 0, WR_EINVALID (telemetry.url) */
WR_MUST_CHECK int wr_ch_parse(struct wr_ctx *ctx, struct wr_str url, struct wr_ch *ret);
/**
 * One statement at host `h`.
 * @param data   what an INSERT brings; absent: the statement travels as the body
 * @param reply  the answer's bytes; NULL: thrown away
 * @return 0, WR_EBUSY (no answer, or the server says try later), WR_EIO (the server refused; its words are in the message)
 */
WR_MUST_CHECK int wr_ch_ask(struct wr_ctx *ctx, const struct wr_ch *ch, size_t h, struct wr_str sql,
                            struct wr_str data, struct wr_buf *reply);
