/* From plates to paper: faces, photos, sheets, the print job. */
#include "base/alloc.h"
#include "base/text.h"
#include "codec/zip_write.h"
#include "modules/media/media_svc.h"
#include "modules/plate/plate_in.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define READ_BATCH 50 /* plates read, drawn and recorded together */
#define PHOTOS_MAX 64 /* decoded portraits kept; plates of one district follow each other */
#define IMAGE_BYTES_MAX ((size_t)16 << 20)
#define PREVIEW_PX 1400
#define WRITE_BUFFER ((size_t)256 << 10)

/* ---- portraits, decoded once ----------------------------------------------------------------- */

struct photo {
    int64_t id;
    struct wr_plate_photo *photo; /* NULL: could not be read; the frame stays empty */
    int64_t used;
};
struct photos {
    struct photo at[PHOTOS_MAX];
    int64_t clock;
};

static void photos_done(struct photos *p)
{
    for (size_t i = 0; i < PHOTOS_MAX; i++)
        p->at[i].photo = wr_plate_photo_free(p->at[i].photo);
}

static struct photo *find_photo(struct photos *p, int64_t id)
{
    for (size_t i = 0; i < PHOTOS_MAX; i++)
        if (p->at[i].id == id) {
            p->at[i].used = ++p->clock;
            return &p->at[i];
        }
    return NULL;
}

/** Keep a portrait, in place of the one that was not used for longest. */
static void keep_photo(struct photos *p, int64_t id, struct wr_plate_photo *photo)
{
    struct photo *oldest = &p->at[0];

    for (size_t i = 1; i < PHOTOS_MAX; i++)
        if (p->at[i].used < oldest->used)
            oldest = &p->at[i];
    wr_plate_photo_free(oldest->photo);
    *oldest = (struct photo){.id = id, .photo = photo, .used = ++p->clock};
}

struct photo_read {
    int64_t id;
    struct wr_media media;
};

static int photo_tx(struct wr_tx *tx, void *arg)
{
    struct photo_read *r = arg;

    return wr_media_content_in(tx, r->id, &r->media);
}

/** @return the decoded portrait, NULL if there is none or it cannot be read (a plate without photo is better than no plate) */
static const struct wr_plate_photo *photo_of(struct wr_ctx *ctx, struct photos *p, int64_t id)
{
    struct photo_read r = {.id = id};
    struct wr_plate_photo *photo = NULL;

    if (id == 0)
        return NULL;
    struct photo *known = find_photo(p, id);
    if (known)
        return known->photo;
    struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
    int rc = wr_tx_run(ctx, WR_TX_READ, "plate.photo", photo_tx, &r);
    if (rc == 0)
        rc = wr_plate_photo_new(ctx, id, r.media.content, &photo);
    if (rc < 0)
        wr_err_reset(ctx);
    wr_arena_rewind(ctx->arena, mark);
    keep_photo(p, id, photo);
    return photo;
}

/* ---- faces ----------------------------------------------------------------------------------- */

static struct wr_str host_of(struct wr_str url)
{
    ptrdiff_t at = wr_str_find(url, WR_S("://"));

    return at < 0 ? url : wr_str_sub(url, (size_t)at + 3, url.n);
}

static struct wr_plate_face face_of(struct wr_ctx *ctx, const struct wr_plate_item *it,
                                    const struct wr_plate_photo *photo)
{
    struct wr_site site = wr_plate_site(ctx);
    /* what is drawn now is what will be recorded: another liaison makes another version */
    bool other = it->printed_officer_id != 0 && it->officer_id != it->printed_officer_id;
    struct wr_str payload = wr_plate_payload_text(ctx->arena, it->code, it->kid, it->sig);

    return (struct wr_plate_face){
        .bureau_name = site.bureau_name,
        .enterprise_name = it->enterprise_name,
        .credit_code = it->credit_code,
        .district_name = it->district_name,
        .officer_name = it->officer_name,
        .officer_unit = it->officer_unit,
        .officer_title = it->officer_title,
        .officer_phone = it->officer_phone,
        .supervision_phone = site.supervision_phone,
        .code_print = wr_plate_code_print(ctx->arena, it->code),
        .payload = wr_plate_link(ctx->arena, site.public_url, payload),
        .site_host = host_of(site.public_url),
        .issue_date = it->issue_date,
        .kid = it->kid,
        .ver = it->ver + (other ? 1 : 0),
        .made_up = it->made_up,
        .photo = photo,
    };
}

struct image {
    int64_t id;
    struct wr_plate *plate;
    struct wr_plate_item item;
};

