#pragma once
/*
 * Discretion in penalties (裁量): facts that packs may name, a case bound to a table, what an evaluation gives. No I/O.
 * Money is in fen, percentages in basis points (10,000 = 100 %).
 */
#include "codec/field.h"
#include "modules/penalty/penalty_num.h"

/* ---- facts ---------------------------------------------------------------------------------- */

enum wr_pen_type { WR_PEN_BOOL = 1, WR_PEN_NUMBER, WR_PEN_WORD, WR_PEN_DAY };

/*
 * Facts every pack may name. Name, type, Chinese, English, words ("code=中文|…"), and what it can become by what the party does
 * ("" = nothing): the what-if tries those values. A pack may name facts of its own beside them.
 */
#define WR_PEN_FACTS(X)                                                                                                \
    X(ACT_ENDED_ON, "act_ended_on", DAY, "违法行为终了日", "day the act ended", "", "")                                \
    X(DISCOVERED_ON, "discovered_on", DAY, "发现日", "day it was discovered", "", "")                                  \
    X(CONTINUING, "continuing", BOOL, "违法行为仍在继续", "still going on", "", "")                                    \
    X(GRAVE_HARM, "health_safety_harm", BOOL, "涉及公民生命健康安全、金融安全且有危害后果",                            \
      "life, health or financial safety, with harm", "", "")                                                           \
    X(TIME_BARRED, "time_barred", BOOL, "已过追责时效（由系统推算）", "barred by time, derived",                       \
      "", "")                                                                                                          \
    X(SLIGHT_ACT, "slight_act", BOOL, "违法行为轻微", "the act is slight", "", "")                                     \
    X(HARM, "harm", WORD, "危害后果", "harm",                                                                          \
      "none=没有危害后果|slight=危害后果轻微|some=有危害后果|serious=危害后果严重", "")                                \
    X(CORRECTED, "corrected", WORD, "改正情况", "correction",                                                          \
      "at_once=立即改正|same_day=当日改正|next_day=次日改正|in_term=限期内改正|late=逾期改正|no=" \
      "未改正",                                                                                                        \
      "in_term")                                                                                                       \
    X(CORRECTED_WORKDAYS, "corrected_workdays", NUMBER, "责令后几个工作日内改正",                                      \
      "working days from the order to the correction", "", "")                                                         \
    X(VOLUNTARY_STOP, "voluntary_stop", BOOL, "主动关停、停止、拆除或者恢复原状",                                      \
      "voluntarily closed, stopped, dismantled or restored", "", "true")                                               \
    X(NO_FAULT, "no_fault", BOOL, "当事人有证据足以证明没有主观过错",                                                  \
      "the party proves no subjective fault", "", "true")                                                              \
    X(FIRST, "first", BOOL, "初次违法", "first violation", "", "")                                                     \
    X(EARLIER_EVER, "earlier_ever", NUMBER, "此前同类违法次数", "earlier ones of the kind", "",                        \
      "")                                                                                                              \
    X(EARLIER_1Y, "earlier_1y", NUMBER, "近一年此前同类违法次数",                                                      \
      "earlier ones of the kind within one year", "", "")                                                              \
    X(EARLIER_YEAR, "earlier_year", NUMBER, "本年度此前同类违法次数",                                                  \
      "earlier ones of the kind in the calendar year", "", "")                                                         \
    X(ELIMINATES_HARM, "eliminates_harm", BOOL, "主动消除或者减轻危害后果",                                            \
      "actively eliminates or reduces the harm", "", "true")                                                           \
    X(COERCED, "coerced", BOOL, "受他人胁迫或者诱骗", "coerced or induced", "", "")                                    \
    X(CONFESSED, "confessed", BOOL, "主动供述行政机关尚未掌握的违法行为",                                              \
      "voluntarily confesses what was not known", "", "")                                                              \
    X(MERITORIOUS, "meritorious", BOOL, "配合查处违法行为有立功表现", "meritorious help", "",                          \
      "true")                                                                                                          \
    X(OTHER_LIGHTER, "other_lighter", BOOL, "法律、法规、规章规定的其他从轻、减轻情形",                                \
      "another ground by law, regulation or rule", "", "")                                                             \
    X(MITIGATED, "mitigated", BOOL, "决定减轻处罚（已记录法定情形）",                                                  \
      "mitigation decided, on a recorded ground", "", "")                                                              \
    X(MITIGATED_FINE_FEN, "mitigated_fine_fen", NUMBER, "减轻后的罚款（分）",                                          \
      "fine after mitigation, fen", "", "")                                                                            \
    X(HEAVIER, "heavier", BOOL, "有从重情节", "an aggravating circumstance", "", "")                                   \
    X(LIGHTER, "lighter", BOOL, "有其他从轻情节（酌定）", "another ground to go lower", "", "")                        \
    X(APOLOGY, "apology", BOOL, "公开道歉并作出守法承诺", "public apology and commitment", "",                         \
      "true")                                                                                                          \
    X(APOLOGY_EXCLUDED, "apology_excluded", BOOL, "属于不适用公开道歉承诺从轻的情形",                                  \
      "excluded from the discount for an apology", "", "")                                                             \
    X(APOLOGY_CUT_BP, "apology_cut_bp", NUMBER, "公开道歉承诺的减幅（万分比）",                                        \
      "discount for the apology, basis points", "", "")                                                                \
    X(ECO_AREA, "eco_area", BOOL, "位于自然保护区、风景名胜区、饮用水水源保护区等生态敏感区",                          \
      "in a nature reserve, scenic area, water source zone or the like", "", "")                                       \
    X(INVESTMENT, "investment_fen", NUMBER, "建设项目总投资额（分）", "total investment, fen", "",                     \
      "")                                                                                                              \
    X(AMOUNT, "amount_fen", NUMBER, "计罚金额（分）", "amount the fine is a multiple of, fen", "",                     \
      "")                                                                                                              \
    X(FACTORS_N, "factors_n", NUMBER, "超标因子数", "exceeding factors", "", "")                                       \
    X(ONLY, "only", WORD, "仅有一项超标的是", "the only thing that exceeds",                                           \
      "ph=仅pH值超标|colour=仅色度超标|no=否", "")                                                                     \
    X(MULTIPLE, "multiple", NUMBER, "超标倍数", "exceedance, multiple of the limit", "", "")                           \
    X(OVER_PCT, "over_pct", NUMBER, "超总量百分比", "over the quantity, percent", "", "")                              \
    X(PH, "ph", NUMBER, "pH值", "pH", "", "")                                                                          \
    X(COLOUR, "colour_multiple", NUMBER, "色度超标倍数", "colour, multiple", "", "")                                   \
    X(DAILY_MEAN_OK, "daily_mean_ok", BOOL, "日均值未超标", "daily mean does not exceed", "", "")                      \
    X(SUDDEN_FAULT, "sudden_fault", BOOL, "突发故障等非主观故意因素",                                                  \
      "sudden fault or other cause without intent", "", "")                                                            \
    X(REPORTED_24H, "reported_24h", BOOL, "24小时内报告", "reported within 24 hours", "", "")                          \
    X(EMERGENCY_MEASURES, "emergency_measures", BOOL, "已采取应急措施或者停产",                                        \
      "emergency measures or stop", "", "")                                                                            \
    X(ACCEPTANCE_DONE, "acceptance_done", BOOL, "已完成验收", "acceptance completed", "", "")                          \
    X(DEVICE_USED, "device_used", BOOL, "已安装并使用污染防治设施",                                                    \
      "the device is installed and used", "", "")                                                                      \
    X(CANNOT_SEAL, "cannot_seal", BOOL, "无法密闭而未采取减排措施",                                                    \
      "cannot be sealed and no measure was taken", "", "")                                                             \
    X(QUANTITY_T, "quantity_t", NUMBER, "数量（吨）", "quantity, t", "", "")                                           \
    X(MIXED_T, "mixed_t", NUMBER, "混入其他废物的数量（吨）", "mixed into other waste, t", "", "")                     \
    X(SPECIAL_WASTE, "special_waste", BOOL, "属剧毒、医疗、实验室、易燃或者易爆废物",                                  \
      "highly toxic, medical, laboratory, flammable or explosive", "", "")                                             \
    X(DURATION_DAYS, "duration_days", NUMBER, "持续天数", "duration, days", "", "")                                    \
    X(CLASS_A, "class_a", BOOL, "涉及第一类污染物", "class A pollutants", "", "")                                      \
    X(SITE_CONFORMS, "site_conforms", BOOL, "选址符合规划", "the site conforms to the plan", "",                       \
      "")                                                                                                              \
    X(FACILITIES_BUILT, "facilities_built", BOOL, "环保设施已建成", "facilities are built", "",                        \
      "")                                                                                                              \
    X(OUTSIDE_POLLUTION, "outside_pollution", BOOL, "造成外环境污染", "pollution outside", "", "")                     \
    X(WELDERS_N, "welders_n", NUMBER, "焊机台数", "welders", "", "")                                                   \
    X(LEDGER_KEPT, "ledger_kept", BOOL, "已建立台账但记录不规范",                                                      \
      "a ledger is kept, but not as required", "", "")

