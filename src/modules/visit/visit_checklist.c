#include "modules/visit/visit_checklist.h"

#include "base/calendar.h"
#include "modules/enterprise/enterprise.h"
#include "rules/words.h"

#include <assert.h>

#define LISTS_MAX 60
#define PREFIXES_MAX 40

const struct wr_enum_item wr_checklist_evidences[] = {
    {"photo", WR_EVIDENCE_PHOTO, "照片", "photo"},
    {0},
};

#define ITEM struct wr_checklist_item
/* As written in a pack, and as shown. */
#define ITEM_FIELDS                                                                                \
    WR_STR(ITEM, code, 1, 20, "编号", "stable code of the item"),                                  \
        WR_TEXT(ITEM, text_zh, 1, 300, "内容", "what to look at, Chinese"),                        \
        WR_TEXT(ITEM, text_en, 1, 300, "英文内容", "what to look at, English"),                    \
        WR_BOOL(ITEM, required, "必查", "must be answered before check-out"),                      \
        WR_ENUM_OPT(ITEM, evidence, wr_checklist_evidences, "佐证",                                \
                    "what must be there beside the answer"),                                       \
        WR_TEXT_OPT(ITEM, hint_zh, 0, 300, "提示", "how to look at it, Chinese"),                  \
        WR_TEXT_OPT(ITEM, hint_en, 0, 300, "英文提示", "how to look at it, English"),              \
        WR_TEXT_OPT(ITEM, citation, 0, 300, "依据", "where it is written")

static const struct wr_field item_fields[] = {ITEM_FIELDS, {0}};
static const struct wr_field shown_item_fields[] = {
    ITEM_FIELDS,
    WR_TEXT_OPT(ITEM, list_zh, 0, 60, "所属清单", "list it comes from, Chinese; absent: base list"),
    WR_TEXT_OPT(ITEM, list_en, 0, 60, "所属清单（英文）", "list it comes from, English"),
    {0},
};

#define LIST struct wr_checklist
static const struct wr_field list_fields[] = {
    WR_STR_OPT(LIST, id, 1, 40, "代号", "names the list in its pack"),
    WR_ENUM(LIST, kind, wr_visit_kinds, "入企类型", "kind of visit"),
    WR_TEXT_OPT(LIST, title_zh, 1, 60, "名称", "title, Chinese"),
    WR_TEXT_OPT(LIST, title_en, 1, 60, "英文名称", "title, English"),
    WR_STRS_OPT(LIST, industry, PREFIXES_MAX, "行业",
                "only these industries: beginnings of GB/T 4754 codes, digits"),
    WR_STR_OPT(LIST, industry_edition, 4, 20, "行业分类版本", "edition of GB/T 4754"),
    {.name = "permit_class",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(LIST, permit_class),
     .has_off = offsetof(LIST, has_permit_class) + 1,
     .items = wr_permit_classes,
     .doc = "only this permit class",
     .zh = "许可管理类别"},
    WR_LIST(LIST, items, 0, WR_VISIT_ITEMS_MAX, item_fields, ITEM, "项目", "items"),
    {0},
};

const struct wr_field wr_checklist_fields[] = {
    WR_STR(LIST, version, 1, 120, "版本", "pack and version"),
    WR_LIST(LIST, items, 0, WR_VISIT_ITEMS_MAX, shown_item_fields, ITEM, "项目", "items"),
    {0},
};

struct checklist_pack {
    struct wr_list lists; /* struct wr_checklist */
    struct wr_str version;
};

static const struct wr_field body_fields[] = {
    WR_LIST(struct checklist_pack, lists, 1, LISTS_MAX, list_fields, LIST, "清单",
            "a base list for each kind of visit, and lists with conditions"),
    {0},
};

const struct wr_checklist_item *wr_checklist_item_find(const struct wr_checklist *c,
                                                       struct wr_str code)
{
    const struct wr_checklist_item *items = c->items.p;
    for (size_t i = 0; i < c->items.n; i++) {
        if (wr_str_eq(items[i].code, code)) {
            return &items[i];
        }
    }
    return NULL;
}

