/* Systems, commands, data marks and return codes, in words. */
#include "hj212/hj212_int.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct hj212_code systems[] = {
    {"21", "地表水质量监测", "surface water"},
    {"22", "空气质量监测", "air"},
    {"23", "声环境质量监测", "noise"},
    {"24", "地下水质量监测", "groundwater"},
    {"25", "土壤质量监测", "soil"},
    {"26", "海水质量监测", "sea water"},
    {"27", "挥发性有机物监测", "volatile organic compounds"},
    {"31", "大气环境污染源", "air pollution source"},
    {"32", "地表水体环境污染源", "surface-water pollution source"},
    {"33", "地下水体环境污染源", "groundwater pollution source"},
    {"34", "海洋环境污染源", "sea pollution source"},
    {"35", "土壤环境污染源", "soil pollution source"},
    {"36", "声环境污染源", "noise source"},
    {"37", "振动环境污染源", "vibration source"},
    {"38", "放射性环境污染源", "radioactive source"},
    {"39", "工地扬尘污染源", "construction dust"},
    {"41", "电磁环境污染源", "electromagnetic source"},
    {"44", "用电监控", "electricity"},
    {"45", "关键生产工况监控", "key production condition"},
    {"51", "烟气排放过程监控", "flue-gas process"},
    {"52", "污水排放过程监控", "wastewater process"},
    {"91", "系统交互", "interaction"},
};

/* Which dialects know a command: a bit per enum hj212_dialect. */
#define IN_2005 (1u << HJ212_2005)
#define IN_2017 (1u << HJ212_2017 | 1u << HJ212_SURFACE)
#define IN_2025 (1u << HJ212_2025)
#define SINCE_2017 (IN_2017 | IN_2025)
#define IN_ALL (IN_2005 | SINCE_2017)

struct command {
    uint16_t command;
    uint16_t dialects;
    struct hj212_code code;
};
static const struct command commands[] = {
    {1000, IN_ALL, {"1000", "设置超时时间及重发次数", "set time-out and repeats"}},
    {1001, IN_2005, {"1001", "设置超限报警时间", "set alarm time"}},
    {1001, IN_2025, {"1001", "上传数采仪硬件序列号", "upload logger serial numbers"}},
    {1002, IN_2025, {"1002", "设置入网编码", "set MN"}},
    {1011, IN_ALL, {"1011", "提取/上传现场机时间", "get or upload site time"}},
    {1012, IN_ALL, {"1012", "设置现场机时间", "set site time"}},
    {1013, SINCE_2017, {"1013", "现场机时间校准请求", "site asks for its time"}},
    {1014, IN_2025, {"1014", "更换密钥", "ask for or deliver a new key"}},
    {1021, IN_2005, {"1021", "提取/上传污染物报警门限值", "get or upload alarm limits"}},
    {1022, IN_2005, {"1022", "设置污染物报警门限值", "set alarm limits"}},
    {1031, IN_2005, {"1031", "提取/上传上位机地址", "get or upload host address"}},
    {1032, IN_2005, {"1032", "设置上位机地址", "set host address"}},
    {1041, IN_2005, {"1041", "提取/上传日数据上报时间", "get or upload report time"}},
    {1042, IN_2005, {"1042", "设置日数据上报时间", "set report time"}},
    {1061, IN_ALL, {"1061", "提取/上传实时数据间隔", "get or upload real-time interval"}},
    {1062, IN_ALL, {"1062", "设置实时数据间隔", "set real-time interval"}},
    {1063, SINCE_2017, {"1063", "提取/上传分钟数据间隔", "get or upload minute interval"}},
    {1064, SINCE_2017, {"1064", "设置分钟数据间隔", "set minute interval"}},
    {1072, IN_ALL, {"1072", "设置现场机访问密码", "set site password"}},
    {2011, IN_ALL, {"2011", "实时数据", "real-time data"}},
    {2012, IN_ALL, {"2012", "停止察看实时数据", "stop real-time data"}},
    {2013, IN_2025, {"2013", "周期性设备原始监测数据", "raw data of periodic analysers"}},
    {2021, IN_ALL, {"2021", "设备运行状态", "facility state"}},
    {2022, IN_ALL, {"2022", "停止察看设备运行状态", "stop facility state"}},
    {2031, IN_ALL, {"2031", "日历史数据", "day data"}},
    {2041, IN_ALL, {"2041", "设备运行时间日历史数据", "facility running time of a day"}},
    {2051, IN_ALL, {"2051", "分钟数据", "minute data"}},
    {2052, IN_2025, {"2052", "噪声单次监测数据", "noise, single measurement"}},
    {2061, IN_ALL, {"2061", "小时数据", "hour data"}},
    {2062, IN_2025, {"2062", "自动标样核查（校准）数据", "automatic standard-sample check"}},
    {2071, IN_2005, {"2071", "报警记录", "alarm records"}},
    {2072, IN_2005, {"2072", "报警事件", "alarm event"}},
    {2081, SINCE_2017, {"2081", "数采仪开机时间", "logger start time"}},
    {2111, IN_2025, {"2111", "炉膛温度5分钟均值", "furnace temperature, 5-minute mean"}},
    {3011, IN_ALL, {"3011", "零点校准量程校准", "zero and span calibration"}},
    {3012, IN_ALL, {"3012", "即时采样", "immediate sample"}},
    {3013, IN_2005, {"3013", "设备操作", "operate a device"}},
    {3013, SINCE_2017, {"3013", "启动清洗/反吹", "clean or blow back"}},
    {3014, IN_2005, {"3014", "设置采样时间", "set sampling hours"}},
    {3014, SINCE_2017, {"3014", "比对采样", "comparison sample"}},
    {3015, SINCE_2017, {"3015", "超标留样", "retain a sample on exceedance"}},
    {3016, SINCE_2017, {"3016", "设置采样时间周期", "set sampling cycle"}},
    {3017, SINCE_2017, {"3017", "提取/上传采样时间周期", "get or upload sampling cycle"}},
    {3018, SINCE_2017, {"3018", "提取/上传出样时间", "get or upload time to result"}},
    {3019, SINCE_2017, {"3019", "提取/上传设备唯一标识", "get or upload instrument identity"}},
    {3020, SINCE_2017, {"3020", "提取/上传现场机信息", "get or upload site information"}},
    {3021, SINCE_2017, {"3021", "设置现场机参数", "set site parameter"}},
    {3022, IN_2025, {"3022", "即时留样", "retain a sample now"}},
    {3024, IN_2025, {"3024", "启动标样核查", "start the standard-sample check"}},
    {9011, IN_ALL, {"9011", "请求应答", "request answer"}},
    {9012, IN_ALL, {"9012", "执行结果", "execution result"}},
    {9013, IN_ALL, {"9013", "通知应答", "notify answer"}},
    {9014, IN_ALL, {"9014", "数据应答", "data answer"}},
    {9015, IN_2025, {"9015", "心跳", "heartbeat"}},
};

