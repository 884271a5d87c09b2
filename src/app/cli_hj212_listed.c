/* `wurao hj212 send --registered FILE`: which stations there are. */
#include "app/cli_hj212_send.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <errno.h>
#include <stdio.h>

#define FILE_BYTES_MAX ((size_t)64 << 20)
#define PREFIX_N 16
#define NUMBER_N 8

static int read_all(struct wr_ctx *ctx, const char *path, struct wr_buf *b)
{
    char chunk[8192];
    FILE *f = fopen(path, "rbe");
    if (f == NULL) {
        return wr_fail(ctx, WR_K_hj212_file, wr_str(path), wr_str(strerror(errno)));
    }
    for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;) {
        wr_buf_str(b, (struct wr_str){chunk, n});
    }
    bool bad = ferror(f) != 0;
    (void)fclose(f);
    return bad || b->failed ? wr_fail(ctx, WR_K_hj212_file, wr_str(path), wr_str(strerror(EIO)))
                            : 0;
}

/** Eight hexadecimal digits. */
static bool number_at(const char *p, uint32_t *ret)
{
    *ret = 0;
    for (size_t i = 0; i < NUMBER_N; i++) {
        char c = p[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && (c < 'A' || c > 'F')) {
            return false;
        }
        *ret = *ret << 4 | (uint32_t)(digit ? c - '0' : c - 'A' + 10);
    }
    return true;
}

static uint32_t collect(struct wr_str text, const char *prefix, uint32_t *to)
{
    uint32_t n = 0;
    for (size_t i = 0; i + PREFIX_N + NUMBER_N <= text.n; i++) {
        uint32_t number;
        if (memcmp(text.p + i, prefix, PREFIX_N) == 0 &&
            number_at(text.p + i + PREFIX_N, &number)) {
            to[n++] = number;
            i += PREFIX_N + NUMBER_N - 1;
        }
    }
    return n;
}

int wr_sim_listed(struct wr_ctx *ctx, const char *path, const char *prefix, uint32_t **ret,
                  uint32_t *ret_n)
{
    struct wr_buf b;
    wr_buf_init(&b, FILE_BYTES_MAX);
    int rc = read_all(ctx, path, &b);
    struct wr_str text = wr_buf_view(&b);
    *ret = rc == 0 ? wr_alloc_array(text.n / (PREFIX_N + NUMBER_N) + 1, sizeof(**ret)) : NULL;
    if (rc == 0 && *ret == NULL) {
        rc = wr_fail(ctx, WR_K_memory);
    }
    *ret_n = rc == 0 ? collect(text, prefix, *ret) : 0;
    wr_buf_done(&b);
    if (rc == 0 && *ret_n == 0) {
        rc = wr_fail(ctx, WR_K_app_value, WR_S("--registered"), wr_str(path),
                     wr_arena_printf(ctx->arena, "%s + 8 × 0-9A-F", prefix));
    }
    return rc;
}