static int image_tx(struct wr_tx *tx, void *arg)
{
    struct image *m = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    int rc = wr_plate_load(tx, m->id, m->plate);
    if (rc < 0)
        return rc;
    rc = wr_plate_store_item(tx, m->id, 0, &m->item);
    return rc == WR_ENOTFOUND ? wr_fail(ctx, WR_K_plate_none_to_print) : rc;
}

int wr_plate_svc_image(struct wr_ctx *ctx, int64_t id, enum wr_plate_image format,
                       struct wr_plate *ret, struct wr_buf *out)
{
    struct image m = {.id = id, .plate = ret};
    WR_CLEANUP(photos_done) struct photos photos = {0};
    struct wr_plate_pen *pen = NULL;

    int rc = wr_tx_run(ctx, WR_TX_READ, "plate.image", image_tx, &m);
    if (rc == 0)
        rc = wr_plate_pen_new(ctx, &pen);
    if (rc < 0)
        return rc;
    struct wr_plate_face face = face_of(ctx, &m.item, photo_of(ctx, &photos, m.item.photo_id));
    switch (format) {
    case WR_PLATE_IMAGE_PDF:
        rc = wr_plate_draw_pdf(ctx, pen, &face, out);
        break;
    case WR_PLATE_IMAGE_PNG:
        rc = wr_plate_draw_png(ctx, pen, &face, PREVIEW_PX, out);
        break;
    case WR_PLATE_IMAGE_SVG:
    default:
        rc = wr_plate_draw_svg(ctx, pen, &face, out);
        break;
    }
    wr_plate_pen_free(pen);
    return rc;
}

/* ---- a run ----------------------------------------------------------------------------------- */

/** One print run: which plates, where to, and what is open meanwhile. */
struct run {
    struct wr_ctx *ctx;
    const struct wr_plate_print *in;
    int64_t district_id;
    const int64_t *ids;
    size_t n;
    FILE *file;
    struct photos photos;
    struct wr_plate_pen *pen;
    struct wr_plate_sheets *sheets;
    struct wr_zip *zip;
    struct wr_buf svg;
    int (*progress)(void *arg, int64_t done, int64_t total);
    void *arg;
    int64_t *drawn; /* officer drawn on each plate, 0: nobody */
    /* the batch under way */
    size_t from, batch_n;
    struct wr_plate_item items[READ_BATCH];
};

static int choose_tx(struct wr_tx *tx, void *arg)
{
    struct run *r = arg;
    struct wr_list ids = r->in->ids;

    if (ids.n == 0) {
        int rc = wr_plate_store_print_ids(tx, r->in, r->district_id, &ids);
        if (rc < 0)
            return rc;
    }
    if (ids.n > WR_PLATE_PRINTS_MAX)
        return wr_fail(wr_tx_ctx(tx), WR_K_limit_reached,
                       WR_S("一次打印的信息牌 (plates of one job)"), WR_S("10000"));
    if (ids.n == 0)
        return wr_fail(wr_tx_ctx(tx), WR_K_plate_none_to_print);
    r->ids = ids.p;
    r->n = ids.n;
    return 0;
}

static int read_tx(struct wr_tx *tx, void *arg)
{
    struct run *r = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    for (size_t i = 0; i < r->batch_n; i++) {
        int64_t id = r->ids[r->from + i];
        int rc = wr_plate_store_item(tx, id, r->district_id, &r->items[i]);
        if (rc == WR_ENOTFOUND)
            return wr_fail(ctx, WR_K_not_found,
                           wr_arena_printf(ctx->arena, "可打印的信息牌 plate %" PRId64, id));
        if (rc < 0)
            return rc;
    }
    return 0;
}

