/* Documents of a case (执法文书): words from the law's pack, facts from the case, the assessment as annex. */
#include "modules/penalty/penalty_use.h"

#include "base/calendar.h"
#include "base/crypto.h"
#include "base/site.h"
#include "codec/doc.h"
#include "modules/enterprise/enterprise_svc.h"

#include <inttypes.h>

#define NAMES(X)                                                                                   \
    X(BUREAU, "bureau")                                                                            \
    X(SUBJECT, "subject")                                                                          \
    X(CREDIT_CODE, "credit_code")                                                                  \
    X(ADDRESS, "address")                                                                          \
    X(CASE_NUMBER, "case_number")                                                                  \
    X(TITLE, "title")                                                                              \
    X(ACT_DATE, "act_date")                                                                        \
    X(FILED, "filed_day")                                                                          \
    X(NOTICED, "noticed_day")                                                                      \
    X(DAY, "day")                                                                                  \
    X(DECISION_DAY, "decision_day")                                                                \
    X(TABLE, "table")                                                                              \
    X(TABLE_NAME, "table_name")                                                                    \
    X(SCHEME_TITLE, "scheme_title")                                                                \
    X(VIOLATES, "violates")                                                                        \
    X(LIABILITY, "liability")                                                                      \
    X(OUTCOME, "outcome")                                                                          \
    X(FINE, "fine")                                                                                \
    X(DECIDED_FINE, "decided_fine")                                                                \
    X(RULE_TEXT, "rule_text")                                                                      \
    X(RULE_CITATION, "rule_citation")                                                              \
    X(EVIDENCE, "evidence")                                                                        \
    X(STATEMENT, "statement")                                                                      \
    X(DEVIATION, "deviation")                                                                      \
    X(EDUCATED, "educated")                                                                        \
    X(STATEMENT_DAYS, "statement_days")                                                            \
    X(HEARING_DAYS, "hearing_days")                                                                \
    X(PAY_DAYS, "pay_days")

enum name {
#define NAME_ENUM(id, text) N_##id,
    NAMES(NAME_ENUM)
#undef NAME_ENUM
        N_COUNT
};
#define NAME_TEXT(id, text) text,
const char *const wr_pen_paper_names[] = {NAMES(NAME_TEXT) NULL};

struct paper {
    struct wr_ctx *ctx;
    struct wr_pen_docket *d;
    struct wr_enterprise e;
    const struct wr_pen_form *form;
    struct wr_pen_view view;
    bool has_view;
    struct wr_str v[N_COUNT];
    struct wr_str number;
};
struct work {
    int64_t id;
    struct wr_str form;
    bool docx;
    struct wr_list *list;
    struct wr_pen_paper *ret;
    struct wr_buf *out;
    struct wr_str *filename;
    struct wr_pen_shelf *shelf;
    struct wr_pen_docket d;
};

static const struct wr_str NONE = {NULL, 0};

/* ---- facts ------------------------------------------------------------------------------------------ */

static struct wr_str day_zh(struct wr_ctx *ctx, struct wr_str day)
{
    struct wr_date d;

    return wr_date_parse(day, &d)
               ? wr_arena_printf(ctx->arena, "%d年%d月%d日", d.year, d.month, d.day)
               : NONE;
}

static const struct wr_pen_event *event_of(const struct wr_pen_docket *d, int64_t kind)
{
    const struct wr_pen_event *e = d->events.p, *found = NULL;

    for (size_t i = 0; i < d->events.n; i++)
        found = e[i].kind == kind ? &e[i] : found;
    return found;
}

static struct wr_str clock_days(struct wr_ctx *ctx, const struct wr_pen_pack *law, const char *id)
{
    const struct wr_pen_clock *k = law->clocks.p;

    for (size_t i = 0; i < law->clocks.n; i++)
        if (wr_str_eq(k[i].id, wr_str(id)))
            return wr_arena_printf(ctx->arena, "%" PRId64, k[i].days);
    return NONE;
}

