/* Packs as drafts of the bureau: preview, four eyes, impact on past cases; replay of a kept case. */
#include "modules/penalty/penalty_use.h"

#include <inttypes.h>

#define WORDS_MAX ((size_t)1 << 20)
#define IMPACT_SHOWN_MAX 200

struct work {
    int64_t id;
    struct wr_str text, note;
    const char *action;
    const void *in;
    void *ret;
    struct wr_list *list;
    bool *same;
    struct wr_pen_run *run;
};

static const struct wr_str NONE = {NULL, 0};

/* ---- replay ------------------------------------------------------------------------------------------ */

static int load_kept(struct wr_tx *tx, struct wr_pen_shelf *s, int64_t id)
{
    struct wr_pen_stored stored;
    const struct wr_pen_pack *p;
    int rc = id == 0 ? 0 : wr_pen_store_pack_get(tx, id, &stored);

    return rc < 0 || id == 0 ? rc : wr_pen_shelf_load(wr_tx_ctx(tx), s, stored.content, &p);
}

/** Nothing but the copies of that day is on the shelf. */
static int replay_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_docket d;
    int rc = wr_pen_load_in(tx, w->id, &d);

    if (rc == 0 && (d.pack_id == 0 || d.input.n == 0))
        return wr_fail(ctx, WR_K_penalty_no_result);
    wr_pen_shelf_close(&w->run->shelf);
    rc = rc < 0 ? rc : load_kept(tx, &w->run->shelf, d.pack_id);
    rc = rc < 0 ? rc : load_kept(tx, &w->run->shelf, d.law_pack_id);
    rc = rc < 0 ? rc : wr_pen_run_text(ctx, w->run, d.input);
    rc = rc < 0 ? rc : wr_pen_show_copy(ctx, w->run, w->ret);
    if (rc < 0)
        return rc;
    struct wr_pen_view kept;
    rc = wr_json_decode(ctx, d.result, wr_pen_view_fields, &kept, sizeof(kept));
    const struct wr_pen_view *v = w->ret;
    *w->same = rc == 0 && v->outcome == kept.outcome && v->has_fine_fen == kept.has_fine_fen &&
               v->fine_fen == kept.fine_fen && v->raw_bp == kept.raw_bp &&
               v->trace.n == kept.trace.n;
    return rc;
}

int wr_penalty_svc_replay(struct wr_ctx *ctx, int64_t id, struct wr_pen_view *ret, bool *ret_same)
{
    struct work w = {.id = id, .ret = ret, .same = ret_same};

    return wr_pen_with_run(ctx, WR_TX_READ, "penalty.replay", replay_tx, &w, &w.run);
}

/* ---- impact ------------------------------------------------------------------------------------------ */

static struct wr_str result_text(struct wr_ctx *ctx, int64_t outcome, bool has_fen, int64_t fen)
{
    const struct wr_enum_item *it = wr_enum_item(wr_pen_outcomes, outcome);
    bool zh = ctx->lang == WR_LANG_ZH;
    const char *word = !it ? "" : zh ? it->zh : it->en;

    return has_fen && fen > 0 ? wr_arena_printf(ctx->arena, "%s，" WR_FMT, word,
                                                WR_ARG(wr_pen_yuan(ctx->arena, fen, zh)))
                              : wr_arena_printf(ctx->arena, "%s", word);
}

