#include "modules/plate/plate_use.h"

const struct wr_enum_item wr_plate_statuses[] = {
    {"draft", WR_PLATE_DRAFT, "草稿", "draft"},
    {"issued", WR_PLATE_ISSUED, "已制发", "issued"},
    {"printed", WR_PLATE_PRINTED, "已打印", "printed"},
    {"hung", WR_PLATE_HUNG, "已挂牌", "hung"},
    {"lost", WR_PLATE_LOST, "已遗失", "lost"},
    {"void", WR_PLATE_VOID, "已作废", "void"},
    {"replaced", WR_PLATE_REPLACED, "已换发", "replaced"},
    {0},
};
const struct wr_enum_item wr_genuines[] = {
    {"genuine", WR_GENUINE, "真实有效", "genuine"},
    {"forged", WR_GENUINE_FORGED, "伪造", "forged"},
    {"unknown", WR_GENUINE_UNKNOWN, "查无此牌", "unknown"},
    {"void", WR_GENUINE_VOID, "已作废", "void"},
    {"lost", WR_GENUINE_LOST, "已挂失", "reported lost"},
    {"replaced", WR_GENUINE_REPLACED, "已换发，此牌失效", "replaced by a newer one"},
    {"unsigned", WR_GENUINE_UNSIGNED, "编号有效（未验签）", "code typed: no signature to verify"},
    {0},
};
const struct wr_enum_item wr_plate_layouts[] = {
    {"single", WR_LAYOUT_SINGLE, "A4 单块", "one on A4"},
    {"a4_2", WR_LAYOUT_A4_2, "A4 两块", "two on A4"},
    {"a4_4", WR_LAYOUT_A4_4, "A4 四块", "four on A4"},
    {"a3_8", WR_LAYOUT_A3_8, "A3 八块", "eight on A3"},
    {0},
};
static const struct wr_enum_item image_formats[] = {
    {"svg", WR_PLATE_IMAGE_SVG, "SVG", "SVG"},
    {"pdf", WR_PLATE_IMAGE_PDF, "PDF", "PDF"},
    {"png", WR_PLATE_IMAGE_PNG, "PNG", "PNG"},
    {0},
};
const struct wr_enum_item wr_plate_print_formats[] = {
    {"pdf", WR_PLATE_PRINT_PDF, "PDF", "one PDF"},
    {"svg_zip", WR_PLATE_PRINT_SVG_ZIP, "SVG 压缩包", "a zip of one SVG each"},
    {0},
};