static struct wr_str evidence(struct paper *p)
{
    const struct wr_pen_fact_row *v = p->d->values.p;
    struct wr_str text = WR_S("");

    for (size_t i = 0; i < p->d->values.n; i++)
        if (v[i].confirmed_ms != 0 && v[i].evidence.n > 0)
            text = wr_arena_printf(p->ctx->arena, WR_FMT "%s" WR_FMT "（证明“" WR_FMT "”）",
                                   WR_ARG(text), text.n ? "；" : "", WR_ARG(v[i].evidence),
                                   WR_ARG(v[i].label));
    return text.n > 0 ? text : NONE;
}

static void put_case(struct paper *p)
{
    const struct wr_pen_docket *d = p->d;
    const struct wr_pen_event *filed = event_of(d, WR_PEN_EV_FILED);
    const struct wr_pen_event *noticed = event_of(d, WR_PEN_EV_NOTICED);
    const struct wr_pen_event *said = event_of(d, WR_PEN_EV_STATEMENT);
    const struct wr_pen_event *taught = event_of(d, WR_PEN_EV_EDUCATED);
    struct wr_ctx *ctx = p->ctx;

    p->v[N_BUREAU] = ctx->site ? ctx->site->bureau_name : WR_SITE_DEFAULT.bureau_name;
    p->v[N_SUBJECT] = p->e.name;
    p->v[N_CREDIT_CODE] = p->e.credit_code;
    p->v[N_ADDRESS] = p->e.address;
    p->v[N_CASE_NUMBER] = d->number;
    p->v[N_TITLE] = d->title;
    p->v[N_ACT_DATE] = day_zh(ctx, d->act_date);
    p->v[N_DAY] = day_zh(ctx, wr_pen_today(ctx));
    p->v[N_DECISION_DAY] = day_zh(ctx, d->decision_date);
    p->v[N_FILED] = filed ? day_zh(ctx, filed->day) : NONE;
    p->v[N_NOTICED] = noticed ? day_zh(ctx, noticed->day) : NONE;
    p->v[N_STATEMENT] = said && said->note.n > 0 ? said->note : NONE;
    p->v[N_EDUCATED] =
        taught ? (taught->note.n > 0 ? taught->note : day_zh(ctx, taught->day)) : NONE;
    p->v[N_DEVIATION] = d->deviation_approved_by != 0 ? d->deviation_reason : NONE;
    p->v[N_EVIDENCE] = evidence(p);
}

static void put_result(struct paper *p)
{
    const struct wr_pen_docket *d = p->d;
    const struct wr_enum_item *it = wr_enum_item(wr_pen_outcomes, d->outcome);
    int64_t fen = 0;

    p->v[N_OUTCOME] = wr_str(it ? it->zh : NULL);
    if (d->has_notice_fen || wr_pen_proposed(d, &fen))
        p->v[N_FINE] = wr_pen_yuan(p->ctx->arena, d->has_notice_fen ? d->notice_fen : fen, true);
    if (d->has_fine_fen && !wr_pen_is_spared(d->outcome))
        p->v[N_DECIDED_FINE] = wr_pen_yuan(p->ctx->arena, d->fine_fen, true);
    if (!p->has_view)
        return;
    const struct wr_pen_hit *h = p->view.must.n > 0 ? p->view.must.p : p->view.may.p;
    if (p->view.must.n + p->view.may.n > 0) {
        p->v[N_RULE_TEXT] = h->text;
        p->v[N_RULE_CITATION] = h->citation;
    }
}

