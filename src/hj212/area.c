/* The data area: `name=value` items, `;` between factors and `,` within one. The hot path of the library. */
#include "hj212/parse_int.h"

/* Second halves of names of up to 7 characters, as little-endian words, in a perfect hash. */
#define SUFFIX_FACTOR UINT64_C(0x46108B43F7BE93AF)
struct suffix {
    uint64_t text;
    enum hj212_field field;
};
static const struct suffix suffixes[32] = {
    [1] = {UINT64_C(0x6F666E49), HJ212_F_INFO},           /* Info */
    [5] = {UINT64_C(0x756F43), HJ212_F_COU},              /* Cou */
    [7] = {UINT64_C(0x647452735A), HJ212_F_ZSRTD},        /* ZsRtd */
    [8] = {UINT64_C(0x67616C46), HJ212_F_FLAG},           /* Flag */
    [9] = {UINT64_C(0x6E694D735A), HJ212_F_ZSMIN},        /* ZsMin */
    [10] = {UINT64_C(0x647452), HJ212_F_RTD},             /* Rtd */
    [13] = {UINT64_C(0x677641735A), HJ212_F_ZSAVG},       /* ZsAvg */
    [14] = {UINT64_C(0x677641), HJ212_F_AVG},             /* Avg */
    [17] = {UINT64_C(0x616C41), HJ212_F_ALA},             /* Ala */
    [18] = {UINT64_C(0x67616C4645), HJ212_F_EFLAG},       /* EFlag */
    [19] = {UINT64_C(0x78614D), HJ212_F_MAX},             /* Max */
    [22] = {UINT64_C(0x6E694D), HJ212_F_MIN},             /* Min */
    [23] = {UINT64_C(0x61746144), HJ212_F_DATA},          /* Data */
    [24] = {UINT64_C(0x4E53), HJ212_F_SN},                /* SN */
    [25] = {UINT64_C(0x5352), HJ212_F_RS},                /* RS */
    [26] = {UINT64_C(0x78614D735A), HJ212_F_ZSMAX},       /* ZsMax */
    [27] = {UINT64_C(0x5452), HJ212_F_RT},                /* RT */
    [29] = {UINT64_C(0x65756C61567055), HJ212_F_UPVALUE}, /* UpValue */
    [30] = {UINT64_C(0x61746144796144), HJ212_F_DAYDATA}, /* DayData */
};

static const bool is_numeric[HJ212_FIELDS] = {
#define HJ212_X(id, text, number) [HJ212_F_##id] = (number) != 0,
    HJ212_FIELD_LIST(HJ212_X)
#undef HJ212_X
};

static const uint64_t low7 = UINT64_C(0x7F7F7F7F7F7F7F7F);
static const uint64_t hyphens = UINT64_C(0x2D2D2D2D2D2D2D2D);

/** A name taken apart. */
struct name {
    const char *p;
    size_t n;
    size_t code_n;
    enum hj212_field field;
};

/* ---- names ------------------------------------------------------------------------------------- */
/** `LA-Rtd-Rtd`. */
static void drop_doubled(struct parser *q, struct name *ret)
{
    size_t suffix_n = ret->n - ret->code_n; /* with its hyphen */
    if (ret->code_n > suffix_n &&
        memcmp(ret->p + ret->code_n - suffix_n, ret->p + ret->code_n, suffix_n) == 0) {
        parser_use(q, HJ212_L_DOUBLE_SUFFIX);
        ret->code_n -= suffix_n;
    }
}

/** The last hyphen whose right side is a known second half; codes may hold hyphens themselves. */
static void split_slowly(struct parser *q, struct name *ret)
{
    for (size_t i = ret->n; i > 1; i--) {
        if (ret->p[i - 1] != '-') {
            continue;
        }
        struct hj212_str text = {ret->p + i, ret->n - i};
        enum hj212_field f = hj212_field_of(text);
        if (f == HJ212_F_PLAIN) {
            continue;
        }
        if (f != HJ212_F_INFOID && !hj212_eq(text, hj212_field_name(f))) {
            parser_use(q, HJ212_L_KEY_CASE);
        }
        ret->field = f;
        ret->code_n = i - 1;
        drop_doubled(q, ret);
        return;
    }
}

/** Second halves of up to 7 characters: found in the 8 bytes that end the name. */
static inline void split_name(struct parser *q, struct name *ret)
{
    size_t end = (size_t)(ret->p - q->p) + ret->n;
    ret->field = HJ212_F_PLAIN;
    ret->code_n = 0;
    if (end >= 8) {
        uint64_t w = hj212_load64(q->p + end - 8);
        uint64_t x = w ^ hyphens;
        uint64_t found = ~(((x & low7) + low7) | x | low7);
        if (found != 0) {
            unsigned at = 7 - ((unsigned)__builtin_clzll(found) >> 3); /* byte of the last hyphen */
            uint64_t text = w >> (8 * at) >> 8;
            const struct suffix *s = &suffixes[(text * SUFFIX_FACTOR) >> 59];
            size_t behind = 7 - at;
            if (s->text == text && text != 0 && behind + 1 < ret->n) {
                ret->field = s->field;
                ret->code_n = ret->n - behind - 1;
                if (__builtin_expect(
                        ret->code_n > behind + 1 && ret->p[ret->code_n - behind - 1] == '-', 0)) {
                    drop_doubled(q, ret);
                }
                return;
            }
        }
    }
    split_slowly(q, ret);
}

