#include "modules/visit/visit.h"

const struct wr_enum_item wr_visit_kinds[] = {
    {"help", WR_VISIT_HELP, "帮扶", "help"},
    {"inspection", WR_VISIT_INSPECTION, "检查", "inspection"},
    {"other", WR_VISIT_OTHER, "其他入企", "other"},
    {0},
};

const struct wr_enum_item wr_insp_classes[] = {
    {"daily", WR_INSP_DAILY, "日常检查", "daily"},
    {"special", WR_INSP_SPECIAL, "专项检查", "special"},
    {"case", WR_INSP_CASE, "个案检查", "case"},
    {"immediate", WR_INSP_IMMEDIATE, "即时检查", "immediate"},
    {0},
};

const struct wr_enum_item wr_visit_sources[] = {
    {"plan", WR_SOURCE_PLAN, "年度计划", "yearly plan"},
    {"random_draw", WR_SOURCE_RANDOM_DRAW, "双随机抽查", "random draw"},
    {"complaint", WR_SOURCE_COMPLAINT, "投诉举报", "complaint"},
    {"transfer", WR_SOURCE_TRANSFER, "移送交办", "transfer"},
    {"superior", WR_SOURCE_SUPERIOR, "上级交办", "ordered by a superior"},
    {"offsite_clue", WR_SOURCE_OFFSITE_CLUE, "非现场线索", "off-site clue"},
    {"emergency", WR_SOURCE_EMERGENCY, "突发紧急", "emergency"},
    {"self_request", WR_SOURCE_SELF_REQUEST, "企业申请", "enterprise's request"},
    {"reinspection", WR_SOURCE_REINSPECTION, "整改复查", "re-inspection"},
    {"permit_survey", WR_SOURCE_PERMIT_SURVEY, "许可现场核查", "permit survey"},
    {0},
};

const struct wr_enum_item wr_visit_states[] = {
    {"in_progress", WR_VISIT_IN_PROGRESS, "进行中", "in progress"},
    {"checked_out", WR_VISIT_CHECKED_OUT, "已签退", "checked out"},
    {"rated", WR_VISIT_RATED, "已评价", "rated"},
    {"closed", WR_VISIT_CLOSED, "已办结", "closed"},
    {"refused", WR_VISIT_REFUSED, "企业拒绝", "refused"},
    {"cancelled", WR_VISIT_CANCELLED, "已取消", "cancelled"},
    {0},
};

const struct wr_enum_item wr_visit_verdicts[] = {
    {"allow", WR_EFFECT_ALLOW, "可以入企", "allowed"},
    {"warn", WR_EFFECT_WARN, "需确认", "allowed with a warning"},
    {"deny", WR_EFFECT_DENY, "不可入企", "denied"},
    {0},
};

const struct wr_enum_item wr_visit_effects[] = {
    {"off", WR_EFFECT_OFF, "不启用", "off"},     {"info", WR_EFFECT_INFO, "提示", "note"},
    {"allow", WR_EFFECT_ALLOW, "允许", "allow"}, {"warn", WR_EFFECT_WARN, "警告", "warning"},
    {"deny", WR_EFFECT_DENY, "禁止", "deny"},    {0},
};

const struct wr_enum_item wr_conclusions[] = {
    {"none", WR_CONCLUSION_NONE, "未发现问题", "nothing found"},
    {"advice", WR_CONCLUSION_ADVICE, "提出建议", "advice given"},
    {"order_to_correct", WR_CONCLUSION_ORDER, "责令改正", "ordered to correct"},
    {"case_filed", WR_CONCLUSION_CASE, "立案", "case filed"},
    {"transferred", WR_CONCLUSION_TRANSFERRED, "移送", "transferred"},
    {0},
};

const struct wr_enum_item wr_item_results[] = {
    {"ok", WR_ITEM_OK, "符合", "in order"},
    {"problem", WR_ITEM_PROBLEM, "有问题", "problem"},
    {"na", WR_ITEM_NA, "不适用", "not applicable"},
    {0},
};

const struct wr_enum_item wr_severities[] = {
    {"slight", WR_SEVERITY_SLIGHT, "轻微", "slight"},
    {"ordinary", WR_SEVERITY_ORDINARY, "一般", "ordinary"},
    {"serious", WR_SEVERITY_SERIOUS, "严重", "serious"},
    {0},
};

const struct wr_enum_item wr_photo_kinds[] = {
    {"scene", WR_PHOTO_SCENE, "现场", "scene"},
    {"plate", WR_PHOTO_PLATE, "信息牌", "plate"},
    {"problem", WR_PHOTO_PROBLEM, "问题", "problem"},
    {"document", WR_PHOTO_DOCUMENT, "资料", "document"},
    {"signature", WR_PHOTO_SIGNATURE, "企业签名", "signature of the enterprise"},
    {"officer_signature", WR_PHOTO_OFFICER_SIGNATURE, "执法人员签名", "signature of the officers"},
    {0},
};

