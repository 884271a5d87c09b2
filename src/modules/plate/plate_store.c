#include "modules/plate/plate_store.h"

#include "base/text.h"

#define PLATES_MAX 100000

/* The liaison of now, and whether the one printed is another. */
#define JOINS                                                                                      \
    " FROM plate p JOIN enterprise e ON e.id = p.enterprise_id JOIN region d ON d.id = "           \
    "e.district_id"                                                                                \
    " LEFT JOIN officer o ON o.id = p.officer_id"                                                  \
    " LEFT JOIN liaison_assignment a ON a.enterprise_id = p.enterprise_id AND a.kind = 'main' "    \
    "AND a.to_ms IS NULL"
#define REPRINT_DUE                                                                                \
    "CASE WHEN p.status IN ('printed', 'hung') AND (p.reprint_due = 1 OR (a.officer_id IS NOT "    \
    "NULL"                                                                                         \
    " AND a.officer_id IS DISTINCT FROM p.officer_id)) THEN 1 ELSE 0 END"
#define COLS                                                                                       \
    "SELECT p.id, p.code, p.enterprise_id, e.name AS enterprise_name, e.district_id, d.name AS "   \
    "district_name, p.ver, p.kid, p.sig,"                                                          \
    " p.credit_code, p.issue_date, p.status, p.officer_id, o.name AS officer_name, " REPRINT_DUE   \
    " AS reprint_due,"                                                                             \
    " p.printed_ms, p.hung_ms, p.hung_lng_e6, p.hung_lat_e6, p.hung_accuracy_m, p.hung_photo_id, " \
    "p.replaced_by, p.reason,"                                                                     \
    " p.created_ms, p.version"
#define TYPES                                                                                      \
    "itititittttt"                                                                                 \
    "ITi"                                                                                          \
    "IIIIIII"                                                                                      \
    "Tii"

WR_AUDIT_ROW_STMT(plate, plate);
WR_AUDIT_CHILD_STMT(plate_event, plate_event, plate_id, id);
const struct wr_audit_entity WR_PLATE_ENTITY = {.table = "plate",
                                                .row = &plate_row,
                                                .ids = &plate_ids,
                                                .children = {&plate_event_children},
                                                .child_tables = {"plate_event"}};
const struct wr_audit_entity *const wr_plate_entities[] = {&WR_PLATE_ENTITY, NULL};

