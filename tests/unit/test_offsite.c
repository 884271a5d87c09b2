/* offsite: statistics, validity, marks, rates, and every clue rule on both sides of its bound. */
#include "base/attr.h"
#include "base/calendar.h"
#include "codec/json.h"
#include "modules/offsite/offsite_loop.h"
#include "modules/offsite/offsite_site.h"
#include "modules/offsite/offsite_valid.h"
#include "rules/rules.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define HOUR INT64_C(3600000)

static struct wr_arena arena;
static struct wr_clock_fixed fixed;
static struct wr_ctx ctx;
static struct wr_rules *packs;
static const struct wr_pack *pack;

static int begin(void **state)
{
    (void)state;
    static const struct wr_pack_kind *const kinds[] = {&wr_offsite_pack_kind, NULL};
    wr_arena_init(&arena, (size_t)256 << 20);
    wr_clock_fixed_init(&fixed, wr_date_to_ms((struct wr_date){2026, 6, 1}));
    wr_ctx_init(&ctx, &arena, &fixed.clock);
    const struct wr_pack_file *mine = NULL;
    for (size_t i = 0; i < wr_pack_files_n; i++)
        if (strstr(wr_pack_files[i].path, "offsite/") != NULL)
            mine = &wr_pack_files[i];
    assert_non_null(mine);
    assert_int_equal(wr_rules_load_files(&ctx, mine, 1, &packs), 0);
    assert_int_equal(wr_rules_use_kinds(&ctx, packs, kinds), 0);
    pack = wr_rules_at(packs, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_rules_free(packs);
    wr_arena_done(&arena);
    return 0;
}

/* ---- statistics (facts §12) ------------------------------------------------------------------------ */

static void near(double got, double want)
{
    if (isnan(want) ? !isnan(got) : !(fabs(got - want) <= fabs(want) * 1e-9 + 1e-12)) {
        print_error("got %.12g, want %.12g\n", got, want);
        fail();
    }
}

static void means(void **state)
{
    (void)state;
    const double v[] = {10, NAN, 20, 30};
    struct wr_offsite_mean m = wr_offsite_mean_plain(v, 4, 3);
    near(m.value, 20);
    assert_true(m.valid && m.n == 3);
    assert_false(wr_offsite_mean_plain(v, 4, 4).valid);
    near(wr_offsite_mean_plain(v, 0, 0).value, NAN);
    assert_false(wr_offsite_mean_plain(v, 0, 0).valid);
    /* (12): 100 mg/L in 1 m³ and 10 mg/L in 9 m³ */
    const double c[] = {100, 10}, d[] = {1, 9}, none[] = {0, 0}, back[] = {1, -9};
    m = wr_offsite_mean_weighted(c, d, 2, 2);
    near(m.value, 19);
    assert_false(m.no_flow);
    m = wr_offsite_mean_weighted(c, none, 2, 2);
    near(m.value, 55);
    assert_true(m.no_flow && m.valid);
    near(wr_offsite_mean_weighted(c, back, 2, 1).value, 100);
    assert_false(wr_offsite_mean_weighted(c, back, 2, 2).valid);
}

static void flows_and_loads(void **state)
{
    (void)state;
    /* figures of C.16–C.18: 17.5 L/s is 10.5, 63.0 and 1512.0 m³ */
    near(wr_offsite_flow_m3(17.5, 600), 10.5);
    near(wr_offsite_flow_m3(17.5, 3600), 63.0);
    near(wr_offsite_flow_m3(17.5, 86400), 1512.0);
    near(wr_offsite_flow_mean(63.0, 3600), 17.5);
    near(wr_offsite_flow_mean(63.0, 0), NAN);
    near(wr_offsite_load_water(1512, 50), 75.6);
    near(wr_offsite_load_gas(35, 100000), 3.5);
    near(wr_offsite_flow_gas(2, 10), 72000);
    near(wr_offsite_flow_standard(72000, 0, 101325, 0, 0), 72000);
    near(wr_offsite_flow_standard(72000, 273, 101325, 0, 0.5), 18000);
    near(wr_offsite_flow_standard(72000, 20, 101325, 0, 1), NAN);
}

static void conversions(void **state)
{
    (void)state;
    double v = 0;
    near(wr_offsite_to_standard(50, 101325, 0, 0), 50);
    near(wr_offsite_to_standard(50, 101325, 0, 273), 100);
    near(wr_offsite_to_standard(50, 101325, -101325, 20), NAN);
    near(wr_offsite_to_standard(50, 101325, 0, -300), NAN);
    near(wr_offsite_to_dry(80, 0.2), 100);
    near(wr_offsite_to_dry(80, 1), NAN);
    near(wr_offsite_ppm_to_mg(100, 64), 64 * 100 / 22.4);
    near(wr_offsite_nox_mass(100, 10), 100 * 46.006 / 30.006 + 10);
    near(wr_offsite_nox_ppm(40, 10), 50 * 46.006 / 22.4);
    assert_int_equal(wr_offsite_to_reference(30, 12, 9, 20.9, &v), WR_CONVERT_DONE);
    near(v, 40);
    assert_int_equal(wr_offsite_to_reference(30, 20.89, 9, 20.9, &v), WR_CONVERT_DONE);
    assert_int_equal(wr_offsite_to_reference(30, 20.9, 9, 20.9, &v), WR_CONVERT_O2_HIGH);
    near(v, NAN);
    assert_int_equal(wr_offsite_to_reference(30, 22, 9, 30, &v), WR_CONVERT_O2_HIGH);
    assert_int_equal(wr_offsite_to_reference(30, NAN, 9, 20.9, &v), WR_CONVERT_NO_O2);
    assert_int_equal(wr_offsite_to_reference(NAN, 12, 9, 20.9, &v), WR_CONVERT_NO_VALUE);
    assert_int_equal(wr_offsite_to_excess_air(60, 7, 1.2, 20.9, &v), WR_CONVERT_DONE);
    near(v, 75); /* α = 21/14 = 1.5 */
}

static void rounding(void **state)
{
    (void)state;
    static const struct {
        double v;
        int decimals;
        double up, even;
    } rows[] = {{2.5, 0, 3, 2},       {3.5, 0, 4, 4},
                {2.45, 1, 2.5, 2.4},  {2.55, 1, 2.6, 2.6},
                {-2.5, 0, -3, -2},    {0.05, 1, 0.1, 0},
                {1.005, 2, 1.01, 1},  {2.449, 1, 2.4, 2.4},
                {35.0004, 3, 35, 35}, {1e9 + 0.5, 0, 1e9 + 1, 1e9}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        near(wr_offsite_round_to(rows[i].v, rows[i].decimals, WR_ROUND_HALF_UP), rows[i].up);
        near(wr_offsite_round_to(rows[i].v, rows[i].decimals, WR_ROUND_HALF_EVEN), rows[i].even);
    }
    assert_true(isnan(wr_offsite_round_to(NAN, 2, WR_ROUND_HALF_UP)));
    const double a[] = {1, 2, 3, NAN, 5}, b[] = {2, 4, 6, 9, 10}, flat[] = {7, 7, 7, 7, 7};
    near(wr_offsite_correlation(a, b, 5), 1);
    near(wr_offsite_correlation(a, flat, 5), NAN);
    near(wr_offsite_correlation(a, b, 2), NAN);
    assert_true(wr_offsite_differs(100, 102.1, 200));
    assert_false(wr_offsite_differs(100, 102, 200));
    assert_false(wr_offsite_differs(NAN, 102, 0));
}

/* ---- validity (§13.2), marks (§7, §13.3), rates (§13.4) ---------------------------------------------- */

static void validity(void **state)
{
    (void)state;
    const struct wr_offsite_value_facts good = {.value = 5,
                                                .t_ms = 100 * HOUR,
                                                .received_ms = 100 * HOUR,
                                                .future_ms = 300000,
                                                .old_ms = 30 * 24 * HOUR,
                                                .has_range = true,
                                                .range_lo = 0,
                                                .range_hi = 10,
                                                .mark = WR_S("N"),
                                                .has_count = true,
                                                .count = 45,
                                                .count_min = 45};
    struct wr_offsite_value_facts f = good;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_NONE);
    f.mark = WR_S(""); /* 2005 sends none */
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_NONE);
    /* each fault alone, then together with all later ones: the first wins */
    f = good;
    f.count = 44;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_TOO_FEW);
    f.marked = true;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_MARKED);
    f.mark = WR_S("D");
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_FLAG);
    f.value = 10.01;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_PHYSICAL);
    f.t_ms = f.received_ms + 300001;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_TIME);
    f.duplicate = true;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_DUPLICATE);
    f.value = NAN;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_NOT_A_NUMBER);
    f = good;
    f.value = 10;
    f.t_ms = f.received_ms + 300000;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_NONE);
    f.received_ms = f.t_ms + 30 * 24 * HOUR + 1;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_TIME);
    f.backfill = true;
    assert_int_equal(wr_offsite_valid_value(&f), WR_REASON_NONE);
}

