#include "rules/shelf.h"

#include "base/alloc.h"
#include "rules/rules_files.h"

#include <pthread.h>

#define DIR_ARENA_MAX ((size_t)80 << 20)
#define KEEP_MS INT64_C(3600000)
#define OLD_MAX 64

struct old {
    struct wr_rules *set;
    int64_t since_ms; /* monotonic: when it was replaced */
};
struct wr_rules_shelf {
    pthread_mutex_t lock;
    const struct wr_pack_kind *const *kinds;
    struct wr_arena arena;   /* of the folder's files */
    struct wr_list folder;   /* struct wr_pack_file */
    struct wr_rules *now;    /* under the lock */
    struct old old[OLD_MAX]; /* under the lock, oldest first */
    size_t old_n;
};

static int read_folder(struct wr_ctx *ctx, struct wr_rules_shelf *s, const char *dir)
{
    struct wr_ctx own = *ctx;
    own.arena = &s->arena;
    int rc = dir == NULL ? 0 : wr_rules_read_dir(&own, dir, &s->folder);
    ctx->err = own.err;
    return rc;
}

/** Embedded, of the folder, published: one set. */
static int build(struct wr_ctx *ctx, const struct wr_rules_shelf *s,
                 const struct wr_pack_file *files, size_t n, struct wr_rules **ret)
{
    struct wr_rules *r = NULL;
    int rc = wr_rules_load_files(ctx, wr_pack_files, wr_pack_files_n, &r);
    if (rc == 0)
        rc = wr_rules_add_files(ctx, r, s->folder.p, s->folder.n);
    if (rc == 0)
        rc = wr_rules_add_files(ctx, r, files, n);
    if (rc == 0)
        rc = wr_rules_use_kinds(ctx, r, s->kinds);
    if (rc < 0) {
        wr_rules_free(r);
        return rc;
    }
    *ret = r;
    return 0;
}

int wr_rules_shelf_new(struct wr_ctx *ctx, const char *dir, const struct wr_pack_kind *const *kinds,
                       struct wr_rules_shelf **ret)
{
    struct wr_rules_shelf *s = wr_alloc(sizeof(*s));
    if (s == NULL)
        return wr_fail(ctx, WR_K_memory);
    s->kinds = kinds;
    (void)pthread_mutex_init(&s->lock, NULL);
    wr_arena_init(&s->arena, DIR_ARENA_MAX);
    int rc = read_folder(ctx, s, dir);
    if (rc == 0)
        rc = build(ctx, s, NULL, 0, &s->now);
    if (rc < 0) {
        wr_rules_shelf_free(s);
        return rc;
    }
    *ret = s;
    return 0;
}

void wr_rules_shelf_free(struct wr_rules_shelf *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->old_n; i++)
        wr_rules_free(s->old[i].set);
    wr_rules_free(s->now);
    wr_arena_done(&s->arena);
    (void)pthread_mutex_destroy(&s->lock);
    (void)wr_free(s);
}

const struct wr_rules *wr_rules_shelf_now(struct wr_rules_shelf *s)
{
    (void)pthread_mutex_lock(&s->lock);
    const struct wr_rules *r = s->now;
    (void)pthread_mutex_unlock(&s->lock);
    return r;
}

int wr_rules_shelf_try(struct wr_ctx *ctx, struct wr_rules_shelf *s,
                       const struct wr_pack_file *files, size_t n)
{
    struct wr_rules *r = NULL;
    int rc = build(ctx, s, files, n, &r);
    wr_rules_free(r);
    return rc;
}

/** Take away what nobody can read any more. The lock is held. */
static void sweep(struct wr_rules_shelf *s, int64_t mono_ms)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->old_n; i++) {
        bool over = mono_ms - s->old[i].since_ms >= KEEP_MS;
        if (over)
            wr_rules_free(s->old[i].set);
        else
            s->old[kept++] = s->old[i];
    }
    s->old_n = kept;
}

int wr_rules_shelf_put(struct wr_ctx *ctx, struct wr_rules_shelf *s,
                       const struct wr_pack_file *files, size_t n)
{
    struct wr_rules *r = NULL;
    int64_t mono_ms = wr_mono_ms(ctx->clock);
    int rc = build(ctx, s, files, n, &r);
    if (rc < 0)
        return rc;
    (void)pthread_mutex_lock(&s->lock);
    sweep(s, mono_ms);
    bool room = s->old_n < OLD_MAX;
    if (room) {
        s->old[s->old_n++] = (struct old){s->now, mono_ms};
        s->now = r;
    }
    (void)pthread_mutex_unlock(&s->lock);
    if (room)
        return 0;
    wr_rules_free(r);
    return wr_fail(ctx, WR_K_limit_reached, WR_S("规则包更换（每小时） changes of packs an hour"),
                   wr_arena_printf(ctx->arena, "%d", OLD_MAX));
}
