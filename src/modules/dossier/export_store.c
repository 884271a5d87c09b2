#include "modules/dossier/export_store.h"

#include "base/text.h"
#include "modules/dossier/dossier_svc.h"
#include "modules/plate/plate.h"
#include "modules/visit/visit.h"

/*
 * All take the same parameters, so that one call opens any of them:
 * $1 scope, $2 district, $3 from, $4 to, $5 name part, $6 plate status, $7 visit kind, $8 source, $9 visit state,
 * $10 officer, $11 enterprise, $12 in post, $13 active, $14 reprint due.
 * A statement names each of them, be it only as `$n IS NULL`, because a parameter without a place has no type.
 */
#define PARAMS                                                                                     \
    "IIII"                                                                                         \
    "TTTTT"                                                                                        \
    "IIIII"
#define SCOPE(col) " WHERE ($1 IS NULL OR " col " = $1) AND ($2 IS NULL OR " col " = $2)"
#define PERIOD(col) " AND ($3 IS NULL OR " col " >= $3) AND ($4 IS NULL OR " col " < $4)"
#define UNUSED(n) " AND $" #n " IS NULL"

const struct wr_stmt WR_EXPORT_OFFICERS = {
    .name = "export_officers",
    .sql = "SELECT o.name, o.unit, o.title, d.name AS district_name, o.cert_no, o.cert_from, "
           "o.cert_to, o.in_post, o.phone, o.capacity,"
           " (SELECT COUNT(*) FROM liaison_assignment l WHERE l.officer_id = o.id AND l.to_ms IS "
           "NULL AND l.kind = 'main') AS enterprises_n,"
           " o.lng_e6, o.lat_e6 FROM officer o LEFT JOIN region d ON d.id = o.district_id" SCOPE(
               "o.district_id")
               PERIOD("o.created_ms") " AND ($5 IS NULL OR o.name LIKE $5 ESCAPE '\\' OR o.unit "
                                      "LIKE $5 ESCAPE '\\') AND "
                                      "($12 IS NULL OR o.in_post = $12)" UNUSED(6) UNUSED(7)
                                          UNUSED(8) UNUSED(9) UNUSED(10) UNUSED(11) UNUSED(13)
                                              UNUSED(14) " ORDER BY o.unit, o.name, o.id",
    .params = PARAMS,
    .cols = "tttTtTTitiiII"};
const struct wr_stmt WR_EXPORT_PLATES = {
    .name = "export_plates",
    .sql =
        "SELECT p.code, e.name AS enterprise_name, p.credit_code, d.name AS district_name, p.ver, "
        "p.status, p.issue_date,"
        " o.name AS officer_name, o.unit AS officer_unit, CASE WHEN p.status IN ('printed', "
        "'hung') AND a.id IS NOT NULL"
        " AND p.officer_id IS DISTINCT FROM a.officer_id THEN 1 ELSE 0 END AS reprint_due, "
        "p.printed_ms, p.hung_ms, p.hung_lng_e6,"
        " p.hung_lat_e6, p.reason FROM plate p JOIN enterprise e ON e.id = p.enterprise_id JOIN "
        "region d ON d.id = e.district_id"
        " LEFT JOIN officer o ON o.id = p.officer_id LEFT JOIN liaison_assignment a ON "
        "a.enterprise_id = e.id AND a.kind = 'main'"
        " AND a.to_ms IS NULL" SCOPE("e.district_id")
            PERIOD("p.created_ms") " AND ($5 IS NULL OR e.name LIKE $5 ESCAPE '\\' OR p.code LIKE "
                                   "$5 ESCAPE '\\') AND ($6 "
                                   "IS NULL OR p.status = $6) AND ($11 IS NULL OR e.id = $11)"
                                   " AND ($14 IS NULL OR (CASE WHEN p.status IN ('printed', "
                                   "'hung') AND a.id IS NOT NULL AND p.officer_id IS DISTINCT FROM"
                                   " a.officer_id THEN 1 ELSE 0 END) = $14)" UNUSED(7) UNUSED(8)
                                       UNUSED(9) UNUSED(10) UNUSED(12)
                                           UNUSED(13) " ORDER BY e.name, p.id",
    .params = PARAMS,
    .cols = "ttttittTTiIIIIT"};
