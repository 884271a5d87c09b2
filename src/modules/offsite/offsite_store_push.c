/* SQL of video points, their events, and push keys. */
#include "modules/offsite/offsite_store.h"

#include "modules/offsite/offsite_use.h"

WR_AUDIT_ROW_STMT(video, video_point);
const struct wr_audit_entity WR_VIDEO_ENTITY = {
    .table = "video_point", .row = &video_row, .ids = &video_ids};
WR_AUDIT_ROW_STMT(push, push_key);
const struct wr_audit_entity WR_PUSH_KEY_ENTITY = {
    .table = "push_key", .row = &push_row, .ids = &push_ids};

#define VIDEO_COLS                                                                                 \
    "SELECT v.id, v.enterprise_id, v.outlet_id, v.code, v.name, v.stream_url, v.snapshot_url, "    \
    "CASE WHEN v.status = 'active' THEN 1 ELSE 0 END AS active, v.created_ms, v.version, e.name "  \
    "AS enterprise_name, e.district_id, o.code AS outlet_code, (SELECT MAX(x.at_ms) FROM "         \
    "video_event x WHERE x.point_id = v.id) AS last_event_ms FROM video_point v JOIN enterprise "  \
    "e ON e.id = v.enterprise_id LEFT JOIN outlet o ON o.id = v.outlet_id"
#define VIDEO_TYPES "iiIttttiiitiTI"
static const struct wr_stmt Q_VIDEOS = {
    .name = "video_list",
    .sql = VIDEO_COLS " WHERE ($1 IS NULL OR v.enterprise_id = $1) AND ($2 IS NULL OR "
                      "e.district_id = $2) ORDER BY v.id LIMIT 5000",
    .params = "II",
    .cols = VIDEO_TYPES};
static const struct wr_stmt Q_VIDEO = {
    .name = "video_get", .sql = VIDEO_COLS " WHERE v.id = $1", .params = "i", .cols = VIDEO_TYPES};
static const struct wr_stmt Q_VIDEO_CODE = {.name = "video_by_code",
                                            .sql = VIDEO_COLS " WHERE v.code = $1",
                                            .params = "t",
                                            .cols = VIDEO_TYPES};
static const struct wr_stmt Q_VIDEO_INSERT = {
    .name = "video_insert",
    .sql = "INSERT INTO video_point (enterprise_id, outlet_id, code, name, stream_url, "
           "snapshot_url, status, created_ms, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) "
           "RETURNING id",
    .params = "iIttttti",
    .cols = "i"};
static const struct wr_stmt Q_VIDEO_UPDATE = {
    .name = "video_update",
    .sql = "UPDATE video_point SET outlet_id = $2, code = $3, name = $4, stream_url = $5, "
           "snapshot_url = $6, status = $7, version = version + 1 WHERE id = $1 AND version = $8",
    .params = "iIttttti",
    .cols = ""};
static const struct wr_stmt Q_EVENT_ADD = {
    .name = "video_event_insert",
    .sql = "INSERT INTO video_event (point_id, uid, at_ms, received_ms, kind, text, snapshot_url) "
           "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (point_id, uid) DO NOTHING",
    .params = "itiittt",
    .cols = "",
    .ephemeral = true};
static const struct wr_stmt Q_EVENTS = {
    .name = "video_events",
    .sql = "SELECT id, point_id, uid, at_ms, received_ms, kind, text, snapshot_url FROM "
           "video_event WHERE point_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
    .params = "iii",
    .cols = "iitiittt"};
#define KEY_COLS                                                                                   \
    "SELECT k.id, k.name, k.enterprise_id, e.name AS enterprise_name, CASE WHEN k.status = "       \
    "'active' THEN 1 ELSE 0 END AS active, k.created_ms, k.version FROM push_key k LEFT JOIN "     \
    "enterprise e ON e.id = k.enterprise_id"
static const struct wr_stmt Q_KEYS = {.name = "push_keys",
                                      .sql = KEY_COLS " ORDER BY k.id LIMIT 1000",
                                      .params = "",
                                      .cols = "itITiii"};
static const struct wr_stmt Q_KEY_FIND = {.name = "push_key_find",
                                          .sql = KEY_COLS
                                          " WHERE k.sha256 = $1 AND k.status = 'active'",
                                          .params = "t",
                                          .cols = "itITiii"};