/** One past case by the new pack; *ret_new says whether it comes out otherwise. */
static void again(struct wr_ctx *ctx, struct wr_pen_run *run, const struct wr_pen_pack *p,
                  const struct wr_pen_docket *d, struct wr_pen_changed *ret, bool *ret_new)
{
    *ret = (struct wr_pen_changed){.id = d->id,
                                   .number = d->number,
                                   .enterprise_name = d->enterprise_name,
                                   .before_outcome = d->outcome,
                                   .has_before_fen = d->has_computed_fen,
                                   .before_fen = d->computed_fen};
    wr_json_free(run->json);
    run->json = wr_json_parse(ctx, d->input);
    int rc = run->json ? wr_pen_bind(ctx, &run->shelf.book, p, run->json, &run->c) : ctx->err.code;
    rc = rc < 0 ? rc : wr_pen_judge(ctx, &run->c, &run->r);
    if (rc < 0) {
        struct wr_str why = wr_err_text(ctx);
        const struct wr_fault *f = ctx->err.faults;
        bool zh = ctx->lang == WR_LANG_ZH;
        ret->why = f ? wr_arena_printf(ctx->arena, WR_FMT ": " WR_FMT, WR_ARG(f->path),
                                       WR_ARG(zh ? f->zh : f->en))
                     : why;
        wr_err_reset(ctx);
        *ret_new = true;
        return;
    }
    ret->after_outcome = run->r.outcome;
    ret->has_after_fen = run->r.fine_fen >= 0;
    ret->after_fen = run->r.fine_fen;
    *ret_new = ret->after_outcome != ret->before_outcome ||
               ret->has_after_fen != ret->has_before_fen ||
               (ret->has_after_fen && ret->after_fen != ret->before_fen);
    ret->before_text = result_text(ctx, d->outcome, d->has_computed_fen, d->computed_fen);
    ret->after_text = result_text(ctx, ret->after_outcome, ret->has_after_fen, ret->after_fen);
}

static bool concerns(const struct wr_pen_pack *p, const struct wr_pen_docket *d)
{
    return p->has_limitation || wr_str_eq(d->scheme, p->scheme) ||
           wr_str_eq(d->scheme, p->family) || wr_str_eq(d->pack, p->pack->id);
}

/** A law's pack is tried by way of each case's own scheme. */
static const struct wr_pen_pack *
judged_by(const struct wr_pen_run *run, const struct wr_pen_pack *p, const struct wr_pen_docket *d)
{
    if (!p->has_limitation)
        return p;
    for (size_t i = 0; i < run->shelf.book.n; i++)
        if (wr_str_eq(run->shelf.book.p[i]->pack->id, d->pack))
            return run->shelf.book.p[i];
    return NULL;
}

static int re_run(struct wr_tx *tx, struct work *w, const struct wr_pen_pack *p,
                  struct wr_pen_impact *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_changed *items = wr_arena_array(ctx->arena, IMPACT_SHOWN_MAX, sizeof(*items));
    int64_t after = 0;
    struct wr_list page;
    int rc = items ? 0 : wr_fail(ctx, WR_K_memory);

    do {
        rc = rc < 0 ? rc : wr_pen_store_assessed(tx, after, ctx->actor.district_id, &page);
        const struct wr_pen_docket *d = page.p;
        for (size_t i = 0; rc == 0 && i < page.n; i++) {
            struct wr_pen_changed one;
            bool changed = false;
            after = d[i].id;
            const struct wr_pen_pack *by = concerns(p, &d[i]) ? judged_by(w->run, p, &d[i]) : NULL;
            if (!by)
                continue;
            again(ctx, w->run, by, &d[i], &one, &changed);
            ret->examined_n++;
            ret->failed_n += one.why.n > 0;
            ret->changed_n += changed && one.why.n == 0;
            if (changed && ret->items.n < IMPACT_SHOWN_MAX)
                items[ret->items.n++] = one;
        }
    } while (rc == 0 && page.n == 500);
    ret->items.p = items;
    return rc;
}

