#pragma once
/* Use cases of the visit module, for its own api, commands and tests. */

#include "modules/liaison/liaison_svc.h"
#include "modules/media/media_svc.h"
#include "modules/plate/plate_svc.h"
#include "modules/visit/visit_checklist.h"
#include "modules/visit/visit_store.h"
#include "modules/visit/visit_svc.h"

/* ---- before the gate ---------------------------------------------------------------------------- */

#define WR_OUTLOOK_VISITS 5

struct wr_outlook_visit {
    int64_t id, at_ms, kind, insp_class, state, conclusion;
    struct wr_str unit, officer_name;
};
/** The enterprise as an officer at its gate sees it. */
struct wr_outlook_enterprise {
    int64_t id;
    struct wr_str name, credit_code, address, district_name, industry_name;
    int64_t status, class, risk, positive_state, credit_grade;
    struct wr_str officer_name, officer_unit, officer_phone; /* liaison */
    struct wr_list last_visits;                              /* struct wr_outlook_visit */
};
struct wr_outlook_plate {
    struct wr_str code;
    int64_t status, ver, genuine;
    bool has_hung_lng_e6, has_hung_lat_e6;
    int64_t hung_lng_e6, hung_lat_e6;
};
/** The verdict first, then what it is about. */
struct wr_visit_outlook {
    struct wr_visit_verdict v; /* first, so that its field table fits */
    struct wr_outlook_enterprise enterprise;
    bool has_plate;
    struct wr_outlook_plate plate;
    int64_t mission_id; /* the mission it was judged with, 0: none */
    struct wr_str mission_number;
    int64_t approval; /* enum wr_approval */
};
extern const struct wr_field wr_visit_outlook_fields[];
/** @return 0, WR_EINVALID (faults), WR_ENOTFOUND, WR_ECONFLICT (no policy) */
WR_MUST_CHECK int wr_visit_svc_verdict(struct wr_ctx *ctx, const struct wr_visit_ask *ask,
                                       struct wr_visit_outlook *ret);

WR_MUST_CHECK int wr_visit_svc_check_in(struct wr_ctx *ctx, const struct wr_visit_new *in,
                                        struct wr_visit *ret);

/* ---- record ------------------------------------------------------------------------------------- */

WR_MUST_CHECK int wr_visit_svc_put_items(struct wr_ctx *ctx, int64_t id,
                                         const struct wr_visit_items_put *in, struct wr_visit *ret);
WR_MUST_CHECK int wr_visit_svc_add_finding(struct wr_ctx *ctx, int64_t id,
                                           const struct wr_visit_finding_new *in,
                                           struct wr_visit_finding *ret);
WR_MUST_CHECK int wr_visit_svc_withdraw_finding(struct wr_ctx *ctx, int64_t finding_id);
WR_MUST_CHECK int wr_visit_svc_photo(struct wr_ctx *ctx, int64_t id, int64_t photo_id,
                                     struct wr_media *ret);
/** Without `confirm` nothing is stored: the visit is shown as it would be recorded. */
WR_MUST_CHECK int wr_visit_svc_check_out(struct wr_ctx *ctx, int64_t id,
                                         const struct wr_visit_check_out *in, struct wr_visit *ret);
WR_MUST_CHECK int wr_visit_svc_cancel(struct wr_ctx *ctx, int64_t id, struct wr_str reason);
WR_MUST_CHECK int wr_visit_svc_refuse(struct wr_ctx *ctx, int64_t id,
                                      const struct wr_visit_refusal *in);
/** @return 0, WR_ECONFLICT (visit.rated, visit.state), WR_ENOTFOUND (not your enterprise's) */
WR_MUST_CHECK int wr_visit_svc_rate(struct wr_ctx *ctx, int64_t id,
                                    const struct wr_visit_rating_new *in);

/* ---- reading ------------------------------------------------------------------------------------ */

WR_MUST_CHECK int wr_visit_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_visit *ret);
WR_MUST_CHECK int wr_visit_svc_list(struct wr_ctx *ctx, const struct wr_visit_filter *f,
                                    struct wr_list *ret, struct wr_str *ret_next);
/** Visits to the actor's own enterprise. */
WR_MUST_CHECK int wr_visit_svc_mine(struct wr_ctx *ctx, const struct wr_visit_filter *f,
                                    struct wr_list *ret, struct wr_str *ret_next);
