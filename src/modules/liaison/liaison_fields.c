#include "modules/liaison/liaison_fields.h"

#include "http/http.h"

const struct wr_enum_item wr_liaison_kinds[] = {
    {"main", WR_LIAISON_MAIN, "联络员", "liaison"},
    {"cover", WR_LIAISON_COVER, "代理", "cover"},
    {0},
};
const struct wr_enum_item wr_liaison_reasons[] = {
    {"initial", WR_LIAISON_INITIAL, "首次结对", "first pairing"},
    {"transfer", WR_LIAISON_TRANSFER, "岗位调整", "transfer"},
    {"leave", WR_LIAISON_LEAVE, "请假离岗", "leave"},
    {"dismissal", WR_LIAISON_DISMISSAL, "免职", "dismissal"},
    {"enterprise_request", WR_LIAISON_ENTERPRISE_REQUEST, "企业申请回避",
     "request of the enterprise"},
    {"rotation", WR_LIAISON_ROTATION, "轮岗", "rotation"},
    {"balance", WR_LIAISON_BALANCE, "均衡负荷", "balance of load"},
    {"cover", WR_LIAISON_COVERING, "代理", "cover"},
    {"expired", WR_LIAISON_EXPIRED, "代理到期", "the cover's last day passed"},
    {"enterprise_ended", WR_LIAISON_ENTERPRISE_ENDED, "企业关停、搬迁或合并",
     "the enterprise closed, moved or merged"},
    {0},
};
const struct wr_enum_item wr_task_states[] = {
    {"open", WR_TASK_OPEN, "待办", "open"},
    {"overdue", WR_TASK_OVERDUE, "超期", "overdue"},
    {"done", WR_TASK_DONE, "已办", "done"},
    {"cancelled", WR_TASK_CANCELLED, "已取消", "cancelled"},
    {0},
};
const struct wr_enum_item wr_plan_states[] = {
    {"proposed", WR_PLAN_PROPOSED, "拟定", "proposed"},
    {"applied", WR_PLAN_APPLIED, "已执行", "applied"},
    {"discarded", WR_PLAN_DISCARDED, "已放弃", "discarded"},
    {0},
};

#define LIMIT(st) WR_I64_OPT(st, limit, 1, WR_PAGE_MAX, "条数", "items of a page, 50 if absent")
#define CURSOR(st) WR_ID_OPT(st, cursor, "游标", "`next` of the page before")

