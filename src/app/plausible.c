#include "app/plausible.h"

#include <string.h>

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define CHINA_MS (8 * HOUR_MS)
#define SLOW_MS (20 * INT64_C(60000)) /* drifts over twenty minutes */
#define FAST_MS INT64_C(30000)
#define MOMENTS 6

static const struct wr_plausible_factor water[] = {
    {"w00000", 17.5, 0.30, 0.10, 0, 2, 'v', 0},   /* flow, L/s */
    {"w01001", 7.4, 0.01, 0.02, 0, 2, 0, 0},      /* pH */
    {"w01018", 28.0, 0.15, 0.12, 50, 1, 'm', 1},  /* COD, mg/L */
    {"w21003", 1.9, 0.15, 0.20, 5, 3, 'm', 1},    /* ammonia nitrogen, mg/L */
    {"w21011", 0.28, 0.10, 0.15, 0.5, 3, 'm', 1}, /* total phosphorus, mg/L */
};
static const struct wr_plausible_factor gas[] = {
    {"a00000", 42.0, 0.15, 0.06, 0, 2, 'v', 0},  /* flow, m³/s */
    {"a21026", 14.0, 0.15, 0.18, 35, 2, 'm', 1}, /* SO₂, mg/m³ */
    {"a21002", 31.0, 0.10, 0.12, 50, 2, 'm', 1}, /* NOx, mg/m³ */
    {"a34013", 3.1, 0.10, 0.15, 10, 2, 'm', 1},  /* soot, mg/m³ */
    {"a19001", 7.2, 0.05, 0.06, 0, 2, 0, 0},     /* O₂, % */
    {"a01012", 118.0, 0.04, 0.02, 0, 1, 0, 0},   /* temperature, ℃ */
    {"a01013", -0.21, 0.05, 0.20, 0, 3, 0, 0},   /* pressure, kPa */
    {"a01014", 8.6, 0.05, 0.06, 0, 2, 0, 0},     /* humidity, % */
};

const struct wr_plausible_factor *wr_plausible_factors(enum wr_plausible_medium medium,
                                                       size_t *ret_n)
{
    *ret_n = medium == WR_PLAUSIBLE_WATER ? sizeof(water) / sizeof(water[0])
                                          : sizeof(gas) / sizeof(gas[0]);
    return medium == WR_PLAUSIBLE_WATER ? water : gas;
}

/** −1 … 1, by hashing. */
static double chance(uint64_t seed, uint64_t station, uint64_t factor, int64_t node)
{
    uint64_t x = seed * UINT64_C(0x9E3779B97F4A7C15) + station * UINT64_C(0xD1B54A32D192ED03) +
                 factor * UINT64_C(0x8CB92BA72F3D8DD7) + (uint64_t)node;
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    x ^= x >> 31;
    return (double)(x >> 11) * 0x1p-52 - 1;
}

/** Noise that moves smoothly from node to node. */
static double drift(uint64_t seed, uint32_t station, uint64_t factor, int64_t ms, int64_t node_ms)
{
    int64_t node = ms / node_ms;
    double at = (double)(ms - node * node_ms) / (double)node_ms;
    double a = chance(seed, station, factor, node);
    double b = chance(seed, station, factor, node + 1);
    at = at * at * (3 - 2 * at);
    return a + (b - a) * at;
}

/** −1 in the small hours, 1 in the afternoon: two parabolas, near enough to a sine. */
static double of_day(int64_t ms)
{
    double x =
        (double)((ms + CHINA_MS) % DAY_MS) / (double)DAY_MS - 0.375; /* 09:00 is the middle */
    x += x < 0 ? 1 : 0;
    return x < 0.5 ? 16 * x * (0.5 - x) : -16 * (x - 0.5) * (1 - x);
}

