/* Loggers and monitored outlets. */
#include "modules/device/device_store.h"

#include "base/text.h"

#define LOGGERS_MAX WR_LOGGERS_MAX

/* Password and key stay out of the digest: a short secret could be guessed from it. */
static const struct wr_stmt logger_row = {
    .name = "logger_audit_row",
    .sql = "SELECT id, mn, dialect, level, leniencies, outlet_id, allowed_addresses, label, "
           "real_interval_s, minute_interval_min, overtime_s, recount, auto_time, auto_backfill, "
           "legal_review_date, technical_review_date, status, note, created_ms, updated_ms, version"
           " FROM logger WHERE id = $1",
    .params = "i",
    .cols = "*"};
static const struct wr_stmt logger_ids = {.name = "logger_audit_ids",
                                          .sql = "SELECT id FROM logger ORDER BY id",
                                          .params = "",
                                          .cols = "i"};
WR_AUDIT_ROW_STMT(monitor, outlet_monitor);
WR_AUDIT_CHILD_STMT(factor, outlet_factor, monitor_id, factor);
const struct wr_audit_entity WR_LOGGER_ENTITY = {
    .table = "logger", .row = &logger_row, .ids = &logger_ids};
const struct wr_audit_entity WR_MONITOR_ENTITY = {.table = "outlet_monitor",
                                                  .row = &monitor_row,
                                                  .ids = &monitor_ids,
                                                  .children = {&factor_children},
                                                  .child_tables = {"outlet_factor"}};
const struct wr_audit_entity *const wr_device_entities[] = {
    &WR_LOGGER_ENTITY, &WR_MONITOR_ENTITY, &WR_COMMAND_ENTITY, &WR_ANCHOR_ENTITY, NULL};

#define LOGGER_COLS                                                                                \
    "SELECT l.id, l.mn, l.password, l.dialect, l.level, l.leniencies, l.outlet_id,"                \
    " l.allowed_addresses, l.sm4_key, l.label, l.real_interval_s, l.minute_interval_min,"          \
    " l.overtime_s, l.recount, l.auto_time, l.auto_backfill, l.legal_review_date,"                 \
    " l.technical_review_date, l.status, l.note, l.created_ms, l.updated_ms, l.version,"           \
    " CASE WHEN l.password = '' THEN 0 ELSE 1 END AS has_password,"                                \
    " CASE WHEN l.sm4_key = '' THEN 0 ELSE 1 END AS has_key,"                                      \
    " o.enterprise_id, e.district_id, e.name AS enterprise_name, e.credit_code, o.code AS "        \
    "outlet_code,"                                                                                 \
    " o.name AS outlet_name, COALESCE(s.online, 0) AS online, s.address, s.last_ms,"               \
    " s.last_data_ms, COALESCE(s.frames, 0) AS frames, COALESCE(s.refused, 0) AS refused,"         \
    " s.skew_ms FROM logger l LEFT JOIN outlet o ON o.id = l.outlet_id"                            \
    " LEFT JOIN enterprise e ON e.id = o.enterprise_id"                                            \
    " LEFT JOIN logger_seen s ON s.logger_id = l.id"
#define LOGGER_TYPES                                                                               \
    "ittttt"                                                                                       \
    "Itttiiiiii"                                                                                   \
    "TTtt"                                                                                         \
    "iiiii"                                                                                        \
    "IITTTTiTIIiiI"

