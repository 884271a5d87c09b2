#pragma once
/* Pages that join many rooms: lists, one enterprise, time line, map, today. Reads only; nobody includes it. */

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/dossier/dossier.h"

struct wr_page {
    struct wr_list items;
    struct wr_str next; /* absent on the last page */
    int64_t total;      /* -1: not counted (later pages) */
};
WR_MUST_CHECK int wr_dossier_svc_list(struct wr_ctx *ctx, const struct wr_dossier_query *q,
                                      struct wr_page *ret);
/** @return 0, WR_ENOTFOUND (also: not in the actor's scope) */
WR_MUST_CHECK int wr_dossier_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_enterprise *ret);
WR_MUST_CHECK int wr_dossier_svc_timeline(struct wr_ctx *ctx, int64_t id,
                                          const struct wr_timeline_query *q, struct wr_page *ret);
WR_MUST_CHECK int wr_dossier_svc_map(struct wr_ctx *ctx, const struct wr_dossier_query *q,
                                     struct wr_list *ret);
WR_MUST_CHECK int wr_dossier_svc_duplicates(struct wr_ctx *ctx, struct wr_list *ret);
WR_MUST_CHECK int wr_dossier_svc_today(struct wr_ctx *ctx, struct wr_today *ret);
/** A personal value in full, with a reason that stands in the log. */
WR_MUST_CHECK int wr_dossier_svc_unmask(struct wr_ctx *ctx, const struct wr_unmask *in,
                                        struct wr_unmasked *ret);

extern const struct wr_route wr_dossier_routes[];
extern const struct wr_stmt *const wr_dossier_stmts[];
/** Exports: GET /api/v1/exports/{kind}, `wurao export KIND`. */
extern const struct wr_route wr_export_routes[];
extern const struct wr_stmt *const wr_export_stmts[];
extern const struct wr_command wr_export_commands[];
