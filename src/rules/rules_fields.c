#include "rules/rules_fields.h"

#define COUNT struct wr_pack_impact_count
static const struct wr_field count_fields[] = {
    WR_TEXT(COUNT, what_zh, 1, 60, "变化", "what changes, Chinese"),
    WR_TEXT(COUNT, what_en, 1, 60, "变化（英文）", "what changes, English"),
    WR_I64(COUNT, n, 0, WR_ID_MAX, "数量", "how many"),
    {0},
};

#define ITEM struct wr_pack_impact_item
static const struct wr_field item_fields[] = {
    WR_ID(ITEM, id, "编号", "of what is judged, such as an enterprise"),
    WR_TEXT(ITEM, name, 1, 200, "名称", "its name"),
    WR_TEXT(ITEM, place, 0, 60, "所在", "its district"),
    WR_TEXT(ITEM, ask_zh, 1, 60, "所问", "what was asked, Chinese"),
    WR_TEXT(ITEM, ask_en, 1, 60, "所问（英文）", "what was asked, English"),
    WR_TEXT(ITEM, before_zh, 1, 600, "原结论", "by the first pack, Chinese"),
    WR_TEXT(ITEM, before_en, 1, 600, "原结论（英文）", "by the first pack, English"),
    WR_TEXT(ITEM, after_zh, 1, 600, "新结论", "by the second pack, Chinese"),
    WR_TEXT(ITEM, after_en, 1, 600, "新结论（英文）", "by the second pack, English"),
    {0},
};

#define IMPACT struct wr_pack_impact
const struct wr_field wr_pack_impact_fields[] = {
    WR_DATE(IMPACT, day, "日期", "day it is judged for"),
    WR_I64(IMPACT, examined_n, 0, WR_ID_MAX, "推算", "how many were judged by both packs"),
    WR_I64(IMPACT, changed_n, 0, WR_ID_MAX, "有变化", "for how many something changes"),
    WR_LIST(IMPACT, counts, 0, 20, count_fields, COUNT, "变化", "what changes, and how often"),
    WR_LIST(IMPACT, items, 0, 1000, item_fields, ITEM, "名单", "the first ones by name"),
    {0},
};
