#include "modules/liaison/liaison_use.h"
#include "modules/liaison/plan_rules.h"
#include "modules/region/region_svc.h"

#include <inttypes.h>

#define KEEP_BP_DEFAULT 10000
#define DISTANCE_BP_DEFAULT 10000
#define CHANGES_SHOWN 50

/* ---- options ---- */

struct district_job {
    struct wr_str text;
    int64_t id;
};

static int district_tx(struct wr_tx *tx, void *arg)
{
    struct district_job *j = arg;
    struct wr_list regions;
    int64_t id = 0;
    int rc = wr_region_list_in(tx, &regions);
    if (rc < 0)
        return rc;
    bool number = wr_str_i64(j->text, &id);
    const struct wr_region *r = regions.p;
    for (size_t i = 0; i < regions.n; i++) {
        bool same = wr_str_eq(r[i].name, j->text) || wr_str_eq(r[i].code, j->text) ||
                    (number && r[i].id == id);
        if (r[i].level == WR_REGION_DISTRICT && same) {
            j->id = r[i].id;
            return 0;
        }
    }
    return wr_fail(wr_tx_ctx(tx), WR_K_liaison_no_district, j->text);
}

static int64_t number_opt(struct wr_ctx *ctx, struct wr_args *a, const char *name,
                          int64_t otherwise, int64_t min, int64_t max)
{
    const char *text = wr_args_opt(a, name);
    int64_t v = otherwise;
    if (text && (!wr_str_i64(wr_str(text), &v) || v < min || v > max))
        wr_fault(ctx, wr_str(name), WR_K_input_range, wr_str(text),
                 wr_arena_printf(ctx->arena, "%" PRId64, min),
                 wr_arena_printf(ctx->arena, "%" PRId64, max));
    return v;
}

/* Weights, ceiling and district; the words are used up. */
static int read_params(struct wr_ctx *ctx, struct wr_args *a, struct wr_plan_params *ret)
{
    const char *district = wr_args_opt(a, "--district");
    int64_t load_max = number_opt(ctx, a, "--load-max", 0, 1, 500);
    *ret = (struct wr_plan_params){
        .keep_bp = number_opt(ctx, a, "--keep-bp", KEEP_BP_DEFAULT, 0, 1000000),
        .distance_bp = number_opt(ctx, a, "--distance-bp", DISTANCE_BP_DEFAULT, 0, 100000),
        .has_load_max = load_max != 0,
        .load_max = load_max,
        .only_uncovered = wr_args_flag(a, "--only-uncovered")};
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_args_end(ctx, a);
    if (rc < 0 || !district)
        return rc;
    struct district_job j = {.text = wr_str(district)};
    rc = wr_tx_run(ctx, WR_TX_READ, "liaison.district", district_tx, &j);
    ret->district_id = j.id;
    return rc;
}

/* ---- output ---- */

static void print_summary(FILE *out, const struct wr_plan_summary *s)
{
    const struct wr_plan_figures *b = &s->before;
    const struct wr_plan_figures *a = &s->after;
    (void)fprintf(out,
                  "企业 enterprises   %" PRId64 "\n人员 officers      %" PRId64
                  "\n变动 changes       %" PRId64 "\n未安排 unassigned  %" PRId64
                  "\n耗时 computed in   %" PRId64 " ms\n\n",
                  s->enterprises_n, s->officers_n, s->changed_n, s->unassigned_n, s->ms);
    (void)fprintf(out, "                       before      after\n");
    (void)fprintf(out, "覆盖率 coverage %%   %9.2f  %9.2f\n", (double)b->coverage_bp / 100,
                  (double)a->coverage_bp / 100);
    (void)fprintf(out, "最少 load min       %9" PRId64 "  %9" PRId64 "\n", b->load_min,
                  a->load_min);
    (void)fprintf(out, "最多 load max       %9" PRId64 "  %9" PRId64 "\n", b->load_max,
                  a->load_max);
    (void)fprintf(out, "平均 load mean      %9.2f  %9.2f\n", (double)b->load_mean_bp / 1e4,
                  (double)a->load_mean_bp / 1e4);
    (void)fprintf(out, "距离 distance km    %9.2f  %9.2f\n", (double)b->distance_mean_m / 1e3,
                  (double)a->distance_mean_m / 1e3);
}

