#include "modules/visit/visit_complaint.h"

#define COLS                                                                                       \
    "c.id, c.case_code, c.enterprise_id, e.name AS enterprise_name, e.district_id, c.plate_code, " \
    "c.visit_id, c.about, c.text,"                                                                 \
    " c.contact, c.state, c.created_ms AS received_ms, c.answer, c.answered_ms, c.version"
#define TYPES "itITITIttttiTIi"
#define FROM " FROM complaint c LEFT JOIN enterprise e ON e.id = c.enterprise_id"

static const struct wr_stmt Q_INSERT = {
    .name = "complaint_insert",
    .sql = "INSERT INTO complaint (case_code, enterprise_id, plate_code, visit_id, about, text, "
           "contact, state, created_ms, version)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, 'received', $8, 1) RETURNING id",
    .params = "tITIttti",
    .cols = "i"};
static const struct wr_stmt Q_GET = {.name = "complaint_get",
                                     .sql = "SELECT " COLS FROM " WHERE c.id = $1",
                                     .params = "i",
                                     .cols = TYPES};
static const struct wr_stmt Q_BY_CODE = {.name = "complaint_by_code",
                                         .sql = "SELECT " COLS FROM " WHERE c.case_code = $1",
                                         .params = "t",
                                         .cols = TYPES};
static const struct wr_stmt Q_LIST = {
    .name = "complaint_list",
    .sql =
        "SELECT " COLS FROM
        " WHERE c.id < $1 AND ($2 IS NULL OR c.state = $2) AND ($3 IS NULL OR e.district_id = $3)"
        " AND ($5 = 0 OR c.state IN ('received', 'handling')) ORDER BY c.id DESC LIMIT $4",
    .params = "iTIii",
    .cols = TYPES};
static const struct wr_stmt Q_ANSWER = {.name = "complaint_answer",
                                        .sql =
                                            "UPDATE complaint SET state = $2, answer = $3, "
                                            "answered_ms = $4, user_id = $5, version = version + 1"
                                            " WHERE id = $1 AND version = $6",
                                        .params = "itTIIi",
                                        .cols = ""};

const struct wr_stmt *const wr_complaint_stmts[] = {&Q_INSERT, &Q_GET,    &Q_BY_CODE,
                                                    &Q_LIST,   &Q_ANSWER, NULL};

static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    const struct wr_enum_item *it = wr_enum_item(items, value);
    return WR_T(wr_str(it ? it->name : NULL));
}

int wr_complaint_store_insert(struct wr_tx *tx, const struct wr_complaint *c, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_INSERT, ret_id, WR_T(c->case_code), WR_IDOPT(c->enterprise_id),
                        WR_T(c->plate_code), WR_IDOPT(c->visit_id),
                        name_of(wr_complaint_abouts, c->about), WR_T(c->text),
                        WR_T(c->contact.p ? c->contact : WR_S("")), WR_I(c->received_ms));
}

int wr_complaint_store_get(struct wr_tx *tx, int64_t id, struct wr_complaint *ret)
{
    *ret = (struct wr_complaint){0};
    return wr_query_one(tx, &Q_GET, wr_complaint_fields, ret, WR_I(id));
}

int wr_complaint_store_by_code(struct wr_tx *tx, struct wr_str case_code, struct wr_complaint *ret)
{
    *ret = (struct wr_complaint){0};
    return wr_query_one(tx, &Q_BY_CODE, wr_complaint_fields, ret, WR_T(case_code));
}

int wr_complaint_store_list(struct wr_tx *tx, const struct wr_complaint_page *p,
                            struct wr_list *ret)
{
    return wr_query_list(tx, &Q_LIST, wr_complaint_fields, sizeof(struct wr_complaint),
                         (size_t)p->limit, ret, WR_I(p->before_id),
                         name_of(wr_complaint_states, p->state), WR_IDOPT(p->district_id),
                         WR_I(p->limit), WR_I(p->open));
}

int wr_complaint_store_answer(struct wr_tx *tx, const struct wr_complaint *c, int64_t user_id)
{
    int64_t changed = 0;
    int rc =
        wr_exec(tx, &Q_ANSWER, &changed, WR_I(c->id), name_of(wr_complaint_states, c->state),
                WR_T(c->answer), WR_IDOPT(c->answered_ms), WR_IDOPT(user_id), WR_I(c->version));
    return rc == 0 && changed == 0 ? wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?")) : rc;
}
