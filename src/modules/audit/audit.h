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
