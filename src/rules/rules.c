#include "rules/rules.h"

#include "base/alloc.h"
#include "base/calendar.h"
#include "base/crypto.h"
#include "base/text.h"
#include "rules/rules_files.h"

#include <assert.h>

#define RULES_ARENA_MAX ((size_t)64 << 20)

struct wr_rules {
    struct wr_arena arena; /* heads, typed bodies, file texts */
    struct wr_pack packs[WR_PACKS_MAX];
    struct wr_json *trees[WR_PACKS_MAX];
    size_t n;
    const struct wr_pack_kind *const *kinds;
};

static const struct wr_field head_fields[] = {
    WR_STR(struct wr_pack, id, 3, 80, "编号", "kind/file name"),
    WR_STR(struct wr_pack, kind, 1, 40, "种类", "kind of pack"),
    WR_STR(struct wr_pack, version, 1, 20, "版本",
           "version of this pack, raised with every change"),
    WR_TEXT(struct wr_pack, title_zh, 1, 200, "标题", "title, Chinese"),
    WR_TEXT(struct wr_pack, title_en, 1, 200, "英文标题", "title, English"),
    WR_TEXT(struct wr_pack, issuer, 1, 200, "制定机关", "who issued it"),
    WR_STR(struct wr_pack, jurisdiction, 0, 12, "适用区划", "region code prefix, empty: anywhere"),
    WR_DATE(struct wr_pack, valid_from, "生效日", "first day in force"),
    WR_DATE_OPT(struct wr_pack, valid_to, "失效日", "last day in force; absent: open"),
    WR_STR(struct wr_pack, status, 1, 20, "性质", "law, news, proposal or unverified"),
    WR_TEXT_OPT(struct wr_pack, note_zh, 0, 2000, "说明", "what a reader must know, Chinese"),
    WR_TEXT_OPT(struct wr_pack, note_en, 0, 2000, "英文说明", "what a reader must know, English"),
    {0},
};

/* ---- faults of one file, told under its path -------------------------------------------------- */

/** A context whose texts live with the packs. */
static struct wr_ctx inner_ctx(const struct wr_ctx *ctx, struct wr_rules *r)
{
    struct wr_ctx in = *ctx;
    in.arena = &r->arena;
    wr_err_reset(&in);
    return in;
}

static void add_fault(struct wr_ctx *ctx, const char *file, const struct wr_fault *f)
{
    wr_fault(ctx, wr_arena_printf(ctx->arena, "%s: " WR_FMT, file, WR_ARG(f->path)), f->key,
             f->value);
    struct wr_fault *last = ctx->err.n_faults <= WR_FAULTS_MAX ? ctx->err.faults : NULL;
    while (last && last->next) {
        last = last->next;
    }
    if (last && f->zh.p) { /* the message with its arguments, which only the first fault knew */
        last->zh = wr_arena_dup(ctx->arena, f->zh);
        last->en = wr_arena_dup(ctx->arena, f->en);
    }
}

/** Carry what went wrong in `in` over to the caller's context. */
static int carry_over(struct wr_ctx *ctx, const struct wr_ctx *in, const char *file)
{
    for (const struct wr_fault *f = in->err.faults; f; f = f->next) {
        add_fault(ctx, file, f);
    }
    if (!in->err.faults) {
        const struct wr_fault only = {
            .path = WR_S(""), .key = in->err.key, .zh = in->err.zh, .en = in->err.en};
        add_fault(ctx, file, &only);
    }
    return wr_fail(ctx, WR_K_rules_bad);
}

/* ---- one pack ----------------------------------------------------------------------------------- */

static bool is_status(struct wr_str s)
{
    return wr_str_eq(s, WR_S("law")) || wr_str_eq(s, WR_S("news")) ||
           wr_str_eq(s, WR_S("proposal")) || wr_str_eq(s, WR_S("unverified"));
}

