#include "modules/penalty/penalty_store.h"

#include "base/text.h"
#include "modules/audit/audit_svc.h"
#include "modules/penalty/penalty_svc.h"

#define LIST_MAX 5000
#define COLS                                                                                       \
    "c.id, c.uid, c.number, c.enterprise_id, e.name AS enterprise_name, c.district_id, r.name AS " \
    "district_name, c.source, c.source_ref, c.visit_id, c.finding_id, c.title, c.act_date, "       \
    "c.unit, c.officer_id, o.name AS officer_name, c.second_officer_id, o2.name AS "               \
    "second_officer_name, c.scheme, c.table_id, c.more_tables, c.column_key, c.item, c.grave, "    \
    "c.state, c.outcome, c.rule, c.computed_fen, c.raw_bp, c.table_taken, c.min_fen, c.max_fen, "  \
    "c.pack, c.pack_version, c.pack_id, c.law_pack_id, c.assessed_ms, c.deviation_fen, "           \
    "c.deviation_reason, c.deviation_by, c.deviation_approved_by, c.deviation_ms, c.notice_fen, "  \
    "c.fine_fen, c.decision_date, c.decided_by, c.decision_note, c.created_by, c.created_ms, "     \
    "c.version"
#define TYPES                                                                                      \
    "ittitit"                                                                                      \
    "ttIItt"                                                                                       \
    "titi"                                                                                         \
    "ttTTTTi"                                                                                      \
    "tTTIITII"                                                                                     \
    "TTIIII"                                                                                       \
    "TIIII"                                                                                        \
    "ITITIi"                                                                                       \
    "i"
#define FROM                                                                                       \
    " FROM penalty_case c JOIN enterprise e ON e.id = c.enterprise_id JOIN region r ON r.id = "    \
    "c.district_id JOIN officer o ON o.id = c.officer_id JOIN officer o2 ON o2.id = "              \
    "c.second_officer_id"

WR_AUDIT_ROW_STMT(penalty_case, penalty_case);
WR_AUDIT_CHILD_STMT(value, penalty_value, case_id, id);
WR_AUDIT_CHILD_STMT(event, penalty_event, case_id, id);
WR_AUDIT_CHILD_STMT(paper, penalty_paper, case_id, id);
WR_AUDIT_ROW_STMT(penalty_pack, penalty_pack);

const struct wr_audit_entity WR_PENALTY_ENTITY = {
    .table = "penalty_case",
    .row = &penalty_case_row,
    .ids = &penalty_case_ids,
    .children = {&value_children, &event_children, &paper_children},
    .child_tables = {"penalty_value", "penalty_event", "penalty_paper"}};
const struct wr_audit_entity WR_PENALTY_PACK_ENTITY = {
    .table = "penalty_pack", .row = &penalty_pack_row, .ids = &penalty_pack_ids};
const struct wr_audit_entity *const wr_penalty_entities[] = {&WR_PENALTY_ENTITY,
                                                             &WR_PENALTY_PACK_ENTITY, NULL};

static const struct wr_stmt Q_GET = {.name = "penalty_get",
                                     .sql = "SELECT " COLS ", c.input, c.result" FROM
                                            " WHERE c.id = $1",
                                     .params = "i",
                                     .cols = TYPES "TT"};
static const struct wr_stmt Q_BY_UID = {.name = "penalty_by_uid",
                                        .sql = "SELECT c.id FROM penalty_case c WHERE c.uid = $1",
                                        .params = "t",
                                        .cols = "i"};
static const struct wr_stmt Q_LIST = {
    .name = "penalty_list",
    .sql = "SELECT " COLS FROM
           " WHERE c.id < $1 AND ($2 IS NULL OR c.state = $2) AND ($3 IS NULL OR c.enterprise_id "
           "= $3) AND ($4 IS NULL OR c.officer_id = $4 OR c.second_officer_id = $4) AND ($5 IS "
           "NULL OR c.district_id = $5) AND ($6 IS NULL OR c.table_id = $6) AND ($7 IS NULL OR "
           "c.act_date >= $7) AND ($8 IS NULL OR c.act_date <= $8) AND ($9 IS NULL OR e.name LIKE "
           "$9 ESCAPE '\\') AND ($11 = 0 OR c.notice_fen IS NOT NULL OR c.decision_date IS NOT "
           "NULL) ORDER BY c.id DESC LIMIT $10",
    .params = "iTIIITTTTii",
    .cols = TYPES};
