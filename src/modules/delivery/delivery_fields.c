#include "modules/delivery/delivery_use.h"
#include "modules/visit/visit.h"

const struct wr_enum_item wr_delivery_kinds[] = {
    {"check_in", WR_DELIVERY_CHECK_IN, "签到", "check-in"},
    {"items", WR_DELIVERY_ITEMS, "检查表", "check-list"},
    {"finding", WR_DELIVERY_FINDING, "问题", "finding"},
    {"finding_withdraw", WR_DELIVERY_FINDING_WITHDRAW, "撤回问题", "finding withdrawn"},
    {"photo", WR_DELIVERY_PHOTO, "照片登记", "photo to come"},
    {"check_out", WR_DELIVERY_CHECK_OUT, "签退", "check-out"},
    {"cancel", WR_DELIVERY_CANCEL, "取消", "cancelled"},
    {0},
};

const struct wr_enum_item wr_delivery_states[] = {
    {"parked", WR_DELIVERY_PARKED, "等待前序记录", "waiting for an earlier record"},
    {"applied", WR_DELIVERY_APPLIED, "已采用", "taken"},
    {"conflict", WR_DELIVERY_CONFLICT, "有冲突", "in conflict"},
    {"failed", WR_DELIVERY_FAILED, "未采用", "not taken"},
    {"quarantined", WR_DELIVERY_QUARANTINED, "已隔离", "in quarantine"},
    {"discarded", WR_DELIVERY_DISCARDED, "已作废", "discarded"},
    {0},
};

/* ---- what a phone sends ------------------------------------------------------------------------- */

static const struct wr_field record_fields[] = {
    WR_I64(struct wr_delivery_record, seq, 1, WR_DELIVERY_SEQ_MAX, "序号",
           "the phone's own numbering: 1, 2, 3 …"),
    WR_STR(struct wr_delivery_record, uid, 36, 36, "记录编号",
           "UUID made on the phone; a repeat gives the same answer"),
    WR_ENUM(struct wr_delivery_record, kind, wr_delivery_kinds, "种类", "what the record is"),
    WR_STR(struct wr_delivery_record, visit, 36, 36, "入企编号", "client_id of its visit"),
    WR_ID_OPT(struct wr_delivery_record, base_version, "所见版本",
              "version of the visit the phone had seen"),
    WR_MS(struct wr_delivery_record, device_ms, "手机时间",
          "the phone's clock when it was recorded, as it was"),
    WR_I64(struct wr_delivery_record, mono_ms, 0, WR_ID_MAX, "计时",
           "milliseconds of a clock that is never set"),
    WR_JSON(struct wr_delivery_record, body, WR_DELIVERY_BODY_BYTES_MAX, "内容",
            "as the request of the same name takes it"),
    {0},
};

const struct wr_field wr_delivery_batch_fields[] = {
    WR_STR(struct wr_delivery_batch, device, 36, 36, "设备", "UUID of the phone"),
    WR_MS(struct wr_delivery_batch, sent_ms, "发送时间", "the phone's clock now"),
    WR_LIST(struct wr_delivery_batch, records, 0, WR_DELIVERY_RECORDS_MAX, record_fields,
            struct wr_delivery_record, "记录", "in any order; none: only ask what is expected"),
    {0},
};

const struct wr_field wr_delivery_filter_fields[] = {
    {.name = "state",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_delivery_filter, state),
     .has_off = offsetof(struct wr_delivery_filter, has_state) + 1,
     .items = wr_delivery_states,
     .doc = "only these",
     .zh = "状态"},
    WR_FIELD_(struct wr_delivery_filter, limit, WR_F_I64, WR_FF_OPT, 1, WR_PAGE_MAX, NULL, NULL, 0,
              "条数", "rows on a page"),
    WR_STR_OPT(struct wr_delivery_filter, cursor, 1, 20, "游标", "from the page before"),
    {0},
};

const struct wr_field wr_delivery_discard_fields[] = {
    WR_TEXT(struct wr_delivery_discard, reason, 2, 500, "理由", "stands in the log"),
    {0},
};

/* ---- what it is answered ------------------------------------------------------------------------ */

static const struct wr_field fault_fields[] = {
    WR_TEXT(struct wr_delivery_fault, path, 0, 200, "位置", "which member"),
    WR_STR(struct wr_delivery_fault, key, 1, 60, "编号", "which message"),
    WR_TEXT(struct wr_delivery_fault, message, 0, 1000, "说明", "what is wrong and how to mend it"),
    {0},
};
static const struct wr_field error_fields[] = {
    WR_STR(struct wr_delivery_error, key, 1, 60, "编号", "which message"),
    WR_TEXT(struct wr_delivery_error, title, 1, 100, "标题", "in short"),
    WR_TEXT(struct wr_delivery_error, detail, 0, 2000, "说明", "in words"),
    WR_LIST(struct wr_delivery_error, faults, 0, WR_DELIVERY_FAULTS_MAX, fault_fields,
            struct wr_delivery_fault, "各处错误", "faulty members"),
    {0},
};
static const struct wr_field dispute_fields[] = {
    WR_STR(struct wr_delivery_dispute, code, 1, 20, "检查项", "code of the item"),
    WR_ENUM(struct wr_delivery_dispute, mine, wr_item_results, "本机结果", "in the record"),
    WR_TEXT_OPT(struct wr_delivery_dispute, mine_note, 0, 500, "本机说明", "in the record"),
    WR_ENUM(struct wr_delivery_dispute, theirs, wr_item_results, "他人结果", "as it stands"),
    WR_TEXT_OPT(struct wr_delivery_dispute, theirs_note, 0, 500, "他人说明", "as it stands"),
    {0},
};

