#pragma once

#include "base/ctx.h"

#include <stdio.h>

/** What a command gets: its words behind the command's name, split into options and positions by the front door. */
struct wr_args {
    int argc;
    char **argv; /* after "wurao GROUP VERB" */
    bool json;   /* --json was given */
    FILE *out;   /* standard output */
    void *app;   /* struct wr_app, for the few commands that need wiring (serve, migrate) */
};

/** Value of `--name VALUE`; NULL if it was not given. Marks both words as used. */
const char *wr_args_opt(struct wr_args *a, const char *name);
/** Was `--name` given? Marks it as used. */
bool wr_args_flag(struct wr_args *a, const char *name);
/** Next word that is neither an option nor used; NULL at the end. Ask for options and flags first. */
const char *wr_args_next(struct wr_args *a);
/** 0, or WR_EINVALID naming the first word nobody asked for. Call when all have been asked. */
WR_MUST_CHECK int wr_args_end(struct wr_ctx *ctx, struct wr_args *a);

/** One command. Modules export tables ended by a zero row; app/ concatenates them. */
struct wr_command {
    const char
        *group;       /* "audit" in `wurao audit verify`; the command itself where it has no verb */
    const char *verb; /* NULL if it has none */
    const char *usage; /* "[--from N] [--json]" */
    const char *doc;   /* one line */
    bool needs_db;     /* the database is opened and its schema checked before it runs */
    bool needs_keys;
    int (*run)(struct wr_ctx *ctx,
               struct wr_args
                   *args); /* 0 or WR_E…; the front door prints the error and sets the exit code */
    const char *db_flag;   /* the database is opened also when this flag is given; may be NULL */
    const char *file_flag; /* with this flag neither database nor keys are needed; may be NULL */
};
