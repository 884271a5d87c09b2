#pragma once
/* From rows to facts: what is known of one case, in the words of the papers. Inside the module only. */

#include "modules/enterprise/enterprise_svc.h"
#include "modules/officer/officer_svc.h"
#include "modules/paper/paper_store.h"
#include "modules/paper/paper_svc.h"

/** A visit, a mission, or both; ids 0 where there is none. */
struct wr_paper_case {
    struct wr_paper_visit visit;
    struct wr_paper_mission mission;
    struct wr_enterprise enterprise;
    int64_t day_ms; /* its forms are those of this day */
};

/** @return 0, WR_ENOTFOUND (also: not in the actor's scope) */
WR_MUST_CHECK int wr_paper_load_in(struct wr_tx *tx, struct wr_paper_of of,
                                   struct wr_paper_case *ret);
/**
 * @param planned  officers, class, source, assistants and times as they were applied for, where there is a mission; else as it was done
 * @param images   read the signatures' pictures too
 */
WR_MUST_CHECK int wr_paper_facts_in(struct wr_tx *tx, const struct wr_paper_case *c, bool planned,
                                    bool images, struct wr_paper_facts *ret);
