/* liaison: the assignment solver against exhaustive enumeration, and on a city. */
#include "base/attr.h"
#include "base/err.h"
#include "modules/liaison/liaison_solve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define SMALL_ENTERPRISES 6
#define SMALL_OFFICERS 4

static uint64_t seed;

static int64_t pick(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

struct answer {
    size_t unassigned_n;
    int64_t cost;
};

/* Cost of one complete choice; false if it breaks a rule. */
static bool judge(const struct wr_solve *s, const int32_t *officer_of, struct answer *ret)
{
    int64_t load[SMALL_OFFICERS] = {0};
    *ret = (struct answer){0};
    for (size_t j = 0; j < s->officers_n; j++)
        load[j] = s->officers[j].load0;
    for (size_t i = 0; i < s->enterprises_n; i++) {
        if (officer_of[i] < 0) {
            ret->unassigned_n++;
            ret->cost += s->without ? s->without[i] : 0;
            continue;
        }
        size_t j = (size_t)officer_of[i];
        int64_t c = s->cost[i * s->officers_n + j];
        if (c == WR_SOLVE_FORBIDDEN)
            return false;
        ret->cost += c;
        load[j]++;
        if (load[j] > s->officers[j].capacity)
            return false;
    }
    for (size_t j = 0; j < s->officers_n; j++)
        ret->cost += s->step * load[j] * load[j];
    return true;
}

static bool better(const struct answer *a, const struct answer *b)
{
    if (a->unassigned_n != b->unassigned_n)
        return a->unassigned_n < b->unassigned_n;
    return a->cost < b->cost;
}

static struct answer enumerate(const struct wr_solve *s)
{
    struct answer best = {.unassigned_n = SIZE_MAX};
    int32_t choice[SMALL_ENTERPRISES];
    memset(choice, 0xFF, sizeof(choice)); /* all -1 */
    for (;;) {
        struct answer a;
        if (judge(s, choice, &a) && better(&a, &best))
            best = a;
        size_t i = 0;
        while (i < s->enterprises_n && ++choice[i] == (int32_t)s->officers_n)
            choice[i++] = WR_SOLVE_NONE;
        if (i == s->enterprises_n)
            return best;
    }
}

static void equals_exhaustive_enumeration(void **state)
{
    (void)state;
    seed = 20220615;
    for (int round = 0; round < 3000; round++) {
        int64_t cost[SMALL_ENTERPRISES * SMALL_OFFICERS];
        int64_t without[SMALL_ENTERPRISES];
        struct wr_solve_officer officers[SMALL_OFFICERS];
        struct wr_solve s = {.without = pick(2) ? without : NULL,
                             .enterprises_n = (size_t)pick(SMALL_ENTERPRISES + 1),
                             .officers_n = (size_t)pick(SMALL_OFFICERS + 1),
                             .cost = cost,
                             .officers = officers,
                             .step = pick(3) * pick(40)};
        int64_t range = pick(2) ? 5 : 1000; /* many ties, or few */
        int64_t forbid = pick(5);
        for (size_t k = 0; k < s.enterprises_n * s.officers_n; k++)
            cost[k] = pick(10) < forbid ? WR_SOLVE_FORBIDDEN : pick(range);
        for (size_t i = 0; i < s.enterprises_n; i++)
            without[i] = pick(3) * pick(range);
        for (size_t j = 0; j < s.officers_n; j++)
            officers[j] = (struct wr_solve_officer){.load0 = pick(3), .capacity = pick(6)};
        int32_t got[SMALL_ENTERPRISES];
        struct wr_solve_result r;
        struct answer mine;
        /* an officer above his capacity keeps what he has, and gets nothing */
        assert_int_equal(wr_liaison_solve(&s, got, &r), 0);
        assert_true(judge(&s, got, &mine));
        struct answer best = enumerate(&s);
        if (mine.unassigned_n != best.unassigned_n || mine.cost != best.cost)
            fail_msg("round %d: %zu without, cost %lld; the best is %zu, %lld", round,
                     mine.unassigned_n, (long long)mine.cost, best.unassigned_n,
                     (long long)best.cost);
        assert_int_equal(r.unassigned_n, best.unassigned_n);
        assert_int_equal(r.cost, best.cost);
    }
}

static void is_deterministic_and_quick_for_a_city(void **state)
{
    (void)state;
    enum { ENTERPRISES = 2200, OFFICERS = 300 };
    int64_t *cost = malloc(sizeof(*cost) * ENTERPRISES * OFFICERS);
    int32_t *first = malloc(sizeof(*first) * ENTERPRISES);
    int32_t *second = malloc(sizeof(*second) * ENTERPRISES);
    assert_non_null(cost);
    assert_non_null(first);
    assert_non_null(second);
    struct wr_solve_officer officers[OFFICERS];
    int64_t x[OFFICERS];
    int64_t y[OFFICERS];
    seed = 7;
    for (size_t j = 0; j < OFFICERS; j++) {
        officers[j] = (struct wr_solve_officer){0, 8 + pick(8)};
        x[j] = pick(100000);
        y[j] = pick(80000);
    }
    for (size_t i = 0; i < ENTERPRISES; i++) {
        int64_t ex = pick(100000);
        int64_t ey = pick(80000);
        for (size_t j = 0; j < OFFICERS; j++)
            cost[i * OFFICERS + j] =
                (llabs(ex - x[j]) + llabs(ey - y[j])) * 10000 + (pick(8) ? 100000000 : 0);
    }
    struct wr_solve s = {ENTERPRISES, OFFICERS, cost, NULL, officers, INT64_C(10000000)};
    struct wr_solve_result a;
    struct wr_solve_result b;
    struct timespec t0;
    struct timespec t1;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &t0), 0);
    assert_int_equal(wr_liaison_solve(&s, first, &a), 0);
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &t1), 0);
    print_message("2200 x 300: %.1f ms, cost %lld\n",
                  (double)(t1.tv_sec - t0.tv_sec) * 1e3 + (double)(t1.tv_nsec - t0.tv_nsec) / 1e6,
                  (long long)a.cost);
    assert_int_equal(wr_liaison_solve(&s, second, &b), 0);
    assert_int_equal(a.unassigned_n, 0);
    assert_int_equal(a.cost, b.cost);
    assert_memory_equal(first, second, sizeof(*first) * ENTERPRISES);
    free(cost);
    free(first);
    free(second);
}

