#include "modules/penalty/penalty_shelf.h"

#include "base/crypto.h"
#include "base/text.h"
#include "modules/audit/audit_svc.h"
#include "modules/penalty/penalty_svc.h"

#define TEXT_MAX ((size_t)2 << 20)

static const struct wr_pack_kind *const kinds[] = {&wr_penalty_kind, NULL};

/** Place of the file as its own head names it: "penalty/x.json". */
static struct wr_str path_of(struct wr_ctx *ctx, struct wr_str content)
{
    struct wr_json *j = wr_json_parse(ctx, content);
    struct wr_str id = wr_json_str(wr_json_get(wr_json_get(j, "head"), "id"));
    bool good = wr_str_starts(id, WR_S(WR_PENALTY_KIND "/")) && id.n < 80;
    struct wr_str path =
        wr_arena_printf(ctx->arena, WR_FMT ".json", WR_ARG(good ? id : WR_S(WR_PENALTY_KIND "/?")));

    wr_json_free(j);
    return path;
}

int wr_pen_shelf_load(struct wr_ctx *ctx, struct wr_pen_shelf *s, struct wr_str content,
                      const struct wr_pen_pack **ret)
{
    struct wr_rules *r = NULL;

    if (s->n == WR_PEN_SHELF_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("penalty packs"), WR_S("40"));
    struct wr_str path = path_of(ctx, content);
    if (ctx->err.code < 0)
        return ctx->err.code;
    const struct wr_pack_file file = {path.p, (const unsigned char *)content.p, content.n};
    int rc = wr_rules_load_files(ctx, &file, 1, &r);
    if (rc < 0)
        return rc;
    s->loaded[s->n++] = r;
    rc = wr_rules_use_kinds(ctx, r, kinds);
    if (rc < 0)
        return rc;
    *ret = wr_rules_at(r, 0)->typed;
    wr_pen_book_add(&s->book, *ret);
    return 0;
}

int wr_pen_shelf_open(struct wr_tx *tx, struct wr_pen_shelf *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_pen_pack *p;
    struct wr_list list;

    wr_pen_shelf_close(s); /* a transaction may be run again */
    wr_pen_book_of(ctx->rules, &s->book);
    int rc = wr_pen_store_published(tx, &list);
    const struct wr_pen_stored *stored = list.p;
    for (size_t i = 0; rc == 0 && i < list.n; i++)
        rc = wr_pen_shelf_load(ctx, s, stored[i].content, &p);
    return rc;
}

void wr_pen_shelf_close(struct wr_pen_shelf *s)
{
    for (size_t i = 0; i < s->n; i++)
        wr_rules_free(s->loaded[i]);
    s->n = 0;
    s->book.n = 0;
}

struct wr_str wr_pen_sha256(struct wr_ctx *ctx, struct wr_str content)
{
    uint8_t digest[WR_SHA256];

    wr_sha256(content.p, content.n, digest);
    return wr_hex(ctx->arena, digest, sizeof(digest));
}

static void write_head(struct wr_jw *w, const struct wr_pack *k)
{
    wr_jw_obj(w, "head");
    wr_jw_str(w, "id", k->id);
    wr_jw_str(w, "kind", k->kind);
    wr_jw_str(w, "version", k->version);
    wr_jw_str(w, "title_zh", k->title_zh);
    wr_jw_str(w, "title_en", k->title_en);
    wr_jw_str(w, "issuer", k->issuer);
    wr_jw_str(w, "jurisdiction", k->jurisdiction);
    wr_jw_str(w, "valid_from", k->valid_from);
    if (k->valid_to.n > 0)
        wr_jw_str(w, "valid_to", k->valid_to);
    wr_jw_str(w, "status", k->status);
    if (k->note_zh.n > 0)
        wr_jw_str(w, "note_zh", k->note_zh);
    if (k->note_en.n > 0)
        wr_jw_str(w, "note_en", k->note_en);
    wr_jw_obj_end(w);
}

static struct wr_str text_of(struct wr_ctx *ctx, const struct wr_pen_pack *p,
                             struct wr_str examples)
{
    struct wr_jw w;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, TEXT_MAX);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    write_head(&w, p->pack);
    wr_jw_raw(&w, "body", wr_json_text(ctx->arena, p->pack->body));
    wr_jw_raw(&w, "examples", examples);
    wr_jw_obj_end(&w);
    return wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

struct wr_str wr_pen_pack_text(struct wr_ctx *ctx, const struct wr_pen_pack *p)
{
    return text_of(ctx, p, WR_S("[]"));
}

struct wr_str wr_pen_pack_file(struct wr_ctx *ctx, const struct wr_pen_pack *p)
{
    return text_of(ctx, p,
                   p->pack->examples ? wr_json_text(ctx->arena, p->pack->examples) : WR_S("[]"));
}

int wr_pen_shelf_keep(struct wr_tx *tx, const struct wr_pen_pack *p, int64_t *ret_id)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_pen_stored s = {.pack = p->pack->id,
                              .pack_version = p->pack->version,
                              .content = wr_pen_pack_text(ctx, p),
                              .state = WR_S("snapshot")};

    if (!s.content.p)
        return wr_fail(ctx, WR_K_memory);
    s.sha256 = wr_pen_sha256(ctx, s.content);
    int rc = wr_pen_store_pack_by_sha(tx, s.sha256, ret_id);
    if (rc != WR_ENOTFOUND)
        return rc;
    wr_err_reset(ctx);
    rc = wr_pen_store_pack_add(tx, &s, ret_id);
    return rc < 0
               ? rc
               : wr_audit_append(tx, &WR_PENALTY_PACK_ENTITY, *ret_id, 0, "penalty.pack_kept",
                                 wr_audit_payload2(ctx, "pack", s.pack, "version", s.pack_version));
}
