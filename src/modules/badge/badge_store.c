#include "modules/badge/badge_store.h"

#define REVOKED_MAX 100000
#define DEVICE_COLS                                                                                \
    "SELECT d.id, d.uid, d.user_id, d.officer_id, o.name AS officer_name, d.name, d.public_key, "  \
    "d.created_ms, d.seen_ms, d.revoked_ms, d.revoke_reason,"                                      \
    " CASE WHEN d.revoked_ms IS NULL THEN 0 ELSE 1 END AS revoked, d.version"                      \
    " FROM device d JOIN officer o ON o.id = d.officer_id"
#define DEVICE_TYPES "itiitttiIITii"
#define SCAN_COLS                                                                                  \
    "SELECT s.id, s.uid, s.enterprise_id, e.name AS enterprise_name, s.officer_id, "               \
    "s.officer_name, s.unit, s.cert_no, s.device_id, s.step, s.code, s.kind, s.insp_class,"        \
    " s.source, s.evidence_ref, s.basis, s.mission_number, s.mission_id, s.approval, s.at_ms, "    \
    "s.received_ms, s.offline, s.user_id, s.visit_id, s.version"                                   \
    " FROM officer_scan s JOIN enterprise e ON e.id = s.enterprise_id"
#define SCAN_TYPES                                                                                 \
    "ititittt"                                                                                     \
    "iit"                                                                                          \
    "tttttt"                                                                                       \
    "It"                                                                                           \
    "iiiIIi"

/* `seen_ms` is no evidence and changes with every contact: it stays out of the digest. */
static const struct wr_stmt device_row = {
    .name = "device_audit_row",
    .sql = "SELECT id, uid, user_id, officer_id, name, public_key, created_ms, revoked_ms, "
           "revoke_reason, version FROM device WHERE id = $1",
    .params = "i",
    .cols = "*"};
static const struct wr_stmt device_ids = {.name = "device_audit_ids",
                                          .sql = "SELECT id FROM device ORDER BY id",
                                          .params = "",
                                          .cols = "i"};
WR_AUDIT_ROW_STMT(officer_scan, officer_scan);
const struct wr_audit_entity WR_DEVICE_ENTITY = {
    .table = "device", .row = &device_row, .ids = &device_ids};
const struct wr_audit_entity WR_OFFICER_SCAN_ENTITY = {
    .table = "officer_scan", .row = &officer_scan_row, .ids = &officer_scan_ids};
const struct wr_audit_entity *const wr_badge_entities[] = {&WR_DEVICE_ENTITY,
                                                           &WR_OFFICER_SCAN_ENTITY, NULL};

