/* Rules of accounts and of the registry: passwords, roles, lock-out, sessions, credit codes, permits, places. */
#include "base/crypto.h"
#include "base/security.h"
#include "modules/account/account_rules.h"
#include "modules/enterprise/enterprise_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct bench {
    struct wr_arena arena;
    struct wr_ctx ctx;
    struct wr_clock_fixed clock;
};

static void bench_init(struct bench *b)
{
    wr_arena_init(&b->arena, WR_ARENA_REQUEST_MAX);
    wr_clock_fixed_init(&b->clock, INT64_C(1790000000000));
    wr_ctx_init(&b->ctx, &b->arena, &b->clock.clock);
}

static void credit_codes(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum wr_uscc_status want;
    } v[] = {
        {"91410100123456788Y", WR_USCC_OK},        {"91410100000000000P", WR_USCC_OK},
        {"91410100123456788X", WR_USCC_BAD_CHECK}, {"91410100123456788O", WR_USCC_BAD_CHAR},
        {"91410100123456788y", WR_USCC_BAD_CHAR},  {"91410100123456788", WR_USCC_BAD_LEN},
        {"91410100123456788YY", WR_USCC_BAD_LEN},  {"", WR_USCC_BLANK},
        {"9141**********788Y", WR_USCC_MASKED},    {"0", WR_USCC_BAD_LEN},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(v); i++)
        assert_int_equal(wr_uscc_check(wr_str(v[i].code)), v[i].want);
}

static void every_wrong_character_of_a_credit_code_is_caught(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char code[] = "91410100123456788Y";
    for (size_t i = 0; i < 18; i++) {
        char kept = code[i];
        for (const char *c = alphabet; *c; c++) {
            code[i] = *c;
            assert_int_equal(wr_uscc_check(wr_str(code)),
                             *c == kept ? WR_USCC_OK : WR_USCC_BAD_CHECK);
        }
        code[i] = kept;
    }
}

static void permit_numbers(void **state)
{
    (void)state;
    struct wr_str code = WR_S("91410100123456788Y");
    assert_int_equal(wr_permit_check(WR_S("91410100123456788Y001P"), code), WR_PERMIT_OK);
    assert_int_equal(wr_permit_check(WR_S("91410100000000000P001P"), code), WR_PERMIT_MISMATCH);
    assert_int_equal(wr_permit_check(WR_S("H94101001234567890001P"), code), WR_PERMIT_OK);
    assert_int_equal(wr_permit_check(WR_S("91410100123456788Y01P"), code), WR_PERMIT_MALFORMED);
    assert_int_equal(wr_permit_check(WR_S("91410100123456788Y0011"), code), WR_PERMIT_MALFORMED);
    assert_int_equal(wr_permit_check(WR_S(""), code), WR_PERMIT_BLANK);
}

static void what_follows_is_derived(void **state)
{
    (void)state;
    struct bench b;
    bench_init(&b);
    struct wr_site site = {.box_lng_min_e6 = 112700000,
                           .box_lng_max_e6 = 114300000,
                           .box_lat_min_e6 = 34200000,
                           .box_lat_max_e6 = 35000000};
    b.ctx.site = &site;
    struct wr_enterprise e = {.name = WR_S("郑州甲一化工有限公司"),
                              .credit_code_raw =
                                  WR_S("９１４１０１００１２３４５６７８８ｙ\xe2\x80\x8b"),
                              .has_lng_e6 = true,
                              .has_lat_e6 = true,
                              .lng_e6 = 34700000,
                              .lat_e6 = 113600000};
    wr_enterprise_rules_derive(&b.ctx, &e);
    assert_true(wr_str_eq(e.credit_code, WR_S("91410100123456788Y")));
    assert_int_equal(e.credit_code_status, WR_USCC_OK);
    assert_true(wr_str_eq(e.pinyin, WR_S("zzjyhgyxgs")));
    assert_int_equal(e.geo_status, WR_GEO_OUTSIDE); /* longitude and latitude swapped */
    e.lng_e6 = 113600000;
    e.lat_e6 = 34700000;
    e.credit_code_raw = WR_S("\xe2\x80\x8b"); /* a lone zero-width space is not "empty" */
    wr_enterprise_rules_derive(&b.ctx, &e);
    assert_int_equal(e.geo_status, WR_GEO_OK);
    assert_int_equal(e.credit_code_status, WR_USCC_BAD_LEN);
    wr_arena_done(&b.arena);
}

