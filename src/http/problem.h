#pragma once

#include "http/http.h"

/** HTTP status of ctx->err: of the key where it has one of its own, else of its code. */
int wr_problem_status(const struct wr_err *err);
/** Append the problem document (RFC 9457) of ctx->err in ctx->lang. */
void wr_problem_write(struct wr_buf *b, const struct wr_ctx *ctx, int status);