static bool is_base(const struct wr_checklist *c)
{
    return c->industry.n == 0 && !c->has_permit_class;
}

static const struct wr_checklist *find_list(const struct checklist_pack *p, int64_t kind)
{
    const struct wr_checklist *lists = p->lists.p;
    for (size_t i = 0; i < p->lists.n; i++) {
        if (lists[i].kind == kind && is_base(&lists[i])) {
            return &lists[i];
        }
    }
    return NULL;
}

/** Digits of an industry code: the letter of its section dropped. */
static struct wr_str industry_digits(struct wr_str code)
{
    bool letter = code.n > 0 && ((code.p[0] >= 'A' && code.p[0] <= 'Z') ||
                                 (code.p[0] >= 'a' && code.p[0] <= 'z'));
    return letter ? wr_str_sub(code, 1, code.n) : code;
}

static bool industry_fits(const struct wr_checklist *c, struct wr_str code)
{
    const struct wr_str *prefixes = c->industry.p;
    struct wr_str digits = industry_digits(code);
    for (size_t i = 0; i < c->industry.n; i++) {
        if (wr_str_starts(digits, prefixes[i])) {
            return true;
        }
    }
    return c->industry.n == 0;
}

static bool list_fits(const struct wr_checklist *c, int64_t kind, struct wr_str industry_code,
                      int64_t permit_class)
{
    return c->kind == kind && industry_fits(c, industry_code) &&
           (!c->has_permit_class || c->permit_class == permit_class);
}

/* ---- checks ------------------------------------------------------------------------------------- */

/** Is there an enterprise to which both lists apply? */
static bool may_meet(const struct wr_checklist *a, const struct wr_checklist *b)
{
    if (a->kind != b->kind ||
        (a->has_permit_class && b->has_permit_class && a->permit_class != b->permit_class)) {
        return false;
    }
    const struct wr_str *pa = a->industry.p, *pb = b->industry.p;
    bool meet = a->industry.n == 0 || b->industry.n == 0;
    for (size_t i = 0; i < a->industry.n; i++) {
        for (size_t k = 0; k < b->industry.n; k++) {
            meet = meet || wr_str_starts(pa[i], pb[k]) || wr_str_starts(pb[k], pa[i]);
        }
    }
    return meet;
}

/** A code names one item wherever lists come together. */
static void check_codes(struct wr_ctx *ctx, const struct wr_checklist *lists, size_t at)
{
    const struct wr_checklist *c = &lists[at];
    const struct wr_checklist_item *items = c->items.p;
    for (size_t i = 0; i < c->items.n; i++) {
        bool twice = wr_checklist_item_find(c, items[i].code) != &items[i];
        for (size_t k = 0; k < at && !twice; k++) {
            twice = may_meet(c, &lists[k]) && wr_checklist_item_find(&lists[k], items[i].code);
        }
        if (twice) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].items[%zu].code", at, i),
                     WR_K_rules_row_twice, items[i].code, items[i].code);
        }
    }
}

static bool is_prefix(struct wr_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return false;
        }
    }
    return s.n >= 2 && s.n <= 4;
}

static void check_conditions(struct wr_ctx *ctx, const struct wr_checklist *c, size_t at)
{
    const struct wr_str *prefixes = c->industry.p;
    for (size_t i = 0; i < c->industry.n; i++) {
        if (!is_prefix(prefixes[i])) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].industry[%zu]", at, i),
                     WR_K_rules_value, prefixes[i], WR_S("two to four digits of a GB/T 4754 code"));
        }
    }
    if ((c->industry.n > 0) != (c->industry_edition.n > 0)) {
        wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].industry_edition", at),
                 WR_K_rules_value, c->industry_edition,
                 WR_S("given with industry, and only with it"));
    }
    if (!is_base(c) && (c->id.n == 0 || c->title_zh.n == 0 || c->title_en.n == 0)) {
        wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].id", at), WR_K_rules_value,
                 c->id, WR_S("a list with conditions has id, title_zh and title_en"));
    }
}

