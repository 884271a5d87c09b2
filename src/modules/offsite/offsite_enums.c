/* Names of what the rules speak of, and which factor measures what. */
#include "modules/offsite/offsite_valid.h"

const struct wr_enum_item wr_offsite_rules[] = {
    {"E1", WR_OR_E1, "小时均值超标", "hour mean above the limit"},
    {"E2", WR_OR_E2, "日均值超标", "day mean above the limit"},
    {"E3", WR_OR_E3, "贴限运行", "close to the limit"},
    {"Z1", WR_OR_Z1, "运行中零值", "zero while running"},
    {"N1", WR_OR_N1, "负值", "negative value"},
    {"K1", WR_OR_K1, "恒值", "constant value"},
    {"J1", WR_OR_J1, "突变", "jump"},
    {"L1", WR_OR_L1, "因子逻辑矛盾", "contradiction between factors"},
    {"L2", WR_OR_L2, "折算值不符", "conversion differs"},
    {"L3", WR_OR_L3, "标停未停（数据）", "marked stopped, but emitting"},
    {"L4", WR_OR_L4, "封顶", "flat top"},
    {"L5", WR_OR_L5, "数据雷同", "series alike"},
    {"C1", WR_OR_C1, "月捕集率不足", "monthly capture too low"},
    {"T1", WR_OR_T1, "时钟异常", "clock"},
    {"G1", WR_OR_G1, "缺数、离线", "missing data, offline"},
    {"R1", WR_OR_R1, "历史数据被改", "altered history"},
    {"W1", WR_OR_W1, "量程、斜率、截距变更", "range, slope or intercept changed"},
    {"W2", WR_OR_W2, "报文缺陷偏多", "defective packets"},
    {"P1", WR_OR_P1, "产治不同步", "production without treatment"},
    {"P2", WR_OR_P2, "治污迟开、早停", "treatment late or ended early"},
    {"P3", WR_OR_P3, "治污空转、降频", "treatment idling"},
    {"P4", WR_OR_P4, "用电超限", "overload"},
    {"P5", WR_OR_P5, "停电、断线", "power cut or meter offline"},
    {"P6", WR_OR_P6, "停产未停", "stop order not followed"},
    {"P7", WR_OR_P7, "限产未限", "limit order not followed"},
    {"P8", WR_OR_P8, "标停未停（用电）", "marked stopped, but power runs"},
    {"P9", WR_OR_P9, "零用电有排放", "emission without electricity"},
    {"P10", WR_OR_P10, "总分不符", "total and parts differ"},
    {0},
};
const struct wr_enum_item wr_offsite_levels[] = {
    {"info", WR_OL_INFO, "提示", "information"},
    {"clue", WR_OL_CLUE, "线索", "clue"},
    {"warn", WR_OL_WARN, "预警", "warning"},
    {"serious", WR_OL_SERIOUS, "严重", "serious"},
    {0},
};
const struct wr_enum_item wr_offsite_mediums[] = {
    {"gas", WR_OM_GAS, "废气", "exhaust gas"},
    {"water", WR_OM_WATER, "废水", "wastewater"},
    {"noise", WR_OM_NOISE, "噪声", "noise"},
    {"electricity", WR_OM_ELECTRICITY, "用电", "electricity"},
    {"condition", WR_OM_CONDITION, "工况", "working condition"},
    {"other", WR_OM_OTHER, "其他", "other"},
    {0},
};
const struct wr_enum_item wr_offsite_grains[] = {
    {"hour", WR_OG_HOUR, "小时均值", "hour mean"},
    {"day", WR_OG_DAY, "日均值", "day mean"},
    {0},
};
const struct wr_enum_item wr_offsite_span_kinds[] = {
    {"maintenance", WR_OS_MAINTENANCE, "报备的维护或设备故障", "reported maintenance or fault"},
    {"stop", WR_OS_STOP, "停运、计划停产", "declared stop"},
    {"spare", WR_OS_SPARE, "备用设备", "spare unit"},
    {"outage", WR_OS_OUTAGE, "全厂停电", "outage of the whole site"},
    {"start", WR_OS_START, "烘炉、启炉、停炉", "start-up or shut-down"},
    {"fault", WR_OS_FAULT, "生产或治污故障", "fault of production or treatment"},
    {0},
};
const struct wr_enum_item wr_offsite_channel_roles[] = {
    {"production", WR_OC_PRODUCTION, "生产设备", "production device"},
    {"treatment", WR_OC_TREATMENT, "治污设备", "treatment device"},
    {"main", WR_OC_MAIN, "总表", "main meter"},
    {"sub", WR_OC_SUB, "分表", "sub-meter"},
    {0},
};
const struct wr_enum_item wr_offsite_quantities[] = {
    {"power", WR_OQ_POWER, "功率（kW）", "power, kW"},
    {"current", WR_OQ_CURRENT, "电流（A）", "current, A"},
    {"voltage", WR_OQ_VOLTAGE, "电压（V）", "voltage, V"},
    {0},
};
const struct wr_enum_item wr_offsite_reasons[] = {
    {"valid", WR_REASON_NONE, "有效", "valid"},
    {"not_a_number", WR_REASON_NOT_A_NUMBER, "不是数值", "not a number"},
    {"duplicate", WR_REASON_DUPLICATE, "同一时刻有不同的值", "came again with another value"},
    {"time", WR_REASON_TIME, "时间异常", "time outside of bounds"},
    {"physical", WR_REASON_PHYSICAL, "超出物理范围", "outside the physical range"},
    {"flag", WR_REASON_FLAG, "数据标记不是 N", "data mark is not N"},
    {"marked", WR_REASON_MARKED, "处于标记无效时段", "covered by an invalidating mark"},
    {"too_few", WR_REASON_TOO_FEW, "有效个数不足", "made of too few values"},
    {0},
};
const struct wr_enum_item wr_offsite_mark_bys[] = {
    {"device", WR_MARK_DEVICE, "设备自动标记", "device"},
    {"enterprise", WR_MARK_ENTERPRISE, "企业人工标记", "enterprise"},
    {0},
};

