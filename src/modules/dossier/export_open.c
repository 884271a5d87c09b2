/* visits-open: the public form of what was done at gates, sealed so that anybody can recompute a statement from it. */
#include "modules/dossier/export.h"

#include "modules/visit/visit_svc.h"

struct pass {
    int (*each)(void *arg, const void *obj);
    void *arg;
};

static int pass_on(void *arg, const struct wr_open_row *row)
{
    const struct pass *p = arg;
    return p->each(p->arg, row);
}

int wr_export_open_rows(struct wr_tx *tx, int64_t district, const struct wr_export_filter *f,
                        int64_t from_ms, int64_t to_ms, int (*each)(void *arg, const void *obj),
                        void *arg)
{
    const struct wr_open_query q = {.scope_id = district,
                                    .district_id = f->district_id,
                                    .enterprise_id = f->enterprise_id,
                                    .kind = f->has_kind ? f->kind : 0,
                                    .from_ms = from_ms,
                                    .to_ms = to_ms};
    struct pass p = {each, arg};
    return wr_open_each_in(tx, &q, pass_on, &p);
}
