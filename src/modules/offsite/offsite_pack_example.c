/*
 * Worked examples of a pack: a few series in, how often the rule speaks out. A value is a decimal text, "-" where nothing came, and
 * "35*12" twelve times the same.
 */
#include "modules/offsite/offsite_site.h"

#include "base/calendar.h"

#include <math.h>
#include <stdlib.h>

#define SERIES_MAX 16
#define STEPS_MAX 60000
#define ARENA_MAX ((size_t)64 << 20)

struct series_in {
    int64_t outlet;
    struct wr_str factor, field;
    struct wr_list values; /* struct wr_str */
    struct wr_str marks;   /* a letter each; the last one goes on */
    int64_t role, quantity;
    bool has_rated;
    double rated;
    int64_t group;
    bool spare;
};
struct span_in {
    int64_t kind;
    int64_t from_min;
    bool has_to_min;
    int64_t to_min;
    bool invalidates, stopped;
};
struct order_in {
    bool stop;
    int64_t cut_bp, from_min;
};
struct example {
    struct wr_str name, rule;
    int64_t medium, cn, step_min, grain;
    struct wr_str start;
    bool has_o2_ref, has_hi, has_lo, has_range_hi, has_span, has_order, has_raised, has_at_min;
    double o2_ref, hi, lo, range_hi;
    struct wr_str limit_factor;
    struct wr_list series; /* struct series_in */
    struct span_in span;
    struct order_in order;
    bool has_late_s, has_version_at, has_tick_min, has_packets, has_defects;
    int64_t late_s;     /* rows come this much after they are due */
    int64_t version_at; /* the row that is another version */
    int64_t tick_min;   /* time goes on this long after the last row */
    int64_t packets, defects;
    bool backfill;
    int64_t raised, at_min;
};

static const struct wr_enum_item fields[] = {
    {"rtd", WR_TELE_RTD, "实时值", "instant"},
    {"avg", WR_TELE_AVG, "均值", "mean"},
    {"cou", WR_TELE_COU, "累计", "sum"},
    {"zsavg", WR_TELE_ZS_AVG, "折算均值", "converted"},
    {"info", WR_TELE_INFO_VALUE, "信息", "information"},
    {0},
};

