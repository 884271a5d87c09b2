#include "modules/delivery/delivery_store.h"

#define ANSWERS_MAX 200

#define COLS                                                                                       \
    "d.id, d.device, d.user_id, u.name AS user_name, d.district_id, d.seq, d.twin, d.uid, d.kind," \
    " d.visit_uid AS visit, d.base_version, d.device_ms, d.mono_ms, d.sent_ms, d.received_ms,"     \
    " d.skew_ms, d.body, d.content_sha256, d.state, d.visit_id, d.visit_version, v.enterprise_id," \
    " e.name AS enterprise_name, d.answer, d.applied_ms, d.decided_by, d.decided_ms,"              \
    " d.decision_reason, d.version"
#define TYPES                                                                                      \
    "itiTIiitt"                                                                                    \
    "tIiiii"                                                                                       \
    "itttIII"                                                                                      \
    "TTIII"                                                                                        \
    "Ti"
#define FROM                                                                                       \
    " FROM delivery d LEFT JOIN app_user u ON u.id = d.user_id LEFT JOIN visit v ON v.id = "       \
    "d.visit_id LEFT JOIN enterprise e ON e.id = v.enterprise_id"

WR_AUDIT_ROW_STMT(delivery, delivery);
const struct wr_audit_entity WR_DELIVERY_ENTITY = {
    .table = "delivery", .row = &delivery_row, .ids = &delivery_ids};
const struct wr_audit_entity *const wr_delivery_entities[] = {&WR_DELIVERY_ENTITY, NULL};

#define AT(m) .off = offsetof(struct wr_delivery, m)
#define I64_COL(n, m, fl, lo)                                                                      \
    {                                                                                              \
        .name = (n), .type = WR_F_I64, .flags = (fl), AT(m), .min = (lo), .max = WR_MS_MAX,        \
        .doc = "stored", .zh = "列"                                                               \
    }
#define STR_COL(n, m, fl)                                                                          \
    {                                                                                              \
        .name = (n), .type = WR_F_STR, .flags = (fl), AT(m), .max = 100000, .doc = "stored",       \
        .zh = "列"                                                                                \
    }
#define ENUM_COL(n, m, it)                                                                         \
    {                                                                                              \
        .name = (n), .type = WR_F_ENUM, AT(m), .items = (it), .doc = "stored", .zh = "列"         \
    }

/** As stored; the rest of the struct is filled by wr_delivery_tell. */
static const struct wr_field row_fields[] = {
    I64_COL("id", id, 0, 1),
    STR_COL("device", device, 0),
    I64_COL("user_id", user_id, 0, 0),
    STR_COL("user_name", user_name, WR_FF_OPT),
    I64_COL("district_id", district_id, WR_FF_OPT, 0),
    I64_COL("seq", r.seq, 0, 1),
    I64_COL("twin", twin, 0, 0),
    STR_COL("uid", r.uid, 0),
    ENUM_COL("kind", r.kind, wr_delivery_kinds),
    STR_COL("visit", visit, 0),
    I64_COL("base_version", base_version, WR_FF_OPT, 0),
    I64_COL("device_ms", device_ms, 0, 0),
    I64_COL("mono_ms", mono_ms, 0, 0),
    I64_COL("sent_ms", sent_ms, 0, 0),
    I64_COL("received_ms", received_ms, 0, 0),
    I64_COL("skew_ms", skew_ms, 0, -WR_MS_MAX),
    STR_COL("body", body, 0),
    STR_COL("content_sha256", content_sha256, 0),
    ENUM_COL("state", r.state, wr_delivery_states),
    I64_COL("visit_id", r.visit_id, WR_FF_OPT, 0),
    I64_COL("visit_version", r.visit_version, WR_FF_OPT, 0),
    I64_COL("enterprise_id", enterprise_id, WR_FF_OPT, 0),
    STR_COL("enterprise_name", enterprise_name, WR_FF_OPT),
    STR_COL("answer", answer, WR_FF_OPT),
    I64_COL("applied_ms", applied_ms, WR_FF_OPT, 0),
    I64_COL("decided_by", decided_by, WR_FF_OPT, 0),
    I64_COL("decided_ms", decided_ms, WR_FF_OPT, 0),
    STR_COL("decision_reason", decision_reason, WR_FF_OPT),
    I64_COL("version", version, 0, 1),
    {0},
};

