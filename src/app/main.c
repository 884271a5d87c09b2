#include "app/app.h"

#include "app/cli_hj212.h"
#include "app/embedded.h"
#include "app/modules.h"
#include "base/calendar.h"
#include "base/command.h"
#include "base/crypto.h"
#include "base/log.h"
#include "http/problem.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define EXIT_REFUSED 1
#define EXIT_USAGE 2
#define PROGRAM_ARENA_MAX ((size_t)1 << 30)

static const struct wr_command *const own_commands[] = {wr_serve_commands,
                                                        wr_config_commands,
                                                        wr_db_commands,
                                                        wr_openapi_commands,
                                                        wr_demo_commands,
                                                        wr_hj212_commands,
                                                        NULL};
static const struct wr_command *const *const all_commands[] = {own_commands, wr_module_commands,
                                                               NULL};

/** One command after the other; NULL at the end. `at` starts as zeros. */
struct walk {
    size_t list, table, row;
};

static const struct wr_command *next_command(struct walk *at)
{
    while (all_commands[at->list] != NULL) {
        const struct wr_command *table = all_commands[at->list][at->table];
        if (table == NULL) {
            *at = (struct walk){.list = at->list + 1};
        } else if (table[at->row].group == NULL) {
            at->table++;
            at->row = 0;
        } else {
            return &table[at->row++];
        }
    }
    return NULL;
}

static void print_usage(FILE *out, const struct wr_command *c)
{
    int n = fprintf(out, "  wurao %s%s%s %s", c->group, c->verb != NULL ? " " : "",
                    c->verb != NULL ? c->verb : "", c->usage != NULL ? c->usage : "");
    (void)fprintf(out, "%*s%s\n", n < 58 ? 58 - n : 2, "", c->doc);
}

static int help(FILE *out, const char *group, enum wr_lang lang)
{
    bool zh = lang == WR_LANG_ZH;
    bool found = false;
    (void)fprintf(out, "%s\n\n",
                  zh ? "无扰（Wurao）：生态环境局的工作系统\n用法：wurao 命令 [选项]"
                     : "Wurao: the working system of an ecology and environment bureau\nusage: "
                       "wurao COMMAND [options]");
    struct walk at = {0};
    for (const struct wr_command *c = next_command(&at); c != NULL; c = next_command(&at)) {
        if (group == NULL || strcmp(group, c->group) == 0) {
            print_usage(out, c);
            found = true;
        }
    }
    (void)fprintf(
        out, "\n%s\n",
        zh ? "通用选项：--db sqlite:路径|postgres://…  --telemetry "
             "sqlite-dir:路径|postgres://…|clickhouse+http://…  --config 文件  --json  --lang "
             "zh|en  --at 时刻  --help  --version"
           : "everywhere: --db sqlite:PATH|postgres://…  --telemetry "
             "sqlite-dir:PATH|postgres://…|clickhouse+http://…  --config FILE  --json  --lang "
             "zh|en  --at TIME  --help  --version");
    return found ? 0 : EXIT_USAGE;
}

/** Verbs of a group, "migrate, check, backup"; empty if there is no such group. */
static void list_verbs(const char *group, struct wr_buf *b)
{
    struct walk at = {0};
    for (const struct wr_command *c = next_command(&at); c != NULL; c = next_command(&at)) {
        if (strcmp(group, c->group) == 0) {
            wr_buf_printf(b, "%s%s", b->n > 0 ? ", " : "", c->verb != NULL ? c->verb : "");
        }
    }
}

/** The command that the first words name; they are marked as used. */
static int find_command(struct wr_ctx *ctx, struct wr_args *args, const struct wr_command **ret)
{
    const char *group = wr_args_next(args);
    int verb_at = 0;
    while (verb_at < args->argc && args->argv[verb_at] == NULL) {
        verb_at++;
    }
    char *verb = verb_at < args->argc && args->argv[verb_at][0] != '-' ? args->argv[verb_at] : NULL;
    struct walk at = {0};
    for (const struct wr_command *c = next_command(&at); c != NULL; c = next_command(&at)) {
        if (strcmp(group, c->group) != 0 ||
            (c->verb != NULL && (verb == NULL || strcmp(verb, c->verb) != 0))) {
            continue;
        }
        if (c->verb != NULL) {
            args->argv[verb_at] = NULL;
        }
        *ret = c;
        return 0;
    }
    *ret = NULL;
    struct wr_buf verbs;
    wr_buf_init(&verbs, 1000);
    list_verbs(group, &verbs);
    int rc = verbs.n > 0 ? wr_fail(ctx, WR_K_app_verb, wr_str(group), wr_buf_view(&verbs))
                         : wr_fail(ctx, WR_K_app_usage, wr_str(group));
    wr_buf_done(&verbs);
    return rc;
}

