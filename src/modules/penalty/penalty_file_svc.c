/* Filing a case, its facts, assessing it. permission -> load -> rules -> store -> audit. */
#include "modules/penalty/penalty_use.h"

#include "base/calendar.h"
#include "base/text.h"
#include "modules/officer/officer_svc.h"

#include <inttypes.h>

#define INPUT_MAX ((size_t)256 << 10)

struct work {
    int64_t id;
    const void *in;
    struct wr_pen_docket *ret;
    struct wr_pen_run *run;
};

static const struct wr_str NONE = {NULL, 0};

struct wr_str wr_pen_today(struct wr_ctx *ctx)
{
    char day[WR_DATE_TEXT];

    wr_date_format(wr_date_of_ms(wr_ctx_now(ctx)), day);
    return wr_arena_dup(ctx->arena, wr_str(day));
}

static bool was_told(const struct wr_pen_docket *d)
{
    return d->has_notice_fen || d->decision_date.n > 0;
}

/** Names of facts in words, deadlines: what a page shows beside the rows. */
static int dress(struct wr_tx *tx, struct wr_pen_docket *d)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_fact_row *v = d->values.p;
    struct wr_pen_book book;
    struct wr_date act, today;
    const struct wr_pen_pack *p = NULL, *law = NULL;

    wr_pen_book_of(ctx->rules, &book);
    if (!wr_date_parse(d->act_date, &act) || !wr_date_parse(wr_pen_today(ctx), &today))
        return 0;
    p = wr_pen_book_find(ctx, &book, d->scheme, wr_date_to_days(act), WR_S("act_date"));
    if (p)
        law = wr_pen_book_find(ctx, &book, p->law, wr_date_to_days(act), WR_S("act_date"));
    wr_err_reset(ctx);
    for (size_t i = 0; i < d->values.n; i++) {
        int fact = wr_pen_fact_of(p, v[i].name);
        v[i].label = fact < 0 ? v[i].name : wr_pen_fact_text(p, fact, ctx->lang == WR_LANG_ZH);
    }
    return wr_pen_clocks(ctx, law, &d->events, wr_date_to_days(today), &d->clocks);
}

int wr_pen_load_in(struct wr_tx *tx, int64_t id, struct wr_pen_docket *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_pen_store_get(tx, id, ret);
    bool staff = wr_actor_has(&ctx->actor, WR_ROLE_STAFF);

    if (rc == WR_ENOTFOUND ||
        (rc == 0 && ((!staff && !was_told(ret)) ||
                     !wr_enterprise_in_scope(&ctx->actor, ret->district_id, ret->enterprise_id))))
        return wr_fail(ctx, WR_K_not_found, WR_S("该案件 penalty case"));
    return rc < 0 ? rc : dress(tx, ret);
}

/* ---- the case file ------------------------------------------------------------------------------ */

/** {"value", "evidence", "by"}; an object that names its inputs ({"measured", "limit"}) is told the same beside them. */
static void write_value(struct wr_ctx *ctx, struct wr_jw *w, const char *key,
                        const struct wr_pen_fact_row *v)
{
    bool named = wr_str_starts(v->value, WR_S("{"));
    struct wr_jw own;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, INPUT_MAX);
    wr_jw_init(&own, &b);
    wr_jw_obj(&own, NULL);
    if (!named)
        wr_jw_raw(&own, "value", v->value);
    wr_jw_str(&own, "evidence", v->evidence);
    if (v->confirmed_name.n > 0)
        wr_jw_str(&own, "by", v->confirmed_name);
    wr_jw_obj_end(&own);
    wr_jw_raw(w, key, named ? wr_json_merge(ctx, wr_buf_view(&b), v->value) : wr_buf_view(&b));
}

