/* The log in the database: what the use cases write verifies, and nothing else does. */
#include "store.h"

#include "app/embedded.h"
#include "app/modules.h"
#include "base/keys.h"
#include "modules/account/account_svc.h"
#include "modules/audit/audit_check.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/enterprise/enterprise_use.h"
#include "modules/region/region_svc.h"

#include <stdio.h>

static struct wr_keys keys;

static const struct wr_audit_entity *const *const ENTITIES[] = {
    wr_region_entities, wr_account_entities, wr_enterprise_entities, NULL};

/** A district and three enterprises, the second one changed. */
static int make_files(struct wr_tx *tx, void *arg)
{
    int64_t *ids = arg, district = 0;
    struct wr_region d = {
        .name = WR_S("中原区"), .code = WR_S("410102"), .level = WR_REGION_DISTRICT};
    int rc = wr_region_add_in(tx, &d, &district);
    for (int i = 0; rc == 0 && i < 3; i++) {
        struct wr_enterprise e = WR_ENTERPRISE_NEW;
        e.name = wr_arena_printf(wr_tx_ctx(tx)->arena, "试验第%d厂", i + 1);
        e.district_id = district;
        rc = wr_enterprise_add_in(tx, &e, WR_S("测试"), &ids[i]);
    }
    return rc;
}

static int change_second(struct wr_tx *tx, void *arg)
{
    const int64_t *ids = arg;
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(tx, ids[1], &e);
    e.address = WR_S("新址 1 号");
    return rc < 0 ? rc : wr_enterprise_change_in(tx, &e, WR_S("搬家"));
}

static void make_log(struct store *s, int64_t ids[3])
{
    s->ctx.keys = &keys;
    s->ctx.entities = ENTITIES;
    s->ctx.actor.system = true;
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.make", make_files, ids));
    store_ok(&s->ctx, wr_tx_run(&s->ctx, WR_TX_WRITE, "test.change", change_second, ids));
    store_ok(&s->ctx, wr_audit_svc_checkpoint(&s->ctx));
}

static struct wr_audit_verdict verify(struct store *s)
{
    struct wr_audit_verdict v;
    store_ok(&s->ctx, wr_audit_svc_verify(&s->ctx, ENTITIES, &v));
    return v;
}

static void what_use_cases_write_verifies(struct store *s)
{
    int64_t ids[3];
    make_log(s, ids);
    struct wr_audit_verdict v = verify(s);
    if (!v.ok)
        fail_msg("%.*s", WR_ARG(v.first_bad));
    assert_int_equal(v.leaves, 5); /* district, three files, one change */
    assert_int_equal(v.rows, 4);
}

/** SQL that somebody with the database's password might run, and what `verify` then says. */
static const struct {
    const char *sql;
    const char *says;
} TAMPERINGS[] = {
    {"UPDATE enterprise SET name = 'x' WHERE id = 2",
     "enterprise 2: the row or its children are not as leaf"},
    {"UPDATE enterprise_history SET reason = 'x' WHERE enterprise_id = 2",
     "enterprise 2: the row or its children"},
    {"DELETE FROM enterprise_history WHERE enterprise_id = 3",
     "enterprise 3: the row or its children"},
    {"INSERT INTO region (name, level, version) VALUES ('x', 'district', 1)",
     "region 2: the row has no leaf"},
    {"DELETE FROM enterprise_history WHERE enterprise_id = 3; DELETE FROM enterprise WHERE id = 3",
     "enterprise 3: the row was deleted"},
    {"UPDATE audit_leaf SET payload = '{}' WHERE seq = 2", "leaf 2 (enterprise.add of enterprise"},
    {"UPDATE audit_leaf SET row_digest = '' WHERE seq = 4",
     "leaf 4 (enterprise.change of enterprise"},
    {"DELETE FROM audit_leaf WHERE seq = 1", "leaf 1 is missing"},
    {"DELETE FROM audit_leaf WHERE seq = 4", "checkpoint of size 5 is beyond the log's 4 leaves"},
    {"UPDATE audit_node SET hash = (SELECT hash FROM audit_leaf WHERE seq = 0) WHERE level = 1 AND "
     "idx = 0",
     "tree node (1, 0)"},
    {"UPDATE audit_checkpoint SET note = 'x'", "checkpoint of size 5: signature or form"},
};

