/* Copies of folders and of the whole store, taken while it is written. */
#include "telemetry/copy.h"

#include "telemetry/raw.h"
#include "telemetry/tele_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK ((size_t)1 << 18)
#define PATH_MAX_N 1024

static int failed(struct wr_ctx *ctx, const char *what)
{
    return wr_fail(ctx, WR_K_tele_raw, wr_str(what), wr_str(strerror(errno)));
}

/** All of it, to disk. What is appended meanwhile may be in the copy or not. */
static int copy_bytes(struct wr_ctx *ctx, int from, int to, const char *name)
{
    char *chunk = wr_alloc(CHUNK);
    ssize_t n = 1;
    int rc = chunk ? 0 : wr_fail(ctx, WR_K_memory);

    while (rc == 0 && n != 0) {
        n = read(from, chunk, CHUNK);
        if (n < 0 && errno != EINTR)
            rc = failed(ctx, name);
        for (ssize_t at = 0; rc == 0 && at < n;) {
            ssize_t put = write(to, chunk + at, (size_t)(n - at));
            if (put < 0 && errno != EINTR)
                rc = failed(ctx, name);
            at += put > 0 ? put : 0;
        }
    }
    if (rc == 0 && fdatasync(to) != 0)
        rc = failed(ctx, name);
    (void)wr_free(chunk);
    return rc;
}

/** @param ret_copied  false: it is gone meanwhile, or no file */
static int copy_file(struct wr_ctx *ctx, const char *from, const char *to, bool *ret_copied)
{
    struct stat st;
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *ret_copied = false;
    if (in < 0)
        return errno == ENOENT ? 0 : failed(ctx, from);
    if (fstat(in, &st) != 0 || !S_ISREG(st.st_mode)) {
        (void)close(in);
        return 0;
    }
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int rc = out >= 0 ? copy_bytes(ctx, in, out, to) : failed(ctx, to);
    if (out >= 0 && close(out) != 0 && rc == 0)
        rc = failed(ctx, to);
    (void)close(in);
    *ret_copied = rc == 0;
    return rc;
}

/** The folder's entries are on disk. */
static int sync_folder(struct wr_ctx *ctx, const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd >= 0 && fsync(fd) == 0 ? 0 : failed(ctx, dir);
    if (fd >= 0)
        (void)close(fd);
    return rc;
}

int wr_folder_copy(struct wr_ctx *ctx, const char *from, const char *to, const char *tail,
                   int64_t *ret_files)
{
    char a[PATH_MAX_N], b[PATH_MAX_N];
    const struct dirent *e = NULL;
    *ret_files = 0;
    if (mkdir(to, 0700) != 0)
        return errno == EEXIST ? wr_fail(ctx, WR_K_db_file_exists, wr_str(to)) : failed(ctx, to);
    DIR *d = opendir(from);
    if (!d)
        return errno == ENOENT ? 0 : failed(ctx, from);
    int rc = 0;
    while (rc == 0 && (e = readdir(d)) != NULL) {
        bool copied = false;
        if (e->d_name[0] == '.' || !wr_str_ends(wr_str(e->d_name), wr_str(tail)))
            continue;
        (void)snprintf(a, sizeof(a), "%s/%s", from, e->d_name);
        (void)snprintf(b, sizeof(b), "%s/%s", to, e->d_name);
        rc = copy_file(ctx, a, b, &copied);
        *ret_files += copied ? 1 : 0;
    }
    (void)closedir(d);
    return rc != 0 ? rc : sync_folder(ctx, to);
}

int wr_raw_copy(struct wr_ctx *ctx, const char *from, const char *to, struct wr_raw_pos applied,
                int64_t *ret_files)
{
    int rc = wr_folder_copy(ctx, from, to, ".raw", ret_files);
    if (rc == 0 && applied.seq != 0)
        rc = wr_raw_set_applied(ctx, to, applied);
    return rc != 0 ? rc : sync_folder(ctx, to);
}
