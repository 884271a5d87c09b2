/* Plates in the database: issue, scan, life cycle, print, alerts, and what the log says of it all. */
#include "store.h"

#include "app/embedded.h"
#include "base/keys.h"
#include "base/text.h"
#include "modules/dossier/public_svc.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/media/media_svc.h"
#include "modules/officer/officer_svc.h"
#include "modules/plate/plate_rules.h"
#include "modules/plate/plate_use.h"
#include "modules/region/region_svc.h"

#include <stdio.h>
#include <unistd.h>

static struct wr_keys keys;
static const struct wr_audit_entity *const *const ENTITIES[] = {wr_plate_entities,
                                                                wr_media_entities, NULL};

/* The liaison's own use cases are tested elsewhere; here its rows are only needed. */
static const struct wr_stmt LIAISON_END = {
    .name = "t_liaison_end",
    .sql = "UPDATE liaison_assignment SET to_ms = $2 WHERE enterprise_id = $1 AND to_ms IS NULL",
    .params = "ii",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt LIAISON_BEGIN = {.name = "t_liaison_begin",
                                             .sql =
                                                 "INSERT INTO liaison_assignment (enterprise_id, "
                                                 "officer_id, kind, from_ms, reason, note, version)"
                                                 " VALUES ($1, $2, 'main', $3, 'initial', '', 1)",
                                             .params = "iii",
                                             .cols = "",
                                             .ephemeral = true};
static const struct wr_stmt TAMPER = {
    .name = "t_tamper",
    .sql = "UPDATE plate SET credit_code = '91410100000000000P' WHERE id = $1",
    .params = "i",
    .cols = "",
    .ephemeral = true};

#define FILES 6
static struct {
    int64_t districts[2], officers[2], files[FILES]; /* files 0 … 3 in the first district */
} made;

static int make_tx(struct wr_tx *tx, void *arg)
{
    static const char *const names[FILES] = {"甲化工厂", "乙电镀厂", "丙印染厂",
                                             "丁铸造厂", "戊制药厂", "己水泥厂"};
    struct wr_arena *a = wr_tx_ctx(tx)->arena;
    int rc = 0;
    (void)arg;

    for (int i = 0; rc == 0 && i < 2; i++) {
        struct wr_region d = {.name = i ? WR_S("金水区") : WR_S("中原区"),
                              .level = WR_REGION_DISTRICT};
        rc = wr_region_add_in(tx, &d, &made.districts[i]);
    }
    for (int i = 0; rc == 0 && i < 2; i++) {
        struct wr_officer o = {.name = i ? WR_S("李试") : WR_S("张试"),
                               .unit = WR_S("中原分局"),
                               .title = WR_S("执法员"),
                               .cert_no = WR_S(""),
                               .phone = WR_S("0371-60000000"),
                               .in_post = true,
                               .capacity = 10,
                               .district_id = made.districts[0]};
        rc = wr_officer_add_in(tx, &o, &made.officers[i]);
    }
    for (int i = 0; rc == 0 && i < FILES; i++) {
        struct wr_enterprise e = WR_ENTERPRISE_NEW;
        e.name = wr_arena_dup(a, wr_str(names[i]));
        e.credit_code = e.credit_code_raw = i ? WR_S("") : WR_S("91410100123456788Y");
        e.district_id = made.districts[i >= 4];
        e.paired = i != 3;
        rc = wr_enterprise_add_in(tx, &e, WR_S("测试"), &made.files[i]);
    }
    return rc;
}

static void begin(struct store *s)
{
    s->ctx.keys = &keys;
    s->ctx.entities = ENTITIES;
    s->ctx.actor.system = true;
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.make", make_tx, NULL));
}

static int liaison_tx(struct wr_tx *tx, void *arg)
{
    const int64_t *pair = arg;
    int rc = wr_exec(tx, &LIAISON_END, NULL, WR_I(pair[0]), WR_I(1));
    return rc < 0 || pair[1] == 0
               ? rc
               : wr_exec(tx, &LIAISON_BEGIN, NULL, WR_I(pair[0]), WR_I(pair[1]), WR_I(1));
}

static void set_liaison(struct store *s, int64_t enterprise_id, int64_t officer_id)
{
    int64_t pair[2] = {enterprise_id, officer_id};
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.liaison", liaison_tx, pair));
}

static struct wr_plate get(struct store *s, int64_t id)
{
    struct wr_plate p;
    store_ok(&s->ctx, wr_plate_svc_get(&s->ctx, id, &p));
    return p;
}

static int live_tx(struct wr_tx *tx, void *arg)
{
    struct wr_plate *p = arg;
    return wr_plate_live_in(tx, p->enterprise_id, p);
}

static struct wr_plate live(struct store *s, int64_t enterprise_id)
{
    struct wr_plate p = {.enterprise_id = enterprise_id};
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_READ, "test.live", live_tx, &p));
    return p;
}

