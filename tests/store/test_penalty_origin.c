/* What a new case is told by the clue, the visit, the file and earlier cases it comes from, on both engines. */
#include "penalty_world.h"

static const struct wr_stmt CLUE = {
    .name = "t_clue",
    .sql =
        "INSERT INTO clue (number, enterprise_id, district_id, rule, level, fraud, outage, pack, "
        "pack_version, factor, from_ms, raised_ms, last_ms, value, bound, times, evidence, "
        "samples, state, created_ms, version) VALUES ($1, $2, $3, $4, 'warn', 0, 0, 'x', '1', "
        "$5, $6, $6, $6, $7, $8, 1, $9, '[]', 'escalated', $6, 1)",
    .params = "tiitt"
              "itti",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt END_VISIT = {
    .name = "t_end_visit",
    .sql = "UPDATE visit SET state = $2, checked_out_ms = $3, refusal_decision = $4, source = $5, "
           "evidence_ref = $6 WHERE id = $1",
    .params = "itITtt",
    .cols = "",
    .ephemeral = true};

struct clue {
    struct world *w;
    int e;
    const char *number, *rule, *factor, *value, *bound;
    bool evidence;
};

static int add_clue_tx(struct wr_tx *tx, void *arg)
{
    const struct clue *c = arg;

    return wr_exec(tx, &CLUE, NULL, WR_T(wr_str(c->number)), WR_I(c->w->enterprise[c->e]),
                   WR_I(c->w->district[0]), WR_T(wr_str(c->rule)), WR_T(wr_str(c->factor)),
                   WR_I(world_day_ms("2026-06-05")), WR_T(wr_str(c->value)), WR_T(wr_str(c->bound)),
                   WR_I(c->evidence));
}

static void add_clue(struct clue c)
{
    store_ok(&c.w->s->ctx, wr_tx_run(&c.w->s->ctx, WR_TX_WRITE, "t.clue", add_clue_tx, &c));
}

static int file_clue(struct world *w, int e, int64_t n, const char *number,
                     struct wr_pen_docket *ret)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_pen_new in = dk_filing(w, ctx, e, n);

    in.source = WR_PEN_SRC_CLUE;
    in.source_ref = wr_str(number);
    world_as_officer(w, ctx, 0);
    return wr_penalty_svc_file(ctx, &in, ret);
}

static bool has(struct wr_str s, const char *part)
{
    return wr_str_find(s, wr_str(part)) >= 0;
}

static void a_clue_gives_value_and_limit_unrounded(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d;
    struct wr_pen_view v;

    add_clue((struct clue){&w, 0, "XS-2026-000001", "E2", "w01018", "15.14", "15", false});
    add_clue((struct clue){&w, 0, "XS-2026-000002", "E1", "w01001", "10.4", "9", true});
    add_clue((struct clue){&w, 0, "XS-2026-000003", "K1", "w01018", "15.14", "15", true});
    add_clue((struct clue){&w, 0, "XS-2026-000004", "E1", "w01018", "0.1234567891", "0.1", true});
    store_ok(ctx, file_clue(&w, 0, 1, "XS-2026-000001", &d));
    const struct wr_pen_fact_row *x = dk_value(&d, "exceedance");
    assert_true(x && x->proposed && has(x->value, "\"measured\":\"15.14\"") &&
                has(x->value, "\"limit\":\"15\"") && has(x->evidence, "XS-2026-000001"));
    assert_true(has(x->why, "不能单独作为证据"));
    assert_true(wr_str_eq(dk_value(&d, "discovered_on")->value, WR_S("\"2026-06-05\"")));
    store_ok(ctx, wr_penalty_svc_preview(ctx, d.id, &v));
    const struct wr_pen_line *l = v.trace.p;
    bool seen = false;
    for (size_t i = 0; i < v.trace.n; i++)
        seen = seen || (wr_str_eq(l[i].factor, WR_S("exceedance")) &&
                        has(l[i].value, "(15.14-15)/15") && has(l[i].evidence, "XS-2026-000001"));
    assert_true(seen);
    store_ok(ctx, file_clue(&w, 0, 2, "XS-2026-000002", &d));
    assert_true(has(dk_value(&d, "exceedance")->value, "\"ph\":\"10.4\""));
    assert_false(has(dk_value(&d, "exceedance")->why, "不能单独作为证据"));
    store_ok(ctx, file_clue(&w, 0, 3, "XS-2026-000003", &d)); /* not about a limit */
    assert_null(dk_value(&d, "exceedance"));
    store_ok(ctx, file_clue(&w, 0, 4, "XS-2026-000004", &d)); /* more digits than are exact */
    assert_null(dk_value(&d, "exceedance"));
}

