/* From a form and facts to a paper. Pure. */
#include "modules/paper/paper_form.h"

#include "base/calendar.h"

#define TEXT_MAX ((size_t)256 << 10) /* of one template filled */
#define BLANK_CHARS 8
#define ROWS_MAX 400

/* ---- templates ------------------------------------------------------------------------------- */

static bool is_mark(char c)
{
    return c == '{' || c == '}' || c == '[' || c == ']';
}

bool wr_paper_next(struct wr_str *rest, struct wr_paper_piece *ret, bool *bad)
{
    size_t n = 0;

    *ret = (struct wr_paper_piece){0};
    if (rest->n == 0)
        return false;
    if (rest->p[0] == '{') {
        ptrdiff_t end = wr_str_find(*rest, WR_S("}"));
        n = end > 0 ? (size_t)end + 1 : rest->n;
        *bad = *bad || end < 2;
        ret->text = wr_str_sub(*rest, 1, n > 2 ? n - 2 : 0);
        ret->braces = true;
    } else if (is_mark(rest->p[0])) {
        *bad = *bad || rest->p[0] == '}';
        ret->mark = rest->p[0] == '}' ? '\0' : rest->p[0];
        n = 1;
    } else {
        while (n < rest->n && !is_mark(rest->p[n]))
            n++;
        ret->text = wr_str_sub(*rest, 0, n);
    }
    *rest = wr_str_sub(*rest, n, rest->n);
    return true;
}

static void blank(struct wr_buf *b, int fact, int64_t chars)
{
    static const char *const forms[] = {[WR_BLANK_DAY] = "____年__月__日",
                                        [WR_BLANK_TIME] = "____年__月__日__时__分",
                                        [WR_BLANK_NUMBER] = "____"};
    enum wr_paper_blank kind = wr_paper_fact_names[fact].blank;

    if (kind != WR_BLANK_TEXT) {
        wr_buf_str(b, wr_str(forms[kind]));
        return;
    }
    for (int64_t i = 0; i < chars; i++)
        wr_buf_c(b, '_');
}

struct item {
    const struct wr_paper_facts *f;
    int list;
    const struct wr_paper_row *row;
    size_t n;
};

static struct wr_str column(struct wr_ctx *ctx, const struct item *it, struct wr_str name)
{
    if (!it->row || it->list < 0)
        return (struct wr_str){0};
    if (wr_str_eq(name, WR_S("n")))
        return wr_arena_printf(ctx->arena, "%zu", it->n);
    for (size_t i = 0; i < WR_PAPER_COLUMNS; i++) {
        const char *c = wr_paper_list_names[it->list].columns[i];
        if (c && wr_str_eq(name, wr_str(c)))
            return it->row->col[i];
    }
    return (struct wr_str){0};
}

/** @return false when it is not known; then a fact leaves a blank, a column nothing */
static bool put(struct wr_ctx *ctx, const struct item *it, struct wr_str what, struct wr_buf *b)
{
    struct wr_str width = what, name = wr_str_cut(&width, '|');
    int64_t chars = BLANK_CHARS;

    if (wr_str_starts(name, WR_S("."))) {
        struct wr_str v = column(ctx, it, wr_str_sub(name, 1, name.n));
        wr_buf_str(b, v);
        return v.n > 0;
    }
    int fact = wr_paper_fact_of(name);
    if (fact < 0)
        return false;
    if (width.p && !wr_str_i64(width, &chars))
        chars = BLANK_CHARS;
    if (it->f->v[fact].n > 0)
        wr_buf_str(b, it->f->v[fact]);
    else
        blank(b, fact, chars);
    return it->f->v[fact].n > 0;
}