#define L struct wr_logger
static const struct wr_field logger_cols[] = {
    WR_ID(L, id, "", ""),
    WR_STR(L, mn, 0, 100, "", ""),
    WR_STR(L, password, 0, 100, "", ""),
    WR_ENUM(L, dialect, wr_logger_dialects, "", ""),
    WR_ENUM(L, level, wr_logger_levels, "", ""),
    WR_STR(L, leniencies, 0, 400, "", ""),
    WR_ID_OPT(L, outlet_id, "", ""),
    WR_STR(L, allowed_addresses, 0, 400, "", ""),
    WR_STR(L, sm4_key, 0, 100, "", ""),
    WR_ENUM(L, label, wr_logger_labels, "", ""),
    WR_I64(L, real_interval_s, 0, WR_ID_MAX, "", ""),
    WR_I64(L, minute_interval_min, 0, WR_ID_MAX, "", ""),
    WR_I64(L, overtime_s, 0, WR_ID_MAX, "", ""),
    WR_I64(L, recount, 0, WR_ID_MAX, "", ""),
    WR_BOOL(L, auto_time, "", ""),
    WR_BOOL(L, auto_backfill, "", ""),
    WR_DATE_OPT(L, legal_review_date, "", ""),
    WR_DATE_OPT(L, technical_review_date, "", ""),
    WR_ENUM(L, status, wr_logger_statuses, "", ""),
    WR_STR(L, note, 0, 400, "", ""),
    WR_MS(L, created_ms, "", ""),
    WR_MS(L, updated_ms, "", ""),
    WR_I64(L, version, 1, WR_ID_MAX, "", ""),
    WR_BOOL(L, has_password, "", ""),
    WR_BOOL(L, has_key, "", ""),
    WR_ID_OPT(L, enterprise_id, "", ""),
    WR_ID_OPT(L, district_id, "", ""),
    WR_STR_OPT(L, enterprise_name, 0, 400, "", ""),
    WR_STR_OPT(L, credit_code, 0, 100, "", ""),
    WR_STR_OPT(L, outlet_code, 0, 100, "", ""),
    WR_STR_OPT(L, outlet_name, 0, 400, "", ""),
    WR_BOOL(L, online, "", ""),
    WR_STR_OPT(L, address, 0, 100, "", ""),
    WR_MS_OPT(L, last_ms, "", ""),
    WR_MS_OPT(L, last_data_ms, "", ""),
    WR_I64(L, frames, 0, WR_ID_MAX, "", ""),
    WR_I64(L, refused, 0, WR_ID_MAX, "", ""),
    WR_I64_OPT(L, skew_ms, -WR_ID_MAX, WR_ID_MAX, "", ""),
    {0},
};
#undef L

static const struct wr_stmt Q_GET = {.name = "logger_get",
                                     .sql = LOGGER_COLS " WHERE l.id = $1",
                                     .params = "i",
                                     .cols = LOGGER_TYPES};
static const struct wr_stmt Q_BY_MN = {.name = "logger_by_mn",
                                       .sql = LOGGER_COLS " WHERE l.mn = $1",
                                       .params = "t",
                                       .cols = LOGGER_TYPES};
static const struct wr_stmt Q_OF_OUTLET = {
    .name = "logger_of_outlet",
    .sql = LOGGER_COLS " WHERE l.outlet_id = $1 AND l.status = 'active' ORDER BY l.id DESC LIMIT 1",
    .params = "i",
    .cols = LOGGER_TYPES};
static const struct wr_stmt Q_FIND_OUTLET = {
    .name = "logger_find_outlet",
    .sql = "SELECT o.id FROM outlet o JOIN enterprise e ON e.id = o.enterprise_id"
           " WHERE e.credit_code = $1 AND o.code = $2 AND e.merged_into IS NULL ORDER BY o.id"
           " LIMIT 1",
    .params = "tt",
    .cols = "i"};
static const struct wr_stmt Q_LIST = {
    .name = "logger_list",
    .sql = LOGGER_COLS
    " WHERE ($1 IS NULL OR e.district_id = $1) AND ($2 IS NULL OR e.id = $2)"
    " AND ($3 IS NULL OR l.outlet_id = $3) AND ($4 IS NULL OR COALESCE(s.online, 0) = $4)"
    " AND ($5 IS NULL OR l.mn LIKE $5 ESCAPE '\\' OR e.name LIKE $5 ESCAPE '\\')"
    " AND l.id > $6 ORDER BY l.id LIMIT $7",
    .params = "IIIITii",
    .cols = LOGGER_TYPES};
