#pragma once
/* GeoJSON (RFC 7946) → zones. Pure; texts live in ctx->arena. */
#include "base/ctx.h"
#include "modules/zone/zone_store.h"

/**
 * Read a FeatureCollection. All faults are collected; each path names its feature: features[3].geometry.
 * @param ret  struct wr_zone_row with shape and box
 * @return 0, WR_EINVALID, WR_ELIMIT (too many features, rings, points)
 */
WR_MUST_CHECK int wr_zone_read(struct wr_ctx *ctx, struct wr_str geojson, struct wr_list *ret);
/** Shape text back to rings. @return NULL when memory is short; *ret_n rings */
const struct wr_ring *wr_zone_rings(struct wr_ctx *ctx, struct wr_str shape, size_t *ret_n);
