/* Rules of imports: headers, coordinates, codes, regions. */
#include "modules/enterprise/enterprise_svc.h"
#include "modules/enterprise/import_geo.h"
#include "modules/enterprise/import_map.h"
#include "modules/enterprise/import_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static struct wr_arena arena;
static struct wr_ctx ctx;

static int set_up(void **state)
{
    (void)state;
    wr_arena_init(&arena, (size_t)4 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

struct degree_case {
    const char *text;
    bool ok;
    int64_t e6;
    unsigned notes;
};
static const struct degree_case degree_cases[] = {
    {"113.625368", true, 113625368, 0},
    {"106.3166667", true, 106316667, 0},
    {"106.31666649999", true, 106316666, 0},
    {"106", true, 106000000, 0},
    {"-0.5", true, -500000, 0},
    {"113.625368°", true, 113625368, 0},
    {"东经113.5", true, 113500000, 0},
    {"E113.5", true, 113500000, 0},
    {"113.5E", true, 113500000, 0},
    {"113,625368", true, 113625368, WR_PLACE_COMMA},
    {"113°37'31.3248\"", true, 113625368, WR_PLACE_DMS},
    {"113度37分31.3248秒", true, 113625368, WR_PLACE_DMS},
    {"113°37′", true, 113616667, WR_PLACE_DMS},
    {"东经 113°37′31″", true, 113625278, WR_PLACE_DMS},
    {"113:37:31", true, 113625278, WR_PLACE_DMS},
    {"113-37-31", true, 113625278, WR_PLACE_DMS},
    {"113°60'0\"", false, 0, 0},
    {"113°37'60\"", false, 0, 0},
    {"113.5°37'", false, 0, 0},
    {"113°37.5'10\"", false, 0, 0},
    {"113.37.31", false, 0, 0},
    {"12345.6", false, 0, 0},
    {"1e2", false, 0, 0},
    {"abc", false, 0, 0},
    {"", false, 0, 0},
    {"°", false, 0, 0},
    {"--5", false, 0, 0},
};

static void degrees(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(degree_cases); i++) {
        const struct degree_case *c = &degree_cases[i];
        int64_t e6 = 0;
        unsigned notes = 0;
        bool ok = wr_place_degrees(wr_str(c->text), &e6, &notes);
        if (ok != c->ok || e6 != c->e6 || notes != c->notes)
            fail_msg("\"%s\": %d %lld %u", c->text, ok, (long long)e6, notes);
    }
}

static const struct wr_site zhengzhou = {.box_lng_min_e6 = 112700000,
                                         .box_lng_max_e6 = 114300000,
                                         .box_lat_min_e6 = 34200000,
                                         .box_lat_max_e6 = 35000000};

struct place_case {
    const char *lng, *lat;
    const struct wr_site *site;
    bool has;
    int64_t lng_e6, lat_e6;
    unsigned notes;
};
static const struct place_case place_cases[] = {
    {"113.6", "34.7", &zhengzhou, true, 113600000, 34700000, 0},
    {"34.7", "113.6", &zhengzhou, true, 113600000, 34700000, WR_PLACE_SWAPPED},
    {"34.7", "113.6", NULL, true, 113600000, 34700000, WR_PLACE_SWAPPED},
    {"106.3", "38.4", &zhengzhou, true, 106300000, 38400000, 0},
    {"38.4", "46.3", NULL, true, 38400000, 46300000, 0},
    {"0", "0", &zhengzhou, false, 0, 0, WR_PLACE_ZERO},
    {"", "", &zhengzhou, false, 0, 0, 0},
    {"113.6", "", &zhengzhou, false, 0, 0, WR_PLACE_HALF},
    {"113.6", "0", &zhengzhou, false, 0, 0, WR_PLACE_HALF},
    {"x", "34.7", &zhengzhou, false, 0, 0, WR_PLACE_UNREADABLE},
    {"999", "34.7", &zhengzhou, false, 0, 0, WR_PLACE_UNREADABLE},
    {"34°42'", "113°36'", &zhengzhou, true, 113600000, 34700000, WR_PLACE_SWAPPED | WR_PLACE_DMS},
};

static void places(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(place_cases); i++) {
        const struct place_case *c = &place_cases[i];
        struct wr_place p = wr_place_read(wr_str(c->lng), wr_str(c->lat), c->site);
        if (p.has != c->has || p.lng_e6 != c->lng_e6 || p.lat_e6 != c->lat_e6 ||
            p.notes != c->notes)
            fail_msg("%s, %s: %d %lld %lld %u", c->lng, c->lat, p.has, (long long)p.lng_e6,
                     (long long)p.lat_e6, p.notes);
    }
}

static void gcj02_is_moved_back(void **state)
{
    (void)state;
    /* A published pair: WGS-84 116.404, 39.915 stands at GCJ-02 116.410245, 39.916404. */
    int64_t lng = 116410245;
    int64_t lat = 39916404;
    wr_place_from_gcj02(&lng, &lat);
    assert_true(llabs(lng - 116404000) <= 2 && llabs(lat - 39915000) <= 2);
    lng = 2350000;
    lat = 48850000;
    wr_place_from_gcj02(&lng, &lat);
    assert_int_equal(lng, 2350000);
}

