#include "db/db_int.h"

#include "base/alloc.h"
#include "db/optional.h"

#define SQL_BYTES_MAX ((size_t)1 << 20)
#define VARIANTS_MAX 64 /* patterns of missing filters kept of one statement */

const char *wr_stmt_sql(const struct wr_conn *c, const struct wr_stmt *q)
{
    return c->be->engine == WR_DB_PG && q->sql_pg ? q->sql_pg : q->sql;
}

static size_t bucket_of(const struct wr_stmt *q)
{
    uint64_t h = (uint64_t)(uintptr_t)q;
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(h >> 56);
}

static void free_prep(struct wr_prep *p)
{
    wr_free((void *)p->map);
    p->map = NULL;
    p->conn->be->prep_free(p);
}

/** Prepare the text for this pattern of missing filters. */
static enum wr_db_fail prepare_folded(struct wr_conn *c, const struct wr_stmt *q, uint64_t nulls,
                                      struct wr_prep **ret)
{
    struct wr_buf b;
    wr_buf_init(&b, SQL_BYTES_MAX);
    wr_optional_fold(wr_stmt_sql(c, q), nulls, &b);
    wr_buf_c(&b, '\0');
    enum wr_db_fail f = WR_DBF_MEMORY;
    if (b.failed)
        wr_db_error_set(&c->err, f, "%s: no memory", q->name);
    else
        f = c->be->prepare(c, q, b.p, ret);
    wr_buf_done(&b);
    return f;
}

static uint64_t nulls_among(uint64_t params, const struct wr_val *v, size_t n)
{
    uint64_t nulls = 0;
    for (size_t i = 0; i < n && i < 64; i++)
        nulls |= v[i].type == WR_V_NULL ? UINT64_C(1) << i : 0;
    return nulls & params;
}

/** What the connection's store knows of a statement. */
struct known {
    struct wr_prep *idle; /* fits and is not in use */
    uint64_t optional, nulls;
    size_t variants_n;
    bool taken;
};

static struct known look_up(const struct wr_conn *c, const struct wr_stmt *q,
                            const struct wr_val *v, size_t n)
{
    struct known k = {0};
    bool seen = false;
    for (struct wr_prep *p = c->preps[bucket_of(q)]; p; p = p->next) {
        if (p->q != q)
            continue;
        if (!seen) {
            k.optional = p->optional;
            k.nulls = nulls_among(k.optional, v, n);
            seen = true;
        }
        k.variants_n++;
        if (p->nulls != k.nulls)
            continue;
        k.taken = k.taken || p->in_use;
        if (!p->in_use && !k.idle)
            k.idle = p;
    }
    if (!seen) {
        k.optional = wr_optional_params(wr_stmt_sql(c, q));
        k.nulls = nulls_among(k.optional, v, n);
    }
    return k;
}

/**
 * The statement ready for use with these values: from the connection's store, or prepared now. One that is in use already
 * (a cursor inside a cursor over the same statement) is prepared once more and freed after use.
 */
enum wr_db_fail wr_conn_prep(struct wr_conn *c, const struct wr_stmt *q, const struct wr_val *v,
                             size_t n, struct wr_prep **ret)
{
    struct known k = look_up(c, q, v, n);
    if (k.idle) {
        k.idle->in_use = true;
        *ret = k.idle;
        return WR_DBF_NONE;
    }
    struct wr_prep *p = NULL;
    enum wr_db_fail f = k.optional != 0 ? prepare_folded(c, q, k.nulls, &p)
                                        : c->be->prepare(c, q, wr_stmt_sql(c, q), &p);
    if (f != WR_DBF_NONE)
        return f;
    p->q = q;
    p->conn = c;
    p->optional = k.optional;
    p->nulls = k.nulls;
    p->in_use = true;
    p->cached = !k.taken && k.variants_n < VARIANTS_MAX;
    if (p->cached) {
        size_t b = bucket_of(q);
        p->next = c->preps[b];
        c->preps[b] = p;
    }
    *ret = p;
    return WR_DBF_NONE;
}

void wr_conn_prep_done(struct wr_prep *p)
{
    p->conn->be->finish(p);
    p->in_use = false;
    if (!p->cached)
        free_prep(p);
}

void wr_conn_free_preps(struct wr_conn *c)
{
    for (size_t b = 0; b < WR_PREP_BUCKETS; b++) {
        while (c->preps[b]) {
            struct wr_prep *p = c->preps[b];
            c->preps[b] = p->next;
            free_prep(p);
        }
    }
}

/** The test's switch: counts down over all connections; true when this step is the one to fail. */
static bool fault_is_due(struct wr_db *db)
{
    if (atomic_load_explicit(&db->fail_in, memory_order_relaxed) == 0)
        return false;
    return atomic_fetch_sub(&db->fail_in, 1) == 1;
}

enum wr_db_fail wr_conn_step(struct wr_prep *p, bool *ret_row)
{
    struct wr_conn *c = p->conn;
    if (fault_is_due(c->db)) {
        wr_db_error_set(&c->err, (enum wr_db_fail)atomic_load(&c->db->fail_kind),
                        "fault injected by a test");
        return c->err.kind;
    }
    return c->be->step(p, ret_row);
}

enum wr_db_fail wr_conn_exec(struct wr_conn *c, const struct wr_stmt *q, const struct wr_val *v,
                             size_t n)
{
    struct wr_prep *p = NULL;
    enum wr_db_fail f = c->be->prepare(c, q, wr_stmt_sql(c, q), &p);
    if (f != WR_DBF_NONE)
        return f;
    p->q = q;
    p->conn = c;
    f = c->be->start(p, v, n, WR_FETCH_NOW);
    bool row = true;
    while (f == WR_DBF_NONE && row)
        f = wr_conn_step(p, &row);
    c->be->finish(p);
    free_prep(p);
    return f;
}
