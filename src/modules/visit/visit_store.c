#include "modules/visit/visit_store.h"

#include "base/text.h"
#include "modules/visit/visit_svc.h"

#define COLS                                                                                       \
    "v.id, v.client_id, v.enterprise_id, e.name AS enterprise_name, v.district_id, d.name AS "     \
    "district_name, v.plate_id,"                                                                   \
    " v.plate_ver, p.code AS plate_code, v.kind, v.insp_class, v.source, v.evidence_ref, "         \
    "v.reason, v.unit, v.officer_id,"                                                              \
    " o.name AS officer_name, v.second_officer_id, o2.name AS second_officer_name, v.assistants, " \
    "v.state, v.verdict,"                                                                          \
    " v.counts_toward_cap, v.policy, v.policy_version, v.verdict_detail, v.checked_in_ms, "        \
    "v.checked_out_ms, v.device_ms,"                                                               \
    " v.lng_e6, v.lat_e6, v.accuracy_m, v.distance_m, v.conclusion, v.summary, v.refusal_reason, " \
    "v.cancel_reason, v.version, v.mission_id, m.number AS mission_number, v.late_scan, "          \
    "v.late_reason, v.offline, v.device, v.received_ms, v.skew_ms, v.phone_verdict, v.conflict, "  \
    "v.conflict_reason, v.conflict_ms, v.no_code_reason, v.no_code_due, v.no_code_ref, "           \
    "v.no_code_filed_ms, v.afterfill_due, v.converted_from, v.scan_id, v.told_ms, v.told_how, "    \
    "v.told_note, v.closed_ms, v.contest_reason, v.contest_ms, v.refusal_decision, "               \
    "v.refusal_note, v.refusal_decided_ms,"                                                        \
    " (SELECT COUNT(*) FROM visit_finding f WHERE f.visit_id = v.id AND f.withdrawn_ms IS NULL) "  \
    "AS findings_n,"                                                                               \
    " (SELECT COUNT(*) FROM visit_photo ph WHERE ph.visit_id = v.id) AS photos_n"
#define TYPES                                                                                      \
    "ititit"                                                                                       \
    "IITtTtttti"                                                                                   \
    "tITttt"                                                                                       \
    "itttiIi"                                                                                      \
    "IIIIttTTi"                                                                                    \
    "ITTTITIITTTITTTITIIITTITITTI"                                                                 \
    "ii"
#define FROM                                                                                       \
    " FROM visit v JOIN enterprise e ON e.id = v.enterprise_id JOIN region d ON d.id = "           \
    "v.district_id"                                                                                \
    " JOIN officer o ON o.id = v.officer_id LEFT JOIN officer o2 ON o2.id = v.second_officer_id"   \
    " LEFT JOIN plate p ON p.id = v.plate_id LEFT JOIN mission m ON m.id = v.mission_id"

WR_AUDIT_ROW_STMT(visit, visit);
WR_AUDIT_CHILD_STMT(quota, visit_quota, visit_id, period);
WR_AUDIT_CHILD_STMT(item, visit_item, visit_id, id);
WR_AUDIT_CHILD_STMT(finding, visit_finding, visit_id, id);
WR_AUDIT_CHILD_STMT(photo, visit_photo, visit_id, id);
WR_AUDIT_CHILD_STMT(photo_due, visit_photo_due, visit_id, id);
WR_AUDIT_ROW_STMT(rating, visit_rating);
WR_AUDIT_ROW_STMT(complaint, complaint);

const struct wr_audit_entity WR_VISIT_ENTITY = {
    .table = "visit",
    .row = &visit_row,
    .ids = &visit_ids,
    .children = {&quota_children, &item_children, &finding_children, &photo_children,
                 &photo_due_children},
    .child_tables = {"visit_quota", "visit_item", "visit_finding", "visit_photo",
                     "visit_photo_due"}};
/* A row of its own: a visit's receipt carries its children, and nobody but supervision may read a rating. */
const struct wr_audit_entity WR_RATING_ENTITY = {
    .table = "visit_rating", .row = &rating_row, .ids = &rating_ids};
