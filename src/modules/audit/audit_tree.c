#include "modules/audit/audit_tree.h"

#include <assert.h>

struct wr_tree_hash wr_tree_leaf_hash(struct wr_str text)
{
    struct wr_tree_hash h;
    const struct wr_str parts[] = {{"\0", 1}, text};
    wr_sha256_v(parts, WR_ARRAY_LEN(parts), h.b);
    return h;
}

struct wr_tree_hash wr_tree_node_hash(const struct wr_tree_hash *l, const struct wr_tree_hash *r)
{
    struct wr_tree_hash h;
    const struct wr_str parts[] = {
        {"\1", 1}, {(const char *)l->b, WR_SHA256}, {(const char *)r->b, WR_SHA256}};
    wr_sha256_v(parts, WR_ARRAY_LEN(parts), h.b);
    return h;
}

/** Largest power of two below n (n ≥ 2), as exponent. */
static int split_level(int64_t n)
{
    return 63 - __builtin_clzll((unsigned long long)(n - 1));
}

/** Hash of the subtree over [from, from + n): from is a multiple of the smallest power of two ≥ n. */
static int subtree(wr_tree_node_fn *node, void *arg, int64_t from, int64_t n,
                   struct wr_tree_hash *ret)
{
    assert(n > 0);
    if ((n & (n - 1)) == 0) {
        int level = 63 - __builtin_clzll((unsigned long long)n);
        return node(arg, level, from >> level, ret);
    }
    int64_t k = INT64_C(1) << split_level(n);
    struct wr_tree_hash l, r;
    int rc = subtree(node, arg, from, k, &l);
    if (rc == 0)
        rc = subtree(node, arg, from + k, n - k, &r);
    if (rc == 0)
        *ret = wr_tree_node_hash(&l, &r);
    return rc;
}

int wr_tree_root(wr_tree_node_fn *node, void *arg, int64_t size, struct wr_tree_hash *ret)
{
    if (size == 0) {
        wr_sha256("", 0, ret->b);
        return 0;
    }
    return subtree(node, arg, 0, size, ret);
}

int wr_tree_path(wr_tree_node_fn *node, void *arg, int64_t index, int64_t size,
                 struct wr_tree_hash ret[WR_AUDIT_PATH_MAX])
{
    assert(index >= 0 && index < size);
    struct wr_tree_hash down[WR_AUDIT_PATH_MAX]; /* siblings from the root downwards */
    int n = 0;
    for (int64_t from = 0; size > 1;) {
        int64_t k = INT64_C(1) << split_level(size);
        bool left = index < k;
        int rc = left ? subtree(node, arg, from + k, size - k, &down[n])
                      : subtree(node, arg, from, k, &down[n]);
        if (rc < 0)
            return rc;
        n++;
        if (!left) {
            from += k;
            index -= k;
        }
        size = left ? k : size - k;
    }
    for (int i = 0; i < n; i++)
        ret[i] = down[n - 1 - i];
    return n;
}

int wr_tree_consistency(wr_tree_node_fn *node, void *arg, int64_t from, int64_t to,
                        struct wr_tree_hash ret[WR_AUDIT_PATH_MAX])
{
    assert(from > 0 && from <= to);
    struct wr_tree_hash down[WR_AUDIT_PATH_MAX];
    int n = 0;
    bool whole = true; /* the old tree is a complete subtree of the new one so far */
    int64_t at = 0;
    int rc = 0;
    while (from < to) {
        int64_t k = INT64_C(1) << split_level(to);
        if (from <= k) {
            rc = subtree(node, arg, at + k, to - k, &down[n]);
            to = k;
        } else {
            rc = subtree(node, arg, at, k, &down[n]);
            at += k;
            from -= k;
            to -= k;
            whole = false;
        }
        if (rc < 0)
            return rc;
        n++;
    }
    if (!whole) {
        rc = subtree(node, arg, at, to, &down[n]);
        if (rc < 0)
            return rc;
        n++;
    }
    for (int i = 0; i < n; i++)
        ret[i] = down[n - 1 - i];
    return n;
}

/**
 * One step from a node towards the root (RFC 9162 §2.1.3.2): `fn` is its place on its level, `sn` that of the last node.
 * @return true when the next hash of the path stands to its left
 */
static bool climb(int64_t *fn, int64_t *sn)
{
    bool from_left = (*fn & 1) != 0 || *fn == *sn;
    while (from_left && (*fn & 1) == 0 && *fn != 0) {
        *fn >>= 1;
        *sn >>= 1;
    }
    *fn >>= 1;
    *sn >>= 1;
    return from_left;
}

bool wr_tree_verify_path(const struct wr_tree_hash *leaf, int64_t index, int64_t size,
                         const struct wr_tree_hash *path, size_t n, const struct wr_tree_hash *root)
{
    if (index < 0 || index >= size)
        return false;
    struct wr_tree_hash h = *leaf;
    int64_t fn = index, sn = size - 1;
    for (size_t i = 0; i < n; i++) {
        if (sn == 0)
            return false;
        h = climb(&fn, &sn) ? wr_tree_node_hash(&path[i], &h) : wr_tree_node_hash(&h, &path[i]);
    }
    return sn == 0 && wr_mem_eq(h.b, root->b, WR_SHA256);
}

/** The proof of two different sizes, walked up from the last node of the older tree. */
static bool walk_consistency(int64_t from, int64_t to, struct wr_tree_hash *old_root,
                             struct wr_tree_hash *new_root, const struct wr_tree_hash *path,
                             size_t n)
{
    int64_t fn = from - 1, sn = to - 1;
    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    for (size_t i = 0; i < n; i++) {
        if (sn == 0)
            return false;
        if (climb(&fn, &sn)) {
            *old_root = wr_tree_node_hash(&path[i], old_root);
            *new_root = wr_tree_node_hash(&path[i], new_root);
        } else {
            *new_root = wr_tree_node_hash(new_root, &path[i]);
        }
    }
    return sn == 0;
}

bool wr_tree_verify_consistency(int64_t from, int64_t to, const struct wr_tree_hash *from_root,
                                const struct wr_tree_hash *to_root, const struct wr_tree_hash *path,
                                size_t n)
{
    if (from <= 0 || from > to)
        return false;
    if (from == to)
        return n == 0 && wr_mem_eq(from_root->b, to_root->b, WR_SHA256);
    bool complete =
        (from & (from - 1)) == 0; /* then the proof begins with the old root itself, unsaid */
    if (!complete && n == 0)
        return false;
    struct wr_tree_hash old_root = complete ? *from_root : path[0], new_root = old_root;
    if (!walk_consistency(from, to, &old_root, &new_root, complete ? path : path + 1,
                          complete ? n : n - 1))
        return false;
    return wr_mem_eq(old_root.b, from_root->b, WR_SHA256) &&
           wr_mem_eq(new_root.b, to_root->b, WR_SHA256);
}