static const struct wr_stmt Q_ASSESSED = {
    .name = "penalty_assessed",
    .sql = "SELECT " COLS ", c.input" FROM " WHERE c.id > $1 AND c.input IS NOT NULL AND ($2 IS "
           "NULL OR c.district_id = $2) ORDER BY c.id LIMIT $3",
    .params = "iIi",
    .cols = TYPES "T"};
static const struct wr_stmt Q_INSERT = {
    .name = "penalty_insert",
    .sql = "INSERT INTO penalty_case (uid, number, enterprise_id, district_id, source, source_ref, "
           "visit_id, finding_id, title, act_date, unit, officer_id, second_officer_id, scheme, "
           "table_id, more_tables, column_key, item, grave, state, created_by, created_ms, "
           "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
           "$16, $17, $18, $19, 'filed', $20, $21, 1) RETURNING id",
    .params = "ttiittIItttiitTTTTiIi",
    .cols = "i"};
static const struct wr_stmt Q_UPDATE = {
    .name = "penalty_update",
    .sql = "UPDATE penalty_case SET state = $2, input = $3, result = $4, outcome = $5, rule = $6, "
           "computed_fen = $7, raw_bp = $8, table_taken = $9, min_fen = $10, max_fen = $11, pack = "
           "$12, pack_version = $13, pack_id = $14, law_pack_id = $15, assessed_ms = $16, "
           "deviation_fen = $17, deviation_reason = $18, deviation_by = $19, "
           "deviation_approved_by = $20, deviation_ms = $21, notice_fen = $22, fine_fen = $23, "
           "decision_date = $24, decided_by = $25, decision_note = $26, version = version + 1 "
           "WHERE id = $1 AND version = $27",
    .params = "itTTTTIITIITTIIIITIIIIITITi",
    .cols = ""};
static const struct wr_stmt Q_LAST_NUMBER = {
    .name = "penalty_last_number",
    .sql = "SELECT MAX(number) AS number FROM penalty_case WHERE number >= $1 AND number < $2",
    .params = "tt",
    .cols = "T"};
static const struct wr_stmt Q_VALUES = {
    .name = "penalty_values",
    .sql = "SELECT v.id, v.kind, v.name, v.value, v.evidence, v.proposed, v.confirmed_by, u.name "
           "AS confirmed_name, v.confirmed_ms, v.why FROM penalty_value v LEFT JOIN app_user u ON "
           "u.id = "
           "v.confirmed_by WHERE v.case_id = $1 ORDER BY v.kind, v.id",
    .params = "i",
    .cols = "ittttiITIT"};
static const struct wr_stmt Q_PUT_VALUE = {
    .name = "penalty_put_value",
    .sql = "INSERT INTO penalty_value (case_id, kind, name, value, evidence, proposed, "
           "confirmed_by, confirmed_ms, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON "
           "CONFLICT (case_id, name) DO UPDATE SET kind = excluded.kind, value = excluded.value, "
           "evidence = excluded.evidence, proposed = excluded.proposed, confirmed_by = "
           "excluded.confirmed_by, confirmed_ms = excluded.confirmed_ms, why = CASE WHEN "
           "penalty_value.value = excluded.value THEN COALESCE(excluded.why, penalty_value.why) "
           "ELSE excluded.why END",
    .params = "ittttiIIT",
    .cols = ""};
static const struct wr_stmt Q_EVENTS = {
    .name = "penalty_events",
    .sql = "SELECT v.id, v.kind, v.day, v.note, v.amount_fen, v.user_id, u.name AS user_name, "
           "v.at_ms, v.due, v.continuing FROM penalty_event v LEFT JOIN app_user u ON u.id = "
           "v.user_id WHERE v.case_id "
           "= $1 ORDER BY v.id",
    .params = "i",
    .cols = "itttIITiTI"};
static const struct wr_stmt Q_ADD_EVENT = {
    .name = "penalty_add_event",
    .sql = "INSERT INTO penalty_event (case_id, kind, day, note, amount_fen, user_id, at_ms, due, "
           "continuing) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    .params = "itttIIiTI",
    .cols = ""};
static const struct wr_stmt Q_EARLIER = {
    .name = "penalty_earlier",
    .sql = "SELECT COUNT(*) FROM penalty_case WHERE enterprise_id = $1 AND table_id = $2 AND "
           "act_date >= $3 AND act_date < $4 AND state IN ('decided', 'served', 'closed')",
    .params = "ittt",
    .cols = "i"};
