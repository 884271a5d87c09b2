#pragma once
/* Deliveries (离线记录): records that a phone made without network, as they come in. Types, limits; no I/O. */

#include "codec/field.h"

enum wr_delivery_kind {
    WR_DELIVERY_CHECK_IN = 1,
    WR_DELIVERY_ITEMS,
    WR_DELIVERY_FINDING,
    WR_DELIVERY_FINDING_WITHDRAW,
    WR_DELIVERY_PHOTO,
    WR_DELIVERY_CHECK_OUT,
    WR_DELIVERY_CANCEL
};
enum wr_delivery_state {
    WR_DELIVERY_PARKED = 1,  /* something before it is missing */
    WR_DELIVERY_APPLIED,     /* in the record of its visit */
    WR_DELIVERY_CONFLICT,    /* somebody else was there first: a person decides */
    WR_DELIVERY_FAILED,      /* the rules refuse it; kept for a decision */
    WR_DELIVERY_QUARANTINED, /* from a revoked phone: kept, not applied */
    WR_DELIVERY_DISCARDED    /* an administrator decided so, with a reason */
};
extern const struct wr_enum_item wr_delivery_kinds[], wr_delivery_states[];

#define WR_DELIVERY_RECORDS_MAX 50
#define WR_DELIVERY_BODY_BYTES_MAX 65536
#define WR_DELIVERY_ANSWER_BYTES_MAX 65536
#define WR_DELIVERY_SEQ_MAX INT64_C(1000000000)
#define WR_DELIVERY_TWINS_MAX 20 /* other contents under one number that are kept */
#define WR_DELIVERY_PARKED_MS_MAX INT64_C(86400000) /* parked longer: told */

/** One record of a phone's queue. */
struct wr_delivery_record {
    int64_t seq;
    struct wr_str uid;
    int64_t kind;
    struct wr_str visit; /* client_id of the visit */
    int64_t base_version;
    int64_t device_ms, mono_ms;
    struct wr_str body; /* canonical JSON */
};

struct wr_delivery_batch {
    struct wr_str device;
    int64_t sent_ms;
    struct wr_list records; /* struct wr_delivery_record */
};
extern const struct wr_field wr_delivery_batch_fields[];

struct wr_delivery_fault {
    struct wr_str path, key, message;
};
/** Why a record was not taken as it stands. */
struct wr_delivery_error {
    struct wr_str key, title, detail;
    struct wr_list faults; /* struct wr_delivery_fault */
};
/** An answer of the check-list that two phones disagree about. */
struct wr_delivery_dispute {
    struct wr_str code;
    int64_t mine, theirs; /* enum wr_item_result */
    struct wr_str mine_note, theirs_note;
};

/** What became of one record. */
struct wr_delivery_result {
    int64_t seq;
    struct wr_str uid;
    int64_t kind;
    int64_t state;
    int64_t visit_id, visit_version;
    int64_t verdict; /* of a check-in, judged on arrival */
    struct wr_str headline;
    bool visit_conflict; /* of a check-in: recorded though denied on arrival */
    bool has_error;
    struct wr_delivery_error error;
    struct wr_list disputes; /* struct wr_delivery_dispute */
};
extern const struct wr_field wr_delivery_result_fields[];

struct wr_delivery_reply {
    struct wr_str device;
    int64_t next_seq; /* the first number that has not arrived */
    int64_t skew_ms;
    bool skewed;            /* beyond what the policy allows */
    struct wr_list results; /* struct wr_delivery_result, in the order of the records */
};
extern const struct wr_field wr_delivery_reply_fields[];

/** A record as stored, for pages. */
struct wr_delivery {
    struct wr_delivery_result r; /* first, so that its field table fits */
    int64_t id;
    struct wr_str device;
    int64_t user_id;
    struct wr_str user_name;
    int64_t district_id;
    int64_t twin;
    struct wr_str visit; /* client_id */
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    int64_t base_version;
    int64_t device_ms, mono_ms, sent_ms, received_ms, skew_ms;
    bool skewed, overdue; /* overdue: parked for longer than a day */
    struct wr_str body, content_sha256;
    struct wr_str answer; /* as stored */
    int64_t applied_ms, decided_by, decided_ms;
    struct wr_str decision_reason;
    int64_t version;
};
extern const struct wr_field wr_delivery_fields[];

struct wr_delivery_filter {
    bool has_state;
    int64_t state;
    int64_t limit;
    struct wr_str cursor;
};
extern const struct wr_field wr_delivery_filter_fields[];

struct wr_delivery_discard {
    struct wr_str reason;
};
extern const struct wr_field wr_delivery_discard_fields[];
