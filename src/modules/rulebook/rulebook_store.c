#include "modules/rulebook/rulebook_store.h"

#include "modules/rulebook/rulebook_svc.h"

#define LIST_MAX 200
#define COLS                                                                                       \
    "d.id, d.pack, d.kind, d.pack_version, d.valid_from, d.sha256, d.state, d.note, d.author_id, " \
    "a.name AS author_name, d.created_ms, d.submitted_ms, d.decided_by, b.name AS "                \
    "decided_by_name, d.decided_ms, d.decision_note, d.version"
#define TYPES                                                                                      \
    "itttttttI"                                                                                    \
    "TiIIT"                                                                                        \
    "ITi"
#define FROM                                                                                       \
    " FROM rule_draft d LEFT JOIN app_user a ON a.id = d.author_id LEFT JOIN app_user b ON "       \
    "b.id = d.decided_by"

WR_AUDIT_ROW_STMT(rule_draft, rule_draft);
const struct wr_audit_entity WR_RULE_DRAFT_ENTITY = {
    .table = "rule_draft", .row = &rule_draft_row, .ids = &rule_draft_ids};
const struct wr_audit_entity *const wr_rulebook_entities[] = {&WR_RULE_DRAFT_ENTITY, NULL};

static const struct wr_stmt Q_ADD = {
    .name = "rule_draft_add",
    .sql = "INSERT INTO rule_draft (pack, kind, pack_version, valid_from, sha256, content, state, "
           "note, author_id, created_ms, version) VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, "
           "$9, 1) RETURNING id",
    .params = "tttttttIi",
    .cols = "i"};
static const struct wr_stmt Q_GET = {.name = "rule_draft_get",
                                     .sql = "SELECT " COLS ", d.content" FROM " WHERE d.id = $1",
                                     .params = "i",
                                     .cols = TYPES "t"};
static const struct wr_stmt Q_LIST = {
    .name = "rule_draft_list",
    .sql = "SELECT " COLS FROM " WHERE $1 IS NULL OR d.kind = $1 ORDER BY d.id DESC LIMIT 200",
    .params = "T",
    .cols = TYPES};
static const struct wr_stmt Q_PUBLISHED = {
    .name = "rule_draft_published",
    .sql = "SELECT " COLS ", d.content" FROM " WHERE d.state = 'published' ORDER BY d.decided_ms, "
           "d.id LIMIT 64",
    .params = "",
    .cols = TYPES "t"};
static const struct wr_stmt Q_STEP = {
    .name = "rule_draft_step",
    .sql = "UPDATE rule_draft SET state = $2, submitted_ms = $3, decided_by = $4, decided_ms = $5, "
           "decision_note = $6, version = version + 1 WHERE id = $1 AND version = $7",
    .params = "itIIITi",
    .cols = ""};
static const struct wr_stmt Q_STAMP = {
    .name = "rule_draft_stamp",
    .sql = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM rule_draft WHERE state IN "
           "('published', 'replaced', 'withdrawn')",
    .params = "",
    .cols = "i"};

const struct wr_stmt *const wr_rulebook_stmts[] = {&Q_ADD,          &Q_GET,          &Q_LIST,
                                                   &Q_PUBLISHED,    &Q_STEP,         &Q_STAMP,
                                                   &rule_draft_row, &rule_draft_ids, NULL};

static struct wr_val name_of(int64_t state)
{
    return WR_T(wr_str(wr_enum_item(wr_rulebook_states, state)->name));
}

int wr_rulebook_store_add(struct wr_tx *tx, const struct wr_rule_draft *d, int64_t *ret_id)
{
    const struct wr_ctx *ctx = wr_tx_ctx(tx);
    return wr_query_i64(tx, &Q_ADD, ret_id, WR_T(d->pack), WR_T(d->kind), WR_T(d->pack_version),
                        WR_T(d->valid_from), WR_T(d->sha256), WR_T(d->content), WR_T(d->note),
                        WR_IDOPT(ctx->actor.user_id), WR_I(wr_ctx_now(ctx)));
}

int wr_rulebook_store_get(struct wr_tx *tx, int64_t id, struct wr_rule_draft *ret)
{
    return wr_query_one(tx, &Q_GET, wr_rule_draft_fields, ret, WR_I(id));
}

int wr_rulebook_store_list(struct wr_tx *tx, struct wr_str kind, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, wr_rule_draft_row_fields, sizeof(struct wr_rule_draft),
                         LIST_MAX, ret, kind.n > 0 ? WR_T(kind) : WR_NULL);
}

int wr_rulebook_store_published(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PUBLISHED, wr_rule_draft_fields, sizeof(struct wr_rule_draft),
                         LIST_MAX, ret);
}

int wr_rulebook_store_step(struct wr_tx *tx, const struct wr_rule_draft *d)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_STEP, &n, WR_I(d->id), name_of(d->state), WR_IDOPT(d->submitted_ms),
                     WR_IDOPT(d->decided_by), WR_IDOPT(d->decided_ms),
                     d->decision_note.n > 0 ? WR_T(d->decision_note) : WR_NULL, WR_I(d->version));
    return rc == 0 && n == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?")) : rc;
}

int wr_rulebook_store_stamp(struct wr_tx *tx, int64_t *ret)
{
    return wr_query_i64(tx, &Q_STAMP, ret);
}
