#pragma once

#include <stdbool.h>
#include <stdint.h>

/** Limits of logging in and staying in (GB/T 22239 identity controls). From configuration, read-only. */
struct wr_security {
    int64_t desk_idle_ms, desk_absolute_ms; /* staff at a desk */
    int64_t phone_idle_ms,
        phone_absolute_ms; /* officers, enterprises, facilities: people at a gate */
    int64_t lock_after;    /* failures in a row that lock an account */
    int64_t lock_ms;
    int64_t password_chars_min;
    int64_t password_days_max; /* a change is due after this many days; 0: never */
    int64_t sessions_max;      /* per user; the oldest ends */
    bool demo;                 /* demonstration: demo passwords need no change */
    bool fast_hash;            /* tests: cheapest Argon2id */
};

#define WR_SECURITY_DEFAULT                                                                        \
    ((struct wr_security){.desk_idle_ms = INT64_C(1800000),                                        \
                          .desk_absolute_ms = INT64_C(43200000),                                   \
                          .phone_idle_ms = INT64_C(43200000),                                      \
                          .phone_absolute_ms = INT64_C(604800000),                                 \
                          .lock_after = 5,                                                         \
                          .lock_ms = INT64_C(900000),                                              \
                          .password_chars_min = 10,                                                \
                          .password_days_max = 0,                                                  \
                          .sessions_max = 5})
