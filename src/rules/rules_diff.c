#include "rules/rules_diff.h"

#include "rules/words.h"

#define SHOWN_BYTES_MAX 240

const struct wr_enum_item wr_pack_change_ops[] = {
    {"added", WR_CHANGE_ADDED, "增加", "added"},
    {"removed", WR_CHANGE_REMOVED, "删除", "removed"},
    {"changed", WR_CHANGE_CHANGED, "修改", "changed"},
    {"order", WR_CHANGE_ORDER, "次序", "order"},
    {0},
};

const struct wr_field wr_pack_change_fields[] = {
    WR_ENUM(struct wr_pack_change, op, wr_pack_change_ops, "变动", "what happened"),
    WR_STR(struct wr_pack_change, path, 0, 300, "位置", "place in the body"),
    WR_TEXT(struct wr_pack_change, words, 0, 2000, "说明", "the same in Chinese"),
    WR_TEXT_OPT(struct wr_pack_change, before, 0, 300, "原值", "JSON, cut short"),
    WR_TEXT_OPT(struct wr_pack_change, after, 0, 300, "新值", "JSON, cut short"),
    {0},
};

struct diff {
    struct wr_ctx *ctx;
    struct wr_arena *a;
    struct wr_pack_change *changes;
    size_t n;
};

/** Where one is: for machines and for people, and the field that describes it (NULL: nobody knows). */
struct place {
    struct wr_str path, words;
    const struct wr_field *field;
};

static void compare(struct diff *d, struct place at, const struct wr_json *a,
                    const struct wr_json *b);

static const char *z(struct diff *d, struct wr_str s)
{
    const char *c = wr_arena_cstr(d->a, s);
    return c ? c : "";
}

/* ---- values in words ---------------------------------------------------------------------------- */

static struct wr_str cut(struct wr_str s)
{
    size_t n = s.n < SHOWN_BYTES_MAX ? s.n : SHOWN_BYTES_MAX;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) {
        n--;
    }
    return wr_str_sub(s, 0, n);
}

static struct wr_str shown(struct diff *d, const struct wr_json *j)
{
    return j ? cut(wr_json_text(d->a, j)) : (struct wr_str){NULL, 0};
}

/** Members of an object that is added or removed as a whole: "年度上限 4，性质 proposal". English texts are left out. */
static struct wr_str members(struct diff *d, const struct wr_field *fields,
                             const struct wr_json *j);

/** Names of a list as people read them, where the field knows them. */
static struct wr_str name_list(struct diff *d, const struct wr_field *f, const struct wr_json *j)
{
    struct wr_str text = WR_S("");
    for (size_t i = 0; i < wr_json_len(j); i++) {
        struct wr_str s = wr_json_str(wr_json_at(j, i));
        int64_t v = f && f->items && s.p ? wr_enum_value(f->items, s) : -1;
        struct wr_str name = v >= 0 ? wr_str(wr_enum_item(f->items, v)->zh) : s;
        text = wr_arena_printf(d->a, WR_FMT "%s" WR_FMT, WR_ARG(text), i > 0 ? "、" : "",
                               WR_ARG(name));
    }
    return text;
}

/** A text: the label of an enum's value, the word for a tag, else itself in quotes. */
static struct wr_str text_value(struct diff *d, const struct wr_field *f, struct wr_str s)
{
    if (f && strcmp(f->name, "tag") == 0) {
        return wr_words_tag(s);
    }
    int64_t v = f && f->type == WR_F_ENUM ? wr_enum_value(f->items, s) : -1;
    if (v >= 0) {
        return wr_str(wr_enum_item(f->items, v)->zh);
    }
    return s.n > 0 ? wr_arena_printf(d->a, "“" WR_FMT "”", WR_ARG(s)) : WR_S("（空）");
}

static struct wr_str row_list(struct diff *d, const struct wr_field *f, const struct wr_json *j);

static struct wr_str list_value(struct diff *d, const struct wr_field *f, const struct wr_json *j)
{
    if (wr_json_len(j) == 0) {
        return WR_S("（无）");
    }
    if (f && f->type == WR_F_STRS) {
        return name_list(d, f, j);
    }
    return wr_json_is_obj(wr_json_at(j, 0)) ? row_list(d, f, j) : shown(d, j);
}

