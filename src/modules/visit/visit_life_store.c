/* SQL of what follows a visit. */
#include "modules/visit/visit_life.h"

WR_AUDIT_ROW_STMT(unscanned, unscanned);
const struct wr_audit_entity WR_UNSCANNED_ENTITY = {
    .table = "unscanned", .row = &unscanned_row, .ids = &unscanned_ids};

static const struct wr_stmt Q_TOLD = {
    .name = "visit_told",
    .sql = "UPDATE visit SET told_ms = $2, told_how = $3, told_note = $4, version = version + 1 "
           "WHERE id = $1 AND told_ms IS NULL",
    .params = "iitT",
    .cols = ""};
static const struct wr_stmt Q_CONTEST = {
    .name = "visit_contest",
    .sql = "UPDATE visit SET contest_ms = $2, contest_reason = $3, version = version + 1 WHERE id "
           "= $1 AND state = 'refused' AND contest_ms IS NULL",
    .params = "iit",
    .cols = ""};
static const struct wr_stmt Q_JUDGE_REFUSAL = {
    .name = "visit_judge_refusal",
    .sql = "UPDATE visit SET refusal_decided_ms = $2, refusal_decision = $3, refusal_note = $4, "
           "version = version + 1 WHERE id = $1 AND state = 'refused' AND refusal_decided_ms IS "
           "NULL",
    .params = "iitt",
    .cols = ""};
static const struct wr_stmt Q_DECIDE = {
    .name = "visit_decide",
    .sql = "UPDATE visit SET conflict = $2, conflict_reason = $3, conflict_by = $4, conflict_ms = "
           "$5, version = version + 1 WHERE id = $1 AND conflict = 'open'",
    .params = "ittIi",
    .cols = ""};
static const struct wr_stmt Q_FILE_NO_CODE = {
    .name = "visit_file_no_code",
    .sql = "UPDATE visit SET no_code_ref = $2, no_code_filed_ms = $3, version = version + 1 WHERE "
           "id = $1 AND no_code_due IS NOT NULL AND no_code_filed_ms IS NULL",
    .params = "iti",
    .cols = ""};
static const struct wr_stmt Q_SET_MISSION = {
    .name = "visit_set_mission",
    .sql = "UPDATE visit SET mission_id = $2, version = version + 1 WHERE id = $1 AND mission_id "
           "IS NULL",
    .params = "ii",
    .cols = ""};
static const struct wr_stmt Q_CLOSE = {
    .name = "visit_close",
    .sql = "UPDATE visit SET state = 'closed', closed_ms = $2, version = version + 1 WHERE id = $1 "
           "AND state = 'checked_out' AND told_ms IS NOT NULL",
    .params = "ii",
    .cols = ""};
static const struct wr_stmt Q_CLOSABLE = {
    .name = "visit_closable",
    .sql = "SELECT id, enterprise_id, checked_in_ms, told_ms FROM visit WHERE state = "
           "'checked_out' AND told_ms IS NOT NULL AND told_ms < $1 ORDER BY told_ms, id LIMIT $2",
    .params = "ii",
    .cols = "iiiI"};

#define UCOLS                                                                                      \
    "u.id, u.uid, u.enterprise_id, e.name AS enterprise_name, u.district_id, u.kind, u.reason, "   \
    "u.note, u.people, u.at_ms, u.visit_id, u.state, u.answer, u.answered_ms, u.version FROM "     \
    "unscanned u JOIN enterprise e ON e.id = u.enterprise_id"
#define UTYPES "ititittttiItTIi"

static const struct wr_stmt Q_U_INSERT = {
    .name = "unscanned_insert",
    .sql = "INSERT INTO unscanned (uid, enterprise_id, district_id, kind, reason, note, people, "
           "at_ms, visit_id, user_id, state, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
           "$10, 'reported', 1) RETURNING id",
    .params = "tiittttiII",
    .cols = "i"};
static const struct wr_stmt Q_U_GET = {.name = "unscanned_get",
                                       .sql = "SELECT " UCOLS " WHERE u.id = $1",
                                       .params = "i",
                                       .cols = UTYPES};
static const struct wr_stmt Q_U_BY_UID = {.name = "unscanned_by_uid",
                                          .sql = "SELECT " UCOLS " WHERE u.uid = $1",
                                          .params = "t",
                                          .cols = UTYPES};
static const struct wr_stmt Q_U_ANSWER = {
    .name = "unscanned_answer",
    .sql = "UPDATE unscanned SET state = $2, answer = $3, answered_ms = $4, version = version + 1 "
           "WHERE id = $1 AND version = $5",
    .params = "ittii",
    .cols = ""};
static const struct wr_stmt Q_U_LIST = {
    .name = "unscanned_list",
    .sql = "SELECT " UCOLS " WHERE u.id < $1 AND ($2 IS NULL OR u.state = $2) AND ($3 IS NULL OR "
           "u.enterprise_id = $3) AND ($4 IS NULL OR u.district_id = $4) ORDER BY u.id DESC LIMIT "
           "$5",
    .params = "iTIIi",
    .cols = UTYPES};