static struct wr_plate issued(struct store *s, int64_t enterprise_id)
{
    struct wr_plate_issue in = {.enterprise_ids = {.p = &enterprise_id, .n = 1}};
    int64_t n = 0;
    store_ok(&s->ctx, wr_plate_svc_issue(&s->ctx, &in, &n));
    assert_int_equal(n, 1);
    return live(s, enterprise_id);
}

static int printed_tx(struct wr_tx *tx, void *arg)
{
    return wr_plate_printed_in(tx, *(const int64_t *)arg);
}

static void print(struct store *s, int64_t id)
{
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.print", printed_tx, &id));
}

static void scans_as(struct store *s, struct wr_str text, enum wr_genuine want)
{
    struct wr_plate_scan scan;
    store_ok(&s->ctx, wr_plate_svc_scan(&s->ctx, text, &scan));
    if (scan.genuine != (int64_t)want)
        fail_msg("%.*s: %s", WR_ARG(text), wr_enum_item(wr_genuines, scan.genuine)->name);
}

static void log_verifies(struct store *s)
{
    struct wr_audit_verdict v;
    store_ok(&s->ctx, wr_audit_svc_verify(&s->ctx, ENTITIES, &v));
    if (!v.ok)
        fail_msg("%.*s", WR_ARG(v.first_bad));
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void an_enterprise_has_one_live_plate(struct store *s)
{
    struct wr_plate_issue in = {.all_missing = true}, none = {0};
    int64_t n = 0;

    begin(s);
    struct wr_plate p = issued(s, made.files[0]);
    assert_true(wr_plate_code_valid(p.code));
    assert_int_equal(p.status, WR_PLATE_ISSUED);
    assert_true(wr_str_eq(p.enterprise_name, WR_S("甲化工厂")));
    store_ok(&s->ctx, wr_plate_svc_issue(&s->ctx, &in, &n));
    assert_int_equal(n, 4); /* six files, one has a plate, one is not paired */
    store_ok(&s->ctx, wr_plate_svc_issue(&s->ctx, &in, &n));
    assert_int_equal(n, 0);
    assert_int_equal(wr_plate_svc_issue(&s->ctx, &none, &n), WR_EINVALID);
    log_verifies(s);
}

static void a_scan_is_judged(struct store *s)
{
    struct wr_plate_scan scan;
    struct wr_arena *a = &s->arena;

    begin(s);
    struct wr_plate p = issued(s, made.files[0]), other = issued(s, made.files[1]);
    scans_as(s, p.payload, WR_GENUINE);
    scans_as(s, p.url, WR_GENUINE);
    scans_as(s, p.code, WR_GENUINE_UNSIGNED);
    scans_as(s, wr_text_lower(a, p.code_print), WR_GENUINE_UNSIGNED);
    scans_as(s, wr_plate_payload_text(a, p.code, p.kid, other.sig), WR_GENUINE_FORGED);
    scans_as(s, wr_plate_payload_text(a, p.code, WR_S("p1"), p.sig), WR_GENUINE_FORGED);
    scans_as(s, wr_plate_payload_text(a, p.code, WR_S("p9"), p.sig), WR_GENUINE_FORGED);
    scans_as(s, wr_arena_printf(a, "https://evil.example/p/" WR_FMT, WR_ARG(other.sig)),
             WR_GENUINE_FORGED);
    char code[WR_PLATE_CODE + 1];
    wr_plate_code_make(12345, code);
    scans_as(s, wr_str(code), WR_GENUINE_UNKNOWN);
    scans_as(s, wr_plate_payload_text(a, wr_str(code), p.kid, p.sig), WR_GENUINE_UNKNOWN);
    code[3] = code[3] == 'A' ? 'B' : 'A';
    assert_int_equal(wr_plate_svc_scan(&s->ctx, wr_str(code), &scan), WR_EINVALID);
    assert_int_equal(s->ctx.err.key, WR_K_plate_code_typo);
    assert_int_equal(wr_plate_svc_scan(&s->ctx, WR_S("一二三"), &scan), WR_EINVALID);
    assert_int_equal(s->ctx.err.key, WR_K_plate_code_syntax);
}

static int tamper_tx(struct wr_tx *tx, void *arg)
{
    return wr_exec(tx, &TAMPER, NULL, WR_I(*(const int64_t *)arg));
}

static void an_edited_row_is_a_forgery(struct store *s)
{
    begin(s);
    struct wr_plate p = issued(s, made.files[0]);
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.tamper", tamper_tx, &p.id));
    scans_as(s, p.payload, WR_GENUINE_FORGED);
}

static void another_liaison_makes_a_reprint_due(struct store *s)
{
    struct wr_plate_query due = {.has_reprint_due = true, .reprint_due = true};
    struct wr_list list;
    struct wr_str next;

    begin(s);
    struct wr_plate p = issued(s, made.files[0]);
    set_liaison(s, made.files[0], made.officers[0]);
    assert_false(get(s, p.id).reprint_due); /* never printed */
    print(s, p.id);
    p = get(s, p.id);
    assert_int_equal(p.status, WR_PLATE_PRINTED);
    assert_int_equal(p.officer_id, made.officers[0]);
    assert_int_equal(p.ver, 1);
    assert_false(p.reprint_due);
    set_liaison(s, made.files[0], made.officers[1]);
    assert_true(get(s, p.id).reprint_due);
    store_ok(&s->ctx, wr_plate_svc_list(&s->ctx, &due, &list, &next));
    assert_int_equal(list.n, 1);
    struct wr_plate_hang hang = {
        .has_lng_e6 = true, .lng_e6 = 113600000, .has_lat_e6 = true, .lat_e6 = 34700000};
    store_ok(&s->ctx, wr_plate_svc_hung(&s->ctx, p.id, &hang));
    print(s, p.id);
    p = get(s, p.id);
    assert_int_equal(p.status,
                     WR_PLATE_HUNG); /* what hangs goes on hanging while its successor is printed */
    assert_int_equal(p.ver, 2);
    assert_int_equal(p.officer_id, made.officers[1]);
    assert_false(p.reprint_due);
    set_liaison(s, made.files[0], 0);
    assert_false(get(s, p.id).reprint_due); /* nobody to print yet */
    log_verifies(s);
}

static void illegal_moves_are_refused(struct store *s)
{
    struct wr_plate_hang hang = {.photo_id = 0}, half = {.has_lng_e6 = true};

    begin(s);
    struct wr_plate p = issued(s, made.files[0]);
    assert_int_equal(wr_plate_svc_hung(&s->ctx, p.id, &hang), WR_ECONFLICT); /* not printed yet */
    assert_int_equal(wr_plate_svc_hung(&s->ctx, p.id, &half), WR_EINVALID);
    assert_int_equal(wr_plate_svc_end(&s->ctx, p.id, WR_PLATE_LOST, WR_S("丢了")), WR_ECONFLICT);
    print(s, p.id);
    hang.photo_id = 999;
    assert_int_equal(wr_plate_svc_hung(&s->ctx, p.id, &hang), WR_EINVALID); /* no such photo */
    hang.photo_id = 0;
    wr_err_reset(&s->ctx);
    store_ok(&s->ctx, wr_plate_svc_hung(&s->ctx, p.id, &hang));
    store_ok(&s->ctx, wr_plate_svc_end(&s->ctx, p.id, WR_PLATE_VOID, WR_S("印错")));
    scans_as(s, p.payload, WR_GENUINE_VOID);
    assert_int_equal(wr_plate_svc_end(&s->ctx, p.id, WR_PLATE_VOID, WR_S("再来")), WR_ECONFLICT);
    assert_int_equal(wr_plate_svc_hung(&s->ctx, p.id, &hang), WR_ECONFLICT);
    assert_int_equal(wr_plate_svc_end(&s->ctx, 999, WR_PLATE_VOID, WR_S("没有")), WR_ENOTFOUND);
    log_verifies(s);
}

static void a_replaced_plate_has_a_successor(struct store *s)
{
    struct wr_plate_revocations r;
    int64_t id = 0;

    begin(s);
    struct wr_plate old = issued(s, made.files[0]);
    print(s, old.id);
    store_ok(&s->ctx, wr_plate_svc_end(&s->ctx, old.id, WR_PLATE_LOST, WR_S("被盗")));
    scans_as(s, old.payload, WR_GENUINE_LOST);
    store_ok(&s->ctx, wr_plate_svc_replace(&s->ctx, old.id, WR_S("补发"), &id));
    struct wr_plate p = get(s, id), before = get(s, old.id);
    assert_int_equal(before.status, WR_PLATE_REPLACED);
    assert_int_equal(before.replaced_by, id);
    assert_false(wr_str_eq(p.code, old.code));
    scans_as(s, old.payload, WR_GENUINE_REPLACED);
    scans_as(s, p.payload, WR_GENUINE);
    assert_int_equal(wr_plate_svc_replace(&s->ctx, old.id, WR_S("再补"), &id), WR_ECONFLICT);
    struct wr_list events;
    store_ok(&s->ctx, wr_plate_svc_history(&s->ctx, old.id, &events));
    assert_int_equal(events.n, 4); /* issued, printed, lost, replaced */
    store_ok(&s->ctx, wr_plate_svc_revocations(&s->ctx, &r));
    assert_int_equal(r.codes.n, 1);
    struct wr_str text = wr_plate_revocations_text(&s->arena, r.issued_ms, r.codes.p, r.codes.n);
    struct wr_str sig = wr_unbase64url(&s->arena, r.sig);
    assert_int_equal(sig.n, WR_ED25519_SIG);
    assert_true(wr_ed25519_verify(keys.plate[1].public_key, text, (const uint8_t *)sig.p));
    log_verifies(s);
}

static void a_bad_scan_raises_one_alert(struct store *s)
{
    struct wr_plate_scan scan;
    struct wr_list events;

    begin(s);
    struct wr_plate p = issued(s, made.files[0]);
    store_ok(&s->ctx, wr_plate_svc_end(&s->ctx, p.id, WR_PLATE_VOID, WR_S("印错")));
    store_ok(&s->ctx, wr_plate_svc_scan(&s->ctx, p.payload, &scan));
    for (int i = 0; i < 3; i++)
        store_ok(&s->ctx, wr_plate_svc_alert(&s->ctx, &scan));
    store_ok(&s->ctx, wr_plate_svc_history(&s->ctx, p.id, &events));
    assert_int_equal(events.n, 3); /* issued, void, one alert */
    s->clock.now_ms += WR_PLATE_ALERT_EVERY_MS;
    store_ok(&s->ctx, wr_plate_svc_alert(&s->ctx, &scan));
    store_ok(&s->ctx, wr_plate_svc_history(&s->ctx, p.id, &events));
    assert_int_equal(events.n, 4);
    const struct wr_plate_event *e = events.p;
    assert_true(wr_str_eq(e[0].kind, WR_S("alert")));
    assert_true(wr_str_eq(e[0].note, WR_S("void")));
    log_verifies(s);
}

static size_t found(struct store *s, struct wr_plate_query q)
{
    struct wr_list list;
    struct wr_str next;
    store_ok(&s->ctx, wr_plate_svc_list(&s->ctx, &q, &list, &next));
    return list.n;
}

static void plates_are_found(struct store *s)
{
    struct wr_plate_issue all = {.all_missing = true};
    struct wr_plate_query page = {.has_limit = true, .limit = 2};
    struct wr_list list;
    struct wr_str next;
    int64_t n = 0;
    size_t seen = 0;

    begin(s);
    store_ok(&s->ctx, wr_plate_svc_issue(&s->ctx, &all, &n));
    assert_int_equal(n, 5);
    struct wr_plate p = live(s, made.files[1]);
    assert_int_equal(found(s, (struct wr_plate_query){.q = WR_S("电镀")}), 1);
    assert_int_equal(found(s, (struct wr_plate_query){.q = WR_S("ydd")}), 1); /* pinyin initials */
    assert_int_equal(found(s, (struct wr_plate_query){.q = p.code}), 1);
    assert_int_equal(found(s, (struct wr_plate_query){.q = wr_text_lower(&s->arena, p.code_print)}),
                     1);
    assert_int_equal(found(s, (struct wr_plate_query){.q = WR_S("9141010012")}), 1);
    assert_int_equal(found(s, (struct wr_plate_query){.q = WR_S("%")}), 0);
    assert_int_equal(found(s, (struct wr_plate_query){.q = WR_S("_")}), 0);
    assert_int_equal(found(s, (struct wr_plate_query){.district_id = made.districts[1]}), 2);
    assert_int_equal(
        found(s, (struct wr_plate_query){.has_status = true, .status = WR_PLATE_ISSUED}), 5);
    assert_int_equal(
        found(s, (struct wr_plate_query){.has_status = true, .status = WR_PLATE_DRAFT}), 0);
    do {
        store_ok(&s->ctx, wr_plate_svc_list(&s->ctx, &page, &list, &next));
        seen += list.n;
        page.cursor = 0;
    } while (next.p && wr_str_i64(next, &page.cursor));
    assert_int_equal(seen, 5);
    s->ctx.actor = (struct wr_actor){
        .user_id = 1, .roles = WR_ROLE_DISTRICT_ADMIN, .district_id = made.districts[1]};
    assert_int_equal(found(s, (struct wr_plate_query){0}), 2);
    assert_int_equal(wr_plate_svc_get(&s->ctx, p.id, &p), WR_ENOTFOUND);
    struct wr_plate_query foreign = {.district_id = made.districts[0]};
    assert_int_equal(wr_plate_svc_list(&s->ctx, &foreign, &list, &next), WR_EDENIED);
}

static int count_progress(void *arg, int64_t done, int64_t total)
{
    int64_t *at = arg;
    assert_true(done <= total);
    *at = done;
    return 0;
}

static int stop_at_once(void *arg, int64_t done, int64_t total)
{
    (void)arg, (void)done, (void)total;
    return WR_ECONFLICT;
}

static void what_was_drawn_is_recorded(struct store *s)
{
    struct wr_plate_issue all = {.all_missing = true};
    struct wr_plate_print in = {.layout = WR_LAYOUT_A4_4};
    char path[128];
    int64_t n = 0, at = 0;

    begin(s);
    set_liaison(s, made.files[0], made.officers[0]);
    store_ok(&s->ctx, wr_plate_svc_issue(&s->ctx, &all, &n));
    snprintf(path, sizeof(path), "%s/plates.pdf", s->dir);
    assert_int_equal(wr_plate_svc_print_to(&s->ctx, &in, path, stop_at_once, NULL, &n),
                     WR_ECONFLICT);
    assert_int_not_equal(access(path, F_OK), 0);                      /* no half a file … */
    assert_int_equal(live(s, made.files[0]).status, WR_PLATE_ISSUED); /* … and nothing recorded */
    store_ok(&s->ctx, wr_plate_svc_print_to(&s->ctx, &in, path, count_progress, &at, &n));
    assert_int_equal(n, 5);
    assert_int_equal(at, 5);
    assert_int_equal(access(path, R_OK), 0);
    assert_int_equal(live(s, made.files[0]).status, WR_PLATE_PRINTED);
    assert_int_equal(live(s, made.files[0]).officer_id, made.officers[0]);
    assert_int_equal(wr_plate_svc_print_to(&s->ctx, &in, path, count_progress, &at, &n),
                     WR_EIO); /* there is a file */
    in.format = WR_PLATE_PRINT_SVG_ZIP;
    in.district_id = made.districts[1];
    snprintf(path, sizeof(path), "%s/plates.zip", s->dir);
    store_ok(&s->ctx, wr_plate_svc_print_to(&s->ctx, &in, path, count_progress, &at, &n));
    assert_int_equal(n, 2);
    in = (struct wr_plate_print){.reprint_due = true};
    assert_int_equal(wr_plate_svc_print_to(&s->ctx, &in, path, count_progress, &at, &n),
                     WR_ENOTFOUND);
    log_verifies(s);
}

static void the_public_page_tells_no_more_than_it_must(struct store *s)
{
    struct wr_public_plate v;

    begin(s);
    set_liaison(s, made.files[0], made.officers[0]);
    struct wr_plate p = issued(s, made.files[0]);
    s->ctx.actor = (struct wr_actor){0};
    store_ok(&s->ctx, wr_public_svc_plate(&s->ctx, p.payload, &v));
    assert_int_equal(v.genuine, WR_GENUINE);
    assert_true(wr_str_eq(v.officer_name, WR_S("张试")));
    assert_true(wr_str_eq(v.officer_phone, WR_S("0371-60000000")));
    assert_int_equal(v.enterprise_id, 0); /* nobody is logged in */
    assert_true(v.rights.n > 3);
    assert_true(wr_str_eq(v.sig, p.sig));
    struct wr_str sig = wr_unbase64url(&s->arena, v.sig),
                  key = wr_unbase64url(&s->arena, v.public_key);
    assert_true(wr_ed25519_verify((const uint8_t *)key.p, v.signed_text, (const uint8_t *)sig.p));
    store_ok(&s->ctx, wr_public_svc_plate(&s->ctx, p.code, &v));
    assert_int_equal(v.genuine, WR_GENUINE_UNSIGNED);
    assert_null(v.sig.p); /* a typed code must not become a payload */
    store_ok(&s->ctx,
             wr_public_svc_plate(&s->ctx,
                                 wr_plate_payload_text(&s->arena, p.code, WR_S("p9"), p.sig), &v));
    assert_int_equal(v.genuine, WR_GENUINE_FORGED);
    assert_null(v.enterprise_name.p);
    assert_null(v.officer_phone.p);
    s->ctx.actor.system = true;
    store_ok(&s->ctx, wr_plate_svc_end(&s->ctx, p.id, WR_PLATE_VOID, WR_S("印错")));
    s->ctx.actor = (struct wr_actor){.user_id = 7};
    store_ok(&s->ctx, wr_public_svc_plate(&s->ctx, p.payload, &v));
    assert_int_equal(v.genuine, WR_GENUINE_VOID);
    assert_int_equal(v.enterprise_id, made.files[0]);
    assert_null(v.officer_name.p);
    s->ctx.actor = (struct wr_actor){.system = true};
    log_verifies(s);
}

static int bits_tx(struct wr_tx *tx, void *arg)
{
    int64_t id = 0;
    return wr_plate_issue_bits_in(tx, *(const int64_t *)arg, 42, &id);
}

static void a_fixed_code_is_taken_once(struct store *s)
{
    begin(s);
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.bits", bits_tx, &made.files[0]));
    assert_int_equal(wr_tx_run(&s->ctx, WR_TX_WRITE, "test.bits", bits_tx, &made.files[1]),
                     WR_ECONFLICT);
    char code[WR_PLATE_CODE + 1];
    wr_plate_code_make(42, code);
    scans_as(s, wr_str(code), WR_GENUINE_UNSIGNED);
}

int main(void)
{
    uint8_t seed[32] = {1};

    if (wr_crypto_init() != 0)
        return 1;
    wr_ed25519_seed(seed, keys.audit.public_key, keys.audit.secret_key);
    for (size_t i = 0; i < 2; i++) {
        seed[0] = (uint8_t)(10 + i);
        wr_ed25519_seed(seed, keys.plate[i].public_key, keys.plate[i].secret_key);
        snprintf(keys.plate[i].kid, sizeof(keys.plate[i].kid), "p%zu", i + 1);
    }
    keys.n_plate = 2;
    snprintf(keys.origin, sizeof keys.origin, "wurao.test/log");
    struct store_test tests[] = {
        {.name = "an enterprise has one live plate", .run = an_enterprise_has_one_live_plate},
        {.name = "a scan is judged", .run = a_scan_is_judged},
        {.name = "an edited row is a forgery", .run = an_edited_row_is_a_forgery},
        {.name = "another liaison makes a reprint due", .run = another_liaison_makes_a_reprint_due},
        {.name = "illegal moves are refused", .run = illegal_moves_are_refused},
        {.name = "a replaced plate has a successor", .run = a_replaced_plate_has_a_successor},
        {.name = "a bad scan raises one alert", .run = a_bad_scan_raises_one_alert},
        {.name = "plates are found", .run = plates_are_found},
        {.name = "what was drawn is recorded", .run = what_was_drawn_is_recorded},
        {.name = "the public page tells no more than it must",
         .run = the_public_page_tells_no_more_than_it_must},
        {.name = "a fixed code is taken once", .run = a_fixed_code_is_taken_once},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(tests); i++) {
        tests[i].migrations = wr_migrations;
        tests[i].migrations_n = wr_migrations_n;
    }
    return store_run("store plate", tests, WR_ARRAY_LEN(tests));
}
