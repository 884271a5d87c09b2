#pragma once
/* Papers of an inspection (检查文书): facts that stand on them, forms as data. No I/O. */

#include "codec/doc.h"
#include "codec/field.h"

/** How a fact that nobody knows is left open for a hand. */
enum wr_paper_blank { WR_BLANK_TEXT, WR_BLANK_DAY, WR_BLANK_TIME, WR_BLANK_NUMBER };

/* Every fact a form may name: name in the forms, Chinese, English, blank. Values are texts as they are printed. */
#define WR_PAPER_FACTS(X)                                                                          \
    X(BUREAU, "bureau", "检查机关", "authority", TEXT)                                             \
    X(SUPERVISION_PHONE, "supervision_phone", "监督电话", "supervision phone", TEXT)               \
    X(UNIT, "unit", "承办机构", "unit", TEXT)                                                      \
    X(JOINT, "joint", "联合检查单位", "units that take part", TEXT)                                \
    X(SUBJECT, "subject", "被检查单位", "inspected unit", TEXT)                                    \
    X(CREDIT_CODE, "credit_code", "统一社会信用代码", "credit code", TEXT)                         \
    X(ADDRESS, "address", "地址", "address", TEXT)                                                 \
    X(DISTRICT, "district", "所属区县", "district", TEXT)                                          \
    X(INDUSTRY, "industry", "行业", "industry", TEXT)                                              \
    X(PERMIT_NO, "permit_no", "排污许可证编号", "permit number", TEXT)                             \
    X(CONTACT, "contact", "联系人", "contact", TEXT)                                               \
    X(CONTACT_PHONE, "contact_phone", "联系电话", "phone of the contact", TEXT)                    \
    X(APPROVAL_NO, "approval_no", "审批编号", "number of the approval", TEXT)                      \
    X(APPROVAL_YEAR, "approval_year", "审批年度", "year of the approval", NUMBER)                  \
    X(APPROVAL_SEQ, "approval_seq", "审批序号", "sequence of the approval", NUMBER)                \
    X(VISIT_YEAR, "visit_year", "入企年度", "year of the visit", NUMBER)                           \
    X(VISIT_SEQ, "visit_seq", "入企序号", "sequence of the visit", NUMBER)                         \
    X(CLASS, "class", "检查类别", "class", TEXT)                                                   \
    X(SOURCE, "source", "任务来源", "source of the task", TEXT)                                    \
    X(EVIDENCE_REF, "evidence_ref", "来源编号", "reference of the source", TEXT)                   \
    X(REASON, "reason", "检查事由", "reason", TEXT)                                                \
    X(BASIS, "basis", "法律依据", "legal basis", TEXT)                                             \
    X(SCOPE, "scope", "检查事项", "items of the inspection", TEXT)                                 \
    X(PLANNED, "planned", "拟检查时间", "planned days", DAY)                                       \
    X(OFFICERS, "officers", "检查人员及执法证号", "officers with certificates", TEXT)              \
    X(OFFICERS_N, "officers_n", "检查人员人数", "number of officers", NUMBER)                      \
    X(CERTS, "certs", "执法证号", "certificate numbers", TEXT)                                     \
    X(ASSISTANTS, "assistants", "协助人员", "assistants", TEXT)                                    \
    X(ASSISTANTS_N, "assistants_n", "协助人员人数", "number of assistants", NUMBER)                \
    X(FREQ_N, "freq_n", "本年度第几次", "which one this year", NUMBER)                             \
    X(FREQ_CAP, "freq_cap", "年度频次上限", "yearly cap", NUMBER)                                  \
    X(FREQ_USED, "freq_used", "本年度已计次数", "counted this year before", NUMBER)                \
    X(COUNTED, "counted", "计入频次", "counts toward the cap", TEXT)                               \
    X(UNCOUNTED, "uncounted", "不计入频次", "does not count", TEXT)                                \
    X(OVERRIDE, "override_reason", "低效检查仍须实施的理由", "why in spite of fruitless ones",     \
      TEXT)                                                                                        \
    X(APPLICANT, "applicant", "申请人", "applicant", TEXT)                                         \
    X(APPLIED, "applied_day", "申请日期", "day of the application", DAY)                           \
    X(APPROVER, "approver", "审批人", "approver", TEXT)                                            \
    X(DECIDED, "decided_day", "审批日期", "day of the decision", DAY)                              \
    X(DECISION, "decision", "审批意见", "decision", TEXT)                                          \
    X(DECISION_NOTE, "decision_note", "审批说明", "note of the decision", TEXT)                    \
    X(NOTICE_DAY, "notice_day", "通知日期", "day of the notice", DAY)                              \
    X(NOTICE_HOW, "notice_how", "通知方式", "way of the notice", TEXT)                             \
    X(NO_NOTICE, "no_notice_reason", "未事先通知的理由", "why there was no notice", TEXT)          \
    X(ARRIVED, "arrived", "检查开始时间", "beginning", TIME)                                       \
    X(LEFT, "left", "检查结束时间", "end", TIME)                                                   \
    X(VISIT_DAY, "visit_day", "检查日期", "day of the visit", DAY)                                 \
    X(MINUTES, "minutes", "用时（分钟）", "minutes on site", NUMBER)                               \
    X(MUTUAL, "mutual", "企业核验动态码", "the enterprise verified the officer's code", TEXT)      \
    X(CONCLUSION, "conclusion", "检查结论", "conclusion", TEXT)                                    \
    X(SUMMARY, "summary", "检查小结", "summary", TEXT)                                             \
    X(FINDINGS_N, "findings_n", "问题数", "number of findings", NUMBER)                            \
    X(PHOTOS_N, "photos_n", "照片数", "number of photos", NUMBER)                                  \
    X(TOLD_DAY, "told_day", "结果告知日期", "day the result was told", DAY)                        \
    X(TOLD_HOW, "told_how", "结果告知方式", "how the result was told", TEXT)                       \
    X(TOLD_NOTE, "told_note", "结果告知说明", "note of the result", TEXT)                          \
    X(LATE_SCAN, "late_scan", "补扫情况", "late scan", TEXT)                                       \
    X(LATE_REASON, "late_reason", "补扫理由", "reason of the late scan", TEXT)                     \
    X(AFTERFILL_DUE, "afterfill_due", "补办审批期限", "approval to be completed by", DAY)          \
    X(NO_CODE_REASON, "no_code_reason", "未扫码理由", "why no code was scanned", TEXT)             \
    X(NO_CODE_DUE, "no_code_due", "备案期限", "to be filed by", DAY)                               \
    X(NO_CODE_REF, "no_code_ref", "备案编号", "reference of the filing", TEXT)                     \
    X(NO_CODE_FILED, "no_code_filed", "备案日期", "day of the filing", DAY)                        \
    X(REFUSAL_REASON, "refusal_reason", "拒绝理由", "reason of the refusal", TEXT)                 \
    X(REFUSAL_NOTE, "refusal_note", "拒绝说明", "note of the refusal", TEXT)                       \
    X(CONTEST_REASON, "contest_reason", "对拒绝的异议", "why the refusal is contested", TEXT)      \
    X(REFUSAL_DECISION, "refusal_decision", "拒绝的认定", "decision on the refusal", TEXT)         \
    X(OFFLINE_RECEIVED, "offline_received", "离线记录上传时间", "when the record came in", TIME)   \
    X(CONVERTED_DAY, "converted_day", "转为检查的帮扶日期", "day of the converted help visit",     \
      DAY)                                                                                         \
    X(CONFLICT, "conflict", "离线判断不一致的处理", "decision on differing verdicts", TEXT)        \
    X(CONFLICT_REASON, "conflict_reason", "处理理由", "reason of that decision", TEXT)             \
    X(ENTERPRISE_SIGN, "enterprise_signature", "被检查单位签名", "signature of the unit", TEXT)    \
    X(OFFICER_SIGN, "officer_signature", "检查人员签名", "signatures of the officers", TEXT)

