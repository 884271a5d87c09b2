#pragma once

#include "base/ctx.h"

#define WR_INI_BYTES_MAX ((size_t)256 << 10)
#define WR_INI_ENTRIES_MAX 1000
#define WR_INI_LINE_MAX 4096

/** One `key = value` line. Slices borrow the text that was parsed. */
struct wr_ini_entry {
    struct wr_str section; /* empty before the first [section] */
    struct wr_str key;     /* [a-z0-9_.-]+ */
    struct wr_str value;   /* trimmed; surrounding double quotes removed, no escapes */
    int line;              /* from 1 */
};

struct wr_ini {
    struct wr_ini_entry *entries; /* in file order */
    size_t n;
};

/**
 * Parse a small INI text: [section] lines, `key = value` lines, comments with # or ; at the start of a line.
 * @param text     UTF-8, at most WR_INI_BYTES_MAX; must outlive *ret_ini
 * @param ret_ini  [out] written only on success; its array lives in the context's arena
 * @return 0, WR_EINVALID (input.syntax with line and column; a key given twice in a section), WR_ELIMIT
 */
WR_MUST_CHECK int wr_ini_parse(struct wr_ctx *ctx, struct wr_str text, struct wr_ini *ret_ini);
/** The entry, or NULL. */
const struct wr_ini_entry *wr_ini_get(const struct wr_ini *ini, struct wr_str section,
                                      struct wr_str key);
