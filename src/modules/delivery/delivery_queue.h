#pragma once
/* How a queue of records moves on; used by taking and by deciding. */

#include "modules/delivery/delivery_store.h"

/** Parked records of one queue that are looked at in one transaction when the phone is revoked. */
#define WR_DELIVERY_PARKED_MAX 1000

/** What ctx->err says, in both languages. */
void wr_delivery_keep_error(struct wr_ctx *ctx, struct wr_delivery_kept *k);
/** Write a record's new state and its leaf. */
WR_MUST_CHECK int wr_delivery_settle_in(struct wr_tx *tx, struct wr_delivery *d,
                                        const char *action);
/**
 * Apply all records of a queue whose turn it is, as the actor, a few in each transaction. One that the use cases refuse is undone
 * alone and kept with its reason. What the database cannot do now stays parked for the next time. Records of other queues that were
 * refused because a check-in had not come have their turn once it has.
 * @return 0, WR_EIO and the like
 */
WR_MUST_CHECK int wr_delivery_run_queue(struct wr_ctx *ctx, struct wr_str device, int64_t user_id);
/**
 * May the records of this phone be applied for the actor?
 * @param ret  [out] why not, WR_K_COUNT: they may; a phone nobody has registered yet is trusted
 */
WR_MUST_CHECK int wr_delivery_distrust_in(struct wr_tx *tx, struct wr_str device, enum wr_key *ret);
