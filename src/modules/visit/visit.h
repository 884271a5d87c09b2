#pragma once
/* Visits (入企): types, enums, limits. No I/O. */

#include "codec/field.h"

/* Values that may be absent begin at 1, so that 0 is "none". */
enum wr_visit_kind { WR_VISIT_HELP = 1, WR_VISIT_INSPECTION, WR_VISIT_OTHER };
enum wr_insp_class {
    WR_INSP_NONE = 0,
    WR_INSP_DAILY,
    WR_INSP_SPECIAL,
    WR_INSP_CASE,
    WR_INSP_IMMEDIATE
};
enum wr_visit_source {
    WR_SOURCE_PLAN = 1,
    WR_SOURCE_RANDOM_DRAW,
    WR_SOURCE_COMPLAINT,
    WR_SOURCE_TRANSFER,
    WR_SOURCE_SUPERIOR,
    WR_SOURCE_OFFSITE_CLUE,
    WR_SOURCE_EMERGENCY,
    WR_SOURCE_SELF_REQUEST,
    WR_SOURCE_REINSPECTION,
    WR_SOURCE_PERMIT_SURVEY,
    WR_SOURCE_END
};
enum wr_visit_state {
    WR_VISIT_IN_PROGRESS = 1,
    WR_VISIT_CHECKED_OUT,
    WR_VISIT_RATED,
    WR_VISIT_CLOSED,
    WR_VISIT_REFUSED,
    WR_VISIT_CANCELLED
};
/** In order of severity: the worst effect of all reasons is the verdict. */
enum wr_visit_effect {
    WR_EFFECT_OFF = 0,
    WR_EFFECT_INFO,
    WR_EFFECT_ALLOW,
    WR_EFFECT_WARN,
    WR_EFFECT_DENY
};
enum wr_conclusion {
    WR_CONCLUSION_NONE = 1,
    WR_CONCLUSION_ADVICE,
    WR_CONCLUSION_ORDER,
    WR_CONCLUSION_CASE,
    WR_CONCLUSION_TRANSFERRED
};
enum wr_item_result { WR_ITEM_OK = 1, WR_ITEM_PROBLEM, WR_ITEM_NA };
enum wr_severity { WR_SEVERITY_SLIGHT = 1, WR_SEVERITY_ORDINARY, WR_SEVERITY_SERIOUS };
enum wr_photo_kind {
    WR_PHOTO_SCENE = 1,
    WR_PHOTO_PLATE,
    WR_PHOTO_PROBLEM,
    WR_PHOTO_DOCUMENT,
    WR_PHOTO_SIGNATURE,        /* the enterprise's */
    WR_PHOTO_OFFICER_SIGNATURE /* the officers' */
};
enum wr_refusal {
    WR_REFUSAL_NO_SCAN = 1,
    WR_REFUSAL_NO_CODE,
    WR_REFUSAL_CODE_MISMATCH,
    WR_REFUSAL_NO_CERTIFICATE,
    WR_REFUSAL_FEWER_THAN_TWO,
    WR_REFUSAL_NOT_APPROVED,
    WR_REFUSAL_OTHER
};
/** How far the approval of a visit has come when it is judged (凡检查必审批). */
enum wr_approval {
    WR_APPROVAL_NONE,    /* nobody asked for it */
    WR_APPROVAL_PENDING, /* asked for, not decided */
    WR_APPROVAL_GIVEN,
    WR_APPROVAL_EXPIRED, /* approved for other days */
    WR_APPROVAL_OTHER    /* approved for other officers */
};
/** When the plate was scanned (VIS-5). Before the start unless told otherwise. */
enum wr_late_scan { WR_LATE_NONE = 0, WR_LATE_BEFORE_LEAVE, WR_LATE_AFTER_LEAVE };
enum wr_complaint_about {
    WR_ABOUT_VISIT = 1,
    WR_ABOUT_OFFICER,
    WR_ABOUT_POLLUTION,
    WR_ABOUT_OTHER
};
enum wr_complaint_state {
    WR_COMPLAINT_RECEIVED = 1,
    WR_COMPLAINT_HANDLING,
    WR_COMPLAINT_ANSWERED,
    WR_COMPLAINT_CLOSED
};

