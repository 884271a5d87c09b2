#include "modules/oversight/oversight_store.h"

#define RANKS_MAX 5000

/*
 * The named queries. The count and the list are made of the same conditions, so that a figure is the length of its list.
 * $1 view, $2 scope, $3 district, $4 from, $5 to, $6 no check-out before, $7 today
 */
#define SCOPE " WHERE ($2 IS NULL OR v.district_id = $2) AND ($3 IS NULL OR v.district_id = $3)"
#define IN_PERIOD "v.checked_in_ms >= $4 AND v.checked_in_ms < $5"
#define INSPECTION                                                                                 \
    "v.kind = 'inspection' AND v.state NOT IN ('cancelled', 'refused') AND " IN_PERIOD
#define NOT_FILED                                                                                  \
    "v.no_code_due IS NOT NULL AND v.no_code_filed_ms IS NULL AND v.state <> 'cancelled' AND "     \
    "v.no_code_due "
#define NOT_APPROVED                                                                               \
    "v.afterfill_due IS NOT NULL AND v.state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM "        \
    "mission a"                                                                                    \
    " WHERE a.visit_id = v.id AND a.state = 'approved') AND v.afterfill_due "
#define OVERRIDDEN                                                                                 \
    "v.state <> 'cancelled' AND v.mission_id IN (SELECT o.id FROM mission o WHERE "                \
    "COALESCE(o.override_reason, '') <> '') AND " IN_PERIOD
#define EACH_VIEW(X)                                                                               \
    X("open_long", "v.state = 'in_progress' AND v.checked_in_ms < $6")                             \
    X("late", "v.late_scan IS NOT NULL AND v.state <> 'cancelled' AND " IN_PERIOD)                 \
    X("exception", "v.counts_toward_cap = 0 AND " INSPECTION)                                      \
    X("refused", "v.state = 'refused' AND " IN_PERIOD)                                             \
    X("contested", "v.state = 'refused' AND v.contest_ms IS NOT NULL AND v.refusal_decision IS "   \
                   "NULL")                                                                         \
    X("conflict", "v.conflict = 'open'")                                                           \
    X("no_code_due", NOT_FILED ">= $7")                                                            \
    X("no_code_overdue", NOT_FILED "< $7")                                                         \
    X("afterfill_due", NOT_APPROVED ">= $7")                                                       \
    X("afterfill_overdue", NOT_APPROVED "< $7")                                                    \
    X("offline", "v.offline = 1 AND v.state <> 'cancelled' AND " IN_PERIOD)                        \
    X("overridden", OVERRIDDEN)                                                                    \
    X("inspection", INSPECTION)
#define WHEN(name, cond) " WHEN '" name "' THEN (" cond ")"
#define COUNTED(name, cond) " COUNT(CASE WHEN " cond " THEN 1 END) AS " name "_n,"

struct counts {
    int64_t open_long_n, late_n, exception_n, refused_n, contested_n, conflict_n, no_code_due_n,
        no_code_overdue_n, afterfill_due_n, afterfill_overdue_n, offline_n, overridden_n,
        inspection_n, all_n;
};
#define C(m) WR_I64(struct counts, m, 0, WR_ID_MAX, "", "")
static const struct wr_field count_fields[] = {
    C(open_long_n),
    C(late_n),
    C(exception_n),
    C(refused_n),
    C(contested_n),
    C(conflict_n),
    C(no_code_due_n),
    C(no_code_overdue_n),
    C(afterfill_due_n),
    C(afterfill_overdue_n),
    C(offline_n),
    C(overridden_n),
    C(inspection_n),
    C(all_n),
    {0},
};

static const struct wr_stmt Q_COUNTS = {
    .name = "oversight_counts",
    .sql = "SELECT" EACH_VIEW(COUNTED) " COUNT(*) AS all_n FROM visit v" SCOPE " AND $1 IS NULL",
    .params = "TIIiiit",
    .cols = "iiiiiiiiiiiiii"};

#define DUE                                                                                        \
    " CASE WHEN $1 IN ('no_code_due', 'no_code_overdue') THEN v.no_code_due"                       \
    " WHEN $1 IN ('afterfill_due', 'afterfill_overdue') THEN v.afterfill_due END AS due,"
