#pragma once
/* Rows behind papers, as stored: enums by their outside names. */

#include "db/db.h"

/** A visit, a mission, or a visit with the mission it carried out. */
struct wr_paper_visit {
    int64_t id, enterprise_id, district_id;
    struct wr_str kind, insp_class, source, evidence_ref, reason, unit, assistants, state;
    int64_t officer_id, second_officer_id, mission_id;
    struct wr_str verdict_detail;
    bool counts_toward_cap;
    int64_t checked_in_ms, checked_out_ms;
    struct wr_str conclusion, summary, refusal_reason, cancel_reason;
    struct wr_str late_scan, late_reason;
    bool offline;
    int64_t received_ms;
    struct wr_str conflict, conflict_reason, no_code_reason, no_code_due, no_code_ref;
    int64_t no_code_filed_ms;
    struct wr_str afterfill_due;
    int64_t converted_ms; /* check-in of the help visit it came from */
    int64_t scan_id, told_ms;
    struct wr_str told_how, told_note, contest_reason, refusal_decision, refusal_note;
    int64_t slot; /* under the cap, 0: none */
};
struct wr_paper_mission {
    int64_t id, enterprise_id, district_id;
    struct wr_str number, kind, insp_class, source, evidence_ref, reason, basis, scope, unit;
    int64_t officer_id, second_officer_id;
    struct wr_str assistants, planned_from, planned_to, state, override_reason, verdict_detail;
    bool counts_toward_cap;
    struct wr_str applicant, approver;
    int64_t created_ms, decided_ms;
    struct wr_str decision_note;
    int64_t notice_ms;
    struct wr_str notice_how, no_notice_reason;
    int64_t converted_ms;
    int64_t slot;
};

struct wr_paper_unit {
    struct wr_str unit, name, cert_no;
};
struct wr_paper_item {
    struct wr_str code, text, result, note;
};
struct wr_paper_finding {
    struct wr_str text, severity, item;
};
struct wr_paper_photo {
    int64_t media_id, taken_ms, width, height;
    struct wr_str kind, sha256;
};

/** @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_paper_store_visit(struct wr_tx *tx, int64_t id, struct wr_paper_visit *ret);
WR_MUST_CHECK int wr_paper_store_mission(struct wr_tx *tx, int64_t id,
                                         struct wr_paper_mission *ret);
/** Id of the mission that completes the approval of an emergency visit. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_paper_store_mission_of(struct wr_tx *tx, int64_t visit_id, int64_t *ret);
WR_MUST_CHECK int wr_paper_store_units(struct wr_tx *tx, int64_t mission_id, struct wr_list *ret);
WR_MUST_CHECK int wr_paper_store_items(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret);
WR_MUST_CHECK int wr_paper_store_findings(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret);
/** Oldest first. */
WR_MUST_CHECK int wr_paper_store_photos(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret);
