#include "modules/dossier/dossier_store.h"

#include "base/text.h"
#include "modules/dossier/dossier_svc.h"

#define JOINS                                                                                      \
    " FROM enterprise e JOIN region d ON d.id = e.district_id LEFT JOIN region s ON s.id = "       \
    "e.street_id"                                                                                  \
    " LEFT JOIN liaison_assignment a ON a.enterprise_id = e.id AND a.kind = 'main' AND a.to_ms "   \
    "IS NULL"                                                                                      \
    " LEFT JOIN officer o ON o.id = a.officer_id"                                                  \
    " LEFT JOIN plate p ON p.enterprise_id = e.id AND p.status IN ('draft', 'issued', 'printed', " \
    "'hung')"
#define JOINED                                                                                     \
    ", o.id AS officer_id, o.name AS officer_name, o.unit AS officer_unit, p.code AS plate_code, " \
    "p.status AS plate_status,"                                                                    \
    " (SELECT MAX(v.checked_in_ms) FROM visit v WHERE v.enterprise_id = e.id) AS last_visit_ms,"   \
    " (SELECT COUNT(*) FROM visit v WHERE v.enterprise_id = e.id AND v.checked_in_ms >= $1) AS "   \
    "visits_this_year"
#define JOINED_TYPES "ITTTTIi"
#define ROW_COLS                                                                                   \
    "e.id, e.name, e.credit_code, e.credit_code_status, e.district_id, d.name AS district_name, "  \
    "s.name AS street_name,"                                                                       \
    " e.industry_name, e.class, e.risk, e.performance_grade, e.positive_state, e.status, "         \
    "e.paired, e.made_up, e.updated_ms,"                                                           \
    " e.version" JOINED
#define ROW_TYPES "itttiTTttttttiiii" JOINED_TYPES
/* Conditions on the enterprise alone: whoever does not match is left out before anything is joined, and counting joins nothing.
 * $2 scope, $3 district, $4 street, $5 status, $6 class, $7 code status, $8 positive, $9 risk, $10 covered, $11 paired,
 * $12 name part, $13 credit code part, $14 pinyin part, $15 plate code, $16 plated */
#define FILTER                                                                                     \
    " WHERE ($2 IS NULL OR e.district_id = $2) AND ($3 IS NULL OR e.district_id = $3) AND ($4 IS " \
    "NULL OR e.street_id = $4)"                                                                    \
    " AND ($5 IS NULL OR e.status = $5) AND ($6 IS NULL OR e.class = $6) AND ($7 IS NULL OR "      \
    "e.credit_code_status = $7)"                                                                   \
    " AND ($8 IS NULL OR e.positive_state = $8) AND ($9 IS NULL OR e.risk = $9)"                   \
    " AND ($10 IS NULL OR (CASE WHEN EXISTS (SELECT 1 FROM liaison_assignment x WHERE "            \
    "x.enterprise_id = e.id"                                                                       \
    " AND x.kind = 'main' AND x.to_ms IS NULL) THEN 1 ELSE 0 END) = $10) AND ($11 IS NULL OR "     \
    "e.paired = $11)"                                                                              \
    " AND ($12 IS NULL OR e.name LIKE $12 ESCAPE '\\' OR e.credit_code LIKE $13 ESCAPE '\\' OR "   \
    "e.pinyin LIKE $14 ESCAPE '\\'"                                                                \
    " OR e.id IN (SELECT x.enterprise_id FROM plate x WHERE x.code = $15 AND x.status IN "         \
    "('draft', 'issued', 'printed', 'hung')))"                                                     \
    " AND ($16 IS NULL OR (CASE WHEN EXISTS (SELECT 1 FROM plate x WHERE x.enterprise_id = e.id"   \
    " AND x.status IN ('draft', 'issued', 'printed', 'hung')) THEN 1 ELSE 0 END) = $16)"
#define FILTER_TYPES "IIIITTTTTIITTTTI"

static const struct wr_stmt Q_BY_NAME = {
    .name = "dossier_by_name",
    .sql = "SELECT " ROW_COLS JOINS FILTER
           " AND ($17 IS NULL OR e.name > $17 OR (e.name = $17 AND e.id > $18))"
           " ORDER BY e.name, e.id LIMIT $19",
    .params = FILTER_TYPES "TIi",
    .cols = ROW_TYPES};
