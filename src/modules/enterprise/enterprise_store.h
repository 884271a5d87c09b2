#pragma once

#include "db/db.h"
#include "modules/enterprise/enterprise.h"

WR_MUST_CHECK int wr_enterprise_store_get(struct wr_tx *tx, int64_t id, struct wr_enterprise *ret);
WR_MUST_CHECK int wr_enterprise_store_insert(struct wr_tx *tx, const struct wr_enterprise *e,
                                             int64_t *ret_id);
/** Write all columns of e->id if it still has e->version; the version rises. @return 0, WR_ECONFLICT */
WR_MUST_CHECK int wr_enterprise_store_update(struct wr_tx *tx, const struct wr_enterprise *e);
WR_MUST_CHECK int wr_enterprise_store_add_history(struct wr_tx *tx,
                                                  const struct wr_enterprise_change *c);
/** Changes, newest first. */
WR_MUST_CHECK int wr_enterprise_store_history(struct wr_tx *tx, int64_t enterprise_id,
                                              int64_t limit, struct wr_list *ret);
/** Remove a file and its history (undo of an import that nobody built on). @return 0, WR_ECONFLICT (something refers to it) */
WR_MUST_CHECK int wr_enterprise_store_delete(struct wr_tx *tx, int64_t id);
/** Files with exactly this folded name and this code as given; for imports. */
WR_MUST_CHECK int wr_enterprise_store_same(struct wr_tx *tx, struct wr_str name,
                                           struct wr_str credit_code_raw, struct wr_list *ret);
/** Active files with this normalised code. */
WR_MUST_CHECK int wr_enterprise_store_by_code(struct wr_tx *tx, struct wr_str credit_code,
                                              struct wr_list *ret);

WR_MUST_CHECK int wr_outlet_store_list(struct wr_tx *tx, int64_t enterprise_id,
                                       struct wr_list *ret);
WR_MUST_CHECK int wr_outlet_store_get(struct wr_tx *tx, int64_t id, struct wr_outlet *ret);
WR_MUST_CHECK int wr_outlet_store_insert(struct wr_tx *tx, const struct wr_outlet *o,
                                         int64_t *ret_id);
WR_MUST_CHECK int wr_outlet_store_update(struct wr_tx *tx, const struct wr_outlet *o);
WR_MUST_CHECK int wr_outlet_store_delete(struct wr_tx *tx, int64_t id);
WR_MUST_CHECK int wr_equipment_store_list(struct wr_tx *tx, int64_t enterprise_id,
                                          struct wr_list *ret);
WR_MUST_CHECK int wr_equipment_store_get(struct wr_tx *tx, int64_t id, struct wr_equipment *ret);
WR_MUST_CHECK int wr_equipment_store_insert(struct wr_tx *tx, const struct wr_equipment *q,
                                            int64_t *ret_id);
WR_MUST_CHECK int wr_equipment_store_update(struct wr_tx *tx, const struct wr_equipment *q);
WR_MUST_CHECK int wr_equipment_store_delete(struct wr_tx *tx, int64_t id);

#define WR_PARTS_MAX 2000 /* outlets or equipment of one enterprise */
