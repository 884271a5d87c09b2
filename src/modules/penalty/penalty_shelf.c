#include "modules/penalty/penalty_shelf.h"

#include "base/crypto.h"
#include "base/text.h"
#include "modules/audit/audit_svc.h"
#include "modules/penalty/penalty_svc.h"
#include "rules/rules_view.h"

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

struct wr_str wr_pen_pack_text(struct wr_ctx *ctx, const struct wr_pen_pack *p)
{
    return wr_pack_text(ctx, p->pack, WR_S("[]"));
}

struct wr_str wr_pen_pack_file(struct wr_ctx *ctx, const struct wr_pen_pack *p)
{
    return wr_pack_file_text(ctx, p->pack);
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
