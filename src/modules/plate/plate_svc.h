#pragma once

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/audit/audit_svc.h"
#include "modules/job/job_svc.h"
#include "modules/plate/plate.h"

/** What was scanned or typed, judged. */
struct wr_plate_scan {
    int64_t
        genuine; /* enum wr_genuine; UNSIGNED: a bare code was typed, and it exists and is live */
    bool found;
    struct wr_plate plate; /* if found */
};
/**
 * Judge a payload `code.kid.sig`, a full link that ends in one, or a typed code (folded: I L O, blanks, dashes, lower case).
 * @return 0 also for forged and unknown ones; WR_EINVALID (plate.code_typo) when the check character does not fit
 */
WR_MUST_CHECK int wr_plate_scan_in(struct wr_tx *tx, struct wr_str text, struct wr_plate_scan *ret);
/**
 * Tell the desk that somebody scanned a plate that is not valid (PLT-4): an event of the plate and a leaf plate.alert, at most
 * one in WR_PLATE_ALERT_EVERY_MS for each plate. Does nothing for a genuine or unknown one.
 */
WR_MUST_CHECK int wr_plate_alert_in(struct wr_tx *tx, const struct wr_plate_scan *s);
/** The same in a transaction of its own, after a scan that only read. */
WR_MUST_CHECK int wr_plate_svc_alert(struct wr_ctx *ctx, const struct wr_plate_scan *s);
#define WR_PLATE_ALERT_EVERY_MS INT64_C(600000)
/** The bytes a plate's signature covers, in the arena; for pages that verify it themselves. */
struct wr_str wr_plate_signed_bytes(struct wr_ctx *ctx, const struct wr_plate *p);
/** Issue a plate for an enterprise without a live one. Appends leaves. @return 0, WR_ECONFLICT (has one) */
WR_MUST_CHECK int wr_plate_issue_in(struct wr_tx *tx, int64_t enterprise_id, int64_t *ret_id);
/** The same with a given code (45 bits), for a demonstration that comes out the same each time. @return as above, WR_ECONFLICT (code taken) */
WR_MUST_CHECK int wr_plate_issue_bits_in(struct wr_tx *tx, int64_t enterprise_id, uint64_t bits,
                                         int64_t *ret_id);
/** A plate was printed with the main liaison of now on it / was hung at the gate (import, demo). Append leaves. */
WR_MUST_CHECK int wr_plate_printed_in(struct wr_tx *tx, int64_t id);
WR_MUST_CHECK int wr_plate_hung_in(struct wr_tx *tx, int64_t id, int64_t lng_e6, int64_t lat_e6,
                                   int64_t accuracy_m);
/** The liaison changed: raise `ver` and mark the reprint (LIA-3). Called by liaison's outbox consumer and by replace in one transaction. */
WR_MUST_CHECK int wr_plate_reprint_due_in(struct wr_tx *tx, int64_t enterprise_id);
/** The live plate of an enterprise. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_plate_live_in(struct wr_tx *tx, int64_t enterprise_id, struct wr_plate *ret);
extern const struct wr_audit_entity WR_PLATE_ENTITY;
extern const struct wr_audit_entity *const wr_plate_entities[];
extern const struct wr_route wr_plate_routes[];
extern const struct wr_stmt *const wr_plate_stmts[];
extern const struct wr_command wr_plate_commands[];
extern const struct wr_job_kind wr_plate_jobs[];
