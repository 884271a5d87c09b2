/* wurao device list | command | quarantine | adopt */
#include "modules/device/device_use.h"

#include "base/calendar.h"
#include "modules/device/device_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#define WAIT_MS_MAX INT64_C(120000)

static void print_json(FILE *out, const struct wr_field *fields, const void *obj)
{
    struct wr_buf b;
    wr_buf_init(&b, 65536);
    wr_json_encode(&b, fields, obj, WR_MASK_PERSONAL);
    if (!b.failed)
        (void)fprintf(out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
    wr_buf_done(&b);
}

/* ---- list ---------------------------------------------------------------------------------------- */

static void print_logger(const struct wr_ctx *ctx, const struct wr_args *args,
                         const struct wr_logger *l)
{
    char at[WR_STAMP_TEXT] = "-";
    bool zh = ctx->lang == WR_LANG_ZH;

    if (args->json) {
        print_json(args->out, wr_logger_fields, l);
        return;
    }
    if (l->last_ms != 0)
        wr_stamp_format(l->last_ms, at);
    (void)fprintf(args->out, "%-26.*s %-8s %s  " WR_FMT " " WR_FMT "\n", WR_ARG(l->mn),
                  l->online ? (zh ? "在线" : "online") : (zh ? "离线" : "offline"), at,
                  WR_ARG(l->enterprise_name), WR_ARG(l->outlet_code));
}

static int run_list(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_logger_query q = {.has_limit = true, .limit = WR_PAGE_MAX};
    struct wr_list l = {0};
    struct wr_str next = {0};
    int rc = wr_args_end(ctx, args);

    do {
        if (rc == 0)
            rc = wr_logger_svc_list(ctx, &q, &l, &next);
        const struct wr_logger *p = l.p;
        for (size_t i = 0; rc == 0 && i < l.n; i++) {
            print_logger(ctx, args, &p[i]);
            q.cursor = p[i].id;
        }
    } while (rc == 0 && next.p);
    return rc;
}

/* ---- command ------------------------------------------------------------------------------------- */

static int number(struct wr_ctx *ctx, struct wr_args *args, const char *name, bool *has,
                  int64_t *ret)
{
    const char *text = wr_args_opt(args, name);

    if (!text)
        return 0;
    *has = true;
    if (wr_str_i64(wr_str(text), ret))
        return 0;
    wr_fault(ctx, wr_str(name), WR_K_input_type, wr_str(text), WR_S("integer"));
    return wr_faults_end(ctx);
}

static int moment(struct wr_ctx *ctx, struct wr_args *args, const char *name, bool *has,
                  int64_t *ret)
{
    const char *text = wr_args_opt(args, name);

    if (!text)
        return 0;
    *has = true;
    if (wr_stamp_parse(wr_str(text), ret))
        return 0;
    wr_fault(ctx, wr_str(name), WR_K_input_date, wr_str(text));
    return wr_faults_end(ctx);
}

struct by_mn {
    struct wr_str mn;
    struct wr_logger *ret;
};

static int by_mn_tx(struct wr_tx *tx, void *arg)
{
    const struct by_mn *b = arg;
    int rc = wr_logger_store_by_mn(tx, b->mn, b->ret);
    return rc == WR_ENOTFOUND ? wr_fail(wr_tx_ctx(tx), WR_K_not_found, b->mn) : rc;
}

static int read_command(struct wr_ctx *ctx, struct wr_args *args, struct wr_command_new *in)
{
    const char *mn = wr_args_opt(args, "--mn");
    const char *kind = wr_args_opt(args, "--kind");
    const char *factor = wr_args_opt(args, "--factor");
    const char *reason = wr_args_opt(args, "--reason");
    struct wr_logger l;
    int rc = number(ctx, args, "--value", &in->has_value, &in->value);

    if (rc == 0)
        rc = number(ctx, args, "--count", &in->has_count, &in->count);
    if (rc == 0)
        rc = moment(ctx, args, "--from", &in->has_from_ms, &in->from_ms);
    if (rc == 0)
        rc = moment(ctx, args, "--to", &in->has_to_ms, &in->to_ms);
    if (rc != 0)
        return rc;
    if (!wr_field_from_text(ctx, wr_field_find(wr_command_new_fields, WR_S("kind")),
                            wr_str(kind ? kind : ""), WR_S("--kind"), in))
        return wr_faults_end(ctx);
    in->factor = wr_str(factor);
    in->reason = wr_str(reason);
    rc = wr_tx_run(ctx, WR_TX_READ, "logger.by_mn", by_mn_tx,
                   &(struct by_mn){wr_str(mn ? mn : ""), &l});
    in->logger_id = l.id;
    return rc;
}

static int wait_for(struct wr_ctx *ctx, struct wr_logger_command *c)
{
    const struct timespec pause = {.tv_nsec = 200000000};
    int64_t until = wr_mono_ms(ctx->clock) + WAIT_MS_MAX;
    int64_t id = c->id;
    int rc = 0;

    while (rc == 0 && c->state <= WR_COMMAND_ACCEPTED && wr_mono_ms(ctx->clock) < until) {
        (void)nanosleep(&pause, NULL);
        rc = wr_command_svc_get(ctx, id, c);
    }
    return rc;
}

static int run_command(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_command_new in = {0};
    struct wr_logger_command c;
    int rc = read_command(ctx, args, &in);
    bool wait = wr_args_flag(args, "--wait");

    if (rc == 0)
        rc = wr_args_end(ctx, args);
    if (rc == 0)
        rc = wr_command_svc_add(ctx, &in, &c);
    if (rc == 0 && wait)
        rc = wait_for(ctx, &c);
    if (rc != 0)
        return rc;
    const struct wr_enum_item *state = wr_enum_item(wr_command_states, c.state);
    if (args->json)
        print_json(args->out, wr_logger_command_fields, &c);
    else
        (void)fprintf(args->out, "%" PRId64 " %s " WR_FMT "\n", c.id,
                      ctx->lang == WR_LANG_ZH ? state->zh : state->en, WR_ARG(c.answer));
    return 0;
}

/* ---- quarantine ---------------------------------------------------------------------------------- */

static int run_quarantine(struct wr_ctx *ctx, struct wr_args *args)
{
    const struct wr_stranger_query q = {.has_limit = true, .limit = WR_PAGE_MAX};
    struct wr_list l = {0};
    struct wr_str next = {0};
    int rc = wr_args_end(ctx, args);

    if (rc == 0)
        rc = wr_stranger_svc_list(ctx, &q, &l, &next);
    const struct wr_stranger *s = l.p;
    for (size_t i = 0; rc == 0 && i < l.n; i++) {
        if (args->json)
            print_json(args->out, wr_stranger_fields, &s[i]);
        else
            (void)fprintf(args->out, "%" PRId64 " " WR_FMT " " WR_FMT " %" PRId64 "\n", s[i].id,
                          WR_ARG(s[i].mn), WR_ARG(s[i].address), s[i].frames);
    }
    return rc;
}

static int run_adopt(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_adopt in = {0};
    bool has_outlet = false;
    int64_t id = 0;
    int64_t logger_id = 0;
    int rc = number(ctx, args, "--outlet", &has_outlet, &in.outlet_id);
    const char *which = wr_args_next(args);

    if (rc == 0)
        rc = wr_args_end(ctx, args);
    if (rc == 0 && (!which || !has_outlet || !wr_str_i64(wr_str(which), &id))) {
        wr_fault(ctx, has_outlet ? WR_S("ID") : WR_S("--outlet"), WR_K_input_required,
                 wr_str(which ? which : ""));
        rc = wr_faults_end(ctx);
    }
    if (rc == 0)
        rc = wr_stranger_svc_adopt(ctx, id, &in, &logger_id);
    if (rc == 0)
        (void)fprintf(args->out, "%" PRId64 "\n", logger_id);
    return rc;
}

const struct wr_command wr_logger_commands[] = {
    {"device", "list", "[--json]", "数采仪列表 / data loggers and when they were last heard", true,
     false, run_list},
    {"device", "command",
     "--mn MN --kind KIND [--factor CODE] [--value N] [--count N] [--from T] [--to T] [--reason "
     "TEXT] [--wait]",
     "向数采仪下发命令 / send a command to a data logger", true, false, run_command},
    {"device", "quarantine", "[--json]", "未登记设备 / MNs that nobody registered", true, false,
     run_quarantine},
    {"device", "adopt", "ID --outlet OUTLET", "接纳未登记设备 / register one of them", true, false,
     run_adopt},
    {0},
};