/* One letter a child. */
static size_t letters(const char *text, struct wr_str *out)
{
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++)
        out[i] = (struct wr_str){text + i, text[i] == '.' ? 0 : 1};
    return n;
}

static void aggregation(void **state)
{
    (void)state;
    struct wr_str m[128];
    struct wr_str order = WR_S("FDBCMTS");
    static const struct {
        const char *children;
        size_t expected;
        char water, gas;
    } rows[] = {
        {"NNNNNN", 6, 'N', 'N'}, {"NNNNND", 6, 'D', 'N'}, {"NNNNDD", 6, 'D', 'D'},
        {"NNNN", 4, 'N', 'N'},   {"NNND", 4, 'D', 'N'}, /* 75 % exactly */
        {"NNN", 4, 'B', 'N'},    {"NN", 4, 'B', 'D'},     {"MMDD", 4, 'D', 'D'},
        {"MMMDD", 5, 'M', 'D'},  {"SCT", 3, 'C', 'D'},    {"NNFFDD", 6, 'F', 'D'},
        {"..NN", 4, 'N', 'N'},   {"", 6, 'B', 'D'},       {"NZ", 2, 'Z', 'D'},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t n = letters(rows[i].children, m);
        assert_int_equal(wr_offsite_flag_water(m, n, rows[i].expected, order), rows[i].water);
        assert_int_equal(wr_offsite_flag_gas(m, n, rows[i].expected, 7500), rows[i].gas);
    }
}

