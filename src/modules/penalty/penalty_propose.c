/*
 * What the system knows of a case when it is filed: each value with where it stands and how it was come to. A person confirms.
 * What is not known is not proposed: no level is guessed, and a refusal of entry that was the enterprise's right is none.
 */
#include "modules/penalty/penalty_use.h"

#include "base/calendar.h"
#include "modules/offsite/offsite_svc.h"
#include "modules/zone/zone_svc.h"

#include <inttypes.h>

#define PH_CODE "w01001"
#define COUNTED_SHOWN 5

struct propose {
    struct wr_tx *tx;
    struct wr_ctx *ctx;
    const struct wr_pen_docket *d;
    const struct wr_pen_case *c;
    const struct wr_enterprise *e;
    const struct wr_pen_origin *o;
};

static struct wr_str day_text(struct wr_ctx *ctx, struct wr_date d)
{
    char z[WR_DATE_TEXT];

    wr_date_format(d, z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

static struct wr_str day_of_ms(struct wr_ctx *ctx, int64_t ms)
{
    return day_text(ctx, wr_date_of_ms(ms));
}

static int put(const struct propose *p, const char *kind, struct wr_str name, struct wr_str value,
               struct wr_str evidence, struct wr_str why)
{
    const struct wr_pen_fact_row v = {.kind = wr_str(kind),
                                      .name = name,
                                      .value = value,
                                      .evidence = evidence,
                                      .why = why,
                                      .proposed = true};

    return wr_pen_store_put_value(p->tx, p->d->id, &v);
}

static struct wr_str quoted(const struct propose *p, struct wr_str code)
{
    return wr_arena_printf(p->ctx->arena, "\"" WR_FMT "\"", WR_ARG(code));
}

/** The factor of that key in any of the tables; with an option, only where it has this level. */
static const struct wr_pen_factor *factor_of(const struct propose *p, struct wr_str key,
                                             struct wr_str option)
{
    for (size_t t = 0; t < p->c->tables_n; t++) {
        const struct wr_pen_factor *f = p->c->tables[t]->factors.p;
        for (size_t i = 0; i < p->c->tables[t]->factors.n; i++) {
            const struct wr_pen_level *l = f[i].levels.p;
            if (!wr_str_eq(f[i].key, key))
                continue;
            if (option.n == 0)
                return &f[i];
            for (size_t k = 0; k < f[i].levels.n; k++)
                if (wr_str_eq(l[k].option, option))
                    return &f[i];
        }
    }
    return NULL;
}

static int put_option(const struct propose *p, const char *key, struct wr_str option,
                      struct wr_str evidence, struct wr_str why)
{
    return option.n > 0 && factor_of(p, wr_str(key), option)
               ? put(p, "factor", wr_str(key), quoted(p, option), evidence, why)
               : 0;
}

/* ---- earlier ones of the kind ---------------------------------------------------------------------- */

/** Same-kind acts before this one, from `years` back; 0: ever. Source: ENG-10, counted back from the act's day. */
static int count_earlier(const struct propose *p, int32_t years, int64_t *ret, struct wr_str *why)
{
    struct wr_ctx *ctx = p->ctx;
    struct wr_str from = WR_S("1900-01-01"), numbers;
    struct wr_date act;

    if (wr_date_parse(p->d->act_date, &act) && years > 0)
        from = day_text(ctx, wr_date_add_months(act, -12 * years));
    int rc =
        wr_pen_store_earlier(p->tx, p->d->enterprise_id, p->d->table_id, from, p->d->act_date, ret);
    rc = rc < 0 ? rc : wr_pen_store_earlier_numbers(p->tx, p->d, from, COUNTED_SHOWN, &numbers);
    if (rc < 0)
        return rc;
    *why =
        wr_arena_printf(ctx->arena,
                        "%s" WR_FMT " 起至本次行为（" WR_FMT "）前，表 " WR_FMT
                        " 的已决案件 %" PRId64 " 件%s" WR_FMT,
                        years > 0 ? "自 " : "有记录以来，自 ", WR_ARG(from), WR_ARG(p->d->act_date),
                        WR_ARG(p->d->table_id), *ret, numbers.n > 0 ? "：" : "", WR_ARG(numbers));
    return 0;
}

static int put_count(const struct propose *p, const char *kind, const char *name, int64_t n,
                     struct wr_str why)
{
    return put(p, kind, wr_str(name), wr_arena_printf(p->ctx->arena, "%" PRId64, n),
               WR_S("本系统案件库"), why);
}

static int propose_counts(const struct propose *p)
{
    int64_t two = 0, one = 0, ever = 0;
    struct wr_str why;
    int rc = count_earlier(p, (int32_t)p->c->pack->window_years, &two, &why);

    if (rc == 0 && factor_of(p, WR_S("count2y"), (struct wr_str){NULL, 0}))
        rc = put_count(
            p, "factor", "count2y", two + 1,
            wr_arena_printf(p->ctx->arena, WR_FMT "；含本次 %" PRId64 " 次", WR_ARG(why), two + 1));
    rc = rc < 0 ? rc : count_earlier(p, 1, &one, &why);
    rc = rc < 0 ? rc : put_count(p, "fact", "earlier_1y", one, why);
    rc = rc < 0 ? rc : count_earlier(p, 0, &ever, &why);
    return rc < 0 ? rc : put_count(p, "fact", "earlier_ever", ever, why);
}

/* ---- the enterprise's file -------------------------------------------------------------------------- */

static int propose_file(const struct propose *p)
{
    const struct wr_enum_item *class = wr_enum_item(wr_permit_classes, p->e->permit_class);
    const struct wr_enum_item *scale = wr_enum_item(wr_scales, p->e->scale);
    struct wr_str none = {NULL, 0};
    bool has_class = class && p->e->permit_class != WR_PERMIT_CLASS_NONE;
    bool has_scale = scale && p->e->scale != WR_SCALE_UNKNOWN;
    struct wr_str code = has_class ? wr_str(class->name) : none;
    struct wr_str why =
        has_class ? wr_arena_printf(p->ctx->arena, "档案中的许可管理类别：%s", class->zh) : none;
    int rc = put_option(p, "permit", code, WR_S("企业档案"), why);

    rc = rc < 0 ? rc : put_option(p, "unit_class", code, WR_S("企业档案"), why);
    if (rc < 0 || !has_scale)
        return rc;
    return put_option(p, "size", wr_str(scale->name), WR_S("企业档案"),
                      wr_arena_printf(p->ctx->arena, "档案中的企业规模：%s", scale->zh));
}

/** Where it lies does not change: what a person confirmed in an earlier case of the party. */
static int propose_place(const struct propose *p)
{
    static const char *const keys[] = {"area", "location"};
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(keys); i++) {
        struct wr_pen_known k;
        if (!factor_of(p, wr_str(keys[i]), (struct wr_str){NULL, 0}))
            continue;
        rc = wr_pen_store_known(p->tx, p->d, wr_str(keys[i]), &k);
        if (rc == WR_ENOTFOUND) {
            wr_err_reset(p->ctx);
            rc = 0;
            continue;
        }
        size_t n = k.value.n;
        bool is_word = n > 2 && k.value.p[0] == '"' && k.value.p[n - 1] == '"';
        if (rc == 0 && is_word)
            rc = put_option(
                p, keys[i], wr_str_sub(k.value, 1, n - 2),
                wr_arena_printf(p->ctx->arena, WR_FMT "：" WR_FMT, WR_ARG(k.number),
                                WR_ARG(k.evidence)),
                wr_arena_printf(p->ctx->arena, "当事人前案 " WR_FMT " 已作认定", WR_ARG(k.number)));
    }
    return rc;
}

/** Weight or grade of a level; -1: the factor has no such level. */
static int64_t weight_of(const struct wr_pen_factor *f, struct wr_str option)
{
    const struct wr_pen_level *l = f->levels.p;

    for (size_t i = 0; i < f->levels.n; i++)
        if (wr_str_eq(l[i].option, option))
            return l[i].has_bp ? l[i].bp : l[i].has_grade ? l[i].grade : (int64_t)i;
    return -1;
}

/** Of each zone the first class that the table knows; of several zones the heaviest (art. 17). */
static int propose_zone(const struct propose *p, const char *key, const struct wr_list *zones)
{
    const struct wr_pen_factor *f = factor_of(p, wr_str(key), (struct wr_str){NULL, 0});
    const struct wr_zone *z = zones->p, *best = NULL;
    struct wr_str option = {NULL, 0};
    int64_t most = -1;

    for (size_t i = 0; f && i < zones->n; i++) {
        const struct wr_str *classes = z[i].classes.p;
        for (size_t k = 0; k < z[i].classes.n; k++) {
            int64_t weight = weight_of(f, classes[k]);
            if (weight < 0)
                continue;
            if (weight > most) {
                most = weight;
                best = &z[i];
                option = classes[k];
            }
            break;
        }
    }
    if (!best)
        return 0;
    return put_option(
        p, key, option,
        wr_arena_printf(p->ctx->arena, "功能区图：" WR_FMT "（" WR_FMT "）", WR_ARG(best->name),
                        WR_ARG(best->source)),
        wr_arena_printf(p->ctx->arena, "企业坐标位于“" WR_FMT "”范围内", WR_ARG(best->name)));
}

/** From the map, which is looked at last: it has a document and days in force, an earlier case may speak of another outlet. */
static int propose_map(const struct propose *p)
{
    struct wr_list zones;

    if (!p->e->has_lng_e6 || !p->e->has_lat_e6 || p->e->geo_status != WR_GEO_OK)
        return 0;
    int rc = wr_zone_at_in(p->tx, p->e->lng_e6, p->e->lat_e6, p->d->act_date, &zones);
    rc = rc < 0 ? rc : propose_zone(p, "area", &zones);
    return rc < 0 ? rc : propose_zone(p, "location", &zones);
}

/* ---- where it came from ------------------------------------------------------------------------------ */

static int propose_visit(const struct propose *p)
{
    const struct wr_pen_visit_row *v = &p->o->visit;
    struct wr_arena *a = p->ctx->arena;
    bool unfounded = wr_str_eq(v->refusal_decision, WR_S("unfounded"));
    bool ended = v->checked_out_ms != 0;

    if (v->id == 0)
        return 0;
    struct wr_str day = day_of_ms(p->ctx, v->checked_in_ms);
    struct wr_str ref =
        wr_arena_printf(a, "入企记录第 %" PRId64 " 号（" WR_FMT "）", v->id, WR_ARG(day));
    int rc = put(p, "fact", WR_S("discovered_on"), quoted(p, day), ref, WR_S("入企当日发现"));
    if (rc == 0 && unfounded)
        rc = put_option(p, "coop", WR_S("no"), ref,
                        WR_S("当事人拒绝入企，监督部门认定拒绝理由不成立"));
    else if (rc == 0 && ended && !wr_str_eq(v->state, WR_S("refused")))
        rc = put_option(p, "coop", WR_S("yes"), ref, WR_S("检查完成并签退，记录中没有拒绝"));
    return rc;
}

static struct wr_str clue_ref(const struct propose *p)
{
    const struct wr_clue *k = &p->o->clue;

