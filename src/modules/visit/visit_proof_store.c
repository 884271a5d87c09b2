#include "modules/visit/visit_proof_svc.h"

#include "base/calendar.h"
#include "modules/visit/visit_rules.h"

#define OFFICER_DAY_MS WR_DAY_MS /* how far back his previous visit is looked for */

struct raw {
    struct wr_visit_proof_case c;
    int64_t plate, no_reference;
    bool has_distance_m, has_accuracy_m, has_lng_e6, has_lat_e6, has_skew_ms, has_prev_lng_e6,
        has_prev_lat_e6;
    int64_t distance_m, accuracy_m, lng_e6, lat_e6, skew_ms, prev_lng_e6, prev_lat_e6, prev_ms,
        prev_enterprise_id;
    int64_t photos_n, photos_seen_n, officer_code_seen, confirmed, offline;
};

#define C(m, ty)                                                                                   \
    {                                                                                              \
        .name = #m, .type = (ty), .flags = WR_FF_OPT, .off = offsetof(struct raw, c.m),            \
        .max = WR_ID_MAX                                                                           \
    }
#define I(m)                                                                                       \
    {                                                                                              \
        .name = #m, .type = WR_F_I64, .flags = WR_FF_OPT, .off = offsetof(struct raw, m),          \
        .max = WR_ID_MAX                                                                           \
    }
