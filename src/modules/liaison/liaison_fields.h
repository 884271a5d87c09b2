#pragma once

#include "modules/enterprise/enterprise.h"
#include "modules/liaison/liaison.h"
#include "modules/officer/officer.h"

struct wr_assignment_new {
    int64_t enterprise_id, officer_id, kind, reason;
    struct wr_str note, until;
};
struct wr_assignment_end {
    int64_t reason;
    struct wr_str note;
};
struct wr_assignment_query {
    int64_t enterprise_id, officer_id, district_id;
    bool has_active, active;
    bool has_limit;
    int64_t limit, cursor;
};
extern const struct wr_field wr_assignment_new_fields[], wr_assignment_end_fields[],
    wr_assignment_query_fields[];

/** What goes from one liaison to the next (交接单). */
struct wr_handover {
    int64_t assignment_id;
    struct wr_assignment assignment;
    struct wr_enterprise enterprise;
    bool has_from_officer, has_to_officer;
    struct wr_officer from_officer, to_officer;
    struct wr_list open_tasks;  /* struct wr_liaison_task */
    struct wr_list last_visits; /* struct wr_handover_visit */
    struct wr_list
        notes; /* struct wr_assignment, newest first: who had it before, and why it changed */
};
struct wr_handover_visit {
    int64_t id, checked_in_ms;
    struct wr_str kind, conclusion, officer_name, summary;
};
extern const struct wr_field wr_handover_fields[], wr_handover_visit_fields[];

struct wr_district_query {
    int64_t district_id;
};
extern const struct wr_field wr_district_query_fields[];

struct wr_coverage_row {
    int64_t district_id;
    struct wr_str name;
    int64_t paired_n, covered_n, coverage_bp, not_in_post_n;
};
struct wr_coverage {
    int64_t paired_n, covered_n, coverage_bp;
    int64_t not_in_post_n; /* covered by an officer who is out of post: to be replaced */
    struct wr_list by_district;
};
extern const struct wr_field wr_coverage_row_fields[], wr_coverage_fields[];

struct wr_workload {
    int64_t officer_id;
    struct wr_str officer_name, unit, district_name;
    bool in_post;
    int64_t enterprises_n, tasks_open_n, tasks_overdue_n, capacity;
};
extern const struct wr_field wr_workload_fields[];

struct wr_task_query {
    int64_t officer_id, enterprise_id, district_id;
    bool has_state;
    int64_t state;
    bool has_limit;
    int64_t limit;
    struct wr_str cursor; /* "2026-11-23.17": due day and id of the last task seen */
};
struct wr_task_done {
    struct wr_str result, note;
    struct wr_list evidence_ids;
};
struct wr_task_code_edit {
    struct wr_str code, name_zh, name_en;
    int64_t due_days;
    bool active;
    int64_t sort;
    struct wr_str reason;
};
extern const struct wr_field wr_task_query_fields[], wr_task_done_fields[],
    wr_task_code_edit_fields[];

/** What a plan is asked for. */
struct wr_plan_params {
    int64_t district_id;
    int64_t keep_bp;     /* weight of continuity */
    int64_t distance_bp; /* weight of distance; balance weighs 10000 */
    bool has_load_max;
    int64_t load_max;
    bool only_uncovered;
};
struct wr_plan_figures {
    int64_t load_min, load_max, load_mean_bp, distance_mean_m, coverage_bp;
};
struct wr_plan_change {
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    int64_t from_officer_id;
    struct wr_str from_officer_name;
    int64_t to_officer_id;
    struct wr_str to_officer_name;
    int64_t distance_m;
    int64_t reason; /* enum wr_plan_why */
};
enum wr_plan_why {
    WR_WHY_UNCOVERED,
    WR_WHY_NOT_IN_POST,
    WR_WHY_OTHER_DISTRICT,
    WR_WHY_RECUSED,
    WR_WHY_BALANCE
};
extern const struct wr_enum_item wr_plan_whys[];

struct wr_plan_summary {
    int64_t officers_n, enterprises_n, changed_n, unassigned_n, cost, ms;
    struct wr_plan_figures before, after;
};
struct wr_plan {
    int64_t id, state, created_ms, user_id, district_id, version;
    struct wr_str user_name;
    int64_t officers_n, enterprises_n, changed_n, unassigned_n, cost, ms;
    struct wr_plan_figures before, after;
    struct wr_plan_params params;
};
extern const struct wr_field wr_plan_params_fields[], wr_plan_figures_fields[],
    wr_plan_change_fields[], wr_plan_summary_fields[], wr_plan_fields[];

/** As stored: three JSON columns beside plain ones. */
struct wr_plan_row {
    int64_t id, state, district_id, user_id, created_ms, version;
    struct wr_str user_name, params, summary, changes;
};
extern const struct wr_field wr_plan_row_fields[];

struct wr_plan_reason {
    struct wr_str reason;
};
struct wr_page_query {
    bool has_limit;
    int64_t limit, cursor;
};
extern const struct wr_field wr_plan_reason_fields[], wr_page_query_fields[];
