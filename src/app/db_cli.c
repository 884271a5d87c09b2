/* wurao db migrate | check | backup | restore | copy. */
#include "app/app.h"

#include "app/embedded.h"
#include "base/calendar.h"
#include "base/command.h"
#include "codec/json.h"
#include "telemetry/copy.h"
#include "telemetry/telemetry.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SQLITE_SCHEME "sqlite:"
#define WAIT_MS 30000

/** Path of the SQLite file of this program's database; NULL for another engine. */
static const char *sqlite_path(const struct wr_app *app)
{
    size_t n = sizeof(SQLITE_SCHEME) - 1;
    return strncmp(app->db_url, SQLITE_SCHEME, n) == 0 ? app->db_url + n : NULL;
}

static void say(const struct wr_ctx *ctx, const struct wr_args *args, const char *zh,
                const char *en)
{
    bool is_zh = ctx->lang == WR_LANG_ZH;
    (void)fprintf(args->out, "%s\n", args->json ? "{\"ok\":true}" : is_zh ? zh : en);
}

/** Name the file that was made. */
static void say_file(const struct wr_ctx *ctx, const struct wr_args *args, const char *zh,
                     const char *en, const char *path)
{
    if (!args->json) {
        (void)fprintf(args->out, "%s%s\n", ctx->lang == WR_LANG_ZH ? zh : en, path);
        return;
    }
    struct wr_buf b;
    wr_buf_init(&b, 8192);
    struct wr_jw w;
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_bool(&w, "ok", true);
    wr_jw_str(&w, "file", wr_str(path));
    wr_jw_obj_end(&w);
    (void)fprintf(args->out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
    wr_buf_done(&b);
}

static void print_states(const struct wr_args *args, const struct wr_list *l, int64_t applied_n)
{
    const struct wr_migration_state *m = l->p;
    if (args->json)
        (void)fprintf(args->out, "{\"applied\":%" PRId64 ",\"migrations\":[", applied_n);
    for (size_t i = 0; i < l->n; i++) {
        char at[WR_STAMP_TEXT] = "-";
        if (m[i].applied_ms != 0)
            wr_stamp_format(m[i].applied_ms, at);
        if (args->json)
            (void)fprintf(args->out,
                          "%s{\"version\":%" PRId64 ",\"name\":\"" WR_FMT
                          "\",\"applied_ms\":%" PRId64 "}",
                          i ? "," : "", m[i].version, WR_ARG(m[i].name), m[i].applied_ms);
        else
            (void)fprintf(args->out, "%04" PRId64 " %-20.*s %s\n", m[i].version, WR_ARG(m[i].name),
                          at);
    }
    if (args->json)
        (void)fputs("]}\n", args->out);
}

/** A copy beside the file before it is changed: "wurao.db.before-0008". */
static int back_up_first(struct wr_ctx *ctx, const struct wr_args *args,
                         const struct wr_list *states)
{
    const char *path = sqlite_path(args->app);
    const struct wr_migration_state *m = states->p;
    size_t done = 0;
    while (done < states->n && m[done].applied_ms != 0)
        done++;
    if (!path || done == 0 || done == states->n)
        return 0;
    struct wr_str copy = wr_arena_printf(ctx->arena, "%s.before-%04" PRId64, path, m[done].version);
    if (!copy.p)
        return wr_fail(ctx, WR_K_memory);
    int rc = wr_db_backup(ctx, copy.p);
    if (rc == 0 && !args->json)
        say_file(ctx, args, "已先备份到 ", "backed up first to ", copy.p);
    return rc;
}

static int run_migrate(struct wr_ctx *ctx, struct wr_args *args)
{
    struct wr_app *app = args->app;
    bool list_only = wr_args_flag(args, "--list");
    bool no_backup = wr_args_flag(args, "--no-backup");
    struct wr_list states;
    int64_t applied_n = 0;
    int rc = wr_args_end(ctx, args);
    if (rc == 0)
        rc = wr_app_open_db(app, ctx, !list_only);
    if (rc == 0)
        rc = wr_db_migration_list(ctx, wr_migrations, wr_migrations_n, &states);
    if (rc == 0 && !list_only && !no_backup)
        rc = back_up_first(ctx, args, &states);
    if (rc == 0 && !list_only)
        rc = wr_db_migrate(ctx, wr_migrations, wr_migrations_n, &applied_n);
    if (rc == 0)
        rc = wr_db_migration_list(ctx, wr_migrations, wr_migrations_n, &states);
    if (rc != 0)
        return rc;
    print_states(args, &states, applied_n);
    if (!args->json && !list_only)
        (void)fprintf(args->out,
                      ctx->lang == WR_LANG_ZH ? "本次应用 %" PRId64 " 个迁移\n"
                                              : "%" PRId64 " migrations applied\n",
                      applied_n);
    return 0;
}

static int run_check(struct wr_ctx *ctx, struct wr_args *args)
{
    int rc = wr_args_end(ctx, args);
    if (rc == 0)
        rc = wr_db_check(ctx);
    if (rc == 0)
        say(ctx, args, "数据库完好", "the database is sound");
    return rc;
}

/** The one word a command needs. */
static int want_word(struct wr_ctx *ctx, struct wr_args *args, const char *name, const char **ret)
{
    if (!*ret)
        *ret = wr_args_next(args);
    int rc = wr_args_end(ctx, args);
    if (rc != 0)
        return rc;
    if (!*ret)
        wr_fault(ctx, wr_str(name), WR_K_input_required, WR_S(""));
    return wr_faults_end(ctx);
}

static void say_backup(const struct wr_ctx *ctx, const struct wr_args *args, const char *path,
                       const struct wr_tele_copied *c)
{
    bool zh = ctx->lang == WR_LANG_ZH;
    if (args->json) {
        struct wr_buf b;
        struct wr_jw w;
        wr_buf_init(&b, 8192);
        wr_jw_init(&w, &b);
        wr_jw_obj(&w, NULL);
        wr_jw_bool(&w, "ok", true);
        wr_jw_str(&w, "file", wr_str(path));
        wr_jw_i64(&w, "months", c->months);
        wr_jw_i64(&w, "raw_files", c->raw_files);
        wr_jw_obj_end(&w);
        (void)fprintf(args->out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
        wr_buf_done(&b);
        return;
    }
    (void)fprintf(args->out,
                  zh ? "已备份到 %s；时序数据 %" PRId64 " 个月（%s.telemetry）；原始报文 %" PRId64
                       " 个文件（%s.raw）\n"
                     : "backed up to %s; %" PRId64 " months of time series (%s.telemetry), %" PRId64
                       " files of raw frames (%s.raw)\n",
                  path, c->months, path, c->raw_files, path);
    if (!c->series)
        (void)fputs(zh ? "时序数据在数据库服务器中，请用其自带工具备份\n"
                       : "the time series are in a database server: back them up with its own "
                         "tools\n",
                    args->out);
}

static int run_backup(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *path = NULL;
    bool only_db = wr_args_flag(args, "--database-only");
    struct wr_tele_copied copied = {.series = true};
    int rc = want_word(ctx, args, "FILE", &path);
    if (rc == 0)
        rc = wr_db_backup(ctx, path);
    if (rc == 0 && !only_db && ctx->telemetry)
        rc = wr_tele_backup(ctx, ctx->telemetry, path, &copied);
    if (rc == 0 && (only_db || !ctx->telemetry))
        say_file(ctx, args, "已备份到 ", "backed up to ", path);
    else if (rc == 0)
        say_backup(ctx, args, path, &copied);
    return rc;
}

/* ---- restore ------------------------------------------------------------------------------------- */

/** A folder of the backup, and where it belongs. */
struct part {
    const char *from, *to; /* from NULL: the backup has none */
};
struct restoring {
    struct wr_app *app;
    struct wr_args *args;
    const char *file;
    bool replace;
    struct part series, raw;
};

static bool is_folder(const char *path)
{
    struct stat st;
    return path && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static const char *beside(struct wr_ctx *ctx, const char *file, const char *tail)
{
    const char *path = wr_arena_printf(ctx->arena, "%s%s", file, tail).p;
    return is_folder(path) ? path : NULL;
}

/** The time series of the backup must be sound, and their places free or to be replaced. */
static int check_parts(struct wr_ctx *ctx, struct restoring *r, bool only_db)
{
    static const char scheme[] = "sqlite-dir:";
    const char *url = r->app->telemetry_url;
    struct wr_tele *t = NULL;
    struct wr_tele_report report = {0};
    const struct wr_tele_options o = {0};
    if (only_db)
        return 0;
    r->raw = (struct part){beside(ctx, r->file, ".raw"), r->app->raw_dir};
    if (strncmp(url, scheme, sizeof(scheme) - 1) == 0)
        r->series = (struct part){beside(ctx, r->file, ".telemetry"), url + sizeof(scheme) - 1};
    const struct part *parts[] = {&r->series, &r->raw};
    for (size_t i = 0; i < WR_ARRAY_LEN(parts); i++)
        if (parts[i]->from && !r->replace && is_folder(parts[i]->to))
            return wr_fail(ctx, WR_K_db_restore_exists, wr_str(parts[i]->to));
    if (!r->series.from)
        return 0;
    struct wr_str copy = wr_arena_printf(ctx->arena, "%s%s", scheme, r->series.from);
    int rc = copy.p ? wr_tele_open(ctx, copy.p, &o, &t) : wr_fail(ctx, WR_K_memory);
    if (rc == 0)
        rc = wr_tele_check(ctx, t, &report);
    wr_tele_close(t);
    return rc == 0 && report.bad > 0 ? wr_fail(ctx, WR_K_tele_store, report.first_bad) : rc;
}

static int put_part(struct wr_ctx *ctx, const struct part *p)
{
    int64_t files = 0;
    struct wr_str aside =
        wr_arena_printf(ctx->arena, "%s.replaced-%" PRId64, p->to, wr_ctx_now(ctx));
    if (!p->from)
        return 0;
    if (!aside.p)
        return wr_fail(ctx, WR_K_memory);
    if (is_folder(p->to) && rename(p->to, aside.p) != 0)
        return wr_fail(ctx, WR_K_io, wr_str(strerror(errno)));
    return wr_folder_copy(ctx, p->from, p->to, "", &files);
}

/** Move the present database aside; nobody else may have it open. */
static int set_aside(struct wr_ctx *ctx, const struct wr_app *app, const char *path)
{
    struct wr_db *old = NULL;
    int rc = wr_db_open(ctx, app->db_url, NULL, &old);
    if (rc != 0)
        return rc;
    ctx->db = old;
    rc = wr_db_alone(ctx);
    ctx->db = NULL;
    wr_db_close(old);
    if (rc != 0)
        return rc;
    struct wr_str aside =
        wr_arena_printf(ctx->arena, "%s.replaced-%" PRId64, path, wr_ctx_now(ctx));
    if (!aside.p)
        return wr_fail(ctx, WR_K_memory);
    return rename(path, aside.p) == 0 ? 0 : wr_fail(ctx, WR_K_io, wr_str(strerror(errno)));
}

/** The file must be a whole database that this program understands before anything is touched. */
static int restore_from(struct wr_ctx *ctx, const struct restoring *r, struct wr_db *from)
{
    const struct wr_app *app = r->app;
    const char *path = sqlite_path(app);
    struct wr_list states;
    ctx->db = from;
    int rc = wr_db_check(ctx);
    if (rc == 0)
        rc = wr_db_migration_list(ctx, wr_migrations, wr_migrations_n, &states);
    if (rc == 0 && ((const struct wr_migration_state *)states.p)[0].applied_ms == 0)
        rc = wr_fail(ctx, WR_K_db_schema_none);
    if (rc == 0 && access(path, F_OK) == 0) {
        rc = r->replace ? set_aside(ctx, app, path)
                        : wr_fail(ctx, WR_K_db_restore_exists, wr_str(path));
        ctx->db = from;
    }
    if (rc == 0)
        rc = wr_db_backup(ctx, path);
    rc = rc != 0 ? rc : put_part(ctx, &r->series);
    rc = rc != 0 ? rc : put_part(ctx, &r->raw);
    if (rc == 0)
        say_file(ctx, r->args, "已恢复到 ", "restored to ", path);
    return rc;
}

static int run_restore(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *file = NULL;
    bool only_db = wr_args_flag(args, "--database-only");
    struct restoring r = {
        .app = args->app, .args = args, .replace = wr_args_flag(args, "--replace")};
    int rc = want_word(ctx, args, "FILE", &file);
    if (rc != 0)
        return rc;
    r.file = file;
    if (!sqlite_path(args->app))
        return wr_fail(ctx, WR_K_db_backup_pg);
    struct wr_str url = wr_arena_printf(ctx->arena, SQLITE_SCHEME "%s", file);
    struct wr_db *from = NULL;
    rc = url.p ? wr_db_open(ctx, url.p, NULL, &from) : wr_fail(ctx, WR_K_memory);
    if (rc != 0)
        return rc;
    rc = check_parts(ctx, &r, only_db);
    rc = rc != 0 ? rc : restore_from(ctx, &r, from);
    ctx->db = NULL;
    wr_db_close(from);
    return rc;
}

static void show_progress(void *arg, const char *table, int64_t done, int64_t total)
{
    const struct wr_args *args = arg;
    if (!args->json && isatty(STDERR_FILENO))
        (void)fprintf(stderr, "\r\033[K%s %" PRId64 "/%" PRId64, table ? table : "", done, total);
}

static int run_copy(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *url = wr_args_opt(args, "--to");
    int rc = want_word(ctx, args, "URL", &url);
    if (rc != 0)
        return rc;
    struct wr_db *from = ctx->db;
    struct wr_db *to = NULL;
    struct wr_db_options opt = {.readers_max = 1, .wait_ms_max = WAIT_MS, .create = true};
    rc = wr_db_open(ctx, url, &opt, &to);
    if (rc != 0)
        return rc;
    ctx->db = to;
    rc = wr_db_migrate(ctx, wr_migrations, wr_migrations_n, NULL);
    if (rc == 0)
        rc = wr_db_copy(ctx, from, to, show_progress, args);
    ctx->db = from;
    wr_db_close(to);
    if (!args->json && isatty(STDERR_FILENO))
        (void)fputs("\r\033[K", stderr);
    if (rc == 0)
        say(ctx, args, "复制完成，各表行数与合计一致", "copied; counts and sums agree");
    return rc;
}

const struct wr_command wr_db_commands[] = {
    {"db", "migrate", "[--list] [--no-backup]",
     "建立或升级数据库（先备份）/ make or upgrade the schema (backed up first)", false, false,
     run_migrate},
    {"db", "check", "", "检查数据库完整性 / check the whole database", true, false, run_check},
    {"db", "backup", "FILE [--database-only]",
     "在线备份数据库、时序数据和原始报文 / copy database, time series and raw frames while in use",
     true, false, run_backup},
    {"db", "restore", "FILE [--replace] [--database-only]",
     "从备份恢复（先停止服务）/ put a backup in its place (stop the server first)", false, false,
     run_restore},
    {"db", "copy", "--to URL",
     "复制到另一个空数据库并核对 / copy into another, empty database and compare", true, false,
     run_copy},
    {0},
};
