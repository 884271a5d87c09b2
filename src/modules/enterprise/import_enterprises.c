/* The kind "enterprises": rows of a list to files of the registry. */
#include "modules/enterprise/enterprise_svc.h"

#include "base/text.h"
#include "modules/enterprise/enterprise_rules.h"
#include "modules/enterprise/enterprise_store.h"
#include "modules/enterprise/import_rules.h"
#include "modules/region/region_svc.h"

#define SAME_MAX 10 /* rows of one name and code; what wr_enterprise_store_same gives at most */
#define BEFORE_BYTES_MAX ((size_t)65536)

struct places {
    struct wr_list regions;
    const struct wr_region *fallback; /* NULL: none */
};

static const struct wr_region *region_by_id(const struct wr_list *regions, int64_t id)
{
    const struct wr_region *r = regions->p;
    for (size_t i = 0; i < regions->n; i++)
        if (r[i].id == id)
            return &r[i];
    return NULL;
}

static int begin(struct wr_import_run *run)
{
    struct wr_ctx *ctx = wr_tx_ctx(run->tx);
    struct places *p = wr_arena_new(ctx->arena, struct places);
    if (p == NULL)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_region_list_in(run->tx, &p->regions);
    int64_t id = run->options.district_id != 0 ? run->options.district_id : ctx->actor.district_id;
    p->fallback = rc == 0 && id != 0 ? region_by_id(&p->regions, id) : NULL;
    run->state = p;
    return rc;
}

/** District and street of the row; an unknown one goes where the importer said. */
static void find_place(struct wr_import_run *run, const struct wr_import_row *row,
                       struct wr_enterprise *e)
{
    const struct places *p = run->state;
    const struct wr_actor *actor = &run->errors->actor;
    struct wr_str text = wr_import_cell(run->errors, row->cell[WR_EC_DISTRICT]);
    const struct wr_region *d =
        text.n > 0 ? wr_import_region(&p->regions, WR_REGION_DISTRICT, 0, text) : NULL;
    const struct wr_region *to =
        e->district_id != 0 ? region_by_id(&p->regions, e->district_id) : p->fallback;
    if (d == NULL && text.n > 0 && to != NULL)
        wr_fault(run->warnings, WR_S("district"), WR_K_import_region_unknown, text, text, to->name);
    if (d == NULL)
        d = to;
    if (d == NULL) {
        wr_fault(run->errors, WR_S("district"), WR_K_import_region_required, text);
        return;
    }
    if (!actor->system && actor->district_id != 0 && actor->district_id != d->id)
        wr_fault(run->errors, WR_S("district"), WR_K_import_region_scope, text, d->name);
    if (e->district_id != d->id)
        e->street_id = 0;
    e->district_id = d->id;
    struct wr_str street = wr_import_cell(run->errors, row->cell[WR_EC_STREET]);
    if (street.n == 0)
        return;
    const struct wr_region *s = wr_import_region(&p->regions, WR_REGION_STREET, d->id, street);
    if (s == NULL)
        wr_fault(run->warnings, WR_S("street"), WR_K_import_street_unknown, street, street,
                 d->name);
    else
        e->street_id = s->id;
}

static int memory(struct wr_import_run *run)
{
    return wr_fail(wr_tx_ctx(run->tx), WR_K_memory);
}

/** Name and code as the registry keeps them; they are what tells one file from another. */
static void read_identity(struct wr_import_run *run, const struct wr_import_row *row,
                          struct wr_enterprise *e)
{
    const struct wr_field *code = wr_field_find(wr_enterprise_edit_fields, WR_S("credit_code"));
    wr_import_put(run, wr_field_find(wr_enterprise_edit_fields, WR_S("name")), "name",
                  row->cell[WR_EC_NAME], e);
    e->credit_code_raw = WR_S("");
    if (row->cell[WR_EC_CREDIT_CODE].p != NULL)
        (void)wr_field_from_text(run->errors, code, wr_str_trim(row->cell[WR_EC_CREDIT_CODE]),
                                 WR_S("credit_code"), e);
}

