#pragma once
/*
 * Check-lists (检查清单) as rule packs of kind "visit-checklist". One base list for each kind of visit; lists with conditions
 * (industry, permit class) come on top of it, all that fit.
 */

#include "modules/visit/visit.h"
#include "rules/rules.h"

#define WR_VISIT_CHECKLIST_KIND "visit-checklist"

/** What must be there beside the answer. */
enum wr_checklist_evidence { WR_EVIDENCE_NONE = 0, WR_EVIDENCE_PHOTO };
extern const struct wr_enum_item wr_checklist_evidences[];

struct wr_checklist_item {
    struct wr_str code, text_zh, text_en;
    bool required;
    int64_t evidence;               /* enum wr_checklist_evidence */
    struct wr_str hint_zh, hint_en; /* how to look at it, may be absent */
    struct wr_str citation;
    struct wr_str list_zh, list_en; /* title of the list it comes from; absent: the base list */
};

/** One list of a pack, or all that apply to a visit put together. */
struct wr_checklist {
    int64_t kind;
    struct wr_str version; /* pack id and version, "visit-checklist/default-2021 v1" */
    struct wr_list items;  /* struct wr_checklist_item */
    /* of a list in a pack */
    struct wr_str id, title_zh, title_en;
    struct wr_list industry; /* struct wr_str: beginnings of GB/T 4754 codes, without the letter */
    struct wr_str industry_edition;
    bool has_permit_class;
    int64_t permit_class;
};
extern const struct wr_field wr_checklist_fields[];
extern const struct wr_pack_kind wr_visit_checklist_kind;

/** The base check-list of a kind in force at a time; an empty one where no pack has it. Lives as long as the packs. */
void wr_checklist_on(struct wr_ctx *ctx, int64_t kind, int64_t at_ms, struct wr_checklist *ret);
/**
 * The base list and every list that fits the enterprise, in the pack's order.
 * @param industry_code  GB/T 4754, with or without its letter ("C2319"); absent or "": only lists without an industry
 * @param permit_class   enum wr_permit_class
 * @param ret            [out] items live in ctx->arena or as long as the packs
 * @return 0, WR_ELIMIT
 */
WR_MUST_CHECK int wr_checklist_for(struct wr_ctx *ctx, int64_t kind, int64_t at_ms,
                                   struct wr_str industry_code, int64_t permit_class,
                                   struct wr_checklist *ret);
const struct wr_checklist_item *wr_checklist_item_find(const struct wr_checklist *c,
                                                       struct wr_str code);
