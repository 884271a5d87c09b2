/* SQL of clues and their loop. */
#include "modules/offsite/offsite_store.h"

#include "base/calendar.h"
#include "base/text.h"
#include "modules/offsite/offsite_use.h"

WR_AUDIT_ROW_STMT(clue, clue);
WR_AUDIT_CHILD_STMT(clue_step, clue_step, clue_id, id);
WR_AUDIT_CHILD_STMT(clue_photo, clue_photo, clue_id, id);
const struct wr_audit_entity WR_CLUE_ENTITY = {
    .table = "clue",
    .row = &clue_row,
    .ids = &clue_ids,
    .children = {&clue_step_children, &clue_photo_children},
    .child_tables = {"clue_step", "clue_photo"}};

#define COLS                                                                                       \
    "SELECT c.id, c.number, c.open_key, c.enterprise_id, e.name AS enterprise_name, "              \
    "c.district_id, d.name AS district_name, c.outlet_id, o.code AS outlet_code, o.name AS "       \
    "outlet_name, c.line_id, l.name AS line_name, c.other_outlet_id, c.rule, c.level, c.fraud, "   \
    "c.outage, c.pack, c.pack_version, c.factor, c.from_ms, c.raised_ms, c.last_ms, c.ended_ms, "  \
    "c.value, c.bound, c.times, c.evidence, c.legal_review_date, c.technical_review_date, c.mn, "  \
    "c.state, c.created_ms, c.answer_due_ms, c.answered_ms, c.answer_cause, c.answer, "            \
    "c.reviewed_ms, c.review_note, c.rectify_due, c.rectified_ms, c.rectify_note, "                \
    "c.escalated_ms, c.escalate_reason, c.mission_id, c.visit_id, c.outcome, c.closed_ms, "        \
    "c.close_note, c.version"
#define TYPES "itTititITTITIttiittTiiiITTiiTTTtiIITTITTITITIITITi"
#define FROM                                                                                       \
    " FROM clue c JOIN enterprise e ON e.id = c.enterprise_id JOIN region d ON d.id = "            \
    "c.district_id LEFT JOIN outlet o ON o.id = c.outlet_id LEFT JOIN power_line l ON l.id = "     \
    "c.line_id"

