#pragma once

#include "base/attr.h"
#include "base/str.h"

#include <stdarg.h>

struct wr_arena_block;

/** Memory of one request (or batch): taken piece by piece, given back at once. Never grows past its ceiling. */
struct wr_arena {
    struct wr_arena_block *head;
    size_t used_bytes;
    size_t max_bytes;
    bool exhausted; /* an allocation was refused since init/reset: the request answers WR_ELIMIT */
};

struct wr_arena_mark {
    struct wr_arena_block *block;
    size_t block_used;
    size_t used_bytes;
};

#define WR_ARENA_REQUEST_MAX ((size_t)8 << 20)

void wr_arena_init(struct wr_arena *a, size_t max_bytes);
/** Free all of it. Fine on a zeroed or already finished arena. */
void wr_arena_done(struct wr_arena *a);
/** Forget all allocations but keep one block for the next request. */
void wr_arena_reset(struct wr_arena *a);
struct wr_arena_mark wr_arena_mark(const struct wr_arena *a);
/** Give back everything taken since the mark (used when a transaction is run again). */
void wr_arena_rewind(struct wr_arena *a, struct wr_arena_mark mark);

/** Zeroed memory, aligned for any type; NULL when the ceiling is reached (and `exhausted` is set). */
WR_MUST_CHECK void *wr_arena_alloc(struct wr_arena *a, size_t n);
/** n × size with an overflow check. */
WR_MUST_CHECK void *wr_arena_array(struct wr_arena *a, size_t n, size_t size);
#define wr_arena_new(a, type) ((type *)wr_arena_alloc((a), sizeof(type)))

/** Copy of `s` in the arena, NUL-terminated behind its end; the absent slice when the ceiling is reached. */
struct wr_str wr_arena_dup(struct wr_arena *a, struct wr_str s);
/** NUL-terminated copy; NULL at the ceiling. For libraries that want C strings. */
const char *wr_arena_cstr(struct wr_arena *a, struct wr_str s);
/** The parts behind each other; the absent slice at the ceiling. For texts that are made by the thousand. */
struct wr_str wr_arena_join(struct wr_arena *a, const struct wr_str *parts, size_t n);
#define WR_JOIN(a, ...)                                                                            \
    wr_arena_join((a), (const struct wr_str[]){__VA_ARGS__},                                       \
                  sizeof((const struct wr_str[]){__VA_ARGS__}) / sizeof(struct wr_str))
struct wr_str wr_arena_printf(struct wr_arena *a, const char *fmt, ...) WR_PRINTF(2, 3);
struct wr_str wr_arena_vprintf(struct wr_arena *a, const char *fmt, va_list ap) WR_PRINTF(2, 0);