static void a_clue_must_be_the_partys(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket d;

    add_clue((struct clue){&w, 1, "XS-2026-000009", "E1", "w01018", "20", "15", true});
    assert_int_equal(file_clue(&w, 0, 1, "XS-2026-000009", &d), WR_EINVALID);
    assert_true(ctx->err.faults->key == WR_K_penalty_clue);
    assert_int_equal(file_clue(&w, 0, 2, "XS-2026-999999", &d), WR_EINVALID);
    assert_true(wr_str_eq(ctx->err.faults->path, WR_S("source_ref")));
    struct wr_pen_new in = dk_filing(&w, ctx, 0, 3);
    in.source = WR_PEN_SRC_COMPLAINT;
    in.source_ref = WR_S("77");
    in.visit_id = 99;
    in.finding_id = 99;
    wr_err_reset(ctx);
    assert_int_equal(wr_penalty_svc_file(ctx, &in, &d), WR_EINVALID);
    assert_int_equal(ctx->err.n_faults, 3); /* all that is wrong, at once */
    in = dk_filing(&w, ctx, 0, 3);
    in.source = WR_PEN_SRC_COMPLAINT;
    in.source_ref = WR_S("12345-2026-000777"); /* of another register */
    wr_err_reset(ctx);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_null(dk_value(&d, "exceedance"));
}

/* ---- visits ------------------------------------------------------------------------------------------- */

struct ending {
    int64_t id, out_ms;
    const char *state, *decision, *source, *ref;
};

static int end_visit_tx(struct wr_tx *tx, void *arg)
{
    const struct ending *e = arg;

    return wr_exec(tx, &END_VISIT, NULL, WR_I(e->id), WR_T(wr_str(e->state)), WR_IDOPT(e->out_ms),
                   WR_T(wr_str(e->decision)), WR_T(wr_str(e->source)), WR_T(wr_str(e->ref)));
}

static struct wr_pen_docket file_visit(struct world *w, int64_t n, struct ending e)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_pen_docket d;
    struct wr_pen_new in = dk_filing(w, ctx, 0, n);

    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "t.visit", end_visit_tx, &e));
    in.table = WR_S("3.5.1");
    in.source = WR_PEN_SRC_VISIT;
    in.visit_id = e.id;
    world_as_officer(w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    return d;
}

