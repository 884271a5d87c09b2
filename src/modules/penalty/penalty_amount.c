/* From levels to an amount: sums of weights, bands, grades; then range, adjustments and rounding. */
#include "modules/penalty/penalty_rules.h"

static struct wr_str document(const struct wr_pen_pack *p)
{
    return p->doc_no.n > 0 ? p->doc_no : p->pack->title_zh;
}

/** A fault that names table, factor, value and document. */
static int fail_factor(struct wr_pen_judge *j, const struct wr_pen_factor *f, enum wr_key key,
                       struct wr_str value)
{
    wr_fault_at(j->ctx, wr_arena_printf(j->ctx->arena, "factors." WR_FMT, WR_ARG(f->key)), key,
                value, (const struct wr_str[4]){j->table->id, f->zh, value, document(j->c->pack)});
    return wr_faults_end(j->ctx);
}

/* ---- levels ---------------------------------------------------------------------------------------------- */

static bool fits(const struct wr_pen_level *l, int fact, const struct wr_pen_value *vals)
{
    for (size_t i = 0; i < l->any.n; i++)
        if (l->any.p[i].fact == fact && wr_pen_cond_truth(&l->any.p[i], vals) == WR_PEN_YES)
            return true;
    return false;
}

static bool in_gap(const struct wr_pen_factor *f, int fact, const struct wr_pen_value *vals)
{
    for (size_t i = 0; i < f->gap.n; i++)
        if (f->gap.p[i].fact == fact && wr_pen_cond_truth(&f->gap.p[i], vals) == WR_PEN_YES)
            return true;
    return false;
}

static int64_t weight_of(const struct wr_pen_level *l)
{
    return l->has_bp ? l->bp : l->has_grade ? l->grade : 0;
}

/** Level of one input. @return index, -1 in a declared gap, -2 with an error recorded */
static int level_of_input(struct wr_pen_judge *j, const struct wr_pen_factor *f, int fact)
{
    const struct wr_pen_value *vals = j->c->vals;
    const struct wr_pen_level *l = f->levels.p;
    int found = -1;

    if (vals[fact].type == WR_PEN_NUMBER && f->integer && vals[fact].num.n % vals[fact].num.d != 0)
        return fail_factor(j, f, WR_K_penalty_whole, vals[fact].text) < 0 ? -2 : -2;
    for (size_t i = 0; i < f->levels.n; i++) {
        if (!fits(&l[i], fact, vals))
            continue;
        if (found >= 0) {
            (void)fail_factor(j, f, WR_K_penalty_two_levels, vals[fact].text);
            return -2;
        }
        found = (int)i;
    }
    if (found < 0 && !in_gap(f, fact, vals)) {
        (void)fail_factor(j, f, WR_K_penalty_no_level, vals[fact].text);
        return -2;
    }
    return found;
}

const struct wr_pen_level *wr_pen_find_level(struct wr_pen_judge *j, const struct wr_pen_factor *f,
                                             enum wr_pen_note *ret_note, int *ret_fact)
{
    const struct wr_pen_level *l = f->levels.p;
    int best = -1, known = 0;

    *ret_note = WR_PEN_NOTE_NONE;
    *ret_fact = f->fact;
    for (size_t i = 0; i < f->inputs_n; i++) {
        int fact = f->inputs[i];
        if (j->c->vals[fact].type == 0)
            continue;
        int at = level_of_input(j, f, fact);
        if (at == -2)
            return NULL;
        known++;
        if (at >= 0 && (best < 0 || weight_of(&l[at]) > weight_of(&l[best]))) {
            best = at;
            *ret_fact = fact;
        } else if (best < 0) {
            *ret_fact = fact;
        }
    }
    if (known > 1 || (best >= 0 && j->c->vals[*ret_fact].heavier))
        *ret_note = WR_PEN_NOTE_HEAVIER;
    if (best < 0)
        *ret_note = known > 0 ? WR_PEN_NOTE_GAP : WR_PEN_NOTE_LOWEST;
    return &l[best < 0 ? (int)f->lowest : best];
}

static const struct wr_pen_level *take_level(struct wr_pen_judge *j, const struct wr_pen_factor *f,
                                             struct wr_pen_step **ret_step)
{
    enum wr_pen_note note;
    int fact;
    const struct wr_pen_level *l = wr_pen_find_level(j, f, &note, &fact);