static void put_table(struct paper *p, const struct wr_pen_pack *pack,
                      const struct wr_pen_pack *law)
{
    const struct wr_pen_docket *d = p->d;
    const struct wr_pen_table *t =
        wr_pen_table_of(pack, d->table_taken.n > 0 ? d->table_taken : d->table_id);
    const struct wr_pen_clause *k = wr_pen_clause_of(pack, d->item);

    p->v[N_SCHEME_TITLE] = pack->pack->title_zh;
    if (t) {
        p->v[N_TABLE] = t->id;
        p->v[N_TABLE_NAME] = t->zh;
        p->v[N_VIOLATES] = t->violates;
        p->v[N_LIABILITY] = t->liability;
    } else if (k) {
        p->v[N_TABLE] = k->id;
        p->v[N_TABLE_NAME] = k->zh;
        p->v[N_VIOLATES] = k->basis;
    }
    p->v[N_STATEMENT_DAYS] = clock_days(p->ctx, law, "STATE");
    p->v[N_HEARING_DAYS] = clock_days(p->ctx, law, "L63");
    p->v[N_PAY_DAYS] = clock_days(p->ctx, law, "PAY");
}

/** The packs of the case: copies of its day where it was assessed. */
static int packs_of(struct wr_tx *tx, struct wr_pen_shelf *s, const struct wr_pen_docket *d,
                    const struct wr_pen_pack **ret, const struct wr_pen_pack **ret_law)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_stored stored;
    struct wr_date act;
    int rc = wr_pen_shelf_open(tx, s);

    *ret = *ret_law = NULL;
    if (rc == 0 && d->pack_id != 0) {
        rc = wr_pen_store_pack_get(tx, d->pack_id, &stored);
        rc = rc < 0 ? rc : wr_pen_shelf_load(ctx, s, stored.content, ret);
    }
    if (rc == 0 && d->law_pack_id != 0) {
        rc = wr_pen_store_pack_get(tx, d->law_pack_id, &stored);
        rc = rc < 0 ? rc : wr_pen_shelf_load(ctx, s, stored.content, ret_law);
    }
    if (rc < 0 || !wr_date_parse(d->act_date, &act))
        return rc;
    int32_t day = wr_date_to_days(act);
    if (!*ret)
        *ret = wr_pen_book_find(ctx, &s->book, d->scheme, day, WR_S("act_date"));
    if (*ret && !*ret_law)
        *ret_law = wr_pen_book_find(ctx, &s->book, (*ret)->law, day, WR_S("act_date"));
    return wr_faults_end(ctx);
}

static int load_paper(struct wr_tx *tx, struct work *w, struct paper *p,
                      const struct wr_pen_pack **ret_law)
{
    const struct wr_pen_pack *pack;

    *p = (struct paper){.ctx = wr_tx_ctx(tx), .d = &w->d};
    int rc = wr_pen_load_in(tx, w->id, &w->d);
    rc = rc < 0 ? rc : wr_enterprise_get_in(tx, w->d.enterprise_id, &p->e);
    rc = rc < 0 ? rc : packs_of(tx, w->shelf, &w->d, &pack, ret_law);
    if (rc == 0 && w->d.result.n > 0) {
        rc = wr_json_decode(p->ctx, w->d.result, wr_pen_view_fields, &p->view, sizeof(p->view));
        p->has_view = rc == 0;
    }
    if (rc < 0)
        return rc;
    put_case(p);
    put_result(p);
    put_table(p, pack, *ret_law);
    return 0;
}

/* ---- which papers, what they lack ------------------------------------------------------------------------ */

static bool fits(const struct wr_pen_docket *d, const struct wr_pen_form *f)
{
    bool spared = wr_pen_is_spared(d->outcome);

    if (wr_str_eq(f->when, WR_S("any")))
        return true;
    if (wr_str_eq(f->when, WR_S("fined")) && d->has_notice_fen && d->decision_date.n == 0)
        return true; /* a MAY that shall not be used */
    return d->outcome != 0 && spared == wr_str_eq(f->when, WR_S("spared"));
}

static int name_of(struct wr_str name)
{
    for (int i = 0; i < N_COUNT; i++)
        if (wr_str_eq(name, wr_str(wr_pen_paper_names[i])))
            return i;
    return -1;
}

