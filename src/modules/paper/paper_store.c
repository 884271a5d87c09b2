#include "modules/paper/paper_store.h"

#include "modules/paper/paper_svc.h"

#define VISIT struct wr_paper_visit
#define MISSION struct wr_paper_mission
#define LONG 4000

static const struct wr_field visit_fields[] = {
    WR_ID(VISIT, id, "", ""),
    WR_ID(VISIT, enterprise_id, "", ""),
    WR_ID(VISIT, district_id, "", ""),
    WR_STR(VISIT, kind, 0, 40, "", ""),
    WR_STR_OPT(VISIT, insp_class, 0, 40, "", ""),
    WR_STR(VISIT, source, 0, 40, "", ""),
    WR_STR(VISIT, evidence_ref, 0, LONG, "", ""),
    WR_TEXT(VISIT, reason, 0, LONG, "", ""),
    WR_STR(VISIT, unit, 0, LONG, "", ""),
    WR_TEXT(VISIT, assistants, 0, LONG, "", ""),
    WR_STR(VISIT, state, 0, 40, "", ""),
    WR_ID(VISIT, officer_id, "", ""),
    WR_ID_OPT(VISIT, second_officer_id, "", ""),
    WR_ID_OPT(VISIT, mission_id, "", ""),
    WR_TEXT(VISIT, verdict_detail, 0, 65536, "", ""),
    WR_BOOL(VISIT, counts_toward_cap, "", ""),
    WR_MS(VISIT, checked_in_ms, "", ""),
    WR_MS_OPT(VISIT, checked_out_ms, "", ""),
    WR_STR(VISIT, conclusion, 0, 40, "", ""),
    WR_TEXT(VISIT, summary, 0, LONG, "", ""),
    WR_STR_OPT(VISIT, refusal_reason, 0, 40, "", ""),
    WR_TEXT_OPT(VISIT, cancel_reason, 0, LONG, "", ""),
    WR_STR_OPT(VISIT, late_scan, 0, 40, "", ""),
    WR_TEXT_OPT(VISIT, late_reason, 0, LONG, "", ""),
    WR_BOOL_OPT(VISIT, offline, "", ""),
    WR_MS_OPT(VISIT, received_ms, "", ""),
    WR_STR_OPT(VISIT, conflict, 0, 40, "", ""),
    WR_TEXT_OPT(VISIT, conflict_reason, 0, LONG, "", ""),
    WR_TEXT_OPT(VISIT, no_code_reason, 0, LONG, "", ""),
    WR_STR_OPT(VISIT, no_code_due, 0, 40, "", ""),
    WR_TEXT_OPT(VISIT, no_code_ref, 0, LONG, "", ""),
    WR_MS_OPT(VISIT, no_code_filed_ms, "", ""),
    WR_STR_OPT(VISIT, afterfill_due, 0, 40, "", ""),
    WR_MS_OPT(VISIT, converted_ms, "", ""),
    WR_ID_OPT(VISIT, scan_id, "", ""),
    WR_MS_OPT(VISIT, told_ms, "", ""),
    WR_STR_OPT(VISIT, told_how, 0, 40, "", ""),
    WR_TEXT_OPT(VISIT, told_note, 0, LONG, "", ""),
    WR_TEXT_OPT(VISIT, contest_reason, 0, LONG, "", ""),
    WR_STR_OPT(VISIT, refusal_decision, 0, 40, "", ""),
    WR_TEXT_OPT(VISIT, refusal_note, 0, LONG, "", ""),
    WR_ID_OPT(VISIT, slot, "", ""),
    {0},
};

