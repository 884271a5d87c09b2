/* Imports against the database: look, commit, again, undo; everything that is wrong with lists is told and kept. */
#include "store.h"

#include "app/embedded.h"
#include "base/keys.h"
#include "codec/table.h"
#include "modules/account/account_svc.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/enterprise/enterprise_use.h"
#include "modules/enterprise/import_use.h"
#include "modules/region/region_svc.h"

#include <stdio.h>
#include <stdlib.h>

#define LIST_FILE WR_SQL_DIR "/../../shared/data/ningxia_220_key_enterprises.csv"
#define T0 INT64_C(1790000000000)

static const struct wr_audit_entity *const *const ENTITIES[] = {
    wr_region_entities, wr_account_entities, wr_enterprise_entities, NULL};

static struct wr_keys keys;
static int64_t jinshui, erqi, street;

static int make_regions(struct wr_tx *tx, void *arg)
{
    const struct wr_region a = {
        .name = WR_S("金水区"), .code = WR_S("410105"), .level = WR_REGION_DISTRICT};
    const struct wr_region b = {
        .name = WR_S("二七区"), .code = WR_S("410103"), .level = WR_REGION_DISTRICT};
    (void)arg;
    int rc = wr_region_add_in(tx, &a, &jinshui);
    if (rc == 0)
        rc = wr_region_add_in(tx, &b, &erqi);
    const struct wr_region s = {
        .name = WR_S("东风路街道"), .level = WR_REGION_STREET, .parent_id = jinshui};
    return rc == 0 ? wr_region_add_in(tx, &s, &street) : rc;
}

static void begin(struct store *s)
{
    s->ctx.keys = &keys;
    s->ctx.entities = ENTITIES;
    s->ctx.actor = (struct wr_actor){.system = true};
    s->clock.now_ms = T0;
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.regions", make_regions, NULL));
}

/** The log covers all that was written. */
static void end(struct store *s)
{
    struct wr_audit_verdict v;
    wr_err_reset(&s->ctx);
    s->ctx.actor = (struct wr_actor){.system = true};
    store_ok(&s->ctx, wr_audit_svc_verify(&s->ctx, ENTITIES, &v));
    if (!v.ok)
        fail_msg("log: " WR_FMT, WR_ARG(v.first_bad));
}

static struct wr_import get(struct store *s, int64_t id)
{
    struct wr_import i;
    store_ok(&s->ctx, wr_import_svc_get(&s->ctx, id, &i));
    return i;
}

static struct wr_import_check options(int64_t district, bool partial)
{
    return (struct wr_import_check){.options = {.district_id = district, .partial = partial}};
}

static int64_t check(struct store *s, struct wr_str bytes, const struct wr_import_check *c)
{
    int64_t id = 0;
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx,
             wr_import_svc_upload(&s->ctx, WR_S("enterprises"), WR_S("名单.csv"), bytes, &id));
    store_ok(&s->ctx, wr_import_svc_check(&s->ctx, id, c));
    return id;
}

static struct wr_import import(struct store *s, struct wr_str bytes,
                               const struct wr_import_check *c)
{
    int64_t id = check(s, bytes, c);
    store_ok(&s->ctx, wr_import_svc_commit(&s->ctx, id));
    return get(s, id);
}

static void expect(struct wr_import i, int64_t new_n, int64_t changed_n, int64_t same_n,
                   int64_t error_n)
{
    if (i.new_n != new_n || i.changed_n != changed_n || i.same_n != same_n || i.error_n != error_n)
        fail_msg("new %lld, changed %lld, same %lld, errors %lld", (long long)i.new_n,
                 (long long)i.changed_n, (long long)i.same_n, (long long)i.error_n);
}

/** "row:column field key; …" */
static const char *faults(struct store *s, int64_t id)
{
    static char text[8192];
    size_t n = 0;
    const struct wr_import_fault_query q = {.has_limit = true, .limit = 200};
    struct wr_import_page p;
    text[0] = '\0';
    store_ok(&s->ctx, wr_import_svc_faults(&s->ctx, id, &q, &p));
    const struct wr_import_fault *f = p.items.p;
    for (size_t i = 0; i < p.items.n && n < sizeof(text) - 200; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%lld:%lld%s " WR_FMT,
                              n > 0 ? "; " : "", (long long)f[i].row, (long long)f[i].column,
                              f[i].severity == WR_IMPORT_ERROR ? "!" : "", WR_ARG(f[i].key));
    return text;
}

