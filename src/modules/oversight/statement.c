/* Rows in, statement out. No SQL, no clock: what anybody can do with the open rows. */
#include "modules/oversight/statement.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>

#define SUM_BYTES_MAX ((size_t)256 << 20)
#define TALLY_SLOTS_MIN 256

/* ---- one counter per enterprise or mission ------------------------------------------------------ */

struct slot {
    struct wr_str key;
    int64_t month_n, year_n, counted_n, cap;
    bool has_cap, done;
};
/** Open addressing; at most half full. */
struct wr_tally {
    struct slot *slots;
    size_t n, size;
};

static uint64_t hash_of(struct wr_str s)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
    return h;
}

static struct slot *place(struct slot *slots, size_t size, struct wr_str key)
{
    size_t i = (size_t)hash_of(key) & (size - 1);
    while (slots[i].key.p != NULL && !wr_str_eq(slots[i].key, key))
        i = (i + 1) & (size - 1);
    return &slots[i];
}

static bool grow(struct wr_arena *a, struct wr_tally *t)
{
    size_t size = t->size == 0 ? TALLY_SLOTS_MIN : t->size * 2;
    struct slot *slots = wr_arena_array(a, size, sizeof(*slots));
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < t->size; i++) {
        if (t->slots[i].key.p != NULL)
            *place(slots, size, t->slots[i].key) = t->slots[i];
    }
    t->slots = slots;
    t->size = size;
    return true;
}

/** The counter of a key, made if there is none; NULL when the memory is used up. */
static struct slot *tally(struct wr_arena *a, struct wr_tally *t, struct wr_str key)
{
    if ((t->n + 1) * 2 > t->size && !grow(a, t))
        return NULL;
    struct slot *s = place(t->slots, t->size, key);
    if (s->key.p == NULL) {
        s->key = wr_arena_dup(a, key);
        t->n += s->key.p != NULL;
    }
    return s->key.p != NULL ? s : NULL;
}

/* ---- month and period --------------------------------------------------------------------------- */

bool wr_statement_month(struct wr_str text, struct wr_date *ret_first, struct wr_date *ret_last)
{
    char day[WR_DATE_TEXT];
    if (text.n != WR_STATEMENT_MONTH)
        return false;
    memcpy(day, text.p, WR_STATEMENT_MONTH);
    memcpy(day + WR_STATEMENT_MONTH, "-01", 4);
    if (!wr_date_parse(wr_str(day), ret_first))
        return false;
    struct wr_date next = wr_date_add_months(*ret_first, 1);
    *ret_last = wr_date_from_days(wr_date_to_days(next) - 1);
    return true;
}

void wr_statement_begin(struct wr_statement_sum *sum, struct wr_str month, struct wr_str scope,
                        struct wr_date covered, struct wr_date as_of)
{
    struct wr_date first, last;
    bool good = wr_statement_month(month, &first, &last);
    assert(good);
    (void)good;
    memset(sum, 0, sizeof(*sum));
    wr_arena_init(&sum->arena, SUM_BYTES_MAX);
    int32_t until = wr_date_to_days(last);
    if (wr_date_to_days(covered) < until)
        until = wr_date_to_days(covered);
    if (wr_date_to_days(as_of) < until)
        until = wr_date_to_days(as_of);
    char text[3][WR_DATE_TEXT];
    wr_date_format(first, sum->month_from);
    wr_date_format(last, sum->month_to);
    wr_date_format((struct wr_date){first.year, 1, 1}, text[0]);
    wr_date_format(wr_date_from_days(until), text[1]);
    sum->s.scope = wr_arena_dup(&sum->arena, scope);
    sum->s.month = wr_arena_dup(&sum->arena, month);
    sum->s.from = wr_arena_dup(&sum->arena, wr_str(text[0]));
    sum->s.until = wr_arena_dup(&sum->arena, wr_str(text[1]));
    sum->s.complete =
        until == wr_date_to_days(last) && wr_date_to_days(as_of) > wr_date_to_days(last);
    sum->enterprises = wr_arena_new(&sum->arena, struct wr_tally);
    sum->missions = wr_arena_new(&sum->arena, struct wr_tally);
    wr_sha256_init(&sum->hash);
}