static void numbers_out_of_range_are_refused(void **state)
{
    (void)state;
    int64_t cost[1] = {5};
    struct wr_solve_officer officers[1] = {{0, 1}};
    int32_t got[1];
    struct wr_solve_result r;
    struct wr_solve s = {1, 1, cost, NULL, officers, 1};
    assert_int_equal(wr_liaison_solve(&s, got, &r), 0);
    assert_int_equal(got[0], 0);
    assert_int_equal(r.cost, 6);
    cost[0] = -1;
    assert_int_equal(wr_liaison_solve(&s, got, &r), WR_EINVALID);
    cost[0] = WR_SOLVE_COST_MAX + 1;
    assert_int_equal(wr_liaison_solve(&s, got, &r), WR_EINVALID);
    cost[0] = WR_SOLVE_FORBIDDEN;
    assert_int_equal(wr_liaison_solve(&s, got, &r), 0);
    assert_int_equal(got[0], WR_SOLVE_NONE);
    assert_int_equal(r.unassigned_n, 1);
    officers[0].capacity = -1;
    assert_int_equal(wr_liaison_solve(&s, got, &r), WR_EINVALID);
    officers[0].capacity = 1;
    s.step = WR_SOLVE_STEP_MAX + 1;
    assert_int_equal(wr_liaison_solve(&s, got, &r), WR_EINVALID);
    s.step = 1;
    s.enterprises_n = WR_SOLVE_ENTERPRISES_MAX + 1;
    assert_int_equal(wr_liaison_solve(&s, got, &r), WR_EINVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_exhaustive_enumeration),
        cmocka_unit_test(is_deterministic_and_quick_for_a_city),
        cmocka_unit_test(numbers_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