static const struct wr_stmt Q_INSERT = {
    .name = "delivery_insert",
    .sql = "INSERT INTO delivery (device, user_id, seq, twin, uid, district_id, kind, visit_uid, "
           "base_version, device_ms, mono_ms, sent_ms, received_ms, skew_ms, body, content_sha256, "
           "state, answer, applied_ms, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
           "$18, $19, 1) RETURNING id",
    .params = "tiiitIttIiiiiitttTI",
    .cols = "i"};
static const struct wr_stmt Q_GET = {.name = "delivery_get",
                                     .sql = "SELECT " COLS FROM " WHERE d.id = $1",
                                     .params = "i",
                                     .cols = TYPES};
static const struct wr_stmt Q_AT = {
    .name = "delivery_at",
    .sql = "SELECT " COLS FROM
           " WHERE d.device = $1 AND d.user_id = $2 AND d.seq = $3 ORDER BY d.twin LIMIT $4",
    .params = "tiii",
    .cols = TYPES};
static const struct wr_stmt Q_BY_UID = {.name = "delivery_by_uid",
                                        .sql =
                                            "SELECT " COLS FROM " WHERE d.uid = $1 AND d.twin = 0",
                                        .params = "t",
                                        .cols = TYPES};
static const struct wr_stmt Q_READY = {
    .name = "delivery_ready",
    .sql = "SELECT " COLS FROM " WHERE d.device = $1 AND d.user_id = $2 AND d.seq <= $3 AND "
           "d.state = 'parked' AND d.twin = 0 ORDER BY d.seq LIMIT $4",
    .params = "tiii",
    .cols = TYPES};
static const struct wr_stmt Q_SETTLE = {
    .name = "delivery_settle",
    .sql = "UPDATE delivery SET state = $2, visit_id = $3, visit_version = $4, answer = $5, "
           "applied_ms = $6, decided_by = $7, decided_ms = $8, decision_reason = $9, version = "
           "version + 1 WHERE id = $1 AND version = $10",
    .params = "itIITIIITi",
    .cols = ""};
static const struct wr_stmt Q_NEXT = {
    .name = "delivery_next",
    .sql = "SELECT next_seq FROM delivery_queue WHERE device = $1 AND user_id = $2",
    .params = "ti",
    .cols = "i"};
static const struct wr_stmt Q_SET_NEXT = {
    .name = "delivery_set_next",
    .sql = "INSERT INTO delivery_queue (device, user_id, next_seq) VALUES ($1, $2, $3)"
           " ON CONFLICT (device, user_id) DO UPDATE SET next_seq = excluded.next_seq",
    .params = "tii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_IS_PAST = {
    .name = "delivery_is_past",
    .sql = "SELECT COUNT(*) FROM delivery WHERE device = $1 AND user_id = $2 AND seq = $3 AND "
           "(state <> 'parked' OR twin > 0)",
    .params = "tii",
    .cols = "i"};
static const struct wr_stmt Q_LIST = {
    .name = "delivery_list",
    .sql = "SELECT " COLS FROM
           " WHERE d.id < $1 AND ($2 IS NULL OR d.state = $2) AND ($3 IS NULL OR d.district_id = "
           "$3) AND ($4 = 0 OR d.state IN ('parked', 'conflict', 'failed', 'quarantined'))"
           " ORDER BY d.id DESC LIMIT $5",
    .params = "iTIii",
    .cols = TYPES};
