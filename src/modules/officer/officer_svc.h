#pragma once

#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/officer/officer.h"

/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_officer_get_in(struct wr_tx *tx, int64_t id, struct wr_officer *ret);
/** Insert one (import, demo). Appends its leaf. */
WR_MUST_CHECK int wr_officer_add_in(struct wr_tx *tx, const struct wr_officer *o, int64_t *ret_id);
/** Change one (import): all columns but the version are written. Appends its leaf. @return 0, WR_ECONFLICT (version) */
WR_MUST_CHECK int wr_officer_change_in(struct wr_tx *tx, const struct wr_officer *o,
                                       struct wr_str reason);
/** Remove one that nothing refers to (undo of an import). Appends its leaf. @return 0, WR_ECONFLICT (in use) */
WR_MUST_CHECK int wr_officer_remove_in(struct wr_tx *tx, int64_t id, struct wr_str reason);
/** By certificate number where given, else by name and unit. @return 0, WR_ENOTFOUND (no message) */
WR_MUST_CHECK int wr_officer_find_in(struct wr_tx *tx, struct wr_str cert_no, struct wr_str name,
                                     struct wr_str unit, struct wr_officer *ret);
/** All recusals in force as struct wr_recusal, by officer and enterprise. */
WR_MUST_CHECK int wr_officer_recusals_in(struct wr_tx *tx, struct wr_list *ret);
/** Is there an open recusal (回避) of this pair? */
WR_MUST_CHECK int wr_officer_recused_in(struct wr_tx *tx, int64_t officer_id, int64_t enterprise_id,
                                        bool *ret);
extern const struct wr_audit_entity WR_OFFICER_ENTITY, WR_RECUSAL_ENTITY;
extern const struct wr_audit_entity *const wr_officer_entities[];
extern const struct wr_route wr_officer_routes[];
extern const struct wr_stmt *const wr_officer_stmts[];
/** Import of a list of officers, for wr_import_set_kinds. */
extern const struct wr_import_kind WR_IMPORT_OFFICERS;
