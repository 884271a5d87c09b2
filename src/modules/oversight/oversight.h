#pragma once
/* What supervision looks at (督察): types. No I/O. */

#include "modules/oversight/statement.h"

/* ---- the pack: thresholds, minimum counts, weights ---------------------------------------------- */

#define WR_OVERSIGHT_PACK_KIND "oversight"

enum wr_oversight_param {
    WR_OV_OPEN_HOURS,      /* a visit without check-out for longer is listed */
    WR_OV_RANK_MIN,        /* inspections that a ranking by exceptions needs */
    WR_OV_RANK_OVER_BP,    /* share above the citywide one that is marked */
    WR_OV_TREND_MIN,       /* inspections that a month needs to be compared */
    WR_OV_TREND_RISE_BP,   /* rise of the share from month to month that warns */
    WR_OV_RATING_MIN,      /* ratings below which no mean is shown */
    WR_OV_RATING_LOW_E2,   /* mean below which a unit is marked, hundredths */
    WR_OV_BURDEN_VISIT,    /* points of a visit … */
    WR_OV_BURDEN_HOUR,     /* … an hour on site … */
    WR_OV_BURDEN_DOCUMENT, /* … a document or note … */
    WR_OV_BURDEN_UNIT,     /* … a unit, hundredths */
    WR_OV_BURDEN_MIN,      /* visits that an enterprise needs to be ranked */
    WR_OV_BURDEN_STREET,   /* enterprises visited that a street needs */
    WR_OV_PARAMS
};
struct wr_oversight_row {
    struct wr_str id;
    int64_t value;
    struct wr_str text_zh, text_en, citation, tag;
};
extern const struct wr_field wr_oversight_row_fields[];
/** Thresholds of one pack, typed. */
struct wr_oversight_pack {
    struct wr_list rows; /* struct wr_oversight_row, as written */
    int64_t value[WR_OV_PARAMS];
    struct wr_str id, version;
};
extern const struct wr_pack_kind wr_oversight_pack_kind;

/* ---- pure: ranks, burden, trend ----------------------------------------------------------------- */

/** Exceptions used by one officer or unit. Filled by the store, judged by wr_oversight_rank. */
struct wr_oversight_rank {
    int64_t officer_id; /* 0: a unit */
    struct wr_str name, unit;
    int64_t inspections_n, exceptions_n;
    int64_t share_bp;
    bool enough, flagged;
    int64_t rank; /* 1 …; 0: too few to be ranked */
};
struct wr_oversight_ranking {
    struct wr_list items; /* struct wr_oversight_rank, ranked ones first */
    int64_t inspections_n, exceptions_n, mean_bp, min_n, over_bp;
};
extern const struct wr_field wr_oversight_ranking_fields[];
/** Shares, marks and ranks; sorts by rank, the unranked last by name. Equal shares share a rank. */
void wr_oversight_rules_rank(const struct wr_oversight_pack *p, struct wr_oversight_ranking *r);

/** What visits cost an enterprise or the enterprises of a street (迎检负担). */
struct wr_oversight_burden {
    int64_t id; /* enterprise or street */
    struct wr_str name, street_name;
    int64_t enterprises_n; /* visited; 1 for an enterprise */
    int64_t visits_n, minutes, documents_n, units_n;
    int64_t index_e2; /* hundredths of a point, for each enterprise visited */
    bool enough;
    int64_t rank;
};
struct wr_oversight_burdens {
    struct wr_list items;
    int64_t min_n;
    int64_t visit_e2, hour_e2, document_e2, unit_e2; /* the weights */
};
extern const struct wr_field wr_oversight_burdens_fields[];
/** Index = visits·w1 + hours·w2 + documents·w3 + units·w4, in hundredths, hours from minutes, rounded down. */
int64_t wr_oversight_rules_burden(const struct wr_oversight_pack *p, int64_t visits_n,
                                  int64_t minutes, int64_t documents_n, int64_t units_n);
/** @param min  enum wr_oversight_param: which minimum counts; @param streets  it counts enterprises, not visits */
void wr_oversight_rules_burdens(const struct wr_oversight_pack *p, bool streets,
                                struct wr_oversight_burdens *b);

/** Exceptions of one month; `warn` against the month before. */
struct wr_oversight_month {
    struct wr_str month;
    int64_t inspections_n, exceptions_n, share_bp;
    int64_t rise_bp; /* may be negative; 0 where one of the two months has too few */
    bool enough, warn;
};
struct wr_oversight_trend {
    struct wr_list items; /* struct wr_oversight_month, oldest first */
    int64_t min_n, rise_bp;
};
extern const struct wr_field wr_oversight_trend_fields[];
void wr_oversight_rules_trend(const struct wr_oversight_pack *p, struct wr_oversight_trend *t);

