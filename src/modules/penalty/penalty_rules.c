#include "modules/penalty/penalty_rules.h"

#include "base/calendar.h"

struct wr_pen_step *wr_pen_push(struct wr_pen_judge *j, enum wr_pen_step_kind kind)
{
    static _Thread_local struct wr_pen_step
        spare; /* more than fit are counted nowhere, but harmless */
    struct wr_pen_step *s =
        j->r->steps_n < WR_PEN_STEPS_MAX ? &j->r->steps[j->r->steps_n++] : &spare;

    *s = (struct wr_pen_step){.kind = kind, .table = j->table, .column = j->column};
    return s;
}

bool wr_pen_is_true(const struct wr_pen_case *c, enum wr_pen_fact f)
{
    return c->vals[f].type == WR_PEN_BOOL && c->vals[f].b;
}

/* ---- facts that follow from others ----------------------------------------------------------------- */

static void set_default(struct wr_pen_value *v, struct wr_pen_value value)
{
    if (v->type == 0)
        *v = value;
}

static void derive_first(struct wr_pen_case *c)
{
    static const enum wr_pen_fact counts[] = {WR_PEN_F_EARLIER_EVER, WR_PEN_F_EARLIER_1Y,
                                              WR_PEN_F_EARLIER_YEAR};
    const struct wr_pen_value none = {.type = WR_PEN_NUMBER, .num = {0, 1}, .text = WR_S("0")};
    struct wr_pen_value *first = &c->vals[WR_PEN_F_FIRST];
    const struct wr_pen_value *ever = &c->vals[WR_PEN_F_EARLIER_EVER];

    if (ever->type != 0)
        set_default(first, (struct wr_pen_value){.type = WR_PEN_BOOL, .b = ever->num.n == 0});
    for (size_t i = 0; i < WR_ARRAY_LEN(counts) && first->type != 0 && first->b; i++)
        set_default(&c->vals[counts[i]], none);
}

/** "Only pH" when pH is what was given and nothing else that exceeds. */
static void derive_only(struct wr_pen_case *c)
{
    const struct wr_pen_value *v = c->vals;
    bool ph = v[WR_PEN_F_PH].type != 0, colour = v[WR_PEN_F_COLOUR].type != 0;
    bool other = v[WR_PEN_F_MULTIPLE].type != 0 || v[WR_PEN_F_OVER_PCT].type != 0;

    if (!ph && !colour && !other)
        return;
    struct wr_str word = WR_S("no");
    if (!other && ph != colour)
        word = ph ? WR_S("ph") : WR_S("colour");
    set_default(&c->vals[WR_PEN_F_ONLY],
                (struct wr_pen_value){.type = WR_PEN_WORD, .word = word, .text = word});
}

/** Last day on which the act can still be punished if discovered; source: L36. */
static int32_t last_day(const struct wr_pen_case *c)
{
    const struct wr_pen_value *ended = &c->vals[WR_PEN_F_ACT_ENDED_ON];
    int32_t end = ended->type == WR_PEN_DAY ? ended->day : c->act_day;
    const struct wr_pen_limitation *l = &c->law->limitation;
    int64_t years = wr_pen_is_true(c, WR_PEN_F_GRAVE_HARM) ? l->grave_years : l->years;

    return wr_date_to_days(wr_date_add_months(wr_date_from_days(end), (int32_t)years * 12));
}

void wr_pen_derive(struct wr_pen_case *c)
{
    struct wr_pen_value *barred = &c->vals[WR_PEN_F_TIME_BARRED];
    const struct wr_pen_value *found = &c->vals[WR_PEN_F_DISCOVERED_ON];

    derive_first(c);
    derive_only(c);
    *barred = (struct wr_pen_value){0};
    if (!c->law || !c->law->has_limitation || found->type != WR_PEN_DAY)
        return;
    *barred = (struct wr_pen_value){.type = WR_PEN_BOOL,
                                    .b = !wr_pen_is_true(c, WR_PEN_F_CONTINUING) &&
                                         found->day > last_day(c)};
}

/* ---- clauses ------------------------------------------------------------------------------------------ */

static enum wr_pen_truth all_of(const struct wr_pen_conds *conds, const struct wr_pen_value *vals)
{
    enum wr_pen_truth t = WR_PEN_YES;

