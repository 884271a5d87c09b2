#pragma once
/* Shared by the files that know PostgreSQL. */
#include "db/db_int.h"

#include <libpq-fe.h>

/* type ids, fixed in PostgreSQL's catalogue */
#define OID_BOOL 16
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_INT2 21
#define OID_INT4 23
#define OID_TEXT 25
#define OID_FLOAT4 700
#define OID_FLOAT8 701
#define OID_BPCHAR 1042
#define OID_VARCHAR 1043

struct pg_conn {
    struct wr_conn c;
    PGconn *h;
    uint64_t names; /* prepared statements and cursors get their names from here */
};

struct pg_prep {
    struct wr_prep p;
    char name[24];
    size_t n_params;
    PGresult *res;
    int row;
    bool walking; /* rows come through the cursor `walk` */
    int small_n; /* walks in a row that ended within one portion: then the next one takes all at once */
    char walk[24];
    int portions_n;
    int64_t changed;
};

static inline struct pg_conn *pg(struct wr_conn *c)
{
    return (struct pg_conn *)c;
}

static inline struct pg_prep *pg_prep(struct wr_prep *p)
{
    return (struct pg_prep *)p;
}

/** Record why `res` failed in the connection's error; a broken connection is seen here first. */
enum wr_db_fail wr_pg_failed(struct wr_conn *c, const PGresult *res, const char *what);
bool wr_pg_is_good(const PGresult *res);

/* db_pg_row.c: columns of the present row, and the comparison with a declaration (struct wr_backend). */
size_t wr_pg_cols(struct wr_prep *p);
const char *wr_pg_col_name(struct wr_prep *p, size_t i);
enum wr_val_type wr_pg_col_type(struct wr_prep *p, size_t i);
int64_t wr_pg_col_i64(struct wr_prep *p, size_t i);
double wr_pg_col_f64(struct wr_prep *p, size_t i);
struct wr_str wr_pg_col_str(struct wr_prep *p, size_t i);
enum wr_db_fail wr_pg_drift(struct wr_prep *p);
