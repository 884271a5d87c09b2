/* The data area: `name=value` items, `;` between factors and `,` within one. The hot path of the library. */
#include "hj212/parse_int.h"

/* What a value is to be. */
enum kind { KIND_TEXT, KIND_NUMBER, KIND_MARK, KIND_TIME };

/* Second halves of names of 3 or 4 characters, as little-endian words, in a perfect hash. */
#define SUFFIX_FACTOR UINT32_C(0xF4BEA973)
struct suffix {
    uint32_t text;
    uint16_t field;
    uint16_t kind; /* enum kind */
};
static const struct suffix suffixes[16] = {
    [1] = {0x6F666E49, HJ212_F_INFO, KIND_TEXT},   /* Info */
    [2] = {0x756F43, HJ212_F_COU, KIND_NUMBER},    /* Cou */
    [3] = {0x677641, HJ212_F_AVG, KIND_NUMBER},    /* Avg */
    [4] = {0x78614D, HJ212_F_MAX, KIND_NUMBER},    /* Max */
    [9] = {0x61746144, HJ212_F_DATA, KIND_NUMBER}, /* Data */
    [10] = {0x6E694D, HJ212_F_MIN, KIND_NUMBER},   /* Min */
    [12] = {0x616C41, HJ212_F_ALA, KIND_NUMBER},   /* Ala */
    [13] = {0x67616C46, HJ212_F_FLAG, KIND_MARK},  /* Flag */
    [15] = {0x647452, HJ212_F_RTD, KIND_NUMBER},   /* Rtd */
};

static const uint8_t kinds[HJ212_FIELDS] = {
#define HJ212_X(id, text, number) [HJ212_F_##id] = (number) != 0 ? KIND_NUMBER : KIND_TEXT,
    HJ212_FIELD_LIST(HJ212_X)
#undef HJ212_X
};

/** The first n (0 … 7) bytes of a little-endian word. */
static const uint64_t first_bytes[8] = {0,
                                        UINT64_C(0xFF),
                                        UINT64_C(0xFFFF),
                                        UINT64_C(0xFFFFFF),
                                        UINT64_C(0xFFFFFFFF),
                                        UINT64_C(0xFFFFFFFFFF),
                                        UINT64_C(0xFFFFFFFFFFFF),
                                        UINT64_C(0xFFFFFFFFFFFFFF)};

/** A name taken apart. */
struct name {
    const char *p;
    size_t n;
    size_t code_n;
    uint32_t field;
    uint32_t kind;
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

static enum kind kind_of(enum hj212_field f)
{
    if (f == HJ212_F_FLAG) {
        return KIND_MARK;
    }
    bool time = f == HJ212_F_SAMPLETIME || f == HJ212_F_COMPLETETIME;
    return time ? KIND_TIME : (enum kind)kinds[f];
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
        ret->kind = kind_of(f);
        ret->code_n = i - 1;
        drop_doubled(q, ret);
        return;
    }
}

/** The usual second halves have 3 or 4 characters: one load, one table look-up. */
static inline void split_name(struct parser *q, struct name *ret)
{
    /* `CP=&&` stands before the area, so 5 bytes are there in any case. */
    const char *end = ret->p + ret->n;
    uint32_t text = hj212_load32(end - 4);
    size_t behind = 4;
    if ((text & 0xFF) == '-') {
        text >>= 8;
        behind = 3;
    } else if (__builtin_expect(end[-5] != '-', 0)) {
        split_slowly(q, ret);
        return;
    }
    const struct suffix *s = &suffixes[(uint32_t)(text * SUFFIX_FACTOR) >> 28];
    size_t code_n = ret->n - behind - 1;
    if (__builtin_expect(s->text != text || code_n - 1 >= ret->n, 0)) {
        split_slowly(q, ret);
        return;
    }
    ret->field = s->field;
    ret->kind = s->kind;
    ret->code_n = code_n;
    if (code_n > behind + 1 && __builtin_expect(ret->p[code_n - behind - 1] == '-', 0)) {
        drop_doubled(q, ret);
    }
}

/* ---- groups ------------------------------------------------------------------------------------ */
/** The group under way. Lives in registers; the message has it when it is closed. */
#define KEY_LONG (UINT64_C(8) << 56)
struct run {
    struct hj212_group *group; /* NULL: none */
    uint64_t key;              /* a code of up to 7 bytes, and its length as the highest byte */
    size_t code_n;
    uint32_t fields;
    uint32_t index;
};

