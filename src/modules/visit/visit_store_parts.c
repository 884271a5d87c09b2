/* SQL of a visit's record: check-list, findings, photos, rating. */
#include "modules/visit/visit_store.h"

#define FINDING_COLS                                                                               \
    "f.id, f.visit_id, f.uid, f.item_code, f.text, f.severity, f.media_id, f.created_ms"
#define FINDING_TYPES "iitTttIi"

static const struct wr_stmt Q_ITEMS = {
    .name = "visit_items",
    .sql = "SELECT code, text_zh, text_en, required, result, note, evidence "
           "FROM visit_item WHERE visit_id = $1 ORDER BY id",
    .params = "i",
    .cols = "tttiTtT"};
static const struct wr_stmt Q_ADD_ITEM = {
    .name = "visit_add_item",
    .sql = "INSERT INTO visit_item (visit_id, code, text_zh, text_en, required, result, note, "
           "evidence) VALUES ($1, $2, $3, $4, $5, NULL, '', $6)",
    .params = "itttiT",
    .cols = ""};
static const struct wr_stmt Q_ANSWER = {
    .name = "visit_answer",
    .sql = "UPDATE visit_item SET result = $3, note = $4 WHERE visit_id = $1 AND code = $2",
    .params = "ittt",
    .cols = ""};
static const struct wr_stmt Q_FINDINGS = {.name = "visit_findings",
                                          .sql = "SELECT " FINDING_COLS
                                                 " FROM visit_finding f WHERE f.visit_id = $1 AND "
                                                 "f.withdrawn_ms IS NULL ORDER BY f.id LIMIT $2",
                                          .params = "ii",
                                          .cols = FINDING_TYPES};
static const struct wr_stmt Q_FINDING_BY_UID = {.name = "visit_finding_by_uid",
                                                .sql = "SELECT " FINDING_COLS
                                                       " FROM visit_finding f WHERE f.uid = $1",
                                                .params = "t",
                                                .cols = FINDING_TYPES};
static const struct wr_stmt Q_FINDING = {
    .name = "visit_finding_get",
    .sql =
        "SELECT " FINDING_COLS " FROM visit_finding f WHERE f.id = $1 AND f.withdrawn_ms IS NULL",
    .params = "i",
    .cols = FINDING_TYPES};
static const struct wr_stmt Q_ADD_FINDING = {
    .name = "visit_add_finding",
    .sql =
        "INSERT INTO visit_finding (visit_id, uid, item_code, text, severity, media_id, created_ms)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    .params = "itTttIi",
    .cols = "i"};
static const struct wr_stmt Q_WITHDRAW_FINDING = {
    .name = "visit_withdraw_finding",
    .sql = "UPDATE visit_finding SET withdrawn_ms = $2 WHERE id = $1 AND withdrawn_ms IS NULL",
    .params = "ii",
    .cols = ""};
#define PHOTO_COLS                                                                                 \
    "SELECT p.id, p.media_id, p.kind, p.taken_ms, m.taken_sha256 AS sha256, p.seen_before, "       \
    "p.item_code"                                                                                  \
    " FROM visit_photo p JOIN media m ON m.id = p.media_id WHERE p.visit_id = $1"

static const struct wr_stmt Q_PHOTOS = {.name = "visit_photos",
                                        .sql = PHOTO_COLS " ORDER BY p.id LIMIT $2",
                                        .params = "ii",
                                        .cols = "iititiT"};
static const struct wr_stmt Q_PHOTO_OF = {.name = "visit_photo_of",
                                          .sql = PHOTO_COLS " AND p.media_id = $2",
                                          .params = "ii",
                                          .cols = "iititiT"};
static const struct wr_stmt Q_ADD_PHOTO = {
    .name = "visit_add_photo",
    .sql = "INSERT INTO visit_photo (visit_id, media_id, kind, taken_ms, seen_before, item_code) "
           "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    .params = "iitiiT",
    .cols = "i"};
static const struct wr_stmt Q_PHOTOS_DUE = {
    .name = "visit_photos_due",
    .sql = "SELECT id, sha256, kind, item_code, taken_ms FROM visit_photo_due WHERE visit_id = $1 "
           "ORDER BY id LIMIT $2",
    .params = "ii",
    .cols = "ittTi"};
static const struct wr_stmt Q_ADD_PHOTO_DUE = {
    .name = "visit_add_photo_due",
    .sql = "INSERT INTO visit_photo_due (visit_id, sha256, kind, item_code, taken_ms) VALUES ($1, "
           "$2, $3, $4, $5) ON CONFLICT DO NOTHING",
    .params = "ittTi",
    .cols = ""};
