#include "codec/zip_write.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/calendar.h"

#define ZLIB_CONST
#include <zlib.h>

/* APPNOTE.TXT 4.3: local header, data, …, central directory, its end. All numbers are little-endian. */
#define SIG_LOCAL 0x04034b50u
#define SIG_CENTRAL 0x02014b50u
#define SIG_END 0x06054b50u
#define VERSION 20
#define FLAG_UTF8 0x0800
#define METHOD_DEFLATE 8
#define LEVEL 2 /* of SVG: a third of the time of level 6 for a tenth more bytes */
#define NAME_MAX_BYTES 400
#define DIRECTORY_MAX ((size_t)64 << 20)

struct wr_zip {
    int (*write)(void *arg, const void *p, size_t n);
    void *arg;
    z_stream deflate;
    bool deflate_open;
    uint16_t dos_time, dos_date;
    uint64_t at; /* bytes written */
    size_t n_files;
    struct wr_buf directory;
    unsigned char *out;
    size_t out_cap;
};

static void put16(struct wr_buf *b, uint32_t v)
{
    unsigned char p[2] = {(unsigned char)v, (unsigned char)(v >> 8)};

    wr_buf_add(b, p, sizeof(p));
}

static void put32(struct wr_buf *b, uint32_t v)
{
    put16(b, v & 0xFFFFu);
    put16(b, v >> 16);
}

static void set_time(struct wr_zip *z, int64_t ms)
{
    struct wr_date d = wr_date_of_ms(ms);
    int64_t s = (ms - wr_date_to_ms(d)) / 1000;

    z->dos_date = (uint16_t)((d.year - 1980) << 9 | d.month << 5 | d.day);
    z->dos_time = (uint16_t)(s / 3600 << 11 | s / 60 % 60 << 5 | s % 60 / 2);
}

int wr_zip_new(struct wr_ctx *ctx, int (*write)(void *arg, const void *p, size_t n), void *arg,
               int64_t made_ms, struct wr_zip **ret)
{
    struct wr_zip *z = wr_alloc(sizeof(*z));

    if (!z)
        return wr_fail(ctx, WR_K_memory);
    z->write = write;
    z->arg = arg;
    wr_buf_init(&z->directory, DIRECTORY_MAX);
    set_time(z, made_ms);
    z->deflate_open =
        deflateInit2(&z->deflate, LEVEL, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    if (!z->deflate_open) {
        wr_zip_free(z);
        return wr_fail(ctx, WR_K_memory);
    }
    *ret = z;
    return 0;
}

struct wr_zip *wr_zip_free(struct wr_zip *z)
{
    if (!z)
        return NULL;
    if (z->deflate_open)
        (void)deflateEnd(&z->deflate);
    wr_buf_done(&z->directory);
    wr_free(z->out);
    return wr_free(z);
}

/** Compress into z->out. @return 0, WR_ENOMEM */
static int squeeze(struct wr_ctx *ctx, struct wr_zip *z, struct wr_str bytes, size_t *ret_n)
{
    (void)deflateReset(&z->deflate);
    size_t need = deflateBound(&z->deflate, bytes.n);
    if (need > z->out_cap) {
        unsigned char *p = wr_realloc_array(z->out, need, 1);
        if (!p)
            return wr_fail(ctx, WR_K_memory);
        z->out = p;
        z->out_cap = need;
    }
    z->deflate.next_in = (z_const Bytef *)bytes.p; /* ZLIB_CONST: not written to */
    z->deflate.avail_in = (uInt)bytes.n;
    z->deflate.next_out = z->out;
    z->deflate.avail_out = (uInt)z->out_cap;
    int end = deflate(&z->deflate, Z_FINISH);
    *ret_n = z->out_cap - z->deflate.avail_out;
    return end == Z_STREAM_END ? 0 : wr_fail(ctx, WR_K_bug, WR_S("deflate"));
}

/** The fields that local and central header share. */
static void put_common(struct wr_zip *z, struct wr_buf *b, uint32_t crc, size_t packed, size_t size,
                       size_t name_n)
{
    put16(b, VERSION);
    put16(b, FLAG_UTF8);
    put16(b, METHOD_DEFLATE);
    put16(b, z->dos_time);
    put16(b, z->dos_date);
    put32(b, crc);
    put32(b, (uint32_t)packed);
    put32(b, (uint32_t)size);
    put16(b, (uint32_t)name_n);
    put16(b, 0);
}

static int emit(struct wr_zip *z, const void *p, size_t n)
{
    z->at += n;
    return z->write(z->arg, p, n);
}

int wr_zip_add(struct wr_ctx *ctx, struct wr_zip *z, struct wr_str name, struct wr_str bytes)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf head;
    size_t packed = 0;

    wr_buf_init(&head, 1024);
    if (name.n == 0 || name.n > NAME_MAX_BYTES)
        return wr_fail(ctx, WR_K_bug, WR_S("name in a ZIP"));
    if (z->n_files >= WR_ZIP_FILES_MAX || z->at + bytes.n > WR_ZIP_BYTES_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("ZIP"), WR_S("60000 files, 3.7 GiB"));
    uint32_t crc =
        (uint32_t)crc32(crc32(0, NULL, 0), (const unsigned char *)bytes.p, (uInt)bytes.n);
    int rc = squeeze(ctx, z, bytes, &packed);
    if (rc < 0)
        return rc;
    put32(&z->directory, SIG_CENTRAL);
    put16(&z->directory, VERSION);
    put_common(z, &z->directory, crc, packed, bytes.n, name.n);
    put16(&z->directory, 0);
    put16(&z->directory, 0);
    put16(&z->directory, 0);
    put32(&z->directory, 0);
    put32(&z->directory, (uint32_t)z->at);
    wr_buf_str(&z->directory, name);
    z->n_files++;
    put32(&head, SIG_LOCAL);
    put_common(z, &head, crc, packed, bytes.n, name.n);
    wr_buf_str(&head, name);
    if (head.failed || z->directory.failed)
        return wr_fail(ctx, WR_K_memory);
    rc = emit(z, head.p, head.n);
    return rc < 0 ? rc : emit(z, z->out, packed);
}

int wr_zip_end(struct wr_ctx *ctx, struct wr_zip *z)
{
    uint32_t from = (uint32_t)z->at, size = (uint32_t)z->directory.n;

    put32(&z->directory, SIG_END);
    put16(&z->directory, 0);
    put16(&z->directory, 0);
    put16(&z->directory, (uint32_t)z->n_files);
    put16(&z->directory, (uint32_t)z->n_files);
    put32(&z->directory, size);
    put32(&z->directory, from);
    put16(&z->directory, 0);
    int rc =
        z->directory.failed ? wr_fail(ctx, WR_K_memory) : emit(z, z->directory.p, z->directory.n);
    wr_zip_free(z);
    return rc;
}