    for (size_t i = 0; i < conds->n; i++) {
        enum wr_pen_truth one = wr_pen_cond_truth(&conds->p[i], vals);
        if (one == WR_PEN_NO)
            return WR_PEN_NO;
        t = one == WR_PEN_UNKNOWN ? WR_PEN_UNKNOWN : t;
    }
    return t;
}

static enum wr_pen_truth clause_truth(const struct wr_pen_clause *k,
                                      const struct wr_pen_value *vals)
{
    enum wr_pen_truth t = WR_PEN_NO;

    for (size_t i = 0; i < k->never.n; i++)
        if (wr_pen_cond_truth(&k->never.p[i], vals) == WR_PEN_YES)
            return WR_PEN_NO;
    for (size_t i = 0; i < k->when.n; i++) {
        enum wr_pen_truth one = all_of(&k->any[i], vals);
        if (one == WR_PEN_YES)
            return WR_PEN_YES;
        t = one == WR_PEN_UNKNOWN ? WR_PEN_UNKNOWN : t;
    }
    return t;
}

bool wr_pen_concerns(const struct wr_pen_case *c, const struct wr_pen_clause *k)
{
    const struct wr_str *tables = k->tables.p;

    if (k->off)
        return false;
    if (k == c->item || (!k->listed && k->tables.n == 0))
        return true;
    for (size_t i = 0; i < k->tables.n; i++)
        for (size_t t = 0; t < c->tables_n; t++)
            if (wr_str_eq(tables[i], c->tables[t]->id))
                return true;
    return false;
}

static void hit(const struct wr_pen_clause **list, size_t *n, const struct wr_pen_clause *k)
{
    if (*n < WR_PEN_HITS_MAX)
        list[(*n)++] = k;
}

static void look_at_clauses(struct wr_pen_judge *j, const struct wr_pen_pack *p)
{
    const struct wr_pen_clause *k = p->clauses.p;
    struct wr_pen_result *r = j->r;

    for (size_t i = 0; i < p->clauses.n; i++) {
        if (!wr_pen_concerns(j->c, &k[i]))
            continue;
        enum wr_pen_truth t = clause_truth(&k[i], j->c->vals);
        struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_CLAUSE);
        s->clause = &k[i];
        s->met = t;
        if (t != WR_PEN_YES)
            continue;
        if (k[i].effect == WR_PEN_E_LIGHTER)
            hit(r->lighter, &r->lighter_n, &k[i]);
        else if (k[i].strength == WR_PEN_MUST)
            hit(r->must, &r->must_n, &k[i]);
        else
            hit(r->may, &r->may_n, &k[i]);
    }
}

static void look_at_limitation(struct wr_pen_judge *j)
{
    const struct wr_pen_value *barred = &j->c->vals[WR_PEN_F_TIME_BARRED];

    if (!j->c->law || !j->c->law->has_limitation)
        return;
    struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_LIMITATION);
    s->value = &j->c->vals[WR_PEN_F_DISCOVERED_ON];
    s->met = barred->type == 0 ? WR_PEN_UNKNOWN : barred->b ? WR_PEN_YES : WR_PEN_NO;
    s->note = barred->type == 0 ? WR_PEN_NOTE_NO_DISCOVERY : WR_PEN_NOTE_NONE;
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

static enum wr_pen_outcome outcome_of(const struct wr_pen_judge *j)
{
    const struct wr_pen_result *r = j->r;

    if (r->must_n > 0)
        return WR_PEN_NO_PENALTY_MUST;
    if (r->may_n > 0)
        return WR_PEN_NO_PENALTY_MAY;
    if (r->if_punished_fen < 0 && r->table)
        return WR_PEN_GRADES_ONLY;
    if (wr_pen_is_true(j->c, WR_PEN_F_MITIGATED))
        return WR_PEN_MITIGATED;
    if (r->lighter_n > 0 || wr_pen_is_true(j->c, WR_PEN_F_LIGHTER))
        return WR_PEN_LIGHTER;
    if (j->c->pack->has_apology && wr_pen_is_true(j->c, WR_PEN_F_APOLOGY) &&
        !wr_pen_is_true(j->c, WR_PEN_F_APOLOGY_EXCLUDED))
        return WR_PEN_LIGHTER;
    return wr_pen_is_true(j->c, WR_PEN_F_HEAVIER) ? WR_PEN_HEAVIER : WR_PEN_ORDINARY;
}