static void history_tells_changes_and_masks_phones(void **state)
{
    (void)state;
    struct bench b;
    bench_init(&b);
    struct wr_enterprise before = WR_ENTERPRISE_NEW, after;
    before.name = WR_S("甲");
    before.contact_phone = WR_S("13800000001");
    after = before;
    assert_true(wr_str_eq(wr_enterprise_rules_diff(&b.ctx, &before, &after), WR_S("[]")));
    after.contact_phone = WR_S("13800000002");
    after.reason = WR_S("电话变更");
    struct wr_str d = wr_enterprise_rules_diff(&b.ctx, &before, &after);
    assert_true(wr_str_find(d, WR_S("contact_phone")) > 0);
    assert_true(wr_str_find(d, WR_S("138****0002")) > 0);
    assert_true(wr_str_find(d, WR_S("13800000002")) < 0);
    assert_true(wr_str_find(d, WR_S("reason")) < 0);
    wr_arena_done(&b.arena);
}

static void merged_files_do_not_change_state(void **state)
{
    (void)state;
    assert_true(wr_enterprise_rules_may_become(WR_ENT_ACTIVE, WR_ENT_CLOSED));
    assert_true(wr_enterprise_rules_may_become(WR_ENT_MOVED, WR_ENT_ACTIVE));
    assert_false(wr_enterprise_rules_may_become(WR_ENT_CLOSED, WR_ENT_CLOSED));
    assert_false(wr_enterprise_rules_may_become(WR_ENT_MERGED, WR_ENT_ACTIVE));
    assert_false(wr_enterprise_rules_may_become(WR_ENT_ACTIVE, WR_ENT_MERGED));
}

/* ---- accounts ------------------------------------------------------------------------------- */

static void passwords(void **state)
{
    (void)state;
    static const struct {
        const char *password;
        bool good;
    } v[] = {
        {"Abcdefgh1j", true},  {"Abcdefg1j", false},  {"abcdefghij1", false},
        {"abcdefghi-1", true}, {"ABCDEFGHIJ", false}, {"Zhang.san1", false},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(v); i++) {
        struct bench b;
        bench_init(&b);
        wr_account_rules_password(&b.ctx, WR_S("password"), wr_str(v[i].password),
                                  WR_S("zhang.san1"));
        assert_int_equal(wr_faults_end(&b.ctx), v[i].good ? 0 : WR_EINVALID);
        wr_arena_done(&b.arena);
    }
}

static int judge_roles(const char *a, const char *b_name)
{
    struct bench b;
    bench_init(&b);
    struct wr_str names[2] = {wr_str(a), wr_str(b_name)};
    (void)wr_account_rules_roles(&b.ctx, (struct wr_list){names, b_name ? 2 : (a ? 1 : 0)});
    int rc = wr_faults_end(&b.ctx);
    wr_arena_done(&b.arena);
    return rc;
}

static void the_three_administrators_are_separate(void **state)
{
    (void)state;
    assert_int_equal(judge_roles("officer", "district_admin"), 0);
    assert_int_equal(judge_roles("sysadmin", NULL), 0);
    assert_int_equal(judge_roles("sysadmin", "secadmin"), WR_EINVALID);
    assert_int_equal(judge_roles("auditor", "leader"), WR_EINVALID);
    assert_int_equal(judge_roles("emperor", NULL), WR_EINVALID);
    assert_int_equal(judge_roles(NULL, NULL), WR_EINVALID);
}