/** Wrong usage are unknown words and bad options; everything else was refused or failed. */
static int exit_code_of(const struct wr_err *err)
{
    bool usage = strncmp(wr_key_info(err->key)->key, "args.", 5) == 0;
    for (const struct wr_fault *f = err->faults; f != NULL; f = f->next) {
        usage = usage || (f->path.n > 0 && f->path.p[0] == '-');
    }
    return usage ? EXIT_USAGE : EXIT_REFUSED;
}

static int report_failure(const struct wr_ctx *ctx, bool json)
{
    bool zh = ctx->lang == WR_LANG_ZH;
    if (json) {
        struct wr_buf b;
        wr_buf_init(&b, (size_t)4 << 20);
        wr_problem_write(&b, ctx, wr_problem_status(&ctx->err));
        (void)fprintf(stderr, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
        wr_buf_done(&b);
        return exit_code_of(&ctx->err);
    }
    struct wr_str text = wr_err_text(ctx);
    (void)fprintf(stderr, "wurao: " WR_FMT "\n", WR_ARG(text));
    for (const struct wr_fault *f = ctx->err.faults; f != NULL; f = f->next) {
        struct wr_str why = zh ? f->zh : f->en;
        (void)fprintf(stderr, "  " WR_FMT "%s " WR_FMT, WR_ARG(f->path), zh ? "：" : ":",
                      WR_ARG(why));
        if (f->value.n > 0) {
            (void)fprintf(stderr, zh ? "（收到 “" WR_FMT "”）" : " (got \"" WR_FMT "\")",
                          WR_ARG(f->value));
        }
        (void)fputc('\n', stderr);
    }
    return exit_code_of(&ctx->err);
}

/** zh unless --lang or the locale says English. */
static enum wr_lang default_lang(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < WR_ARRAY_LEN(names); i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "en", 2) == 0 ? WR_LANG_EN : WR_LANG_ZH;
        }
    }
    return WR_LANG_ZH;
}

struct global_options {
    const char *db_url, *config_path, *lang, *at, *telemetry_url;
    bool help, version;
};

static int read_globals(struct wr_app *app, struct wr_ctx *ctx, struct wr_args *args,
                        struct global_options *o)
{
    o->lang = wr_args_opt(args, "--lang");
    ctx->lang = o->lang == NULL              ? default_lang()
                : strcmp(o->lang, "en") == 0 ? WR_LANG_EN
                                             : WR_LANG_ZH;
    app->lang = ctx->lang;
    o->db_url = wr_args_opt(args, "--db");
    o->config_path = wr_args_opt(args, "--config");
    o->telemetry_url = wr_args_opt(args, "--telemetry");
    o->at = wr_args_opt(args, "--at");
    args->json = wr_args_flag(args, "--json");
    o->help = wr_args_flag(args, "--help");
    o->version = wr_args_flag(args, "--version");
    if (o->lang != NULL && strcmp(o->lang, "zh") != 0 && strcmp(o->lang, "en") != 0) {
        return wr_fail(ctx, WR_K_app_value, WR_S("--lang"), wr_str(o->lang), WR_S("zh, en"));
    }
    if (o->at != NULL) {
        int64_t at_ms = 0;
        if (!wr_stamp_parse(wr_str(o->at), &at_ms)) {
            return wr_fail(ctx, WR_K_app_value, WR_S("--at"), wr_str(o->at),
                           WR_S("2026-11-23T18:00:00+08:00"));
        }
        wr_clock_fixed_init(&app->fixed, at_ms);
        app->clock = &app->fixed.clock;
        ctx->clock = app->clock;
    }
    return 0;
}

