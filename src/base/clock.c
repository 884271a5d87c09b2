#include "base/clock.h"

#include "base/attr.h"

#include <time.h>

static int64_t read_clock_ms(clockid_t id)
{
    struct timespec t;
    (void)clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t system_now_ms(WR_UNUSED void *arg)
{
    return read_clock_ms(CLOCK_REALTIME);
}

static int64_t system_mono_ms(WR_UNUSED void *arg)
{
    return read_clock_ms(CLOCK_MONOTONIC);
}

const struct wr_clock *wr_clock_system(void)
{
    static const struct wr_clock clock = {system_now_ms, system_mono_ms, NULL};
    return &clock;
}

static int64_t fixed_now_ms(void *arg)
{
    return ((const struct wr_clock_fixed *)arg)->now_ms;
}

void wr_clock_fixed_init(struct wr_clock_fixed *c, int64_t now_ms)
{
    c->clock = (struct wr_clock){fixed_now_ms, fixed_now_ms, c};
    c->now_ms = now_ms;
}
