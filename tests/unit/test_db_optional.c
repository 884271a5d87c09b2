/* Folding of optional filters: groups found, nested, quoted; the rest of the text stays as it is. */
#include "db/optional.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *name, *sql;
    uint64_t params, nulls;
    const char *folded;
} cases[] = {
    {"no filter", "SELECT 1 WHERE (a = $1)", 0, 0, "SELECT 1 WHERE (a = $1)"},
    {"given", "WHERE ($1 IS NULL OR a = $1)", 1, 0, "WHERE (a = $1)"},
    {"missing", "WHERE ($1 IS NULL OR a = $1) AND b", 1, 1, "WHERE 1 = 1 AND b"},
    {"two", "WHERE ($2 IS NULL OR a = $2) AND ($10 IS NULL OR b = $10)", 0x202, 0x200,
     "WHERE (a = $2) AND 1 = 1"},
    {"brackets in the condition", "(($3 IS NULL OR a > $3 OR (a = $3 AND b > $4)))", 4, 0,
     "((a > $3 OR (a = $3 AND b > $4)))"},
    {"nested", "($1 IS NULL OR a = $1 AND ($2 IS NULL OR b = $2))", 3, 2, "(a = $1 AND 1 = 1)"},
    {"nested in a missing one", "($1 IS NULL OR a = $1 AND ($2 IS NULL OR b = $2)) OR c", 3, 1,
     "1 = 1 OR c"},
    {"bracket in quotes", "($1 IS NULL OR a LIKE '%)' || $1) AND b", 1, 0,
     "(a LIKE '%)' || $1) AND b"},
    {"group in quotes", "a = '($1 IS NULL OR b)'", 0, 1, "a = '($1 IS NULL OR b)'"},
    {"not a group", "(a IS NULL OR b) AND ($1 IS NOT NULL OR b) AND $1 IS NULL OR c", 0, 1,
     "(a IS NULL OR b) AND ($1 IS NOT NULL OR b) AND $1 IS NULL OR c"},
    {"number too high", "($65 IS NULL OR a = $65)", 0, 0, "($65 IS NULL OR a = $65)"},
    {"no number", "($ IS NULL OR a)", 0, 0, "($ IS NULL OR a)"},
    {"never closed", "($1 IS NULL OR a", 0, 1, "($1 IS NULL OR a"},
    {"quote never closed", "($1 IS NULL OR 'a)", 0, 1, "($1 IS NULL OR 'a)"},
    {"empty", "", 0, 0, ""},
};

static void texts_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wr_buf b;
        wr_buf_init(&b, 1000);
        wr_optional_fold(cases[i].sql, cases[i].nulls, &b);
        wr_buf_c(&b, '\0');
        if (wr_optional_params(cases[i].sql) != cases[i].params ||
            strcmp(b.p, cases[i].folded) != 0)
            fail_msg("%s: %s", cases[i].name, b.p);
        wr_buf_done(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_are_folded)};
    return cmocka_run_group_tests_name("db optional", tests, NULL, NULL);
}