static const struct wr_stmt Q_WALK = {
    .name = "logger_walk",
    .sql = LOGGER_COLS
    " WHERE ($1 IS NULL OR e.district_id = $1) AND ($2 IS NULL OR e.district_id = $2)"
    " AND ($3 IS NULL OR e.id = $3) AND ($4 IS NULL OR l.created_ms >= $4)"
    " AND ($5 IS NULL OR l.created_ms < $5) AND l.id > $6 ORDER BY l.id LIMIT $7",
    .params = "IIIIIii",
    .cols = LOGGER_TYPES};
static const struct wr_stmt Q_ACTIVE = {.name = "logger_active",
                                        .sql =
                                            LOGGER_COLS " WHERE l.status = 'active' ORDER BY l.id",
                                        .params = "",
                                        .cols = LOGGER_TYPES};
static const struct wr_stmt Q_COUNT = {
    .name = "logger_n", .sql = "SELECT COUNT(*) FROM logger", .params = "", .cols = "i"};
static const struct wr_stmt Q_NEWEST = {.name = "logger_newest",
                                        .sql = "SELECT COALESCE(SUM(version), 0) AS v FROM logger",
                                        .params = "",
                                        .cols = "i",
                                        .sql_pg = "SELECT CAST(COALESCE(SUM(version), 0) AS "
                                                  "BIGINT) AS v FROM logger"};
static const struct wr_stmt Q_INSERT = {
    .name = "logger_insert",
    .sql = "INSERT INTO logger (mn, password, dialect, level, leniencies, outlet_id,"
           " allowed_addresses, sm4_key, label, real_interval_s, minute_interval_min, overtime_s,"
           " recount, auto_time, auto_backfill, legal_review_date, technical_review_date, status,"
           " note, created_ms, updated_ms, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
           " $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20, 1) RETURNING id",
    .params = "tttttItttiiiiiiTTtti",
    .cols = "i"};
static const struct wr_stmt Q_UPDATE = {
    .name = "logger_update",
    .sql = "UPDATE logger SET mn = $2, password = $3, dialect = $4, level = $5, leniencies = $6,"
           " outlet_id = $7, allowed_addresses = $8, sm4_key = $9, label = $10,"
           " real_interval_s = $11, minute_interval_min = $12, overtime_s = $13, recount = $14,"
           " auto_time = $15, auto_backfill = $16, legal_review_date = $17,"
           " technical_review_date = $18, status = $19, note = $20, updated_ms = $21,"
           " version = version + 1 WHERE id = $1",
    .params = "itttttItttiiiiiiTTtti",
    .cols = ""};
static const struct wr_stmt Q_DELETE_SEEN = {.name = "logger_seen_delete",
                                             .sql = "DELETE FROM logger_seen WHERE logger_id = $1",
                                             .params = "i",
                                             .cols = "",
                                             .ephemeral = true};
static const struct wr_stmt Q_DELETE_COUNTS = {.name = "logger_count_delete",
                                               .sql =
                                                   "DELETE FROM logger_count WHERE logger_id = $1",
                                               .params = "i",
                                               .cols = "",
                                               .ephemeral = true};
static const struct wr_stmt Q_DELETE = {
    .name = "logger_delete", .sql = "DELETE FROM logger WHERE id = $1", .params = "i", .cols = ""};