static const struct wr_stmt Q_BY_UPDATED = {
    .name = "dossier_by_updated",
    .sql = "SELECT " ROW_COLS JOINS FILTER
           " AND ($17 IS NULL OR e.updated_ms < $17 OR (e.updated_ms = $17 AND e.id < $18))"
           " ORDER BY e.updated_ms DESC, e.id DESC LIMIT $19",
    .params = FILTER_TYPES "IIi",
    .cols = ROW_TYPES};
static const struct wr_stmt Q_COUNT = {.name = "dossier_count",
                                       .sql = "SELECT COUNT(*) FROM enterprise e" FILTER
                                              " AND $1 IS NULL",
                                       .params = FILTER_TYPES,
                                       .cols = "i"};
static const struct wr_stmt Q_GET = {
    .name = "dossier_get",
    .sql = "SELECT e.*, d.name AS district_name, s.name AS street_name" JOINED JOINS
           " WHERE e.id = $2",
    .params = "ii",
    .cols = "*"};
static const struct wr_stmt Q_MAP = {
    .name = "dossier_map",
    .sql = "SELECT e.id, e.name, e.lng_e6, e.lat_e6, CASE WHEN a.id IS NULL THEN 0 ELSE 1 END AS "
           "covered, e.status" JOINS
           " WHERE e.lng_e6 IS NOT NULL AND e.lat_e6 IS NOT NULL AND e.status = 'active'"
           " AND ($1 IS NULL OR e.district_id = $1) AND ($2 IS NULL OR e.district_id = $2)"
           " AND ($3 IS NULL OR e.name LIKE $3 ESCAPE '\\' OR e.credit_code LIKE $4 ESCAPE '\\' OR "
           "e.pinyin LIKE $5 ESCAPE '\\' OR "
           "p.code = $6) ORDER BY e.id LIMIT $7",
    .params = "IITTTTi",
    .cols = "itIIit"};
/* Three joins by equality instead of one by OR: each finds its partners through an index. */
#define PAIR "SELECT a.id AS a_id, a.name AS a_name, b.id AS b_id, b.name AS b_name, "
#define JOINED_BY " AS reason FROM enterprise a JOIN enterprise b ON b.id > a.id AND "
#define LIVE                                                                                       \
    " WHERE a.status <> 'merged' AND b.status <> 'merged'"                                         \
    " AND ($1 IS NULL OR (a.district_id = $1 AND b.district_id = $1))"
static const struct wr_stmt Q_DUPLICATES = {
    .name = "dossier_duplicates",
    .sql = "SELECT a_id, a_name, b_id, b_name, MIN(reason) AS reason FROM"
           " (" PAIR "'same_code'" JOINED_BY
           "b.credit_code = a.credit_code AND a.credit_code <> ''" LIVE " UNION ALL " PAIR
           "'same_name'" JOINED_BY "b.name = a.name" LIVE " UNION ALL " PAIR
           "'same_place'" JOINED_BY "b.lng_e6 = a.lng_e6 AND b.lat_e6 = a.lat_e6" LIVE
           ") t GROUP BY a_id, a_name, b_id, b_name ORDER BY a_id, b_id LIMIT 500",
    .params = "I",
    .cols = "ititt"};