#define SAME                                                                                       \
    "(SELECT COUNT(*) FROM penalty_value a JOIN penalty_value b ON b.name = a.name AND b.value = " \
    "a.value WHERE a.case_id = c.id AND b.case_id = $2)"
static const struct wr_stmt Q_SIMILAR = {
    .name = "penalty_similar",
    .sql =
        "SELECT c.id, c.number, e.name AS enterprise_name, c.decision_date, c.unit, c.outcome, "
        "c.fine_fen, " SAME " AS same_n FROM penalty_case c JOIN enterprise e ON e.id = "
        "c.enterprise_id WHERE c.table_taken = $1 AND c.id <> $2 AND c.decision_date IS NOT NULL "
        "ORDER BY same_n DESC, c.id DESC LIMIT 20",
    .params = "ti",
    .cols = "itttttIi"};
static const struct wr_stmt Q_PLACE = {
    .name = "penalty_place",
    .sql = "SELECT COUNT(*) AS decided_n, COALESCE(SUM(CASE WHEN fine_fen < $3 THEN 1 ELSE 0 END), "
           "0) AS lower_n, COALESCE(SUM(CASE WHEN fine_fen = $3 THEN 1 ELSE 0 END), 0) AS equal_n, "
           "COALESCE(SUM(CASE WHEN fine_fen > $3 THEN 1 ELSE 0 END), 0) AS higher_n FROM "
           "penalty_case WHERE table_taken = $1 AND id <> $2 AND decision_date IS NOT NULL AND "
           "fine_fen IS NOT NULL",
    .params = "tii",
    .cols = "iiii"};
static const struct wr_stmt Q_SAMPLES = {
    .name = "penalty_samples",
    .sql = "SELECT c.id, c.number, e.name AS enterprise_name, c.table_taken, c.unit, c.officer_id, "
           "o.name AS officer_name, c.outcome, c.rule, c.fine_fen, CASE WHEN "
           "c.deviation_approved_by IS NULL THEN 0 ELSE 1 END AS deviated FROM penalty_case c JOIN "
           "enterprise e ON e.id = c.enterprise_id JOIN officer o ON o.id = c.officer_id WHERE "
           "c.decision_date >= $1 AND c.decision_date <= $2 AND ($3 IS NULL OR c.district_id = $3) "
           "ORDER BY c.id LIMIT $4",
    .params = "ttIi",
    .cols = "ittTtitTTIi"};
#define PACK_COLS                                                                                  \
    "id, pack, pack_version, sha256, state, note, author_id, created_ms, submitted_ms, "           \
    "decided_by, decided_ms, decision_note, version"
#define PACK_TYPES                                                                                 \
    "itttt"                                                                                        \
    "TIiI"                                                                                         \
    "IITi"
static const struct wr_stmt Q_PACK_ADD = {
    .name = "penalty_pack_add",
    .sql = "INSERT INTO penalty_pack (pack, pack_version, sha256, content, state, note, author_id, "
           "created_ms, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) RETURNING id",
    .params = "tttttTIi",
    .cols = "i"};
static const struct wr_stmt Q_PACK_GET = {.name = "penalty_pack_get",
                                          .sql = "SELECT " PACK_COLS ", content FROM penalty_pack "
                                                 "WHERE id = $1",
                                          .params = "i",
                                          .cols = PACK_TYPES "t"};
static const struct wr_stmt Q_PACK_SHA = {
    .name = "penalty_pack_sha",
    .sql = "SELECT id FROM penalty_pack WHERE sha256 = $1 AND state = 'snapshot' LIMIT 1",
    .params = "t",
    .cols = "i"};
static const struct wr_stmt Q_PACKS = {
    .name = "penalty_packs",
    .sql =
        "SELECT " PACK_COLS " FROM penalty_pack WHERE state <> 'snapshot' ORDER BY id DESC LIMIT "
        "200",
    .params = "",
    .cols = PACK_TYPES};
static const struct wr_stmt Q_PUBLISHED = {
    .name = "penalty_published",
    .sql = "SELECT " PACK_COLS ", content FROM penalty_pack WHERE state = 'published' ORDER BY id "
           "LIMIT 32",
    .params = "",
    .cols = PACK_TYPES "t"};
