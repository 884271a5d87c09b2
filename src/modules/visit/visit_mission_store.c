#include "modules/visit/visit_mission_store.h"

#include "base/text.h"
#include "modules/visit/visit_store.h"
#include "modules/visit/visit_svc.h"

#define DONE                                                                                       \
    "(SELECT MIN(d.id) FROM visit d WHERE d.mission_id = m.id AND d.state NOT IN ('cancelled', "   \
    "'refused'))"
#define COLS                                                                                       \
    "m.id, m.uid, m.number, m.enterprise_id, e.name AS enterprise_name, m.district_id, r.name AS " \
    "district_name, m.kind, m.insp_class, m.source, m.evidence_ref, m.reason, m.basis, m.scope, "  \
    "m.unit, m.officer_id, o.name AS officer_name, m.second_officer_id, o2.name AS "               \
    "second_officer_name, m.assistants, m.planned_from, m.planned_to, m.state, "                   \
    "m.override_reason, m.verdict, m.verdict_detail, m.counts_toward_cap, m.policy, "              \
    "m.policy_version, m.visit_id, m.converted_from, m.applicant_id, u.name AS applicant_name, "   \
    "m.created_ms, m.approver_id, u2.name AS approver_name, m.decided_ms, m.decision_note, "       \
    "m.notice_ms, m.notice_how, m.no_notice_reason, m.merged_into, m.cancel_reason, " DONE         \
    " AS done_visit_id, m.version"
#define TYPES                                                                                      \
    "itTitit"                                                                                      \
    "tTttttt"                                                                                      \
    "titITt"                                                                                       \
    "tttTtti"                                                                                      \
    "ttIIIT"                                                                                       \
    "iITITITT"                                                                                     \
    "ITIi"
#define FROM                                                                                       \
    " FROM mission m JOIN enterprise e ON e.id = m.enterprise_id JOIN region r ON r.id = "         \
    "m.district_id JOIN officer o ON o.id = m.officer_id LEFT JOIN officer o2 ON o2.id = "         \
    "m.second_officer_id LEFT JOIN app_user u ON u.id = m.applicant_id LEFT JOIN app_user u2 ON "  \
    "u2.id = m.approver_id"

WR_AUDIT_ROW_STMT(mission, mission);
WR_AUDIT_CHILD_STMT(unit, mission_unit, mission_id, id);

const struct wr_audit_entity WR_MISSION_ENTITY = {.table = "mission",
                                                  .row = &mission_row,
                                                  .ids = &mission_ids,
                                                  .children = {&unit_children},
                                                  .child_tables = {"mission_unit"}};

static const struct wr_stmt Q_GET = {.name = "mission_get",
                                     .sql = "SELECT " COLS FROM " WHERE m.id = $1",
                                     .params = "i",
                                     .cols = TYPES};
static const struct wr_stmt Q_BY_UID = {.name = "mission_by_uid",
                                        .sql = "SELECT " COLS FROM " WHERE m.uid = $1",
                                        .params = "t",
                                        .cols = TYPES};
static const struct wr_stmt Q_FITTING = {
    .name = "mission_fitting",
    .sql =
        "SELECT " COLS FROM
        " WHERE m.enterprise_id = $1 AND m.state = 'approved' AND (m.officer_id = $2 OR "
        "m.second_officer_id = $2 OR EXISTS (SELECT 1 FROM mission_unit mu WHERE mu.mission_id "
        "= m.id AND mu.officer_id = $2)) AND m.kind = $3 AND m.source = $4 AND m.planned_from "
        "<= $5 AND m.planned_to >= $5 AND " DONE " IS NULL ORDER BY m.planned_from, m.id LIMIT 1",
    .params = "iittt",
    .cols = TYPES};
static const struct wr_stmt Q_INSERT = {
    .name = "mission_insert",
    .sql = "INSERT INTO mission (uid, enterprise_id, district_id, kind, insp_class, source, "
           "evidence_ref, reason, basis, scope, unit, officer_id, second_officer_id, assistants, "
           "planned_from, planned_to, state, override_reason, verdict, verdict_detail, "
           "counts_toward_cap, policy, policy_version, visit_id, converted_from, applicant_id, "
           "created_ms, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
           "$14, $15, $16, 'submitted', $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, 1) "
           "RETURNING id",
    .params = "tiitTt"
              "tttttiIt"
              "ttTtti"
              "ttIIIi",
    .cols = "i"};
