/* Commands to stations: asked by persons or by the clock, answered over the socket. */
#include "modules/device/device_rules.h"
#include "modules/device/device_store.h"
#include "modules/enterprise/enterprise_svc.h"

#include <inttypes.h>

#define AUTO_AGAIN_MS INT64_C(21600000) /* the same question is not put again within six hours */

static bool has_ended(int64_t state)
{
    return state > WR_COMMAND_ACCEPTED;
}

static bool may_see(const struct wr_actor *a, int64_t district_id, int64_t enterprise_id)
{
    if (enterprise_id == 0)
        return a->system || a->district_id == 0;
    return wr_enterprise_in_scope(a, district_id, enterprise_id);
}

static int tell(struct wr_tx *tx, const struct wr_logger_command *c, const char *action)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    return wr_audit_append(tx, &WR_COMMAND_ENTITY, c->id, c->enterprise_id, action,
                           wr_audit_payload3(ctx, "mn", c->mn, "kind",
                                             wr_device_name(wr_command_kinds, c->kind), "state",
                                             wr_device_name(wr_command_states, c->state)));
}

/* ---- asking -------------------------------------------------------------------------------------- */

static int insert(struct wr_tx *tx, const struct wr_logger *l, const struct wr_command_new *in,
                  enum wr_command_origin origin, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_logger_command c = {.logger_id = l->id,
                                  .mn = l->mn,
                                  .kind = in->kind,
                                  .origin = origin,
                                  .user_id = ctx->actor.user_id,
                                  .reason = in->reason,
                                  .state = WR_COMMAND_QUEUED,
                                  .created_ms = wr_ctx_now(ctx),
                                  .enterprise_id = l->enterprise_id};

    wr_device_command_build(ctx, l, in, &c.cn, &c.params);
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_command_store_insert(tx, &c, &c.id);
    *ret_id = c.id;
    return rc != 0 ? rc : tell(tx, &c, "logger.command");
}

struct add {
    const struct wr_command_new *in;
    struct wr_logger_command *ret;
};

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct add *x = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_logger l;
    int64_t open = 0;
    int64_t id = 0;
    int rc = wr_logger_store_get(tx, x->in->logger_id, &l);

    if (rc == WR_ENOTFOUND || (rc == 0 && !may_see(&ctx->actor, l.district_id, l.enterprise_id)))
        return wr_fail(ctx, WR_K_not_found, WR_S("该数采仪 logger"));
    if (rc == 0 && l.status != WR_LOGGER_ACTIVE)
        return wr_fail(ctx, WR_K_logger_stopped);
    if (rc == 0)
        rc = wr_command_store_open_n(tx, l.id, (struct wr_str){0}, &open);
    if (rc == 0 && open >= WR_LOGGER_COMMANDS_OPEN_MAX)
        return wr_fail(ctx, WR_K_logger_commands_open,
                       wr_arena_printf(ctx->arena, "%" PRId64, open));
    if (rc == 0)
        rc = insert(tx, &l, x->in, WR_ORIGIN_PERSON, &id);
    return rc != 0 ? rc : wr_command_store_get(tx, id, x->ret);
}

int wr_command_svc_add(struct wr_ctx *ctx, const struct wr_command_new *in,
                       struct wr_logger_command *ret)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "logger.command", add_tx, &(struct add){in, ret});
}

struct automatic {
    int64_t logger_id;
    const struct wr_command_new *in;
    enum wr_command_origin origin;
    int64_t *ret_id;
};

/** One open request a station and kind; none that was put within the last hours. */
static int auto_tx(struct wr_tx *tx, void *arg)
{
    const struct automatic *x = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_logger l;
    struct wr_str params = {0};
    int64_t cn = 0;
    int64_t open = 0;
    int64_t same = 0;
    int rc = wr_logger_store_get(tx, x->logger_id, &l);

    *x->ret_id = 0;
    if (rc != 0 || l.status != WR_LOGGER_ACTIVE)
        return rc == WR_ENOTFOUND ? 0 : rc;
    wr_device_command_build(ctx, &l, x->in, &cn, &params);
    rc = wr_command_store_open_n(tx, l.id,
                                 x->origin == WR_ORIGIN_GAP
                                     ? (struct wr_str){0}
                                     : wr_device_name(wr_command_kinds, x->in->kind),
                                 &open);
    if (rc == 0)
        rc = wr_command_store_same_n(tx, l.id, params, wr_ctx_now(ctx) - AUTO_AGAIN_MS, &same);
    return rc != 0 || open > 0 || same > 0 ? rc : insert(tx, &l, x->in, x->origin, x->ret_id);
}