/* ---- plain SQL for looking ------------------------------------------------------------------ */

static const struct wr_stmt COUNT_STATUS = {
    .name = "t_count_status",
    .sql = "SELECT COUNT(*) FROM enterprise WHERE credit_code_status = $1",
    .params = "t",
    .cols = "i"};
static const struct wr_stmt COUNT_ALL = {
    .name = "t_count_all", .sql = "SELECT COUNT(*) FROM enterprise", .params = "", .cols = "i"};
static const struct wr_stmt FIND_ID = {.name = "t_find",
                                       .sql = "SELECT MIN(id) FROM enterprise WHERE name = $1",
                                       .params = "t",
                                       .cols = "i"};

struct question {
    const struct wr_stmt *q;
    const char *text;
    int64_t n;
};

static int ask_tx(struct wr_tx *tx, void *arg)
{
    struct question *q = arg;
    return q->text != NULL ? wr_query_i64(tx, q->q, &q->n, WR_T(wr_str(q->text)))
                           : wr_query_i64(tx, q->q, &q->n);
}

static int64_t ask(struct store *s, const struct wr_stmt *stmt, const char *text)
{
    struct question q = {.q = stmt, .text = text};
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.ask", ask_tx, &q));
    return q.n;
}

static struct wr_enterprise file_of(struct store *s, const char *name)
{
    struct wr_enterprise e;
    store_ok(&s->ctx, wr_enterprise_svc_get(&s->ctx, ask(s, &FIND_ID, name), &e));
    return e;
}

/* ---- the tests ------------------------------------------------------------------------------ */

/** The published list of 220: its faulty codes come out exactly as its own column says. */
static void published_list(struct store *s)
{
    static const struct {
        const char *status;
        int64_t n;
    } counts[] = {{"ok", 139},     {"bad_check", 3}, {"bad_char", 2},
                  {"bad_len", 25}, {"blank", 51},    {"masked", 0}};
    struct wr_buf b;
    char chunk[65536];
    FILE *f = fopen(LIST_FILE, "rb");
    if (f == NULL) {
        print_message("SKIP: %s is not there; the published list was not imported\n", LIST_FILE);
        return;
    }
    wr_buf_init(&b, WR_TABLE_BYTES_MAX);
    for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
        wr_buf_add(&b, chunk, n);
    (void)fclose(f);
    begin(s);
    struct wr_import_check c = options(jinshui, false);
    struct wr_import first = import(s, wr_buf_view(&b), &c);
    expect(first, 220, 0, 0, 0);
    for (size_t i = 0; i < WR_ARRAY_LEN(counts); i++)
        if (ask(s, &COUNT_STATUS, counts[i].status) != counts[i].n)
            fail_msg("%s: %lld", counts[i].status,
                     (long long)ask(s, &COUNT_STATUS, counts[i].status));
    expect(import(s, wr_buf_view(&b), &c), 0, 0, 220, 0);
    c = options(erqi, false); /* another default moves nothing that is there */
    expect(import(s, wr_buf_view(&b), &c), 0, 0, 220, 0);
    const struct wr_import_undo undo = {.reason = WR_S("测试撤销")};
    store_ok(&s->ctx, wr_import_svc_undo(&s->ctx, first.id, &undo));
    assert_int_equal(ask(s, &COUNT_ALL, NULL), 0);
    assert_int_equal(get(s, first.id).state, WR_IMPORT_UNDONE);
    wr_buf_done(&b);
    end(s);
}

static const char messy[] = "合成名单,,,,,\n"
                            "企业名称,统一社会信用代码,排污许可证编号,区县,经度,纬度\n"
                            "合成一厂,91410100123456788Y,91410100123456788Y001P,金水,113.6,34.7\n"
                            "合成二厂,914101001234567890,,金水区,34.7,113.6\n"
                            "合成三厂,9141010012345678OY,,银川,\"113,6\",34.7\n"
                            "合成四厂,914101,H9410100123456788Y001P,410103,0,0\n"
                            "合成五厂,9141****,xyz,二七,113.6,\n"
                            "合成六厂,9.14101E+17,,,,\n"
                            "合成一厂,91410100123456788Y,91410100123456788Y001P,金水,113.6,34.7\n"
                            "=1+1,,,二七,113°36',34°42'\n"
                            "合计,,,,,\n";