static struct wr_offsite_mark mark(int64_t by, int64_t from_h, int64_t to_h, const char *factor)
{
    return (struct wr_offsite_mark){.by = by,
                                    .span = {.kind = WR_OS_FAULT,
                                             .factor = wr_str(factor),
                                             .from_ms = from_h * HOUR,
                                             .to_ms = to_h * HOUR,
                                             .invalidates = true}};
}

static void precedence(void **state)
{
    (void)state;
    struct wr_offsite_mark m[4] = {
        mark(WR_MARK_DEVICE, 2, 4, NULL), mark(WR_MARK_DEVICE, 8, 12, NULL),
        mark(WR_MARK_ENTERPRISE, 1, 5, NULL), mark(WR_MARK_ENTERPRISE, 10, 14, NULL)};
    struct wr_offsite_span out[4];
    assert_int_equal(wr_offsite_marks_resolve(m, 4, out), 3);
    assert_true(m[0].replaced);  /* wholly covered */
    assert_false(m[1].replaced); /* in part: both stand */
    assert_true(out[0].from_ms == HOUR && out[1].from_ms == 8 * HOUR &&
                out[2].from_ms == 10 * HOUR);
    /* a mark of one factor does not replace a segment of all */
    struct wr_offsite_mark part[2] = {mark(WR_MARK_DEVICE, 2, 4, NULL),
                                      mark(WR_MARK_ENTERPRISE, 1, 5, "a21026")};
    assert_int_equal(wr_offsite_marks_resolve(part, 2, out), 2);
    struct wr_offsite_mark same[2] = {mark(WR_MARK_DEVICE, 2, 4, "a21026"),
                                      mark(WR_MARK_ENTERPRISE, 2, 4, "a21026")};
    assert_int_equal(wr_offsite_marks_resolve(same, 2, out), 1);
    assert_true(wr_offsite_span_invalid(out, 1, WR_S("a21026"), 3 * HOUR, HOUR));
    assert_true(wr_offsite_span_invalid(out, 1, WR_S("a21026"), HOUR + 1, HOUR));
    assert_false(wr_offsite_span_invalid(out, 1, WR_S("a21026"), HOUR, HOUR));
    assert_false(wr_offsite_span_invalid(out, 1, WR_S("a21026"), 4 * HOUR, HOUR));
    assert_false(wr_offsite_span_invalid(out, 1, WR_S("a21002"), 3 * HOUR, HOUR));
}