static void a_visit_tells_of_cooperation_only_what_it_knows(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_visit v;
    int64_t out = world_day_ms("2026-06-10") + 50000000;

    store_ok(&s->ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    struct wr_pen_docket d =
        file_visit(&w, 1, (struct ending){v.id, 0, "in_progress", NULL, "plan", ""});
    assert_null(dk_value(&d, "coop")); /* it is not over */
    assert_true(wr_str_eq(dk_value(&d, "discovered_on")->value, WR_S("\"2026-06-10\"")));
    d = file_visit(&w, 2, (struct ending){v.id, out, "checked_out", NULL, "plan", ""});
    assert_true(wr_str_eq(dk_value(&d, "coop")->value, WR_S("\"yes\"")));
    d = file_visit(&w, 3, (struct ending){v.id, out, "refused", NULL, "plan", ""});
    assert_null(dk_value(&d, "coop")); /* a refusal may be a right */
    d = file_visit(&w, 4, (struct ending){v.id, out, "refused", "upheld", "plan", ""});
    assert_null(dk_value(&d, "coop"));
    d = file_visit(&w, 5, (struct ending){v.id, out, "refused", "unfounded", "plan", ""});
    assert_true(wr_str_eq(dk_value(&d, "coop")->value, WR_S("\"no\"")));
}

static void a_visit_made_for_a_clue_brings_its_value(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v;
    struct wr_pen_docket d;

    add_clue((struct clue){&w, 0, "XS-2026-000001", "E1", "w01018", "96.4", "50", true});
    store_ok(ctx, world_check_in(&w, 0, 1, 0, 1, &v));
    d = file_visit(&w, 1,
                   (struct ending){v.id, world_day_ms("2026-06-10"), "closed", NULL, "offsite_clue",
                                   "XS-2026-000001"});
    assert_null(dk_value(&d, "exceedance")); /* table 3.5.1 does not ask for it */
    struct wr_pen_new in = dk_filing(&w, ctx, 0, 2);
    in.source = WR_PEN_SRC_VISIT;
    in.visit_id = v.id;
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_true(has(dk_value(&d, "exceedance")->value, "\"measured\":\"96.4\""));
    assert_true(wr_str_eq(dk_value(&d, "discovered_on")->value, WR_S("\"2026-06-10\"")));
}

/* ---- earlier cases, the file ---------------------------------------------------------------------------- */

static void an_earlier_case_tells_of_the_place(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_docket first, d;

    dk_decided(&w, 0, 1, "2026-05-01", "60", &first);
    struct wr_pen_new in = dk_filing(&w, ctx, 0, 2);
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    const struct wr_pen_fact_row *area = dk_value(&d, "area");
    assert_true(area && wr_str_eq(area->value, WR_S("\"restricted\"")) &&
                wr_str_find(area->evidence, first.number) >= 0 && area->confirmed_ms == 0);
    assert_null(dk_value(&d, "flow")); /* that may be another today */
    assert_true(wr_str_find(dk_value(&d, "count2y")->why, first.number) >= 0);
    in = dk_filing(&w, ctx, 0, 3);
    in.table = WR_S("3.14"); /* its areas are others: "restricted" is none of them */
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_null(dk_value(&d, "area"));
    in = dk_filing(&w, ctx, 1, 4);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_null(dk_value(&d, "area"));
    dk_end(s);
}

#define LEVEL(option, zh, grade)                                                                   \
    "{\"option\":\"" option "\",\"zh\":\"" zh "\",\"grade\":" grade                                \
    ",\"citation\":\"试验\",\"tag\":\"proposal\"}"
static const char SIZES[] =
    "{\"head\":{\"id\":\"penalty/"
    "sizes\",\"kind\":\"penalty\",\"version\":\"1\",\"title_zh\":\"试\","
    "\"title_en\":\"t\",\"issuer\":\"试\",\"jurisdiction\":\"4101\",\"valid_from\":\"2022-01-01\","
    "\"status\":\"proposal\"},\"body\":{\"scheme\":\"sizes\",\"family\":\"sizes\",\"law\":"
    "\"penalty-"
    "law\",\"doc_no\":\"试\",\"window_years\":2,\"tables\":[{\"id\":\"1\",\"zh\":\"试\",\"method\":"
    "\"grade_formula\",\"violates\":\"试验\",\"liability\":\"试验\",\"columns\":[{\"citation\":"
    "\"试验\","
    "\"tag\":\"proposal\"}],\"factors\":[{\"key\":\"size\",\"zh\":\"规模\",\"primary\":true,"
    "\"levels\":[" LEVEL("micro", "微型", "1") "," LEVEL(
        "large", "大型",
        "5") "],\"citation\":\"试验\","
             "\"tag\":\"proposal\"},{\"key\":\"unit_class\",\"zh\":\"类别\",\"levels\":[" LEVEL(
                 "simplified", "简化",
                 "3") "," LEVEL("key", "重点",
                                "5") "],\"citation\":\"试验\",\"tag\":\"proposal\"}],"
                                     "\"citation\":\"试验\",\"tag\":\"proposal\"}]},"
                                     "\"examples\":[]}";

struct grades {
    struct world *w;
    int64_t scale, permit_class;
};

static int grade_tx(struct wr_tx *tx, void *arg)
{
    const struct grades *g = arg;
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(tx, g->w->enterprise[0], &e);

    e.scale = g->scale;
    e.permit_class = g->permit_class;
    return rc < 0 ? rc : wr_enterprise_change_in(tx, &e, WR_S("试验"));
}

static void the_file_tells_of_size_and_class(struct store *s)
{
    struct world w = dk_begin(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_pen_stored p;
    struct wr_pen_docket d;
    const struct wr_pen_draft_in draft = {.content = wr_str(SIZES), .note = WR_S("试验")};
    struct grades g = {&w, WR_SCALE_MICRO, WR_PERMIT_CLASS_KEY};

    dk_as_legal(ctx);
    store_ok(ctx, wr_penalty_svc_draft(ctx, &draft, &p));
    store_ok(ctx, wr_penalty_svc_pack_step(ctx, p.id, "submit", WR_S(""), &p));
    world_as(ctx, WR_ROLE_LEADER, 0);
    store_ok(ctx, wr_penalty_svc_pack_step(ctx, p.id, "publish", WR_S(""), &p));
    ctx->actor = (struct wr_actor){.system = true};
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "t.grade", grade_tx, &g));
    struct wr_pen_new in = dk_filing(&w, ctx, 0, 1);
    in.scheme = WR_S("sizes");
    in.table = WR_S("1");
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_true(wr_str_eq(dk_value(&d, "size")->value, WR_S("\"micro\"")));
    assert_true(wr_str_eq(dk_value(&d, "unit_class")->value, WR_S("\"key\"")));
    assert_true(has(dk_value(&d, "size")->why, "微型"));
    g.scale = WR_SCALE_SMALL; /* the table has no such level */
    g.permit_class = WR_PERMIT_CLASS_NONE;
    ctx->actor = (struct wr_actor){.system = true};
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "t.grade", grade_tx, &g));
    in.uid = WR_S("33333333-0000-4000-8000-000000000002");
    world_as_officer(&w, ctx, 0);
    store_ok(ctx, wr_penalty_svc_file(ctx, &in, &d));
    assert_null(dk_value(&d, "size"));
    assert_null(dk_value(&d, "unit_class"));
    dk_end(s);
}

int main(void)
{
    struct store_test tests[] = {
        {.name = "a clue gives value and limit, unrounded",
         .run = a_clue_gives_value_and_limit_unrounded},
        {.name = "a clue must be the party's", .run = a_clue_must_be_the_partys},
        {.name = "a visit tells of cooperation only what it knows",
         .run = a_visit_tells_of_cooperation_only_what_it_knows},
        {.name = "a visit made for a clue brings its value",
         .run = a_visit_made_for_a_clue_brings_its_value},
        {.name = "an earlier case tells of the place", .run = an_earlier_case_tells_of_the_place},
        {.name = "the file tells of size and class", .run = the_file_tells_of_size_and_class},
    };

    return world_run("penalty origin", tests, WR_ARRAY_LEN(tests));
}
