/* How far the integrity check of the time series came. */
#include "modules/device/device_store.h"

#define COLS                                                                                       \
    "name, after_outlet, after_cn, after_t, after_seq, begun_ms, done_ms, rows_n, bad_n, "         \
    "first_bad"
#define C struct wr_series_check
static const struct wr_field check_cols[] = {
    WR_STR(C, name, 1, 20, "", ""),
    WR_I64(C, after_outlet, 0, WR_ID_MAX, "", ""),
    WR_I64(C, after_cn, 0, WR_ID_MAX, "", ""),
    WR_I64(C, after_t, 0, WR_ID_MAX, "", ""),
    WR_I64(C, after_seq, 0, WR_ID_MAX, "", ""),
    WR_MS(C, begun_ms, "", ""),
    WR_MS(C, done_ms, "", ""),
    WR_I64(C, rows_n, 0, WR_ID_MAX, "", ""),
    WR_I64(C, bad_n, 0, WR_ID_MAX, "", ""),
    WR_STR(C, first_bad, 0, 400, "", ""),
    {0},
};
#undef C

static const struct wr_stmt Q_CHECKS = {.name = "series_checks",
                                        .sql = "SELECT " COLS " FROM series_check ORDER BY name",
                                        .params = "",
                                        .cols = "tiiiiiiiit"};
static const struct wr_stmt Q_CHECK_PUT = {
    .name = "series_check_put",
    .sql = "INSERT INTO series_check (" COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
           " ON CONFLICT (name) DO UPDATE SET after_outlet = $2, after_cn = $3, after_t = $4,"
           " after_seq = $5, begun_ms = $6, done_ms = $7, rows_n = $8, bad_n = $9, first_bad = $10",
    .params = "tiiiiiiiit",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_CHECK_DROP = {.name = "series_check_drop",
                                            .sql = "DELETE FROM series_check WHERE name = $1",
                                            .params = "t",
                                            .cols = "",
                                            .ephemeral = true};

int wr_series_check_list(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_CHECKS, check_cols, sizeof(struct wr_series_check), 10000, ret);
}

int wr_series_check_put(struct wr_tx *tx, const struct wr_series_check *c)
{
    return wr_exec(tx, &Q_CHECK_PUT, NULL, WR_T(c->name), WR_I(c->after_outlet), WR_I(c->after_cn),
                   WR_I(c->after_t), WR_I(c->after_seq), WR_I(c->begun_ms), WR_I(c->done_ms),
                   WR_I(c->rows_n), WR_I(c->bad_n),
                   WR_T(wr_str_sub(c->first_bad.p ? c->first_bad : WR_S(""), 0, 400)));
}

int wr_series_check_drop(struct wr_tx *tx, struct wr_str name)
{
    return wr_exec(tx, &Q_CHECK_DROP, NULL, WR_T(name));
}

const struct wr_stmt *const wr_series_check_stmts[] = {&Q_CHECKS, &Q_CHECK_PUT, &Q_CHECK_DROP,
                                                       NULL};