static void every_fault_is_told_and_kept(struct store *s)
{
    begin(s);
    struct wr_import_check c = options(jinshui, false);
    int64_t id = check(s, wr_str(messy), &c);
    const char *want = "4:2 import.code_bad_check; 4:5 import.geo_swapped; "
                       "5:5 import.geo_comma; 5:4 import.region_unknown; 5:2 import.code_bad_char; "
                       "6:5 import.geo_zero; 6:2 import.code_bad_len; "
                       "7:5 import.geo_half; 7:2 import.code_masked; 7:3 import.permit_malformed; "
                       "8:2 import.code_damaged; "
                       "9:1 import.same_row; 9:2 import.same_row; "
                       "10:5 import.geo_dms; 10:1 import.formula; 10:2 import.code_blank; "
                       "11:1 import.total_row";
    const char *got = faults(s, id);
    struct wr_import i = get(s, id);
    expect(i, 8, 0, 0, 0);
    assert_int_equal(i.warning_n, 17);
    assert_int_equal(i.state, WR_IMPORT_CHECKED);
    assert_int_equal(ask(s, &COUNT_ALL, NULL), 0); /* a dry run writes nothing */
    for (const char *p = want; p != NULL;) {       /* in rows' order; within a row any order */
        const char *sep = strstr(p, "; ");
        char one[64];
        (void)snprintf(one, sizeof(one), "%.*s", sep != NULL ? (int)(sep - p) : (int)strlen(p), p);
        if (strstr(got, one) == NULL)
            fail_msg("missing %s in %s", one, got);
        p = sep != NULL ? sep + 2 : NULL;
    }
    store_ok(&s->ctx, wr_import_svc_commit(&s->ctx, id));
    struct wr_enterprise e = file_of(s, "合成三厂");
    assert_true(wr_str_eq(e.credit_code_raw, WR_S("9141010012345678OY")));
    assert_int_equal(e.credit_code_status, WR_USCC_BAD_CHAR);
    assert_int_equal(e.district_id, jinshui);
    assert_int_equal(e.lng_e6, 113600000);
    assert_int_equal(file_of(s, "合成二厂").lat_e6, 34700000);
    assert_int_equal(file_of(s, "合成四厂").geo_status, WR_GEO_MISSING);
    assert_int_equal(file_of(s, "合成四厂").district_id, erqi);
    expect(import(s, wr_str(messy), &c), 0, 0, 8, 0); /* the double too is the same double */
    end(s);
}

struct charset_case {
    const char *name;
    struct wr_str bytes;
};
static const struct charset_case charsets[] = {
    {"utf-8", {"企业名称,区县\n郑东厂,金水区\n", 0}},
    {"utf-8-bom", {"\xEF\xBB\xBF企业名称;区县\r\n郑东厂;金水区\r\n", 0}},
    {"gb18030",
     {"\xC6\xF3\xD2\xB5\xC3\xFB\xB3\xC6,\xC7\xF8\xCF\xD8\r\n\xD6\xA3\xB6\xAB\xB3\xA7,"
      "\xBD\xF0\xCB\xAE\xC7\xF8\r\n",
      0}},
};

struct row {
    struct wr_str name, district;
};
static const struct wr_field row_fields[] = {WR_STR(struct row, name, 1, 50, "企业名称", ""),
                                             WR_STR(struct row, district, 0, 50, "区县", ""),
                                             {0}};

static void same_list_in_every_dress(struct store *s)
{
    begin(s);
    struct wr_import_check c = options(0, false);
    for (size_t i = 0; i < WR_ARRAY_LEN(charsets); i++) {
        struct wr_import r = import(s, wr_str(charsets[i].bytes.p), &c);
        expect(r, i == 0, 0, i > 0, 0);
        assert_true(wr_str_eq(r.charset, wr_str(charsets[i].name)));
    }
    struct wr_table_writer *w;
    struct wr_buf out;
    const struct row row = {WR_S("郑东厂"), WR_S("金水区")};
    const struct wr_table_meta meta = {.title = WR_S("名单")};
    wr_buf_init(&out, (size_t)1 << 20);
    store_ok(&s->ctx, wr_table_writer_new(&s->ctx, WR_TABLE_XLSX, row_fields, &meta, &w));
    store_ok(&s->ctx, wr_table_write(w, &row));
    store_ok(&s->ctx, wr_table_writer_end(w, &out));
    struct wr_import r = import(s, wr_buf_view(&out), &c);
    expect(r, 0, 0, 1, 0);
    assert_true(wr_str_eq(r.format, WR_S("xlsx")));
    wr_buf_done(&out);
    assert_int_equal(file_of(s, "郑东厂").district_id, jinshui);
    end(s);
}

