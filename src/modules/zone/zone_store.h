#pragma once

#include "db/db.h"
#include "modules/audit/audit_svc.h"
#include "modules/zone/zone.h"

/** As it stands in the table. */
struct wr_zone_row {
    struct wr_zone z;
    struct wr_str class_text;
};
extern const struct wr_field wr_zone_row_fields[];

/** Without shapes, by name. @param ret struct wr_zone_row */
WR_MUST_CHECK int wr_zone_store_list(struct wr_tx *tx, struct wr_list *ret);
/** In force on the day, whose box holds the point, with shapes. @param ret struct wr_zone_row */
WR_MUST_CHECK int wr_zone_store_near(struct wr_tx *tx, int64_t x, int64_t y, struct wr_str day,
                                     struct wr_list *ret);
WR_MUST_CHECK int wr_zone_store_insert(struct wr_tx *tx, const struct wr_zone_row *r,
                                       int64_t *ret_id);
/** Zones of the name that are open end on the day. @param ret ids, struct wr_zone_row */
WR_MUST_CHECK int wr_zone_store_open_of(struct wr_tx *tx, struct wr_str name, struct wr_list *ret);
WR_MUST_CHECK int wr_zone_store_end(struct wr_tx *tx, int64_t id, struct wr_str day);