/* ---- counting ----------------------------------------------------------------------------------- */

static bool is(struct wr_str s, const char *word)
{
    return wr_str_eq(s, wr_str(word));
}

/** Has a day passed before the statement's last one without the thing being done? */
static bool overdue(const struct wr_statement *s, struct wr_str due)
{
    return wr_str_cmp(due, s->until) < 0;
}

static void count_no_code(struct wr_statement *s, const struct wr_open_row *r)
{
    s->no_code_n += 1;
    if (r->no_code_filed.n > 0 && wr_str_cmp(r->no_code_filed, r->no_code_due) <= 0)
        s->no_code_filed_n += 1;
    else if (r->no_code_filed.n > 0)
        s->no_code_late_n += 1;
    else if (overdue(s, r->no_code_due))
        s->no_code_overdue_n += 1;
    else
        s->no_code_pending_n += 1;
}

static void count_afterfill(struct wr_statement *s, const struct wr_open_row *r)
{
    s->afterfill_n += 1;
    if (r->afterfill_done.n > 0 && wr_str_cmp(r->afterfill_done, r->afterfill_due) <= 0)
        s->afterfill_done_n += 1;
    else if (r->afterfill_done.n > 0)
        s->afterfill_late_n += 1;
    else if (overdue(s, r->afterfill_due))
        s->afterfill_overdue_n += 1;
    else
        s->afterfill_pending_n += 1;
}

static void count_refused(struct wr_statement *s, const struct wr_open_row *r)
{
    s->refused_n += 1;
    s->refused_upheld_n += is(r->refusal_decision, "upheld");
    s->refused_unfounded_n += is(r->refusal_decision, "unfounded");
    if (r->refusal_decision.n == 0) {
        s->refused_contested_n += r->contested;
        s->refused_stands_n += !r->contested;
    }
}

/** What holds of every visit of the month, whatever it was for. */
static void count_ways(struct wr_statement *s, const struct wr_open_row *r)
{
    s->late_before_n += r->late_scan == WR_LATE_BEFORE_LEAVE;
    s->late_after_n += r->late_scan == WR_LATE_AFTER_LEAVE;
    s->offline_n += r->offline;
    s->conflict_open_n += is(r->conflict, "open");
    s->conflict_accepted_n += is(r->conflict, "accepted");
    s->conflict_irregular_n += is(r->conflict, "irregular");
    s->joint_n += r->units > 1;
    s->mutual_n += r->mutual;
    s->converted_n += r->converted;
    s->overridden_n += r->overridden;
    if (r->no_code)
        count_no_code(s, r);
    if (r->afterfill_due.n > 0)
        count_afterfill(s, r);
}

static bool count_inspection(struct wr_statement_sum *sum, const struct wr_open_row *r,
                             bool of_month)
{
    struct wr_statement *s = &sum->s;
    struct slot *e = tally(&sum->arena, sum->enterprises, r->enterprise);
    if (e == NULL)
        return false;
    e->year_n += 1;
    e->counted_n += r->counted;
    if (r->has_cap) {
        e->cap = r->cap;
        e->has_cap = true;
    }
    s->year_inspections_n += 1;
    s->year_counted_n += r->counted;
    if (!of_month)
        return true;
    e->month_n += 1;
    s->inspections_n += 1;
    s->counted_n += r->counted;
    if (!r->counted) {
        s->exceptions_n += 1;
        sum->sources[r->source] += 1;
    }
    return true;
}

