#include "modules/dossier/timeline_text.h"

static const char *const KINDS[] = {"visit",     "liaison", "plate",  "change",
                                    "complaint", "clue",    "penalty"};

struct wr_str wr_timeline_kind_name(int64_t kind)
{
    return wr_str(KINDS[kind]);
}

/** Words of the time line: what stands in the row → what a person reads. */
struct word {
    const char *what, *zh, *en;
};
static const struct word WORDS[] = {
    {"help", "帮扶入企", "help visit"},
    {"inspection", "执法检查", "inspection"},
    {"other", "其他入企", "other visit"},
    {"start", "联络员上任", "liaison appointed"},
    {"end", "联络员卸任", "liaison ended"},
    {"draft", "拟制信息牌", "plate drafted"},
    {"issued", "签发信息牌", "plate issued"},
    {"issue", "签发信息牌", "plate issued"},
    {"printed", "印制信息牌", "plate printed"},
    {"print", "印制信息牌", "plate printed"},
    {"hung", "挂牌", "plate hung"},
    {"lost", "信息牌报失", "plate reported lost"},
    {"void", "信息牌作废", "plate voided"},
    {"replaced", "更换信息牌", "plate replaced"},
    {"replace", "更换信息牌", "plate replaced"},
    {"add", "建立档案", "file opened"},
    {"change", "变更档案", "file changed"},
    {"received", "收到投诉", "complaint received"},
    {"handling", "投诉办理中", "complaint being handled"},
    {"answered", "投诉已答复", "complaint answered"},
    {"closed", "投诉已办结", "complaint closed"},
    {"clue", "非现场线索", "off-site clue"},
    {"penalty_filed", "立案", "case filed"},
    {"penalty_order_served", "责令改正", "ordered to correct"},
    {"penalty_noticed", "处罚告知", "notice of a penalty"},
    {"penalty_hearing", "听证", "hearing"},
    {"penalty_decided", "处罚案件决定", "decision in a case"},
    {"penalty_paid", "缴款", "fine paid"},
    {"penalty_day_fine", "按日连续处罚", "fine by the day"},
    {"penalty_closed", "结案", "case closed"},
    {"penalty_withdrawn", "撤销立案", "case withdrawn"},
    {"penalty_transferred", "案件移送", "case transferred"},
    {"none", "未发现问题", "nothing found"},
    {"advice", "提出建议", "advice given"},
    {"order_to_correct", "责令改正", "ordered to correct"},
    {"case_filed", "立案", "case filed"},
    {"transferred", "移送", "transferred"},
    {"initial", "首次结对", "first pairing"},
    {"transfer", "调动", "transfer"},
    {"leave", "离岗", "leave"},
    {"dismissal", "免职", "dismissal"},
    {"enterprise_request", "企业申请回避", "at the enterprise's request"},
    {"rotation", "轮岗", "rotation"},
    {"balance", "均衡负荷", "balancing"},
    {"cover", "代班", "cover"},
};

static struct wr_str say(const struct wr_ctx *ctx, struct wr_str what)
{
    for (size_t i = 0; i < WR_ARRAY_LEN(WORDS); i++)
        if (wr_str_eq(what, wr_str(WORDS[i].what)))
            return wr_str(ctx->lang == WR_LANG_ZH ? WORDS[i].zh : WORDS[i].en);
    return what;
}

static struct wr_str joined(struct wr_ctx *ctx, struct wr_str a, struct wr_str b)
{
    if (a.n == 0 || b.n == 0)
        return a.n ? a : b;
    return wr_arena_printf(ctx->arena, WR_FMT " · " WR_FMT, WR_ARG(a), WR_ARG(b));
}

void wr_timeline_say(struct wr_ctx *ctx, struct wr_timeline_item *t)
{
    t->title = say(ctx, t->what);
    switch ((enum wr_timeline_kind)t->kind) {
    case WR_TL_VISIT:
    case WR_TL_LIAISON:
        t->detail = joined(ctx, t->a, say(ctx, t->b));
        break;
    case WR_TL_CHANGE:
        t->detail = t->a; /* the changes themselves are in the history */
        break;
    case WR_TL_PLATE:
    case WR_TL_CLUE:
    case WR_TL_PENALTY:
        t->detail = joined(ctx, t->a, t->b);
        break;
    case WR_TL_COMPLAINT:
        break;
    }
    t->a = t->b = (struct wr_str){0};
}
