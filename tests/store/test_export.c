/* Exports, and what comes of a list that goes out and comes in again. */
#include "store.h"

#include "app/embedded.h"
#include "app/modules.h"
#include "base/keys.h"
#include "modules/account/account_svc.h"
#include "modules/dossier/dossier_svc.h"
#include "modules/dossier/export.h"
#include "modules/enterprise/import_use.h"
#include "modules/officer/officer_svc.h"
#include "modules/region/region_svc.h"
#include "telemetry/telemetry.h"

#include <stdio.h>

#define T0 INT64_C(1790000000000)

static struct wr_keys keys;
static int64_t jinshui, erqi;

static const char OFFICERS[] =
    "姓名,单位,职务,区县,执法证号,执法证有效期起,执法证有效期止,在岗,执法电话,经度,纬度,结对上限\n"
    "试甲,金水执法大队(合成),队员,金水区,A001,2024/1/"
    "1,2029-12-31,是,0371-60000001,113.68,34.78,20\n"
    "试乙,二七执法大队(合成),,二七,,,,否,0371-60000002,,,\n"
    "试丙,市支队(合成),,,A003,,,,0371-60000003,,,\n";
static const char FILES[] =
    "企业名称,统一社会信用代码,区县,联系人,联系电话,经度,纬度,备注\n"
    "=合成一厂,91410100123456788Y,金水,试人,13800000000,113.6,34.7,\"两行\n备注\"\n"
    "合成二厂,,二七,,,,,\n";

static int make_regions(struct wr_tx *tx, void *arg)
{
    const struct wr_region a = {
        .name = WR_S("金水区"), .code = WR_S("410105"), .level = WR_REGION_DISTRICT};
    const struct wr_region b = {.name = WR_S("二七区"), .level = WR_REGION_DISTRICT};
    (void)arg;
    int rc = wr_region_add_in(tx, &a, &jinshui);
    return rc == 0 ? wr_region_add_in(tx, &b, &erqi) : rc;
}

static struct wr_import import(struct store *s, const char *kind, struct wr_str bytes)
{
    const struct wr_import_check c = {0};
    struct wr_import i;
    int64_t id = 0;
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx, wr_import_svc_upload(&s->ctx, wr_str(kind), WR_S("x"), bytes, &id));
    store_ok(&s->ctx, wr_import_svc_check(&s->ctx, id, &c));
    store_ok(&s->ctx, wr_import_svc_commit(&s->ctx, id));
    store_ok(&s->ctx, wr_import_svc_get(&s->ctx, id, &i));
    return i;
}

static void begin(struct store *s)
{
    s->ctx.keys = &keys;
    s->ctx.entities = wr_all_entities;
    s->ctx.actor = (struct wr_actor){.system = true};
    s->clock.now_ms = T0;
    wr_import_set_kinds(wr_all_import_kinds);
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.regions", make_regions, NULL));
    assert_int_equal(import(s, "officers", wr_str(OFFICERS)).new_n, 3);
    assert_int_equal(import(s, "enterprises", wr_str(FILES)).new_n, 2);
    char url[96];
    (void)snprintf(url, sizeof(url), "sqlite-dir:%s/telemetry", s->dir);
    const struct wr_tele_options opt = {.create = true, .sync = true};
    store_ok(&s->ctx, wr_tele_open(&s->ctx, url, &opt, &s->ctx.telemetry));
}

static void end(struct store *s)
{
    struct wr_audit_verdict v;
    wr_err_reset(&s->ctx);
    s->ctx.actor = (struct wr_actor){.system = true};
    store_ok(&s->ctx, wr_audit_svc_verify(&s->ctx, wr_all_entities, &v));
    if (!v.ok)
        fail_msg("log: " WR_FMT, WR_ARG(v.first_bad));
    wr_tele_close(s->ctx.telemetry);
    s->ctx.telemetry = NULL;
}

static struct wr_str export(struct store *s, const char *name, struct wr_export_query q,
                            enum wr_table_format format)
{
    const struct wr_export_kind *kind = NULL;
    struct wr_str filename;
    struct wr_buf out;
    q.has_format = true;
    q.format = format;
    wr_err_reset(&s->ctx);
    wr_buf_init(&out, (size_t)1 << 22);
    store_ok(&s->ctx, wr_export_kind_find(&s->ctx, wr_str(name), &kind));
    store_ok(&s->ctx, wr_export_svc_file(&s->ctx, kind, &q, &out, &filename));
    struct wr_str bytes = wr_arena_dup(&s->arena, wr_buf_view(&out));
    wr_buf_done(&out);
    return bytes;
}