static void codes(void **state)
{
    (void)state;
    assert_true(wr_uscc_is_damaged(WR_S("9.14101E+17")));
    assert_true(wr_uscc_is_damaged(WR_S("9.14101001234568e+17")));
    assert_false(wr_uscc_is_damaged(WR_S("91410100123456788Y")));
    assert_false(wr_uscc_is_damaged(WR_S("9E")));
    assert_true(wr_uscc_inner_ok(WR_S("91410100123456788Y")));
    assert_false(wr_uscc_inner_ok(WR_S("91410100123456798Y")));
    assert_true(wr_import_is_total(WR_S("合计")));
    assert_false(wr_import_is_total(WR_S("合计公司")));
}

struct header_case {
    const char *header;
    int field;
};
static const struct header_case header_cases[] = {
    {"name", WR_EC_NAME},
    {"企业名称", WR_EC_NAME},
    {" 企业 名称 * ", WR_EC_NAME},
    {"ＮＡＭＥ", WR_EC_NAME},
    {"单位名称（全称）", WR_EC_NAME},
    {"统一社会\n信用代码", WR_EC_CREDIT_CODE},
    {"经度(°)", WR_EC_LNG},
    {"city", WR_EC_DISTRICT},
    {"industry", WR_EC_INDUSTRY},
    {"credit_code_check", -1},
    {"seq", -1},
    {"", -1},
    {"(°)", -1},
};

static void headers(void **state)
{
    (void)state;
    for (size_t i = 0; i < WR_ARRAY_LEN(header_cases); i++) {
        int f = wr_import_field_of(&ctx, &WR_IMPORT_ENTERPRISES, wr_str(header_cases[i].header));
        if (f != header_cases[i].field)
            fail_msg("\"%s\": %d", header_cases[i].header, f);
    }
    for (size_t i = 0; i < WR_EC_N; i++)
        assert_non_null(wr_enterprise_import_fields[i].name);
}

static void mapping_is_checked(void **state)
{
    (void)state;
    const struct wr_str header[] = {WR_S("a"), WR_S("b")};
    const struct wr_table t = {.header = header, .n_cols = 2};
    struct wr_import_mapping m[] = {
        {5, WR_S("name")}, {0, WR_S("zzz")}, {0, WR_S("address")}, {1, WR_S("address")}};
    struct wr_list l = {m, 4};
    struct wr_import_map map;
    assert_int_equal(wr_import_map_make(&ctx, &WR_IMPORT_ENTERPRISES, &t, &l, &map), WR_EINVALID);
    assert_int_equal(ctx.err.n_faults, 4);
    assert_int_equal(ctx.err.faults->key, WR_K_import_column);
    wr_err_reset(&ctx);
    m[0].index = 1;
    l.n = 1;
    assert_int_equal(wr_import_map_make(&ctx, &WR_IMPORT_ENTERPRISES, &t, &l, &map), 0);
    assert_int_equal(map.field[0], -1);
    assert_int_equal(map.field[1], WR_EC_NAME);
}

static void regions(void **state)
{
    (void)state;
    const struct wr_region all[] = {
        {.id = 1, .code = WR_S("410105"), .name = WR_S("金水区"), .level = WR_REGION_DISTRICT},
        {.id = 2, .name = WR_S("郑东新区"), .level = WR_REGION_DISTRICT},
        {.id = 3, .name = WR_S("新密市"), .level = WR_REGION_DISTRICT},
        {.id = 4, .name = WR_S("新郑市"), .level = WR_REGION_DISTRICT},
        {.id = 5, .name = WR_S("东风路街道"), .parent_id = 1, .level = WR_REGION_STREET},
        {.id = 6, .name = WR_S("东风路街道"), .parent_id = 2, .level = WR_REGION_STREET},
    };
    const struct wr_list l = {(void *)(uintptr_t)all, WR_ARRAY_LEN(all)};
    static const struct {
        const char *text;
        int64_t id;
    } cases[] = {{"金水区", 1},       {"金水", 1}, {"410105", 1},
                 {"郑州市金水区", 1}, {"新密", 3}, {"新", 0},
                 {"银川", 0},         {"区", 0},   {"市", 0}};
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        const struct wr_region *r =
            wr_import_region(&l, WR_REGION_DISTRICT, 0, wr_str(cases[i].text));
        if ((r != NULL ? r->id : 0) != cases[i].id)
            fail_msg("%s: %lld", cases[i].text, r != NULL ? (long long)r->id : 0);
    }
    assert_int_equal(wr_import_region(&l, WR_REGION_STREET, 2, WR_S("东风路"))->id, 6);
    assert_null(wr_import_region(&l, WR_REGION_STREET, 3, WR_S("东风路")));
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {T(degrees), T(places),  T(gcj02_is_moved_back),
                                       T(codes),   T(headers), T(mapping_is_checked),
                                       T(regions)};
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
