#pragma once
/* What differs between two packs. Inside rules/ only. */
#include "rules/rules.h"

#define WR_PACK_CHANGES_MAX 500

enum wr_pack_change_op {
    WR_CHANGE_ADDED = 1,
    WR_CHANGE_REMOVED,
    WR_CHANGE_CHANGED,
    WR_CHANGE_ORDER /* rows of which the first that fits decides stand in another order */
};
extern const struct wr_enum_item wr_pack_change_ops[];

struct wr_pack_change {
    int64_t op;
    struct wr_str path;  /* "rules.BLOCK_CAP.effect" */
    struct wr_str words; /* the same for people: "规则〔BLOCK_CAP〕效力：警告 → 禁止" */
    struct wr_str before, after; /* JSON, cut short; absent where there is none */
};
extern const struct wr_field wr_pack_change_fields[];

/**
 * Differences between two JSON trees. Objects in lists are matched by what names them (id, code, source …) or by their
 * conditions, so that a moved row is no difference but where the order decides.
 * @param fields  the body's field table: labels and names of values; NULL: plain member names
 * @param ret     [out] struct wr_pack_change, the first WR_PACK_CHANGES_MAX
 * @return number of differences
 */
size_t wr_rules_diff(struct wr_ctx *ctx, const struct wr_field *fields, const struct wr_json *a,
                     const struct wr_json *b, struct wr_list *ret);
