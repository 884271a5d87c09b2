/* Exports of off-site supervision: clues, and limits as the import takes them. */
#include "modules/dossier/export.h"
#include "modules/offsite/offsite_svc.h"

int wr_export_clue_rows(struct wr_tx *tx, int64_t district, const struct wr_export_filter *f,
                        int64_t from_ms, int64_t to_ms, int (*each)(void *arg, const void *obj),
                        void *arg)
{
    return wr_clue_walk_in(tx, district != 0 ? district : f->district_id, f->enterprise_id, from_ms,
                           to_ms, each, arg);
}

int wr_export_limit_rows(struct wr_tx *tx, int64_t district, const struct wr_export_filter *f,
                         int64_t from_ms, int64_t to_ms, int (*each)(void *arg, const void *obj),
                         void *arg)
{
    (void)from_ms;
    (void)to_ms;
    return wr_limit_walk_in(tx, district != 0 ? district : f->district_id, f->enterprise_id, each,
                            arg);
}
