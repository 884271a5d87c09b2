#include "rules/workdays.h"

#include <stdlib.h>

#define EXCEPTIONS_MAX 1000

/** A day that is not what its weekday says. */
struct row {
    struct wr_str day;
    bool works;
    struct wr_str name_zh, citation;
};
static const struct wr_field row_fields[] = {
    WR_DATE(struct row, day, "日期", "the day"),
    WR_BOOL(struct row, works, "上班", "true: a weekend day that is worked; false: a free weekday"),
    WR_TEXT(struct row, name_zh, 1, 60, "名称", "name of the holiday"),
    WR_TEXT(struct row, citation, 1, 200, "依据", "the notice, with its number"),
    {0},
};
struct body {
    struct wr_list exceptions; /* struct row */
    struct wr_workdays days;
};
static const struct wr_field body_fields[] = {
    WR_LIST(struct body, exceptions, 0, EXCEPTIONS_MAX, row_fields, struct row, "节假日和调休",
            "days that are not what their weekday says"),
    {0},
};

static int by_day(const void *a, const void *b)
{
    const struct wr_holiday *x = a, *y = b;
    return (x->day > y->day) - (x->day < y->day);
}

static bool take_row(struct wr_ctx *ctx, const struct row *r, size_t i, struct wr_holiday *ret)
{
    struct wr_date d;
    struct wr_str path = wr_arena_printf(ctx->arena, "body.exceptions[%zu].day", i);
    if (!wr_date_parse(r->day, &d))
        return false; /* the field table told it */
    *ret = (struct wr_holiday){wr_date_to_days(d), r->works};
    if (r->works == (wr_date_weekday(d) <= 5)) {
        wr_fault(ctx, path, WR_K_rules_plain_day, r->day);
        return false;
    }
    return true;
}

static int parse(struct wr_ctx *ctx, const struct wr_pack *pack, const void **ret_typed)
{
    struct body *b = wr_arena_new(ctx->arena, struct body);
    if (!b)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_json_into(ctx, pack->body, WR_S("body"), body_fields, b, sizeof(*b));
    if (rc < 0)
        return rc;
    const struct row *rows = b->exceptions.p;
    struct wr_holiday *h = wr_arena_array(ctx->arena, b->exceptions.n + 1, sizeof(*h));
    if (!h)
        return wr_fail(ctx, WR_K_memory);
    size_t n = 0;
    for (size_t i = 0; i < b->exceptions.n; i++)
        n += take_row(ctx, &rows[i], i, &h[n]);
    qsort(h, n, sizeof(*h), by_day);
    for (size_t i = 1; i < n; i++) {
        if (h[i].day == h[i - 1].day) {
            char z[WR_DATE_TEXT];
            wr_date_format(wr_date_from_days(h[i].day), z);
            struct wr_str day = wr_arena_dup(ctx->arena, wr_str(z));
            wr_fault(ctx, WR_S("body.exceptions"), WR_K_rules_row_twice, day, day);
        }
    }
    b->days = (struct wr_workdays){h, n};
    rc = wr_faults_end(ctx);
    if (rc == 0)
        *ret_typed = b;
    return rc;
}

/* ---- worked examples: the n-th working day after a day ------------------------------------------ */

struct example {
    struct wr_str name, from, day;
    int64_t workdays;
};
static const struct wr_field example_fields[] = {
    WR_TEXT(struct example, name, 1, 120, "算例", "name"),
    WR_DATE(struct example, from, "起算日", "day of the act, which does not count"),
    WR_I64(struct example, workdays, 0, 400, "工作日", "how many"),
    WR_DATE(struct example, day, "到期日", "the day that must come out"),
    {0},
};

static int run_example(struct wr_ctx *ctx, const struct wr_pack *pack,
                       const struct wr_json *example, struct wr_str path, struct wr_str *ret_diff)
{
    const struct body *b = pack->typed;
    struct example e;
    struct wr_date from;
    int rc = wr_json_into(ctx, example, path, example_fields, &e, sizeof(e));
    if (rc < 0 || !wr_date_parse(e.from, &from))
        return rc;
    char z[WR_DATE_TEXT];
    wr_date_format(wr_add_workdays(&b->days, from, (int32_t)e.workdays), z);
    *ret_diff = wr_str_eq(wr_str(z), e.day) ? (struct wr_str){NULL, 0}
                                            : wr_arena_printf(ctx->arena, "到期日为 %s", z);
    return 0;
}

static void describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    (void)ctx;
    const struct body *b = pack->typed;
    const struct row *rows = b->exceptions.p;
    wr_buf_lit(out, "\n周一至周五为工作日，下列日期除外：\n");
    for (size_t i = 0; i < b->exceptions.n; i++)
        wr_buf_printf(out, "  " WR_FMT "　%s　" WR_FMT "（" WR_FMT "）\n", WR_ARG(rows[i].day),
                      rows[i].works ? "上班" : "放假", WR_ARG(rows[i].name_zh),
                      WR_ARG(rows[i].citation));
    if (b->exceptions.n == 0)
        wr_buf_lit(out, "  （未录入）\n");
}

const struct wr_pack_kind wr_workdays_kind = {
    .kind = WR_WORKDAYS_KIND,
    .body = body_fields,
    .parse = parse,
    .run_example = run_example,
    .describe = describe,
};

const struct wr_workdays *wr_rules_workdays(const struct wr_rules *r, int64_t at_ms)
{
    static const struct wr_workdays plain;
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(at_ms), day);
    const struct wr_pack *p = r ? wr_rules_in_force(r, WR_S(WR_WORKDAYS_KIND), wr_str(day)) : NULL;
    const struct body *b = p ? p->typed : NULL;
    return b ? &b->days : &plain;
}