static void rates(void **state)
{
    (void)state;
    struct wr_offsite_hour h[24];
    for (int i = 0; i < 24; i++)
        h[i] = (struct wr_offsite_hour){
            .t_ms = i * HOUR, .received_ms = (i + 1) * HOUR + 60000, .normal = true};
    struct wr_offsite_rates r = wr_offsite_rates_of(h, 24, 24, 0, 600000);
    assert_true(r.transmission_bp == 10000 && r.validity_bp == 10000 && r.effective_bp == 10000);
    r = wr_offsite_rates_of(h, 23, 24, 0, 600000); /* 23/24 = 95.83 % */
    assert_true(r.transmission_bp == 9583 && r.effective_bp == 9583);
    h[3].received_ms = 4 * HOUR + 600001; /* late */
    h[4].backfill = true;
    h[5].normal = false;
    h[6].invalid = true;
    r = wr_offsite_rates_of(h, 24, 24, 0, 600000);
    assert_true(r.in_time == 22 && r.transmission_bp == 9166 && r.transmission_full_bp == 10000);
    assert_true(r.valid == 22 && r.validity_bp == 9166 && r.effective_bp == 9166);
    r = wr_offsite_rates_of(h, 0, 24, 24, 600000); /* all stopped: not applicable */
    assert_true(r.transmission_bp == WR_OFFSITE_NO_RATE && r.effective_bp == WR_OFFSITE_NO_RATE);
    r = wr_offsite_rates_of(h, 0, 24, 0, 600000);
    assert_true(r.transmission_bp == 0 && r.validity_bp == WR_OFFSITE_NO_RATE &&
                r.effective_bp == 0);
    r = wr_offsite_rates_of(h, 12, 24, 12, 600000);
    assert_int_equal(r.transmission_full_bp, 10000);
}

static void factors(void **state)
{
    (void)state;
    assert_int_equal(wr_offsite_role_of(WR_S("a21026")), WR_FR_POLLUTANT);
    assert_int_equal(wr_offsite_role_of(WR_S("02")), WR_FR_POLLUTANT);
    assert_int_equal(wr_offsite_role_of(WR_S("w01018")), WR_FR_POLLUTANT);
    assert_int_equal(wr_offsite_role_of(WR_S("011")), WR_FR_POLLUTANT);
    assert_int_equal(wr_offsite_role_of(WR_S("S01")), WR_FR_O2);
    assert_int_equal(wr_offsite_role_of(WR_S("B01")), WR_FR_FLOW);
    assert_int_equal(wr_offsite_role_of(WR_S("a01013")), WR_FR_PRESSURE);
    assert_int_equal(wr_offsite_role_of(WR_S("e30101")), WR_FR_CONDITION);
    assert_int_equal(wr_offsite_role_of(WR_S("FANSTATUS")), WR_FR_OTHER);
}