static const struct wr_stmt Q_VISITS = {
    .name = "oversight_visits",
    .sql = "SELECT v.id, v.checked_in_ms AS at_ms, v.checked_out_ms AS out_ms, v.enterprise_id,"
           " e.name AS enterprise_name, d.name AS district_name, v.unit, v.officer_id,"
           " o.name AS officer_name, v.kind, v.source, NULLIF(v.evidence_ref, '') AS evidence_ref,"
           " m.number AS mission, v.state, v.late_scan, v.refusal_reason AS refusal,"
           " v.refusal_decision, v.conflict," DUE " COALESCE(v.offline, 0) AS offline"
           " FROM visit v JOIN enterprise e ON e.id = v.enterprise_id JOIN region d ON d.id ="
           " v.district_id JOIN officer o ON o.id = v.officer_id LEFT JOIN mission m ON m.id ="
           " v.mission_id" SCOPE " AND (CASE $1" EACH_VIEW(
               WHEN) " END)"
                     " AND ($8 IS NULL OR v.officer_id = $8) AND ($9 IS NULL OR v.unit = $9)"
                     " AND ($10 IS NULL OR v.source = $10) AND ($11 IS NULL OR v.id < $11)"
                     " ORDER BY v.id DESC LIMIT $12",
    .params = "tIIiiitITTIi",
    .cols = "iiIittti"
            "tttTT"
            "tTTTTT"
            "i"};

#define REPORTS                                                                                    \
    " FROM unscanned v JOIN enterprise e ON e.id = v.enterprise_id JOIN region d ON d.id = "       \
    "v.district_id WHERE ($1 IS NULL OR v.district_id = $1) AND ($2 IS NULL OR v.district_id = "   \
    "$2)"
static const struct wr_stmt Q_UNSCANNED = {
    .name = "oversight_unscanned",
    .sql = "SELECT v.id, v.at_ms, v.enterprise_id, e.name AS enterprise_name,"
           " d.name AS district_name, v.kind, v.reason, NULLIF(v.people, '') AS people,"
           " NULLIF(v.note, '') AS note, v.state, v.answer, v.visit_id" REPORTS
           " AND (($3 = 1 AND v.state = 'reported') OR ($3 = 0 AND v.at_ms >= $4 AND v.at_ms < $5))"
           " AND ($6 IS NULL OR v.state = $6) AND ($7 IS NULL OR v.id < $7)"
           " ORDER BY v.id DESC LIMIT $8",
    .params = "IIiiiTIi",
    .cols = "iiitttt"
            "TTtTI"};

/* $1 scope, $2 district, $3 from, $4 to */
#define BY_SCOPE(t)                                                                                \
    " ($1 IS NULL OR " t ".district_id = $1) AND ($2 IS NULL OR " t ".district_id = $2)"
#define COMPLAINTS                                                                                 \
    "(SELECT COUNT(*) FROM complaint c LEFT JOIN enterprise e ON e.id = c.enterprise_id WHERE"     \
    " ($1 IS NULL OR e.district_id = $1) AND ($2 IS NULL OR e.district_id = $2)"
static const struct wr_stmt Q_OTHERS = {
    .name = "oversight_others",
    .sql = "SELECT (SELECT COUNT(*) FROM unscanned u WHERE" BY_SCOPE(
        "u") " AND u.at_ms >= $3 AND u.at_ms < $4) AS unscanned_n,"
             " (SELECT COUNT(*) FROM unscanned u WHERE" BY_SCOPE(
                 "u") " AND u.state = 'reported') AS unscanned_open_n, " COMPLAINTS
                      " AND c.created_ms >= $3 AND c.created_ms < $4) AS complaints_n, " COMPLAINTS
                      " AND c.state IN ('received', 'handling')) AS complaints_open_n,"
                      " (SELECT COUNT(*) FROM visit_rating r JOIN visit v ON v.id = r.visit_id "
                      "WHERE" BY_SCOPE(
                          "v") " AND v.checked_in_ms >= $3 AND v.checked_in_ms < $4) AS ratings_n",
    .params = "IIii",
    .cols = "iiiii"};

#define PERIOD " AND v.checked_in_ms >= $3 AND v.checked_in_ms < $4"
#define DONE " AND v.state NOT IN ('cancelled', 'refused')"
#define OF_INSPECTIONS " WHERE" BY_SCOPE("v") PERIOD DONE " AND v.kind = 'inspection'"
#define SHARE                                                                                      \
    " COUNT(*) AS inspections_n, COUNT(CASE WHEN v.counts_toward_cap = 0 THEN 1 END) AS "          \
    "exceptions_n"
