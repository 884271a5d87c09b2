/* The demonstration's regions, officers and enterprises. */
#include "app/demo.h"
#include "codec/table.h"
#include "modules/enterprise/enterprise_rules.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/officer/officer_svc.h"
#include "modules/region/region_svc.h"

#include <inttypes.h>
#include <stdio.h>

#define SHARE_TOTAL 2200
#define CITY_OFFICERS 20
#define ENTERPRISES_PER_OFFICER 8
#define SETUP_DAYS                                                                                 \
    400 /* before the year of visits begins: the cases of the year before have their parties */
#define MARK "（演示）"

/* ---- regions ---------------------------------------------------------------------------------- */

/** One line of the table of regions. */
struct region_line {
    struct wr_str code, name, parent_code;
    int64_t level;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
};
static const struct wr_field region_line_fields[] = {
    WR_STR_OPT(struct region_line, code, 0, 12, "代码", "code"),
    WR_STR(struct region_line, name, 1, 40, "名称", "name"),
    WR_STR_OPT(struct region_line, parent_code, 0, 12, "上级", "code of the district"),
    WR_ENUM(struct region_line, level, wr_region_levels, "级别", "district or street"),
    WR_I64_OPT(struct region_line, lng_e6, 0, 180000000, "经度", "label point"),
    WR_I64_OPT(struct region_line, lat_e6, 0, 90000000, "纬度", "label point"),
    {0},
};

static int read_line(struct wr_ctx *ctx, const struct wr_table *t, size_t row,
                     struct region_line *ret)
{
    *ret = (struct region_line){0};
    for (size_t c = 0; c < t->n_cols && c < t->rows[row].n; c++) {
        const struct wr_field *f = wr_field_find(region_line_fields, t->header[c]);
        struct wr_str cell = t->rows[row].cells[c];
        if (f && (cell.n > 0 || (f->flags & WR_FF_OPT) == 0))
            (void)wr_field_from_text(ctx, f, cell, wr_str(f->name), ret);
    }
    return wr_faults_end(ctx);
}

static const struct demo_district_data *data_of(struct wr_str name)
{
    for (size_t i = 0; i < demo_districts_n; i++) {
        if (wr_str_eq(name, wr_str(demo_districts[i].name)))
            return &demo_districts[i];
    }
    return NULL;
}

/** Codes of the districts while their streets are read. */
struct region_work {
    struct demo *d;
    char codes[DEMO_DISTRICTS_MAX][16];
};

static int add_region(struct wr_tx *tx, struct region_work *w, const struct region_line *l)
{
    struct demo *d = w->d;
    size_t at = 0;
    while (l->parent_code.n > 0 && at < d->districts_n &&
           !wr_str_eq(l->parent_code, wr_str(w->codes[at])))
        at++;
    struct wr_region r = {.code = l->code.n > 0 ? l->code : (struct wr_str){NULL, 0},
                          .name = l->name,
                          .parent_id = l->parent_code.n > 0 ? d->districts[at].id : 0,
                          .level = l->level,
                          .has_lng_e6 = l->has_lng_e6,
                          .has_lat_e6 = l->has_lat_e6,
                          .lng_e6 = l->lng_e6,
                          .lat_e6 = l->lat_e6,
                          .version = 1};
    int64_t id = 0;
    int rc = wr_region_add_in(tx, &r, &id);
    if (rc != 0)
        return rc;
    if (l->level == WR_REGION_STREET) {
        struct demo_district *parent = &d->districts[at];
        if (parent->streets_n < DEMO_STREETS_MAX)
            parent->streets[parent->streets_n++] = id;
        return 0;
    }
    const struct demo_district_data *data = data_of(l->name);
    if (!data || d->districts_n == DEMO_DISTRICTS_MAX ||
        !wr_str_copy_z(l->code, w->codes[d->districts_n], sizeof w->codes[0]))
        return wr_fail(d->ctx, WR_K_bug, l->name);
    d->districts[d->districts_n++] =
        (struct demo_district){.id = id, .data = data, .lng_e6 = l->lng_e6, .lat_e6 = l->lat_e6};
    return 0;
}

static int add_regions(struct wr_tx *tx, void *arg)
{
    struct region_work *w = arg;
    struct wr_ctx *ctx = w->d->ctx;
    struct wr_table t;
    w->d->districts_n = 0;
    struct wr_str csv = {(const char *)demo_regions_csv, demo_regions_csv_n};
    int rc = wr_table_read(ctx, csv, region_line_fields, &t);
    for (size_t i = 0; rc == 0 && i < t.n_rows; i++) {
        struct region_line l;
        rc = read_line(ctx, &t, i, &l);
        if (rc == 0)
            rc = add_region(tx, w, &l);
    }
    return rc;
}

