#pragma once
/* `wurao hj212 …`: what its commands share. Names of JSON members are those of docs/hj212.md. */
#include "app/app.h"
#include "base/command.h"
#include "hj212/hj212.h"

extern const struct wr_command wr_hj212_commands[];

int wr_hj212_decode_run(struct wr_ctx *ctx, struct wr_args *args);
int wr_hj212_encode_run(struct wr_ctx *ctx, struct wr_args *args);
int wr_hj212_bench_run(struct wr_ctx *ctx, struct wr_args *args);

static inline struct wr_str wr_of_hj212(struct hj212_str s)
{
    return (struct wr_str){s.p, s.n};
}
static inline struct hj212_str hj212_of_wr(struct wr_str s)
{
    return (struct hj212_str){s.p, s.n};
}

/** `--dialect`, `--strict`, `--allow`, `--forbid`, `--max` to a profile. @return 0, WR_EINVALID */
WR_MUST_CHECK int wr_hj212_profile(struct wr_ctx *ctx, struct wr_args *args,
                                   struct hj212_profile *ret);
/** `--key-file FILE`: 16 characters or 32 hexadecimal digits. *ret is NULL when it was not given. */
WR_MUST_CHECK int wr_hj212_key(struct wr_ctx *ctx, struct wr_args *args, struct hj212_sm4 **ret);

/**
 * One JSON object for a frame, with a line end.
 * @param m   the decoded message, or as much of it as could be read; NULL: nothing
 * @param at  offset of the frame in the stream
 */
void wr_hj212_json(struct wr_ctx *ctx, struct wr_buf *b, const struct hj212_frame *frame,
                   const struct hj212_msg *m, uint64_t at);
/**
 * One such object to a frame.
 * @param buf  room for HJ212_BUFFER_MIN bytes
 * @return 0; WR_EINVALID (told in ctx->err)
 */
WR_MUST_CHECK int wr_hj212_of_json(struct wr_ctx *ctx, struct wr_str line, char *buf,
                                   size_t *ret_n);

/* ---- benchmark --------------------------------------------------------------------------------- */
/** A decoder as one would write it first: byte by byte, one table read per byte, strtod. @return frames decoded */
size_t wr_hj212_naive(const char *buf, size_t n, double *ret_sum);
