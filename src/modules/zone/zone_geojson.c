#include "modules/zone/zone_geojson.h"

#include "base/calendar.h"
#include "codec/json.h"
#include "modules/zone/zone_rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define SHAPE_MAX ((size_t)4 << 20)
#define E6 1000000.0

struct reader {
    struct wr_ctx *ctx;
    struct wr_str path; /* of the feature */
    struct wr_zone_row *row;
    struct wr_jw out;
    size_t points, rings;
};

static struct wr_str under(const struct reader *r, const char *name)
{
    return wr_arena_printf(r->ctx->arena, WR_FMT ".%s", WR_ARG(r->path), name);
}

static bool refuse(struct reader *r, const char *name, struct wr_str value)
{
    wr_fault(r->ctx, under(r, name), WR_K_zone_feature, value);
    return false;
}

/* ---- geometry ------------------------------------------------------------------------------------- */

/** Decimal degrees to micro-degrees, the nearest. */
static bool degrees(struct wr_ctx *ctx, const struct wr_json *j, double most, int64_t *ret)
{
    struct wr_str text = wr_json_text(ctx->arena, j);
    char z[40], *end = z;

    if (text.n == 0 || !wr_str_copy_z(text, z, sizeof(z)))
        return false;
    double v = strtod(z, &end);
    if (*end || !(v >= -most && v <= most))
        return false;
    *ret = (int64_t)(v * E6 + (v < 0 ? -0.5 : 0.5));
    return true;
}

static bool read_point(struct reader *r, const struct wr_json *j)
{
    struct wr_zone *z = &r->row->z;
    int64_t x, y;

    if (wr_json_len(j) < 2 || !degrees(r->ctx, wr_json_at(j, 0), 180, &x) ||
        !degrees(r->ctx, wr_json_at(j, 1), 90, &y))
        return refuse(r, "geometry.coordinates", wr_json_text(r->ctx->arena, j));
    bool first = r->points++ == 0;
    z->west = first || x < z->west ? x : z->west;
    z->east = first || x > z->east ? x : z->east;
    z->south = first || y < z->south ? y : z->south;
    z->north = first || y > z->north ? y : z->north;
    wr_jw_i64(&r->out, NULL, x);
    wr_jw_i64(&r->out, NULL, y);
    return r->points <= WR_ZONE_POINTS_MAX ||
           refuse(r, "geometry.coordinates", WR_S("more than 50000 points"));
}

/** A ring needs three corners beside the one that closes it. */
static bool read_ring(struct reader *r, const struct wr_json *j)
{
    bool good = true;

    if (wr_json_len(j) < 4 || ++r->rings > WR_ZONE_RINGS_MAX)
        return refuse(r, "geometry.coordinates", WR_S("ring"));
    wr_jw_list(&r->out, NULL);
    for (size_t i = 0; good && i < wr_json_len(j); i++)
        good = read_point(r, wr_json_at(j, i));
    wr_jw_list_end(&r->out);
    return good;
}

static bool read_polygon(struct reader *r, const struct wr_json *j)
{
    bool good = wr_json_len(j) > 0 || refuse(r, "geometry.coordinates", WR_S("[]"));

    for (size_t i = 0; good && i < wr_json_len(j); i++)
        good = read_ring(r, wr_json_at(j, i));
    return good;
}

static bool read_geometry(struct reader *r, const struct wr_json *j)
{
    struct wr_str type = wr_json_str(wr_json_get(j, "type"));
    const struct wr_json *c = wr_json_get(j, "coordinates");
    bool good = true;

    if (wr_str_eq(type, WR_S("Polygon")))
        return read_polygon(r, c);
    if (!wr_str_eq(type, WR_S("MultiPolygon")) || wr_json_len(c) == 0)
        return refuse(r, "geometry.type", type);
    for (size_t i = 0; good && i < wr_json_len(c); i++)
        good = read_polygon(r, wr_json_at(c, i));
    return good;
}

static void read_shape(struct reader *r, const struct wr_json *geometry)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, SHAPE_MAX);
    wr_jw_init(&r->out, &b);
    wr_jw_list(&r->out, NULL);
    bool good = read_geometry(r, geometry);
    wr_jw_list_end(&r->out);
    if (good && b.failed)
        refuse(r, "geometry", WR_S("4 MiB"));
    r->row->z.shape = wr_arena_dup(r->ctx->arena, wr_buf_view(&b));
}

/* ---- properties ------------------------------------------------------------------------------------ */

static bool is_code(struct wr_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_' ||
              (s.p[i] >= '0' && s.p[i] <= '9')))
            return false;
    return s.n > 0 && s.n <= 40;
}

