#pragma once
/* Rules of the import of enterprises: what a cell means. Pure: no SQL; faults go to the run's two contexts. */

#include "modules/enterprise/enterprise.h"
#include "modules/enterprise/import.h"
#include "modules/region/region.h"

/** Index into WR_IMPORT_ENTERPRISES.fields. */
enum wr_ent_col {
    WR_EC_NAME,
    WR_EC_CREDIT_CODE,
    WR_EC_PERMIT_NO,
    WR_EC_PERMIT_VALID_TO,
    WR_EC_DISTRICT,
    WR_EC_STREET,
    WR_EC_ADDRESS,
    WR_EC_INDUSTRY,
    WR_EC_INDUSTRY_CODE,
    WR_EC_INDUSTRY_EDITION,
    WR_EC_LNG,
    WR_EC_LAT,
    WR_EC_CLASS,
    WR_EC_PERMIT_CLASS,
    WR_EC_SCALE,
    WR_EC_CREDIT_GRADE,
    WR_EC_ENV_CODE,
    WR_EC_PERFORMANCE_GRADE,
    WR_EC_RISK,
    WR_EC_STATE_OWNED,
    WR_EC_PAIRED,
    WR_EC_CONTACT_NAME,
    WR_EC_CONTACT_PHONE,
    WR_EC_NOTE,
    WR_EC_N
};
extern const struct wr_import_field wr_enterprise_import_fields[];

/** Does the organisation code inside a right credit code obey its own check (GB 11714)? True where there is none to check. */
bool wr_uscc_inner_ok(struct wr_str folded18);
/** Is it a long number that a spreadsheet has turned into 9.14101E+17? */
bool wr_uscc_is_damaged(struct wr_str s);
/** A total row (合计, 总计) at the end of an office list. */
bool wr_import_is_total(struct wr_str name);

/** Lay the cells over `e`, which is a new file or the one that is there; blank cells change nothing. Identity (name, code) and
 * regions apart. */
void wr_import_rules_lay(struct wr_import_run *run, const struct wr_import_row *row,
                         struct wr_enterprise *e);
/** Remarks about code and permit number as they now stand (after wr_enterprise_rules_derive). */
void wr_import_rules_remark(struct wr_import_run *run, const struct wr_import_row *row,
                            const struct wr_enterprise *e);