/* ---- rules (§15, §16) --------------------------------------------------------------------------------- */

static void examples(void **state)
{
    (void)state;
    int64_t loud[WR_OR_N] = {0}, silent[WR_OR_N] = {0};
    size_t n = wr_json_len(pack->examples);
    for (size_t i = 0; i < n; i++) {
        const struct wr_json *e = wr_json_at(pack->examples, i);
        struct wr_str diff = {NULL, 0};
        int64_t raised = 1;
        struct wr_arena_mark m = wr_arena_mark(&arena);
        assert_int_equal(wr_offsite_pack_example(&ctx, pack, e, WR_S("example"), &diff), 0);
        if (diff.n > 0)
            fail_msg(WR_FMT ": " WR_FMT, WR_ARG(wr_json_str(wr_json_get(e, "name"))), WR_ARG(diff));
        int64_t rule = wr_enum_value(wr_offsite_rules, wr_json_str(wr_json_get(e, "rule")));
        assert_true(wr_json_i64(wr_json_get(e, "raised"), &raised));
        (raised > 0 ? loud : silent)[rule]++;
        wr_arena_rewind(&arena, m);
    }
    for (int r = 0; r < WR_OR_N; r++)
        if (loud[r] == 0 || silent[r] == 0)
            fail_msg("%s lacks an example on one side", wr_enum_item(wr_offsite_rules, r)->name);
}

/* A rule that is switched off, or not yet in force, says nothing: every loud example falls silent. */
static void switched_off(void **state)
{
    (void)state;
    struct wr_offsite_pack quiet = *(const struct wr_offsite_pack *)pack->typed;
    struct wr_pack other = *pack;
    struct wr_offsite_rule_row off[WR_OR_N];
    for (int r = 0; r < WR_OR_N; r++) {
        off[r] = *quiet.rule[r];
        off[r].on = r % 2 == 0;
        off[r].from_ms = r % 2 == 0 ? INT64_MAX / 2 : 0;
        quiet.rule[r] = &off[r];
    }
    other.typed = &quiet;
    for (size_t i = 0; i < wr_json_len(pack->examples); i++) {
        struct wr_str diff = {NULL, 0};
        int64_t raised = 0;
        struct wr_arena_mark m = wr_arena_mark(&arena);
        const struct wr_json *e = wr_json_at(pack->examples, i);
        assert_true(wr_json_i64(wr_json_get(e, "raised"), &raised));
        assert_int_equal(wr_offsite_pack_example(&ctx, &other, e, WR_S("example"), &diff), 0);
        assert_true((raised > 0) == (diff.n > 0));
        wr_arena_rewind(&arena, m);
    }
}

/* ---- live and replay ------------------------------------------------------------------------------------ */

struct log {
    struct wr_offsite_event e[400];
    size_t n;
};

static void note(void *arg, const struct wr_offsite_event *e)
{
    struct log *l = arg;
    if (e->said == WR_SAID_RAISE && l->n < 400)
        l->e[l->n++] = *e;
}

static uint64_t seed;
static double pick(double lo, double hi)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return lo + (hi - lo) * (double)(seed >> 40) / (double)(1 << 24);
}

#define DAYS 6
#define ROWS_MAX (2 * DAYS * 24 * 7 + 100)
struct tape {
    struct wr_offsite_value v[ROWS_MAX][3];
    struct wr_offsite_row row[ROWS_MAX];
    size_t n;
};