static int describe(struct wr_tx *tx, const struct paper *p, const struct wr_pen_form *f,
                    struct wr_pen_paper *ret)
{
    struct wr_ctx *ctx = p->ctx;
    const struct wr_str *needs = f->needs.p;
    struct wr_str *lack = wr_arena_array(ctx->arena, f->needs.n + 1, sizeof(*lack));
    size_t n = 0;

    if (!lack)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < f->needs.n; i++)
        if (p->v[name_of(needs[i])].n == 0)
            lack[n++] = wr_arena_dup(ctx->arena, needs[i]);
    *ret = (struct wr_pen_paper){
        .form = wr_arena_dup(ctx->arena, f->form),
        .title = wr_arena_dup(ctx->arena, ctx->lang == WR_LANG_ZH ? f->zh : f->en),
        .ready = n == 0,
        .missing = {lack, n}};
    int rc = wr_pen_store_paper_number(tx, p->d->id, f->form, &ret->number);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        return 0;
    }
    return rc;
}

static int list_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct paper p;
    const struct wr_pen_pack *law;
    int rc = load_paper(tx, w, &p, &law);

    if (rc < 0)
        return rc;
    const struct wr_pen_form *f = law->papers.p;
    struct wr_pen_paper *items = wr_arena_array(p.ctx->arena, law->papers.n + 1, sizeof(*items));
    size_t n = 0;
    rc = items ? 0 : wr_fail(p.ctx, WR_K_memory);
    for (size_t i = 0; rc == 0 && i < law->papers.n; i++)
        if (fits(p.d, &f[i]))
            rc = describe(tx, &p, &f[i], &items[n++]);
    *w->list = (struct wr_list){items, n};
    return rc;
}

int wr_penalty_svc_papers(struct wr_ctx *ctx, int64_t id, struct wr_list *ret)
{
    struct work w = {.id = id, .list = ret};

    return wr_pen_with_shelf(ctx, WR_TX_READ, "penalty.papers", list_tx, &w, &w.shelf);
}

/** The form asked for, if this case has it. */
static int find_form(struct paper *p, const struct wr_pen_pack *law, struct wr_str form)
{
    const struct wr_pen_form *f = law->papers.p;
    struct wr_str names = WR_S("");

    for (size_t i = 0; i < law->papers.n; i++) {
        if (!fits(p->d, &f[i]))
            continue;
        if (wr_str_eq(f[i].form, form))
            p->form = &f[i];
        names = wr_arena_printf(p->ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(names),
                                names.n ? "、" : "", WR_ARG(f[i].form));
    }
    return p->form ? 0 : wr_fail(p->ctx, WR_K_penalty_no_form, form, names);
}

/* ---- numbers ------------------------------------------------------------------------------------------------ */

static struct wr_str put_number(struct wr_ctx *ctx, struct wr_str pattern, int64_t year, int64_t n)
{
    struct wr_str out = WR_S("");

    while (pattern.n > 0) {
        struct wr_str text = wr_str_cut(&pattern, '{');
        out = wr_arena_printf(ctx->arena, WR_FMT WR_FMT, WR_ARG(out), WR_ARG(text));
        if (!pattern.p)
            break;
        struct wr_str name = wr_str_cut(&pattern, '}');
        bool is_year = wr_str_eq(name, WR_S("year"));
        out = wr_arena_printf(ctx->arena, WR_FMT "%" PRId64, WR_ARG(out), is_year ? year : n);
    }
    return out;
}

static int issue_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct paper p;
    const struct wr_pen_pack *law;
    int64_t last = 0;
    int rc = load_paper(tx, w, &p, &law);

    rc = rc < 0 ? rc : find_form(&p, law, w->form);
    rc = rc < 0 ? rc : describe(tx, &p, p.form, w->ret);
    if (rc < 0 || w->ret->number.n > 0)
        return rc;
    if (!w->ret->ready)
        return wr_fail(p.ctx, WR_K_penalty_not_ready, w->ret->title,
                       *(const struct wr_str *)w->ret->missing.p);
    int64_t year = wr_date_of_ms(wr_ctx_now(p.ctx)).year;
    rc = wr_pen_store_paper_last(tx, w->form, year, &last);
    w->ret->number = put_number(p.ctx, p.form->number, year, last + 1);
    rc = rc < 0 ? rc : wr_pen_store_paper_add(tx, w->id, w->form, w->ret->number, year, last + 1);
    return rc < 0 ? rc
                  : wr_audit_append(
                        tx, &WR_PENALTY_ENTITY, w->id, w->d.enterprise_id, "penalty.paper",
                        wr_audit_payload2(p.ctx, "form", w->form, "number", w->ret->number));
}

