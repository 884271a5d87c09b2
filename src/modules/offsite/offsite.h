#pragma once
/* Off-site supervision: rows, requests and replies. No I/O. */

#include "modules/offsite/offsite_rule.h"

/* ---- what the rules know of ------------------------------------------------------------------------ */

/** Limit of one outlet and factor (排放限值). */
struct wr_limit {
    int64_t id, outlet_id;
    struct wr_str factor, factor_name;
    int64_t grain;
    struct wr_str lo, hi; /* decimal texts */
    struct wr_str from_day, to_day, source;
    int64_t created_ms, version;
    /* joined */
    int64_t enterprise_id, district_id;
    struct wr_str enterprise_name, credit_code, outlet_code, outlet_name;
};
extern const struct wr_field wr_limit_fields[], wr_limit_edit_fields[], wr_limit_export_fields[];
struct wr_limit_query {
    int64_t outlet_id, enterprise_id;
    bool has_limit;
    int64_t limit, cursor;
};
extern const struct wr_field wr_limit_query_fields[];

enum wr_mark_state { WR_MARK_ACTIVE = 1, WR_MARK_WITHDRAWN };
extern const struct wr_enum_item wr_mark_states[];
/** A mark (标记), a declared stop, reported maintenance. */
struct wr_mark {
    int64_t id;
    struct wr_str uid;
    int64_t outlet_id;
    struct wr_str factor;
    int64_t made_by;
    struct wr_str code, code_zh, code_en;
    int64_t kind;
    bool invalidates, stopped;
    int64_t from_ms, to_ms; /* to 0: open */
    struct wr_str reason;
    int64_t state;
    bool replaced; /* a mark of the enterprise covers it wholly */
    int64_t media_id, user_id, created_ms, version;
    /* joined */
    int64_t enterprise_id, district_id;
    struct wr_str enterprise_name, outlet_code, outlet_name;
};
extern const struct wr_field wr_mark_fields[], wr_mark_new_fields[];
struct wr_mark_query {
    int64_t outlet_id, enterprise_id;
    int64_t from_ms, to_ms;
    bool has_limit;
    int64_t limit, cursor;
};
extern const struct wr_field wr_mark_query_fields[];

struct wr_power_channel {
    int64_t id, line_id, outlet_id;
    struct wr_str outlet_code, factor, name;
    int64_t role, quantity;
    struct wr_str rated;
    int64_t group_no;
    bool spare;
};
struct wr_power_line {
    int64_t id, enterprise_id;
    struct wr_str name;
    int64_t emission_outlet_id;
    bool has_lead_min, has_purge_min;
    int64_t lead_min, purge_min;
    struct wr_str guard_kwh;
    bool active;
    struct wr_list channels; /* struct wr_power_channel */
    int64_t created_ms, version;
    struct wr_str enterprise_name;
    int64_t district_id;
};
extern const struct wr_field wr_power_line_fields[], wr_power_line_edit_fields[],
    wr_power_channel_fields[];

struct wr_control_order {
    int64_t id, enterprise_id;
    struct wr_str number;
    bool stop;
    int64_t cut_bp, from_ms, to_ms, grace_min;
    struct wr_str note;
    int64_t created_ms, version;
    struct wr_str enterprise_name;
    int64_t district_id;
};
extern const struct wr_field wr_control_order_fields[], wr_control_order_new_fields[];
struct wr_of_enterprise {
    int64_t enterprise_id;
};
extern const struct wr_field wr_of_enterprise_fields[];

/* ---- clues ----------------------------------------------------------------------------------------- */

