#include "modules/badge/badge_use.h"

const struct wr_enum_item wr_scan_approvals[] = {
    {"unapproved", WR_SCAN_UNAPPROVED, "本人填报，未附审批", "the officer's own statement"},
    {"approved", WR_SCAN_APPROVED, "已审批", "approved"},
    {"other_day", WR_SCAN_OTHER_DAY, "已审批，不在批准日期内", "approved for other days"},
    {"withdrawn", WR_SCAN_WITHDRAWN, "审批已失效", "the approval does not stand any more"},
    {0},
};

const struct wr_field wr_device_fields[] = {
    WR_ID(struct wr_device, id, "编号", "id"),
    WR_STR(struct wr_device, uid, 36, 36, "设备标识", "made by the phone"),
    WR_ID(struct wr_device, officer_id, "执法人员", "whose phone it is"),
    WR_STR(struct wr_device, officer_name, 1, 100, "执法人员", "whose phone it is"),
    WR_STR(struct wr_device, name, 1, 60, "名称", "model of the phone, for people"),
    WR_STR(struct wr_device, public_key, 43, 43, "公钥", "Ed25519, 32 bytes as base64url"),
    WR_MS(struct wr_device, created_ms, "登记时间", "registered"),
    WR_MS_OPT(struct wr_device, seen_ms, "最近联系", "last got a badge or sent records"),
    WR_MS_OPT(struct wr_device, revoked_ms, "停用时间", "since when it is not trusted"),
    WR_STR_OPT(struct wr_device, revoke_reason, 0, 200, "停用原因", "why"),
    WR_BOOL(struct wr_device, revoked, "已停用", "not trusted any more"),
    WR_I64(struct wr_device, version, 1, WR_ID_MAX, "版本", "version of the record"),
    {0},
};
const struct wr_field wr_device_new_fields[] = {
    WR_STR(struct wr_device_new, uid, 36, 36, "设备标识", "UUID made by the phone"),
    WR_STR(struct wr_device_new, name, 1, 60, "名称", "model of the phone, for people"),
    WR_STR(struct wr_device_new, public_key, 43, 43, "公钥", "Ed25519, 32 bytes as base64url"),
    {0},
};
const struct wr_field wr_device_query_fields[] = {
    WR_ID_OPT(struct wr_device_query, officer_id, "执法人员", "only of this officer"),
    WR_I64_OPT(struct wr_device_query, limit, 1, WR_PAGE_MAX, "每页", "items a page"),
    WR_ID_OPT(struct wr_device_query, cursor, "游标", "`next` of the page before"),
    {0},
};
const struct wr_field wr_device_reason_fields[] = {
    WR_STR(struct wr_device_reason, reason, 2, 200, "原因", "why; stands in the record"),
    {0},
};

static const struct wr_field warrant_fields[] = {
    WR_ID(struct wr_warrant, mission_id, "入企任务", "the approved mission"),
    WR_STR_OPT(struct wr_warrant, number, 0, 60, "审批编号", "number of the approval"),
    WR_STR(struct wr_warrant, enterprise_name, 1, 400, "企业", "enterprise"),
    WR_STR_OPT(struct wr_warrant, plate_code, 0, 10, "信息牌编号", "its plate, if it has one"),
    WR_STR(struct wr_warrant, kind, 1, 20, "类型", "help, inspection or other"),
    WR_STR_OPT(struct wr_warrant, insp_class, 0, 20, "检查类别", "class of the inspection"),
    WR_STR(struct wr_warrant, source, 1, 20, "来源", "where the task comes from"),
    WR_STR_OPT(struct wr_warrant, reason, 0, 1000, "事由", "purpose"),
    WR_DATE(struct wr_warrant, planned_from, "自", "first day it may be carried out"),
    WR_DATE(struct wr_warrant, planned_to, "至", "last day"),
    WR_STR(struct wr_warrant, task, 1, WR_BADGE_PART_MAX, "任务凭证",
           "task part of the code, signed by the bureau"),
    {0},
};
const struct wr_field wr_badge_issued_fields[] = {
    WR_STR(struct wr_badge_issued, badge, 1, WR_BADGE_PART_MAX, "执法人员凭证",
           "first part of the code, signed by the bureau"),
    WR_MS(struct wr_badge_issued, issued_ms, "签发时间", "issued"),
    WR_MS(struct wr_badge_issued, expires_ms, "有效期至", "valid until"),
    WR_ID(struct wr_badge_issued, officer_id, "执法人员编号", "officer"),
    WR_STR(struct wr_badge_issued, name, 1, 100, "姓名", "as in the badge"),
    WR_STR_OPT(struct wr_badge_issued, unit, 0, 200, "单位", "as in the badge"),
    WR_STR(struct wr_badge_issued, cert_no, 1, 60, "执法证号", "as in the badge"),
    WR_DATE(struct wr_badge_issued, cert_to, "执法证有效期至", "as in the badge"),
    WR_LIST(struct wr_badge_issued, warrants, 0, WR_WARRANTS_MAX, warrant_fields, struct wr_warrant,
            "已审批任务", "approved missions of this officer"),
    {0},
};

