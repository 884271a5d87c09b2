#include "modules/rulebook/rulebook_svc.h"

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "modules/rulebook/rulebook_store.h"
#include "rules/shelf.h"

#include <inttypes.h>
#include <pthread.h>

static const struct wr_str NONE = {NULL, 0};

/* ---- one file --------------------------------------------------------------------------------------- */

/** Place of the file as its own head names it: "offsite/x.json". */
static struct wr_str path_of(struct wr_ctx *ctx, struct wr_str content)
{
    struct wr_json *j = wr_json_parse(ctx, content);
    struct wr_str id = wr_json_str(wr_json_get(wr_json_get(j, "head"), "id"));
    bool good = id.n >= 3 && id.n <= 80 && wr_str_find(id, WR_S("/")) > 0;
    struct wr_str path =
        j == NULL ? NONE
                  : wr_arena_printf(ctx->arena, WR_FMT ".json", WR_ARG(good ? id : WR_S("?/?")));
    wr_json_free(j);
    return path;
}

int wr_rulebook_load(struct wr_ctx *ctx, struct wr_str content, struct wr_rulebook_loaded *ret)
{
    struct wr_str path = path_of(ctx, content);
    *ret = (struct wr_rulebook_loaded){0};
    if (path.p == NULL)
        return ctx->err.code < 0 ? ctx->err.code : wr_fail(ctx, WR_K_memory);
    const struct wr_pack_file file = {path.p, (const unsigned char *)content.p, content.n};
    int rc = wr_rules_load_files(ctx, &file, 1, &ret->set);
    if (rc == 0)
        rc = wr_rules_use_kinds(ctx, ret->set, wr_rules_kinds(ctx->rules));
    if (rc < 0) {
        wr_rules_free(ret->set);
        *ret = (struct wr_rulebook_loaded){0};
        return rc;
    }
    ret->pack = wr_rules_at(ret->set, 0);
    ret->kind = wr_rules_kind_of(ret->set, ret->pack);
    return 0;
}

static struct wr_str today(struct wr_ctx *ctx)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), day);
    return wr_arena_dup(ctx->arena, wr_str(day));
}

const struct wr_pack *wr_rulebook_before(struct wr_ctx *ctx, const struct wr_pack *p)
{
    const struct wr_pack *same = wr_rules_by_id(ctx->rules, p->id);
    return same != NULL ? same : wr_rules_in_force(ctx->rules, p->kind, today(ctx));
}

/* ---- reading ------------------------------------------------------------------------------------------ */

struct work {
    int64_t id;
    struct wr_str kind;
    struct wr_rule_draft d;
    struct wr_list list;
};

static void dress(struct wr_ctx *ctx, struct wr_rule_draft *d)
{
    const struct wr_pack *p = ctx->rules ? wr_rules_by_id(ctx->rules, d->pack) : NULL;
    d->in_use = d->state == WR_RB_PUBLISHED && p != NULL && wr_str_eq(p->sha256, d->sha256);
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    return wr_rulebook_store_list(tx, w->kind, &w->list);
}

int wr_rulebook_svc_list(struct wr_ctx *ctx, const struct wr_rule_draft_query *q,
                         struct wr_list *ret)
{
    struct work w = {.kind = q->kind};
    int rc = wr_tx_run(ctx, WR_TX_READ, "rulebook.list", list_tx, &w);
    struct wr_rule_draft *d = w.list.p;
    for (size_t i = 0; rc == 0 && i < w.list.n; i++)
        dress(ctx, &d[i]);
    *ret = w.list;
    return rc;
}

static int get_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    int rc = wr_rulebook_store_get(tx, w->id, &w->d);
    return rc == WR_ENOTFOUND ? wr_fail(wr_tx_ctx(tx), WR_K_not_found, WR_S("该规则包草稿 draft"))
                              : rc;
}

