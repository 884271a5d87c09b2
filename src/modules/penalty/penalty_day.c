/* Fines by the day (按日连续处罚): periods from the events of a case, each with its arithmetic. Pure. */
#include "modules/penalty/penalty_docket.h"

#include "base/calendar.h"

#include <inttypes.h>

#define FEN_MAX INT64_C(1000000000000000)

#define P struct wr_pen_day_period
static const struct wr_field period_fields[] = {
    WR_DATE(P, served_day, "送达日", "the order was served"),
    WR_DATE(P, recheck_day, "复查日", "re-checked"),
    WR_DATE_OPT(P, first_day, "起", "first day that counts"),
    WR_I64(P, days, 0, 36600, "日数", "days that count, the last one included"),
    WR_I64(P, fen, 0, FEN_MAX, "金额", "fen"),
    WR_BOOL(P, decided, "已作出决定", "a decision has been made of it"),
    WR_TEXT(P, text, 0, 1000, "说明", "the same in words, or why it does not count"),
    {0},
};
#define D struct wr_pen_by_day
const struct wr_field wr_pen_by_day_fields[] = {
    WR_I64_OPT(D, base_fen, 0, FEN_MAX, "原处罚金额", "fen a day; absent: no fine is known yet"),
    WR_BOOL(D, base_decided, "原处罚已决定", "the fine has been decided, not only computed"),
    WR_I64(D, days, 0, 36600, "尚未决定的日数", "days no decision has been made of"),
    WR_I64(D, fine_fen, 0, FEN_MAX, "尚未决定的金额", "their fine, fen"),
    WR_I64(D, decided_fen, 0, FEN_MAX, "已决定的金额", "decided so far, fen"),
    WR_LIST(D, periods, 0, WR_PEN_EVENTS_MAX, period_fields, P, "期间", "each order and re-check"),
    WR_TEXT(D, text, 0, 1000, "说明", "the sum in words, or why there is none"),
    WR_TEXT_OPT(D, citation, 0, 300, "依据", "where the rule stands"),
    WR_STR_OPT(D, tag, 0, 20, "性质", "law, proposal or unverified"),
    {0},
};

struct count {
    struct wr_ctx *ctx;
    const struct wr_pen_pack *law;
    D *r;
    P *p;
    size_t n;
    struct wr_str served; /* of the order that is open; absent: none */
    bool zh;
};

static int32_t day_no(struct wr_str day)
{
    struct wr_date d;

    return wr_date_parse(day, &d) ? wr_date_to_days(d) : 0;
}

static struct wr_str day_text(struct wr_ctx *ctx, int32_t day)
{
    char z[WR_DATE_TEXT];

