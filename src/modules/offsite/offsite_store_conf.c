/* SQL of what the rules know of: points, limits, marks, lines, orders. */
#include "modules/offsite/offsite_store.h"

#include "modules/offsite/offsite_use.h"

WR_AUDIT_ROW_STMT(limit, emission_limit);
const struct wr_audit_entity WR_LIMIT_ENTITY = {
    .table = "emission_limit", .row = &limit_row, .ids = &limit_ids};
WR_AUDIT_ROW_STMT(mark, data_mark);
const struct wr_audit_entity WR_MARK_ENTITY = {
    .table = "data_mark", .row = &mark_row, .ids = &mark_ids};
WR_AUDIT_ROW_STMT(line, power_line);
WR_AUDIT_CHILD_STMT(channel, power_channel, line_id, id);
const struct wr_audit_entity WR_LINE_ENTITY = {.table = "power_line",
                                               .row = &line_row,
                                               .ids = &line_ids,
                                               .children = {&channel_children},
                                               .child_tables = {"power_channel"}};
WR_AUDIT_ROW_STMT(order, control_order);
const struct wr_audit_entity WR_ORDER_ENTITY = {
    .table = "control_order", .row = &order_row, .ids = &order_ids};

/* ---- sites and points -------------------------------------------------------------------------------- */

#define SITE struct wr_site_row
static const struct wr_field site_cols[] = {
    WR_ID(SITE, id, "", ""),
    WR_ID(SITE, district_id, "", ""),
    WR_STR(SITE, name, 1, 200, "", ""),
    WR_STR_OPT(SITE, credit_code, 0, 40, "", ""),
    WR_STR_OPT(SITE, district_name, 0, 60, "", ""),
    WR_ENUM(SITE, positive_state, wr_positive_states, "", ""),
    {0},
};
#define SITE_COLS                                                                                  \
    "SELECT e.id, e.district_id, e.name, e.credit_code, d.name AS district_name, "                 \
    "e.positive_state FROM enterprise e JOIN region d ON d.id = e.district_id"
static const struct wr_stmt Q_SITES = {
    .name = "offsite_sites",
    .sql = SITE_COLS
    " WHERE ($1 IS NULL OR e.district_id = $1) AND ($2 IS NULL OR e.id = $2) AND (EXISTS (SELECT 1 "
    "FROM outlet o JOIN outlet_monitor m ON m.outlet_id = o.id WHERE o.enterprise_id = e.id) OR "
    "EXISTS (SELECT 1 FROM outlet o JOIN logger g ON g.outlet_id = o.id WHERE o.enterprise_id = "
    "e.id) OR e.positive_state = 'listed') ORDER BY e.id",
    .params = "II",
    .cols = "iittTt"};
static const struct wr_stmt Q_OWNER = {.name = "offsite_owner",
                                       .sql = SITE_COLS
                                       " JOIN outlet o ON o.enterprise_id = e.id WHERE o.id = $1",
                                       .params = "i",
                                       .cols = "iittTt"};
static const struct wr_stmt Q_ENTERPRISE = {.name = "offsite_enterprise",
                                            .sql = SITE_COLS " WHERE e.id = $1",
                                            .params = "i",
                                            .cols = "iittTt"};

int wr_offsite_store_sites(struct wr_tx *tx, int64_t district_id, int64_t enterprise_id,
                           struct wr_list *ret)
{
    return wr_query_list(tx, &Q_SITES, site_cols, sizeof(SITE), 100000, ret, WR_IDOPT(district_id),
                         WR_IDOPT(enterprise_id));
}

int wr_offsite_store_owner(struct wr_tx *tx, int64_t outlet_id, SITE *ret)
{
    return wr_query_one(tx, &Q_OWNER, site_cols, ret, WR_I(outlet_id));
}

int wr_offsite_store_enterprise(struct wr_tx *tx, int64_t id, SITE *ret)
{
    return wr_query_one(tx, &Q_ENTERPRISE, site_cols, ret, WR_I(id));
}