#define H(m)                                                                                       \
    {                                                                                              \
        .name = #m, .type = WR_F_I64, .flags = WR_FF_OPT, .off = offsetof(struct raw, m),          \
        .has_off = offsetof(struct raw, has_##m) + 1                                               \
    }
static const struct wr_enum_item plates[] = {{"signed", WR_PROOF_PLATE_SIGNED, "", ""},
                                             {"typed", WR_PROOF_PLATE_TYPED, "", ""},
                                             {"no_code", WR_PROOF_PLATE_NO_CODE, "", ""},
                                             {0}};
static const struct wr_field raw_fields[] = {
    C(id, WR_F_I64),
    C(at_ms, WR_F_I64),
    C(enterprise_id, WR_F_I64),
    C(officer_id, WR_F_I64),
    C(enterprise_name, WR_F_STR),
    C(district_name, WR_F_STR),
    C(unit, WR_F_STR),
    C(officer_name, WR_F_STR),
    {.name = "kind",
     .type = WR_F_ENUM,
     .off = offsetof(struct raw, c.kind),
     .items = wr_visit_kinds},
    {.name = "plate", .type = WR_F_ENUM, .off = offsetof(struct raw, plate), .items = plates},
    I(no_reference),
    H(distance_m),
    H(accuracy_m),
    H(lng_e6),
    H(lat_e6),
    H(skew_ms),
    H(prev_lng_e6),
    H(prev_lat_e6),
    I(prev_ms),
    I(prev_enterprise_id),
    I(photos_n),
    I(photos_seen_n),
    I(officer_code_seen),
    I(confirmed),
    I(offline),
    {0},
};

#define BEFORE(col)                                                                                \
    " LAG(w." col ") OVER (PARTITION BY w.officer_id ORDER BY w.checked_in_ms, w.id)"
/* The last place the officer stood at, of his located visits. */
#define PREVIOUS                                                                                                                                                                      \
    "(SELECT w.id," BEFORE("checked_in_ms") " AS prev_ms," BEFORE(                                                                                                                    \
        "lng_e6") " AS prev_lng_e6," BEFORE("lat_e6") " AS prev_lat_e6," BEFORE("enterprise_id") " AS prev_enterprise_id"                                                             \
                                                                                                 " FROM visit w WHERE w.checked_in_ms >= $1 AND w.checked_in_ms < $2 AND w.state <> " \
                                                                                                 "'cancelled' AND w.lng_e6 IS NOT NULL AND w.lat_e6 IS NOT NULL)"
#define MEASURED                                                                                   \
    " CASE WHEN v.no_code_reason IS NOT NULL THEN 'no_code'"                                       \
    " WHEN v.verdict_detail LIKE '%\"PLATE_TYPED\"%' THEN 'typed' ELSE 'signed' END AS plate,"     \
    " CASE WHEN v.distance_m IS NULL AND v.lng_e6 IS NOT NULL THEN 1 ELSE 0 END AS no_reference,"  \
    " v.distance_m, v.accuracy_m, v.lng_e6, v.lat_e6,"                                             \
    " CASE WHEN v.offline = 1 THEN -v.skew_ms ELSE v.device_ms - v.checked_in_ms END AS skew_ms,"  \
    " x.prev_lng_e6, x.prev_lat_e6, x.prev_ms, x.prev_enterprise_id,"                              \
    " (SELECT COUNT(*) FROM visit_photo h WHERE h.visit_id = v.id) AS photos_n,"                   \
    " (SELECT COUNT(*) FROM visit_photo h WHERE h.visit_id = v.id AND h.seen_before = 1) AS "      \
    "photos_seen_n,"                                                                               \
    " CASE WHEN v.scan_id IS NOT NULL THEN 1 ELSE 0 END AS officer_code_seen,"                     \
    " CASE WHEN EXISTS (SELECT 1 FROM visit_rating r WHERE r.visit_id = v.id) OR EXISTS (SELECT "  \
    "1 FROM visit_photo g WHERE g.visit_id = v.id AND g.kind = 'signature') THEN 1 ELSE 0 END AS " \
    "confirmed, COALESCE(v.offline, 0) AS offline"
static const struct wr_stmt Q_FACTS = {
    .name = "visit_proof_facts",
    .sql = "SELECT v.id, v.checked_in_ms AS at_ms, v.enterprise_id, v.officer_id,"
           " e.name AS enterprise_name, d.name AS district_name, v.unit, o.name AS officer_name,"
           " v.kind," MEASURED " FROM visit v JOIN enterprise e ON e.id = v.enterprise_id JOIN"
           " region d ON d.id = v.district_id JOIN officer o ON o.id = v.officer_id"
           " LEFT JOIN " PREVIOUS " x ON x.id = v.id"
           " WHERE v.checked_in_ms >= $3 AND v.checked_in_ms < $2 AND v.state <> 'cancelled'"
           " AND ($4 IS NULL OR v.id = $4) AND ($5 IS NULL OR v.district_id = $5)"
           " AND ($6 IS NULL OR v.district_id = $6) ORDER BY v.checked_in_ms DESC, v.id DESC",
    .params = "iiiIII",
    .cols = "iiiittttt"
            "tiIIII"
            "IIIIIiiiii"};
static const struct wr_stmt Q_MOMENT = {
    .name = "visit_proof_moment",
    .sql = "SELECT checked_in_ms, district_id FROM visit WHERE id = $1",
    .params = "i",
    .cols = "ii"};
const struct wr_stmt *const wr_visit_proof_stmts[] = {&Q_FACTS, &Q_MOMENT, NULL};

static struct wr_visit_proof_facts facts_of(const struct raw *r)
{
    struct wr_visit_proof_facts f = {
        .plate = r->plate,
        .no_reference = r->no_reference != 0,
        .has_distance = r->has_distance_m,
        .distance_m = r->distance_m,
        .has_accuracy = r->has_accuracy_m,
        .accuracy_m = r->accuracy_m,
        .has_skew = r->has_skew_ms,
        .skew_ms = r->skew_ms,
        .photos_n = r->photos_n,
        .photos_seen_n = r->photos_seen_n,
        .officer_code_seen = r->officer_code_seen != 0,
        .enterprise_rated_or_signed = r->confirmed != 0,
        .offline = r->offline != 0,
    };
    f.has_prev = r->has_lng_e6 && r->has_lat_e6 && r->has_prev_lng_e6 && r->has_prev_lat_e6 &&
                 r->prev_enterprise_id != r->c.enterprise_id;
    if (f.has_prev) {
        f.prev_s = (r->c.at_ms - r->prev_ms) / 1000;
        f.prev_m = wr_visit_rules_distance_m(r->prev_lng_e6, r->prev_lat_e6, r->lng_e6, r->lat_e6);
    }
    return f;
}

int wr_visit_proofs_in(struct wr_tx *tx, const struct wr_visit_proof_query *q,
                       int (*each)(void *arg, const struct wr_visit_proof_case *c), void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    int rc = wr_cursor_open(tx, &Q_FACTS, &c, WR_I(q->from_ms - OFFICER_DAY_MS), WR_I(q->to_ms),
                            WR_I(q->from_ms), WR_IDOPT(q->visit_id), WR_IDOPT(q->scope_id),
                            WR_IDOPT(q->district_id));
    while (rc == 0 && (rc = wr_cursor_next(c)) == 1) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        const struct wr_visit_policy *policy = NULL;
        struct raw raw = {0};
        rc = wr_cursor_into(c, ctx->arena, raw_fields, &raw);
        if (rc == 0)
            rc = wr_visit_policy_on(ctx, raw.c.at_ms, &policy);
        if (rc == 0) {
            struct wr_visit_proof_facts f = facts_of(&raw);
            rc = wr_visit_proof_judge(ctx->arena, policy, &f, ctx->lang, &raw.c.proof);
        }
        if (rc == 0)
            rc = each(arg, &raw.c);
        wr_arena_rewind(ctx->arena, mark);
    }
    return rc;
}

int wr_visit_moment_in(struct wr_tx *tx, int64_t id, int64_t *ret_at_ms, int64_t *ret_district_id)
{
    WR_CLEANUP(wr_cursor_closep) struct wr_cursor *c = NULL;
    int rc = wr_cursor_open(tx, &Q_MOMENT, &c, WR_I(id));
    if (rc == 0)
        rc = wr_cursor_next(c);
    if (rc <= 0)
        return rc < 0 ? rc : WR_ENOTFOUND;
    *ret_at_ms = wr_cursor_i64(c, 0);
    *ret_district_id = wr_cursor_i64(c, 1);
    return 0;
}