const struct wr_audit_entity WR_COMPLAINT_ENTITY = {
    .table = "complaint", .row = &complaint_row, .ids = &complaint_ids};
const struct wr_audit_entity *const wr_visit_entities[] = {&WR_VISIT_ENTITY,     &WR_RATING_ENTITY,
                                                           &WR_COMPLAINT_ENTITY, &WR_MISSION_ENTITY,
                                                           &WR_UNSCANNED_ENTITY, NULL};

#define INSPECTIONS                                                                                \
    "(SELECT COUNT(*) FROM visit v WHERE v.enterprise_id = $1 AND v.kind = 'inspection'"           \
    " AND v.state NOT IN ('cancelled', 'refused') AND v.checked_in_ms <= $4 AND v.checked_in_ms "  \
    ">= "
#define DONE_BY_OFFICER(t)                                                                         \
    t ".enterprise_id = $1 AND (" t ".officer_id = $3 OR " t ".second_officer_id = $3) AND " t     \
      ".kind = 'inspection' AND " t ".state IN ('checked_out', 'rated', 'closed') AND " t          \
      ".checked_in_ms >= $9 AND " t ".checked_in_ms <= $4"

static const struct wr_stmt Q_COUNTS = {
    .name = "visit_counts",
    .sql =
        "SELECT (SELECT COUNT(*) FROM visit_quota q LEFT JOIN visit u ON u.id = q.visit_id"
        " LEFT JOIN mission r ON r.id = q.mission_id WHERE q.enterprise_id = $1 AND q.period = $2"
        " AND (u.checked_in_ms <= $5 OR (q.visit_id IS NULL AND r.created_ms <= $5 AND r.id <> "
        "$11))) AS used,"
        " " INSPECTIONS "$6) AS day_n, " INSPECTIONS "$7) AS week_n, " INSPECTIONS "$8) AS month_n,"
        " (SELECT COUNT(*) FROM visit v WHERE " DONE_BY_OFFICER(
            "v") " AND v.checked_in_ms > COALESCE((SELECT MAX(w.checked_in_ms) FROM visit w "
                 "WHERE " DONE_BY_OFFICER(
                     "w") " AND EXISTS (SELECT 1 FROM visit_finding f WHERE "
                          "f.visit_id = w.id AND f.withdrawn_ms IS NULL)), "
                          "0)) AS low_yield_n,"
                          " (SELECT COUNT(*) FROM visit v WHERE "
                          "v.enterprise_id = $1 AND v.state = 'in_progress'"
                          " AND v.checked_in_ms >= $10 AND v.checked_in_ms <= "
                          "$4) AS open_n,"
                          " (SELECT COUNT(*) FROM mission s WHERE s.enterprise_id = $1 AND s.id <> "
                          "$11 AND s.state IN "
                          "('submitted', 'approved') AND s.planned_to >= $12 AND s.planned_from <= "
                          "$13 AND NOT EXISTS "
                          "(SELECT 1 FROM visit d WHERE d.mission_id = s.id AND d.state NOT IN "
                          "('cancelled', "
                          "'refused'))) AS merge_n",
    .params = "itiiiiiiiiitt",
    .cols = "iiiiiii"};

static const struct wr_stmt Q_INSERT = {
    .name = "visit_insert",
    .sql = "INSERT INTO visit (client_id, enterprise_id, plate_id, plate_ver, kind, insp_class, "
           "source, evidence_ref, reason,"
           " unit, district_id, officer_id, second_officer_id, assistants, state, verdict, "
           "verdict_detail, counts_toward_cap,"
           " policy, policy_version, checked_in_ms, device_ms, lng_e6, lat_e6, accuracy_m, "
           "distance_m, conclusion, summary, version, mission_id, late_scan, late_reason, offline, "
           "device, received_ms, skew_ms, phone_verdict, conflict, no_code_reason, no_code_due, "
           "afterfill_due, converted_from, scan_id)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'in_progress', "
           "$15, $16, $17, $18, $19, $20,"
           " $21, $22, $23, $24, $25, 'none', '', 1, $26, $27, $28, $29, $30, $31, $32, $33, $34, "
           "$35, $36, $37, $38, $39) RETURNING id",
    .params = "tiIItTtttt"
              "iiIt"
              "tti"
              "ttii"
              "IIII"
              "ITTITIITTTTTII",
    .cols = "i"};

