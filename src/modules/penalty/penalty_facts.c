/* Facts, words and conditions: names and truth. */
#include "modules/penalty/penalty_pack.h"

#define WR_PEN_T_(t) WR_PEN_##t
const struct wr_pen_fact_name wr_pen_fact_names[WR_PEN_FACTS_N] = {
#define FACT(id, name, type, zh, en, words, can) {name, WR_PEN_T_(type), zh, en, words, can},
    WR_PEN_FACTS(FACT)
#undef FACT
};

const struct wr_enum_item wr_pen_outcomes[] = {
    {"no_penalty_must", WR_PEN_NO_PENALTY_MUST, "应当不予处罚", "must not be punished"},
    {"no_penalty_may", WR_PEN_NO_PENALTY_MAY, "可以不予处罚", "may be left unpunished"},
    {"mitigated", WR_PEN_MITIGATED, "减轻处罚", "mitigated"},
    {"lighter", WR_PEN_LIGHTER, "从轻处罚", "lighter"},
    {"ordinary", WR_PEN_ORDINARY, "一般处罚", "ordinary"},
    {"heavier", WR_PEN_HEAVIER, "从重处罚", "heavier"},
    {"grades_only", WR_PEN_GRADES_ONLY, "仅给出等级，金额由人认定",
     "grades only, a person states the amount"},
    {0},
};
const struct wr_enum_item wr_pen_step_kinds[] = {
    {"version", WR_PEN_S_VERSION, "适用规则", "rules applied"},
    {"limitation", WR_PEN_S_LIMITATION, "追责时效", "limitation"},
    {"clause", WR_PEN_S_CLAUSE, "情形", "clause"},
    {"start", WR_PEN_S_START, "起点", "start"},
    {"factor", WR_PEN_S_FACTOR, "因素", "factor"},
    {"sum", WR_PEN_S_SUM, "合计", "sum"},
    {"floor", WR_PEN_S_FLOOR, "下限", "floor"},
    {"cap", WR_PEN_S_CAP, "上限", "cap"},
    {"amount", WR_PEN_S_AMOUNT, "金额", "amount"},
    {"band", WR_PEN_S_BAND, "幅度", "band"},
    {"grade", WR_PEN_S_GRADE, "等级", "grade"},
    {"formula", WR_PEN_S_FORMULA, "公式", "formula"},
    {"clamp", WR_PEN_S_CLAMP, "法定幅度", "statutory range"},
    {"adjust", WR_PEN_S_ADJUST, "调整", "adjustment"},
    {"round", WR_PEN_S_ROUND, "取整", "rounding"},
    {"choose", WR_PEN_S_CHOOSE, "择一重处", "the higher fine"},
    {"result", WR_PEN_S_RESULT, "结果", "result"},
    {"warning", WR_PEN_S_WARNING, "提示", "warning"},
    {0},
};
const struct wr_enum_item wr_pen_truths[] = {
    {"no", WR_PEN_NO, "不符合", "not met"},
    {"yes", WR_PEN_YES, "符合", "met"},
    {"unknown", WR_PEN_UNKNOWN, "未查明", "not known"},
    {0},
};
const struct wr_enum_item wr_pen_methods[] = {
    {"weight_sum", WR_PEN_WEIGHT_SUM, "权重累加", "sum of weights"},
    {"band", WR_PEN_BAND, "幅度", "bands"},
    {"grade_formula", WR_PEN_GRADE, "等级公式", "grades and a formula"},
    {0},
};
const struct wr_enum_item wr_pen_bases[] = {
    {"fixed_max", WR_PEN_FIXED_MAX, "固定金额", "fixed amount"},
    {"amount_x_ratio", WR_PEN_AMOUNT_X_RATIO, "金额×比例", "share of an amount"},
    {"multiple_of_amount", WR_PEN_MULTIPLE_OF_AMOUNT, "金额的倍数", "multiple of an amount"},
    {0},
};
const struct wr_enum_item wr_pen_effects[] = {
    {"no_penalty", WR_PEN_E_NO_PENALTY, "不予处罚", "no penalty"},
    {"lighter", WR_PEN_E_LIGHTER, "从轻或者减轻", "lighter or mitigated"},
    {0},
};
const struct wr_enum_item wr_pen_strengths[] = {
    {"must", WR_PEN_MUST, "应当", "must"},
    {"may", WR_PEN_MAY, "可以", "may"},
    {0},
};
const struct wr_pen_note_name wr_pen_note_names[WR_PEN_NOTE_N] = {
    [WR_PEN_NOTE_NONE] = {"", "", ""},
    [WR_PEN_NOTE_LOWEST] = {"lowest", "未查明，按最低一档", "not known: the lowest level"},
    [WR_PEN_NOTE_GAP] = {"gap", "原表没有对应的档，按最低一档",
                         "the table has no level for it: the lowest"},
    [WR_PEN_NOTE_HEAVIER] = {"heavier_of_several", "涉及多项，取较重的一项",
                             "of several, the heavier one"},
    [WR_PEN_NOTE_NO_DISCOVERY] = {"no_discovery_day", "没有发现日，未审查追责时效",
                                  "no day of discovery: limitation was not examined"},
    [WR_PEN_NOTE_NEAR_MIN] = {"near_minimum", "金额接近法定下限，请复核",
                              "near the statutory minimum, look again"},
    [WR_PEN_NOTE_NEAR_MAX] = {"near_maximum", "金额接近法定上限，请复核",
                              "near the statutory maximum, look again"},
    [WR_PEN_NOTE_BOTH_WAYS] = {"both_ways", "同时有从轻（减轻）和从重情节，请由人权衡",
                               "grounds both ways: a person must weigh them"},
    [WR_PEN_NOTE_NEW_LIGHTER] =
        {"new_rules_lighter", "行为后规则已变更，新规则处罚较轻，适用新规则",
         "the rules changed after the act and are lighter: the new ones apply"},
    [WR_PEN_NOTE_OLD_LAW] = {"rules_of_the_act", "适用行为时有效的规则",
                             "the rules of the day of the act apply"},
    [WR_PEN_NOTE_APOLOGY] = {"apology", "公开道歉并承诺，从轻", "public apology and commitment"},
    [WR_PEN_NOTE_TO_MIN] = {"to_minimum", "低于法定下限，按下限",
                            "below the statutory minimum: raised to it"},
    [WR_PEN_NOTE_TO_MAX] = {"to_maximum", "高于法定上限，按上限",
                            "above the statutory maximum: lowered to it"},
    [WR_PEN_NOTE_UNDER_MIN] = {"below_minimum_on_ground", "依记录的减轻情形，可以低于法定下限",
                               "below the minimum, on the recorded ground"},
    [WR_PEN_NOTE_PERSON] = {"person_decides", "金额由人认定", "a person states the amount"},
};