/* ---- groups ------------------------------------------------------------------------------------ */
static bool occurred(const struct hj212_msg *m, const struct name *name)
{
    for (size_t i = 0; i < m->n_groups; i++) {
        const struct hj212_group *g = &m->groups[i];
        if (g->code_n == name->code_n && (g->fields >> name->field & 1) != 0 &&
            memcmp(g->code, name->p, name->code_n) == 0) {
            return true;
        }
    }
    return false;
}

static void new_group(struct parser *q, const struct name *name, uint64_t key)
{
    struct hj212_msg *m = q->msg;
    uint64_t bit = UINT64_C(1) << ((key * SUFFIX_FACTOR) >> 58);
    if ((q->code_bits & bit) != 0 && occurred(m, name)) {
        parser_use(q, HJ212_L_DUPLICATE);
    }
    q->code_bits |= bit;
    q->code_key = key;
    m->groups[m->n_groups++] = (struct hj212_group){
        .code = name->p, .code_n = (uint16_t)name->code_n, .first = (uint16_t)m->n_items};
}

/** The group of a factor's item: the last one, or a new one. */
static inline struct hj212_group *group_of(struct parser *q, const struct name *name, bool comma)
{
    struct hj212_msg *m = q->msg;
    size_t at = (size_t)(name->p - q->p);
    uint64_t key;
    if (name->code_n < 8 && at + 8 <= q->n) {
        key = hj212_load64(name->p) & ~(~UINT64_C(0) << (8 * name->code_n));
    } else {
        key = hj212_load_n(name->p, name->code_n < 8 ? name->code_n : 8);
    }
    struct hj212_group *g = &m->groups[m->n_groups > 0 ? m->n_groups - 1 : 0];
    if (m->n_groups > 0 && key == q->code_key && g->code_n == name->code_n &&
        g->first + g->n == m->n_items &&
        (name->code_n <= 8 || memcmp(g->code, name->p, name->code_n) == 0)) {
        if ((g->fields >> name->field & 1) == 0) {
            return g;
        }
        parser_use(q, HJ212_L_DUPLICATE);
    } else if (comma) {
        parser_use(q, HJ212_L_COMMA);
    }
    new_group(q, name, key);
    return &m->groups[m->n_groups - 1];
}

/* ---- values ------------------------------------------------------------------------------------ */
static bool slow_number(struct parser *q, struct hj212_str value, double *ret)
{
    if (value.n == 0) {
        return false; /* told as empty_value */
    }
    if (hj212_number(value, true, ret)) {
        return true;
    }
    if (hj212_number(value, false, ret)) {
        parser_use(q, HJ212_L_NUMBER_FORM);
        return true;
    }
    if (!q->text_values) {
        parser_use(q, HJ212_L_TEXT_VALUE);
    }
    return false;
}

static inline bool number(struct parser *q, struct hj212_str value, double *ret)
{
    size_t sign = value.n > 0 && *value.p == '-';
    if ((size_t)(value.p + value.n - q->p) >= 8 &&
        hj212_short_number(value.p + sign, value.n - sign, ret)) {
        *ret = sign != 0 ? -*ret : *ret;
        return true;
    }
    return slow_number(q, value, ret);
}

static void check_time(struct parser *q, struct hj212_str value)
{
    int64_t ms;
    if (!hj212_time_ms(value, &ms)) {
        parser_use(q, HJ212_L_TIME_FORMAT);
    } else if (value.n == 17) {
        parser_use(q, HJ212_L_TIME17);
    }
}

/* ---- items ------------------------------------------------------------------------------------- */
/** Names without a factor, and what the standard says of them. */
static void plain_item(struct parser *q, const struct name *name, struct hj212_str value,
                       bool comma)
{
    static const char *const times[] = {"SystemTime", "BeginTime", "EndTime", "RestartTime",
                                        "AlarmTime"};
    struct hj212_msg *m = q->msg;
    struct hj212_str text = {name->p, name->n};
    bool repeats = m->dialect == HJ212_2005 &&
                   (hj212_eq_nocase(text, "PolId") || hj212_eq_nocase(text, "CTime"));
    for (size_t i = 0; i < m->n_items && !repeats; i++) {
        const struct hj212_item *it = &m->items[i];
        if (it->field == HJ212_F_PLAIN && it->name_n == name->n &&
            memcmp(it->name, name->p, name->n) == 0) {
            parser_use(q, HJ212_L_DUPLICATE);
            break;
        }
    }
    if (comma && !q->commas) {
        parser_use(q, HJ212_L_COMMA);
    }
    if (hj212_eq_nocase(text, "DataTime")) {
        if (!hj212_eq(text, "DataTime")) {
            parser_use(q, HJ212_L_KEY_CASE);
        }
        m->data_time = m->data_time.p == NULL ? value : m->data_time;
        check_time(q, value);
        return;
    }
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        if (hj212_eq(text, times[i])) {
            check_time(q, value);
        }
    }
}