static bool count_visit(struct wr_statement_sum *sum, const struct wr_open_row *r, bool of_month)
{
    struct wr_statement *s = &sum->s;
    if (is(r->state, "cancelled")) {
        s->cancelled_n += of_month;
        return true;
    }
    if (of_month)
        count_ways(s, r);
    if (is(r->state, "refused")) {
        if (of_month)
            count_refused(s, r);
        return true;
    }
    if (r->mission.n > 0 && sum->missions->size > 0) {
        struct slot *m = place(sum->missions->slots, sum->missions->size, r->mission);
        if (m->key.p != NULL && !m->done) {
            s->planned_done_n += 1;
            m->done = true;
        }
    }
    if (r->kind == WR_VISIT_INSPECTION)
        return count_inspection(sum, r, of_month);
    s->help_n += of_month && r->kind == WR_VISIT_HELP;
    s->other_n += of_month && r->kind == WR_VISIT_OTHER;
    return true;
}

static bool count_mission(struct wr_statement_sum *sum, const struct wr_open_row *r)
{
    if (r->kind != WR_VISIT_INSPECTION || !is(r->state, "approved") || r->mission.n == 0)
        return true;
    sum->s.planned_n += 1;
    return tally(&sum->arena, sum->missions, r->mission) != NULL;
}

static void count_report(struct wr_statement *s, const struct wr_open_row *r)
{
    s->unscanned_reported_n += is(r->state, "reported");
    s->unscanned_confirmed_n += is(r->state, "confirmed");
    s->unscanned_unfounded_n += is(r->state, "unfounded");
}

bool wr_statement_add(struct wr_statement_sum *sum, const struct wr_open_row *row,
                      struct wr_str line)
{
    struct wr_statement *s = &sum->s;
    bool city = is(s->scope, "city");
    if (sum->enterprises == NULL || sum->missions == NULL)
        return false;
    if ((!city && !wr_str_eq(row->enterprise, s->scope)) || wr_str_cmp(row->day, s->from) < 0 ||
        wr_str_cmp(row->day, s->until) > 0)
        return true;
    bool of_month = wr_str_cmp(row->day, wr_str(sum->month_from)) >= 0 &&
                    wr_str_cmp(row->day, wr_str(sum->month_to)) <= 0;
    s->rows_n += 1;
    wr_sha256_add(&sum->hash, line.p, line.n);
    switch ((enum wr_open_record)row->record) {
    case WR_OPEN_MISSION:
        return !of_month || count_mission(sum, row);
    case WR_OPEN_UNSCANNED:
        if (of_month)
            count_report(s, row);
        return true;
    case WR_OPEN_VISIT:
        break;
    }
    return count_visit(sum, row, of_month);
}

/* ---- the end ------------------------------------------------------------------------------------ */

static void count_highest(struct wr_statement_sum *sum)
{
    struct wr_statement *s = &sum->s;
    for (size_t i = 0; i < sum->enterprises->size; i++) {
        const struct slot *e = &sum->enterprises->slots[i];
        if (e->key.p == NULL)
            continue;
        s->inspected_n += e->month_n > 0;
        if (e->month_n > s->month_max_n) {
            s->month_max_n = e->month_n;
            s->month_max_enterprises_n = 0;
        }
        s->month_max_enterprises_n += e->month_n > 0 && e->month_n == s->month_max_n;
        if (e->year_n > s->year_max_n) {
            s->year_max_n = e->year_n;
            s->year_max_enterprises_n = 0;
        }
        s->year_max_enterprises_n += e->year_n == s->year_max_n;
        s->at_cap_n += e->has_cap && e->counted_n > 0 && e->counted_n == e->cap;
        s->over_cap_n += e->has_cap && e->counted_n > e->cap;
    }
}

#define L(m)                                                                                       \
    {                                                                                              \
#m, offsetof(struct wr_statement, m##_n)                                                   \
    }