#define S struct series_in
static const struct wr_field series_fields[] = {
    {.name = "outlet",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(S, outlet),
     .max = 64,
     .zh = "点位",
     .doc = "number of the point, 1 …"},
    WR_STR(S, factor, 1, WR_TELE_FACTOR_MAX, "因子", "code"),
    WR_STR_OPT(S, field, 0, 10, "字段", "rtd, avg, cou, zsavg or info; absent: avg"),
    WR_STRS_OPT(S, values, STEPS_MAX, "数值", "decimals; - for none, 35*12 for twelve"),
    WR_STR_OPT(S, marks, 0, 2000, "标记", "a letter each; the last one goes on"),
    WR_ENUM_OPT(S, role, wr_offsite_channel_roles, "角色", "it is a meter of the line"),
    WR_ENUM_OPT(S, quantity, wr_offsite_quantities, "量", "what the meter measures"),
    WR_F64_OPT(S, rated, "额定", "rated value"),
    {.name = "group",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(S, group),
     .max = 100,
     .zh = "组",
     .doc = "devices that stand in for each other"},
    WR_BOOL_OPT(S, spare, "备用", "spare device"),
    {0},
};
#define SP struct span_in
static const struct wr_field span_fields[] = {
    WR_ENUM(SP, kind, wr_offsite_span_kinds, "类别", "kind"),
    WR_I64(SP, from_min, 0, 10000000, "起", "minutes after the start"),
    WR_I64_OPT(SP, to_min, 0, 10000000, "止", "minutes after the start; absent: open"),
    WR_BOOL_OPT(SP, invalidates, "无效", "data in it do not count"),
    WR_BOOL_OPT(SP, stopped, "停运", "leaves the denominators"),
    {0},
};
#define O struct order_in
static const struct wr_field order_fields[] = {
    WR_BOOL(O, stop, "停产", "stop order; else a cut"),
    WR_I64(O, cut_bp, 0, 10000, "压减", "share to cut"),
    WR_I64(O, from_min, 0, 10000000, "起", "minutes after the start"),
    {0},
};
#define X struct example
static const struct wr_field example_fields[] = {
    WR_TEXT(X, name, 1, 160, "算例", "name"),
    WR_STR(X, rule, 1, 4, "规则", "which rule is asked"),
    WR_ENUM_OPT(X, medium, wr_offsite_mediums, "介质", "medium of the points; absent: gas"),
    {.name = "cn",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(X, cn),
     .max = 9999,
     .zh = "命令",
     .doc = "command code; absent: 2061"},
    {.name = "step_min",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(X, step_min),
     .max = 1440,
     .zh = "间隔",
     .doc = "minutes between rows; absent: 60"},
    WR_STR_OPT(X, start, 0, 30, "起点", "of the first row; absent: 2026-05-01"),
    WR_F64_OPT(X, o2_ref, "基准氧", "reference oxygen"),
    WR_STR_OPT(X, limit_factor, 0, 24, "限值因子", "absent: factor of the first series"),
    WR_ENUM_OPT(X, grain, wr_offsite_grains, "限值口径", "absent: hour"),
    WR_F64_OPT(X, hi, "上限", "limit"),
    WR_F64_OPT(X, lo, "下限", "lower limit"),
    WR_F64_OPT(X, range_hi, "量程", "measuring range of the first series"),
    WR_LIST(X, series, 0, SERIES_MAX, series_fields, S, "序列", "what came"),
    WR_OBJ_OPT(X, span, span_fields, "时段", "a stretch that is marked or reported"),
    WR_OBJ_OPT(X, order, order_fields, "管控", "a control order"),
    WR_I64_OPT(X, late_s, -100000000, 100000000, "迟到", "seconds after due"),
    WR_I64_OPT(X, version_at, 0, STEPS_MAX, "改动", "row that is another version"),
    WR_I64_OPT(X, tick_min, 0, 10000000, "等待", "minutes of silence at the end"),
    WR_I64_OPT(X, packets, 0, 100000000, "报文", "W2: packets of the day"),
    WR_I64_OPT(X, defects, 0, 100000000, "缺陷", "W2: defects of the day"),
    WR_BOOL_OPT(X, backfill, "补传", "rows are back-fill"),
    WR_I64_OPT(X, raised, 0, 1000, "次数", "how often it must speak"),
    WR_I64_OPT(X, at_min, -100000, 10000000, "时刻",
               "when it speaks first, minutes after the start"),
    {0},
};

/* ---- running -------------------------------------------------------------------------------------- */

struct heard {
    int rule;
    int64_t n, first_ms;
};

static void hear(void *arg, const struct wr_offsite_event *e)
{
    struct heard *h = arg;
    if (e->said != WR_SAID_RAISE || e->rule != h->rule)
        return;
    if (h->n++ == 0)
        h->first_ms = e->raised_ms;
}

static double number_of(struct wr_arena *a, struct wr_str text)
{
    const char *z = wr_arena_cstr(a, text);
    char *end = NULL;
    double v = z != NULL && text.n > 0 ? strtod(z, &end) : NAN;
    return end != NULL && *end == 0 ? v : NAN;
}

/** Values unrolled: one double a step, NaN for nothing. @return steps, -1: too many or unreadable */
static int64_t unroll(struct wr_arena *a, const S *s, double **ret)
{
    const struct wr_str *texts = s->values.p;
    double *v = wr_arena_array(a, STEPS_MAX, sizeof(*v));
    int64_t n = 0;
    if (v == NULL)
        return -1;
    for (size_t i = 0; i < s->values.n; i++) {
        struct wr_str rest = texts[i];
        struct wr_str one = wr_str_cut(&rest, '*');
        int64_t times = 1;
        if (rest.n > 0 && !wr_str_i64(rest, &times))
            return -1;
        double x = wr_str_eq(one, WR_S("-")) ? NAN : number_of(a, one);
        if (isnan(x) && !wr_str_eq(one, WR_S("-")))
            return -1;
        for (int64_t k = 0; k < times; k++) {
            if (n == STEPS_MAX)
                return -1;
            v[n++] = x;
        }
    }
    *ret = v;
    return n;
}