static void errors_stop_all_rows_unless_partial(struct store *s)
{
    static const char list[] =
        "企业名称,区县,监管类别,许可证有效期至\n甲厂,金水,重点,2027/1/"
        "5\n,金水,,\n乙厂,金水,不认识,\n丙厂,金水,,明年\n丁厂,,,\n戊厂,金水,,,多\n";
    begin(s);
    struct wr_import_check c = options(0, false);
    int64_t id = check(s, wr_str(list), &c);
    assert_string_equal(faults(s, id), "3:1! input.required; 4:3! input.enum; 5:4! input.date; "
                                       "6:2! import.region_required; 7:0! import.cells_more");
    assert_int_equal(wr_import_svc_commit(&s->ctx, id), WR_ECONFLICT);
    assert_int_equal(s->ctx.err.key, WR_K_import_has_errors);
    assert_int_equal(ask(s, &COUNT_ALL, NULL), 0);
    c = options(0, true);
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx, wr_import_svc_check(&s->ctx, id, &c));
    store_ok(&s->ctx, wr_import_svc_commit(&s->ctx, id));
    expect(get(s, id), 1, 0, 0, 5);
    assert_int_equal(file_of(s, "甲厂").class, WR_CLASS_KEY);
    assert_true(wr_str_eq(file_of(s, "甲厂").permit_valid_to, WR_S("2027-01-05")));
    assert_int_equal(wr_import_svc_commit(&s->ctx, id), WR_ECONFLICT);
    assert_int_equal(s->ctx.err.key, WR_K_import_state);
    end(s);
}

static void change_the_address(struct store *s, const char *name, const char *address)
{
    struct wr_enterprise e = file_of(s, name);
    e.address = wr_str(address);
    e.reason = WR_S("现场核对");
    store_ok(&s->ctx, wr_enterprise_svc_change(&s->ctx, e.id, e.version, &e));
}

static void undo_restores_and_removes(struct store *s)
{
    static const char before[] =
        "企业名称,区县,地址,联系电话\n甲厂,金水,老地址,037160000000\n乙厂,金水,老地址,\n";
    static const char after[] =
        "企业名称,区县,地址,联系电话\n甲厂,二七,新地址,—\n丙厂,金水,新地址,\n";
    const struct wr_import_undo undo = {.reason = WR_S("导错了")};
    const struct wr_import_undo partly = {.reason = WR_S("导错了"), .partial = true};
    begin(s);
    struct wr_import_check c = options(0, false);
    expect(import(s, wr_str(before), &c), 2, 0, 0, 0);
    struct wr_import second = import(s, wr_str(after), &c);
    expect(second, 1, 1, 0, 0);
    assert_true(wr_str_eq(file_of(s, "甲厂").contact_phone,
                          WR_S("037160000000"))); /* a blank cell takes nothing away */
    store_ok(&s->ctx, wr_import_svc_undo(&s->ctx, second.id, &undo));
    assert_true(wr_str_eq(file_of(s, "甲厂").address, WR_S("老地址")));
    assert_int_equal(file_of(s, "甲厂").district_id, jinshui);
    assert_int_equal(ask(s, &COUNT_ALL, NULL), 2);
    assert_int_equal(wr_import_svc_undo(&s->ctx, second.id, &undo), WR_ECONFLICT);
    assert_int_equal(s->ctx.err.key, WR_K_import_state);
    wr_err_reset(&s->ctx);

    struct wr_import third = import(s, wr_str(after), &c);
    change_the_address(s, "丙厂", "核对过的地址");
    assert_int_equal(wr_import_svc_undo(&s->ctx, third.id, &undo), WR_ECONFLICT);
    assert_int_equal(s->ctx.err.key, WR_K_import_undo_conflict);
    assert_int_equal(s->ctx.err.n_faults, 1);
    assert_true(wr_str_eq(s->ctx.err.faults->path, WR_S("row 3")));
    wr_err_reset(&s->ctx);
    assert_true(wr_str_eq(file_of(s, "甲厂").address, WR_S("新地址"))); /* nothing was undone */
    store_ok(&s->ctx, wr_import_svc_undo(&s->ctx, third.id, &partly));
    assert_true(wr_str_eq(file_of(s, "甲厂").address, WR_S("老地址")));
    assert_true(wr_str_eq(file_of(s, "丙厂").address, WR_S("核对过的地址")));
    end(s);
}