static void check_head(struct wr_ctx *in, const struct wr_pack *p, struct wr_str path)
{
    struct wr_str id = wr_str_ends(path, WR_S(".json")) ? wr_str_sub(path, 0, path.n - 5) : path;
    struct wr_str rest = id;
    struct wr_str kind = wr_str_cut(&rest, '/');
    if (!wr_str_eq(p->id, id)) {
        wr_fault(in, WR_S("head.id"), WR_K_rules_id, p->id, id);
    }
    if (!wr_str_eq(p->kind, kind)) {
        wr_fault(in, WR_S("head.kind"), WR_K_rules_kind, p->kind, p->kind);
    }
    if (!is_status(p->status)) {
        wr_fault(in, WR_S("head.status"), WR_K_rules_status, p->status);
    }
    if (p->valid_to.n > 0 && wr_str_cmp(p->valid_to, p->valid_from) < 0) {
        wr_fault(in, WR_S("head.valid_to"), WR_K_rules_dates, p->valid_to, p->valid_to,
                 p->valid_from);
    }
    if (!wr_json_is_obj(p->body)) {
        wr_fault(in, WR_S("body"), WR_K_input_type, ((struct wr_str){NULL, 0}), WR_S("object"));
    }
    if (!wr_json_is_list(p->examples) || wr_json_len(p->examples) > WR_PACK_EXAMPLES_MAX) {
        wr_fault(in, WR_S("examples"), WR_K_rules_value, ((struct wr_str){NULL, 0}),
                 WR_S("list, at most 500 items"));
    }
}

static int read_pack(struct wr_ctx *in, const struct wr_json *tree, const struct wr_pack_file *f,
                     struct wr_pack *ret)
{
    struct wr_pack p = {0};
    uint8_t digest[WR_SHA256];
    const struct wr_json *head = wr_json_get(tree, "head");
    if (!wr_json_is_obj(tree) || wr_json_len(tree) != 3 || !head || !wr_json_get(tree, "body") ||
        !wr_json_get(tree, "examples")) {
        return wr_fail(in, WR_K_rules_layout);
    }
    int rc = wr_json_into(in, head, WR_S("head"), head_fields, &p, sizeof(p));
    if (rc < 0) {
        return rc;
    }
    p.body = wr_json_get(tree, "body");
    p.examples = wr_json_get(tree, "examples");
    wr_sha256(f->p, f->n, digest);
    p.sha256 = wr_hex(in->arena, digest, sizeof(digest));
    check_head(in, &p, wr_str(f->path));
    *ret = p;
    return wr_faults_end(in);
}

/** Put one file's pack into the set; a pack of the same id is replaced when `replace`, else a fault. */
static int add_file(struct wr_ctx *ctx, struct wr_rules *r, const struct wr_pack_file *f,
                    size_t first_of_source)
{
    struct wr_ctx in = inner_ctx(ctx, r);
    struct wr_pack pack;
    if (f->n > WR_PACK_BYTES_MAX) {
        (void)wr_fail(&in, WR_K_rules_too_large,
                      wr_arena_printf(in.arena, "%zu", WR_PACK_BYTES_MAX));
        return carry_over(ctx, &in, f->path);
    }
    struct wr_json *tree = wr_json_parse(&in, (struct wr_str){(const char *)f->p, f->n});
    if (!tree || read_pack(&in, tree, f, &pack) < 0) {
        wr_json_free(tree);
        return carry_over(ctx, &in, f->path);
    }
    size_t at = 0;
    while (at < r->n && !wr_str_eq(r->packs[at].id, pack.id)) {
        at++;
    }
    bool twice = at < r->n && at >= first_of_source;
    if (twice || at == WR_PACKS_MAX) {
        wr_json_free(tree);
        (void)(twice ? wr_fail(&in, WR_K_rules_duplicate, pack.id)
                     : wr_fail(&in, WR_K_rules_too_many,
                               wr_arena_printf(in.arena, "%d", WR_PACKS_MAX)));
        return carry_over(ctx, &in, f->path);
    }
    wr_json_free(r->trees[at]);
    r->packs[at] = pack;
    r->trees[at] = tree;
    r->n += at == r->n;
    return 0;
}

/* ---- the set ------------------------------------------------------------------------------------ */

static struct wr_rules *rules_new(void)
{
    struct wr_rules *r = wr_alloc(sizeof(*r));
    if (r) {
        wr_arena_init(&r->arena, RULES_ARENA_MAX);
    }
    return r;
}

int wr_rules_add_files(struct wr_ctx *ctx, struct wr_rules *r, const struct wr_pack_file *files,
                       size_t n)
{
    int rc = 0;
    /* Packs of an earlier source may be replaced, those of this one may not. */
    size_t first = r->n;
    for (size_t i = 0; i < n; i++) {
        int one = add_file(ctx, r, &files[i], first);
        rc = one < 0 ? one : rc;
    }
    return rc;
}

int wr_rules_load_files(struct wr_ctx *ctx, const struct wr_pack_file *files, size_t n,
                        struct wr_rules **ret)
{
    struct wr_rules *r = rules_new();
    if (!r) {
        return wr_fail(ctx, WR_K_memory);
    }
    int rc = wr_rules_add_files(ctx, r, files, n);
    if (rc < 0) {
        wr_rules_free(r);
        return rc;
    }
    *ret = r;
    return 0;
}

