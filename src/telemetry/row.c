/* The bytes of a row, and what is new in a row that came again. */
#include "telemetry/tele_in.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define FLAG_BITS 7u
#define COMPUTED_BIT 8u
#define ITEMS_MAX 255

const struct wr_enum_item wr_tele_fields[] = {
    {"rtd", WR_TELE_RTD, "实时值", "real-time"},
    {"min", WR_TELE_MIN, "最小值", "lowest"},
    {"avg", WR_TELE_AVG, "平均值", "mean"},
    {"max", WR_TELE_MAX, "最大值", "highest"},
    {"cou", WR_TELE_COU, "累计值", "total"},
    {"zsrtd", WR_TELE_ZS_RTD, "折算实时值", "real-time, converted"},
    {"zsmin", WR_TELE_ZS_MIN, "折算最小值", "lowest, converted"},
    {"zsavg", WR_TELE_ZS_AVG, "折算平均值", "mean, converted"},
    {"zsmax", WR_TELE_ZS_MAX, "折算最大值", "highest, converted"},
    {"rs", WR_TELE_RS, "设施状态", "state of a facility"},
    {"rt", WR_TELE_RT, "设施运行时间", "hours a facility ran"},
    {"data", WR_TELE_DATA, "噪声值", "noise"},
    {"daydata", WR_TELE_DAY_DATA, "昼间值", "noise, day"},
    {"nightdata", WR_TELE_NIGHT_DATA, "夜间值", "noise, night"},
    {"info", WR_TELE_INFO_VALUE, "现场信息", "site information"},
    {"eflag", WR_TELE_EFLAG, "扩充标记", "extended mark"},
    {"other", WR_TELE_OTHER, "其他", "other"},
    {"calc_avg", WR_TELE_CALC_AVG, "复核平均值", "mean, recomputed"},
    {"calc_zsavg", WR_TELE_CALC_ZS_AVG, "复核折算平均值", "converted mean, recomputed"},
    {"calc_cou", WR_TELE_CALC_COU, "复核累计值", "total, recomputed"},
    {0},
};

size_t wr_tele_format(double v, char dst[32])
{
    int n = 0;
    if (!isfinite(v)) {
        memcpy(dst, "NaN", 4);
        return 3;
    }
    for (int digits = 15; digits <= 17; digits++) {
        n = snprintf(dst, 32, "%.*g", digits, v);
        if (strtod(dst, NULL) == v)
            break;
    }
    return (size_t)n;
}

static bool is_computed(const struct wr_tele_value *v)
{
    return v->field >= WR_TELE_CALC_AVG;
}

static bool same_group(const struct wr_tele_value *a, const struct wr_tele_value *b)
{
    return is_computed(a) == is_computed(b) && wr_str_eq(a->factor, b->factor);
}

static bool seen_before(const struct wr_tele_row *row, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (same_group(&row->values[i], &row->values[at]))
            return true;
    return false;
}

static void put_item(struct wr_buf *out, const struct wr_tele_value *v)
{
    char text[32];
    struct wr_str t = v->text;

    if (!t.p)
        t = (struct wr_str){text, wr_tele_format(v->value, text)};
    wr_buf_c(out, (char)v->field);
    wr_buf_c(out, (char)t.n);
    wr_buf_str(out, t);
}

/** Is the value `at` an exact repetition of an earlier one of its group? */
static bool repeats(const struct wr_tele_row *row, size_t from, size_t at)
{
    const struct wr_tele_value *v = &row->values[at];
    for (size_t i = from; i < at; i++) {
        const struct wr_tele_value *o = &row->values[i];
        if (o->field == v->field && same_group(o, v) && o->text.p && v->text.p &&
            wr_str_eq(o->text, v->text))
            return true;
    }
    return false;
}

static void put_group(const struct wr_tele_row *row, size_t first, struct wr_buf *out)
{
    const struct wr_tele_value *f = &row->values[first];
    struct wr_str flag = f->flag;

    for (size_t i = first; i < row->n && flag.n == 0; i++)
        if (same_group(f, &row->values[i]))
            flag = row->values[i].flag;
    wr_buf_c(out, (char)f->factor.n);
    wr_buf_str(out, f->factor);
    wr_buf_c(out, (char)(flag.n | (is_computed(f) ? COMPUTED_BIT : 0)));
    wr_buf_str(out, flag);
    wr_buf_c(out, 1);
    size_t count_at = out->n;
    size_t n = 0;
    wr_buf_c(out, 0);
    for (size_t i = first; i < row->n && n < ITEMS_MAX; i++) {
        if (same_group(f, &row->values[i]) && !repeats(row, first, i)) {
            put_item(out, &row->values[i]);
            n++;
        }
    }
    if (!out->failed)
        out->p[count_at] = (char)n;
}