static inline void add_item(struct parser *q, struct name *name, struct hj212_str value, bool comma)
{
    struct hj212_msg *m = q->msg;
    struct hj212_item *item = &m->items[m->n_items];
    uint16_t group = UINT16_MAX;
    double v = __builtin_nan("");
    bool is_number = false;
    if (value.n == 0) {
        parser_use(q, HJ212_L_EMPTY_VALUE);
    }
    split_name(q, name);
    if (name->field == HJ212_F_PLAIN) {
        plain_item(q, name, value, comma);
    } else {
        struct hj212_group *g = group_of(q, name, comma);
        g->fields |= UINT32_C(1) << name->field;
        g->n++;
        group = (uint16_t)(m->n_groups - 1);
        if (is_numeric[name->field]) {
            is_number = !q->profile->lazy_numbers && number(q, value, &v);
        } else if (name->field == HJ212_F_FLAG) {
            g->flag = value.p;
            g->flag_n = (uint16_t)value.n;
        } else if (name->field == HJ212_F_SAMPLETIME || name->field == HJ212_F_COMPLETETIME) {
            check_time(q, value);
        }
    }
    *item = (struct hj212_item){.number = v,
                                .name = name->p,
                                .value = value.p,
                                .name_n = (uint16_t)name->n,
                                .code_n = (uint16_t)name->code_n,
                                .value_n = (uint16_t)value.n,
                                .group = group,
                                .field = (uint8_t)name->field,
                                .is_number = is_number};
    m->n_items++;
}

static struct hj212_str trimmed(struct parser *q, struct hj212_str s)
{
    struct hj212_str t = hj212_trim(s);
    if (t.n != s.n) {
        parser_use(q, HJ212_L_BLANKS);
    }
    return t;
}

/** Offset of the separator behind a value that starts at `from`; q->end: there is none. */
static inline size_t value_end(struct parser *q, size_t from)
{
    const char *p = q->p;
    size_t after = from;
    if (from + 1 < q->end && p[from] == '/' && p[from + 1] == '/') {
        /* Text between two `//`: commas and semicolons inside are text. */
        const char *close = memmem(p + from + 2, q->end - from - 2, "//", 2);
        after = close != NULL ? (size_t)(close - p) + 2 : from;
    }
    size_t at = marks_next(&q->marks);
    while (at < after || (at < q->end && p[at] == '=')) {
        at = marks_next(&q->marks);
    }
    return at < q->end ? at : q->end;
}

/** A separator where a name should be, or a name without value. @return false: nothing to keep */
static bool odd_item(struct parser *q, struct hj212_str name, size_t at)
{
    name = hj212_trim(name);
    if (name.n == 0) {
        bool closing = at == q->end;
        if (!closing || q->p[at - 1] == ';' || q->p[at - 1] == ',') {
            parser_use(q, closing ? HJ212_L_TRAILING : HJ212_L_EMPTY_ITEM);
        } else {
            parser_use(q, HJ212_L_BLANKS);
        }
        return false;
    }
    parser_use(q, HJ212_L_EMPTY_ITEM);
    return true;
}

enum hj212_error hj212_parse_area(struct parser *q)
{
    const char *p = q->p;
    bool comma = false;
    for (size_t start = q->area; start < q->end;) {
        if (q->msg->n_items == HJ212_ITEMS_MAX) {
            return HJ212_EITEMS;
        }
        size_t eq = marks_next(&q->marks);
        eq = eq < q->end ? eq : q->end;
        struct name name = {.p = p + start, .n = eq - start};
        struct hj212_str value = {p + eq, 0};
        size_t stop = eq;
        if (__builtin_expect(eq == q->end || p[eq] != '=', 0)) {
            if (!odd_item(q, (struct hj212_str){name.p, name.n}, eq)) {
                start = eq + 1;
                continue;
            }
        } else {
            stop = value_end(q, eq + 1);
            value = (struct hj212_str){p + eq + 1, stop - eq - 1};
        }
        if (__builtin_expect(q->blanks, 0)) {
            struct hj212_str t = trimmed(q, (struct hj212_str){name.p, name.n});
            name.p = t.p;
            name.n = t.n;
            value = trimmed(q, value);
        }
        add_item(q, &name, value, comma);
        comma = stop < q->end && p[stop] == ',';
        start = stop + 1;
        if (start == q->end) { /* a separator was the last character */
            parser_use(q, HJ212_L_TRAILING);
        }
    }
    return HJ212_OK;
}