/* ---- facts --------------------------------------------------------------------------------------- */

int wr_pen_fact_of(const struct wr_pen_pack *p, struct wr_str name)
{
    for (int i = 0; i < WR_PEN_FACTS_N; i++)
        if (wr_str_eq(name, wr_str(wr_pen_fact_names[i].name)))
            return i;
    for (size_t i = 0; p && i < p->own_n; i++)
        if (wr_str_eq(name, p->own[i].name))
            return WR_PEN_FACTS_N + (int)i;
    return -1;
}

struct wr_str wr_pen_fact_name(const struct wr_pen_pack *p, int fact)
{
    return fact < WR_PEN_FACTS_N ? wr_str(wr_pen_fact_names[fact].name)
                                 : p->own[fact - WR_PEN_FACTS_N].name;
}

struct wr_str wr_pen_fact_text(const struct wr_pen_pack *p, int fact, bool zh)
{
    if (fact < WR_PEN_FACTS_N)
        return wr_str(zh ? wr_pen_fact_names[fact].zh : wr_pen_fact_names[fact].en);
    const struct wr_pen_own_fact *own = &p->own[fact - WR_PEN_FACTS_N];
    return zh || own->en.n == 0 ? own->zh : own->en;
}

struct wr_str wr_pen_fact_zh(const struct wr_pen_pack *p, int fact)
{
    return wr_pen_fact_text(p, fact, true);
}

enum wr_pen_type wr_pen_fact_type(const struct wr_pen_pack *p, int fact)
{
    return fact < WR_PEN_FACTS_N ? wr_pen_fact_names[fact].type
                                 : (enum wr_pen_type)p->own[fact - WR_PEN_FACTS_N].type;
}

