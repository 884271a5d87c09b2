/* Outlets and equipment: what hangs on an enterprise, and what off-site monitoring hangs on. */
#include "modules/enterprise/enterprise_store.h"
#include "modules/enterprise/enterprise_svc.h"

#define O_COLS "enterprise_id, code, kind, name, pollutants, standard_name, lng_e6, lat_e6, status"
#define O_TYPES                                                                                    \
    "ittttt"                                                                                       \
    "IIt"
#define Q_COLS "enterprise_id, outlet_id, code, kind, name, mn, status"
#define Q_TYPES "iItttTt"

WR_AUDIT_ROW_STMT(outlet, outlet);
const struct wr_audit_entity WR_OUTLET_ENTITY = {
    .table = "outlet", .row = &outlet_row, .ids = &outlet_ids};
WR_AUDIT_ROW_STMT(equipment, equipment);
const struct wr_audit_entity WR_EQUIPMENT_ENTITY = {
    .table = "equipment", .row = &equipment_row, .ids = &equipment_ids};

static const struct wr_stmt Q_OUTLETS = {
    .name = "outlet_list",
    .sql = "SELECT id, " O_COLS
           ", version FROM outlet WHERE enterprise_id = $1 ORDER BY code LIMIT $2",
    .params = "ii",
    .cols = "i" O_TYPES "i"};
static const struct wr_stmt Q_OUTLET = {.name = "outlet_get",
                                        .sql = "SELECT id, " O_COLS
                                               ", version FROM outlet WHERE id = $1",
                                        .params = "i",
                                        .cols = "i" O_TYPES "i"};
static const struct wr_stmt Q_OUTLET_INSERT = {
    .name = "outlet_insert",
    .sql = "INSERT INTO outlet (" O_COLS
           ", version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING id",
    .params = O_TYPES,
    .cols = "i"};
static const struct wr_stmt Q_OUTLET_UPDATE = {
    .name = "outlet_update",
    .sql = "UPDATE outlet SET (" O_COLS ") = ($1, $2, $3, $4, $5, $6, $7, $8, $9), version = "
           "version + 1 WHERE id = $10 AND version = $11",
    .params = O_TYPES "ii",
    .cols = ""};
static const struct wr_stmt Q_OUTLET_DELETE = {
    .name = "outlet_delete", .sql = "DELETE FROM outlet WHERE id = $1", .params = "i", .cols = ""};
static const struct wr_stmt Q_EQUIPMENTS = {
    .name = "equipment_list",
    .sql = "SELECT id, " Q_COLS
           ", version FROM equipment WHERE enterprise_id = $1 ORDER BY code LIMIT $2",
    .params = "ii",
    .cols = "i" Q_TYPES "i"};
static const struct wr_stmt Q_EQUIPMENT = {.name = "equipment_get",
                                           .sql = "SELECT id, " Q_COLS
                                                  ", version FROM equipment WHERE id = $1",
                                           .params = "i",
                                           .cols = "i" Q_TYPES "i"};
static const struct wr_stmt Q_EQUIPMENT_INSERT = {
    .name = "equipment_insert",
    .sql = "INSERT INTO equipment (" Q_COLS
           ", version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING id",
    .params = Q_TYPES,
    .cols = "i"};
static const struct wr_stmt Q_EQUIPMENT_UPDATE = {
    .name = "equipment_update",
    .sql = "UPDATE equipment SET (" Q_COLS
           ") = ($1, $2, $3, $4, $5, $6, $7), version = version + 1 WHERE id = $8 AND version = $9",
    .params = Q_TYPES "ii",
    .cols = ""};
static const struct wr_stmt Q_EQUIPMENT_DELETE = {.name = "equipment_delete",
                                                  .sql = "DELETE FROM equipment WHERE id = $1",
                                                  .params = "i",
                                                  .cols = ""};

const struct wr_stmt *const wr_outlet_stmts[] = {
    &Q_OUTLETS,          &Q_OUTLET,           &Q_OUTLET_INSERT,
    &Q_OUTLET_UPDATE,    &Q_OUTLET_DELETE,    &outlet_row,
    &outlet_ids,         &Q_EQUIPMENTS,       &Q_EQUIPMENT,
    &Q_EQUIPMENT_INSERT, &Q_EQUIPMENT_UPDATE, &Q_EQUIPMENT_DELETE,
    &equipment_row,      &equipment_ids,      NULL};

static struct wr_val text(struct wr_str s)
{
    return WR_T(s.p ? s : WR_S(""));
}

static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    return WR_T(wr_str(wr_enum_item(items, value)->name));
}

#define O_VALS(o)                                                                                  \
    WR_I((o)->enterprise_id), text((o)->code), name_of(wr_outlet_kinds, (o)->kind),                \
        text((o)->name), text((o)->pollutants), text((o)->standard_name),                          \
        WR_IOPT((o)->has_lng_e6, (o)->lng_e6), WR_IOPT((o)->has_lat_e6, (o)->lat_e6),              \
        name_of(wr_part_statuses, (o)->status)
#define Q_VALS(q)                                                                                  \
    WR_I((q)->enterprise_id), WR_IDOPT((q)->outlet_id), text((q)->code),                           \
        name_of(wr_equipment_kinds, (q)->kind), text((q)->name), WR_T((q)->mn),                    \
        name_of(wr_part_statuses, (q)->status)

int wr_outlet_store_list(struct wr_tx *tx, int64_t enterprise_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_OUTLETS, wr_outlet_fields, sizeof(struct wr_outlet), WR_PARTS_MAX,
                         ret, WR_I(enterprise_id), WR_I(WR_PARTS_MAX));
}

int wr_outlet_store_get(struct wr_tx *tx, int64_t id, struct wr_outlet *ret)
{
    return wr_query_one(tx, &Q_OUTLET, wr_outlet_fields, ret, WR_I(id));
}

int wr_outlet_store_insert(struct wr_tx *tx, const struct wr_outlet *o, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_OUTLET_INSERT, ret_id, O_VALS(o));
}

int wr_outlet_store_update(struct wr_tx *tx, const struct wr_outlet *o)
{
    return wr_exec(tx, &Q_OUTLET_UPDATE, NULL, O_VALS(o), WR_I(o->id), WR_I(o->version));
}

int wr_outlet_store_delete(struct wr_tx *tx, int64_t id)
{
    return wr_exec(tx, &Q_OUTLET_DELETE, NULL, WR_I(id));
}

int wr_equipment_store_list(struct wr_tx *tx, int64_t enterprise_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_EQUIPMENTS, wr_equipment_fields, sizeof(struct wr_equipment),
                         WR_PARTS_MAX, ret, WR_I(enterprise_id), WR_I(WR_PARTS_MAX));
}

int wr_equipment_store_get(struct wr_tx *tx, int64_t id, struct wr_equipment *ret)
{
    return wr_query_one(tx, &Q_EQUIPMENT, wr_equipment_fields, ret, WR_I(id));
}

int wr_equipment_store_insert(struct wr_tx *tx, const struct wr_equipment *q, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_EQUIPMENT_INSERT, ret_id, Q_VALS(q));
}

int wr_equipment_store_update(struct wr_tx *tx, const struct wr_equipment *q)
{
    return wr_exec(tx, &Q_EQUIPMENT_UPDATE, NULL, Q_VALS(q), WR_I(q->id), WR_I(q->version));
}

int wr_equipment_store_delete(struct wr_tx *tx, int64_t id)
{
    return wr_exec(tx, &Q_EQUIPMENT_DELETE, NULL, WR_I(id));
}
