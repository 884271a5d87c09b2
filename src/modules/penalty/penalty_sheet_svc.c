/* What a case is asked, and which steps may follow: for the forms of the desk. */
#include "modules/penalty/penalty_sheet.h"
#include "modules/penalty/penalty_use.h"

#include "base/calendar.h"

struct work {
    const struct wr_pen_sheet_query *q;
    int64_t id;
    struct wr_list *list;
    struct wr_pen_sheet *sheet;
    struct wr_pen_shelf *shelf;
    struct wr_str pack;
    struct wr_pen_pack_source *source;
};

static struct wr_str day_or_today(struct wr_ctx *ctx, struct wr_str date)
{
    return date.n > 0 ? date : wr_pen_today(ctx);
}

static bool in_force(const struct wr_pack *k, struct wr_str day)
{
    return wr_str_cmp(k->valid_from, day) <= 0 &&
           (k->valid_to.n == 0 || wr_str_cmp(day, k->valid_to) <= 0);
}

static int schemes_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str day = day_or_today(ctx, w->q->date);
    int rc = wr_pen_shelf_open(tx, w->shelf);
    const struct wr_pen_book *b = &w->shelf->book;
    struct wr_pen_scheme *items = wr_arena_array(ctx->arena, b->n + 1, sizeof(*items));

    w->list->n = 0;
    if (!items)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; rc == 0 && i < b->n; i++) {
        struct wr_pen_scheme s;
        if (b->p[i]->has_limitation || !in_force(b->p[i]->pack, day))
            continue; /* the law has no tables of its own */
        rc = wr_pen_scheme_of(ctx, b->p[i], &s);
        rc = rc < 0 ? rc
                    : wr_pen_copy(ctx, wr_pen_scheme_fields, &s, &items[w->list->n++], sizeof(s));
    }
    w->list->p = items;
    return rc;
}

int wr_penalty_svc_schemes(struct wr_ctx *ctx, const struct wr_pen_sheet_query *q,
                           struct wr_list *ret)
{
    struct work w = {.q = q, .list = ret};

    return wr_pen_with_shelf(ctx, WR_TX_READ, "penalty.schemes", schemes_tx, &w, &w.shelf);
}

/** Packs, tables and item that were asked for, of a case of which nothing else is known. */
static int find_tables(struct wr_ctx *ctx, const struct wr_pen_sheet_query *q,
                       struct wr_pen_case *c)
{
    for (struct wr_str rest = q->tables; rest.n > 0 && c->tables_n < WR_PEN_PROVISIONS_MAX;) {
        struct wr_str id = wr_str_trim(wr_str_cut(&rest, ','));
        const struct wr_pen_table *t = wr_pen_table_of(c->pack, id);
        if (!t) {
            wr_fault(ctx, WR_S("tables"), WR_K_penalty_unknown_table, id, id,
                     c->pack->pack->title_zh, wr_pen_table_ids(ctx, c->pack));
            continue;
        }
        c->columns[c->tables_n] = t->columns.p;
        c->tables[c->tables_n++] = t;
    }
    c->item = q->item.n > 0 ? wr_pen_clause_of(c->pack, q->item) : NULL;
    if (q->item.n > 0 && !c->item)
        wr_fault(ctx, WR_S("item"), WR_K_penalty_unknown_item, q->item, q->item,
                 c->pack->pack->title_zh);
    return wr_faults_end(ctx);
}

static int find_packs(struct wr_ctx *ctx, const struct wr_pen_sheet_query *q,
                      const struct wr_pen_book *book, struct wr_pen_case *c)
{
    struct wr_date day;
    bool good = wr_date_parse(day_or_today(ctx, q->date), &day);

    c->act_day = good ? wr_date_to_days(day) : 0;
    c->pack = wr_pen_book_find(ctx, book, q->scheme, c->act_day, WR_S("date"));
    if (c->pack && c->pack->law.n > 0)
        c->law = wr_pen_book_find(ctx, book, c->pack->law, c->act_day, WR_S("date"));
    return wr_faults_end(ctx);
}

