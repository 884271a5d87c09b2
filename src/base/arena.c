#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

/* Under AddressSanitizer whatever was not handed out is poisoned, so that an overrun is caught. */
#if defined(__SANITIZE_ADDRESS__)
#define WR_ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WR_ARENA_ASAN 1
#endif
#endif
#ifdef WR_ARENA_ASAN
#include <sanitizer/asan_interface.h>
#ifndef __clang__
/* the interface takes a const pointer, and gcc supposes that it reads through it */
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#define POISON(p, n) __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
#define REDZONE_BYTES 16u
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define REDZONE_BYTES 0u
#endif

#define BLOCK_BYTES_MIN ((size_t)8 << 10)
#define BLOCK_BYTES_MAX ((size_t)256 << 10)
#define ALIGN_BYTES alignof(max_align_t)

struct wr_arena_block {
    struct wr_arena_block *older;
    size_t cap;
    size_t used;
    alignas(max_align_t) unsigned char data[];
};

void wr_arena_init(struct wr_arena *a, size_t max_bytes)
{
    *a = (struct wr_arena){.max_bytes = max_bytes};
}

static void drop_head(struct wr_arena *a)
{
    struct wr_arena_block *b = a->head;
    a->head = b->older;
    UNPOISON(b->data, b->cap);
    free(b);
}

void wr_arena_done(struct wr_arena *a)
{
    while (a->head)
        drop_head(a);
    a->used_bytes = 0;
    a->exhausted = false;
}

/** The newest block that is not of a size of its own stays: a worker's next request is about as large as its last one. */
void wr_arena_reset(struct wr_arena *a)
{
    struct wr_arena_block *kept = NULL;

    while (a->head) {
        struct wr_arena_block *b = a->head;
        if (kept || b->cap > BLOCK_BYTES_MAX) {
            drop_head(a);
            continue;
        }
        kept = b;
        a->head = b->older;
    }
    if (kept) {
        kept->older = NULL;
        kept->used = 0;
        UNPOISON(kept->data, kept->cap);
        POISON(kept->data, kept->cap);
    }
    a->head = kept;
    a->used_bytes = 0;
    a->exhausted = false;
}

struct wr_arena_mark wr_arena_mark(const struct wr_arena *a)
{
    return (struct wr_arena_mark){a->head, a->head ? a->head->used : 0, a->used_bytes};
}

void wr_arena_rewind(struct wr_arena *a, struct wr_arena_mark mark)
{
    while (a->head && a->head != mark.block && a->head->older)
        drop_head(a);
    if (a->head) {
        a->head->used = a->head == mark.block ? mark.block_used : 0;
        POISON(a->head->data + a->head->used, a->head->cap - a->head->used);
    }
    a->used_bytes = mark.used_bytes;
}

static struct wr_arena_block *add_block(struct wr_arena *a, size_t need)
{
    size_t cap = a->head ? a->head->cap * 2 : BLOCK_BYTES_MIN;
    if (cap > BLOCK_BYTES_MAX)
        cap = BLOCK_BYTES_MAX;
    if (cap < need)
        cap = need;
    struct wr_arena_block *b = malloc(sizeof(*b) + cap);
    if (!b)
        return NULL;
    b->older = a->head;
    b->cap = cap;
    b->used = 0;
    POISON(b->data, cap);
    a->head = b;
    return b;
}

void *wr_arena_alloc(struct wr_arena *a, size_t n)
{
    size_t left = a->max_bytes - a->used_bytes;
    size_t padded = n ? (n + ALIGN_BYTES - 1) & ~(ALIGN_BYTES - 1) : ALIGN_BYTES;
    if (padded < n || padded > left || padded + REDZONE_BYTES > left) {
        a->exhausted = true;
        return NULL;
    }
    padded += REDZONE_BYTES;
    struct wr_arena_block *b = a->head;
    if (!b || b->cap - b->used < padded)
        b = add_block(a, padded);
    if (!b) {
        a->exhausted = true;
        return NULL;
    }
    void *p = b->data + b->used;
    b->used += padded;
    a->used_bytes += padded;
    UNPOISON(p, n);
    memset(p, 0, n);
    return p;
}

void *wr_arena_array(struct wr_arena *a, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) {
        a->exhausted = true;
        return NULL;
    }
    return wr_arena_alloc(a, bytes);
}

struct wr_str wr_arena_dup(struct wr_arena *a, struct wr_str s)
{
    if (!s.p)
        return s;
    char *p = wr_arena_alloc(a, s.n + 1);
    if (!p)
        return (struct wr_str){NULL, 0};
    memcpy(p, s.p, s.n);
    return (struct wr_str){p, s.n};
}

const char *wr_arena_cstr(struct wr_arena *a, struct wr_str s)
{
    return wr_arena_dup(a, s.p ? s : WR_S("")).p;
}

struct wr_str wr_arena_vprintf(struct wr_arena *a, const char *fmt, va_list ap)
{
    char small[512]; /* most texts fit: they are formatted once */
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof(small), fmt, again);
    va_end(again);
    char *p = n < 0 ? NULL : wr_arena_alloc(a, (size_t)n + 1);
    if (!p)
        return (struct wr_str){NULL, 0};
    if ((size_t)n < sizeof(small))
        memcpy(p, small, (size_t)n);
    else
        (void)vsnprintf(p, (size_t)n + 1, fmt, ap);
    return (struct wr_str){p, (size_t)n};
}

struct wr_str wr_arena_printf(struct wr_arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct wr_str s = wr_arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

struct wr_str wr_arena_join(struct wr_arena *a, const struct wr_str *parts, size_t n)
{
    size_t len = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        len += parts[i].n;
    char *p = wr_arena_alloc(a, len + 1);
    if (!p)
        return (struct wr_str){NULL, 0};
    for (size_t i = 0; i < n; i++) {
        if (parts[i].n > 0)
            memcpy(p + at, parts[i].p, parts[i].n);
        at += parts[i].n;
    }
    return (struct wr_str){p, len};
}