static const struct wr_stmt Q_HEARD = {
    .name = "logger_heard",
    .sql = "INSERT INTO logger_seen (logger_id, online, address, last_ms, last_data_ms, skew_ms,"
           " frames, refused) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
           " ON CONFLICT (logger_id) DO UPDATE SET online = $2,"
           " address = CASE WHEN $3 = '' THEN logger_seen.address ELSE $3 END,"
           " last_ms = CASE WHEN $4 > logger_seen.last_ms THEN $4 ELSE logger_seen.last_ms END,"
           " last_data_ms = CASE WHEN $5 > logger_seen.last_data_ms THEN $5"
           " ELSE logger_seen.last_data_ms END, skew_ms = $6,"
           " frames = logger_seen.frames + $7, refused = logger_seen.refused + $8",
    .params = "iitiiiii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_TALLY = {
    .name = "logger_tally",
    .sql = "INSERT INTO logger_count (logger_id, day, name, n) VALUES ($1, $2, $3, $4)"
           " ON CONFLICT (logger_id, day, name) DO UPDATE SET n = logger_count.n + $4",
    .params = "itti",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_ALL_OFFLINE = {.name = "logger_all_offline",
                                             .sql = "UPDATE logger_seen SET online = 0 "
                                                    "WHERE online = 1",
                                             .params = "",
                                             .cols = "",
                                             .ephemeral = true};
static const struct wr_stmt Q_COUNTS = {
    .name = "logger_counts",
    .sql = "SELECT day, name, n FROM logger_count WHERE logger_id = $1 AND day >= $2 AND day <= $3"
           " ORDER BY day, name",
    .params = "itt",
    .cols = "tti"};
static const struct wr_stmt Q_DROP_COUNTS = {.name = "logger_drop_counts",
                                             .sql = "DELETE FROM logger_count WHERE day < $1",
                                             .params = "t",
                                             .cols = "",
                                             .ephemeral = true};

struct wr_str wr_device_name(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *i = wr_enum_item(items, value);
    return i ? wr_str(i->name) : WR_S("");
}

static struct wr_str text(struct wr_str s)
{
    return s.p ? s : WR_S("");
}

int wr_logger_store_get(struct wr_tx *tx, int64_t id, struct wr_logger *ret)
{
    return wr_query_one(tx, &Q_GET, logger_cols, ret, WR_I(id));
}

int wr_logger_store_by_mn(struct wr_tx *tx, struct wr_str mn, struct wr_logger *ret)
{
    return wr_query_one(tx, &Q_BY_MN, logger_cols, ret, WR_T(mn));
}

int wr_logger_store_of_outlet(struct wr_tx *tx, int64_t outlet_id, struct wr_logger *ret)
{
    return wr_query_one(tx, &Q_OF_OUTLET, logger_cols, ret, WR_I(outlet_id));
}

int wr_logger_store_find_outlet(struct wr_tx *tx, struct wr_str credit_code, struct wr_str code,
                                int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_FIND_OUTLET, ret_id, WR_T(credit_code), WR_T(code));
}

int wr_logger_store_list(struct wr_tx *tx, const struct wr_logger_query *q, int64_t district_id,
                         int64_t enterprise_id, int64_t limit, struct wr_list *ret)
{
    struct wr_arena *a = wr_tx_ctx(tx)->arena;
    return wr_query_list(tx, &Q_LIST, logger_cols, sizeof(struct wr_logger), (size_t)limit, ret,
                         WR_IDOPT(district_id), WR_IDOPT(enterprise_id), WR_IDOPT(q->outlet_id),
                         WR_IOPT(q->has_online, q->online), WR_T(wr_like_part(a, q->q)),
                         WR_I(q->cursor), WR_I(limit));
}

int wr_logger_store_walk(struct wr_tx *tx, const struct wr_logger_walk *q, int64_t after_id,
                         int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_WALK, logger_cols, sizeof(struct wr_logger), (size_t)limit, ret,
                         WR_IDOPT(q->scope_id), WR_IDOPT(q->district_id),
                         WR_IDOPT(q->enterprise_id), WR_IOPT(q->to_ms != 0, q->from_ms),
                         WR_IOPT(q->to_ms != 0, q->to_ms), WR_I(after_id), WR_I(limit));
}

int wr_logger_store_active(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ACTIVE, logger_cols, sizeof(struct wr_logger), LOGGERS_MAX, ret);
}

int wr_logger_store_stamp(struct wr_tx *tx, int64_t *ret_n, int64_t *ret_ms)
{
    int rc = wr_query_i64(tx, &Q_COUNT, ret_n);
    return rc != 0 ? rc : wr_query_i64(tx, &Q_NEWEST, ret_ms);
}