static const struct wr_stmt Q_PACK_UPDATE = {
    .name = "penalty_pack_update",
    .sql = "UPDATE penalty_pack SET state = $2, submitted_ms = $3, decided_by = $4, decided_ms = "
           "$5, decision_note = $6, version = version + 1 WHERE id = $1 AND version = $7",
    .params = "itIIITi",
    .cols = ""};
static const struct wr_stmt Q_PAPER = {
    .name = "penalty_paper_number",
    .sql = "SELECT number FROM penalty_paper WHERE case_id = $1 AND form = $2",
    .params = "it",
    .cols = "t"};
static const struct wr_stmt Q_PAPER_LAST = {
    .name = "penalty_paper_last",
    .sql = "SELECT COALESCE(MAX(seq), 0) FROM penalty_paper WHERE form = $1 AND year = $2",
    .params = "ti",
    .cols = "i"};
static const struct wr_stmt Q_PAPER_ADD = {
    .name = "penalty_paper_add",
    .sql = "INSERT INTO penalty_paper (case_id, form, number, year, seq, user_id, made_ms) VALUES "
           "($1, $2, $3, $4, $5, $6, $7)",
    .params = "ittiiIi",
    .cols = ""};

const struct wr_stmt *const wr_penalty_stmts[] = {&WR_PEN_WALK,
                                                  &WR_PEN_VISIT,
                                                  &WR_PEN_FINDING,
                                                  &WR_PEN_COMPLAINT,
                                                  &WR_PEN_KNOWN,
                                                  &WR_PEN_EARLIER_NUMBERS,
                                                  &Q_GET,
                                                  &Q_BY_UID,
                                                  &Q_LIST,
                                                  &Q_ASSESSED,
                                                  &Q_INSERT,
                                                  &Q_UPDATE,
                                                  &Q_LAST_NUMBER,
                                                  &Q_VALUES,
                                                  &Q_PUT_VALUE,
                                                  &Q_EVENTS,
                                                  &Q_ADD_EVENT,
                                                  &Q_EARLIER,
                                                  &Q_SIMILAR,
                                                  &Q_PLACE,
                                                  &Q_SAMPLES,
                                                  &Q_PACK_ADD,
                                                  &Q_PACK_GET,
                                                  &Q_PACK_SHA,
                                                  &Q_PACKS,
                                                  &Q_PUBLISHED,
                                                  &Q_PACK_UPDATE,
                                                  &Q_PAPER,
                                                  &Q_PAPER_LAST,
                                                  &Q_PAPER_ADD,
                                                  &penalty_case_row,
                                                  &penalty_case_ids,
                                                  &value_children,
                                                  &event_children,
                                                  &paper_children,
                                                  &penalty_pack_row,
                                                  &penalty_pack_ids,
                                                  NULL};

/* ---- values ---------------------------------------------------------------------------------------- */

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

static struct wr_val me(struct wr_tx *tx)
{
    return WR_IDOPT(wr_tx_ctx(tx)->actor.user_id);
}

/* ---- cases ----------------------------------------------------------------------------------------- */

int wr_pen_store_get(struct wr_tx *tx, int64_t id, struct wr_pen_docket *ret)
{
    int rc = wr_query_one(tx, &Q_GET, wr_pen_docket_fields, ret, WR_I(id));

    if (rc == 0)
        rc = wr_query_list(tx, &Q_VALUES, wr_pen_fact_row_fields, sizeof(struct wr_pen_fact_row),
                           WR_PEN_VALUES_LISTED_MAX, &ret->values, WR_I(id));
    if (rc == 0)
        rc = wr_query_list(tx, &Q_EVENTS, wr_pen_event_fields, sizeof(struct wr_pen_event),
                           WR_PEN_EVENTS_MAX, &ret->events, WR_I(id));
    return rc;
}

int wr_pen_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_pen_docket *ret)
{
    int64_t id;
    int rc = wr_query_i64(tx, &Q_BY_UID, &id, WR_T(uid));

    return rc < 0 ? rc : wr_pen_store_get(tx, id, ret);
}

