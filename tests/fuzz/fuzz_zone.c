/* GeoJSON of zones: what is accepted keeps its box, and its shape is read back. */
#include "fuzz.h"

#include "modules/zone/zone_geojson.h"
#include "modules/zone/zone_rules.h"

static void look_at(struct fuzz *f, const struct wr_zone_row *r)
{
    size_t n = 0;
    const struct wr_zone *z = &r->z;
    const struct wr_ring *rings = wr_zone_rings(&f->ctx, z->shape, &n);

    fuzz_touch(z->name);
    fuzz_touch(r->class_text);
    if (!rings || n == 0 || z->west > z->east || z->south > z->north)
        __builtin_trap();
    if (!wr_zone_covers(rings, n, rings[0].at[0].x, rings[0].at[0].y) ||
        wr_zone_covers(rings, n, z->west - 1, z->south))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wr_list rows = {NULL, 0};
    struct fuzz f;

    fuzz_begin(&f);
    if (wr_zone_read(&f.ctx, (struct wr_str){(const char *)data, size}, &rows) == 0)
        for (size_t i = 0; i < rows.n; i++)
            look_at(&f, (const struct wr_zone_row *)rows.p + i);
    fuzz_end(&f);
    return 0;
}