enum wr_clue_state {
    WR_CLUE_NOTED = 1, /* information only, nobody must answer */
    WR_CLUE_PUSHED,    /* the enterprise and the bureau were told */
    WR_CLUE_ANSWERED,
    WR_CLUE_RECTIFYING, /* online rectification (线上整改) */
    WR_CLUE_RECTIFIED,  /* done by its own account, to be verified */
    WR_CLUE_ESCALATED,  /* needs somebody at the gate */
    WR_CLUE_ONSITE,     /* a mission was applied for */
    WR_CLUE_CLOSED
};
enum wr_clue_outcome {
    WR_OUTCOME_ENDED = 1,    /* information that is over */
    WR_OUTCOME_FALSE,        /* false alarm */
    WR_OUTCOME_FAULT,        /* explained by a fault of the device */
    WR_OUTCOME_MAINTENANCE,  /* … by maintenance */
    WR_OUTCOME_STOP,         /* … by a planned stop */
    WR_OUTCOME_OTHER,        /* … otherwise */
    WR_OUTCOME_VERIFIED,     /* rectified online and verified */
    WR_OUTCOME_NO_VIOLATION, /* seen on site */
    WR_OUTCOME_CASE          /* a violation was found on site */
};
enum wr_clue_cause {
    WR_CAUSE_FAULT = 1,
    WR_CAUSE_MAINTENANCE,
    WR_CAUSE_STOP,
    WR_CAUSE_START,
    WR_CAUSE_PROCESS, /* production or treatment went wrong */
    WR_CAUSE_POWER,   /* power cut */
    WR_CAUSE_OTHER
};
enum wr_clue_act {
    WR_CA_RAISE = 1,
    WR_CA_ANSWER,
    WR_CA_CLOSE,
    WR_CA_RECTIFY,   /* ordered by the reviewer */
    WR_CA_RECTIFIED, /* told by the enterprise */
    WR_CA_VERIFY,
    WR_CA_REJECT, /* rectification not verified */
    WR_CA_ESCALATE,
    WR_CA_OVERDUE,      /* a deadline passed */
    WR_CA_MISSION,      /* a mission was applied for */
    WR_CA_MISSION_GONE, /* … and came to nothing */
    WR_CA_VISITED,
    WR_CA_END /* the condition is over: closes what was only noted */
};
enum wr_clue_why {
    WR_WHY_FRAUD = 1,
    WR_WHY_DAY,   /* day mean above the limit */
    WR_WHY_HOURS, /* so many hours in a day */
    WR_WHY_UNANSWERED,
    WR_WHY_RECTIFY_LATE,
    WR_WHY_NOT_VERIFIED,
    WR_WHY_PERSON /* somebody decided */
};
extern const struct wr_enum_item wr_clue_states[], wr_clue_outcomes[], wr_clue_causes[],
    wr_clue_acts[], wr_clue_whys[];

struct wr_clue {
    int64_t id;
    struct wr_str number, open_key;
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    int64_t district_id;
    struct wr_str district_name;
    int64_t outlet_id;
    struct wr_str outlet_code, outlet_name;
    int64_t line_id;
    struct wr_str line_name;
    int64_t other_outlet_id;
    struct wr_str rule, rule_zh, rule_en;
    int64_t level;
    bool fraud, outage;
    struct wr_str pack, pack_version, factor, factor_name;
    int64_t from_ms, raised_ms, last_ms, ended_ms;
    struct wr_str value, bound;
    int64_t times;
    bool evidence;
    struct wr_str legal_review_date, technical_review_date, mn;
    struct wr_str samples; /* JSON; of one clue, not in lists */
    int64_t state, created_ms, answer_due_ms;
    bool overdue;
    int64_t answered_ms, answer_cause;
    struct wr_str answer;
    int64_t reviewed_ms;
    struct wr_str review_note, rectify_due;
    int64_t rectified_ms;
    struct wr_str rectify_note;
    int64_t escalated_ms, escalate_reason, mission_id, visit_id, outcome, closed_ms;
    struct wr_str close_note;
    int64_t version;
};
/** As stored and listed. */
extern const struct wr_field wr_clue_fields[], wr_clue_row_fields[], wr_clue_export_fields[];

struct wr_clue_step {
    int64_t id, clue_id, at_ms, user_id;
    struct wr_str user_name;
    int64_t act, state;
    struct wr_str note;
};
struct wr_clue_photo {
    int64_t id, media_id, at_ms;
    struct wr_str url;
};
/** How an earlier one like it ended. */
struct wr_clue_earlier {
    int64_t id;
    struct wr_str number;
    int64_t raised_ms, state, outcome, answer_cause;
    struct wr_str close_note;
};
struct wr_clue_tally {
    int64_t outcome, n;
};
struct wr_clue_param {
    struct wr_str id;
    int64_t value;
};
/** The card: everything one needs to answer or to judge. */
struct wr_clue_card {
    struct wr_clue clue;
    struct wr_str words_zh, words_en;   /* the rule with its numbers */
    struct wr_str speech_zh, speech_en; /* what happened, in a sentence */
    struct wr_str next_zh, next_en, citation, tag;
    struct wr_list params;  /* struct wr_offsite_param */
    struct wr_list steps;   /* struct wr_clue_step */
    struct wr_list photos;  /* struct wr_clue_photo */
    struct wr_list earlier; /* struct wr_clue_earlier */
    struct wr_list tally;   /* struct wr_clue_tally: how all closed ones of the rule here ended */
    struct wr_str limit_source;
    struct wr_list actions; /* struct wr_str: what the reader may do now */
};
extern const struct wr_field wr_clue_card_fields[];

