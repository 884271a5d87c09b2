#pragma once
/* The file in which the pieces of one photo gather: `photo-<visit>-<sha256>.part` in the spool folder. Its size is what has arrived. */

#include "base/ctx.h"

/** One such file, locked: nobody else appends meanwhile. */
struct wr_part {
    struct wr_ctx *ctx;
    const char *path;
    int fd; /* -1: not open */
    int64_t size_bytes;
    bool made; /* by this open */
};

/** Bytes of the file, 0 if there is none. @return 0, WR_EIO */
WR_MUST_CHECK int wr_part_size(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256,
                               int64_t *ret);
/** Open or make it, and wait for the lock. Close with wr_part_close. @return 0, WR_EIO */
WR_MUST_CHECK int wr_part_open(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256,
                               struct wr_part *ret);
/** Append; on return 0 it is on disk. On failure the file is as it was. @return 0, WR_EIO */
WR_MUST_CHECK int wr_part_append(struct wr_part *p, struct wr_str bytes);
/** The whole file as one slice in the arena. @return 0, WR_ELIMIT, WR_EIO */
WR_MUST_CHECK int wr_part_read(struct wr_part *p, struct wr_str *ret);
/** Take the file away; it stays open and locked. */
void wr_part_remove(struct wr_part *p);
void wr_part_close(struct wr_part *p); /* for WR_CLEANUP */
/** Remove the file of a photo when nobody has written to it since a time (or at all). @return whether there is none now */
bool wr_part_remove_stale(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256,
                          int64_t before_ms);
