#include "modules/enterprise/import_batch.h"

#include "base/events.h"
#include "base/text.h"
#include "modules/enterprise/import_store.h"

#include <inttypes.h>

#define JSON_BYTES_MAX ((size_t)1 << 20)

/* ---- kinds ---------------------------------------------------------------------------------- */

static const struct wr_import_kind *const own_kinds[] = {&WR_IMPORT_ENTERPRISES, NULL};
static const struct wr_import_kind *const *kinds =
    own_kinds; /* set once, before any thread starts */

void wr_import_set_kinds(const struct wr_import_kind *const *all)
{
    kinds = all;
}

const struct wr_import_kind *const *wr_import_kinds(void)
{
    return kinds;
}

int wr_import_kind_find(struct wr_ctx *ctx, struct wr_str name, const struct wr_import_kind **ret)
{
    struct wr_str names = WR_S("");
    for (size_t i = 0; kinds[i] != NULL; i++) {
        if (wr_str_eq(name, wr_str(kinds[i]->name))) {
            *ret = kinds[i];
            return 0;
        }
        names = wr_arena_printf(ctx->arena, WR_FMT "%s%s", WR_ARG(names), i > 0 ? ", " : "",
                                kinds[i]->name);
    }
    return wr_fail(ctx, WR_K_import_kind, name, names);
}

/* ---- room ----------------------------------------------------------------------------------- */

void wr_import_room_open(struct wr_ctx *ctx, struct wr_import_room *room)
{
    room->before = ctx->arena;
    wr_arena_init(&room->arena, WR_IMPORT_ARENA_MAX);
    ctx->arena = &room->arena;
}

static void carry(struct wr_arena *a, struct wr_str *s)
{
    if (s->p != NULL)
        *s = wr_arena_dup(a, *s);
}

void wr_import_room_close(struct wr_ctx *ctx, struct wr_import_room *room)
{
    struct wr_arena *a = room->before;
    struct wr_fault **tail = &ctx->err.faults;
    carry(a, &ctx->err.zh);
    carry(a, &ctx->err.en);
    for (struct wr_fault *f = ctx->err.faults; f != NULL; f = f->next) {
        struct wr_fault *copy = wr_arena_new(a, struct wr_fault);
        if (copy == NULL)
            break;
        *copy = *f;
        carry(a, &copy->path);
        carry(a, &copy->value);
        carry(a, &copy->zh);
        carry(a, &copy->en);
        *tail = copy;
        tail = &copy->next;
    }
    *tail = NULL;
    ctx->err.faults_tail = tail;
    ctx->arena = a;
    wr_arena_done(&room->arena);
}

/* ---- JSON of the stored columns ------------------------------------------------------------- */

/** A list of structs as JSON text. */
struct wr_str wr_import_list_json(struct wr_ctx *ctx, const struct wr_field *fields, size_t size,
                                  const struct wr_list *l)
{
    struct wr_str s = {NULL, 0};
    struct wr_jw w;
    struct wr_buf b;
    wr_buf_init(&b, JSON_BYTES_MAX);
    wr_jw_init(&w, &b);
    wr_jw_list(&w, NULL);
    for (size_t i = 0; i < l->n; i++)
        wr_jw_struct(&w, NULL, fields, (const char *)l->p + i * size, WR_MASK_NONE);
    wr_jw_list_end(&w);
    if (!b.failed)
        s = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}

struct wr_str wr_import_options_json(struct wr_ctx *ctx, const struct wr_import_options *o)
{
    struct wr_buf b;
    wr_buf_init(&b, JSON_BYTES_MAX);
    wr_json_encode(&b, wr_import_options_fields, o, WR_MASK_NONE);
    struct wr_str s = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return s;
}

static const struct wr_field stored_fields[] = {
    WR_LIST(struct wr_import_lists, columns, 0, WR_TABLE_COLS_MAX, wr_import_column_fields,
            struct wr_import_column, "", ""),
    WR_LIST(struct wr_import_lists, mapping, 0, WR_TABLE_COLS_MAX, wr_import_mapping_fields,
            struct wr_import_mapping, "", ""),
    WR_OBJ(struct wr_import_lists, options, wr_import_options_fields, "", ""),
    {0},
};

