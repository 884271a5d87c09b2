#include "modules/officer/officer_store.h"

#include "base/text.h"
#include "modules/officer/officer_svc.h"

#define COLS                                                                                       \
    "o.id, o.name, o.pinyin, o.unit, o.title, o.district_id, d.name AS district_name, o.cert_no, " \
    "o.cert_from, o.cert_to, o.in_post, o.phone, o.photo_id, o.lng_e6, o.lat_e6, o.capacity, "     \
    "(SELECT COUNT(*) FROM liaison_assignment l WHERE l.officer_id = o.id AND l.to_ms IS NULL "    \
    "AND l.kind = 'main') AS enterprises_n, o.import_batch_id, o.created_ms, o.version"
#define TYPES                                                                                      \
    "itttt"                                                                                        \
    "ITtTTi"                                                                                       \
    "tIIIi"                                                                                        \
    "iIii"
#define FROM " FROM officer o LEFT JOIN region d ON d.id = o.district_id"

#define RECUSAL                                                                                    \
    "SELECT r.id, r.officer_id, o.name AS officer_name, r.enterprise_id, e.name AS "               \
    "enterprise_name, r.reason, r.created_ms, r.ended_ms FROM recusal r JOIN officer o ON "        \
    "o.id = r.officer_id JOIN enterprise e ON e.id = r.enterprise_id"
#define RECUSAL_TYPES "iitittiI"
#define RECUSALS_MAX 1000
#define RECUSALS_ACTIVE_MAX 20000

WR_AUDIT_ROW_STMT(officer, officer);
const struct wr_audit_entity WR_OFFICER_ENTITY = {
    .table = "officer", .row = &officer_row, .ids = &officer_ids};
WR_AUDIT_ROW_STMT(recusal, recusal);
const struct wr_audit_entity WR_RECUSAL_ENTITY = {
    .table = "recusal", .row = &recusal_row, .ids = &recusal_ids};
const struct wr_audit_entity *const wr_officer_entities[] = {&WR_OFFICER_ENTITY, &WR_RECUSAL_ENTITY,
                                                             NULL};

static const struct wr_stmt Q_GET = {.name = "officer_get",
                                     .sql = "SELECT " COLS FROM " WHERE o.id = $1",
                                     .params = "i",
                                     .cols = TYPES};
static const struct wr_stmt Q_BY_CERT = {.name = "officer_by_cert",
                                         .sql = "SELECT " COLS FROM " WHERE o.cert_no = $1",
                                         .params = "t",
                                         .cols = TYPES};
static const struct wr_stmt Q_BY_NAME = {
    .name = "officer_by_name",
    .sql = "SELECT " COLS FROM " WHERE o.name = $1 AND o.unit = $2 ORDER BY o.id LIMIT 1",
    .params = "tt",
    .cols = TYPES};
static const struct wr_stmt Q_LIST = {
    .name = "officer_list",
    .sql = "SELECT " COLS FROM
           " WHERE ($1 IS NULL OR o.name LIKE $1 ESCAPE '\\' OR o.unit LIKE $1 ESCAPE '\\' OR"
           " o.cert_no LIKE $1 ESCAPE '\\' OR o.pinyin LIKE $2 ESCAPE '\\')"
           " AND ($3 IS NULL OR o.district_id = $3)"
           " AND ($4 IS NULL OR o.in_post = $4)"
           " AND ($5 IS NULL OR o.district_id = $5 OR o.district_id IS NULL)"
           " AND ($6 IS NULL OR o.id > $6) ORDER BY o.id LIMIT $7",
    .params = "TTIIIIi",
    .cols = TYPES};
static const struct wr_stmt Q_INSERT = {
    .name = "officer_insert",
    .sql = "INSERT INTO officer (name, pinyin, unit, title, district_id, cert_no, cert_from,"
           " cert_to, in_post, phone, photo_id, lng_e6, lat_e6, capacity, import_batch_id,"
           " created_ms, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)"
           " RETURNING id",
    .params = "ttttItTTitIIIiIi",
    .cols = "i"};
static const struct wr_stmt Q_UPDATE = {
    .name = "officer_update",
    .sql = "UPDATE officer SET name = $3, pinyin = $4, unit = $5, title = $6, district_id = $7,"
           " cert_no = $8, cert_from = $9, cert_to = $10, in_post = $11, phone = $12,"
           " photo_id = $13, lng_e6 = $14, lat_e6 = $15, capacity = $16, version = version + 1"
           " WHERE id = $1 AND version = $2",
    .params = "iittttItTTitIIIi",
    .cols = ""};