#define X struct wr_clue
/** As stored; what is joined comes with it. */
static const struct wr_field cols[] = {
    WR_ID(X, id, "", ""),
    WR_STR(X, number, 1, 30, "", ""),
    WR_STR_OPT(X, open_key, 0, 120, "", ""),
    WR_ID(X, enterprise_id, "", ""),
    WR_STR_OPT(X, enterprise_name, 0, 200, "", ""),
    WR_ID(X, district_id, "", ""),
    WR_STR_OPT(X, district_name, 0, 60, "", ""),
    WR_ID_OPT(X, outlet_id, "", ""),
    WR_STR_OPT(X, outlet_code, 0, 40, "", ""),
    WR_STR_OPT(X, outlet_name, 0, 100, "", ""),
    WR_ID_OPT(X, line_id, "", ""),
    WR_STR_OPT(X, line_name, 0, 80, "", ""),
    WR_ID_OPT(X, other_outlet_id, "", ""),
    WR_STR(X, rule, 1, 4, "", ""),
    WR_ENUM(X, level, wr_offsite_levels, "", ""),
    WR_BOOL(X, fraud, "", ""),
    WR_BOOL(X, outage, "", ""),
    WR_STR(X, pack, 1, 60, "", ""),
    WR_STR(X, pack_version, 1, 20, "", ""),
    WR_STR_OPT(X, factor, 0, 24, "", ""),
    WR_MS(X, from_ms, "", ""),
    WR_MS(X, raised_ms, "", ""),
    WR_MS(X, last_ms, "", ""),
    WR_MS_OPT(X, ended_ms, "", ""),
    WR_STR_OPT(X, value, 0, 40, "", ""),
    WR_STR_OPT(X, bound, 0, 40, "", ""),
    WR_I64(X, times, 0, WR_ID_MAX, "", ""),
    WR_BOOL(X, evidence, "", ""),
    WR_STR_OPT(X, legal_review_date, 0, 10, "", ""),
    WR_STR_OPT(X, technical_review_date, 0, 10, "", ""),
    WR_STR_OPT(X, mn, 0, 40, "", ""),
    WR_TEXT_OPT(X, samples, 0, 400000, "", ""),
    WR_ENUM(X, state, wr_clue_states, "", ""),
    WR_MS(X, created_ms, "", ""),
    WR_MS_OPT(X, answer_due_ms, "", ""),
    WR_MS_OPT(X, answered_ms, "", ""),
    WR_ENUM_OPT(X, answer_cause, wr_clue_causes, "", ""),
    WR_TEXT_OPT(X, answer, 0, 1000, "", ""),
    WR_MS_OPT(X, reviewed_ms, "", ""),
    WR_TEXT_OPT(X, review_note, 0, 1000, "", ""),
    WR_STR_OPT(X, rectify_due, 0, 10, "", ""),
    WR_MS_OPT(X, rectified_ms, "", ""),
    WR_TEXT_OPT(X, rectify_note, 0, 1000, "", ""),
    WR_MS_OPT(X, escalated_ms, "", ""),
    WR_ENUM_OPT(X, escalate_reason, wr_clue_whys, "", ""),
    WR_ID_OPT(X, mission_id, "", ""),
    WR_ID_OPT(X, visit_id, "", ""),
    WR_ENUM_OPT(X, outcome, wr_clue_outcomes, "", ""),
    WR_MS_OPT(X, closed_ms, "", ""),
    WR_TEXT_OPT(X, close_note, 0, 1000, "", ""),
    WR_I64(X, version, 1, WR_ID_MAX, "", ""),
    {0},
};
#undef X

static const struct wr_stmt Q_INSERT = {
    .name = "clue_insert",
    .sql = "INSERT INTO clue (number, open_key, enterprise_id, district_id, outlet_id, line_id, "
           "other_outlet_id, rule, level, fraud, outage, pack, pack_version, factor, from_ms, "
           "raised_ms, last_ms, ended_ms, value, bound, times, evidence, legal_review_date, "
           "technical_review_date, mn, samples, state, created_ms, answer_due_ms, escalated_ms, "
           "escalate_reason, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
           "$13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, "
           "$30, $31, 1) RETURNING id",
    .params = "tTiiIIIttiittTiiiITTiiTTTttiIIT",
    .cols = "i"};
static const struct wr_stmt Q_UPDATE = {
    .name = "clue_update",
    .sql = "UPDATE clue SET open_key = $2, last_ms = $3, ended_ms = $4, value = $5, bound = $6, "
           "times = $7, samples = $8, state = $9, answered_ms = $10, answer_cause = $11, answer = "
           "$12, reviewed_ms = $13, review_note = $14, rectify_due = $15, rectified_ms = $16, "
           "rectify_note = $17, escalated_ms = $18, escalate_reason = $19, mission_id = $20, "
           "visit_id = $21, outcome = $22, closed_ms = $23, close_note = $24, version = version + "
           "1 WHERE id = $1 AND version = $25",
    .params = "iTiITTittITTITTITITIITITi",
    .cols = ""};
static const struct wr_stmt Q_GET = {.name = "clue_get",
                                     .sql = COLS ", c.samples" FROM " WHERE c.id = $1",
                                     .params = "i",
                                     .cols = TYPES "t"};
static const struct wr_stmt Q_BY_KEY = {.name = "clue_by_key",
                                        .sql = COLS ", c.samples" FROM " WHERE c.open_key = $1",
                                        .params = "t",
                                        .cols = TYPES "t"};