static const struct wr_stmt Q_TAKE_SLOT = {
    .name = "visit_take_slot",
    .sql = "INSERT INTO visit_quota (enterprise_id, period, slot, visit_id, mission_id)"
           " SELECT $1, $2, MIN(c.s), $3, $5 FROM (SELECT 1 AS s UNION SELECT q.slot + 1 FROM "
           "visit_quota q"
           " WHERE q.enterprise_id = $1 AND q.period = $2) c WHERE c.s <= $4 AND NOT EXISTS "
           "(SELECT 1 FROM visit_quota t"
           " WHERE t.enterprise_id = $1 AND t.period = $2 AND t.slot = c.s) HAVING MIN(c.s) IS NOT "
           "NULL"
           " ON CONFLICT DO NOTHING",
    .params = "itIiI",
    .cols = ""};
static const struct wr_stmt Q_CLAIM_SLOT = {
    .name = "visit_claim_slot",
    .sql = "UPDATE visit_quota SET visit_id = $3 WHERE mission_id = $1 AND period = $2 AND "
           "visit_id IS NULL",
    .params = "iti",
    .cols = ""};
static const struct wr_stmt Q_DROP_RESERVATION = {
    .name = "visit_drop_reservation",
    .sql = "DELETE FROM visit_quota WHERE mission_id = $1 AND visit_id IS NULL",
    .params = "i",
    .cols = ""};

static const struct wr_stmt Q_FREE_SLOT = {.name = "visit_free_slot",
                                           .sql = "DELETE FROM visit_quota WHERE visit_id = $1",
                                           .params = "i",
                                           .cols = ""};

static const struct wr_stmt Q_GET = {.name = "visit_get",
                                     .sql = "SELECT " COLS FROM " WHERE v.id = $1",
                                     .params = "i",
                                     .cols = TYPES};

static const struct wr_stmt Q_BY_CLIENT = {.name = "visit_by_client",
                                           .sql = "SELECT " COLS FROM " WHERE v.client_id = $1",
                                           .params = "t",
                                           .cols = TYPES};

#define PAGE                                                                                       \
    " WHERE (v.checked_in_ms, v.id) < ($1, $2) AND v.checked_in_ms >= $3 AND v.checked_in_ms < $4" \
    " AND ($5 IS NULL OR v.kind = $5) AND ($6 IS NULL OR v.source = $6) AND ($7 IS NULL OR "       \
    "v.state = $7)"                                                                                \
    " AND ($8 IS NULL OR v.district_id = $8) AND ($9 IS NULL OR e.name LIKE $9 ESCAPE '\\')"       \
    " AND ($11 IS NULL OR ($11 = 'conflict' AND v.conflict = 'open') OR ($11 = 'late' AND "        \
    "v.late_scan IS NOT NULL) OR ($11 = 'no_code' AND v.no_code_due IS NOT NULL AND "              \
    "v.no_code_filed_ms IS NULL) OR ($11 = 'afterfill' AND v.afterfill_due IS NOT NULL AND "       \
    "v.mission_id IS NULL) OR ($11 = 'open' AND v.state = 'in_progress') OR ($11 = 'refused' AND " \
    "v.state = 'refused') OR ($11 = 'contested' AND v.contest_ms IS NOT NULL AND "                 \
    "v.refusal_decided_ms IS NULL) OR ($11 = 'offline' AND v.offline = 1))"
#define ORDER " ORDER BY v.checked_in_ms DESC, v.id DESC LIMIT $10"

static const struct wr_stmt Q_LIST = {.name = "visit_list",
                                      .sql = "SELECT " COLS FROM PAGE ORDER,
                                      .params = "iiiiTTTITiT",
                                      .cols = TYPES};