enum wr_paper_fact {
#define WR_PAPER_ENUM_(id, name, zh, en, blank) WR_PF_##id,
    WR_PAPER_FACTS(WR_PAPER_ENUM_)
#undef WR_PAPER_ENUM_
        WR_PF_N
};
struct wr_paper_fact_name {
    const char *name, *zh, *en;
    enum wr_paper_blank blank;
};
extern const struct wr_paper_fact_name wr_paper_fact_names[WR_PF_N];

/** Lists whose items become rows. */
enum wr_paper_list { WR_PL_OFFICERS, WR_PL_CHECKS, WR_PL_FINDINGS, WR_PL_PHOTOS, WR_PL_N };
#define WR_PAPER_COLUMNS 4
struct wr_paper_list_name {
    const char *name, *zh, *en;
    const char *columns[WR_PAPER_COLUMNS]; /* NULL where it has fewer */
};
extern const struct wr_paper_list_name wr_paper_list_names[WR_PL_N];
struct wr_paper_row {
    struct wr_str col[WR_PAPER_COLUMNS];
};

/** All that is known of one case. Absent values are left open on the paper, never invented. */
struct wr_paper_facts {
    struct wr_str v[WR_PF_N];
    struct wr_list list[WR_PL_N];                     /* struct wr_paper_row */
    struct wr_list enterprise_images, officer_images; /* struct wr_doc_image */
};

/** Number of a fact, a list; -1 if there is none of that name. */
int wr_paper_fact_of(struct wr_str name);
int wr_paper_list_of(struct wr_str name);
/** Is the fact known, or the list not empty? `name` must be one of either. */
bool wr_paper_known(const struct wr_paper_facts *f, struct wr_str name);

/** One paper of a case, for lists. */
struct wr_paper {
    struct wr_str form, title_zh, title_en;
    bool ready;
    struct wr_list missing; /* struct wr_str, in the reader's language */
};
extern const struct wr_field wr_paper_fields[];

enum wr_paper_format { WR_PAPER_PDF, WR_PAPER_DOCX };
extern const struct wr_enum_item wr_paper_formats[];
struct wr_paper_query {
    bool has_format;
    int64_t format; /* enum wr_paper_format */
};
extern const struct wr_field wr_paper_query_fields[];
