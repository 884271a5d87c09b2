#pragma once
/*
 * Rules of off-site supervision, as types: what a sample, a limit, a mark and a process line are, and what a rule says when it
 * speaks. No I/O, no clock. Sources: facts of HJ 212 (§7, §12–§16); every number comes from a pack of kind "offsite".
 */
#include "codec/field.h"
#include "telemetry/telemetry.h"

#define WR_OFFSITE_PACK_KIND "offsite"

/** Clue rules of §15 and §16, in this order everywhere. */
enum wr_offsite_rule {
    WR_OR_E1,  /* hour mean above the limit */
    WR_OR_E2,  /* valid day mean above the limit */
    WR_OR_E3,  /* close to the limit */
    WR_OR_Z1,  /* zero while it runs */
    WR_OR_N1,  /* negative */
    WR_OR_K1,  /* constant */
    WR_OR_J1,  /* jump */
    WR_OR_L1,  /* contradiction between factors */
    WR_OR_L2,  /* conversion differs */
    WR_OR_L3,  /* marked stopped, but emits */
    WR_OR_L4,  /* flat top */
    WR_OR_L5,  /* two outlets alike, or a repeating pattern */
    WR_OR_C1,  /* monthly capture too low */
    WR_OR_T1,  /* clock */
    WR_OR_G1,  /* gaps, offline */
    WR_OR_R1,  /* altered history */
    WR_OR_W1,  /* range, slope or intercept changed */
    WR_OR_W2,  /* defects of packets */
    WR_OR_P1,  /* production runs, treatment is off */
    WR_OR_P2,  /* treatment late or ended early */
    WR_OR_P3,  /* treatment idles */
    WR_OR_P4,  /* overload */
    WR_OR_P5,  /* meter offline, outage */
    WR_OR_P6,  /* stop order not followed */
    WR_OR_P7,  /* limit order not followed */
    WR_OR_P8,  /* marked stopped, but power runs */
    WR_OR_P9,  /* emits without electricity */
    WR_OR_P10, /* total and parts differ */
    WR_OR_N
};
extern const struct wr_enum_item wr_offsite_rules[];

enum wr_offsite_level { WR_OL_INFO = 1, WR_OL_CLUE, WR_OL_WARN, WR_OL_SERIOUS };
extern const struct wr_enum_item wr_offsite_levels[];

/** What an outlet's factor measures, as far as rules must know (§11.1, 2017 and 2005 codes). */
enum wr_offsite_role {
    WR_FR_OTHER,
    WR_FR_POLLUTANT,
    WR_FR_FLOW,
    WR_FR_O2,
    WR_FR_VELOCITY,
    WR_FR_TEMPERATURE,
    WR_FR_PRESSURE,
    WR_FR_HUMIDITY,
    WR_FR_PH,
    WR_FR_CONDITION, /* working condition, electricity, site information */
};
enum wr_offsite_role wr_offsite_role_of(struct wr_str factor);
/** Code of 2017 for a core code of 2005 (§11.1), else the code itself. */
struct wr_str wr_offsite_factor_2017(struct wr_str factor);

enum wr_offsite_medium {
    WR_OM_GAS = 1,
    WR_OM_WATER,
    WR_OM_NOISE,
    WR_OM_ELECTRICITY,
    WR_OM_CONDITION,
    WR_OM_OTHER
};
extern const struct wr_enum_item wr_offsite_mediums[];

/* ---- what the rules are fed with ---------------------------------------------------------------- */

/** One value of a row. */
struct wr_offsite_value {
    struct wr_str factor;
    int field;                       /* enum wr_tele_field */
    double value;                    /* NaN: not a number */
    char mark[WR_TELE_FLAG_MAX + 1]; /* "" none was sent */
};
/** What one packet says of one moment of one outlet. */
struct wr_offsite_row {
    int64_t outlet_id;
    int cn;              /* enum wr_tele_cn */
    int64_t t_ms;        /* start of the period, or the instant */
    int64_t received_ms; /* when it arrived first */
    bool backfill;
    int32_t version; /* > 1: a factor came again with another value */
    const struct wr_offsite_value *values;
    size_t n;
};

/* ---- what the rules know of a point --------------------------------------------------------------- */

enum wr_offsite_grain { WR_OG_HOUR = 1, WR_OG_DAY };
extern const struct wr_enum_item wr_offsite_grains[];

/** Limit of one factor in force on [from, to). */
struct wr_offsite_bound {
    struct wr_str factor;
    int64_t grain; /* enum wr_offsite_grain */
    bool has_lo, has_hi;
    double lo, hi;
    int64_t from_ms, to_ms; /* to 0: open */
};
/** Measuring range of a factor. */
struct wr_offsite_range {
    struct wr_str factor;
    double lo, hi;
};