/** A filter that may be absent: enum value 0 is not absence. */
#define ENUM_FILTER(st, m, it, label, text)                                                        \
    {                                                                                              \
        .name = #m, .type = WR_F_ENUM, .flags = WR_FF_OPT, .off = offsetof(st, m),                 \
        .has_off = offsetof(st, has_##m) + 1, .items = (it), .doc = (text), .zh = (label)          \
    }
#define BOOL_FILTER(st, m, label, text)                                                            \
    {                                                                                              \
        .name = #m, .type = WR_F_BOOL, .flags = WR_FF_OPT, .off = offsetof(st, m),                 \
        .has_off = offsetof(st, has_##m) + 1, .max = 1, .doc = (text), .zh = (label)               \
    }

const struct wr_field wr_plate_fields[] = {
    WR_ID(struct wr_plate, id, "编号", "id"),
    WR_STR(struct wr_plate, code, 10, 10, "牌号",
           "10 Crockford base-32 characters, the last one checks"),
    WR_STR(struct wr_plate, code_print, 11, 11, "印制牌号", "the code as printed, in two groups"),
    WR_ID(struct wr_plate, enterprise_id, "企业", "enterprise"),
    WR_STR(struct wr_plate, enterprise_name, 1, 200, "企业名称", "enterprise"),
    WR_ID(struct wr_plate, district_id, "区县编号", "district of the enterprise"),
    WR_STR(struct wr_plate, district_name, 1, 40, "区县", "district of the enterprise"),
    WR_I64(struct wr_plate, ver, 1, WR_ID_MAX, "版次",
           "rises when another liaison is printed on it"),
    WR_STR(struct wr_plate, kid, 1, 12, "密钥", "name of the key that signed it"),
    WR_STR(struct wr_plate, payload, 1, 200, "二维码内容", "code.kid.signature"),
    WR_STR(struct wr_plate, url, 1, 400, "链接", "the link in the QR code"),
    WR_DATE(struct wr_plate, issue_date, "制发日期", "date of issue, as signed"),
    WR_ENUM(struct wr_plate, status, wr_plate_statuses, "状态", "where in its life it is"),
    WR_ID_OPT(struct wr_plate, officer_id, "印制联络员编号", "officer printed on it"),
    WR_STR_OPT(struct wr_plate, officer_name, 1, 40, "印制联络员", "officer printed on it"),
    WR_BOOL(struct wr_plate, reprint_due, "需重印",
            "the liaison printed on it is not the liaison of now"),
    WR_MS_OPT(struct wr_plate, printed_ms, "打印时间", "last printed"),
    WR_MS_OPT(struct wr_plate, hung_ms, "挂牌时间", "hung at the gate"),
    WR_I64_OPT(struct wr_plate, hung_lng_e6, -180000000, 180000000, "挂牌经度",
               "where it hangs, micro-degrees WGS-84"),
    WR_I64_OPT(struct wr_plate, hung_lat_e6, -90000000, 90000000, "挂牌纬度",
               "where it hangs, micro-degrees WGS-84"),
    WR_ID_OPT(struct wr_plate, hung_photo_id, "挂牌照片", "photo of the plate at the gate"),
    WR_ID_OPT(struct wr_plate, replaced_by, "换发为", "the plate that replaced it"),
    WR_STR_OPT(struct wr_plate, reason, 1, 200, "原因",
               "why it was replaced, voided or reported lost"),
    WR_MS(struct wr_plate, created_ms, "建立时间", "made"),
    WR_I64(struct wr_plate, version, 1, WR_ID_MAX, "版本", "version of the record"),
    {0},
};

const struct wr_field wr_plate_query_fields[] = {
    WR_STR_OPT(struct wr_plate_query, q, 1, 100, "查找",
               "part of an enterprise's name, its pinyin initials, credit code or plate code"),
    ENUM_FILTER(struct wr_plate_query, status, wr_plate_statuses, "状态",
                "only plates in this state"),
    WR_ID_OPT(struct wr_plate_query, district_id, "区县", "only of this district"),
    WR_ID_OPT(struct wr_plate_query, enterprise_id, "企业", "only of this enterprise"),
    BOOL_FILTER(struct wr_plate_query, reprint_due, "需重印",
                "only those that need (or do not need) a reprint"),
    WR_I64_OPT(struct wr_plate_query, limit, 1, WR_PAGE_MAX, "每页", "items a page"),
    WR_ID_OPT(struct wr_plate_query, cursor, "游标", "`next` of the page before"),
    {0},
};
const struct wr_field wr_plate_issue_fields[] = {
    WR_I64S_OPT(struct wr_plate_issue, enterprise_ids, 1000, "企业",
                "enterprises to issue a plate for"),
    WR_ID_OPT(struct wr_plate_issue, district_id, "区县",
              "with all_missing: only of this district"),
    WR_BOOL_OPT(struct wr_plate_issue, all_missing, "全部缺牌企业",
                "all active, paired enterprises without a live plate"),
    {0},
};
const struct wr_field wr_plate_issued_fields[] = {
    WR_I64(struct wr_plate_issued, issued_n, 0, WR_ID_MAX, "制发数", "plates issued"),
    {0},
};
const struct wr_field wr_plate_reason_fields[] = {
    WR_STR(struct wr_plate_reason, reason, 2, 200, "原因", "why; stands in the history"),
    {0},
};
const struct wr_field wr_plate_hang_fields[] = {
    WR_I64_OPT(struct wr_plate_hang, lng_e6, -180000000, 180000000, "经度", "micro-degrees WGS-84"),
    WR_I64_OPT(struct wr_plate_hang, lat_e6, -90000000, 90000000, "纬度", "micro-degrees WGS-84"),
    WR_I64_OPT(struct wr_plate_hang, accuracy_m, 0, 100000, "精度",
               "accuracy of the position in metres"),
    WR_ID_OPT(struct wr_plate_hang, photo_id, "照片", "photo of the plate at the gate"),
    {0},
};
const struct wr_field wr_plate_event_fields[] = {
    WR_MS(struct wr_plate_event, at_ms, "时间", "when"),
    WR_STR(struct wr_plate_event, kind, 1, 40, "事件",
           "issued, printed, reprinted, hung, replaced, lost, void, reprint_due or alert"),
    WR_STR_OPT(struct wr_plate_event, user_name, 0, 40, "操作人", "who did it"),
    WR_STR_OPT(struct wr_plate_event, note, 0, 400, "说明", "in words"),
    {0},
};
const struct wr_field wr_plate_image_query_fields[] = {
    WR_ENUM_OPT(struct wr_plate_image_query, format, image_formats, "格式",
                "svg, pdf or png; svg unless given"),
    {0},
};
const struct wr_field wr_plate_print_fields[] = {
    WR_ID_OPT(struct wr_plate_print, district_id, "区县", "only of this district"),
    ENUM_FILTER(struct wr_plate_print, status, wr_plate_statuses, "状态",
                "only issued, printed or hung ones"),
    WR_BOOL_OPT(struct wr_plate_print, reprint_due, "只印需重印的",
                "only those whose liaison changed"),
    WR_I64S_OPT(struct wr_plate_print, ids, WR_PLATE_PRINTS_MAX, "信息牌",
                "these plates; the filters are then ignored"),
    WR_ENUM_OPT(struct wr_plate_print, layout, wr_plate_layouts, "版式",
                "single, a4_2, a4_4 or a3_8; single unless given"),
    WR_ENUM_OPT(struct wr_plate_print, format, wr_plate_print_formats, "格式",
                "pdf or svg_zip; pdf unless given"),
    {0},
};
const struct wr_field wr_plate_key_fields[] = {
    WR_STR(struct wr_plate_key, kid, 1, 12, "密钥", "name of the key"),
    WR_STR(struct wr_plate_key, alg, 1, 20, "算法", "Ed25519"),
    WR_STR(struct wr_plate_key, public_key, 43, 43, "公钥", "32 bytes as base64url"),
    WR_MS(struct wr_plate_key, created_ms, "建立时间", "made"),
    WR_STR(struct wr_plate_key, purpose, 1, 10, "用途", "plate or log"),
    {0},
};
const struct wr_field wr_plate_revocations_fields[] = {
    WR_MS(struct wr_plate_revocations, issued_ms, "签发时间", "when the list was signed"),
    WR_FIELD_(struct wr_plate_revocations, codes, WR_F_STRS, 0, 0, 1000000, NULL, NULL, 0,
              "失效牌号", "codes of void, lost and replaced plates, ascending; may be empty"),
    WR_STR(struct wr_plate_revocations, kid, 1, 12, "密钥", "key that signed the list"),
    WR_STR(struct wr_plate_revocations, sig, 86, 86, "签名",
           "Ed25519 over \"wurao-revocations-v1\\n<issued_ms>\\n\" and each code with a newline"),
    {0},
};
