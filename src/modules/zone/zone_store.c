#include "modules/zone/zone_store.h"

#include "modules/zone/zone_svc.h"

#define COLS                                                                                       \
    "id, name, source, west, south, east, north, valid_from, valid_to, created_ms, version, "      \
    "classes AS class_text"
#define TYPES "ittiiiiTTiit"
#define NEAR_MAX 200 /* zones whose boxes hold one point */

WR_AUDIT_ROW_STMT(zone, zone);
const struct wr_audit_entity WR_ZONE_ENTITY = {.table = "zone", .row = &zone_row, .ids = &zone_ids};
const struct wr_audit_entity *const wr_zone_entities[] = {&WR_ZONE_ENTITY, NULL};

static const struct wr_stmt Q_LIST = {.name = "zone_list",
                                      .sql = "SELECT " COLS
                                             " FROM zone ORDER BY name, valid_from, id LIMIT $1",
                                      .params = "i",
                                      .cols = TYPES};
static const struct wr_stmt Q_NEAR = {
    .name = "zone_near",
    .sql = "SELECT " COLS ", shape FROM zone WHERE west <= $1 AND east >= $1 AND south <= $2 AND "
           "north >= $2 AND (valid_from IS NULL OR valid_from <= $3) AND (valid_to IS NULL OR "
           "valid_to >= $3) ORDER BY id LIMIT $4",
    .params = "iiti",
    .cols = TYPES "t"};
static const struct wr_stmt Q_OPEN = {
    .name = "zone_open",
    .sql = "SELECT " COLS " FROM zone WHERE name = $1 AND valid_to IS NULL ORDER BY id LIMIT $2",
    .params = "ti",
    .cols = TYPES};
static const struct wr_stmt Q_INSERT = {
    .name = "zone_insert",
    .sql = "INSERT INTO zone (name, classes, source, shape, west, south, east, north, valid_from, "
           "valid_to, created_ms, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
           "1) RETURNING id",
    .params = "ttttiiiiTTi",
    .cols = "i"};
static const struct wr_stmt Q_END = {
    .name = "zone_end",
    .sql = "UPDATE zone SET valid_to = $2, version = version + 1 WHERE id = $1",
    .params = "it",
    .cols = ""};

const struct wr_stmt *const wr_zone_stmts[] = {&Q_LIST, &Q_NEAR,   &Q_OPEN,   &Q_INSERT,
                                               &Q_END,  &zone_row, &zone_ids, NULL};

int wr_zone_store_list(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, wr_zone_row_fields, sizeof(struct wr_zone_row), WR_ZONES_MAX,
                         ret, WR_I(WR_ZONES_MAX));
}

int wr_zone_store_near(struct wr_tx *tx, int64_t x, int64_t y, struct wr_str day,
                       struct wr_list *ret)
{
    return wr_query_list(tx, &Q_NEAR, wr_zone_row_fields, sizeof(struct wr_zone_row), NEAR_MAX, ret,
                         WR_I(x), WR_I(y), WR_T(day), WR_I(NEAR_MAX));
}

int wr_zone_store_open_of(struct wr_tx *tx, struct wr_str name, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_OPEN, wr_zone_row_fields, sizeof(struct wr_zone_row), NEAR_MAX, ret,
                         WR_T(name), WR_I(NEAR_MAX));
}

int wr_zone_store_insert(struct wr_tx *tx, const struct wr_zone_row *r, int64_t *ret_id)
{
    const struct wr_zone *z = &r->z;

    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_T(z->name), WR_T(r->class_text), WR_T(z->source),
                        WR_T(z->shape), WR_I(z->west), WR_I(z->south), WR_I(z->east),
                        WR_I(z->north), WR_T(z->valid_from), WR_T(z->valid_to),
                        WR_I(z->created_ms));
}

int wr_zone_store_end(struct wr_tx *tx, int64_t id, struct wr_str day)
{
    int64_t n = 0;

    return wr_exec(tx, &Q_END, &n, WR_I(id), WR_T(day));
}