static const struct wr_stmt Q_KEY_INSERT = {
    .name = "push_key_insert",
    .sql = "INSERT INTO push_key (name, enterprise_id, sha256, status, created_ms, version) VALUES "
           "($1, $2, $3, 'active', $4, 1) RETURNING id",
    .params = "tIti",
    .cols = "i"};
static const struct wr_stmt Q_KEY_STOP = {
    .name = "push_key_stop",
    .sql = "UPDATE push_key SET status = 'stopped', version = version + 1 WHERE id = $1 AND status "
           "= 'active'",
    .params = "i",
    .cols = ""};

int wr_video_store_list(struct wr_tx *tx, int64_t enterprise_id, int64_t scope, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_VIDEOS, wr_video_point_fields, sizeof(struct wr_video_point), 5000,
                         ret, WR_IDOPT(enterprise_id), WR_IDOPT(scope));
}

int wr_video_store_get(struct wr_tx *tx, int64_t id, struct wr_video_point *ret)
{
    return wr_query_one(tx, &Q_VIDEO, wr_video_point_fields, ret, WR_I(id));
}

int wr_video_store_by_code(struct wr_tx *tx, struct wr_str code, struct wr_video_point *ret)
{
    return wr_query_one(tx, &Q_VIDEO_CODE, wr_video_point_fields, ret, WR_T(code));
}

#define VIDEO_VALUES(v)                                                                            \
    WR_IDOPT((v)->outlet_id), WR_T((v)->code), WR_T((v)->name), wr_offsite_text((v)->stream_url),  \
        wr_offsite_text((v)->snapshot_url), WR_T((v)->active ? WR_S("active") : WR_S("stopped"))

int wr_video_store_insert(struct wr_tx *tx, const struct wr_video_point *v, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_VIDEO_INSERT, ret_id, WR_I(v->enterprise_id), VIDEO_VALUES(v),
                        WR_I(v->created_ms));
}

int wr_video_store_update(struct wr_tx *tx, const struct wr_video_point *v)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_VIDEO_UPDATE, &n, WR_I(v->id), VIDEO_VALUES(v), WR_I(v->version));
    return wr_offsite_changed_one(tx, rc, n);
}

int wr_video_store_add_event(struct wr_tx *tx, const struct wr_video_event *e, bool *ret_new)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_EVENT_ADD, &n, WR_I(e->point_id), WR_T(e->uid), WR_I(e->at_ms),
                     WR_I(e->received_ms), WR_T(e->kind), wr_offsite_text(e->text),
                     wr_offsite_text(e->snapshot_url));
    *ret_new = n > 0;
    return rc;
}

int wr_video_store_events(struct wr_tx *tx, int64_t point_id, int64_t cursor, int64_t limit,
                          struct wr_list *ret)
{
    return wr_query_list(tx, &Q_EVENTS, wr_video_event_fields, sizeof(struct wr_video_event),
                         (size_t)limit, ret, WR_I(point_id), WR_I(cursor != 0 ? cursor : WR_ID_MAX),
                         WR_I(limit));
}

int wr_push_store_keys(struct wr_tx *tx, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_KEYS, wr_push_key_fields, sizeof(struct wr_push_key), 1000, ret);
}

int wr_push_store_insert(struct wr_tx *tx, const struct wr_push_key *k, struct wr_str sha256,
                         int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_KEY_INSERT, ret_id, WR_T(k->name), WR_IDOPT(k->enterprise_id),
                        WR_T(sha256), WR_I(k->created_ms));
}

int wr_push_store_find(struct wr_tx *tx, struct wr_str sha256, struct wr_push_key *ret)
{
    return wr_query_one(tx, &Q_KEY_FIND, wr_push_key_fields, ret, WR_T(sha256));
}

int wr_push_store_stop(struct wr_tx *tx, int64_t id)
{
    int64_t n = 0;
    int rc = wr_exec(tx, &Q_KEY_STOP, &n, WR_I(id));
    return wr_offsite_changed_one(tx, rc, n);
}

const struct wr_stmt *const wr_offsite_push_stmts[] = {
    &Q_VIDEOS,       &Q_VIDEO,      &Q_VIDEO_CODE, &Q_VIDEO_INSERT,
    &Q_VIDEO_UPDATE, &Q_EVENT_ADD,  &Q_EVENTS,     &Q_KEYS,
    &Q_KEY_FIND,     &Q_KEY_INSERT, &Q_KEY_STOP,   &video_row,
    &video_ids,      &push_row,     &push_ids,     NULL};
