/* CSV: a cursor over the whole text, one row at a time. */
#include "codec/table_rows.h"

#include "base/text.h"

#include <inttypes.h>

#define SEPARATOR_LOOK_BYTES 4096

struct csv {
    struct wr_ctx *ctx;
    struct wr_str text;
    size_t at;
    char sep;
    int64_t line; /* number of the row under way, from 1 */
    struct wr_str cells[WR_TABLE_COLS_MAX];
    size_t n;
};

/** Which of comma, tab, semicolon stands most often outside quotes in the first row that has any. */
static char find_separator(struct wr_str text)
{
    static const char seps[] = {',', '\t', ';'};
    size_t count[sizeof(seps)] = {0};
    bool quoted = false;
    for (size_t i = 0; i < text.n && i < SEPARATOR_LOOK_BYTES; i++) {
        char c = text.p[i];
        if (c == '"')
            quoted = !quoted;
        for (size_t k = 0; k < sizeof(seps) && !quoted; k++)
            count[k] += c == seps[k];
        bool any = count[0] + count[1] + count[2] > 0;
        if (!quoted && any && (c == '\n' || c == '\r'))
            break;
    }
    size_t best = 0;
    for (size_t k = 1; k < sizeof(seps); k++)
        if (count[k] > count[best])
            best = k;
    return seps[best];
}

static int unbalanced(const struct csv *c)
{
    return wr_fail(c->ctx, WR_K_table_quote, wr_arena_printf(c->ctx->arena, "%" PRId64, c->line));
}

/** Slice with doubled quotes made single. */
static struct wr_str undouble(struct csv *c, struct wr_str s)
{
    char *p = wr_arena_alloc(c->ctx->arena, s.n + 1);
    size_t n = 0;
    if (p == NULL)
        return (struct wr_str){NULL, 0};
    for (size_t i = 0; i < s.n; i++) {
        p[n++] = s.p[i];
        if (s.p[i] == '"')
            i++;
    }
    return (struct wr_str){p, n};
}

/** A cell that begins with a quote; the cursor stands behind that quote. */
static int quoted_cell(struct csv *c, struct wr_str *ret)
{
    size_t from = c->at;
    bool doubled = false;
    for (;; c->at++) {
        if (c->at >= c->text.n)
            return unbalanced(c);
        if (c->text.p[c->at] != '"')
            continue;
        if (c->at + 1 >= c->text.n || c->text.p[c->at + 1] != '"')
            break;
        doubled = true;
        c->at++;
    }
    struct wr_str raw = wr_str_sub(c->text, from, c->at - from);
    *ret = doubled ? undouble(c, raw) : raw;
    c->at++;
    while (c->at < c->text.n && c->text.p[c->at] == ' ')
        c->at++;
    bool ends = c->at >= c->text.n || c->text.p[c->at] == c->sep || c->text.p[c->at] == '\n' ||
                c->text.p[c->at] == '\r';
    if (!ends)
        return unbalanced(c);
    return ret->p != NULL ? 0 : wr_table_memory(c->ctx);
}

static int plain_cell(struct csv *c, struct wr_str *ret)
{
    size_t from = c->at;
    while (c->at < c->text.n && c->text.p[c->at] != c->sep && c->text.p[c->at] != '\n' &&
           c->text.p[c->at] != '\r')
        c->at++;
    *ret = wr_str_sub(c->text, from, c->at - from);
    return 0;
}

/** A guard that an export put before a formula character (' before = + - @) is taken off again. */
static struct wr_str without_guard(struct wr_str s)
{
    bool guarded = s.n > 1 && s.p[0] == '\'' && strchr("=+-@\t\r", s.p[1]) != NULL;
    return guarded ? wr_str_sub(s, 1, s.n) : s;
}

/** One row; the cursor ends behind its line end. */
static int read_row(struct csv *c)
{
    c->n = 0;
    for (;;) {
        struct wr_str cell;
        int rc;
        if (c->at < c->text.n && c->text.p[c->at] == '"') {
            c->at++;
            rc = quoted_cell(c, &cell);
        } else {
            rc = plain_cell(c, &cell);
        }
        if (rc == 0)
            rc = wr_cell_check(c->ctx, cell, c->line);
        if (rc != 0)
            return rc;
        if (c->n < WR_TABLE_COLS_MAX)
            c->cells[c->n] = without_guard(cell);
        if (c->n++ >= WR_TABLE_COLS_MAX && wr_str_trim(cell).n > 0)
            return wr_fail(c->ctx, WR_K_limit_reached, WR_S("columns"), WR_S("200"));
        if (c->at >= c->text.n || c->text.p[c->at] != c->sep)
            break;
        c->at++;
    }
    if (c->at < c->text.n && c->text.p[c->at] == '\r')
        c->at++;
    if (c->at < c->text.n && c->text.p[c->at] == '\n')
        c->at++;
    return 0;
}

int wr_csv_rows(struct wr_ctx *ctx, struct wr_str text, struct wr_rows *ret)
{
    struct csv c = {.ctx = ctx, .text = text, .sep = find_separator(text)};
    *ret = (struct wr_rows){0};
    while (c.at < c.text.n) {
        c.line++;
        int rc = read_row(&c);
        size_t n = c.n < WR_TABLE_COLS_MAX ? c.n : WR_TABLE_COLS_MAX;
        if (rc == 0)
            rc = wr_rows_add(ctx, ret, c.cells, n, c.line);
        if (rc != 0)
            return rc;
    }
    return 0;
}