struct wr_str wr_pen_fact_words(const struct wr_pen_pack *p, int fact)
{
    return fact < WR_PEN_FACTS_N ? wr_str(wr_pen_fact_names[fact].words)
                                 : p->own[fact - WR_PEN_FACTS_N].words;
}

/* ---- conditions ------------------------------------------------------------------------------------ */

bool wr_pen_has_word(struct wr_str words, struct wr_str word)
{
    while (words.p) {
        struct wr_str one = wr_str_cut(&words, '|');
        if (wr_str_eq(one, word))
            return true;
    }
    return false;
}

/** "name", then what follows it. */
static struct wr_str name_of(struct wr_str text, struct wr_str *rest)
{
    size_t n = 0;

    while (n < text.n && !strchr("<>=:", text.p[n]))
        n++;
    *rest = wr_str_sub(text, n, text.n);
    return wr_str_trim(wr_str_sub(text, 0, n));
}

static const char *read_compare(struct wr_str rest, struct wr_pen_cond *c)
{
    bool less = rest.p[0] == '<', more = rest.p[0] == '>';
    bool incl = rest.n > 1 && rest.p[1] == '=' && (less || more);
    struct wr_pen_num v;

    c->op = WR_PEN_IN;
    if (rest.p[0] == ':')
        return wr_pen_span_parse(wr_str_sub(rest, 1, rest.n), &c->span)
                   ? NULL
                   : "区间应写作 [3,8)、(-,50) 或 [200,-)";
    if (!wr_pen_num_parse(wr_str_trim(wr_str_sub(rest, incl ? 2 : 1, rest.n)), &v))
        return "应与数字比较";
    c->span = (struct wr_pen_span){.lo = v,
                                   .hi = v,
                                   .has_lo = !less,
                                   .has_hi = !more,
                                   .lo_incl = !less && (incl || !more),
                                   .hi_incl = !more && (incl || !less)};
    return NULL;
}

static const char *check_words(struct wr_str known, struct wr_str words)
{
    while (known.n > 0 && words.p) {
        struct wr_str one = wr_str_cut(&words, '|');
        bool found = false;
        for (struct wr_str rest = known; rest.p && !found;) {
            struct wr_str pair = wr_str_cut(&rest, '|');
            found = wr_str_eq(wr_str_cut(&pair, '='), one);
        }
        if (!found)
            return "没有这个取值";
    }
    return NULL;
}

const char *wr_pen_cond_parse(const struct wr_pen_pack *p, struct wr_str text,
                              struct wr_pen_cond *ret)
{
    struct wr_pen_cond c = {.text = text};
    bool negated = text.n > 0 && text.p[0] == '!';
    struct wr_str rest, name = name_of(negated ? wr_str_sub(text, 1, text.n) : text, &rest);

    c.fact = wr_pen_fact_of(p, name);
    if (c.fact < 0)
        return "没有这个事实名";
    enum wr_pen_type type = wr_pen_fact_type(p, c.fact);
    if (rest.n == 0) {
        c.op = negated ? WR_PEN_IS_NOT : WR_PEN_IS;
        *ret = c;
        return type == WR_PEN_BOOL ? NULL : "只有是非事实可以单独写";
    }
    if (type == WR_PEN_WORD) {
        c.op = WR_PEN_WORDS;
        c.words = wr_str_sub(rest, 1, rest.n);
        *ret = c;
        return rest.p[0] == '=' && !negated ? check_words(wr_pen_fact_words(p, c.fact), c.words)
                                            : "应写作 名称=取值|取值";
    }
    if (type != WR_PEN_NUMBER || negated)
        return "只有数值可以比较大小";
    const char *why = read_compare(rest, &c);
    *ret = c;
    return why;
}

enum wr_pen_truth wr_pen_cond_truth(const struct wr_pen_cond *c, const struct wr_pen_value *vals)
{
    const struct wr_pen_value *v = &vals[c->fact];
    bool yes = false;

    if (v->type == 0)
        return WR_PEN_UNKNOWN;
    switch (c->op) {
    case WR_PEN_IS:
        yes = v->b;
        break;
    case WR_PEN_IS_NOT:
        yes = !v->b;
        break;
    case WR_PEN_IN:
        yes = wr_pen_span_has(&c->span, v->num);
        break;
    case WR_PEN_WORDS:
        yes = wr_pen_has_word(c->words, v->word);
        break;
    }
    return yes ? WR_PEN_YES : WR_PEN_NO;
}
