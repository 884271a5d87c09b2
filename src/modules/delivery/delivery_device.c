/* Which phones are trusted. */
#include "modules/badge/badge_svc.h"
#include "modules/delivery/delivery_queue.h"

int wr_delivery_distrust_in(struct wr_tx *tx, struct wr_str device, enum wr_key *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_device d;
    *ret = WR_K_COUNT;
    int rc = wr_device_find_in(tx, device, &d);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return 0; /* it may send before it was registered */
    }
    if (rc < 0) {
        return rc;
    }
    if (d.revoked_ms != 0) {
        *ret = WR_K_delivery_revoked;
    } else if (d.user_id != ctx->actor.user_id) {
        *ret = WR_K_delivery_other_user;
    }
    return *ret == WR_K_COUNT ? wr_device_seen_in(tx, d.id) : 0;
}