static const struct wr_field row_fields[] = {
    WR_ID(struct wr_plate, id, "", ""),
    WR_STR(struct wr_plate, code, 10, 10, "", ""),
    WR_ID(struct wr_plate, enterprise_id, "", ""),
    WR_STR(struct wr_plate, enterprise_name, 0, 400, "", ""),
    WR_ID(struct wr_plate, district_id, "", ""),
    WR_STR(struct wr_plate, district_name, 0, 100, "", ""),
    WR_I64(struct wr_plate, ver, 1, WR_ID_MAX, "", ""),
    WR_STR(struct wr_plate, kid, 1, 12, "", ""),
    WR_STR(struct wr_plate, sig, 86, 86, "", ""),
    WR_STR(struct wr_plate, credit_code, 0, 40, "", ""),
    WR_STR(struct wr_plate, issue_date, 10, 10, "", ""),
    WR_ENUM(struct wr_plate, status, wr_plate_statuses, "", ""),
    WR_ID_OPT(struct wr_plate, officer_id, "", ""),
    WR_STR_OPT(struct wr_plate, officer_name, 0, 100, "", ""),
    WR_BOOL(struct wr_plate, reprint_due, "", ""),
    WR_MS_OPT(struct wr_plate, printed_ms, "", ""),
    WR_MS_OPT(struct wr_plate, hung_ms, "", ""),
    WR_I64_OPT(struct wr_plate, hung_lng_e6, -180000000, 180000000, "", ""),
    WR_I64_OPT(struct wr_plate, hung_lat_e6, -90000000, 90000000, "", ""),
    WR_ID_OPT(struct wr_plate, hung_accuracy_m, "", ""),
    WR_ID_OPT(struct wr_plate, hung_photo_id, "", ""),
    WR_ID_OPT(struct wr_plate, replaced_by, "", ""),
    WR_STR_OPT(struct wr_plate, reason, 0, 400, "", ""),
    WR_MS(struct wr_plate, created_ms, "", ""),
    WR_I64(struct wr_plate, version, 1, WR_ID_MAX, "", ""),
    {0},
};
static const struct wr_field item_fields[] = {
    WR_ID(struct wr_plate_item, id, "", ""),
    WR_STR(struct wr_plate_item, code, 10, 10, "", ""),
    WR_STR(struct wr_plate_item, kid, 1, 12, "", ""),
    WR_STR(struct wr_plate_item, sig, 86, 86, "", ""),
    WR_STR(struct wr_plate_item, credit_code, 0, 40, "", ""),
    WR_STR(struct wr_plate_item, issue_date, 10, 10, "", ""),
    WR_I64(struct wr_plate_item, ver, 1, WR_ID_MAX, "", ""),
    WR_ENUM(struct wr_plate_item, status, wr_plate_statuses, "", ""),
    WR_ID_OPT(struct wr_plate_item, printed_officer_id, "", ""),
    WR_ID(struct wr_plate_item, enterprise_id, "", ""),
    WR_STR(struct wr_plate_item, enterprise_name, 0, 400, "", ""),
    WR_STR(struct wr_plate_item, district_name, 0, 100, "", ""),
    WR_BOOL(struct wr_plate_item, made_up, "", ""),
    WR_ID_OPT(struct wr_plate_item, officer_id, "", ""),
    WR_STR_OPT(struct wr_plate_item, officer_name, 0, 100, "", ""),
    WR_STR_OPT(struct wr_plate_item, officer_unit, 0, 200, "", ""),
    WR_STR_OPT(struct wr_plate_item, officer_title, 0, 100, "", ""),
    WR_STR_OPT(struct wr_plate_item, officer_phone, 0, 40, "", ""),
    WR_ID_OPT(struct wr_plate_item, photo_id, "", ""),
    {0},
};

static const struct wr_stmt Q_LIST = {
    .name = "plate_list",
    .sql = COLS JOINS " WHERE ($1 = 0 OR p.id < $1) AND ($2 = 0 OR e.district_id = $2) AND ($3 = 0 "
                      "OR p.enterprise_id = $3)"
                      " AND ($4 IS NULL OR p.status = $4) AND ($5 IS NULL OR " REPRINT_DUE " = $5)"
                      " AND ($6 IS NULL OR e.name LIKE $6 ESCAPE '\\' OR e.pinyin LIKE $7 ESCAPE "
                      "'\\' OR e.credit_code LIKE $8 ESCAPE '\\'"
                      " OR p.code LIKE $8 ESCAPE '\\') ORDER BY p.id DESC LIMIT $9",
    .params = "iiiTITTTi",
    .cols = TYPES};
static const struct wr_stmt Q_GET = {
    .name = "plate_get", .sql = COLS JOINS " WHERE p.id = $1", .params = "i", .cols = TYPES};
static const struct wr_stmt Q_BY_CODE = {
    .name = "plate_by_code", .sql = COLS JOINS " WHERE p.code = $1", .params = "t", .cols = TYPES};
static const struct wr_stmt Q_LIVE = {
    .name = "plate_live",
    .sql = COLS JOINS
    " WHERE p.enterprise_id = $1 AND p.status IN ('draft', 'issued', 'printed', 'hung')",
    .params = "i",
    .cols = TYPES};
static const struct wr_stmt Q_CODE_TAKEN = {.name = "plate_code_taken",
                                            .sql = "SELECT count(*) FROM plate WHERE code = $1",
                                            .params = "t",
                                            .cols = "i"};
static const struct wr_stmt Q_INSERT = {
    .name = "plate_insert",
    .sql = "INSERT INTO plate (code, enterprise_id, ver, kid, sig, credit_code, issue_date, "
           "status, reprint_due, created_ms, version)"
           " VALUES ($1, $2, 1, $3, $4, $5, $6, 'issued', 0, $7, 1) RETURNING id",
    .params = "titttti",
    .cols = "i"};
