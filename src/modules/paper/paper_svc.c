#include "modules/paper/paper_svc.h"

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/text.h"
#include "modules/audit/audit_svc.h"
#include "modules/paper/paper_load.h"

#include <inttypes.h>

struct work {
    struct wr_paper_of of;
    struct wr_str form_name;
    struct wr_paper_case c;
    const struct wr_paper_forms *forms;
    const struct wr_paper_form *form;
    struct wr_paper_facts facts;
    struct wr_list *list;
    struct wr_str digest, format;
};

/** Only the inspected unit's own papers for those who are not of the bureau. */
static bool is_outside(const struct wr_ctx *ctx)
{
    return !wr_actor_has(&ctx->actor, WR_ROLE_STAFF);
}

/** Does this form exist for this case and reader? Papers are of inspections only. */
static bool fits(const struct wr_ctx *ctx, const struct work *w, const struct wr_paper_form *f)
{
    struct wr_str kind = w->of.mission ? w->c.mission.kind : w->c.visit.kind;

    return (w->of.mission ? f->mission : f->visit) && (f->enterprise || !is_outside(ctx)) &&
           wr_str_eq(kind, WR_S("inspection")) && !wr_str_eq(w->c.visit.state, WR_S("cancelled"));
}

/** A paper that goes out must not be made of an application that nobody granted. */
static bool granted(const struct work *w, const struct wr_paper_form *f)
{
    return !f->approved || !w->of.mission || wr_str_eq(w->c.mission.state, WR_S("approved"));
}

/** Forms that a mission has too speak of what was applied for. */
static bool is_planned(const struct wr_paper_form *f)
{
    return f->mission;
}

static int load(struct wr_tx *tx, struct work *w)
{
    int rc = wr_paper_load_in(tx, w->of, &w->c);

    return rc < 0 ? rc : wr_paper_forms_on(wr_tx_ctx(tx), w->c.day_ms, &w->forms);
}

/* ---- list ------------------------------------------------------------------------------------ */

static struct wr_str fact_label(const struct wr_ctx *ctx, struct wr_str name)
{
    int fact = wr_paper_fact_of(name);
    bool zh = ctx->lang == WR_LANG_ZH;

    if (fact >= 0)
        return wr_str(zh ? wr_paper_fact_names[fact].zh : wr_paper_fact_names[fact].en);
    int list = wr_paper_list_of(name);
    return list < 0 ? name
                    : wr_str(zh ? wr_paper_list_names[list].zh : wr_paper_list_names[list].en);
}

static int missing(struct wr_ctx *ctx, const struct work *w, const struct wr_paper_form *form,
                   const struct wr_paper_facts *f, struct wr_paper *ret)
{
    const struct wr_str *needs = form->needs.p;
    struct wr_str *names = wr_arena_array(ctx->arena, form->needs.n + 1, sizeof(*names));
    size_t n = 0;

    if (!names)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < form->needs.n; i++)
        if (!wr_paper_known(f, needs[i]))
            names[n++] = fact_label(ctx, needs[i]);
    *ret = (struct wr_paper){.form = form->form,
                             .title_zh = form->title_zh,
                             .title_en = form->title_en,
                             .ready = n == 0 && granted(w, form),
                             .missing = {names, n}};
    return 0;
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_paper_facts planned, done;
    int rc = load(tx, w);

    if (rc == 0)
        rc = wr_paper_facts_in(tx, &w->c, true, false, &planned);
    if (rc == 0)
        rc = wr_paper_facts_in(tx, &w->c, false, false, &done);
    if (rc < 0)
        return rc;
    const struct wr_paper_form *f = w->forms->forms.p;
    struct wr_paper *papers = wr_arena_array(ctx->arena, w->forms->forms.n, sizeof(*papers));
    size_t n = 0;
    if (!papers)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; rc == 0 && i < w->forms->forms.n; i++)
        if (fits(ctx, w, &f[i]))
            rc = missing(ctx, w, &f[i], is_planned(&f[i]) ? &planned : &done, &papers[n++]);
    *w->list = (struct wr_list){papers, n};
    return rc;
}

int wr_paper_svc_list(struct wr_ctx *ctx, struct wr_paper_of of, struct wr_list *ret)
{
    struct work w = {.of = of, .list = ret};

    return wr_tx_run(ctx, WR_TX_READ, "paper.list", list_tx, &w);
}

/* ---- file ------------------------------------------------------------------------------------ */

static int file_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = load(tx, w);

    if (rc < 0)
        return rc;
    w->form = wr_paper_form_find(w->forms, w->form_name);
    if (!w->form || !fits(ctx, w, w->form))
        return wr_fail(ctx, WR_K_not_found, WR_S("该文书 paper"));
    if (!granted(w, w->form))
        return wr_fail(ctx, WR_K_paper_not_approved, w->form->title_zh, w->form->title_en);
    return wr_paper_facts_in(tx, &w->c, is_planned(w->form), true, &w->facts);
}

static int tell_tx(struct wr_tx *tx, void *arg)
{
    const struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str what =
        wr_arena_printf(ctx->arena, WR_FMT " (" WR_FMT ", " WR_FMT ")", WR_ARG(w->form->form),
                        WR_ARG(w->forms->version), WR_ARG(w->format));
    struct wr_str id = wr_arena_printf(ctx->arena, "%" PRId64, w->of.id);

    return wr_audit_event(tx, w->c.enterprise.id, "paper.make",
                          wr_audit_payload3(ctx, "paper", what, w->of.mission ? "mission" : "visit",
                                            id, "sha256", w->digest));
}

int wr_paper_svc_file(struct wr_ctx *ctx, struct wr_paper_of of, struct wr_str form,
                      enum wr_paper_format format, struct wr_buf *out, struct wr_str *ret_filename)
{
    struct work w = {.of = of, .form_name = form};
    struct wr_doc d;
    uint8_t digest[WR_SHA256];
    const char *ending = wr_paper_formats[format].name;
    int rc = wr_tx_run(ctx, WR_TX_READ, "paper.file", file_tx, &w);

    if (rc == 0)
        rc = wr_paper_fill(ctx, w.forms, w.form, &w.facts, &d);
    if (rc == 0)
        rc = format == WR_PAPER_DOCX ? wr_doc_docx(ctx, &d, out) : wr_doc_pdf(ctx, &d, out);
    if (rc < 0)
        return rc;
    wr_sha256(out->p, out->n, digest);
    w.digest = wr_hex(ctx->arena, digest, sizeof(digest));
    w.format = wr_str(ending);
    *ret_filename =
        wr_arena_printf(ctx->arena, WR_FMT "-%s%" PRId64 ".%s", WR_ARG(w.form->title_zh),
                        of.mission ? "任务" : "入企", of.id, ending);
    return wr_tx_run(ctx, WR_TX_WRITE, "paper.tell", tell_tx, &w);
}
