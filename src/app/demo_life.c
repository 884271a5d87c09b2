/*
 * What happens in the demonstration's year besides visits: tasks closed, complaints, refusals, and the parts of enterprises.
 * All but the tasks bring their own transaction.
 */
#include "app/demo.h"
#include "modules/enterprise/enterprise_use.h"
#include "modules/liaison/liaison_use.h"
#include "modules/visit/visit_complaint.h"
#include "modules/visit/visit_use.h"

#include <stdio.h>

#define TASKS_AHEAD_DAYS 60 /* a task due within these days is closed on the occasion of a visit */
#define TASKS_MAX 20

/* ---- six tasks -------------------------------------------------------------------------------- */

/** The bureau sets its own terms for the default codes: the city is visited once a quarter. */
static int64_t term_of(struct wr_str code)
{
    static const struct {
        const char *code;
        int64_t days;
    } terms[] = {{"T1", 180}, {"T2", 365}, {"T3", 180}, {"T4", 180}, {"T5", 180}, {"T6", 365}};
    for (size_t i = 0; i < WR_ARRAY_LEN(terms); i++) {
        if (wr_str_eq(code, wr_str(terms[i].code)))
            return terms[i].days;
    }
    return 0;
}

int demo_set_terms(struct demo *d)
{
    struct wr_list codes;
    int rc = wr_liaison_svc_seed(d->ctx);
    if (rc == 0)
        rc = wr_task_svc_codes(d->ctx, &codes);
    if (rc != 0)
        return rc;
    const struct wr_task_code *c = codes.p;
    for (size_t i = 0; rc == 0 && i < codes.n; i++) {
        struct wr_task_code_edit e = {.code = c[i].code,
                                      .name_zh = c[i].name_zh,
                                      .name_en = c[i].name_en,
                                      .due_days = term_of(c[i].code),
                                      .active = c[i].active,
                                      .sort = c[i].sort,
                                      .reason = WR_S("按季度走访安排调整办理期限（演示）")};
        struct wr_task_code changed;
        if (e.due_days > 0)
            rc = wr_task_svc_code_change(d->ctx, c[i].id, c[i].version, &e, &changed);
    }
    return rc;
}

int demo_close_tasks(struct wr_tx *tx, struct demo *d, const struct demo_enterprise *e,
                     const struct demo_officer *o)
{
    demo_as_officer(d, o);
    struct wr_task_query q = {
        .enterprise_id = e->id, .officer_id = o->id, .has_limit = true, .limit = TASKS_MAX};
    struct wr_list tasks;
    char until[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(d->clock.now_ms + TASKS_AHEAD_DAYS * WR_DAY_MS), until);
    int rc = wr_task_list_in(tx, &q, &tasks);
    const struct wr_liaison_task *t = tasks.p;
    for (size_t i = 0; rc == 0 && i < tasks.n; i++) {
        struct wr_task_done in = {.result = WR_S("已办理"), .note = WR_S("走访时办理")};
        bool open = t[i].state == WR_TASK_OPEN || t[i].state == WR_TASK_OVERDUE;
        if (open && wr_str_cmp(t[i].due_on, wr_str(until)) <= 0)
            rc = wr_task_done_in(tx, t[i].id, &in);
    }
    return rc;
}

/* ---- refusals, cancelled visits --------------------------------------------------------------- */

int demo_refuse(struct demo *d, const struct demo_enterprise *e, int64_t visit_id)
{
    demo_as_enterprise(d, e);
    struct wr_visit_refusal in = {.reason = WR_REFUSAL_NO_CERTIFICATE,
                                  .note = WR_S("未出示执法证件")};
    return wr_visit_svc_refuse(d->ctx, visit_id, &in);
}

int demo_cancel(struct demo *d, const struct demo_officer *o, int64_t visit_id)
{
    demo_as_officer(d, o);
    return wr_visit_svc_cancel(d->ctx, visit_id, WR_S("企业停产，改期走访"));
}

/* ---- complaints ------------------------------------------------------------------------------- */

static const struct {
    int64_t about;
    const char *text, *answer;
} stories[] = {
    {WR_ABOUT_POLLUTION, "夜间有刺激性气味，持续约两小时。",
     "经夜间巡查，企业活性炭更换不及时，已责令更换并加密监测，气味已消除。"},
    {WR_ABOUT_POLLUTION, "厂区装卸扬尘较大，未见喷淋。",
     "已要求企业密闭装卸并开启喷淋，现场复核达到要求。"},
    {WR_ABOUT_POLLUTION, "雨水口有浑浊水流出。",
     "经采样检测达标，为雨后初期雨水，已要求完善初期雨水收集。"},
    {WR_ABOUT_VISIT, "一周内来了两批检查人员，内容相近。",
     "两次分别为投诉核查和计划检查，今后同类事项合并实施，已向企业说明。"},
    {WR_ABOUT_OFFICER, "联络员电话工作时间无人接听。", "值班电话故障已修复，并补充了备用号码。"},
    {WR_ABOUT_OTHER, "信息牌被雨水浸湿，二维码不清楚。", "已安排重新制作并更换信息牌。"},
};