static void check_list(struct wr_ctx *ctx, const struct checklist_pack *p, size_t at)
{
    const struct wr_checklist *lists = p->lists.p, *c = &lists[at];
    size_t items_n = 0;
    check_codes(ctx, lists, at);
    check_conditions(ctx, c, at);
    for (size_t k = 0; k <= at; k++) {
        bool same_id = k < at && c->id.n > 0 && wr_str_eq(c->id, lists[k].id);
        items_n += lists[k].kind == c->kind ? lists[k].items.n : 0;
        if (same_id) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].id", at),
                     WR_K_rules_row_twice, c->id, c->id);
        }
    }
    if (is_base(c) && find_list(p, c->kind) != c) {
        wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].kind", at), WR_K_rules_row_twice,
                 ((struct wr_str){NULL, 0}), wr_str(wr_enum_item(wr_visit_kinds, c->kind)->name));
    }
    if (!find_list(p, c->kind)) {
        wr_fault(ctx, WR_S("body.lists"), WR_K_rules_row, ((struct wr_str){NULL, 0}),
                 wr_str(wr_enum_item(wr_visit_kinds, c->kind)->name));
    }
    if (items_n > WR_VISIT_ITEMS_MAX) {
        wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].items", at), WR_K_rules_value,
                 wr_arena_printf(ctx->arena, "%zu", items_n),
                 WR_S("all lists of a kind together: at most 100 items"));
    }
}

/** Items remember the list they come from. */
static void name_items(struct wr_checklist *c)
{
    struct wr_checklist_item *items = c->items.p;
    for (size_t i = 0; i < c->items.n && !is_base(c); i++) {
        items[i].list_zh = c->title_zh;
        items[i].list_en = c->title_en;
    }
}

static int parse(struct wr_ctx *ctx, const struct wr_pack *pack, const void **ret_typed)
{
    struct checklist_pack *p = wr_arena_new(ctx->arena, struct checklist_pack);
    if (!p) {
        return wr_fail(ctx, WR_K_memory);
    }
    int rc = wr_json_into(ctx, pack->body, WR_S("body"), body_fields, p, sizeof(*p));
    if (rc < 0) {
        return rc;
    }
    p->version =
        wr_arena_printf(ctx->arena, WR_FMT " v" WR_FMT, WR_ARG(pack->id), WR_ARG(pack->version));
    struct wr_checklist *lists = p->lists.p;
    for (size_t i = 0; i < p->lists.n; i++) {
        check_list(ctx, p, i);
        name_items(&lists[i]);
    }
    rc = wr_faults_end(ctx);
    if (rc == 0) {
        *ret_typed = p;
    }
    return rc;
}

/* ---- all lists that fit ------------------------------------------------------------------------- */

/** Put the fitting lists of a pack together. @return items, their number in *n; NULL: the arena is full */
static struct wr_checklist_item *gather(struct wr_arena *a, const struct checklist_pack *p,
                                        int64_t kind, struct wr_str industry_code,
                                        int64_t permit_class, size_t *n)
{
    const struct wr_checklist *lists = p->lists.p;
    struct wr_checklist_item *items =
        wr_arena_array(a, WR_VISIT_ITEMS_MAX, sizeof(struct wr_checklist_item));
    *n = 0;
    for (size_t pass = 0; items && pass < 2; pass++) { /* the base list first */
        for (size_t i = 0; i < p->lists.n; i++) {
            const struct wr_checklist *c = &lists[i];
            if (is_base(c) != (pass == 0) || c->items.n == 0 ||
                !list_fits(c, kind, industry_code, permit_class)) {
                continue;
            }
            assert(*n + c->items.n <= WR_VISIT_ITEMS_MAX);
            memcpy(items + *n, c->items.p, c->items.n * sizeof(*items));
            *n += c->items.n;
        }
    }
    return items;
}

static const struct checklist_pack *pack_on(const struct wr_ctx *ctx, int64_t at_ms)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(at_ms), day);
    const struct wr_pack *pack =
        ctx->rules ? wr_rules_in_force(ctx->rules, WR_S(WR_VISIT_CHECKLIST_KIND), wr_str(day))
                   : NULL;
    return pack ? pack->typed : NULL;
}