double wr_plausible_value(uint64_t seed, uint32_t station, const struct wr_plausible_factor *f,
                          int64_t ms)
{
    uint64_t factor = (uint64_t)(unsigned char)f->code[0] << 24 |
                      (uint64_t)(unsigned char)f->code[3] << 16 |
                      (uint64_t)(unsigned char)f->code[4] << 8 | (unsigned char)f->code[5];
    double own = 1 + 0.2 * chance(seed, station, factor, -1); /* plants differ */
    if (f->pollutant == 0 && f->cou == 0) {
        own = 1 + 0.03 * chance(seed, station, factor, -1);
    }
    double share = 1 + f->day * of_day(ms) +
                   f->noise * (0.7 * drift(seed, station, factor, ms, SLOW_MS) +
                               0.3 * drift(seed, station, factor + 1, ms, FAST_MS));
    return f->usual * own * share;
}

const char *wr_plausible_flag(enum wr_plausible_story story)
{
    return story == WR_STORY_CARE      ? "M"
           : story == WR_STORY_STOPPED ? "F"
           : story == WR_STORY_FAULT   ? "D"
                                       : "N";
}

/** A plant that stands: no flow, no pollutant, the oxygen of air. */
static double told_stopped(const struct wr_plausible_factor *f, double v)
{
    if (f->pollutant != 0 || f->cou == 'v') {
        return 0;
    }
    return strcmp(f->code, "a19001") == 0 ? 20.9 : v;
}

double wr_plausible_told(const struct wr_plausible_factor *f, enum wr_plausible_story story,
                         double v)
{
    if (story == WR_STORY_STOPPED) {
        return told_stopped(f, v);
    }
    if (f->pollutant == 0) {
        return v;
    }
    if (story == WR_STORY_HIGH && f->limit > 0) {
        return v * 0.2 + f->limit * 1.15;
    }
    if (story == WR_STORY_ZERO) {
        return 0;
    }
    return story == WR_STORY_CONSTANT ? f->usual : v;
}

enum wr_plausible_story wr_plausible_story_at(uint32_t station, int64_t ms)
{
    static const struct {
        int8_t story, hours;
    } stories[11] = {[2] = {WR_STORY_HIGH, 2},
                     [4] = {WR_STORY_GAP, 1},
                     [5] = {WR_STORY_ZERO, 3},
                     [7] = {WR_STORY_CONSTANT, 8},
                     [9] = {WR_STORY_CARE, 2}};
    int64_t hour = (ms / HOUR_MS + (int64_t)station * 7) % 48;
    return hour < stories[station % 11].hours ? (enum wr_plausible_story)stories[station % 11].story
                                              : WR_STORY_PLAIN;
}

struct wr_plausible_summary wr_plausible_summary(uint64_t seed, uint32_t station,
                                                 enum wr_plausible_medium medium,
                                                 const struct wr_plausible_factor *f,
                                                 int64_t from_ms, int64_t period_ms)
{
    size_t n;
    const struct wr_plausible_factor *flow = wr_plausible_factors(medium, &n);
    double per_second = medium == WR_PLAUSIBLE_WATER ? 1e-3 : 1; /* flow to m³/s */
    double kg = medium == WR_PLAUSIBLE_WATER ? 1e-3 : 1e-6;      /* concentration × m³ to kg */
    struct wr_plausible_summary s = {0};
    double volume = 0;
    double mass = 0;
    for (int i = 0; i < MOMENTS; i++) {
        int64_t ms = from_ms + period_ms * (2 * i + 1) / (2 * MOMENTS);
        double v = wr_plausible_value(seed, station, f, ms);
        double seconds = (double)period_ms / 1000 / MOMENTS;
        double m3 = f->cou == 0 ? 0
                    : f->cou == 'v'
                        ? v * per_second * seconds
                        : wr_plausible_value(seed, station, flow, ms) * per_second * seconds;
        s.min = i == 0 || v < s.min ? v : s.min;
        s.max = i == 0 || v > s.max ? v : s.max;
        s.avg += v / MOMENTS;
        volume += m3;
        mass += m3 * v * kg;
    }
    s.cou = f->cou == 'v' ? volume : f->cou == 'm' ? mass : 0;
    return s;
}