static const struct wr_field mission_fields[] = {
    WR_ID(MISSION, id, "", ""),
    WR_ID(MISSION, enterprise_id, "", ""),
    WR_ID(MISSION, district_id, "", ""),
    WR_STR_OPT(MISSION, number, 0, 200, "", ""),
    WR_STR(MISSION, kind, 0, 40, "", ""),
    WR_STR_OPT(MISSION, insp_class, 0, 40, "", ""),
    WR_STR(MISSION, source, 0, 40, "", ""),
    WR_STR(MISSION, evidence_ref, 0, LONG, "", ""),
    WR_TEXT(MISSION, reason, 0, LONG, "", ""),
    WR_TEXT(MISSION, basis, 0, LONG, "", ""),
    WR_TEXT(MISSION, scope, 0, LONG, "", ""),
    WR_STR(MISSION, unit, 0, LONG, "", ""),
    WR_ID(MISSION, officer_id, "", ""),
    WR_ID_OPT(MISSION, second_officer_id, "", ""),
    WR_TEXT(MISSION, assistants, 0, LONG, "", ""),
    WR_STR(MISSION, planned_from, 0, 10, "", ""),
    WR_STR(MISSION, planned_to, 0, 10, "", ""),
    WR_STR(MISSION, state, 0, 40, "", ""),
    WR_TEXT_OPT(MISSION, override_reason, 0, LONG, "", ""),
    WR_TEXT(MISSION, verdict_detail, 0, 65536, "", ""),
    WR_BOOL(MISSION, counts_toward_cap, "", ""),
    WR_STR_OPT(MISSION, applicant, 0, 200, "", ""),
    WR_STR_OPT(MISSION, approver, 0, 200, "", ""),
    WR_MS(MISSION, created_ms, "", ""),
    WR_MS_OPT(MISSION, decided_ms, "", ""),
    WR_TEXT_OPT(MISSION, decision_note, 0, LONG, "", ""),
    WR_MS_OPT(MISSION, notice_ms, "", ""),
    WR_STR_OPT(MISSION, notice_how, 0, 40, "", ""),
    WR_TEXT_OPT(MISSION, no_notice_reason, 0, LONG, "", ""),
    WR_MS_OPT(MISSION, converted_ms, "", ""),
    WR_ID_OPT(MISSION, slot, "", ""),
    {0},
};

static const struct wr_field unit_fields[] = {
    WR_STR(struct wr_paper_unit, unit, 0, 400, "", ""),
    WR_STR(struct wr_paper_unit, name, 0, 200, "", ""),
    WR_STR(struct wr_paper_unit, cert_no, 0, 80, "", ""),
    {0},
};
static const struct wr_field item_fields[] = {
    WR_STR(struct wr_paper_item, code, 0, 40, "", ""),
    WR_TEXT(struct wr_paper_item, text, 0, LONG, "", ""),
    WR_STR_OPT(struct wr_paper_item, result, 0, 40, "", ""),
    WR_TEXT(struct wr_paper_item, note, 0, LONG, "", ""),
    {0},
};
static const struct wr_field finding_fields[] = {
    WR_TEXT(struct wr_paper_finding, text, 0, LONG, "", ""),
    WR_STR(struct wr_paper_finding, severity, 0, 40, "", ""),
    WR_STR_OPT(struct wr_paper_finding, item, 0, 40, "", ""),
    {0},
};
static const struct wr_field photo_fields[] = {
    WR_ID(struct wr_paper_photo, media_id, "", ""),
    WR_MS(struct wr_paper_photo, taken_ms, "", ""),
    WR_ID_OPT(struct wr_paper_photo, width, "", ""),
    WR_ID_OPT(struct wr_paper_photo, height, "", ""),
    WR_STR(struct wr_paper_photo, kind, 0, 40, "", ""),
    WR_STR(struct wr_paper_photo, sha256, 0, 64, "", ""),
    {0},
};

static const struct wr_stmt Q_VISIT = {
    .name = "paper_visit",
    .sql = "SELECT v.id, v.enterprise_id, v.district_id, v.kind, v.insp_class, v.source, "
           "v.evidence_ref, v.reason, v.unit, v.assistants, v.state, v.officer_id, "
           "v.second_officer_id, v.mission_id, v.verdict_detail, v.counts_toward_cap, "
           "v.checked_in_ms, v.checked_out_ms, v.conclusion, v.summary, v.refusal_reason, "
           "v.cancel_reason, v.late_scan, v.late_reason, v.offline, v.received_ms, v.conflict, "
           "v.conflict_reason, v.no_code_reason, v.no_code_due, v.no_code_ref, "
           "v.no_code_filed_ms, v.afterfill_due, h.checked_in_ms AS converted_ms, v.scan_id, "
           "v.told_ms, v.told_how, v.told_note, v.contest_reason, v.refusal_decision, "
           "v.refusal_note, q.slot FROM visit v LEFT JOIN visit h ON h.id = v.converted_from "
           "LEFT JOIN visit_quota q ON q.visit_id = v.id WHERE v.id = $1",
    .params = "i",
    .cols = "iiitTttttttiIItiiIttTTTTIITTTTTITIIITTTTTI"};