static const struct wr_stmt Q_STATE = {
    .name = "plate_state",
    .sql = "UPDATE plate SET status = $2, reason = $3, version = version + 1 WHERE id = $1",
    .params = "itT",
    .cols = ""};
static const struct wr_stmt Q_REPLACED_BY = {.name = "plate_replaced_by",
                                             .sql =
                                                 "UPDATE plate SET replaced_by = $2 WHERE id = $1",
                                             .params = "ii",
                                             .cols = ""};
static const struct wr_stmt Q_PRINTED = {
    .name = "plate_printed",
    .sql = "UPDATE plate SET status = $2, officer_id = $3, ver = $4, printed_ms = $5, reprint_due "
           "= 0, version = version + 1"
           " WHERE id = $1",
    .params = "itIii",
    .cols = ""};
static const struct wr_stmt Q_HUNG = {
    .name = "plate_hung",
    .sql = "UPDATE plate SET status = 'hung', hung_ms = $2, hung_lng_e6 = $3, hung_lat_e6 = $4, "
           "hung_accuracy_m = $5,"
           " hung_photo_id = $6, version = version + 1 WHERE id = $1",
    .params = "iiIIII",
    .cols = ""};
static const struct wr_stmt Q_REPRINT_DUE = {
    .name = "plate_reprint_due",
    .sql = "UPDATE plate SET reprint_due = 1, version = version + 1 WHERE id = $1",
    .params = "i",
    .cols = ""};
static const struct wr_stmt Q_EVENT = {.name = "plate_event_insert",
                                       .sql = "INSERT INTO plate_event (plate_id, at_ms, kind, "
                                              "user_id, note) VALUES ($1, $2, $3, $4, $5)",
                                       .params = "iitIt",
                                       .cols = ""};
static const struct wr_stmt Q_EVENTS = {
    .name = "plate_events",
    .sql = "SELECT v.at_ms, v.kind, u.name AS user_name, v.note FROM plate_event v LEFT JOIN "
           "app_user u ON u.id = v.user_id"
           " WHERE v.plate_id = $1 ORDER BY v.id DESC LIMIT 1000",
    .params = "i",
    .cols = "itTt"};
static const struct wr_stmt Q_LAST_EVENT = {
    .name = "plate_last_event",
    .sql = "SELECT coalesce(max(at_ms), 0) FROM plate_event WHERE plate_id = $1 AND kind = $2",
    .params = "it",
    .cols = "i"};
static const struct wr_stmt Q_REVOKED = {
    .name = "plate_revoked",
    .sql = "SELECT code FROM plate WHERE status IN ('lost', 'void', 'replaced') ORDER BY code",
    .params = "",
    .cols = "t"};
static const struct wr_stmt Q_MISSING = {
    .name = "plate_missing",
    .sql = "SELECT e.id FROM enterprise e WHERE e.status = 'active' AND e.paired = 1 AND ($1 = 0 "
           "OR e.district_id = $1)"
           " AND NOT EXISTS (SELECT 1 FROM plate p WHERE p.enterprise_id = e.id"
           " AND p.status IN ('draft', 'issued', 'printed', 'hung'))"
           " ORDER BY e.district_id, coalesce(e.street_id, 0), e.name, e.id LIMIT $2",
    .params = "ii",
    .cols = "i"};
static const struct wr_stmt Q_PRINT_IDS = {
    .name = "plate_print_ids",
    .sql = "SELECT p.id" JOINS
           " WHERE p.status IN ('issued', 'printed', 'hung') AND ($1 = 0 OR e.district_id = $1)"
           " AND ($2 IS NULL OR p.status = $2) AND ($3 = 0 OR " REPRINT_DUE " = 1)"
           " ORDER BY e.district_id, coalesce(e.street_id, 0), e.name, p.id LIMIT $4",
    .params = "iTii",
    .cols = "i"};