static void write_values(struct wr_ctx *ctx, struct wr_jw *w, const struct wr_pen_docket *d,
                         const char *kind, const char *member, bool all)
{
    const struct wr_pen_fact_row *v = d->values.p;

    wr_jw_obj(w, member);
    for (size_t i = 0; i < d->values.n; i++) {
        if (!wr_str_eq(v[i].kind, wr_str(kind)) || (!all && v[i].confirmed_ms == 0))
            continue;
        char key[64];
        if (!wr_str_copy_z(v[i].name, key, sizeof(key)))
            continue;
        write_value(ctx, w, key, &v[i]);
    }
    wr_jw_obj_end(w);
}

int wr_pen_input_of(struct wr_ctx *ctx, const struct wr_pen_docket *d, bool all, struct wr_str *ret)
{
    struct wr_jw w;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, INPUT_MAX);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_str(&w, "scheme", d->scheme);
    wr_jw_str(&w, "act_date", d->act_date);
    wr_jw_str(&w, "decision_date", d->decision_date.n > 0 ? d->decision_date : wr_pen_today(ctx));
    if (d->table_id.n > 0)
        wr_jw_str(&w, "table", d->table_id);
    if (d->more_tables.n > 0)
        wr_jw_raw(&w, "tables", d->more_tables);
    if (d->column_key.n > 0)
        wr_jw_str(&w, "column", d->column_key);
    if (d->item.n > 0)
        wr_jw_str(&w, "item", d->item);
    write_values(ctx, &w, d, "factor", "factors", all);
    write_values(ctx, &w, d, "fact", "facts", all);
    wr_jw_obj_end(&w);
    *ret = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    return b.failed || !ret->p ? wr_fail(ctx, WR_K_memory) : 0;
}

/* ---- filing ------------------------------------------------------------------------------------------ */

static int check_new(struct wr_ctx *ctx, struct wr_pen_new *in)
{
    in->officer_id = in->officer_id ? in->officer_id : ctx->actor.officer_id;
    if (in->officer_id == 0)
        wr_fault(ctx, WR_S("officer_id"), WR_K_input_required, NONE);
    if (in->officer_id == in->second_officer_id)
        wr_fault(ctx, WR_S("second_officer_id"), WR_K_penalty_two_officers, NONE);
    if (wr_str_cmp(in->act_date, wr_pen_today(ctx)) > 0)
        wr_fault(ctx, WR_S("act_date"), WR_K_penalty_future, in->act_date);
    if (in->source == WR_PEN_SRC_VISIT && in->visit_id == 0)
        wr_fault(ctx, WR_S("visit_id"), WR_K_input_required, NONE);
    if (in->source != WR_PEN_SRC_VISIT && in->source != WR_PEN_SRC_MANUAL &&
        wr_str_trim(in->source_ref).n == 0)
        wr_fault(ctx, WR_S("source_ref"), WR_K_input_required, NONE);
    return wr_faults_end(ctx);
}

/** 环立〔2026〕00012号: numbered within the year, without gaps. */
static int next_number(struct wr_tx *tx, struct wr_str *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str prefix =
        wr_arena_printf(ctx->arena, "环立〔%d〕", wr_date_of_ms(wr_ctx_now(ctx)).year);
    struct wr_str last;
    int64_t n = 0;
    int rc = wr_pen_store_last_number(tx, prefix, &last);

    for (size_t i = prefix.n; rc == 0 && i < last.n && last.p[i] >= '0' && last.p[i] <= '9'; i++)
        n = n * 10 + (last.p[i] - '0');
    *ret = wr_arena_printf(ctx->arena, WR_FMT "%05" PRId64 "号", WR_ARG(prefix), n + 1);
    return rc;
}

static struct wr_str json_list(struct wr_ctx *ctx, const struct wr_list *list)
{
    const struct wr_str *s = list->p;
    struct wr_jw w;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, 1000);
    if (list->n == 0)
        return NONE;
    wr_jw_init(&w, &b);
    wr_jw_list(&w, NULL);
    for (size_t i = 0; i < list->n; i++)
        wr_jw_str(&w, NULL, s[i]);
    wr_jw_list_end(&w);
    return wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

