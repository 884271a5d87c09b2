/* Zones: which points a shape holds, and what a file may say. */
#include "modules/zone/zone_geojson.h"
#include "modules/zone/zone_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void points(void **state)
{
    static const struct wr_corner outer[] = {{0, 0}, {100, 0}, {100, 100}, {0, 100}};
    static const struct wr_corner hole[] = {
        {40, 40}, {60, 40}, {60, 60}, {40, 60}, {40, 40}}; /* closed, as files have it */
    static const struct wr_corner far[] = {{200, 0}, {300, 0}, {250, 80}};
    const struct wr_ring rings[] = {{outer, 4}, {hole, 5}, {far, 3}};
    static const struct {
        int64_t x, y;
        bool inside;
    } cases[] = {
        {50, 20, true},   {50, 50, false},  {40, 50, true},  {0, 0, true},     {100, 50, true},
        {101, 50, false}, {-1, 0, false},   {50, 100, true}, {50, 101, false}, {250, 40, true},
        {250, 80, true},  {250, 81, false}, {150, 0, false}, {210, 70, false}, {60, 60, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(wr_zone_covers(rings, 3, cases[i].x, cases[i].y), cases[i].inside);
    assert_false(wr_zone_covers(rings, 0, 50, 50));
}

static int read_text(struct wr_ctx *ctx, const char *text, struct wr_list *ret)
{
    wr_err_reset(ctx);
    return wr_zone_read(ctx, wr_str(text), ret);
}

#define FEATURE(props, geometry)                                                                   \
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{" props   \
    "},\"geometry\":" geometry "}]}"
#define GOOD                                                                                       \
    "\"name\":\"示范水源一级保护区\",\"classes\":\"source,eco\",\"source\":\"图件（示例）\""
#define SQUARE                                                                                     \
    "{\"type\":\"Polygon\",\"coordinates\":[[[113.6,34.7],[113.7,34.7],[113.7,34.8],[113.6,34.8]," \
    "[113.6,34.7]]]}"

static void files(void **state)
{
    static const char *const bad[] = {
        "[]",
        "{\"features\":[]}",
        FEATURE("\"classes\":\"eco\",\"source\":\"x\"", SQUARE),
        FEATURE("\"name\":\"a\",\"source\":\"x\"", SQUARE),
        FEATURE("\"name\":\"a\",\"classes\":\"Öko\",\"source\":\"x\"", SQUARE),
        FEATURE(GOOD, "{\"type\":\"Point\",\"coordinates\":[113,34]}"),
        FEATURE(GOOD, "{\"type\":\"Polygon\",\"coordinates\":[]}"),
        FEATURE(GOOD, "{\"type\":\"Polygon\",\"coordinates\":[[[113.6,34.7],[113.7,34.7]]]}"),
        FEATURE(GOOD,
                "{\"type\":\"Polygon\",\"coordinates\":[[[1136,34.7],[1,1],[2,2],[1136,34.7]]]}"),
        FEATURE(GOOD, "{\"type\":\"Polygon\",\"coordinates\":[[[\"x\",34.7],[1,1],[2,2],[3,3]]]}"),
        FEATURE(GOOD ",\"valid_from\":\"morgen\"", SQUARE),
    };
    struct wr_arena arena;
    struct wr_ctx ctx;
    struct wr_list rows;
    size_t n = 0;

    (void)state;
    wr_arena_init(&arena, (size_t)64 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    assert_int_equal(read_text(&ctx, FEATURE(GOOD, SQUARE), &rows), 0);
    const struct wr_zone_row *r = rows.p;
    assert_int_equal(rows.n, 1);
    assert_true(wr_str_eq(r->class_text, WR_S("source,eco")));
    assert_int_equal(r->z.west, 113600000);
    assert_int_equal(r->z.north, 34800000);
    const struct wr_ring *rings = wr_zone_rings(&ctx, r->z.shape, &n);
    assert_int_equal(n, 1);
    assert_true(wr_zone_covers(rings, n, 113650000, 34750000));
    assert_false(wr_zone_covers(rings, n, 113700001, 34750000));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(read_text(&ctx, bad[i], &rows), WR_EINVALID);
    assert_int_equal(read_text(&ctx, "{", &rows), WR_EINVALID);
    wr_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(points), cmocka_unit_test(files)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
