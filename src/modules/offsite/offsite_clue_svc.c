/* Use cases of clues: read, answer, review, escalate, deadlines. */
#include "modules/offsite/offsite_use.h"

#include "base/calendar.h"
#include "modules/media/media_svc.h"
#include "rules/workdays.h"

#include <inttypes.h>

#define TEND_MAX 500
#define RULE_DAYS 90

struct work {
    int64_t id, act;
    const void *in;
    struct wr_str note;
    struct wr_clue clue;
    const struct wr_media_new *media;
    struct wr_clue_photo photo;
    const struct wr_clue_query *q;
    struct wr_offsite_page *page;
    struct wr_clue_summary *summary;
    int64_t limit, now;
};

static int fail_unknown(struct wr_ctx *ctx)
{
    return wr_fail(ctx, WR_K_not_found, WR_S("该线索 clue"));
}

void wr_clue_dress(struct wr_ctx *ctx, struct wr_clue *c)
{
    const struct wr_enum_item *r =
        wr_enum_item(wr_offsite_rules, wr_enum_value(wr_offsite_rules, c->rule));
    c->rule_zh = wr_str(r != NULL ? r->zh : NULL);
    c->rule_en = wr_str(r != NULL ? r->en : NULL);
    c->factor_name = wr_offsite_factor_name(c->factor);
    c->overdue = wr_clue_overdue(c, wr_ctx_now(ctx)) != 0;
}

static bool visible(const struct wr_ctx *ctx, const struct wr_clue *c)
{
    int64_t scope = wr_offsite_scope(ctx), own = wr_offsite_own(ctx);
    return (scope == 0 || own != 0 || c->district_id == scope) &&
           (own == 0 || c->enterprise_id == own);
}

int wr_clue_load_in(struct wr_tx *tx, int64_t id, struct wr_clue *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_clue_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND || (rc == 0 && !visible(ctx, ret)))
        return fail_unknown(ctx);
    if (rc == 0)
        wr_clue_dress(ctx, ret);
    return rc;
}

int wr_clue_get_in(struct wr_tx *tx, int64_t id, struct wr_clue *ret)
{
    return wr_clue_load_in(tx, id, ret);
}

int wr_clue_by_number_in(struct wr_tx *tx, struct wr_str number, struct wr_clue *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_clue_store_by_number(tx, number, ret);
    return rc == WR_ENOTFOUND || (rc == 0 && !visible(ctx, ret)) ? fail_unknown(ctx) : rc;
}

int wr_clue_escalated_in(struct wr_tx *tx, int64_t after_id, int64_t limit, struct wr_list *ret)
{
    return wr_clue_store_escalated(tx, after_id, limit, ret);
}

/* ---- lists ------------------------------------------------------------------------------------------------ */

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t own = wr_offsite_own(ctx);
    int rc = wr_clue_store_list(tx, w->q, own != 0 ? 0 : wr_offsite_scope(ctx), own,
                                wr_ctx_now(ctx), w->limit, &w->page->items);
    struct wr_clue *c = w->page->items.p;
    for (size_t i = 0; rc == 0 && i < w->page->items.n; i++)
        wr_clue_dress(ctx, &c[i]);
    if (rc == 0 && (int64_t)w->page->items.n == w->limit)
        w->page->next = wr_arena_printf(ctx->arena, "%" PRId64, c[w->limit - 1].id);
    return rc;
}

int wr_clue_svc_list(struct wr_ctx *ctx, const struct wr_clue_query *q, struct wr_offsite_page *ret)
{
    struct work w = {.q = q, .page = ret, .limit = q->has_limit ? q->limit : WR_PAGE_DEFAULT};
    *ret = (struct wr_offsite_page){0};
    return wr_tx_run(ctx, WR_TX_READ, "clue.list", list_tx, &w);
}

static int summary_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t own = wr_offsite_own(ctx), scope = own != 0 ? 0 : wr_offsite_scope(ctx);
    char today[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(w->now), today);
    int rc = wr_clue_store_counts(tx, scope, own, w->now, wr_str(today), &w->summary->states);
    if (rc == 0)
        rc =
            wr_clue_store_rules(tx, scope, own, w->now - RULE_DAYS * WR_DAY_MS, &w->summary->rules);
    struct wr_clue_rule_count *r = w->summary->rules.p;
    for (size_t i = 0; rc == 0 && i < w->summary->rules.n; i++) {
        const struct wr_enum_item *it =
            wr_enum_item(wr_offsite_rules, wr_enum_value(wr_offsite_rules, r[i].rule));
        r[i].rule_zh = wr_str(it != NULL ? it->zh : NULL);
        r[i].rule_en = wr_str(it != NULL ? it->en : NULL);
    }
    return rc;
}