static int sheet_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_case *c = wr_arena_new(ctx->arena, struct wr_pen_case);
    struct wr_pen_sheet sheet;
    int rc = wr_pen_shelf_open(tx, w->shelf);

    if (rc == 0 && !c)
        rc = wr_fail(ctx, WR_K_memory);
    rc = rc < 0 ? rc : find_packs(ctx, w->q, &w->shelf->book, c);
    rc = rc < 0 ? rc : find_tables(ctx, w->q, c);
    rc = rc < 0 ? rc : wr_pen_sheet_of(ctx, c, &sheet);
    return rc < 0 ? rc : wr_pen_copy(ctx, wr_pen_sheet_fields, &sheet, w->sheet, sizeof(sheet));
}

int wr_penalty_svc_sheet(struct wr_ctx *ctx, const struct wr_pen_sheet_query *q,
                         struct wr_pen_sheet *ret)
{
    struct work w = {.q = q, .sheet = ret};

    return wr_pen_with_shelf(ctx, WR_TX_READ, "penalty.sheet", sheet_tx, &w, &w.shelf);
}

/* ---- a draft's start ------------------------------------------------------------------------------------ */

static int source_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_pen_shelf_open(tx, w->shelf);

    for (size_t i = 0; rc == 0 && i < w->shelf->book.n; i++) {
        const struct wr_pen_pack *p = w->shelf->book.p[i];
        if (!wr_str_eq(p->pack->id, w->pack))
            continue;
        *w->source =
            (struct wr_pen_pack_source){.pack = wr_arena_dup(ctx->arena, p->pack->id),
                                        .pack_version = wr_arena_dup(ctx->arena, p->pack->version),
                                        .content = wr_pen_pack_file(ctx, p)};
        return w->source->content.p ? 0 : wr_fail(ctx, WR_K_memory);
    }
    return rc < 0 ? rc : wr_fail(ctx, WR_K_not_found, w->pack);
}

int wr_penalty_svc_source(struct wr_ctx *ctx, struct wr_str pack, struct wr_pen_pack_source *ret)
{
    struct work w = {.pack = pack, .source = ret};

    return wr_pen_with_shelf(ctx, WR_TX_READ, "penalty.source", source_tx, &w, &w.shelf);
}

/* ---- steps ------------------------------------------------------------------------------------------ */

/** Taken by filing and by assessing; the decision is told with the steps, though it has a route of its own. */
static bool has_own_route(int64_t kind)
{
    return kind == WR_PEN_EV_FILED || kind == WR_PEN_EV_ASSESSED;
}

static int steps_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_docket d;
    struct wr_pen_step_row *items =
        wr_arena_array(ctx->arena, WR_PEN_EV_TRANSFERRED + 1, sizeof(*items));
    int rc = wr_pen_load_in(tx, w->id, &d);

    w->list->n = 0;
    if (rc == 0 && !items)
        return wr_fail(ctx, WR_K_memory);
    for (const struct wr_enum_item *k = wr_pen_event_kinds; rc == 0 && k->name; k++) {
        const char *why = wr_pen_step_fault(&d, k->value, ctx->lang == WR_LANG_ZH);
        if (!has_own_route(k->value))
            items[w->list->n++] =
                (struct wr_pen_step_row){.kind = k->value,
                                         .ready = !why,
                                         .why = why ? wr_str(why) : (struct wr_str){NULL, 0}};
    }
    w->list->p = items;
    return rc;
}

int wr_penalty_svc_steps(struct wr_ctx *ctx, int64_t id, struct wr_list *ret)
{
    struct work w = {.id = id, .list = ret};

    return wr_tx_run(ctx, WR_TX_READ, "penalty.steps", steps_tx, &w);
}