static struct wr_stmt tampering;

static int tamper_tx(struct wr_tx *tx, void *arg)
{
    struct wr_str rest = wr_str(arg);
    while (rest.n > 0) {
        ptrdiff_t at = wr_str_find(rest, WR_S("; "));
        struct wr_str one = at < 0 ? rest : wr_str_sub(rest, 0, (size_t)at);
        rest = at < 0 ? (struct wr_str){0} : wr_str_sub(rest, (size_t)at + 2, rest.n);
        static char sql[2][200];
        static char name[40];
        static int n;
        snprintf(sql[n & 1], sizeof sql[0], WR_FMT, WR_ARG(one));
        snprintf(name, sizeof name, "t_tamper_%d", n++);
        tampering = (struct wr_stmt){
            .name = name, .sql = sql[(n - 1) & 1], .params = "", .cols = "", .ephemeral = true};
        const struct wr_stmt *q = memcpy(wr_arena_new(wr_tx_ctx(tx)->arena, struct wr_stmt),
                                         &tampering, sizeof tampering);
        int rc = wr_exec(tx, q, NULL);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/** A fresh connection: its statement cache must not outlive the texts above. */
static void run_past_the_log(struct store *s, const char *sql)
{
    struct wr_db *kept = s->ctx.db, *other = NULL;
    struct wr_db_options opt = {.readers_max = 1, .wait_ms_max = 5000};
    store_ok(&s->ctx, wr_db_open(&s->ctx, s->url, &opt, &other));
    s->ctx.db = other;
    store_ok(&s->ctx,
             wr_tx_run(&s->ctx, WR_TX_WRITE, "test.tamper", tamper_tx, (void *)(uintptr_t)sql));
    s->ctx.db = kept;
    wr_db_close(other);
}

static void tamper(struct store *s, size_t i)
{
    int64_t ids[3];
    make_log(s, ids);
    run_past_the_log(s, TAMPERINGS[i].sql);
    struct wr_audit_verdict v = verify(s);
    assert_false(v.ok);
    if (wr_str_find(v.first_bad, wr_str(TAMPERINGS[i].says)) < 0)
        fail_msg("after \"%s\" it says \"%.*s\"", TAMPERINGS[i].sql, WR_ARG(v.first_bad));
}

/* clang-format off */
#define TAMPER(n) static void tamper_##n(struct store *s) { tamper(s, n); }
TAMPER(0) TAMPER(1) TAMPER(2) TAMPER(3) TAMPER(4) TAMPER(5)
TAMPER(6) TAMPER(7) TAMPER(8) TAMPER(9) TAMPER(10)
    /* clang-format on */

    static struct wr_audit_receipt receipt_of(struct store *s, int64_t id)
{
    struct wr_buf b;
    struct wr_jw w;
    struct wr_audit_receipt r;
    wr_buf_init(&b, 1 << 20);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    store_ok(&s->ctx, wr_audit_svc_receipt(&s->ctx, &WR_ENTERPRISE_ENTITY, id, &w));
    wr_jw_obj_end(&w);
    store_ok(&s->ctx,
             wr_json_decode(&s->ctx, wr_buf_view(&b), wr_audit_receipt_fields, &r, sizeof r));
    wr_buf_done(&b);
    return r;
}

static void receipts_verify_without_the_database(struct store *s)
{
    int64_t ids[3];
    make_log(s, ids);
    for (int i = 0; i < 3; i++) {
        struct wr_audit_receipt r = receipt_of(s, ids[i]);
        struct wr_audit_check c;
        wr_audit_check_receipt(&s->ctx, &r, keys.audit.public_key, &c);
        assert_true(c.ok);
    }
}

static int write_without_leaf(struct wr_tx *tx, void *arg)
{
    static const struct wr_stmt q = {
        .name = "t_no_leaf", .sql = "UPDATE region SET name = name", .params = "", .cols = ""};
    (void)arg;
    return wr_exec(tx, &q, NULL);
}

static void a_write_without_a_leaf_cannot_commit(struct store *s)
{
    int64_t ids[3];
    make_log(s, ids);
    assert_int_equal(wr_tx_run(&s->ctx, WR_TX_WRITE, "test.no_leaf", write_without_leaf, NULL),
                     WR_EBUG);
}

static void merged_and_masked(struct store *s)
{
    int64_t ids[3];
    make_log(s, ids);
    struct wr_merge m = {.into_id = ids[0], .reason = WR_S("重复")};
    store_ok(&s->ctx, wr_enterprise_svc_merge(&s->ctx, ids[2], &m));
    assert_int_equal(wr_enterprise_svc_merge(&s->ctx, ids[2], &m), WR_ECONFLICT);
    struct wr_enterprise e;
    store_ok(&s->ctx, wr_enterprise_svc_get(&s->ctx, ids[2], &e));
    assert_int_equal(e.merged_into, ids[0]);
    e.reason = WR_S("改");
    assert_int_equal(wr_enterprise_svc_change(&s->ctx, ids[2], e.version, &e), WR_ECONFLICT);
    store_ok(&s->ctx, wr_enterprise_svc_unmerge(&s->ctx, ids[2], WR_S("误并")));
    store_ok(&s->ctx, wr_enterprise_svc_get(&s->ctx, ids[2], &e));
    e.contact_phone = WR_S("138****0001");
    e.reason = WR_S("改");
    assert_int_equal(wr_enterprise_svc_change(&s->ctx, ids[2], e.version, &e), WR_EINVALID);
    e.contact_phone = WR_S("13800000001");
    wr_err_reset(&s->ctx);
    assert_int_equal(wr_enterprise_svc_change(&s->ctx, ids[2], e.version - 1, &e), WR_ECONFLICT);
    store_ok(&s->ctx, wr_enterprise_svc_change(&s->ctx, ids[2], e.version, &e));
    struct wr_list history;
    store_ok(&s->ctx, wr_enterprise_svc_history(&s->ctx, ids[2], &history));
    assert_int_equal(history.n, 4); /* opened, merged, unmerged, changed */
    struct wr_audit_verdict v = verify(s);
    if (!v.ok)
        fail_msg("%.*s", WR_ARG(v.first_bad));
}

static void rows_of_another_district_are_not_found(struct store *s)
{
    int64_t ids[3];
    struct wr_enterprise e;
    make_log(s, ids);
    s->ctx.actor =
        (struct wr_actor){.user_id = 1, .roles = WR_ROLE_DISTRICT_ADMIN, .district_id = 999};
    assert_int_equal(wr_enterprise_svc_get(&s->ctx, ids[0], &e), WR_ENOTFOUND);
    s->ctx.actor =
        (struct wr_actor){.user_id = 1, .roles = WR_ROLE_ENTERPRISE, .enterprise_id = ids[1]};
    assert_int_equal(wr_enterprise_svc_get(&s->ctx, ids[0], &e), WR_ENOTFOUND);
    store_ok(&s->ctx, wr_enterprise_svc_get(&s->ctx, ids[1], &e));
}

int main(void)
{
    if (wr_crypto_init() != 0)
        return 1;
    uint8_t seed[32] = {1};
    wr_ed25519_seed(seed, keys.audit.public_key, keys.audit.secret_key);
    snprintf(keys.origin, sizeof keys.origin, "wurao.test/log");
    struct store_test tests[] = {
        {.name = "what use cases write verifies", .run = what_use_cases_write_verifies},
        {.name = "an edited row", .run = tamper_0},
        {.name = "an edited child", .run = tamper_1},
        {.name = "a deleted child", .run = tamper_2},
        {.name = "an inserted row", .run = tamper_3},
        {.name = "a deleted row", .run = tamper_4},
        {.name = "an edited leaf", .run = tamper_5},
        {.name = "an edited digest", .run = tamper_6},
        {.name = "a missing leaf", .run = tamper_7},
        {.name = "a log cut short", .run = tamper_8},
        {.name = "an edited node", .run = tamper_9},
        {.name = "an edited checkpoint", .run = tamper_10},
        {.name = "receipts verify without the database",
         .run = receipts_verify_without_the_database},
        {.name = "a write without a leaf cannot commit",
         .run = a_write_without_a_leaf_cannot_commit},
        {.name = "merged, masked, stale", .run = merged_and_masked},
        {.name = "rows of another district are not found",
         .run = rows_of_another_district_are_not_found},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(tests); i++) {
        tests[i].migrations = wr_migrations;
        tests[i].migrations_n = wr_migrations_n;
    }
    return store_run("store audit", tests, WR_ARRAY_LEN(tests));
}