enum wr_pen_fact {
#define WR_PEN_ENUM_(id, name, type, zh, en, words, can) WR_PEN_F_##id,
    WR_PEN_FACTS(WR_PEN_ENUM_)
#undef WR_PEN_ENUM_
        WR_PEN_FACTS_N
};
struct wr_pen_fact_name {
    const char *name;
    enum wr_pen_type type;
    const char *zh, *en, *words, *can;
};
extern const struct wr_pen_fact_name wr_pen_fact_names[WR_PEN_FACTS_N];

#define WR_PEN_OWN_MAX 72 /* facts of a pack's own, its factors among them */
#define WR_PEN_VALUES_MAX 128
_Static_assert(WR_PEN_FACTS_N + WR_PEN_OWN_MAX <= WR_PEN_VALUES_MAX, "values of a case");

/** What is known of one fact; type 0 = not known (未查明). */
struct wr_pen_value {
    int8_t type; /* enum wr_pen_type or 0 */
    bool b;
    bool heavier;               /* several were given: this is the heavier one (art. 17) */
    int32_t day;                /* days since 1970-01-01 */
    struct wr_pen_num num;      /* exact */
    struct wr_str word;         /* code of an option, borrowed */
    struct wr_str text;         /* as given, for the trace */
    struct wr_str evidence, by; /* where it is proved, who confirmed it; may be absent */
};