/** Record what was drawn, even if the liaison changed since; a plate that ended meanwhile is passed over. */
static int mark_tx(struct wr_tx *tx, void *arg)
{
    struct run *r = arg;
    struct wr_plate_item it;

    for (size_t i = r->from; i < r->from + r->batch_n; i++) {
        int rc = wr_plate_store_item(tx, r->ids[i], r->district_id, &it);
        if (rc == WR_ENOTFOUND) {
            wr_err_reset(wr_tx_ctx(tx));
            continue;
        }
        it.officer_id = r->drawn[i];
        if (rc == 0)
            rc = wr_plate_mark_printed(tx, &it);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/** "00001_ABCDE-FGHJK_企业.svg": sorts as plates are hung; what no file name may hold becomes "_". */
static struct wr_str file_name(struct wr_ctx *ctx, size_t no, const struct wr_plate_item *it,
                               const struct wr_plate_face *f)
{
    struct wr_str name = wr_arena_dup(ctx->arena, wr_str_sub(it->enterprise_name, 0, 120));
    char *p = (char *)(uintptr_t)name.p;

    while (name.n > 0 && !wr_utf8_valid(name))
        name.n--; /* do not cut inside a character */
    for (size_t i = 0; i < name.n; i++)
        if (strchr("/\\:*?\"<>|", p[i]))
            p[i] = '_';
    return wr_arena_printf(ctx->arena, "%05zu_" WR_FMT "_" WR_FMT ".svg", no, WR_ARG(f->code_print),
                           WR_ARG(name));
}

static int draw_one(struct run *r, size_t i)
{
    struct wr_ctx *ctx = r->ctx;
    const struct wr_plate_item *it = &r->items[i];
    struct wr_plate_face face = face_of(ctx, it, photo_of(ctx, &r->photos, it->photo_id));

    r->drawn[r->from + i] = it->officer_id;
    if (r->sheets)
        return wr_plate_sheets_add(ctx, r->sheets, it->district_name, &face);
    wr_buf_clear(&r->svg);
    int rc = wr_plate_draw_svg(ctx, r->pen, &face, &r->svg);
    return rc < 0 ? rc
                  : wr_zip_add(ctx, r->zip, file_name(ctx, r->from + i + 1, it, &face),
                               wr_buf_view(&r->svg));
}

static int draw_batches(struct run *r)
{
    for (r->from = 0; r->from < r->n; r->from += r->batch_n) {
        struct wr_arena_mark mark = wr_arena_mark(r->ctx->arena);
        r->batch_n = r->n - r->from < READ_BATCH ? r->n - r->from : READ_BATCH;
        int rc = wr_tx_run(r->ctx, WR_TX_READ, "plate.print", read_tx, r);
        for (size_t i = 0; rc == 0 && i < r->batch_n; i++)
            rc = draw_one(r, i);
        if (rc == 0)
            rc = r->progress(r->arg, (int64_t)(r->from + r->batch_n), (int64_t)r->n);
        if (rc < 0)
            return rc;
        wr_arena_rewind(r->ctx->arena, mark);
    }
    return 0;
}

/** The file is complete: only now are the plates recorded as printed. */
static int mark_batches(struct run *r)
{
    for (r->from = 0; r->from < r->n; r->from += r->batch_n) {
        struct wr_arena_mark mark = wr_arena_mark(r->ctx->arena);
        r->batch_n = r->n - r->from < READ_BATCH ? r->n - r->from : READ_BATCH;
        int rc = wr_tx_run(r->ctx, WR_TX_WRITE, "plate.printed", mark_tx, r);
        if (rc < 0)
            return rc;
        wr_arena_rewind(r->ctx->arena, mark);
    }
    return 0;
}

static int to_file(void *arg, const void *p, size_t n)
{
    struct run *r = arg;

    return fwrite(p, 1, n, r->file) == n ? 0 : wr_fail(r->ctx, WR_K_io, wr_str(strerror(errno)));
}

static int open_output(struct run *r)
{
    struct wr_ctx *ctx = r->ctx;
    const struct wr_enum_item *layout = wr_enum_item(wr_plate_layouts, r->in->layout);
    struct wr_plate_sheets_meta meta = {.title = WR_S("入企检查信息牌"),
                                        .filter = wr_str(layout->zh),
                                        .made_ms = wr_ctx_now(ctx),
                                        .total = r->n};

    wr_buf_init(&r->svg, IMAGE_BYTES_MAX);
    int rc = wr_plate_pen_new(ctx, &r->pen);
    if (rc < 0)
        return rc;
    if (r->in->format == WR_PLATE_PRINT_SVG_ZIP)
        return wr_zip_new(ctx, to_file, r, meta.made_ms, &r->zip);
    return wr_plate_sheets_new(ctx, r->pen, (enum wr_plate_layout)r->in->layout, &meta, to_file, r,
                               &r->sheets);
}

static int close_output(struct run *r)
{
    int rc = r->sheets ? wr_plate_sheets_end(r->ctx, WR_TAKE(r->sheets))
                       : wr_zip_end(r->ctx, WR_TAKE(r->zip));

    if (rc == 0 && (fflush(r->file) != 0 || fsync(fileno(r->file)) != 0))
        rc = wr_fail(r->ctx, WR_K_io, wr_str(strerror(errno)));
    return rc;
}

static void run_done(struct run *r)
{
    wr_plate_sheets_free(r->sheets);
    wr_zip_free(r->zip);
    wr_plate_pen_free(r->pen);
    wr_buf_done(&r->svg);
    photos_done(&r->photos);
    wr_free(r->drawn);
    if (r->file)
        (void)fclose(r->file);
    wr_free(r);
}

static int print_run(struct run *r, const char *path)
{
    int rc = wr_plate_district(r->ctx, r->in->district_id, &r->district_id);
    if (rc == 0)
        rc = wr_tx_run(r->ctx, WR_TX_READ, "plate.print", choose_tx, r);
    if (rc < 0)
        return rc;
    r->drawn = wr_alloc_array(r->n, sizeof(*r->drawn));
    if (!r->drawn)
        return wr_fail(r->ctx, WR_K_memory);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    r->file = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!r->file)
        return wr_fail(r->ctx, WR_K_io,
                       wr_arena_printf(r->ctx->arena, "%s: %s", path, strerror(errno)));
    (void)setvbuf(r->file, NULL, _IOFBF, WRITE_BUFFER);
    rc = open_output(r);
    if (rc == 0)
        rc = draw_batches(r);
    if (rc == 0)
        rc = close_output(r);
    if (rc == 0)
        rc = mark_batches(r);
    if (rc < 0)
        (void)unlink(path);
    return rc;
}

int wr_plate_svc_print_to(struct wr_ctx *ctx, const struct wr_plate_print *in, const char *path,
                          int (*progress)(void *arg, int64_t done, int64_t total), void *arg,
                          int64_t *ret_n)
{
    struct run *r = wr_alloc(sizeof(*r));

    if (!r)
        return wr_fail(ctx, WR_K_memory);
    r->ctx = ctx;
    r->in = in;
    r->progress = progress;
    r->arg = arg;
    int rc = print_run(r, path);
    *ret_n = (int64_t)r->n;
    run_done(r);
    return rc;
}

/* ---- the job --------------------------------------------------------------------------------- */

struct ask {
    struct run r;
    struct wr_str params;
    struct wr_job *ret;
};

static int ask_tx(struct wr_tx *tx, void *arg)
{
    struct ask *a = arg;
    int64_t id = 0;

    int rc = choose_tx(tx, &a->r);
    if (rc == 0)
        rc = wr_job_add_in(tx, "plate.print", a->params, (int64_t)a->r.n, &id);
    if (rc == 0)
        *a->ret = (struct wr_job){.id = id,
                                  .kind = WR_S("plate.print"),
                                  .state = WR_JOB_QUEUED,
                                  .total = (int64_t)a->r.n,
                                  .created_ms = wr_ctx_now(wr_tx_ctx(tx))};
    return rc;
}

int wr_plate_svc_print(struct wr_ctx *ctx, const struct wr_plate_print *in, struct wr_job *ret)
{
    struct ask *a = wr_arena_new(ctx->arena, struct ask);
    WR_CLEANUP(wr_buf_done) struct wr_buf b;

    wr_buf_init(&b, WR_JOB_PARAMS_MAX);
    if (!a)
        return wr_fail(ctx, WR_K_memory);
    a->r.ctx = ctx;
    a->r.in = in;
    a->ret = ret;
    wr_json_encode(&b, wr_plate_print_fields, in, WR_MASK_NONE);
    if (b.failed)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("ids"), WR_S("64 KiB"));
    a->params = wr_buf_view(&b);
    int rc = wr_plate_district(ctx, in->district_id, &a->r.district_id);
    return rc < 0 ? rc : wr_tx_run(ctx, WR_TX_WRITE, "plate.print_ask", ask_tx, a);
}