static int add_outlet(struct store *s, int64_t enterprise)
{
    struct wr_outlet o = {.enterprise_id = enterprise,
                          .code = WR_S("DA001"),
                          .name = WR_S("排气筒"),
                          .reason = WR_S("测试")};
    int64_t id = 0;
    return wr_outlet_svc_add(&s->ctx, &o, &id);
}

static void records_in_use_are_not_removed(struct store *s)
{
    static const char list[] = "企业名称,区县\n甲厂,金水\n乙厂,金水\n丙厂,金水\n";
    const struct wr_import_undo undo = {.reason = WR_S("导错了")};
    const struct wr_import_undo partly = {.reason = WR_S("导错了"), .partial = true};
    begin(s);
    struct wr_import_check c = options(0, false);
    struct wr_import i = import(s, wr_str(list), &c);
    store_ok(&s->ctx, add_outlet(s, file_of(s, "乙厂").id));
    assert_int_equal(wr_import_svc_undo(&s->ctx, i.id, &undo), WR_ECONFLICT);
    assert_true(wr_str_eq(s->ctx.err.faults->path, WR_S("row 3")));
    assert_int_equal(ask(s, &COUNT_ALL, NULL), 3);
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx, wr_import_svc_undo(&s->ctx, i.id, &partly));
    assert_int_equal(ask(s, &COUNT_ALL, NULL), 1);
    end(s);
}

static void scope_of_a_district(struct store *s)
{
    static const char list[] = "企业名称,区县\n甲厂,金水\n乙厂,二七\n丙厂,\n";
    begin(s);
    s->ctx.actor =
        (struct wr_actor){.user_id = 0, .roles = WR_ROLE_DISTRICT_ADMIN, .district_id = jinshui};
    struct wr_import_check c = options(0, true);
    int64_t id = check(s, wr_str(list), &c);
    assert_string_equal(faults(s, id), "3:2! import.region_scope");
    store_ok(&s->ctx, wr_import_svc_commit(&s->ctx, id));
    expect(get(s, id), 2, 0, 0, 1);
    assert_int_equal(file_of(s, "丙厂").district_id, jinshui);
    c = options(erqi, true);
    int64_t other = 0;
    store_ok(&s->ctx,
             wr_import_svc_upload(&s->ctx, WR_S("enterprises"), WR_S("a"), wr_str(list), &other));
    assert_int_equal(wr_import_svc_check(&s->ctx, other, &c), WR_EINVALID);
    assert_int_equal(s->ctx.err.faults->key, WR_K_import_district);
    wr_err_reset(&s->ctx);
    s->ctx.actor.district_id = erqi;
    struct wr_import i;
    assert_int_equal(wr_import_svc_get(&s->ctx, id, &i), WR_ENOTFOUND);
    struct wr_import_page p;
    const struct wr_import_query q = {0};
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx, wr_import_svc_list(&s->ctx, &q, &p));
    assert_int_equal(p.items.n, 0);
    end(s);
}

struct hostile_case {
    const char *name;
    struct wr_str bytes;
    enum wr_key key;
};
#define B(lit)                                                                                     \
    {                                                                                              \
        "" lit, sizeof(lit) - 1                                                                    \
    }
