/* Rows of PostgreSQL in binary form, and what a prepared statement gives. */
#include "db/db_pg_in.h"

#include <endian.h>

size_t wr_pg_cols(struct wr_prep *p)
{
    return (size_t)PQnfields(pg_prep(p)->res);
}

const char *wr_pg_col_name(struct wr_prep *p, size_t i)
{
    return PQfname(pg_prep(p)->res, (int)i);
}

static enum wr_val_type type_of_oid(Oid oid)
{
    switch (oid) {
    case OID_INT8:
    case OID_INT4:
    case OID_INT2:
    case OID_BOOL:
        return WR_V_I64;
    case OID_FLOAT8:
    case OID_FLOAT4:
        return WR_V_F64;
    case OID_BYTEA:
        return WR_V_BYTES;
    default:
        return WR_V_STR;
    }
}

enum wr_val_type wr_pg_col_type(struct wr_prep *p, size_t i)
{
    struct pg_prep *g = pg_prep(p);
    if (PQgetisnull(g->res, g->row, (int)i))
        return WR_V_NULL;
    return type_of_oid(PQftype(g->res, (int)i));
}

int64_t wr_pg_col_i64(struct wr_prep *p, size_t i)
{
    struct pg_prep *g = pg_prep(p);
    if (PQgetisnull(g->res, g->row, (int)i) || type_of_oid(PQftype(g->res, (int)i)) != WR_V_I64)
        return 0;
    const char *v = PQgetvalue(g->res, g->row, (int)i);
    uint64_t u8 = 0;
    uint32_t u4 = 0;
    uint16_t u2 = 0;
    switch (PQgetlength(g->res, g->row, (int)i)) {
    case 8:
        memcpy(&u8, v, 8);
        return (int64_t)be64toh(u8);
    case 4:
        memcpy(&u4, v, 4);
        return (int32_t)be32toh(u4);
    case 2:
        memcpy(&u2, v, 2);
        return (int16_t)be16toh(u2);
    case 1:
        return v[0] != 0;
    default:
        return 0;
    }
}

double wr_pg_col_f64(struct wr_prep *p, size_t i)
{
    struct pg_prep *g = pg_prep(p);
    if (PQgetisnull(g->res, g->row, (int)i))
        return 0;
    const char *v = PQgetvalue(g->res, g->row, (int)i);
    if (PQftype(g->res, (int)i) == OID_FLOAT8) {
        uint64_t u = 0;
        double r = 0;
        memcpy(&u, v, sizeof u);
        u = be64toh(u);
        memcpy(&r, &u, sizeof r);
        return r;
    }
    if (PQftype(g->res, (int)i) == OID_FLOAT4) {
        uint32_t u = 0;
        float r = 0;
        memcpy(&u, v, sizeof u);
        u = be32toh(u);
        memcpy(&r, &u, sizeof r);
        return (double)r;
    }
    return (double)wr_pg_col_i64(p, i);
}

struct wr_str wr_pg_col_str(struct wr_prep *p, size_t i)
{
    struct pg_prep *g = pg_prep(p);
    return (struct wr_str){PQgetvalue(g->res, g->row, (int)i),
                           (size_t)PQgetlength(g->res, g->row, (int)i)};
}

static bool oid_fits(Oid oid, char letter)
{
    switch (letter | 0x20) {
    case 't':
        return oid == OID_TEXT || oid == OID_VARCHAR || oid == OID_BPCHAR;
    case 'i':
        return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2;
    case 'r':
        return oid == OID_FLOAT8;
    case 'b':
        return oid == OID_BYTEA;
    default:
        return false;
    }
}

static enum wr_db_fail compare_cols(struct wr_conn *c, const struct wr_stmt *q, const PGresult *d)
{
    if (strcmp(q->cols, "*") == 0)
        return WR_DBF_NONE;
    int cols = PQnfields(d);
    if ((size_t)cols != strlen(q->cols)) {
        wr_db_error_set(&c->err, WR_DBF_BUG, "%s: %zu columns declared, %d given", q->name,
                        strlen(q->cols), cols);
        return WR_DBF_BUG;
    }
    for (int i = 0; i < cols; i++) {
        if (!oid_fits(PQftype(d, i), q->cols[i])) {
            wr_db_error_set(&c->err, WR_DBF_BUG,
                            "%s: column %d (%s) is declared %c but has type id %u", q->name, i + 1,
                            PQfname(d, i), q->cols[i], PQftype(d, i));
            return WR_DBF_BUG;
        }
    }
    return WR_DBF_NONE;
}

enum wr_db_fail wr_pg_drift(struct wr_prep *p)
{
    struct wr_conn *c = p->conn;
    PGresult *d = PQdescribePrepared(pg(c)->h, pg_prep(p)->name);
    enum wr_db_fail f = WR_DBF_NONE;
    if (!wr_pg_is_good(d)) {
        f = wr_pg_failed(c, d, p->q->name);
    } else if ((size_t)PQnparams(d) != pg_prep(p)->n_params) {
        wr_db_error_set(&c->err, WR_DBF_BUG, "%s: %zu parameters declared, %d in the text",
                        p->q->name, pg_prep(p)->n_params, PQnparams(d));
        f = WR_DBF_BUG;
    } else {
        f = compare_cols(c, p->q, d);
    }
    PQclear(d);
    return f;
}