const struct wr_field wr_officer_scan_new_fields[] = {
    WR_STR(struct wr_officer_scan_new, uid, 36, 36, "标识", "UUID made by the phone"),
    WR_STR(struct wr_officer_scan_new, code, 1, WR_BADGE_CODE_MAX, "执法码",
           "the code as scanned, with or without its link"),
    WR_MS_OPT(struct wr_officer_scan_new, at_ms, "扫码时间",
              "the phone's clock when it scanned without network"),
    {0},
};
const struct wr_field wr_officer_scan_fields[] = {
    WR_ID(struct wr_officer_scan, id, "编号", "id"),
    WR_STR(struct wr_officer_scan, uid, 36, 36, "标识", "made by the phone that scanned"),
    WR_ID(struct wr_officer_scan, enterprise_id, "企业编号", "who scanned"),
    WR_STR(struct wr_officer_scan, enterprise_name, 1, 400, "企业", "who scanned"),
    WR_ID(struct wr_officer_scan, officer_id, "执法人员编号", "whose code it is"),
    WR_STR(struct wr_officer_scan, officer_name, 1, 100, "执法人员", "as the code said"),
    WR_STR_OPT(struct wr_officer_scan, unit, 0, 200, "单位", "as the code said"),
    WR_STR(struct wr_officer_scan, cert_no, 1, 60, "执法证号", "as the code said"),
    WR_ID(struct wr_officer_scan, device_id, "设备", "the officer's phone"),
    WR_I64(struct wr_officer_scan, step, 0, WR_ID_MAX, "时段", "Unix seconds / 30"),
    WR_STR(struct wr_officer_scan, code, 1, WR_BADGE_CODE_MAX, "执法码",
           "as scanned: can be verified again"),
    WR_STR_OPT(struct wr_officer_scan, kind, 0, 20, "类型", "help, inspection or other"),
    WR_STR_OPT(struct wr_officer_scan, insp_class, 0, 20, "检查类别", "class of the inspection"),
    WR_STR_OPT(struct wr_officer_scan, source, 0, 20, "来源", "where the task comes from"),
    WR_STR_OPT(struct wr_officer_scan, evidence_ref, 0, 60, "依据编号", "reference"),
    WR_STR_OPT(struct wr_officer_scan, basis, 0, 60, "法律依据", "legal basis, short"),
    WR_STR_OPT(struct wr_officer_scan, mission_number, 0, 60, "审批编号", "number of the approval"),
    WR_ID_OPT(struct wr_officer_scan, mission_id, "入企任务", "the approved mission"),
    WR_ENUM(struct wr_officer_scan, approval, wr_scan_approvals, "审批",
            "whether the task was approved, as of the scan"),
    WR_MS(struct wr_officer_scan, at_ms, "扫码时间",
          "the server's time; the phone's when it was offline"),
    WR_MS(struct wr_officer_scan, received_ms, "收到时间", "when the server got it"),
    WR_BOOL(struct wr_officer_scan, offline, "离线扫码",
            "scanned without network: a weaker proof of the time"),
    WR_ID_OPT(struct wr_officer_scan, visit_id, "入企", "the visit it belongs to"),
    WR_I64(struct wr_officer_scan, version, 1, WR_ID_MAX, "版本", "version of the record"),
    {0},
};
const struct wr_field wr_officer_scan_query_fields[] = {
    WR_ID_OPT(struct wr_officer_scan_query, enterprise_id, "企业", "only by this enterprise"),
    WR_ID_OPT(struct wr_officer_scan_query, officer_id, "执法人员", "only of this officer"),
    WR_I64_OPT(struct wr_officer_scan_query, limit, 1, WR_PAGE_MAX, "每页", "items a page"),
    WR_ID_OPT(struct wr_officer_scan_query, cursor, "游标", "`next` of the page before"),
    {0},
};
const struct wr_field wr_my_scan_query_fields[] = {
    WR_I64_OPT(struct wr_officer_scan_query, limit, 1, WR_PAGE_MAX, "每页", "items a page"),
    WR_ID_OPT(struct wr_officer_scan_query, cursor, "游标", "`next` of the page before"),
    {0},
};
const struct wr_field wr_badge_revocations_fields[] = {
    WR_MS(struct wr_badge_revocations, issued_ms, "签发时间", "when the list was signed"),
    WR_STRS_OPT(struct wr_badge_revocations, keys, 100000, "停用设备公钥",
                "public keys of phones that are not trusted, ascending"),
    WR_STR(struct wr_badge_revocations, kid, 1, 12, "密钥", "name of the key that signed it"),
    WR_STR(struct wr_badge_revocations, sig, 86, 86, "签名", "Ed25519 as base64url"),
    {0},
};
