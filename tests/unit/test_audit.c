/* The log's tree against the textbook definition, RFC 6962 vectors, notes and receipts. */
#include "base/keys.h"
#include "base/text.h"
#include "modules/audit/audit_check.h"
#include "modules/audit/audit_note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define LEAVES_MAX 70

static struct wr_tree_hash leaves[LEAVES_MAX];

/** MTH of RFC 6962 §2.1, straight from its definition. */
static struct wr_tree_hash mth(size_t from, size_t n)
{
    struct wr_tree_hash h;
    if (n == 0) {
        wr_sha256("", 0, h.b);
        return h;
    }
    if (n == 1)
        return leaves[from];
    size_t k = 1;
    while (k * 2 < n)
        k *= 2;
    struct wr_tree_hash l = mth(from, k), r = mth(from + k, n - k);
    return wr_tree_node_hash(&l, &r);
}

static int node_of_leaves(void *arg, int level, int64_t i, struct wr_tree_hash *ret)
{
    (void)arg;
    *ret = mth((size_t)i << level, (size_t)1 << level);
    return 0;
}

static void make_leaves(void)
{
    for (int i = 0; i < LEAVES_MAX; i++) {
        char text[16];
        snprintf(text, sizeof text, "leaf %d", i);
        leaves[i] = wr_tree_leaf_hash(wr_str(text));
    }
}

static void assert_hash(const struct wr_tree_hash *h, const char *hex)
{
    uint8_t want[WR_SHA256];
    assert_true(wr_unhex(wr_str(hex), want, sizeof want));
    assert_memory_equal(h->b, want, sizeof want);
}