int demo_make_regions(struct demo *d)
{
    struct region_work w = {.d = d};
    demo_at(d, wr_date_to_ms(wr_date_from_days(d->first_day - SETUP_DAYS)) + INT64_C(9) * 3600000);
    int rc = wr_tx_run(d->ctx, WR_TX_WRITE, "demo.regions", add_regions, &w);
    wr_arena_reset(&d->arena);
    return rc;
}

/** How many of `total` fall to each district, by its share; the last one takes the rest. */
static void share_out(struct demo *d, size_t total)
{
    size_t from = 0;
    int shares = 0;
    for (size_t i = 0; i < d->districts_n; i++) {
        shares += d->districts[i].data->share;
        size_t to = total * (size_t)shares / SHARE_TOTAL;
        if (i + 1 == d->districts_n)
            to = total;
        d->districts[i].enterprises_from = from;
        d->districts[i].enterprises_n = to - from;
        from = to;
    }
}

/* ---- officers --------------------------------------------------------------------------------- */

static int64_t scatter(struct demo_rng *r, int64_t centre_e6, int64_t spread_e6)
{
    /* the sum of two falls off towards the edge */
    return centre_e6 + demo_below(r, spread_e6) + demo_below(r, spread_e6) - spread_e6;
}

static void plan_officers(struct demo *d)
{
    size_t n = 0;
    share_out(d, d->enterprises_n);
    for (size_t i = 0; i < d->districts_n; i++) {
        struct demo_district *t = &d->districts[i];
        t->officers_from = n;
        t->officers_n = t->enterprises_n / ENTERPRISES_PER_OFFICER + 2;
        for (size_t k = 0; k < t->officers_n; k++, n++) {
            struct demo_rng r = demo_rng(d->seed, DEMO_OFFICER, n);
            d->officers[n] = (struct demo_officer){.district = i};
            d->officers[n].lng_e6 = scatter(&r, t->lng_e6, t->data->spread_e6 / 2);
            d->officers[n].lat_e6 = scatter(&r, t->lat_e6, t->data->spread_e6 / 2);
        }
    }
    for (size_t k = 0; k < CITY_OFFICERS; k++)
        d->officers[n++] = (struct demo_officer){
            .district = DEMO_DISTRICTS_MAX, .lng_e6 = 113625000, .lat_e6 = 34747000};
    d->officers_n = n;
}

/** One in thirty has a certificate that ended lately, one in forty has none. The first two of a district are always good. */
static int32_t plan_certificate(struct demo *d, size_t i, struct demo_rng *r)
{
    const struct demo_officer *o = &d->officers[i];
    bool first = o->district < d->districts_n && i < d->districts[o->district].officers_from + 2;
    int32_t last = d->first_day + DEMO_YEAR_DAYS;
    if (first || i % 40 != 17) {
        bool ends = !first && i % 30 == 11;
        return ends ? last - 10 - (int32_t)demo_below(r, 60)
                    : last + 30 + (int32_t)demo_below(r, 1500);
    }
    return 0;
}

static struct wr_str day_text(struct wr_ctx *ctx, int32_t days)
{
    char text[WR_DATE_TEXT];
    wr_date_format(wr_date_from_days(days), text);
    return wr_arena_dup(ctx->arena, wr_str(text));
}

static int add_officer(struct wr_tx *tx, struct demo *d, size_t i)
{
    struct wr_ctx *ctx = d->ctx;
    struct demo_officer *p = &d->officers[i];
    bool city = p->district >= d->districts_n;
    const struct demo_district *t = city ? NULL : &d->districts[p->district];
    struct demo_rng r = demo_rng(d->seed, DEMO_OFFICER, 100000 + i);
    p->cert_to = plan_certificate(d, i, &r);
    static const char *const titles[] = {"执法人员", "执法人员", "执法人员", "中队长", "执法人员"};
    struct wr_officer o = {
        .name =
            wr_arena_printf(ctx->arena, "%s%s", demo_surnames[i / demo_given_n % demo_surnames_n],
                            demo_given[i % demo_given_n]),
        .unit =
            city ? wr_str("市生态环境综合行政执法支队" MARK)
                 : wr_arena_printf(ctx->arena, "%s生态环境综合行政执法大队" MARK, t->data->brief),
        .title =
            wr_str(!city && i == t->officers_from ? "大队长" : titles[i % WR_ARRAY_LEN(titles)]),
        .district_id = city ? 0 : t->id,
        .cert_no = WR_S(""),
        .in_post = true,
        .phone = wr_arena_printf(ctx->arena, "0371-0000%04zu",
                                 i + 1), /* no local number begins with 0 */
        .has_lng_e6 = true,
        .has_lat_e6 = true,
        .lng_e6 = p->lng_e6,
        .lat_e6 = p->lat_e6,
        .photo_id = d->photos[i % DEMO_PHOTOS],
        .capacity = 30,
        .version = 1,
    };
    if (p->cert_to != 0) {
        o.cert_no = wr_arena_printf(ctx->arena, "演示%06zu", i + 1);
        o.cert_from = day_text(ctx, p->cert_to - 5 * 365);
        o.cert_to = day_text(ctx, p->cert_to);
    }
    return wr_officer_add_in(tx, &o, &p->id);
}

