#include "modules/enterprise/import_store.h"

#include "codec/table.h"
#include "modules/enterprise/enterprise_svc.h"

#define COLS                                                                                       \
    "b.id, b.kind, b.filename, b.sha256, b.charset, b.state, b.columns, b.mapping, b.options, "    \
    "b.total, b.new_n, b.changed_n,"                                                               \
    " b.same_n, b.error_n, b.warning_n, b.user_id, u.name AS user_name, b.district_id, "           \
    "b.created_ms, b.version"
#define TYPES "ittttttttiiiiiiITIii"
#define FROM " FROM import_batch b LEFT JOIN app_user u ON u.id = b.user_id"

/* The file itself stays out of the digest of a leaf: its SHA-256 is in it. */
static const struct wr_stmt Q_AUDIT_ROW = {
    .name = "import_batch_audit_row",
    .sql = "SELECT id, kind, filename, sha256, charset, state, columns, mapping, options, total, "
           "new_n, changed_n, same_n, error_n,"
           " warning_n, user_id, district_id, created_ms, version FROM import_batch WHERE id = $1",
    .params = "i",
    .cols = "*"};
static const struct wr_stmt Q_AUDIT_IDS = {.name = "import_batch_audit_ids",
                                           .sql = "SELECT id FROM import_batch ORDER BY id",
                                           .params = "",
                                           .cols = "i"};
const struct wr_audit_entity WR_IMPORT_ENTITY = {
    .table = "import_batch", .row = &Q_AUDIT_ROW, .ids = &Q_AUDIT_IDS};

static const struct wr_stmt Q_INSERT = {
    .name = "import_insert",
    .sql = "INSERT INTO import_batch (kind, filename, sha256, charset, state, columns, mapping, "
           "options, total, new_n, changed_n, same_n,"
           " error_n, warning_n, user_id, district_id, created_ms, content, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0, $10, $11, $12, $13, 1) "
           "RETURNING id",
    .params = "ttttttttiIIib",
    .cols = "i"};
static const struct wr_stmt Q_GET = {.name = "import_get",
                                     .sql = "SELECT " COLS FROM " WHERE b.id = $1",
                                     .params = "i",
                                     .cols = TYPES};
static const struct wr_stmt Q_CONTENT = {.name = "import_content",
                                         .sql = "SELECT content FROM import_batch WHERE id = $1",
                                         .params = "i",
                                         .cols = "b"};
static const struct wr_stmt Q_UPDATE = {
    .name = "import_update",
    .sql = "UPDATE import_batch SET state = $1, mapping = $2, options = $3, new_n = $4, changed_n "
           "= $5, same_n = $6, error_n = $7,"
           " warning_n = $8, version = version + 1 WHERE id = $9 AND version = $10",
    .params = "tttiiiiiii",
    .cols = ""};
static const struct wr_stmt Q_LIST = {.name = "import_list",
                                      .sql = "SELECT " COLS FROM
                                             " WHERE ($1 IS NULL OR b.kind = $1) AND ($2 IS NULL "
                                             "OR b.district_id = $2) AND ($3 IS NULL OR b.id < $3)"
                                             " ORDER BY b.id DESC LIMIT $4",
                                      .params = "TIIi",
                                      .cols = TYPES};
static const struct wr_stmt Q_COMMITTED = {
    .name = "import_committed",
    .sql = "SELECT " COLS FROM
           " WHERE b.kind = $1 AND b.state = 'committed' ORDER BY b.id DESC LIMIT 10",
    .params = "t",
    .cols = TYPES};
static const struct wr_stmt Q_CLEAR_FAULTS = {.name = "import_clear_faults",
                                              .sql = "DELETE FROM import_fault WHERE batch_id = $1",
                                              .params = "i",
                                              .cols = "",
                                              .ephemeral = true};
static const struct wr_stmt Q_ADD_FAULT = {.name = "import_add_fault",
                                           .sql =
                                               "INSERT INTO import_fault (batch_id, seq, row_no, "
                                               "col_no, field, value, severity, key, zh, en)"
                                               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                                           .params = "iiiitttttt",
                                           .cols = "",
                                           .ephemeral = true};
static const struct wr_stmt Q_FAULTS = {
    .name = "import_faults",
    .sql =
        "SELECT seq, row_no, col_no, field, value, severity, key, zh, en FROM import_fault"
        " WHERE batch_id = $1 AND ($2 IS NULL OR severity = $2) AND seq > $3 ORDER BY seq LIMIT $4",
    .params = "iTii",
    .cols = "iiitttttt"};