#define POINT struct wr_point_row
static const struct wr_field point_cols[] = {
    WR_ID(POINT, id, "", ""),
    WR_STR(POINT, code, 1, 40, "", ""),
    WR_STR_OPT(POINT, name, 0, 100, "", ""),
    WR_ID(POINT, enterprise_id, "", ""),
    WR_ENUM(POINT, medium, wr_offsite_mediums, "", ""),
    WR_I64_OPT(POINT, reference_o2_bp, 0, 10000, "", ""),
    WR_STR_OPT(POINT, mn, 0, 40, "", ""),
    WR_STR_OPT(POINT, legal_review_date, 0, 10, "", ""),
    WR_STR_OPT(POINT, technical_review_date, 0, 10, "", ""),
    WR_I64(POINT, minute_interval_min, 0, 1440, "", ""),
    {0},
};
/* An outlet without a monitor of its own is judged by its kind. */
#define POINT_COLS                                                                                 \
    "SELECT o.id, o.code, o.name, o.enterprise_id, COALESCE(m.medium, CASE o.kind WHEN 'air' "     \
    "THEN 'gas' WHEN 'water' THEN 'water' WHEN 'noise' THEN 'noise' ELSE 'other' END) AS medium, " \
    "m.reference_o2_bp, g.mn, g.legal_review_date, g.technical_review_date, "                      \
    "COALESCE(g.minute_interval_min, 10) AS minute_interval_min FROM outlet o LEFT JOIN "          \
    "outlet_monitor m ON m.outlet_id = o.id LEFT JOIN logger g ON g.id = (SELECT MAX(x.id) FROM "  \
    "logger x WHERE x.outlet_id = o.id AND x.status = 'active')"
#define POINT_TYPES "ittitITTTi"
static const struct wr_stmt Q_POINTS = {
    .name = "offsite_points",
    .sql = POINT_COLS " WHERE o.enterprise_id = $1 AND (m.id IS NOT NULL OR g.id IS NOT NULL) "
                      "ORDER BY o.id LIMIT 64",
    .params = "i",
    .cols = POINT_TYPES};
static const struct wr_stmt Q_POINT = {.name = "offsite_point",
                                       .sql = POINT_COLS " WHERE o.id = $1",
                                       .params = "i",
                                       .cols = POINT_TYPES};
static const struct wr_stmt Q_RANGES = {
    .name = "offsite_ranges",
    .sql = "SELECT m.outlet_id, f.factor, f.range_low, f.range_high FROM outlet_factor f JOIN "
           "outlet_monitor m ON m.id = f.monitor_id JOIN outlet o ON o.id = m.outlet_id WHERE "
           "o.enterprise_id = $1 AND f.range_high <> '' ORDER BY m.outlet_id, f.factor",
    .params = "i",
    .cols = "ittt"};
#define PACKETS struct wr_packet_day
static const struct wr_field packet_cols[] = {
    WR_ID(PACKETS, outlet_id, "", ""),
    WR_STR(PACKETS, day, 10, 10, "", ""),
    WR_I64(PACKETS, packets, 0, INT64_MAX, "", ""),
    WR_I64(PACKETS, defects, 0, INT64_MAX, "", ""),
    {0},
};
static const struct wr_stmt Q_PACKETS = {
    .name = "offsite_packets",
    .sql = "SELECT g.outlet_id, c.day, CAST(SUM(CASE WHEN c.name = 'packets' THEN c.n ELSE 0 END) "
           "AS BIGINT) AS packets,"
           " CAST(SUM(CASE WHEN c.name = 'defective' THEN c.n ELSE 0 END) AS BIGINT) AS defects"
           " FROM outlet o JOIN logger g ON g.outlet_id = o.id JOIN logger_count c ON c.logger_id "
           "= g.id"
           " WHERE o.enterprise_id = $1 AND c.day >= $2 AND c.day < $3 AND c.name IN ('packets', "
           "'defective')"
           " GROUP BY g.outlet_id, c.day ORDER BY c.day, g.outlet_id",
    .params = "itt",
    .cols = "itii"};
