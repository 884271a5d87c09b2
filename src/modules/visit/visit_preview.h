#pragma once
/* Many judgements of one enterprise with its facts loaded once: for phones that will be without network. */

#include "db/db.h"
#include "modules/enterprise/enterprise.h"
#include "modules/visit/visit_mission.h"

/** How much a phone's clock may differ from the server's before it is told, by the policy of a day; two minutes where there is none. */
int64_t wr_visit_skew_max_ms(struct wr_ctx *ctx, int64_t at_ms);

/** What needs to be told before a source is believed; the phone asks for it as the server would. */
struct wr_offline_evidence {
    int64_t source;
    struct wr_str label_zh, label_en, example;
    int64_t chars_min;
    bool digit;
};

/** One judgement. Its texts live until the callback returns. */
struct wr_visit_preview {
    int64_t kind, source;
    bool needs_evidence; /* judged as if the evidence were given */
    const struct wr_visit_verdict *verdict;
};
typedef int wr_visit_preview_fn(void *arg, const struct wr_visit_preview *p);

/**
 * Judge every kind and source at an enterprise as the actor's officer would be judged at its gate now, the second officer not
 * known: the same evaluation as at the gate.
 * @param own  the officer's open missions (struct wr_mission); an approved one that fits is judged with
 * @param fn   called for each, in a fixed order; negative: stop
 * @return 0, what fn stopped with, WR_ECONFLICT (no policy), WR_ELIMIT
 */
WR_MUST_CHECK int wr_visit_preview_all_in(struct wr_tx *tx, const struct wr_enterprise *e,
                                          const struct wr_list *own, wr_visit_preview_fn *fn,
                                          void *arg);
/**
 * Judge one mission on its first planned day, or now if that has come.
 * @param ret_approval  enum wr_approval on that day
 * @param ret_day       that day, in the arena
 */
WR_MUST_CHECK int wr_visit_preview_mission_in(struct wr_tx *tx, const struct wr_enterprise *e,
                                              const struct wr_mission *m, wr_visit_preview_fn *fn,
                                              void *arg, int64_t *ret_approval,
                                              struct wr_str *ret_day);
