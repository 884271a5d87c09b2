#include "modules/visit/visit_checklist.h"

#include "base/calendar.h"

static const struct wr_field item_fields[] = {
    WR_STR(struct wr_checklist_item, code, 1, 20, "编号", "stable code of the item"),
    WR_TEXT(struct wr_checklist_item, text_zh, 1, 300, "内容", "what to look at, Chinese"),
    WR_TEXT(struct wr_checklist_item, text_en, 1, 300, "英文内容", "what to look at, English"),
    WR_BOOL(struct wr_checklist_item, required, "必查", "must be answered before check-out"),
    WR_TEXT_OPT(struct wr_checklist_item, citation, 0, 300, "依据", "where it is written"),
    {0},
};

static const struct wr_field list_fields[] = {
    WR_ENUM(struct wr_checklist, kind, wr_visit_kinds, "入企类型", "kind of visit"),
    WR_LIST(struct wr_checklist, items, 0, WR_VISIT_ITEMS_MAX, item_fields,
            struct wr_checklist_item, "项目", "items"),
    {0},
};

const struct wr_field wr_checklist_fields[] = {
    WR_STR(struct wr_checklist, version, 1, 120, "版本", "pack and version"),
    WR_LIST(struct wr_checklist, items, 0, WR_VISIT_ITEMS_MAX, item_fields,
            struct wr_checklist_item, "项目", "items"),
    {0},
};

struct checklist_pack {
    struct wr_list lists; /* struct wr_checklist */
    struct wr_str version;
};

static const struct wr_field body_fields[] = {
    WR_LIST(struct checklist_pack, lists, 1, 8, list_fields, struct wr_checklist, "清单",
            "one for each kind of visit"),
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

static void check_codes(struct wr_ctx *ctx, const struct wr_checklist *c, size_t at)
{
    const struct wr_checklist_item *items = c->items.p;
    for (size_t i = 0; i < c->items.n; i++) {
        if (wr_checklist_item_find(c, items[i].code) != &items[i]) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].items[%zu].code", at, i),
                     WR_K_rules_row_twice, items[i].code, items[i].code);
        }
    }
}

static const struct wr_checklist *find_list(const struct checklist_pack *p, int64_t kind)
{
    const struct wr_checklist *lists = p->lists.p;
    for (size_t i = 0; i < p->lists.n; i++) {
        if (lists[i].kind == kind) {
            return &lists[i];
        }
    }
    return NULL;
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
    const struct wr_checklist *lists = p->lists.p;
    for (size_t i = 0; i < p->lists.n; i++) {
        check_codes(ctx, &lists[i], i);
        if (find_list(p, lists[i].kind) != &lists[i]) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.lists[%zu].kind", i),
                     WR_K_rules_row_twice, ((struct wr_str){NULL, 0}),
                     wr_str(wr_enum_item(wr_visit_kinds, lists[i].kind)->name));
        }
    }
    rc = wr_faults_end(ctx);
    if (rc == 0) {
        *ret_typed = p;
    }
    return rc;
}

/* ---- worked examples: an item that must (not) be there ------------------------------------------ */

struct example {
    struct wr_str name;
    int64_t kind;
    struct wr_str code;
    bool required;
};

static const struct wr_field example_fields[] = {
    WR_TEXT(struct example, name, 1, 120, "算例", "name"),
    WR_ENUM(struct example, kind, wr_visit_kinds, "入企类型", "kind of visit"),
    WR_STR(struct example, code, 1, 20, "编号", "code of an item"),
    WR_BOOL(struct example, required, "必查", "must it be answered"),
    {0},
};

static int run_example(struct wr_ctx *ctx, const struct wr_pack *p, const struct wr_json *example,
                       struct wr_str path, struct wr_str *ret_diff)
{
    struct example e;
    int rc = wr_json_into(ctx, example, path, example_fields, &e, sizeof(e));
    if (rc < 0) {
        return rc;
    }
    const struct wr_checklist *c = find_list(p->typed, e.kind);
    const struct wr_checklist_item *item = c ? wr_checklist_item_find(c, e.code) : NULL;
    *ret_diff = (struct wr_str){NULL, 0};
    if (!item) {
        *ret_diff = WR_S("没有这一项");
    } else if (item->required != e.required) {
        *ret_diff = item->required ? WR_S("是必查项") : WR_S("不是必查项");
    }
    return 0;
}

static void describe(struct wr_ctx *ctx, const struct wr_pack *pack, struct wr_buf *out)
{
    (void)ctx;
    const struct checklist_pack *p = pack->typed;
    const struct wr_checklist *lists = p->lists.p;
    for (size_t i = 0; i < p->lists.n; i++) {
        const struct wr_checklist_item *items = lists[i].items.p;
        wr_buf_printf(out, "\n%s清单（%zu 项）\n", wr_enum_item(wr_visit_kinds, lists[i].kind)->zh,
                      lists[i].items.n);
        for (size_t k = 0; k < lists[i].items.n; k++) {
            wr_buf_printf(out, "  " WR_FMT " %s " WR_FMT "%s" WR_FMT "\n", WR_ARG(items[k].code),
                          items[k].required ? "［必查］" : "［选查］", WR_ARG(items[k].text_zh),
                          items[k].citation.n > 0 ? "　依据：" : "", WR_ARG(items[k].citation));
        }
    }
}

const struct wr_pack_kind wr_visit_checklist_kind = {
    .kind = WR_VISIT_CHECKLIST_KIND,
    .parse = parse,
    .run_example = run_example,
    .describe = describe,
};

void wr_checklist_on(struct wr_ctx *ctx, int64_t kind, int64_t at_ms, struct wr_checklist *ret)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(at_ms), day);
    const struct wr_pack *pack =
        ctx->rules ? wr_rules_in_force(ctx->rules, WR_S(WR_VISIT_CHECKLIST_KIND), wr_str(day))
                   : NULL;
    *ret = (struct wr_checklist){.kind = kind, .version = WR_S("-"), .items = {.p = "", .n = 0}};
    if (pack && pack->typed) {
        const struct checklist_pack *p = pack->typed;
        const struct wr_checklist *c = find_list(p, kind);
        if (c) {
            *ret = *c;
        }
        ret->version = p->version;
    }
}
