/*
 * PostgreSQL: what is read. Rows travel in binary form, one by one.
 */
#include "telemetry/pg_store.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>

static int64_t get_i64(const PGresult *res, int col)
{
    uint64_t be = 0;
    memcpy(&be, PQgetvalue(res, 0, col), sizeof(be));
    return (int64_t)be64toh(be);
}

#define SELECT_ROWS "SELECT outlet, cn, t, seq, received, source, backfill, body FROM telemetry."

/** Each row of a statement, in binary form, as it comes; stops when `each` says so. */
static int each_row(struct wr_ctx *ctx, PGconn *c, const char *sql, wr_tele_rec_fn *each, void *arg)
{
    PGresult *res = NULL;
    int rc = 0;

    if (PQsendQueryParams(c, sql, 0, NULL, NULL, NULL, NULL, 1) != 1 || PQsetSingleRowMode(c) != 1)
        rc = tele_pg_failed(ctx, c, NULL);
    while ((res = PQgetResult(c)) != NULL) {
        if (rc == 0 && !tele_pg_is_good(res))
            rc = tele_pg_failed(ctx, c, res);
        if (rc == 0 && PQresultStatus(res) == PGRES_SINGLE_TUPLE) {
            struct wr_tele_rec r = {
                .outlet_id = get_i64(res, 0),
                .cn = (int)get_i64(res, 1),
                .t_ms = get_i64(res, 2),
                .seq = (int32_t)get_i64(res, 3),
                .received_ms = get_i64(res, 4),
                .source_id = get_i64(res, 5),
                .backfill = get_i64(res, 6) != 0,
                .body = {PQgetvalue(res, 0, 7), (size_t)PQgetlength(res, 0, 7)}};
            rc = each(arg, &r);
        }
        PQclear(res);
        if (rc != 0) { /* stop early: what is still to come is thrown away with the statement */
            PGcancel *stop = PQgetCancel(c);
            char text[64];
            (void)PQcancel(stop, text, sizeof(text));
            PQfreeCancel(stop);
            while ((res = PQgetResult(c)) != NULL)
                PQclear(res);
            break;
        }
    }
    return rc;
}

int tele_pg_scan(struct wr_ctx *ctx, void *store, int64_t outlet_id, int cn, int64_t from_ms,
                 int64_t to_ms, bool back, wr_tele_rec_fn *each, void *arg)
{
    struct store *s = store;
    PGconn *c = NULL;
    char sql[400];
    int rc = tele_pg_borrow(ctx, s, &c);

    if (rc != 0)
        return rc;
    (void)snprintf(sql, sizeof(sql),
                   SELECT_ROWS "%s WHERE outlet = %lld AND cn = %d AND t >= %lld AND t < %lld"
                               " ORDER BY t %s, seq",
                   table(wr_tele_class_of(cn)), (long long)outlet_id, cn, (long long)from_ms,
                   (long long)to_ms, back ? "DESC" : "");
    rc = each_row(ctx, c, sql, each, arg);
    tele_pg_give_back(s, c);
    return rc;
}

int tele_pg_months(struct wr_ctx *ctx, void *store, struct wr_list *ret)
{
    struct store *s = store;
    PGconn *c = NULL;
    int rc = tele_pg_borrow(ctx, s, &c);

    if (rc != 0)
        return rc;
    PGresult *res = PQexec(c, "SELECT c.relname FROM pg_inherits i"
                              " JOIN pg_class c ON c.oid = i.inhrelid"
                              " JOIN pg_class p ON p.oid = i.inhparent"
                              " JOIN pg_namespace n ON n.oid = p.relnamespace"
                              " WHERE n.nspname = 'telemetry' AND p.relname IN ('real', 'long')"
                              " ORDER BY 1");
    rc = tele_pg_is_good(res) ? 0 : tele_pg_failed(ctx, c, res);
    size_t n = 0;
    struct wr_tele_month_of *m =
        wr_arena_array(ctx->arena, rc == 0 ? (size_t)PQntuples(res) + 1 : 1, sizeof(*m));
    if (rc == 0 && !m)
        rc = wr_fail(ctx, WR_K_memory);
    for (int i = 0; rc == 0 && i < PQntuples(res); i++) {
        const char *name = PQgetvalue(res, i, 0);
        m[n].class = strncmp(name, "real", 4) == 0 ? WR_TELE_CLASS_REAL : WR_TELE_CLASS_LONG;
        n += wr_tele_month_parse(wr_str_sub(wr_str(name), 5, 7), &m[n].month);
    }
    PQclear(res);
    tele_pg_give_back(s, c);
    if (rc == 0)
        *ret = (struct wr_list){m, n};
    return rc;
}

int tele_pg_check(struct wr_ctx *ctx, void *store, enum wr_tele_class class, int month,
                  const struct wr_tele_key *after, wr_tele_rec_fn *each, void *arg,
                  struct wr_str *ret_bad)
{
    struct store *s = store;
    PGconn *c = NULL;
    char sql[400];
    char from[160] = "";
    int rc = tele_pg_borrow(ctx, s, &c);

    if (rc != 0)
        return rc;
    if (after)
        (void)snprintf(from, sizeof(from),
                       "WHERE (outlet, cn, t, seq) > (%" PRId64 ", %" PRId64 ", %" PRId64
                       ", %" PRId64 ")",
                       after->outlet_id, after->cn, after->t_ms, after->seq);
    (void)snprintf(sql, sizeof(sql), SELECT_ROWS "%s_%04d_%02d %s ORDER BY outlet, cn, t, seq",
                   table(class), month / 12, month % 12 + 1, from);
    rc = each_row(ctx, c, sql, each, arg);
    tele_pg_give_back(s, c);
    if (rc == WR_EIO) { /* a damaged page is what the check is for */
        *ret_bad = wr_arena_dup(ctx->arena, wr_err_text(ctx));
        wr_err_reset(ctx);
        rc = 0;
    }
    return rc;
}