const struct wr_stmt *const wr_visit_life_stmts[] = {
    &Q_TOLD,   &Q_CONTEST,     &Q_JUDGE_REFUSAL, &Q_DECIDE, &Q_FILE_NO_CODE, &Q_SET_MISSION,
    &Q_CLOSE,  &Q_CLOSABLE,    &Q_U_INSERT,      &Q_U_GET,  &Q_U_BY_UID,     &Q_U_ANSWER,
    &Q_U_LIST, &unscanned_row, &unscanned_ids,   NULL};

static struct wr_val text(struct wr_str s)
{
    return WR_T(s.p ? s : WR_S(""));
}

static struct wr_val optional(struct wr_str s)
{
    return WR_T(s.n > 0 ? s : ((struct wr_str){NULL, 0}));
}

static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return WR_T(wr_str(it ? it->name : NULL));
}

/** An update that found nothing to change lost a race, or its guard was not asked first. */
static int changed_one(struct wr_tx *tx, int rc, int64_t changed)
{
    return rc == 0 && changed == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?")) : rc;
}

int wr_visit_store_told(struct wr_tx *tx, int64_t id, const struct wr_visit_result *in,
                        int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_TOLD, &n, WR_I(id), WR_I(now_ms), name_of(wr_told_hows, in->how),
                     optional(in->note));
    return changed_one(tx, rc, n);
}

int wr_visit_store_contest(struct wr_tx *tx, int64_t id, struct wr_str reason, int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_CONTEST, &n, WR_I(id), WR_I(now_ms), WR_T(reason));
    return changed_one(tx, rc, n);
}

int wr_visit_store_judge_refusal(struct wr_tx *tx, int64_t id, const struct wr_refusal_verdict *in,
                                 int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_JUDGE_REFUSAL, &n, WR_I(id), WR_I(now_ms),
                     name_of(wr_refusal_decisions, in->decision), WR_T(in->note));
    return changed_one(tx, rc, n);
}

int wr_visit_store_decide(struct wr_tx *tx, int64_t id, const struct wr_visit_decision *in,
                          int64_t user_id, int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_DECIDE, &n, WR_I(id), name_of(wr_conflicts, in->decision),
                     WR_T(in->reason), WR_IDOPT(user_id), WR_I(now_ms));
    return changed_one(tx, rc, n);
}

int wr_visit_store_file_no_code(struct wr_tx *tx, int64_t id, struct wr_str ref, int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_FILE_NO_CODE, &n, WR_I(id), WR_T(ref), WR_I(now_ms));
    return changed_one(tx, rc, n);
}

int wr_visit_store_set_mission(struct wr_tx *tx, int64_t id, int64_t mission_id)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_SET_MISSION, &n, WR_I(id), WR_I(mission_id));
    return changed_one(tx, rc, n);
}

int wr_visit_store_close(struct wr_tx *tx, int64_t id, int64_t now_ms)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_CLOSE, &n, WR_I(id), WR_I(now_ms));
    return changed_one(tx, rc, n);
}

static const struct wr_field closing_fields[] = {
    WR_ID(struct wr_visit_closing, id, "编号", "id"),
    WR_ID(struct wr_visit_closing, enterprise_id, "企业", "enterprise"),
    WR_MS(struct wr_visit_closing, checked_in_ms, "签到时间", "when it began"),
    WR_MS(struct wr_visit_closing, told_ms, "告知时间", "when the result was told"),
    {0},
};

int wr_visit_store_closable(struct wr_tx *tx, int64_t before_ms, int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_CLOSABLE, closing_fields, sizeof(struct wr_visit_closing),
                         (size_t)limit, ret, WR_I(before_ms), WR_I(limit));
}

int wr_unscanned_store_insert(struct wr_tx *tx, const struct wr_unscanned *u, int64_t user_id,
                              int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_U_INSERT, ret_id, WR_T(u->uid), WR_I(u->enterprise_id),
                        WR_I(u->district_id), name_of(wr_unscanned_kinds, u->kind),
                        name_of(wr_refusals, u->reason), text(u->note), text(u->people),
                        WR_I(u->at_ms), WR_IDOPT(u->visit_id), WR_IDOPT(user_id));
}

int wr_unscanned_store_get(struct wr_tx *tx, int64_t id, struct wr_unscanned *ret)
{
    return wr_query_one(tx, &Q_U_GET, wr_unscanned_fields, ret, WR_I(id));
}

int wr_unscanned_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_unscanned *ret)
{
    return wr_query_one(tx, &Q_U_BY_UID, wr_unscanned_fields, ret, WR_T(uid));
}

int wr_unscanned_store_answer(struct wr_tx *tx, const struct wr_unscanned *u)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_U_ANSWER, &n, WR_I(u->id), name_of(wr_unscanned_states, u->state),
                     WR_T(u->answer), WR_I(u->answered_ms), WR_I(u->version));
    return changed_one(tx, rc, n);
}

int wr_unscanned_store_list(struct wr_tx *tx, const struct wr_unscanned_page *p,
                            struct wr_list *ret)
{
    return wr_query_list(tx, &Q_U_LIST, wr_unscanned_fields, sizeof(struct wr_unscanned),
                         (size_t)p->f.limit, ret, WR_I(p->before_id),
                         name_of(wr_unscanned_states, p->f.state), WR_IDOPT(p->f.enterprise_id),
                         WR_IDOPT(p->district_id), WR_I(p->f.limit));
}