static const struct wr_stmt Q_LIST_ENTERPRISE = {
    .name = "visit_list_enterprise",
    .sql = "SELECT " COLS FROM PAGE " AND v.enterprise_id = $12 AND ($13 IS NULL OR v.officer_id = "
           "$13 OR v.second_officer_id = $13)" ORDER,
    .params = "iiiiTTTITiTiI",
    .cols = TYPES};
static const struct wr_stmt Q_LIST_OFFICER = {
    .name = "visit_list_officer",
    .sql = "SELECT " COLS FROM PAGE " AND (v.officer_id = $12 OR v.second_officer_id = $12)" ORDER,
    .params = "iiiiTTTITiTi",
    .cols = TYPES};

static const struct wr_stmt Q_CHECK_OUT = {
    .name = "visit_check_out",
    .sql = "UPDATE visit SET state = 'checked_out', conclusion = $2, summary = $3, checked_out_ms "
           "= $4, version = version + 1"
           " WHERE id = $1 AND state = 'in_progress'",
    .params = "itti",
    .cols = ""};
static const struct wr_stmt Q_CANCEL = {.name = "visit_cancel",
                                        .sql =
                                            "UPDATE visit SET state = 'cancelled', cancel_reason = "
                                            "$2, checked_out_ms = $3, version = version + 1"
                                            " WHERE id = $1 AND state = 'in_progress'",
                                        .params = "iti",
                                        .cols = ""};
static const struct wr_stmt Q_REFUSE = {
    .name = "visit_refuse",
    .sql = "UPDATE visit SET state = 'refused', refusal_reason = $2, cancel_reason = $3, "
           "checked_out_ms = $4, version = version + 1"
           " WHERE id = $1 AND state = 'in_progress'",
    .params = "itti",
    .cols = ""};
static const struct wr_stmt Q_SET_SCAN = {.name = "visit_set_scan",
                                          .sql = "UPDATE visit SET scan_id = $2 WHERE id = $1",
                                          .params = "ii",
                                          .cols = ""};
static const struct wr_stmt Q_TOUCH = {.name = "visit_touch",
                                       .sql =
                                           "UPDATE visit SET version = version + 1 WHERE id = $1",
                                       .params = "i",
                                       .cols = ""};

const struct wr_stmt *const wr_visit_stmts[] = {&Q_COUNTS,
                                                &Q_INSERT,
                                                &Q_TAKE_SLOT,
                                                &Q_FREE_SLOT,
                                                &Q_GET,
                                                &Q_BY_CLIENT,
                                                &Q_LIST,
                                                &Q_LIST_ENTERPRISE,
                                                &Q_LIST_OFFICER,
                                                &Q_CHECK_OUT,
                                                &Q_CANCEL,
                                                &Q_REFUSE,
                                                &Q_TOUCH,
                                                &Q_CLAIM_SLOT,
                                                &Q_SET_SCAN,
                                                &Q_DROP_RESERVATION,
                                                &photo_due_children,
                                                &visit_row,
                                                &visit_ids,
                                                &quota_children,
                                                &item_children,
                                                &finding_children,
                                                &photo_children,
                                                &rating_row,
                                                &rating_ids,
                                                &complaint_row,
                                                &complaint_ids,
                                                NULL};

static const struct wr_field counts_fields[] = {
    WR_I64(struct wr_visit_counts, used, 0, WR_ID_MAX, "已计", "used"),
    WR_I64(struct wr_visit_counts, day_n, 0, WR_ID_MAX, "今日", "today"),
    WR_I64(struct wr_visit_counts, week_n, 0, WR_ID_MAX, "本周", "this week"),
    WR_I64(struct wr_visit_counts, month_n, 0, WR_ID_MAX, "本月", "this month"),
    WR_I64(struct wr_visit_counts, low_yield_n, 0, WR_ID_MAX, "低效", "low yield"),
    WR_I64(struct wr_visit_counts, open_n, 0, WR_ID_MAX, "进行中", "open"),
    WR_I64(struct wr_visit_counts, merge_n, 0, WR_ID_MAX, "可合并", "missions of others"),
    {0},
};