static const struct wr_stmt Q_LAST_NUMBER = {
    .name = "mission_last_number",
    .sql = "SELECT MAX(number) AS number FROM mission WHERE number >= $1 AND number < $2",
    .params = "tt",
    .cols = "T"};
static const struct wr_stmt Q_UPDATE = {
    .name = "mission_update",
    .sql = "UPDATE mission SET state = $2, number = $3, verdict = $4, verdict_detail = $5, "
           "counts_toward_cap = $6, policy = $7, policy_version = $8, approver_id = $9, decided_ms "
           "= $10, decision_note = $11, notice_ms = $12, notice_how = $13, no_notice_reason = $14, "
           "merged_into = $15, cancel_reason = $16, version = version + 1 WHERE id = $1 AND "
           "version = $17",
    .params = "itTttittIITITTITi",
    .cols = ""};
static const struct wr_stmt Q_ADD_UNIT = {
    .name = "mission_add_unit",
    .sql = "INSERT INTO mission_unit (mission_id, unit, officer_id, from_mission_id, joined_ms) "
           "VALUES ($1, $2, $3, $4, $5)",
    .params = "itiIi",
    .cols = ""};
static const struct wr_stmt Q_UNITS = {
    .name = "mission_units",
    .sql = "SELECT mu.id, mu.unit, mu.officer_id, o.name AS officer_name, mu.from_mission_id FROM "
           "mission_unit mu JOIN officer o ON o.id = mu.officer_id WHERE mu.mission_id = $1 ORDER "
           "BY mu.id LIMIT $2",
    .params = "ii",
    .cols = "ititI"};
static const struct wr_stmt Q_LIST = {
    .name = "mission_list",
    .sql = "SELECT " COLS FROM
           " WHERE m.id < $1 AND ($2 IS NULL OR m.state = $2) AND ($3 IS NULL OR m.kind = $3) AND "
           "($4 IS NULL OR m.enterprise_id = $4) AND ($5 IS NULL OR m.officer_id = $5 OR "
           "m.second_officer_id = $5) AND ($6 IS NULL OR m.district_id = $6) AND ($7 IS NULL OR "
           "m.planned_to >= $7) AND ($8 IS NULL OR m.planned_from <= $8) AND ($9 IS NULL OR e.name "
           "LIKE $9 ESCAPE '\\') ORDER BY m.id DESC LIMIT $10",
    .params = "iTTIIITTTi",
    .cols = TYPES};
static const struct wr_stmt Q_OF_OFFICER = {
    .name = "mission_of_officer",
    .sql = "SELECT " COLS FROM
           " WHERE (m.officer_id = $1 OR m.second_officer_id = $1 OR EXISTS (SELECT 1 FROM "
           "mission_unit mu WHERE mu.mission_id = m.id AND mu.officer_id = $1)) AND m.state IN "
           "('submitted', 'approved') AND m.planned_to >= $2 AND m.visit_id IS NULL AND " DONE
           " IS NULL ORDER BY m.planned_from, m.id LIMIT $3",
    .params = "iti",
    .cols = TYPES};
static const struct wr_stmt Q_NOTICES = {
    .name = "mission_notices",
    .sql = "SELECT " COLS FROM
           " WHERE m.enterprise_id = $1 AND m.notice_ms IS NOT NULL AND m.notice_how <> 'none' AND "
           "m.state = 'approved' ORDER BY m.id DESC LIMIT $2",
    .params = "ii",
    .cols = TYPES};
#define OPEN(m)                                                                                    \
    m ".state IN ('submitted', 'approved') AND " m ".planned_to >= $1 AND " m                      \
      ".visit_id IS NULL AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.mission_id = " m            \
      ".id AND v.state NOT IN ('cancelled', 'refused'))"
static const struct wr_stmt Q_PAIRS = {
    .name = "mission_pairs",
    .sql = "SELECT a.enterprise_id, e.name AS enterprise_name, a.id AS first_id, b.id AS "
           "second_id, a.unit AS first_unit, b.unit AS second_unit, a.planned_from AS first_from, "
           "a.planned_to AS first_to, b.planned_from AS second_from, b.planned_to AS second_to "
           "FROM mission a JOIN mission b ON b.enterprise_id = a.enterprise_id AND b.id > a.id "
           "JOIN enterprise e ON e.id = a.enterprise_id WHERE " OPEN("a") " AND " OPEN(
               "b") " AND ($2 IS NULL OR a.district_id = $2) ORDER BY a.id, b.id LIMIT $3",
    .params = "tIi",
    .cols = "itiitttttt"};