static const struct wr_stmt Q_LIST_USER = {
    .name = "delivery_list_user",
    .sql = "SELECT " COLS FROM
           " WHERE d.user_id = $5 AND d.id < $1 AND ($2 IS NULL OR d.state = $2) AND ($3 = 0 OR "
           "d.state IN ('parked', 'conflict', 'failed', 'quarantined')) ORDER BY d.id DESC LIMIT "
           "$4",
    .params = "iTiii",
    .cols = TYPES};
static const struct wr_stmt Q_OWN_CHANGES = {
    .name = "delivery_own_changes",
    .sql = "SELECT COUNT(DISTINCT visit_version) FROM delivery WHERE visit_id = $1 AND device = $2 "
           "AND user_id = $3 AND "
           "visit_version > $4 AND state IN ('applied', 'conflict')",
    .params = "itii",
    .cols = "i"};
static const struct wr_stmt Q_OWN_ANSWERS = {
    .name = "delivery_own_answers",
    .sql = "SELECT body FROM delivery WHERE visit_id = $1 AND device = $2 AND user_id = $3 AND "
           "kind = 'items' AND state = 'applied' ORDER BY seq DESC LIMIT $4",
    .params = "itii",
    .cols = "t"};
static const struct wr_stmt Q_WAITING = {
    .name = "delivery_waiting",
    .sql =
        "SELECT " COLS FROM " WHERE d.visit_uid = $1 AND d.state = 'failed' AND d.twin = 0 AND "
        "d.answer LIKE '%\"delivery.visit_unknown\"%' ORDER BY d.user_id, d.device, d.seq LIMIT $2",
    .params = "ti",
    .cols = TYPES};

const struct wr_stmt *const wr_delivery_stmts[] = {
    &Q_INSERT,      &Q_GET,      &Q_AT,         &Q_BY_UID,     &Q_READY,     &Q_SETTLE,
    &Q_NEXT,        &Q_SET_NEXT, &Q_IS_PAST,    &Q_LIST,       &Q_LIST_USER, &Q_OWN_CHANGES,
    &Q_OWN_ANSWERS, &Q_WAITING,  &delivery_row, &delivery_ids, NULL};

static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return WR_T(wr_str(it ? it->name : NULL));
}

int wr_delivery_store_insert(struct wr_tx *tx, const struct wr_delivery *d, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_T(d->device), WR_I(d->user_id), WR_I(d->r.seq),
                        WR_I(d->twin), WR_T(d->r.uid), WR_IDOPT(d->district_id),
                        name_of(wr_delivery_kinds, d->r.kind), WR_T(d->visit),
                        WR_IDOPT(d->base_version), WR_I(d->device_ms), WR_I(d->mono_ms),
                        WR_I(d->sent_ms), WR_I(d->received_ms), WR_I(d->skew_ms), WR_T(d->body),
                        WR_T(d->content_sha256), name_of(wr_delivery_states, d->r.state),
                        WR_T(d->answer), WR_IDOPT(d->applied_ms));
}

int wr_delivery_store_get(struct wr_tx *tx, int64_t id, struct wr_delivery *ret)
{
    return wr_query_one(tx, &Q_GET, row_fields, ret, WR_I(id));
}

int wr_delivery_store_at(struct wr_tx *tx, struct wr_str device, int64_t user_id, int64_t seq,
                         struct wr_list *ret)
{
    return wr_query_list(tx, &Q_AT, row_fields, sizeof(struct wr_delivery),
                         WR_DELIVERY_TWINS_MAX + 1, ret, WR_T(device), WR_I(user_id), WR_I(seq),
                         WR_I(WR_DELIVERY_TWINS_MAX + 1));
}

int wr_delivery_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_delivery *ret)
{
    return wr_query_one(tx, &Q_BY_UID, row_fields, ret, WR_T(uid));
}