static const struct wr_stmt Q_BY_NUMBER = {.name = "clue_by_number",
                                           .sql = COLS ", c.samples" FROM " WHERE c.number = $1",
                                           .params = "t",
                                           .cols = TYPES "t"};
static const struct wr_stmt Q_EPISODE = {
    .name = "clue_episode",
    .sql = COLS ", c.samples" FROM
                " WHERE c.rule = $1 AND c.enterprise_id = $2 AND COALESCE(c.outlet_id, 0) = $3 AND "
                "COALESCE(c.line_id, 0) = $4 AND COALESCE(c.factor, '') = $5 AND c.from_ms <= $6 "
                "AND c.last_ms >= $7 ORDER BY c.id DESC LIMIT 1",
    .params = "tiiitii",
    .cols = TYPES "t"};
static const struct wr_stmt Q_LIST = {
    .name = "clue_list",
    .sql = COLS FROM
    " WHERE c.id < $1 AND ($2 IS NULL OR c.district_id = $2) AND ($3 IS NULL OR "
    "c.enterprise_id = $3) AND ($4 IS NULL OR c.district_id = $4) AND ($5 IS NULL OR "
    "c.enterprise_id = $5) AND ($6 IS NULL OR c.outlet_id = $6) AND ($7 IS NULL OR c.state = "
    "$7) AND ($8 IS NULL OR c.level = $8) AND ($9 IS NULL OR c.fraud = $9) AND ($10 = 0 OR "
    "c.state <> 'closed') AND ($11 = 0 OR (c.state = 'pushed' AND c.answer_due_ms < $12) OR "
    "(c.state = 'rectifying' AND c.rectify_due < $13)) AND ($14 IS NULL OR c.rule = $14) AND "
    "($15 IS NULL OR e.name LIKE $15 ESCAPE '\\' OR c.number LIKE $15 ESCAPE '\\') AND ($16 IS "
    "NULL OR c.raised_ms >= $16) AND ($17 IS NULL OR c.raised_ms < $17) ORDER BY c.id DESC "
    "LIMIT $18",
    .params = "iIIIIITTIiiitTTIIi",
    .cols = TYPES};
static const struct wr_stmt Q_DUE = {
    .name = "clue_due",
    .sql = COLS ", c.samples" FROM
                " WHERE (c.state = 'pushed' AND c.answer_due_ms < $1) OR (c.state = 'rectifying' "
                "AND c.rectify_due < $2) ORDER BY c.id LIMIT $3",
    .params = "iti",
    .cols = TYPES "t"};
static const struct wr_stmt Q_ESCALATED = {
    .name = "clue_escalated",
    .sql = COLS ", c.samples" FROM
                " WHERE c.state IN ('escalated', 'onsite') AND c.id > $1 ORDER BY c.id LIMIT $2",
    .params = "ii",
    .cols = TYPES "t"};
static const struct wr_stmt Q_NEXT = {.name = "clue_numbers",
                                      .sql = "SELECT COUNT(*) FROM clue WHERE number LIKE $1",
                                      .params = "t",
                                      .cols = "i"};

int wr_clue_store_insert(struct wr_tx *tx, const struct wr_clue *c, int64_t *ret_id)
{
    return wr_query_i64(
        tx, &Q_INSERT, ret_id, WR_T(c->number), WR_T(c->open_key), WR_I(c->enterprise_id),
        WR_I(c->district_id), WR_IDOPT(c->outlet_id), WR_IDOPT(c->line_id),
        WR_IDOPT(c->other_outlet_id), WR_T(c->rule), wr_offsite_name(wr_offsite_levels, c->level),
        WR_I(c->fraud), WR_I(c->outage), WR_T(c->pack), WR_T(c->pack_version),
        wr_offsite_optional(c->factor), WR_I(c->from_ms), WR_I(c->raised_ms), WR_I(c->last_ms),
        WR_IDOPT(c->ended_ms), wr_offsite_optional(c->value), wr_offsite_optional(c->bound),
        WR_I(c->times), WR_I(c->evidence), wr_offsite_optional(c->legal_review_date),
        wr_offsite_optional(c->technical_review_date), wr_offsite_optional(c->mn),
        wr_offsite_text(c->samples), wr_offsite_name(wr_clue_states, c->state), WR_I(c->created_ms),
        WR_IDOPT(c->answer_due_ms), WR_IDOPT(c->escalated_ms),
        wr_offsite_name(wr_clue_whys, c->escalate_reason));
}