/** Scheme, tables and dates must fit before a case is filed. */
static int bind_new(struct wr_tx *tx, struct work *w, const struct wr_pen_docket *d)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str text;
    struct wr_date act;
    int rc = wr_pen_shelf_open(tx, &w->run->shelf);

    rc = rc < 0 ? rc : wr_pen_input_of(ctx, d, true, &text);
    if (rc < 0 || !wr_date_parse(d->act_date, &act))
        return rc;
    const struct wr_pen_pack *p = wr_pen_book_find(ctx, &w->run->shelf.book, d->scheme,
                                                   wr_date_to_days(act), WR_S("act_date"));
    if (!p)
        return wr_faults_end(ctx);
    w->run->json = wr_json_parse(ctx, text);
    return w->run->json ? wr_pen_bind(ctx, &w->run->shelf.book, p, w->run->json, &w->run->c)
                        : ctx->err.code;
}

static int two_officers(struct wr_tx *tx, const struct wr_pen_docket *d, struct wr_str *ret_unit)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const int64_t ids[] = {d->officer_id, d->second_officer_id};
    struct wr_officer o;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(ids); i++) {
        rc = wr_officer_get_in(tx, ids[i], &o);
        if (rc == 0 && i == 0)
            *ret_unit = o.unit;
        if (rc == 0 && wr_officer_cert_state(&o, wr_pen_today(ctx)) != WR_CERT_VALID)
            wr_fault(ctx, i ? WR_S("second_officer_id") : WR_S("officer_id"),
                     WR_K_penalty_certificate, o.name, o.name);
    }
    return rc < 0 ? rc : wr_faults_end(ctx);
}

static int file_new(struct wr_tx *tx, struct work *w, const struct wr_pen_new *in)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_enterprise e;
    struct wr_pen_origin origin;
    struct wr_pen_docket d = {.uid = wr_text_lower(ctx->arena, in->uid),
                              .enterprise_id = in->enterprise_id,
                              .source = in->source,
                              .source_ref = in->source_ref,
                              .visit_id = in->visit_id,
                              .finding_id = in->finding_id,
                              .title = in->title,
                              .act_date = in->act_date,
                              .officer_id = in->officer_id,
                              .second_officer_id = in->second_officer_id,
                              .scheme = in->scheme,
                              .table_id = in->table,
                              .more_tables = json_list(ctx, &in->tables),
                              .column_key = in->column,
                              .item = in->item,
                              .grave = in->grave,
                              .state = WR_PEN_FILED,
                              .created_by = ctx->actor.user_id,
                              .created_ms = wr_ctx_now(ctx)};
    const struct wr_pen_event filed = {.kind = WR_PEN_EV_FILED, .day = wr_pen_today(ctx)};
    int rc = wr_enterprise_get_in(tx, in->enterprise_id, &e);

    rc = rc < 0 ? rc : wr_pen_origin_in(tx, in, &origin);
    rc = rc < 0 ? rc : two_officers(tx, &d, &d.unit);
    rc = rc < 0 ? rc : bind_new(tx, w, &d);
    d.district_id = e.district_id;
    rc = rc < 0 ? rc : next_number(tx, &d.number);
    rc = rc < 0 ? rc : wr_pen_store_insert(tx, &d, &d.id);
    rc = rc < 0 ? rc : wr_pen_store_add_event(tx, d.id, &filed);
    rc = rc < 0 ? rc : wr_pen_propose(tx, &d, &w->run->c, &e, &origin);
    rc = rc < 0 ? rc
                : wr_audit_append(tx, &WR_PENALTY_ENTITY, d.id, d.enterprise_id, "penalty.file",
                                  wr_audit_payload2(ctx, "number", d.number, "scheme", d.scheme));
    w->id = d.id;
    return rc;
}

