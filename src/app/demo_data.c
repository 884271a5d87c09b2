/* Words of the demonstration. Names are put together so that nobody takes them for real ones: the mark （演示） stands in all. */
#include "app/demo.h"

const struct demo_district_data demo_districts[] = {
    {"中原区", "中原", 90, 40000},
    {"二七区", "二七", 80, 40000},
    {"管城回族区", "管城", 90, 40000},
    {"金水区", "金水", 80, 40000},
    {"上街区", "上街", 60, 25000},
    {"惠济区", "惠济", 80, 40000},
    {"中牟县", "中牟", 150, 120000},
    {"郑州经济技术开发区", "经开", 140, 50000},
    {"郑州高新技术产业开发区", "高新", 130, 35000},
    {"郑州航空港经济综合实验区", "航空港", 120, 90000},
    {"郑东新区", "郑东", 40, 40000},
    {"巩义市", "巩义", 260, 110000},
    {"荥阳市", "荥阳", 230, 100000},
    {"新密市", "新密", 240, 110000},
    {"新郑市", "新郑", 210, 100000},
    {"登封市", "登封", 200, 110000},
};
const size_t demo_districts_n = WR_ARRAY_LEN(demo_districts);

#define DUST "颗粒物"
#define GAS "颗粒物、二氧化硫、氮氧化物"
#define VOC "非甲烷总烃、颗粒物"
#define COD "化学需氧量、氨氮"
#define NUTRIENT "化学需氧量、氨氮、总磷、总氮"

/* GB/T 4754-2017. Weights: how common; rural: not in the inner districts; key: often a key discharger. */
const struct demo_industry demo_industries[] = {
    {"B0610", "烟煤和无烟煤开采洗选", "煤业", 3, true, true, DUST, COD},
    {"B1011", "石灰石、石膏开采", "石料", 3, true, false, DUST, NULL},
    {"C1312", "小麦加工", "面业", 4, false, false, DUST, NULL},
    {"C1353", "肉制品及副产品加工", "肉制品", 3, false, true, NULL, NUTRIENT},
    {"C1432", "速冻食品制造", "速冻食品", 4, false, true, NULL, NUTRIENT},
    {"C1433", "方便面制造", "方便食品", 2, false, false, NULL, COD},
    {"C1512", "白酒制造", "酒业", 2, true, false, NULL, COD},
    {"C1713", "棉印染精加工", "印染", 2, true, true, VOC, NUTRIENT},
    {"C1910", "皮革鞣制加工", "皮革", 1, true, true, NULL, "化学需氧量、氨氮、总铬"},
    {"C2021", "胶合板制造", "板材", 4, true, false, VOC, NULL},
    {"C2110", "木质家具制造", "家具", 6, false, false, VOC, NULL},
    {"C2221", "机制纸及纸板制造", "纸业", 5, true, true, GAS, NUTRIENT},
    {"C2319", "包装装潢及其他印刷", "包装印刷", 8, false, false, VOC, NULL},
    {"C2614", "有机化学原料制造", "化工", 3, true, true, VOC, COD},
    {"C2624", "复混肥料制造", "肥业", 2, true, false, DUST, NULL},
    {"C2641", "涂料制造", "涂料", 4, true, false, VOC, NULL},
    {"C2651", "初级形态塑料及合成树脂制造", "树脂材料", 2, true, true, VOC, COD},
    {"C2710", "化学药品原料药制造", "药业", 2, false, true, VOC, NUTRIENT},
    {"C2720", "化学药品制剂制造", "制药", 2, false, false, VOC, COD},
    {"C2730", "中药饮片加工", "中药饮片", 2, false, false, DUST, NULL},
    {"C2921", "塑料薄膜制造", "塑料薄膜", 4, false, false, VOC, NULL},
    {"C2926", "塑料包装箱及容器制造", "塑料容器", 3, false, false, VOC, NULL},
    {"C3011", "水泥制造", "水泥", 2, true, true, GAS, NULL},
    {"C3012", "石灰和石膏制造", "石灰", 3, true, false, GAS, NULL},
    {"C3021", "水泥制品制造", "水泥制品", 8, false, false, DUST, NULL},
    {"C3031", "粘土砖瓦及建筑砌块制造", "建材", 6, true, false, GAS, NULL},
    {"C3089", "耐火陶瓷制品及其他耐火材料制造", "耐火材料", 18, true, true, GAS, NULL},
    {"C3091", "石墨及碳素制品制造", "碳素", 5, true, true, GAS, NULL},
    {"C3099", "其他非金属矿物制品制造", "磨料磨具", 8, true, false, DUST, NULL},
    {"C3130", "钢压延加工", "钢业", 2, true, true, GAS, COD},
    {"C3216", "铝冶炼", "铝业", 2, true, true, "颗粒物、二氧化硫、氟化物", NULL},
    {"C3252", "铝压延加工", "铝材", 8, true, true, GAS, COD},
    {"C3311", "金属结构制造", "钢结构", 9, false, false, VOC, NULL},
    {"C3360", "金属表面处理及热处理加工", "表面处理", 5, false, true, "铬酸雾、硫酸雾",
     "总铬、六价铬、总镍、化学需氧量"},
    {"C3391", "黑色金属铸造", "铸造", 6, true, true, GAS, NULL},
    {"C3511", "矿山机械制造", "矿山机械", 8, false, false, VOC, NULL},
    {"C3612", "新能源车整车制造", "新能源汽车", 1, false, true, VOC, COD},
    {"C3670", "汽车零部件及配件制造", "汽车零部件", 8, false, false, VOC, NULL},
    {"C3982", "电子电路制造", "电子电路", 2, false, true, VOC, "化学需氧量、氨氮、总铜"},
    {"C4210", "金属废料和碎屑加工处理", "金属回收", 3, false, false, DUST, NULL},
    {"C4220", "非金属废料和碎屑加工处理", "再生资源", 3, false, false, VOC, COD},
    {"D4411", "火力发电", "发电", 1, true, true, GAS, COD},
    {"D4430", "热力生产和供应", "热力", 3, false, true, GAS, NULL},
    {"D4620", "污水处理及其再生利用", "水务", 4, false, true, NULL, NUTRIENT},
    {"F5265", "机动车燃油零售", "加油站", 5, false, false, VOC, NULL},
    {"N7724", "危险废物治理", "环保处置", 1, true, true, "颗粒物、二氧化硫、氮氧化物、二噁英", COD},
    {"O8111", "汽车修理与维护", "汽车维修", 8, false, false, VOC, NULL},
    {"Q8411", "综合医院", "医院", 3, false, true, NULL, "化学需氧量、氨氮、粪大肠菌群"},
};
const size_t demo_industries_n = WR_ARRAY_LEN(demo_industries);