static void put(struct tape *t, int64_t outlet, int cn, int64_t at, double so2)
{
    struct wr_offsite_value *v = t->v[t->n];
    v[0] = (struct wr_offsite_value){
        .factor = WR_S("a21026"), .field = WR_TELE_AVG, .value = so2, .mark = "N"};
    v[1] = (struct wr_offsite_value){
        .factor = WR_S("a19001"), .field = WR_TELE_AVG, .value = 8, .mark = "N"};
    v[2] = (struct wr_offsite_value){
        .factor = WR_S("a00000"), .field = WR_TELE_AVG, .value = 12, .mark = "N"};
    int64_t due = wr_offsite_row_due(cn, at, 600000);
    t->row[t->n] = (struct wr_offsite_row){.outlet_id = outlet,
                                           .cn = cn,
                                           .t_ms = at,
                                           .received_ms = due + (int64_t)pick(1000, 20000),
                                           .version = 1,
                                           .values = v,
                                           .n = 3};
    t->n++;
}

static int by_arrival(const void *pa, const void *pb)
{
    const struct wr_offsite_row *a = pa, *b = pb;
    return (a->received_ms > b->received_ms) - (a->received_ms < b->received_ms);
}

static int by_due(const void *pa, const void *pb)
{
    const struct wr_offsite_row *a = pa, *b = pb;
    int64_t x = wr_offsite_row_due(a->cn, a->t_ms, 600000),
            y = wr_offsite_row_due(b->cn, b->t_ms, 600000);
    if (x != y)
        return x < y ? -1 : 1;
    if (a->outlet_id != b->outlet_id)
        return a->outlet_id < b->outlet_id ? -1 : 1;
    return (a->cn > b->cn) - (a->cn < b->cn);
}

static int by_what(const void *pa, const void *pb)
{
    const struct wr_offsite_event *a = pa, *b = pb;
    if (a->rule != b->rule)
        return a->rule - b->rule;
    if (a->outlet_id != b->outlet_id)
        return a->outlet_id < b->outlet_id ? -1 : 1;
    return (a->raised_ms > b->raised_ms) - (a->raised_ms < b->raised_ms);
}

static void live_equals_replay(void **state)
{
    (void)state;
    static struct tape t;
    static struct log live, replay;
    const struct wr_offsite_bound bound = {
        .factor = WR_S("a21026"), .grain = WR_OG_HOUR, .has_hi = true, .hi = 35};
    const struct wr_offsite_point_conf points[2] = {
        {.outlet_id = 1, .medium = WR_OM_GAS, .bounds = &bound, .bounds_n = 1},
        {.outlet_id = 2, .medium = WR_OM_GAS, .bounds = &bound, .bounds_n = 1}};
    const struct wr_offsite_site_conf conf = {.enterprise_id = 1, .points = points, .points_n = 2};
    int64_t t0 = wr_date_to_ms((struct wr_date){2026, 5, 4});
    for (int round = 0; round < 20; round++) {
        seed = (uint64_t)round + 1;
        t.n = live.n = replay.n = 0;
        for (int64_t h = 0; h < DAYS * 24; h++)
            for (int64_t o = 1; o <= 2; o++) {
                if (pick(0, 1) < 0.03) /* an hour is lost */
                    continue;
                for (int m = 0; m < 6; m++)
                    put(&t, o, WR_TELE_MINUTE, t0 + h * HOUR + m * 600000,
                        pick(0, 1) < 0.3 ? 0 : pick(-0.5, 60));
                put(&t, o, WR_TELE_HOUR, t0 + h * HOUR,
                    pick(0, 1) < 0.2 ? pick(34, 80) : pick(5, 35));
            }
        struct wr_arena a;
        wr_arena_init(&a, (size_t)8 << 20);
        struct wr_offsite_site *s =
            wr_offsite_site_new(&a, &conf, pack->typed, (struct wr_offsite_sink){note, &live});
        qsort(t.row, t.n, sizeof(t.row[0]), by_arrival);
        int64_t tick = t0;
        for (size_t i = 0; i < t.n; i++) {
            for (; tick < t.row[i].received_ms; tick += 60000)
                wr_offsite_site_tick(s, tick);
            assert_int_equal(wr_offsite_site_row(s, &t.row[i]), WR_FED_DONE);
        }
        wr_offsite_site_tick(s, t0 + DAYS * 24 * HOUR + 3 * HOUR);
        wr_arena_reset(&a);
        s = wr_offsite_site_new(&a, &conf, pack->typed, (struct wr_offsite_sink){note, &replay});
        qsort(t.row, t.n, sizeof(t.row[0]), by_due);
        for (size_t i = 0; i < t.n; i++)
            assert_int_equal(wr_offsite_site_row(s, &t.row[i]), WR_FED_DONE);
        wr_offsite_site_tick(s, t0 + DAYS * 24 * HOUR + 3 * HOUR);
        wr_arena_done(&a);
        qsort(live.e, live.n, sizeof(live.e[0]), by_what);
        qsort(replay.e, replay.n, sizeof(replay.e[0]), by_what);
        assert_true(live.n > 0);
        assert_int_equal(live.n, replay.n);
        for (size_t i = 0; i < live.n; i++) {
            assert_int_equal(live.e[i].rule, replay.e[i].rule);
            assert_true(live.e[i].raised_ms == replay.e[i].raised_ms);
            assert_true(live.e[i].from_ms == replay.e[i].from_ms);
            assert_string_equal(live.e[i].factor, replay.e[i].factor);
        }
    }
}

