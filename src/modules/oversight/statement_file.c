/* The monthly statement from an exported file alone: no database, no trust in who made it. docs/statement.md has the form. */
#include "base/calendar.h"
#include "base/text.h"
#include "modules/oversight/oversight_use.h"

#include <inttypes.h>

#define CELLS_MAX 64
#define HASH_HEX 64

/** A file taken apart: header line, rows with their line ends, trailer line. */
struct parts {
    struct wr_str header, rows, trailer;
};
struct trailer {
    struct wr_date from, to, made;
    bool whole; /* no filter */
    int64_t rows_n;
    struct wr_str seal;
};

static int bad(struct wr_ctx *ctx, const char *zh, const char *en)
{
    return wr_fail(ctx, WR_K_statement_file, wr_str(ctx->lang == WR_LANG_ZH ? zh : en));
}

static int bad_line(struct wr_ctx *ctx, int64_t line, struct wr_str what)
{
    struct wr_str text =
        ctx->lang == WR_LANG_ZH
            ? wr_arena_printf(ctx->arena, "第 %" PRId64 " 行的“" WR_FMT "”有误", line, WR_ARG(what))
            : wr_arena_printf(ctx->arena, "line %" PRId64 ": " WR_FMT " is wrong", line,
                              WR_ARG(what));
    return wr_fail(ctx, WR_K_statement_file, text);
}

static int take_apart(struct wr_ctx *ctx, struct wr_str bytes, struct parts *ret)
{
    struct wr_str rest = bytes;
    if (!wr_str_starts(rest, WR_S("\xEF\xBB\xBF")) || !wr_str_ends(rest, WR_S("\r\n")))
        return bad(ctx, "不是本系统导出的 CSV（xlsx 和 json 不能用来核算）",
                   "it is no CSV of this program (xlsx and json cannot be used)");
    rest = wr_str_sub(rest, 3, rest.n);
    ptrdiff_t end = wr_str_find(rest, WR_S("\r\n"));
    ret->header = wr_str_sub(rest, 0, (size_t)end);
    rest = wr_str_sub(rest, (size_t)end + 2, rest.n);
    if (rest.n < 2)
        return bad(ctx, "没有末尾的说明行", "the closing line is missing");
    size_t at = rest.n - 2;
    while (at > 0 && rest.p[at - 1] != '\n')
        at--;
    ret->rows = wr_str_sub(rest, 0, at);
    ret->trailer = wr_str_sub(rest, at, rest.n - 2 - at);
    return 0;
}

/** What follows `mark` in the line, or the absent slice. */
static struct wr_str after(struct wr_str line, const char *mark)
{
    ptrdiff_t at = wr_str_find(line, wr_str(mark));
    return at < 0 ? (struct wr_str){NULL, 0} : wr_str_sub(line, (size_t)at + strlen(mark), line.n);
}

/** The part up to one of the marks that divide the trailer. */
static struct wr_str upto(struct wr_str s, const char *mark)
{
    ptrdiff_t at = wr_str_find(s, wr_str(mark));
    return at < 0 ? s : wr_str_sub(s, 0, (size_t)at);
}

static bool read_period(struct wr_str s, const char *all, struct trailer *ret)
{
    if (wr_str_eq(s, wr_str(all))) {
        ret->from = (struct wr_date){1900, 1, 1};
        ret->to = ret->made;
        return true;
    }
    return s.n == 22 && wr_str_eq(wr_str_sub(s, 10, 2), WR_S("..")) &&
           wr_date_parse(wr_str_sub(s, 0, 10), &ret->from) &&
           wr_date_parse(wr_str_sub(s, 12, 10), &ret->to);
}

/** `# 期间 …；筛选 …；共 n 行；生成时间 …；SHA-256 …`, or the same in English. */
static int read_trailer(struct wr_ctx *ctx, struct wr_str line, struct trailer *ret)
{
    static const char *const words[2][6] = {
        {"# 期间 ", "；", "筛选 ", "共 ", " 行", "生成时间 "},
        {"# period ", "; ", "filter ", "; ", " rows", "made at "}};
    if (line.n > 1 && line.p[0] == '"')
        line = wr_str_sub(line, 1, line.n - 2);
    bool en = wr_str_starts(line, wr_str(words[1][0]));
    const char *const *w = words[en];
    int64_t made_ms = 0;
    struct wr_str filter = after(line, w[2]);
    struct wr_str rows = en ? after(filter, "; ") : after(line, w[3]);
    ret->seal = after(line, "SHA-256 ");
    bool good = wr_str_starts(line, wr_str(w[0])) && ret->seal.n == HASH_HEX &&
                wr_str_i64(upto(rows, w[4]), &ret->rows_n) &&
                wr_stamp_parse(upto(after(line, w[5]), w[1]), &made_ms);
    ret->made = wr_date_of_ms(made_ms);
    ret->whole = wr_str_eq(upto(filter, w[1]), en ? WR_S("all") : WR_S("全部"));
    if (!good || !read_period(upto(after(line, w[0]), w[1]), en ? "all" : "全部", ret))
        return bad(ctx, "末尾的说明行读不出来（须为 visits-open 的 CSV）",
                   "the closing line cannot be read (it must be a CSV of visits-open)");
    return 0;
}

