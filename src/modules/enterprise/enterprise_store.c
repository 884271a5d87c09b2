#include "modules/enterprise/enterprise_store.h"

#include "modules/enterprise/enterprise_svc.h"

#define STORED                                                                                     \
    "name, pinyin, credit_code, credit_code_raw, credit_code_status, permit_no, permit_status, "   \
    "permit_valid_to, district_id,"                                                                \
    " street_id, address, industry_code, industry_edition, industry_name, lng_e6, lat_e6, "        \
    "geo_status, geo_datum, class,"                                                                \
    " permit_class, scale, credit_grade, env_code, performance_grade, risk, state_owned, paired, " \
    "positive_state, status,"                                                                      \
    " status_date, merged_into, contact_name, contact_phone, made_up, note, import_batch_id, "     \
    "created_ms, updated_ms"
#define STORED_TYPES                                                                               \
    "tttttttTiItttt"                                                                               \
    "IItttttttttiitt"                                                                              \
    "TItt"                                                                                         \
    "itIii"
#define COLS                                                                                       \
    "e.id, e.name, e.pinyin, e.credit_code, e.credit_code_raw, e.credit_code_status, "             \
    "e.permit_no, e.permit_status,"                                                                \
    " e.permit_valid_to, e.district_id, d.name AS district_name, e.street_id, s.name AS "          \
    "street_name, e.address, e.industry_code,"                                                     \
    " e.industry_edition, e.industry_name, e.lng_e6, e.lat_e6, e.geo_status, e.geo_datum, "        \
    "e.class, e.permit_class, e.scale,"                                                            \
    " e.credit_grade, e.env_code, e.performance_grade, e.risk, e.state_owned, e.paired, "          \
    "e.positive_state, e.status,"                                                                  \
    " e.status_date, e.merged_into, e.contact_name, e.contact_phone, e.made_up, e.note, "          \
    "e.import_batch_id, e.created_ms,"                                                             \
    " e.updated_ms, e.version"
#define TYPES "itttttttTiTITttttIItttttttttiittTIttitIiii"
#define FROM                                                                                       \
    " FROM enterprise e JOIN region d ON d.id = e.district_id LEFT JOIN region s ON s.id = "       \
    "e.street_id"

WR_AUDIT_ROW_STMT(enterprise, enterprise);
WR_AUDIT_CHILD_STMT(history, enterprise_history, enterprise_id, version);
const struct wr_audit_entity WR_ENTERPRISE_ENTITY = {.table = "enterprise",
                                                     .row = &enterprise_row,
                                                     .ids = &enterprise_ids,
                                                     .children = {&history_children},
                                                     .child_tables = {"enterprise_history"}};

const struct wr_audit_entity *const wr_enterprise_entities[] = {
    &WR_ENTERPRISE_ENTITY, &WR_OUTLET_ENTITY, &WR_EQUIPMENT_ENTITY, &WR_IMPORT_ENTITY, NULL};

static const struct wr_stmt Q_GET = {.name = "enterprise_get",
                                     .sql = "SELECT " COLS FROM " WHERE e.id = $1",
                                     .params = "i",
                                     .cols = TYPES};
static const struct wr_stmt Q_INSERT = {
    .name = "enterprise_insert",
    .sql = "INSERT INTO enterprise (" STORED
           ", version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
           " $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, "
           "$32, $33, $34, $35, $36, $37, $38, 1)"
           " RETURNING id",
    .params = STORED_TYPES,
    .cols = "i"};
static const struct wr_stmt Q_UPDATE = {
    .name = "enterprise_update",
    .sql = "UPDATE enterprise SET (" STORED
           ") = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
           " $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, "
           "$36, $37, $38), version = version + 1"
           " WHERE id = $39 AND version = $40",
    .params = STORED_TYPES "ii",
    .cols = ""};
static const struct wr_stmt Q_DELETE_HISTORY = {
    .name = "enterprise_delete_history",
    .sql = "DELETE FROM enterprise_history WHERE enterprise_id = $1",
    .params = "i",
    .cols = ""};
static const struct wr_stmt Q_DELETE = {.name = "enterprise_delete",
                                        .sql = "DELETE FROM enterprise WHERE id = $1",
                                        .params = "i",
                                        .cols = ""};
static const struct wr_stmt Q_ADD_HISTORY = {
    .name = "enterprise_add_history",
    .sql = "INSERT INTO enterprise_history (enterprise_id, version, changed_ms, user_id, reason, "
           "changes) VALUES ($1, $2, $3, $4, $5, $6)",
    .params = "iiiItt",
    .cols = ""};
static const struct wr_stmt Q_HISTORY = {
    .name = "enterprise_history",
    .sql = "SELECT h.id, h.enterprise_id, h.version, h.changed_ms, h.user_id, u.name AS user_name, "
           "h.reason, h.changes"
           " FROM enterprise_history h LEFT JOIN app_user u ON u.id = h.user_id WHERE "
           "h.enterprise_id = $1"
           " ORDER BY h.version DESC LIMIT $2",
    .params = "ii",
    .cols = "iiiiITtt"};