static const struct wr_field device_cols[] = {
    WR_ID(struct wr_device, id, "", ""),
    WR_STR(struct wr_device, uid, 36, 36, "", ""),
    WR_ID(struct wr_device, user_id, "", ""),
    WR_ID(struct wr_device, officer_id, "", ""),
    WR_STR(struct wr_device, officer_name, 0, 100, "", ""),
    WR_STR(struct wr_device, name, 0, 100, "", ""),
    WR_STR(struct wr_device, public_key, 43, 43, "", ""),
    WR_MS(struct wr_device, created_ms, "", ""),
    WR_MS_OPT(struct wr_device, seen_ms, "", ""),
    WR_MS_OPT(struct wr_device, revoked_ms, "", ""),
    WR_STR_OPT(struct wr_device, revoke_reason, 0, 200, "", ""),
    WR_BOOL(struct wr_device, revoked, "", ""),
    WR_I64(struct wr_device, version, 1, WR_ID_MAX, "", ""),
    {0},
};
static const struct wr_field scan_cols[] = {
    WR_ID(struct wr_officer_scan, id, "", ""),
    WR_STR(struct wr_officer_scan, uid, 36, 36, "", ""),
    WR_ID(struct wr_officer_scan, enterprise_id, "", ""),
    WR_STR(struct wr_officer_scan, enterprise_name, 0, 400, "", ""),
    WR_ID(struct wr_officer_scan, officer_id, "", ""),
    WR_STR(struct wr_officer_scan, officer_name, 0, 100, "", ""),
    WR_STR(struct wr_officer_scan, unit, 0, 200, "", ""),
    WR_STR(struct wr_officer_scan, cert_no, 0, 60, "", ""),
    WR_ID(struct wr_officer_scan, device_id, "", ""),
    WR_I64(struct wr_officer_scan, step, 0, WR_ID_MAX, "", ""),
    WR_STR(struct wr_officer_scan, code, 1, WR_BADGE_CODE_MAX, "", ""),
    WR_STR(struct wr_officer_scan, kind, 0, 20, "", ""),
    WR_STR(struct wr_officer_scan, insp_class, 0, 20, "", ""),
    WR_STR(struct wr_officer_scan, source, 0, 20, "", ""),
    WR_STR(struct wr_officer_scan, evidence_ref, 0, 60, "", ""),
    WR_STR(struct wr_officer_scan, basis, 0, 60, "", ""),
    WR_STR(struct wr_officer_scan, mission_number, 0, 60, "", ""),
    WR_ID_OPT(struct wr_officer_scan, mission_id, "", ""),
    WR_ENUM(struct wr_officer_scan, approval, wr_scan_approvals, "", ""),
    WR_MS(struct wr_officer_scan, at_ms, "", ""),
    WR_MS(struct wr_officer_scan, received_ms, "", ""),
    WR_BOOL(struct wr_officer_scan, offline, "", ""),
    WR_ID_OPT(struct wr_officer_scan, user_id, "", ""),
    WR_ID_OPT(struct wr_officer_scan, visit_id, "", ""),
    WR_I64(struct wr_officer_scan, version, 1, WR_ID_MAX, "", ""),
    {0},
};
static const struct wr_field warrant_cols[] = {
    WR_ID(struct wr_warrant, mission_id, "", ""),
    WR_STR_OPT(struct wr_warrant, number, 0, 200, "", ""),
    WR_STR(struct wr_warrant, enterprise_name, 0, 400, "", ""),
    WR_STR_OPT(struct wr_warrant, plate_code, 0, 10, "", ""),
    WR_STR(struct wr_warrant, kind, 1, 20, "", ""),
    WR_STR_OPT(struct wr_warrant, insp_class, 0, 20, "", ""),
    WR_STR(struct wr_warrant, source, 0, 20, "", ""),
    WR_TEXT(struct wr_warrant, evidence_ref, 0, 4000, "", ""),
    WR_TEXT(struct wr_warrant, basis, 0, 4000, "", ""),
    WR_TEXT(struct wr_warrant, reason, 0, 4000, "", ""),
    WR_STR(struct wr_warrant, planned_from, 10, 10, "", ""),
    WR_STR(struct wr_warrant, planned_to, 10, 10, "", ""),
    {0},
};

static const struct wr_stmt Q_DEVICE_BY_UID = {.name = "device_by_uid",
                                               .sql = DEVICE_COLS " WHERE d.uid = $1",
                                               .params = "t",
                                               .cols = DEVICE_TYPES};
static const struct wr_stmt Q_DEVICE_BY_KEY = {.name = "device_by_key",
                                               .sql = DEVICE_COLS " WHERE d.public_key = $1",
                                               .params = "t",
                                               .cols = DEVICE_TYPES};
static const struct wr_stmt Q_DEVICE_LIVE = {
    .name = "device_live",
    .sql = "SELECT count(*) FROM device WHERE user_id = $1 AND revoked_ms IS NULL",
    .params = "i",
    .cols = "i"};
static const struct wr_stmt Q_DEVICE_INSERT = {
    .name = "device_insert",
    .sql = "INSERT INTO device (uid, user_id, officer_id, name, public_key, created_ms, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, 1) RETURNING id",
    .params = "tiitti",
    .cols = "i"};
static const struct wr_stmt Q_DEVICE_REVOKE = {
    .name = "device_revoke",
    .sql = "UPDATE device SET revoked_ms = $2, revoke_reason = $3, version = version + 1 WHERE id "
           "= $1",
    .params = "iit",
    .cols = ""};
static const struct wr_stmt Q_DEVICE_SEEN = {.name = "device_seen",
                                             .sql = "UPDATE device SET seen_ms = $2 WHERE id = $1",
                                             .params = "ii",
                                             .cols = "",
                                             .ephemeral = true};