/** Lines of the canonical text, in order; `exceptions` is followed by a line for each source. */
static const struct {
    const char *key;
    size_t off;
} lines[] = {L(planned),
             L(planned_done),
             L(inspections),
             L(counted),
             L(help),
             L(other),
             L(cancelled),
             L(inspected),
             L(month_max),
             L(month_max_enterprises),
             L(year_inspections),
             L(year_counted),
             L(year_max),
             L(year_max_enterprises),
             L(at_cap),
             L(over_cap),
             L(exceptions),
             L(overridden),
             L(refused),
             L(refused_upheld),
             L(refused_unfounded),
             L(refused_contested),
             L(refused_stands),
             L(late_before),
             L(late_after),
             L(no_code),
             L(no_code_filed),
             L(no_code_late),
             L(no_code_overdue),
             L(no_code_pending),
             L(offline),
             L(conflict_open),
             L(conflict_accepted),
             L(conflict_irregular),
             L(unscanned_reported),
             L(unscanned_confirmed),
             L(unscanned_unfounded),
             L(afterfill),
             L(afterfill_done),
             L(afterfill_late),
             L(afterfill_overdue),
             L(afterfill_pending),
             L(joint),
             L(mutual),
             L(converted),
             L(rows)};

static void put_lines(const struct wr_statement *s, struct wr_buf *b)
{
    const struct wr_statement_source *sources = s->exceptions.p;
    wr_buf_printf(b, "wurao-statement-v1\nscope " WR_FMT "\nmonth " WR_FMT "\n", WR_ARG(s->scope),
                  WR_ARG(s->month));
    wr_buf_printf(b, "from " WR_FMT "\nuntil " WR_FMT "\ncomplete %s\n", WR_ARG(s->from),
                  WR_ARG(s->until), s->complete ? "yes" : "no");
    for (size_t i = 0; i < WR_ARRAY_LEN(lines); i++) {
        int64_t n = *(const int64_t *)(const void *)((const char *)s + lines[i].off);
        wr_buf_printf(b, "%s %" PRId64 "\n", lines[i].key, n);
        for (size_t k = 0; strcmp(lines[i].key, "exceptions") == 0 && k < s->exceptions.n; k++)
            wr_buf_printf(b, "exceptions.%s %" PRId64 "\n",
                          wr_enum_item(wr_visit_sources, sources[k].source)->name, sources[k].n);
    }
    wr_buf_printf(b, "rows_sha256 " WR_FMT "\n", WR_ARG(s->rows_sha256));
}

static bool list_sources(const struct wr_statement_sum *sum, struct wr_arena *a,
                         struct wr_list *ret)
{
    struct wr_statement_source *list = wr_arena_array(a, WR_SOURCE_END, sizeof(*list));
    if (list == NULL)
        return false;
    *ret = (struct wr_list){list, 0};
    for (const struct wr_enum_item *it = wr_visit_sources; it->name != NULL; it++)
        list[ret->n++] = (struct wr_statement_source){it->value, sum->sources[it->value]};
    return true;
}

bool wr_statement_end(struct wr_statement_sum *sum, struct wr_arena *a, struct wr_statement *ret)
{
    uint8_t hash[WR_SHA256];
    struct wr_buf b;
    if (sum->enterprises == NULL || !list_sources(sum, a, &sum->s.exceptions))
        return false;
    count_highest(sum);
    struct wr_sha256 rows = sum->hash;
    wr_sha256_end(&rows, hash);
    *ret = sum->s;
    ret->scope = wr_arena_dup(a, sum->s.scope);
    ret->month = wr_arena_dup(a, sum->s.month);
    ret->from = wr_arena_dup(a, sum->s.from);
    ret->until = wr_arena_dup(a, sum->s.until);
    ret->rows_sha256 = wr_hex(a, hash, sizeof hash);
    wr_buf_init(&b, 16384);
    put_lines(ret, &b);
    ret->text = wr_arena_dup(a, wr_buf_view(&b));
    wr_sha256(b.p, b.n, hash);
    ret->sha256 = wr_hex(a, hash, sizeof hash);
    bool good = !b.failed && ret->sha256.p != NULL && ret->text.p != NULL;
    wr_buf_done(&b);
    return good;
}

void wr_statement_done(struct wr_statement_sum *sum)
{
    wr_arena_done(&sum->arena);
}