static const struct wr_stmt Q_DELETE = {.name = "officer_delete",
                                        .sql = "DELETE FROM officer WHERE id = $1",
                                        .params = "i",
                                        .cols = ""};
static const struct wr_stmt Q_CERT_TAKEN = {
    .name = "officer_cert_taken",
    .sql = "SELECT COUNT(*) FROM officer WHERE cert_no = $1 AND cert_no <> '' AND id <> $2",
    .params = "ti",
    .cols = "i"};
static const struct wr_stmt Q_RECUSED = {.name = "officer_recused",
                                         .sql = "SELECT COUNT(*) FROM recusal WHERE officer_id = $1"
                                                " AND enterprise_id = $2 AND ended_ms IS NULL",
                                         .params = "ii",
                                         .cols = "i"};
static const struct wr_stmt Q_IS_LIAISON = {
    .name = "officer_is_liaison",
    .sql = "SELECT COUNT(*) FROM liaison_assignment WHERE officer_id = $1 AND enterprise_id = $2"
           " AND kind = 'main' AND to_ms IS NULL",
    .params = "ii",
    .cols = "i"};
static const struct wr_stmt Q_RECUSALS = {.name = "officer_recusals",
                                          .sql = RECUSAL
                                          " WHERE r.officer_id = $1 ORDER BY r.id DESC LIMIT $2",
                                          .params = "ii",
                                          .cols = RECUSAL_TYPES};
static const struct wr_stmt Q_RECUSALS_ACTIVE = {
    .name = "officer_recusals_active",
    .sql = RECUSAL " WHERE r.ended_ms IS NULL ORDER BY r.officer_id, r.enterprise_id LIMIT $1",
    .params = "i",
    .cols = RECUSAL_TYPES};
static const struct wr_stmt Q_RECUSAL = {.name = "officer_recusal",
                                         .sql = RECUSAL " WHERE r.id = $1",
                                         .params = "i",
                                         .cols = RECUSAL_TYPES};
static const struct wr_stmt Q_RECUSAL_ADD = {
    .name = "officer_recusal_add",
    .sql = "INSERT INTO recusal (officer_id, enterprise_id, reason, created_ms)"
           " VALUES ($1, $2, $3, $4) RETURNING id",
    .params = "iiti",
    .cols = "i"};
static const struct wr_stmt Q_RECUSAL_END = {
    .name = "officer_recusal_end",
    .sql = "UPDATE recusal SET ended_ms = $2 WHERE id = $1 AND ended_ms IS NULL",
    .params = "ii",
    .cols = ""};

const struct wr_stmt *const wr_officer_stmts[] = {
    &Q_GET,       &Q_BY_CERT,         &Q_BY_NAME,    &Q_LIST,        &Q_INSERT,
    &Q_UPDATE,    &Q_DELETE,          &Q_CERT_TAKEN, &Q_RECUSED,     &Q_IS_LIAISON,
    &Q_RECUSALS,  &Q_RECUSALS_ACTIVE, &Q_RECUSAL,    &Q_RECUSAL_ADD, &Q_RECUSAL_END,
    &officer_row, &officer_ids,       &recusal_row,  &recusal_ids,   NULL};

/* NOT NULL columns: an absent text is an empty one. */
static struct wr_val text(struct wr_str s)
{
    return WR_T(s.p ? s : WR_S(""));
}

#define VALUES(o)                                                                                  \
    text((o)->name), text((o)->pinyin), text((o)->unit), text((o)->title),                         \
        WR_IDOPT((o)->district_id), text((o)->cert_no), WR_T((o)->cert_from), WR_T((o)->cert_to),  \
        WR_I((o)->in_post), text((o)->phone), WR_IDOPT((o)->photo_id),                             \
        WR_IOPT((o)->has_lng_e6, (o)->lng_e6), WR_IOPT((o)->has_lat_e6, (o)->lat_e6),              \
        WR_I((o)->capacity)

int wr_officer_store_get(struct wr_tx *tx, int64_t id, struct wr_officer *ret)
{
    return wr_query_one(tx, &Q_GET, wr_officer_fields, ret, WR_I(id));
}

