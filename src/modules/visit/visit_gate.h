#pragma once
/* One judgement of a visit: loading what it depends on, by one path for verdict, mission and check-in alike. */

#include "modules/enterprise/enterprise_svc.h"
#include "modules/officer/officer_svc.h"
#include "modules/visit/visit_mission.h"
#include "modules/visit/visit_use.h"

/** Everything one judgement needs. Texts live in ctx's arena. */
struct wr_visit_gate {
    struct wr_ctx *ctx;
    struct wr_tx *tx;
    const struct wr_visit_policy *policy;
    int64_t now_ms;        /* the time the visit is judged at */
    int64_t used_until_ms; /* counted inspections up to here */
    struct wr_visit_windows windows;
    struct wr_plate_scan scan;
    struct wr_enterprise enterprise;
    struct wr_officer first, second; /* id 0: not known */
    struct wr_mission mission;       /* id 0: none */
    struct wr_visit_facts facts;
    struct wr_visit_verdict verdict;
};

/** An empty gate for a visit judged at `now_ms` (UTC ms). A check-in and a plan count the whole year, a preview up to now. */
struct wr_visit_gate wr_visit_gate_at(struct wr_tx *tx, enum wr_visit_stage stage, int64_t now_ms);
/** The time a plan is judged at: now while its days run, else the noon of its first day (a date; absent: now). UTC ms. */
int64_t wr_visit_gate_plan_ms(int64_t now_ms, struct wr_str planned_from);
/** A plan is what is approved: a reason given in it counts as approved with it. */
void wr_visit_gate_plan(struct wr_visit_facts *f, int64_t kind, int64_t insp_class, int64_t source,
                        struct wr_str evidence_ref, struct wr_str override_reason);
/** What was scanned or typed, and the enterprise it belongs to. @return 0, WR_EINVALID (visit.plate_unknown, plate.code_typo) */
WR_MUST_CHECK int wr_visit_gate_plate(struct wr_visit_gate *g, struct wr_str text);
/**
 * The mission of this visit: the one named, else an approved one of this officer, kind, source and day, if there is one.
 * @param mission_id  0: look for one
 * @return 0, WR_EINVALID (mission_id: another enterprise's, other kind or source, carried out already)
 */
WR_MUST_CHECK int wr_visit_gate_mission(struct wr_visit_gate *g, int64_t mission_id,
                                        int64_t first_officer_id);
/**
 * Judge. The enterprise must be loaded; officers may be 0.
 * @return 0, WR_EINVALID (second_officer_id), WR_ECONFLICT (no policy), WR_ELIMIT
 */
WR_MUST_CHECK int wr_visit_gate_judge(struct wr_visit_gate *g, int64_t first_officer_id,
                                      int64_t second_officer_id);
/** Answer with the verdict, so that the caller can show why. @return the code of `key` */
WR_MUST_CHECK int wr_visit_gate_refuse(struct wr_visit_gate *g, enum wr_key key);
