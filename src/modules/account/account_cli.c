#include "base/crypto.h"
#include "base/text.h"
#include "modules/account/account_rules.h"
#include "modules/account/account_store.h"
#include "modules/account/account_use.h"

#include <inttypes.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

/** A line from standard input, without echo on a terminal. */
static struct wr_str read_password(struct wr_ctx *ctx, const char *prompt)
{
    struct termios old;
    bool tty = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &old) == 0;
    if (tty) {
        struct termios quiet = old;
        quiet.c_lflag &= (tcflag_t)~ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        fprintf(stderr, "%s", prompt);
    }
    char line[WR_PASSWORD_MAX + 2];
    bool got = fgets(line, sizeof line, stdin) != NULL;
    if (tty) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
        fputc('\n', stderr);
    }
    if (!got)
        return WR_S("");
    line[strcspn(line, "\r\n")] = '\0';
    struct wr_str s = wr_arena_dup(ctx->arena, wr_str(line));
    wr_mem_wipe(line, sizeof line);
    return s;
}

/** "a,b,c" as a list of slices. */
static struct wr_list split_roles(struct wr_ctx *ctx, const char *text)
{
    struct wr_str *p = wr_arena_array(ctx->arena, 16, sizeof *p);
    struct wr_list l = {p, 0};
    struct wr_str rest = wr_str(text);
    while (p && rest.n > 0 && l.n < 16)
        p[l.n++] = wr_str_trim(wr_str_cut(&rest, ','));
    return l;
}

static int64_t id_opt(struct wr_ctx *ctx, struct wr_args *a, const char *name)
{
    const char *text = wr_args_opt(a, name);
    int64_t id = 0;
    if (text && (!wr_str_i64(wr_str(text), &id) || id <= 0))
        wr_fault(ctx, wr_str(name), WR_K_input_type, wr_str(text), WR_S("id"));
    return id;
}

struct add {
    struct wr_user_new in;
    struct wr_str hash;
    bool must_change;
    int64_t id;
};

static int add_tx(struct wr_tx *tx, void *arg)
{
    struct add *a = arg;
    return wr_account_add_in(tx, &a->in, a->hash, a->must_change, &a->id);
}

static int run_add(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *roles = wr_args_opt(args, "--role"), *name = wr_args_opt(args, "--name");
    struct add a = {.in = {.officer_id = id_opt(ctx, args, "--officer"),
                           .enterprise_id = id_opt(ctx, args, "--enterprise"),
                           .district_id = id_opt(ctx, args, "--district")},
                    .must_change = wr_args_flag(args, "--must-change")};
    const char *username = wr_args_next(args);
    int rc = wr_args_end(ctx, args);
    if (rc < 0)
        return rc;
    if (!username)
        wr_fault(ctx, WR_S("USERNAME"), WR_K_input_required, WR_S(""));
    if (!roles)
        wr_fault(ctx, WR_S("--role"), WR_K_input_required, WR_S(""));
    rc = wr_faults_end(ctx);
    if (rc < 0)
        return rc;
    a.in.username = wr_str(username);
    a.in.name = wr_str(name ? name : username);
    a.in.roles = split_roles(ctx, roles);
    struct wr_str password = read_password(ctx, "password: ");
    wr_account_rules_password(ctx, WR_S("password"), password, a.in.username);
    rc = wr_faults_end(ctx);
    if (rc < 0)
        return rc;
    a.hash = wr_account_hash(ctx, password);
    rc = wr_tx_run(ctx, WR_TX_WRITE, "account.add", add_tx, &a);
    if (rc == 0)
        fprintf(args->out, args->json ? "{\"id\":%" PRId64 "}\n" : "user %" PRId64 " added\n",
                a.id);
    return rc;
}

static int run_passwd(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *username = wr_args_next(args);
    int rc = wr_args_end(ctx, args);
    if (rc == 0 && !username) {
        wr_fault(ctx, WR_S("USERNAME"), WR_K_input_required, WR_S(""));
        rc = wr_faults_end(ctx);
    }
    return rc < 0 ? rc
                  : wr_account_svc_set_password(ctx, wr_str(username),
                                                read_password(ctx, "new password: "));
}

static int run_lock(struct wr_ctx *ctx, struct wr_args *args)
{
    const char *reason = wr_args_opt(args, "--reason");
    const char *username = wr_args_next(args);
    int rc = wr_args_end(ctx, args);
    if (rc == 0 && !username) {
        wr_fault(ctx, WR_S("USERNAME"), WR_K_input_required, WR_S(""));
        rc = wr_faults_end(ctx);
    }
    return rc < 0 ? rc : wr_account_svc_disable(ctx, wr_str(username), wr_str(reason));
}

const struct wr_command wr_account_commands[] = {
    {"user", "add",
     "USERNAME --role ROLE[,ROLE] [--name NAME] [--district ID] [--officer ID] [--enterprise ID] "
     "[--must-change]",
     "新增账号，口令从标准输入读取 / add an account; the password is read from standard input",
     true, true, run_add},
    {"user", "passwd", "USERNAME",
     "设置口令，下次登录须修改 / set a password; it must be changed at the next log-in", true, true,
     run_passwd},
    {"user", "lock", "USERNAME [--reason TEXT]",
     "停用账号并结束其会话 / disable an account and end its sessions", true, true, run_lock},
    {0},
};