static const struct wr_stmt Q_ADD_DONE = {
    .name = "import_add_done",
    .sql = "INSERT INTO import_row (batch_id, row_no, action, entity_id, version, before) VALUES "
           "($1, $2, $3, $4, $5, $6)",
    .params = "iitiit",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_DONE = {.name = "import_done",
                                      .sql =
                                          "SELECT row_no, action, entity_id, version, before FROM "
                                          "import_row WHERE batch_id = $1 ORDER BY row_no DESC",
                                      .params = "i",
                                      .cols = "itiit"};
static const struct wr_stmt Q_FORGET_DONE = {
    .name = "import_forget_done",
    .sql = "DELETE FROM import_row WHERE batch_id = $1 AND row_no = $2",
    .params = "ii",
    .cols = "",
    .ephemeral = true};

const struct wr_stmt *const wr_import_stmts[] = {
    &Q_AUDIT_ROW, &Q_AUDIT_IDS, &Q_INSERT,    &Q_GET,          &Q_CONTENT,
    &Q_UPDATE,    &Q_LIST,      &Q_COMMITTED, &Q_CLEAR_FAULTS, &Q_ADD_FAULT,
    &Q_FAULTS,    &Q_ADD_DONE,  &Q_DONE,      &Q_FORGET_DONE,  NULL};

static struct wr_val text(struct wr_str s)
{
    return WR_T(s.p != NULL ? s : WR_S(""));
}

static struct wr_val state_name(int64_t state)
{
    return WR_T(wr_str(wr_enum_item(wr_import_states, state)->name));
}

int wr_import_store_insert(struct wr_tx *tx, const struct wr_import_batch *b, struct wr_str content,
                           int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, text(b->kind), text(b->filename), text(b->sha256),
                        text(b->charset), state_name(b->state), text(b->columns), text(b->mapping),
                        text(b->options), WR_I(b->total), WR_IDOPT(b->user_id),
                        WR_IDOPT(b->district_id), WR_I(b->created_ms), WR_B(content.p, content.n));
}

int wr_import_store_get(struct wr_tx *tx, int64_t id, struct wr_import_batch *ret)
{
    return wr_query_one(tx, &Q_GET, wr_import_batch_fields, ret, WR_I(id));
}

int wr_import_store_content(struct wr_tx *tx, int64_t id, struct wr_str *ret)
{
    struct wr_cursor *c = NULL;
    int rc = wr_cursor_open(tx, &Q_CONTENT, &c, WR_I(id));
    if (rc != 0)
        return rc;
    rc = wr_cursor_next(c);
    if (rc == 1) {
        *ret = wr_arena_dup(wr_tx_ctx(tx)->arena, wr_cursor_str(c, 0));
        rc = ret->p != NULL ? 0 : WR_ELIMIT;
    } else if (rc == 0) {
        rc = WR_ENOTFOUND;
    }
    wr_cursor_close(c);
    return rc;
}

int wr_import_store_update(struct wr_tx *tx, const struct wr_import_batch *b)
{
    int64_t changed = 0;
    int rc = wr_exec(tx, &Q_UPDATE, &changed, state_name(b->state), text(b->mapping),
                     text(b->options), WR_I(b->new_n), WR_I(b->changed_n), WR_I(b->same_n),
                     WR_I(b->error_n), WR_I(b->warning_n), WR_I(b->id), WR_I(b->version));
    return rc == 0 && changed == 0 ? WR_ECONFLICT : rc;
}

int wr_import_store_list(struct wr_tx *tx, struct wr_str kind, int64_t district_id, int64_t cursor,
                         int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, wr_import_batch_fields, sizeof(struct wr_import_batch),
                         (size_t)limit, ret, kind.n > 0 ? WR_T(kind) : WR_NULL,
                         WR_IDOPT(district_id), WR_IDOPT(cursor), WR_I(limit));
}

int wr_import_store_committed(struct wr_tx *tx, struct wr_str kind, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_COMMITTED, wr_import_batch_fields, sizeof(struct wr_import_batch),
                         10, ret, text(kind));
}

int wr_import_store_clear_faults(struct wr_tx *tx, int64_t batch_id)
{
    return wr_exec(tx, &Q_CLEAR_FAULTS, NULL, WR_I(batch_id));
}

int wr_import_store_add_fault(struct wr_tx *tx, int64_t batch_id, int64_t seq,
                              const struct wr_import_fault *f)
{
    return wr_exec(tx, &Q_ADD_FAULT, NULL, WR_I(batch_id), WR_I(seq), WR_I(f->row), WR_I(f->column),
                   text(f->field), text(f->value),
                   WR_T(wr_str(wr_enum_item(wr_import_severities, f->severity)->name)),
                   text(f->key), text(f->zh), text(f->en));
}

int wr_import_store_faults(struct wr_tx *tx, int64_t batch_id, const char *severity, int64_t after,
                           int64_t limit, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_FAULTS, wr_import_fault_row_fields,
                         sizeof(struct wr_import_fault_row), (size_t)limit, ret, WR_I(batch_id),
                         WR_T(wr_str(severity)), WR_I(after), WR_I(limit));
}

int wr_import_store_add_done(struct wr_tx *tx, int64_t batch_id, const struct wr_import_done *d)
{
    return wr_exec(tx, &Q_ADD_DONE, NULL, WR_I(batch_id), WR_I(d->row),
                   WR_T(d->action == WR_IMPORT_NEW ? WR_S("created") : WR_S("changed")),
                   WR_I(d->entity_id), WR_I(d->version), text(d->before));
}

int wr_import_store_done(struct wr_tx *tx, int64_t batch_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_DONE, wr_import_done_fields, sizeof(struct wr_import_done_row),
                         WR_TABLE_ROWS_MAX, ret, WR_I(batch_id));
}

int wr_import_store_forget_done(struct wr_tx *tx, int64_t batch_id, int64_t row)
{
    return wr_exec(tx, &Q_FORGET_DONE, NULL, WR_I(batch_id), WR_I(row));
}
