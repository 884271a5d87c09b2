#include "modules/visit/visit_use.h"

static int read_enum(struct wr_ctx *ctx, struct wr_args *args, const char *option,
                     const struct wr_enum_item *items, bool required, int64_t *ret)
{
    const char *text = wr_args_opt(args, option);
    if (!text && !required) {
        return 0;
    }
    *ret = text ? wr_enum_value(items, wr_str(text)) : -1;
    if (*ret >= 0) {
        return 0;
    }
    struct wr_str names = WR_S("");
    for (const struct wr_enum_item *it = items; it->name; it++) {
        names = wr_arena_printf(ctx->arena, WR_FMT "%s%s", WR_ARG(names), names.n > 0 ? ", " : "",
                                it->name);
    }
    wr_fault(ctx, wr_str(option), WR_K_input_enum, wr_str(text), names);
    return wr_faults_end(ctx);
}

static int read_ask(struct wr_ctx *ctx, struct wr_args *args, struct wr_visit_ask *ask)
{
    const char *code = wr_args_opt(args, "--enterprise");
    const char *evidence = wr_args_opt(args, "--evidence");
    ask->evidence_ref = wr_str(evidence);
    if (!code) {
        wr_fault(ctx, WR_S("--enterprise"), WR_K_input_required, ((struct wr_str){NULL, 0}));
    }
    int rc = read_enum(ctx, args, "--kind", wr_visit_kinds, true, &ask->kind);
    int rc_source = read_enum(ctx, args, "--source", wr_visit_sources, true, &ask->source);
    int rc_class = read_enum(ctx, args, "--class", wr_insp_classes, false, &ask->insp_class);
    ask->has_insp_class = ask->insp_class > 0;
    rc = rc < 0 ? rc : (rc_source < 0 ? rc_source : rc_class);
    if (rc == 0) {
        rc = wr_faults_end(ctx);
    }
    if (rc == 0) {
        rc = wr_args_end(ctx, args);
    }
    return rc < 0 ? rc : wr_visit_svc_find(ctx, wr_str(code), ask);
}

static void print_words(FILE *out, const struct wr_ctx *ctx, const struct wr_visit_outlook *o)
{
    const struct wr_visit_reason *r = o->v.reasons.p;
    bool zh = ctx->lang == WR_LANG_ZH;
    fprintf(out, WR_FMT "\n" WR_FMT "\n", WR_ARG(o->enterprise.name), WR_ARG(o->v.headline));
    for (size_t i = 0; i < o->v.reasons.n; i++) {
        const struct wr_enum_item *e = wr_enum_item(wr_visit_effects, r[i].effect);
        fprintf(out, "  %s  " WR_FMT "  " WR_FMT "%s" WR_FMT "%s\n", zh ? e->zh : e->en,
                WR_ARG(r[i].rule), WR_ARG(r[i].text),
                r[i].citation.n > 0 ? (zh ? "　依据：" : "  see: ") : "", WR_ARG(r[i].citation),
                "");
    }
    if (o->v.next_allowed.n > 0) {
        fprintf(out, "%s" WR_FMT "\n",
                zh ? "下次可入企日：" : "next allowed: ", WR_ARG(o->v.next_allowed));
    }
    fprintf(out, "%s" WR_FMT " v" WR_FMT "\n", zh ? "规则包：" : "policy: ", WR_ARG(o->v.policy),
            WR_ARG(o->v.policy_version));
}

static int verdict(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_visit_ask ask = {0};
    struct wr_visit_outlook o;
    int rc = read_ask(ctx, args, &ask);
    if (rc == 0) {
        rc = wr_visit_svc_verdict(ctx, &ask, &o);
    }
    if (rc < 0) {
        return rc;
    }
    if (args->json) {
        struct wr_str json = wr_visit_verdict_json(ctx, &o.v);
        fprintf(args->out, WR_FMT "\n", WR_ARG(json));
    } else {
        print_words(args->out, ctx, &o);
    }
    return 0;
}

const struct wr_command wr_visit_commands[] = {
    {"visit", "verdict",
     "--enterprise CODE --kind K --source S [--class C] [--evidence REF] [--at T] [--json]",
     "入企判断（CODE 为信息牌编号、信用代码或档案编号）/ may this visit happen, and why", true,
     true, verdict},
    {0},
};
