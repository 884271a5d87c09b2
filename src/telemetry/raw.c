#include "telemetry/raw.h"

#include "base/alloc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC 0x31465257u /* "WRF1" */
#define FILES_MAX 100000

/** On disk, little-endian, then the frame. */
struct head {
    uint32_t magic;
    uint32_t frame_n;
    int64_t received_ms;
    int64_t logger_id;
    uint8_t address[16];
    uint16_t verdict;
    uint16_t marks;
    uint32_t sum; /* of head with sum 0, and frame */
};
_Static_assert(sizeof(struct head) == 48, "the head's bytes are a format");

struct wr_raw {
    char dir[400];
    int fd;
    int64_t hour, seq, size;
};

static const char *const names[] = {
    [WR_RAW_TAKEN] = "taken",     [WR_RAW_STRANGER] = "stranger", [WR_RAW_PASSWORD] = "password",
    [WR_RAW_ADDRESS] = "address", [WR_RAW_SYNTAX] = "bad_syntax", [WR_RAW_CRC] = "bad_crc",
    [WR_RAW_KEY] = "bad_cipher",  [WR_RAW_TIME] = "bad_time",     [WR_RAW_BROKEN] = "broken",
};

const char *wr_raw_verdict_name(enum wr_raw_verdict v)
{
    return v < WR_RAW_VERDICTS ? names[v] : "unknown";
}

static uint64_t mix(uint64_t h, const void *p, size_t n)
{
    const unsigned char *b = p;
    uint64_t w = 0;

    for (; n >= 8; n -= 8, b += 8) {
        memcpy(&w, b, 8);
        h = (h ^ w) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 29;
    }
    w = 0;
    memcpy(&w, b, n);
    h = (h ^ w ^ (uint64_t)n << 56) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 32;
}

static uint32_t sum_of(struct head h, struct wr_str frame)
{
    h.sum = 0;
    return (uint32_t)mix(mix(UINT64_C(0x2545F4914F6CDD1D), &h, sizeof(h)), frame.p, frame.n);
}

void wr_raw_put(struct wr_buf *b, const struct wr_raw_rec *r)
{
    struct head h = {.magic = MAGIC,
                     .frame_n = (uint32_t)r->frame.n,
                     .received_ms = r->received_ms,
                     .logger_id = r->logger_id,
                     .verdict = r->verdict,
                     .marks = r->marks};

    memcpy(h.address, r->address, sizeof(h.address));
    h.sum = sum_of(h, r->frame);
    wr_buf_add(b, &h, sizeof(h));
    wr_buf_str(b, r->frame);
}

static int failed(struct wr_ctx *ctx, const char *what)
{
    return wr_fail(ctx, WR_K_tele_raw, wr_str(what), wr_str(strerror(errno)));
}

/* ---- files ------------------------------------------------------------------------------------- */

struct file {
    int64_t hour, seq;
};
struct files {
    struct file *p;
    size_t n;
};

/** "495432-17.raw" */
static bool parse_name(const char *name, struct file *ret)
{
    struct wr_str s = wr_str(name);

    if (!wr_str_ends(s, WR_S(".raw")))
        return false;
    s = wr_str_sub(s, 0, s.n - 4);
    struct wr_str hour = wr_str_cut(&s, '-');
    return wr_str_i64(hour, &ret->hour) && s.p && wr_str_i64(s, &ret->seq) && ret->hour >= 0 &&
           ret->seq > 0;
}