static int impact_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_impact *ret = w->ret;
    struct wr_pen_stored stored;
    const struct wr_pen_pack *p = NULL;
    int rc = wr_pen_shelf_open(tx, &w->run->shelf);

    if (rc == 0 && w->id != 0) {
        rc = wr_pen_store_pack_get(tx, w->id, &stored);
        rc = rc < 0 ? rc : wr_pen_shelf_load(ctx, &w->run->shelf, stored.content, &p);
    }
    for (size_t i = 0; rc == 0 && w->id == 0 && i < w->run->shelf.book.n; i++)
        if (wr_str_eq(w->run->shelf.book.p[i]->pack->id, w->text) ||
            wr_str_eq(w->run->shelf.book.p[i]->scheme, w->text))
            p = w->run->shelf.book.p[i];
    if (rc < 0)
        return rc;
    if (!p)
        return wr_fail(ctx, WR_K_not_found, w->text);
    *ret = (struct wr_pen_impact){.pack = wr_arena_dup(ctx->arena, p->pack->id),
                                  .pack_version = wr_arena_dup(ctx->arena, p->pack->version)};
    return re_run(tx, w, p, ret);
}

int wr_penalty_svc_impact(struct wr_ctx *ctx, struct wr_str pack, int64_t stored_id,
                          struct wr_pen_impact *ret)
{
    struct work w = {.id = stored_id, .text = pack, .ret = ret};

    return wr_pen_with_run(ctx, WR_TX_READ, "penalty.impact", impact_tx, &w, &w.run);
}

/* ---- drafts -------------------------------------------------------------------------------------------- */

static int packs_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;

    return wr_pen_store_packs(tx, w->list);
}

int wr_penalty_svc_packs(struct wr_ctx *ctx, struct wr_list *ret)
{
    struct work w = {.list = ret};

    return wr_tx_run(ctx, WR_TX_READ, "penalty.packs", packs_tx, &w);
}

static int pack_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_pen_store_pack_get(tx, w->id, w->ret);

    return rc == WR_ENOTFOUND ? wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该规则包 pack")) : rc;
}

int wr_penalty_svc_pack(struct wr_ctx *ctx, int64_t id, struct wr_pen_stored *ret)
{
    struct work w = {.id = id, .ret = ret};

    return wr_tx_run(ctx, WR_TX_READ, "penalty.pack", pack_tx, &w);
}

static int draft_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_pen_draft_in *in = w->in;
    const struct wr_pen_pack *p;
    int64_t id;
    int rc = wr_pen_shelf_open(tx, &w->run->shelf);

    rc = rc < 0 ? rc : wr_pen_shelf_load(ctx, &w->run->shelf, in->content, &p);
    if (rc < 0)
        return rc;
    const struct wr_pen_stored s = {.pack = p->pack->id,
                                    .pack_version = p->pack->version,
                                    .sha256 = wr_pen_sha256(ctx, in->content),
                                    .content = in->content,
                                    .state = WR_S("draft"),
                                    .note = in->note};
    rc = wr_pen_store_pack_add(tx, &s, &id);
    rc = rc < 0
             ? rc
             : wr_audit_append(tx, &WR_PENALTY_PACK_ENTITY, id, 0, "penalty.pack_draft",
                               wr_audit_payload2(ctx, "pack", s.pack, "version", s.pack_version));
    return rc < 0 ? rc : wr_pen_store_pack_get(tx, id, w->ret);
}

int wr_penalty_svc_draft(struct wr_ctx *ctx, const struct wr_pen_draft_in *in,
                         struct wr_pen_stored *ret)
{
    struct work w = {.in = in, .ret = ret};

    return wr_pen_with_run(ctx, WR_TX_WRITE, "penalty.draft", draft_tx, &w, &w.run);
}

/** Names of the examples that come out otherwise. */
static int run_examples(struct wr_ctx *ctx, const struct wr_pen_pack *p, struct wr_list *ret)
{
    size_t n = wr_json_len(p->pack->examples);
    struct wr_str *failed = wr_arena_array(ctx->arena, n + 1, sizeof(*failed));
    size_t failed_n = 0;

    if (!failed)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < n; i++) {
        const struct wr_json *x = wr_json_at(p->pack->examples, i);
        struct wr_str diff = NONE;
        int rc = wr_pen_run_example(ctx, p->pack, x, WR_S("examples"), &diff);
        if (rc < 0)
            diff = wr_err_text(ctx);
        wr_err_reset(ctx);
        if (diff.p)
            failed[failed_n++] =
                wr_arena_printf(ctx->arena, WR_FMT ": " WR_FMT,
                                WR_ARG(wr_json_str(wr_json_get(x, "name"))), WR_ARG(diff));
    }
    *ret = (struct wr_list){failed, failed_n};
    return 0;
}