int wr_rulebook_svc_get(struct wr_ctx *ctx, int64_t id, struct wr_rule_draft *ret)
{
    struct work w = {.id = id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "rulebook.get", get_tx, &w);
    if (rc == 0)
        dress(ctx, &w.d);
    *ret = w.d;
    return rc;
}

/* ---- drafting ----------------------------------------------------------------------------------------- */

static int draft_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_rulebook_store_add(tx, &w->d, &w->id);
    rc = rc < 0 ? rc
                : wr_audit_append(
                      tx, &WR_RULE_DRAFT_ENTITY, w->id, 0, "rulebook.draft",
                      wr_audit_payload2(ctx, "pack", w->d.pack, "version", w->d.pack_version));
    return rc < 0 ? rc : get_tx(tx, w);
}

int wr_rulebook_svc_draft(struct wr_ctx *ctx, const struct wr_rule_draft_in *in,
                          struct wr_rule_draft *ret)
{
    struct wr_rulebook_loaded l;
    uint8_t digest[WR_SHA256];
    int rc = wr_rulebook_load(ctx, in->content, &l);
    if (rc < 0)
        return rc;
    struct work w = {.d = {.pack = wr_arena_dup(ctx->arena, l.pack->id),
                           .kind = wr_arena_dup(ctx->arena, l.pack->kind),
                           .pack_version = wr_arena_dup(ctx->arena, l.pack->version),
                           .valid_from = wr_arena_dup(ctx->arena, l.pack->valid_from),
                           .content = in->content,
                           .note = in->note}};
    bool by_name = l.kind->by_name;
    wr_rules_free(l.set);
    if (by_name)
        return wr_fail(ctx, WR_K_rulebook_by_name, w.d.kind);
    wr_sha256(in->content.p, in->content.n, digest);
    w.d.sha256 = wr_hex(ctx->arena, digest, sizeof(digest));
    rc = wr_tx_run(ctx, WR_TX_WRITE, "rulebook.draft", draft_tx, &w);
    *ret = w.d;
    return rc;
}

/* ---- what is published ---------------------------------------------------------------------------------- */

static int published_tx(struct wr_tx *tx, void *arg)
{
    return wr_rulebook_store_published(tx, arg);
}

/** Is it still good by itself? A later program may ask for more than the one it was written for. */
static bool is_good(struct wr_ctx *ctx, const struct wr_rule_draft *d)
{
    struct wr_rulebook_loaded l;
    bool good = wr_rulebook_load(ctx, d->content, &l) == 0;
    if (!good)
        wr_log(WR_LOG_ERROR, "rulebook.bad", "draft=%" PRId64 " pack=" WR_LOG_Q " error=" WR_LOG_Q,
               d->id, WR_LOG_QARG(d->pack), WR_LOG_QARG(ctx->err.en));
    wr_err_reset(ctx);
    wr_rules_free(l.set);
    return good;
}

static struct wr_pack_file file_of(struct wr_ctx *ctx, const struct wr_rule_draft *d)
{
    return (struct wr_pack_file){wr_arena_printf(ctx->arena, WR_FMT ".json", WR_ARG(d->pack)).p,
                                 (const unsigned char *)d->content.p, d->content.n};
}

/** Files of all that are published, and of `more` in place of one of the same id. */
static int collect(struct wr_ctx *ctx, const struct wr_rule_draft *more, struct wr_list *ret)
{
    struct wr_list l = {0};
    int rc = wr_tx_run(ctx, WR_TX_READ, "rulebook.published", published_tx, &l);
    const struct wr_rule_draft *d = l.p;
    struct wr_pack_file *files = wr_arena_array(ctx->arena, l.n + 1, sizeof(*files));
    size_t n = 0;
    if (rc < 0 || files == NULL)
        return rc < 0 ? rc : wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < l.n; i++)
        if ((more == NULL || !wr_str_eq(d[i].pack, more->pack)) && is_good(ctx, &d[i]))
            files[n++] = file_of(ctx, &d[i]);
    if (more != NULL)
        files[n++] = file_of(ctx, more);
    *ret = (struct wr_list){files, n};
    return 0;
}