void wr_checklist_on(struct wr_ctx *ctx, int64_t kind, int64_t at_ms, struct wr_checklist *ret)
{
    const struct checklist_pack *p = pack_on(ctx, at_ms);
    const struct wr_checklist *c = p ? find_list(p, kind) : NULL;
    *ret = c ? *c : (struct wr_checklist){.kind = kind, .items = {.p = "", .n = 0}};
    ret->version = p ? p->version : WR_S("-");
}

int wr_checklist_for(struct wr_ctx *ctx, int64_t kind, int64_t at_ms, struct wr_str industry_code,
                     int64_t permit_class, struct wr_checklist *ret)
{
    const struct checklist_pack *p = pack_on(ctx, at_ms);
    wr_checklist_on(ctx, kind, at_ms, ret);
    if (!p) {
        return 0;
    }
    size_t n = 0;
    struct wr_checklist_item *items = gather(ctx->arena, p, kind, industry_code, permit_class, &n);
    if (!items) {
        return wr_fail(ctx, WR_K_memory);
    }
    ret->items = (struct wr_list){items, n};
    return 0;
}

/* ---- worked examples: an item that must (not) be there ------------------------------------------ */

struct example {
    struct wr_str name;
    int64_t kind;
    struct wr_str code, industry_code;
    bool has_permit_class, absent, required;
    int64_t permit_class;
};

static const struct wr_field example_fields[] = {
    WR_TEXT(struct example, name, 1, 120, "算例", "name"),
    WR_ENUM(struct example, kind, wr_visit_kinds, "入企类型", "kind of visit"),
    WR_STR(struct example, code, 1, 20, "编号", "code of an item"),
    WR_STR_OPT(struct example, industry_code, 2, 10, "行业", "of the enterprise"),
    {.name = "permit_class",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(struct example, permit_class),
     .has_off = offsetof(struct example, has_permit_class) + 1,
     .items = wr_permit_classes,
     .doc = "of the enterprise",
     .zh = "许可管理类别"},
    WR_BOOL_OPT(struct example, absent, "没有", "it must not be there"),
    WR_BOOL_OPT(struct example, required, "必查", "must it be answered"),
    {0},
};

static int read_example(struct wr_ctx *ctx, const struct checklist_pack *p,
                        const struct wr_json *example, struct wr_str path, struct example *e,
                        struct wr_checklist *ret)
{
    size_t n = 0;
    int rc = wr_json_into(ctx, example, path, example_fields, e, sizeof(*e));
    if (rc < 0) {
        return rc;
    }
    struct wr_checklist_item *items =
        gather(ctx->arena, p, e->kind, e->industry_code,
               e->has_permit_class ? e->permit_class : WR_PERMIT_CLASS_NONE, &n);
    *ret = (struct wr_checklist){.kind = e->kind, .items = {items, n}};
    return items ? 0 : wr_fail(ctx, WR_K_memory);
}

static int run_example(struct wr_ctx *ctx, const struct wr_pack *p, const struct wr_json *example,
                       struct wr_str path, struct wr_str *ret_diff)
{
    struct example e;
    struct wr_checklist c;
    int rc = read_example(ctx, p->typed, example, path, &e, &c);
    if (rc < 0) {
        return rc;
    }
    const struct wr_checklist_item *item = wr_checklist_item_find(&c, e.code);
    *ret_diff = (struct wr_str){NULL, 0};
    if (e.absent != !item) {
        *ret_diff = item ? WR_S("有这一项") : WR_S("没有这一项");
    } else if (item && item->required != e.required) {
        *ret_diff = item->required ? WR_S("是必查项") : WR_S("不是必查项");
    }
    return 0;
}

/* ---- for people --------------------------------------------------------------------------------- */

