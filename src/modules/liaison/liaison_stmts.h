#pragma once
/* Statements of the three store files, so that one table can list them all. */

#include "db/db.h"

extern const struct wr_stmt wr_task_q_code_get, wr_task_q_codes, wr_task_q_code_by_code,
    wr_task_q_code_insert, wr_task_q_code_update, wr_task_q_code_row, wr_task_q_code_ids,
    wr_task_q_get, wr_task_q_list, wr_task_q_of_assignment, wr_task_q_insert, wr_task_q_done,
    wr_task_q_cancel, wr_task_q_carried, wr_task_q_media;
#define WR_TASK_STMTS                                                                              \
    &wr_task_q_code_get, &wr_task_q_codes, &wr_task_q_code_by_code, &wr_task_q_code_insert,        \
        &wr_task_q_code_update, &wr_task_q_code_row, &wr_task_q_code_ids, &wr_task_q_get,          \
        &wr_task_q_list, &wr_task_q_of_assignment, &wr_task_q_insert, &wr_task_q_done,             \
        &wr_task_q_cancel, &wr_task_q_carried, &wr_task_q_media

extern const struct wr_stmt wr_plan_q_get, wr_plan_q_insert, wr_plan_q_state, wr_plan_q_row,
    wr_plan_q_ids, wr_plan_q_officers, wr_plan_q_enterprises, wr_plan_q_names;
#define WR_PLAN_STMTS                                                                              \
    &wr_plan_q_get, &wr_plan_q_insert, &wr_plan_q_state, &wr_plan_q_row, &wr_plan_q_ids,           \
        &wr_plan_q_officers, &wr_plan_q_enterprises, &wr_plan_q_names