/* ---- factors (§11.1) ------------------------------------------------------------------------------ */

static const struct {
    const char *old, *code;
} codes_2005[] = {
    {"001", "w01001"}, {"003", "w01012"}, {"010", "w01017"}, {"011", "w01018"}, {"024", "w20117"},
    {"060", "w21003"}, {"065", "w21001"}, {"101", "w21011"}, {"B01", "w00000"}, {"01", "a34013"},
    {"02", "a21026"},  {"03", "a21002"},  {"04", "a21005"},  {"08", "a21024"},  {"17", "a25003"},
    {"18", "a25005"},  {"25", "a24087"},  {"B02", "a00000"}, {"S01", "a19001"}, {"S02", "a01011"},
    {"S03", "a01012"}, {"S05", "a01014"}, {"S08", "a01013"},
};

struct wr_str wr_offsite_factor_2017(struct wr_str factor)
{
    for (size_t i = 0; factor.n <= 3 && i < sizeof(codes_2005) / sizeof(codes_2005[0]); i++)
        if (wr_str_eq(factor, wr_str(codes_2005[i].old)))
            return wr_str(codes_2005[i].code);
    return factor;
}

static const struct {
    const char *code;
    enum wr_offsite_role role;
} roles[] = {
    {"w00000", WR_FR_FLOW},        {"a00000", WR_FR_FLOW},        {"a19001", WR_FR_O2},
    {"a01011", WR_FR_VELOCITY},    {"a01012", WR_FR_TEMPERATURE}, {"w01010", WR_FR_TEMPERATURE},
    {"a01013", WR_FR_PRESSURE},    {"a01017", WR_FR_PRESSURE},    {"a01006", WR_FR_PRESSURE},
    {"a01014", WR_FR_HUMIDITY},    {"a01002", WR_FR_HUMIDITY},    {"w01001", WR_FR_PH},
    {"a01001", WR_FR_TEMPERATURE}, {"a00000z", WR_FR_FLOW},
};

static bool begins_with_one(struct wr_str f, const char *const *beginnings)
{
    for (size_t i = 0; beginnings[i] != NULL; i++)
        if (wr_str_starts(f, wr_str(beginnings[i])))
            return true;
    return false;
}

enum wr_offsite_role wr_offsite_role_of(struct wr_str factor)
{
    /* a01… are parameters of flue and air, w010… of water; what is measured as a concentration is named */
    static const char *const pollutants[] = {"a05",    "a2",     "a3",     "a4",     "a9",
                                             "w01012", "w01017", "w01018", "w01019", "w2",
                                             "w3",     "w9",     NULL};
    struct wr_str f = wr_offsite_factor_2017(factor);
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
        if (wr_str_eq(f, wr_str(roles[i].code)))
            return roles[i].role;
    if (f.n < 2 || f.p[1] < '0' || f.p[1] > '9')
        return WR_FR_OTHER;
    if (begins_with_one(f, pollutants))
        return WR_FR_POLLUTANT;
    return strchr("degfpi", f.p[0]) != NULL ? WR_FR_CONDITION : WR_FR_OTHER;
}