    if (!l)
        return NULL;
    struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_FACTOR);
    s->factor = f;
    s->level = l;
    s->note = note;
    if (j->c->vals[fact].type != 0)
        s->value = &j->c->vals[fact];
    *ret_step = s;
    return l;
}

/* ---- statutory range ---------------------------------------------------------------------------------------- */

static int range(struct wr_pen_judge *j, int64_t *ret_base)
{
    const struct wr_pen_column *k = j->column;
    struct wr_pen_money *m = &j->money;
    int64_t base = k->base_fen;

    if (k->amount_fact >= 0) {
        const struct wr_pen_value *v = &j->c->vals[k->amount_fact];
        struct wr_str name = wr_pen_fact_name(j->c->pack, k->amount_fact);
        if (v->type != WR_PEN_NUMBER || v->num.d != 1 || v->num.n < 0 ||
            v->num.n > INT64_C(10000000000000)) {
            wr_fault_at(j->ctx, wr_arena_printf(j->ctx->arena, "facts." WR_FMT, WR_ARG(name)),
                        WR_K_penalty_amount, v->text,
                        (const struct wr_str[4]){j->table->id,
                                                 wr_pen_fact_zh(j->c->pack, k->amount_fact), name,
                                                 document(j->c->pack)});
            return wr_faults_end(j->ctx);
        }
        base = v->num.n;
    }
    *ret_base = base;
    m->amount = 0;
    m->min = k->has_min_fen ? (wr_pen_wide)k->min_fen * WR_PEN_SCALE : 0;
    m->max = k->has_max_fen ? (wr_pen_wide)k->max_fen * WR_PEN_SCALE : -1;
    if (k->has_min_bp)
        m->min = (wr_pen_wide)base * k->min_bp * (WR_PEN_SCALE / 10000);
    if (k->has_max_bp)
        m->max = (wr_pen_wide)base * k->max_bp * (WR_PEN_SCALE / 10000);
    return 0;
}

/* ---- sums of weights ------------------------------------------------------------------------------------------ */

static void bound_sum(struct wr_pen_judge *j)
{
    const struct wr_pen_column *k = j->column;
    int64_t cap = k->has_cap_bp ? k->cap_bp : 10000;
    int64_t to = k->has_floor_bp && j->bp < k->floor_bp ? k->floor_bp : j->bp;

    to = to > cap ? cap : to;
    if (to == j->bp)
        return;
    struct wr_pen_step *s = wr_pen_push(j, to > j->bp ? WR_PEN_S_FLOOR : WR_PEN_S_CAP);
    s->from_bp = j->bp;
    s->bp = to;
    j->bp = to;
}

static int weight_sum(struct wr_pen_judge *j)
{
    const struct wr_pen_column *k = j->column;
    const struct wr_pen_factor *f = j->table->factors.p;
    struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_START);
    int64_t base, sum = k->start_bp;

    s->bp = s->from_bp = sum;
    for (size_t i = 0; i < j->table->factors.n; i++) {
        const struct wr_pen_level *l = take_level(j, &f[i], &s);
        if (!l)
            return WR_EINVALID;
        sum += l->bp;
        s->bp = l->bp;
        s->from_bp = sum;
    }
    s = wr_pen_push(j, WR_PEN_S_SUM);
    s->bp = j->raw_bp = j->bp = sum;
    bound_sum(j);
    int rc = range(j, &base);
    if (rc < 0)
        return rc;
    int64_t ratio = k->amount_fact >= 0 ? k->ratio_bp : 10000;
    j->money.amount = (wr_pen_wide)base * ratio * j->bp * (WR_PEN_SCALE / 100000000);
    s = wr_pen_push(j, WR_PEN_S_AMOUNT);
    s->from_fen = base;
    s->from_bp = ratio;
    s->bp = j->bp;
    s->fen = (int64_t)(j->money.amount / WR_PEN_SCALE);
    return 0;
}

/* ---- bands ------------------------------------------------------------------------------------------------------ */

static bool row_fits(const struct wr_pen_row *r, const int8_t *levels, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (r->level[i] >= 0 && r->level[i] != levels[i])
            return false;
    return true;
}