struct wr_str wr_paper_expand(struct wr_ctx *ctx, struct wr_str text,
                              const struct wr_paper_facts *f, int list,
                              const struct wr_paper_row *row, size_t n)
{
    const struct item it = {f, list, row, n};
    struct wr_paper_piece piece;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_str rest = text;
    size_t from = 0;
    bool bad = false, open = false, known = true;

    wr_buf_init(&b, TEXT_MAX);
    while (wr_paper_next(&rest, &piece, &bad)) {
        if (piece.mark == '[') {
            open = known = true;
            from = b.n;
        } else if (piece.mark == ']') {
            b.n = open && !known ? from : b.n;
            open = false;
        } else if (piece.braces) {
            known = put(ctx, &it, piece.text, &b) && known;
        } else {
            wr_buf_str(&b, piece.text);
        }
    }
    return wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

/* ---- blocks ---------------------------------------------------------------------------------- */

struct work {
    struct wr_ctx *ctx;
    const struct wr_paper_facts *f;
    struct wr_doc_row *rows;
    size_t rows_n;
    bool full;
};

static bool shown(const struct work *w, struct wr_str when, struct wr_str unless)
{
    return (when.n == 0 || wr_paper_known(w->f, when)) &&
           (unless.n == 0 || !wr_paper_known(w->f, unless));
}

static struct wr_list images_of(const struct work *w, struct wr_str name)
{
    if (name.n == 0)
        return (struct wr_list){0};
    return wr_str_eq(name, WR_S("enterprise_signature")) ? w->f->enterprise_images
                                                         : w->f->officer_images;
}

static struct wr_str text_of(struct work *w, struct wr_str t, int list,
                             const struct wr_paper_row *row, size_t n)
{
    return t.n > 0 ? wr_paper_expand(w->ctx, t, w->f, list, row, n) : (struct wr_str){0};
}

/** A place that holds nothing but one fact nobody knows stays empty: the place itself is the blank. */
static bool is_empty_place(const struct work *w, struct wr_str t)
{
    struct wr_paper_piece piece;
    bool bad = false;

    if (!wr_paper_next(&t, &piece, &bad) || !piece.braces || t.n > 0)
        return false;
    struct wr_str rest = piece.text;
    int fact = wr_paper_fact_of(wr_str_cut(&rest, '|'));
    return fact >= 0 && wr_paper_fact_names[fact].blank == WR_BLANK_TEXT && w->f->v[fact].n == 0;
}

static void add_row(struct work *w, const struct wr_paper_form_row *r, int list,
                    const struct wr_paper_row *item, size_t n)
{
    const struct wr_str *texts = r->cells.p;
    const int64_t *spans = r->spans.p;
    struct wr_doc_cell *c = wr_arena_array(w->ctx->arena, r->cells.n, sizeof(*c));

    if (!c || w->rows_n >= ROWS_MAX) {
        w->full = true;
        return;
    }
    for (size_t i = 0; i < r->cells.n; i++) {
        bool label = wr_str_starts(texts[i], WR_S("#"));
        bool center = wr_str_starts(texts[i], WR_S("^"));
        struct wr_str t = label || center ? wr_str_sub(texts[i], 1, texts[i].n) : texts[i];
        c[i] = (struct wr_doc_cell){.text = is_empty_place(w, t) ? (struct wr_str){0}
                                                                 : text_of(w, t, list, item, n),
                                    .label = label,
                                    .center = center,
                                    .span = r->spans.n > 0 ? (int)spans[i] : 1};
    }
    c[r->cells.n - 1].tail = text_of(w, r->tail, list, item, n);
    c[r->cells.n - 1].images = images_of(w, r->image);
    w->rows[w->rows_n++] =
        (struct wr_doc_row){.cells = {c, r->cells.n}, .lines = (int)r->lines, .head = r->head};
}

static void add_rows(struct work *w, const struct wr_paper_form_row *r)
{
    if (!shown(w, r->when, r->unless))
        return;
    int list = r->each.n > 0 ? wr_paper_list_of(r->each) : -1;
    if (list < 0) {
        add_row(w, r, -1, NULL, 0);
        return;
    }
    const struct wr_paper_row *items = w->f->list[list].p;
    const struct wr_paper_row none = {0};
    for (size_t i = 0; i < w->f->list[list].n; i++)
        add_row(w, r, list, &items[i], i + 1);
    for (int64_t i = 0; i < r->blank; i++) {
        add_row(w, r, -1, &none, 0);
    }
}

static void fill_table(struct work *w, const struct wr_paper_form_block *b,
                       struct wr_doc_block *ret)
{
    const struct wr_paper_form_row *rows = b->rows.p;
    const int64_t *cols = b->cols.p;

    w->rows = wr_arena_array(w->ctx->arena, ROWS_MAX, sizeof(*w->rows));
    w->rows_n = 0;
    w->full = w->full || !w->rows;
    ret->cols_n = b->cols.n;
    for (size_t i = 0; i < b->cols.n; i++)
        ret->cols[i] = (int)cols[i];
    for (size_t i = 0; !w->full && i < b->rows.n; i++)
        add_rows(w, &rows[i]);
    ret->rows = (struct wr_list){w->rows, w->rows_n};
}

static void fill_block(struct work *w, const struct wr_paper_form_block *b,
                       struct wr_doc_block *ret)
{
    static const enum wr_doc_align aligns[] = {WR_DOC_LEFT, WR_DOC_LEFT, WR_DOC_CENTER,
                                               WR_DOC_RIGHT};

    *ret = (struct wr_doc_block){.kind = (enum wr_doc_kind)b->kind,
                                 .text = text_of(w, b->text, -1, NULL, 0),
                                 .tail = text_of(w, b->tail, -1, NULL, 0),
                                 .align = aligns[b->style],
                                 .indent = b->style == WR_STYLE_INDENT,
                                 .bold = b->bold,
                                 .n = (int)b->lines,
                                 .images = images_of(w, b->image)};
    if (b->kind == WR_DOC_TABLE)
        fill_table(w, b, ret);
    if (b->kind == WR_DOC_SIGN && ret->images.n == 0)
        ret->text = wr_arena_printf(w->ctx->arena, WR_FMT "__________________", WR_ARG(ret->text));
}

int wr_paper_fill(struct wr_ctx *ctx, const struct wr_paper_forms *p,
                  const struct wr_paper_form *form, const struct wr_paper_facts *f,
                  struct wr_doc *ret)
{
    struct work w = {.ctx = ctx, .f = f};
    const struct wr_paper_form_block *b = form->blocks.p;
    struct wr_doc_block *blocks = wr_arena_array(ctx->arena, form->blocks.n, sizeof(*blocks));
    size_t n = 0;

    if (!blocks)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < form->blocks.n && !w.full; i++)
        if (shown(&w, b[i].when, b[i].unless))
            fill_block(&w, &b[i], &blocks[n++]);
    *ret = (struct wr_doc){.issuer = f->v[WR_PF_BUREAU],
                           .title = form->title_zh,
                           .number = text_of(&w, form->number, -1, NULL, 0),
                           .foot = wr_arena_printf(ctx->arena, "格式：" WR_FMT, WR_ARG(p->version)),
                           .sheet = form->sheet,
                           .body_pt = (int)form->body_pt,
                           .blocks = {blocks, n},
                           .made_ms = wr_ctx_now(ctx)};
    return w.full || ctx->arena->exhausted ? wr_fail(ctx, WR_K_memory) : 0;
}