static const struct wr_stmt Q_PHOTO_CAME = {
    .name = "visit_photo_came",
    .sql = "DELETE FROM visit_photo_due WHERE visit_id = $1 AND sha256 = $2",
    .params = "it",
    .cols = ""};
static const struct wr_stmt Q_RATING = {.name = "visit_rating_get",
                                        .sql =
                                            "SELECT id, visit_id, score, tags AS tags_json, text, "
                                            "created_ms FROM visit_rating WHERE visit_id = $1",
                                        .params = "i",
                                        .cols = "iiitti"};
static const struct wr_stmt Q_ADD_RATING = {
    .name = "visit_add_rating",
    .sql = "INSERT INTO visit_rating (visit_id, score, tags, text, created_ms) VALUES ($1, $2, $3, "
           "$4, $5) RETURNING id",
    .params = "iitti",
    .cols = "i"};

const struct wr_stmt *const wr_visit_parts_stmts[] = {&Q_ITEMS,
                                                      &Q_ADD_ITEM,
                                                      &Q_ANSWER,
                                                      &Q_FINDINGS,
                                                      &Q_FINDING_BY_UID,
                                                      &Q_FINDING,
                                                      &Q_ADD_FINDING,
                                                      &Q_WITHDRAW_FINDING,
                                                      &Q_PHOTOS,
                                                      &Q_PHOTO_OF,
                                                      &Q_ADD_PHOTO,
                                                      &Q_PHOTOS_DUE,
                                                      &Q_ADD_PHOTO_DUE,
                                                      &Q_PHOTO_CAME,
                                                      &Q_RATING,
                                                      &Q_ADD_RATING,
                                                      NULL};

static struct wr_val name_of(const struct wr_enum_item *items, int64_t value)
{
    return WR_T(wr_str(wr_enum_item(items, value)->name));
}

int wr_visit_store_items(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_ITEMS, wr_visit_item_fields, sizeof(struct wr_visit_item),
                         WR_VISIT_ITEMS_MAX, ret, WR_I(visit_id));
}

int wr_visit_store_add_item(struct wr_tx *tx, int64_t visit_id, const struct wr_visit_item *it)
{
    return wr_exec(tx, &Q_ADD_ITEM, NULL, WR_I(visit_id), WR_T(it->code), WR_T(it->text_zh),
                   WR_T(it->text_en), WR_I(it->required),
                   WR_T(it->evidence.n > 0 ? it->evidence : ((struct wr_str){NULL, 0})));
}

int wr_visit_store_answer(struct wr_tx *tx, int64_t visit_id, const struct wr_visit_answer *a)
{
    return wr_exec(tx, &Q_ANSWER, NULL, WR_I(visit_id), WR_T(a->code),
                   name_of(wr_item_results, a->result), WR_T(a->note.p ? a->note : WR_S("")));
}

int wr_visit_store_findings(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_FINDINGS, wr_visit_finding_fields, sizeof(struct wr_visit_finding),
                         WR_VISIT_FINDINGS_MAX, ret, WR_I(visit_id), WR_I(WR_VISIT_FINDINGS_MAX));
}

int wr_visit_store_finding_by_uid(struct wr_tx *tx, struct wr_str uid, struct wr_visit_finding *ret)
{
    *ret = (struct wr_visit_finding){0};
    return wr_query_one(tx, &Q_FINDING_BY_UID, wr_visit_finding_fields, ret, WR_T(uid));
}

int wr_visit_store_finding(struct wr_tx *tx, int64_t id, struct wr_visit_finding *ret)
{
    *ret = (struct wr_visit_finding){0};
    return wr_query_one(tx, &Q_FINDING, wr_visit_finding_fields, ret, WR_I(id));
}

int wr_visit_store_add_finding(struct wr_tx *tx, const struct wr_visit_finding *f, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_ADD_FINDING, ret_id, WR_I(f->visit_id), WR_T(f->uid),
                        WR_T(f->item_code), WR_T(f->text), name_of(wr_severities, f->severity),
                        WR_IDOPT(f->media_id), WR_I(f->created_ms));
}

int wr_visit_store_withdraw_finding(struct wr_tx *tx, int64_t id, int64_t now_ms)
{
    return wr_exec(tx, &Q_WITHDRAW_FINDING, NULL, WR_I(id), WR_I(now_ms));
}

