#include "modules/region/region_store.h"

#include "modules/region/region_svc.h"

#define COLS "id, code, name, parent_id, level, lng_e6, lat_e6, valid_from, valid_to, version"
#define TYPES "iTtItIITTi"

WR_AUDIT_ROW_STMT(region, region);
const struct wr_audit_entity WR_REGION_ENTITY = {
    .table = "region", .row = &region_row, .ids = &region_ids};
const struct wr_audit_entity *const wr_region_entities[] = {&WR_REGION_ENTITY, NULL};

static const struct wr_stmt Q_LIST = {
    .name = "region_list",
    .sql = "SELECT " COLS
           " FROM region ORDER BY CASE level WHEN 'district' THEN 0 ELSE 1 END, code, id LIMIT $1",
    .params = "i",
    .cols = TYPES};
static const struct wr_stmt Q_GET = {.name = "region_get",
                                     .sql = "SELECT " COLS " FROM region WHERE id = $1",
                                     .params = "i",
                                     .cols = TYPES};
static const struct wr_stmt Q_INSERT = {
    .name = "region_insert",
    .sql = "INSERT INTO region (code, name, parent_id, level, lng_e6, lat_e6, valid_from, "
           "valid_to, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) RETURNING id",
    .params = "TtItIITT",
    .cols = "i"};
static const struct wr_stmt Q_UPDATE = {
    .name = "region_update",
    .sql = "UPDATE region SET code = $3, name = $4, parent_id = $5, level = $6, lng_e6 = $7, "
           "lat_e6 = $8,"
           " valid_from = $9, valid_to = $10, version = version + 1 WHERE id = $1 AND version = $2",
    .params = "iiTtItIITT",
    .cols = ""};

const struct wr_stmt *const wr_region_stmts[] = {&Q_LIST,     &Q_GET,      &Q_INSERT, &Q_UPDATE,
                                                 &region_row, &region_ids, NULL};

static struct wr_str level_name(int64_t level)
{
    return wr_str(wr_enum_item(wr_region_levels, level)->name);
}

int wr_region_store_list(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, wr_region_fields, sizeof(struct wr_region), WR_REGIONS_MAX,
                         ret, WR_I(WR_REGIONS_MAX));
}

int wr_region_store_get(struct wr_tx *tx, int64_t id, struct wr_region *ret)
{
    return wr_query_one(tx, &Q_GET, wr_region_fields, ret, WR_I(id));
}

int wr_region_store_insert(struct wr_tx *tx, const struct wr_region *r, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_T(r->code), WR_T(r->name), WR_IDOPT(r->parent_id),
                        WR_T(level_name(r->level)), WR_IOPT(r->has_lng_e6, r->lng_e6),
                        WR_IOPT(r->has_lat_e6, r->lat_e6), WR_T(r->valid_from), WR_T(r->valid_to));
}

int wr_region_store_update(struct wr_tx *tx, const struct wr_region *r)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &Q_UPDATE, &changed, WR_I(r->id), WR_I(r->version), WR_T(r->code),
                     WR_T(r->name), WR_IDOPT(r->parent_id), WR_T(level_name(r->level)),
                     WR_IOPT(r->has_lng_e6, r->lng_e6), WR_IOPT(r->has_lat_e6, r->lat_e6),
                     WR_T(r->valid_from), WR_T(r->valid_to));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}