int wr_officer_store_find(struct wr_tx *tx, struct wr_str cert_no, struct wr_str name,
                          struct wr_str unit, struct wr_officer *ret)
{
    if (cert_no.n > 0) {
        int rc = wr_query_one(tx, &Q_BY_CERT, wr_officer_fields, ret, WR_T(cert_no));
        if (rc != WR_ENOTFOUND)
            return rc;
    }
    return wr_query_one(tx, &Q_BY_NAME, wr_officer_fields, ret, text(name), text(unit));
}

int wr_officer_store_list(struct wr_tx *tx, const struct wr_officer_query *q, int64_t scope_id,
                          int64_t limit, struct wr_list *ret)
{
    struct wr_arena *a = wr_tx_ctx(tx)->arena;
    struct wr_str part = wr_like_part(a, q->q);
    struct wr_str head = wr_like_head(a, wr_text_lower(a, q->q));
    return wr_query_list(tx, &Q_LIST, wr_officer_fields, sizeof(struct wr_officer), (size_t)limit,
                         ret, WR_T(part), WR_T(head), WR_IDOPT(q->district_id),
                         WR_IOPT(q->has_in_post, q->in_post), WR_IDOPT(scope_id),
                         WR_IDOPT(q->cursor), WR_I(limit));
}

int wr_officer_store_insert(struct wr_tx *tx, const struct wr_officer *o, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, VALUES(o), WR_IDOPT(o->import_batch_id),
                        WR_I(o->created_ms));
}

int wr_officer_store_update(struct wr_tx *tx, const struct wr_officer *o)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &Q_UPDATE, &changed, WR_I(o->id), WR_I(o->version), VALUES(o));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}

/* A COUNT as a truth. */
static int counted(int rc, int64_t n, bool *ret)
{
    if (rc == 0)
        *ret = n > 0;
    return rc;
}

int wr_officer_store_cert_taken(struct wr_tx *tx, struct wr_str cert_no, int64_t id, bool *ret)
{
    int64_t n = 0;
    int rc = wr_query_i64(tx, &Q_CERT_TAKEN, &n, text(cert_no), WR_I(id));
    return counted(rc, n, ret);
}

int wr_officer_store_recused(struct wr_tx *tx, int64_t officer_id, int64_t enterprise_id, bool *ret)
{
    int64_t n = 0;
    int rc = wr_query_i64(tx, &Q_RECUSED, &n, WR_I(officer_id), WR_I(enterprise_id));
    return counted(rc, n, ret);
}

int wr_officer_store_is_liaison(struct wr_tx *tx, int64_t officer_id, int64_t enterprise_id,
                                bool *ret)
{
    int64_t n = 0;
    int rc = wr_query_i64(tx, &Q_IS_LIAISON, &n, WR_I(officer_id), WR_I(enterprise_id));
    return counted(rc, n, ret);
}

int wr_officer_store_recusals(struct wr_tx *tx, int64_t officer_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_RECUSALS, wr_recusal_fields, sizeof(struct wr_recusal),
                         RECUSALS_MAX, ret, WR_I(officer_id), WR_I(RECUSALS_MAX));
}

int wr_officer_store_recusals_active(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_RECUSALS_ACTIVE, wr_recusal_fields, sizeof(struct wr_recusal),
                         RECUSALS_ACTIVE_MAX, ret, WR_I(RECUSALS_ACTIVE_MAX));
}

int wr_officer_store_recusal(struct wr_tx *tx, int64_t id, struct wr_recusal *ret)
{
    return wr_query_one(tx, &Q_RECUSAL, wr_recusal_fields, ret, WR_I(id));
}

int wr_officer_store_recusal_add(struct wr_tx *tx, const struct wr_recusal *r, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_RECUSAL_ADD, ret_id, WR_I(r->officer_id), WR_I(r->enterprise_id),
                        text(r->reason), WR_I(r->created_ms));
}

int wr_officer_store_recusal_end(struct wr_tx *tx, int64_t id, int64_t ended_ms)
{
    return wr_exec(tx, &Q_RECUSAL_END, NULL, WR_I(id), WR_I(ended_ms));
}

int wr_officer_store_delete(struct wr_tx *tx, int64_t id)
{
    return wr_exec(tx, &Q_DELETE, NULL, WR_I(id));
}
