/* Field tables of packs of kind `penalty`. */
#include "modules/penalty/penalty_pack.h"

#define FEN_MAX INT64_C(10000000000000)
/** Texts as they are: full-width signs stay. */
#define TEXTS_OPT(st, m, hi, label, text)                                                          \
    {                                                                                              \
        .name = #m, .type = WR_F_STRS, .flags = WR_FF_OPT | WR_FF_MULTILINE,                       \
        .off = offsetof(st, m), .max = (hi), .doc = (text), .zh = (label)                          \
    }
#define CITE(st)                                                                                   \
    WR_TEXT(st, citation, 2, 300, "依据", "where it stands"),                                      \
        WR_STR(st, tag, 1, 20, "性质", "law, news, computed, proposal or unverified")
#define NAMES(st)                                                                                  \
    WR_TEXT(st, zh, 1, 400, "名称", "in Chinese"), WR_TEXT_OPT(st, en, 0, 400, "英文", "in English")
#define OPT_ROW(m, table, label, text)                                                             \
    {                                                                                              \
        .name = #m, .type = WR_F_OBJ, .flags = WR_FF_OPT, .off = offsetof(struct wr_pen_pack, m),  \
        .has_off = offsetof(struct wr_pen_pack, has_##m) + 1, .sub = (table), .zh = (label),       \
        .doc = (text)                                                                              \
    }

#define LEVEL struct wr_pen_level
static const struct wr_field level_fields[] = {
    WR_STR_OPT(LEVEL, option, 0, 40, "代码", "code; for words what the fact must be"),
    WR_STRS_OPT(LEVEL, when, WR_PEN_CONDS_MAX, "条件", "any of these"),
    NAMES(LEVEL),
    WR_I64_OPT(LEVEL, bp, 0, 10000, "权重", "weight, basis points"),
    WR_I64_OPT(LEVEL, grade, 1, 5, "等级", "grade"),
    CITE(LEVEL),
    WR_TEXT_OPT(LEVEL, reading, 0, 300, "读法", "why its bounds are read otherwise than usual"),
    {0},
};
#define FACTOR struct wr_pen_factor
static const struct wr_field factor_fields[] = {
    WR_STR(FACTOR, key, 1, 40, "因素", "name in a case"),
    NAMES(FACTOR),
    WR_STR_OPT(FACTOR, unit, 0, 20, "单位", "unit of numbers"),
    WR_STR_OPT(FACTOR, domain, 0, 60, "取值范围", "numbers that can occur, such as [1,-)"),
    WR_STR_OPT(FACTOR, input, 0, 40, "默认输入", "fact that a plain value is given to"),
    WR_STR_OPT(FACTOR, change, 0, 40, "可变为", "what the party can still make of it"),
    WR_BOOL_OPT(FACTOR, integer, "整数", "whole numbers only"),
    WR_BOOL_OPT(FACTOR, primary, "首要因素", "primary factor"),
    WR_STRS_OPT(FACTOR, gaps, WR_PEN_CONDS_MAX, "空档", "numbers the source has no level for"),
    WR_TEXT_OPT(FACTOR, gap_note, 0, 300, "空档说明", "what the source says about them"),
    WR_LIST(FACTOR, levels, 1, WR_PEN_LEVELS_MAX, level_fields, LEVEL, "档", "levels"),
    CITE(FACTOR),
    {0},
};
#define COLUMN struct wr_pen_column
static const struct wr_field column_fields[] = {
    WR_STR_OPT(COLUMN, key, 0, 40, "栏", "name in a case, empty where there is one"),
    WR_TEXT_OPT(COLUMN, zh, 0, 200, "名称", "in Chinese"),
    WR_TEXT_OPT(COLUMN, en, 0, 200, "英文", "in English"),
    {.name = "start_bp",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(COLUMN, start_bp),
     .max = 10000,
     .doc = "start, basis points",
     .zh = "起点"},
    WR_ENUM_OPT(COLUMN, base_kind, wr_pen_bases, "基数种类", "what the percentage is taken of"),
    {.name = "base_fen",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(COLUMN, base_fen),
     .max = FEN_MAX,
     .doc = "fen",
     .zh = "基数"},
    {.name = "ratio_bp",
     .type = WR_F_I64,
     .flags = WR_FF_OPT,
     .off = offsetof(COLUMN, ratio_bp),
     .max = 1000000,
     .doc = "share or multiple of the amount, basis points",
     .zh = "比例"},
    WR_STR_OPT(COLUMN, amount, 0, 40, "金额", "fact that holds the amount"),
    WR_I64_OPT(COLUMN, min_fen, 0, FEN_MAX, "法定下限", "statutory minimum, fen"),
    WR_I64_OPT(COLUMN, max_fen, 0, FEN_MAX, "法定上限", "statutory maximum, fen"),
    WR_I64_OPT(COLUMN, min_bp, 0, 1000000, "下限比例", "minimum as share of the amount"),
    WR_I64_OPT(COLUMN, max_bp, 0, 1000000, "上限比例", "maximum as share of the amount"),
    WR_I64_OPT(COLUMN, floor_bp, 0, 10000, "合计下限", "a lower sum counts as this"),
    WR_I64_OPT(COLUMN, cap_bp, 0, 10000, "合计上限", "a higher sum counts as this"),
    WR_I64_OPT(COLUMN, reach_bp, 0, 100000, "最高合计", "start and maxima, where not 100 %"),
    WR_TEXT_OPT(COLUMN, reach_note, 0, 300, "最高合计说明", "why"),
    CITE(COLUMN),
    {0},
};
#define ROW struct wr_pen_row
static const struct wr_field row_fields[] = {
    WR_STRS_OPT(ROW, when, WR_PEN_FACTORS_MAX, "条件", "factor=option, all of them"),
    WR_TEXT_OPT(ROW, zh, 0, 400, "说明", "in Chinese"),
    WR_I64_OPT(ROW, lo_fen, 0, FEN_MAX, "下限", "fen"),
    WR_I64_OPT(ROW, hi_fen, 0, FEN_MAX, "上限", "fen"),
    CITE(ROW),
    {0},
};
#define TABLE struct wr_pen_table
static const struct wr_field table_fields[] = {
    WR_STR(TABLE, id, 1, 40, "表号", "as in the source"),
    NAMES(TABLE),
    WR_ENUM(TABLE, method, wr_pen_methods, "方法", "how the amount is found"),
    WR_TEXT(TABLE, violates, 2, 300, "违反条款", "provision violated"),
    WR_TEXT(TABLE, liability, 2, 300, "处罚依据", "provision of the penalty"),
    WR_STR_OPT(TABLE, factors_of, 0, 40, "因素同表", "takes the factors of this table"),
    WR_TEXT_OPT(TABLE, note_zh, 0, 600, "说明", "what a reader must know"),
    WR_LIST(TABLE, columns, 1, 8, column_fields, COLUMN, "栏", "columns"),
    WR_LIST_OPT(TABLE, factors, WR_PEN_FACTORS_MAX, factor_fields, FACTOR, "因素", "factors"),
    WR_LIST_OPT(TABLE, rows, 60, row_fields, ROW, "幅度", "bands"),
    CITE(TABLE),
    {0},
};
#define CLAUSE struct wr_pen_clause
static const struct wr_field clause_fields[] = {
    WR_STR(CLAUSE, id, 1, 40, "编号", "such as L33a"),
    WR_ENUM(CLAUSE, effect, wr_pen_effects, "效果", "effect"),
    WR_ENUM(CLAUSE, strength, wr_pen_strengths, "应当或可以", "must or may, never mixed"),
    WR_STRS_OPT(CLAUSE, tables, 24, "适用的表", "tables it belongs to; none: all"),
    WR_STRS_OPT(CLAUSE, when, 8, "条件", "any of these, each `a & b`"),
    WR_STRS_OPT(CLAUSE, unless, WR_PEN_CONDS_MAX, "除外", "not if one of these is proved"),
    NAMES(CLAUSE),
    WR_TEXT_OPT(CLAUSE, basis, 0, 300, "违反条款", "provision violated"),
    WR_BOOL_OPT(CLAUSE, slot, "待填", "not filled in: never applies"),
    WR_BOOL_OPT(CLAUSE, listed, "清单项", "an item of a list"),
    WR_BOOL_OPT(CLAUSE, guidance, "行政指导", "goes with administrative guidance"),
    CITE(CLAUSE),
    {0},
};
static const struct wr_enum_item types[] = {
    {"bool", WR_PEN_BOOL, "是否", "yes or no"},
    {"number", WR_PEN_NUMBER, "数值", "number"},
    {"word", WR_PEN_WORD, "选项", "option"},
    {"day", WR_PEN_DAY, "日期", "day"},
    {0},
};
static const struct wr_field own_fields[] = {
    WR_STR(struct wr_pen_own_fact, name, 1, 40, "事实", "name"),
    NAMES(struct wr_pen_own_fact),
    WR_ENUM(struct wr_pen_own_fact, type, types, "类型", "type"),
    WR_TEXT_OPT(struct wr_pen_own_fact, words, 0, 1000, "取值", "code=中文|code=中文"),
    {0},
};
#define CLOCK struct wr_pen_clock
static const struct wr_field clock_fields[] = {
    WR_STR(CLOCK, id, 1, 40, "编号", "name"),
    WR_STR(CLOCK, from, 1, 40, "起算", "event it counts from"),
    WR_STR(CLOCK, to, 1, 40, "完成", "event that ends it"),
    WR_I64(CLOCK, days, 0, 3660, "天数", "days"),
    WR_STR(CLOCK, unit, 3, 10, "单位", "day or workday"),
    NAMES(CLOCK),
    CITE(CLOCK),
    {0},
};
#define FORM struct wr_pen_form
static const struct wr_field form_fields[] = {
    WR_STR(FORM, form, 2, 40, "文书", "name"),
    NAMES(FORM),
    WR_TEXT(FORM, number, 1, 100, "文号", "pattern: {year}, {n}"),
    WR_STR(FORM, when, 3, 10, "何时", "any, fined or spared"),
    WR_STRS_OPT(FORM, needs, 20, "必备", "what must be known"),
    TEXTS_OPT(FORM, paras, 60, "内容", "paragraphs; # a heading, > at the right edge"),
    WR_BOOL(FORM, annex, "附裁量过程", "with every step of the assessment"),
    CITE(FORM),
    {0},
};
static const struct wr_field rounding_fields[] = {
    WR_I64(struct wr_pen_rounding, unit_fen, 1, 1000000, "单位", "half up to this many fen"),
    CITE(struct wr_pen_rounding),
    {0},
};
static const struct wr_field bounds_fields[] = {
    WR_BOOL(struct wr_pen_bounds, below_incl, "“以下”含本数", "“以下” includes the number"),
    WR_BOOL(struct wr_pen_bounds, above_incl, "“以上”含本数", "“以上” includes the number"),
    CITE(struct wr_pen_bounds),
    {0},
};
#define BAND struct wr_pen_band_rule
static const struct wr_field band_fields[] = {
    WR_I64(BAND, ordinary_bp, 0, 10000, "一般", "place between the ends, basis points"),
    WR_I64(BAND, lighter_bp, 0, 10000, "从轻", "place between the ends, below ordinary"),
    WR_I64(BAND, heavier_bp, 0, 10000, "从重", "place between the ends, ordinary or above"),
    WR_I64(BAND, max_only_lighter_bp, 0, 10000, "只有上限，从轻", "share of the maximum"),
    WR_I64(BAND, max_only_ordinary_bp, 0, 10000, "只有上限，一般", "share of the maximum"),
    WR_I64(BAND, min_only_ordinary_x, 1, 100, "只有下限，一般", "times the minimum"),
    WR_I64(BAND, min_only_heavier_x, 1, 100, "只有下限，从重", "times the minimum"),
    CITE(BAND),
    {0},
};
static const struct wr_field apology_fields[] = {
    WR_I64(struct wr_pen_apology, least_bp, 0, 10000, "最少减", "least discount"),
    WR_I64(struct wr_pen_apology, most_bp, 0, 10000, "最多减", "largest discount"),
    WR_TEXT_OPT(struct wr_pen_apology, note_zh, 0, 600, "说明", "what a reader must know"),
    CITE(struct wr_pen_apology),
    {0},
};
static const struct wr_field adjust_fields[] = {
    WR_I64(struct wr_pen_adjust, lighter_cut_bp, 0, 9999, "从轻减幅", "proposed discount"),
    WR_I64(struct wr_pen_adjust, heavier_add_bp, 0, 10000, "从重加幅", "proposed surcharge"),
    WR_I64(struct wr_pen_adjust, near_bp, 0, 5000, "接近两端", "warn within this of an end"),
    CITE(struct wr_pen_adjust),
    {0},
};
static const struct wr_field limitation_fields[] = {
    WR_I64(struct wr_pen_limitation, years, 1, 30, "年", "years"),
    WR_I64(struct wr_pen_limitation, grave_years, 1, 30, "年（生命健康、金融安全）", "years"),
    CITE(struct wr_pen_limitation),
    {0},
};
static const struct wr_field day_fine_fields[] = {
    WR_I64(struct wr_pen_day_fine, recheck_days, 1, 365, "复查期限", "days after service"),
    CITE(struct wr_pen_day_fine),
    {0},
};
static const struct wr_field late_fields[] = {
    WR_I64(struct wr_pen_late, day_bp, 0, 10000, "每日", "of the fine, basis points"),
    WR_I64(struct wr_pen_late, most_bp, 0, 100000, "至多", "of the fine, basis points"),
    CITE(struct wr_pen_late),
    {0},
};
static const struct wr_field formula_fields[] = {
    WR_TEXT_OPT(struct wr_pen_formula, text, 0, WR_PEN_EXPR_CHARS_MAX, "公式",
                "over N, M, A, B, n"),
    WR_BOOL(struct wr_pen_formula, confirmed, "已确认", "confirmed by the bureau"),
    WR_TEXT_OPT(struct wr_pen_formula, note_zh, 0, 600, "说明", "what a reader must know"),
    CITE(struct wr_pen_formula),
    {0},
};

const struct wr_field wr_pen_body_fields[] = {
    WR_STR(struct wr_pen_pack, scheme, 1, 60, "基准", "name in a case"),
    WR_STR(struct wr_pen_pack, family, 1, 60, "系列", "versions of one scheme share it"),
    WR_STR_OPT(struct wr_pen_pack, law, 0, 60, "法律", "family of the law it serves"),
    WR_TEXT_OPT(struct wr_pen_pack, doc_no, 0, 200, "文号", "document number"),
    WR_I64(struct wr_pen_pack, window_years, 0, 10, "累次年限", "years of “within two years”"),
    OPT_ROW(bounds, bounds_fields, "边界读法", "how 以上 and 以下 are read"),
    OPT_ROW(rounding, rounding_fields, "取整", "rounding"),
    OPT_ROW(band_rule, band_fields, "幅度内取值", "amount within a band"),
    OPT_ROW(apology, apology_fields, "公开道歉承诺", "discount for an apology"),
    OPT_ROW(adjust, adjust_fields, "从轻从重幅度", "proposed adjustments"),
    OPT_ROW(limitation, limitation_fields, "追责时效", "limitation"),
    OPT_ROW(day_fine, day_fine_fields, "按日连续处罚", "daily consecutive fine"),
    OPT_ROW(late, late_fields, "加处罚款", "late payment"),
    OPT_ROW(formula, formula_fields, "公式", "formula of grades"),
    WR_LIST_OPT(struct wr_pen_pack, facts, WR_PEN_OWN_MAX, own_fields, struct wr_pen_own_fact,
                "事实", "facts of its own"),
    WR_LIST_OPT(struct wr_pen_pack, tables, WR_PEN_TABLES_MAX, table_fields, TABLE, "裁量表",
                "tables"),
    WR_LIST_OPT(struct wr_pen_pack, clauses, WR_PEN_CLAUSES_MAX, clause_fields, CLAUSE, "情形",
                "no penalty, lighter"),
    WR_LIST_OPT(struct wr_pen_pack, clocks, 40, clock_fields, CLOCK, "期限", "clocks"),
    WR_LIST_OPT(struct wr_pen_pack, papers, 20, form_fields, FORM, "文书", "documents"),
    {0},
};
