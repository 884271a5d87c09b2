#pragma once
/* State behind offsite_site.h; for offsite_*.c of the engine only. */

#include "modules/offsite/offsite_run.h"
#include "modules/offsite/offsite_site.h"
#include "modules/offsite/offsite_valid.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS INT64_C(3600000)
#define DAY_MS INT64_C(86400000)
#define ZONE_MS (8 * HOUR_MS)

/** One condition under way. */
struct watch {
    int64_t since_ms;                             /* holds since; INT64_MIN: does not */
    int64_t from_ms, raised_ms, last_ms, told_ms; /* of the episode */
    double worst;
    int32_t n;
    int32_t run; /* times in a row */
    bool open, ever;
    bool muted; /* open again so soon that nothing was told of it */
};
enum hold { CLEAR, KEEP, HOLD };

/** What a watch is about. */
struct about {
    struct wr_offsite_site *s;
    int rule;
    int64_t outlet_id, line_id, other_id;
    const char *factor; /* NULL: all */
    int64_t t_ms;       /* now, in the time of the data */
    int64_t since_ms;   /* HOLD: since when; 0: t_ms */
    double value, bound;
    bool outage;
    int64_t recent;
    const struct wr_offsite_span *spans;
    size_t spans_n;
};
/** One look at a condition. The rule's delay, the pack's quiet time and the suppressions are kept here and nowhere else. */
void watch_step(struct watch *w, enum hold hold, const struct about *a);
/** A condition that is over in the moment it is seen. */
void watch_once(struct watch *w, const struct about *a);

/** Hour by hour, of one factor. */
struct hours {
    struct watch e1, e2, e3, k1, j1, l2, l4, l5, c1;
    uint32_t over; /* E1: the last 24 hours, one bit each */
    int64_t over_ms;
    double last; /* hour mean before */
    int64_t last_ms;
    /* K1: the stretch within which it hardly moved */
    double k_min, k_max;
    int64_t k_from_ms;
    /* the day */
    double sum, load, flow;
    int32_t valid_n, weighted_n;
    /* L4 */
    double top;
    int32_t top_n, top_of;
    /* C1 */
    int32_t month_valid, month_stopped;
    struct wr_offsite_run run; /* what the device marks */
    /* L5 */
    float *ring;       /* RING hours, by number of the hour */
    int64_t ring_hour; /* the newest one */
};
#define RING 80

struct factor {
    char code[WR_TELE_FACTOR_MAX + 1];
    size_t code_n;
    enum wr_offsite_role role;
    bool negative;
    const struct wr_offsite_physical *physical;
    struct watch n1, z1;
    struct hours *h; /* NULL: no hour mean came yet */
};

enum slot { SLOT_REAL, SLOT_MINUTE, SLOT_HOUR, SLOT_DAY, SLOT_INFO, SLOTS };
struct series {
    int64_t last_ms; /* INT64_MIN: none yet */
    int64_t step_ms; /* shortest distance seen; 0: unknown */
    int32_t n;
};
struct setting { /* W1 */
    char code[WR_TELE_FACTOR_MAX + 1];
    double value;
};
#define SETTINGS_MAX 24

struct point {
    const struct wr_offsite_point_conf *conf;
    struct factor *factors;
    size_t factors_n, factors_cap;
    struct series series[SLOTS];
    struct watch g1, t1, r1, w1, w2, l1, l3;
    enum slot g1_by;
    int64_t day_ms;        /* the day under way; INT64_MIN: none */
    int64_t alike_ms;      /* L5: day still to be compared; INT64_MIN: none */
    int64_t month_from_ms; /* first hour of this month that was seen */
    struct setting *settings;
    size_t settings_n;
    /* newest emission, for lines */
    int64_t em_ms;
    double em_flow, em_conc;
    bool em_stopped;
};

struct wr_offsite_site {
    struct wr_arena *a;
    const struct wr_offsite_site_conf *conf;
    const struct wr_offsite_pack *pack;
    struct wr_offsite_sink sink;
    struct point *points;
    struct line *lines;
};

/** One factor of one row, its values together. */
struct seen {
    struct factor *f;
    double avg, zs, cou; /* NaN: not sent */
    struct wr_str mark;
};
#define SEEN_MAX 128
struct look {
    struct wr_offsite_site *s;
    struct point *p;
    const struct wr_offsite_row *row;
    struct seen seen[SEEN_MAX];
    size_t n;
    double flow, o2; /* valid means, NaN: none */
    int64_t len_ms;
};

/* offsite_point.c */
struct point *point_of(struct wr_offsite_site *s, int64_t outlet_id);
struct hours *hours_of(struct wr_offsite_site *s, struct factor *f);
struct seen *seen_of(struct look *l, const char *code);
enum wr_offsite_reason reason_of(const struct look *l, const struct seen *x, double v);
/** What limits are compared with: the converted value where the standard has a reference oxygen (E1). */
double judged_value(const struct look *l, const struct seen *x);
const struct wr_offsite_bound *bound_of(const struct point *p, struct wr_str code, int64_t grain,
                                        int64_t t_ms);
struct about about_of(const struct look *l, int rule, const struct seen *x);
/* offsite_clue_row.c */
void judge_any(struct look *l);
void judge_minute(struct look *l);
void judge_gap(struct wr_offsite_site *s, struct point *p, enum slot slot,
               const struct wr_offsite_row *row);
void judge_silence(struct wr_offsite_site *s, struct point *p, int64_t now_ms);
/* offsite_clue_hour.c */
void judge_hour(struct look *l);
void count_top(struct hours *h, double v);
/* offsite_clue_day.c */
/** Close days that are over when `t_ms` has come; compares series an hour later. */
void close_days(struct wr_offsite_site *s, struct point *p, int64_t t_ms);
void keep_hour(struct wr_offsite_site *s, struct factor *f, int64_t t_ms, double v);
/** The device's mark of this hour, for C1. */
void keep_flag(struct wr_offsite_site *s, const struct point *p, struct factor *f, int64_t t_ms,
               struct wr_str flag);
/* offsite_line.c */
bool lines_new(struct wr_offsite_site *s);
void lines_row(struct wr_offsite_site *s, const struct wr_offsite_row *row);
void lines_tick(struct wr_offsite_site *s, int64_t now_ms);

static inline int64_t day_of(int64_t t_ms)
{
    int64_t z = t_ms + ZONE_MS;
    return z - ((z % DAY_MS) + DAY_MS) % DAY_MS - ZONE_MS;
}