static bool has(struct wr_str s, const char *part)
{
    return wr_str_find(s, wr_str(part)) >= 0;
}

static void each_kind_in_each_format(struct store *s)
{
    begin(s);
    for (const struct wr_export_kind *k = wr_export_kinds; k->name != NULL; k++) {
        struct wr_str csv = export(s, k->name, (struct wr_export_query){0}, WR_TABLE_CSV);
        assert_true(wr_str_starts(csv, WR_S("\xEF\xBB\xBF")));
        assert_true(has(csv, "# 期间 全部；筛选 全部；共 "));
        assert_true(wr_str_starts(export(s, k->name, (struct wr_export_query){0}, WR_TABLE_XLSX),
                                  WR_S("PK")));
        struct wr_json *j =
            wr_json_parse(&s->ctx, export(s, k->name, (struct wr_export_query){0}, WR_TABLE_JSON));
        assert_non_null(j);
        assert_true(wr_json_is_list(wr_json_get(j, "items")));
        wr_json_free(j);
    }
    end(s);
}

static void personal_values_leave_masked_and_formulas_guarded(struct store *s)
{
    begin(s);
    struct wr_str csv = export(s, "enterprises", (struct wr_export_query){0}, WR_TABLE_CSV);
    assert_true(has(csv, "\"'=合成一厂\""));
    assert_true(has(csv, "试*"));
    assert_true(has(csv, "138****0000"));
    assert_false(has(csv, "13800000000"));
    assert_true(has(csv, "113.600000,34.700000"));
    end(s);
}

static void what_goes_out_comes_in_unchanged(struct store *s)
{
    static const enum wr_table_format formats[] = {WR_TABLE_CSV, WR_TABLE_XLSX};
    static const char *const kinds[] = {"enterprises", "officers"};
    begin(s);
    for (size_t k = 0; k < 2; k++) {
        for (size_t f = 0; f < 2; f++) {
            struct wr_import i =
                import(s, kinds[k], export(s, kinds[k], (struct wr_export_query){0}, formats[f]));
            if (i.new_n != 0 || i.changed_n != 0 || i.same_n != i.total)
                fail_msg("%s: %lld new, %lld changed", kinds[k], (long long)i.new_n,
                         (long long)i.changed_n);
        }
    }
    end(s);
}

static void filters_and_scope(struct store *s)
{
    char district[24];
    begin(s);
    (void)snprintf(district, sizeof(district), "%lld", (long long)erqi);
    struct wr_str csv = export(
        s, "enterprises", (struct wr_export_query){.district_id = wr_str(district)}, WR_TABLE_CSV);
    assert_true(has(csv, "合成二厂") && !has(csv, "合成一厂"));
    assert_true(has(csv, "筛选 区县=二七区；共 1 行"));
    csv = export(s, "officers", (struct wr_export_query){.in_post = WR_S("false")}, WR_TABLE_CSV);
    assert_true(has(csv, "试乙") && !has(csv, "试甲"));
    csv = export(s, "enterprises",
                 (struct wr_export_query){.from = WR_S("2020-01-01"), .to = WR_S("2020-12-31")},
                 WR_TABLE_CSV);
    assert_true(has(csv, "期间 2020-01-01..2020-12-31；筛选 全部；共 0 行"));
    s->ctx.actor = (struct wr_actor){.roles = WR_ROLE_DISTRICT_ADMIN, .district_id = erqi};
    csv = export(s, "enterprises", (struct wr_export_query){0}, WR_TABLE_CSV);
    assert_true(has(csv, "合成二厂") && !has(csv, "合成一厂"));
    assert_true(has(csv, "权限范围=二七区"));
    csv = export(s, "officers", (struct wr_export_query){0}, WR_TABLE_CSV);
    assert_true(has(csv, "试乙") && !has(csv, "试甲"));
    end(s);
}

struct bad_case {
    const char *kind;
    struct wr_export_query q;
    enum wr_key key;
};