int wr_clue_svc_summary(struct wr_ctx *ctx, struct wr_clue_summary *ret)
{
    struct work w = {.summary = ret, .now = wr_ctx_now(ctx)};
    *ret = (struct wr_clue_summary){0};
    return wr_tx_run(ctx, WR_TX_READ, "clue.summary", summary_tx, &w);
}

/* ---- acts -------------------------------------------------------------------------------------------------- */

/** Load it and move it; what the act says besides is set by the caller before it is stored. */
static int move(struct wr_tx *tx, int64_t id, int64_t act, struct wr_clue *c)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_clue_load_in(tx, id, c);
    if (rc < 0)
        return rc;
    if (!wr_actor_has(&ctx->actor, wr_clue_roles(act)))
        return wr_fail(ctx, WR_K_denied, wr_str(wr_enum_item(wr_clue_acts, act)->zh));
    int64_t next = wr_clue_next(c->state, act);
    if (next < 0)
        return wr_fail(ctx, WR_K_clue_state, wr_str(wr_enum_item(wr_clue_states, c->state)->zh),
                       wr_str(wr_enum_item(wr_clue_acts, act)->zh));
    c->state = next;
    return 0;
}

static int store(struct wr_tx *tx, struct wr_clue *c, int64_t act, struct wr_str note)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    if (c->state == WR_CLUE_CLOSED) {
        c->open_key = (struct wr_str){NULL, 0};
        c->closed_ms = wr_ctx_now(ctx);
    }
    int rc = wr_clue_store_update(tx, c);
    c->version++;
    return rc < 0 ? rc : wr_clue_step_in(tx, c, act, note);
}

static int run(struct wr_ctx *ctx, const char *name, int (*fn)(struct wr_tx *, void *),
               struct work *w, struct wr_clue *ret)
{
    int rc = wr_tx_run(ctx, WR_TX_WRITE, name, fn, w);
    if (rc < 0)
        return rc;
    wr_clue_dress(ctx, &w->clue);
    wr_clue_tell(ctx, &w->clue);
    *ret = w->clue;
    return 0;
}

static int answer_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    const struct wr_clue_answer *in = w->in;
    struct wr_clue *c = &w->clue;
    int rc = move(tx, w->id, WR_CA_ANSWER, c);
    if (rc < 0)
        return rc;
    c->answered_ms = c->answered_ms != 0 ? c->answered_ms : wr_ctx_now(wr_tx_ctx(tx));
    c->answer_cause = in->cause;
    c->answer = in->text;
    return store(tx, c, WR_CA_ANSWER, in->text);
}

int wr_clue_svc_answer(struct wr_ctx *ctx, int64_t id, const struct wr_clue_answer *in,
                       struct wr_clue *ret)
{
    struct work w = {.id = id, .in = in};
    return run(ctx, "clue.answer", answer_tx, &w, ret);
}

static int close_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    const struct wr_clue_close *in = w->in;
    struct wr_clue *c = &w->clue;
    int rc = move(tx, w->id, WR_CA_CLOSE, c);
    if (rc < 0)
        return rc;
    c->reviewed_ms = wr_ctx_now(wr_tx_ctx(tx));
    c->outcome = in->outcome;
    c->close_note = in->note;
    return store(tx, c, WR_CA_CLOSE, in->note);
}

int wr_clue_svc_close(struct wr_ctx *ctx, int64_t id, const struct wr_clue_close *in,
                      struct wr_clue *ret)
{
    struct work w = {.id = id, .in = in};
    if (!wr_clue_may_close_as(in->outcome)) {
        wr_fault(ctx, WR_S("outcome"), WR_K_clue_outcome,
                 wr_str(wr_enum_item(wr_clue_outcomes, in->outcome)->name));
        return wr_faults_end(ctx);
    }
    return run(ctx, "clue.close", close_tx, &w, ret);
}