static const struct wr_stmt Q_SAME = {.name = "enterprise_same",
                                      .sql = "SELECT " COLS FROM
                                             " WHERE e.name = $1 AND e.credit_code_raw = $2 AND "
                                             "e.status <> 'merged' ORDER BY e.id LIMIT 10",
                                      .params = "tt",
                                      .cols = TYPES};
static const struct wr_stmt Q_BY_CODE = {
    .name = "enterprise_by_code",
    .sql = "SELECT " COLS FROM
           " WHERE e.credit_code = $1 AND e.status <> 'merged' ORDER BY e.id LIMIT 10",
    .params = "t",
    .cols = TYPES};

const struct wr_stmt *const wr_enterprise_stmts[] = {
    &Q_GET,          &Q_INSERT,         &Q_UPDATE, &Q_DELETE,  &Q_DELETE_HISTORY,
    &Q_ADD_HISTORY,  &Q_HISTORY,        &Q_SAME,   &Q_BY_CODE, &enterprise_row,
    &enterprise_ids, &history_children, NULL};

/** NOT NULL columns: an absent text is an empty one. */
static struct wr_val text(struct wr_str s)
{
    return WR_T(s.p ? s : WR_S(""));
}

static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    return WR_T(wr_str(wr_enum_item(items, value)->name));
}

#define STORED_VALS(e)                                                                             \
    text((e)->name), text((e)->pinyin), text((e)->credit_code), text((e)->credit_code_raw),        \
        name_of(wr_uscc_statuses, (e)->credit_code_status), text((e)->permit_no),                  \
        name_of(wr_permit_statuses, (e)->permit_status), WR_T((e)->permit_valid_to),               \
        WR_I((e)->district_id), WR_IDOPT((e)->street_id), text((e)->address),                      \
        text((e)->industry_code), text((e)->industry_edition), text((e)->industry_name),           \
        WR_IOPT((e)->has_lng_e6, (e)->lng_e6), WR_IOPT((e)->has_lat_e6, (e)->lat_e6),              \
        name_of(wr_geo_statuses, (e)->geo_status), name_of(wr_geo_datums, (e)->geo_datum),         \
        name_of(wr_ent_classes, (e)->class), name_of(wr_permit_classes, (e)->permit_class),        \
        name_of(wr_scales, (e)->scale), name_of(wr_credit_grades, (e)->credit_grade),              \
        name_of(wr_env_codes, (e)->env_code), name_of(wr_perf_grades, (e)->performance_grade),     \
        name_of(wr_risks, (e)->risk), WR_I((e)->state_owned), WR_I((e)->paired),                   \
        name_of(wr_positive_states, (e)->positive_state), name_of(wr_ent_statuses, (e)->status),   \
        WR_T((e)->status_date), WR_IDOPT((e)->merged_into), text((e)->contact_name),               \
        text((e)->contact_phone), WR_I((e)->made_up), text((e)->note),                             \
        WR_IDOPT((e)->import_batch_id), WR_I((e)->created_ms), WR_I((e)->updated_ms)

int wr_enterprise_store_get(struct wr_tx *tx, int64_t id, struct wr_enterprise *ret)
{
    return wr_query_one(tx, &Q_GET, wr_enterprise_fields, ret, WR_I(id));
}

int wr_enterprise_store_insert(struct wr_tx *tx, const struct wr_enterprise *e, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, STORED_VALS(e));
}

int wr_enterprise_store_update(struct wr_tx *tx, const struct wr_enterprise *e)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &Q_UPDATE, &changed, STORED_VALS(e), WR_I(e->id), WR_I(e->version));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}

int wr_enterprise_store_delete(struct wr_tx *tx, int64_t id)
{
    int rc = wr_exec(tx, &Q_DELETE_HISTORY, NULL, WR_I(id));
    return rc < 0 ? rc : wr_exec(tx, &Q_DELETE, NULL, WR_I(id));
}

int wr_enterprise_store_add_history(struct wr_tx *tx, const struct wr_enterprise_change *c)
{
    return wr_exec(tx, &Q_ADD_HISTORY, NULL, WR_I(c->enterprise_id), WR_I(c->version),
                   WR_I(c->changed_ms), WR_IDOPT(c->user_id), text(c->reason), text(c->changes));
}

int wr_enterprise_store_history(struct wr_tx *tx, int64_t enterprise_id, int64_t limit,
                                struct wr_list *ret)
{
    return wr_query_list(tx, &Q_HISTORY, wr_enterprise_change_fields,
                         sizeof(struct wr_enterprise_change), (size_t)limit, ret,
                         WR_I(enterprise_id), WR_I(limit));
}

int wr_enterprise_store_same(struct wr_tx *tx, struct wr_str name, struct wr_str credit_code_raw,
                             struct wr_list *ret)
{
    return wr_query_list(tx, &Q_SAME, wr_enterprise_fields, sizeof(struct wr_enterprise), 10, ret,
                         text(name), text(credit_code_raw));
}

int wr_enterprise_store_by_code(struct wr_tx *tx, struct wr_str credit_code, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_BY_CODE, wr_enterprise_fields, sizeof(struct wr_enterprise), 10,
                         ret, text(credit_code));
}
