/* The tasks of a liaison: opened with an assignment, closed with a result, opened again. */
#include "base/buf.h"
#include "base/calendar.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/liaison/liaison_store.h"
#include "modules/liaison/liaison_use.h"
#include "modules/liaison/task_store.h"

#include <inttypes.h>

static const struct wr_str absent = {NULL, 0};

static struct wr_str due_in(struct wr_ctx *ctx, int64_t days)
{
    char text[WR_DATE_TEXT];
    int32_t today = wr_date_to_days(wr_date_of_ms(wr_ctx_now(ctx)));
    wr_date_format(wr_date_from_days(today + (int32_t)days), text);
    return wr_arena_dup(ctx->arena, wr_str(text));
}

/* ---- the code table ---- */

static int append_code(struct wr_tx *tx, int64_t id, const char *action, struct wr_str code,
                       struct wr_str reason)
{
    return wr_audit_append(tx, &WR_TASK_CODE_ENTITY, id, 0, action,
                           wr_audit_payload2(wr_tx_ctx(tx), "code", code, "reason", reason));
}

int wr_liaison_seed_in(struct wr_tx *tx)
{
    static const struct wr_task_code defaults[] = {
        {.code = WR_S("T1"),
         .name_zh = WR_S("政策法规宣传"),
         .name_en = WR_S("Policy and law publicity"),
         .due_days = 90},
        {.code = WR_S("T2"),
         .name_zh = WR_S("手续指导"),
         .name_en = WR_S("Permit, EIA and acceptance guidance"),
         .due_days = 180},
        {.code = WR_S("T3"),
         .name_zh = WR_S("隐患排查"),
         .name_en = WR_S("Help with hidden-danger self-check"),
         .due_days = 90},
        {.code = WR_S("T4"),
         .name_zh = WR_S("设施运行"),
         .name_en = WR_S("Running state of facilities and monitoring"),
         .due_days = 30},
        {.code = WR_S("T5"),
         .name_zh = WR_S("诉求收集办理"),
         .name_en = WR_S("Collect and follow up requests"),
         .due_days = 30},
        {.code = WR_S("T6"),
         .name_zh = WR_S("管控与绩效分级"),
         .name_en = WR_S("Pollution-control and grading guidance"),
         .due_days = 180},
    };
    struct wr_list codes;
    int rc = wr_task_store_codes(tx, &codes);
    if (rc < 0 || codes.n > 0)
        return rc;
    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(defaults); i++) {
        struct wr_task_code c = defaults[i];
        int64_t id = 0;
        c.active = true;
        c.sort = (int64_t)i + 1;
        c.origin = WR_S("bureau-defined");
        rc = wr_task_store_code_insert(tx, &c, &id);
        if (rc == 0)
            rc = append_code(tx, id, "liaison.code_add", c.code, WR_S("default"));
    }
    return rc;
}

static int seed_tx(struct wr_tx *tx, void *arg)
{
    (void)arg;
    return wr_liaison_seed_in(tx);
}

int wr_liaison_svc_seed(struct wr_ctx *ctx)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "liaison.seed", seed_tx, NULL);
}

struct code_job {
    int64_t id, version;
    const struct wr_task_code_edit *in;
    struct wr_task_code *ret;
    struct wr_list items;
};

static int codes_tx(struct wr_tx *tx, void *arg)
{
    return wr_task_store_codes(tx, &((struct code_job *)arg)->items);
}

int wr_task_svc_codes(struct wr_ctx *ctx, struct wr_list *ret)
{
    struct code_job j = {0};
    int rc = wr_tx_run(ctx, WR_TX_READ, "liaison.codes", codes_tx, &j);
    if (rc == 0)
        *ret = j.items;
    return rc;
}

static int get_code(struct wr_tx *tx, int64_t id, struct wr_task_code *ret)
{
    int rc = wr_task_store_code(tx, id, ret);
    return rc == WR_ENOTFOUND ? wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该任务代码 task code"))
                              : rc;
}

static int code_tx(struct wr_tx *tx, void *arg)
{
    struct code_job *j = arg;
    return get_code(tx, j->id, j->ret);
}

int wr_task_svc_code(struct wr_ctx *ctx, int64_t id, struct wr_task_code *ret)
{
    struct code_job j = {.id = id, .ret = ret};
    return wr_tx_run(ctx, WR_TX_READ, "liaison.code", code_tx, &j);
}

/* Fail if another row has this code. */
static int check_code(struct wr_tx *tx, struct wr_str code, int64_t id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_task_code other;
    int rc = wr_task_store_code_by_code(tx, code, &other);
    if (rc == 0 && other.id != id)
        return wr_fail(ctx, WR_K_liaison_code_taken, code);
    if (rc == WR_ENOTFOUND)
        wr_err_reset(ctx);
    return rc == WR_ENOTFOUND ? 0 : rc;
}