/** Place within the band: lighter, ordinary or heavier (art. 12). */
static wr_pen_wide band_amount(struct wr_pen_judge *j, const struct wr_pen_row *r, int64_t *ret_bp)
{
    const struct wr_pen_band_rule *b = &j->c->pack->band_rule;
    bool lighter = j->r->lighter_n > 0 || wr_pen_is_true(j->c, WR_PEN_F_LIGHTER);
    bool heavier = !lighter && wr_pen_is_true(j->c, WR_PEN_F_HEAVIER);
    wr_pen_wide lo = (wr_pen_wide)r->lo_fen * WR_PEN_SCALE,
                hi = (wr_pen_wide)r->hi_fen * WR_PEN_SCALE;

    j->in_band = true;
    if (!r->has_hi_fen) {
        int64_t x = heavier ? b->min_only_heavier_x : lighter ? 1 : b->min_only_ordinary_x;
        *ret_bp = x * 10000;
        return lo * x;
    }
    if (!r->has_lo_fen) {
        *ret_bp = lighter ? b->max_only_lighter_bp : b->max_only_ordinary_bp;
        if (heavier)
            *ret_bp = 10000;
        return hi / 10000 * *ret_bp;
    }
    *ret_bp = lighter ? b->lighter_bp : heavier ? b->heavier_bp : b->ordinary_bp;
    return lo + (hi - lo) / 10000 * *ret_bp;
}

/** The one row that fits the levels. @return NULL with an error recorded */
static const struct wr_pen_row *find_row(struct wr_pen_judge *j, const int8_t *levels)
{
    const struct wr_pen_factor *f = j->table->factors.p;
    const struct wr_pen_row *rows = j->table->rows.p, *found = NULL;
    size_t n = 0;

    for (size_t i = 0; i < j->table->rows.n; i++) {
        if (!row_fits(&rows[i], levels, j->table->factors.n))
            continue;
        found = &rows[i];
        n++;
    }
    if (n == 1)
        return found;
    const struct wr_pen_level *l = f[0].levels.p;
    (void)fail_factor(j, &f[0], n == 0 ? WR_K_penalty_no_level : WR_K_penalty_two_levels,
                      l[levels[0]].zh);
    return NULL;
}

static int band(struct wr_pen_judge *j)
{
    const struct wr_pen_factor *f = j->table->factors.p;
    int8_t levels[WR_PEN_FACTORS_MAX] = {0};
    struct wr_pen_step *s;
    int64_t base, bp;

    for (size_t i = 0; i < j->table->factors.n; i++) {
        const struct wr_pen_level *l = take_level(j, &f[i], &s);
        if (!l)
            return WR_EINVALID;
        levels[i] = (int8_t)(l - (const struct wr_pen_level *)f[i].levels.p);
    }
    j->row = find_row(j, levels);
    int rc = j->row ? range(j, &base) : WR_EINVALID;
    if (rc < 0)
        return rc;
    j->money.amount = band_amount(j, j->row, &bp);
    s = wr_pen_push(j, WR_PEN_S_BAND);
    s->row = j->row;
    s->bp = bp;
    s->from_fen = j->row->lo_fen;
    s->fen = (int64_t)(j->money.amount / WR_PEN_SCALE);
    return 0;
}

/* ---- grades ------------------------------------------------------------------------------------------------------ */

static int formula(struct wr_pen_judge *j, const struct wr_pen_expr_values *v)
{
    const struct wr_pen_formula *f = &j->c->pack->formula;
    wr_pen_wide n, d;

    if (!wr_pen_expr_eval(&f->expr, v, &n, &d) || n < 0 || d > WR_PEN_SCALE * 10000 ||
        n / d > (wr_pen_wide)1000000000000000)
        return wr_fail(j->ctx, WR_K_penalty_formula, f->text, j->table->id);
    j->money.amount = n / d * WR_PEN_SCALE + n % d * WR_PEN_SCALE / d;
    struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_FORMULA);
    s->text = f->text;
    s->grade = v->a;
    s->fen = (int64_t)(j->money.amount / WR_PEN_SCALE);
    return 0;
}

/** The highest grade among primary factors leads, all others are B (11.5). */
static int collect_grades(struct wr_pen_judge *j, struct wr_pen_expr_values *v)
{
    const struct wr_pen_factor *f = j->table->factors.p;
    int64_t grades[WR_PEN_FACTORS_MAX] = {0};
    struct wr_pen_step *s;
    int lead = -1;

    for (size_t i = 0; i < j->table->factors.n; i++) {
        const struct wr_pen_level *l = take_level(j, &f[i], &s);
        if (!l)
            return WR_EINVALID;
        grades[i] = s->grade = l->grade;
        if (lead < 0 || (f[i].primary && !f[lead].primary) ||
            (f[i].primary == f[lead].primary && grades[i] > grades[lead]))
            lead = (int)i;
    }
    if (lead < 0)
        return WR_EINVALID;
    for (size_t i = 0; i < j->table->factors.n; i++)
        if ((int)i != lead)
            v->b[v->b_n++] = grades[i];
    v->a = grades[lead];
    s = wr_pen_push(j, WR_PEN_S_GRADE);
    s->factor = &f[lead];
    s->grade = v->a;
    return 0;
}