static const struct wr_stmt Q_ITEM = {
    .name = "plate_item",
    .sql = "SELECT p.id, p.code, p.kid, p.sig, p.credit_code, p.issue_date, p.ver, p.status, "
           "p.officer_id AS printed_officer_id,"
           " p.enterprise_id, e.name AS enterprise_name, d.name AS district_name, e.made_up, n.id "
           "AS officer_id,"
           " n.name AS officer_name, n.unit AS officer_unit, n.title AS officer_title, n.phone AS "
           "officer_phone, n.photo_id" JOINS " LEFT JOIN officer n ON n.id = a.officer_id"
           " WHERE p.id = $1 AND p.status IN ('issued', 'printed', 'hung') AND ($2 = 0 OR "
           "e.district_id = $2)",
    .params = "ii",
    .cols = "itttttitIittiITTTTI"};

const struct wr_stmt *const wr_plate_stmts[] = {&Q_LIST,    &Q_GET,         &Q_BY_CODE,
                                                &Q_LIVE,    &Q_CODE_TAKEN,  &Q_INSERT,
                                                &Q_STATE,   &Q_REPLACED_BY, &Q_PRINTED,
                                                &Q_HUNG,    &Q_REPRINT_DUE, &Q_EVENT,
                                                &Q_EVENTS,  &Q_LAST_EVENT,  &Q_REVOKED,
                                                &Q_MISSING, &Q_PRINT_IDS,   &Q_ITEM,
                                                &plate_row, &plate_ids,     &plate_event_children,
                                                NULL};

static struct wr_str status_name(int64_t status)
{
    return wr_str(wr_enum_item(wr_plate_statuses, status)->name);
}

int wr_plate_store_list(struct wr_tx *tx, const struct wr_plate_query *q, int64_t limit,
                        struct wr_list *ret)
{
    struct wr_arena *a = wr_tx_ctx(tx)->arena;
    struct wr_str upper = wr_text_upper(a, q->q);

    /* a code may be typed as printed, in two groups */
    if (upper.n == WR_PLATE_CODE + 1 && upper.p[5] == '-')
        upper = wr_arena_printf(a, "%.5s%.5s", upper.p, upper.p + 6);
    return wr_query_list(tx, &Q_LIST, row_fields, sizeof(struct wr_plate), (size_t)limit, ret,
                         WR_I(q->cursor), WR_I(q->district_id), WR_I(q->enterprise_id),
                         q->has_status ? WR_T(status_name(q->status)) : WR_NULL,
                         WR_IOPT(q->has_reprint_due, q->reprint_due), WR_T(wr_like_part(a, q->q)),
                         WR_T(wr_like_head(a, wr_text_lower(a, q->q))),
                         WR_T(wr_like_head(a, upper)), WR_I(limit));
}

int wr_plate_store_get(struct wr_tx *tx, int64_t id, struct wr_plate *ret)
{
    *ret = (struct wr_plate){0};
    return wr_query_one(tx, &Q_GET, row_fields, ret, WR_I(id));
}

int wr_plate_store_by_code(struct wr_tx *tx, struct wr_str code, struct wr_plate *ret)
{
    *ret = (struct wr_plate){0};
    return wr_query_one(tx, &Q_BY_CODE, row_fields, ret, WR_T(code));
}

int wr_plate_store_live(struct wr_tx *tx, int64_t enterprise_id, struct wr_plate *ret)
{
    *ret = (struct wr_plate){0};
    return wr_query_one(tx, &Q_LIVE, row_fields, ret, WR_I(enterprise_id));
}

int wr_plate_store_code_taken(struct wr_tx *tx, struct wr_str code, bool *ret)
{
    int64_t n = 0;

    int rc = wr_query_i64(tx, &Q_CODE_TAKEN, &n, WR_T(code));
    *ret = n > 0;
    return rc;
}

int wr_plate_store_insert(struct wr_tx *tx, const struct wr_plate *p, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_T(p->code), WR_I(p->enterprise_id), WR_T(p->kid),
                        WR_T(p->sig), WR_T(p->credit_code), WR_T(p->issue_date),
                        WR_I(p->created_ms));
}

int wr_plate_store_state(struct wr_tx *tx, int64_t id, enum wr_plate_status to,
                         struct wr_str reason)
{
    return wr_exec(tx, &Q_STATE, NULL, WR_I(id), WR_T(status_name(to)), WR_T(reason));
}

int wr_plate_store_replaced_by(struct wr_tx *tx, int64_t id, int64_t new_id)
{
    return wr_exec(tx, &Q_REPLACED_BY, NULL, WR_I(id), WR_I(new_id));
}