int demo_make_officers(struct demo *d)
{
    plan_officers(d);
    return demo_each(d, d->ctx->lang == WR_LANG_ZH ? "执法人员" : "officers", d->officers_n,
                     add_officer);
}

/* ---- enterprises ------------------------------------------------------------------------------ */

/** A code whose two check characters are right and which nobody can have: region 410199 and organisation DEM… do not exist. */
static struct wr_str credit_code(struct wr_ctx *ctx, size_t i)
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    char org[9];
    (void)snprintf(org, sizeof org, "DEM%05zu", i % 100000);
    int sum = 0;
    for (size_t k = 0; k < 8; k++)
        sum += weights[k] * (org[k] <= '9' ? org[k] - '0' : org[k] - 'A' + 10);
    int check = 11 - sum % 11;
    char c = check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
    struct wr_str first = wr_arena_printf(ctx->arena, "91410199%s%c", org, c);
    return wr_arena_printf(ctx->arena, WR_FMT "%c", WR_ARG(first), wr_uscc_check_char(first));
}

/** A few codes are wrong in the ways that real lists have; the registry must show them so. */
static struct wr_str credit_code_as_given(struct wr_ctx *ctx, size_t i)
{
    struct wr_str good = credit_code(ctx, i);
    switch (i % 331) {
    case 37:
        return wr_arena_printf(ctx->arena, "%.*s%c", 17, good.p, good.p[17] == 'A' ? 'B' : 'A');
    case 101:
        return wr_arena_printf(ctx->arena, "9141O199%.*s", 10, good.p + 8);
    case 167:
        return wr_arena_printf(ctx->arena, WR_FMT "（01）", WR_ARG(good));
    case 211:
        return WR_S("");
    case 283:
        return WR_S("91410199**********");
    default:
        return good;
    }
}

static const struct demo_industry *pick_industry(struct demo_rng *r, bool rural)
{
    int64_t total = 0;
    for (size_t i = 0; i < demo_industries_n; i++)
        total += rural || !demo_industries[i].rural ? demo_industries[i].weight : 0;
    int64_t at = demo_below(r, total);
    for (size_t i = 0; i < demo_industries_n; i++) {
        at -= rural || !demo_industries[i].rural ? demo_industries[i].weight : 0;
        if (at < 0)
            return &demo_industries[i];
    }
    return &demo_industries[0];
}

static void fill_grades(struct demo_rng *r, const struct demo_industry *in, struct wr_enterprise *e)
{
    bool key = in->key && demo_chance(r, 45);
    e->class = key ? WR_CLASS_KEY : demo_chance(r, 8) ? WR_CLASS_SPECIAL : WR_CLASS_GENERAL;
    e->permit_class = key                  ? WR_PERMIT_CLASS_KEY
                      : demo_chance(r, 40) ? WR_PERMIT_CLASS_SIMPLIFIED
                                           : WR_PERMIT_CLASS_REGISTRATION;
    e->scale = key ? demo_below(r, 2) : WR_SCALE_MEDIUM + demo_below(r, 3);
    e->credit_grade = demo_chance(r, 60) ? WR_CREDIT_B : demo_below(r, 4);
    e->env_code = demo_chance(r, 90)   ? WR_ENV_GREEN
                  : demo_chance(r, 75) ? WR_ENV_YELLOW
                                       : WR_ENV_RED;
    static const int64_t grades[] = {WR_PERF_A,    WR_PERF_B,   WR_PERF_B, WR_PERF_B_MINUS,
                                     WR_PERF_C,    WR_PERF_C,   WR_PERF_D, WR_PERF_LEADING,
                                     WR_PERF_NONE, WR_PERF_NONE};
    e->performance_grade = grades[demo_below(r, WR_ARRAY_LEN(grades))];
    e->risk = key && demo_chance(r, 30) ? WR_RISK_HIGH : WR_RISK_ORDINARY;
    e->state_owned = demo_chance(r, 7);
}