/** The verdict of the phone and that of the server disagree: somebody decides (离线记录与规则冲突). */
enum wr_conflict { WR_CONFLICT_OPEN = 1, WR_CONFLICT_ACCEPTED, WR_CONFLICT_IRREGULAR };
/** How the enterprise was told the result (结果告知). */
enum wr_told_how { WR_TOLD_APP = 1, WR_TOLD_PAPER, WR_TOLD_BOTH };
enum wr_refusal_decision { WR_REFUSAL_UPHELD = 1, WR_REFUSAL_UNFOUNDED };
/** Visits that somebody has to look at. */
enum wr_visit_flag {
    WR_FLAG_CONFLICT = 1, /* recorded offline against the rules, not decided */
    WR_FLAG_LATE,         /* scanned late */
    WR_FLAG_NO_CODE,      /* without code, not filed yet */
    WR_FLAG_AFTERFILL,    /* emergency whose approval is not completed */
    WR_FLAG_OPEN,         /* not checked out */
    WR_FLAG_REFUSED,
    WR_FLAG_CONTESTED, /* refused, contested, not decided */
    WR_FLAG_OFFLINE
};
/** Somebody came without scanning (未扫码入企). */
enum wr_unscanned_kind { WR_UNSCANNED_MISSING = 1, WR_UNSCANNED_REFUSED };
enum wr_unscanned_state {
    WR_UNSCANNED_REPORTED = 1,
    WR_UNSCANNED_CONFIRMED,
    WR_UNSCANNED_UNFOUNDED
};

extern const struct wr_enum_item wr_conflicts[], wr_told_hows[], wr_refusal_decisions[],
    wr_visit_flags[], wr_unscanned_kinds[], wr_unscanned_states[];
extern const struct wr_enum_item wr_visit_kinds[], wr_insp_classes[], wr_visit_sources[],
    wr_visit_states[], wr_visit_verdicts[], wr_visit_effects[], wr_conclusions[], wr_item_results[],
    wr_severities[], wr_photo_kinds[], wr_refusals[], wr_rating_tags[], wr_complaint_abouts[],
    wr_complaint_states[], wr_approvals[], wr_late_scans[];

#define WR_VISIT_ITEMS_MAX 100
#define WR_VISIT_FINDINGS_MAX 100
#define WR_VISIT_PHOTOS_MAX 60
#define WR_VISIT_REASONS_MAX 24
#define WR_VISIT_CURSOR_MAX 48
#define WR_CASE_CODE 12 /* random Crockford characters, 60 bits; shown in three groups of four */

/** One rule that fired. */
struct wr_visit_reason {
    struct wr_str rule; /* "BLOCK_CAP" */
    int64_t effect;     /* enum wr_visit_effect */
    struct wr_str text; /* in the reader's language */
    struct wr_str citation;
    struct wr_str tag; /* law, news, proposal, unverified */
    struct wr_str text_zh, text_en;
};

/** The answer before an officer enters, with all its reasons (入企判断). */
struct wr_visit_verdict {
    int64_t verdict; /* WR_EFFECT_ALLOW, _WARN or _DENY */
    bool counts_toward_cap;
    struct wr_str headline; /* one sentence, in the reader's language */
    struct wr_list reasons; /* struct wr_visit_reason, in order of evaluation */
    struct wr_str
        next_allowed; /* first day on which the same request would not be denied; absent: none can be told */
    int64_t insp_class; /* as given, else what the source stands for */
    int64_t cap;        /* inspections a year for this enterprise and source */
    int64_t used;       /* counted this year */
    struct wr_str policy, policy_version;
    struct wr_str emergency_reason; /* as told at check-in */
    struct wr_str headline_zh, headline_en;
    bool cap_binds; /* the cap refuses (and does not only warn) */
};
extern const struct wr_field wr_visit_verdict_fields[];

/** One item of a visit's check-list. */
struct wr_visit_item {
    struct wr_str code, text_zh, text_en;
    bool required;
    int64_t result; /* enum wr_item_result, 0: not answered */
    struct wr_str note;
    struct wr_str evidence; /* "photo": an answer needs a picture; absent: it does not */
};
extern const struct wr_field wr_visit_item_fields[];

/** A problem seen on the spot; its uid stays when it becomes a problem of the ledger. */
struct wr_visit_finding {
    int64_t id, visit_id;
    struct wr_str uid, item_code, text;
    int64_t severity;
    int64_t media_id;
    int64_t created_ms;
};
extern const struct wr_field wr_visit_finding_fields[];

struct wr_visit_photo {
    int64_t id, media_id;
    int64_t kind;
    int64_t taken_ms;
    struct wr_str sha256;
    bool seen_before;
    struct wr_str item_code; /* check-list item it shows, absent: none */
};
extern const struct wr_field wr_visit_photo_fields[];