/** Why rules keep silent, or data do not count (§13.3, §14). */
enum wr_offsite_span_kind {
    WR_OS_MAINTENANCE = 1, /* reported maintenance or fault of the device */
    WR_OS_STOP,            /* declared planned stop, or a mark 停运 */
    WR_OS_SPARE,           /* spare unit of a group */
    WR_OS_OUTAGE,          /* whole site without power */
    WR_OS_START,           /* start-up, shut-down (烘炉、启炉、停炉) */
    WR_OS_FAULT,           /* fault of production or treatment */
};
extern const struct wr_enum_item wr_offsite_span_kinds[];
struct wr_offsite_span {
    int64_t kind;           /* enum wr_offsite_span_kind */
    struct wr_str factor;   /* absent: all */
    int64_t from_ms, to_ms; /* to 0: open */
    bool invalidates;       /* data in it are no basis for an exceedance */
    bool stopped;           /* the time leaves the denominator of the rates */
};
/** One monitoring point as the rules see it. Everything is borrowed. */
struct wr_offsite_point_conf {
    int64_t outlet_id;
    int64_t medium;
    bool has_o2_ref;
    double o2_ref; /* reference oxygen of its emission standard, % */
    const struct wr_offsite_bound *bounds;
    size_t bounds_n;
    const struct wr_offsite_range *ranges;
    size_t ranges_n;
    const struct wr_offsite_span
        *spans; /* marks and reports, resolved (wr_offsite_marks_resolve) */
    size_t spans_n;
};

/* ---- electricity: process lines ------------------------------------------------------------------- */

enum wr_offsite_channel_role {
    WR_OC_PRODUCTION = 1,
    WR_OC_TREATMENT,
    WR_OC_MAIN, /* main meter of the site */
    WR_OC_SUB,  /* a part of what the main meter counts */
};
enum wr_offsite_quantity { WR_OQ_POWER = 1, WR_OQ_CURRENT, WR_OQ_VOLTAGE };
extern const struct wr_enum_item wr_offsite_channel_roles[], wr_offsite_quantities[];
/** One measured quantity of one device. */
struct wr_offsite_channel {
    int64_t outlet_id;
    struct wr_str factor;
    int64_t role;     /* enum wr_offsite_channel_role */
    int64_t quantity; /* enum wr_offsite_quantity */
    double rated;     /* kW, A or V; > 0 */
    int64_t
        group; /* treatment devices of one group stand in for each other; 0: a group of its own */
    bool spare;
};
/** A control order: stop, or cut by a share of the baseline (heavy-pollution control). */
struct wr_offsite_order {
    bool stop;
    int64_t cut_bp;         /* of the baseline, where it is no stop */
    int64_t from_ms, to_ms; /* to 0: open */
    int64_t grace_min;
};
struct wr_offsite_line_conf {
    int64_t line_id;
    const struct wr_offsite_channel *channels;
    size_t channels_n;
    bool has_lead, has_purge;
    int64_t lead_min, purge_min; /* of this pair; else the pack's */
    int64_t emission_outlet_id;  /* whose data the line explains; 0: none */
    bool has_guard;
    double guard_kwh; /* declared guard load (保安负荷) an hour; else the pack's share */
    const struct wr_offsite_order *orders;
    size_t orders_n;
    const struct wr_offsite_span *spans;
    size_t spans_n;
};
#define WR_OFFSITE_CHANNELS_MAX 32
#define WR_OFFSITE_POINTS_MAX 64
#define WR_OFFSITE_LINES_MAX 32

/** Everything of one enterprise. */
struct wr_offsite_site_conf {
    int64_t enterprise_id;
    const struct wr_offsite_point_conf *points;
    size_t points_n;
    const struct wr_offsite_line_conf *lines;
    size_t lines_n;
};

/* ---- what the rules say --------------------------------------------------------------------------- */

enum wr_offsite_said { WR_SAID_RAISE = 1, WR_SAID_EXTEND, WR_SAID_END };
/** A rule speaks, goes on speaking, or falls silent. */
struct wr_offsite_event {
    int said;          /* enum wr_offsite_said */
    int rule;          /* enum wr_offsite_rule */
    int64_t outlet_id; /* 0 where it is about a line */
    int64_t line_id;
    int64_t other_outlet_id;             /* L5: the second one */
    char factor[WR_TELE_FACTOR_MAX + 1]; /* "" all */
    int64_t from_ms;                     /* since when the condition holds */
    int64_t raised_ms;                   /* when the rule spoke first */
    int64_t last_ms;                     /* last time it held */
    double value;                        /* worst value so far; NaN: none */
    double bound;                        /* what it was held against; NaN: none */
    int64_t n;                           /* times it held */
    int64_t recent;                      /* E1: hours above the limit among the last 24 */
    bool fraud;                          /* suspected fraud by the pack */
    bool outage;                         /* P5, G1: the whole site */
};