/** "eco,sensitive", or a list of the same. */
static struct wr_str read_classes(struct reader *r, const struct wr_json *j)
{
    struct wr_str rest = wr_json_str(j), all = WR_S(""), none = {NULL, 0};
    size_t listed = wr_json_is_list(j) ? wr_json_len(j) : 0;

    for (size_t i = 0; i < 8 && (rest.n > 0 || i < listed); i++) {
        struct wr_str one =
            listed > 0 ? wr_json_str(wr_json_at(j, i)) : wr_str_trim(wr_str_cut(&rest, ','));
        if (!is_code(one)) {
            refuse(r, "properties.classes", one);
            return none;
        }
        all = wr_arena_printf(r->ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(all), i ? "," : "",
                              WR_ARG(one));
    }
    if (all.n == 0)
        refuse(r, "properties.classes", none);
    return all;
}

static struct wr_str read_text(struct reader *r, const struct wr_json *p, const char *name,
                               size_t most)
{
    struct wr_str s = wr_str_trim(wr_json_str(wr_json_get(p, name)));
    char path[40];

    (void)snprintf(path, sizeof(path), "properties.%s", name);
    if (s.n == 0 || s.n > most)
        refuse(r, path, s);
    return wr_arena_dup(r->ctx->arena, s);
}

static struct wr_str read_day(struct reader *r, const struct wr_json *p, const char *name)
{
    struct wr_str s = wr_json_str(wr_json_get(p, name)), none = {NULL, 0};
    struct wr_date d;
    char path[40];

    (void)snprintf(path, sizeof(path), "properties.%s", name);
    if (s.n == 0)
        return none;
    if (!wr_date_parse(s, &d))
        refuse(r, path, s);
    return wr_arena_dup(r->ctx->arena, s);
}

static void read_feature(struct reader *r, const struct wr_json *f)
{
    const struct wr_json *p = wr_json_get(f, "properties");
    struct wr_zone *z = &r->row->z;

    z->name = read_text(r, p, "name", 200);
    z->source = read_text(r, p, "source", 400);
    r->row->class_text = read_classes(r, wr_json_get(p, "classes"));
    z->valid_from = read_day(r, p, "valid_from");
    z->valid_to = read_day(r, p, "valid_to");
    read_shape(r, wr_json_get(f, "geometry"));
}

static int read_all(struct wr_ctx *ctx, const struct wr_json *j, struct wr_list *ret)
{
    const struct wr_json *features = wr_json_get(j, "features");
    size_t n = wr_json_len(features);
    struct wr_zone_row *rows = wr_arena_array(ctx->arena, n + 1, sizeof(*rows));

    if (!rows)
        return wr_fail(ctx, WR_K_memory);
    if (n == 0 || n > WR_ZONES_MAX || !wr_json_is_list(features))
        wr_fault(ctx, WR_S("features"), WR_K_zone_feature, wr_arena_printf(ctx->arena, "%zu", n));
    for (size_t i = 0; i < n && n <= WR_ZONES_MAX; i++) {
        struct reader r = {
            .ctx = ctx, .path = wr_arena_printf(ctx->arena, "features[%zu]", i), .row = &rows[i]};
        read_feature(&r, wr_json_at(features, i));
    }
    *ret = (struct wr_list){rows, n};
    return wr_faults_end(ctx);
}

int wr_zone_read(struct wr_ctx *ctx, struct wr_str geojson, struct wr_list *ret)
{
    struct wr_json *j = wr_json_parse(ctx, geojson);
    int rc = j ? read_all(ctx, j, ret) : ctx->err.code;

    wr_json_free(j);
    return rc;
}

const struct wr_ring *wr_zone_rings(struct wr_ctx *ctx, struct wr_str shape, size_t *ret_n)
{
    struct wr_json *j = wr_json_parse(ctx, shape);
    size_t n = wr_json_len(j);
    struct wr_ring *rings = wr_arena_array(ctx->arena, n + 1, sizeof(*rings));

    *ret_n = 0;
    for (size_t i = 0; rings && i < n; i++) {
        const struct wr_json *ring = wr_json_at(j, i);
        size_t corners = wr_json_len(ring) / 2;
        struct wr_corner *at = wr_arena_array(ctx->arena, corners + 1, sizeof(*at));
        bool good = at != NULL;
        for (size_t k = 0; good && k < corners; k++)
            good = wr_json_i64(wr_json_at(ring, 2 * k), &at[k].x) &&
                   wr_json_i64(wr_json_at(ring, 2 * k + 1), &at[k].y);
        if (good)
            rings[(*ret_n)++] = (struct wr_ring){at, corners};
    }
    wr_json_free(j);
    return rings;
}