/** Files of this name and code; a name that came in by another way than an import may stand there unfolded. */
static int same_files(struct wr_import_run *run, const struct wr_import_row *row,
                      const struct wr_enterprise *id, struct wr_list *ret)
{
    struct wr_str given = wr_str_trim(row->cell[WR_EC_NAME]);
    int rc = wr_enterprise_store_same(run->tx, id->name, id->credit_code_raw, ret);
    if (rc != 0 || ret->n > 0 || wr_str_eq(given, id->name))
        return rc;
    return wr_enterprise_store_same(run->tx, given, id->credit_code_raw, ret);
}

/**
 * The file this row speaks of: the k-th row of one name and code means the k-th file of them, so that doubles in a list
 * stay what they are when it is imported again.
 */
static int find_file(struct wr_import_run *run, const struct wr_import_row *row,
                     const struct wr_enterprise *id, struct wr_enterprise *ret, bool *ret_found)
{
    struct wr_list same = {0};
    int64_t first = 0;
    struct wr_str key = wr_arena_printf(run->errors->arena, "i" WR_FMT "\n" WR_FMT,
                                        WR_ARG(id->name), WR_ARG(id->credit_code_raw));
    int64_t k = wr_import_seen(run, key, row->line, &first);
    *ret_found = false;
    if (k < 0)
        return memory(run);
    if (k >= SAME_MAX) {
        wr_fault(run->errors, WR_S("name"), WR_K_import_repeated, id->name, WR_S("10"));
        return 0;
    }
    int rc = id->name.n > 0 ? same_files(run, row, id, &same) : 0;
    if (rc == 0 && k < (int64_t)same.n) {
        *ret = ((const struct wr_enterprise *)same.p)[k];
        *ret_found = true;
    }
    return rc;
}

/** Rows and files that look like this one; all are kept, the importer is told. */
static int remark_doubles(struct wr_import_run *run, const struct wr_import_row *row,
                          const struct wr_enterprise *e)
{
    static const struct {
        const char *path, *letter, *zh;
    } kinds[] = {{"name", "n", "名称 name"}, {"credit_code", "c", "信用代码 credit code"}};
    struct wr_list others;
    for (size_t i = 0; i < WR_ARRAY_LEN(kinds); i++) {
        int64_t first = 0;
        struct wr_str value = i == 0 ? e->name : e->credit_code;
        if (value.n == 0)
            continue;
        int64_t k = wr_import_seen(
            run, wr_arena_printf(run->errors->arena, "%s" WR_FMT, kinds[i].letter, WR_ARG(value)),
            row->line, &first);
        if (k < 0)
            return memory(run);
        if (k > 0)
            wr_fault(run->warnings, wr_str(kinds[i].path), WR_K_import_same_row, value,
                     wr_arena_printf(run->errors->arena, "%lld", (long long)first),
                     wr_str(kinds[i].zh));
    }
    if (e->credit_code.n == 0)
        return 0;
    int rc = wr_enterprise_store_by_code(run->tx, e->credit_code, &others);
    const struct wr_enterprise *o = others.p;
    for (size_t i = 0; rc == 0 && i < others.n; i++) {
        if (o[i].id == e->id || (run->batch_id != 0 && o[i].import_batch_id == run->batch_id))
            continue;
        wr_fault(run->warnings, WR_S("credit_code"), WR_K_import_same_record, e->credit_code,
                 o[i].name);
        break;
    }
    return rc;
}

