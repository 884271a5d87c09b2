#include "modules/plate/plate_in.h"

#include "base/text.h"
#include "modules/region/region_svc.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

/* ---- print ----------------------------------------------------------------------------------- */

struct bar {
    bool terminal;
    int64_t told_percent;
};

/** Progress on stderr: a line that is written over on a terminal, nothing otherwise. */
static int show_bar(void *arg, int64_t done, int64_t total)
{
    struct bar *b = arg;
    int64_t percent = total > 0 ? done * 100 / total : 100;

    if (b->terminal && percent != b->told_percent)
        fprintf(stderr, "\r信息牌 %" PRId64 "/%" PRId64 "  %" PRId64 "%%%s", done, total, percent,
                done == total ? "\n" : "");
    b->told_percent = percent;
    return 0;
}

static int enum_opt(struct wr_ctx *ctx, struct wr_args *a, const char *name,
                    const struct wr_enum_item *items, int64_t *ret)
{
    const char *text = wr_args_opt(a, name);
    int64_t v = text ? wr_enum_value(items, wr_str(text)) : -1;
    struct wr_str names = {0};

    if (!text)
        return 0;
    if (v >= 0) {
        *ret = v;
        return 1;
    }
    for (const struct wr_enum_item *it = items; it->name; it++)
        names = wr_arena_printf(ctx->arena, WR_FMT "%s%s", WR_ARG(names), names.n > 0 ? ", " : "",
                                it->name);
    wr_fault(ctx, wr_str(name), WR_K_input_enum, wr_str(text), names);
    return 0;
}

struct find_district {
    struct wr_str text;
    int64_t id;
};

static int district_tx(struct wr_tx *tx, void *arg)
{
    struct find_district *f = arg;
    struct wr_list list;
    int64_t id = 0;

    int rc = wr_region_list_in(tx, &list);
    const struct wr_region *r = list.p;
    bool number = wr_str_i64(f->text, &id);
    for (size_t i = 0; rc == 0 && i < list.n; i++)
        if (r[i].level == WR_REGION_DISTRICT &&
            (wr_str_eq(r[i].name, f->text) || wr_str_eq(r[i].code, f->text) ||
             (number && r[i].id == id)))
            f->id = r[i].id;
    return rc;
}

/** `--district` by name, code or id. */
static int district_opt(struct wr_ctx *ctx, struct wr_args *a, int64_t *ret)
{
    const char *text = wr_args_opt(a, "--district");
    struct find_district f = {.text = wr_str(text)};

    if (!text)
        return 0;
    int rc = wr_tx_run(ctx, WR_TX_READ, "plate.district", district_tx, &f);
    if (rc == 0 && f.id == 0)
        wr_fault(ctx, WR_S("--district"), WR_K_not_found, wr_str(text), WR_S("该区县 district"));
    *ret = f.id;
    return rc;
}

/** `--ids 1,2,3`. */
static void ids_opt(struct wr_ctx *ctx, struct wr_args *a, struct wr_list *ret)
{
    const char *text = wr_args_opt(a, "--ids");
    struct wr_str rest = wr_str(text);
    int64_t *ids = text ? wr_arena_array(ctx->arena, WR_PLATE_PRINTS_MAX, sizeof(*ids)) : NULL;

    while (ids && rest.p && ret->n < WR_PLATE_PRINTS_MAX) {
        struct wr_str one = wr_str_cut(&rest, ',');
        if (!wr_str_i64(wr_str_trim(one), &ids[ret->n]))
            wr_fault(ctx, WR_S("--ids"), WR_K_input_type, one, WR_S("1,2,3"));
        ret->n++;
    }
    ret->p = ids;
}

static int run_print(struct wr_ctx *ctx, struct wr_args *a)
{
    const char *out = wr_args_opt(a, "--out");
    struct wr_plate_print in = {.layout = WR_LAYOUT_SINGLE};
    struct bar bar = {.terminal = isatty(STDERR_FILENO) == 1, .told_percent = -1};
    int64_t n = 0;

    if (!out)
        wr_fault(ctx, WR_S("--out"), WR_K_input_required, (struct wr_str){0});
    else if (wr_str_ends(wr_str(out), WR_S(".zip")))
        in.format = WR_PLATE_PRINT_SVG_ZIP;
    (void)enum_opt(ctx, a, "--layout", wr_plate_layouts, &in.layout);
    in.has_status = enum_opt(ctx, a, "--status", wr_plate_statuses, &in.status) > 0;
    in.reprint_due = wr_args_flag(a, "--reprint-due");
    ids_opt(ctx, a, &in.ids);
    int rc = district_opt(ctx, a, &in.district_id);
    if (rc == 0)
        rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_args_end(ctx, a);
    if (rc == 0)
        rc = wr_plate_svc_print_to(ctx, &in, out, show_bar, &bar, &n);
    if (rc < 0)
        return rc;
    if (a->json)
        fprintf(a->out, "{\"printed_n\":%" PRId64 ",\"file\":\"%s\"}\n", n, out);
    else
        fprintf(a->out, "已打印 %" PRId64 " 块信息牌 → %s\n", n, out);
    return 0;
}

/* ---- verify, revoke, keys -------------------------------------------------------------------- */