static int64_t whole_fen(wr_pen_wide money, bool up)
{
    return (int64_t)((money + (up ? WR_PEN_SCALE - 1 : 0)) / WR_PEN_SCALE);
}

/** Keep the table's figures if its fine is the highest so far (L29). */
static void keep_higher(struct wr_pen_judge *j, int64_t fen)
{
    struct wr_pen_result *r = j->r;

    if (r->table && fen <= r->if_punished_fen)
        return;
    r->table = j->table;
    r->column = j->column;
    r->if_punished_fen = fen;
    r->raw_bp = j->raw_bp;
    r->bp = j->bp;
    r->min_fen = j->no_amount ? -1 : whole_fen(j->money.min, true);
    r->max_fen = j->no_amount || j->money.max < 0 ? -1 : whole_fen(j->money.max, false);
    r->lo_fen = j->row && j->row->has_lo_fen ? j->row->lo_fen : r->min_fen;
    r->hi_fen = j->row && j->row->has_hi_fen ? j->row->hi_fen : r->max_fen;
    r->clamped = false;
    for (size_t i = r->steps_n; i > 0 && r->steps[i - 1].table == j->table; i--)
        r->clamped = r->clamped || r->steps[i - 1].kind == WR_PEN_S_CLAMP;
}

static int judge_table(struct wr_pen_judge *j, size_t i)
{
    int64_t fen = -1;

    j->table = j->c->tables[i];
    j->column = j->c->columns[i];
    j->in_band = false;
    j->no_amount = false;
    j->raw_bp = j->bp = -1;
    j->row = NULL;
    int rc = wr_pen_amount(j);
    if (rc == 0 && !j->no_amount)
        rc = wr_pen_settle(j, &fen);
    if (rc == 0)
        keep_higher(j, fen);
    return rc;
}

static void conclude(struct wr_pen_judge *j)
{
    struct wr_pen_result *r = j->r;

    j->table = r->table;
    j->column = r->column;
    if (j->c->tables_n > 1) {
        struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_CHOOSE);
        s->fen = r->if_punished_fen;
    }
    r->outcome = outcome_of(j);
    bool spared = r->outcome == WR_PEN_NO_PENALTY_MUST || r->outcome == WR_PEN_NO_PENALTY_MAY;
    r->fine_fen = spared ? 0 : r->if_punished_fen;
    if (wr_pen_is_true(j->c, WR_PEN_F_HEAVIER) && r->lighter_n > 0)
        wr_pen_push(j, WR_PEN_S_WARNING)->note = WR_PEN_NOTE_BOTH_WAYS;
    struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_RESULT);
    s->fen = r->fine_fen;
    s->from_fen = r->if_punished_fen;
}

int wr_pen_judge(struct wr_ctx *ctx, const struct wr_pen_case *c, struct wr_pen_result *ret)
{
    struct wr_pen_judge j = {.ctx = ctx, .c = c, .r = ret};
    int rc = 0;

    ret->steps_n = ret->must_n = ret->may_n = ret->lighter_n = 0;
    ret->table = NULL;
    ret->column = NULL;
    ret->raw_bp = ret->bp = ret->if_punished_fen = -1;
    ret->min_fen = ret->max_fen = ret->lo_fen = ret->hi_fen = -1;
    ret->clamped = false;
    look_at_limitation(&j);
    look_at_clauses(&j, c->pack);
    if (c->law && c->law != c->pack)
        look_at_clauses(&j, c->law);
    for (size_t i = 0; rc == 0 && i < c->tables_n; i++)
        rc = judge_table(&j, i);
    if (rc == 0)
        conclude(&j);
    return rc;
}

/* ---- by the day ----------------------------------------------------------------------------------------- */

int64_t wr_pen_day_fine(int32_t served_day, int32_t recheck_day, int64_t recheck_days)
{
    int64_t days = (int64_t)recheck_day - served_day;

    return days > 0 && days <= recheck_days ? days : 0;
}

int64_t wr_pen_late_fee(int64_t fine_fen, int64_t days, int64_t day_bp, int64_t most_bp)
{
    wr_pen_wide bp = (wr_pen_wide)(days > 0 ? days : 0) * day_bp;

    return (int64_t)((wr_pen_wide)fine_fen * (bp < most_bp ? bp : most_bp) / 10000);
}
