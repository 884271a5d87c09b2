#pragma once

#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/delivery/delivery.h"

extern const struct wr_audit_entity WR_DELIVERY_ENTITY;
extern const struct wr_audit_entity *const wr_delivery_entities[];
extern const struct wr_route wr_delivery_routes[];
extern const struct wr_stmt *const wr_delivery_stmts[], *const wr_upload_stmts[];

/** Where pieces of photos lie; set once at start, before any request. It exists. */
void wr_upload_set_spool(const char *spool_dir);
/** Remove pieces that nobody went on with for seven days, and files no row knows; a periodic job. */
WR_MUST_CHECK int wr_upload_svc_sweep(struct wr_ctx *ctx);
#define WR_UPLOAD_KEEP_MS INT64_C(604800000)