/** Shape of a receipt, for the documentation of the interface; wr_audit_svc_receipt writes it. */
struct wr_visit_receipt {
    int64_t visit_id;
    struct wr_str leaf, leaf_text;
    int64_t index, tree_size;
    struct wr_list path;
    struct wr_str checkpoint, public_key, row_text;
};
extern const struct wr_field wr_visit_receipt_fields[];
/** Append the receipt's members to the open object of `w`. */
WR_MUST_CHECK int wr_visit_svc_receipt(struct wr_ctx *ctx, int64_t id, struct wr_jw *w);
/** QR of `<public url>/v#<base64url of the receipt's leaf_text, index, tree_size, path, checkpoint as JSON>` as SVG. */
WR_MUST_CHECK int wr_visit_svc_receipt_svg(struct wr_ctx *ctx, int64_t id, struct wr_buf *out);

struct wr_my_today {
    int64_t enterprises_n;
    struct wr_list tasks_overdue, tasks_due; /* struct wr_visit_my_task */
    struct wr_list open_visits, recent;      /* struct wr_visit */
};
extern const struct wr_field wr_my_today_fields[];
WR_MUST_CHECK int wr_visit_svc_today(struct wr_ctx *ctx, struct wr_my_today *ret);
WR_MUST_CHECK int wr_visit_svc_my_enterprises(struct wr_ctx *ctx, struct wr_str q,
                                              struct wr_list *ret);

/** Plate code, credit code or id of an enterprise. @return 0, WR_EINVALID, WR_ECONFLICT (several) */
WR_MUST_CHECK int wr_visit_svc_find(struct wr_ctx *ctx, struct wr_str code,
                                    struct wr_visit_ask *ask);

/* ---- inside the module -------------------------------------------------------------------------- */

/**
 * The scan of an officer's code by this enterprise that belongs to the visit: the one named, else the newest that no visit has.
 * @param uid    as the phone named it, absent: none
 * @param to_ms  scans up to here; from two hours before the check-in on
 * @param ret_id [out] 0: there is none
 */
WR_MUST_CHECK int wr_visit_scan_find_in(struct wr_tx *tx, const struct wr_visit *v,
                                        struct wr_str uid, int64_t to_ms, int64_t *ret_id);
/** The scan is this visit's from now on; appends its leaf. 0: nothing to do. */
WR_MUST_CHECK int wr_visit_scan_link_in(struct wr_tx *tx, int64_t scan_id, int64_t visit_id);
/** The same as wr_visit_svc_find, in a transaction. */
WR_MUST_CHECK int wr_visit_find_in(struct wr_tx *tx, struct wr_str code, struct wr_visit_ask *ask);
/** A fault when a visit that is no inspection has a class. */
void wr_visit_check_class(struct wr_ctx *ctx, int64_t kind, bool has_class);
/** Somebody stood at a gate with a plate that is not valid: the desk hears of it, whatever the answer was. */
void wr_visit_plate_alert(struct wr_ctx *ctx, const struct wr_plate_scan *scan);
/** A visit to the actor's own enterprise that may be done `act` with. @return 0, WR_ENOTFOUND, WR_ECONFLICT (state) */
WR_MUST_CHECK int wr_visit_load_as_enterprise_in(struct wr_tx *tx, int64_t id,
                                                 enum wr_visit_act act, struct wr_visit *ret);
/** A visit within the actor's row scope. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_visit_load_in(struct wr_tx *tx, int64_t id, struct wr_visit *ret);
/** The check-list that applies at an enterprise at a time. @return 0, WR_ENOTFOUND, WR_ELIMIT */
WR_MUST_CHECK int wr_visit_checklist_in(struct wr_tx *tx, int64_t enterprise_id, int64_t kind,
                                        int64_t at_ms, struct wr_checklist *ret);
/** The same for a page, now. @param enterprise_id  0: the base list of the kind */
WR_MUST_CHECK int wr_visit_svc_checklist(struct wr_ctx *ctx, int64_t kind, int64_t enterprise_id,
                                         struct wr_checklist *ret);
/** Is the actor one of the visit's officers? */
bool wr_visit_is_own(const struct wr_ctx *ctx, const struct wr_visit *v);
/** @return 0, WR_ECONFLICT (visit.state) */
WR_MUST_CHECK int wr_visit_check_state(struct wr_ctx *ctx, const struct wr_visit *v,
                                       enum wr_visit_act act);
/** A visit the actor's officer may do `act` with. @return 0, WR_ENOTFOUND, WR_EDENIED, WR_ECONFLICT */
WR_MUST_CHECK int wr_visit_load_own_in(struct wr_tx *tx, int64_t id, enum wr_visit_act act,
                                       struct wr_visit *ret);
/** Verdict as JSON in the arena, in the language it was judged in. Absent when the arena is full. */
struct wr_str wr_visit_verdict_json(struct wr_ctx *ctx, const struct wr_visit_verdict *v);