/* What comes out of order is refused, so that history judges it. */
static void late_rows(void **state)
{
    (void)state;
    static struct tape t;
    struct log l = {.n = 0};
    const struct wr_offsite_point_conf point = {.outlet_id = 1, .medium = WR_OM_GAS};
    const struct wr_offsite_site_conf conf = {.enterprise_id = 1, .points = &point, .points_n = 1};
    int64_t t0 = wr_date_to_ms((struct wr_date){2026, 5, 4});
    t.n = 0;
    put(&t, 1, WR_TELE_HOUR, t0 + HOUR, 10);
    put(&t, 1, WR_TELE_HOUR, t0, 10);
    put(&t, 9, WR_TELE_HOUR, t0, 10);
    put(&t, 1, 2021, t0, 10);
    put(&t, 1, WR_TELE_HOUR, t0 + 23 * HOUR, 10);
    struct wr_arena a;
    wr_arena_init(&a, (size_t)8 << 20);
    struct wr_offsite_site *s =
        wr_offsite_site_new(&a, &conf, pack->typed, (struct wr_offsite_sink){note, &l});
    assert_int_equal(wr_offsite_site_row(s, &t.row[0]), WR_FED_DONE);
    assert_int_equal(wr_offsite_site_row(s, &t.row[0]), WR_FED_LATE);
    assert_int_equal(wr_offsite_site_row(s, &t.row[1]), WR_FED_LATE);
    assert_int_equal(wr_offsite_site_row(s, &t.row[2]), WR_FED_UNKNOWN);
    assert_int_equal(wr_offsite_site_row(s, &t.row[3]), WR_FED_UNKNOWN);
    wr_offsite_site_tick(s, t0 + 26 * HOUR); /* the day is closed */
    assert_int_equal(wr_offsite_site_row(s, &t.row[4]), WR_FED_LATE);
    wr_arena_done(&a);
}

static void words(void **state)
{
    (void)state;
    const struct wr_offsite_pack *p = pack->typed;
    struct wr_str w = wr_offsite_rule_words(&arena, p->rule[WR_OR_E3], false);
    assert_true(wr_str_find(w, WR_S("连续 6 小时")) >= 0 && wr_str_find(w, WR_S("95%")) >= 0);
    w = wr_offsite_rule_words(&arena, p->rule[WR_OR_L5], true);
    assert_true(wr_str_find(w, WR_S("0.98")) >= 0 && wr_str_find(w, WR_S("{")) < 0);
}

/* ---- the loop -------------------------------------------------------------------------------------------- */