int wr_clue_store_update(struct wr_tx *tx, const struct wr_clue *c)
{
    int64_t n = 0;
    int rc = wr_exec(
        tx, &Q_UPDATE, &n, WR_I(c->id), wr_offsite_optional(c->open_key), WR_I(c->last_ms),
        WR_IDOPT(c->ended_ms), wr_offsite_optional(c->value), wr_offsite_optional(c->bound),
        WR_I(c->times), wr_offsite_text(c->samples), wr_offsite_name(wr_clue_states, c->state),
        WR_IDOPT(c->answered_ms), wr_offsite_name(wr_clue_causes, c->answer_cause),
        wr_offsite_optional(c->answer), WR_IDOPT(c->reviewed_ms),
        wr_offsite_optional(c->review_note), wr_offsite_optional(c->rectify_due),
        WR_IDOPT(c->rectified_ms), wr_offsite_optional(c->rectify_note), WR_IDOPT(c->escalated_ms),
        wr_offsite_name(wr_clue_whys, c->escalate_reason), WR_IDOPT(c->mission_id),
        WR_IDOPT(c->visit_id), wr_offsite_name(wr_clue_outcomes, c->outcome),
        WR_IDOPT(c->closed_ms), wr_offsite_optional(c->close_note), WR_I(c->version));
    return wr_offsite_changed_one(tx, rc, n);
}

int wr_clue_store_get(struct wr_tx *tx, int64_t id, struct wr_clue *ret)
{
    return wr_query_one(tx, &Q_GET, cols, ret, WR_I(id));
}

int wr_clue_store_by_key(struct wr_tx *tx, struct wr_str open_key, struct wr_clue *ret)
{
    return wr_query_one(tx, &Q_BY_KEY, cols, ret, WR_T(open_key));
}

int wr_clue_store_by_number(struct wr_tx *tx, struct wr_str number, struct wr_clue *ret)
{
    return wr_query_one(tx, &Q_BY_NUMBER, cols, ret, WR_T(number));
}

int wr_clue_store_episode(struct wr_tx *tx, const struct wr_clue *like, struct wr_clue *ret)
{
    return wr_query_one(tx, &Q_EPISODE, cols, ret, WR_T(like->rule), WR_I(like->enterprise_id),
                        WR_I(like->outlet_id), WR_I(like->line_id), wr_offsite_text(like->factor),
                        WR_I(like->last_ms), WR_I(like->from_ms));
}

int wr_clue_store_list(struct wr_tx *tx, const struct wr_clue_query *q, int64_t scope, int64_t own,
                       int64_t now_ms, int64_t limit, struct wr_list *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_date d;
    char today[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(now_ms), today);
    int64_t from = q->from.n > 0 && wr_date_parse(q->from, &d) ? wr_date_to_ms(d) : 0;
    int64_t to = q->to.n > 0 && wr_date_parse(q->to, &d) ? wr_date_to_ms(d) + WR_DAY_MS : 0;
    return wr_query_list(tx, &Q_LIST, cols, sizeof(struct wr_clue), (size_t)limit, ret,
                         WR_I(q->cursor != 0 ? q->cursor : WR_ID_MAX), WR_IDOPT(scope),
                         WR_IDOPT(own), WR_IDOPT(q->district_id), WR_IDOPT(q->enterprise_id),
                         WR_IDOPT(q->outlet_id),
                         q->has_state ? wr_offsite_name(wr_clue_states, q->state) : WR_NULL,
                         q->has_level ? wr_offsite_name(wr_offsite_levels, q->level) : WR_NULL,
                         WR_IOPT(q->has_fraud, q->fraud), WR_I(q->open), WR_I(q->overdue),
                         WR_I(now_ms), WR_T(wr_str(today)), wr_offsite_optional(q->rule),
                         wr_offsite_optional(wr_like_part(ctx->arena, q->q)), WR_IDOPT(from),
                         WR_IDOPT(to), WR_I(limit));
}