static bool has_flag(const struct wr_args *args, const char *flag)
{
    for (int i = 0; flag != NULL && i < args->argc; i++) {
        if (args->argv[i] != NULL && strcmp(args->argv[i], flag) == 0) {
            return true;
        }
    }
    return false;
}

/** Does this call of the command need the database? */
static bool wants_db(const struct wr_command *c, const struct wr_args *args)
{
    return has_flag(args, c->db_flag) || (c->needs_db && !has_flag(args, c->file_flag));
}

static int set_up(struct wr_app *app, struct wr_ctx *ctx, const struct wr_command *c,
                  const struct wr_args *args, const struct global_options *o)
{
    app->telemetry_url = o->telemetry_url;
    int rc = wr_app_configure(app, ctx, o->config_path, o->db_url);
    if (rc == 0) {
        wr_log_set_level((enum wr_log_level)app->config.log.level);
        rc = wr_app_load_rules(app, ctx);
    }
    if (rc == 0 && wants_db(c, args)) {
        rc = wr_app_open_db(app, ctx, false);
        rc = rc != 0 ? rc : wr_db_migration_check(ctx, wr_migrations, wr_migrations_n);
        rc = rc != 0 ? rc : wr_app_open_telemetry(app, ctx, false);
        rc = rc != 0 ? rc : wr_app_add_published(app, ctx);
    }
    if (rc == 0 && c->needs_keys && !has_flag(args, c->file_flag)) {
        rc = wr_app_open_keys(app, ctx);
    }
    wr_app_prepare(app, ctx);
    return rc;
}

/** Requests for help and the like, which need no command. @return false: a command is to be run */
static bool answer_simply(const struct wr_ctx *ctx, struct wr_args *args,
                          const struct global_options *o, int *ret_code)
{
    const char *first = NULL;
    for (int i = 0; i < args->argc && first == NULL; i++) {
        first = args->argv[i] != NULL && args->argv[i][0] != '-' ? args->argv[i] : NULL;
    }
    if (o->version) {
        (void)printf("wurao %s\n", WR_VERSION);
        *ret_code = 0;
    } else if (first == NULL) {
        (void)help(o->help ? stdout : stderr, NULL, ctx->lang);
        *ret_code = o->help ? 0 : EXIT_USAGE;
    } else if (strcmp(first, "help") == 0) {
        (void)wr_args_next(args);
        *ret_code = help(stdout, wr_args_next(args), ctx->lang);
    } else if (o->help) {
        *ret_code = help(stdout, first, ctx->lang);
    } else {
        return false;
    }
    return true;
}

static int run_command(struct wr_app *app, struct wr_ctx *ctx, struct wr_args *args)
{
    struct global_options o = {0};
    int code = 0;
    int rc = read_globals(app, ctx, args, &o);
    if (rc == 0 && answer_simply(ctx, args, &o, &code)) {
        return code;
    }
    const struct wr_command *c = NULL;
    rc = rc != 0 ? rc : find_command(ctx, args, &c);
    rc = rc != 0 ? rc : set_up(app, ctx, c, args, &o);
    rc = rc != 0 ? rc : c->run(ctx, args);
    if (rc == 0 && fflush(args->out) != 0) {
        rc = wr_fail(ctx, WR_K_io, wr_str(strerror(errno)));
    }
    return rc == 0 ? 0 : report_failure(ctx, args->json);
}

int main(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_IGN);
    (void)umask(S_IRWXG | S_IRWXO); /* databases, keys and exports hold personal data */
    if (wr_crypto_init() != 0) {
        (void)fprintf(stderr, "wurao: libsodium cannot be initialised\n");
        return EXIT_REFUSED;
    }
    static struct wr_app app;
    app.clock = wr_clock_system();
    app.started_ms = wr_now_ms(app.clock);
    wr_arena_init(&app.arena, PROGRAM_ARENA_MAX);
    struct wr_ctx ctx;
    wr_ctx_init(&ctx, &app.arena, app.clock);
    ctx.actor.system = true;
    ctx.request_id = WR_S("command");
    struct wr_args args = {.argc = argc - 1, .argv = argv + 1, .out = stdout, .app = &app};
    int code = run_command(&app, &ctx, &args);
    wr_app_done(&app);
    return code;
}