static int read_row(struct wr_import_run *run, const struct wr_import_row *row, void *obj,
                    enum wr_import_action *ret_action)
{
    struct wr_enterprise id = WR_ENTERPRISE_NEW;
    struct wr_enterprise before = {0};
    struct wr_enterprise *e = obj;
    bool found = false;
    if (wr_import_is_total(wr_import_cell(run->errors, row->cell[WR_EC_NAME]))) {
        wr_fault(run->warnings, WR_S("name"), WR_K_import_total_row, row->cell[WR_EC_NAME]);
        *ret_action = WR_IMPORT_SKIPPED;
        return 0;
    }
    read_identity(run, row, &id);
    int rc = find_file(run, row, &id, &before, &found);
    if (rc != 0)
        return rc;
    *e = found ? before : id;
    if (!found)
        e->import_batch_id = run->batch_id;
    wr_import_rules_lay(run, row, e);
    find_place(run, row, e);
    wr_enterprise_rules_derive(run->errors, e);
    wr_import_rules_remark(run, row, e);
    bool same = found && wr_str_eq(wr_enterprise_rules_diff(run->errors, &before, e), WR_S("[]"));
    *ret_action = !found ? WR_IMPORT_NEW : (same ? WR_IMPORT_SAME : WR_IMPORT_CHANGED);
    return remark_doubles(run, row, e);
}

/** The whole file as JSON, for the undo; personal members too, they stay inside the database. */
static struct wr_str file_as_json(struct wr_ctx *ctx, const struct wr_enterprise *e)
{
    struct wr_str s = {NULL, 0};
    struct wr_buf b;
    wr_buf_init(&b, BEFORE_BYTES_MAX);
    wr_json_encode(&b, wr_enterprise_fields, e, WR_MASK_NONE);
    if (!b.failed)
        s = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}

static int apply_row(struct wr_import_run *run, const void *obj, enum wr_import_action action,
                     struct wr_import_done *ret)
{
    const struct wr_enterprise *e = obj;
    struct wr_enterprise before;
    ret->entity_id = e->id;
    ret->version = 1;
    if (action == WR_IMPORT_NEW)
        return wr_enterprise_add_in(run->tx, e, run->reason, &ret->entity_id);
    int rc = wr_enterprise_get_in(run->tx, e->id, &before);
    if (rc == 0)
        rc = wr_enterprise_change_in(run->tx, e, run->reason);
    if (rc != 0)
        return rc;
    ret->version = before.version + 1;
    ret->before = file_as_json(wr_tx_ctx(run->tx), &before);
    return ret->before.p != NULL ? 0 : memory(run);
}

static int undo_row(struct wr_import_run *run, const struct wr_import_done *done)
{
    struct wr_ctx *ctx = wr_tx_ctx(run->tx);
    struct wr_enterprise now;
    struct wr_enterprise before;
    int rc = wr_enterprise_get_in(run->tx, done->entity_id, &now);
    if (rc == WR_ENOTFOUND || (rc == 0 && now.version != done->version))
        return WR_ECONFLICT;
    if (rc != 0 || done->action == WR_IMPORT_NEW)
        return rc != 0 ? rc : wr_enterprise_remove_in(run->tx, done->entity_id, run->reason);
    struct wr_ctx scratch = *ctx; /* rows refused before this one have left their faults in ctx */
    wr_err_reset(&scratch);
    if (wr_json_decode(&scratch, done->before, wr_enterprise_fields, &before, sizeof(before)) != 0)
        return wr_fail(ctx, WR_K_bug, wr_err_text(&scratch));
    before.version = now.version;
    before.credit_code_raw =
        now.credit_code_raw; /* part of its identity: an import never changes it, and reading JSON would fold it */
    return wr_enterprise_change_in(run->tx, &before, run->reason);
}

const struct wr_import_kind WR_IMPORT_ENTERPRISES = {.name = "enterprises",
                                                     .zh = "企业",
                                                     .fields = wr_enterprise_import_fields,
                                                     .obj_size = sizeof(struct wr_enterprise),
                                                     .begin = begin,
                                                     .read_row = read_row,
                                                     .apply_row = apply_row,
                                                     .undo_row = undo_row};
