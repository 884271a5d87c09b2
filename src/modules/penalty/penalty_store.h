#pragma once
/* SQL of penalties. Takes a transaction, knows no rules. */
#include "db/db.h"
#include "modules/penalty/penalty_docket.h"

struct wr_pen_page {
    struct wr_pen_filter f;
    int64_t before_id;
    bool told; /* only those whose party was told */
};
int wr_pen_store_get(struct wr_tx *tx, int64_t id, struct wr_pen_docket *ret); /* with parts */
int wr_pen_store_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_pen_docket *ret);
int wr_pen_store_list(struct wr_tx *tx, const struct wr_pen_page *p, struct wr_list *ret);
int wr_pen_store_insert(struct wr_tx *tx, const struct wr_pen_docket *d, int64_t *ret_id);
int wr_pen_store_update(struct wr_tx *tx, const struct wr_pen_docket *d);
int wr_pen_store_last_number(struct wr_tx *tx, struct wr_str prefix, struct wr_str *ret);
int wr_pen_store_put_value(struct wr_tx *tx, int64_t case_id, const struct wr_pen_fact_row *v);
int wr_pen_store_add_event(struct wr_tx *tx, int64_t case_id, const struct wr_pen_event *e);
/** Earlier punished acts of the party by the same table with an act date in [from, before). */
int wr_pen_store_earlier(struct wr_tx *tx, int64_t enterprise_id, struct wr_str table,
                         struct wr_str from, struct wr_str before, int64_t *ret);
int wr_pen_store_precedents(struct wr_tx *tx, const struct wr_pen_docket *d, int64_t fen,
                            struct wr_pen_precedents *ret);
int wr_pen_store_samples(struct wr_tx *tx, struct wr_str from, struct wr_str to,
                         int64_t district_id, struct wr_list *ret);
/** Assessed cases of a family of schemes, oldest first, without parts. */
int wr_pen_store_assessed(struct wr_tx *tx, int64_t after_id, int64_t district_id,
                          struct wr_list *ret);
int wr_pen_store_pack_add(struct wr_tx *tx, const struct wr_pen_stored *p, int64_t *ret_id);
int wr_pen_store_pack_get(struct wr_tx *tx, int64_t id, struct wr_pen_stored *ret);
/** A copy with this content. @return 0, WR_ENOTFOUND */
int wr_pen_store_pack_by_sha(struct wr_tx *tx, struct wr_str sha256, int64_t *ret);
int wr_pen_store_packs(struct wr_tx *tx, struct wr_list *ret);
int wr_pen_store_published(struct wr_tx *tx, struct wr_list *ret);
int wr_pen_store_pack_update(struct wr_tx *tx, const struct wr_pen_stored *p);
/** Number of a paper, if it was given. @return 0, WR_ENOTFOUND */
int wr_pen_store_paper_number(struct wr_tx *tx, int64_t case_id, struct wr_str form,
                              struct wr_str *ret);
int wr_pen_store_paper_last(struct wr_tx *tx, struct wr_str form, int64_t year, int64_t *ret);
int wr_pen_store_paper_add(struct wr_tx *tx, int64_t case_id, struct wr_str form,
                           struct wr_str number, int64_t year, int64_t seq);
/** A factor of the party as confirmed in its last decided case. */
struct wr_pen_known {
    struct wr_str value, evidence, number;
};
/** @return 0, WR_ENOTFOUND */
int wr_pen_store_known(struct wr_tx *tx, const struct wr_pen_docket *d, struct wr_str name,
                       struct wr_pen_known *ret);
/** Numbers of the cases that wr_pen_store_earlier counts, newest first, at most `most`, in one text. */
int wr_pen_store_earlier_numbers(struct wr_tx *tx, const struct wr_pen_docket *d,
                                 struct wr_str from, int64_t most, struct wr_str *ret);
/** A visit as far as a case needs it. */
struct wr_pen_visit_row {
    int64_t id, enterprise_id, checked_in_ms, checked_out_ms;
    struct wr_str state, source, evidence_ref, refusal_decision;
};
/** @return 0, WR_ENOTFOUND */
int wr_pen_store_visit(struct wr_tx *tx, int64_t id, struct wr_pen_visit_row *ret);
/** Whose finding it is, unless it was withdrawn. @return 0, WR_ENOTFOUND */
int wr_pen_store_finding(struct wr_tx *tx, int64_t id, int64_t *ret_visit);
/** Whom a complaint is about, 0: nobody known. @return 0, WR_ENOTFOUND */
int wr_pen_store_complaint(struct wr_tx *tx, int64_t id, int64_t *ret_enterprise);
/* penalty_store_walk.c, penalty_store_origin.c */
extern const struct wr_stmt WR_PEN_WALK, WR_PEN_VISIT, WR_PEN_FINDING, WR_PEN_COMPLAINT,
    WR_PEN_KNOWN, WR_PEN_EARLIER_NUMBERS;
