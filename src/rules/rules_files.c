#include "rules/rules_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define DIR_ENTRIES_MAX 256

static void close_dir(DIR **d)
{
    if (*d) {
        closedir(*d);
    }
}

static void close_file(FILE **f)
{
    if (*f) {
        fclose(*f);
    }
}

static int fail_io(struct wr_ctx *ctx, const char *path)
{
    char reason[128];
    return wr_fail(
        ctx, WR_K_io,
        wr_arena_printf(ctx->arena, "%s: %s", path, strerror_r(errno, reason, sizeof(reason))));
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** Names in a folder that do not begin with a dot, sorted. */
static int list_names(struct wr_ctx *ctx, const char *path, const char **names, size_t *ret_n)
{
    WR_CLEANUP(close_dir) DIR *d = opendir(path);
    if (!d) {
        return fail_io(ctx, path);
    }
    size_t n = 0;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.') {
            continue;
        }
        if (n == DIR_ENTRIES_MAX) {
            return wr_fail(ctx, WR_K_rules_too_many,
                           wr_arena_printf(ctx->arena, "%d", DIR_ENTRIES_MAX));
        }
        names[n] = wr_arena_cstr(ctx->arena, wr_str(e->d_name));
        if (!names[n]) {
            return wr_fail(ctx, WR_K_memory);
        }
        n++;
    }
    qsort(names, n, sizeof(names[0]), compare_names);
    *ret_n = n;
    return 0;
}

static int read_file(struct wr_ctx *ctx, const char *path, struct wr_pack_file *ret)
{
    WR_CLEANUP(close_file) FILE *f = fopen(path, "rb");
    struct stat st;
    if (!f || fstat(fileno(f), &st) < 0) {
        return fail_io(ctx, path);
    }
    if (st.st_size > (off_t)WR_PACK_BYTES_MAX) {
        wr_fault(ctx, wr_str(path), WR_K_rules_too_large, ((struct wr_str){NULL, 0}),
                 wr_arena_printf(ctx->arena, "%zu", WR_PACK_BYTES_MAX));
        return wr_fail(ctx, WR_K_rules_bad);
    }
    unsigned char *p = wr_arena_alloc(ctx->arena, (size_t)st.st_size + 1);
    if (!p) {
        return wr_fail(ctx, WR_K_memory);
    }
    ret->p = p;
    ret->n = fread(p, 1, (size_t)st.st_size, f);
    return ferror(f) ? fail_io(ctx, path) : 0;
}

static int read_kind(struct wr_ctx *ctx, const char *dir, const char *kind,
                     struct wr_pack_file *files, size_t *n)
{
    const char *names[DIR_ENTRIES_MAX];
    size_t n_names = 0;
    const char *sub = wr_arena_printf(ctx->arena, "%s/%s", dir, kind).p;
    if (!sub) {
        return wr_fail(ctx, WR_K_memory);
    }
    int rc = list_names(ctx, sub, names, &n_names);
    for (size_t i = 0; rc == 0 && i < n_names; i++) {
        if (!wr_str_ends(wr_str(names[i]), WR_S(".json"))) {
            continue;
        }
        if (*n == WR_PACKS_MAX) {
            return wr_fail(ctx, WR_K_rules_too_many,
                           wr_arena_printf(ctx->arena, "%d", WR_PACKS_MAX));
        }
        struct wr_pack_file *f = &files[*n];
        const char *path = wr_arena_printf(ctx->arena, "%s/%s", sub, names[i]).p;
        f->path = wr_arena_printf(ctx->arena, "%s/%s", kind, names[i]).p;
        if (!path || !f->path) {
            return wr_fail(ctx, WR_K_memory);
        }
        rc = read_file(ctx, path, f);
        *n += rc == 0;
    }
    return rc;
}

int wr_rules_read_dir(struct wr_ctx *ctx, const char *dir, struct wr_list *ret)
{
    const char *kinds[DIR_ENTRIES_MAX];
    size_t n_kinds = 0, n = 0;
    struct wr_pack_file *files = wr_arena_array(ctx->arena, WR_PACKS_MAX, sizeof(*files));
    if (!files) {
        return wr_fail(ctx, WR_K_memory);
    }
    int rc = list_names(ctx, dir, kinds, &n_kinds);
    for (size_t i = 0; rc == 0 && i < n_kinds; i++) {
        if (wr_str_find(wr_str(kinds[i]), WR_S(".")) < 0) {
            rc = read_kind(ctx, dir, kinds[i], files, &n);
        }
    }
    if (rc == 0) {
        *ret = (struct wr_list){files, n};
    }
    return rc;
}
