#pragma once

#include "codec/field.h"
#include "modules/enterprise/enterprise.h"

/** What a list of enterprises is filtered by; absent members do not filter. */
struct wr_dossier_query {
    struct wr_str q; /* part of a name, credit code, plate code, pinyin initials */
    int64_t district_id, street_id;
    bool has_status, has_class, has_credit_code_status, has_positive_state, has_risk, has_covered,
        has_paired, has_limit;
    int64_t status, class, credit_code_status, positive_state, risk;
    bool has_plated;
    int64_t covered, paired, plated; /* 0/1 */
    int64_t sort;                    /* enum wr_dossier_sort */
    int64_t limit;
    struct wr_str cursor;
};
enum wr_dossier_sort { WR_SORT_NAME, WR_SORT_UPDATED };

enum wr_timeline_kind {
    WR_TL_VISIT,
    WR_TL_LIAISON,
    WR_TL_PLATE,
    WR_TL_CHANGE,
    WR_TL_COMPLAINT,
    WR_TL_CLUE,
    WR_TL_PENALTY
};
/** One thing that happened to an enterprise (时间线). */
struct wr_timeline_item {
    int64_t at_ms;
    int64_t kind;
    struct wr_str what; /* what of that kind: help, start, hung … */
    struct wr_str a, b; /* raw texts of the row, made into title and detail */
    struct wr_str title, detail;
    int64_t ref_id;
};
struct wr_timeline_query {
    bool has_kind, has_limit;
    int64_t kind, limit;
    struct wr_str cursor;
};

/** A point of the map, compact. */
struct wr_map_point {
    int64_t id;
    struct wr_str name;
    int64_t lng_e6, lat_e6;
    bool covered;
    int64_t status;
};
#define WR_MAP_POINTS_MAX 5000

struct wr_duplicate {
    int64_t a_id, b_id;
    struct wr_str a_name, b_name, reason;
};

/** Figures of the desk's first page; each is the length of a list that has a route. */
struct wr_day_count {
    struct wr_str date;
    int64_t help_n, inspection_n, other_n;
};
struct wr_today {
    int64_t paired_n, covered_n, coverage_bp, uncovered_n, visits_today_n, open_visits_n,
        tasks_overdue_n, plates_missing_n, reprints_due_n, complaints_open_n, enterprises_n;
    struct wr_list visits_by_day;
};

struct wr_unmask {
    int64_t entity, id;
    int64_t field;
    struct wr_str reason;
};
enum wr_unmask_entity { WR_UNMASK_ENTERPRISE, WR_UNMASK_OFFICER, WR_UNMASK_USER };
enum wr_unmask_field { WR_UNMASK_PHONE, WR_UNMASK_CONTACT_PHONE, WR_UNMASK_CONTACT_NAME };
struct wr_unmasked {
    struct wr_str value;
};

/** The page of one enterprise: the file, and what follows from the visit rules today. */
struct wr_next_allowed {
    struct wr_str verdict, text;
    struct wr_str next_allowed; /* day */
};

extern const struct wr_field wr_dossier_query_fields[], wr_dossier_row_fields[],
    wr_timeline_query_fields[], wr_timeline_fields[], wr_map_point_fields[], wr_duplicate_fields[],
    wr_today_fields[], wr_unmask_fields[], wr_unmasked_fields[], wr_map_query_fields[];