static int tell_job(void *arg, int64_t done, int64_t total)
{
    return wr_job_svc_progress(arg, done, total);
}

static int run_job(struct wr_job_run *j)
{
    struct wr_ctx *ctx = j->ctx;
    struct wr_plate_print in;
    int64_t n = 0;

    int rc = wr_json_decode(ctx, j->job.params, wr_plate_print_fields, &in, sizeof(in));
    if (rc < 0)
        return rc;
    const char *ext = in.format == WR_PLATE_PRINT_SVG_ZIP ? "zip" : "pdf";
    struct wr_str name = wr_arena_printf(ctx->arena, "job-%" PRId64 ".%s", j->job.id, ext);
    const char *path = wr_arena_printf(ctx->arena, "%s/" WR_FMT, j->spool_dir, WR_ARG(name)).p;
    const char *part =
        wr_arena_printf(ctx->arena, "%s/" WR_FMT ".part", j->spool_dir, WR_ARG(name)).p;
    if (!path || !part)
        return wr_fail(ctx, WR_K_memory);
    (void)unlink(part);
    rc = wr_plate_svc_print_to(ctx, &in, part, tell_job, j, &n);
    if (rc < 0)
        return rc;
    if (rename(part, path) != 0)
        return wr_fail(ctx, WR_K_io, wr_str(strerror(errno)));
    return wr_job_svc_result(j, wr_arena_printf(ctx->arena, "信息牌-%" PRId64 "块.%s", n, ext),
                             in.format == WR_PLATE_PRINT_SVG_ZIP ? WR_S("application/zip")
                                                                 : WR_S("application/pdf"),
                             name);
}

const struct wr_job_kind wr_plate_jobs[] = {{"plate.print", run_job}, {0}};