static const struct wr_stmt Q_FIND_OUTLET = {
    .name = "offsite_find_outlet",
    .sql = "SELECT o.id FROM outlet o JOIN enterprise e ON e.id = o.enterprise_id WHERE "
           "e.credit_code = $1 AND o.code = $2 ORDER BY o.id LIMIT 1",
    .params = "tt",
    .cols = "i"};
static const struct wr_stmt Q_FIND_OUTLET_OF = {
    .name = "offsite_find_outlet_of",
    .sql = "SELECT id FROM outlet WHERE enterprise_id = $1 AND code = $2",
    .params = "it",
    .cols = "i"};

int wr_offsite_store_points(struct wr_tx *tx, int64_t enterprise_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_POINTS, point_cols, sizeof(POINT), WR_OFFSITE_POINTS_MAX, ret,
                         WR_I(enterprise_id));
}

int wr_offsite_store_point(struct wr_tx *tx, int64_t outlet_id, POINT *ret)
{
    return wr_query_one(tx, &Q_POINT, point_cols, ret, WR_I(outlet_id));
}

#define RANGE struct wr_range_row
static const struct wr_field range_cols[] = {
    WR_ID(RANGE, outlet_id, "", ""),
    WR_STR(RANGE, factor, 1, 24, "", ""),
    WR_STR_OPT(RANGE, range_low, 0, 40, "", ""),
    WR_STR_OPT(RANGE, range_high, 0, 40, "", ""),
    {0},
};

int wr_offsite_store_ranges(struct wr_tx *tx, int64_t enterprise_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_RANGES, range_cols, sizeof(RANGE), 20000, ret, WR_I(enterprise_id));
}

int wr_offsite_store_packets(struct wr_tx *tx, int64_t enterprise_id, struct wr_str from_day,
                             struct wr_str to_day, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PACKETS, packet_cols, sizeof(PACKETS), 40000, ret,
                         WR_I(enterprise_id), WR_T(from_day), WR_T(to_day));
}

int wr_offsite_store_find_outlet(struct wr_tx *tx, struct wr_str credit, struct wr_str code,
                                 int64_t *ret)
{
    return wr_query_i64(tx, &Q_FIND_OUTLET, ret, WR_T(credit), WR_T(code));
}

int wr_offsite_store_find_outlet_of(struct wr_tx *tx, int64_t enterprise_id, struct wr_str code,
                                    int64_t *ret)
{
    return wr_query_i64(tx, &Q_FIND_OUTLET_OF, ret, WR_I(enterprise_id), WR_T(code));
}

/* ---- limits ------------------------------------------------------------------------------------------- */

#define LIMIT_COLS                                                                                 \
    "SELECT t.id, t.outlet_id, t.factor, t.grain, t.lo, t.hi, t.from_day, t.to_day, t.source, "    \
    "t.created_ms, t.version, e.id AS enterprise_id, e.district_id, e.name AS enterprise_name, "   \
    "e.credit_code, o.code AS outlet_code, o.name AS outlet_name FROM emission_limit t JOIN "      \
    "outlet o ON o.id = t.outlet_id JOIN enterprise e ON e.id = o.enterprise_id"
#define LIMIT_TYPES "iittTTtTtiiiitTtt"
static const struct wr_stmt Q_LIMITS = {
    .name = "limit_list",
    .sql = LIMIT_COLS " WHERE t.id > $1 AND ($2 IS NULL OR t.outlet_id = $2) AND ($3 IS NULL OR "
                      "e.id = $3) AND ($4 IS NULL OR e.district_id = $4) AND ($5 IS NULL OR e.id = "
                      "$5) ORDER BY t.id LIMIT $6",
    .params = "iIIIIi",
    .cols = LIMIT_TYPES};