/* ---- what an evaluation gives -------------------------------------------------------------- */

enum wr_pen_outcome {
    WR_PEN_NO_PENALTY_MUST = 1,
    WR_PEN_NO_PENALTY_MAY,
    WR_PEN_MITIGATED,
    WR_PEN_LIGHTER,
    WR_PEN_ORDINARY,
    WR_PEN_HEAVIER,
    WR_PEN_GRADES_ONLY /* no formula is known: grades are given, a person states the amount */
};
extern const struct wr_enum_item wr_pen_outcomes[];

enum wr_pen_step_kind {
    WR_PEN_S_VERSION = 1,
    WR_PEN_S_LIMITATION,
    WR_PEN_S_CLAUSE,
    WR_PEN_S_START,
    WR_PEN_S_FACTOR,
    WR_PEN_S_SUM,
    WR_PEN_S_FLOOR,
    WR_PEN_S_CAP,
    WR_PEN_S_AMOUNT,
    WR_PEN_S_BAND,
    WR_PEN_S_GRADE,
    WR_PEN_S_FORMULA,
    WR_PEN_S_CLAMP,
    WR_PEN_S_ADJUST,
    WR_PEN_S_ROUND,
    WR_PEN_S_CHOOSE,
    WR_PEN_S_RESULT,
    WR_PEN_S_WARNING
};
extern const struct wr_enum_item wr_pen_step_kinds[];