    wr_date_format(wr_date_from_days(day), z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

static struct wr_str why_not(const struct count *c, const struct wr_pen_event *e, int64_t between)
{
    bool corrected = e->has_continuing && !e->continuing;

    if (!e->has_continuing)
        return wr_str(c->zh ? "复查没有记明是否仍在继续，不计"
                            : "the re-check does not state whether it went on: not counted");
    if (corrected)
        return wr_str(c->zh ? "复查时已改正，不计" : "corrected by the re-check: not counted");
    return wr_arena_printf(
        c->ctx->arena,
        c->zh ? "复查在送达后第 %" PRId64 " 日，应在第 1 日至第 %" PRId64 " 日之内，不计"
              : "re-checked on day %" PRId64 " after service, must be within days 1 to %" PRId64
                ": not counted",
        between, c->law->day_fine.recheck_days);
}

static struct wr_str in_words(const struct count *c, const P *p)
{
    struct wr_arena *a = c->ctx->arena;

    if (!c->r->has_base_fen)
        return wr_arena_printf(a,
                               c->zh ? WR_FMT " 至 " WR_FMT " 共 %" PRId64 " 日；原处罚金额未定"
                                     : WR_FMT " to " WR_FMT ": %" PRId64
                                              " days; the original fine is not known yet",
                               WR_ARG(p->first_day), WR_ARG(p->recheck_day), p->days);
    return wr_arena_printf(a,
                           c->zh ? "送达次日 " WR_FMT " 至复查发现之日 " WR_FMT " 共 %" PRId64
                                   " 日，" WR_FMT "×%" PRId64 "=" WR_FMT
                                 : "from the day after service, " WR_FMT
                                   ", to the day it was found, " WR_FMT ": %" PRId64
                                   " days, " WR_FMT " × %" PRId64 " = " WR_FMT,
                           WR_ARG(p->first_day), WR_ARG(p->recheck_day), p->days,
                           WR_ARG(wr_pen_yuan(a, c->r->base_fen, c->zh)), p->days,
                           WR_ARG(wr_pen_yuan(a, p->fen, c->zh)));
}

/** One re-check ends the period that the last order began. */
static void take_recheck(struct count *c, const struct wr_pen_event *e)
{
    int64_t between = (int64_t)day_no(e->day) - day_no(c->served);
    bool goes_on = e->has_continuing && e->continuing;
    P *p = &c->p[c->n++];

    *p = (P){.served_day = c->served, .recheck_day = e->day};
    c->served = (struct wr_str){NULL, 0};
    if (goes_on)
        p->days =
            wr_pen_day_fine(day_no(p->served_day), day_no(e->day), c->law->day_fine.recheck_days);
    if (p->days == 0) {
        p->text = why_not(c, e, between);
        return;
    }
    p->first_day = day_text(c->ctx, day_no(p->served_day) + 1);
    wr_pen_wide fen = (wr_pen_wide)c->r->base_fen * p->days;
    p->fen = fen > FEN_MAX ? FEN_MAX : (int64_t)fen;
    p->text = in_words(c, p);
}

static void take_decision(struct count *c, const struct wr_pen_event *e)
{
    for (size_t i = 0; i < c->n; i++)
        c->p[i].decided = c->p[i].decided || c->p[i].days > 0;
    c->r->decided_fen += e->amount_fen;
}

static void take_base(D *r, const struct wr_pen_docket *d)
{
    bool spared = wr_pen_is_spared(d->outcome);

    r->base_decided = d->has_fine_fen && !spared;
    r->has_base_fen = r->base_decided || (!spared && wr_pen_proposed(d, &r->base_fen));
    if (r->base_decided)
        r->base_fen = d->fine_fen;
    if (!r->has_base_fen)
        r->base_fen = 0;
}

static struct wr_str sum_in_words(const struct count *c)
{
    const D *r = c->r;
    struct wr_arena *a = c->ctx->arena;

    if (r->days > 0 && r->has_base_fen)
        return wr_arena_printf(a,
                               c->zh ? "按日连续处罚：" WR_FMT "×%" PRId64 "=" WR_FMT
                                     : "fine by the day: " WR_FMT " × %" PRId64 " = " WR_FMT,
                               WR_ARG(wr_pen_yuan(a, r->base_fen, c->zh)), r->days,
                               WR_ARG(wr_pen_yuan(a, r->fine_fen, c->zh)));
    if (!c->law || !c->law->has_day_fine)
        return wr_str(c->zh ? "规则包没有按日连续处罚的规则"
                            : "the pack has no rule for fines by the day");
    if (!r->has_base_fen)
        return wr_str(c->zh ? "没有原处罚金额" : "there is no original fine");
    if (c->n == 0)
        return wr_str(c->zh ? "没有送达责令改正决定书后的复查"
                            : "no re-check after an order to correct was served");
    return wr_str(c->zh ? "没有尚未决定的计罚期间" : "no period is left to decide");
}

int wr_pen_by_day_of(struct wr_ctx *ctx, const struct wr_pen_pack *law,
                     const struct wr_pen_docket *d, D *ret)
{
    const struct wr_pen_event *e = d->events.p;
    struct count c = {.ctx = ctx, .law = law, .r = ret, .zh = ctx->lang == WR_LANG_ZH};

    *ret = (D){0};
    c.p = wr_arena_array(ctx->arena, d->events.n + 1, sizeof(*c.p));
    if (!c.p)
        return wr_fail(ctx, WR_K_memory);
    take_base(ret, d);
    for (size_t i = 0; law && law->has_day_fine && i < d->events.n; i++) {
        if (e[i].kind == WR_PEN_EV_ORDER_SERVED)
            c.served = e[i].day;
        else if (e[i].kind == WR_PEN_EV_RECHECKED && c.served.p)
            take_recheck(&c, &e[i]);
        else if (e[i].kind == WR_PEN_EV_DAY_FINE)
            take_decision(&c, &e[i]);
    }
    for (size_t i = 0; i < c.n; i++) {
        ret->days += c.p[i].decided ? 0 : c.p[i].days;
        ret->fine_fen += c.p[i].decided ? 0 : c.p[i].fen;
    }
    ret->fine_fen = ret->fine_fen > FEN_MAX ? FEN_MAX : ret->fine_fen;
    ret->periods = (struct wr_list){c.p, c.n};
    ret->text = sum_in_words(&c);
    if (law && law->has_day_fine) {
        ret->citation = wr_arena_dup(ctx->arena, law->day_fine.citation);
        ret->tag = wr_arena_dup(ctx->arena, law->day_fine.tag);
    }
    return 0;
}