static const struct wr_stmt Q_LIMIT = {
    .name = "limit_get", .sql = LIMIT_COLS " WHERE t.id = $1", .params = "i", .cols = LIMIT_TYPES};
static const struct wr_stmt Q_LIMIT_FIND = {
    .name = "limit_find",
    .sql =
        LIMIT_COLS " WHERE t.outlet_id = $1 AND t.factor = $2 AND t.grain = $3 AND t.from_day = $4",
    .params = "ittt",
    .cols = LIMIT_TYPES};
static const struct wr_stmt Q_LIMIT_INSERT = {
    .name = "limit_insert",
    .sql = "INSERT INTO emission_limit (outlet_id, factor, grain, lo, hi, from_day, to_day, "
           "source, created_ms, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING "
           "id",
    .params = "ittTTtTti",
    .cols = "i"};
static const struct wr_stmt Q_LIMIT_UPDATE = {
    .name = "limit_update",
    .sql = "UPDATE emission_limit SET outlet_id = $2, factor = $3, grain = $4, lo = $5, hi = $6, "
           "from_day = $7, to_day = $8, source = $9, version = version + 1 WHERE id = $1 AND "
           "version = $10",
    .params = "iittTTtTti",
    .cols = ""};
static const struct wr_stmt Q_LIMIT_DELETE = {
    .name = "limit_delete",
    .sql = "DELETE FROM emission_limit WHERE id = $1 AND version = $2",
    .params = "ii",
    .cols = ""};

int wr_limit_store_list(struct wr_tx *tx, const struct wr_limit_query *q, int64_t scope,
                        int64_t own, int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIMITS, wr_limit_fields, sizeof(struct wr_limit), (size_t)limit,
                         ret, WR_I(q->cursor), WR_IDOPT(q->outlet_id), WR_IDOPT(q->enterprise_id),
                         WR_IDOPT(scope), WR_IDOPT(own), WR_I(limit));
}

int wr_limit_store_get(struct wr_tx *tx, int64_t id, struct wr_limit *ret)
{
    return wr_query_one(tx, &Q_LIMIT, wr_limit_fields, ret, WR_I(id));
}

int wr_limit_store_find(struct wr_tx *tx, const struct wr_limit *l, struct wr_limit *ret)
{
    return wr_query_one(tx, &Q_LIMIT_FIND, wr_limit_fields, ret, WR_I(l->outlet_id),
                        WR_T(l->factor), wr_offsite_name(wr_offsite_grains, l->grain),
                        WR_T(l->from_day));
}

#define LIMIT_VALUES(l)                                                                            \
    WR_I((l)->outlet_id), WR_T((l)->factor), wr_offsite_name(wr_offsite_grains, (l)->grain),       \
        wr_offsite_optional((l)->lo), wr_offsite_optional((l)->hi), WR_T((l)->from_day),           \
        wr_offsite_optional((l)->to_day), WR_T((l)->source)

int wr_limit_store_insert(struct wr_tx *tx, const struct wr_limit *l, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_LIMIT_INSERT, ret_id, LIMIT_VALUES(l), WR_I(l->created_ms));
}

int wr_limit_store_update(struct wr_tx *tx, const struct wr_limit *l)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_LIMIT_UPDATE, &n, WR_I(l->id), LIMIT_VALUES(l), WR_I(l->version));
    return wr_offsite_changed_one(tx, rc, n);
}

int wr_limit_store_delete(struct wr_tx *tx, int64_t id, int64_t version)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_LIMIT_DELETE, &n, WR_I(id), WR_I(version));
    return wr_offsite_changed_one(tx, rc, n);
}

/* ---- marks -------------------------------------------------------------------------------------------- */