static const struct wr_stmt Q_MISSION = {
    .name = "paper_mission",
    .sql = "SELECT m.id, m.enterprise_id, m.district_id, m.number, m.kind, m.insp_class, m.source, "
           "m.evidence_ref, m.reason, m.basis, m.scope, m.unit, m.officer_id, "
           "m.second_officer_id, m.assistants, m.planned_from, m.planned_to, m.state, "
           "m.override_reason, m.verdict_detail, m.counts_toward_cap, a.name AS applicant, "
           "b.name AS approver, m.created_ms, m.decided_ms, m.decision_note, m.notice_ms, "
           "m.notice_how, m.no_notice_reason, h.checked_in_ms AS converted_ms, q.slot "
           "FROM mission m LEFT JOIN app_user a ON a.id = m.applicant_id "
           "LEFT JOIN app_user b ON b.id = m.approver_id "
           "LEFT JOIN visit h ON h.id = m.converted_from "
           "LEFT JOIN visit_quota q ON q.mission_id = m.id WHERE m.id = $1",
    .params = "i",
    .cols = "iiiTtTttttttiIttttTtiTTiITITTII"};
static const struct wr_stmt Q_MISSION_OF = {
    .name = "paper_mission_of",
    .sql = "SELECT id FROM mission WHERE visit_id = $1 AND state IN ('submitted', 'approved') "
           "ORDER BY id DESC LIMIT 1",
    .params = "i",
    .cols = "i"};
static const struct wr_stmt Q_UNITS = {
    .name = "paper_units",
    .sql = "SELECT u.unit, o.name, o.cert_no FROM mission_unit u JOIN officer o ON o.id = "
           "u.officer_id WHERE u.mission_id = $1 ORDER BY u.id LIMIT 50",
    .params = "i",
    .cols = "ttt"};
static const struct wr_stmt Q_ITEMS = {
    .name = "paper_items",
    .sql = "SELECT code, text_zh AS text, result, note FROM visit_item WHERE visit_id = $1 "
           "ORDER BY id LIMIT 200",
    .params = "i",
    .cols = "ttTt"};
static const struct wr_stmt Q_FINDINGS = {
    .name = "paper_findings",
    .sql = "SELECT text, severity, item_code AS item FROM visit_finding WHERE visit_id = $1 AND "
           "withdrawn_ms IS NULL ORDER BY id LIMIT 200",
    .params = "i",
    .cols = "ttT"};
static const struct wr_stmt Q_PHOTOS = {
    .name = "paper_photos",
    .sql = "SELECT p.media_id, p.taken_ms, m.width, m.height, p.kind, m.sha256 FROM visit_photo p "
           "JOIN media m ON m.id = p.media_id WHERE p.visit_id = $1 ORDER BY p.id LIMIT 200",
    .params = "i",
    .cols = "iiIItt"};

const struct wr_stmt *const wr_paper_stmts[] = {&Q_VISIT, &Q_MISSION,  &Q_MISSION_OF, &Q_UNITS,
                                                &Q_ITEMS, &Q_FINDINGS, &Q_PHOTOS,     NULL};

int wr_paper_store_visit(struct wr_tx *tx, int64_t id, struct wr_paper_visit *ret)
{
    return wr_query_one(tx, &Q_VISIT, visit_fields, ret, WR_I(id));
}

int wr_paper_store_mission(struct wr_tx *tx, int64_t id, struct wr_paper_mission *ret)
{
    return wr_query_one(tx, &Q_MISSION, mission_fields, ret, WR_I(id));
}

int wr_paper_store_mission_of(struct wr_tx *tx, int64_t visit_id, int64_t *ret)
{
    return wr_query_i64(tx, &Q_MISSION_OF, ret, WR_I(visit_id));
}

int wr_paper_store_units(struct wr_tx *tx, int64_t mission_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_UNITS, unit_fields, sizeof(struct wr_paper_unit), 50, ret,
                         WR_I(mission_id));
}

int wr_paper_store_items(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ITEMS, item_fields, sizeof(struct wr_paper_item), 200, ret,
                         WR_I(visit_id));
}

int wr_paper_store_findings(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_FINDINGS, finding_fields, sizeof(struct wr_paper_finding), 200, ret,
                         WR_I(visit_id));
}

int wr_paper_store_photos(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PHOTOS, photo_fields, sizeof(struct wr_paper_photo), 200, ret,
                         WR_I(visit_id));
}