static int rectify_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_clue_rectify *in = w->in;
    struct wr_clue *c = &w->clue;
    const struct wr_offsite_pack *pack = NULL;
    char due[WR_DATE_TEXT];
    int rc = move(tx, w->id, WR_CA_RECTIFY, c);
    if (rc == 0)
        rc = wr_offsite_pack_on(ctx, wr_ctx_now(ctx), &pack);
    if (rc < 0)
        return rc;
    const struct wr_workdays *days = wr_rules_workdays(ctx->rules, wr_ctx_now(ctx));
    wr_date_format(wr_add_workdays(days, wr_date_of_ms(wr_ctx_now(ctx)),
                                   (int32_t)pack->number[WR_ON_RECTIFY_DAYS]),
                   due);
    c->reviewed_ms = wr_ctx_now(ctx);
    c->review_note = in->note;
    c->rectify_due = in->due.n > 0 ? in->due : wr_arena_dup(ctx->arena, wr_str(due));
    return store(tx, c, WR_CA_RECTIFY, in->note);
}

int wr_clue_svc_rectify(struct wr_ctx *ctx, int64_t id, const struct wr_clue_rectify *in,
                        struct wr_clue *ret)
{
    struct work w = {.id = id, .in = in};
    struct wr_date d;
    if (in->due.n > 0 && wr_date_parse(in->due, &d) &&
        wr_date_to_days(d) < wr_date_to_days(wr_date_of_ms(wr_ctx_now(ctx)))) {
        wr_fault(ctx, WR_S("due"), WR_K_clue_due, in->due);
        return wr_faults_end(ctx);
    }
    return run(ctx, "clue.rectify", rectify_tx, &w, ret);
}

static int act_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_clue *c = &w->clue;
    int64_t now = wr_ctx_now(wr_tx_ctx(tx));
    int rc = move(tx, w->id, w->act, c);
    if (rc < 0)
        return rc;
    if (w->act == WR_CA_RECTIFIED) {
        c->rectified_ms = now;
        c->rectify_note = w->note;
    } else {
        c->reviewed_ms = now;
        c->review_note = w->note;
    }
    if (w->act == WR_CA_VERIFY) {
        c->outcome = WR_OUTCOME_VERIFIED;
        c->close_note = w->note;
    }
    if (c->state == WR_CLUE_ESCALATED) {
        c->escalated_ms = now;
        c->escalate_reason = w->act == WR_CA_REJECT ? WR_WHY_NOT_VERIFIED : WR_WHY_PERSON;
    }
    return store(tx, c, w->act, w->note);
}

int wr_clue_svc_act(struct wr_ctx *ctx, int64_t id, int64_t act, struct wr_str note,
                    struct wr_clue *ret)
{
    struct work w = {.id = id, .act = act, .note = note};
    return run(ctx, "clue.act", act_tx, &w, ret);
}

/* ---- photos ------------------------------------------------------------------------------------------------ */

static int photo_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    bool seen = false;
    int64_t now = wr_ctx_now(ctx);
    int rc = wr_clue_load_in(tx, w->id, &w->clue);
    if (rc == 0 && w->clue.state == WR_CLUE_CLOSED)
        return wr_fail(ctx, WR_K_clue_state, WR_S("已办结"), WR_S("上传照片"));
    if (rc == 0)
        rc = wr_media_put_in(tx, w->media, w->clue.enterprise_id, &w->photo.media_id, &seen);
    if (rc == 0)
        rc = wr_clue_store_add_photo(tx, w->id, w->photo.media_id, ctx->actor.user_id, now);
    w->photo.at_ms = now;
    return rc < 0 ? rc
                  : wr_audit_append(tx, &WR_CLUE_ENTITY, w->id, w->clue.enterprise_id, "clue.photo",
                                    wr_audit_payload1(ctx, "number", w->clue.number));
}

int wr_clue_svc_add_photo(struct wr_ctx *ctx, int64_t id, struct wr_str bytes,
                          struct wr_clue_photo *ret)
{
    struct wr_media_new media;
    struct work w = {.id = id, .media = &media};
    int rc = wr_media_prepare(ctx, bytes, &media);
    if (rc == 0)
        rc = wr_tx_run(ctx, WR_TX_WRITE, "clue.photo", photo_tx, &w);
    *ret = w.photo;
    ret->id = ret->media_id;
    ret->url = wr_arena_printf(ctx->arena, "/api/v1/clues/%" PRId64 "/photos/%" PRId64, id,
                               w.photo.media_id);
    return rc;
}

