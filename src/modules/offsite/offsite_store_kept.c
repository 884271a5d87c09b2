/* SQL of certificates of coverage that are kept. */
#include "modules/offsite/offsite_store.h"

#include "modules/offsite/offsite_svc.h"

WR_AUDIT_ROW_STMT(coverage, coverage_month);
WR_AUDIT_CHILD_STMT(coverage_entry, coverage_entry, month_id, enterprise_id);
const struct wr_audit_entity WR_COVERAGE_ENTITY = {.table = "coverage_month",
                                                   .row = &coverage_row,
                                                   .ids = &coverage_ids,
                                                   .children = {&coverage_entry_children},
                                                   .child_tables = {"coverage_entry"}};

#define M struct wr_coverage_month
static const struct wr_field month_cols[] = {
    WR_ID(M, id, "", ""),
    WR_STR(M, month, 7, 7, "", ""),
    WR_MS(M, made_ms, "", ""),
    WR_STR(M, pack, 1, 60, "", ""),
    WR_STR(M, pack_version, 1, 20, "", ""),
    WR_I64(M, need_bp, 0, 10000, "", ""),
    WR_I64(M, need_answer_bp, 0, 10000, "", ""),
    {0},
};
#undef M
#define E struct wr_coverage_entry
static const struct wr_field entry_cols[] = {
    WR_ID(E, enterprise_id, "", ""), WR_ID(E, district_id, "", ""),      WR_BOOL(E, listed, "", ""),
    WR_BOOL(E, covered, "", ""),     WR_STR(E, body, 0, 100000, "", ""), {0},
};
#undef E

static const struct wr_stmt Q_MONTH = {
    .name = "coverage_month_get",
    .sql = "SELECT id, month, made_ms, pack, pack_version, need_bp, need_answer_bp FROM "
           "coverage_month WHERE month = $1",
    .params = "t",
    .cols = "itittii"};
static const struct wr_stmt Q_ENTRIES = {
    .name = "coverage_entries",
    .sql = "SELECT enterprise_id, district_id, listed, covered, body FROM coverage_entry WHERE "
           "month_id = $1 AND ($2 IS NULL OR district_id = $2) AND ($3 IS NULL OR enterprise_id = "
           "$3) AND listed >= $4 ORDER BY enterprise_id",
    .params = "iIIi",
    .cols = "iiiit"};
static const struct wr_stmt Q_KEEP = {
    .name = "coverage_month_insert",
    .sql = "INSERT INTO coverage_month (month, made_ms, pack, pack_version, need_bp, "
           "need_answer_bp) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    .params = "tittii",
    .cols = "i"};
static const struct wr_stmt Q_KEEP_ENTRY = {
    .name = "coverage_entry_insert",
    .sql = "INSERT INTO coverage_entry (month_id, enterprise_id, district_id, listed, covered, "
           "body) VALUES ($1, $2, $3, $4, $5, $6)",
    .params = "iiiiit",
    .cols = ""};

const struct wr_stmt *const wr_coverage_stmts[] = {&Q_MONTH,
                                                   &Q_ENTRIES,
                                                   &Q_KEEP,
                                                   &Q_KEEP_ENTRY,
                                                   &coverage_row,
                                                   &coverage_ids,
                                                   &coverage_entry_children,
                                                   NULL};

int wr_coverage_store_month(struct wr_tx *tx, struct wr_str month, struct wr_coverage_month *ret)
{
    return wr_query_one(tx, &Q_MONTH, month_cols, ret, WR_T(month));
}

int wr_coverage_store_entries(struct wr_tx *tx, int64_t month_id, int64_t district_id,
                              int64_t enterprise_id, bool listed, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ENTRIES, entry_cols, sizeof(struct wr_coverage_entry), 100000, ret,
                         WR_I(month_id), WR_IDOPT(district_id), WR_IDOPT(enterprise_id),
                         WR_I(listed ? 1 : 0));
}

int wr_coverage_store_keep(struct wr_tx *tx, const struct wr_coverage_month *m,
                           const struct wr_list *entries, int64_t *ret_id)
{
    const struct wr_coverage_entry *e = entries->p;
    int rc = wr_query_i64(tx, &Q_KEEP, ret_id, WR_T(m->month), WR_I(m->made_ms), WR_T(m->pack),
                          WR_T(m->pack_version), WR_I(m->need_bp), WR_I(m->need_answer_bp));
    for (size_t i = 0; rc == 0 && i < entries->n; i++)
        rc = wr_exec(tx, &Q_KEEP_ENTRY, NULL, WR_I(*ret_id), WR_I(e[i].enterprise_id),
                     WR_I(e[i].district_id), WR_I(e[i].listed ? 1 : 0), WR_I(e[i].covered ? 1 : 0),
                     WR_T(e[i].body));
    return rc;
}
