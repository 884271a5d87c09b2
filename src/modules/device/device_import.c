/* The kind "devices": rows of a list to data loggers. */
#include "hj212/hj212.h"
#include "modules/device/device_rules.h"
#include "modules/device/device_store.h"

enum col { C_MN, C_PASSWORD, C_DIALECT, C_CREDIT_CODE, C_OUTLET, C_ADDRESSES, C_N };

static const struct wr_import_field fields[] = {
    [C_MN] = {"mn", "设备标识 MN", "MN|MN号|设备唯一标识|数采仪编号", "identity as sent", true},
    [C_PASSWORD] = {"password", "访问密码", "密码|PW", "PW of its packets", false},
    [C_DIALECT] = {"dialect", "协议版本", "协议|版本", "auto, 2005, 2017, 2025 or surface", false},
    [C_CREDIT_CODE] = {"credit_code", "统一社会信用代码", "信用代码|社会信用代码",
                       "of the enterprise", true},
    [C_OUTLET] = {"outlet", "排放口编号", "排放口|排口编号|排口", "code such as DA001, DW001",
                  true},
    [C_ADDRESSES] = {"allowed_addresses", "允许地址", "来源地址|IP",
                     "addresses or prefixes divided by commas; empty: any", false},
    [C_N] = {0},
};

struct row_logger {
    struct wr_logger now; /* as found; id 0: new */
    struct wr_logger next;
};

static int begin(struct wr_import_run *run)
{
    (void)run;
    return 0;
}

static void put(struct wr_import_run *run, const struct wr_import_row *row, enum col c,
                struct wr_logger *l)
{
    wr_import_put(run, wr_field_find(wr_logger_edit_fields, wr_str(fields[c].name)), fields[c].name,
                  row->cell[c], l);
}

/** The outlet by credit code and code. */
static int find_outlet(struct wr_import_run *run, const struct wr_import_row *row,
                       struct wr_logger *l)
{
    struct wr_str credit = wr_import_cell(run->errors, row->cell[C_CREDIT_CODE]);
    struct wr_str code = wr_import_cell(run->errors, row->cell[C_OUTLET]);
    struct wr_monitor m;
    int64_t id = 0;

    if (credit.n == 0 || code.n == 0) {
        wr_fault(run->errors, credit.n == 0 ? WR_S("credit_code") : WR_S("outlet"),
                 WR_K_input_required, (struct wr_str){0});
        return 0;
    }
    int rc = wr_logger_store_find_outlet(run->tx, credit, code, &id);
    if (rc == 0)
        rc = wr_monitor_may_see_in(run->tx, id, &m);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(wr_tx_ctx(run->tx));
        wr_fault(
            run->errors, WR_S("outlet"), WR_K_outlet_not_found,
            wr_arena_printf(run->errors->arena, WR_FMT " " WR_FMT, WR_ARG(credit), WR_ARG(code)));
        return 0;
    }
    l->outlet_id = id;
    return rc;
}

static bool is_same(const struct wr_logger *a, const struct wr_logger *b)
{
    return wr_str_eq(a->password, b->password) && a->dialect == b->dialect &&
           a->outlet_id == b->outlet_id && wr_str_eq(a->allowed_addresses, b->allowed_addresses);
}

static int read_row(struct wr_import_run *run, const struct wr_import_row *row, void *obj,
                    enum wr_import_action *ret_action)
{
    struct row_logger *o = obj;
    struct wr_logger id = {0};
    int64_t first = 0;

    put(run, row, C_MN, &id);
    int64_t k = wr_import_seen(run, wr_arena_printf(run->errors->arena, "m" WR_FMT, WR_ARG(id.mn)),
                               row->line, &first);
    if (k < 0)
        return wr_fail(wr_tx_ctx(run->tx), WR_K_memory);
    if (k > 0)
        wr_fault(run->errors, WR_S("mn"), WR_K_logger_mn_taken, id.mn, id.mn);
    int rc = wr_logger_store_by_mn(run->tx, id.mn, &o->now);
    if (rc != 0 && rc != WR_ENOTFOUND)
        return rc;
    o->next = rc == 0 ? o->now : WR_LOGGER_NEW;
    o->next.mn = id.mn;
    put(run, row, C_PASSWORD, &o->next);
    put(run, row, C_DIALECT, &o->next);
    put(run, row, C_ADDRESSES, &o->next);
    rc = find_outlet(run, row, &o->next);
    wr_device_rules_check(run->errors, &o->next);
    *ret_action = o->now.id == 0
                      ? WR_IMPORT_NEW
                      : (is_same(&o->now, &o->next) ? WR_IMPORT_SAME : WR_IMPORT_CHANGED);
    return rc;
}

/** For the undo: what an import can change. Secrets are left out: an undo keeps the newer ones. */
static const struct wr_field before_fields[] = {
    WR_ENUM(struct wr_logger, dialect, wr_logger_dialects, "", ""),
    WR_ID_OPT(struct wr_logger, outlet_id, "", ""),
    WR_STR_OPT(struct wr_logger, allowed_addresses, 0, 400, "", ""),
    {0},
};

static struct wr_str as_json(struct wr_ctx *ctx, const struct wr_logger *l)
{
    struct wr_str s = {NULL, 0};
    struct wr_buf b;
    wr_buf_init(&b, 4096);
    wr_json_encode(&b, before_fields, l, WR_MASK_NONE);
    if (!b.failed)
        s = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}

static int apply_row(struct wr_import_run *run, const void *obj, enum wr_import_action action,
                     struct wr_import_done *ret)
{
    const struct row_logger *o = obj;
    struct wr_logger l = o->next;
    int rc = 0;

    l.reason = run->reason;
    if (action == WR_IMPORT_NEW) {
        rc = wr_logger_add_in(run->tx, &l);
        ret->entity_id = l.id;
        ret->version = 1;
        return rc;
    }
    ret->entity_id = o->now.id;
    ret->version = o->now.version + 1;
    ret->before = as_json(wr_tx_ctx(run->tx), &o->now);
    return ret->before.p ? wr_logger_change_in(run->tx, &l)
                         : wr_fail(wr_tx_ctx(run->tx), WR_K_memory);
}

static int undo_row(struct wr_import_run *run, const struct wr_import_done *done)
{
    struct wr_ctx *ctx = wr_tx_ctx(run->tx);
    struct wr_ctx scratch = *ctx;
    struct wr_logger now;
    struct wr_logger before;
    int rc = wr_logger_store_get(run->tx, done->entity_id, &now);

    if (rc == WR_ENOTFOUND || (rc == 0 && now.version != done->version))
        return WR_ECONFLICT;
    if (rc == 0 && done->action == WR_IMPORT_NEW)
        return wr_logger_remove_in(run->tx, &now, run->reason);
    if (rc != 0)
        return rc;
    wr_err_reset(&scratch);
    if (wr_json_decode(&scratch, done->before, before_fields, &before, sizeof(before)) != 0)
        return wr_fail(ctx, WR_K_bug, wr_err_text(&scratch));
    now.dialect = before.dialect;
    now.outlet_id = before.outlet_id;
    now.allowed_addresses = before.allowed_addresses;
    now.reason = run->reason;
    return wr_logger_change_in(run->tx, &now);
}

const struct wr_import_kind WR_IMPORT_DEVICES = {.name = "devices",
                                                 .zh = "数采仪",
                                                 .fields = fields,
                                                 .obj_size = sizeof(struct row_logger),
                                                 .begin = begin,
                                                 .read_row = read_row,
                                                 .apply_row = apply_row,
                                                 .undo_row = undo_row};
