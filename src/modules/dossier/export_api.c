#include "modules/dossier/export.h"

#include "modules/dossier/dossier_svc.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORT_BYTES_MAX ((size_t)256 << 20)

/** A file without a name that goes with its last descriptor. @return 0 (the reply owns it), WR_EIO */
static int as_file(struct wr_ctx *ctx, const struct wr_buf *b, struct wr_resp *w)
{
    int fd = memfd_create("export", MFD_CLOEXEC);
    size_t done = 0;
    while (fd >= 0 && done < b->n) {
        ssize_t n = write(fd, b->p + done, b->n - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    if (fd < 0 || done < b->n || lseek(fd, 0, SEEK_SET) != 0) {
        int why = errno;
        if (fd >= 0)
            (void)close(fd);
        return wr_fail(ctx, WR_K_io, wr_str(strerror(why)));
    }
    w->file_fd = fd;
    w->file_size = (int64_t)b->n;
    return 0;
}

static int get_export(struct wr_req *r, struct wr_resp *w)
{
    const struct wr_export_query *q = r->in;
    const struct wr_export_kind *kind = NULL;
    struct wr_buf out;
    wr_buf_init(&out, EXPORT_BYTES_MAX);
    int rc = wr_export_kind_find(r->ctx, r->args[0], &kind);
    if (rc == 0)
        rc = wr_export_svc_file(r->ctx, kind, q, &out, &w->filename);
    if (rc == 0)
        rc = as_file(r->ctx, &out, w);
    wr_buf_done(&out);
    w->media_type =
        wr_table_media_type(q->has_format ? (enum wr_table_format)q->format : WR_TABLE_XLSX);
    return rc;
}

const struct wr_route wr_export_routes[] = {
    {WR_GET, "/api/v1/exports/{kind}", WR_ROLE_STAFF, WR_RATE_READ, wr_export_query_fields,
     sizeof(struct wr_export_query), NULL, get_export,
     "Export a list: enterprises, officers, plates, visits, visits-open, cases, assignments; told "
     "in the "
     "log (导出)",
     WR_RT_FILE},
    {0},
};
