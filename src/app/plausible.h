#pragma once
/*
 * Plausible measured values: what a monitored outlet might send, for the station simulator and the demonstration. Pure and
 * deterministic: the same seed, station, factor and moment give the same value on every machine.
 */
#include <stddef.h>
#include <stdint.h>

/** Order of enum wr_medium of a simulated outlet. */
enum wr_plausible_medium { WR_PLAUSIBLE_WATER, WR_PLAUSIBLE_GAS };

struct wr_plausible_factor {
    const char *code; /* of HJ 212-2017 */
    double usual;     /* in the factor's unit of HJ 212-2017 */
    double day;       /* share by which it follows the day: highest in the afternoon */
    double noise;     /* share of slow and fast noise */
    double limit;     /* an emission limit that a plant like this might have; 0: none */
    int decimals;
    char cou; /* how -Cou comes about: 'v' volume of the period, 'm' mass of the period, 0: none */
    char
        pollutant; /* 1: falls to zero, exceeds … with the scenario; 0: a condition such as pH or oxygen */
};
/** Factors of an outlet, flow first. */
const struct wr_plausible_factor *wr_plausible_factors(enum wr_plausible_medium medium,
                                                       size_t *ret_n);

/** The value at a moment. @param ms  since 1970 UTC; the day is that of China (UTC+8) */
double wr_plausible_value(uint64_t seed, uint32_t station, const struct wr_plausible_factor *f,
                          int64_t ms);

/** What happens at an outlet in an hour; WR_STORY_GAP: nothing comes. */
enum wr_plausible_story {
    WR_STORY_GAP = -1,
    WR_STORY_PLAIN,
    WR_STORY_HIGH,     /* above the limit */
    WR_STORY_ZERO,     /* pollutants are zero */
    WR_STORY_CONSTANT, /* pollutants do not move */
    WR_STORY_CARE,     /* maintenance: mark M */
    WR_STORY_STOPPED,  /* stopped: mark F, nothing flows */
    WR_STORY_FAULT,    /* the instrument is at fault: mark D */
    WR_STORIES
};
/** The data flag that goes with it. */
const char *wr_plausible_flag(enum wr_plausible_story story);
/** The value that is told of one as it would be. */
double wr_plausible_told(const struct wr_plausible_factor *f, enum wr_plausible_story story,
                         double v);
/**
 * The story of a station that is simulated without an end: five of eleven stations have one for a few hours of every two
 * days, each at its own time. Follows from the hour alone, so that it is the same after a restart.
 */
enum wr_plausible_story wr_plausible_story_at(uint32_t station, int64_t ms);

struct wr_plausible_summary {
    double min, avg, max, cou;
};
/**
 * Smallest, mean and largest value of [from_ms, from_ms + period_ms), and volume (m³) or mass (kg) of the period. Sampled at
 * a few moments: cheap, and the same whoever asks.
 */
struct wr_plausible_summary wr_plausible_summary(uint64_t seed, uint32_t station,
                                                 enum wr_plausible_medium medium,
                                                 const struct wr_plausible_factor *f,
                                                 int64_t from_ms, int64_t period_ms);