#define LOGGER_VALUES(l)                                                                           \
    WR_T((l)->mn), WR_T(text((l)->password)),                                                      \
        WR_T(wr_device_name(wr_logger_dialects, (l)->dialect)),                                    \
        WR_T(wr_device_name(wr_logger_levels, (l)->level)), WR_T(text((l)->leniencies)),           \
        WR_IDOPT((l)->outlet_id), WR_T(text((l)->allowed_addresses)), WR_T(text((l)->sm4_key)),    \
        WR_T(wr_device_name(wr_logger_labels, (l)->label)), WR_I((l)->real_interval_s),            \
        WR_I((l)->minute_interval_min), WR_I((l)->overtime_s), WR_I((l)->recount),                 \
        WR_I((l)->auto_time), WR_I((l)->auto_backfill), WR_T((l)->legal_review_date),              \
        WR_T((l)->technical_review_date), WR_T(wr_device_name(wr_logger_statuses, (l)->status)),   \
        WR_T(text((l)->note))

int wr_logger_store_insert(struct wr_tx *tx, const struct wr_logger *l, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, LOGGER_VALUES(l), WR_I(l->created_ms));
}

int wr_logger_store_update(struct wr_tx *tx, const struct wr_logger *l)
{
    return wr_exec(tx, &Q_UPDATE, NULL, WR_I(l->id), LOGGER_VALUES(l), WR_I(l->updated_ms));
}

int wr_logger_store_delete(struct wr_tx *tx, int64_t id)
{
    int rc = wr_exec(tx, &Q_DELETE_SEEN, NULL, WR_I(id));
    if (rc == 0)
        rc = wr_exec(tx, &Q_DELETE_COUNTS, NULL, WR_I(id));
    return rc != 0 ? rc : wr_exec(tx, &Q_DELETE, NULL, WR_I(id));
}

int wr_logger_store_heard(struct wr_tx *tx, const struct wr_logger_heard *h)
{
    return wr_exec(tx, &Q_HEARD, NULL, WR_I(h->logger_id), WR_I(h->online), WR_T(text(h->address)),
                   WR_I(h->last_ms), WR_I(h->last_data_ms), WR_I(h->skew_ms), WR_I(h->frames),
                   WR_I(h->refused));
}

int wr_logger_store_count(struct wr_tx *tx, int64_t logger_id, struct wr_str day,
                          struct wr_str name, int64_t n)
{
    return wr_exec(tx, &Q_TALLY, NULL, WR_I(logger_id), WR_T(day), WR_T(name), WR_I(n));
}

int wr_logger_store_all_offline(struct wr_tx *tx)
{
    return wr_exec(tx, &Q_ALL_OFFLINE, NULL);
}

int wr_logger_store_counts(struct wr_tx *tx, int64_t id, struct wr_str from, struct wr_str to,
                           struct wr_list *ret)
{
    return wr_query_list(tx, &Q_COUNTS, wr_logger_count_fields, sizeof(struct wr_logger_count),
                         100000, ret, WR_I(id), WR_T(from), WR_T(to));
}

int wr_logger_store_drop_counts(struct wr_tx *tx, struct wr_str before)
{
    return wr_exec(tx, &Q_DROP_COUNTS, NULL, WR_T(before));
}

/* ---- monitored outlets ------------------------------------------------------------------------- */

/* the newest active logger of each outlet */
#define MONITOR_COLS                                                                               \
    "SELECT COALESCE(m.id, 0) AS id, o.id AS outlet_id, COALESCE(m.medium, CASE o.kind"            \
    " WHEN 'air' THEN 'gas' WHEN 'water' THEN 'water' WHEN 'noise' THEN 'noise' ELSE 'other' END)" \
    " AS medium, m.reference_o2_bp, COALESCE(m.version, 0) AS version, o.enterprise_id,"           \
    " e.district_id, e.name AS enterprise_name, o.code AS outlet_code, o.name AS outlet_name,"     \
    " l.id AS logger_id, l.mn, COALESCE(s.online, 0) AS online,"                                   \
    " CASE WHEN l.legal_review_date IS NOT NULL AND l.technical_review_date IS NOT NULL THEN 1"    \
    " ELSE 0 END AS reviewed, s.last_ms, s.last_data_ms FROM outlet o"                             \
    " JOIN enterprise e ON e.id = o.enterprise_id LEFT JOIN outlet_monitor m ON m.outlet_id = "    \
    "o.id"                                                                                         \
    " LEFT JOIN logger l ON l.id = (SELECT MAX(x.id) FROM logger x WHERE x.outlet_id = o.id AND"   \
    " x.status = 'active') LEFT JOIN logger_seen s ON s.logger_id = l.id"