/** The members of a result; what begins with a result has them too. */
#define RESULT_FIELDS                                                                              \
    WR_I64(struct wr_delivery_result, seq, 1, WR_DELIVERY_SEQ_MAX, "序号", "as sent"),             \
        WR_STR(struct wr_delivery_result, uid, 36, 36, "记录编号", "as sent"),                     \
        WR_ENUM(struct wr_delivery_result, kind, wr_delivery_kinds, "种类", "what the record is"), \
        WR_ENUM(struct wr_delivery_result, state, wr_delivery_states, "状态",                      \
                "what became of it"),                                                              \
        WR_ID_OPT(struct wr_delivery_result, visit_id, "入企", "its visit"),                       \
        WR_ID_OPT(struct wr_delivery_result, visit_version, "入企版本",                            \
                  "version of the visit after it"),                                                \
        WR_ENUM_OPT(struct wr_delivery_result, verdict, wr_visit_verdicts, "到达时判断",           \
                    "of a check-in: judged again when it came in"),                                \
        WR_TEXT_OPT(struct wr_delivery_result, headline, 0, 1200, "结论", "of that verdict"),      \
        WR_BOOL_OPT(struct wr_delivery_result, visit_conflict, "判断有冲突",                       \
                    "of a check-in: recorded though denied on arrival; a decision is due"),        \
        WR_OBJ_OPT(struct wr_delivery_result, error, error_fields, "原因",                         \
                   "why it was not taken as it stands"),                                           \
        WR_LIST_OPT(struct wr_delivery_result, disputes, WR_VISIT_ITEMS_MAX, dispute_fields,       \
                    struct wr_delivery_dispute, "争议项", "answers two people disagree about")

const struct wr_field wr_delivery_result_fields[] = {
    RESULT_FIELDS,
    {0},
};

const struct wr_field wr_delivery_reply_fields[] = {
    WR_STR(struct wr_delivery_reply, device, 36, 36, "设备", "as sent"),
    WR_I64(struct wr_delivery_reply, next_seq, 1, WR_DELIVERY_SEQ_MAX + 1, "下一序号",
           "the first number that has not arrived"),
    WR_I64(struct wr_delivery_reply, skew_ms, -WR_MS_MAX, WR_MS_MAX, "时钟偏差",
           "server's clock less the phone's"),
    WR_BOOL(struct wr_delivery_reply, skewed, "时钟偏差过大", "more than the policy allows"),
    WR_LIST(struct wr_delivery_reply, results, 0, WR_DELIVERY_RECORDS_MAX,
            wr_delivery_result_fields, struct wr_delivery_result, "结果",
            "one for each record, in their order"),
    {0},
};