int wr_delivery_store_ready(struct wr_tx *tx, struct wr_str device, int64_t user_id, int64_t seq,
                            int64_t max, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_READY, row_fields, sizeof(struct wr_delivery), (size_t)max, ret,
                         WR_T(device), WR_I(user_id), WR_I(seq), WR_I(max));
}

int wr_delivery_store_settle(struct wr_tx *tx, const struct wr_delivery *d)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &Q_SETTLE, &changed, WR_I(d->id), name_of(wr_delivery_states, d->r.state),
                     WR_IDOPT(d->r.visit_id), WR_IDOPT(d->r.visit_version), WR_T(d->answer),
                     WR_IDOPT(d->applied_ms), WR_IDOPT(d->decided_by), WR_IDOPT(d->decided_ms),
                     WR_T(d->decision_reason), WR_I(d->version));
    return rc == 0 && changed == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_busy) : rc;
}

int wr_delivery_store_next(struct wr_tx *tx, struct wr_str device, int64_t user_id, int64_t *ret)
{
    int rc = wr_query_i64(tx, &Q_NEXT, ret, WR_T(device), WR_I(user_id));
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(wr_tx_ctx(tx));
        *ret = 1;
        return 0;
    }
    return rc;
}

int wr_delivery_store_set_next(struct wr_tx *tx, struct wr_str device, int64_t user_id,
                               int64_t next_seq)
{
    return wr_exec(tx, &Q_SET_NEXT, NULL, WR_T(device), WR_I(user_id), WR_I(next_seq));
}

int wr_delivery_store_is_past(struct wr_tx *tx, struct wr_str device, int64_t user_id, int64_t seq,
                              bool *ret)
{
    int64_t n = 0;
    int rc = wr_query_i64(tx, &Q_IS_PAST, &n, WR_T(device), WR_I(user_id), WR_I(seq));
    *ret = n > 0;
    return rc;
}

int wr_delivery_store_list(struct wr_tx *tx, const struct wr_delivery_page *p, struct wr_list *ret)
{
    const size_t size = sizeof(struct wr_delivery), max = (size_t)p->limit;
    struct wr_val state = name_of(wr_delivery_states, p->state);
    if (p->user_id != 0) {
        return wr_query_list(tx, &Q_LIST_USER, row_fields, size, max, ret, WR_I(p->before_id),
                             state, WR_I(p->undecided), WR_I(p->limit), WR_I(p->user_id));
    }
    return wr_query_list(tx, &Q_LIST, row_fields, size, max, ret, WR_I(p->before_id), state,
                         WR_IDOPT(p->district_id), WR_I(p->undecided), WR_I(p->limit));
}

int wr_delivery_store_own_changes(struct wr_tx *tx, const struct wr_delivery *d, int64_t visit_id,
                                  int64_t from, int64_t *ret)
{
    return wr_query_i64(tx, &Q_OWN_CHANGES, ret, WR_I(visit_id), WR_T(d->device), WR_I(d->user_id),
                        WR_I(from));
}

static const struct wr_field body_fields[] = {
    WR_JSON(struct wr_delivery_body, body, WR_DELIVERY_BODY_BYTES_MAX, "内容", "as sent"),
    {0},
};

int wr_delivery_store_own_answers(struct wr_tx *tx, const struct wr_delivery *d, int64_t visit_id,
                                  struct wr_list *ret)
{
    return wr_query_list(tx, &Q_OWN_ANSWERS, body_fields, sizeof(struct wr_delivery_body),
                         ANSWERS_MAX, ret, WR_I(visit_id), WR_T(d->device), WR_I(d->user_id),
                         WR_I(ANSWERS_MAX));
}

int wr_delivery_store_waiting(struct wr_tx *tx, struct wr_str visit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_WAITING, row_fields, sizeof(struct wr_delivery), ANSWERS_MAX, ret,
                         WR_T(visit), WR_I(ANSWERS_MAX));
}