int wr_pen_store_list(struct wr_tx *tx, const struct wr_pen_page *p, struct wr_list *ret)
{
    const struct wr_pen_filter *f = &p->f;

    return wr_query_list(
        tx, &Q_LIST, wr_pen_docket_row_fields, sizeof(struct wr_pen_docket), (size_t)f->limit, ret,
        WR_I(p->before_id), name_of(wr_pen_states, f->has_state ? f->state : 0),
        WR_IDOPT(f->enterprise_id), WR_IDOPT(f->officer_id), WR_IDOPT(f->district_id),
        optional(f->table), optional(f->from), optional(f->to),
        WR_T(wr_like_part(wr_tx_ctx(tx)->arena, f->q)), WR_I(f->limit), WR_I(p->told));
}

int wr_pen_store_assessed(struct wr_tx *tx, int64_t after_id, int64_t district_id,
                          struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ASSESSED, wr_pen_docket_fields, sizeof(struct wr_pen_docket), 500,
                         ret, WR_I(after_id), WR_IDOPT(district_id), WR_I(500));
}

int wr_pen_store_insert(struct wr_tx *tx, const struct wr_pen_docket *d, int64_t *ret_id)
{
    return wr_query_i64(
        tx, &Q_INSERT, ret_id, WR_T(d->uid), WR_T(d->number), WR_I(d->enterprise_id),
        WR_I(d->district_id), name_of(wr_pen_sources, d->source), text(d->source_ref),
        WR_IDOPT(d->visit_id), WR_IDOPT(d->finding_id), text(d->title), WR_T(d->act_date),
        text(d->unit), WR_I(d->officer_id), WR_I(d->second_officer_id), WR_T(d->scheme),
        optional(d->table_id), optional(d->more_tables), optional(d->column_key), optional(d->item),
        WR_I(d->grave), WR_IDOPT(d->created_by), WR_I(d->created_ms));
}

int wr_pen_store_update(struct wr_tx *tx, const struct wr_pen_docket *d)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_UPDATE, &n, WR_I(d->id), name_of(wr_pen_states, d->state),
                     optional(d->input), optional(d->result), name_of(wr_pen_outcomes, d->outcome),
                     optional(d->rule), WR_IOPT(d->has_computed_fen, d->computed_fen),
                     WR_IOPT(d->has_raw_bp, d->raw_bp), optional(d->table_taken),
                     WR_IOPT(d->has_min_fen, d->min_fen), WR_IOPT(d->has_max_fen, d->max_fen),
                     optional(d->pack), optional(d->pack_version), WR_IDOPT(d->pack_id),
                     WR_IDOPT(d->law_pack_id), WR_IDOPT(d->assessed_ms),
                     WR_IOPT(d->has_deviation_fen, d->deviation_fen), optional(d->deviation_reason),
                     WR_IDOPT(d->deviation_by), WR_IDOPT(d->deviation_approved_by),
                     WR_IDOPT(d->deviation_ms), WR_IOPT(d->has_notice_fen, d->notice_fen),
                     WR_IOPT(d->has_fine_fen, d->fine_fen), optional(d->decision_date),
                     WR_IDOPT(d->decided_by), optional(d->decision_note), WR_I(d->version));

    return rc == 0 && n == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?")) : rc;
}

struct one_text {
    struct wr_str number;
};
static const struct wr_field one_text_fields[] = {
    WR_STR_OPT(struct one_text, number, 0, 100, "编号", "number"),
    {0},
};

int wr_pen_store_last_number(struct wr_tx *tx, struct wr_str prefix, struct wr_str *ret)
{
    struct one_text last;
    struct wr_str end =
        wr_arena_printf(wr_tx_ctx(tx)->arena, WR_FMT "\xef\xbf\xbf", WR_ARG(prefix));
    int rc = wr_query_one(tx, &Q_LAST_NUMBER, one_text_fields, &last, WR_T(prefix), WR_T(end));

    *ret = last.number;
    return rc;
}

int wr_pen_store_put_value(struct wr_tx *tx, int64_t case_id, const struct wr_pen_fact_row *v)
{
    return wr_exec(tx, &Q_PUT_VALUE, NULL, WR_I(case_id), WR_T(v->kind), WR_T(v->name),
                   WR_T(v->value), text(v->evidence), WR_I(v->proposed), WR_IDOPT(v->confirmed_by),
                   WR_IDOPT(v->confirmed_ms), optional(v->why));
}