int wr_rules_load(struct wr_ctx *ctx, const char *dir, struct wr_rules **ret)
{
    struct wr_rules *r = NULL;
    int rc = wr_rules_load_files(ctx, wr_pack_files, wr_pack_files_n, &r);
    if (rc == 0 && dir) {
        struct wr_list files;
        rc = wr_rules_read_dir(ctx, dir, &files);
        if (rc == 0) {
            rc = wr_rules_add_files(ctx, r, files.p, files.n);
        }
    }
    if (rc < 0) {
        wr_rules_free(r);
        return rc;
    }
    *ret = r;
    return 0;
}

void wr_rules_free(struct wr_rules *r)
{
    if (!r) {
        return;
    }
    for (size_t i = 0; i < r->n; i++) {
        wr_json_free(r->trees[i]);
    }
    wr_arena_done(&r->arena);
    wr_free(r);
}

size_t wr_rules_count(const struct wr_rules *r)
{
    return r->n;
}

const struct wr_pack *wr_rules_at(const struct wr_rules *r, size_t i)
{
    assert(i < r->n);
    return &r->packs[i];
}

static bool in_force(const struct wr_pack *p, struct wr_str day)
{
    return wr_str_cmp(p->valid_from, day) <= 0 &&
           (p->valid_to.n == 0 || wr_str_cmp(day, p->valid_to) <= 0);
}

const struct wr_pack *wr_rules_in_force(const struct wr_rules *r, struct wr_str kind,
                                        struct wr_str day)
{
    const struct wr_pack *best = NULL;
    for (size_t i = 0; i < r->n; i++) {
        const struct wr_pack *p = &r->packs[i];
        if (wr_str_eq(p->kind, kind) && in_force(p, day) &&
            (!best || wr_str_cmp(best->valid_from, p->valid_from) < 0)) {
            best = p;
        }
    }
    return best;
}

const struct wr_pack *wr_rules_by_id(const struct wr_rules *r, struct wr_str id)
{
    for (size_t i = 0; i < r->n; i++) {
        if (wr_str_eq(r->packs[i].id, id)) {
            return &r->packs[i];
        }
    }
    return NULL;
}

/* ---- kinds -------------------------------------------------------------------------------------- */

static const struct wr_pack_kind *find_kind(const struct wr_pack_kind *const *kinds,
                                            struct wr_str name)
{
    for (; kinds && *kinds; kinds++) {
        if (wr_str_eq(wr_str((*kinds)->kind), name)) {
            return *kinds;
        }
    }
    return NULL;
}

const struct wr_pack_kind *const *wr_rules_kinds(const struct wr_rules *r)
{
    return r->kinds;
}

const struct wr_pack_kind *wr_rules_kind_of(const struct wr_rules *r, const struct wr_pack *p)
{
    return find_kind(r->kinds, p->kind);
}

int wr_rules_use_kinds(struct wr_ctx *ctx, struct wr_rules *r,
                       const struct wr_pack_kind *const *kinds)
{
    int rc = 0;
    for (size_t i = 0; i < r->n; i++) {
        struct wr_pack *p = &r->packs[i];
        const struct wr_pack_kind *k = find_kind(kinds, p->kind);
        struct wr_ctx in = inner_ctx(ctx, r);
        int one = k ? k->parse(&in, p, &p->typed) : wr_fail(&in, WR_K_rules_kind, p->kind);
        if (one < 0) {
            rc = carry_over(ctx, &in, wr_arena_printf(ctx->arena, WR_FMT, WR_ARG(p->id)).p);
        }
    }
    r->kinds = kinds;
    return rc;
}

/* ---- overlaps ----------------------------------------------------------------------------------- */

static struct wr_str later_day(struct wr_str a, struct wr_str b)
{
    return wr_str_cmp(a, b) < 0 ? b : a;
}

/** The earlier of two last days, where an absent one means "open". */
static struct wr_str earlier_end(struct wr_str a, struct wr_str b)
{
    if (a.n == 0 || b.n == 0) {
        return a.n == 0 ? b : a;
    }
    return wr_str_cmp(a, b) < 0 ? a : b;
}

/** Are packs of this kind chosen by name? Then several may be in force together. */
static bool by_name(const struct wr_rules *r, const struct wr_pack *p)
{
    const struct wr_pack_kind *k = find_kind(r->kinds, p->kind);

    return k && k->by_name;
}