static const struct hostile_case hostile[] = {
    {"empty", B(""), WR_K_table_empty},
    {"header only", B("企业名称,区县\n"), WR_K_import_rows},
    {"binary",
     B("\x7F"
       "ELF\0\0\0"),
     WR_K_table_charset},
    {"old xls", B("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), WR_K_table_xls},
    {"broken xlsx", B("PK\x03\x04...."), WR_K_table_xlsx},
    {"open quote", B("企业名称\n\"a\n"), WR_K_table_quote},
};

static void hostile_files_are_refused(struct store *s)
{
    int64_t id = 0;
    begin(s);
    for (size_t i = 0; i < WR_ARRAY_LEN(hostile); i++) {
        wr_err_reset(&s->ctx);
        assert_true(wr_import_svc_upload(&s->ctx, WR_S("enterprises"), WR_S("../../x\x01"),
                                         hostile[i].bytes, &id) < 0);
        if (s->ctx.err.key != hostile[i].key)
            fail_msg("%s: %s", hostile[i].name, wr_key_info(s->ctx.err.key)->key);
    }
    wr_err_reset(&s->ctx);
    assert_int_equal(wr_import_svc_upload(&s->ctx, WR_S("devils"), WR_S("x"), WR_S("a"), &id),
                     WR_EINVALID);
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx, wr_import_svc_upload(&s->ctx, WR_S("enterprises"), WR_S("..\\..\\名单.csv"),
                                           WR_S("企业名称\na\n"), &id));
    assert_true(wr_str_eq(get(s, id).filename, WR_S("名单.csv")));
    end(s);
}

static void mapping_is_remembered_and_checked(struct store *s)
{
    static const char list[] = "单位,甲,乙\n某厂,新街 1 号,金水\n";
    begin(s);
    struct wr_import_mapping m[] = {{0, WR_S("name")}, {1, WR_S("address")}, {2, WR_S("district")}};
    struct wr_import_check c = {.mapping = {m, 3}};
    expect(import(s, wr_str(list), &c), 1, 0, 0, 0);
    int64_t id = 0;
    store_ok(&s->ctx,
             wr_import_svc_upload(&s->ctx, WR_S("enterprises"), WR_S("x"), wr_str(list), &id));
    const struct wr_import_column *cols = get(s, id).columns.p;
    assert_true(wr_str_eq(cols[1].field, WR_S("address")));
    assert_true(wr_str_eq(((const struct wr_str *)cols[1].samples.p)[0], WR_S("新街 1 号")));
    c.mapping.n = 0;
    c.mapping.p = NULL;
    store_ok(&s->ctx, wr_import_svc_check(&s->ctx, id, &c));
    expect(get(s, id), 0, 0, 1, 0);
    m[2].field = WR_S("name");
    c.mapping = (struct wr_list){m, 3};
    assert_int_equal(wr_import_svc_check(&s->ctx, id, &c), WR_EINVALID);
    assert_int_equal(s->ctx.err.faults->key, WR_K_import_twice);
    wr_err_reset(&s->ctx);
    end(s);
}

static void count_fault(void *arg, const struct wr_import_fault *f)
{
    (void)f;
    ++*(int *)arg;
}

static void trying_leaves_nothing_behind(struct store *s)
{
    begin(s);
    struct wr_import_check c = options(jinshui, false);
    struct wr_import i;
    struct wr_import_page p;
    const struct wr_import_query q = {0};
    int n = 0;
    store_ok(&s->ctx, wr_import_svc_try(&s->ctx, WR_S("enterprises"), wr_str(messy), &c,
                                        count_fault, &n, &i));
    assert_int_equal(n, 17);
    expect(i, 8, 0, 0, 0);
    store_ok(&s->ctx, wr_import_svc_list(&s->ctx, &q, &p));
    assert_int_equal(p.items.n, 0);
    assert_int_equal(ask(s, &COUNT_ALL, NULL), 0);
    end(s);
}

int main(void)
{
    const struct store_test tests[] = {STORE_TEST(published_list),
                                       STORE_TEST(every_fault_is_told_and_kept),
                                       STORE_TEST(same_list_in_every_dress),
                                       STORE_TEST(errors_stop_all_rows_unless_partial),
                                       STORE_TEST(undo_restores_and_removes),
                                       STORE_TEST(records_in_use_are_not_removed),
                                       STORE_TEST(scope_of_a_district),
                                       STORE_TEST(hostile_files_are_refused),
                                       STORE_TEST(mapping_is_remembered_and_checked),
                                       STORE_TEST(trying_leaves_nothing_behind)};
    const uint8_t seed[32] = {3};
    if (wr_crypto_init() != 0)
        return 1;
    wr_ed25519_seed(seed, keys.audit.public_key, keys.audit.secret_key);
    (void)snprintf(keys.origin, sizeof(keys.origin), "wurao.test/log");
    return store_run("import", tests, WR_ARRAY_LEN(tests));
}