#define MARK_COLS                                                                                  \
    "SELECT k.id, k.uid, k.outlet_id, k.factor, k.made_by, k.code, k.kind, k.invalidates, "        \
    "k.stopped, k.from_ms, k.to_ms, k.reason, k.state, k.media_id, k.user_id, k.created_ms, "      \
    "k.version, e.id AS enterprise_id, e.district_id, e.name AS enterprise_name, o.code AS "       \
    "outlet_code, o.name AS outlet_name FROM data_mark k JOIN outlet o ON o.id = k.outlet_id "     \
    "JOIN enterprise e ON e.id = o.enterprise_id"
#define MARK_TYPES "itiTtttiiiIttIIiiiittt"
static const struct wr_stmt Q_MARKS = {
    .name = "mark_list",
    .sql = MARK_COLS
    " WHERE k.id < $1 AND ($2 IS NULL OR k.outlet_id = $2) AND ($3 IS NULL OR e.id = $3) AND ($4 "
    "IS NULL OR e.district_id = $4) AND ($5 IS NULL OR e.id = $5) AND ($6 IS NULL OR k.to_ms IS "
    "NULL OR k.to_ms > $6) AND ($7 IS NULL OR k.from_ms < $7) ORDER BY k.id DESC LIMIT $8",
    .params = "iIIIIIIi",
    .cols = MARK_TYPES};
static const struct wr_stmt Q_MARKS_ACTIVE = {
    .name = "mark_active",
    .sql = MARK_COLS " WHERE e.id = $1 AND k.state = 'active' ORDER BY k.from_ms, k.id",
    .params = "i",
    .cols = MARK_TYPES};
static const struct wr_stmt Q_MARK = {
    .name = "mark_get", .sql = MARK_COLS " WHERE k.id = $1", .params = "i", .cols = MARK_TYPES};
static const struct wr_stmt Q_MARK_UID = {
    .name = "mark_by_uid", .sql = MARK_COLS " WHERE k.uid = $1", .params = "t", .cols = MARK_TYPES};
static const struct wr_stmt Q_MARK_INSERT = {
    .name = "mark_insert",
    .sql = "INSERT INTO data_mark (uid, outlet_id, factor, made_by, code, kind, invalidates, "
           "stopped, from_ms, to_ms, reason, state, media_id, user_id, created_ms, version) VALUES "
           "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'active', $12, $13, $14, 1) RETURNING "
           "id",
    .params = "tiTtttiiiItIIi",
    .cols = "i"};
static const struct wr_stmt Q_MARK_UPDATE = {
    .name = "mark_update",
    .sql = "UPDATE data_mark SET to_ms = $2, state = $3, version = version + 1 WHERE id = $1 AND "
           "version = $4",
    .params = "iIti",
    .cols = ""};

int wr_mark_store_list(struct wr_tx *tx, const struct wr_mark_query *q, int64_t scope, int64_t own,
                       int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_MARKS, wr_mark_fields, sizeof(struct wr_mark), (size_t)limit, ret,
                         WR_I(q->cursor != 0 ? q->cursor : WR_ID_MAX), WR_IDOPT(q->outlet_id),
                         WR_IDOPT(q->enterprise_id), WR_IDOPT(scope), WR_IDOPT(own),
                         WR_IDOPT(q->from_ms), WR_IDOPT(q->to_ms), WR_I(limit));
}

int wr_mark_store_active(struct wr_tx *tx, int64_t enterprise_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_MARKS_ACTIVE, wr_mark_fields, sizeof(struct wr_mark), 20000, ret,
                         WR_I(enterprise_id));
}

int wr_mark_store_get(struct wr_tx *tx, int64_t id, struct wr_mark *ret)
{
    return wr_query_one(tx, &Q_MARK, wr_mark_fields, ret, WR_I(id));
}

int wr_mark_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_mark *ret)
{
    return wr_query_one(tx, &Q_MARK_UID, wr_mark_fields, ret, WR_T(uid));
}

