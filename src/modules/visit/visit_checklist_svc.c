/* Which check-list applies at an enterprise. */
#include "modules/enterprise/enterprise_svc.h"
#include "modules/visit/visit_use.h"

int wr_visit_checklist_in(struct wr_tx *tx, int64_t enterprise_id, int64_t kind, int64_t at_ms,
                          struct wr_checklist *ret)
{
    struct wr_enterprise e;
    int rc = wr_enterprise_get_in(tx, enterprise_id, &e);
    return rc < 0
               ? rc
               : wr_checklist_for(wr_tx_ctx(tx), kind, at_ms, e.industry_code, e.permit_class, ret);
}

struct work {
    int64_t enterprise_id, kind;
    struct wr_checklist *ret;
};

static int checklist_tx(struct wr_tx *tx, void *arg)
{
    const struct work *w = arg;
    return wr_visit_checklist_in(tx, w->enterprise_id, w->kind, wr_ctx_now(wr_tx_ctx(tx)), w->ret);
}

int wr_visit_svc_checklist(struct wr_ctx *ctx, int64_t kind, int64_t enterprise_id,
                           struct wr_checklist *ret)
{
    struct work w = {.enterprise_id = enterprise_id, .kind = kind, .ret = ret};
    if (enterprise_id == 0) {
        wr_checklist_on(ctx, kind, wr_ctx_now(ctx), ret);
        return 0;
    }
    return wr_tx_run(ctx, WR_TX_READ, "visit.checklist", checklist_tx, &w);
}