/** A photo the record tells of; its bytes come later. */
struct wr_visit_photo_due {
    int64_t id;
    struct wr_str sha256; /* hex, of the bytes the phone will send */
    int64_t kind;
    struct wr_str item_code;
    int64_t taken_ms;
};
extern const struct wr_field wr_visit_photo_due_fields[], wr_visit_photo_due_new_fields[];

/** The enterprise's opinion; read by supervision only. */
struct wr_visit_rating {
    int64_t id, visit_id;
    int64_t score;
    struct wr_list tags; /* struct wr_str */
    struct wr_str text;
    int64_t created_ms;
    struct wr_str tags_json; /* as stored */
};
extern const struct wr_field wr_visit_rating_fields[];

/** One visit as pages see it. */
struct wr_visit {
    int64_t id;
    struct wr_str client_id;
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    int64_t district_id;
    struct wr_str district_name;
    int64_t plate_id, plate_ver;
    struct wr_str plate_code;
    int64_t kind, insp_class, source;
    struct wr_str evidence_ref, reason, unit;
    int64_t officer_id;
    struct wr_str officer_name;
    int64_t second_officer_id;
    struct wr_str second_officer_name;
    struct wr_str assistants;
    int64_t state;
    int64_t verdict;
    bool counts_toward_cap;
    struct wr_str policy, policy_version;
    struct wr_str verdict_detail; /* JSON */
    int64_t checked_in_ms, checked_out_ms, device_ms;
    bool has_lng_e6, has_lat_e6, has_accuracy_m, has_distance_m;
    int64_t lng_e6, lat_e6, accuracy_m, distance_m;
    int64_t conclusion;
    struct wr_str summary;
    struct wr_str refusal_reason, cancel_reason;
    /* its place in a life that began before the gate and ends after it */
    int64_t mission_id;
    struct wr_str mission_number;
    int64_t late_scan; /* enum wr_late_scan */
    struct wr_str late_reason;
    bool offline;
    struct wr_str device;
    int64_t received_ms;
    bool has_skew_ms;
    int64_t skew_ms;
    struct wr_str phone_verdict; /* JSON */
    int64_t conflict;            /* enum wr_conflict, 0: none */
    struct wr_str conflict_reason;
    int64_t conflict_ms;
    struct wr_str no_code_reason, no_code_due, no_code_ref;
    int64_t no_code_filed_ms;
    struct wr_str afterfill_due;
    int64_t converted_from, scan_id;
    int64_t told_ms, told_how;
    struct wr_str told_note;
    int64_t closed_ms;
    struct wr_str contest_reason;
    int64_t contest_ms;
    int64_t refusal_decision;
    struct wr_str refusal_note;
    int64_t refusal_decided_ms;
    int64_t findings_n, photos_n;
    struct wr_list items, findings, photos, photos_due;
    bool has_rating;
    struct wr_visit_rating rating;
    int64_t version;
};
extern const struct wr_field wr_visit_fields[];

/** What is asked before the gate. */
struct wr_visit_ask {
    struct wr_str plate;
    int64_t enterprise_id;
    int64_t kind;
    bool has_insp_class;
    int64_t insp_class;
    int64_t source;
    struct wr_str evidence_ref;
    int64_t officer_id; /* 0: the one who asks */
    int64_t second_officer_id;
    int64_t mission_id; /* 0: the fitting approved one, if there is one */
    int64_t late_scan;
    struct wr_str planned_from;    /* given: judged as a plan for that day */
    struct wr_str override_reason; /* of a plan */
};
extern const struct wr_field wr_visit_ask_fields[];

/** A check-in (扫码入企). */
struct wr_visit_new {
    struct wr_str client_id;
    struct wr_str plate;
    int64_t kind;
    bool has_insp_class;
    int64_t insp_class;
    int64_t source;
    struct wr_str evidence_ref;
    struct wr_str reason;
    int64_t second_officer_id;
    struct wr_str assistants;
    bool has_lng_e6, has_lat_e6, has_accuracy_m;
    int64_t lng_e6, lat_e6, accuracy_m;
    int64_t device_ms;
    bool confirm_warn;
    struct wr_str emergency_reason;
    int64_t mission_id; /* 0: the fitting approved one, if there is one */
    int64_t late_scan;
    struct wr_str late_reason;
    struct wr_str no_code_reason, credit_code; /* in place of the plate */
    struct wr_str scan_uid;                    /* the enterprise's scan of the officer's code */
};
extern const struct wr_field wr_visit_new_fields[];

