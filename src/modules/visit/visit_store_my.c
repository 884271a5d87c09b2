/* What an officer's own pages show, and look-ups by credit code. */
#include "modules/visit/visit_store.h"

#include "base/text.h"

#define MY_TASKS_MAX 200
#define MY_ENTERPRISES_MAX 500

const struct wr_field wr_visit_my_task_fields[] = {
    WR_ID(struct wr_visit_my_task, id, "编号", "id"),
    WR_ID(struct wr_visit_my_task, assignment_id, "联络关系", "assignment"),
    WR_ID(struct wr_visit_my_task, enterprise_id, "企业", "enterprise"),
    WR_STR(struct wr_visit_my_task, enterprise_name, 1, 200, "企业名称", "name of the enterprise"),
    WR_STR(struct wr_visit_my_task, task_code, 1, 20, "任务", "task code"),
    WR_STR(struct wr_visit_my_task, task_name, 1, 100, "任务名称", "name of the task"),
    WR_DATE(struct wr_visit_my_task, due_on, "到期日", "due on"),
    {0},
};

const struct wr_field wr_visit_my_enterprise_fields[] = {
    WR_ID(struct wr_visit_my_enterprise, id, "编号", "id"),
    WR_STR(struct wr_visit_my_enterprise, name, 1, 200, "企业名称", "name"),
    WR_STR(struct wr_visit_my_enterprise, address, 0, 300, "地址", "address"),
    WR_STR(struct wr_visit_my_enterprise, district_name, 1, 60, "区县", "district"),
    WR_ENUM(struct wr_visit_my_enterprise, status, wr_ent_statuses, "状态", "status"),
    WR_ENUM(struct wr_visit_my_enterprise, class, wr_ent_classes, "类别", "class"),
    WR_ENUM(struct wr_visit_my_enterprise, positive_state, wr_positive_states, "正面清单",
            "positive list"),
    WR_I64_OPT(struct wr_visit_my_enterprise, lng_e6, -180000000, 180000000, "经度",
               "micro-degrees"),
    WR_I64_OPT(struct wr_visit_my_enterprise, lat_e6, -90000000, 90000000, "纬度", "micro-degrees"),
    WR_STR_OPT(struct wr_visit_my_enterprise, plate_code, 10, 10, "信息牌",
               "code of the live plate"),
    WR_MS_OPT(struct wr_visit_my_enterprise, last_visit_ms, "上次入企", "last visit by anybody"),
    WR_I64(struct wr_visit_my_enterprise, tasks_open_n, 0, 1000, "未完成任务", "open tasks"),
    {0},
};

static const struct wr_stmt Q_TASKS = {
    .name = "visit_my_tasks",
    .sql = "SELECT t.id, t.assignment_id, t.enterprise_id, e.name AS enterprise_name, t.task_code,"
           " COALESCE(c.name_zh, t.task_code) AS task_name, t.due_on"
           " FROM liaison_task t JOIN enterprise e ON e.id = t.enterprise_id LEFT JOIN "
           "liaison_task_code c ON c.code = t.task_code"
           " WHERE t.officer_id = $1 AND t.done_ms IS NULL AND t.cancelled_ms IS NULL AND t.due_on "
           ">= $2 AND t.due_on < $3"
           " ORDER BY t.due_on, t.id LIMIT $4",
    .params = "itti",
    .cols = "iiittTt"};
static const struct wr_stmt Q_ENTERPRISES_N = {
    .name = "visit_my_enterprises_n",
    .sql = "SELECT COUNT(*) FROM liaison_assignment WHERE officer_id = $1 AND kind = 'main' AND "
           "to_ms IS NULL",
    .params = "i",
    .cols = "i"};
static const struct wr_stmt Q_ENTERPRISES = {
    .name = "visit_my_enterprises",
    .sql = "SELECT e.id, e.name, e.address, d.name AS district_name, e.status, e.class, "
           "e.positive_state, e.lng_e6, e.lat_e6,"
           " (SELECT p.code FROM plate p WHERE p.enterprise_id = e.id AND p.status IN ('draft', "
           "'issued', 'printed', 'hung')) AS plate_code,"
           " (SELECT MAX(v.checked_in_ms) FROM visit v WHERE v.enterprise_id = e.id AND v.state "
           "NOT IN ('cancelled', 'refused')) AS last_visit_ms,"
           " (SELECT COUNT(*) FROM liaison_task t WHERE t.enterprise_id = e.id AND t.done_ms IS "
           "NULL AND t.cancelled_ms IS NULL) AS tasks_open_n"
           " FROM liaison_assignment a JOIN enterprise e ON e.id = a.enterprise_id JOIN region d "
           "ON d.id = e.district_id"
           " WHERE a.officer_id = $1 AND a.to_ms IS NULL AND ($2 IS NULL OR e.name LIKE $2 ESCAPE "
           "'\\' OR e.pinyin LIKE $2 ESCAPE '\\')"
           " ORDER BY e.name, e.id LIMIT $3",
    .params = "iTi",
    .cols = "itttt"
            "ttIITIi"};
static const struct wr_stmt Q_BY_CREDIT_CODE = {.name = "visit_by_credit_code",
                                                .sql =
                                                    "SELECT id FROM enterprise WHERE credit_code = "
                                                    "$1 AND status <> 'merged' ORDER BY id LIMIT 2",
                                                .params = "t",
                                                .cols = "i"};

const struct wr_stmt *const wr_visit_my_stmts[] = {&Q_TASKS, &Q_ENTERPRISES_N, &Q_ENTERPRISES,
                                                   &Q_BY_CREDIT_CODE, NULL};

int wr_visit_store_my_tasks(struct wr_tx *tx, int64_t officer_id, struct wr_str from,
                            struct wr_str before, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_TASKS, wr_visit_my_task_fields, sizeof(struct wr_visit_my_task),
                         MY_TASKS_MAX, ret, WR_I(officer_id), WR_T(from), WR_T(before),
                         WR_I(MY_TASKS_MAX));
}

int wr_visit_store_my_enterprises_n(struct wr_tx *tx, int64_t officer_id, int64_t *ret)
{
    return wr_query_i64(tx, &Q_ENTERPRISES_N, ret, WR_I(officer_id));
}

int wr_visit_store_my_enterprises(struct wr_tx *tx, int64_t officer_id, struct wr_str q,
                                  struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ENTERPRISES, wr_visit_my_enterprise_fields,
                         sizeof(struct wr_visit_my_enterprise), MY_ENTERPRISES_MAX, ret,
                         WR_I(officer_id), WR_T(wr_like_part(wr_tx_ctx(tx)->arena, q)),
                         WR_I(MY_ENTERPRISES_MAX));
}

struct id_row {
    int64_t id;
};
static const struct wr_field id_fields[] = {
    WR_ID(struct id_row, id, "编号", "id"),
    {0},
};

int wr_visit_store_by_credit_code(struct wr_tx *tx, struct wr_str code, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_BY_CREDIT_CODE, id_fields, sizeof(struct id_row), 2, ret,
                         WR_T(code));
}