static int by_seq(const void *pa, const void *pb)
{
    const struct file *a = pa;
    const struct file *b = pb;
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static int list_files(struct wr_ctx *ctx, const char *dir, struct files *ret)
{
    DIR *d = opendir(dir);
    const struct dirent *e = NULL;
    size_t cap = 0;
    struct file f;

    *ret = (struct files){0};
    if (!d)
        return errno == ENOENT ? 0 : failed(ctx, dir);
    int rc = 0;
    while (rc == 0 && (e = readdir(d)) != NULL) {
        if (!parse_name(e->d_name, &f))
            continue;
        if (ret->n == cap) {
            cap = cap ? cap * 2 : 256;
            struct file *p =
                cap <= FILES_MAX * 2 ? wr_realloc_array(ret->p, cap, sizeof(*p)) : NULL;
            if (!p) {
                rc = wr_fail(ctx, WR_K_memory);
                break;
            }
            ret->p = p;
        }
        ret->p[ret->n++] = f;
    }
    (void)closedir(d);
    if (rc == 0 && ret->n > 0)
        qsort(ret->p, ret->n, sizeof(*ret->p), by_seq);
    return rc;
}

static void path_of(const char *dir, struct file f, char dst[480])
{
    (void)snprintf(dst, 480, "%s/%lld-%lld.raw", dir, (long long)f.hour, (long long)f.seq);
}

/* ---- writing ----------------------------------------------------------------------------------- */

int wr_raw_open(struct wr_ctx *ctx, const char *dir, struct wr_raw **ret)
{
    struct wr_raw *r = wr_alloc(sizeof(*r));
    struct files files = {0};

    if (!r)
        return wr_fail(ctx, WR_K_memory);
    r->fd = -1;
    int rc = wr_str_copy_z(wr_str(dir), r->dir, sizeof(r->dir)) ? 0 : WR_EINVALID;
    if (rc == 0 && mkdir(dir, 0700) != 0 && errno != EEXIST)
        rc = failed(ctx, dir);
    if (rc == 0)
        rc = list_files(ctx, dir, &files);
    if (rc == 0 && files.n > 0)
        r->seq = files.p[files.n - 1].seq;
    struct wr_raw_pos applied = wr_raw_applied(dir);
    if (applied.seq > r->seq)
        r->seq = applied.seq;
    (void)wr_free(files.p);
    if (rc != 0) {
        (void)wr_free(r);
        return rc;
    }
    *ret = r;
    return 0;
}

void wr_raw_close(struct wr_raw *r)
{
    if (r) {
        if (r->fd >= 0)
            (void)close(r->fd);
        (void)wr_free(r);
    }
}

/** The file's name must be on disk before anything in it counts. */
static int sync_folder(struct wr_ctx *ctx, const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd >= 0 && fsync(fd) == 0 ? 0 : failed(ctx, dir);

    if (fd >= 0)
        (void)close(fd);
    return rc;
}

static int next_file(struct wr_ctx *ctx, struct wr_raw *r, int64_t hour)
{
    char path[480];

    if (r->fd >= 0)
        (void)close(r->fd);
    path_of(r->dir, (struct file){hour, r->seq + 1}, path);
    r->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (r->fd < 0)
        return failed(ctx, path);
    r->seq++;
    r->hour = hour;
    r->size = 0;
    return sync_folder(ctx, r->dir);
}

/** Nothing of what was answered is in the batch that failed: it leaves neither bytes nor an empty file behind. */
static void give_up_file(struct wr_raw *r)
{
    char path[480];

    if (r->fd < 0)
        return;
    path_of(r->dir, (struct file){r->hour, r->seq}, path);
    if (r->size == 0)
        (void)unlink(path);
    else
        (void)!ftruncate(r->fd, r->size);
    (void)close(r->fd);
    r->fd = -1;
}

int wr_raw_write(struct wr_ctx *ctx, struct wr_raw *r, int64_t hour, struct wr_str batch,
                 struct wr_raw_pos *ret_pos)
{
    size_t at = 0;
    int rc = 0;

    if (r->fd < 0 || r->hour != hour || r->size > WR_RAW_FILE_MAX)
        rc = next_file(ctx, r, hour);
    while (rc == 0 && at < batch.n) {
        ssize_t n = write(r->fd, batch.p + at, batch.n - at);
        if (n < 0 && errno != EINTR)
            rc = failed(ctx, r->dir);
        at += n > 0 ? (size_t)n : 0;
    }
    if (rc == 0 && fdatasync(r->fd) != 0)
        rc = failed(ctx, r->dir);
    if (rc != 0) { /* after a failed sync nothing is known of this file's end: go on in another */
        give_up_file(r);
        return rc;
    }
    r->size += (int64_t)batch.n;
    *ret_pos = (struct wr_raw_pos){r->seq, r->size};
    return 0;
}

/* ---- applied ----------------------------------------------------------------------------------- */

int wr_raw_set_applied(struct wr_ctx *ctx, const char *dir, struct wr_raw_pos pos)
{
    char path[480];
    char tmp[480];

    (void)snprintf(path, sizeof(path), "%s/applied", dir);
    (void)snprintf(tmp, sizeof(tmp), "%s/applied.new", dir);
    FILE *f = fopen(tmp, "we");
    if (!f)
        return failed(ctx, tmp);
    int n = fprintf(f, "%lld %lld\n", (long long)pos.seq, (long long)pos.offset);
    bool good = n > 0 && fflush(f) == 0 && fdatasync(fileno(f)) == 0;
    good = fclose(f) == 0 && good;
    return good && rename(tmp, path) == 0 ? 0 : failed(ctx, path);
}

struct wr_raw_pos wr_raw_applied(const char *dir)
{
    struct wr_raw_pos none = {0};
    struct wr_raw_pos pos = {0};
    char path[480];
    char line[64];

    (void)snprintf(path, sizeof(path), "%s/applied", dir);
    FILE *f = fopen(path, "re");
    if (!f)
        return none;
    bool good = fgets(line, sizeof(line), f) != NULL;
    (void)fclose(f);
    struct wr_str offset = wr_str_trim(wr_str(good ? line : ""));
    struct wr_str seq = wr_str_cut(&offset, ' ');
    return wr_str_i64(seq, &pos.seq) && offset.p && wr_str_i64(offset, &pos.offset) ? pos : none;
}

/* ---- reading ----------------------------------------------------------------------------------- */

/** The record at *at; advances behind it. @return false at the end, or where the rest is torn */
static bool next_record(struct wr_str bytes, size_t *at, struct wr_raw_rec *ret)
{
    struct head h;

    if (bytes.n - *at < sizeof(h))
        return false;
    memcpy(&h, bytes.p + *at, sizeof(h));
    if (h.magic != MAGIC || h.frame_n > WR_RAW_FRAME_MAX || bytes.n - *at - sizeof(h) < h.frame_n)
        return false;
    ret->frame = (struct wr_str){bytes.p + *at + sizeof(h), h.frame_n};
    if (sum_of(h, ret->frame) != h.sum)
        return false;
    ret->received_ms = h.received_ms;
    ret->logger_id = h.logger_id;
    ret->verdict = h.verdict;
    ret->marks = h.marks;
    memcpy(ret->address, h.address, sizeof(h.address));
    *at += sizeof(h) + h.frame_n;
    return true;
}

static int walk_bytes(struct wr_str bytes, int64_t seq, size_t at, wr_raw_fn *each, void *arg)
{
    struct wr_raw_rec rec;
    int rc = 0;

    while (rc == 0 && at < bytes.n && next_record(bytes, &at, &rec))
        rc = each(arg, &rec, (struct wr_raw_pos){seq, (int64_t)at});
    return rc;
}

int wr_raw_walk(struct wr_str batch, wr_raw_fn *each, void *arg)
{
    return walk_bytes(batch, 0, 0, each, arg);
}

static int walk_file(struct wr_ctx *ctx, const char *dir, struct file f, int64_t offset,
                     wr_raw_fn *each, void *arg)
{
    char path[480];
    struct stat st;

    path_of(dir, f, path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : failed(ctx, path);
    int rc = fstat(fd, &st) == 0 ? 0 : failed(ctx, path);
    if (rc == 0 && st.st_size > offset) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) {
            rc = failed(ctx, path);
        } else {
            (void)madvise(p, (size_t)st.st_size, MADV_SEQUENTIAL);
            rc = walk_bytes((struct wr_str){p, (size_t)st.st_size}, f.seq, (size_t)offset, each,
                            arg);
            (void)munmap(p, (size_t)st.st_size);
        }
    }
    (void)close(fd);
    return rc;
}