int wr_import_batch_lists(struct wr_ctx *ctx, const struct wr_import_batch *b,
                          struct wr_import_lists *ret)
{
    struct wr_str json = wr_arena_printf(
        ctx->arena, "{\"columns\":" WR_FMT ",\"mapping\":" WR_FMT ",\"options\":" WR_FMT "}",
        WR_ARG(b->columns), WR_ARG(b->mapping), WR_ARG(b->options));
    return wr_json_decode(ctx, json, stored_fields, ret, sizeof(*ret));
}

int wr_import_batch_show(struct wr_ctx *ctx, const struct wr_import_batch *b, struct wr_import *ret)
{
    struct wr_import_lists l;
    int rc = wr_import_batch_lists(ctx, b, &l);
    *ret = (struct wr_import){.id = b->id,
                              .kind = b->kind,
                              .filename = b->filename,
                              .sha256 = b->sha256,
                              .charset = b->charset,
                              .format =
                                  wr_str_eq(b->charset, WR_S("xlsx")) ? WR_S("xlsx") : WR_S("csv"),
                              .state = b->state,
                              .columns = l.columns,
                              .mapping = l.mapping,
                              .options = l.options,
                              .total = b->total,
                              .new_n = b->new_n,
                              .changed_n = b->changed_n,
                              .same_n = b->same_n,
                              .error_n = b->error_n,
                              .warning_n = b->warning_n,
                              .created_ms = b->created_ms,
                              .user_name = b->user_name,
                              .version = b->version};
    return rc;
}

/* ---- one batch ------------------------------------------------------------------------------ */

/** Batches of a district are its administrators' own; the city sees all. */
bool wr_import_batch_in_scope(const struct wr_actor *a, const struct wr_import_batch *b)
{
    return a->system || a->district_id == 0 || a->district_id == b->district_id;
}

int wr_import_batch_get(struct wr_tx *tx, int64_t id, struct wr_import_batch *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_import_store_get(tx, id, ret);
    if (rc == WR_ENOTFOUND || (rc == 0 && !wr_import_batch_in_scope(&ctx->actor, ret)))
        return wr_fail(ctx, WR_K_not_found, WR_S("该导入批次 import"));
    return rc;
}

int wr_import_batch_expect(struct wr_ctx *ctx, const struct wr_import_batch *b,
                           enum wr_import_state x, enum wr_import_state y)
{
    const struct wr_enum_item *it = wr_enum_item(wr_import_states, b->state);
    if (b->state == (int64_t)x || b->state == (int64_t)y)
        return 0;
    return wr_fail(ctx, WR_K_import_state, wr_str(ctx->lang == WR_LANG_ZH ? it->zh : it->en));
}

/** One leaf for what just became of the batch. */
int wr_import_batch_log(struct wr_tx *tx, const struct wr_import_batch *b, const char *action,
                        struct wr_str reason)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_str counts =
        wr_arena_printf(ctx->arena,
                        "%" PRId64 " new, %" PRId64 " changed, %" PRId64 " same, %" PRId64
                        " errors, %" PRId64 " warnings",
                        b->new_n, b->changed_n, b->same_n, b->error_n, b->warning_n);
    return wr_audit_append(
        tx, &WR_IMPORT_ENTITY, b->id, 0, action,
        wr_audit_payload3(ctx, "sha256", b->sha256, "counts", counts, "reason", reason));
}

int wr_import_batch_store(struct wr_tx *tx, struct wr_import_batch *b, enum wr_import_state state,
                          const char *action, struct wr_str reason)
{
    b->state = state;
    int rc = wr_import_store_update(tx, b);
    if (rc == WR_ECONFLICT)
        return wr_fail(wr_tx_ctx(tx), WR_K_version_conflict, WR_S("?"));
    return rc == 0 ? wr_import_batch_log(tx, b, action, reason) : rc;
}

void wr_import_batch_publish(struct wr_ctx *ctx, int64_t id, const char *state)
{
    wr_events_publish(
        ctx, WR_TOPIC_EVENTS, "import",
        wr_arena_printf(ctx->arena, "{\"id\":%" PRId64 ",\"state\":\"%s\"}", id, state));
}