/* A new code concerns everybody at once: one more task in each active assignment. */
static int open_everywhere(struct wr_tx *tx, const struct wr_task_code *c)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str due_on = due_in(ctx, c->due_days);
    int64_t id = 0;
    for (;;) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_assignment a;
        int rc = wr_liaison_store_active_after(tx, id, &id);
        if (rc == WR_ENOTFOUND) {
            wr_err_reset(ctx);
            return 0;
        }
        if (rc == 0)
            rc = wr_liaison_store_get(tx, id, &a);
        if (rc < 0)
            return rc;
        struct wr_liaison_task t = {.assignment_id = id,
                                    .enterprise_id = a.enterprise_id,
                                    .officer_id = a.officer_id,
                                    .task_code = c->code,
                                    .due_on = due_on};
        rc = wr_task_store_insert(tx, &t);
        if (rc == 0)
            rc = wr_audit_append(tx, &WR_ASSIGNMENT_ENTITY, id, a.enterprise_id,
                                 "liaison.task_open", wr_audit_payload1(ctx, "code", c->code));
        if (rc < 0)
            return rc;
        wr_arena_rewind(ctx->arena, mark);
    }
}

static int code_add_tx(struct wr_tx *tx, void *arg)
{
    struct code_job *j = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_task_code_edit *in = j->in;
    struct wr_task_code c = {.code = in->code,
                             .name_zh = in->name_zh,
                             .name_en = in->name_en,
                             .due_days = in->due_days,
                             .active = in->active,
                             .sort = in->sort,
                             .origin = WR_S("bureau-defined")};
    struct wr_list codes;
    int rc = wr_liaison_seed_in(tx);
    if (rc == 0)
        rc = wr_task_store_codes(tx, &codes);
    if (rc == 0 && codes.n >= WR_LIAISON_TASK_CODES_MAX)
        return wr_fail(ctx, WR_K_liaison_codes_full,
                       wr_arena_printf(ctx->arena, "%d", WR_LIAISON_TASK_CODES_MAX));
    if (rc == 0)
        rc = check_code(tx, c.code, 0);
    if (rc == 0)
        rc = wr_task_store_code_insert(tx, &c, &j->id);
    if (rc == 0)
        rc = append_code(tx, j->id, "liaison.code_add", c.code, in->reason);
    return rc < 0 || !c.active ? rc : open_everywhere(tx, &c);
}

int wr_task_svc_code_add(struct wr_ctx *ctx, const struct wr_task_code_edit *in, int64_t *ret_id)
{
    struct code_job j = {.in = in};
    int rc = wr_tx_run(ctx, WR_TX_WRITE, "liaison.code_add", code_add_tx, &j);
    if (rc == 0)
        *ret_id = j.id;
    return rc;
}

static int code_change_tx(struct wr_tx *tx, void *arg)
{
    struct code_job *j = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_task_code_edit *in = j->in;
    struct wr_task_code *c = j->ret;
    int rc = get_code(tx, j->id, c);
    if (rc == 0)
        rc = check_code(tx, in->code, j->id);
    if (rc < 0)
        return rc;
    if (c->version != j->version)
        return wr_fail(ctx, WR_K_version_conflict,
                       wr_arena_printf(ctx->arena, "%" PRId64, c->version));
    c->code = in->code;
    c->name_zh = in->name_zh;
    c->name_en = in->name_en;
    c->due_days = in->due_days;
    c->active = in->active;
    c->sort = in->sort;
    rc = wr_task_store_code_update(tx, c);
    if (rc == 0)
        rc = append_code(tx, j->id, "liaison.code_change", c->code, in->reason);
    return rc < 0 ? rc : get_code(tx, j->id, c);
}

int wr_task_svc_code_change(struct wr_ctx *ctx, int64_t id, int64_t version,
                            const struct wr_task_code_edit *in, struct wr_task_code *ret)
{
    struct code_job j = {.id = id, .version = version, .in = in, .ret = ret};
    return wr_tx_run(ctx, WR_TX_WRITE, "liaison.code_change", code_change_tx, &j);
}

/* ---- tasks ---- */

static void judge(struct wr_liaison_task *t, struct wr_str today)
{
    if (t->done_ms != 0)
        t->state = WR_TASK_DONE;
    else if (t->cancelled_ms != 0)
        t->state = WR_TASK_CANCELLED;
    else
        t->state = wr_str_cmp(t->due_on, today) < 0 ? WR_TASK_OVERDUE : WR_TASK_OPEN;
}

struct list_job {
    const struct wr_task_query *q;
    int64_t limit;
    struct wr_list items;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct list_job *l = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    return wr_task_store_list(tx, l->q, wr_liaison_scope(ctx), wr_liaison_today(ctx), l->limit,
                              &l->items);
}

int wr_task_list_in(struct wr_tx *tx, const struct wr_task_query *q, struct wr_list *ret)
{
    struct list_job l = {.q = q, .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT};
    int rc = list_tx(tx, &l);
    struct wr_str today = wr_liaison_today(wr_tx_ctx(tx));
    struct wr_liaison_task *t = l.items.p;
    for (size_t i = 0; rc == 0 && i < l.items.n; i++)
        judge(&t[i], today);
    *ret = l.items;
    return rc;
}

