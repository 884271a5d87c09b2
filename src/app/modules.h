#pragma once
/* The only place that lists the modules. The registries serve the program and the tests alike; each list ends with NULL. */

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "jobs/runner.h"
#include "modules/audit/audit_svc.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/job/job_svc.h"
#include "rules/rules.h"
#include "telemetry/telemetry.h"

/** Routes of the modules, behind them the program's own. */
extern const struct wr_route *const wr_all_routes[];
extern const struct wr_stmt *const *const wr_all_stmts[];
extern const struct wr_audit_entity *const *const wr_all_entities[];
extern const struct wr_command *const wr_module_commands[];
extern const struct wr_job_kind *const wr_all_job_kinds[];
/** What is due every so often; ends with a zero row. */
extern const struct wr_periodic wr_all_periodics[];
extern const struct wr_pack_kind *const wr_all_pack_kinds[];
extern const struct wr_import_kind *const wr_all_import_kinds[];
/** Who looks at rows of telemetry as they come in (ingest.h on_rows); ends with NULL. */
typedef int wr_row_hook(struct wr_ctx *ctx, const struct wr_tele_row *rows, size_t n);
extern wr_row_hook *const wr_all_row_hooks[];
/** All of them, in order. @return the first failure */
int wr_run_row_hooks(struct wr_ctx *ctx, const struct wr_tele_row *rows, size_t n);