int wr_raw_replay(struct wr_ctx *ctx, const char *dir, struct wr_raw_pos pos, wr_raw_fn *each,
                  void *arg)
{
    struct files files = {0};
    int rc = list_files(ctx, dir, &files);

    for (size_t i = 0; rc == 0 && i < files.n; i++)
        if (files.p[i].seq >= pos.seq)
            rc = walk_file(ctx, dir, files.p[i], files.p[i].seq == pos.seq ? pos.offset : 0, each,
                           arg);
    (void)wr_free(files.p);
    return rc;
}

struct between {
    int64_t from_ms, to_ms;
    wr_raw_fn *each;
    void *arg;
};

static int if_between(void *arg, const struct wr_raw_rec *rec, struct wr_raw_pos behind)
{
    const struct between *b = arg;
    bool in = rec->received_ms >= b->from_ms && rec->received_ms < b->to_ms;
    return in ? b->each(b->arg, rec, behind) : 0;
}

int wr_raw_each(struct wr_ctx *ctx, const char *dir, int64_t from_ms, int64_t to_ms,
                wr_raw_fn *each, void *arg)
{
    struct between b = {from_ms, to_ms, each, arg};
    struct files files = {0};
    int rc = list_files(ctx, dir, &files);

    for (size_t i = 0; rc == 0 && i < files.n; i++)
        if (files.p[i].hour >= from_ms / WR_RAW_HOUR_MS &&
            files.p[i].hour <= (to_ms - 1) / WR_RAW_HOUR_MS)
            rc = walk_file(ctx, dir, files.p[i], 0, if_between, &b);
    (void)wr_free(files.p);
    return rc;
}

int wr_raw_first_hour(struct wr_ctx *ctx, const char *dir, int64_t *ret_hour)
{
    struct files files = {0};
    int rc = list_files(ctx, dir, &files);

    *ret_hour = 0;
    for (size_t i = 0; i < files.n; i++)
        if (*ret_hour == 0 || files.p[i].hour < *ret_hour)
            *ret_hour = files.p[i].hour;
    (void)wr_free(files.p);
    return rc;
}

int wr_raw_drop_before(struct wr_ctx *ctx, const char *dir, int64_t hour, int64_t *ret_files)
{
    struct wr_raw_pos applied = wr_raw_applied(dir);
    struct files files = {0};
    char path[480];
    int rc = list_files(ctx, dir, &files);

    *ret_files = 0;
    for (size_t i = 0; rc == 0 && i < files.n; i++) {
        if (files.p[i].hour >= hour || files.p[i].seq >= applied.seq)
            continue;
        path_of(dir, files.p[i], path);
        if (unlink(path) != 0 && errno != ENOENT)
            rc = failed(ctx, path);
        *ret_files += rc == 0;
    }
    (void)wr_free(files.p);
    return rc;
}