/** Is a rule's condition fulfilled? Not known is neither. */
enum wr_pen_truth { WR_PEN_NO, WR_PEN_YES, WR_PEN_UNKNOWN };
extern const struct wr_enum_item wr_pen_truths[];

enum wr_pen_note {
    WR_PEN_NOTE_NONE,
    WR_PEN_NOTE_LOWEST,       /* not known: lowest level */
    WR_PEN_NOTE_GAP,          /* in a gap the pack declares: lowest level */
    WR_PEN_NOTE_HEAVIER,      /* several were given: the heavier one */
    WR_PEN_NOTE_NO_DISCOVERY, /* limitation not examined: no day of discovery */
    WR_PEN_NOTE_NEAR_MIN,
    WR_PEN_NOTE_NEAR_MAX,
    WR_PEN_NOTE_BOTH_WAYS,   /* grounds for lighter and for heavier together */
    WR_PEN_NOTE_NEW_LIGHTER, /* the rules of the decision day are lighter */
    WR_PEN_NOTE_OLD_LAW,     /* the rules of the act's day */
    WR_PEN_NOTE_APOLOGY,
    WR_PEN_NOTE_TO_MIN,
    WR_PEN_NOTE_TO_MAX,
    WR_PEN_NOTE_UNDER_MIN, /* below the minimum on a recorded ground */
    WR_PEN_NOTE_PERSON,    /* a person states the amount */
    WR_PEN_NOTE_N
};
struct wr_pen_note_name {
    const char *code, *zh, *en;
};
extern const struct wr_pen_note_name wr_pen_note_names[WR_PEN_NOTE_N];

struct wr_pen_factor;
struct wr_pen_level;
struct wr_pen_clause;
struct wr_pen_row;
struct wr_pen_table;
struct wr_pen_column;

/** One line of the explanation: what was looked at, and the arithmetic. Points into the pack and the case. */
struct wr_pen_step {
    enum wr_pen_step_kind kind;
    enum wr_pen_note note;
    enum wr_pen_truth met;
    const struct wr_pen_factor *factor;
    const struct wr_pen_level *level;
    const struct wr_pen_value *value;
    const struct wr_pen_clause *clause;
    const struct wr_pen_row *row;
    const struct wr_pen_table *table;
    const struct wr_pen_column *column;
    int64_t from_bp, bp; /* before, after; for a factor: its own, and the sum with it */
    int64_t grade;
    int64_t from_fen, fen; /* before, after; rounded down where not whole */
    struct wr_str text;    /* a pack's or day's name, may be absent */
};

#define WR_PEN_STEPS_MAX 96
#define WR_PEN_HITS_MAX 24

struct wr_pen_result {
    enum wr_pen_outcome outcome;
    int64_t raw_bp;           /* sum of start and weights, before floor and cap; -1: no such sum */
    int64_t bp;               /* after floor and cap; -1 */
    int64_t fine_fen;         /* 0 when not punished; -1: a person states it */
    int64_t if_punished_fen;  /* what the fine would be if a MAY is not used, or without the MUST */
    int64_t min_fen, max_fen; /* statutory range of this case; -1: none */
    int64_t lo_fen, hi_fen;   /* within these a person decides: band, or the range */
    bool clamped;
    size_t must_n, may_n, lighter_n;
    const struct wr_pen_clause *must[WR_PEN_HITS_MAX], *may[WR_PEN_HITS_MAX],
        *lighter[WR_PEN_HITS_MAX];
    size_t steps_n;
    struct wr_pen_step steps[WR_PEN_STEPS_MAX];
    const struct wr_pen_table *table; /* the one whose fine was taken */
    const struct wr_pen_column *column;
};
