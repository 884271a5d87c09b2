#pragma once
/* State of a process line; for offsite_line.c and offsite_clue_power.c only. */
#include "modules/offsite/offsite_engine.h"

#define LINE_RING 16 /* minutes kept until all meters have spoken */
#define SETTLE_MIN 2 /* a minute is judged when this many more have begun */
#define HOLD_MIN 3   /* a value stands for this many minutes, or for two of its own steps */
#define BINS 100     /* of a histogram of power, 0 … 200 % of rated */
#define HISTORY_DAYS 7
#define BASE_DAYS 10

enum power { POWER_UNKNOWN, POWER_OFF, POWER_IDLE, POWER_RUN };
/** How often each power occurred while production ran, by day. */
struct history {
    int64_t day[HISTORY_DAYS]; /* number of the day held in each row */
    uint16_t bin[HISTORY_DAYS][BINS];
};
struct channel {
    const struct wr_offsite_channel *conf;
    double ring[LINE_RING];
    int64_t ring_min[LINE_RING];
    double value; /* of the minute under way, NaN: nothing stands */
    double held;
    int64_t held_min; /* INT64_MIN: never */
    int64_t step_min; /* shortest distance seen; 0 unknown */
    enum power state, next;
    int32_t next_n;
    struct watch p3, p4, p5;
    struct history *history; /* treatment only */
    double day_kwh;
};
struct line {
    const struct wr_offsite_line_conf *conf;
    struct channel *ch;
    int64_t min; /* last minute judged; INT64_MIN: none */
    int64_t newest_min;
    bool producing, treating, was_treating;
    int64_t producing_from, producing_to; /* minutes */
    int64_t treating_from, treating_to;
    int64_t off_from; /* since when a group is wholly off; INT64_MIN: none is */
    bool late_known;  /* P2: this run of production found treatment running */
    struct watch p1, p2, p5, p6, p7, p8, p9, p10;
    double hour_kwh[24];
    int64_t hour_no[24];
    double day_kwh; /* production, the day under way */
    int64_t day_no;
    int32_t day_minutes;
    bool day_ordered;
    double base[BASE_DAYS];
    int32_t base_n;
};

/* offsite_clue_power.c */
void judge_power(struct wr_offsite_site *s, struct line *l, int64_t minute);
void close_power_day(struct wr_offsite_site *s, struct line *l, int64_t minute);
