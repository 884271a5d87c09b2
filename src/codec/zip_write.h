#pragma once
/* A ZIP archive written file by file, in constant memory. zip_write.c alone knows zlib. */

#include "base/ctx.h"

#define WR_ZIP_FILES_MAX 60000
#define WR_ZIP_BYTES_MAX ((uint64_t)0xF0000000) /* of the archive; ZIP64 is not written */

struct wr_zip;

/**
 * @param write  takes the bytes of the archive in order; returns 0 or a negative WR_E…
 * @return 0, WR_ENOMEM
 */
WR_MUST_CHECK int wr_zip_new(struct wr_ctx *ctx, int (*write)(void *arg, const void *p, size_t n),
                             void *arg, int64_t made_ms, struct wr_zip **ret);
/**
 * Add one file.
 * @param name  UTF-8, relative, without ".."
 * @return 0, WR_ELIMIT (the ceilings above), what `write` returned
 */
WR_MUST_CHECK int wr_zip_add(struct wr_ctx *ctx, struct wr_zip *z, struct wr_str name,
                             struct wr_str bytes);
/** Write the directory. Frees `z` in any case. */
WR_MUST_CHECK int wr_zip_end(struct wr_ctx *ctx, struct wr_zip *z);
struct wr_zip *wr_zip_free(struct wr_zip *z);