struct scene {
    const X *e;
    double *v[SERIES_MAX];
    int64_t n[SERIES_MAX], steps, start_ms;
    struct wr_offsite_point_conf points[SERIES_MAX];
    struct wr_offsite_channel channels[SERIES_MAX];
    struct wr_offsite_bound bound;
    struct wr_offsite_range range;
    struct wr_offsite_span span;
    struct wr_offsite_order order;
    struct wr_offsite_line_conf line;
    struct wr_offsite_site_conf conf;
};

static int64_t outlet_of(const S *s)
{
    return s->outlet != 0 ? s->outlet : 1;
}

static void add_point(struct scene *c, int64_t outlet)
{
    for (size_t i = 0; i < c->conf.points_n; i++)
        if (c->points[i].outlet_id == outlet)
            return;
    const X *e = c->e;
    c->points[c->conf.points_n++] = (struct wr_offsite_point_conf){
        .outlet_id = outlet,
        .medium = e->medium != 0 ? e->medium : WR_OM_GAS,
        .has_o2_ref = e->has_o2_ref,
        .o2_ref = e->o2_ref,
        .bounds = &c->bound,
        .bounds_n = e->has_hi || e->has_lo ? 1 : 0,
        .ranges = &c->range,
        .ranges_n = e->has_range_hi ? 1 : 0,
        .spans = &c->span,
        .spans_n = e->has_span ? 1 : 0,
    };
}

static void add_channel(struct scene *c, const S *s)
{
    if (s->role == 0) {
        c->line.emission_outlet_id = outlet_of(s);
        return;
    }
    c->channels[c->line.channels_n++] =
        (struct wr_offsite_channel){.outlet_id = outlet_of(s),
                                    .factor = s->factor,
                                    .role = s->role,
                                    .quantity = s->quantity != 0 ? s->quantity : WR_OQ_POWER,
                                    .rated = s->has_rated ? s->rated : 100,
                                    .group = s->group,
                                    .spare = s->spare};
}

/** @return false: a value is unreadable, or there are too many */
static bool set_scene(struct wr_arena *a, const X *e, struct scene *c)
{
    const S *s = e->series.p;
    *c = (struct scene){.e = e};
    if (e->start.n == 0 || !wr_stamp_parse(e->start, &c->start_ms))
        c->start_ms = wr_date_to_ms((struct wr_date){2026, 5, 1});
    int64_t t = c->start_ms;
    c->bound = (struct wr_offsite_bound){.factor = e->limit_factor.n > 0 ? e->limit_factor
                                                   : e->series.n > 0     ? s->factor
                                                                         : WR_S("-"),
                                         .grain = e->grain != 0 ? e->grain : WR_OG_HOUR,
                                         .has_lo = e->has_lo,
                                         .has_hi = e->has_hi,
                                         .lo = e->lo,
                                         .hi = e->hi};
    c->range = (struct wr_offsite_range){.factor = c->bound.factor, .hi = e->range_hi};
    c->span = (struct wr_offsite_span){.kind = e->span.kind,
                                       .from_ms = t + e->span.from_min * 60000,
                                       .to_ms = e->span.has_to_min ? t + e->span.to_min * 60000 : 0,
                                       .invalidates = e->span.invalidates,
                                       .stopped = e->span.stopped};
    c->order = (struct wr_offsite_order){
        .stop = e->order.stop, .cut_bp = e->order.cut_bp, .from_ms = t + e->order.from_min * 60000};
    c->line = (struct wr_offsite_line_conf){.line_id = 1,
                                            .channels = c->channels,
                                            .orders = &c->order,
                                            .orders_n = e->has_order ? 1 : 0,
                                            .spans = &c->span,
                                            .spans_n = e->has_span ? 1 : 0};
    for (size_t i = 0; i < e->series.n; i++) {
        c->n[i] = unroll(a, &s[i], &c->v[i]);
        if (c->n[i] < 0)
            return false;
        c->steps = c->n[i] > c->steps ? c->n[i] : c->steps;
        add_point(c, outlet_of(&s[i]));
        add_channel(c, &s[i]);
    }
    if (e->series.n == 0)
        add_point(c, 1);
    c->conf.enterprise_id = 1;
    c->conf.points = c->points;
    c->conf.lines = &c->line;
    c->conf.lines_n = c->line.channels_n > 0 ? 1 : 0;
    return true;
}

