/* The kind "officers": rows of a list to officers. */
#include "modules/officer/officer_svc.h"

#include "base/text.h"
#include "modules/officer/officer_fields.h"
#include "modules/officer/officer_rules.h"
#include "modules/region/region_svc.h"

#define BEFORE_BYTES_MAX ((size_t)65536)

enum col {
    C_NAME,
    C_UNIT,
    C_TITLE,
    C_DISTRICT,
    C_CERT_NO,
    C_CERT_FROM,
    C_CERT_TO,
    C_IN_POST,
    C_PHONE,
    C_LNG,
    C_LAT,
    C_CAPACITY,
    C_N
};

static const struct wr_import_field fields[] = {
    [C_NAME] = {"name", "姓名", "人员姓名|执法人员|联络员", "name", true},
    [C_UNIT] = {"unit", "单位", "所在单位|执法单位|部门", "unit", true},
    [C_TITLE] = {"title", "职务", "职位|岗位", "title", false},
    [C_DISTRICT] = {"district", "区县", "所属区县|所在区县|行政区",
                    "district, by name or code; empty: city level", false},
    [C_CERT_NO] = {"cert_no", "执法证号", "执法证编号|证号|执法证件号",
                   "number of the law-enforcement certificate", false},
    [C_CERT_FROM] = {"cert_from", "执法证有效期起", "有效期起|发证日期", "first day of validity",
                     false},
    [C_CERT_TO] = {"cert_to", "执法证有效期止", "有效期止|有效期至|执法证有效期",
                   "last day of validity", false},
    [C_IN_POST] = {"in_post", "在岗", "是否在岗", "in post: yes or no; yes if absent", false},
    [C_PHONE] = {"phone", "执法电话", "联系电话|电话|手机|办公电话|值班电话",
                 "duty phone; it stands on the plate", false},
    [C_LNG] = {"lng", "办公地点经度", "经度|longitude", "office: longitude", false},
    [C_LAT] = {"lat", "办公地点纬度", "纬度|latitude", "office: latitude", false},
    [C_CAPACITY] = {"capacity", "结对上限", "联系企业上限", "enterprises at most; 30 if absent",
                    false},
    [C_N] = {0},
};

/** One row: the officer as he will be. */
struct row_officer {
    struct wr_officer now; /* as found; id 0: new */
    struct wr_officer next;
};

static int begin(struct wr_import_run *run)
{
    struct wr_list *regions = wr_arena_new(wr_tx_ctx(run->tx)->arena, struct wr_list);
    run->state = regions;
    return regions != NULL ? wr_region_list_in(run->tx, regions)
                           : wr_fail(wr_tx_ctx(run->tx), WR_K_memory);
}

static void put(struct wr_import_run *run, const struct wr_import_row *row, enum col c,
                struct wr_officer_edit *e)
{
    wr_import_put(run, wr_field_find(wr_officer_edit_fields, wr_str(fields[c].name)),
                  fields[c].name, row->cell[c], e);
}

static struct wr_str district_name(const struct wr_list *regions, int64_t id)
{
    const struct wr_region *r = regions->p;
    for (size_t i = 0; i < regions->n; i++)
        if (r[i].id == id)
            return r[i].name;
    return WR_S("市级 the city");
}

/** A known district, else the one he has, else the importer's; none at all is the city level. */
static void find_district(struct wr_import_run *run, const struct wr_import_row *row,
                          struct wr_officer_edit *e)
{
    const struct wr_actor *a = &run->errors->actor;
    struct wr_str text = wr_import_cell(run->errors, row->cell[C_DISTRICT]);
    const struct wr_region *d =
        text.n > 0 ? wr_import_region(run->state, WR_REGION_DISTRICT, 0, text) : NULL;
    if (d != NULL)
        e->district_id = d->id;
    else if (e->district_id == 0)
        e->district_id = run->options.district_id != 0 ? run->options.district_id : a->district_id;
    struct wr_str name = district_name(run->state, e->district_id);
    if (text.n > 0 && d == NULL)
        wr_fault(run->warnings, WR_S("district"), WR_K_import_region_unknown, text, text, name);
    if (!a->system && a->district_id != 0 && a->district_id != e->district_id)
        wr_fault(run->errors, WR_S("district"), WR_K_import_region_scope, text, name);
}

/** Name, unit and certificate say who it is. */
static int find_officer(struct wr_import_run *run, const struct wr_import_row *row,
                        struct wr_officer_edit *e, struct wr_officer *ret)
{
    int64_t first = 0;
    bool has_cert = e->cert_no.n > 0;
    struct wr_str who = has_cert
                            ? wr_arena_printf(run->errors->arena, "c" WR_FMT, WR_ARG(e->cert_no))
                            : wr_arena_printf(run->errors->arena, "n" WR_FMT "\n" WR_FMT,
                                              WR_ARG(e->name), WR_ARG(e->unit));
    int64_t k = wr_import_seen(run, who, row->line, &first);
    if (k < 0)
        return wr_fail(wr_tx_ctx(run->tx), WR_K_memory);
    if (k > 0)
        wr_fault(run->errors, has_cert ? WR_S("cert_no") : WR_S("name"), WR_K_import_same_officer,
                 has_cert ? e->cert_no : e->name,
                 wr_arena_printf(run->errors->arena, "%lld", (long long)first));
    int rc = wr_officer_find_in(run->tx, e->cert_no, e->name, e->unit, ret);
    return rc == WR_ENOTFOUND ? 0 : rc;
}

