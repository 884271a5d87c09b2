#pragma once

#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/region/region.h"

/** All regions, districts first, for look-ups by an import or a page. */
WR_MUST_CHECK int wr_region_list_in(struct wr_tx *tx, struct wr_list *ret);
WR_MUST_CHECK int wr_region_get_in(struct wr_tx *tx, int64_t id, struct wr_region *ret);
/** Insert one (demo, first set-up); id comes back. */
WR_MUST_CHECK int wr_region_add_in(struct wr_tx *tx, const struct wr_region *r, int64_t *ret_id);
extern const struct wr_audit_entity WR_REGION_ENTITY;
extern const struct wr_audit_entity *const wr_region_entities[];
extern const struct wr_route wr_region_routes[];
extern const struct wr_stmt *const wr_region_stmts[];