#define MONITOR_TYPES                                                                              \
    "iitIi"                                                                                        \
    "iittt"                                                                                        \
    "ITiiII"

#define M struct wr_monitor
static const struct wr_field monitor_cols[] = {
    WR_I64(M, id, 0, WR_ID_MAX, "", ""),
    WR_ID(M, outlet_id, "", ""),
    WR_ENUM(M, medium, wr_mediums, "", ""),
    WR_I64_OPT(M, reference_o2_bp, 0, 10000, "", ""),
    WR_I64(M, version, 0, WR_ID_MAX, "", ""),
    WR_ID(M, enterprise_id, "", ""),
    WR_ID(M, district_id, "", ""),
    WR_STR(M, enterprise_name, 0, 400, "", ""),
    WR_STR(M, outlet_code, 0, 100, "", ""),
    WR_STR(M, outlet_name, 0, 400, "", ""),
    WR_ID_OPT(M, logger_id, "", ""),
    WR_STR_OPT(M, mn, 0, 100, "", ""),
    WR_BOOL(M, online, "", ""),
    WR_BOOL(M, reviewed, "", ""),
    WR_MS_OPT(M, last_ms, "", ""),
    WR_MS_OPT(M, last_data_ms, "", ""),
    {0},
};
#undef M
#define F struct wr_outlet_factor
static const struct wr_field factor_cols[] = {
    WR_STR(F, factor, 0, 100, "", ""),     WR_STR_OPT(F, name, 0, 100, "", ""),
    WR_STR(F, unit, 0, 100, "", ""),       WR_STR(F, range_low, 0, 100, "", ""),
    WR_STR(F, range_high, 0, 100, "", ""), {0},
};
#undef F

static const struct wr_stmt Q_MONITOR = {.name = "monitor_get",
                                         .sql = MONITOR_COLS " WHERE o.id = $1",
                                         .params = "i",
                                         .cols = MONITOR_TYPES};
static const struct wr_stmt Q_MONITORS = {
    .name = "monitor_list",
    .sql = MONITOR_COLS
    " WHERE ($1 IS NULL OR e.district_id = $1) AND ($2 IS NULL OR e.id = $2)"
    " AND ($3 IS NULL OR e.name LIKE $3 ESCAPE '\\' OR o.name LIKE $3 ESCAPE '\\'"
    " OR o.code LIKE $3 ESCAPE '\\' OR l.mn LIKE $3 ESCAPE '\\')"
    " AND (m.id IS NOT NULL OR l.id IS NOT NULL) AND o.id > $4 ORDER BY o.id LIMIT $5",
    .params = "IITii",
    .cols = MONITOR_TYPES};
static const struct wr_stmt Q_FACTORS = {
    .name = "outlet_factors",
    .sql = "SELECT factor, name, unit, range_low, range_high FROM outlet_factor"
           " WHERE monitor_id = $1 ORDER BY factor",
    .params = "i",
    .cols = "tTttt"};
static const struct wr_stmt Q_MONITOR_INSERT = {
    .name = "monitor_insert",
    .sql = "INSERT INTO outlet_monitor (outlet_id, medium, reference_o2_bp, updated_ms, version)"
           " VALUES ($1, $2, $3, $4, 1) RETURNING id",
    .params = "itIi",
    .cols = "i"};
static const struct wr_stmt Q_MONITOR_UPDATE = {
    .name = "monitor_update",
    .sql = "UPDATE outlet_monitor SET medium = $2, reference_o2_bp = $3, updated_ms = $4,"
           " version = version + 1 WHERE id = $1",
    .params = "itIi",
    .cols = ""};