static int put_on_shelf(struct wr_ctx *ctx)
{
    struct wr_list files = {0};
    int rc = collect(ctx, NULL, &files);
    if (rc == 0)
        rc = wr_rules_shelf_put(ctx, ctx->rules_shelf, files.p, files.n);
    if (rc == 0)
        ctx->rules = wr_rules_shelf_now(ctx->rules_shelf);
    return rc;
}

static int stamp_tx(struct wr_tx *tx, void *arg)
{
    return wr_rulebook_store_stamp(tx, arg);
}

/** One at a time, so that nobody puts an older set in place of a newer one. */
static pthread_mutex_t refreshing = PTHREAD_MUTEX_INITIALIZER;
static int64_t shelved; /* stamp of what is on the shelf of this process */

int wr_rulebook_svc_refresh(struct wr_ctx *ctx)
{
    int64_t stamp = 0;
    if (ctx->rules_shelf == NULL)
        return 0;
    (void)pthread_mutex_lock(&refreshing);
    int rc = wr_tx_run(ctx, WR_TX_READ, "rulebook.stamp", stamp_tx, &stamp);
    if (rc == 0 && stamp != shelved) {
        rc = put_on_shelf(ctx);
        shelved = rc == 0 ? stamp : shelved;
    }
    (void)pthread_mutex_unlock(&refreshing);
    return rc;
}

/* ---- steps ------------------------------------------------------------------------------------------------ */

/** What may be published: from today on, under an id that has not served yet. */
static int check_days(struct wr_ctx *ctx, const struct wr_rule_draft *d)
{
    struct wr_str day = today(ctx);
    const struct wr_pack *same = wr_rules_by_id(ctx->rules, d->pack);
    if (wr_str_cmp(d->valid_from, day) < 0)
        wr_fault(ctx, WR_S("head.valid_from"), WR_K_rulebook_past, d->valid_from, d->valid_from);
    if (same != NULL && wr_str_cmp(same->valid_from, day) <= 0)
        wr_fault(ctx, WR_S("head.id"), WR_K_rulebook_served, d->pack, d->pack, same->valid_from);
    return wr_faults_end(ctx);
}

/** Would the shelf take it? */
static int check_shelf(struct wr_ctx *ctx, const struct wr_rule_draft *d)
{
    struct wr_list files = {0};
    int rc = ctx->rules_shelf != NULL ? collect(ctx, d, &files) : 0;
    return rc < 0 || ctx->rules_shelf == NULL
               ? rc
               : wr_rules_shelf_try(ctx, ctx->rules_shelf, files.p, files.n);
}

static int count_failed(struct wr_ctx *ctx, const struct wr_rule_draft *d, int64_t *ret)
{
    struct wr_rulebook_loaded l;
    struct wr_pack_whole whole;
    int rc = wr_rulebook_load(ctx, d->content, &l);
    if (rc == 0)
        rc = wr_pack_whole_of(ctx, l.kind, l.pack, &whole);
    const struct wr_pack_example_result *e = rc == 0 ? whole.examples.p : NULL;
    for (size_t i = 0; rc == 0 && i < whole.examples.n; i++)
        *ret += !e[i].good;
    wr_rules_free(l.set);
    return rc;
}

static int refuse(struct wr_ctx *ctx, enum wr_rulebook_why why, const struct wr_rulebook_facts *f)
{
    switch (why) {
    case WR_RB_MAY:
        return 0;
    case WR_RB_OWN:
        return wr_fail(ctx, WR_K_rulebook_four_eyes);
    case WR_RB_NOT_OWN:
        return wr_fail(ctx, WR_K_rulebook_not_own);
    case WR_RB_EXAMPLES:
        return wr_fail(ctx, WR_K_penalty_pack_examples,
                       wr_arena_printf(ctx->arena, "%" PRId64, f->failed_n));
    case WR_RB_BEGUN:
        return wr_fail(ctx, WR_K_rulebook_begun);
    case WR_RB_WRONG_STATE:
        break;
    }
    const struct wr_enum_item *it = wr_enum_item(wr_rulebook_states, f->state);
    return wr_fail(ctx, WR_K_rulebook_state, wr_str(ctx->lang == WR_LANG_ZH ? it->zh : it->en));
}