int wr_task_svc_list(struct wr_ctx *ctx, const struct wr_task_query *q, struct wr_list *ret,
                     struct wr_str *ret_next)
{
    int64_t limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT;
    struct list_job l = {.q = q, .limit = limit + 1};
    int rc = wr_tx_run(ctx, WR_TX_READ, "liaison.tasks", list_tx, &l);
    if (rc < 0)
        return rc;
    struct wr_liaison_task *t = l.items.p;
    *ret_next = absent;
    if (l.items.n > (size_t)limit) {
        l.items.n = (size_t)limit;
        *ret_next = wr_arena_printf(ctx->arena, WR_FMT ".%" PRId64, WR_ARG(t[limit - 1].due_on),
                                    t[limit - 1].id);
    }
    struct wr_str today = wr_liaison_today(ctx);
    for (size_t i = 0; i < l.items.n; i++)
        judge(&t[i], today);
    *ret = l.items;
    return 0;
}

/* Every piece of evidence exists. @param ret  "[1,2]", absent when there is none */
static int evidence_json(struct wr_tx *tx, struct wr_list ids, struct wr_str *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const int64_t *id = ids.p;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, 1000);
    for (size_t i = 0; i < ids.n; i++) {
        bool exists = false;
        int rc = wr_task_store_media_exists(tx, id[i], &exists);
        if (rc < 0)
            return rc;
        if (!exists)
            return wr_fail(ctx, WR_K_liaison_evidence,
                           wr_arena_printf(ctx->arena, "%" PRId64, id[i]));
        wr_buf_c(&b, i == 0 ? '[' : ',');
        wr_buf_i64(&b, id[i]);
    }
    if (ids.n > 0)
        wr_buf_c(&b, ']');
    *ret = ids.n > 0 ? wr_arena_dup(ctx->arena, wr_buf_view(&b)) : absent;
    return 0;
}

/* The officer himself, whoever covers the enterprise, or an administrator whose scope holds the enterprise. */
static int may_close(struct wr_tx *tx, const struct wr_liaison_task *t)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_actor *a = &ctx->actor;
    struct wr_enterprise e;
    bool covers = false;
    int rc = wr_enterprise_get_in(tx, t->enterprise_id, &e);
    if (rc < 0 || wr_actor_has(a, WR_ROLE_ADMINS) ||
        (a->officer_id != 0 && a->officer_id == t->officer_id))
        return rc;
    rc = a->officer_id != 0 ? wr_liaison_store_covers(tx, a->officer_id, t->enterprise_id, &covers)
                            : 0;
    return rc == 0 && !covers ? wr_fail(ctx, WR_K_liaison_task_owner) : rc;
}

/* A task done comes again after its days, as long as code and assignment live. */
static int open_next(struct wr_tx *tx, const struct wr_liaison_task *t)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_task_code c;
    int rc = wr_task_store_code_by_code(tx, t->task_code, &c);
    if (rc == WR_ENOTFOUND)
        wr_err_reset(ctx);
    if (rc == WR_ENOTFOUND || (rc == 0 && !c.active))
        return 0;
    if (rc < 0)
        return rc;
    struct wr_liaison_task next = {.assignment_id = t->assignment_id,
                                   .enterprise_id = t->enterprise_id,
                                   .officer_id = t->officer_id,
                                   .task_code = t->task_code,
                                   .due_on = due_in(ctx, c.due_days)};
    return wr_task_store_insert(tx, &next);
}

struct done_job {
    int64_t id;
    const struct wr_task_done *in;
};

static int done_tx(struct wr_tx *tx, void *arg)
{
    struct done_job *j = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_liaison_task t;
    int rc = wr_task_store_get(tx, j->id, &t);
    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该任务 task"));
    if (rc == 0)
        rc = may_close(tx, &t);
    if (rc == 0)
        rc = evidence_json(tx, j->in->evidence_ids, &t.evidence_ids);
    if (rc < 0)
        return rc;
    t.done_ms = wr_ctx_now(ctx);
    t.result = j->in->result;
    t.note = j->in->note;
    rc = wr_task_store_done(tx, &t);
    if (rc == WR_ECONFLICT)
        return wr_fail(ctx, WR_K_liaison_task_closed);
    if (rc == 0)
        rc = open_next(tx, &t);
    if (rc < 0)
        return rc;
    return wr_audit_append(tx, &WR_ASSIGNMENT_ENTITY, t.assignment_id, t.enterprise_id,
                           "liaison.task_done",
                           wr_audit_payload2(ctx, "code", t.task_code, "result", t.result));
}

int wr_task_done_in(struct wr_tx *tx, int64_t id, const struct wr_task_done *in)
{
    struct done_job j = {.id = id, .in = in};
    return done_tx(tx, &j);
}

int wr_task_svc_done(struct wr_ctx *ctx, int64_t id, const struct wr_task_done *in)
{
    struct done_job j = {.id = id, .in = in};
    return wr_tx_run(ctx, WR_TX_WRITE, "liaison.task_done", done_tx, &j);
}