static const struct wr_stmt Q_OFFICERS = {
    .name = "oversight_officers",
    .sql = "SELECT o.id AS officer_id, o.name, o.unit," SHARE
           " FROM visit v JOIN officer o ON o.id = v.officer_id" OF_INSPECTIONS
           " GROUP BY o.id, o.name, o.unit ORDER BY o.id LIMIT 5000",
    .params = "IIii",
    .cols = "ittii"};
static const struct wr_stmt Q_UNITS = {.name = "oversight_units",
                                       .sql = "SELECT v.unit AS name," SHARE
                                              " FROM visit v" OF_INSPECTIONS
                                              " GROUP BY v.unit ORDER BY v.unit LIMIT 5000",
                                       .params = "IIii",
                                       .cols = "tii"};
static const struct wr_stmt Q_MEAN = {
    .name = "oversight_mean",
    .sql = "SELECT" SHARE " FROM visit v WHERE v.checked_in_ms >= $1 AND v.checked_in_ms < $2" DONE
           " AND v.kind = 'inspection'",
    .params = "ii",
    .cols = "ii"};
static const struct wr_stmt Q_MOMENTS = {
    .name = "oversight_moments",
    .sql = "SELECT v.checked_in_ms, v.counts_toward_cap FROM visit v" OF_INSPECTIONS,
    .params = "IIii",
    .cols = "ii"};

/* Papers asked for are photographed as documents; items noted are answers written down on the spot. */
#define COSTS                                                                                      \
    " COUNT(*) AS visits_n, CAST(COALESCE(SUM((v.checked_out_ms - v.checked_in_ms) / 60000), 0) "  \
    "AS BIGINT) AS "                                                                               \
    "minutes,"                                                                                     \
    " CAST(COALESCE(SUM((SELECT COUNT(*) FROM visit_photo h WHERE h.visit_id = v.id AND h.kind = " \
    "'document')"                                                                                  \
    " + (SELECT COUNT(*) FROM visit_photo_due w WHERE w.visit_id = v.id AND w.kind = 'document'"   \
    " AND NOT EXISTS (SELECT 1 FROM visit_photo q JOIN media k ON k.id = q.media_id WHERE"         \
    " q.visit_id = v.id AND k.taken_sha256 = w.sha256))"                                           \
    " + (SELECT COUNT(*) FROM visit_item i WHERE i.visit_id = v.id AND i.note <> '')), 0) AS "     \
    "BIGINT) AS "                                                                                  \
    "documents_n,"                                                                                 \
    " COUNT(DISTINCT v.unit) AS units_n"
#define OF_VISITS                                                                                  \
    " FROM visit v JOIN enterprise e ON e.id = v.enterprise_id LEFT JOIN region s ON s.id = "      \
    "e.street_id"                                                                                  \
    " WHERE" BY_SCOPE("v") PERIOD DONE
static const struct wr_stmt Q_BURDEN = {
    .name = "oversight_burden",
    .sql = "SELECT e.id, e.name, s.name AS street_name, 1 AS enterprises_n," COSTS OF_VISITS
           " GROUP BY e.id, e.name, s.name ORDER BY COUNT(*) DESC, e.id LIMIT 5000",
    .params = "IIii",
    .cols = "itTiiiii"};
static const struct wr_stmt Q_BURDEN_STREETS = {
    .name = "oversight_burden_streets",
    .sql = "SELECT s.id, COALESCE(s.name, '') AS name, COUNT(DISTINCT e.id) AS enterprises_n," COSTS
        OF_VISITS " GROUP BY s.id, s.name ORDER BY COUNT(*) DESC, s.id LIMIT 5000",
    .params = "IIii",
    .cols = "Itiiiii"};

#define OF_RATINGS                                                                                 \
    " FROM visit_rating r JOIN visit v ON v.id = r.visit_id JOIN enterprise e ON e.id = "          \
    "v.enterprise_id WHERE" BY_SCOPE("v") PERIOD
static const struct wr_stmt Q_RATINGS = {
    .name = "oversight_ratings",
    .sql = "SELECT v.unit, COUNT(*) AS n, CAST(SUM(r.score) AS BIGINT) AS sum" OF_RATINGS
           " GROUP BY v.unit ORDER BY v.unit LIMIT 5000",
    .params = "IIii",
    .cols = "tii"};