static const struct wr_stmt Q_FACTORS_CLEAR = {.name = "outlet_factor_clear",
                                               .sql = "DELETE FROM outlet_factor WHERE "
                                                      "monitor_id = $1",
                                               .params = "i",
                                               .cols = ""};
static const struct wr_stmt Q_FACTOR_INSERT = {
    .name = "outlet_factor_insert",
    .sql = "INSERT INTO outlet_factor (monitor_id, factor, name, unit, range_low, range_high)"
           " VALUES ($1, $2, $3, $4, $5, $6)",
    .params = "itTttt",
    .cols = ""};

int wr_monitor_store_get(struct wr_tx *tx, int64_t outlet_id, struct wr_monitor *ret)
{
    return wr_query_one(tx, &Q_MONITOR, monitor_cols, ret, WR_I(outlet_id));
}

int wr_monitor_store_factors(struct wr_tx *tx, int64_t monitor_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_FACTORS, factor_cols, sizeof(struct wr_outlet_factor), 1000, ret,
                         WR_I(monitor_id));
}

int wr_monitor_store_list(struct wr_tx *tx, const struct wr_monitor_query *q, int64_t district_id,
                          int64_t enterprise_id, int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_MONITORS, monitor_cols, sizeof(struct wr_monitor), (size_t)limit,
                         ret, WR_IDOPT(district_id), WR_IDOPT(enterprise_id),
                         WR_T(wr_like_part(wr_tx_ctx(tx)->arena, q->q)), WR_I(q->cursor),
                         WR_I(limit));
}

int wr_monitor_store_insert(struct wr_tx *tx, const struct wr_monitor *m, int64_t now_ms,
                            int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_MONITOR_INSERT, ret_id, WR_I(m->outlet_id),
                        WR_T(wr_device_name(wr_mediums, m->medium)),
                        WR_IOPT(m->has_reference_o2_bp, m->reference_o2_bp), WR_I(now_ms));
}

int wr_monitor_store_update(struct wr_tx *tx, const struct wr_monitor *m, int64_t now_ms)
{
    return wr_exec(tx, &Q_MONITOR_UPDATE, NULL, WR_I(m->id),
                   WR_T(wr_device_name(wr_mediums, m->medium)),
                   WR_IOPT(m->has_reference_o2_bp, m->reference_o2_bp), WR_I(now_ms));
}

int wr_monitor_store_set_factors(struct wr_tx *tx, int64_t monitor_id,
                                 const struct wr_list *factors)
{
    const struct wr_outlet_factor *f = factors->p;
    int rc = wr_exec(tx, &Q_FACTORS_CLEAR, NULL, WR_I(monitor_id));

    for (size_t i = 0; rc == 0 && i < factors->n; i++)
        rc = wr_exec(tx, &Q_FACTOR_INSERT, NULL, WR_I(monitor_id), WR_T(f[i].factor),
                     WR_T(f[i].name.n > 0 ? f[i].name : (struct wr_str){0}), WR_T(text(f[i].unit)),
                     WR_T(text(f[i].range_low)), WR_T(text(f[i].range_high)));
    return rc;
}

const struct wr_stmt *const wr_logger_stmts[] = {
    &logger_row,       &logger_ids,
    &monitor_row,      &monitor_ids,
    &factor_children,  &Q_GET,
    &Q_BY_MN,          &Q_OF_OUTLET,
    &Q_LIST,           &Q_ACTIVE,
    &Q_COUNT,          &Q_NEWEST,
    &Q_INSERT,         &Q_UPDATE,
    &Q_DELETE_SEEN,    &Q_DELETE_COUNTS,
    &Q_DELETE,         &Q_HEARD,
    &Q_TALLY,          &Q_ALL_OFFLINE,
    &Q_COUNTS,         &Q_DROP_COUNTS,
    &Q_MONITOR,        &Q_MONITORS,
    &Q_FACTORS,        &Q_MONITOR_INSERT,
    &Q_MONITOR_UPDATE, &Q_FACTORS_CLEAR,
    &Q_FACTOR_INSERT,  &Q_WALK,
    &Q_FIND_OUTLET,    NULL,
};
