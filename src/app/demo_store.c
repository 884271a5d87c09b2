/* SQL of the demonstration: is there anything yet? */
#include "app/demo.h"

static const struct wr_stmt ROWS = {
    .name = "demo_rows",
    .sql = "SELECT (SELECT COUNT(*) FROM region) + (SELECT COUNT(*) FROM enterprise)"
           " + (SELECT COUNT(*) FROM app_user) + (SELECT COUNT(*) FROM officer)",
    .params = "",
    .cols = "i"};

const struct wr_stmt *const wr_demo_stmts[] = {&ROWS, NULL};

int demo_is_empty(struct wr_tx *tx, void *arg WR_UNUSED)
{
    int64_t n = 0;
    int rc = wr_query_i64(tx, &ROWS, &n);
    return rc == 0 && n > 0 ? wr_fail(wr_tx_ctx(tx), WR_K_demo_not_empty) : rc;
}
