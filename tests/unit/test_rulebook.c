/* rulebook: who may take which step of a draft, one row a case. */
#include "base/attr.h"
#include "modules/rulebook/rulebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define OWN 1u
#define SYSTEM 2u
#define BEGUN 4u

static const struct {
    int64_t state;
    unsigned is;
    int64_t failed_n;
    int act;
    enum wr_rulebook_why why;
} cases[] = {
    {WR_RB_DRAFT, OWN, 0, WR_RB_SUBMIT, WR_RB_MAY},
    {WR_RB_DRAFT, 0, 0, WR_RB_SUBMIT, WR_RB_MAY},
    {WR_RB_DRAFT, OWN, 1, WR_RB_SUBMIT, WR_RB_EXAMPLES},
    {WR_RB_SUBMITTED, OWN, 0, WR_RB_SUBMIT, WR_RB_WRONG_STATE},
    {WR_RB_PUBLISHED, OWN, 0, WR_RB_SUBMIT, WR_RB_WRONG_STATE},
    {WR_RB_DRAFT, 0, 0, WR_RB_PUBLISH, WR_RB_WRONG_STATE},
    {WR_RB_SUBMITTED, 0, 0, WR_RB_PUBLISH, WR_RB_MAY},
    {WR_RB_SUBMITTED, OWN, 0, WR_RB_PUBLISH, WR_RB_OWN},
    {WR_RB_SUBMITTED, OWN | SYSTEM, 0, WR_RB_PUBLISH, WR_RB_MAY},
    {WR_RB_SUBMITTED, 0, 1, WR_RB_PUBLISH, WR_RB_EXAMPLES},
    {WR_RB_PUBLISHED, 0, 0, WR_RB_PUBLISH, WR_RB_WRONG_STATE},
    {WR_RB_REJECTED, 0, 0, WR_RB_PUBLISH, WR_RB_WRONG_STATE},
    {WR_RB_SUBMITTED, 0, 1, WR_RB_REJECT, WR_RB_MAY},
    {WR_RB_SUBMITTED, OWN, 0, WR_RB_REJECT, WR_RB_OWN},
    {WR_RB_DRAFT, 0, 0, WR_RB_REJECT, WR_RB_WRONG_STATE},
    {WR_RB_DRAFT, OWN, 0, WR_RB_WITHDRAW, WR_RB_MAY},
    {WR_RB_DRAFT, 0, 0, WR_RB_WITHDRAW, WR_RB_NOT_OWN},
    {WR_RB_SUBMITTED, OWN, 0, WR_RB_WITHDRAW, WR_RB_MAY},
    {WR_RB_PUBLISHED, 0, 0, WR_RB_WITHDRAW, WR_RB_MAY},
    {WR_RB_PUBLISHED, OWN, 0, WR_RB_WITHDRAW, WR_RB_MAY},
    {WR_RB_PUBLISHED, OWN | BEGUN, 0, WR_RB_WITHDRAW, WR_RB_BEGUN},
    {WR_RB_REJECTED, OWN, 0, WR_RB_WITHDRAW, WR_RB_WRONG_STATE},
    {WR_RB_REPLACED, OWN, 0, WR_RB_WITHDRAW, WR_RB_WRONG_STATE},
};

static void steps(void **state)
{
    (void)state;
    static const int64_t leads_to[] = {[WR_RB_SUBMIT] = WR_RB_SUBMITTED,
                                       [WR_RB_PUBLISH] = WR_RB_PUBLISHED,
                                       [WR_RB_REJECT] = WR_RB_REJECTED,
                                       [WR_RB_WITHDRAW] = WR_RB_WITHDRAWN};
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        const struct wr_rulebook_facts f = {.state = cases[i].state,
                                            .own = (cases[i].is & OWN) != 0,
                                            .system = (cases[i].is & SYSTEM) != 0,
                                            .begun = (cases[i].is & BEGUN) != 0,
                                            .failed_n = cases[i].failed_n};
        int64_t to = 0;
        if (wr_rulebook_may(&f, cases[i].act, &to) != cases[i].why)
            fail_msg("case %zu", i);
        assert_int_equal(to, leads_to[cases[i].act]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(steps)};
    return cmocka_run_group_tests_name("rulebook", tests, NULL, NULL);
}