struct see {
    int64_t id, media_id;
    struct wr_media media;
};

static int see_tx(struct wr_tx *tx, void *arg)
{
    struct see *s = arg;
    struct wr_clue c;
    struct wr_list photos = {0};
    int rc = wr_clue_load_in(tx, s->id, &c);
    if (rc == 0)
        rc = wr_clue_store_photos(tx, s->id, &photos);
    const struct wr_clue_photo *p = photos.p;
    for (size_t i = 0; rc == 0 && i < photos.n; i++)
        if (p[i].media_id == s->media_id)
            return wr_media_content_in(tx, s->media_id, &s->media);
    return rc < 0 ? rc : wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该照片 photo"));
}

int wr_clue_svc_photo(struct wr_ctx *ctx, int64_t id, int64_t media_id, struct wr_str *ret_content,
                      struct wr_str *ret_type)
{
    struct see s = {.id = id, .media_id = media_id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "clue.see_photo", see_tx, &s);
    *ret_content = s.media.content;
    *ret_type = s.media.media_type;
    return rc;
}

/* ---- deadlines --------------------------------------------------------------------------------------------- */

static int tend_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_clue *c = &w->clue;
    int rc = wr_clue_store_get(tx, w->id, c);
    int64_t why = rc == 0 ? wr_clue_overdue(c, wr_ctx_now(ctx)) : 0;
    int64_t next = why != 0 ? wr_clue_next(c->state, WR_CA_OVERDUE) : -1;
    if (rc < 0 || next < 0)
        return rc;
    c->state = next;
    c->escalated_ms = wr_ctx_now(ctx);
    c->escalate_reason = why;
    w->act = WR_CA_OVERDUE;
    return store(tx, c, WR_CA_OVERDUE, wr_str(wr_enum_item(wr_clue_whys, why)->zh));
}

static int due_tx(struct wr_tx *tx, void *arg)
{
    struct wr_list *l = arg;
    int64_t now = wr_ctx_now(wr_tx_ctx(tx));
    char today[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(now), today);
    return wr_clue_store_due(tx, now, wr_str(today), TEND_MAX, l);
}

int wr_clue_svc_tend(struct wr_ctx *ctx)
{
    struct wr_list l = {0};
    int rc = wr_tx_run(ctx, WR_TX_READ, "clue.due", due_tx, &l);
    const struct wr_clue *c = l.p;
    for (size_t i = 0; rc == 0 && i < l.n; i++) {
        struct work w = {.id = c[i].id};
        rc = wr_tx_run(ctx, WR_TX_WRITE, "clue.overdue", tend_tx, &w);
        if (rc == 0 && w.act != 0)
            wr_clue_tell(ctx, &w.clue);
    }
    return rc;
}

/* ---- visits ------------------------------------------------------------------------------------------------ */

int wr_clue_mission_in(struct wr_tx *tx, int64_t id, int64_t mission_id, struct wr_str number)
{
    struct wr_clue c;
    int rc = move(tx, id, WR_CA_MISSION, &c);
    if (rc < 0)
        return rc;
    c.mission_id = mission_id;
    return store(tx, &c, WR_CA_MISSION, number);
}

int wr_clue_mission_gone_in(struct wr_tx *tx, int64_t id, struct wr_str why)
{
    struct wr_clue c;
    int rc = move(tx, id, WR_CA_MISSION_GONE, &c);
    if (rc < 0)
        return rc;
    c.mission_id = 0;
    return store(tx, &c, WR_CA_MISSION_GONE, why);
}

int wr_clue_visited_in(struct wr_tx *tx, int64_t id, int64_t visit_id, bool found)
{
    struct wr_clue c;
    int rc = move(tx, id, WR_CA_VISITED, &c);
    if (rc < 0)
        return rc;
    c.visit_id = visit_id;
    c.outcome = found ? WR_OUTCOME_CASE : WR_OUTCOME_NO_VIOLATION;
    return store(tx, &c, WR_CA_VISITED, wr_str(wr_enum_item(wr_clue_outcomes, c.outcome)->zh));
}