int wr_penalty_svc_issue(struct wr_ctx *ctx, int64_t id, struct wr_str form,
                         struct wr_pen_paper *ret)
{
    struct work w = {.id = id, .form = form, .ret = ret};

    return wr_pen_with_shelf(ctx, WR_TX_WRITE, "penalty.issue", issue_tx, &w, &w.shelf);
}

/* ---- the paper --------------------------------------------------------------------------------------------- */

/** {name} filled; what stands in [ ] is dropped when a name in it is not known. */
static struct wr_str fill(struct paper *p, struct wr_str text)
{
    struct wr_str out = WR_S(""), kept = WR_S("");
    bool inside = false, unknown = false;

    for (size_t i = 0; i < text.n;) {
        struct wr_str piece = wr_str_sub(text, i, 1);
        i++;
        if (piece.p[0] == '[') {
            kept = out;
            inside = true;
            unknown = false;
            continue;
        }
        if (piece.p[0] == ']' && inside) {
            out = unknown ? kept : out;
            inside = false;
            continue;
        }
        if (piece.p[0] == '{') {
            struct wr_str rest = wr_str_sub(text, i, text.n);
            struct wr_str name = wr_str_cut(&rest, '}');
            int at = name_of(name);
            i += name.n + 1;
            piece = at >= 0 && p->v[at].n > 0 ? p->v[at] : WR_S("________");
            unknown = unknown || at < 0 || p->v[at].n == 0;
        } else {
            while (i < text.n && !strchr("[]{", text.p[i]))
                i++;
            piece.n = i - (size_t)(piece.p - text.p);
        }
        out = wr_arena_printf(p->ctx->arena, WR_FMT WR_FMT, WR_ARG(out), WR_ARG(piece));
    }
    return out;
}

static struct wr_doc_block block_of(struct paper *p, struct wr_str text)
{
    bool heading = wr_str_starts(text, WR_S("#")), right = wr_str_starts(text, WR_S(">"));

    return (struct wr_doc_block){
        .kind = heading ? WR_DOC_HEADING : WR_DOC_PARA,
        .align = right ? WR_DOC_RIGHT : WR_DOC_LEFT,
        .indent = !heading && !right && !wr_str_ends(text, WR_S("：")),
        .text = fill(p, heading || right ? wr_str_sub(text, 1, text.n) : text)};
}

static void put_cells(struct wr_doc_row *row, struct wr_doc_cell *cells, const struct wr_str *texts,
                      bool head)
{
    for (size_t i = 0; i < 4; i++)
        cells[i] = (struct wr_doc_cell){.text = texts[i], .span = 1, .label = head};
    *row = (struct wr_doc_row){.cells = {cells, 4}, .lines = 1, .head = head};
}

