#pragma once
/* Use cases of the room, for its own api, commands and tests. */

#include "codec/table.h"
#include "modules/audit/audit_svc.h"
#include "modules/oversight/oversight_pack.h"
#include "modules/oversight/oversight_store.h"
#include "modules/oversight/oversight_svc.h"

/* ---- statement (statement_svc.c, statement_file.c) ---------------------------------------------- */

struct wr_statement_ask {
    int64_t enterprise_id;    /* of somebody who is logged in; 0: none */
    struct wr_str enterprise; /* as in the open rows; absent: the city */
};
extern const struct wr_field wr_statement_ask_fields[], wr_statement_public_ask_fields[];

/** The statement, and the proof between the heads of the log before and after its month. */
struct wr_statement_reply {
    struct wr_statement statement;
    struct wr_audit_span proof;
};
extern const struct wr_field wr_statement_reply_fields[];

/**
 * The statement of one month from the database.
 * @return 0, WR_EINVALID (month), WR_ENOTFOUND (enterprise, also: not in the actor's scope), WR_ELIMIT
 */
WR_MUST_CHECK int wr_statement_svc_month(struct wr_ctx *ctx, struct wr_str month,
                                         const struct wr_statement_ask *ask,
                                         struct wr_statement_reply *ret);
/** The rows it is made of, as a sealed CSV (`visits-open` from 1 January on). */
WR_MUST_CHECK int wr_statement_svc_rows(struct wr_ctx *ctx, struct wr_str month,
                                        struct wr_buf *out);
/**
 * The same statement from a sealed CSV alone: seal, row count, period and every cell are checked.
 * @param scope  "city" or an enterprise as in the rows
 * @return 0, WR_EINVALID (month; statement.file names what is wrong and where), WR_ELIMIT
 */
WR_MUST_CHECK int wr_statement_from_file(struct wr_ctx *ctx, struct wr_str bytes,
                                         struct wr_str month, struct wr_str scope,
                                         struct wr_statement *ret);

/* ---- supervision (oversight_svc.c) -------------------------------------------------------------- */

struct wr_oversight_page {
    struct wr_list items;
    struct wr_str next;
};
/** Read the period of a query, the current month where none is told. @return 0, WR_EINVALID */
WR_MUST_CHECK int wr_oversight_svc_period(struct wr_ctx *ctx, struct wr_oversight_query *q);
WR_MUST_CHECK int wr_oversight_svc_overview(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                            struct wr_oversight_overview *ret);
WR_MUST_CHECK int wr_oversight_svc_visits(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                          struct wr_oversight_page *ret);
/** All rows of a view as a file; told in the log like every export. */
WR_MUST_CHECK int wr_oversight_svc_file(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                        enum wr_table_format format, struct wr_buf *out);
WR_MUST_CHECK int wr_oversight_svc_unscanned(struct wr_ctx *ctx,
                                             const struct wr_oversight_unscanned_query *q,
                                             struct wr_oversight_page *ret);
WR_MUST_CHECK int wr_oversight_svc_opinions(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                            struct wr_oversight_page *ret);
/** @param by  "officer" or "unit" */
WR_MUST_CHECK int wr_oversight_svc_ranking(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                           bool officers, struct wr_oversight_ranking *ret);
WR_MUST_CHECK int wr_oversight_svc_burden(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                          bool streets, struct wr_oversight_burdens *ret);
/** The twelve months up to the one of q->to. */
WR_MUST_CHECK int wr_oversight_svc_trend(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                         struct wr_oversight_trend *ret);
WR_MUST_CHECK int wr_oversight_svc_ratings(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                           struct wr_oversight_ratings *ret);
/** Weak proofs of one visit. @return 0, WR_ENOTFOUND (also: not in the actor's scope) */
WR_MUST_CHECK int wr_oversight_svc_proof(struct wr_ctx *ctx, int64_t visit_id,
                                         struct wr_visit_proof *ret);

/** A visit whose weak proofs score low, in the list. */
struct wr_oversight_doubt {
    int64_t id, at_ms, enterprise_id, officer_id;
    struct wr_str enterprise_name, district_name, unit, officer_name;
    int64_t kind, score_bp;
    struct wr_str why; /* texts of what is weak or missing */
};
#define WR_DOUBTS_MAX 500
struct wr_oversight_doubts {
    struct wr_list items; /* struct wr_oversight_doubt, lowest first; at most WR_DOUBTS_MAX */
    int64_t low_n, judged_n, score_low_bp;
};
extern const struct wr_field wr_oversight_doubts_fields[];
WR_MUST_CHECK int wr_oversight_svc_doubts(struct wr_ctx *ctx, const struct wr_oversight_query *q,
                                          struct wr_oversight_doubts *ret);