/** Ratings of one unit. */
struct wr_oversight_rating {
    struct wr_str unit;
    int64_t n, sum;
    bool has_mean_e2; /* only with enough ratings: fewer could be told apart */
    int64_t mean_e2;
    bool flagged;
};
struct wr_oversight_ratings {
    struct wr_list items;
    int64_t n;
    bool has_mean_e2;
    int64_t mean_e2, min_n, low_e2;
};
extern const struct wr_field wr_oversight_ratings_fields[];
void wr_oversight_rules_ratings(const struct wr_oversight_pack *p, struct wr_oversight_ratings *r);

/* ---- figures and the lists behind them ---------------------------------------------------------- */

/** Named queries over visits. Those with a period count what happened in it, the others what is open now. */
enum wr_oversight_view {
    WR_VIEW_OPEN_LONG = 1, /* no check-out for longer than the threshold */
    WR_VIEW_LATE,
    WR_VIEW_EXCEPTION,
    WR_VIEW_REFUSED,
    WR_VIEW_CONTESTED,
    WR_VIEW_CONFLICT,
    WR_VIEW_NO_CODE_DUE,
    WR_VIEW_NO_CODE_OVERDUE,
    WR_VIEW_AFTERFILL_DUE,
    WR_VIEW_AFTERFILL_OVERDUE,
    WR_VIEW_OFFLINE,
    WR_VIEW_OVERRIDDEN,
    WR_VIEW_INSPECTION, /* what shares are taken of */
    WR_VIEW_END
};
extern const struct wr_enum_item wr_oversight_views[];
bool wr_oversight_view_has_period(int64_t view);

enum wr_oversight_by { WR_BY_OFFICER = 1, WR_BY_UNIT, WR_BY_ENTERPRISE, WR_BY_STREET };
struct wr_oversight_query {
    struct wr_str from, to; /* days, inclusive; absent: the current month */
    int64_t district_id;
    int64_t view, officer_id, source;
    struct wr_str unit;
    bool has_limit;
    int64_t limit, cursor;
    bool has_format;
    int64_t format; /* enum wr_table_format */
    int64_t by;     /* enum wr_oversight_by */
    /* read from the above */
    int64_t from_ms, to_ms, open_before_ms;
    struct wr_str today;
};
extern const struct wr_field wr_oversight_query_fields[], wr_oversight_list_query_fields[],
    wr_oversight_file_query_fields[], wr_oversight_rank_query_fields[],
    wr_oversight_burden_query_fields[], wr_oversight_opinion_query_fields[];

struct wr_oversight_figure {
    int64_t view;
    int64_t n;
    bool period;
};
struct wr_oversight_overview {
    struct wr_str from, to;
    struct wr_list figures; /* struct wr_oversight_figure */
    int64_t unscanned_n, unscanned_open_n, complaints_n, complaints_open_n, ratings_n;
    struct wr_list rows; /* the pack's */
    struct wr_str pack, pack_version;
};
extern const struct wr_field wr_oversight_overview_fields[];

struct wr_oversight_visit {
    int64_t id, at_ms, out_ms, enterprise_id, officer_id;
    struct wr_str enterprise_name, district_name, unit, officer_name, mission, evidence_ref;
    int64_t kind, source, state, late_scan;
    struct wr_str refusal, refusal_decision, conflict, due;
    bool offline;
};
extern const struct wr_field wr_oversight_visit_fields[];

struct wr_oversight_unscanned {
    int64_t id, at_ms, enterprise_id, visit_id;
    struct wr_str enterprise_name, district_name, kind, reason, people, note, state, answer;
};
struct wr_oversight_unscanned_query {
    struct wr_str from, to;
    int64_t district_id, state;
    bool open;
    bool has_limit;
    int64_t limit, cursor;
    int64_t from_ms, to_ms;
};
extern const struct wr_field wr_oversight_unscanned_fields[], wr_oversight_unscanned_query_fields[];

struct wr_oversight_opinion {
    int64_t id, visit_id, at_ms, enterprise_id;
    struct wr_str enterprise_name, unit;
    int64_t score;
    struct wr_str tags, text;
};
extern const struct wr_field wr_oversight_opinion_fields[];