int wr_clue_store_due(struct wr_tx *tx, int64_t now_ms, struct wr_str today, int64_t limit,
                      struct wr_list *ret)
{
    return wr_query_list(tx, &Q_DUE, cols, sizeof(struct wr_clue), (size_t)limit, ret, WR_I(now_ms),
                         WR_T(today), WR_I(limit));
}

int wr_clue_store_escalated(struct wr_tx *tx, int64_t after_id, int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ESCALATED, cols, sizeof(struct wr_clue), (size_t)limit, ret,
                         WR_I(after_id), WR_I(limit));
}

int wr_clue_store_next_number(struct wr_tx *tx, struct wr_str like, int64_t *ret_n)
{
    return wr_query_i64(tx, &Q_NEXT, ret_n, WR_T(like));
}

/* ---- steps, photos, what came before ----------------------------------------------------------------- */

static const struct wr_stmt Q_ADD_STEP = {
    .name = "clue_step_insert",
    .sql = "INSERT INTO clue_step (clue_id, at_ms, user_id, act, state, note) VALUES ($1, $2, $3, "
           "$4, $5, $6)",
    .params = "iiIttt",
    .cols = ""};
static const struct wr_stmt Q_STEPS = {
    .name = "clue_steps",
    .sql = "SELECT s.id, s.clue_id, s.at_ms, s.user_id, u.name AS user_name, s.act, s.state, "
           "s.note FROM clue_step s LEFT JOIN app_user u ON u.id = s.user_id WHERE s.clue_id = $1 "
           "ORDER BY s.id",
    .params = "i",
    .cols = "iiiITttt"};
static const struct wr_stmt Q_ADD_PHOTO = {
    .name = "clue_photo_insert",
    .sql = "INSERT INTO clue_photo (clue_id, media_id, user_id, at_ms) VALUES ($1, $2, $3, $4) ON "
           "CONFLICT (clue_id, media_id) DO NOTHING",
    .params = "iiIi",
    .cols = ""};
static const struct wr_stmt Q_PHOTOS = {
    .name = "clue_photos",
    .sql = "SELECT id, media_id, at_ms FROM clue_photo WHERE clue_id = $1 ORDER BY id",
    .params = "i",
    .cols = "iii"};
static const struct wr_stmt Q_EARLIER = {
    .name = "clue_earlier",
    .sql = "SELECT id, number, raised_ms, state, outcome, answer_cause, close_note FROM clue WHERE "
           "id <> $1 AND enterprise_id = $2 AND rule = $3 AND COALESCE(outlet_id, 0) = $4 ORDER "
           "BY id DESC LIMIT 10",
    .params = "iiti",
    .cols = "itittTT"};
static const struct wr_stmt Q_TALLY = {
    .name = "clue_tally",
    .sql = "SELECT outcome, COUNT(*) AS n FROM clue WHERE rule = $1 AND district_id = $2 AND "
           "outcome IS NOT NULL GROUP BY outcome ORDER BY outcome",
    .params = "ti",
    .cols = "ti"};
static const struct wr_stmt Q_COUNTS = {
    .name = "clue_counts",
    .sql = "SELECT c.state, COUNT(*) AS n, COUNT(CASE WHEN (c.state = 'pushed' AND "
           "c.answer_due_ms < $3) OR (c.state = 'rectifying' AND c.rectify_due < $4) THEN 1 END) "
           "AS overdue_n FROM clue c WHERE ($1 IS NULL OR c.district_id = $1) AND ($2 IS NULL OR "
           "c.enterprise_id = $2) GROUP BY c.state ORDER BY c.state",
    .params = "IIit",
    .cols = "tii"};