int wr_mark_store_insert(struct wr_tx *tx, const struct wr_mark *m, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_MARK_INSERT, ret_id, WR_T(m->uid), WR_I(m->outlet_id),
                        wr_offsite_optional(m->factor),
                        wr_offsite_name(wr_offsite_mark_bys, m->made_by), WR_T(m->code),
                        wr_offsite_name(wr_offsite_span_kinds, m->kind), WR_I(m->invalidates),
                        WR_I(m->stopped), WR_I(m->from_ms), WR_IDOPT(m->to_ms), WR_T(m->reason),
                        WR_IDOPT(m->media_id), WR_IDOPT(m->user_id), WR_I(m->created_ms));
}

int wr_mark_store_update(struct wr_tx *tx, const struct wr_mark *m)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_MARK_UPDATE, &n, WR_I(m->id), WR_IDOPT(m->to_ms),
                     wr_offsite_name(wr_mark_states, m->state), WR_I(m->version));
    return wr_offsite_changed_one(tx, rc, n);
}

/* ---- lines -------------------------------------------------------------------------------------------- */

#define LINE struct wr_power_line
static const struct wr_field line_cols[] = {
    WR_ID(LINE, id, "", ""),
    WR_ID(LINE, enterprise_id, "", ""),
    WR_STR(LINE, name, 1, 80, "", ""),
    WR_ID_OPT(LINE, emission_outlet_id, "", ""),
    WR_I64_OPT(LINE, lead_min, 0, 1440, "", ""),
    WR_I64_OPT(LINE, purge_min, 0, 1440, "", ""),
    WR_STR_OPT(LINE, guard_kwh, 0, 20, "", ""),
    WR_BOOL(LINE, active, "", ""),
    WR_MS(LINE, created_ms, "", ""),
    WR_I64(LINE, version, 1, WR_ID_MAX, "", ""),
    WR_STR_OPT(LINE, enterprise_name, 0, 200, "", ""),
    WR_ID_OPT(LINE, district_id, "", ""),
    {0},
};
#define LINE_COLS                                                                                  \
    "SELECT p.id, p.enterprise_id, p.name, p.emission_outlet_id, p.lead_min, p.purge_min, "        \
    "p.guard_kwh, CASE WHEN p.status = 'active' THEN 1 ELSE 0 END AS active, p.created_ms, "       \
    "p.version, e.name AS enterprise_name, e.district_id FROM power_line p JOIN enterprise e ON "  \
    "e.id = p.enterprise_id"
#define LINE_TYPES "iitIIITiiiti"
static const struct wr_stmt Q_LINES = {
    .name = "line_list",
    .sql = LINE_COLS " WHERE ($1 IS NULL OR p.enterprise_id = $1) AND ($2 IS NULL OR e.district_id "
                     "= $2) ORDER BY p.id LIMIT 5000",
    .params = "II",
    .cols = LINE_TYPES};
static const struct wr_stmt Q_LINE = {
    .name = "line_get", .sql = LINE_COLS " WHERE p.id = $1", .params = "i", .cols = LINE_TYPES};
static const struct wr_stmt Q_CHANNELS = {
    .name = "line_channels",
    .sql = "SELECT c.id, c.line_id, c.outlet_id, o.code AS outlet_code, c.factor, c.name, c.role, "
           "c.quantity, c.rated, c.group_no, c.spare FROM power_channel c JOIN outlet o ON o.id = "
           "c.outlet_id WHERE c.line_id = $1 ORDER BY c.id",
    .params = "i",
    .cols = "iiittttttii"};
static const struct wr_stmt Q_LINE_INSERT = {
    .name = "line_insert",
    .sql = "INSERT INTO power_line (enterprise_id, name, emission_outlet_id, lead_min, purge_min, "
           "guard_kwh, status, created_ms, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) "
           "RETURNING id",
    .params = "itIIITti",
    .cols = "i"};
static const struct wr_stmt Q_LINE_UPDATE = {
    .name = "line_update",
    .sql = "UPDATE power_line SET name = $2, emission_outlet_id = $3, lead_min = $4, purge_min = "
           "$5, guard_kwh = $6, status = $7, version = version + 1 WHERE id = $1 AND version = $8",
    .params = "itIIITti",
    .cols = ""};
