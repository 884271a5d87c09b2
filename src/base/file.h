#pragma once

#include "base/buf.h"
#include "base/ctx.h"

/**
 * The whole of a file that a command was given.
 * @param path  "-" is standard input
 * @param max   bytes at most, > 0
 * @param ret   initialised here, whatever comes back: the caller frees it (wr_buf_done)
 * @return 0, WR_EIO (cannot be opened or read), WR_ELIMIT (longer than `max`)
 */
WR_MUST_CHECK int wr_file_read(struct wr_ctx *ctx, const char *path, size_t max,
                               struct wr_buf *ret);