const struct wr_stmt WR_EXPORT_VISITS = {
    .name = "export_visits",
    .sql =
        "SELECT v.id, v.checked_in_ms, v.checked_out_ms, e.name AS enterprise_name, e.credit_code, "
        "d.name AS district_name,"
        " p.code AS plate_code, v.kind, v.insp_class, v.source, v.evidence_ref, v.reason, v.unit, "
        "o.name AS officer_name,"
        " s.name AS second_officer_name, v.state, v.verdict, v.counts_toward_cap, v.conclusion,"
        " (SELECT COUNT(*) FROM visit_finding f WHERE f.visit_id = v.id AND f.withdrawn_ms IS "
        "NULL) AS findings_n,"
        " (SELECT COUNT(*) FROM visit_photo h WHERE h.visit_id = v.id) AS photos_n, v.distance_m, "
        "v.summary"
        " FROM visit v JOIN enterprise e ON e.id = v.enterprise_id JOIN region d ON d.id = "
        "v.district_id"
        " JOIN officer o ON o.id = v.officer_id LEFT JOIN officer s ON s.id = v.second_officer_id "
        "LEFT JOIN plate p ON p.id = v.plate_id" SCOPE("v.district_id") PERIOD(
            "v.checked_in_ms") " AND ($5 IS NULL OR e.name LIKE $5 ESCAPE '\\') AND ($7 IS NULL OR "
                               "v.kind = $7)"
                               " AND ($8 IS NULL OR v.source = $8) AND ($9 IS NULL OR v.state = "
                               "$9) AND ($10 IS NULL OR v.officer_id = $10"
                               " OR v.second_officer_id = $10) AND ($11 IS NULL OR v.enterprise_id "
                               "= $11)" UNUSED(6) UNUSED(12) UNUSED(13)
                                   UNUSED(14) " ORDER BY v.checked_in_ms, v.id",
    .params = PARAMS,
    .cols = "iiItttTtTttttt"
            "Tttitii"
            "It"};
const struct wr_stmt WR_EXPORT_ASSIGNMENTS = {
    .name = "export_assignments",
    .sql =
        "SELECT e.name AS enterprise_name, e.credit_code, d.name AS district_name, o.name AS "
        "officer_name, o.unit AS officer_unit, a.kind,"
        " a.from_ms, a.to_ms, a.until, a.reason, a.note, a.ended_reason FROM liaison_assignment a"
        " JOIN enterprise e ON e.id = a.enterprise_id JOIN region d ON d.id = e.district_id JOIN "
        "officer o ON o.id = a.officer_id" SCOPE(
            "e.district_id") " AND ($3 IS NULL OR a.to_ms IS NULL OR a.to_ms >= $3) AND ($4 IS "
                             "NULL OR a.from_ms < $4)"
                             " AND ($5 IS NULL OR e.name LIKE $5 ESCAPE '\\' OR o.name LIKE $5 "
                             "ESCAPE '\\') AND ($10 IS "
                             "NULL OR a.officer_id = $10)"
                             " AND ($11 IS NULL OR a.enterprise_id = $11) AND ($13 IS NULL OR "
                             "(CASE WHEN a.to_ms IS NULL THEN 1 ELSE 0 END) = $13)" UNUSED(6)
                                 UNUSED(7) UNUSED(8) UNUSED(9) UNUSED(12)
                                     UNUSED(14) " ORDER BY e.name, a.from_ms, a.id",
    .params = PARAMS,
    .cols = "ttttttiITttT"};

const struct wr_stmt *const wr_export_stmts[] = {&WR_EXPORT_OFFICERS, &WR_EXPORT_PLATES,
                                                 &WR_EXPORT_VISITS, &WR_EXPORT_ASSIGNMENTS, NULL};

static struct wr_val name_of(bool has, const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = has ? wr_enum_item(items, value) : NULL;
    return it != NULL ? WR_T(wr_str(it->name)) : WR_NULL;
}

int wr_export_store_open(struct wr_tx *tx, const struct wr_stmt *q, int64_t district,
                         const struct wr_export_filter *f, int64_t from_ms, int64_t to_ms,
                         struct wr_cursor **ret)
{
    bool plates = q == &WR_EXPORT_PLATES;
    struct wr_str part = wr_like_part(wr_tx_ctx(tx)->arena, f->q);
    return wr_cursor_open(tx, q, ret, WR_IDOPT(district), WR_IDOPT(f->district_id),
                          WR_IOPT(to_ms != 0, from_ms), WR_IOPT(to_ms != 0, to_ms), WR_T(part),
                          name_of(plates && f->has_status, wr_plate_statuses, f->status),
                          name_of(f->has_kind, wr_visit_kinds, f->kind),
                          name_of(f->has_source, wr_visit_sources, f->source),
                          name_of(!plates && f->has_status, wr_visit_states, f->status),
                          WR_IDOPT(f->officer_id), WR_IDOPT(f->enterprise_id),
                          WR_IOPT(f->has_in_post, f->in_post), WR_IOPT(f->has_active, f->active),
                          WR_IOPT(f->has_reprint_due, f->reprint_due));
}