#define FILES "(SELECT id FROM enterprise WHERE id = $1 OR merged_into = $1)"
static const struct wr_stmt Q_TIMELINE = {
    .name = "dossier_timeline",
    .sql = "SELECT at_ms, kind, what, a, b, ref_id FROM ("
           " SELECT v.checked_in_ms AS at_ms, 'visit' AS kind, v.kind AS what, o.name AS a, "
           "v.conclusion AS b, v.id AS ref_id"
           " FROM visit v JOIN officer o ON o.id = v.officer_id WHERE v.enterprise_id IN " FILES
           " UNION ALL SELECT l.from_ms, 'liaison', 'start', o.name, l.reason, l.id FROM "
           "liaison_assignment l"
           " JOIN officer o ON o.id = l.officer_id WHERE l.enterprise_id IN " FILES
           " UNION ALL SELECT l.to_ms, 'liaison', 'end', o.name, COALESCE(l.ended_reason, "
           "l.reason), l.id FROM liaison_assignment l"
           " JOIN officer o ON o.id = l.officer_id WHERE l.to_ms IS NOT NULL AND l.enterprise_id "
           "IN " FILES " UNION ALL SELECT x.at_ms, 'plate', x.kind, p.code, x.note, p.id FROM "
           "plate_event x JOIN plate p ON p.id = x.plate_id"
           " WHERE p.enterprise_id IN " FILES
           " UNION ALL SELECT h.changed_ms, 'change', CASE WHEN h.version = 1 THEN 'add' ELSE "
           "'change' END, h.reason, h.changes, h.id"
           " FROM enterprise_history h WHERE h.enterprise_id IN " FILES
           " UNION ALL SELECT c.created_ms, 'complaint', c.state, c.about, '', c.id FROM complaint "
           "c WHERE c.enterprise_id IN " FILES
           " UNION ALL SELECT k.raised_ms, 'clue', 'clue', k.number, k.rule, k.id FROM clue k "
           "WHERE k.enterprise_id IN " FILES
           " UNION ALL SELECT x.at_ms, 'penalty', 'penalty_' || x.kind, n.number, n.title, n.id "
           "FROM penalty_event x JOIN penalty_case n ON n.id = x.case_id WHERE x.kind IN ('filed', "
           "'order_served', 'noticed', 'hearing', 'decided', 'paid', 'day_fine', 'closed', "
           "'withdrawn', 'transferred') AND n.enterprise_id IN " FILES
           ") t WHERE ($2 IS NULL OR kind = $2)"
           " AND ($3 IS NULL OR at_ms < $3 OR (at_ms = $3 AND (kind > $4 OR (kind = $4 AND ref_id "
           "> $5))))"
           " ORDER BY at_ms DESC, kind, ref_id LIMIT $6",
    .params = "iTITIi",
    .cols = "itttti"};
#define SCOPED "($1 IS NULL OR district_id = $1)"
static const struct wr_stmt Q_TODAY = {
    .name = "dossier_today",
    .sql =
        "SELECT (SELECT COUNT(*) FROM enterprise WHERE status = 'active' AND " SCOPED
        ") AS enterprises_n,"
        " (SELECT COUNT(*) FROM enterprise WHERE status = 'active' AND paired = 1 AND " SCOPED
        ") AS paired_n,"
        " (SELECT COUNT(*) FROM enterprise e JOIN liaison_assignment a ON a.enterprise_id = e.id "
        "AND a.kind = 'main'"
        " AND a.to_ms IS NULL WHERE e.status = 'active' AND e.paired = 1 AND ($1 IS NULL OR "
        "e.district_id = $1)) AS covered_n,"
        " (SELECT COUNT(*) FROM visit WHERE checked_in_ms >= $2 AND " SCOPED ") AS visits_today_n,"
        " (SELECT COUNT(*) FROM visit WHERE state = 'in_progress' AND " SCOPED ") AS open_visits_n,"
        " (SELECT COUNT(*) FROM liaison_task t JOIN enterprise e ON e.id = t.enterprise_id WHERE "
        "t.done_ms IS NULL"
        " AND t.cancelled_ms IS NULL AND t.due_on < $3 AND ($1 IS NULL OR e.district_id = $1)) AS "
        "tasks_overdue_n,"
        " (SELECT COUNT(*) FROM enterprise e WHERE e.status = 'active' AND ($1 IS NULL OR "
        "e.district_id = $1) AND NOT EXISTS"
        " (SELECT 1 FROM plate p WHERE p.enterprise_id = e.id AND p.status IN ('draft', 'issued', "
        "'printed', 'hung'))) AS plates_missing_n,"
        " (SELECT COUNT(*) FROM plate p JOIN enterprise e ON e.id = p.enterprise_id JOIN "
        "liaison_assignment a"
        " ON a.enterprise_id = e.id AND a.kind = 'main' AND a.to_ms IS NULL WHERE p.status IN "
        "('printed', 'hung')"
        " AND p.officer_id IS DISTINCT FROM a.officer_id AND ($1 IS NULL OR e.district_id = $1)) "
        "AS reprints_due_n,"
        " (SELECT COUNT(*) FROM complaint c LEFT JOIN enterprise e ON e.id = c.enterprise_id"
        " WHERE c.state IN ('received', 'handling') AND ($1 IS NULL OR e.district_id = $1)) AS "
        "complaints_open_n",
    .params = "Iit",
    .cols = "iiiiiiiii"};