/** Every step of the assessment as rows: number, step, in words, where it stands. */
static int annex(struct paper *p, struct wr_doc_block *ret)
{
    const struct wr_pen_line *l = p->view.trace.p;
    size_t n = p->view.trace.n;
    struct wr_doc_row *rows = wr_arena_array(p->ctx->arena, n + 1, sizeof(*rows));
    struct wr_doc_cell *cells = wr_arena_array(p->ctx->arena, (n + 1) * 4, sizeof(*cells));

    if (!rows || !cells)
        return wr_fail(p->ctx, WR_K_memory);
    const struct wr_str heads[4] = {WR_S("序号"), WR_S("步骤"), WR_S("说明"), WR_S("依据")};
    put_cells(&rows[0], cells, heads, true);
    for (size_t i = 0; i < n; i++) {
        const struct wr_enum_item *it =
            wr_enum_item(wr_pen_step_kinds, wr_enum_value(wr_pen_step_kinds, l[i].step));
        struct wr_str words = l[i].text;
        if (l[i].evidence.n > 0)
            words = wr_arena_printf(p->ctx->arena, WR_FMT "［" WR_FMT "］", WR_ARG(words),
                                    WR_ARG(l[i].evidence));
        const struct wr_str texts[4] = {wr_arena_printf(p->ctx->arena, "%zu", i + 1),
                                        wr_str(it ? it->zh : ""), words,
                                        l[i].citation.p ? l[i].citation : WR_S("")};
        put_cells(&rows[i + 1], &cells[(i + 1) * 4], texts, false);
    }
    *ret = (struct wr_doc_block){
        .kind = WR_DOC_TABLE, .cols = {8, 12, 50, 30}, .cols_n = 4, .rows = {rows, n + 1}};
    return 0;
}

static int build(struct paper *p, struct wr_doc *ret)
{
    const struct wr_str *paras = p->form->paras.p;
    size_t n = 0;
    struct wr_doc_block *b = wr_arena_array(p->ctx->arena, p->form->paras.n + 3, sizeof(*b));
    int rc = b ? 0 : wr_fail(p->ctx, WR_K_memory);

    for (size_t i = 0; rc == 0 && i < p->form->paras.n; i++)
        b[n++] = block_of(p, paras[i]);
    if (rc == 0 && p->form->annex && p->has_view) {
        b[n++] = (struct wr_doc_block){.kind = WR_DOC_HEADING, .text = WR_S("附件：裁量过程")};
        rc = annex(p, &b[n++]);
    }
    *ret = (struct wr_doc){.issuer = p->v[N_BUREAU],
                           .title = p->form->zh,
                           .number = p->number,
                           .foot = wr_arena_printf(p->ctx->arena, WR_FMT " v" WR_FMT,
                                                   WR_ARG(p->d->pack), WR_ARG(p->d->pack_version)),
                           .body_pt = 14,
                           .blocks = {b, n},
                           .made_ms = wr_ctx_now(p->ctx)};
    return rc;
}

static int file_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct paper p;
    const struct wr_pen_pack *law;
    struct wr_pen_paper paper;
    struct wr_doc doc;
    int rc = load_paper(tx, w, &p, &law);

    rc = rc < 0 ? rc : find_form(&p, law, w->form);
    rc = rc < 0 ? rc : describe(tx, &p, p.form, &paper);
    if (rc < 0)
        return rc;
    p.number = paper.number.n > 0 ? paper.number : WR_S("（未编号，征求意见用）");
    rc = build(&p, &doc);
    wr_buf_clear(w->out);
    rc = rc < 0 ? rc : w->docx ? wr_doc_docx(p.ctx, &doc, w->out) : wr_doc_pdf(p.ctx, &doc, w->out);
    *w->filename = wr_arena_printf(p.ctx->arena, WR_FMT "-" WR_FMT ".%s", WR_ARG(p.d->number),
                                   WR_ARG(p.form->zh), w->docx ? "docx" : "pdf");
    uint8_t digest[WR_SHA256];
    wr_sha256(w->out->p ? w->out->p : "", w->out->n, digest);
    return rc < 0 ? rc
                  : wr_audit_event(tx, p.d->enterprise_id, "penalty.paper_made",
                                   wr_audit_payload1(p.ctx, "form", w->form));
}

int wr_penalty_svc_paper(struct wr_ctx *ctx, int64_t id, struct wr_str form, bool docx,
                         struct wr_buf *out, struct wr_str *ret_filename)
{
    struct work w = {.id = id, .form = form, .docx = docx, .out = out, .filename = ret_filename};

    return wr_pen_with_shelf(ctx, WR_TX_WRITE, "penalty.paper", file_tx, &w, &w.shelf);
}