const struct wr_stmt *const wr_mission_stmts[] = {
    &Q_GET,       &Q_BY_UID,    &Q_FITTING,     &Q_INSERT,     &Q_LAST_NUMBER, &Q_UPDATE,
    &Q_ADD_UNIT,  &Q_UNITS,     &Q_LIST,        &Q_OF_OFFICER, &Q_NOTICES,     &Q_PAIRS,
    &mission_row, &mission_ids, &unit_children, NULL};

/* ---- what is pure ------------------------------------------------------------------------------- */

static bool may_come(const struct wr_mission *m, int64_t officer_id)
{
    const struct wr_mission_unit *u = m->units.p;
    bool named =
        officer_id == 0 || officer_id == m->officer_id || officer_id == m->second_officer_id;
    for (size_t i = 0; !named && i < m->units.n; i++) {
        named = u[i].officer_id == officer_id;
    }
    return named;
}

int64_t wr_mission_rules_approval(const struct wr_mission *m, int64_t first_id, int64_t second_id,
                                  struct wr_str day)
{
    if (m->state == WR_MISSION_SUBMITTED) {
        return WR_APPROVAL_PENDING;
    }
    if (m->state != WR_MISSION_APPROVED) {
        return WR_APPROVAL_NONE;
    }
    if (wr_str_cmp(day, m->planned_from) < 0 || wr_str_cmp(day, m->planned_to) > 0) {
        return WR_APPROVAL_EXPIRED;
    }
    return may_come(m, first_id) && may_come(m, second_id) ? WR_APPROVAL_GIVEN : WR_APPROVAL_OTHER;
}

/* ---- reading ------------------------------------------------------------------------------------ */

static struct wr_val optional(struct wr_str s)
{
    return WR_T(s.n > 0 ? s : ((struct wr_str){NULL, 0}));
}

static struct wr_val text(struct wr_str s)
{
    return WR_T(s.p ? s : WR_S(""));
}

static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return WR_T(wr_str(it ? it->name : NULL));
}

static int with_units(struct wr_tx *tx, int rc, struct wr_mission *m)
{
    return rc < 0 ? rc
                  : wr_query_list(tx, &Q_UNITS, wr_mission_unit_fields,
                                  sizeof(struct wr_mission_unit), WR_MISSION_UNITS_MAX, &m->units,
                                  WR_I(m->id), WR_I(WR_MISSION_UNITS_MAX));
}

int wr_mission_store_get(struct wr_tx *tx, int64_t id, struct wr_mission *ret)
{
    int rc = wr_query_one(tx, &Q_GET, wr_mission_fields, ret, WR_I(id));
    return with_units(tx, rc, ret);
}

int wr_mission_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_mission *ret)
{
    int rc = wr_query_one(tx, &Q_BY_UID, wr_mission_fields, ret, WR_T(uid));
    return with_units(tx, rc, ret);
}

int wr_mission_store_fitting(struct wr_tx *tx, int64_t enterprise_id, int64_t officer_id,
                             int64_t kind, int64_t source, struct wr_str day,
                             struct wr_mission *ret)
{
    int rc =
        wr_query_one(tx, &Q_FITTING, wr_mission_fields, ret, WR_I(enterprise_id), WR_I(officer_id),
                     name_of(wr_visit_kinds, kind), name_of(wr_visit_sources, source), WR_T(day));
    return with_units(tx, rc, ret);
}

int wr_mission_store_list(struct wr_tx *tx, const struct wr_mission_page *p, struct wr_list *ret)
{
    const struct wr_mission_filter *f = &p->f;
    return wr_query_list(tx, &Q_LIST, wr_mission_fields, sizeof(struct wr_mission),
                         (size_t)f->limit, ret, WR_I(p->before_id),
                         name_of(wr_mission_states, f->state), name_of(wr_visit_kinds, f->kind),
                         WR_IDOPT(f->enterprise_id), WR_IDOPT(f->officer_id),
                         WR_IDOPT(f->district_id), optional(f->from), optional(f->to),
                         WR_T(wr_like_part(wr_tx_ctx(tx)->arena, f->q)), WR_I(f->limit));
}

