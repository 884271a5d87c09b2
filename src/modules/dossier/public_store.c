#include "modules/dossier/public_store.h"

static const struct wr_field officer_fields[] = {
    WR_STR(struct wr_public_plate, officer_name, 0, 100, "", ""),
    WR_STR(struct wr_public_plate, officer_unit, 0, 200, "", ""),
    WR_STR(struct wr_public_plate, officer_phone, 0, 40, "", ""),
    WR_ID_OPT(struct wr_public_plate, officer_photo_id, "", ""),
    {0},
};
static const struct wr_field visit_fields[] = {
    WR_MS(struct wr_public_visit, at_ms, "", ""),
    WR_STR(struct wr_public_visit, kind, 0, 40, "", ""),
    WR_STR(struct wr_public_visit, unit, 0, 200, "", ""),
    WR_STR(struct wr_public_visit, result, 0, 40, "", ""),
    {0},
};

static const struct wr_stmt Q_OFFICER = {
    .name = "public_officer",
    .sql = "SELECT o.name AS officer_name, o.unit AS officer_unit, o.phone AS officer_phone, "
           "o.photo_id AS officer_photo_id"
           " FROM liaison_assignment a JOIN officer o ON o.id = a.officer_id"
           " WHERE a.enterprise_id = $1 AND a.kind = 'main' AND a.to_ms IS NULL",
    .params = "i",
    .cols = "tttI"};
static const struct wr_stmt Q_VISITS = {
    .name = "public_visits",
    .sql = "SELECT v.checked_in_ms AS at_ms, v.kind, v.unit,"
           " CASE WHEN v.state IN ('in_progress', 'refused') THEN v.state ELSE v.conclusion END AS "
           "result FROM visit v"
           " WHERE v.enterprise_id = $1 AND v.state <> 'cancelled' ORDER BY v.checked_in_ms DESC, "
           "v.id DESC LIMIT $2",
    .params = "ii",
    .cols = "ittt"};
static const struct wr_stmt Q_PHOTO = {
    .name = "public_photo",
    .sql = "SELECT o.photo_id FROM plate p JOIN liaison_assignment a ON a.enterprise_id = "
           "p.enterprise_id AND a.kind = 'main'"
           " AND a.to_ms IS NULL JOIN officer o ON o.id = a.officer_id"
           " WHERE p.code = $1 AND p.status IN ('issued', 'printed', 'hung') AND o.photo_id IS NOT "
           "NULL",
    .params = "t",
    .cols = "i"};

const struct wr_stmt *const wr_public_stmts[] = {&Q_OFFICER, &Q_VISITS, &Q_PHOTO, NULL};

int wr_public_store_officer(struct wr_tx *tx, int64_t enterprise_id, struct wr_public_plate *ret)
{
    struct wr_public_plate o = {0};

    int rc = wr_query_one(tx, &Q_OFFICER, officer_fields, &o, WR_I(enterprise_id));
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(wr_tx_ctx(tx));
        return 0;
    }
    ret->officer_name = o.officer_name;
    ret->officer_unit = o.officer_unit;
    ret->officer_phone = o.officer_phone;
    ret->officer_photo_id = o.officer_photo_id;
    return rc;
}

int wr_public_store_visits(struct wr_tx *tx, int64_t enterprise_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_VISITS, visit_fields, sizeof(struct wr_public_visit),
                         WR_PUBLIC_VISITS_MAX, ret, WR_I(enterprise_id),
                         WR_I(WR_PUBLIC_VISITS_MAX));
}

int wr_public_store_photo(struct wr_tx *tx, struct wr_str code, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_PHOTO, ret_id, WR_T(code));
}
