#pragma once
/* Missions (入企任务): applied for, approved, notified, carried out by a visit. Types, enums; no I/O. */

#include "modules/visit/visit.h"

enum wr_mission_state {
    WR_MISSION_SUBMITTED = 1,
    WR_MISSION_APPROVED,
    WR_MISSION_REJECTED,
    WR_MISSION_CANCELLED,
    WR_MISSION_MERGED
};
enum wr_notice_how { WR_NOTICE_APP = 1, WR_NOTICE_PHONE, WR_NOTICE_PAPER, WR_NOTICE_NONE };
extern const struct wr_enum_item wr_mission_states[], wr_notice_hows[];

#define WR_MISSION_UNITS_MAX 10
#define WR_MISSION_DAYS_MAX 92 /* from the first to the last planned day */

/** A unit that takes part in a joint visit (综合查一次). */
struct wr_mission_unit {
    int64_t id;
    struct wr_str unit;
    int64_t officer_id;
    struct wr_str officer_name;
    int64_t from_mission_id;
};
extern const struct wr_field wr_mission_unit_fields[];

struct wr_mission {
    int64_t id;
    struct wr_str uid, number;
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    int64_t district_id;
    struct wr_str district_name;
    int64_t kind, insp_class, source;
    struct wr_str evidence_ref, reason, basis, scope, unit;
    int64_t officer_id;
    struct wr_str officer_name;
    int64_t second_officer_id;
    struct wr_str second_officer_name;
    struct wr_str assistants, planned_from, planned_to;
    int64_t state;
    struct wr_str override_reason;
    int64_t verdict;
    struct wr_str verdict_detail; /* JSON */
    bool counts_toward_cap;
    struct wr_str policy, policy_version;
    int64_t visit_id;       /* the emergency visit whose approval it completes, 0 */
    int64_t converted_from; /* the help visit that met a violation, 0 */
    int64_t applicant_id;
    struct wr_str applicant_name;
    int64_t created_ms;
    int64_t approver_id;
    struct wr_str approver_name;
    int64_t decided_ms;
    struct wr_str decision_note;
    int64_t notice_ms, notice_how;
    struct wr_str no_notice_reason;
    int64_t merged_into;
    struct wr_str cancel_reason;
    int64_t done_visit_id; /* the visit that carried it out, 0 */
    struct wr_list units;  /* struct wr_mission_unit; of one mission, not in lists */
    int64_t version;
};
extern const struct wr_field wr_mission_fields[];

/** An application for approval (检查审批). */
struct wr_mission_new {
    struct wr_str uid;
    int64_t enterprise_id;
    int64_t kind;
    bool has_insp_class;
    int64_t insp_class;
    int64_t source;
    struct wr_str evidence_ref, reason, basis, scope;
    int64_t officer_id; /* 0: the actor's own */
    int64_t second_officer_id;
    struct wr_str assistants, planned_from, planned_to, override_reason;
    int64_t visit_id, converted_from;
};
extern const struct wr_field wr_mission_new_fields[];

struct wr_mission_filter {
    bool has_state, has_kind;
    int64_t state, kind;
    int64_t enterprise_id, officer_id, district_id;
    struct wr_str from, to, q; /* planned days, inclusive; part of the enterprise's name */
    int64_t limit;
    struct wr_str cursor;
};
extern const struct wr_field wr_mission_filter_fields[];

/** Two missions of different units that could be one visit (综合查一次). */
struct wr_mission_pair {
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    int64_t first_id, second_id;
    struct wr_str first_unit, second_unit, first_from, first_to, second_from, second_to;
};
extern const struct wr_field wr_mission_pair_fields[];

struct wr_mission_note {
    struct wr_str note;
};
struct wr_mission_notice {
    int64_t how;
    struct wr_str reason;
};
struct wr_mission_merge {
    int64_t into_id;
};
extern const struct wr_field wr_mission_note_fields[], wr_mission_notice_fields[],
    wr_mission_merge_fields[];