int wr_visit_store_counts(struct wr_tx *tx, const struct wr_visit_count_ask *a,
                          struct wr_visit_counts *ret)
{
    const struct wr_visit_windows *w = a->windows;
    *ret = (struct wr_visit_counts){0};
    return wr_query_one(tx, &Q_COUNTS, counts_fields, ret, WR_I(a->enterprise_id),
                        WR_T(wr_str(w->period)), WR_I(a->officer_id), WR_I(a->now_ms),
                        WR_I(a->used_until_ms), WR_I(w->day_ms), WR_I(w->week_ms),
                        WR_I(w->month_ms), WR_I(w->low_yield_ms), WR_I(w->merge_ms),
                        WR_I(a->mission_id), WR_T(a->today), WR_T(a->merge_to));
}

/** NOT NULL columns: an absent text is an empty one. */
static struct wr_val text(struct wr_str s)
{
    return WR_T(s.p ? s : WR_S(""));
}

/** NULL for an absent or empty text. */
static struct wr_val optional(struct wr_str s)
{
    return WR_T(s.n > 0 ? s : ((struct wr_str){NULL, 0}));
}

/** Name of an enum value; NULL for none. */
static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return WR_T(wr_str(it ? it->name : NULL));
}

int wr_visit_store_insert(struct wr_tx *tx, const struct wr_visit *v, int64_t *ret_id)
{
    return wr_query_i64(
        tx, &Q_INSERT, ret_id, text(v->client_id), WR_I(v->enterprise_id), WR_IDOPT(v->plate_id),
        WR_IDOPT(v->plate_ver), name_of(wr_visit_kinds, v->kind),
        name_of(wr_insp_classes, v->insp_class), name_of(wr_visit_sources, v->source),
        text(v->evidence_ref), text(v->reason), text(v->unit), WR_I(v->district_id),
        WR_I(v->officer_id), WR_IDOPT(v->second_officer_id), text(v->assistants),
        name_of(wr_visit_verdicts, v->verdict), text(v->verdict_detail), WR_I(v->counts_toward_cap),
        text(v->policy), text(v->policy_version), WR_I(v->checked_in_ms), WR_I(v->device_ms),
        WR_IOPT(v->has_lng_e6, v->lng_e6), WR_IOPT(v->has_lat_e6, v->lat_e6),
        WR_IOPT(v->has_accuracy_m, v->accuracy_m), WR_IOPT(v->has_distance_m, v->distance_m),
        WR_IDOPT(v->mission_id), name_of(wr_late_scans, v->late_scan), optional(v->late_reason),
        WR_IDOPT(v->offline), optional(v->device), WR_IDOPT(v->received_ms),
        WR_IOPT(v->has_skew_ms, v->skew_ms), optional(v->phone_verdict),
        name_of(wr_conflicts, v->conflict), optional(v->no_code_reason), optional(v->no_code_due),
        optional(v->afterfill_due), WR_IDOPT(v->converted_from), WR_IDOPT(v->scan_id));
}

int wr_visit_store_take_slot(struct wr_tx *tx, int64_t enterprise_id, struct wr_str period,
                             int64_t visit_id, int64_t mission_id, int64_t cap)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &Q_TAKE_SLOT, &changed, WR_I(enterprise_id), WR_T(period),
                     WR_IDOPT(visit_id), WR_I(cap), WR_IDOPT(mission_id));
    return rc == 0 && changed != 1 ? wr_fail(wr_tx_ctx(tx), WR_K_busy) : rc;
}

int wr_visit_store_claim_slot(struct wr_tx *tx, int64_t mission_id, struct wr_str period,
                              int64_t visit_id, bool *ret_claimed)
{
    int64_t changed = 0;
    int rc = visit_id == 0 ? 0
                           : wr_exec(tx, &Q_CLAIM_SLOT, &changed, WR_I(mission_id), WR_T(period),
                                     WR_I(visit_id));
    *ret_claimed = changed > 0;
    return rc < 0 || changed > 0 ? rc : wr_visit_store_drop_reservation(tx, mission_id);
}