static const struct wr_stmt Q_DEVICE_LIST = {
    .name = "device_list",
    .sql = DEVICE_COLS
    " WHERE ($1 = 0 OR d.user_id = $1) AND ($2 = 0 OR o.district_id = $2) AND ($3 = 0 OR "
    "d.officer_id = $3) AND ($4 = 0 OR d.id < $4) ORDER BY d.id DESC LIMIT $5",
    .params = "iiiii",
    .cols = DEVICE_TYPES};
static const struct wr_stmt Q_DEVICE_DISTRICT = {
    .name = "device_district",
    .sql = "SELECT coalesce(o.district_id, 0) FROM device d JOIN officer o ON o.id = d.officer_id "
           "WHERE d.id = $1",
    .params = "i",
    .cols = "i"};
static const struct wr_stmt Q_DEVICE_REVOKED = {
    .name = "device_revoked",
    .sql = "SELECT d.public_key FROM device d JOIN officer o ON o.id = d.officer_id"
           " WHERE d.revoked_ms >= $1 OR (d.revoked_ms IS NULL AND o.in_post = 0 AND d.seen_ms >= "
           "$1) ORDER BY d.public_key",
    .params = "i",
    .cols = "t"};

/* Missions belong to visit, a room above this one: what is read of them is read here, never written. */
#define OFFICER_OF_MISSION                                                                         \
    "(m.officer_id = $1 OR m.second_officer_id = $1 OR EXISTS (SELECT 1 FROM mission_unit u "      \
    "WHERE u.mission_id = m.id AND u.officer_id = $1))"
static const struct wr_stmt Q_WARRANTS = {
    .name = "badge_warrants",
    .sql = "SELECT m.id AS mission_id, m.number, e.name AS enterprise_name, p.code AS plate_code, "
           "m.kind, m.insp_class, m.source, m.evidence_ref, m.basis, m.reason, m.planned_from, "
           "m.planned_to FROM mission m JOIN enterprise e ON e.id = m.enterprise_id"
           " LEFT JOIN plate p ON p.enterprise_id = m.enterprise_id AND p.status IN ('issued', "
           "'printed', 'hung') WHERE " OFFICER_OF_MISSION
           " AND m.planned_to >= $2 AND m.state = 'approved'"
           " ORDER BY m.planned_from, m.id LIMIT $3",
    .params = "iti",
    .cols = "iTtTtTtttttt"};
static const struct wr_stmt Q_STANDS = {
    .name = "badge_mission_stands",
    .sql = "SELECT count(*) FROM mission m WHERE " OFFICER_OF_MISSION
           " AND m.id = $2 AND m.state = 'approved'",
    .params = "ii",
    .cols = "i"};
static const struct wr_stmt Q_PLATE_OF = {
    .name = "badge_plate_of",
    .sql = "SELECT count(*) FROM plate WHERE code = $1 AND enterprise_id = $2",
    .params = "ti",
    .cols = "i"};

static const struct wr_stmt Q_SCAN_GET = {.name = "officer_scan_get",
                                          .sql = SCAN_COLS " WHERE s.id = $1",
                                          .params = "i",
                                          .cols = SCAN_TYPES};
static const struct wr_stmt Q_SCAN_BY_UID = {.name = "officer_scan_by_uid",
                                             .sql = SCAN_COLS " WHERE s.uid = $1",
                                             .params = "t",
                                             .cols = SCAN_TYPES};
static const struct wr_stmt Q_SCAN_BY_STEP = {
    .name = "officer_scan_by_step",
    .sql = SCAN_COLS " WHERE s.device_id = $1 AND s.step = $2 ORDER BY s.id LIMIT 1",
    .params = "ii",
    .cols = SCAN_TYPES};
static const struct wr_stmt Q_SCAN_FOR = {
    .name = "officer_scan_for",
    .sql =
        SCAN_COLS " WHERE s.enterprise_id = $1 AND s.officer_id = $2 AND s.at_ms >= $3 AND "
                  "s.at_ms <= $4 AND s.visit_id IS NULL ORDER BY s.at_ms DESC, s.id DESC LIMIT 1",
    .params = "iiii",
    .cols = SCAN_TYPES};
static const struct wr_stmt Q_SCAN_INSERT = {
    .name = "officer_scan_insert",
    .sql = "INSERT INTO officer_scan (uid, enterprise_id, officer_id, officer_name, unit, cert_no, "
           "device_id, step, code, task, kind, insp_class, source, evidence_ref, basis, "
           "mission_number, mission_id, approval, at_ms, received_ms, offline, user_id, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
           "$18, $19, $20, $21, $22, 1) RETURNING id",
    .params = "tiitttiittttttttItiiiI",
    .cols = "i"};