static void fill_permit(struct wr_ctx *ctx, struct demo *d, struct demo_rng *r,
                        struct wr_enterprise *e)
{
    if (e->permit_class == WR_PERMIT_CLASS_REGISTRATION || e->credit_code_raw.n != 18)
        return;
    const char *letter = demo_chance(r, 60) ? "P" : demo_chance(r, 50) ? "V" : "U";
    e->permit_no = wr_arena_printf(ctx->arena, WR_FMT "001%s", WR_ARG(e->credit_code_raw), letter);
    e->permit_valid_to = day_text(ctx, d->first_day + 200 + (int32_t)demo_below(r, 1600));
}

static size_t district_of(const struct demo *d, size_t i)
{
    size_t t = 0;
    while (t + 1 < d->districts_n && i >= d->districts[t + 1].enterprises_from)
        t++;
    return t;
}

/**
 * "巩义玄黄耐火材料有限公司（演示）". The word runs through its list within a district, and the words are taken again for other
 * trades: with a step prime to their number two enterprises get one name only if 65 apart and of one trade, so the round
 * is written too.
 */
static struct wr_str made_up_name(struct wr_ctx *ctx, const struct demo_district *t, size_t k,
                                  const struct demo_industry *in)
{
    static const char *const rounds[] = {"", "兴", "华", "新", "东", "宏", "丰", "盛"};
    const char *word = demo_words[k * 7 % demo_words_n];
    const char *round = rounds[k / demo_words_n % WR_ARRAY_LEN(rounds)];
    bool firm = strcmp(in->trade, "医院") != 0 && strcmp(in->trade, "加油站") != 0;
    return wr_arena_printf(ctx->arena, "%s%s%s%s%s" MARK, t->data->brief, word, round, in->trade,
                           firm ? "有限公司" : "");
}

/** The list has its number of members: whoever comes when one is missing gets on it, unless of high risk. */
static bool is_turn_to_list(const struct demo *d, size_t i)
{
    size_t listed = 0;
    for (size_t k = 0; k < i; k++)
        listed += d->enterprises[k].listed;
    return listed < (i + 1) * DEMO_LISTED / SHARE_TOTAL;
}

static int add_enterprise(struct wr_tx *tx, struct demo *d, size_t i)
{
    struct wr_ctx *ctx = d->ctx;
    struct demo_enterprise *p = &d->enterprises[i];
    struct demo_rng r = demo_rng(d->seed, DEMO_ENTERPRISE, i);
    size_t at = district_of(d, i);
    const struct demo_district *t = &d->districts[at];
    bool rural = t->data->share >= 110;
    const struct demo_industry *in = pick_industry(&r, rural);
    struct wr_enterprise e = WR_ENTERPRISE_NEW;
    e.name = made_up_name(ctx, t, i - t->enterprises_from, in);
    e.credit_code_raw = credit_code_as_given(ctx, i);
    e.district_id = t->id;
    e.street_id = t->streets_n > 0 ? t->streets[demo_below(&r, (int64_t)t->streets_n)] : 0;
    e.address = wr_arena_printf(ctx->arena, "%s演示路%" PRId64 "号", t->data->name,
                                1 + demo_below(&r, 400));
    e.industry_code = wr_str(in->code);
    e.industry_name = wr_str(in->name);
    fill_grades(&r, in, &e);
    fill_permit(ctx, d, &r, &e);
    *p = (struct demo_enterprise){.district = at,
                                  .industry = in,
                                  .lng_e6 = scatter(&r, t->lng_e6, t->data->spread_e6),
                                  .lat_e6 = scatter(&r, t->lat_e6, t->data->spread_e6 * 7 / 10),
                                  .listed = e.risk != WR_RISK_HIGH && is_turn_to_list(d, i),
                                  .key = e.class == WR_CLASS_KEY};
    e.has_lng_e6 = e.has_lat_e6 = true;
    e.lng_e6 = p->lng_e6;
    e.lat_e6 = p->lat_e6;
    e.geo_datum = WR_DATUM_WGS84;
    e.positive_state = p->listed                  ? WR_POSITIVE_LISTED
                       : demo_below(&r, 1000) < 6 ? WR_POSITIVE_SUSPENDED
                                                  : WR_POSITIVE_NONE;
    e.contact_name = wr_arena_printf(ctx->arena, "%s联络", demo_surnames[i % demo_surnames_n]);
    e.contact_phone = wr_arena_printf(ctx->arena, "0371-0001%04zu", i % 10000);
    e.note = WR_S("合成数据，仅供演示");
    e.made_up = true;
    return wr_enterprise_add_in(tx, &e, WR_S("演示数据"), &p->id);
}

int demo_make_enterprises(struct demo *d)
{
    return demo_each(d, d->ctx->lang == WR_LANG_ZH ? "企业" : "enterprises", d->enterprises_n,
                     add_enterprise);
}