static int look_at(struct wr_ctx *ctx, const struct wr_pen_pack *p, struct wr_pen_preview *ret)
{
    struct wr_pack_review review = {.pack = p->pack->id};
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, WORDS_MAX);
    wr_pen_describe(ctx, p->pack, &b);
    wr_pen_review(ctx, p->pack, &review);
    struct wr_str *notes = wr_arena_array(ctx->arena, review.n + 1, sizeof(*notes));
    if (!notes || b.failed)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < review.n && i < WR_PACK_NOTES_MAX; i++)
        notes[ret->notes.n++] = ctx->lang == WR_LANG_ZH ? review.notes[i].zh : review.notes[i].en;
    ret->notes.p = notes;
    ret->words = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    ret->pack = wr_arena_dup(ctx->arena, p->pack->id);
    ret->pack_version = wr_arena_dup(ctx->arena, p->pack->version);
    ret->examples_n = (int64_t)wr_json_len(p->pack->examples);
    return run_examples(ctx, p, &ret->failed);
}

static int load_stored(struct wr_tx *tx, struct work *w, struct wr_pen_stored *s,
                       const struct wr_pen_pack **ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_pen_store_pack_get(tx, w->id, s);

    if (rc == WR_ENOTFOUND)
        return wr_fail(ctx, WR_K_not_found, WR_S("该规则包 pack"));
    rc = rc < 0 ? rc : wr_pen_shelf_open(tx, &w->run->shelf);
    return rc < 0 ? rc : wr_pen_shelf_load(ctx, &w->run->shelf, s->content, ret);
}

static int preview_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_pen_stored s;
    const struct wr_pen_pack *p;
    int rc = load_stored(tx, w, &s, &p);

    return rc < 0 ? rc : look_at(wr_tx_ctx(tx), p, w->ret);
}

int wr_penalty_svc_pack_preview(struct wr_ctx *ctx, int64_t id, struct wr_pen_preview *ret)
{
    struct work w = {.id = id, .ret = ret};

    *ret = (struct wr_pen_preview){0};
    return wr_pen_with_run(ctx, WR_TX_READ, "penalty.pack_preview", preview_tx, &w, &w.run);
}

static int check_pack_step(struct wr_ctx *ctx, const struct wr_pen_stored *s, const char *action)
{
    bool submit = strcmp(action, "submit") == 0;

    if (!wr_str_eq(s->state, submit ? WR_S("draft") : WR_S("submitted")))
        return wr_fail(ctx, WR_K_penalty_pack_state, s->state, wr_str(action));
    if (!submit && s->author_id == ctx->actor.user_id && !ctx->actor.system)
        return wr_fail(ctx, WR_K_penalty_four_eyes);
    return 0;
}

/** An earlier publication of the same pack gives way. */
static int replace_older(struct wr_tx *tx, const struct wr_pen_stored *s)
{
    struct wr_list list;
    int rc = wr_pen_store_published(tx, &list);
    struct wr_pen_stored *p = list.p;

    for (size_t i = 0; rc == 0 && i < list.n; i++) {
        if (!wr_str_eq(p[i].pack, s->pack))
            continue;
        p[i].state = WR_S("replaced");
        rc = wr_pen_store_pack_update(tx, &p[i]);
        rc = rc < 0 ? rc
                    : wr_audit_append(tx, &WR_PENALTY_PACK_ENTITY, p[i].id, 0,
                                      "penalty.pack_replaced", NONE);
    }
    return rc;
}