static const struct wr_stmt Q_CHANNELS_CLEAR = {.name = "line_channels_clear",
                                                .sql =
                                                    "DELETE FROM power_channel WHERE line_id = $1",
                                                .params = "i",
                                                .cols = ""};
static const struct wr_stmt Q_CHANNEL_INSERT = {
    .name = "line_channel_insert",
    .sql = "INSERT INTO power_channel (line_id, outlet_id, factor, name, role, quantity, rated, "
           "group_no, spare) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    .params = "iitttttii",
    .cols = ""};

int wr_line_store_list(struct wr_tx *tx, int64_t enterprise_id, int64_t scope, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LINES, line_cols, sizeof(LINE), 5000, ret, WR_IDOPT(enterprise_id),
                         WR_IDOPT(scope));
}

int wr_line_store_get(struct wr_tx *tx, int64_t id, LINE *ret)
{
    return wr_query_one(tx, &Q_LINE, line_cols, ret, WR_I(id));
}

#define CH struct wr_power_channel
static const struct wr_field channel_cols[] = {
    WR_ID(CH, id, "", ""),
    WR_ID(CH, line_id, "", ""),
    WR_ID(CH, outlet_id, "", ""),
    WR_STR_OPT(CH, outlet_code, 0, 40, "", ""),
    WR_STR(CH, factor, 1, 24, "", ""),
    WR_STR(CH, name, 1, 80, "", ""),
    WR_ENUM(CH, role, wr_offsite_channel_roles, "", ""),
    WR_ENUM(CH, quantity, wr_offsite_quantities, "", ""),
    WR_STR(CH, rated, 1, 20, "", ""),
    WR_I64(CH, group_no, 0, 100, "", ""),
    WR_BOOL(CH, spare, "", ""),
    {0},
};

int wr_line_store_channels(struct wr_tx *tx, int64_t line_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_CHANNELS, channel_cols, sizeof(CH), WR_OFFSITE_CHANNELS_MAX, ret,
                         WR_I(line_id));
}

#define LINE_VALUES(l)                                                                             \
    WR_T((l)->name), WR_IDOPT((l)->emission_outlet_id), WR_IOPT((l)->has_lead_min, (l)->lead_min), \
        WR_IOPT((l)->has_purge_min, (l)->purge_min), wr_offsite_optional((l)->guard_kwh),          \
        WR_T((l)->active ? WR_S("active") : WR_S("stopped"))

int wr_line_store_insert(struct wr_tx *tx, const LINE *l, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_LINE_INSERT, ret_id, WR_I(l->enterprise_id), LINE_VALUES(l),
                        WR_I(l->created_ms));
}

int wr_line_store_update(struct wr_tx *tx, const LINE *l)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_LINE_UPDATE, &n, WR_I(l->id), LINE_VALUES(l), WR_I(l->version));
    return wr_offsite_changed_one(tx, rc, n);
}

int wr_line_store_set_channels(struct wr_tx *tx, int64_t line_id, const struct wr_list *channels)
{
    const CH *c = channels->p;
    int rc = wr_exec(tx, &Q_CHANNELS_CLEAR, NULL, WR_I(line_id));
    for (size_t i = 0; rc == 0 && i < channels->n; i++)
        rc = wr_exec(tx, &Q_CHANNEL_INSERT, NULL, WR_I(line_id), WR_I(c[i].outlet_id),
                     WR_T(c[i].factor), WR_T(c[i].name),
                     wr_offsite_name(wr_offsite_channel_roles, c[i].role),
                     wr_offsite_name(wr_offsite_quantities, c[i].quantity), WR_T(c[i].rated),
                     WR_I(c[i].group_no), WR_I(c[i].spare));
    return rc;
}

/* ---- orders ------------------------------------------------------------------------------------------- */

