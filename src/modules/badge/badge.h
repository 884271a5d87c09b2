#pragma once
/* The officer's side of the mutual proof (亮码): his phone, what the bureau signs for it, and who scanned its code. */

#include "base/crypto.h"
#include "codec/field.h"

#define WR_BADGE_LIFE_MS                                                                           \
    (INT64_C(7) * 86400000) /* a badge is valid so long, never longer than the certificate */
#define WR_BADGE_STEP_MS INT64_C(30000) /* V23: the code rotates */
#define WR_BADGE_SLACK 2                /* steps that a clock may be off, either way */
#define WR_BADGE_LATE_MS                                                                           \
    (INT64_C(7) * 86400000) /* how old a scan may be that comes in after an outage */
#define WR_DEVICES_MAX 5    /* live phones of one user */
#define WR_WARRANTS_MAX 30  /* approved missions signed at a time */

/** A phone whose key pair was made on it; only the public half is known here. */
struct wr_device {
    int64_t id;
    struct wr_str uid;
    int64_t user_id, officer_id;
    struct wr_str officer_name, name, public_key;
    int64_t created_ms, seen_ms, revoked_ms; /* 0: never */
    struct wr_str revoke_reason;
    bool revoked;
    int64_t version;
};
extern const struct wr_field wr_device_fields[];

/** Whether what the officer came for was approved, as of the scan. */
enum wr_scan_approval {
    WR_SCAN_UNAPPROVED, /* the officer's own statement */
    WR_SCAN_APPROVED,
    WR_SCAN_OTHER_DAY, /* approved, for other days */
    WR_SCAN_WITHDRAWN, /* the approval does not stand any more */
};
extern const struct wr_enum_item wr_scan_approvals[];

/** The enterprise's scan of an officer's code (企业扫执法码): evidence. */
struct wr_officer_scan {
    int64_t id;
    struct wr_str uid;
    int64_t enterprise_id;
    struct wr_str enterprise_name;
    int64_t officer_id;
    struct wr_str officer_name, unit, cert_no; /* as the badge said */
    int64_t device_id, step;
    struct wr_str code; /* as scanned, without the link: anybody can verify it again */
    struct wr_str kind, insp_class, source, evidence_ref, basis,
        mission_number; /* empty: not stated */
    int64_t mission_id; /* 0: none */
    int64_t approval;   /* enum wr_scan_approval */
    int64_t at_ms;      /* the server's time, or the phone's when it was offline */
    int64_t received_ms;
    bool offline;
    int64_t user_id, visit_id; /* 0: none */
    int64_t version;
};
extern const struct wr_field wr_officer_scan_fields[];
