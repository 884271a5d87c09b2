#pragma once

#include "base/crypto.h"
#include "modules/audit/audit_fields.h"

/**
 * Check a receipt (回执) without any database: row text against the leaf, leaf against the path, path against the checkpoint,
 * checkpoint against the key. Every step is reported, the first wrong one ends it.
 */
void wr_audit_check_receipt(struct wr_ctx *ctx, const struct wr_audit_receipt *r,
                            const uint8_t public_key[WR_ED25519_PUBLIC],
                            struct wr_audit_check *ret);