static const struct wr_stmt Q_MOMENTS = {
    .name = "dossier_moments",
    .sql = "SELECT checked_in_ms, kind FROM visit WHERE checked_in_ms >= $2 AND " SCOPED,
    .params = "Ii",
    .cols = "it"};
static const struct wr_stmt Q_CONTACT_PHONE = {
    .name = "dossier_contact_phone",
    .sql = "SELECT contact_phone AS value FROM enterprise WHERE id = $2 AND " SCOPED,
    .params = "Ii",
    .cols = "t"};
static const struct wr_stmt Q_CONTACT_NAME = {
    .name = "dossier_contact_name",
    .sql = "SELECT contact_name AS value FROM enterprise WHERE id = $2 AND " SCOPED,
    .params = "Ii",
    .cols = "t"};
static const struct wr_stmt Q_OFFICER_PHONE = {
    .name = "dossier_officer_phone",
    .sql = "SELECT phone AS value FROM officer WHERE id = $2 AND " SCOPED,
    .params = "Ii",
    .cols = "t"};
static const struct wr_stmt Q_USER_PHONE = {
    .name = "dossier_user_phone",
    .sql = "SELECT COALESCE(phone, '') AS value FROM app_user WHERE id = $2 AND " SCOPED,
    .params = "Ii",
    .cols = "t"};

const struct wr_stmt *const wr_dossier_stmts[] = {
    &Q_BY_NAME,      &Q_BY_UPDATED,    &Q_COUNT,      &Q_GET,     &Q_MAP,
    &Q_DUPLICATES,   &Q_TIMELINE,      &Q_TODAY,      &Q_MOMENTS, &Q_CONTACT_PHONE,
    &Q_CONTACT_NAME, &Q_OFFICER_PHONE, &Q_USER_PHONE, NULL};

static struct wr_val enum_or_null(bool has, const struct wr_enum_item *items, int64_t value)
{
    return has ? WR_T(wr_str(wr_enum_item(items, value)->name)) : WR_NULL;
}

/** The four spellings in which a search text is looked for. */
struct search {
    struct wr_str part, code, pinyin, plate;
};

static struct search search_of(struct wr_tx *tx, struct wr_str q)
{
    struct wr_arena *a = wr_tx_ctx(tx)->arena;
    if (q.n == 0)
        return (struct search){{0}, {0}, {0}, {0}};
    struct wr_str upper = wr_text_upper(a, q);
    return (struct search){wr_like_part(a, q), wr_like_head(a, upper),
                           wr_like_part(a, wr_text_lower(a, q)), upper};
}

#define FILTER_VALS(q, district, s, year)                                                          \
    (year), WR_IDOPT(district), WR_IDOPT((q)->district_id), WR_IDOPT((q)->street_id),              \
        enum_or_null((q)->has_status, wr_ent_statuses, (q)->status),                               \
        enum_or_null((q)->has_class, wr_ent_classes, (q)->class),                                  \
        enum_or_null((q)->has_credit_code_status, wr_uscc_statuses, (q)->credit_code_status),      \
        enum_or_null((q)->has_positive_state, wr_positive_states, (q)->positive_state),            \
        enum_or_null((q)->has_risk, wr_risks, (q)->risk), WR_IOPT((q)->has_covered, (q)->covered), \
        WR_IOPT((q)->has_paired, (q)->paired), WR_T((s).part), WR_T((s).code), WR_T((s).pinyin),   \
        WR_T((s).plate), WR_IOPT((q)->has_plated, (q)->plated)