/** Vectors of the Certificate Transparency reference tests. */
static void vectors_of_rfc_6962(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t n;
        const char *root; /* of all leaves up to this one */
    } v[] = {
        {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
    };
    for (size_t i = 0; i < WR_ARRAY_LEN(v); i++) {
        leaves[i] = wr_tree_leaf_hash((struct wr_str){v[i].data, v[i].n});
        struct wr_tree_hash root;
        assert_int_equal(wr_tree_root(node_of_leaves, NULL, (int64_t)i + 1, &root), 0);
        assert_hash(&root, v[i].root);
    }
    struct wr_tree_hash none;
    assert_int_equal(wr_tree_root(node_of_leaves, NULL, 0, &none), 0);
    assert_hash(&none, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void every_path_verifies_and_no_other(void **state)
{
    (void)state;
    make_leaves();
    for (int64_t size = 1; size <= LEAVES_MAX; size++) {
        struct wr_tree_hash root = mth(0, (size_t)size), got;
        assert_int_equal(wr_tree_root(node_of_leaves, NULL, size, &got), 0);
        assert_memory_equal(got.b, root.b, WR_SHA256);
        for (int64_t i = 0; i < size; i++) {
            struct wr_tree_hash path[WR_AUDIT_PATH_MAX];
            int n = wr_tree_path(node_of_leaves, NULL, i, size, path);
            assert_in_range(n, 0, 7);
            assert_true(wr_tree_verify_path(&leaves[i], i, size, path, (size_t)n, &root));
            assert_false(wr_tree_verify_path(&leaves[(i + 1) % LEAVES_MAX], i, size, path,
                                             (size_t)n, &root));
            if (size > 1)
                assert_false(
                    wr_tree_verify_path(&leaves[i], (i + 1) % size, size, path, (size_t)n, &root));
            if (n > 0) {
                assert_false(wr_tree_verify_path(&leaves[i], i, size, path, (size_t)n - 1, &root));
                path[n - 1].b[0] ^= 1;
                assert_false(wr_tree_verify_path(&leaves[i], i, size, path, (size_t)n, &root));
            }
        }
    }
}

static void every_pair_of_sizes_is_consistent(void **state)
{
    (void)state;
    make_leaves();
    for (int64_t to = 1; to <= LEAVES_MAX; to++)
        for (int64_t from = 1; from <= to; from++) {
            struct wr_tree_hash path[WR_AUDIT_PATH_MAX], a = mth(0, (size_t)from),
                                                         b = mth(0, (size_t)to);
            int n = wr_tree_consistency(node_of_leaves, NULL, from, to, path);
            assert_true(n >= 0);
            assert_true(wr_tree_verify_consistency(from, to, &a, &b, path, (size_t)n));
            a.b[3] ^= 4;
            assert_false(wr_tree_verify_consistency(from, to, &a, &b, path, (size_t)n));
            a.b[3] ^= 4;
            b.b[3] ^= 4;
            assert_false(wr_tree_verify_consistency(from, to, &a, &b, path, (size_t)n));
        }
}

/* ---- notes and receipts --------------------------------------------------------------------- */

struct bench {
    struct wr_arena arena;
    struct wr_ctx ctx;
    struct wr_clock_fixed clock;
    struct wr_keys keys;
};

static void bench_init(struct bench *b)
{
    uint8_t seed[32] = {7};
    memset(b, 0, sizeof *b);
    wr_arena_init(&b->arena, WR_ARENA_REQUEST_MAX);
    wr_clock_fixed_init(&b->clock, 0);
    wr_ctx_init(&b->ctx, &b->arena, &b->clock.clock);
    wr_ed25519_seed(seed, b->keys.audit.public_key, b->keys.audit.secret_key);
    snprintf(b->keys.origin, sizeof b->keys.origin, "wurao.example/log");
    b->ctx.keys = &b->keys;
}

static void a_note_opens_only_unaltered(void **state)
{
    (void)state;
    struct bench b;
    bench_init(&b);
    struct wr_tree_hash root = leaves[3];
    struct wr_str note = wr_audit_note_sign(&b.arena, &b.keys, 42, &root);
    struct wr_audit_head h;
    assert_true(wr_audit_note_open(&b.arena, note, b.keys.audit.public_key, &h));
    assert_int_equal(h.size, 42);
    assert_memory_equal(h.root.b, root.b, WR_SHA256);
    char *bytes = wr_arena_alloc(&b.arena, note.n);
    for (size_t i = 0; i < note.n; i++) { /* any changed byte */
        memcpy(bytes, note.p, note.n);
        bytes[i] ^= 1;
        assert_false(wr_audit_note_open(&b.arena, (struct wr_str){bytes, note.n},
                                        b.keys.audit.public_key, &h));
    }
    for (size_t n = 0; n < note.n - 1;
         n++) /* any shorter one; the last line feed alone carries nothing */
        assert_false(
            wr_audit_note_open(&b.arena, (struct wr_str){note.p, n}, b.keys.audit.public_key, &h));
    uint8_t other_public[WR_ED25519_PUBLIC], other_secret[WR_ED25519_SECRET];
    wr_ed25519_keypair(other_public, other_secret);
    assert_false(wr_audit_note_open(&b.arena, note, other_public, &h));
    wr_arena_done(&b.arena);
}

static struct wr_audit_receipt receipt_of(struct bench *b, const char *row)
{
    uint8_t d[WR_SHA256];
    wr_sha256(row, strlen(row), d);
    struct wr_audit_leaf l = {.seq = 5,
                              .at_ms = 1,
                              .actor = WR_S("user:1"),
                              .action = WR_S("visit.check_in"),
                              .entity = WR_S("visit"),
                              .entity_id = 9,
                              .enterprise_id = 3,
                              .row_digest = wr_hex(&b->arena, d, sizeof d),
                              .payload = WR_S("{}")};
    make_leaves();
    struct wr_audit_receipt r = {.leaf_text = wr_audit_leaf_text(&b->arena, &l),
                                 .index = 5,
                                 .tree_size = 11,
                                 .row_text = wr_str(row)};
    leaves[5] = wr_tree_leaf_hash(r.leaf_text);
    struct wr_tree_hash path[WR_AUDIT_PATH_MAX], root = mth(0, 11);
    int n = wr_tree_path(node_of_leaves, NULL, 5, 11, path);
    struct wr_str *items = wr_arena_array(&b->arena, (size_t)n, sizeof *items);
    for (int i = 0; i < n; i++)
        items[i] = wr_base64(&b->arena, path[i].b, WR_SHA256);
    r.path = (struct wr_list){items, (size_t)n};
    r.checkpoint = wr_audit_note_sign(&b->arena, &b->keys, 11, &root);
    return r;
}

static const char *first_wrong_step(struct bench *b, const struct wr_audit_receipt *r)
{
    struct wr_audit_check c;
    wr_audit_check_receipt(&b->ctx, r, b->keys.audit.public_key, &c);
    const struct wr_audit_step *s = c.steps.p;
    for (size_t i = 0; i < c.steps.n; i++)
        if (!s[i].ok) {
            assert_false(c.ok);
            return s[i].step.p;
        }
    assert_true(c.ok);
    return "";
}

static void a_receipt_names_its_first_wrong_step(void **state)
{
    (void)state;
    struct bench b;
    bench_init(&b);
    struct wr_audit_receipt good = receipt_of(&b, "wurao-row-v1\nvisit\nid=i:9\n"), r = good;
    assert_string_equal(first_wrong_step(&b, &good), "");
    r.row_text = WR_S("wurao-row-v1\nvisit\nid=i:8\n");
    assert_string_equal(first_wrong_step(&b, &r), "row");
    r = good;
    r.index = 6;
    assert_string_equal(first_wrong_step(&b, &r), "leaf");
    r = good;
    r.path.n--;
    assert_string_equal(first_wrong_step(&b, &r), "path");
    r = good;
    r.tree_size = 12;
    assert_string_equal(first_wrong_step(&b, &r), "path");
    r = good;
    r.checkpoint = WR_S("wurao.example/log\n11\n");
    assert_string_equal(first_wrong_step(&b, &r), "checkpoint");
    wr_arena_done(&b.arena);
}

int main(void)
{
    if (wr_crypto_init() != 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_of_rfc_6962),
        cmocka_unit_test(every_path_verifies_and_no_other),
        cmocka_unit_test(every_pair_of_sizes_is_consistent),
        cmocka_unit_test(a_note_opens_only_unaltered),
        cmocka_unit_test(a_receipt_names_its_first_wrong_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
