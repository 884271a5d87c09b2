/* The other half of the mutual scan: the enterprise's scan of an officer's code becomes part of the visit's record. */
#include "modules/badge/badge_svc.h"
#include "modules/visit/visit_use.h"

#define BEFORE_MS                                                                                  \
    INT64_C(7200000) /* the code is shown at the gate, sometimes long before the plate is scanned */

static int find(struct wr_tx *tx, const struct wr_visit *v, int64_t officer_id, int64_t to_ms,
                struct wr_officer_scan *ret)
{
    int rc = officer_id == 0 ? WR_ENOTFOUND
                             : wr_officer_scan_for_in(tx, v->enterprise_id, officer_id,
                                                      v->checked_in_ms - BEFORE_MS, to_ms, ret);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(wr_tx_ctx(tx));
    }
    return rc;
}

int wr_visit_scan_find_in(struct wr_tx *tx, const struct wr_visit *v, struct wr_str uid,
                          int64_t to_ms, int64_t *ret_id)
{
    struct wr_officer_scan s;
    *ret_id = 0;
    int rc = WR_ENOTFOUND;
    if (uid.n > 0) {
        rc = wr_officer_scan_by_uid_in(tx, uid, &s);
        bool fits = rc == 0 && s.enterprise_id == v->enterprise_id && s.visit_id == 0 &&
                    (s.officer_id == v->officer_id || s.officer_id == v->second_officer_id);
        rc = rc < 0 || fits ? rc : WR_ENOTFOUND;
        if (rc == WR_ENOTFOUND) {
            wr_err_reset(wr_tx_ctx(tx));
        }
    }
    rc = rc == WR_ENOTFOUND ? find(tx, v, v->officer_id, to_ms, &s) : rc;
    rc = rc == WR_ENOTFOUND ? find(tx, v, v->second_officer_id, to_ms, &s) : rc;
    if (rc == 0) {
        *ret_id = s.id;
    }
    return rc == WR_ENOTFOUND ? 0 : rc;
}

int wr_visit_scan_link_in(struct wr_tx *tx, int64_t scan_id, int64_t visit_id)
{
    return scan_id == 0 ? 0 : wr_officer_scan_link_in(tx, scan_id, visit_id);
}