static int grade(struct wr_pen_judge *j)
{
    const struct wr_pen_pack *p = j->c->pack;
    struct wr_pen_expr_values v = {0};
    int64_t base;
    int rc = collect_grades(j, &v);

    if (rc < 0)
        return rc;
    if (p->has_formula && !p->formula.confirmed && j->r->must_n == 0)
        return wr_fail(j->ctx, WR_K_penalty_formula_unconfirmed, p->pack->id, j->table->id);
    if (!p->has_formula || !p->formula.confirmed) {
        j->no_amount = true;
        wr_pen_push(j, WR_PEN_S_WARNING)->note = WR_PEN_NOTE_PERSON;
        return 0;
    }
    rc = range(j, &base);
    if (rc < 0)
        return rc;
    v.n_fen = (int64_t)(j->money.min / WR_PEN_SCALE);
    v.m_fen = (int64_t)((j->money.max < 0 ? 0 : j->money.max) / WR_PEN_SCALE);
    return formula(j, &v);
}

int wr_pen_amount(struct wr_pen_judge *j)
{
    switch ((enum wr_pen_method)j->table->method) {
    case WR_PEN_WEIGHT_SUM:
        return weight_sum(j);
    case WR_PEN_BAND:
        return band(j);
    case WR_PEN_GRADE:
        break;
    }
    return grade(j);
}

/* ---- range, adjustments, rounding -------------------------------------------------------------------------------- */

static void clamp(struct wr_pen_judge *j, bool to_min)
{
    struct wr_pen_money *m = &j->money;
    wr_pen_wide to = m->amount;

    if (to_min && to < m->min)
        to = m->min;
    if (m->max >= 0 && to > m->max)
        to = m->max;
    if (to == m->amount)
        return;
    struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_CLAMP);
    s->note = to > m->amount ? WR_PEN_NOTE_TO_MIN : WR_PEN_NOTE_TO_MAX;
    s->from_fen = (int64_t)(m->amount / WR_PEN_SCALE);
    s->fen = (int64_t)(to / WR_PEN_SCALE);
    m->amount = to;
}

/** Multiply by (10,000 + bp) / 10,000. */
static void adjust(struct wr_pen_judge *j, int64_t bp, enum wr_pen_note note,
                   const struct wr_pen_clause *clause)
{
    struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_ADJUST);

    s->note = note;
    s->clause = clause;
    s->bp = bp;
    s->from_fen = (int64_t)(j->money.amount / WR_PEN_SCALE);
    j->money.amount = j->money.amount / 10000 * (10000 + bp);
    s->fen = (int64_t)(j->money.amount / WR_PEN_SCALE);
}

static void apology(struct wr_pen_judge *j)
{
    const struct wr_pen_apology *a = &j->c->pack->apology;
    const struct wr_pen_value *v = &j->c->vals[WR_PEN_F_APOLOGY_CUT_BP];
    int64_t cut = v->type == WR_PEN_NUMBER ? v->num.n / v->num.d : a->least_bp;

    if (!j->c->pack->has_apology || !wr_pen_is_true(j->c, WR_PEN_F_APOLOGY) ||
        wr_pen_is_true(j->c, WR_PEN_F_APOLOGY_EXCLUDED))
        return;
    cut = cut < a->least_bp ? a->least_bp : cut > a->most_bp ? a->most_bp : cut;
    adjust(j, -cut, WR_PEN_NOTE_APOLOGY, NULL);
}

static const struct wr_pen_adjust *adjust_rule(const struct wr_pen_case *c)
{
    if (c->pack->has_adjust)
        return &c->pack->adjust;
    return c->law && c->law->has_adjust ? &c->law->adjust : NULL;
}

