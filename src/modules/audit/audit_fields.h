#pragma once

#include "http/http.h"
#include "modules/audit/audit_svc.h"

struct wr_audit_query {
    struct wr_str entity, action, actor;
    int64_t entity_id, enterprise_id;
    bool has_from_ms, has_to_ms, has_limit;
    int64_t from_ms, to_ms, limit, cursor;
};
struct wr_audit_proof_query {
    int64_t index, size;
};
struct wr_audit_consistency_query {
    int64_t from, to;
};
struct wr_audit_proof {
    int64_t index, size;
    struct wr_list path; /* of struct wr_str */
};
/** A receipt (回执) as a client holds it. */
struct wr_audit_receipt {
    int64_t visit_id;
    struct wr_str leaf, leaf_text;
    int64_t index, tree_size;
    struct wr_list path; /* of struct wr_str, base 64 */
    struct wr_str checkpoint, public_key, row_text;
};
struct wr_audit_step {
    struct wr_str step;
    bool ok;
    struct wr_str text;
};
struct wr_audit_check {
    bool ok;
    struct wr_list steps;
};

extern const struct wr_field wr_audit_query_fields[], wr_audit_proof_query_fields[],
    wr_audit_consistency_query_fields[], wr_audit_proof_fields[], wr_audit_receipt_fields[],
    wr_audit_step_fields[], wr_audit_check_fields[], wr_audit_verdict_fields[];
