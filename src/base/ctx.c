#include "base/ctx.h"

#define MESSAGE_BYTES_MAX 1024
#define ARG_BYTES_MAX 240
#define FAULT_VALUE_BYTES_MAX 80

void wr_ctx_init(struct wr_ctx *ctx, struct wr_arena *arena, const struct wr_clock *clock)
{
    *ctx = (struct wr_ctx){.arena = arena, .clock = clock};
}

void wr_err_reset(struct wr_ctx *ctx)
{
    ctx->err = (struct wr_err){.code = WR_OK};
}

/* At most max bytes, not cutting through a character. */
static struct wr_str shorten(struct wr_str s, size_t max)
{
    if (s.n <= max)
        return s;
    size_t n = max;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return wr_str_sub(s, 0, n);
}

/* The pattern with {0} … {3} replaced; the bare pattern when the arena is used up. */
static struct wr_str fill(struct wr_arena *arena, const char *pattern, const struct wr_str args[4])
{
    char text[MESSAGE_BYTES_MAX];
    size_t n = 0;
    for (const char *p = pattern; *p; p++) {
        struct wr_str piece = {p, 1};
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '3' && p[2] == '}') {
            piece = shorten(args[p[1] - '0'], ARG_BYTES_MAX);
            p += 2;
        }
        if (piece.n > sizeof(text) - n)
            break;
        if (piece.n)
            memcpy(text + n, piece.p, piece.n);
        n += piece.n;
    }
    struct wr_str filled = wr_arena_dup(arena, (struct wr_str){text, n});
    return filled.p ? filled : wr_str(pattern);
}

int wr_fail_at(struct wr_ctx *ctx, enum wr_key key, const char *file, int line,
               const struct wr_str args[4])
{
    const struct wr_key_info *info = wr_key_info(key);
    struct wr_err *e = &ctx->err;
    e->code = info->code;
    e->key = key;
    e->zh = fill(ctx->arena, info->zh, args);
    e->en = fill(ctx->arena, info->en, args);
    e->file = file;
    e->line = line;
    e->retry_after_s = 0;
    return info->code;
}

void wr_fault_at(struct wr_ctx *ctx, struct wr_str path, enum wr_key key, struct wr_str value,
                 const struct wr_str args[4])
{
    struct wr_err *e = &ctx->err;
    e->n_faults++;
    if (e->n_faults > WR_FAULTS_MAX)
        return;
    struct wr_fault *f = wr_arena_new(ctx->arena, struct wr_fault);
    if (!f)
        return;
    const struct wr_key_info *info = wr_key_info(key);
    f->path = wr_arena_dup(ctx->arena, path);
    f->key = key;
    f->value = wr_arena_dup(ctx->arena, shorten(value, FAULT_VALUE_BYTES_MAX));
    f->zh = fill(ctx->arena, info->zh, args);
    f->en = fill(ctx->arena, info->en, args);
    if (!e->faults)
        e->faults_tail = &e->faults;
    *e->faults_tail = f;
    e->faults_tail = &f->next;
}

int wr_faults_end(struct wr_ctx *ctx)
{
    if (ctx->err.n_faults == 0)
        return 0;
    return wr_fail(ctx, WR_K_input_faulty);
}

struct wr_str wr_err_text(const struct wr_ctx *ctx)
{
    return ctx->lang == WR_LANG_EN ? ctx->err.en : ctx->err.zh;
}