static const struct wr_stmt Q_RULES = {
    .name = "clue_rule_counts",
    .sql = "SELECT c.rule, COUNT(*) AS n, COUNT(CASE WHEN c.state <> 'closed' THEN 1 END) AS "
           "open_n, COUNT(CASE WHEN c.outcome = 'false_alarm' THEN 1 END) AS false_n FROM clue c "
           "WHERE ($1 IS NULL OR c.district_id = $1) AND ($2 IS NULL OR c.enterprise_id = $2) AND "
           "c.raised_ms >= $3 GROUP BY c.rule ORDER BY n DESC, c.rule",
    .params = "IIi",
    .cols = "tiii"};
static const struct wr_stmt Q_ANSWERS = {
    .name = "clue_answers",
    .sql = "SELECT enterprise_id, COUNT(*) AS clues_n, COUNT(CASE WHEN answered_ms <= "
           "answer_due_ms OR (answered_ms IS NULL AND answer_due_ms > $3) OR (answered_ms IS NULL "
           "AND outcome = 'false_alarm') THEN 1 END) AS answered_n FROM clue WHERE answer_due_ms "
           "IS NOT NULL AND created_ms >= $1 AND created_ms < $2 GROUP BY enterprise_id",
    .params = "iii",
    .cols = "iii"};

/* What the rules know of an enterprise, by the log: whichever process changed it. */
static const struct wr_stmt Q_CHANGES = {
    .name = "offsite_changes",
    .sql = "SELECT seq, enterprise_id FROM audit_leaf WHERE seq > $1 AND entity IN "
           "('emission_limit', 'data_mark', 'power_line', 'control_order', 'outlet_monitor', "
           "'outlet', 'logger') ORDER BY seq LIMIT $2",
    .params = "ii",
    .cols = "iI"};
static const struct wr_stmt Q_NEWEST = {.name = "offsite_newest",
                                        .sql = "SELECT COALESCE(MAX(seq), -1) FROM audit_leaf",
                                        .params = "",
                                        .cols = "i"};

const struct wr_stmt *const wr_clue_stmts[] = {&Q_INSERT,
                                               &Q_UPDATE,
                                               &Q_GET,
                                               &Q_BY_KEY,
                                               &Q_BY_NUMBER,
                                               &Q_EPISODE,
                                               &Q_LIST,
                                               &Q_DUE,
                                               &Q_NEXT,
                                               &Q_STEPS,
                                               &Q_ESCALATED,
                                               &Q_ADD_STEP,
                                               &Q_PHOTOS,
                                               &Q_ADD_PHOTO,
                                               &Q_TALLY,
                                               &Q_COUNTS,
                                               &Q_EARLIER,
                                               &Q_RULES,
                                               &Q_ANSWERS,
                                               &Q_CHANGES,
                                               &Q_NEWEST,
                                               &clue_row,
                                               &clue_ids,
                                               &clue_step_children,
                                               &clue_photo_children,
                                               NULL};

int wr_clue_store_add_step(struct wr_tx *tx, const struct wr_clue_step *s)
{
    return wr_exec(tx, &Q_ADD_STEP, NULL, WR_I(s->clue_id), WR_I(s->at_ms), WR_IDOPT(s->user_id),
                   wr_offsite_name(wr_clue_acts, s->act), wr_offsite_name(wr_clue_states, s->state),
                   wr_offsite_text(s->note));
}