static size_t values_at(const struct scene *c, int64_t outlet, int64_t step,
                        struct wr_offsite_value *out)
{
    const S *s = c->e->series.p;
    size_t n = 0;
    for (size_t i = 0; i < c->e->series.n; i++) {
        if (outlet_of(&s[i]) != outlet || step >= c->n[i] || isnan(c->v[i][step]))
            continue;
        int64_t field = s[i].field.n > 0 ? wr_enum_value(fields, s[i].field) : WR_TELE_AVG;
        out[n] = (struct wr_offsite_value){
            .factor = s[i].factor, .field = (int)field, .value = c->v[i][step]};
        size_t k = (size_t)step < s[i].marks.n ? (size_t)step : s[i].marks.n - 1;
        out[n++].mark[0] = s[i].marks.n > 0 ? s[i].marks.p[k] : 'N';
    }
    return n;
}

static void play(struct wr_offsite_site *site, const struct scene *c)
{
    const X *e = c->e;
    int cn = e->cn != 0 ? (int)e->cn : WR_TELE_HOUR;
    int64_t step_ms = (e->step_min != 0 ? e->step_min : 60) * 60000;
    struct wr_offsite_value v[SERIES_MAX];
    int64_t end = c->start_ms;
    for (int64_t i = 0; i < c->steps; i++)
        for (size_t p = 0; p < c->conf.points_n; p++) {
            struct wr_offsite_row row = {.outlet_id = c->points[p].outlet_id,
                                         .cn = cn,
                                         .t_ms = c->start_ms + i * step_ms,
                                         .backfill = e->backfill,
                                         .version = e->has_version_at && e->version_at == i ? 2 : 1,
                                         .values = v};
            row.received_ms = wr_offsite_row_due(cn, row.t_ms, step_ms) + e->late_s * 1000;
            row.n = values_at(c, row.outlet_id, i, v);
            if (row.n > 0)
                (void)wr_offsite_site_row(site, &row);
            end = row.t_ms + step_ms;
        }
    if (e->has_packets)
        wr_offsite_site_defects(site, 1, c->start_ms, e->packets, e->defects);
    if (e->has_tick_min)
        wr_offsite_site_tick(site, end + e->tick_min * 60000);
}

int wr_offsite_pack_example(struct wr_ctx *ctx, const struct wr_pack *pack,
                            const struct wr_json *example, struct wr_str path,
                            struct wr_str *ret_diff)
{
    X e;
    struct scene c;
    int rc = wr_json_into(ctx, example, path, example_fields, &e, sizeof(e));
    if (rc < 0)
        return rc;
    struct heard h = {.rule = (int)wr_enum_value(wr_offsite_rules, e.rule)};
    WR_CLEANUP(wr_arena_done) struct wr_arena a;
    wr_arena_init(&a, ARENA_MAX);
    if (h.rule < 0 || !set_scene(&a, &e, &c)) {
        wr_fault(ctx, path, WR_K_offsite_example, e.name);
        return wr_faults_end(ctx);
    }
    struct wr_offsite_site *site =
        wr_offsite_site_new(&a, &c.conf, pack->typed, (struct wr_offsite_sink){hear, &h});
    if (site == NULL)
        return wr_fail(ctx, WR_K_memory);
    play(site, &c);
    *ret_diff = (struct wr_str){NULL, 0};
    int64_t want = e.has_raised ? e.raised : 1;
    int64_t at_min = (h.first_ms - c.start_ms) / 60000;
    if (h.n != want)
        *ret_diff = wr_arena_printf(ctx->arena, "触发 %lld 次，应为 %lld 次", (long long)h.n,
                                    (long long)want);
    else if (e.has_at_min && h.n > 0 && at_min != e.at_min)
        *ret_diff = wr_arena_printf(ctx->arena, "在第 %lld 分钟触发，应为第 %lld 分钟",
                                    (long long)at_min, (long long)e.at_min);
    return 0;
}
