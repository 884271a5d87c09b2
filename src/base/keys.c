#include "base/keys.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A key file is one line of text: "wurao-key-1 KID CREATED_MS SEED" with the 32-byte seed in hex. */
#define FILE_BYTES_MAX 256
#define SEED_BYTES 32
#define PATH_BYTES_MAX 1024

static int path_of(const char *dir, const char *kid, const char *ending, char ret[PATH_BYTES_MAX])
{
    int n = snprintf(ret, PATH_BYTES_MAX, "%s/%s.key%s", dir, kid, ending);
    return n < 0 || n >= PATH_BYTES_MAX ? -ENAMETOOLONG : 0;
}

static void fd_closep(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static int write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t w = write(fd, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0)
            return -errno;
        p += w;
        n -= (size_t)w;
    }
    return fsync(fd) < 0 ? -errno : 0;
}

static int sync_dir(const char *dir)
{
    WR_CLEANUP(fd_closep) int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* Writes the file whole or not at all; -EEXIST if somebody else was first. */
static int store_text(const char *dir, const char *kid, const char *text, size_t n)
{
    char path[PATH_BYTES_MAX];
    char tmp[PATH_BYTES_MAX];
    char ending[32];
    (void)snprintf(ending, sizeof(ending), ".new%ld", (long)getpid());
    int rc = path_of(dir, kid, "", path);
    if (rc == 0)
        rc = path_of(dir, kid, ending, tmp);
    if (rc < 0)
        return rc;
    (void)unlink(tmp);
    WR_CLEANUP(fd_closep) int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    rc = write_all(fd, text, n);
    /* link() instead of rename(): it never replaces a key that exists */
    if (rc == 0 && link(tmp, path) < 0)
        rc = -errno;
    (void)unlink(tmp);
    return rc < 0 ? rc : sync_dir(dir);
}

static int make_key(const char *dir, const char *kid, int64_t now_ms)
{
    uint8_t seed[SEED_BYTES];
    char text[FILE_BYTES_MAX];
    wr_random(seed, sizeof(seed));
    int n = snprintf(text, sizeof(text), "wurao-key-1 %s %lld ", kid, (long long)now_ms);
    for (size_t i = 0; i < sizeof(seed); i++)
        n += snprintf(text + n, sizeof(text) - (size_t)n, "%02x", seed[i]);
    text[n++] = '\n';
    int rc = store_text(dir, kid, text, (size_t)n);
    wr_mem_wipe(seed, sizeof(seed));
    wr_mem_wipe(text, sizeof(text));
    return rc;
}

static int parse_key(struct wr_str text, const char *kid, struct wr_signing_key *ret)
{
    struct wr_str rest = wr_str_trim(text);
    struct wr_str magic = wr_str_cut(&rest, ' ');
    struct wr_str name = wr_str_cut(&rest, ' ');
    struct wr_str created = wr_str_cut(&rest, ' ');
    uint8_t seed[SEED_BYTES];
    if (!wr_str_eq(magic, WR_S("wurao-key-1")) || !wr_str_eq(name, wr_str(kid)) ||
        !wr_str_i64(created, &ret->created_ms) || !wr_unhex(rest, seed, sizeof(seed)) ||
        !wr_str_copy_z(name, ret->kid, sizeof(ret->kid)))
        return -EBADMSG;
    wr_ed25519_seed(seed, ret->public_key, ret->secret_key);
    wr_mem_wipe(seed, sizeof(seed));
    return 0;
}

/* -ENOENT if there is no such key, -EPERM if others may read the file, -EBADMSG if it is damaged. */
static int load_key(const char *dir, const char *kid, struct wr_signing_key *ret)
{
    char path[PATH_BYTES_MAX];
    int rc = path_of(dir, kid, "", path);
    if (rc < 0)
        return rc;
    WR_CLEANUP(fd_closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return -errno;
    struct stat st;
    if (fstat(fd, &st) < 0)
        return -errno;
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
        return -EPERM;
    char text[FILE_BYTES_MAX];
    ssize_t n = read(fd, text, sizeof(text));
    if (n < 0)
        return -errno;
    rc = parse_key((struct wr_str){text, (size_t)n}, kid, ret);
    wr_mem_wipe(text, sizeof(text));
    return rc;
}

static int load_or_make(const char *dir, const char *kid, int64_t now_ms,
                        struct wr_signing_key *ret)
{
    int rc = load_key(dir, kid, ret);
    if (rc != -ENOENT)
        return rc;
    rc = make_key(dir, kid, now_ms);
    return rc < 0 && rc != -EEXIST ? rc : load_key(dir, kid, ret);
}

static void plate_kid(size_t i, char ret[WR_KID_MAX + 1])
{
    (void)snprintf(ret, WR_KID_MAX + 1, "p%u", (unsigned)(i + 1) % 1000);
}

int wr_keys_open(struct wr_keys *k, const char *dir, const char *origin, int64_t now_ms)
{
    *k = (struct wr_keys){.n_plate = 0};
    if (!wr_str_copy_z(wr_str(origin), k->origin, sizeof(k->origin)) || k->origin[0] == 0 ||
        !wr_str_copy_z(wr_str(dir), k->dir, sizeof(k->dir)))
        return -EINVAL;
    if (mkdir(dir, 0700) < 0 && errno != EEXIST)
        return -errno;
    int rc = load_or_make(dir, "log", now_ms, &k->audit);
    for (size_t i = 0; rc == 0 && i < WR_KEYS_PLATE_MAX; i++) {
        char kid[WR_KID_MAX + 1];
        plate_kid(i, kid);
        rc = i == 0 ? load_or_make(dir, kid, now_ms, &k->plate[i])
                    : load_key(dir, kid, &k->plate[i]);
        if (rc == 0)
            k->n_plate = i + 1;
    }
    if (rc == -ENOENT && k->n_plate > 0)
        rc = 0;
    if (rc < 0)
        wr_keys_done(k);
    return rc;
}

int wr_keys_rotate_plate(struct wr_keys *k, const char *dir, int64_t now_ms)
{
    if (k->n_plate >= WR_KEYS_PLATE_MAX)
        return -ENOSPC;
    char kid[WR_KID_MAX + 1];
    plate_kid(k->n_plate, kid);
    int rc = make_key(dir, kid, now_ms);
    if (rc == 0)
        rc = load_key(dir, kid, &k->plate[k->n_plate]);
    if (rc == 0)
        k->n_plate++;
    return rc;
}

const struct wr_signing_key *wr_keys_plate_by_kid(const struct wr_keys *k, struct wr_str kid)
{
    for (size_t i = 0; i < k->n_plate; i++)
        if (wr_str_eq(kid, wr_str(k->plate[i].kid)))
            return &k->plate[i];
    return NULL;
}

void wr_keys_done(struct wr_keys *k)
{
    wr_mem_wipe(k, sizeof(*k));
}
