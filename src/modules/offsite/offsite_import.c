/* The kind "limits": rows of a list to limits of outlets. */
#include "modules/offsite/offsite_use.h"

enum col { C_CREDIT, C_OUTLET, C_FACTOR, C_GRAIN, C_LO, C_HI, C_FROM, C_TO, C_SOURCE, C_N };

static const struct wr_import_field fields[] = {
    [C_CREDIT] = {"credit_code", "统一社会信用代码", "信用代码|社会信用代码", "of the enterprise",
                  true},
    [C_OUTLET] = {"outlet", "排放口编号", "排放口|排口编号|排口|outlet_code", "code such as DA001",
                  true},
    [C_FACTOR] = {"factor", "因子编码", "因子|污染物编码", "code of 2017, or a core code of 2005",
                  true},
    [C_GRAIN] = {"grain", "口径", "时段|限值口径", "hour or day", true},
    [C_LO] = {"lo", "下限", "", "decimal", false},
    [C_HI] = {"hi", "上限", "限值|排放限值", "decimal", false},
    [C_FROM] = {"from_day", "起日", "生效日期|执行日期", "first day", true},
    [C_TO] = {"to_day", "止日", "失效日期", "last day; empty: open", false},
    [C_SOURCE] = {"source", "来源", "依据|标准", "permit or standard", true},
    [C_N] = {0},
};
struct row_limit {
    struct wr_limit now, next; /* now.id 0: new */
};

static int begin(struct wr_import_run *run)
{
    (void)run;
    return 0;
}

static int find_outlet(struct wr_import_run *run, const struct wr_import_row *row,
                       struct wr_limit *l)
{
    struct wr_site_row s;
    struct wr_str credit = wr_import_cell(run->errors, row->cell[C_CREDIT]);
    struct wr_str code = wr_import_cell(run->errors, row->cell[C_OUTLET]);
    if (credit.n == 0 || code.n == 0) {
        wr_fault(run->errors, credit.n == 0 ? WR_S("credit_code") : WR_S("outlet"),
                 WR_K_input_required, ((struct wr_str){NULL, 0}));
        return 0;
    }
    int rc = wr_offsite_store_find_outlet(run->tx, credit, code, &l->outlet_id);
    if (rc == 0)
        rc = wr_offsite_see_outlet_in(run->tx, l->outlet_id, &s);
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(wr_tx_ctx(run->tx));
    l->outlet_id = 0;
    wr_fault(run->errors, WR_S("outlet"), WR_K_offsite_other_outlet, code);
    return 0;
}

static bool is_same(const struct wr_limit *a, const struct wr_limit *b)
{
    return wr_str_eq(a->lo, b->lo) && wr_str_eq(a->hi, b->hi) && wr_str_eq(a->to_day, b->to_day) &&
           wr_str_eq(a->source, b->source);
}

static int read_row(struct wr_import_run *run, const struct wr_import_row *row, void *obj,
                    enum wr_import_action *ret_action)
{
    struct row_limit *o = obj;
    int64_t first = 0;
    for (int c = C_FACTOR; c < C_N; c++)
        wr_import_put(run, wr_field_find(wr_limit_edit_fields, wr_str(fields[c].name)),
                      fields[c].name, row->cell[c], &o->next);
    o->next.factor = wr_offsite_factor_2017(o->next.factor);
    int rc = find_outlet(run, row, &o->next);
    wr_limit_check(run->errors, &o->next);
    if (rc < 0 || o->next.outlet_id == 0)
        return rc;
    int64_t k = wr_import_seen(run,
                               wr_arena_printf(run->errors->arena, "l%lld/" WR_FMT "/%lld/" WR_FMT,
                                               (long long)o->next.outlet_id, WR_ARG(o->next.factor),
                                               (long long)o->next.grain, WR_ARG(o->next.from_day)),
                               row->line, &first);
    if (k < 0)
        return wr_fail(wr_tx_ctx(run->tx), WR_K_memory);
    if (k > 0)
        wr_fault(run->errors, WR_S("factor"), WR_K_limit_twice, o->next.factor, o->next.factor,
                 o->next.from_day);
    rc = wr_limit_store_find(run->tx, &o->next, &o->now);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(wr_tx_ctx(run->tx));
        o->now = (struct wr_limit){0};
        *ret_action = WR_IMPORT_NEW;
        return 0;
    }
    o->next.id = o->now.id;
    o->next.version = o->now.version;
    *ret_action = is_same(&o->now, &o->next) ? WR_IMPORT_SAME : WR_IMPORT_CHANGED;
    return rc;
}

static int apply_row(struct wr_import_run *run, const void *obj, enum wr_import_action action,
                     struct wr_import_done *ret)
{
    const struct row_limit *o = obj;
    struct wr_ctx *ctx = wr_tx_ctx(run->tx);
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, 4096);
    if (action == WR_IMPORT_NEW) {
        ret->version = 1;
        return wr_limit_add_in(run->tx, &o->next, &ret->entity_id);
    }
    wr_json_encode(&b, wr_limit_edit_fields, &o->now, WR_MASK_NONE);
    ret->entity_id = o->now.id;
    ret->version = o->now.version + 1;
    ret->before = b.failed ? (struct wr_str){NULL, 0} : wr_arena_dup(ctx->arena, wr_buf_view(&b));
    return ret->before.p != NULL ? wr_limit_change_in(run->tx, &o->next)
                                 : wr_fail(ctx, WR_K_memory);
}

static int undo_row(struct wr_import_run *run, const struct wr_import_done *done)
{
    struct wr_ctx *ctx = wr_tx_ctx(run->tx);
    struct wr_ctx scratch = *ctx;
    struct wr_limit now, before;
    int rc = wr_limit_store_get(run->tx, done->entity_id, &now);
    if (rc == WR_ENOTFOUND || (rc == 0 && now.version != done->version))
        return WR_ECONFLICT;
    if (rc == 0 && done->action == WR_IMPORT_NEW)
        return wr_limit_remove_in(run->tx, &now, run->reason);
    if (rc != 0)
        return rc;
    wr_err_reset(&scratch);
    if (wr_json_decode(&scratch, done->before, wr_limit_edit_fields, &before, sizeof(before)) != 0)
        return wr_fail(ctx, WR_K_bug, wr_err_text(&scratch));
    before.id = now.id;
    before.version = now.version;
    return wr_limit_change_in(run->tx, &before);
}

const struct wr_import_kind WR_IMPORT_LIMITS = {.name = "limits",
                                                .zh = "排放限值",
                                                .fields = fields,
                                                .obj_size = sizeof(struct row_limit),
                                                .begin = begin,
                                                .read_row = read_row,
                                                .apply_row = apply_row,
                                                .undo_row = undo_row};
