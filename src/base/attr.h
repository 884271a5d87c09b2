#pragma once
/* The six macros of the house; anything beyond them needs a reason. */

#define WR_MUST_CHECK __attribute__((warn_unused_result))
#define WR_PRINTF(fmt_at, args_at) __attribute__((format(printf, fmt_at, args_at)))
#define WR_UNUSED __attribute__((unused))
#define WR_CLEANUP(fn) __attribute__((cleanup(fn)))
#define WR_ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/** Hand a pointer over: yields its value and leaves NULL behind, so that a cleanup finds nothing. */
#define WR_TAKE(ptr)                                                                               \
    __extension__({                                                                                \
        __typeof__(ptr) taken_ = (ptr);                                                            \
        (ptr) = NULL;                                                                              \
        taken_;                                                                                    \
    })