#define A struct wr_assignment
const struct wr_field wr_assignment_fields[] = {
    WR_ID(A, id, "编号", "id"),
    WR_ID(A, enterprise_id, "企业编号", "enterprise"),
    WR_STR_OPT(A, enterprise_name, 1, 120, "企业名称", "its name"),
    WR_ID(A, officer_id, "人员编号", "officer"),
    WR_STR_OPT(A, officer_name, 1, 40, "联络员", "his name"),
    WR_STR_OPT(A, officer_unit, 1, 80, "单位", "his unit"),
    WR_ENUM(A, kind, wr_liaison_kinds, "类别", "liaison or cover"),
    WR_MS(A, from_ms, "起", "since when"),
    WR_MS_OPT(A, to_ms, "止", "until when; absent: active"),
    WR_DATE_OPT(A, until, "代理至", "last day of a cover"),
    WR_ENUM(A, reason, wr_liaison_reasons, "原因", "why he was assigned"),
    WR_STR(A, note, 0, 500, "说明", "note"),
    {.name = "ended_reason",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(A, ended_reason),
     .has_off = offsetof(A, has_ended_reason) + 1,
     .items = wr_liaison_reasons,
     .zh = "结束原因",
     .doc = "why it ended"},
    WR_I64(A, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#undef A

const struct wr_field wr_assignment_new_fields[] = {
    WR_ID(struct wr_assignment_new, enterprise_id, "企业编号", "enterprise"),
    WR_ID(struct wr_assignment_new, officer_id, "人员编号", "officer who takes over"),
    WR_ENUM(struct wr_assignment_new, kind, wr_liaison_kinds, "类别",
            "liaison, or cover beside him"),
    WR_ENUM(struct wr_assignment_new, reason, wr_liaison_reasons, "原因", "why"),
    WR_STR_OPT(struct wr_assignment_new, note, 0, 500, "说明", "note for the hand-over"),
    WR_DATE_OPT(struct wr_assignment_new, until, "代理至", "last day; required for a cover"),
    {0},
};
const struct wr_field wr_assignment_end_fields[] = {
    WR_ENUM(struct wr_assignment_end, reason, wr_liaison_reasons, "原因", "why it ends"),
    WR_STR(struct wr_assignment_end, note, 2, 500, "说明", "in words; stands in the log"),
    {0},
};
const struct wr_field wr_assignment_query_fields[] = {
    WR_ID_OPT(struct wr_assignment_query, enterprise_id, "企业编号", "of this enterprise only"),
    WR_ID_OPT(struct wr_assignment_query, officer_id, "人员编号", "of this officer only"),
    WR_ID_OPT(struct wr_assignment_query, district_id, "区县编号",
              "of enterprises of this district only"),
    {.name = "active",
     .type = WR_F_BOOL,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_assignment_query, active),
     .has_off = offsetof(struct wr_assignment_query, has_active) + 1,
     .max = 1,
     .zh = "有效",
     .doc = "active ones, or ended ones"},
    LIMIT(struct wr_assignment_query),
    CURSOR(struct wr_assignment_query),
    {0},
};

const struct wr_field wr_handover_visit_fields[] = {
    WR_ID(struct wr_handover_visit, id, "编号", "visit"),
    WR_MS(struct wr_handover_visit, checked_in_ms, "入企时间", "when"),
    WR_STR(struct wr_handover_visit, kind, 1, 20, "类型", "help, inspection, other"),
    WR_STR(struct wr_handover_visit, conclusion, 0, 40, "结论", "result"),
    WR_STR(struct wr_handover_visit, officer_name, 0, 40, "人员", "who"),
    WR_STR(struct wr_handover_visit, summary, 0, 4000, "小结", "summary"),
    {0},
};
#define H struct wr_handover
const struct wr_field wr_handover_fields[] = {
    WR_ID(H, assignment_id, "结对编号", "assignment this sheet is about"),
    WR_OBJ(H, assignment, wr_assignment_fields, "结对", "the assignment"),
    WR_OBJ(H, enterprise, wr_enterprise_fields, "企业", "the enterprise"),
    WR_OBJ_OPT(H, from_officer, wr_officer_fields, "移交人",
               "who hands over; absent at a first pairing"),
    WR_OBJ_OPT(H, to_officer, wr_officer_fields, "接收人",
               "who takes over; absent while nobody does"),
    WR_LIST(H, open_tasks, 0, 200, wr_liaison_task_fields, struct wr_liaison_task, "未办事项",
            "open tasks"),
    WR_LIST(H, last_visits, 0, 10, wr_handover_visit_fields, struct wr_handover_visit, "近期入企",
            "last visits"),
    WR_LIST(H, notes, 0, 20, wr_assignment_fields, struct wr_assignment, "历任联络员",
            "assignments, newest first"),
    {0},
};
#undef H

const struct wr_field wr_district_query_fields[] = {
    WR_ID_OPT(struct wr_district_query, district_id, "区县编号", "of this district only"),
    {0},
};
const struct wr_field wr_coverage_row_fields[] = {
    WR_ID(struct wr_coverage_row, district_id, "区县编号", "district"),
    WR_STR(struct wr_coverage_row, name, 1, 40, "区县", "its name"),
    WR_I64(struct wr_coverage_row, paired_n, 0, WR_ID_MAX, "应结对企业数",
           "active paired enterprises"),
    WR_I64(struct wr_coverage_row, covered_n, 0, WR_ID_MAX, "已结对企业数", "with a liaison"),
    WR_I64(struct wr_coverage_row, coverage_bp, 0, 10000, "覆盖率", "basis points"),
    WR_I64(struct wr_coverage_row, not_in_post_n, 0, WR_ID_MAX, "联络员不在岗企业数",
           "covered by an officer who is out of post"),
    {0},
};
const struct wr_field wr_coverage_fields[] = {
    WR_I64(struct wr_coverage, paired_n, 0, WR_ID_MAX, "应结对企业数", "active paired enterprises"),
    WR_I64(struct wr_coverage, covered_n, 0, WR_ID_MAX, "已结对企业数", "with a liaison"),
    WR_I64(struct wr_coverage, coverage_bp, 0, 10000, "覆盖率", "basis points"),
    WR_I64(struct wr_coverage, not_in_post_n, 0, WR_ID_MAX, "联络员不在岗企业数",
           "covered by an officer who is out of post"),
    WR_LIST(struct wr_coverage, by_district, 0, 1000, wr_coverage_row_fields,
            struct wr_coverage_row, "分区县", "by district"),
    {0},
};
const struct wr_field wr_workload_fields[] = {
    WR_ID(struct wr_workload, officer_id, "人员编号", "officer"),
    WR_STR(struct wr_workload, officer_name, 1, 40, "联络员", "name"),
    WR_STR(struct wr_workload, unit, 1, 80, "单位", "unit"),
    WR_STR_OPT(struct wr_workload, district_name, 1, 40, "区县", "district; absent: city level"),
    WR_BOOL(struct wr_workload, in_post, "在岗", "in post"),
    WR_I64(struct wr_workload, enterprises_n, 0, WR_ID_MAX, "结对企业数", "enterprises"),
    WR_I64(struct wr_workload, tasks_open_n, 0, WR_ID_MAX, "待办", "open tasks, overdue ones too"),
    WR_I64(struct wr_workload, tasks_overdue_n, 0, WR_ID_MAX, "超期", "overdue tasks"),
    WR_I64(struct wr_workload, capacity, 0, WR_ID_MAX, "结对上限", "enterprises at most"),
    {0},
};

#define T struct wr_liaison_task
const struct wr_field wr_liaison_task_fields[] = {
    WR_ID(T, id, "编号", "id"),
    WR_ID(T, assignment_id, "结对编号", "assignment"),
    WR_ID(T, enterprise_id, "企业编号", "enterprise"),
    WR_STR_OPT(T, enterprise_name, 1, 120, "企业名称", "its name"),
    WR_ID(T, officer_id, "人员编号", "officer"),
    WR_STR_OPT(T, officer_name, 1, 40, "联络员", "his name"),
    WR_STR(T, task_code, 1, 20, "任务代码", "code"),
    WR_STR_OPT(T, task_name, 1, 80, "任务", "name of the task"),
    WR_DATE(T, due_on, "办理期限", "due day"),
    WR_MS_OPT(T, done_ms, "办结时间", "when done"),
    WR_MS_OPT(T, cancelled_ms, "取消时间", "when cancelled: the assignment ended"),
    WR_STR_OPT(T, result, 1, 200, "办理结果", "result"),
    WR_TEXT_OPT(T, note, 0, 2000, "说明", "note"),
    WR_JSON_OPT(T, evidence_ids, 2000, "佐证材料", "media ids"),
    WR_ENUM(T, state, wr_task_states, "状态", "as of today"),
    {0},
};
#undef T
const struct wr_field wr_task_query_fields[] = {
    WR_ID_OPT(struct wr_task_query, officer_id, "人员编号", "of this officer only"),
    WR_ID_OPT(struct wr_task_query, enterprise_id, "企业编号", "of this enterprise only"),
    WR_ID_OPT(struct wr_task_query, district_id, "区县编号", "of this district only"),
    {.name = "state",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_task_query, state),
     .has_off = offsetof(struct wr_task_query, has_state) + 1,
     .items = wr_task_states,
     .zh = "状态",
     .doc = "open (not overdue), overdue, done or cancelled; absent: open and overdue"},
    LIMIT(struct wr_task_query),
    WR_STR_OPT(struct wr_task_query, cursor, 12, 40, "游标", "`next` of the page before"),
    {0},
};
const struct wr_field wr_task_done_fields[] = {
    WR_STR(struct wr_task_done, result, 1, 200, "办理结果", "result"),
    WR_TEXT_OPT(struct wr_task_done, note, 0, 2000, "说明", "note"),
    WR_I64S_OPT(struct wr_task_done, evidence_ids, 20, "佐证材料", "media ids"),
    {0},
};

#define C struct wr_task_code
#define EDITED(st)                                                                                 \
    WR_STR(st, code, 1, 20, "代码", "code"), WR_STR(st, name_zh, 1, 80, "名称", "Chinese name"),   \
        WR_STR(st, name_en, 1, 80, "英文名称", "English name"),                                    \
        WR_I64(st, due_days, 1, 3660, "办理天数", "days from the start, then as often again"),     \
        WR_BOOL(st, active, "启用", "opened for assignments"),                                     \
        WR_I64(st, sort, 0, 1000, "顺序", "order")
const struct wr_field wr_task_code_fields[] = {
    WR_ID(C, id, "编号", "id"),
    EDITED(C),
    WR_STR(C, origin, 1, 40, "来源", "bureau-defined: not the text of any authority"),
    WR_I64(C, version, 1, WR_ID_MAX, "版本", "version for If-Match"),
    {0},
};
const struct wr_field wr_task_code_edit_fields[] = {
    EDITED(struct wr_task_code_edit),
    WR_STR(struct wr_task_code_edit, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};
#undef C
const struct wr_field wr_page_query_fields[] = {
    LIMIT(struct wr_page_query),
    CURSOR(struct wr_page_query),
    {0},
};