static void lighter_or_heavier(struct wr_pen_judge *j)
{
    const struct wr_pen_adjust *a = adjust_rule(j->c);
    const struct wr_pen_result *r = j->r;

    if (!a || j->in_band)
        return;
    if (r->lighter_n > 0 || wr_pen_is_true(j->c, WR_PEN_F_LIGHTER))
        adjust(j, -a->lighter_cut_bp, WR_PEN_NOTE_NONE, r->lighter_n > 0 ? r->lighter[0] : NULL);
    else if (wr_pen_is_true(j->c, WR_PEN_F_HEAVIER))
        adjust(j, a->heavier_add_bp, WR_PEN_NOTE_NONE, NULL);
}

/** Mitigation goes below the minimum, but only on a recorded ground and never above what was computed. */
static int mitigate(struct wr_pen_judge *j)
{
    const struct wr_pen_value *v = &j->c->vals[WR_PEN_F_MITIGATED_FINE_FEN];

    if (j->r->lighter_n == 0)
        return wr_fail(j->ctx, WR_K_penalty_no_ground, j->table->id);
    if (v->type == WR_PEN_NUMBER) {
        wr_pen_wide to = (wr_pen_wide)v->num.n * WR_PEN_SCALE / v->num.d;
        if (to < 0 || to > j->money.amount)
            return wr_fail(j->ctx, WR_K_penalty_mitigated_fine, v->text);
        struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_ADJUST);
        s->note = WR_PEN_NOTE_UNDER_MIN;
        s->clause = j->r->lighter[0];
        s->value = v;
        s->from_fen = (int64_t)(j->money.amount / WR_PEN_SCALE);
        j->money.amount = to;
        s->fen = (int64_t)(to / WR_PEN_SCALE);
    } else {
        struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_WARNING);
        s->note = WR_PEN_NOTE_UNDER_MIN;
        s->clause = j->r->lighter[0];
    }
    return 0;
}

/** Half up to the unit, but never out of the range; where no whole unit lies in it, to the fen. */
static int64_t round_off(struct wr_pen_judge *j, bool keep_min)
{
    const struct wr_pen_pack *p = j->c->pack;
    wr_pen_wide unit = (wr_pen_wide)(p->has_rounding ? p->rounding.unit_fen : 100) * WR_PEN_SCALE;
    const struct wr_pen_money *m = &j->money;
    wr_pen_wide least = (m->min + unit - 1) / unit * unit;

    if (keep_min && m->max >= 0 && least > m->max) {
        unit = WR_PEN_SCALE;
        least = (m->min + unit - 1) / unit * unit;
    }
    wr_pen_wide to = (m->amount + unit / 2) / unit * unit;
    if (keep_min && to < m->min)
        to = least;
    if (m->max >= 0 && to > m->max)
        to = m->max / unit * unit;
    if (to == m->amount)
        return (int64_t)(to / WR_PEN_SCALE);
    struct wr_pen_step *s = wr_pen_push(j, WR_PEN_S_ROUND);
    s->from_fen = (int64_t)(m->amount / WR_PEN_SCALE);
    s->fen = (int64_t)(to / WR_PEN_SCALE);
    j->money.amount = to;
    return s->fen;
}

static void warn_near(struct wr_pen_judge *j)
{
    const struct wr_pen_adjust *a = adjust_rule(j->c);
    const struct wr_pen_money *m = &j->money;

    if (!a || m->max <= m->min || j->row)
        return;
    wr_pen_wide near = (m->max - m->min) / 10000 * a->near_bp;
    if (m->amount <= m->min + near)
        wr_pen_push(j, WR_PEN_S_WARNING)->note = WR_PEN_NOTE_NEAR_MIN;
    else if (m->amount >= m->max - near)
        wr_pen_push(j, WR_PEN_S_WARNING)->note = WR_PEN_NOTE_NEAR_MAX;
}

int wr_pen_settle(struct wr_pen_judge *j, int64_t *ret_fen)
{
    bool mitigated = wr_pen_is_true(j->c, WR_PEN_F_MITIGATED);

    bool stated = mitigated && j->c->vals[WR_PEN_F_MITIGATED_FINE_FEN].type == WR_PEN_NUMBER;

    if (!stated) { /* a person's figure stands for all of them */
        apology(j);
        lighter_or_heavier(j);
    }
    int rc = mitigated ? mitigate(j) : 0;
    if (rc < 0)
        return rc;
    clamp(j, !mitigated);
    *ret_fen = round_off(j, !mitigated);
    warn_near(j);
    return 0;
}