static bool occurred(const struct hj212_msg *m, const struct name *name)
{
    for (size_t i = 0; i < m->n_groups; i++) {
        const struct hj212_group *g = &m->groups[i];
        if (g->code_n == name->code_n && name->field != HJ212_F_INFOID &&
            (g->fields >> name->field & 1) != 0 && memcmp(g->code, name->p, name->code_n) == 0) {
            return true;
        }
    }
    return false;
}

static void close_group(struct parser *q, struct run *run, size_t n_items)
{
    if (run->group != NULL) {
        run->group->fields = run->fields;
        run->group->n = (uint16_t)(n_items - run->group->first);
        run->group = NULL;
        run->key = 0;
    }
    q->msg->n_items = n_items;
}

static void open_group(struct parser *q, struct run *run, const struct name *name, uint64_t key,
                       size_t n_items)
{
    struct hj212_msg *m = q->msg;
    close_group(q, run, n_items);
    uint64_t bit = UINT64_C(1) << ((key * UINT64_C(0x9E3779B97F4A7C15)) >> 58);
    if ((q->code_bits & bit) != 0 && occurred(m, name)) {
        parser_use(q, HJ212_L_DUPLICATE);
    }
    q->code_bits |= bit;
    run->key = key;
    run->code_n = name->code_n;
    run->fields = 0;
    run->index = (uint32_t)m->n_groups;
    run->group = &m->groups[m->n_groups++];
    *run->group = (struct hj212_group){
        .code = name->p, .code_n = (uint16_t)name->code_n, .first = (uint16_t)n_items};
}

/** A code of 8 bytes or more, or one at the very end of the segment. */
static bool same_slowly(const struct run *run, const struct name *name, uint64_t *ret_key)
{
    *ret_key = hj212_load_n(name->p, name->code_n < 7 ? name->code_n : 7) | KEY_LONG;
    return run->group != NULL && run->code_n == name->code_n &&
           memcmp(run->group->code, name->p, name->code_n) == 0;
}

/** The group of a factor's item: the last one, or a new one. */
static inline void enter_group(struct parser *q, struct run *run, const struct name *name,
                               const char *safe, bool comma, size_t n_items)
{
    uint64_t key;
    bool same;
    if (__builtin_expect(name->code_n < 8 && name->p <= safe, 1)) {
        key = (hj212_load64(name->p) & first_bytes[name->code_n]) | (uint64_t)name->code_n << 56;
        same = key == run->key;
    } else {
        same = same_slowly(run, name, &key);
    }
    uint32_t bit = UINT32_C(1) << name->field;
    /* Information codes share one field: there may be several. */
    if (__builtin_expect(!same || (run->fields & bit & ~(1u << HJ212_F_INFOID)) != 0, 0)) {
        if (same) {
            parser_use(q, HJ212_L_DUPLICATE);
        } else if (comma) {
            parser_use(q, HJ212_L_COMMA);
        }
        open_group(q, run, name, key, n_items);
    }
    run->fields |= bit;
}