static int print_json(struct wr_ctx *ctx, FILE *out, const struct wr_plan_summary *s,
                      int64_t plan_id, const char *state, const struct wr_plan_change *c, size_t n)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_jw w;
    wr_buf_init(&b, (size_t)16 << 20);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    if (plan_id != 0)
        wr_jw_i64(&w, "plan_id", plan_id);
    wr_jw_str(&w, "state", wr_str(state));
    wr_jw_struct(&w, "summary", wr_plan_summary_fields, s, WR_MASK_NONE);
    wr_jw_list(&w, "changes");
    for (size_t i = 0; i < n; i++)
        wr_jw_struct(&w, NULL, wr_plan_change_fields, &c[i], WR_MASK_NONE);
    wr_jw_list_end(&w);
    wr_jw_obj_end(&w);
    if (b.failed)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("JSON"), WR_S("16 MiB"));
    (void)fprintf(out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
    return 0;
}

static void print_changes(struct wr_ctx *ctx, FILE *out, const struct wr_plan_change *c, size_t n)
{
    for (size_t i = 0; i < n && i < CHANGES_SHOWN; i++) {
        const struct wr_enum_item *why = wr_enum_item(wr_plan_whys, c[i].reason);
        struct wr_str from = c[i].from_officer_name.p ? c[i].from_officer_name : WR_S("-");
        (void)fprintf(out, WR_FMT "\t" WR_FMT " → " WR_FMT "\t%.1f km\t%s\n",
                      WR_ARG(c[i].enterprise_name), WR_ARG(from), WR_ARG(c[i].to_officer_name),
                      (double)c[i].distance_m / 1e3, ctx->lang == WR_LANG_EN ? why->en : why->zh);
    }
    if (n > CHANGES_SHOWN)
        (void)fprintf(out, "… %zu (--json)\n", n - CHANGES_SHOWN);
}

/* ---- commands ---- */

static int run_simulate(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_plan_params params;
    struct wr_plan_output out;
    int rc = read_params(ctx, args, &params);
    if (rc == 0)
        rc = wr_plan_svc_simulate(ctx, &params, &out);
    if (rc == 0)
        rc = wr_plan_svc_names(ctx, out.changes, out.changes_n);
    if (rc < 0)
        return rc;
    if (args->json)
        return print_json(ctx, args->out, &out.summary, 0, "simulated", out.changes, out.changes_n);
    print_summary(args->out, &out.summary);
    (void)fputc('\n', args->out);
    print_changes(ctx, args->out, out.changes, out.changes_n);
    return 0;
}

static int run_assign(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_plan_params params;
    struct wr_plan plan;
    bool apply = wr_args_flag(args, "--apply");
    const char *reason = wr_args_opt(args, "--reason");
    if (apply && !reason)
        wr_fault(ctx, WR_S("--reason"), WR_K_input_required, WR_S(""));
    int rc = read_params(ctx, args, &params);
    if (rc == 0)
        rc = wr_plan_svc_propose(ctx, &params, &plan);
    if (rc == 0 && apply)
        rc = wr_plan_svc_apply(ctx, plan.id, wr_str(reason), &plan);
    if (rc < 0)
        return rc;
    struct wr_plan_summary s = {plan.officers_n,   plan.enterprises_n, plan.changed_n,
                                plan.unassigned_n, plan.cost,          plan.ms,
                                plan.before,       plan.after};
    const char *state = wr_enum_item(wr_plan_states, plan.state)->name;
    if (args->json)
        return print_json(ctx, args->out, &s, plan.id, state, NULL, 0);
    print_summary(args->out, &s);
    (void)fprintf(args->out, "\n方案 plan %" PRId64 ": %s\n", plan.id, state);
    return 0;
}

const struct wr_command wr_liaison_commands[] = {
    {"liaison", "assign",
     "[--district D] [--keep-bp N] [--distance-bp N] [--load-max N] [--only-uncovered] [--apply "
     "--reason R] [--json]",
     "拟定最优结对方案，--apply 立即执行 / compute an optimal distribution; --apply carries it out",
     true, false, run_assign},
    {"liaison", "simulate",
     "[--district D] [--keep-bp N] [--distance-bp N] [--load-max N] [--only-uncovered] [--json]",
     "试算：前后对比与变动名单，不保存 / figures before and after, who would change; nothing is "
     "stored",
     true, false, run_simulate},
    {0},
};
