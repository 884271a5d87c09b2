/* The monthly statement from the database: the open rows of the year so far through the same pure function as a file's. */
#include "base/calendar.h"
#include "modules/oversight/oversight_use.h"

#define LINE_BYTES_MAX 4096

const struct wr_field wr_statement_ask_fields[] = {
    WR_ID_OPT(struct wr_statement_ask, enterprise_id, "企业编号", "one enterprise; else the city"),
    WR_STR_OPT(struct wr_statement_ask, enterprise, 2, 20, "企业", "the same, by its credit code"),
    {0},
};
const struct wr_field wr_statement_public_ask_fields[] = {
    WR_STR_OPT(struct wr_statement_ask, enterprise, 2, 20, "企业",
               "one enterprise as in the open rows (credit code); else the city"),
    {0},
};
const struct wr_field wr_statement_reply_fields[] = {
    WR_OBJ(struct wr_statement_reply, statement, wr_statement_fields, "公示", "the numbers"),
    WR_OBJ(struct wr_statement_reply, proof, wr_audit_span_fields, "一致性证明",
           "first heads of the log at or after the month's beginning and its end, and the proof "
           "between them"),
    {0},
};

struct work {
    struct wr_ctx *ctx;
    struct wr_str month, scope;
    struct wr_date first, last, today;
    int64_t enterprise_id;
    struct wr_statement_sum sum;
    struct wr_statement_reply *ret;
    struct wr_table_writer *writer;
    struct wr_buf line, *out;
};

/** A month that has begun. */
static int read_month(struct wr_ctx *ctx, struct wr_str month, struct work *w)
{
    *w = (struct work){.ctx = ctx, .month = month, .today = wr_date_of_ms(wr_ctx_now(ctx))};
    if (wr_statement_month(month, &w->first, &w->last) &&
        wr_date_to_days(w->first) <= wr_date_to_days(w->today))
        return 0;
    wr_fault(ctx, WR_S("month"), WR_K_statement_month, month);
    return wr_faults_end(ctx);
}

/** Open rows from 1 January to the month's last day. */
static struct wr_open_query rows_of(const struct work *w)
{
    struct wr_date year = {w->first.year, 1, 1};
    return (struct wr_open_query){.from_ms = wr_date_to_ms(year),
                                  .to_ms = wr_date_to_ms(w->last) + WR_DAY_MS};
}

static int count_row(void *arg, const struct wr_open_row *row)
{
    struct work *w = arg;
    wr_buf_clear(&w->line);
    wr_table_sealed_line(w->ctx, wr_open_row_fields, row, &w->line);
    bool good = !w->line.failed && wr_statement_add(&w->sum, row, wr_buf_view(&w->line));
    return good ? 0 : wr_fail(w->ctx, WR_K_limit_reached, WR_S("memory"), WR_S("—"));
}

/** The enterprise asked for by number, as the rows name it; only within the actor's scope. */
static int find_scope(struct wr_tx *tx, struct work *w)
{
    const struct wr_actor *a = &w->ctx->actor;
    int64_t district = 0;
    if (w->enterprise_id == 0)
        return 0;
    int rc = wr_oversight_store_enterprise(tx, w->enterprise_id, &district, &w->scope);
    bool mine =
        a->system || a->enterprise_id == w->enterprise_id ||
        ((a->roles & WR_ROLE_STAFF) != 0 && (a->district_id == 0 || a->district_id == district));
    if (rc == WR_ENOTFOUND || (rc == 0 && !mine))
        return wr_fail(w->ctx, WR_K_not_found, WR_S("该企业 enterprise"));
    return rc;
}

static int month_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    const struct wr_open_query q = rows_of(w);
    int rc = find_scope(tx, w);
    if (rc < 0)
        return rc;
    wr_statement_begin(&w->sum, w->month, w->scope, w->today, w->today);
    rc = wr_open_each_in(tx, &q, count_row, w);
    if (rc == 0 && !wr_statement_end(&w->sum, w->ctx->arena, &w->ret->statement))
        rc = wr_fail(w->ctx, WR_K_limit_reached, WR_S("memory"), WR_S("—"));
    wr_statement_done(&w->sum);
    if (rc == 0)
        rc = wr_audit_span_in(tx, wr_date_to_ms(w->first), q.to_ms, &w->ret->proof);
    return rc;
}

int wr_statement_svc_month(struct wr_ctx *ctx, struct wr_str month,
                           const struct wr_statement_ask *ask, struct wr_statement_reply *ret)
{
    struct work w;
    int rc = read_month(ctx, month, &w);
    if (rc < 0)
        return rc;
    w.scope = ask->enterprise.n > 0 ? ask->enterprise : WR_S("city");
    w.enterprise_id = ask->enterprise_id;
    w.ret = ret;
    wr_buf_init(&w.line, LINE_BYTES_MAX);
    rc = wr_tx_run(ctx, WR_TX_READ, "statement.month", month_tx, &w);
    wr_buf_done(&w.line);
    return rc;
}

/* ---- the rows as a file ------------------------------------------------------------------------- */

static int write_row(void *arg, const struct wr_open_row *row)
{
    struct work *w = arg;
    return wr_table_write(w->writer, row);
}

static int rows_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_open_query q = rows_of(w);
    char from[WR_DATE_TEXT], to[WR_DATE_TEXT];
    bool over = wr_date_to_days(w->last) < wr_date_to_days(w->today);
    wr_date_format(wr_date_of_ms(q.from_ms), from);
    wr_date_format(over ? w->last : w->today, to);
    const struct wr_table_meta meta = {.title = w->ctx->lang == WR_LANG_ZH ? WR_S("入企公示")
                                                                           : WR_S("visits-open"),
                                       .period = wr_arena_printf(w->ctx->arena, "%s..%s", from, to),
                                       .made_ms = wr_ctx_now(w->ctx),
                                       .sealed = true};
    wr_buf_clear(w->out);
    int rc = wr_table_writer_new(w->ctx, WR_TABLE_CSV, wr_open_row_fields, &meta, &w->writer);
    if (rc < 0)
        return rc;
    rc = wr_open_each_in(tx, &q, write_row, w);
    if (rc == 0)
        return wr_table_writer_end(WR_TAKE(w->writer), w->out);
    wr_table_writer_free(WR_TAKE(w->writer));
    return rc;
}

int wr_statement_svc_rows(struct wr_ctx *ctx, struct wr_str month, struct wr_buf *out)
{
    struct work w;
    int rc = read_month(ctx, month, &w);
    w.out = out;
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_READ, "statement.rows", rows_tx, &w);
}