struct wr_visit_items_put {
    struct wr_list items; /* struct wr_visit_answer */
};
struct wr_visit_answer {
    struct wr_str code;
    int64_t result;
    struct wr_str note;
};
extern const struct wr_field wr_visit_items_put_fields[];

struct wr_visit_finding_new {
    struct wr_str uid, text;
    int64_t severity;
    struct wr_str item_code;
    int64_t media_id;
};
extern const struct wr_field wr_visit_finding_new_fields[];

struct wr_visit_check_out {
    int64_t conclusion;
    struct wr_str summary;
    bool confirm;
};
extern const struct wr_field wr_visit_check_out_fields[];

struct wr_visit_rating_new {
    int64_t score;
    struct wr_list tags;
    struct wr_str text;
};
extern const struct wr_field wr_visit_rating_new_fields[];

struct wr_visit_refusal {
    int64_t reason;
    struct wr_str note;
};
extern const struct wr_field wr_visit_refusal_fields[];

struct wr_visit_cancel {
    struct wr_str reason;
};
extern const struct wr_field wr_visit_cancel_fields[];

struct wr_visit_photo_query {
    int64_t kind;
    int64_t taken_ms;
    struct wr_str item_code;
};
extern const struct wr_field wr_visit_photo_query_fields[];

/** Is this a UUID of 36 characters (RFC 9562), in either case? */
bool wr_visit_rules_uuid(struct wr_str s);

/** Filters of a list; all may be absent. */
struct wr_visit_filter {
    int64_t enterprise_id, officer_id, district_id;
    bool has_kind, has_source, has_state;
    int64_t kind, source, state;
    struct wr_str from, to; /* days, inclusive */
    struct wr_str q;        /* part of the enterprise's name */
    bool has_flag;
    int64_t flag;
    int64_t limit;
    struct wr_str cursor;
};
extern const struct wr_field wr_visit_filter_fields[];

/* What follows a visit (visit_life). */
struct wr_visit_result {
    int64_t how;
    struct wr_str note;
};
struct wr_visit_decision {
    int64_t decision;
    struct wr_str reason;
};
struct wr_refusal_verdict {
    int64_t decision;
    struct wr_str note;
};
struct wr_no_code_filing {
    struct wr_str ref;
};
extern const struct wr_field wr_visit_result_fields[], wr_visit_decision_fields[],
    wr_refusal_verdict_fields[], wr_no_code_filing_fields[], wr_visit_contest_fields[];

/** A report of the enterprise that somebody came without scanning, or was turned away for it. */
struct wr_unscanned {
    int64_t id;
    struct wr_str uid;
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    int64_t district_id;
    int64_t kind, reason;
    struct wr_str note, people;
    int64_t at_ms, visit_id, state;
    struct wr_str answer;
    int64_t answered_ms, version;
};
struct wr_unscanned_new {
    struct wr_str uid;
    int64_t kind, reason;
    struct wr_str note, people;
    int64_t visit_id;
};
struct wr_unscanned_answer {
    int64_t state;
    struct wr_str answer;
};
struct wr_unscanned_filter {
    bool has_state;
    int64_t state, enterprise_id;
    int64_t limit;
    struct wr_str cursor;
};
extern const struct wr_field wr_unscanned_fields[], wr_unscanned_new_fields[],
    wr_unscanned_answer_fields[], wr_unscanned_filter_fields[];

/** A complaint of a citizen or an enterprise (投诉). */
struct wr_complaint {
    int64_t id;
    struct wr_str case_code;
    int64_t enterprise_id;
    struct wr_str enterprise_name, plate_code;
    int64_t visit_id;
    int64_t about;
    struct wr_str text, contact;
    int64_t state;
    int64_t received_ms;
    struct wr_str answer;
    int64_t answered_ms;
    int64_t version;
    int64_t district_id;
};
extern const struct wr_field wr_complaint_fields[];
extern const struct wr_field wr_complaint_public_fields[];

struct wr_complaint_new {
    struct wr_str plate_code;
    int64_t about;
    struct wr_str text, contact;
    int64_t visit_id;
};
extern const struct wr_field wr_complaint_new_fields[];

struct wr_complaint_answer {
    struct wr_str answer;
    int64_t state;
};
extern const struct wr_field wr_complaint_answer_fields[];

struct wr_complaint_filter {
    bool has_state;
    bool open; /* only those received or being handled */
    int64_t state;
    int64_t limit;
    struct wr_str cursor;
};
extern const struct wr_field wr_complaint_filter_fields[];