/** Basis points and fen as people read them; the absent slice: some other number. */
static struct wr_str unit_value(struct diff *d, const struct wr_field *f, const struct wr_json *j)
{
    int64_t n = 0;
    if (!f || f->type != WR_F_I64 || !wr_json_i64(j, &n) || n < 0) {
        return (struct wr_str){NULL, 0};
    }
    long long whole = (long long)n / 100, rest = (long long)n % 100;
    struct wr_str name = wr_str(f->name);
    bool share = wr_str_eq(name, WR_S("bp")) || wr_str_ends(name, WR_S("_bp"));
    const char *unit = share ? "%" : wr_str_ends(name, WR_S("_fen")) ? "元" : NULL;
    if (!unit) {
        return (struct wr_str){NULL, 0};
    }
    return rest == 0 ? wr_arena_printf(d->a, "%lld%s", whole, unit)
                     : wr_arena_printf(d->a, "%lld.%02lld%s", whole, rest, unit);
}

static struct wr_str value(struct diff *d, const struct wr_field *f, const struct wr_json *j)
{
    struct wr_str s = wr_json_str(j);
    bool b = false;
    if (s.p) {
        return text_value(d, f, s);
    }
    if (wr_json_bool(j, &b)) {
        return b ? WR_S("是") : WR_S("否");
    }
    if (wr_json_is_obj(j)) {
        return members(d, f ? f->sub : NULL, j);
    }
    struct wr_str unit = unit_value(d, f, j);
    if (unit.p) {
        return unit;
    }
    return wr_json_is_list(j) ? list_value(d, f, j) : shown(d, j);
}

static const struct wr_field *member_field(const struct wr_field *fields, struct wr_str name)
{
    return fields ? wr_field_find(fields, name) : NULL;
}

static struct wr_str label(const struct wr_field *f, struct wr_str name)
{
    return f && f->zh ? wr_str(f->zh) : name;
}

static struct wr_str members(struct diff *d, const struct wr_field *fields, const struct wr_json *j)
{
    struct wr_str text = WR_S("");
    for (size_t i = 0; i < wr_json_len(j); i++) {
        struct wr_str key = wr_json_key(j, i);
        const struct wr_field *f = member_field(fields, key);
        if (wr_str_ends(key, WR_S("_en"))) {
            continue;
        }
        struct wr_str l = label(f, key), v = value(d, f, wr_json_member(j, i));
        text = wr_arena_printf(d->a, WR_FMT "%s" WR_FMT " " WR_FMT, WR_ARG(text),
                               text.n > 0 ? "，" : "", WR_ARG(l), WR_ARG(v));
        if (text.n > SHOWN_BYTES_MAX) {
            break;
        }
    }
    return cut(text);
}

/* ---- changes ------------------------------------------------------------------------------------ */

static void add_change(struct diff *d, struct wr_pack_change c)
{
    if (d->changes && d->n < WR_PACK_CHANGES_MAX) {
        d->changes[d->n] = c;
    }
    d->n++;
}

static void tell(struct diff *d, struct place at, const struct wr_json *a, const struct wr_json *b)
{
    struct wr_pack_change c = {.op = a && b ? WR_CHANGE_CHANGED
                                            : (a ? WR_CHANGE_REMOVED : WR_CHANGE_ADDED),
                               .path = at.path,
                               .before = shown(d, a),
                               .after = shown(d, b)};
    struct wr_str was = a ? value(d, at.field, a) : WR_S(""),
                  is = b ? value(d, at.field, b) : WR_S("");
    if (a && b) {
        c.words = wr_arena_printf(d->a, WR_FMT "：" WR_FMT " → " WR_FMT, WR_ARG(at.words),
                                  WR_ARG(was), WR_ARG(is));
    } else {
        c.words = wr_arena_printf(d->a, "%s " WR_FMT "：" WR_FMT, a ? "删除" : "增加",
                                  WR_ARG(at.words), WR_ARG(a ? was : is));
    }
    add_change(d, c);
}

static struct place child(struct diff *d, struct place at, const struct wr_field *f,
                          struct wr_str name)
{
    struct wr_str l = label(f, name);
    if (at.path.n == 0) {
        return (struct place){name, l, f};
    }
    return (struct place){wr_arena_printf(d->a, WR_FMT "." WR_FMT, WR_ARG(at.path), WR_ARG(name)),
                          wr_arena_printf(d->a, WR_FMT " " WR_FMT, WR_ARG(at.words), WR_ARG(l)), f};
}

static void compare_objects(struct diff *d, struct place at, const struct wr_json *a,
                            const struct wr_json *b)
{
    const struct wr_field *fields = at.field ? at.field->sub : NULL;
    for (size_t i = 0; i < wr_json_len(a); i++) {
        struct wr_str key = wr_json_key(a, i);
        compare(d, child(d, at, member_field(fields, key), key), wr_json_member(a, i),
                wr_json_get(b, z(d, key)));
    }
    for (size_t i = 0; i < wr_json_len(b); i++) {
        struct wr_str key = wr_json_key(b, i);
        if (!wr_json_get(a, z(d, key))) {
            tell(d, child(d, at, member_field(fields, key), key), NULL, wr_json_member(b, i));
        }
    }
}

