#pragma once

#include "db/db.h"
#include "modules/dossier/dossier.h"

/** Where a listing goes on. */
struct wr_dossier_at {
    bool set;
    struct wr_str name;
    int64_t updated_ms, id;
};
/** @param district  row scope of the actor, 0 = all
 *  @param year_ms   beginning of the year, for visits_this_year */
WR_MUST_CHECK int wr_dossier_store_list(struct wr_tx *tx, const struct wr_dossier_query *q,
                                        int64_t district, int64_t year_ms,
                                        const struct wr_dossier_at *at, int64_t limit,
                                        struct wr_list *ret);
WR_MUST_CHECK int wr_dossier_store_count(struct wr_tx *tx, const struct wr_dossier_query *q,
                                         int64_t district, int64_t *ret);
/** One file with everything joined. */
WR_MUST_CHECK int wr_dossier_store_get(struct wr_tx *tx, int64_t id, int64_t year_ms,
                                       struct wr_enterprise *ret);
WR_MUST_CHECK int wr_dossier_store_map(struct wr_tx *tx, const struct wr_dossier_query *q,
                                       int64_t district, struct wr_list *ret);
WR_MUST_CHECK int wr_dossier_store_duplicates(struct wr_tx *tx, int64_t district,
                                              struct wr_list *ret);

struct wr_timeline_at {
    bool set;
    int64_t at_ms;
    struct wr_str kind;
    int64_t ref_id;
};
WR_MUST_CHECK int wr_dossier_store_timeline(struct wr_tx *tx, int64_t enterprise_id,
                                            struct wr_str kind, const struct wr_timeline_at *at,
                                            int64_t limit, struct wr_list *ret);
/** All figures but visits_by_day. @param today_ms midnight  @param today its date */
WR_MUST_CHECK int wr_dossier_store_today(struct wr_tx *tx, int64_t district, int64_t today_ms,
                                         struct wr_str today, struct wr_today *ret);

struct wr_visit_moment {
    int64_t checked_in_ms;
    struct wr_str kind;
};
/** Check-ins since `from_ms`, for counting by day. */
WR_MUST_CHECK int wr_dossier_store_moments(struct wr_tx *tx, int64_t district, int64_t from_ms,
                                           struct wr_cursor **ret);
/** Phone, or a contact's data, as stored. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_dossier_store_unmask(struct wr_tx *tx, const struct wr_unmask *u,
                                          int64_t district, struct wr_unmasked *ret);
