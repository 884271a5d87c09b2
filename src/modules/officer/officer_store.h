#pragma once

#include "db/db.h"
#include "modules/officer/officer_fields.h"

/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_officer_store_get(struct wr_tx *tx, int64_t id, struct wr_officer *ret);
/** By certificate number, else by name and unit (the oldest of several). @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_officer_store_find(struct wr_tx *tx, struct wr_str cert_no, struct wr_str name,
                                        struct wr_str unit, struct wr_officer *ret);
/** @param scope_id  district of the reader: its officers and those of the city; 0: all */
WR_MUST_CHECK int wr_officer_store_list(struct wr_tx *tx, const struct wr_officer_query *q,
                                        int64_t scope_id, int64_t limit, struct wr_list *ret);
WR_MUST_CHECK int wr_officer_store_insert(struct wr_tx *tx, const struct wr_officer *o,
                                          int64_t *ret_id);
/** @return 0, WR_ECONFLICT (the version is not o->version, or the certificate is another's) */
WR_MUST_CHECK int wr_officer_store_update(struct wr_tx *tx, const struct wr_officer *o);
/** @return whether another officer carries this certificate number */
WR_MUST_CHECK int wr_officer_store_cert_taken(struct wr_tx *tx, struct wr_str cert_no, int64_t id,
                                              bool *ret);

WR_MUST_CHECK int wr_officer_store_recused(struct wr_tx *tx, int64_t officer_id,
                                           int64_t enterprise_id, bool *ret);
/** Is he main liaison of the enterprise now? */
WR_MUST_CHECK int wr_officer_store_is_liaison(struct wr_tx *tx, int64_t officer_id,
                                              int64_t enterprise_id, bool *ret);
WR_MUST_CHECK int wr_officer_store_recusals(struct wr_tx *tx, int64_t officer_id,
                                            struct wr_list *ret);
/** All pairs in force, by officer and enterprise. */
WR_MUST_CHECK int wr_officer_store_recusals_active(struct wr_tx *tx, struct wr_list *ret);
WR_MUST_CHECK int wr_officer_store_recusal(struct wr_tx *tx, int64_t id, struct wr_recusal *ret);
WR_MUST_CHECK int wr_officer_store_recusal_add(struct wr_tx *tx, const struct wr_recusal *r,
                                               int64_t *ret_id);
WR_MUST_CHECK int wr_officer_store_recusal_end(struct wr_tx *tx, int64_t id, int64_t ended_ms);
/** Remove one that nothing refers to. @return 0, WR_ECONFLICT (something does) */
WR_MUST_CHECK int wr_officer_store_delete(struct wr_tx *tx, int64_t id);