struct wr_clue_query {
    int64_t enterprise_id, district_id, outlet_id;
    bool has_state, has_level, has_fraud;
    int64_t state, level;
    bool fraud;
    bool open, overdue;
    struct wr_str rule, q, from, to;
    bool has_limit;
    int64_t limit, cursor;
};
extern const struct wr_field wr_clue_query_fields[];
struct wr_clue_answer {
    int64_t cause;
    struct wr_str text;
};
struct wr_clue_close {
    int64_t outcome;
    struct wr_str note;
};
struct wr_clue_rectify {
    struct wr_str due, note; /* due absent: by the pack */
};
struct wr_clue_note {
    struct wr_str note;
};
extern const struct wr_field wr_clue_answer_fields[], wr_clue_close_fields[],
    wr_clue_rectify_fields[], wr_clue_note_fields[];

/** Numbers over the inbox. */
struct wr_clue_count {
    int64_t state, n, overdue_n;
};
struct wr_clue_rule_count {
    struct wr_str rule, rule_zh, rule_en;
    int64_t n, open_n, false_n;
};
struct wr_clue_summary {
    struct wr_list states; /* struct wr_clue_count */
    struct wr_list rules;  /* struct wr_clue_rule_count */
};
extern const struct wr_field wr_clue_summary_fields[];

/* ---- replay, quality, coverage --------------------------------------------------------------------- */

struct wr_replay_query {
    struct wr_str from, to, rule, pack;
    int64_t enterprise_id;
    struct wr_str against; /* another pack to compare with */
};
/** A pack that is not in use, tried on history: the whole file as text. Compared with `against`, else with the one in force. */
struct wr_replay_try {
    struct wr_str from, to, rule, against, content;
    int64_t enterprise_id;
};
struct wr_replay_item {
    struct wr_str rule, rule_zh, rule_en;
    int64_t level, enterprise_id;
    struct wr_str enterprise_name;
    int64_t outlet_id;
    struct wr_str outlet_code;
    int64_t line_id, other_outlet_id;
    struct wr_str factor;
    int64_t from_ms, raised_ms, last_ms;
    struct wr_str value, bound;
    int64_t times;
    bool fraud;
    struct wr_str change; /* "added", "gone", "" the same; where two packs are compared */
};
struct wr_replay_rule {
    struct wr_str rule, rule_zh, rule_en;
    int64_t n, enterprises_n, before_n; /* before: by the other pack */
};
struct wr_replay {
    struct wr_str from, to, pack, pack_version, against;
    int64_t enterprises_n, outlets_n, rows_n, n, before_n, shown_n;
    struct wr_list rules; /* struct wr_replay_rule */
    struct wr_list items; /* struct wr_replay_item, the first ones */
};
extern const struct wr_field wr_replay_query_fields[], wr_replay_try_fields[], wr_replay_fields[];

struct wr_quality_query {
    struct wr_str from, to;
    struct wr_str factor;
};
/** One factor's day, for the calendar: rates and why values do not count. */
struct wr_quality_day {
    struct wr_str day, factor;
    int64_t expected, received, in_time, valid;
    bool has_transmission_bp, has_full_bp, has_validity_bp, has_effective_bp;
    int64_t transmission_bp, full_bp, validity_bp, effective_bp;
    int64_t versioned, stopped, flagged, marked, physical, not_numbers;
    bool has_day_mean, has_reported_mean;
    double day_mean, reported_mean; /* recomputed, and as reported */
    bool day_valid;
};
struct wr_quality {
    int64_t outlet_id;
    struct wr_str from, to, pack, pack_version;
    struct wr_list days; /* struct wr_quality_day */
};
extern const struct wr_field wr_quality_query_fields[], wr_quality_fields[];
struct wr_device_mark_query {
    struct wr_str from, to;
};
/** A stretch of time the device marked by itself (设备自动标记); not stored, but made of its flags. */
struct wr_device_mark {
    struct wr_str factor, factor_name; /* absent: all that were measured */
    struct wr_str code, code_zh, code_en;
    int64_t kind;
    bool invalidates, stopped;
    int64_t from_ms, to_ms;
    bool replaced; /* a mark of the enterprise covers it wholly */
};
extern const struct wr_field wr_device_mark_query_fields[], wr_device_mark_fields[];

