/* A photo of a visit that comes in pieces: has it come, was it told of? */
#include "modules/visit/visit_use.h"

int wr_visit_photo_find_in(struct wr_tx *tx, int64_t visit_id, struct wr_str sha256,
                           struct wr_visit_photo *ret, struct wr_visit_photo_due *ret_due)
{
    struct wr_visit v;
    struct wr_list photos, dues;
    *ret = (struct wr_visit_photo){0};
    *ret_due = (struct wr_visit_photo_due){0};
    int rc = wr_visit_load_own_in(tx, visit_id, WR_ACT_PHOTO, &v);
    if (rc == 0) {
        rc = wr_visit_store_photos(tx, visit_id, &photos);
    }
    if (rc == 0) {
        rc = wr_visit_store_photos_due(tx, visit_id, &dues);
    }
    if (rc < 0) {
        return rc;
    }
    const struct wr_visit_photo *p = photos.p;
    for (size_t i = 0; i < photos.n; i++) {
        if (wr_str_eq(p[i].sha256, sha256)) {
            *ret = p[i];
        }
    }
    const struct wr_visit_photo_due *d = dues.p;
    for (size_t i = 0; i < dues.n; i++) {
        if (wr_str_eq(d[i].sha256, sha256)) {
            *ret_due = d[i];
        }
    }
    return 0;
}
