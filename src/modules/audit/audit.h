#pragma once

#include "codec/field.h"

/** One leaf of the log as stored. */
struct wr_audit_leaf {
    int64_t seq;
    int64_t at_ms;
    struct wr_str actor;
    struct wr_str action;
    struct wr_str entity;
    int64_t entity_id;
    int64_t enterprise_id;    /* 0: none */
    struct wr_str row_digest; /* hex; empty: the row was deleted */
    struct wr_str payload;    /* JSON */
    struct wr_str hash;       /* hex */
};

#define WR_AUDIT_CHILDREN_MAX 8
#define WR_AUDIT_PATH_MAX 64
#define WR_AUDIT_PAYLOAD_MAX 16384

/** A signed head as kept. */
struct wr_audit_mark {
    int64_t size, at_ms;
    struct wr_str root; /* hex */
    struct wr_str note; /* as signed */
};
extern const struct wr_field wr_audit_mark_fields[];

/** Two heads, and the proof that the older is a prefix of the newer. */
struct wr_audit_span {
    bool has_from, has_to; /* false: the log has no head that late */
    struct wr_audit_mark from, to;
    struct wr_list path;      /* struct wr_str, base 64; empty when both are the same */
    struct wr_str public_key; /* base64url; for convenience only */
};
extern const struct wr_field wr_audit_span_fields[];
