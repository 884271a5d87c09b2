#pragma once
/* Copies of folders, for backup and restore. */
#include "base/ctx.h"

/**
 * Copy the files of a folder into a new one (0700, files 0600), and wait until they are on disk. Folders in it, links and
 * names with a leading point stay behind; a folder that is not there is empty.
 * @param tail       only names that end so; "" all
 * @param ret_files  how many were copied
 * @return 0, WR_ECONFLICT (`to` exists), WR_EIO
 */
WR_MUST_CHECK int wr_folder_copy(struct wr_ctx *ctx, const char *from, const char *to,
                                 const char *tail, int64_t *ret_files);
