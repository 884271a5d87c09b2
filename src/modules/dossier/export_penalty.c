/* cases: penalties with their amounts and outcome. */
#include "modules/dossier/export.h"
#include "modules/penalty/penalty_svc.h"

#define F struct wr_export_filter
const struct wr_field wr_export_case_filters[] = {
    WR_ID_OPT(F, district_id, "区县", "district"),
    WR_ID_OPT(F, enterprise_id, "企业", "enterprise"),
    WR_ID_OPT(F, officer_id, "执法人员", "officer"),
    {.name = "state",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(F, status),
     .has_off = offsetof(F, has_status) + 1,
     .items = wr_pen_states,
     .zh = "状态"},
    {0},
};

int wr_export_case_rows(struct wr_tx *tx, int64_t district, const struct wr_export_filter *f,
                        int64_t from_ms, int64_t to_ms, int (*each)(void *arg, const void *obj),
                        void *arg)
{
    if (district != 0 && f->district_id != 0 && district != f->district_id)
        return 0;
    const struct wr_pen_walk q = {.district_id = district != 0 ? district : f->district_id,
                                  .enterprise_id = f->enterprise_id,
                                  .officer_id = f->officer_id,
                                  .state = f->has_status ? f->status : 0,
                                  .from_ms = from_ms,
                                  .to_ms = to_ms};

    return wr_penalty_walk_in(tx, &q, each, arg);
}