int wr_visit_store_drop_reservation(struct wr_tx *tx, int64_t mission_id)
{
    return wr_exec(tx, &Q_DROP_RESERVATION, NULL, WR_I(mission_id));
}

int wr_visit_store_free_slot(struct wr_tx *tx, int64_t visit_id)
{
    return wr_exec(tx, &Q_FREE_SLOT, NULL, WR_I(visit_id));
}

int wr_visit_store_get(struct wr_tx *tx, int64_t id, struct wr_visit *ret)
{
    *ret = (struct wr_visit){0};
    return wr_query_one(tx, &Q_GET, wr_visit_fields, ret, WR_I(id));
}

int wr_visit_store_by_client(struct wr_tx *tx, struct wr_str client_id, struct wr_visit *ret)
{
    *ret = (struct wr_visit){0};
    return wr_query_one(tx, &Q_BY_CLIENT, wr_visit_fields, ret, WR_T(client_id));
}

#define PAGE_VALS(tx, p)                                                                           \
    WR_I((p)->before_ms), WR_I((p)->before_id), WR_I((p)->from_ms), WR_I((p)->to_ms),              \
        name_of(wr_visit_kinds, (p)->f.kind), name_of(wr_visit_sources, (p)->f.source),            \
        name_of(wr_visit_states, (p)->f.state), WR_IDOPT((p)->f.district_id),                      \
        WR_T(wr_like_part(wr_tx_ctx(tx)->arena, (p)->f.q)), WR_I((p)->f.limit),                    \
        name_of(wr_visit_flags, (p)->f.flag)

int wr_visit_store_list(struct wr_tx *tx, const struct wr_visit_page *p, struct wr_list *ret)
{
    const size_t size = sizeof(struct wr_visit), max = (size_t)p->f.limit;
    if (p->f.enterprise_id != 0) {
        return wr_query_list(tx, &Q_LIST_ENTERPRISE, wr_visit_fields, size, max, ret,
                             PAGE_VALS(tx, p), WR_I(p->f.enterprise_id), WR_IDOPT(p->f.officer_id));
    }
    if (p->f.officer_id != 0) {
        return wr_query_list(tx, &Q_LIST_OFFICER, wr_visit_fields, size, max, ret, PAGE_VALS(tx, p),
                             WR_I(p->f.officer_id));
    }
    return wr_query_list(tx, &Q_LIST, wr_visit_fields, size, max, ret, PAGE_VALS(tx, p));
}

/** An update that found no visit in progress is a conflict. */
static int changed_one(struct wr_tx *tx, int rc, int64_t changed)
{
    return rc == 0 && changed == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?")) : rc;
}

int wr_visit_store_check_out(struct wr_tx *tx, int64_t id, int64_t conclusion,
                             struct wr_str summary, int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_CHECK_OUT, &n, WR_I(id), name_of(wr_conclusions, conclusion),
                     text(summary), WR_I(now_ms));
    return changed_one(tx, rc, n);
}

int wr_visit_store_cancel(struct wr_tx *tx, int64_t id, struct wr_str reason, int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_CANCEL, &n, WR_I(id), text(reason), WR_I(now_ms));
    return changed_one(tx, rc, n);
}

int wr_visit_store_refuse(struct wr_tx *tx, int64_t id, int64_t reason, struct wr_str note,
                          int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_REFUSE, &n, WR_I(id), name_of(wr_refusals, reason), text(note),
                     WR_I(now_ms));
    return changed_one(tx, rc, n);
}

int wr_visit_store_set_scan(struct wr_tx *tx, int64_t id, int64_t scan_id)
{
    return wr_exec(tx, &Q_SET_SCAN, NULL, WR_I(id), WR_I(scan_id));
}

int wr_visit_store_touch(struct wr_tx *tx, int64_t id)
{
    return wr_exec(tx, &Q_TOUCH, NULL, WR_I(id));
}
