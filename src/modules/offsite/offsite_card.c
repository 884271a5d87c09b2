/* The card of a clue: the rule in words, what happened, the review of the device, what came before, what may be done now. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"

#include <inttypes.h>

struct work {
    int64_t id;
    struct wr_clue_card *card;
};

/** The rule by the pack that raised it, or what there is of it now. */
static const struct wr_offsite_rule_row *rule_of(struct wr_ctx *ctx, const struct wr_clue *c)
{
    const struct wr_offsite_pack *p = NULL;
    int64_t rule = wr_enum_value(wr_offsite_rules, c->rule);
    if (wr_offsite_pack_by_id(ctx, c->pack, &p) < 0) {
        wr_err_reset(ctx);
        if (wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &p) < 0) {
            wr_err_reset(ctx);
            return NULL;
        }
    }
    return rule >= 0 ? p->rule[rule] : NULL;
}

static void speak(struct wr_ctx *ctx, const struct wr_clue *c, struct wr_clue_card *card)
{
    char from[WR_STAMP_TEXT], last[WR_STAMP_TEXT];
    wr_stamp_format(c->from_ms, from);
    wr_stamp_format(c->last_ms, last);
    struct wr_str place = c->line_id != 0 && c->outlet_code.n == 0 ? c->line_name : c->outlet_code;
    struct wr_str factor = c->factor_name.n > 0 ? c->factor_name : c->factor;
    bool numbers = c->value.n > 0 && c->bound.n > 0;
    card->speech_zh =
        wr_arena_printf(ctx->arena,
                        WR_FMT " " WR_FMT "%s" WR_FMT "：%.16s 至 %.16s，" WR_FMT "，共 %" PRId64
                               " 次%s" WR_FMT "%s" WR_FMT,
                        WR_ARG(c->enterprise_name), WR_ARG(place), factor.n > 0 ? " " : "",
                        WR_ARG(factor), from, last, WR_ARG(c->rule_zh), c->times,
                        numbers ? "，数值 " : "", WR_ARG(numbers ? c->value : WR_S("")),
                        numbers ? "，界限 " : "", WR_ARG(numbers ? c->bound : WR_S("")));
    card->speech_en =
        wr_arena_printf(ctx->arena,
                        WR_FMT " " WR_FMT "%s" WR_FMT ": %.16s to %.16s, " WR_FMT ", %" PRId64
                               " times%s" WR_FMT "%s" WR_FMT,
                        WR_ARG(c->enterprise_name), WR_ARG(place), factor.n > 0 ? " " : "",
                        WR_ARG(c->factor), from, last, WR_ARG(c->rule_en), c->times,
                        numbers ? ", value " : "", WR_ARG(numbers ? c->value : WR_S("")),
                        numbers ? ", bound " : "", WR_ARG(numbers ? c->bound : WR_S("")));
}

static void explain(struct wr_ctx *ctx, const struct wr_clue *c, struct wr_clue_card *card)
{
    const struct wr_offsite_rule_row *r = rule_of(ctx, c);
    card->words_zh = r != NULL ? wr_offsite_rule_words(ctx->arena, r, false) : c->rule_zh;
    card->words_en = r != NULL ? wr_offsite_rule_words(ctx->arena, r, true) : c->rule_en;
    card->next_zh = r != NULL ? r->next_zh : c->rule_zh;
    card->next_en = r != NULL ? r->next_en : c->rule_en;
    card->citation = r != NULL ? r->citation : (struct wr_str){NULL, 0};
    card->tag = r != NULL ? r->tag : WR_S("proposal");
    card->params = r != NULL ? r->params : (struct wr_list){0};
}

/** What the reader may do now, by state and role. */
static int list_actions(struct wr_ctx *ctx, const struct wr_clue *c, struct wr_list *ret)
{
    static const int64_t acts[] = {WR_CA_ANSWER, WR_CA_CLOSE,  WR_CA_RECTIFY,  WR_CA_RECTIFIED,
                                   WR_CA_VERIFY, WR_CA_REJECT, WR_CA_ESCALATE, WR_CA_MISSION};
    struct wr_str *out = wr_arena_array(ctx->arena, WR_ARRAY_LEN(acts), sizeof(*out));
    size_t n = 0;
    if (out == NULL)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < WR_ARRAY_LEN(acts); i++)
        if (wr_clue_next(c->state, acts[i]) >= 0 &&
            wr_actor_has(&ctx->actor, wr_clue_roles(acts[i])))
            out[n++] = wr_str(wr_enum_item(wr_clue_acts, acts[i])->name);
    *ret = (struct wr_list){out, n};
    return 0;
}

/** Where the limit is written that was in force when the rule spoke. */
static int find_source(struct wr_tx *tx, const struct wr_clue *c, struct wr_str *ret)
{
    const struct wr_limit_query q = {.outlet_id = c->outlet_id};
    struct wr_list l = {0};
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(c->raised_ms), day);
    int64_t grain = wr_str_eq(c->rule, WR_S("E2")) ? WR_OG_DAY : WR_OG_HOUR;
    int rc = c->outlet_id != 0 ? wr_limit_store_list(tx, &q, 0, 0, 500, &l) : 0;
    const struct wr_limit *t = l.p;
    for (size_t i = 0; rc == 0 && i < l.n; i++)
        if (t[i].grain == grain && wr_str_eq(t[i].factor, wr_offsite_factor_2017(c->factor)) &&
            wr_str_cmp(t[i].from_day, wr_str(day)) <= 0 &&
            (t[i].to_day.n == 0 || wr_str_cmp(t[i].to_day, wr_str(day)) >= 0))
            *ret = t[i].source;
    return rc;
}

static int card_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_clue_card *card = w->card;
    *card = (struct wr_clue_card){0};
    int rc = wr_clue_load_in(tx, w->id, &card->clue);
    if (rc == 0)
        rc = wr_clue_store_steps(tx, w->id, &card->steps);
    if (rc == 0)
        rc = wr_clue_store_photos(tx, w->id, &card->photos);
    if (rc == 0)
        rc = wr_clue_store_earlier(tx, &card->clue, &card->earlier);
    if (rc == 0 && wr_offsite_own(ctx) == 0)
        rc = wr_clue_store_tally(tx, &card->clue, &card->tally);
    if (rc == 0)
        rc = find_source(tx, &card->clue, &card->limit_source);
    if (rc == 0)
        rc = list_actions(ctx, &card->clue, &card->actions);
    struct wr_clue_photo *p = card->photos.p;
    for (size_t i = 0; rc == 0 && i < card->photos.n; i++)
        p[i].url = wr_arena_printf(ctx->arena, "/api/v1/clues/%" PRId64 "/photos/%" PRId64, w->id,
                                   p[i].media_id);
    if (rc == 0) {
        explain(ctx, &card->clue, card);
        speak(ctx, &card->clue, card);
    }
    return rc;
}

int wr_clue_svc_card(struct wr_ctx *ctx, int64_t id, struct wr_clue_card *ret)
{
    struct work w = {id, ret};
    return wr_tx_run(ctx, WR_TX_READ, "clue.card", card_tx, &w);
}
