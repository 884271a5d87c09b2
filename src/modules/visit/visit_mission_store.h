#pragma once
/* SQL of missions; takes a transaction, knows no rules. And what is pure about them. */

#include "db/db.h"
#include "modules/visit/visit_mission.h"

/**
 * How far the approval of a visit has come (§6.2: the officers must be those approved, the day one of those planned).
 * @param first_id, second_id  who comes; 0: not known yet
 * @param day                  YYYY-MM-DD of the visit
 * @return enum wr_approval
 */
int64_t wr_mission_rules_approval(const struct wr_mission *m, int64_t first_id, int64_t second_id,
                                  struct wr_str day);

/** One mission with its units. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_mission_store_get(struct wr_tx *tx, int64_t id, struct wr_mission *ret);
WR_MUST_CHECK int wr_mission_store_by_uid(struct wr_tx *tx, struct wr_str uid,
                                          struct wr_mission *ret);
/** The earliest approved mission for this officer, kind, source and day that was not carried out. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_mission_store_fitting(struct wr_tx *tx, int64_t enterprise_id,
                                           int64_t officer_id, int64_t kind, int64_t source,
                                           struct wr_str day, struct wr_mission *ret);
WR_MUST_CHECK int wr_mission_store_insert(struct wr_tx *tx, const struct wr_mission *m,
                                          int64_t *ret_id);
/** Highest number that begins with `prefix`, absent if there is none. */
WR_MUST_CHECK int wr_mission_store_last_number(struct wr_tx *tx, struct wr_str prefix,
                                               struct wr_str *ret);
/** Write state, number, verdict, decision, notice, merge and cancel columns. @return 0, WR_ECONFLICT (version) */
WR_MUST_CHECK int wr_mission_store_update(struct wr_tx *tx, const struct wr_mission *m);
WR_MUST_CHECK int wr_mission_store_add_unit(struct wr_tx *tx, int64_t mission_id,
                                            const struct wr_mission_unit *u, int64_t now_ms);

/** Newest first. */
struct wr_mission_page {
    struct wr_mission_filter f;
    int64_t before_id;
};
WR_MUST_CHECK int wr_mission_store_list(struct wr_tx *tx, const struct wr_mission_page *p,
                                        struct wr_list *ret);
/** Open missions of an officer, first or second, planned to last until `day` or longer. */
WR_MUST_CHECK int wr_mission_store_of_officer(struct wr_tx *tx, int64_t officer_id,
                                              struct wr_str day, struct wr_list *ret);
/** Missions an enterprise was told of, newest first. */
WR_MUST_CHECK int wr_mission_store_notices(struct wr_tx *tx, int64_t enterprise_id,
                                           struct wr_list *ret);
/** Pairs of open missions at one enterprise, planned for `day` or later. */
WR_MUST_CHECK int wr_mission_store_pairs(struct wr_tx *tx, int64_t district_id, struct wr_str day,
                                         struct wr_list *ret);
#define WR_MISSION_PAIRS_MAX 500