int demo_complain(struct demo *d, size_t i, int64_t *ret_id)
{
    struct demo_rng r = demo_rng(d->seed, DEMO_COMPLAINT, i);
    const struct demo_enterprise *e = &d->enterprises[demo_below(&r, (int64_t)d->enterprises_n)];
    d->ctx->actor = (struct wr_actor){0}; /* anybody */
    struct wr_complaint_new in = {.plate_code = wr_str(e->plate),
                                  .about = stories[i % WR_ARRAY_LEN(stories)].about,
                                  .text = wr_str(stories[i % WR_ARRAY_LEN(stories)].text)};
    struct wr_str code;
    struct wr_complaint c;
    int rc = wr_complaint_svc_add(d->ctx, &in, &code);
    if (rc == 0)
        rc = wr_complaint_svc_follow(d->ctx, code, &c);
    *ret_id = rc == 0 ? c.id : 0;
    return rc;
}

int demo_answer(struct demo *d, size_t i, int64_t complaint_id)
{
    d->ctx->actor = (struct wr_actor){.user_id = d->hotline_user_id, .roles = WR_ROLE_HOTLINE};
    struct wr_complaint_answer in = {.answer = wr_str(stories[i % WR_ARRAY_LEN(stories)].answer),
                                     .state = WR_COMPLAINT_ANSWERED};
    return wr_complaint_svc_answer(d->ctx, complaint_id, &in);
}

/* ---- outlets and equipment of key enterprises ------------------------------------------------- */

static int add_outlet(struct demo *d, const struct demo_enterprise *e, bool air, int64_t *ret_id)
{
    const struct demo_industry *in = e->industry;
    struct wr_outlet o = {
        .enterprise_id = e->id,
        .code = air ? WR_S("DA001") : WR_S("DW001"),
        .kind = air ? WR_OUTLET_AIR : WR_OUTLET_WATER,
        .name = air ? WR_S("废气总排口") : WR_S("废水总排口"),
        .pollutants = wr_str(air ? in->air : in->water),
        .standard_name = air ? WR_S("大气污染物综合排放标准 GB 16297-1996")
                             : WR_S("污水综合排放标准 GB 8978-1996"),
        .has_lng_e6 = true,
        .has_lat_e6 = true,
        .lng_e6 = e->lng_e6 + (air ? 300 : -250),
        .lat_e6 = e->lat_e6 + (air ? 150 : -200),
        .status = WR_PART_ACTIVE,
        .version = 1,
        .reason = WR_S("演示数据"),
    };
    return wr_outlet_svc_add(d->ctx, &o, ret_id);
}

static int add_equipment(struct demo *d, const struct demo_enterprise *e, bool air,
                         int64_t outlet_id)
{
    struct wr_equipment treatment = {.enterprise_id = e->id,
                                     .outlet_id = outlet_id,
                                     .code = air ? WR_S("TA001") : WR_S("TW001"),
                                     .kind = WR_EQUIPMENT_TREATMENT,
                                     .name = air ? WR_S("除尘脱硫设施") : WR_S("污水处理站"),
                                     .status = WR_PART_ACTIVE,
                                     .version = 1,
                                     .reason = WR_S("演示数据")};
    struct wr_equipment monitor = treatment;
    monitor.code = air ? WR_S("MA001") : WR_S("MW001");
    monitor.kind = WR_EQUIPMENT_MONITORING;
    monitor.name = air ? WR_S("烟气在线监测") : WR_S("水质在线监测");
    monitor.mn = wr_arena_printf(d->ctx->arena, "410199DEM%06zu%d", (size_t)(e - d->enterprises),
                                 air ? 1 : 2);
    int64_t id = 0;
    int rc = wr_equipment_svc_add(d->ctx, &treatment, &id);
    return rc != 0 ? rc : wr_equipment_svc_add(d->ctx, &monitor, &id);
}

int demo_make_parts(struct demo *d)
{
    const char *what = d->ctx->lang == WR_LANG_ZH ? "排放口与设施" : "outlets and equipment";
    d->bar = -1;
    for (size_t i = 0; i < d->enterprises_n; i++) {
        const struct demo_enterprise *e = &d->enterprises[i];
        for (int air = 0; air < 2 && e->key; air++) {
            int64_t id = 0;
            if (!(air ? e->industry->air : e->industry->water))
                continue;
            int rc = add_outlet(d, e, air != 0, &id);
            if (rc == 0)
                rc = add_equipment(d, e, air != 0, id);
            if (rc == 0 && d->monitoring && d->monitored_n < d->enterprises_n / 10)
                rc = demo_monitor_outlet(d, air != 0, id);
            if (rc != 0)
                return rc;
            wr_arena_reset(&d->arena);
        }
        demo_progress(d, what, i + 1, d->enterprises_n);
    }
    return 0;
}