static const struct wr_stmt Q_OPINIONS = {
    .name = "oversight_opinions",
    .sql =
        "SELECT r.id, r.visit_id, r.created_ms AS at_ms, e.id AS enterprise_id,"
        " e.name AS enterprise_name, v.unit, r.score, r.tags, NULLIF(r.text, '') AS text" OF_RATINGS
        " AND ($5 IS NULL OR v.unit = $5) AND ($6 IS NULL OR r.id < $6)"
        " ORDER BY r.id DESC LIMIT $7",
    .params = "IIiiTIi",
    .cols = "iiiittitT"};
static const struct wr_stmt Q_ENTERPRISE = {
    .name = "oversight_enterprise",
    .sql = "SELECT e.district_id, CASE WHEN e.credit_code_status = 'ok' THEN e.credit_code END"
           " FROM enterprise e WHERE e.id = $1",
    .params = "i",
    .cols = "iT"};

const struct wr_stmt *const wr_oversight_stmts[] = {
    &Q_COUNTS,  &Q_VISITS, &Q_UNSCANNED,      &Q_OTHERS,  &Q_OFFICERS, &Q_UNITS,      &Q_MEAN,
    &Q_MOMENTS, &Q_BURDEN, &Q_BURDEN_STREETS, &Q_RATINGS, &Q_OPINIONS, &Q_ENTERPRISE, NULL};

/* ------------------------------------------------------------------------------------------------- */

int wr_oversight_store_counts(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                              int64_t ret[WR_VIEW_END])
{
    struct counts c;
    int rc = wr_query_one(tx, &Q_COUNTS, count_fields, &c, WR_NULL, WR_IDOPT(scope),
                          WR_IDOPT(q->district_id), WR_I(q->from_ms), WR_I(q->to_ms),
                          WR_I(q->open_before_ms), WR_T(q->today));
    const int64_t n[WR_VIEW_END] = {[WR_VIEW_OPEN_LONG] = c.open_long_n,
                                    [WR_VIEW_LATE] = c.late_n,
                                    [WR_VIEW_EXCEPTION] = c.exception_n,
                                    [WR_VIEW_REFUSED] = c.refused_n,
                                    [WR_VIEW_CONTESTED] = c.contested_n,
                                    [WR_VIEW_CONFLICT] = c.conflict_n,
                                    [WR_VIEW_NO_CODE_DUE] = c.no_code_due_n,
                                    [WR_VIEW_NO_CODE_OVERDUE] = c.no_code_overdue_n,
                                    [WR_VIEW_AFTERFILL_DUE] = c.afterfill_due_n,
                                    [WR_VIEW_AFTERFILL_OVERDUE] = c.afterfill_overdue_n,
                                    [WR_VIEW_OFFLINE] = c.offline_n,
                                    [WR_VIEW_OVERRIDDEN] = c.overridden_n,
                                    [WR_VIEW_INSPECTION] = c.inspection_n};
    if (rc == 0)
        memcpy(ret, n, sizeof(n));
    return rc;
}

static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return value != 0 && it != NULL ? WR_T(wr_str(it->name)) : WR_NULL;
}

#define LIST_VALUES(q, scope, limit)                                                               \
    name_of(wr_oversight_views, (q)->view), WR_IDOPT(scope), WR_IDOPT((q)->district_id),           \
        WR_I((q)->from_ms), WR_I((q)->to_ms), WR_I((q)->open_before_ms), WR_T((q)->today),         \
        WR_IDOPT((q)->officer_id), WR_T((q)->unit), name_of(wr_visit_sources, (q)->source),        \
        WR_IDOPT((q)->cursor), WR_I(limit)

int wr_oversight_store_visits(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                              int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_VISITS, wr_oversight_visit_fields,
                         sizeof(struct wr_oversight_visit), (size_t)limit, ret,
                         LIST_VALUES(q, scope, limit));
}

int wr_oversight_store_walk(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                            struct wr_cursor **ret)
{
    return wr_cursor_open(tx, &Q_VISITS, ret, LIST_VALUES(q, scope, WR_ID_MAX));
}

int wr_oversight_store_others(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                              struct wr_oversight_overview *ret)
{
    struct wr_oversight_overview o;
    int rc = wr_query_one(tx, &Q_OTHERS, wr_oversight_overview_fields, &o, WR_IDOPT(scope),
                          WR_IDOPT(q->district_id), WR_I(q->from_ms), WR_I(q->to_ms));
    if (rc < 0)
        return rc;
    ret->unscanned_n = o.unscanned_n;
    ret->unscanned_open_n = o.unscanned_open_n;
    ret->complaints_n = o.complaints_n;
    ret->complaints_open_n = o.complaints_open_n;
    ret->ratings_n = o.ratings_n;
    return 0;
}

