#pragma once

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/enterprise/enterprise.h"
#include "modules/enterprise/import.h"

/** One enterprise, if the actor's row scope lets him see it. @return 0, WR_ENOTFOUND (also: not yours) */
WR_MUST_CHECK int wr_enterprise_get_in(struct wr_tx *tx, int64_t id, struct wr_enterprise *ret);
/** Insert one (import, demo): derives pinyin, code and permit status. Appends its leaf. */
WR_MUST_CHECK int wr_enterprise_add_in(struct wr_tx *tx, const struct wr_enterprise *e,
                                       struct wr_str reason, int64_t *ret_id);
/** Change one; writes history with the changed fields and the reason. @return 0, WR_ECONFLICT (version) */
WR_MUST_CHECK int wr_enterprise_change_in(struct wr_tx *tx, const struct wr_enterprise *e,
                                          struct wr_str reason);
/** Remove a file that nothing refers to (undo of an import). Appends its leaf. @return 0, WR_ECONFLICT */
WR_MUST_CHECK int wr_enterprise_remove_in(struct wr_tx *tx, int64_t id, struct wr_str reason);
/** May the actor touch rows of this district / enterprise? (row scope, DESIGN §6) */
bool wr_enterprise_in_scope(const struct wr_actor *a, int64_t district_id, int64_t enterprise_id);

extern const struct wr_audit_entity WR_ENTERPRISE_ENTITY, WR_OUTLET_ENTITY, WR_EQUIPMENT_ENTITY,
    WR_IMPORT_ENTITY;
extern const struct wr_audit_entity *const wr_enterprise_entities[];
extern const struct wr_route wr_enterprise_routes[];
extern const struct wr_route wr_outlet_routes[];
extern const struct wr_route wr_import_routes[];
extern const struct wr_stmt *const wr_enterprise_stmts[];
extern const struct wr_stmt *const wr_outlet_stmts[];
extern const struct wr_stmt *const wr_import_stmts[];
extern const struct wr_command wr_enterprise_commands[];