int wr_command_svc_auto(struct wr_ctx *ctx, int64_t logger_id, enum wr_command_kind kind,
                        enum wr_command_origin origin, int64_t from_ms, int64_t to_ms,
                        int64_t *ret_id)
{
    struct wr_command_new in = {.logger_id = logger_id,
                                .kind = kind,
                                .has_from_ms = to_ms != 0,
                                .has_to_ms = to_ms != 0,
                                .from_ms = from_ms,
                                .to_ms = to_ms};
    return wr_tx_run(ctx, WR_TX_WRITE, "logger.auto", auto_tx,
                     &(struct automatic){logger_id, &in, origin, ret_id});
}

/* ---- looking ------------------------------------------------------------------------------------- */

struct listing {
    const struct wr_command_query *q;
    int64_t limit;
    struct wr_list *ret;
};

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct listing *l = arg;
    const struct wr_actor *a = &wr_tx_ctx(tx)->actor;
    return wr_command_store_list(tx, l->q, a->system ? 0 : a->district_id, l->limit, l->ret);
}

int wr_command_svc_list(struct wr_ctx *ctx, const struct wr_command_query *q, struct wr_list *ret,
                        struct wr_str *ret_next)
{
    struct listing l = {q, q->has_limit ? q->limit : WR_PAGE_DEFAULT, ret};
    int rc = wr_tx_run(ctx, WR_TX_READ, "logger.commands", list_tx, &l);
    const struct wr_logger_command *c = ret->p;

    *ret_next = (struct wr_str){0};
    if (rc == 0 && ret->n == (size_t)l.limit)
        *ret_next = wr_arena_printf(ctx->arena, "%" PRId64, c[ret->n - 1].id);
    return rc;
}

static int open_tx(struct wr_tx *tx, void *arg)
{
    return wr_command_store_open(tx, arg);
}

int wr_command_svc_open(struct wr_ctx *ctx, struct wr_list *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "logger.open", open_tx, ret);
}

struct one {
    int64_t id;
    struct wr_logger_command *ret;
};

static int load(struct wr_tx *tx, const struct one *o)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_command_store_get(tx, o->id, o->ret);

    if (rc == WR_ENOTFOUND ||
        (rc == 0 && !may_see(&ctx->actor, o->ret->district_id, o->ret->enterprise_id)))
        return wr_fail(ctx, WR_K_not_found, WR_S("该命令 command"));
    return rc;
}

static int get_tx(struct wr_tx *tx, void *arg)
{
    return load(tx, arg);
}

int wr_command_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_logger_command *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "logger.command_get", get_tx, &(struct one){id, ret});
}

/* ---- ending -------------------------------------------------------------------------------------- */

static int cancel_tx(struct wr_tx *tx, void *arg)
{
    struct one *o = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = load(tx, o);

    if (rc == 0 && o->ret->state != WR_COMMAND_QUEUED) {
        const struct wr_enum_item *i = wr_enum_item(wr_command_states, o->ret->state);
        return wr_fail(ctx, WR_K_logger_command_state,
                       wr_str(ctx->lang == WR_LANG_ZH ? i->zh : i->en));
    }
    if (rc == 0)
        rc = wr_command_store_step(tx, &(struct wr_command_step){.id = o->id,
                                                                 .state = WR_COMMAND_CANCELLED,
                                                                 .tries = -1,
                                                                 .qn_rtn = -1,
                                                                 .exe_rtn = -1,
                                                                 .rows_n = -1,
                                                                 .ended_ms = wr_ctx_now(ctx)});
    if (rc == 0)
        rc = wr_command_store_get(tx, o->id, o->ret);
    return rc != 0 ? rc : tell(tx, o->ret, "logger.command_cancel");
}

int wr_command_svc_cancel(struct wr_ctx *ctx, int64_t id, struct wr_logger_command *ret)
{
    return wr_tx_run(ctx, WR_TX_WRITE, "logger.cancel", cancel_tx, &(struct one){id, ret});
}

static int step_tx(struct wr_tx *tx, void *arg)
{
    const struct wr_command_step *s = arg;
    struct wr_logger_command c;
    int rc = wr_command_store_get(tx, s->id, &c);

    if (rc == 0 && has_ended(c.state))
        return WR_ECONFLICT;
    if (rc == 0)
        rc = wr_command_store_step(tx, s);
    c.state = s->state;
    return rc != 0
               ? rc
               : tell(tx, &c, has_ended(s->state) ? "logger.command_end" : "logger.command_step");
}

int wr_command_svc_step(struct wr_ctx *ctx, const struct wr_command_step *s)
{
    struct wr_command_step copy = *s;
    return wr_tx_run(ctx, WR_TX_WRITE, "logger.step", step_tx, &copy);
}