static const struct hj212_code marks_2017[] = {
    {"N", "正常", "normal"},
    {"F", "停运", "instrument stopped"},
    {"M", "维护", "maintenance"},
    {"S", "手工输入的设定值", "entered by hand"},
    {"D", "故障", "fault"},
    {"C", "校准", "calibrating"},
    {"T", "超过测量上限", "above the upper range limit"},
    {"B", "通讯异常", "communication abnormal"},
};
static const struct hj212_code marks_2005[] = {
    {"N", "正常", "normal"},
    {"F", "排放源停运", "discharge source stopped"},
    {"M", "维护", "maintenance"},
    {"S", "设定值", "set value"},
    {"D", "故障", "fault"},
    {"C", "校验", "calibration"},
    {"T", "超测上限", "above the upper range limit"},
    {"P", "电源故障", "power fault"},
};
static const struct hj212_code marks_air[] = {
    {"0", "校准数据", "calibration"},
    {"1", "气象参数", "meteorological parameter"},
    {"2", "异常数据", "abnormal"},
    {"3", "正常数据", "normal"},
};

struct result {
    int value;
    struct hj212_code code;
};
static const struct result qnrtns[] = {
    {1, {"1", "准备执行请求", "ready"}},        {2, {"2", "请求被拒绝", "refused"}},
    {3, {"3", "PW 错误", "PW is wrong"}},       {4, {"4", "MN 错误", "MN is wrong"}},
    {5, {"5", "ST 错误", "ST is wrong"}},       {6, {"6", "Flag 错误", "Flag is wrong"}},
    {7, {"7", "QN 错误", "QN is wrong"}},       {8, {"8", "CN 错误", "CN is wrong"}},
    {9, {"9", "CRC 校验错误", "CRC is wrong"}}, {100, {"100", "未知错误", "unknown"}},
};
static const struct result exertns[] = {
    {1, {"1", "执行成功", "success"}},
    {2, {"2", "执行失败，原因未知", "failed, reason unknown"}},
    {3, {"3", "命令请求条件错误", "wrong request condition"}},
    {4, {"4", "通讯超时", "communication time-out"}},
    {5, {"5", "系统繁忙不能执行", "busy"}},
    {6, {"6", "系统故障", "system fault"}},
    {100, {"100", "没有数据", "no data"}},
};

static const struct hj212_code *find(const struct hj212_code *rows, size_t n, struct hj212_str code)
{
    for (size_t i = 0; i < n; i++) {
        if (hj212_eq(code, rows[i].code)) {
            return &rows[i];
        }
    }
    return NULL;
}

static const struct hj212_code *find_result(const struct result *rows, size_t n, int value)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].value == value) {
            return &rows[i].code;
        }
    }
    return NULL;
}

const struct hj212_code *hj212_system_of(struct hj212_str st)
{
    return find(systems, COUNT(systems), st);
}

const struct hj212_code *hj212_command_of(uint16_t command, enum hj212_dialect dialect)
{
    unsigned wanted = dialect == HJ212_AUTO ? IN_ALL : 1u << dialect;
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (commands[i].command == command && (commands[i].dialects & wanted) != 0) {
            return &commands[i].code;
        }
    }
    return NULL;
}

const struct hj212_code *hj212_mark_of(struct hj212_str mark, enum hj212_dialect dialect,
                                       uint16_t st_code)
{
    if (dialect != HJ212_2005) {
        return find(marks_2017, COUNT(marks_2017), mark);
    }
    const struct hj212_code *found =
        st_code == HJ212_ST('2', '2') ? find(marks_air, COUNT(marks_air), mark) : NULL;
    return found != NULL ? found : find(marks_2005, COUNT(marks_2005), mark);
}

const struct hj212_code *hj212_qnrtn_of(int code)
{
    return find_result(qnrtns, COUNT(qnrtns), code);
}

const struct hj212_code *hj212_exertn_of(int code)
{
    return find_result(exertns, COUNT(exertns), code);
}