int wr_plate_store_printed(struct wr_tx *tx, int64_t id, enum wr_plate_status to,
                           int64_t officer_id, int64_t ver, int64_t now_ms)
{
    return wr_exec(tx, &Q_PRINTED, NULL, WR_I(id), WR_T(status_name(to)), WR_IDOPT(officer_id),
                   WR_I(ver), WR_I(now_ms));
}

int wr_plate_store_hung(struct wr_tx *tx, int64_t id, const struct wr_plate_hang *h, int64_t now_ms)
{
    return wr_exec(tx, &Q_HUNG, NULL, WR_I(id), WR_I(now_ms), WR_IOPT(h->has_lng_e6, h->lng_e6),
                   WR_IOPT(h->has_lat_e6, h->lat_e6), WR_IOPT(h->has_accuracy_m, h->accuracy_m),
                   WR_IDOPT(h->photo_id));
}

int wr_plate_store_reprint_due(struct wr_tx *tx, int64_t id)
{
    return wr_exec(tx, &Q_REPRINT_DUE, NULL, WR_I(id));
}

int wr_plate_store_event(struct wr_tx *tx, int64_t plate_id, int64_t at_ms, const char *kind,
                         int64_t user_id, struct wr_str note)
{
    return wr_exec(tx, &Q_EVENT, NULL, WR_I(plate_id), WR_I(at_ms), WR_T(wr_str(kind)),
                   WR_IDOPT(user_id), WR_T(note.p ? note : WR_S("")));
}

int wr_plate_store_events(struct wr_tx *tx, int64_t plate_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_EVENTS, wr_plate_event_fields, sizeof(struct wr_plate_event), 1000,
                         ret, WR_I(plate_id));
}

int wr_plate_store_last_event(struct wr_tx *tx, int64_t plate_id, const char *kind,
                              int64_t *ret_at_ms)
{
    return wr_query_i64(tx, &Q_LAST_EVENT, ret_at_ms, WR_I(plate_id), WR_T(wr_str(kind)));
}

/* ---- lists of one column -------------------------------------------------------------------- */

struct code_row {
    struct wr_str code;
};

int wr_plate_store_revoked(struct wr_tx *tx, struct wr_list *ret_codes)
{
    static const struct wr_field fields[] = {WR_STR(struct code_row, code, 10, 10, "", ""), {0}};
    _Static_assert(sizeof(struct code_row) == sizeof(struct wr_str),
                   "a list of rows is a list of texts");

    return wr_query_list(tx, &Q_REVOKED, fields, sizeof(struct code_row), PLATES_MAX, ret_codes);
}

struct id_row {
    int64_t id;
};
static const struct wr_field id_fields[] = {WR_ID(struct id_row, id, "", ""), {0}};
_Static_assert(sizeof(struct id_row) == sizeof(int64_t), "a list of rows is a list of ids");

int wr_plate_store_missing(struct wr_tx *tx, int64_t district_id, int64_t limit,
                           struct wr_list *ret_ids)
{
    return wr_query_list(tx, &Q_MISSING, id_fields, sizeof(struct id_row), PLATES_MAX, ret_ids,
                         WR_I(district_id), WR_I(limit));
}

int wr_plate_store_print_ids(struct wr_tx *tx, const struct wr_plate_print *in, int64_t district_id,
                             struct wr_list *ret_ids)
{
    return wr_query_list(tx, &Q_PRINT_IDS, id_fields, sizeof(struct id_row),
                         WR_PLATE_PRINTS_MAX + 1, ret_ids, WR_I(district_id),
                         in->has_status ? WR_T(status_name(in->status)) : WR_NULL,
                         WR_I(in->reprint_due), WR_I(WR_PLATE_PRINTS_MAX + 1));
}

int wr_plate_store_item(struct wr_tx *tx, int64_t id, int64_t district_id,
                        struct wr_plate_item *ret)
{
    *ret = (struct wr_plate_item){0};
    return wr_query_one(tx, &Q_ITEM, item_fields, ret, WR_I(id), WR_I(district_id));
}
