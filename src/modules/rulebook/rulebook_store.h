#pragma once
/* SQL of rule drafts. Takes a transaction, knows no rules. */
#include "db/db.h"
#include "modules/rulebook/rulebook.h"

WR_MUST_CHECK int wr_rulebook_store_add(struct wr_tx *tx, const struct wr_rule_draft *d,
                                        int64_t *ret_id);
/** With its file. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_rulebook_store_get(struct wr_tx *tx, int64_t id, struct wr_rule_draft *ret);
/** The latest ones, without their files. @param kind  absent: all */
WR_MUST_CHECK int wr_rulebook_store_list(struct wr_tx *tx, struct wr_str kind, struct wr_list *ret);
/** Published ones with their files, in the order of their publication. */
WR_MUST_CHECK int wr_rulebook_store_published(struct wr_tx *tx, struct wr_list *ret);
/** State and decision. @return 0, WR_ECONFLICT: it was changed meanwhile */
WR_MUST_CHECK int wr_rulebook_store_step(struct wr_tx *tx, const struct wr_rule_draft *d);
/** A number that changes whenever what is published does. */
WR_MUST_CHECK int wr_rulebook_store_stamp(struct wr_tx *tx, int64_t *ret);