int wr_visit_store_photos(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PHOTOS, wr_visit_photo_fields, sizeof(struct wr_visit_photo),
                         WR_VISIT_PHOTOS_MAX, ret, WR_I(visit_id), WR_I(WR_VISIT_PHOTOS_MAX));
}

int wr_visit_store_photo_of(struct wr_tx *tx, int64_t visit_id, int64_t media_id,
                            struct wr_visit_photo *ret)
{
    return wr_query_one(tx, &Q_PHOTO_OF, wr_visit_photo_fields, ret, WR_I(visit_id),
                        WR_I(media_id));
}

int wr_visit_store_add_photo(struct wr_tx *tx, int64_t visit_id, const struct wr_visit_photo *p,
                             int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_ADD_PHOTO, ret_id, WR_I(visit_id), WR_I(p->media_id),
                        name_of(wr_photo_kinds, p->kind), WR_I(p->taken_ms), WR_I(p->seen_before),
                        WR_T(p->item_code.n > 0 ? p->item_code : ((struct wr_str){NULL, 0})));
}

int wr_visit_store_photos_due(struct wr_tx *tx, int64_t visit_id, struct wr_list *ret)
{
    return wr_query_list(tx, &Q_PHOTOS_DUE, wr_visit_photo_due_fields,
                         sizeof(struct wr_visit_photo_due), WR_VISIT_PHOTOS_MAX, ret,
                         WR_I(visit_id), WR_I(WR_VISIT_PHOTOS_MAX));
}

int wr_visit_store_add_photo_due(struct wr_tx *tx, int64_t visit_id,
                                 const struct wr_visit_photo_due *p, bool *ret_added)
{
    int64_t n = 0;
    int rc = wr_exec(
        tx, &Q_ADD_PHOTO_DUE, &n, WR_I(visit_id), WR_T(p->sha256), name_of(wr_photo_kinds, p->kind),
        WR_T(p->item_code.n > 0 ? p->item_code : ((struct wr_str){NULL, 0})), WR_I(p->taken_ms));
    *ret_added = n > 0;
    return rc;
}

int wr_visit_store_photo_came(struct wr_tx *tx, int64_t visit_id, struct wr_str sha256)
{
    return wr_exec(tx, &Q_PHOTO_CAME, NULL, WR_I(visit_id), WR_T(sha256));
}

static const struct wr_field rating_row_fields[] = {
    WR_ID(struct wr_visit_rating, id, "编号", "id"),
    WR_ID(struct wr_visit_rating, visit_id, "入企", "visit"),
    WR_I64(struct wr_visit_rating, score, 1, 5, "评分", "score"),
    WR_TEXT(struct wr_visit_rating, tags_json, 2, 400, "标签", "JSON list"),
    WR_TEXT(struct wr_visit_rating, text, 0, 1000, "意见", "in words"),
    WR_MS(struct wr_visit_rating, created_ms, "评价时间", "when"),
    {0},
};

/** `["a","b"]` as stored by us into slices of it. */
static int read_tags(struct wr_ctx *ctx, struct wr_visit_rating *r)
{
    struct wr_json *j = wr_json_parse(ctx, r->tags_json);
    size_t n = wr_json_len(j);
    struct wr_str *tags = j ? wr_arena_array(ctx->arena, n + 1, sizeof(*tags)) : NULL;
    for (size_t i = 0; tags && i < n; i++) {
        tags[i] = wr_arena_dup(ctx->arena, wr_json_str(wr_json_at(j, i)));
    }
    wr_json_free(j);
    if (!tags) {
        return wr_fail(ctx, WR_K_memory);
    }
    r->tags = (struct wr_list){tags, n};
    return 0;
}

int wr_visit_store_rating(struct wr_tx *tx, int64_t visit_id, struct wr_visit_rating *ret)
{
    *ret = (struct wr_visit_rating){0};
    int rc = wr_query_one(tx, &Q_RATING, rating_row_fields, ret, WR_I(visit_id));
    return rc < 0 ? rc : read_tags(wr_tx_ctx(tx), ret);
}

int wr_visit_store_add_rating(struct wr_tx *tx, const struct wr_visit_rating *r, int64_t *ret_id)
{
    return wr_query_i64(tx, &Q_ADD_RATING, ret_id, WR_I(r->visit_id), WR_I(r->score),
                        WR_T(r->tags_json), WR_T(r->text.p ? r->text : WR_S("")),
                        WR_I(r->created_ms));
}
