#include "modules/penalty/penalty_sheet.h"

const struct wr_field wr_pen_schemes_query_fields[] = {
    WR_DATE_OPT(struct wr_pen_sheet_query, date, "行为日", "day of the act; absent: today"),
    {0},
};
const struct wr_field wr_pen_sheet_query_fields[] = {
    WR_DATE_OPT(struct wr_pen_sheet_query, date, "行为日", "day of the act; absent: today"),
    WR_STR(struct wr_pen_sheet_query, scheme, 1, 80, "裁量基准", "scheme, its pack or its family"),
    WR_STR_OPT(struct wr_pen_sheet_query, tables, 0, 400, "裁量表",
               "ids with commas between them; the first is the table of the case"),
    WR_STR_OPT(struct wr_pen_sheet_query, item, 0, 40, "清单项", "item of a no-penalty list"),
    {0},
};

#define O struct wr_pen_option
static const struct wr_field option_fields[] = {
    WR_STR(O, code, 0, 80, "代码", "code"),
    WR_TEXT(O, text, 0, 400, "内容", "in words"),
    WR_TEXT_OPT(O, hint, 0, 2000, "说明", "range, provision or basis"),
    WR_TEXT_OPT(O, citation, 0, 400, "依据", "source"),
    WR_STR_OPT(O, tag, 0, 20, "性质", "law, news, proposal, unverified"),
    WR_STRS_OPT(O, tables, 20, "适用的表", "of an item: only of these tables"),
    WR_I64_OPT(O, bp, 0, 100000, "权重", "basis points"),
    WR_I64_OPT(O, grade, 0, 100, "等级", "grade"),
    WR_BOOL_OPT(O, must, "应当", "of a clause: must, else may"),
    {0},
};

#define S struct wr_pen_scheme
const struct wr_field wr_pen_scheme_fields[] = {
    WR_STR(S, scheme, 1, 80, "裁量基准", "name of the scheme"),
    WR_STR(S, family, 0, 80, "系列", "all its versions"),
    WR_TEXT(S, title, 1, 200, "名称", "title"),
    WR_STR(S, pack, 1, 80, "规则包", "pack"),
    WR_STR(S, version, 1, 20, "版本", "version of the pack"),
    WR_TEXT_OPT(S, issuer, 0, 200, "制定", "issuer"),
    WR_TEXT_OPT(S, doc_no, 0, 200, "文号", "document number"),
    WR_STR(S, status, 1, 20, "性质", "law, news, proposal, unverified"),
    WR_STR(S, valid_from, 10, 10, "施行", "in force from"),
    WR_STR_OPT(S, valid_to, 0, 10, "失效", "to"),
    WR_BOOL(S, computes, "能算出金额", "false: grades only"),
    WR_LIST(S, tables, 0, WR_PEN_TABLES_MAX, option_fields, O, "裁量表", "tables"),
    WR_LIST(S, items, 0, WR_PEN_CLAUSES_MAX, option_fields, O, "不予处罚清单", "items of its list"),
    {0},
};

#define Q struct wr_pen_question
static const struct wr_field question_fields[] = {
    WR_STR(Q, kind, 4, 6, "种类", "factor or fact"),
    WR_STR(Q, group, 1, 20, "分组", "factor, amount, spared, lighter, limitation, adjust"),
    WR_STR_OPT(Q, table, 0, 40, "裁量表", "of a factor"),
    WR_STR(Q, name, 1, 40, "名称", "name in a case"),
    WR_TEXT(Q, label, 0, 400, "问题", "in words"),
    WR_TEXT_OPT(Q, unit, 0, 40, "单位", "unit"),
    WR_STR(Q, ask, 1, 20, "怎么填", "option, number, bool, word, day, fen, exceedance"),
    WR_STR_OPT(Q, domain, 0, 80, "取值范围", "interval"),
    WR_TEXT_OPT(Q, hint, 0, 2000, "说明", "note of the source"),
    WR_TEXT_OPT(Q, citation, 0, 400, "依据", "source"),
    WR_STR_OPT(Q, tag, 0, 20, "性质", "law, news, proposal, unverified"),
    WR_TEXT_OPT(Q, lowest, 0, 400, "未查明时", "level that applies when nothing is known"),
    WR_BOOL(Q, integer, "整数", "whole numbers only"),
    WR_LIST(Q, options, 0, WR_PEN_LEVELS_MAX, option_fields, O, "各档", "levels or words"),
    WR_STRS_OPT(Q, clauses, WR_PEN_CLAUSES_MAX, "涉及条款", "clauses that look at it"),
    {0},
};
#define H struct wr_pen_sheet
const struct wr_field wr_pen_sheet_fields[] = {
    WR_STR(H, scheme, 1, 80, "裁量基准", "scheme"),
    WR_STR(H, pack, 1, 80, "规则包", "pack"),
    WR_STR(H, version, 1, 20, "版本", "its version"),
    WR_STR_OPT(H, law_pack, 0, 80, "法律规则包", "pack of the law"),
    WR_TEXT(H, title, 1, 200, "名称", "title of the scheme"),
    WR_LIST(H, columns, 0, 20, option_fields, O, "栏", "columns of the first table"),
    WR_LIST(H, clauses, 0, 2 * WR_PEN_CLAUSES_MAX, option_fields, O, "条款",
            "clauses that may spare or make lighter"),
    WR_LIST(H, questions, 0, WR_PEN_VALUES_MAX, question_fields, Q, "问题", "factors, then facts"),
    {0},
};

const struct wr_field wr_pen_step_row_fields[] = {
    WR_ENUM(struct wr_pen_step_row, kind, wr_pen_event_kinds, "步骤", "step"),
    WR_BOOL(struct wr_pen_step_row, ready, "可以记录", "it may be recorded now"),
    WR_TEXT_OPT(struct wr_pen_step_row, why, 0, 400, "不能的原因", "why not"),
    {0},
};
const struct wr_field wr_pen_source_query_fields[] = {
    WR_STR(struct wr_pen_source_query, pack, 1, 80, "规则包", "id of the pack"),
    {0},
};
const struct wr_field wr_pen_pack_source_fields[] = {
    WR_STR(struct wr_pen_pack_source, pack, 1, 80, "规则包", "pack"),
    WR_STR(struct wr_pen_pack_source, pack_version, 1, 20, "版本", "its version"),
    WR_TEXT(struct wr_pen_pack_source, content, 2, 1048576, "内容", "the whole file"),
    {0},
};