    return wr_arena_printf(p->ctx->arena, "线索 " WR_FMT "（" WR_FMT "，" WR_FMT "，" WR_FMT "）",
                           WR_ARG(k->number),
                           WR_ARG(k->outlet_name.n ? k->outlet_name : k->enterprise_name),
                           WR_ARG(k->factor_name.n ? k->factor_name : k->factor),
                           WR_ARG(day_of_ms(p->ctx, k->from_ms)));
}

/** {"measured":…, "limit":…, "evidence":…}, or {"ph":…, "evidence":…} without a limit. */
static struct wr_str exceedance_json(const struct propose *p, struct wr_str limit,
                                     struct wr_str ref)
{
    struct wr_jw w;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, 4000);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_str(&w, limit.n > 0 ? "measured" : "ph", p->o->clue.value);
    if (limit.n > 0)
        wr_jw_str(&w, "limit", limit);
    wr_jw_str(&w, "evidence", ref);
    wr_jw_obj_end(&w);
    return wr_arena_dup(p->ctx->arena, wr_buf_view(&b));
}

/** An exceedance as monitored: measured value and limit as they stand, so that the multiple is never rounded (ENG-3). */
static int propose_exceedance(const struct propose *p)
{
    const struct wr_clue *k = &p->o->clue;
    const struct wr_pen_factor *f = factor_of(p, WR_S("exceedance"), (struct wr_str){NULL, 0});
    struct wr_arena *a = p->ctx->arena;
    struct wr_pen_num multiple;
    bool is_limit = wr_str_eq(k->rule, WR_S("E1")) || wr_str_eq(k->rule, WR_S("E2"));

    if (!f || !is_limit || k->value.n == 0 || k->bound.n == 0)
        return 0;
    struct wr_str ref = clue_ref(p);
    struct wr_str why = wr_arena_printf(
        a, "监测值 " WR_FMT "，限值 " WR_FMT "，按未取整的值比较%s", WR_ARG(k->value),
        WR_ARG(k->bound), k->evidence ? "" : "；该设备的法制、技术审核未登记，不能单独作为证据");
    if (wr_str_eq(k->factor, WR_S(PH_CODE)))
        return put(p, "factor", f->key, exceedance_json(p, (struct wr_str){NULL, 0}, ref), ref,
                   why);
    if (!wr_pen_num_multiple(k->value, k->bound, &multiple) || multiple.n <= 0)
        return 0; /* more digits than are exact, or below the limit */
    return put(p, "factor", f->key, exceedance_json(p, k->bound, ref), ref, why);
}

static int propose_clue(const struct propose *p)
{
    const struct wr_clue *k = &p->o->clue;
    int rc = 0;

    if (k->id == 0)
        return 0;
    if (p->o->visit.id == 0)
        rc = put(p, "fact", WR_S("discovered_on"), quoted(p, day_of_ms(p->ctx, k->raised_ms)),
                 clue_ref(p), WR_S("线索产生当日发现"));
    return rc < 0 ? rc : propose_exceedance(p);
}

int wr_pen_propose(struct wr_tx *tx, const struct wr_pen_docket *d, const struct wr_pen_case *c,
                   const struct wr_enterprise *e, const struct wr_pen_origin *o)
{
    const struct propose p = {tx, wr_tx_ctx(tx), d, c, e, o};
    int rc = d->table_id.n > 0 ? propose_counts(&p) : 0;

    rc = rc < 0 ? rc : propose_file(&p);
    rc = rc < 0 ? rc : propose_place(&p);
    rc = rc < 0 ? rc : propose_map(&p);
    rc = rc < 0 ? rc : propose_visit(&p);
    return rc < 0 ? rc : propose_clue(&p);
}