/* ---- values ------------------------------------------------------------------------------------ */
static bool slow_number(struct parser *q, struct hj212_str value, double *ret)
{
    *ret = __builtin_nan("");
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
    if (hj212_short_number(value.p + sign, value.n - sign, ret)) {
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
/** A plain name that came before. Some may: 2005 lists several `PolId=` and `CTime=`. */
static void check_again(struct parser *q, struct hj212_str text)
{
    const struct hj212_msg *m = q->msg;
    if (m->dialect == HJ212_2005 &&
        (hj212_eq_nocase(text, "PolId") || hj212_eq_nocase(text, "CTime"))) {
        return;
    }
    for (size_t i = 0; i < m->n_items; i++) {
        const struct hj212_item *it = &m->items[i];
        if (it->field == HJ212_F_PLAIN && it->name_n == text.n &&
            memcmp(it->name, text.p, text.n) == 0) {
            parser_use(q, HJ212_L_DUPLICATE);
            return;
        }
    }
}

/** Names without a factor, and what the standard says of them. */
static void check_plain(struct parser *q, struct hj212_str text, struct hj212_str value, bool comma)
{
    static const char *const times[] = {"SystemTime", "BeginTime", "EndTime", "RestartTime",
                                        "AlarmTime"};
    struct hj212_msg *m = q->msg;
    check_again(q, text);
    if (text.n == 0) {
        parser_use(q, HJ212_L_EMPTY_ITEM);
    }
    if (comma && !q->commas) {
        parser_use(q, HJ212_L_COMMA);
    }
    bool exact = hj212_eq(text, "DataTime");
    if (exact || (text.n == 8 && hj212_eq_nocase(text, "DataTime"))) {
        if (!exact) {
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

/** A value that is no number, by what it is to be. */
static void check_value(struct parser *q, const struct run *run, const struct name *name,
                        struct hj212_str value)
{
    if (name->kind == KIND_MARK) {
        run->group->flag = value.p;
        run->group->flag_n = (uint16_t)value.n;
    } else if (name->kind == KIND_TIME) {
        check_time(q, value);
    }
}

static inline void add_item(struct parser *q, struct run *run, size_t at, struct name *name,
                            struct hj212_str value, const char *safe, bool comma)
{
    struct hj212_item *item = &q->msg->items[at];
    double v = __builtin_nan("");
    bool is_number = false;
    uint32_t group = UINT16_MAX;
    split_name(q, name);
    if (__builtin_expect(value.n == 0, 0)) {
        parser_use(q, HJ212_L_EMPTY_VALUE);
    }
    if (__builtin_expect(name->field == HJ212_F_PLAIN, 0)) {
        close_group(q, run, at); /* items of one group stand together */
        check_plain(q, (struct hj212_str){name->p, name->n}, value, comma);
    } else {
        enter_group(q, run, name, safe, comma, at);
        group = run->index;
        if (name->kind == KIND_NUMBER) {
            is_number = !q->lazy && number(q, value, &v);
        } else {
            check_value(q, run, name, value);
        }
    }
    item->number = v;
    item->name = name->p;
    item->value = value.p;
    item->name_n = (uint16_t)name->n;
    item->code_n = (uint16_t)name->code_n;
    item->value_n = (uint16_t)value.n;
    item->group = (uint16_t)group;
    item->field = (uint8_t)name->field;
    item->is_number = is_number;
}

static struct hj212_str trimmed(struct parser *q, struct hj212_str s)
{
    struct hj212_str t = hj212_trim(s);
    if (t.n != s.n) {
        parser_use(q, HJ212_L_BLANKS);
    }
    return t;
}

/** Text between two `//`: commas and semicolons inside are text. @return where it ends */
static size_t text_end(const char *p, size_t from, size_t end)
{
    const char *close = memmem(p + from + 2, end - from - 2, "//", 2);
    return close != NULL ? (size_t)(close - p) + 2 : from;
}

/** Offset of the separator behind a value that starts at `from`; `end`: there is none. */
static inline size_t value_end(struct marks *marks, size_t from, size_t end)
{
    const char *p = marks->p;
    size_t after = from;
    if (from + 1 < end && __builtin_expect(p[from] == '/', 0) && p[from + 1] == '/') {
        after = text_end(p, from, end);
    }
    size_t at = marks_next(marks);
    while (__builtin_expect(at < after || (at < end && p[at] == '='), 0)) {
        at = marks_next(marks);
    }
    return at;
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
    const char *const p = q->p;
    const size_t end = q->end;
    const bool blanks = q->blanks;
    const char *const safe = p + (q->n >= 8 ? q->n - 8 : 0); /* 8 bytes can be read up to here */
    struct marks marks;                                      /* of our own: it stays in registers */
    struct run run = {0};
    size_t n_items = 0;
    bool comma = false;
    marks_init(&marks, p, q->area, end);
    for (size_t start = q->area; start < end;) {
        if (__builtin_expect(n_items == HJ212_ITEMS_MAX, 0)) {
            close_group(q, &run, n_items);
            return HJ212_EITEMS;
        }
        size_t eq = marks_next(&marks);
        struct name name = {.p = p + start, .n = eq - start};
        struct hj212_str value = {p + eq, 0};
        size_t stop = eq;
        if (__builtin_expect(eq == end || p[eq] != '=', 0)) {
            if (!odd_item(q, (struct hj212_str){name.p, name.n}, eq)) {
                start = eq + 1;
                continue;
            }
        } else {
            stop = value_end(&marks, eq + 1, end);
            value = (struct hj212_str){p + eq + 1, stop - eq - 1};
        }
        if (__builtin_expect(blanks, 0)) {
            struct hj212_str t = trimmed(q, (struct hj212_str){name.p, name.n});
            name.p = t.p;
            name.n = t.n;
            value = trimmed(q, value);
        }
        add_item(q, &run, n_items++, &name, value, safe, comma);
        comma = stop < end && p[stop] == ',';
        start = stop + 1;
        if (__builtin_expect(start == end, 0)) { /* a separator was the last character */
            parser_use(q, HJ212_L_TRAILING);
        }
    }
    close_group(q, &run, n_items);
    return HJ212_OK;
}