int wr_dossier_store_list(struct wr_tx *tx, const struct wr_dossier_query *q, int64_t district,
                          int64_t year_ms, const struct wr_dossier_at *at, int64_t limit,
                          struct wr_list *ret)
{
    struct search s = search_of(tx, q->q);
    if (q->sort == WR_SORT_UPDATED)
        return wr_query_list(tx, &Q_BY_UPDATED, wr_enterprise_fields, sizeof(struct wr_enterprise),
                             (size_t)limit, ret, FILTER_VALS(q, district, s, WR_I(year_ms)),
                             WR_IOPT(at->set, at->updated_ms), WR_IOPT(at->set, at->id),
                             WR_I(limit));
    return wr_query_list(tx, &Q_BY_NAME, wr_enterprise_fields, sizeof(struct wr_enterprise),
                         (size_t)limit, ret, FILTER_VALS(q, district, s, WR_I(year_ms)),
                         at->set ? WR_T(at->name) : WR_NULL, WR_IOPT(at->set, at->id), WR_I(limit));
}

int wr_dossier_store_count(struct wr_tx *tx, const struct wr_dossier_query *q, int64_t district,
                           int64_t *ret)
{
    struct search s = search_of(tx, q->q);
    return wr_query_i64(tx, &Q_COUNT, ret, FILTER_VALS(q, district, s, WR_NULL));
}

int wr_dossier_store_get(struct wr_tx *tx, int64_t id, int64_t year_ms, struct wr_enterprise *ret)
{
    return wr_query_one(tx, &Q_GET, wr_enterprise_fields, ret, WR_I(year_ms), WR_I(id));
}

int wr_dossier_store_map(struct wr_tx *tx, const struct wr_dossier_query *q, int64_t district,
                         struct wr_list *ret)
{
    struct search s = search_of(tx, q->q);
    return wr_query_list(tx, &Q_MAP, wr_map_point_fields, sizeof(struct wr_map_point),
                         WR_MAP_POINTS_MAX, ret, WR_IDOPT(district), WR_IDOPT(q->district_id),
                         WR_T(s.part), WR_T(s.code), WR_T(s.pinyin), WR_T(s.plate),
                         WR_I(WR_MAP_POINTS_MAX));
}

int wr_dossier_store_duplicates(struct wr_tx *tx, int64_t district, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_DUPLICATES, wr_duplicate_fields, sizeof(struct wr_duplicate), 500,
                         ret, WR_IDOPT(district));
}

int wr_dossier_store_timeline(struct wr_tx *tx, int64_t enterprise_id, struct wr_str kind,
                              const struct wr_timeline_at *at, int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_TIMELINE, wr_timeline_fields, sizeof(struct wr_timeline_item),
                         (size_t)limit, ret, WR_I(enterprise_id), WR_T(kind),
                         WR_IOPT(at->set, at->at_ms), at->set ? WR_T(at->kind) : WR_NULL,
                         WR_IOPT(at->set, at->ref_id), WR_I(limit));
}

int wr_dossier_store_today(struct wr_tx *tx, int64_t district, int64_t today_ms,
                           struct wr_str today, struct wr_today *ret)
{
    return wr_query_one(tx, &Q_TODAY, wr_today_fields, ret, WR_IDOPT(district), WR_I(today_ms),
                        WR_T(today));
}

int wr_dossier_store_moments(struct wr_tx *tx, int64_t district, int64_t from_ms,
                             struct wr_cursor **ret)
{
    return wr_cursor_open(tx, &Q_MOMENTS, ret, WR_IDOPT(district), WR_I(from_ms));
}

int wr_dossier_store_unmask(struct wr_tx *tx, const struct wr_unmask *u, int64_t district,
                            struct wr_unmasked *ret)
{
    const struct wr_stmt *q = &Q_USER_PHONE;
    if (u->entity == WR_UNMASK_ENTERPRISE)
        q = u->field == WR_UNMASK_CONTACT_NAME ? &Q_CONTACT_NAME : &Q_CONTACT_PHONE;
    else if (u->entity == WR_UNMASK_OFFICER)
        q = &Q_OFFICER_PHONE;
    return wr_query_one(tx, q, wr_unmasked_fields, ret, WR_IDOPT(district), WR_I(u->id));
}
