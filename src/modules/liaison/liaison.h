#pragma once

#include "codec/field.h"

enum wr_liaison_kind { WR_LIAISON_MAIN, WR_LIAISON_COVER };
/** Why somebody becomes, or ceases to be, liaison. */
enum wr_liaison_reason {
    WR_LIAISON_INITIAL,
    WR_LIAISON_TRANSFER,
    WR_LIAISON_LEAVE,
    WR_LIAISON_DISMISSAL,
    WR_LIAISON_ENTERPRISE_REQUEST,
    WR_LIAISON_ROTATION,
    WR_LIAISON_BALANCE,
    WR_LIAISON_COVERING,
    WR_LIAISON_EXPIRED,
    WR_LIAISON_ENTERPRISE_ENDED,
};
enum wr_task_state { WR_TASK_OPEN, WR_TASK_OVERDUE, WR_TASK_DONE, WR_TASK_CANCELLED };
enum wr_plan_state { WR_PLAN_PROPOSED, WR_PLAN_APPLIED, WR_PLAN_DISCARDED };
extern const struct wr_enum_item wr_liaison_kinds[], wr_liaison_reasons[], wr_task_states[],
    wr_plan_states[];

/** Days an overdue task has at least after it went over to a successor. */
#define WR_LIAISON_GRACE_DAYS 7
#define WR_LIAISON_TASK_CODES_MAX 50
#define WR_LIAISON_CHANGES_BYTES_MAX ((int64_t)1 << 20)

/** One officer looking after one enterprise, now or once. */
struct wr_assignment {
    int64_t id, enterprise_id, officer_id;
    struct wr_str enterprise_name, officer_name, officer_unit;
    int64_t kind;
    int64_t from_ms, to_ms; /* to_ms 0: active */
    struct wr_str until;    /* a cover's last day */
    int64_t reason;
    struct wr_str note;
    bool has_ended_reason;
    int64_t ended_reason;
    int64_t version;
};
extern const struct wr_field wr_assignment_fields[];

/** What a liaison does for each enterprise; a table the bureau edits. */
struct wr_task_code {
    int64_t id;
    struct wr_str code, name_zh, name_en;
    int64_t due_days;
    bool active;
    int64_t sort;
    struct wr_str origin; /* "bureau-defined" */
    int64_t version;
};
extern const struct wr_field wr_task_code_fields[];

struct wr_liaison_task {
    int64_t id, assignment_id, enterprise_id, officer_id;
    struct wr_str enterprise_name, officer_name;
    struct wr_str task_code, task_name;
    struct wr_str due_on;
    int64_t done_ms, cancelled_ms;
    struct wr_str result, note;
    struct wr_str evidence_ids; /* JSON list of media ids */
    int64_t state;              /* enum wr_task_state, as of today */
};
extern const struct wr_field wr_liaison_task_fields[];
