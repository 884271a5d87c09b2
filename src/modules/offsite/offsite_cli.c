/* `wurao offsite replay`: what the rules say over history. */
#include "base/calendar.h"
#include "codec/json.h"
#include "modules/offsite/offsite_use.h"

#define JSON_BYTES_MAX ((size_t)64 << 20)

static void print_json(const struct wr_args *args, const struct wr_replay *r)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, JSON_BYTES_MAX);
    wr_json_encode(&b, wr_replay_fields, r, WR_MASK_PERSONAL);
    (void)fprintf(args->out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
}

static void print_text(struct wr_ctx *ctx, const struct wr_args *args, const struct wr_replay *r)
{
    bool zh = ctx->lang == WR_LANG_ZH;
    const struct wr_replay_item *it = r->items.p;
    const struct wr_replay_rule *rule = r->rules.p;
    for (size_t i = 0; i < r->items.n; i++) {
        char at[WR_STAMP_TEXT];
        wr_stamp_format(it[i].raised_ms, at);
        (void)fprintf(
            args->out,
            "%.16s  %s" WR_FMT "  " WR_FMT "  " WR_FMT " " WR_FMT "  " WR_FMT "  " WR_FMT "\n", at,
            it[i].change.n == 0                     ? ""
            : wr_str_eq(it[i].change, WR_S("gone")) ? "- "
                                                    : "+ ",
            WR_ARG(it[i].rule), WR_ARG(it[i].enterprise_name), WR_ARG(it[i].outlet_code),
            WR_ARG(it[i].factor), WR_ARG(it[i].value), WR_ARG(zh ? it[i].rule_zh : it[i].rule_en));
    }
    for (size_t i = 0; i < r->rules.n; i++) {
        (void)fprintf(args->out, WR_FMT "  " WR_FMT "  %lld", WR_ARG(rule[i].rule),
                      WR_ARG(zh ? rule[i].rule_zh : rule[i].rule_en), (long long)rule[i].n);
        if (r->against.n > 0)
            (void)fprintf(args->out, zh ? "（对比 %lld）" : " (other pack %lld)",
                          (long long)rule[i].before_n);
        (void)fprintf(args->out, "\n");
    }
    (void)fprintf(
        args->out,
        zh ? "%lld 条线索，%lld 家企业，%lld 个点位，%lld 行数据；规则包 " WR_FMT " v" WR_FMT "\n"
           : "%lld clues, %lld enterprises, %lld points, %lld rows; pack " WR_FMT " v" WR_FMT "\n",
        (long long)r->n, (long long)r->enterprises_n, (long long)r->outlets_n, (long long)r->rows_n,
        WR_ARG(r->pack), WR_ARG(r->pack_version));
}

static int run_replay(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_replay r;
    struct wr_replay_query q = {.from = wr_str(wr_args_opt(args, "--from")),
                                .to = wr_str(wr_args_opt(args, "--to")),
                                .rule = wr_str(wr_args_opt(args, "--rule")),
                                .pack = wr_str(wr_args_opt(args, "--pack")),
                                .against = wr_str(wr_args_opt(args, "--against"))};
    struct wr_str enterprise = wr_str(wr_args_opt(args, "--enterprise"));
    int rc = wr_args_end(ctx, args);
    /* `--rule offsite/…` names a pack, `--rule E1` one rule of it */
    if (wr_str_find(q.rule, WR_S("/")) >= 0) {
        q.pack = q.rule;
        q.rule = (struct wr_str){NULL, 0};
    }
    if (rc == 0 && q.from.n == 0)
        wr_fault(ctx, WR_S("--from"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    if (rc == 0 && q.to.n == 0)
        wr_fault(ctx, WR_S("--to"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    if (rc == 0 && enterprise.n > 0 && !wr_str_i64(enterprise, &q.enterprise_id))
        wr_fault(ctx, WR_S("--enterprise"), WR_K_input_unknown, enterprise);
    rc = rc < 0 ? rc : wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_offsite_svc_replay(ctx, &q, &r);
    if (rc < 0)
        return rc;
    if (args->json)
        print_json(args, &r);
    else
        print_text(ctx, args, &r);
    return 0;
}

const struct wr_command wr_offsite_commands[] = {
    {"offsite", "replay",
     "--from D --to D [--rule E1|PACK] [--pack PACK] [--against PACK] [--enterprise ID] [--json]",
     "用历史数据回放线索规则，不写入 / judge history by the clue rules, writing nothing", true,
     false, run_replay, NULL, NULL},
    {0},
};
