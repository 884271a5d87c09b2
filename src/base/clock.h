#pragma once

#include <stdint.h>

/** Time is passed in, so that tests set it. Wall time: milliseconds UTC. Monotonic: milliseconds, for durations. */
struct wr_clock {
    int64_t (*now_ms)(void *arg);
    int64_t (*mono_ms)(void *arg);
    void *arg;
};

/** The machine's clocks. */
const struct wr_clock *wr_clock_system(void);
static inline int64_t wr_now_ms(const struct wr_clock *c)
{
    return c->now_ms(c->arg);
}
static inline int64_t wr_mono_ms(const struct wr_clock *c)
{
    return c->mono_ms(c->arg);
}

/** A clock that a test (or `--at`) sets by hand. */
struct wr_clock_fixed {
    struct wr_clock clock;
    int64_t now_ms;
};
void wr_clock_fixed_init(struct wr_clock_fixed *c, int64_t now_ms);
