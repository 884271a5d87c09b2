#include "modules/delivery/upload_file.h"

#include "modules/delivery/delivery_svc.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char spool[512];

void wr_upload_set_spool(const char *spool_dir)
{
    (void)snprintf(spool, sizeof(spool), "%s", spool_dir);
}

static int fail_io(struct wr_ctx *ctx)
{
    return wr_fail(ctx, WR_K_io, wr_str(strerror(errno)));
}

static const char *path_of(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256)
{
    return wr_arena_printf(ctx->arena, "%s/photo-%" PRId64 "-" WR_FMT ".part", spool, visit_id,
                           WR_ARG(sha256))
        .p;
}

int wr_part_size(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256, int64_t *ret)
{
    struct stat st;
    const char *path = path_of(ctx, visit_id, sha256);
    *ret = 0;
    if (!path) {
        return wr_fail(ctx, WR_K_memory);
    }
    if (stat(path, &st) != 0) {
        return errno == ENOENT ? 0 : fail_io(ctx);
    }
    *ret = st.st_size;
    return 0;
}

/** Open and lock; the file may have been taken away while the lock was waited for. @return 1 again, 0, negative */
static int try_open(struct wr_part *p)
{
    struct stat here, there;
    p->made = access(p->path, F_OK) != 0;
    p->fd = open(p->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (p->fd < 0) {
        return fail_io(p->ctx);
    }
    while (flock(p->fd, LOCK_EX) != 0) {
        if (errno != EINTR) {
            return fail_io(p->ctx);
        }
    }
    if (fstat(p->fd, &here) != 0) {
        return fail_io(p->ctx);
    }
    p->size_bytes = here.st_size;
    if (stat(p->path, &there) == 0 && there.st_ino == here.st_ino && there.st_dev == here.st_dev) {
        return 0;
    }
    wr_part_close(p);
    return 1;
}

int wr_part_open(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256, struct wr_part *ret)
{
    int rc = 1;
    *ret = (struct wr_part){.ctx = ctx, .path = path_of(ctx, visit_id, sha256), .fd = -1};
    if (!ret->path) {
        return wr_fail(ctx, WR_K_memory);
    }
    for (int tries = 0; rc == 1 && tries < 100; tries++) {
        rc = try_open(ret);
    }
    return rc == 1 ? wr_fail(ctx, WR_K_busy) : rc;
}

/** A new file is on disk only when its folder is. */
static int sync_folder(void)
{
    int fd = open(spool, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd < 0 ? -1 : fsync(fd);
    if (fd >= 0) {
        (void)close(fd);
    }
    return rc;
}

static int write_at(int fd, struct wr_str bytes, int64_t at)
{
    for (size_t done = 0; done < bytes.n;) {
        ssize_t n = pwrite(fd, bytes.p + done, bytes.n - done, (off_t)at + (off_t)done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return -1;
        }
        done += (size_t)n;
    }
    return 0;
}

int wr_part_append(struct wr_part *p, struct wr_str bytes)
{
    if (write_at(p->fd, bytes, p->size_bytes) != 0 || fsync(p->fd) != 0 ||
        (p->made && sync_folder() != 0)) {
        int rc = fail_io(p->ctx);
        if (ftruncate(p->fd, (off_t)p->size_bytes) != 0) {
            wr_part_remove(p); /* half a piece must not be taken for a whole one */
        }
        return rc;
    }
    p->size_bytes += (int64_t)bytes.n;
    return 0;
}

int wr_part_read(struct wr_part *p, struct wr_str *ret)
{
    size_t n = (size_t)p->size_bytes;
    char *dst = wr_arena_alloc(p->ctx->arena, n + 1);
    if (!dst) {
        return wr_fail(p->ctx, WR_K_memory);
    }
    for (size_t at = 0; at < n;) {
        ssize_t got = pread(p->fd, dst + at, n - at, (off_t)at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            errno = got == 0 ? EIO : errno;
            return fail_io(p->ctx);
        }
        at += (size_t)got;
    }
    *ret = (struct wr_str){dst, n};
    return 0;
}

void wr_part_remove(struct wr_part *p)
{
    (void)unlink(p->path); /* gone already is as good */
}

void wr_part_close(struct wr_part *p)
{
    if (p->fd >= 0) {
        (void)close(p->fd); /* gives the lock back */
    }
    p->fd = -1;
}

bool wr_part_remove_stale(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256,
                          int64_t before_ms)
{
    struct stat st;
    const char *path = path_of(ctx, visit_id, sha256);
    if (!path) {
        return false;
    }
    if (stat(path, &st) != 0) {
        return errno == ENOENT;
    }
    int64_t written_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
    return written_ms < before_ms && unlink(path) == 0;
}