const struct wr_field wr_delivery_fields[] = {
    RESULT_FIELDS,
    WR_ID(struct wr_delivery, id, "编号", "id"),
    WR_STR(struct wr_delivery, device, 36, 36, "设备", "uid of the phone"),
    WR_ID(struct wr_delivery, user_id, "用户", "whose record it is"),
    WR_STR_OPT(struct wr_delivery, user_name, 0, 60, "用户姓名", "his name"),
    WR_ID_OPT(struct wr_delivery, district_id, "区县", "of the sender, of its day"),
    WR_I64(struct wr_delivery, twin, 0, WR_ID_MAX, "重号",
           "0; else other content under a number or uid used before"),
    WR_STR(struct wr_delivery, visit, 36, 36, "入企编号", "client_id of its visit"),
    WR_ID_OPT(struct wr_delivery, enterprise_id, "企业", "where"),
    WR_STR_OPT(struct wr_delivery, enterprise_name, 0, 200, "企业名称", "where"),
    WR_ID_OPT(struct wr_delivery, base_version, "所见版本", "as sent"),
    WR_MS(struct wr_delivery, device_ms, "手机时间", "when it was recorded, by the phone"),
    WR_I64(struct wr_delivery, mono_ms, 0, WR_ID_MAX, "计时", "as sent"),
    WR_MS(struct wr_delivery, sent_ms, "发送时间", "by the phone"),
    WR_MS(struct wr_delivery, received_ms, "接收时间", "by the server"),
    WR_I64(struct wr_delivery, skew_ms, -WR_MS_MAX, WR_MS_MAX, "时钟偏差",
           "server's clock less the phone's"),
    WR_BOOL(struct wr_delivery, skewed, "时钟偏差过大", "more than the policy allows"),
    WR_BOOL(struct wr_delivery, overdue, "久等", "parked for more than a day"),
    WR_JSON(struct wr_delivery, body, WR_DELIVERY_BODY_BYTES_MAX, "内容", "as sent"),
    WR_MS_OPT(struct wr_delivery, applied_ms, "处理时间", "when its state was settled"),
    WR_ID_OPT(struct wr_delivery, decided_by, "决定人", "who released or discarded it"),
    WR_MS_OPT(struct wr_delivery, decided_ms, "决定时间", "when"),
    WR_TEXT_OPT(struct wr_delivery, decision_reason, 0, 500, "决定理由", "why"),
    WR_I64(struct wr_delivery, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};

/* ---- the answer as stored: both languages ------------------------------------------------------- */

static const struct wr_field stored_fault_fields[] = {
    WR_TEXT(struct wr_delivery_kept_fault, path, 0, 200, "位置", "which member"),
    WR_STR(struct wr_delivery_kept_fault, key, 1, 60, "编号", "which message"),
    WR_TEXT(struct wr_delivery_kept_fault, zh, 0, 1000, "说明", "Chinese"),
    WR_TEXT(struct wr_delivery_kept_fault, en, 0, 1000, "英文说明", "English"),
    {0},
};

const struct wr_field wr_delivery_kept_fields[] = {
    WR_ENUM_OPT(struct wr_delivery_kept, verdict, wr_visit_verdicts, "判断", "verdict"),
    WR_TEXT_OPT(struct wr_delivery_kept, headline, 0, 1200, "结论", "headline"),
    WR_BOOL_OPT(struct wr_delivery_kept, visit_conflict, "冲突", "denied on arrival"),
    WR_STR_OPT(struct wr_delivery_kept, key, 1, 60, "编号", "which message"),
    WR_TEXT_OPT(struct wr_delivery_kept, zh, 0, 2000, "说明", "Chinese"),
    WR_TEXT_OPT(struct wr_delivery_kept, en, 0, 2000, "英文说明", "English"),
    WR_LIST_OPT(struct wr_delivery_kept, faults, WR_DELIVERY_FAULTS_MAX, stored_fault_fields,
                struct wr_delivery_kept_fault, "各处错误", "faults"),
    WR_LIST_OPT(struct wr_delivery_kept, disputes, WR_VISIT_ITEMS_MAX, dispute_fields,
                struct wr_delivery_dispute, "争议项", "disputes"),
    {0},
};

struct wr_str wr_delivery_keep(struct wr_ctx *ctx, const struct wr_delivery_kept *k)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, WR_DELIVERY_ANSWER_BYTES_MAX);
    wr_json_encode(&b, wr_delivery_kept_fields, k, WR_MASK_NONE);
    return b.failed ? (struct wr_str){NULL, 0} : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

static void tell_error(struct wr_ctx *ctx, const struct wr_delivery_kept *k,
                       struct wr_delivery_result *r)
{
    bool en = ctx->lang == WR_LANG_EN;
    const struct wr_enum_item *s = wr_enum_item(wr_delivery_states, r->state);
    const struct wr_delivery_kept_fault *from = k->faults.p;
    struct wr_delivery_fault *to = wr_arena_array(ctx->arena, k->faults.n + 1, sizeof(*to));
    for (size_t i = 0; to && i < k->faults.n; i++) {
        to[i] = (struct wr_delivery_fault){
            .path = from[i].path, .key = from[i].key, .message = en ? from[i].en : from[i].zh};
    }
    r->has_error = true;
    r->error = (struct wr_delivery_error){.key = k->key,
                                          .title = wr_str(en ? s->en : s->zh),
                                          .detail = en ? k->en : k->zh,
                                          .faults = {to, to ? k->faults.n : 0}};
}

int wr_delivery_tell(struct wr_ctx *ctx, struct wr_delivery *d)
{
    struct wr_delivery_result *r = &d->r;
    struct wr_delivery_kept k = {0};
    int64_t now_ms = wr_ctx_now(ctx);
    d->skewed = wr_delivery_is_skewed(ctx, d->skew_ms, d->received_ms);
    d->overdue =
        r->state == WR_DELIVERY_PARKED && now_ms - d->received_ms > WR_DELIVERY_PARKED_MS_MAX;
    if (d->answer.n == 0) {
        return 0;
    }
    int rc = wr_json_decode(ctx, d->answer, wr_delivery_kept_fields, &k, sizeof(k));
    if (rc < 0) {
        return rc;
    }
    r->verdict = k.verdict;
    r->headline = k.headline;
    r->visit_conflict = k.visit_conflict;
    r->disputes = k.disputes;
    if (k.key.n > 0) {
        tell_error(ctx, &k, r);
    }
    return 0;
}