const char *const demo_words[] = {
    "天地", "玄黄", "宇宙", "洪荒", "日月", "辰宿", "寒来", "暑往", "秋收", "冬藏", "闰余",
    "成岁", "律吕", "调阳", "云腾", "致雨", "金生", "丽水", "玉出", "昆冈", "巨阙", "珠称",
    "夜光", "果珍", "海咸", "河淡", "鳞潜", "羽翔", "龙师", "文字", "衣裳", "让国", "陶唐",
    "问道", "垂拱", "平章", "爱育", "遐迩", "鸣凤", "在竹", "白驹", "草木", "万方", "四大",
    "五常", "知过", "必改", "似兰", "斯馨", "如松", "之盛", "川流", "不息", "渊澄", "取映",
    "容止", "若思", "言辞", "安定", "笃初", "诚美", "慎终", "宜令", "荣业", "所基",
};
const size_t demo_words_n = WR_ARRAY_LEN(demo_words);

const char *const demo_surnames[] = {"赵", "钱", "孙", "李", "周", "吴", "郑", "王",
                                     "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"};
const size_t demo_surnames_n = WR_ARRAY_LEN(demo_surnames);

const char *const demo_given[] = {"立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满",
                                  "芒种", "夏至", "小暑", "大暑", "立秋", "处暑", "白露", "秋分",
                                  "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒"};
const size_t demo_given_n = WR_ARRAY_LEN(demo_given);

const char *const demo_help_reasons[] = {
    "结对帮扶走访",       "排污许可证延续指导", "重污染天气绩效分级指导",
    "在线监测运维帮扶",   "危险废物管理指导",   "环保政策宣讲",
    "环评与验收手续指导", "企业诉求回访",       "污染防治设施运行帮扶",
};
const size_t demo_help_reasons_n = WR_ARRAY_LEN(demo_help_reasons);

const char *const demo_help_summaries[] = {
    "现场讲解政策，回答企业提问三项，企业无其他诉求。",
    "指导完善台账，约定下月回访。",
    "提醒许可证到期时间，送达办理指南。",
    "了解生产和治理设施运行情况，记录企业诉求一项，转办。",
    "指导绩效分级申报材料，列出需补充的清单。",
    "核对信息牌和联络方式，宣讲无事不扰措施。",
};
const size_t demo_help_summaries_n = WR_ARRAY_LEN(demo_help_summaries);

const char *const demo_findings[] = {
    "环境管理台账记录不完整，缺近三日治理设施运行参数。",
    "危险废物贮存间标识脱落，应更换。",
    "部分物料露天堆放，未完全覆盖。",
    "排放口标志牌字迹模糊。",
    "活性炭更换记录缺更换量。",
    "自行监测报告未按期公开。",
    "厂区道路积尘，洒水记录不全。",
};
const size_t demo_findings_n = WR_ARRAY_LEN(demo_findings);