static void decide(struct wr_ctx *ctx, int act, struct wr_str note, struct wr_rule_draft *d)
{
    if (act == WR_RB_SUBMIT) {
        d->submitted_ms = wr_ctx_now(ctx);
        return;
    }
    d->decided_by = ctx->actor.user_id;
    d->decided_ms = wr_ctx_now(ctx);
    d->decision_note = note;
}

/** An earlier publication of the same id, which has not begun, gives way. */
static int replace_earlier(struct wr_tx *tx, const struct wr_rule_draft *d)
{
    struct wr_list l = {0};
    int rc = wr_rulebook_store_published(tx, &l);
    struct wr_rule_draft *p = l.p;
    for (size_t i = 0; rc == 0 && i < l.n; i++) {
        if (p[i].id == d->id || !wr_str_eq(p[i].pack, d->pack))
            continue;
        p[i].state = WR_RB_REPLACED;
        rc = wr_rulebook_store_step(tx, &p[i]);
        rc = rc < 0 ? rc
                    : wr_audit_append(tx, &WR_RULE_DRAFT_ENTITY, p[i].id, 0, "rulebook.replaced",
                                      NONE);
    }
    return rc;
}

static int step_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = w->d.state == WR_RB_PUBLISHED ? replace_earlier(tx, &w->d) : 0;
    rc = rc < 0 ? rc : wr_rulebook_store_step(tx, &w->d);
    const char *state = wr_enum_item(wr_rulebook_states, w->d.state)->name;
    return rc < 0
               ? rc
               : wr_audit_append(tx, &WR_RULE_DRAFT_ENTITY, w->d.id, 0, "rulebook.step",
                                 wr_audit_payload2(ctx, "pack", w->d.pack, "state", wr_str(state)));
}

int wr_rulebook_svc_step(struct wr_ctx *ctx, int64_t id, int act, struct wr_str note,
                         struct wr_rule_draft *ret)
{
    struct work w = {.id = id};
    int rc = wr_tx_run(ctx, WR_TX_READ, "rulebook.get", get_tx, &w);
    if (rc < 0)
        return rc;
    struct wr_rulebook_facts f = {.state = w.d.state,
                                  .own = w.d.author_id == ctx->actor.user_id,
                                  .system = ctx->actor.system,
                                  .begun = wr_str_cmp(w.d.valid_from, today(ctx)) <= 0};
    if (act == WR_RB_SUBMIT || act == WR_RB_PUBLISH)
        rc = count_failed(ctx, &w.d, &f.failed_n);
    rc = rc < 0 ? rc : refuse(ctx, wr_rulebook_may(&f, act, &w.d.state), &f);
    if (rc == 0 && act == WR_RB_PUBLISH) {
        rc = check_days(ctx, &w.d);
        rc = rc < 0 ? rc : check_shelf(ctx, &w.d);
    }
    if (rc < 0)
        return rc;
    decide(ctx, act, note, &w.d);
    rc = wr_tx_run(ctx, WR_TX_WRITE, "rulebook.step", step_tx, &w);
    if (rc == 0 && wr_rulebook_svc_refresh(ctx) < 0) { /* the periodic job tries again */
        wr_log(WR_LOG_WARN, "rulebook.refresh", "error=" WR_LOG_Q, WR_LOG_QARG(ctx->err.en));
        wr_err_reset(ctx);
    }
    return rc < 0 ? rc : wr_rulebook_svc_get(ctx, id, ret);
}
