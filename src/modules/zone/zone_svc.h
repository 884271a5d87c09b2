#pragma once

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/zone/zone.h"

/**
 * Zones that hold a point on a day. A point on a border lies inside.
 * @param x,y  micro-degrees, CGCS2000
 * @param ret  struct wr_zone, oldest first, without shapes
 */
WR_MUST_CHECK int wr_zone_at_in(struct wr_tx *tx, int64_t x, int64_t y, struct wr_str day,
                                struct wr_list *ret);
WR_MUST_CHECK int wr_zone_svc_list(struct wr_ctx *ctx, struct wr_list *ret);
WR_MUST_CHECK int wr_zone_svc_at(struct wr_ctx *ctx, const struct wr_zone_at_query *q,
                                 struct wr_list *ret);
/**
 * All zones of a GeoJSON file, or none. An open zone of the same name ends on the day before the new one begins.
 * @param geojson  FeatureCollection of Polygon and MultiPolygon with properties name, classes, source, valid_from, valid_to
 * @param ret_n    how many
 * @return 0, WR_EINVALID (each fault names its feature), WR_ELIMIT
 */
WR_MUST_CHECK int wr_zone_svc_import(struct wr_ctx *ctx, struct wr_str geojson, size_t *ret_n);

extern const struct wr_audit_entity WR_ZONE_ENTITY;
extern const struct wr_audit_entity *const wr_zone_entities[];
extern const struct wr_route wr_zone_routes[];
extern const struct wr_stmt *const wr_zone_stmts[];
extern const struct wr_command wr_zone_commands[];