/* ---- rows of lists ------------------------------------------------------------------------------ */

/** What tells the rows of a list apart: one member, or (name NULL) the conditions they are for. */
struct keyer {
    const char *name;
    const struct wr_field *fields; /* of a row, may be NULL */
};

static bool is_condition(const struct wr_field *f)
{
    return f->type == WR_F_ENUM && (f->flags & WR_FF_OPT) != 0;
}

/** Key of a row as people read it; absent if it has none. */
static struct wr_str key_of(struct diff *d, const struct keyer *k, const struct wr_json *row)
{
    if (!wr_json_is_obj(row)) {
        return (struct wr_str){NULL, 0};
    }
    if (k->name) {
        const struct wr_json *j = wr_json_get(row, k->name);
        return wr_json_str(j).p ? wr_json_str(j) : (struct wr_str){NULL, 0};
    }
    struct wr_str text = WR_S("");
    for (const struct wr_field *f = k->fields; f && f->name; f++) {
        const struct wr_json *j = is_condition(f) ? wr_json_get(row, f->name) : NULL;
        if (j) {
            struct wr_str v = value(d, f, j);
            text = wr_arena_printf(d->a, WR_FMT "%s%s " WR_FMT, WR_ARG(text),
                                   text.n > 0 ? "，" : "", f->zh, WR_ARG(v));
        }
    }
    return text.n > 0 ? text : WR_S("其余");
}

static const struct wr_json *row_by_key(struct diff *d, const struct keyer *k,
                                        const struct wr_json *list, struct wr_str key)
{
    for (size_t i = 0; i < wr_json_len(list); i++) {
        if (wr_str_eq(key_of(d, k, wr_json_at(list, i)), key)) {
            return wr_json_at(list, i);
        }
    }
    return NULL;
}

static bool all_keyed(struct diff *d, const struct keyer *k, const struct wr_json *list)
{
    for (size_t i = 0; i < wr_json_len(list); i++) {
        struct wr_str key = key_of(d, k, wr_json_at(list, i));
        if (!key.p || row_by_key(d, k, list, key) != wr_json_at(list, i)) {
            return false;
        }
    }
    return true;
}

/** What tells the rows of both lists apart. @return false: nothing but their place */
static bool find_keyer(struct diff *d, const struct wr_field *fields, const struct wr_json *a,
                       const struct wr_json *b, struct keyer *ret)
{
    static const char *const names[] = {"id",   "code", "source", "name",  "from",
                                        "kind", "key",  "form",   "option"};
    for (size_t i = 0; i < WR_ARRAY_LEN(names); i++) {
        *ret = (struct keyer){names[i], fields};
        if (all_keyed(d, ret, a) && all_keyed(d, ret, b)) {
            return true;
        }
    }
    *ret = (struct keyer){NULL, fields};
    return fields && all_keyed(d, ret, a) && all_keyed(d, ret, b);
}

/** Rows that are added or removed all together: how many, and what tells them apart. */
static struct wr_str row_list(struct diff *d, const struct wr_field *f, const struct wr_json *j)
{
    struct keyer k;
    struct wr_str text = wr_arena_printf(d->a, "%zu 项", wr_json_len(j));
    bool keyed = find_keyer(d, f ? f->sub : NULL, j, j, &k);
    for (size_t i = 0; keyed && i < wr_json_len(j) && text.n < SHOWN_BYTES_MAX; i++) {
        struct wr_str key = key_of(d, &k, wr_json_at(j, i));
        text = wr_arena_printf(d->a, WR_FMT "%s" WR_FMT, WR_ARG(text), i > 0 ? "、" : "：",
                               WR_ARG(key));
    }
    return cut(text);
}

static struct place row_place(struct diff *d, struct place at, const struct keyer *k,
                              const struct wr_json *row, struct wr_str key)
{
    const struct wr_field *f =
        k->name && k->fields ? wr_field_find(k->fields, wr_str(k->name)) : NULL;
    struct wr_str shown_key =
        f && f->type == WR_F_ENUM ? value(d, f, wr_json_get(row, k->name)) : key;
    return (struct place){
        wr_arena_printf(d->a, WR_FMT "." WR_FMT, WR_ARG(at.path), WR_ARG(key)),
        wr_arena_printf(d->a, WR_FMT "〔" WR_FMT "〕", WR_ARG(at.words), WR_ARG(shown_key)),
        at.field};
}

