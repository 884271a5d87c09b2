#include "modules/officer/officer_fields.h"

#include "http/http.h"

#define O struct wr_officer
#define E struct wr_officer_edit

const struct wr_enum_item wr_cert_states[] = {
    {"none", WR_CERT_NONE, "无执法证", "none"},
    {"valid", WR_CERT_VALID, "有效", "valid"},
    {"expired", WR_CERT_EXPIRED, "不在有效期", "out of its validity"},
    {0},
};

#define PHONE(st, flags_)                                                                          \
    {                                                                                              \
        .name = "phone", .type = WR_F_STR, .flags = WR_FF_FOLD | WR_FF_PHONE | (flags_),           \
        .off = offsetof(st, phone), .min = 5, .max = 20, .zh = "执法电话",                         \
        .doc = "duty phone; it stands on the plate"                                                \
    }

const struct wr_field wr_officer_fields[] = {
    WR_ID(O, id, "编号", "id"),
    WR_STR(O, name, 1, 40, "姓名", "name"),
    WR_STR(O, pinyin, 0, 40, "拼音首字母", "pinyin initials, for search"),
    WR_STR(O, unit, 1, 80, "单位", "unit"),
    WR_STR(O, title, 0, 40, "职务", "title"),
    WR_ID_OPT(O, district_id, "区县编号", "district he works for; absent: city level"),
    WR_STR_OPT(O, district_name, 1, 40, "区县", "its name"),
    WR_STR(O, cert_no, 0, 40, "执法证号", "number of the law-enforcement certificate; empty: none"),
    WR_DATE_OPT(O, cert_from, "执法证有效期起", "first day of validity"),
    WR_DATE_OPT(O, cert_to, "执法证有效期止", "last day of validity"),
    WR_ENUM(O, cert_state, wr_cert_states, "执法证状态", "as of today"),
    WR_BOOL(O, in_post, "在岗", "in post"),
    PHONE(O, 0),
    WR_ID_OPT(O, photo_id, "照片", "photo (media id)"),
    WR_I64_OPT(O, lng_e6, -180000000, 180000000, "办公地点经度", "office, micro-degrees CGCS2000"),
    WR_I64_OPT(O, lat_e6, -90000000, 90000000, "办公地点纬度", "office, micro-degrees CGCS2000"),
    WR_I64(O, capacity, 0, WR_OFFICER_CAPACITY_MAX, "结对上限", "enterprises at most"),
    WR_I64(O, enterprises_n, 0, WR_ID_MAX, "结对企业数", "enterprises he is main liaison of now"),
    WR_ID_OPT(O, import_batch_id, "导入批次", "import batch"),
    WR_MS(O, created_ms, "登记时间", "when added"),
    WR_I64(O, version, 1, WR_ID_MAX, "版本", "version for If-Match"),
    {0},
};

const struct wr_field wr_officer_edit_fields[] = {
    WR_STR(E, name, 1, 40, "姓名", "name"),
    WR_STR(E, unit, 1, 80, "单位", "unit"),
    WR_STR_OPT(E, title, 0, 40, "职务", "title"),
    WR_ID_OPT(E, district_id, "区县编号", "district he works for; absent: city level"),
    WR_STR_OPT(E, cert_no, 0, 40, "执法证号", "number of the law-enforcement certificate"),
    WR_DATE_OPT(E, cert_from, "执法证有效期起", "first day of validity"),
    WR_DATE_OPT(E, cert_to, "执法证有效期止", "last day of validity"),
    WR_BOOL(E, in_post, "在岗", "in post"),
    PHONE(E, 0),
    WR_I64_OPT(E, lng_e6, -180000000, 180000000, "办公地点经度", "office, micro-degrees CGCS2000"),
    WR_I64_OPT(E, lat_e6, -90000000, 90000000, "办公地点纬度", "office, micro-degrees CGCS2000"),
    WR_I64_OPT(E, capacity, 0, WR_OFFICER_CAPACITY_MAX, "结对上限",
               "enterprises at most; 30 if absent"),
    WR_STR(E, reason, 2, 200, "理由", "why; stands in the log"),
    {0},
};

const struct wr_field wr_officer_query_fields[] = {
    WR_STR_OPT(struct wr_officer_query, q, 1, 40, "关键字",
               "part of name or unit, pinyin initials, certificate number"),
    WR_ID_OPT(struct wr_officer_query, district_id, "区县编号", "of this district only"),
    {.name = "in_post",
     .type = WR_F_BOOL,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_officer_query, in_post),
     .has_off = offsetof(struct wr_officer_query, has_in_post) + 1,
     .max = 1,
     .zh = "在岗",
     .doc = "in post or not"},
    WR_I64_OPT(struct wr_officer_query, limit, 1, WR_PAGE_MAX, "条数",
               "items of a page, 50 if absent"),
    WR_ID_OPT(struct wr_officer_query, cursor, "游标", "`next` of the page before"),
    {0},
};

const struct wr_field wr_recusal_fields[] = {
    WR_ID(struct wr_recusal, id, "编号", "id"),
    WR_ID(struct wr_recusal, officer_id, "人员编号", "officer"),
    WR_STR(struct wr_recusal, officer_name, 1, 40, "姓名", "officer's name"),
    WR_ID(struct wr_recusal, enterprise_id, "企业编号", "enterprise"),
    WR_STR(struct wr_recusal, enterprise_name, 1, 120, "企业名称", "enterprise's name"),
    WR_STR(struct wr_recusal, reason, 2, 200, "回避事由", "why"),
    WR_MS(struct wr_recusal, created_ms, "登记时间", "since when"),
    WR_MS_OPT(struct wr_recusal, ended_ms, "结束时间", "until when; absent: still in force"),
    {0},
};

const struct wr_field wr_recusal_new_fields[] = {
    WR_ID(struct wr_recusal_new, enterprise_id, "企业编号", "enterprise"),
    WR_STR(struct wr_recusal_new, reason, 2, 200, "回避事由", "why"),
    {0},
};

const struct wr_field wr_recusal_end_fields[] = {
    WR_STR(struct wr_recusal_end, reason, 2, 200, "理由", "why it ends; stands in the log"),
    {0},
};

const struct wr_field wr_officer_photo_fields[] = {
    WR_ID(struct wr_officer_photo, photo_id, "照片", "media id"),
    {0},
};