static bool overlap(const struct wr_pack *a, const struct wr_pack *b, struct wr_pack_overlap *ret)
{
    if (!wr_str_eq(a->kind, b->kind) || !wr_str_eq(a->jurisdiction, b->jurisdiction)) {
        return false;
    }
    struct wr_str from = later_day(a->valid_from, b->valid_from);
    struct wr_str to = earlier_end(a->valid_to, b->valid_to);
    bool a_wins = wr_str_cmp(a->valid_from, b->valid_from) >= 0;
    *ret = (struct wr_pack_overlap){
        .winner = a_wins ? a : b, .loser = a_wins ? b : a, .from = from, .to = to};
    return to.n == 0 || wr_str_cmp(from, to) <= 0;
}

size_t wr_rules_overlaps(const struct wr_rules *r, struct wr_pack_overlap *ret, size_t max)
{
    size_t found = 0;
    struct wr_pack_overlap o;
    for (size_t i = 0; i < r->n; i++) {
        for (size_t j = i + 1; j < r->n; j++) {
            if (by_name(r, &r->packs[i]) || !overlap(&r->packs[i], &r->packs[j], &o)) {
                continue;
            }
            if (found < max) {
                ret[found] = o;
            }
            found++;
        }
    }
    return found;
}

/* ---- gaps --------------------------------------------------------------------------------------- */

/** The day after; absent when the day is none. */
static struct wr_str day_after(struct wr_ctx *ctx, struct wr_str day, int32_t by)
{
    struct wr_date d;
    char z[WR_DATE_TEXT];
    if (!wr_date_parse(day, &d)) {
        return (struct wr_str){NULL, 0};
    }
    wr_date_format(wr_date_from_days(wr_date_to_days(d) + by), z);
    return wr_arena_dup(ctx->arena, wr_str(z));
}

/** The pack of a kind that begins next after `day`; NULL if none does. */
static const struct wr_pack *next_to_begin(const struct wr_rules *r, struct wr_str kind,
                                           struct wr_str day)
{
    const struct wr_pack *next = NULL;
    for (size_t i = 0; i < r->n; i++) {
        const struct wr_pack *p = &r->packs[i];
        if (wr_str_eq(p->kind, kind) && wr_str_cmp(day, p->valid_from) < 0 &&
            (!next || wr_str_cmp(p->valid_from, next->valid_from) < 0)) {
            next = p;
        }
    }
    return next;
}

static bool is_first_of_kind(const struct wr_rules *r, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (wr_str_eq(r->packs[i].kind, r->packs[at].kind)) {
            return false;
        }
    }
    return true;
}

static size_t gaps_of_kind(struct wr_ctx *ctx, const struct wr_rules *r, struct wr_str kind,
                           struct wr_pack_gap *ret, size_t max)
{
    size_t found = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct wr_pack *p = &r->packs[i];
        if (!wr_str_eq(p->kind, kind) || p->valid_to.n == 0) {
            continue;
        }
        struct wr_str from = day_after(ctx, p->valid_to, 1);
        if (!from.p || wr_rules_in_force(r, kind, from)) {
            continue;
        }
        const struct wr_pack *next = next_to_begin(r, kind, from);
        bool told = false;
        for (size_t k = 0; k < found && k < max; k++) {
            told = told || wr_str_eq(ret[k].from, from);
        }
        if (!told && found < max) {
            ret[found] = (struct wr_pack_gap){.kind = kind, .from = from};
            if (next) {
                ret[found].to = day_after(ctx, next->valid_from, -1);
            }
        }
        found += !told;
    }
    return found;
}

size_t wr_rules_gaps(struct wr_ctx *ctx, const struct wr_rules *r, struct wr_pack_gap *ret,
                     size_t max)
{
    size_t found = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (!by_name(r, &r->packs[i]) && is_first_of_kind(r, i)) {
            size_t used = found < max ? found : max;
            found += gaps_of_kind(ctx, r, r->packs[i].kind, ret + used, max - used);
        }
    }
    return found;
}

/* ---- notes -------------------------------------------------------------------------------------- */

void wr_pack_review_add(struct wr_ctx *ctx, struct wr_pack_review *r, struct wr_str path,
                        struct wr_str zh, struct wr_str en)
{
    if (!r->notes) {
        r->notes = wr_arena_array(ctx->arena, WR_PACK_NOTES_MAX, sizeof(*r->notes));
    }
    if (r->notes && r->n < WR_PACK_NOTES_MAX) {
        r->notes[r->n] = (struct wr_pack_note){.pack = r->pack, .path = path, .zh = zh, .en = en};
    }
    r->n++;
}
