#pragma once

#include "http/server.h"

/** Row of `path` in a table sorted by path; NULL if it has none. */
const struct wr_asset *wr_asset_find(const struct wr_asset *assets, size_t n, struct wr_str path);
/**
 * Answer GET or HEAD of a page or file: the embedded table (or the development folder), the app's shell for a path
 * without extension, a real 404 otherwise. In the library's thread. @return false when there is none: 404
 */
bool wr_assets_answer(struct wr_xchg *x);