/** Do the rows that both lists have stand in another order? */
static bool other_order(struct diff *d, const struct keyer *k, const struct wr_json *a,
                        const struct wr_json *b)
{
    size_t next = 0;
    for (size_t i = 0; i < wr_json_len(a); i++) {
        struct wr_str key = key_of(d, k, wr_json_at(a, i));
        size_t at = 0;
        while (at < wr_json_len(b) && !wr_str_eq(key_of(d, k, wr_json_at(b, at)), key)) {
            at++;
        }
        if (at == wr_json_len(b)) {
            continue;
        }
        if (at < next) {
            return true;
        }
        next = at;
    }
    return false;
}

static void compare_keyed(struct diff *d, struct place at, const struct keyer *k,
                          const struct wr_json *a, const struct wr_json *b)
{
    for (size_t i = 0; i < wr_json_len(a); i++) {
        const struct wr_json *row = wr_json_at(a, i);
        struct wr_str key = key_of(d, k, row);
        compare(d, row_place(d, at, k, row, key), row, row_by_key(d, k, b, key));
    }
    for (size_t i = 0; i < wr_json_len(b); i++) {
        const struct wr_json *row = wr_json_at(b, i);
        struct wr_str key = key_of(d, k, row);
        if (!row_by_key(d, k, a, key)) {
            tell(d, row_place(d, at, k, row, key), NULL, row);
        }
    }
    if (!k->name && other_order(d, k, a, b)) {
        add_change(d, (struct wr_pack_change){
                          .op = WR_CHANGE_ORDER,
                          .path = at.path,
                          .words = wr_arena_printf(d->a, WR_FMT "：次序变动（先符合者为准）",
                                                   WR_ARG(at.words))});
    }
}

static void compare_by_place(struct diff *d, struct place at, const struct wr_json *a,
                             const struct wr_json *b)
{
    size_t n_a = wr_json_len(a), n_b = wr_json_len(b);
    for (size_t i = 0; i < n_a || i < n_b; i++) {
        struct place here = {wr_arena_printf(d->a, WR_FMT "[%zu]", WR_ARG(at.path), i),
                             wr_arena_printf(d->a, WR_FMT "〔第 %zu 行〕", WR_ARG(at.words), i + 1),
                             at.field};
        compare(d, here, i < n_a ? wr_json_at(a, i) : NULL, i < n_b ? wr_json_at(b, i) : NULL);
    }
}

static bool are_rows(const struct wr_json *a, const struct wr_json *b)
{
    return wr_json_is_obj(wr_json_at(wr_json_len(a) > 0 ? a : b, 0));
}

static void compare_lists(struct diff *d, struct place at, const struct wr_json *a,
                          const struct wr_json *b)
{
    struct keyer k;
    if (wr_json_len(a) == 0 && wr_json_len(b) == 0) {
        return;
    }
    if (!are_rows(a, b)) { /* plain values: told as a whole */
        if (!wr_str_eq(wr_json_text(d->a, a), wr_json_text(d->a, b))) {
            tell(d, at, a, b);
        }
    } else if (find_keyer(d, at.field ? at.field->sub : NULL, a, b, &k)) {
        compare_keyed(d, at, &k, a, b);
    } else {
        compare_by_place(d, at, a, b);
    }
}

static void compare(struct diff *d, struct place at, const struct wr_json *a,
                    const struct wr_json *b)
{
    if (!a || !b) {
        tell(d, at, a, b);
    } else if (wr_json_is_obj(a) && wr_json_is_obj(b)) {
        compare_objects(d, at, a, b);
    } else if (wr_json_is_list(a) && wr_json_is_list(b)) {
        compare_lists(d, at, a, b);
    } else if (!wr_str_eq(wr_json_text(d->a, a), wr_json_text(d->a, b))) {
        tell(d, at, a, b);
    }
}

size_t wr_rules_diff(struct wr_ctx *ctx, const struct wr_field *fields, const struct wr_json *a,
                     const struct wr_json *b, struct wr_list *ret)
{
    const struct wr_field whole = {.name = "body", .type = WR_F_OBJ, .sub = fields};
    struct diff d = {.ctx = ctx, .a = ctx->arena};
    d.changes = wr_arena_array(ctx->arena, WR_PACK_CHANGES_MAX, sizeof(*d.changes));
    compare(&d, (struct place){WR_S(""), WR_S(""), &whole}, a, b);
    *ret = (struct wr_list){d.changes, d.changes && d.n < WR_PACK_CHANGES_MAX
                                           ? d.n
                                           : (d.changes ? WR_PACK_CHANGES_MAX : 0)};
    return d.n;
}