static const struct wr_stmt Q_SCAN_LINK = {
    .name = "officer_scan_link",
    .sql = "UPDATE officer_scan SET visit_id = $2, version = version + 1 WHERE id = $1",
    .params = "ii",
    .cols = ""};
static const struct wr_stmt Q_SCAN_LIST = {
    .name = "officer_scan_list",
    .sql =
        SCAN_COLS " WHERE ($1 = 0 OR s.enterprise_id = $1) AND ($2 = 0 OR s.officer_id = $2) AND "
                  "($3 = 0 OR e.district_id = $3) AND ($4 = 0 OR s.id < $4) ORDER BY s.id DESC "
                  "LIMIT $5",
    .params = "iiiii",
    .cols = SCAN_TYPES};

const struct wr_stmt *const wr_badge_stmts[] = {
    &Q_DEVICE_BY_UID,  &Q_DEVICE_BY_KEY,  &Q_DEVICE_LIVE,    &Q_DEVICE_INSERT,
    &Q_DEVICE_REVOKE,  &Q_DEVICE_SEEN,    &Q_DEVICE_LIST,    &Q_DEVICE_DISTRICT,
    &Q_DEVICE_REVOKED, &Q_WARRANTS,       &Q_STANDS,         &Q_PLATE_OF,
    &Q_SCAN_GET,       &Q_SCAN_BY_UID,    &Q_SCAN_BY_STEP,   &Q_SCAN_FOR,
    &Q_SCAN_INSERT,    &Q_SCAN_LINK,      &Q_SCAN_LIST,      &device_row,
    &device_ids,       &officer_scan_row, &officer_scan_ids, NULL};

/* ---- devices ---------------------------------------------------------------------------------- */

int wr_device_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_device *ret)
{
    return wr_query_one(tx, &Q_DEVICE_BY_UID, device_cols, ret, WR_T(uid));
}

int wr_device_store_by_key(struct wr_tx *tx, struct wr_str public_key, struct wr_device *ret)
{
    return wr_query_one(tx, &Q_DEVICE_BY_KEY, device_cols, ret, WR_T(public_key));
}

int wr_device_store_live_n(struct wr_tx *tx, int64_t user_id, int64_t *ret_n)
{
    return wr_query_i64(tx, &Q_DEVICE_LIVE, ret_n, WR_I(user_id));
}

int wr_device_store_insert(struct wr_tx *tx, const struct wr_device *d, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_DEVICE_INSERT, ret_id, WR_T(d->uid), WR_I(d->user_id),
                        WR_I(d->officer_id), WR_T(d->name), WR_T(d->public_key),
                        WR_I(d->created_ms));
}

int wr_device_store_revoke(struct wr_tx *tx, int64_t id, int64_t now_ms, struct wr_str reason)
{
    return wr_exec(tx, &Q_DEVICE_REVOKE, NULL, WR_I(id), WR_I(now_ms), WR_T(reason));
}

int wr_device_store_seen(struct wr_tx *tx, int64_t id, int64_t now_ms)
{
    return wr_exec(tx, &Q_DEVICE_SEEN, NULL, WR_I(id), WR_I(now_ms));
}

int wr_device_store_list(struct wr_tx *tx, const struct wr_device_query *q, int64_t user_id,
                         int64_t district_id, int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_DEVICE_LIST, device_cols, sizeof(struct wr_device), (size_t)limit,
                         ret, WR_I(user_id), WR_I(district_id), WR_I(q->officer_id),
                         WR_I(q->cursor), WR_I(limit));
}

int wr_device_store_district(struct wr_tx *tx, int64_t id, int64_t *ret_district_id)
{
    return wr_query_i64(tx, &Q_DEVICE_DISTRICT, ret_district_id, WR_I(id));
}

struct key_row {
    struct wr_str public_key;
};
static const struct wr_field key_cols[] = {
    WR_STR(struct key_row, public_key, 43, 43, "", ""),
    {0},
};