const struct wr_enum_item wr_refusals[] = {
    {"no_scan", WR_REFUSAL_NO_SCAN, "未扫码", "did not scan"},
    {"no_code", WR_REFUSAL_NO_CODE, "未出示执法码", "showed no code"},
    {"code_mismatch", WR_REFUSAL_CODE_MISMATCH, "码与事实不符", "code and facts differ"},
    {"no_certificate", WR_REFUSAL_NO_CERTIFICATE, "未出示执法证", "showed no certificate"},
    {"fewer_than_two", WR_REFUSAL_FEWER_THAN_TWO, "少于两人", "fewer than two officers"},
    {"not_approved", WR_REFUSAL_NOT_APPROVED, "未经审批", "not approved"},
    {"other", WR_REFUSAL_OTHER, "其他", "other"},
    {0},
};

const struct wr_enum_item wr_rating_tags[] = {
    {"attitude", 1, "态度", "attitude"},
    {"clear_basis", 2, "依据清楚", "clear basis"},
    {"disturbing", 3, "影响生产", "disturbing"},
    {"no_scan", 4, "未扫码", "did not scan"},
    {"helpful", 5, "有帮助", "helpful"},
    {"gift_hint", 6, "索要财物", "hinted at gifts"},
    {0},
};

const struct wr_enum_item wr_complaint_abouts[] = {
    {"visit", WR_ABOUT_VISIT, "入企检查", "a visit"},
    {"officer", WR_ABOUT_OFFICER, "执法人员", "an officer"},
    {"pollution", WR_ABOUT_POLLUTION, "污染", "pollution"},
    {"other", WR_ABOUT_OTHER, "其他", "other"},
    {0},
};

const struct wr_enum_item wr_complaint_states[] = {
    {"received", WR_COMPLAINT_RECEIVED, "已受理", "received"},
    {"handling", WR_COMPLAINT_HANDLING, "办理中", "being handled"},
    {"answered", WR_COMPLAINT_ANSWERED, "已答复", "answered"},
    {"closed", WR_COMPLAINT_CLOSED, "已办结", "closed"},
    {0},
};

const struct wr_enum_item wr_approvals[] = {
    {"none", WR_APPROVAL_NONE, "未申请审批", "no approval was asked for"},
    {"pending", WR_APPROVAL_PENDING, "待审批", "the approval is pending"},
    {"given", WR_APPROVAL_GIVEN, "已批准", "approved"},
    {"expired", WR_APPROVAL_EXPIRED, "不在批准的日期内", "approved for other days"},
    {"other", WR_APPROVAL_OTHER, "人员与批准的不一致", "approved for other officers"},
    {0},
};

const struct wr_enum_item wr_late_scans[] = {
    {"before_leave", WR_LATE_BEFORE_LEAVE, "离开前补扫", "scanned before leaving"},
    {"after_leave", WR_LATE_AFTER_LEAVE, "离开后补录", "entered after leaving"},
    {0},
};

const struct wr_enum_item wr_conflicts[] = {
    {"open", WR_CONFLICT_OPEN, "待决定", "to be decided"},
    {"accepted", WR_CONFLICT_ACCEPTED, "予以认可", "accepted"},
    {"irregular", WR_CONFLICT_IRREGULAR, "认定不规范", "held irregular"},
    {0},
};

const struct wr_enum_item wr_told_hows[] = {
    {"app", WR_TOLD_APP, "系统告知", "in the system"},
    {"paper", WR_TOLD_PAPER, "书面告知", "on paper"},
    {"both", WR_TOLD_BOTH, "系统和书面告知", "in the system and on paper"},
    {0},
};

const struct wr_enum_item wr_refusal_decisions[] = {
    {"upheld", WR_REFUSAL_UPHELD, "拒绝有理", "the refusal was right"},
    {"unfounded", WR_REFUSAL_UNFOUNDED, "拒绝理由不成立", "the refusal was unfounded"},
    {0},
};

const struct wr_enum_item wr_visit_flags[] = {
    {"conflict", WR_FLAG_CONFLICT, "冲突待决定", "conflict to be decided"},
    {"late", WR_FLAG_LATE, "补扫", "scanned late"},
    {"no_code", WR_FLAG_NO_CODE, "无码待备案", "without code, to be filed"},
    {"afterfill", WR_FLAG_AFTERFILL, "待补办审批", "approval to be completed"},
    {"open", WR_FLAG_OPEN, "未签退", "not checked out"},
    {"refused", WR_FLAG_REFUSED, "被拒绝", "refused"},
    {"contested", WR_FLAG_CONTESTED, "拒绝有争议", "refusal contested"},
    {"offline", WR_FLAG_OFFLINE, "离线记录", "recorded offline"},
    {0},
};

const struct wr_enum_item wr_unscanned_kinds[] = {
    {"missing", WR_UNSCANNED_MISSING, "未扫码入企", "came without scanning"},
    {"refused", WR_UNSCANNED_REFUSED, "已拒绝入企", "was turned away"},
    {0},
};

const struct wr_enum_item wr_unscanned_states[] = {
    {"reported", WR_UNSCANNED_REPORTED, "已报告", "reported"},
    {"confirmed", WR_UNSCANNED_CONFIRMED, "属实", "confirmed"},
    {"unfounded", WR_UNSCANNED_UNFOUNDED, "不属实", "unfounded"},
    {0},
};