void wr_tele_encode(const struct wr_tele_row *row, struct wr_buf *out)
{
    for (size_t i = 0; i < row->n; i++) {
        if (i > 0 && same_group(&row->values[i - 1], &row->values[i]))
            continue;
        if (!seen_before(row, i))
            put_group(row, i, out);
    }
}

/** Take n bytes off the front. */
static bool take(struct wr_str *s, size_t n, struct wr_str *ret)
{
    if (s->n < n)
        return false;
    *ret = (struct wr_str){s->p, n};
    s->p += n;
    s->n -= n;
    return true;
}

static bool take_byte(struct wr_str *s, unsigned *ret)
{
    if (s->n == 0)
        return false;
    *ret = (unsigned char)s->p[0];
    s->p++;
    s->n--;
    return true;
}

bool wr_tele_item_next(struct wr_str *items, int *ret_field, struct wr_str *ret_text)
{
    unsigned field = 0;
    unsigned len = 0;

    if (!take_byte(items, &field) || !take_byte(items, &len) || !take(items, len, ret_text))
        return false;
    *ret_field = (int)field;
    return true;
}

int wr_tele_group_next(struct wr_str *body, struct wr_tele_group *ret)
{
    unsigned len = 0;
    unsigned head = 0;
    unsigned version = 0;
    unsigned n = 0;
    int field = 0;
    struct wr_str text;

    if (body->n == 0)
        return 0;
    if (!take_byte(body, &len) || len == 0 || len > WR_TELE_FACTOR_MAX ||
        !take(body, len, &ret->factor) || !take_byte(body, &head) ||
        !take(body, head & FLAG_BITS, &ret->flag) || !take_byte(body, &version) ||
        !take_byte(body, &n))
        return -1;
    ret->computed = (head & COMPUTED_BIT) != 0;
    ret->version = (int)version;
    ret->n = n;
    ret->items.p = body->p;
    for (unsigned i = 0; i < n; i++)
        if (!wr_tele_item_next(body, &field, &text) || field >= WR_TELE_FIELDS_N)
            return -1;
    ret->items.n = (size_t)(body->p - ret->items.p);
    return 1;
}

void wr_tele_group_put(struct wr_buf *out, const struct wr_tele_group *g)
{
    wr_buf_c(out, (char)g->factor.n);
    wr_buf_str(out, g->factor);
    wr_buf_c(out, (char)(g->flag.n | (g->computed ? COMPUTED_BIT : 0)));
    wr_buf_str(out, g->flag);
    wr_buf_c(out, (char)g->version);
    wr_buf_c(out, (char)g->n);
    wr_buf_str(out, g->items);
}

/** Highest version of the group's factor in the stored bodies; -1 when one of them says exactly the same. */
static int known_version(const struct wr_tele_group *g, const struct wr_str *stored, size_t n)
{
    int highest = 0;
    for (size_t i = 0; i < n; i++) {
        struct wr_str body = stored[i];
        struct wr_tele_group o;
        while (wr_tele_group_next(&body, &o) == 1) {
            if (o.computed != g->computed || !wr_str_eq(o.factor, g->factor))
                continue;
            if (wr_str_eq(o.flag, g->flag) && wr_str_eq(o.items, g->items))
                return -1;
            highest = o.version > highest ? o.version : highest;
        }
    }
    return highest;
}

enum wr_tele_outcome wr_tele_merge(struct wr_str body, const struct wr_str *stored, size_t n,
                                   struct wr_buf *out, int32_t *ret_version)
{
    enum wr_tele_outcome outcome = WR_TELE_SAME;
    struct wr_tele_group g;

    *ret_version = 0;
    while (wr_tele_group_next(&body, &g) == 1) {
        int known = known_version(&g, stored, n);
        if (known < 0)
            continue;
        g.version = known < 255 ? known + 1 : 255;
        if (known > 0)
            outcome = WR_TELE_VERSIONED;
        else if (outcome == WR_TELE_SAME)
            outcome = WR_TELE_NEW;
        *ret_version = g.version > *ret_version ? g.version : *ret_version;
        wr_tele_group_put(out, &g);
    }
    return outcome;
}