static void lay(struct wr_import_run *run, const struct wr_import_row *row,
                struct wr_officer_edit *e)
{
    static const enum col plain[] = {C_TITLE, C_CERT_FROM, C_CERT_TO, C_IN_POST, C_CAPACITY};
    for (size_t i = 0; i < WR_ARRAY_LEN(plain); i++)
        put(run, row, plain[i], e);
    /* What an export showed masked must not come back as if it were the number. */
    if (row->cell[C_PHONE].n > 0 && memchr(row->cell[C_PHONE].p, '*', row->cell[C_PHONE].n) != NULL)
        wr_fault(run->warnings, WR_S("phone"), WR_K_import_masked, row->cell[C_PHONE]);
    else
        put(run, row, C_PHONE, e);
    if (wr_import_place(run, row->cell[C_LNG], row->cell[C_LAT], &e->lng_e6, &e->lat_e6))
        e->has_lng_e6 = e->has_lat_e6 = true;
    find_district(run, row, e);
    wr_officer_rules_check(run->errors, e);
}

static bool is_same(struct wr_ctx *ctx, const struct wr_officer *a, const struct wr_officer *b)
{
    const struct wr_officer_edit x = wr_officer_rules_edit_of(a);
    const struct wr_officer_edit y = wr_officer_rules_edit_of(b);
    for (const struct wr_field *f = wr_officer_edit_fields; f->name != NULL; f++)
        if (!wr_str_eq(wr_field_to_text(ctx, f, &x, false), wr_field_to_text(ctx, f, &y, false)))
            return false;
    return true;
}

static int read_row(struct wr_import_run *run, const struct wr_import_row *row, void *obj,
                    enum wr_import_action *ret_action)
{
    struct row_officer *o = obj;
    struct wr_officer_edit id = {0};
    put(run, row, C_NAME, &id);
    put(run, row, C_UNIT, &id);
    put(run, row, C_CERT_NO, &id);
    int rc = find_officer(run, row, &id, &o->now);
    if (rc != 0)
        return rc;
    struct wr_officer_edit e = o->now.id != 0 ? wr_officer_rules_edit_of(&o->now)
                                              : (struct wr_officer_edit){.in_post = true};
    e.name = id.name;
    e.unit = id.unit;
    e.cert_no = id.cert_no.n > 0 ? id.cert_no : e.cert_no;
    o->next = o->now;
    lay(run, row, &e);
    wr_officer_rules_apply(run->errors, &e, &o->next);
    if (o->now.id == 0)
        o->next.import_batch_id = run->batch_id;
    *ret_action = o->now.id == 0 ? WR_IMPORT_NEW
                                 : (is_same(run->errors, &o->now, &o->next) ? WR_IMPORT_SAME
                                                                            : WR_IMPORT_CHANGED);
    return 0;
}

static struct wr_str as_json(struct wr_ctx *ctx, const struct wr_officer *o)
{
    struct wr_str s = {NULL, 0};
    struct wr_buf b;
    wr_buf_init(&b, BEFORE_BYTES_MAX);
    wr_json_encode(&b, wr_officer_fields, o, WR_MASK_NONE);
    if (!b.failed)
        s = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}

static int apply_row(struct wr_import_run *run, const void *obj, enum wr_import_action action,
                     struct wr_import_done *ret)
{
    const struct row_officer *o = obj;
    ret->entity_id = o->now.id;
    ret->version = 1;
    if (action == WR_IMPORT_NEW)
        return wr_officer_add_in(run->tx, &o->next, &ret->entity_id);
    ret->version = o->now.version + 1;
    ret->before = as_json(wr_tx_ctx(run->tx), &o->now);
    return ret->before.p != NULL ? wr_officer_change_in(run->tx, &o->next, run->reason)
                                 : wr_fail(wr_tx_ctx(run->tx), WR_K_memory);
}

static int undo_row(struct wr_import_run *run, const struct wr_import_done *done)
{
    struct wr_ctx *ctx = wr_tx_ctx(run->tx);
    struct wr_ctx scratch = *ctx; /* rows refused before this one have left their faults in ctx */
    struct wr_officer now;
    struct wr_officer before;
    int rc = wr_officer_get_in(run->tx, done->entity_id, &now);
    if (rc == WR_ENOTFOUND || (rc == 0 && now.version != done->version))
        return WR_ECONFLICT;
    if (rc != 0 || done->action == WR_IMPORT_NEW)
        return rc != 0 ? rc : wr_officer_remove_in(run->tx, done->entity_id, run->reason);
    wr_err_reset(&scratch);
    if (wr_json_decode(&scratch, done->before, wr_officer_fields, &before, sizeof(before)) != 0)
        return wr_fail(ctx, WR_K_bug, wr_err_text(&scratch));
    before.version = now.version;
    return wr_officer_change_in(run->tx, &before, run->reason);
}

const struct wr_import_kind WR_IMPORT_OFFICERS = {.name = "officers",
                                                  .zh = "执法人员",
                                                  .fields = fields,
                                                  .obj_size = sizeof(struct row_officer),
                                                  .begin = begin,
                                                  .read_row = read_row,
                                                  .apply_row = apply_row,
                                                  .undo_row = undo_row};