#define ORDER_COLS                                                                                 \
    "SELECT x.id, x.enterprise_id, x.number, x.stop, x.cut_bp, x.from_ms, x.to_ms, x.grace_min, "  \
    "x.note, x.created_ms, x.version, e.name AS enterprise_name, e.district_id FROM "              \
    "control_order x JOIN enterprise e ON e.id = x.enterprise_id"
#define ORDER_TYPES "iitiiiIitiiti"
static const struct wr_stmt Q_ORDERS = {
    .name = "order_list",
    .sql = ORDER_COLS " WHERE ($1 IS NULL OR x.enterprise_id = $1) AND ($2 IS NULL OR "
                      "e.district_id = $2) ORDER BY x.id DESC LIMIT 2000",
    .params = "II",
    .cols = ORDER_TYPES};
static const struct wr_stmt Q_ORDER = {
    .name = "order_get", .sql = ORDER_COLS " WHERE x.id = $1", .params = "i", .cols = ORDER_TYPES};
static const struct wr_stmt Q_ORDER_INSERT = {
    .name = "order_insert",
    .sql = "INSERT INTO control_order (enterprise_id, number, stop, cut_bp, from_ms, to_ms, "
           "grace_min, note, created_ms, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) "
           "RETURNING id",
    .params = "itiiiIiti",
    .cols = "i"};
static const struct wr_stmt Q_ORDER_END = {
    .name = "order_end",
    .sql = "UPDATE control_order SET to_ms = $2, version = version + 1 WHERE id = $1 AND version = "
           "$3",
    .params = "iii",
    .cols = ""};

int wr_order_store_list(struct wr_tx *tx, int64_t enterprise_id, int64_t scope, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ORDERS, wr_control_order_fields, sizeof(struct wr_control_order),
                         2000, ret, WR_IDOPT(enterprise_id), WR_IDOPT(scope));
}

int wr_order_store_get(struct wr_tx *tx, int64_t id, struct wr_control_order *ret)
{
    return wr_query_one(tx, &Q_ORDER, wr_control_order_fields, ret, WR_I(id));
}

int wr_order_store_insert(struct wr_tx *tx, const struct wr_control_order *o, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_ORDER_INSERT, ret_id, WR_I(o->enterprise_id), WR_T(o->number),
                        WR_I(o->stop), WR_I(o->cut_bp), WR_I(o->from_ms), WR_IDOPT(o->to_ms),
                        WR_I(o->grace_min), wr_offsite_text(o->note), WR_I(o->created_ms));
}

int wr_order_store_end(struct wr_tx *tx, int64_t id, int64_t to_ms, int64_t version)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_ORDER_END, &n, WR_I(id), WR_I(to_ms), WR_I(version));
    return wr_offsite_changed_one(tx, rc, n);
}

const struct wr_stmt *const wr_offsite_conf_stmts[] = {
    &Q_SITES,        &Q_OWNER,          &Q_ENTERPRISE,
    &Q_POINTS,       &Q_POINT,          &Q_RANGES,
    &Q_PACKETS,      &Q_FIND_OUTLET,    &Q_LIMITS,
    &Q_LIMIT,        &Q_LIMIT_FIND,     &Q_LIMIT_INSERT,
    &Q_LIMIT_UPDATE, &Q_LIMIT_DELETE,   &Q_MARKS,
    &Q_MARKS_ACTIVE, &Q_MARK,           &Q_MARK_UID,
    &Q_MARK_INSERT,  &Q_MARK_UPDATE,    &Q_LINES,
    &Q_LINE,         &Q_CHANNELS,       &Q_LINE_INSERT,
    &Q_LINE_UPDATE,  &Q_CHANNELS_CLEAR, &Q_CHANNEL_INSERT,
    &Q_ORDERS,       &Q_ORDER,          &Q_ORDER_INSERT,
    &Q_ORDER_END,    &Q_FIND_OUTLET_OF, &limit_row,
    &limit_ids,      &mark_row,         &mark_ids,
    &line_row,       &line_ids,         &channel_children,
    &order_row,      &order_ids,        NULL};