static void print_json(struct wr_args *a, const struct wr_field *fields, const void *obj)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, (size_t)1 << 20);
    wr_json_encode(&b, fields, obj, WR_MASK_PERSONAL);
    fprintf(a->out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
}

static int run_verify(struct wr_ctx *ctx, struct wr_args *a)
{
    const char *text = wr_args_next(a);
    struct wr_plate_scan s;

    if (!text) {
        wr_fault(ctx, WR_S("PAYLOAD"), WR_K_input_required, (struct wr_str){0});
        return wr_faults_end(ctx);
    }
    int rc = wr_args_end(ctx, a);
    if (rc == 0)
        rc = wr_plate_svc_scan(ctx, wr_str(text), &s);
    if (rc < 0)
        return rc;
    const struct wr_enum_item *it = wr_enum_item(wr_genuines, s.genuine);
    if (a->json)
        fprintf(a->out, "{\"genuine\":\"%s\",\"code\":\"" WR_FMT "\"}\n", it->name,
                WR_ARG(s.plate.code));
    else if (s.found)
        fprintf(a->out, "%s  " WR_FMT "  " WR_FMT "\n", ctx->lang == WR_LANG_EN ? it->en : it->zh,
                WR_ARG(s.plate.code_print), WR_ARG(s.plate.enterprise_name));
    if (s.genuine == WR_GENUINE || s.genuine == WR_GENUINE_UNSIGNED)
        return 0;
    return wr_fail(ctx, WR_K_plate_not_genuine, wr_str(it->zh), wr_str(it->en));
}

static int run_revoke(struct wr_ctx *ctx, struct wr_args *a)
{
    const char *reason = wr_args_opt(a, "--reason"), *code = wr_args_next(a);
    struct wr_plate_scan s;

    if (!code)
        wr_fault(ctx, WR_S("CODE"), WR_K_input_required, (struct wr_str){0});
    if (!reason || wr_str_trim(wr_str(reason)).n == 0)
        wr_fault(ctx, WR_S("--reason"), WR_K_input_required, (struct wr_str){0});
    int rc = wr_faults_end(ctx);
    if (rc == 0)
        rc = wr_args_end(ctx, a);
    if (rc == 0)
        rc = wr_plate_svc_scan(ctx, wr_str(code), &s);
    if (rc == 0 && !s.found)
        rc = wr_fail(ctx, WR_K_not_found, WR_S("该信息牌 plate"));
    if (rc == 0)
        rc = wr_plate_svc_end(ctx, s.plate.id, WR_PLATE_VOID, wr_str(reason));
    if (rc < 0)
        return rc;
    fprintf(a->out, "已作废 " WR_FMT "\n", WR_ARG(s.plate.code_print));
    return 0;
}

static int rotate(struct wr_ctx *ctx, struct wr_keys *k)
{
    int err = wr_keys_rotate_plate(k, k->dir, wr_ctx_now(ctx));

    if (err == -ENOSPC)
        return wr_fail(ctx, WR_K_plate_keys_full, WR_S("16"));
    return err < 0 ? wr_fail(ctx, WR_K_io,
                             wr_arena_printf(ctx->arena, "%s: %s", k->dir, strerror(-err)))
                   : 0;
}

static void print_keys(struct wr_ctx *ctx, struct wr_args *a, const struct wr_list *list)
{
    const struct wr_plate_key *k = list->p;

    for (size_t i = 0; i < list->n; i++) {
        if (a->json)
            print_json(a, wr_plate_key_fields, &k[i]);
        else
            fprintf(a->out, "%-6s %s " WR_FMT "\n", wr_arena_cstr(ctx->arena, k[i].kid),
                    wr_arena_cstr(ctx->arena, k[i].purpose), WR_ARG(k[i].public_key));
    }
}

static int run_keys(struct wr_ctx *ctx, struct wr_args *a)
{
    bool wanted = wr_args_flag(a, "--rotate");
    const struct wr_keys *before = ctx->keys;
    struct wr_keys keys = *ctx->keys;
    struct wr_list list;

    int rc = wr_args_end(ctx, a);
    if (rc == 0 && wanted)
        rc = rotate(ctx, &keys);
    ctx->keys = &keys;
    if (rc == 0)
        rc = wr_plate_svc_keys(ctx, &list);
    ctx->keys = before;
    if (rc == 0)
        print_keys(ctx, a, &list);
    wr_mem_wipe(&keys, sizeof(keys));
    if (rc == 0 && wanted && !a->json)
        fprintf(a->out, "新密钥已生成；重启服务后用于新制发的信息牌，原有信息牌继续有效。\n");
    return rc;
}

const struct wr_command wr_plate_commands[] = {
    {"plate", "print",
     "--out FILE.pdf|FILE.zip [--layout single|a4_2|a4_4|a3_8] [--district NAME] [--status S] "
     "[--reprint-due] [--ids 1,2]",
     "Draw plates for printing and record them as printed (打印信息牌)", true, true, run_print},
    {"plate", "verify", "PAYLOAD|LINK|CODE [--json]",
     "Is this plate genuine? Exit code 1 if not (验牌)", true, true, run_verify},
    {"plate", "revoke", "CODE --reason TEXT", "Void a plate (作废)", true, true, run_revoke},
    {"plate", "keys", "[--rotate] [--json]", "Public keys; --rotate adds a new signing key (密钥)",
     false, true, run_keys},
    {0},
};