static void wrong_questions_are_refused(struct store *s)
{
    const struct bad_case cases[] = {
        {"visits", {.status = WR_S("hung")}, WR_K_input_unknown},
        {"plates", {.status = WR_S("nowhere")}, WR_K_input_enum},
        {"enterprises", {.district_id = WR_S("x")}, WR_K_input_type},
        {"visits", {.from = WR_S("2026-12-31"), .to = WR_S("2026-01-01")}, WR_K_export_period},
    };
    struct wr_buf out;
    struct wr_str filename;
    begin(s);
    wr_buf_init(&out, (size_t)1 << 20);
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        const struct wr_export_kind *kind = NULL;
        wr_err_reset(&s->ctx);
        store_ok(&s->ctx, wr_export_kind_find(&s->ctx, wr_str(cases[i].kind), &kind));
        assert_int_equal(wr_export_svc_file(&s->ctx, kind, &cases[i].q, &out, &filename),
                         WR_EINVALID);
        assert_int_equal(s->ctx.err.faults->key, cases[i].key);
    }
    const struct wr_export_kind *none = NULL;
    assert_int_equal(wr_export_kind_find(&s->ctx, WR_S("devils"), &none), WR_ENOTFOUND);
    wr_buf_done(&out);
    end(s);
}

static const struct wr_stmt COUNT_EVENTS = {
    .name = "t_events",
    .sql = "SELECT COUNT(*) FROM audit_leaf WHERE action = 'export.file'",
    .params = "",
    .cols = "i"};

static int count_events(struct wr_tx *tx, void *arg)
{
    return wr_query_i64(tx, &COUNT_EVENTS, (int64_t *)arg);
}

static void each_export_is_told_in_the_log(struct store *s)
{
    int64_t n = 0;
    begin(s);
    (void)export(s, "officers", (struct wr_export_query){0}, WR_TABLE_CSV);
    (void)export(s, "visits-open", (struct wr_export_query){0}, WR_TABLE_JSON);
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.count", count_events, &n));
    assert_int_equal(n, 2);
    end(s);
}

static void officers_are_imported_changed_and_undone(struct store *s)
{
    static const char change[] =
        "姓名,单位,执法证号,执法电话,结对上限\n试甲,金水执法大队(合成),A001,0371-60000009,25\n试丁,"
        "金水执法大队(合成),A004,0371-60000004,\n";
    static const char bad[] =
        "姓名,单位,执法证号,执法电话,执法证有效期起,执法证有效期止\n试戊,队,A005,12,,\n试己,队,"
        "A005,0371-60000005,2027-01-01,2026-01-01\n,队,,0371-60000005,,\n";
    const struct wr_import_undo undo = {.reason = WR_S("导错了")};
    begin(s);
    struct wr_import i = import(s, "officers", wr_str(change));
    assert_int_equal(i.new_n, 1);
    assert_int_equal(i.changed_n, 1);
    assert_int_equal(import(s, "officers", wr_str(change)).same_n, 2);
    store_ok(&s->ctx, wr_import_svc_undo(&s->ctx, i.id, &undo));
    assert_int_equal(import(s, "officers", wr_str(OFFICERS)).same_n, 3);
    int64_t id = 0;
    const struct wr_import_check c = {0};
    struct wr_import_page p;
    const struct wr_import_fault_query q = {.has_limit = true, .limit = 50};
    store_ok(&s->ctx, wr_import_svc_upload(&s->ctx, WR_S("officers"), WR_S("x"), wr_str(bad), &id));
    store_ok(&s->ctx, wr_import_svc_check(&s->ctx, id, &c));
    store_ok(&s->ctx, wr_import_svc_faults(&s->ctx, id, &q, &p));
    const struct wr_import_fault *f = p.items.p;
    static const char *const want[] = {"officer.phone", "import.same_officer", "officer.cert_days",
                                       "input.required"};
    assert_true(p.items.n >= 4);
    for (size_t k = 0; k < WR_ARRAY_LEN(want); k++) {
        bool found = false;
        for (size_t n = 0; n < p.items.n; n++)
            found = found || wr_str_eq(f[n].key, wr_str(want[k]));
        if (!found)
            fail_msg("%s is not told", want[k]);
    }
    end(s);
}

int main(void)
{
    const struct store_test tests[] = {
        STORE_TEST(each_kind_in_each_format),
        STORE_TEST(personal_values_leave_masked_and_formulas_guarded),
        STORE_TEST(what_goes_out_comes_in_unchanged),
        STORE_TEST(filters_and_scope),
        STORE_TEST(wrong_questions_are_refused),
        STORE_TEST(each_export_is_told_in_the_log),
        STORE_TEST(officers_are_imported_changed_and_undone)};
    const uint8_t seed[32] = {4};
    if (wr_crypto_init() != 0)
        return 1;
    wr_ed25519_seed(seed, keys.audit.public_key, keys.audit.secret_key);
    (void)snprintf(keys.origin, sizeof(keys.origin), "wurao.test/log");
    return store_run("export", tests, WR_ARRAY_LEN(tests));
}