static int step_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_stored *s = w->ret;
    const struct wr_pen_pack *p;
    struct wr_list failed = {0};
    bool submit = strcmp(w->action, "submit") == 0, publish = strcmp(w->action, "publish") == 0;
    int rc = load_stored(tx, w, s, &p);

    rc = rc < 0 ? rc : check_pack_step(ctx, s, w->action);
    rc = rc < 0 || !(submit || publish) ? rc : run_examples(ctx, p, &failed);
    if (rc == 0 && failed.n > 0)
        return wr_fail(ctx, WR_K_penalty_pack_examples,
                       wr_arena_printf(ctx->arena, "%zu", failed.n));
    rc = rc < 0 || !publish ? rc : replace_older(tx, s);
    if (rc < 0)
        return rc;
    s->state = submit ? WR_S("submitted") : publish ? WR_S("published") : WR_S("rejected");
    if (submit) {
        s->submitted_ms = wr_ctx_now(ctx);
    } else {
        s->decided_by = ctx->actor.user_id;
        s->decided_ms = wr_ctx_now(ctx);
        s->decision_note = w->note;
    }
    rc = wr_pen_store_pack_update(tx, s);
    rc = rc < 0 ? rc
                : wr_audit_append(tx, &WR_PENALTY_PACK_ENTITY, w->id, 0, "penalty.pack_step",
                                  wr_audit_payload1(ctx, "state", s->state));
    return rc < 0 ? rc : wr_pen_store_pack_get(tx, w->id, s);
}

int wr_penalty_svc_pack_step(struct wr_ctx *ctx, int64_t id, const char *action, struct wr_str note,
                             struct wr_pen_stored *ret)
{
    struct work w = {.id = id, .action = action, .note = note, .ret = ret};

    return wr_pen_with_run(ctx, WR_TX_WRITE, "penalty.pack_step", step_tx, &w, &w.run);
}

/* ---- `wurao rules diff --affects`, the desk's look at two packs ------------------------------------ */

struct affects_work {
    struct work w;
    const struct wr_pen_pack *p;
};

static int affects_tx(struct wr_tx *tx, void *arg)
{
    struct affects_work *w = arg;
    struct wr_pen_impact *ret = w->w.ret;
    int rc = wr_pen_shelf_open(tx, &w->w.run->shelf);

    wr_pen_book_add(&w->w.run->shelf.book, w->p);
    *ret = (struct wr_pen_impact){.pack = w->p->pack->id};
    return rc < 0 ? rc : re_run(tx, &w->w, w->p, ret);
}

/** Past cases as they were kept, beside what they would be by `b`. */
int wr_pen_affects(struct wr_ctx *ctx, const struct wr_pack *a, const struct wr_pack *b,
                   size_t shown_max, struct wr_pack_impact *ret)
{
    struct wr_pen_impact m;
    struct affects_work w = {.w = {.ret = &m}, .p = b->typed};
    int rc = wr_pen_with_run(ctx, WR_TX_READ, "penalty.affects", affects_tx, &w.w, &w.w.run);
    const struct wr_pen_changed *k = m.items.p;
    size_t n = rc < 0 ? 0 : m.items.n < shown_max ? m.items.n : shown_max;
    struct wr_pack_impact_item *items = wr_arena_array(ctx->arena, n + 1, sizeof(*items));

    (void)a;
    if (rc < 0 || !items)
        return rc < 0 ? rc : wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < n; i++) {
        struct wr_str after = k[i].why.n > 0 ? k[i].why : k[i].after_text;
        items[i] = (struct wr_pack_impact_item){.id = k[i].id,
                                                .name = k[i].enterprise_name,
                                                .place = k[i].number,
                                                .ask_zh = WR_S("案件"),
                                                .ask_en = WR_S("case"),
                                                .before_zh = k[i].before_text,
                                                .before_en = k[i].before_text,
                                                .after_zh = after,
                                                .after_en = after};
    }
    *ret = (struct wr_pack_impact){.day = wr_pen_today(ctx),
                                   .examined_n = m.examined_n,
                                   .changed_n = m.changed_n + m.failed_n,
                                   .items = {items, n}};
    return 0;
}