#define STEP struct wr_clue_step
static const struct wr_field step_cols[] = {
    WR_ID(STEP, id, "", ""),
    WR_ID(STEP, clue_id, "", ""),
    WR_MS(STEP, at_ms, "", ""),
    WR_ID_OPT(STEP, user_id, "", ""),
    WR_STR_OPT(STEP, user_name, 0, 60, "", ""),
    WR_ENUM(STEP, act, wr_clue_acts, "", ""),
    WR_ENUM(STEP, state, wr_clue_states, "", ""),
    WR_TEXT_OPT(STEP, note, 0, 1000, "", ""),
    {0},
};

int wr_clue_store_steps(struct wr_tx *tx, int64_t clue_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_STEPS, step_cols, sizeof(STEP), 5000, ret, WR_I(clue_id));
}

int wr_clue_store_add_photo(struct wr_tx *tx, int64_t clue_id, int64_t media_id, int64_t user_id,
                            int64_t at_ms)
{
    return wr_exec(tx, &Q_ADD_PHOTO, NULL, WR_I(clue_id), WR_I(media_id), WR_IDOPT(user_id),
                   WR_I(at_ms));
}

int wr_clue_store_photos(struct wr_tx *tx, int64_t clue_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PHOTOS, wr_clue_photo_fields, sizeof(struct wr_clue_photo), 200,
                         ret, WR_I(clue_id));
}

int wr_clue_store_earlier(struct wr_tx *tx, const struct wr_clue *c, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_EARLIER, wr_clue_earlier_fields, sizeof(struct wr_clue_earlier), 10,
                         ret, WR_I(c->id), WR_I(c->enterprise_id), WR_T(c->rule),
                         WR_I(c->outlet_id));
}

int wr_clue_store_tally(struct wr_tx *tx, const struct wr_clue *c, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_TALLY, wr_clue_tally_fields, sizeof(struct wr_clue_tally), 20, ret,
                         WR_T(c->rule), WR_I(c->district_id));
}

int wr_clue_store_counts(struct wr_tx *tx, int64_t scope, int64_t own, int64_t now_ms,
                         struct wr_str today, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_COUNTS, wr_clue_count_fields, sizeof(struct wr_clue_count), 20, ret,
                         WR_IDOPT(scope), WR_IDOPT(own), WR_I(now_ms), WR_T(today));
}

int wr_clue_store_rules(struct wr_tx *tx, int64_t scope, int64_t own, int64_t since_ms,
                        struct wr_list *ret)
{
    return wr_query_list(tx, &Q_RULES, wr_clue_rule_count_fields, sizeof(struct wr_clue_rule_count),
                         WR_OR_N, ret, WR_IDOPT(scope), WR_IDOPT(own), WR_I(since_ms));
}

#define A struct wr_answer_row
static const struct wr_field answer_cols[] = {
    WR_ID(A, enterprise_id, "", ""),
    WR_I64(A, clues_n, 0, WR_ID_MAX, "", ""),
    WR_I64(A, answered_n, 0, WR_ID_MAX, "", ""),
    {0},
};

int wr_clue_store_answers(struct wr_tx *tx, int64_t from_ms, int64_t to_ms, int64_t now_ms,
                          struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ANSWERS, answer_cols, sizeof(A), 100000, ret, WR_I(from_ms),
                         WR_I(to_ms), WR_I(now_ms));
}

static const struct wr_field change_cols[] = {
    WR_I64(struct wr_conf_change, seq, 0, WR_ID_MAX, "", ""),
    WR_ID_OPT(struct wr_conf_change, enterprise_id, "", ""),
    {0},
};

int wr_offsite_store_changes(struct wr_tx *tx, int64_t after_seq, int64_t limit,
                             struct wr_list *ret)
{
    return wr_query_list(tx, &Q_CHANGES, change_cols, sizeof(struct wr_conf_change), (size_t)limit,
                         ret, WR_I(after_seq), WR_I(limit));
}

int wr_offsite_store_newest(struct wr_tx *tx, int64_t *ret_seq)
{
    return wr_query_i64(tx, &Q_NEWEST, ret_seq);
}