static struct wr_str conditions_of(struct wr_ctx *ctx, const struct wr_checklist *c)
{
    struct wr_str s = WR_S("");
    const struct wr_str *prefixes = c->industry.p;
    for (size_t i = 0; i < c->industry.n; i++) {
        s = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(s), i > 0 ? "、" : "行业代码 ",
                            WR_ARG(prefixes[i]));
    }
    if (c->industry.n > 0) {
        s = wr_arena_printf(ctx->arena, WR_FMT "（国民经济行业分类 " WR_FMT " 版）", WR_ARG(s),
                            WR_ARG(c->industry_edition));
    }
    if (c->has_permit_class) {
        s = wr_arena_printf(ctx->arena, WR_FMT "%s排污许可%s", WR_ARG(s), s.n > 0 ? "，且" : "",
                            wr_enum_item(wr_permit_classes, c->permit_class)->zh);
    }
    return s;
}

static void describe_list(struct wr_ctx *ctx, const struct wr_checklist *c, struct wr_buf *out)
{
    const struct wr_checklist_item *items = c->items.p;
    struct wr_str title =
        c->title_zh.n > 0
            ? c->title_zh
            : wr_arena_printf(ctx->arena, "%s清单", wr_enum_item(wr_visit_kinds, c->kind)->zh);
    wr_buf_printf(out, "\n" WR_FMT "（%s，%zu 项）\n", WR_ARG(title),
                  wr_enum_item(wr_visit_kinds, c->kind)->zh, c->items.n);
    if (!is_base(c)) {
        wr_buf_printf(out, "适用于：" WR_FMT "；在基本清单之外另查\n",
                      WR_ARG(conditions_of(ctx, c)));
    }
    struct wr_words_table t;
    wr_words_begin(&t, ctx->arena, (const char *const[]){"编号", "必查", "佐证", "内容", "依据"},
                   5);
    for (size_t k = 0; k < c->items.n; k++) {
        const struct wr_enum_item *e = wr_enum_item(wr_checklist_evidences, items[k].evidence);
        wr_words_cell(&t, items[k].code);
        wr_words_cell(&t, items[k].required ? WR_S("必查") : WR_S("选查"));
        wr_words_cell(&t, e ? wr_str(e->zh) : WR_S(""));
        wr_words_cell(&t, items[k].hint_zh.n > 0
                              ? wr_arena_printf(ctx->arena, WR_FMT "（" WR_FMT "）",
                                                WR_ARG(items[k].text_zh), WR_ARG(items[k].hint_zh))
                              : items[k].text_zh);
        wr_words_cell(&t, items[k].citation);
    }
    wr_words_end(&t, out);
}

static void describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    const struct checklist_pack *p = pack->typed;
    const struct wr_checklist *lists = p->lists.p;
    for (size_t i = 0; i < p->lists.n; i++) {
        describe_list(ctx, &lists[i], out);
    }
}

/** Every list with conditions has an example for which it applies. */
static void review(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_pack_review *ret)
{
    const struct checklist_pack *p = pack->typed;
    const struct wr_checklist *lists = p->lists.p;
    for (size_t i = 0; i < p->lists.n; i++) {
        bool shown = is_base(&lists[i]);
        for (size_t k = 0; !shown && k < wr_json_len(pack->examples); k++) {
            struct example e;
            struct wr_checklist c;
            if (read_example(ctx, p, wr_json_at(pack->examples, k), WR_S("example"), &e, &c) < 0) {
                wr_err_reset(ctx);
                continue;
            }
            shown = !e.absent && wr_checklist_item_find(&lists[i], e.code) &&
                    list_fits(&lists[i], e.kind, e.industry_code,
                              e.has_permit_class ? e.permit_class : WR_PERMIT_CLASS_NONE);
        }
        if (!shown) {
            wr_pack_review_add(ctx, ret, wr_arena_printf(ctx->arena, "lists[%zu]", i),
                               WR_S("没有算例说明这张清单何时适用"),
                               WR_S("no example shows when this list applies"));
        }
    }
}

const struct wr_pack_kind wr_visit_checklist_kind = {
    .kind = WR_VISIT_CHECKLIST_KIND,
    .body = body_fields,
    .parse = parse,
    .run_example = run_example,
    .describe = describe,
    .review = review,
};
