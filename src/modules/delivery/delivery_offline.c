/* The page for work without network: facts of the visits' room, and the actor's own records that wait for a decision. */
#include "modules/delivery/delivery_store.h"

#define CONFLICTS_MAX 50

const struct wr_field wr_offline_query_fields[] = {
    WR_STR_OPT(struct wr_offline_query, cursor, 1, 40, "游标", "from the page before"),
    {0},
};

const struct wr_field wr_offline_page_fields[] = {
    WR_LIST(struct wr_offline_page, enterprises, 0, WR_OFFLINE_PAGE_MAX,
            wr_offline_enterprise_fields, struct wr_offline_enterprise, "企业",
            "the nearest first: my own, those of my missions, my district"),
    WR_LIST(struct wr_offline_page, verdicts, 0, WR_OFFLINE_TABLE_MAX, wr_offline_verdict_fields,
            struct wr_offline_verdict, "判断", "judged in advance; enterprises name them by index"),
    WR_LIST(struct wr_offline_page, headlines, 0, WR_OFFLINE_TABLE_MAX, wr_offline_headline_fields,
            struct wr_offline_headline, "结论", "one sentence each; verdicts name them by index"),
    WR_LIST(struct wr_offline_page, reasons, 0, WR_OFFLINE_TABLE_MAX, wr_offline_reason_fields,
            struct wr_offline_reason, "理由", "each once; verdicts name them by index"),
    WR_LIST_OPT(struct wr_offline_page, evidence, 20, wr_offline_evidence_fields,
                struct wr_offline_evidence, "依据要求", "what a source needs; with the first page"),
    WR_LIST(struct wr_offline_page, items, 0, WR_OFFLINE_TABLE_MAX, wr_offline_item_fields,
            struct wr_checklist_item, "检查项", "each once; check-lists name them by index"),
    WR_LIST(struct wr_offline_page, checklists, 0, WR_OFFLINE_TABLE_MAX,
            wr_offline_checklist_fields, struct wr_offline_checklist, "检查清单",
            "with their versions; enterprises name them by index"),
    WR_LIST_OPT(struct wr_offline_page, conflicts, CONFLICTS_MAX, wr_delivery_fields,
                struct wr_delivery, "待处理记录",
                "my own records that were not taken; with the first page"),
    WR_STR(struct wr_offline_page, policy, 1, 80, "规则包", "rule pack"),
    WR_STR(struct wr_offline_page, policy_version, 1, 20, "规则包版本", "its version"),
    WR_STR(struct wr_offline_page, keys, 1, 100, "公钥", "where the public keys are"),
    WR_STR(struct wr_offline_page, revocations, 1, 100, "失效牌号",
           "where the signed list of invalid plates is"),
    WR_STR_OPT(struct wr_offline_page, next, 1, 40, "下一页", "cursor of the next page"),
    WR_MS(struct wr_offline_page, as_of_ms, "数据时间", "facts of this time"),
    {0},
};

struct work {
    struct wr_str cursor;
    struct wr_offline_page *page;
};

static int conflicts_in(struct wr_tx *tx, struct wr_list *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_delivery_page mine = {.user_id = ctx->actor.user_id,
                                          .undecided = true,
                                          .before_id = WR_ID_MAX,
                                          .limit = CONFLICTS_MAX};
    int rc = wr_delivery_store_list(tx, &mine, ret);
    struct wr_delivery *d = ret->p;
    for (size_t i = 0; rc == 0 && i < ret->n; i++) {
        rc = wr_delivery_tell(ctx, &d[i]);
    }
    return rc;
}

static int page_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_offline_page *p = w->page;
    struct wr_visit_offline f;
    int rc = wr_visit_offline_in(tx, w->cursor, &f);
    if (rc < 0) {
        return rc;
    }
    *p = (struct wr_offline_page){.as_of_ms = f.as_of_ms,
                                  .policy = f.policy,
                                  .policy_version = f.policy_version,
                                  .enterprises = f.enterprises,
                                  .verdicts = f.verdicts,
                                  .headlines = f.headlines,
                                  .reasons = f.reasons,
                                  .evidence = f.evidence,
                                  .items = f.items,
                                  .checklists = f.checklists,
                                  .keys = WR_S("/api/v1/public/keys"),
                                  .revocations = WR_S("/api/v1/public/revocations"),
                                  .next = f.next};
    return w->cursor.n == 0 ? conflicts_in(tx, &p->conflicts) : 0;
}

int wr_delivery_svc_offline(struct wr_ctx *ctx, const struct wr_offline_query *q,
                            struct wr_offline_page *ret)
{
    struct work w = {.cursor = q->cursor, .page = ret};
    return wr_tx_run(ctx, WR_TX_READ, "delivery.offline", page_tx, &w);
}