static void the_fifth_failure_locks(void **state)
{
    (void)state;
    struct wr_security s = WR_SECURITY_DEFAULT;
    struct wr_lock l = {0, 0};
    for (int i = 0; i < 4; i++) {
        l = wr_account_rules_failed(&s, l, 1000);
        assert_int_equal(l.locked_until_ms, 0);
    }
    l = wr_account_rules_failed(&s, l, 1000);
    assert_int_equal(l.locked_until_ms, 1000 + s.lock_ms);
    assert_int_equal(l.failed_n, 0);
}

static void sessions_end_idle_and_absolutely(void **state)
{
    (void)state;
    struct wr_security s = WR_SECURITY_DEFAULT;
    struct wr_session se = {.created_ms = 0, .seen_ms = 0};
    assert_true(wr_account_rules_session_alive(&s, WR_ROLE_CITY_ADMIN, &se, s.desk_idle_ms - 1));
    assert_false(wr_account_rules_session_alive(&s, WR_ROLE_CITY_ADMIN, &se, s.desk_idle_ms));
    assert_true(wr_account_rules_session_alive(&s, WR_ROLE_OFFICER, &se, s.desk_idle_ms));
    assert_false(wr_account_rules_session_alive(&s, WR_ROLE_OFFICER | WR_ROLE_CITY_ADMIN, &se,
                                                s.desk_idle_ms));
    se.seen_ms = s.phone_absolute_ms - 1;
    assert_true(wr_account_rules_session_alive(&s, WR_ROLE_OFFICER, &se, s.phone_absolute_ms - 1));
    assert_false(wr_account_rules_session_alive(&s, WR_ROLE_OFFICER, &se, s.phone_absolute_ms));
}

/** RFC 6238 appendix B, its secret, SHA-1, last six of eight digits. */
static void one_time_codes(void **state)
{
    (void)state;
    struct wr_str secret = WR_S("12345678901234567890");
    assert_int_equal(wr_account_rules_totp(secret, WR_S("287082"), 0, 59000), 1);
    assert_int_equal(wr_account_rules_totp(secret, WR_S("081804"), 0, INT64_C(1111111109000)),
                     37037036);
    assert_int_equal(
        wr_account_rules_totp(secret, WR_S("081804"), 37037036, INT64_C(1111111109000)),
        -1); /* replayed */
    assert_int_equal(wr_account_rules_totp(secret, WR_S("081804"), 0,
                                           INT64_C(1111111109000) + 3 * WR_TOTP_STEP_MS),
                     -1);
    assert_int_equal(wr_account_rules_totp(secret, WR_S("08180"), 0, INT64_C(1111111109000)), -1);
    assert_int_equal(wr_account_rules_totp(secret, WR_S("08180x"), 0, INT64_C(1111111109000)), -1);
}

static void user_names(void **state)
{
    (void)state;
    assert_true(wr_account_rules_username(WR_S("li.ming-2")));
    assert_false(wr_account_rules_username(WR_S("ab")));
    assert_false(wr_account_rules_username(WR_S(".abc")));
    assert_false(wr_account_rules_username(WR_S("Abc")));
    assert_false(wr_account_rules_username(WR_S("李明明")));
}

int main(void)
{
    if (wr_crypto_init() != 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(credit_codes),
        cmocka_unit_test(every_wrong_character_of_a_credit_code_is_caught),
        cmocka_unit_test(permit_numbers),
        cmocka_unit_test(what_follows_is_derived),
        cmocka_unit_test(history_tells_changes_and_masks_phones),
        cmocka_unit_test(merged_files_do_not_change_state),
        cmocka_unit_test(passwords),
        cmocka_unit_test(the_three_administrators_are_separate),
        cmocka_unit_test(the_fifth_failure_locks),
        cmocka_unit_test(sessions_end_idle_and_absolutely),
        cmocka_unit_test(one_time_codes),
        cmocka_unit_test(user_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