int wr_device_store_revoked(struct wr_tx *tx, int64_t since_ms, struct wr_list *ret_keys)
{
    _Static_assert(sizeof(struct key_row) == sizeof(struct wr_str),
                   "a list of rows is a list of texts");

    return wr_query_list(tx, &Q_DEVICE_REVOKED, key_cols, sizeof(struct key_row), REVOKED_MAX,
                         ret_keys, WR_I(since_ms));
}

/* ---- missions and plates, read only ------------------------------------------------------------ */

int wr_badge_store_warrants(struct wr_tx *tx, int64_t officer_id, struct wr_str day,
                            struct wr_list *ret)
{
    return wr_query_list(tx, &Q_WARRANTS, warrant_cols, sizeof(struct wr_warrant), WR_WARRANTS_MAX,
                         ret, WR_I(officer_id), WR_T(day), WR_I(WR_WARRANTS_MAX));
}

static int any(struct wr_tx *tx, const struct wr_stmt *q, struct wr_val x, struct wr_val y,
               bool *ret)
{
    int64_t n = 0;

    int rc = wr_query_i64(tx, q, &n, x, y);
    *ret = n > 0;
    return rc;
}

int wr_badge_store_stands(struct wr_tx *tx, int64_t mission_id, int64_t officer_id, bool *ret)
{
    return any(tx, &Q_STANDS, WR_I(officer_id), WR_I(mission_id), ret);
}

int wr_badge_store_plate_of(struct wr_tx *tx, struct wr_str plate_code, int64_t enterprise_id,
                            bool *ret)
{
    return any(tx, &Q_PLATE_OF, WR_T(plate_code), WR_I(enterprise_id), ret);
}

/* ---- scans -------------------------------------------------------------------------------------- */

int wr_officer_scan_store_get(struct wr_tx *tx, int64_t id, struct wr_officer_scan *ret)
{
    return wr_query_one(tx, &Q_SCAN_GET, scan_cols, ret, WR_I(id));
}

int wr_officer_scan_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_officer_scan *ret)
{
    return wr_query_one(tx, &Q_SCAN_BY_UID, scan_cols, ret, WR_T(uid));
}

int wr_officer_scan_store_by_step(struct wr_tx *tx, int64_t device_id, int64_t step,
                                  struct wr_officer_scan *ret)
{
    return wr_query_one(tx, &Q_SCAN_BY_STEP, scan_cols, ret, WR_I(device_id), WR_I(step));
}

int wr_officer_scan_store_for(struct wr_tx *tx, int64_t enterprise_id, int64_t officer_id,
                              int64_t from_ms, int64_t to_ms, struct wr_officer_scan *ret)
{
    return wr_query_one(tx, &Q_SCAN_FOR, scan_cols, ret, WR_I(enterprise_id), WR_I(officer_id),
                        WR_I(from_ms), WR_I(to_ms));
}

int wr_officer_scan_store_insert(struct wr_tx *tx, const struct wr_officer_scan *s,
                                 struct wr_str task, int64_t *ret_id)
{
    struct wr_str approval = wr_str(wr_enum_item(wr_scan_approvals, s->approval)->name);

    return wr_query_i64(tx, &Q_SCAN_INSERT, ret_id, WR_T(s->uid), WR_I(s->enterprise_id),
                        WR_I(s->officer_id), WR_T(s->officer_name), WR_T(s->unit), WR_T(s->cert_no),
                        WR_I(s->device_id), WR_I(s->step), WR_T(s->code), WR_T(task), WR_T(s->kind),
                        WR_T(s->insp_class), WR_T(s->source), WR_T(s->evidence_ref), WR_T(s->basis),
                        WR_T(s->mission_number), WR_IDOPT(s->mission_id), WR_T(approval),
                        WR_I(s->at_ms), WR_I(s->received_ms), WR_I(s->offline),
                        WR_IDOPT(s->user_id));
}

int wr_officer_scan_store_link(struct wr_tx *tx, int64_t id, int64_t visit_id)
{
    return wr_exec(tx, &Q_SCAN_LINK, NULL, WR_I(id), WR_I(visit_id));
}

int wr_officer_scan_store_list(struct wr_tx *tx, const struct wr_officer_scan_query *q,
                               int64_t district_id, int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_SCAN_LIST, scan_cols, sizeof(struct wr_officer_scan), (size_t)limit,
                         ret, WR_I(q->enterprise_id), WR_I(q->officer_id), WR_I(district_id),
                         WR_I(q->cursor), WR_I(limit));
}