/** One cell, quotes taken off, and where the next begins; *rest is absent behind the last. */
static struct wr_str cut_cell(struct wr_arena *a, struct wr_str *rest)
{
    if (rest->n == 0 || rest->p[0] != '"')
        return wr_str_cut(rest, ',');
    char *out = wr_arena_alloc(a, rest->n);
    size_t n = 0;
    size_t i = 1;
    for (; out != NULL && i < rest->n; i++) {
        if (rest->p[i] == '"' && (i + 1 == rest->n || rest->p[i + 1] != '"'))
            break;
        i += rest->p[i] == '"';
        out[n++] = rest->p[i];
    }
    bool more = i + 1 < rest->n && rest->p[i + 1] == ',';
    *rest = more ? wr_str_sub(*rest, i + 2, rest->n) : (struct wr_str){NULL, 0};
    bool guarded = n > 1 && out[0] == '\'' && strchr("=+-@\t\r", out[1]) != NULL;
    return guarded ? (struct wr_str){out + 1, n - 1} : (struct wr_str){out, n};
}

static int check_header(struct wr_ctx *ctx, struct wr_str header)
{
    for (const struct wr_field *f = wr_open_row_fields; f->name != NULL; f++) {
        struct wr_str cell = header.p != NULL ? cut_cell(ctx->arena, &header) : header;
        if (!wr_str_eq(cell, wr_str(f->name)) && !wr_str_eq(cell, wr_str(f->zh)))
            return bad_line(ctx, 1, wr_str(f->name));
    }
    return header.p == NULL ? 0 : bad_line(ctx, 1, header);
}

static int read_row(struct wr_ctx *ctx, struct wr_str line, int64_t no, struct wr_open_row *ret)
{
    *ret = (struct wr_open_row){0};
    for (const struct wr_field *f = wr_open_row_fields; f->name != NULL; f++) {
        struct wr_str cell = line.p != NULL ? cut_cell(ctx->arena, &line) : line;
        bool given = cell.n > 0 || (f->flags & WR_FF_OPT) == 0;
        if (given && !wr_field_from_text(ctx, f, cell, wr_str(f->name), ret)) {
            wr_err_reset(ctx);
            return bad_line(ctx, no, wr_str(f->name));
        }
    }
    return line.p == NULL ? 0 : bad_line(ctx, no, line);
}

static int count_rows(struct wr_ctx *ctx, struct wr_str rows, const struct trailer *t,
                      struct wr_statement_sum *sum)
{
    int64_t n = 0;
    while (rows.n > 0) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        struct wr_open_row row;
        ptrdiff_t end = wr_str_find(rows, WR_S("\r\n"));
        if (end < 0)
            return bad_line(ctx, n + 2, WR_S("CRLF"));
        int rc = read_row(ctx, wr_str_sub(rows, 0, (size_t)end), n + 2, &row);
        if (rc < 0)
            return rc;
        if (!wr_statement_add(sum, &row, wr_str_sub(rows, 0, (size_t)end + 2)))
            return wr_fail(ctx, WR_K_limit_reached, WR_S("memory"), WR_S("—"));
        rows = wr_str_sub(rows, (size_t)end + 2, rows.n);
        n += 1;
        wr_arena_rewind(ctx->arena, mark);
    }
    return n == t->rows_n ? 0 : bad(ctx, "行数与说明行不符", "the number of rows is not as told");
}

static int check_seal(struct wr_ctx *ctx, struct wr_str rows, const struct trailer *t)
{
    uint8_t hash[WR_SHA256];
    wr_sha256(rows.p, rows.n, hash);
    if (!wr_str_eq(wr_hex(ctx->arena, hash, sizeof hash), t->seal))
        return bad(ctx, "各行的 SHA-256 与说明行不符：文件被改动过",
                   "the SHA-256 of the rows is not as told: the file was altered");
    if (!t->whole)
        return bad(ctx, "文件只含部分数据（有筛选条件）",
                   "the file holds a part only (a filter was set)");
    return 0;
}

/** Does the file reach from 1 January into the month? */
static int check_period(struct wr_ctx *ctx, const struct trailer *t, struct wr_date first)
{
    int32_t year = wr_date_to_days((struct wr_date){first.year, 1, 1});
    if (wr_date_to_days(t->from) > year || wr_date_to_days(t->to) < wr_date_to_days(first))
        return bad(ctx, "文件的期间没有覆盖当年 1 月 1 日至该月（用 --from 和 --to 重新导出）",
                   "its period does not reach from 1 January to that month (export again with "
                   "--from and --to)");
    return 0;
}

int wr_statement_from_file(struct wr_ctx *ctx, struct wr_str bytes, struct wr_str month,
                           struct wr_str scope, struct wr_statement *ret)
{
    struct parts p;
    struct trailer t = {0};
    struct wr_date first, last;
    if (!wr_statement_month(month, &first, &last)) {
        wr_fault(ctx, WR_S("month"), WR_K_statement_month, month);
        return wr_faults_end(ctx);
    }
    int rc = take_apart(ctx, bytes, &p);
    if (rc == 0)
        rc = read_trailer(ctx, p.trailer, &t);
    if (rc == 0)
        rc = check_header(ctx, p.header);
    if (rc == 0)
        rc = check_seal(ctx, p.rows, &t);
    if (rc == 0)
        rc = check_period(ctx, &t, first);
    if (rc < 0)
        return rc;
    struct wr_statement_sum sum;
    wr_statement_begin(&sum, month, scope, t.to, t.made);
    rc = count_rows(ctx, p.rows, &t, &sum);
    if (rc == 0 && !wr_statement_end(&sum, ctx->arena, ret))
        rc = wr_fail(ctx, WR_K_limit_reached, WR_S("memory"), WR_S("—"));
    wr_statement_done(&sum);
    return rc;
}
