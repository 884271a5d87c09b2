#include "modules/rulebook/rulebook.h"

const struct wr_enum_item wr_rulebook_states[] = {
    {"draft", WR_RB_DRAFT, "草稿", "draft"},
    {"submitted", WR_RB_SUBMITTED, "待审定", "submitted"},
    {"published", WR_RB_PUBLISHED, "已发布", "published"},
    {"rejected", WR_RB_REJECTED, "已退回", "sent back"},
    {"replaced", WR_RB_REPLACED, "已被替代", "replaced"},
    {"withdrawn", WR_RB_WITHDRAWN, "已撤回", "withdrawn"},
    {0},
};

static enum wr_rulebook_why may_withdraw(const struct wr_rulebook_facts *f)
{
    if (f->state == WR_RB_PUBLISHED)
        return f->begun ? WR_RB_BEGUN : WR_RB_MAY;
    if (f->state != WR_RB_DRAFT && f->state != WR_RB_SUBMITTED)
        return WR_RB_WRONG_STATE;
    return f->own || f->system ? WR_RB_MAY : WR_RB_NOT_OWN;
}

static enum wr_rulebook_why may_decide(const struct wr_rulebook_facts *f, bool publish)
{
    if (f->state != WR_RB_SUBMITTED)
        return WR_RB_WRONG_STATE;
    if (f->own && !f->system)
        return WR_RB_OWN;
    return publish && f->failed_n > 0 ? WR_RB_EXAMPLES : WR_RB_MAY;
}

enum wr_rulebook_why wr_rulebook_may(const struct wr_rulebook_facts *f, int act, int64_t *ret_state)
{
    switch (act) {
    case WR_RB_SUBMIT:
        *ret_state = WR_RB_SUBMITTED;
        return f->state != WR_RB_DRAFT ? WR_RB_WRONG_STATE
               : f->failed_n > 0       ? WR_RB_EXAMPLES
                                       : WR_RB_MAY;
    case WR_RB_PUBLISH:
        *ret_state = WR_RB_PUBLISHED;
        return may_decide(f, true);
    case WR_RB_REJECT:
        *ret_state = WR_RB_REJECTED;
        return may_decide(f, false);
    default:
        *ret_state = WR_RB_WITHDRAWN;
        return may_withdraw(f);
    }
}