int wr_mission_store_of_officer(struct wr_tx *tx, int64_t officer_id, struct wr_str day,
                                struct wr_list *ret)
{
    return wr_query_list(tx, &Q_OF_OFFICER, wr_mission_fields, sizeof(struct wr_mission),
                         WR_PAGE_MAX, ret, WR_I(officer_id), WR_T(day), WR_I(WR_PAGE_MAX));
}

int wr_mission_store_notices(struct wr_tx *tx, int64_t enterprise_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_NOTICES, wr_mission_fields, sizeof(struct wr_mission), WR_PAGE_MAX,
                         ret, WR_I(enterprise_id), WR_I(WR_PAGE_MAX));
}

int wr_mission_store_pairs(struct wr_tx *tx, int64_t district_id, struct wr_str day,
                           struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PAIRS, wr_mission_pair_fields, sizeof(struct wr_mission_pair),
                         WR_MISSION_PAIRS_MAX, ret, WR_T(day), WR_IDOPT(district_id),
                         WR_I(WR_MISSION_PAIRS_MAX));
}

/* ---- writing ------------------------------------------------------------------------------------ */

int wr_mission_store_insert(struct wr_tx *tx, const struct wr_mission *m, int64_t *ret_id)
{
    return wr_query_i64(
        tx, &Q_INSERT, ret_id, WR_T(m->uid), WR_I(m->enterprise_id), WR_I(m->district_id),
        name_of(wr_visit_kinds, m->kind), name_of(wr_insp_classes, m->insp_class),
        name_of(wr_visit_sources, m->source), text(m->evidence_ref), text(m->reason),
        text(m->basis), text(m->scope), text(m->unit), WR_I(m->officer_id),
        WR_IDOPT(m->second_officer_id), text(m->assistants), WR_T(m->planned_from),
        WR_T(m->planned_to), optional(m->override_reason), name_of(wr_visit_verdicts, m->verdict),
        text(m->verdict_detail), WR_I(m->counts_toward_cap), text(m->policy),
        text(m->policy_version), WR_IDOPT(m->visit_id), WR_IDOPT(m->converted_from),
        WR_IDOPT(m->applicant_id), WR_I(m->created_ms));
}

struct last_number {
    struct wr_str number;
};
static const struct wr_field last_number_fields[] = {
    WR_STR_OPT(struct last_number, number, 1, 60, "编号", "number"),
    {0},
};

int wr_mission_store_last_number(struct wr_tx *tx, struct wr_str prefix, struct wr_str *ret)
{
    struct last_number last;
    struct wr_str end =
        wr_arena_printf(wr_tx_ctx(tx)->arena, WR_FMT "\xef\xbf\xbf", WR_ARG(prefix));
    int rc = wr_query_one(tx, &Q_LAST_NUMBER, last_number_fields, &last, WR_T(prefix), WR_T(end));
    *ret = last.number;
    return rc;
}

int wr_mission_store_update(struct wr_tx *tx, const struct wr_mission *m)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_UPDATE, &n, WR_I(m->id), name_of(wr_mission_states, m->state),
                     optional(m->number), name_of(wr_visit_verdicts, m->verdict),
                     text(m->verdict_detail), WR_I(m->counts_toward_cap), text(m->policy),
                     text(m->policy_version), WR_IDOPT(m->approver_id), WR_IDOPT(m->decided_ms),
                     optional(m->decision_note), WR_IDOPT(m->notice_ms),
                     name_of(wr_notice_hows, m->notice_how), optional(m->no_notice_reason),
                     WR_IDOPT(m->merged_into), optional(m->cancel_reason), WR_I(m->version));
    return rc == 0 && n == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?")) : rc;
}

int wr_mission_store_add_unit(struct wr_tx *tx, int64_t mission_id, const struct wr_mission_unit *u,
                              int64_t now_ms)
{
    return wr_exec(tx, &Q_ADD_UNIT, NULL, WR_I(mission_id), text(u->unit), WR_I(u->officer_id),
                   WR_IDOPT(u->from_mission_id), WR_I(now_ms));
}
