#pragma once

#include "modules/audit/audit_svc.h"

#define WR_AUDIT_ROW_TEXT_MAX ((size_t)4 << 20)

/**
 * The canonical text of a row with its children (docs/audit.md): what its digest is made of.
 * @param b  appended to
 * @return 0, WR_ENOTFOUND (no such row), WR_ELIMIT (over WR_AUDIT_ROW_TEXT_MAX), WR_EIO
 */
WR_MUST_CHECK int wr_audit_row_text(struct wr_tx *tx, const struct wr_audit_entity *e, int64_t id,
                                    struct wr_buf *b);
/** Hex SHA-256 of that text in the arena; the empty slice when there is no such row. */
WR_MUST_CHECK int wr_audit_row_digest(struct wr_tx *tx, const struct wr_audit_entity *e, int64_t id,
                                      struct wr_str *ret);