static void loop(void **state)
{
    (void)state;
    static const struct {
        int64_t from, act, to;
    } rows[] = {
        {WR_CLUE_PUSHED, WR_CA_ANSWER, WR_CLUE_ANSWERED},
        {WR_CLUE_ESCALATED, WR_CA_ANSWER, WR_CLUE_ESCALATED},
        {WR_CLUE_CLOSED, WR_CA_ANSWER, -1},
        {WR_CLUE_ANSWERED, WR_CA_CLOSE, WR_CLUE_CLOSED},
        {WR_CLUE_ONSITE, WR_CA_CLOSE, -1},
        {WR_CLUE_ANSWERED, WR_CA_RECTIFY, WR_CLUE_RECTIFYING},
        {WR_CLUE_RECTIFYING, WR_CA_RECTIFIED, WR_CLUE_RECTIFIED},
        {WR_CLUE_PUSHED, WR_CA_RECTIFIED, -1},
        {WR_CLUE_RECTIFIED, WR_CA_VERIFY, WR_CLUE_CLOSED},
        {WR_CLUE_RECTIFYING, WR_CA_VERIFY, -1},
        {WR_CLUE_RECTIFIED, WR_CA_REJECT, WR_CLUE_ESCALATED},
        {WR_CLUE_PUSHED, WR_CA_OVERDUE, WR_CLUE_ESCALATED},
        {WR_CLUE_RECTIFYING, WR_CA_OVERDUE, WR_CLUE_ESCALATED},
        {WR_CLUE_ANSWERED, WR_CA_OVERDUE, -1},
        {WR_CLUE_ESCALATED, WR_CA_MISSION, WR_CLUE_ONSITE},
        {WR_CLUE_ANSWERED, WR_CA_MISSION, -1},
        {WR_CLUE_ONSITE, WR_CA_MISSION_GONE, WR_CLUE_ESCALATED},
        {WR_CLUE_ONSITE, WR_CA_VISITED, WR_CLUE_CLOSED},
        {WR_CLUE_NOTED, WR_CA_END, WR_CLUE_CLOSED},
        {WR_CLUE_PUSHED, WR_CA_END, -1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(wr_clue_next(rows[i].from, rows[i].act), rows[i].to);
    struct wr_clue c = {.state = WR_CLUE_PUSHED, .answer_due_ms = 1000};
    assert_int_equal(wr_clue_overdue(&c, 1000), 0);
    assert_int_equal(wr_clue_overdue(&c, 1001), WR_WHY_UNANSWERED);
    c = (struct wr_clue){.state = WR_CLUE_RECTIFYING, .rectify_due = WR_S("2026-05-04")};
    int64_t end = wr_date_to_ms((struct wr_date){2026, 5, 5});
    assert_int_equal(wr_clue_overdue(&c, end - 1), 0);
    assert_int_equal(wr_clue_overdue(&c, end), WR_WHY_RECTIFY_LATE);
    struct wr_offsite_event e = {.rule = WR_OR_E1, .recent = 2};
    assert_int_equal(wr_clue_converts(&e, 3), 0);
    e.recent = 3;
    assert_int_equal(wr_clue_converts(&e, 3), WR_WHY_HOURS);
    e = (struct wr_offsite_event){.rule = WR_OR_E2};
    assert_int_equal(wr_clue_converts(&e, 3), WR_WHY_DAY);
    e = (struct wr_offsite_event){.rule = WR_OR_K1, .fraud = true};
    assert_int_equal(wr_clue_converts(&e, 3), WR_WHY_FRAUD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means),        cmocka_unit_test(flows_and_loads),
        cmocka_unit_test(conversions),  cmocka_unit_test(rounding),
        cmocka_unit_test(validity),     cmocka_unit_test(aggregation),
        cmocka_unit_test(precedence),   cmocka_unit_test(rates),
        cmocka_unit_test(factors),      cmocka_unit_test(examples),
        cmocka_unit_test(switched_off), cmocka_unit_test(live_equals_replay),
        cmocka_unit_test(late_rows),    cmocka_unit_test(words),
        cmocka_unit_test(loop),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