int wr_oversight_store_unscanned(struct wr_tx *tx, int64_t scope,
                                 const struct wr_oversight_unscanned_query *q, int64_t limit,
                                 struct wr_list *ret)
{
    return wr_query_list(tx, &Q_UNSCANNED, wr_oversight_unscanned_fields,
                         sizeof(struct wr_oversight_unscanned), (size_t)limit, ret, WR_IDOPT(scope),
                         WR_IDOPT(q->district_id), WR_I(q->open ? 1 : 0), WR_I(q->from_ms),
                         WR_I(q->to_ms), name_of(wr_unscanned_states, q->state),
                         WR_IDOPT(q->cursor), WR_I(limit));
}

int wr_oversight_store_opinions(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                                int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_OPINIONS, wr_oversight_opinion_fields,
                         sizeof(struct wr_oversight_opinion), (size_t)limit, ret, WR_IDOPT(scope),
                         WR_IDOPT(q->district_id), WR_I(q->from_ms), WR_I(q->to_ms), WR_T(q->unit),
                         WR_IDOPT(q->cursor), WR_I(limit));
}

#define AREA(q, scope)                                                                             \
    WR_IDOPT(scope), WR_IDOPT((q)->district_id), WR_I((q)->from_ms), WR_I((q)->to_ms)

/** The table of one item of a list field. */
static const struct wr_field *items_of(const struct wr_field *whole)
{
    return wr_field_find(whole, WR_S("items"))->sub;
}

int wr_oversight_store_ranks(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                             bool officers, struct wr_list *ret)
{
    return wr_query_list(tx, officers ? &Q_OFFICERS : &Q_UNITS,
                         items_of(wr_oversight_ranking_fields), sizeof(struct wr_oversight_rank),
                         RANKS_MAX, ret, AREA(q, scope));
}

int wr_oversight_store_mean(struct wr_tx *tx, const struct wr_oversight_query *q,
                            struct wr_oversight_ranking *ret)
{
    struct wr_oversight_ranking r;
    int rc = wr_query_one(tx, &Q_MEAN, wr_oversight_ranking_fields, &r, WR_I(q->from_ms),
                          WR_I(q->to_ms));
    ret->inspections_n = r.inspections_n;
    ret->exceptions_n = r.exceptions_n;
    return rc;
}

int wr_oversight_store_burden(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                              bool streets, struct wr_list *ret)
{
    return wr_query_list(tx, streets ? &Q_BURDEN_STREETS : &Q_BURDEN,
                         items_of(wr_oversight_burdens_fields), sizeof(struct wr_oversight_burden),
                         RANKS_MAX, ret, AREA(q, scope));
}

/** A sum is asked for, but is not shown. */
static const struct wr_field rating_fields[] = {
    WR_STR(struct wr_oversight_rating, unit, 0, 120, "", ""),
    WR_I64(struct wr_oversight_rating, n, 0, WR_ID_MAX, "", ""),
    WR_I64(struct wr_oversight_rating, sum, 0, WR_ID_MAX, "", ""),
    {0},
};

int wr_oversight_store_ratings(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                               struct wr_list *ret)
{
    return wr_query_list(tx, &Q_RATINGS, rating_fields, sizeof(struct wr_oversight_rating),
                         RANKS_MAX, ret, AREA(q, scope));
}

int wr_oversight_store_moments(struct wr_tx *tx, int64_t scope, const struct wr_oversight_query *q,
                               struct wr_cursor **ret)
{
    return wr_cursor_open(tx, &Q_MOMENTS, ret, AREA(q, scope));
}

int wr_oversight_store_enterprise(struct wr_tx *tx, int64_t id, int64_t *ret_district,
                                  struct wr_str *ret_code)
{
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_cursor_open(tx, &Q_ENTERPRISE, &c, WR_I(id));
    if (rc == 0)
        rc = wr_cursor_next(c);
    if (rc < 0)
        return rc;
    if (rc == 0)
        return WR_ENOTFOUND;
    *ret_district = wr_cursor_i64(c, 0);
    *ret_code = wr_cursor_is_null(c, 1) ? wr_arena_printf(ctx->arena, "E%lld", (long long)id)
                                        : wr_arena_dup(ctx->arena, wr_cursor_str(c, 1));
    return 0;
}