static int file_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_new in = *(const struct wr_pen_new *)w->in;
    int rc = check_new(ctx, &in);

    if (rc < 0)
        return rc;
    rc = wr_pen_store_by_uid(tx, wr_text_lower(ctx->arena, in.uid), w->ret);
    if (rc == 0 &&
        (w->ret->created_by != ctx->actor.user_id || w->ret->enterprise_id != in.enterprise_id ||
         !wr_str_eq(w->ret->title, in.title)))
        return wr_fail(ctx, WR_K_penalty_uid);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        rc = file_new(tx, w, &in);
    } else if (rc == 0) {
        w->id = w->ret->id;
    }
    return rc < 0 ? rc : wr_pen_load_in(tx, w->id, w->ret);
}

int wr_penalty_svc_file(struct wr_ctx *ctx, const struct wr_pen_new *in, struct wr_pen_docket *ret)
{
    struct work w = {.in = in, .ret = ret};

    return wr_pen_with_run(ctx, WR_TX_WRITE, "penalty.file", file_tx, &w, &w.run);
}

/* ---- facts ---------------------------------------------------------------------------------------------- */

static int put_values(struct wr_tx *tx, const struct wr_pen_docket *d,
                      const struct wr_pen_values_in *in)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_pen_value_in *v = in->values.p;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < in->values.n; i++) {
        if (!wr_str_eq(v[i].kind, WR_S("factor")) && !wr_str_eq(v[i].kind, WR_S("fact"))) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "values[%zu].kind", i), WR_K_input_enum,
                     v[i].kind, WR_S("factor, fact"));
            return wr_faults_end(ctx);
        }
        const struct wr_pen_fact_row row = {.kind = v[i].kind,
                                            .name = v[i].name,
                                            .value = v[i].value,
                                            .evidence = v[i].evidence,
                                            .confirmed_by = ctx->actor.user_id,
                                            .confirmed_ms = wr_ctx_now(ctx)};
        rc = wr_pen_store_put_value(tx, d->id, &row);
    }
    return rc;
}

static int values_tx(struct wr_tx *tx, void *arg)
{
    struct work *w = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str text;
    int rc = wr_pen_load_in(tx, w->id, w->ret);

    if (rc < 0)
        return rc;
    if (w->ret->state != WR_PEN_FILED && w->ret->state != WR_PEN_ASSESSED &&
        w->ret->state != WR_PEN_NOTICED)
        return wr_fail(ctx, WR_K_penalty_step, WR_S("facts"),
                       ctx->lang == WR_LANG_ZH ? WR_S("已经作出决定")
                                               : WR_S("it has been decided"));
    rc = put_values(tx, w->ret, w->in);
    rc = rc < 0 ? rc : wr_pen_store_get(tx, w->id, w->ret);
    /* Judge as things stand: what does not fit is refused now, and names itself. */
    rc = rc < 0 ? rc : wr_pen_shelf_open(tx, &w->run->shelf);
    rc = rc < 0 ? rc : wr_pen_input_of(ctx, w->ret, true, &text);
    rc = rc < 0 ? rc : wr_pen_run_text(ctx, w->run, text);
    if (rc == WR_ECONFLICT) { /* the values fit; only an amount cannot be given */
        wr_err_reset(ctx);
        rc = 0;
    }
    rc = rc < 0 ? rc : wr_pen_store_update(tx, w->ret);
    rc = rc < 0 ? rc
                : wr_audit_append(tx, &WR_PENALTY_ENTITY, w->id, w->ret->enterprise_id,
                                  "penalty.values", NONE);
    return rc < 0 ? rc : wr_pen_load_in(tx, w->id, w->ret);
}

int wr_penalty_svc_values(struct wr_ctx *ctx, int64_t id, const struct wr_pen_values_in *in,
                          struct wr_pen_docket *ret)
{
    struct work w = {.id = id, .in = in, .ret = ret};

    return wr_pen_with_run(ctx, WR_TX_WRITE, "penalty.values", values_tx, &w, &w.run);
}