struct wr_emission_query {
    struct wr_str quarter; /* 2026Q2 */
};
/** Emissions of one pollutant in a month, or in the quarter. */
struct wr_emission_sum {
    struct wr_str month; /* absent: the quarter */
    struct wr_str factor, factor_name;
    int64_t expected, stopped, valid, filled, unfilled; /* hours */
    bool has_capture_bp;
    int64_t capture_bp; /* valid / expected */
    double measured_kg, filled_kg, total_kg;
};
/** Hours without a valid value, and what stands in for them. */
struct wr_emission_gap {
    struct wr_str factor, factor_name;
    int64_t from_ms, to_ms, hours;
    int64_t of_hours; /* valid hours before it whose maximum was taken; 0: none */
    bool has_rate, has_kg;
    double rate, kg; /* kg/h, kg */
};
struct wr_emissions {
    int64_t outlet_id;
    struct wr_str quarter, from, to, pack, pack_version;
    int64_t until_ms; /* hours before it are looked at */
    bool fills;       /* gas: a rule fills gaps in; water: none is known */
    struct wr_list
        sums; /* struct wr_emission_sum: three months and the quarter of each pollutant */
    struct wr_list gaps; /* struct wr_emission_gap, the first ones */
};
extern const struct wr_field wr_emission_query_fields[], wr_emission_sum_fields[],
    wr_emission_gap_fields[], wr_emissions_fields[];

struct wr_hour_query {
    struct wr_str day;
};
/** One hour of one factor: reported beside recomputed, with why it does not count. */
struct wr_hour_row {
    int64_t t_ms;
    struct wr_str factor, value, flag;
    bool has_zs, has_calc_avg, has_calc_zs, has_calc_load;
    double zs, calc_avg, calc_zs, calc_load; /* load: kg of the hour */
    int64_t minutes_n, minutes_valid;
    struct wr_str calc_flag;
    int64_t reason;
    int64_t version, received_ms;
    bool backfill;
};
extern const struct wr_field wr_hour_query_fields[], wr_hour_row_fields[];

struct wr_offsite_coverage_query {
    struct wr_str month;
    int64_t district_id, enterprise_id;
    bool positive; /* only those on the positive list */
};
struct wr_offsite_coverage_gap {
    struct wr_str kind, zh, en; /* no_point, availability, review, answers */
    int64_t outlet_id;
    struct wr_str outlet_code;
    int64_t value_bp;
};
struct wr_offsite_coverage_row {
    int64_t enterprise_id, district_id;
    struct wr_str enterprise_name, credit_code, district_name;
    int64_t positive_state;
    bool covered;
    int64_t points_n, reviewed_n;
    bool has_availability_bp, has_answered_bp;
    int64_t availability_bp, answered_bp, clues_n, answered_n;
    struct wr_list gaps; /* struct wr_offsite_coverage_gap */
};
struct wr_offsite_coverage {
    struct wr_str month, pack, pack_version;
    int64_t need_bp, need_answer_bp, enterprises_n, covered_n;
    int64_t kept_ms;      /* 0: judged now; else it was kept then, and does not change any more */
    struct wr_list items; /* struct wr_offsite_coverage_row */
};
extern const struct wr_field wr_offsite_coverage_query_fields[], wr_offsite_coverage_fields[];

/* ---- video, push ------------------------------------------------------------------------------------ */

struct wr_video_point {
    int64_t id, enterprise_id, outlet_id;
    struct wr_str code, name, stream_url, snapshot_url;
    bool active;
    int64_t created_ms, version;
    struct wr_str enterprise_name, outlet_code;
    int64_t district_id, last_event_ms;
};
struct wr_video_event {
    int64_t id, point_id, at_ms, received_ms;
    struct wr_str uid, kind, text, snapshot_url;
};
struct wr_video_push {
    struct wr_str code, uid, kind, text, snapshot_url;
    int64_t at_ms;
};
extern const struct wr_field wr_video_point_fields[], wr_video_point_edit_fields[],
    wr_video_event_fields[], wr_video_push_fields[];
struct wr_push_key {
    int64_t id;
    struct wr_str name;
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    bool active;
    int64_t created_ms, version;
    struct wr_str key; /* told once */
};
extern const struct wr_field wr_push_key_fields[], wr_push_key_new_fields[],
    wr_push_key_made_fields[];
struct wr_push_value {
    struct wr_str factor, field, value, flag;
};
struct wr_push_row {
    struct wr_str outlet; /* code such as DA001, of the enterprise */
    struct wr_str credit_code;
    int64_t outlet_id, cn, t_ms;
    bool backfill;
    struct wr_list values; /* struct wr_push_value */
};
struct wr_push {
    struct wr_list rows; /* struct wr_push_row */
};
struct wr_push_result {
    int64_t rows_n, new_n, same_n, versioned_n;
};
extern const struct wr_field wr_push_fields[], wr_push_result_fields[];

/** A page of a list. */
struct wr_offsite_page {
    struct wr_list items;
    struct wr_str next;
};