int wr_pen_store_add_event(struct wr_tx *tx, int64_t case_id, const struct wr_pen_event *e)
{
    return wr_exec(tx, &Q_ADD_EVENT, NULL, WR_I(case_id), name_of(wr_pen_event_kinds, e->kind),
                   WR_T(e->day), text(e->note), WR_IOPT(e->has_amount_fen, e->amount_fen), me(tx),
                   WR_I(wr_ctx_now(wr_tx_ctx(tx))), optional(e->due),
                   WR_IOPT(e->has_continuing, e->continuing));
}

int wr_pen_store_earlier(struct wr_tx *tx, int64_t enterprise_id, struct wr_str table,
                         struct wr_str from, struct wr_str before, int64_t *ret)
{
    return wr_query_i64(tx, &Q_EARLIER, ret, WR_I(enterprise_id), WR_T(table), WR_T(from),
                        WR_T(before));
}

int wr_pen_store_precedents(struct wr_tx *tx, const struct wr_pen_docket *d, int64_t fen,
                            struct wr_pen_precedents *ret)
{
    struct wr_str table = d->table_taken.n > 0 ? d->table_taken : d->table_id;
    int rc = wr_query_one(tx, &Q_PLACE, wr_pen_precedents_fields, ret, text(table), WR_I(d->id),
                          WR_I(fen));

    return rc < 0 ? rc
                  : wr_query_list(tx, &Q_SIMILAR, wr_pen_precedent_fields,
                                  sizeof(struct wr_pen_precedent), 20, &ret->items, text(table),
                                  WR_I(d->id));
}

int wr_pen_store_samples(struct wr_tx *tx, struct wr_str from, struct wr_str to,
                         int64_t district_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_SAMPLES, wr_pen_sample_fields, sizeof(struct wr_pen_sample),
                         LIST_MAX, ret, WR_T(from), WR_T(to), WR_IDOPT(district_id),
                         WR_I(LIST_MAX));
}

/* ---- packs, papers --------------------------------------------------------------------------------- */

int wr_pen_store_pack_add(struct wr_tx *tx, const struct wr_pen_stored *p, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_PACK_ADD, ret_id, WR_T(p->pack), WR_T(p->pack_version),
                        WR_T(p->sha256), WR_T(p->content), WR_T(p->state), optional(p->note),
                        me(tx), WR_I(wr_ctx_now(wr_tx_ctx(tx))));
}

int wr_pen_store_pack_get(struct wr_tx *tx, int64_t id, struct wr_pen_stored *ret)
{
    return wr_query_one(tx, &Q_PACK_GET, wr_pen_stored_fields, ret, WR_I(id));
}

int wr_pen_store_pack_by_sha(struct wr_tx *tx, struct wr_str sha256, int64_t *ret)
{
    return wr_query_i64(tx, &Q_PACK_SHA, ret, WR_T(sha256));
}

int wr_pen_store_packs(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PACKS, wr_pen_stored_row_fields, sizeof(struct wr_pen_stored), 200,
                         ret);
}

int wr_pen_store_published(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PUBLISHED, wr_pen_stored_fields, sizeof(struct wr_pen_stored), 32,
                         ret);
}

int wr_pen_store_pack_update(struct wr_tx *tx, const struct wr_pen_stored *p)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_PACK_UPDATE, &n, WR_I(p->id), WR_T(p->state), WR_IDOPT(p->submitted_ms),
                     WR_IDOPT(p->decided_by), WR_IDOPT(p->decided_ms), optional(p->decision_note),
                     WR_I(p->version));

    return rc == 0 && n == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?")) : rc;
}

int wr_pen_store_paper_number(struct wr_tx *tx, int64_t case_id, struct wr_str form,
                              struct wr_str *ret)
{
    struct one_text one;
    int rc = wr_query_one(tx, &Q_PAPER, one_text_fields, &one, WR_I(case_id), WR_T(form));

    *ret = one.number;
    return rc;
}

int wr_pen_store_paper_last(struct wr_tx *tx, struct wr_str form, int64_t year, int64_t *ret)
{
    return wr_query_i64(tx, &Q_PAPER_LAST, ret, WR_T(form), WR_I(year));
}

int wr_pen_store_paper_add(struct wr_tx *tx, int64_t case_id, struct wr_str form,
                           struct wr_str number, int64_t year, int64_t seq)
{
    return wr_exec(tx, &Q_PAPER_ADD, NULL, WR_I(case_id), WR_T(form), WR_T(number), WR_I(year),
                   WR_I(seq), me(tx), WR_I(wr_ctx_now(wr_tx_ctx(tx))));
}
