/* Loggers, hashed by MN and by id; made anew when the registry changed. */
#include "ingest/ingest_in.h"

#define REGISTRY_BYTES_MAX ((size_t)256 << 20)

static size_t hash_bytes(const char *p, size_t n)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * UINT64_C(0x100000001b3);
    return (size_t)(h ^ h >> 29);
}

static size_t hash_id(int64_t id)
{
    return (size_t)(((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15)) >> 20);
}

const struct profile *registry_by_mn(const struct registry *r, const char *mn, size_t n)
{
    for (size_t i = hash_bytes(mn, n) & (r->size - 1); r->by_mn[i] != 0;
         i = (i + 1) & (r->size - 1)) {
        const struct profile *p = &r->p[r->by_mn[i] - 1];
        if (p->mn.n == n && memcmp(p->mn.p, mn, n) == 0)
            return p;
    }
    return NULL;
}

const struct profile *registry_by_id(const struct registry *r, int64_t id)
{
    for (size_t i = hash_id(id) & (r->size - 1); r->by_id[i] != 0; i = (i + 1) & (r->size - 1))
        if (r->p[r->by_id[i] - 1].id == id)
            return &r->p[r->by_id[i] - 1];
    return NULL;
}

static void put_hashes(struct registry *r)
{
    for (uint32_t k = 0; k < r->n; k++) {
        size_t i = hash_bytes(r->p[k].mn.p, r->p[k].mn.n) & (r->size - 1);
        while (r->by_mn[i] != 0)
            i = (i + 1) & (r->size - 1);
        r->by_mn[i] = k + 1;
        i = hash_id(r->p[k].id) & (r->size - 1);
        while (r->by_id[i] != 0)
            i = (i + 1) & (r->size - 1);
        r->by_id[i] = k + 1;
    }
}

static struct hj212_profile profile_of(const struct wr_logger *l)
{
    static const enum hj212_dialect dialects[] = {[WR_DIALECT_AUTO] = HJ212_AUTO,
                                                  [WR_DIALECT_2005] = HJ212_2005,
                                                  [WR_DIALECT_2017] = HJ212_2017,
                                                  [WR_DIALECT_2025] = HJ212_2025,
                                                  [WR_DIALECT_SURFACE] = HJ212_SURFACE};
    struct hj212_profile p = l->level == WR_LEVEL_STRICT   ? hj212_strict()
                             : l->level == WR_LEVEL_LEGACY ? hj212_legacy()
                                                           : hj212_compat();
    uint64_t more = 0;
    struct hj212_str unknown = {0};

    if (hj212_leniencies_of((struct hj212_str){l->leniencies.p, l->leniencies.n}, &more, &unknown))
        p.allowed |= more;
    if (l->level != WR_LEVEL_LEGACY || l->dialect != WR_DIALECT_AUTO)
        p.dialect = dialects[l->dialect];
    p.lazy_numbers = true; /* the store keeps the decimal text */
    return p;
}

static void fill(struct profile *p, const struct wr_logger *l)
{
    *p = (struct profile){.id = l->id,
                          .outlet_id = l->outlet_id,
                          .mn = l->mn,
                          .password = l->password,
                          .allowed_addresses = l->allowed_addresses,
                          .hj = profile_of(l),
                          .has_key = l->sm4_key.n == HJ212_KEY_BYTES,
                          .label_end = l->label == WR_LABEL_END,
                          .auto_time = l->auto_time,
                          .minute_ms = l->minute_interval_min * 60000,
                          .overtime_ms = l->overtime_s * 1000,
                          .recount = l->recount};
    if (p->has_key)
        memcpy(p->key, l->sm4_key.p, sizeof(p->key));
}

int registry_load(struct wr_ctx *ctx, struct registry **ret)
{
    struct registry *r = wr_alloc(sizeof(*r));
    struct wr_ctx own = *ctx;
    struct wr_list list = {0};

    if (!r)
        return wr_fail(ctx, WR_K_memory);
    wr_arena_init(&r->arena, REGISTRY_BYTES_MAX);
    own.arena = &r->arena; /* the texts stay with the registry */
    atomic_init(&r->refs, 1);
    int rc = wr_logger_svc_active(&own, &list);
    r->size = 64;
    while (r->size < list.n * 2)
        r->size *= 2;
    r->p = wr_arena_array(&r->arena, list.n + 1, sizeof(*r->p));
    r->by_mn = wr_arena_array(&r->arena, r->size, sizeof(*r->by_mn));
    r->by_id = wr_arena_array(&r->arena, r->size, sizeof(*r->by_id));
    if (rc == 0 && (!r->p || !r->by_mn || !r->by_id))
        rc = wr_fail(ctx, WR_K_memory);
    if (rc != 0) {
        ctx->err = own.err;
        (void)registry_unref(r);
        return rc;
    }
    const struct wr_logger *l = list.p;
    for (size_t i = 0; i < list.n; i++)
        fill(&r->p[r->n++], &l[i]);
    put_hashes(r);
    *ret = r;
    return 0;
}

struct registry *registry_ref(struct registry *r)
{
    atomic_fetch_add(&r->refs, 1);
    return r;
}

struct registry *registry_unref(struct registry *r)
{
    if (r && atomic_fetch_sub(&r->refs, 1) == 1) {
        wr_arena_done(&r->arena);
        (void)wr_free(r);
    }
    return NULL;
}
