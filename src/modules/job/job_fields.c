#include "modules/job/job_use.h"

const struct wr_enum_item wr_job_states[] = {
    {"queued", WR_JOB_QUEUED, "排队中", "queued"},
    {"running", WR_JOB_RUNNING, "进行中", "running"},
    {"done", WR_JOB_DONE, "已完成", "done"},
    {"failed", WR_JOB_FAILED, "失败", "failed"},
    {"cancelled", WR_JOB_CANCELLED, "已取消", "cancelled"},
    {0},
};

const struct wr_field wr_job_fields[] = {
    WR_ID(struct wr_job, id, "编号", "id"),
    WR_STR(struct wr_job, kind, 1, 40, "类型", "kind, such as plate.print"),
    WR_ENUM(struct wr_job, state, wr_job_states, "状态",
            "queued, running, done, failed or cancelled"),
    WR_I64(struct wr_job, done, 0, WR_ID_MAX, "已完成", "units done"),
    WR_I64(struct wr_job, total, 0, WR_ID_MAX, "总数", "units to do; 0 while unknown"),
    WR_MS(struct wr_job, created_ms, "提交时间", "when it was asked"),
    WR_MS_OPT(struct wr_job, started_ms, "开始时间", "when it began"),
    WR_MS_OPT(struct wr_job, ended_ms, "结束时间", "when it ended"),
    WR_I64_OPT(struct wr_job, eta_s, 0, WR_ID_MAX, "预计剩余秒数",
               "estimated seconds to its end, while it runs"),
    WR_TEXT_OPT(struct wr_job, error, 0, 4000, "错误", "why it failed"),
    WR_STR_OPT(struct wr_job, result_name, 0, 200, "文件名", "file name of the result"),
    {0},
};

const struct wr_field wr_job_query_fields[] = {
    WR_I64_OPT(struct wr_job_query, limit, 1, WR_PAGE_MAX, "每页", "items a page"),
    WR_ID_OPT(struct wr_job_query, cursor, "游标", "`next` of the page before"),
    {0},
};
