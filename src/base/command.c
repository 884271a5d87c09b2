#include "base/command.h"

/* Used words are set to NULL in argv. "--" ends the options; what follows are positions. */

static bool is_end(const char *word)
{
    return word && strcmp(word, "--") == 0;
}

static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] == '-' && word[2] != 0;
}

const char *wr_args_opt(struct wr_args *a, const char *name)
{
    size_t n = strlen(name);
    for (int i = 0; i < a->argc && !is_end(a->argv[i]); i++) {
        char *word = a->argv[i];
        if (!word || strncmp(word, name, n) != 0)
            continue;
        if (word[n] == '=') {
            a->argv[i] = NULL;
            return word + n + 1;
        }
        if (word[n] == 0 && i + 1 < a->argc && a->argv[i + 1]) {
            char *value = a->argv[i + 1];
            a->argv[i] = a->argv[i + 1] = NULL;
            return value;
        }
    }
    return NULL;
}

bool wr_args_flag(struct wr_args *a, const char *name)
{
    bool found = false;
    for (int i = 0; i < a->argc && !is_end(a->argv[i]); i++) {
        if (a->argv[i] && strcmp(a->argv[i], name) == 0) {
            a->argv[i] = NULL;
            found = true;
        }
    }
    return found;
}

const char *wr_args_next(struct wr_args *a)
{
    bool options = true;
    for (int i = 0; i < a->argc; i++) {
        char *word = a->argv[i];
        if (!word)
            continue;
        if (options && is_end(word)) {
            options = false;
            continue;
        }
        if (options && is_option(word))
            continue;
        a->argv[i] = NULL;
        return word;
    }
    return NULL;
}

int wr_args_end(struct wr_ctx *ctx, struct wr_args *a)
{
    bool options = true;
    for (int i = 0; i < a->argc; i++) {
        if (!a->argv[i])
            continue;
        if (options && is_end(a->argv[i])) {
            options = false;
            continue;
        }
        return wr_fail(ctx, WR_K_args_unknown, wr_str(a->argv[i]));
    }
    return 0;
}
