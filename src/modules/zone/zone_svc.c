#include "modules/zone/zone_svc.h"

#include "base/calendar.h"
#include "modules/zone/zone_geojson.h"
#include "modules/zone/zone_rules.h"
#include "modules/zone/zone_store.h"

struct work {
    const struct wr_zone_at_query *q;
    struct wr_list *list;
    const struct wr_zone_row *rows;
    size_t n;
};

static struct wr_str day_text(struct wr_ctx *ctx, struct wr_date d)
{
    char z[WR_DATE_TEXT];

    wr_date_format(d, z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

/** Rows as others see them: classes as a list, no shape. */
static int shown(struct wr_ctx *ctx, const struct wr_list *rows, struct wr_list *ret)
{
    const struct wr_zone_row *r = rows->p;
    struct wr_zone *z = wr_arena_array(ctx->arena, rows->n + 1, sizeof(*z));

    if (!z)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < rows->n; i++) {
        struct wr_str rest = r[i].class_text;
        struct wr_str *codes = wr_arena_array(ctx->arena, 8, sizeof(*codes));
        size_t n = 0;
        if (!codes)
            return wr_fail(ctx, WR_K_memory);
        while (rest.n > 0 && n < 8)
            codes[n++] = wr_str_cut(&rest, ',');
        z[i] = r[i].z;
        z[i].classes = (struct wr_list){codes, n};
        z[i].shape = (struct wr_str){NULL, 0};
    }
    *ret = (struct wr_list){z, rows->n};
    return 0;
}

int wr_zone_at_in(struct wr_tx *tx, int64_t x, int64_t y, struct wr_str day, struct wr_list *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list near;
    int rc = wr_zone_store_near(tx, x, y, day, &near);
    struct wr_zone_row *r = near.p;
    size_t kept = 0;

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < near.n; i++) {
        size_t rings_n = 0;
        const struct wr_ring *rings = wr_zone_rings(ctx, r[i].z.shape, &rings_n);
        if (!rings)
            return wr_fail(ctx, WR_K_memory);
        if (wr_zone_covers(rings, rings_n, x, y))
            r[kept++] = r[i];
    }
    near.n = kept;
    return shown(ctx, &near, ret);
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_list rows;
    int rc = wr_zone_store_list(tx, &rows);

    return rc < 0 ? rc : shown(wr_tx_ctx(tx), &rows, w->list);
}

int wr_zone_svc_list(struct wr_ctx *ctx, struct wr_list *ret)
{
    struct work w = {.list = ret};

    return wr_tx_run(ctx, WR_TX_READ, "zone.list", list_tx, &w);
}

static int at_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str day = w->q->day.n > 0 ? w->q->day : day_text(ctx, wr_date_of_ms(wr_ctx_now(ctx)));

    return wr_zone_at_in(tx, w->q->lng_e6, w->q->lat_e6, day, w->list);
}

int wr_zone_svc_at(struct wr_ctx *ctx, const struct wr_zone_at_query *q, struct wr_list *ret)
{
    struct work w = {.q = q, .list = ret};

    return wr_tx_run(ctx, WR_TX_READ, "zone.at", at_tx, &w);
}

/** Its predecessors end on the day before it begins. */
static int end_older(struct wr_tx *tx, const struct wr_zone *z)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list open;
    struct wr_date d;
    int rc = wr_zone_store_open_of(tx, z->name, &open);
    const struct wr_zone_row *r = open.p;
    bool dated = wr_date_parse(z->valid_from, &d);
    struct wr_str last = dated ? day_text(ctx, wr_date_from_days(wr_date_to_days(d) - 1))
                               : day_text(ctx, wr_date_of_ms(wr_ctx_now(ctx)));

    for (size_t i = 0; rc == 0 && i < open.n; i++) {
        rc = wr_zone_store_end(tx, r[i].z.id, last);
        rc = rc < 0 ? rc
                    : wr_audit_append(tx, &WR_ZONE_ENTITY, r[i].z.id, 0, "zone.end",
                                      wr_audit_payload2(ctx, "name", z->name, "day", last));
    }
    return rc;
}

static int import_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < w->n; i++) {
        struct wr_zone_row row = w->rows[i];
        row.z.created_ms = wr_ctx_now(ctx);
        rc = end_older(tx, &row.z);
        rc = rc < 0 ? rc : wr_zone_store_insert(tx, &row, &row.z.id);
        rc = rc < 0 ? rc
                    : wr_audit_append(
                          tx, &WR_ZONE_ENTITY, row.z.id, 0, "zone.add",
                          wr_audit_payload2(ctx, "name", row.z.name, "source", row.z.source));
    }
    return rc;
}

int wr_zone_svc_import(struct wr_ctx *ctx, struct wr_str geojson, size_t *ret_n)
{
    struct wr_list rows;
    int rc = wr_zone_read(ctx, geojson, &rows);

    if (rc < 0)
        return rc;
    struct work w = {.rows = rows.p, .n = rows.n};
    *ret_n = rows.n;
    return wr_tx_run(ctx, WR_TX_WRITE, "zone.import", import_tx, &w);
}
