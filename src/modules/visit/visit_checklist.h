#pragma once
/* Check-lists (检查清单) as rule packs of kind "visit-checklist". */

#include "modules/visit/visit.h"
#include "rules/rules.h"

#define WR_VISIT_CHECKLIST_KIND "visit-checklist"

struct wr_checklist_item {
    struct wr_str code, text_zh, text_en;
    bool required;
    struct wr_str citation;
};

/** The items of one kind of visit. */
struct wr_checklist {
    int64_t kind;
    struct wr_str version; /* pack id and version, "visit-checklist/default-2021 v1" */
    struct wr_list items;  /* struct wr_checklist_item */
};
extern const struct wr_field wr_checklist_fields[];
extern const struct wr_pack_kind wr_visit_checklist_kind;

/** The check-list of a kind in force at a time; an empty one where no pack has it. Lives as long as the packs. */
void wr_checklist_on(struct wr_ctx *ctx, int64_t kind, int64_t at_ms, struct wr_checklist *ret);
const struct wr_checklist_item *wr_checklist_item_find(const struct wr_checklist *c,
                                                       struct wr_str code);
