#include "http/assets.h"

#include "http/head.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

const struct wr_asset *wr_asset_find(const struct wr_asset *assets, size_t n, struct wr_str path)
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = wr_str_cmp(path, wr_str(assets[mid].path));
        if (c == 0) {
            return &assets[mid];
        }
        if (c < 0) {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    return NULL;
}

/** Extension with its dot of the last segment; absent if it has none. */
static struct wr_str extension_of(struct wr_str path)
{
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--) {
        if (path.p[i - 1] == '.') {
            return wr_str_sub(path, i - 1, path.n);
        }
    }
    return (struct wr_str){NULL, 0};
}

/** Media types of the development folder; the embedded table brings its own. */
static const char *media_type_of(struct wr_str path)
{
    static const struct {
        const char *extension, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"}, /* built pages, sent as they are */
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".woff2", "font/woff2"},
        {".geojson", "application/geo+json"},
    };
    struct wr_str extension = extension_of(path);
    for (size_t i = 0; i < WR_ARRAY_LEN(types); i++) {
        if (wr_str_eq(extension, wr_str(types[i].extension))) {
            return types[i].type;
        }
    }
    return "application/octet-stream";
}

static void asset_headers(struct wr_xchg *x, const char *media_type, bool immutable)
{
    struct wr_out *out = &x->out;
    wr_out_header(out, "Content-Type", wr_str(media_type));
    wr_out_header(out, "Cache-Control",
                  immutable ? WR_S("public, max-age=31536000, immutable") : WR_S("no-cache"));
    wr_out_header(out, "Vary", WR_S("Accept-Encoding"));
    wr_out_header(out, "Content-Security-Policy", x->http->opt.csp);
    wr_out_common(out, x);
}

/** Cut `n` bytes down to the single range that was asked for. @return false: 416, nothing to send */
static bool cut_range(struct wr_xchg *x, int64_t n, int64_t *ret_from, int64_t *ret_n)
{
    struct wr_out *out = &x->out;
    *ret_from = 0;
    *ret_n = n;
    enum wr_range_kind kind = wr_head_range(wr_xchg_header(x, "Range"), n, ret_from, ret_n);
    if (kind == WR_RANGE_ALL || wr_xchg_header(x, "If-Range").p != NULL) {
        *ret_from = 0;
        *ret_n = n;
        return true;
    }
    if (kind == WR_RANGE_BAD) {
        out->status = 416;
        wr_out_header(out, "Content-Range", wr_arena_printf(&x->mem, "bytes */%lld", (long long)n));
        return false;
    }
    out->status = 206;
    wr_out_header(out, "Content-Range",
                  wr_arena_printf(&x->mem, "bytes %lld-%lld/%lld", (long long)*ret_from,
                                  (long long)(*ret_from + *ret_n - 1), (long long)n));
    return true;
}

static void answer_embedded(struct wr_xchg *x, const struct wr_asset *a)
{
    struct wr_out *out = &x->out;
    bool ranged = wr_xchg_header(x, "Range").p != NULL;
    enum wr_encoding enc = wr_head_encoding(wr_xchg_header(x, "Accept-Encoding"),
                                            a->gz != NULL && !ranged, a->br != NULL && !ranged);
    const unsigned char *p = enc == WR_ENC_BR ? a->br : enc == WR_ENC_GZIP ? a->gz : a->raw;
    size_t n = enc == WR_ENC_BR ? a->br_n : enc == WR_ENC_GZIP ? a->gz_n : a->raw_n;
    static const char *const suffix[] = {"", "-gz", "-br"};
    struct wr_str etag = wr_arena_printf(&x->mem, "%s%s", a->etag, suffix[enc]);
    asset_headers(x, a->media_type, a->immutable);
    wr_out_header(out, "ETag", wr_arena_printf(&x->mem, "\"" WR_FMT "\"", WR_ARG(etag)));
    wr_out_header(out, "Accept-Ranges", WR_S("bytes"));
    if (wr_head_etag_match(wr_xchg_header(x, "If-None-Match"), etag)) {
        out->status = 304;
        return;
    }
    if (enc != WR_ENC_IDENTITY) {
        wr_out_header(out, "Content-Encoding", enc == WR_ENC_BR ? WR_S("br") : WR_S("gzip"));
    }
    int64_t from = 0;
    int64_t len = 0;
    if (cut_range(x, (int64_t)n, &from, &len)) {
        out->fixed = p + from;
        out->fixed_n = (size_t)len;
    }
}

/** Development: a file below opt.assets_dir. Segments that begin with a dot are refused. */
static bool answer_from_folder(struct wr_xchg *x, struct wr_str path)
{
    if (wr_str_find(path, WR_S("/.")) >= 0 || wr_str_find(path, WR_S("%")) >= 0) {
        return false;
    }
    struct wr_str full =
        wr_arena_printf(&x->mem, "%s" WR_FMT, x->http->opt.assets_dir, WR_ARG(path));
    int fd = full.p == NULL ? -1 : open(full.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;
    if (fd < 0) {
        return false;
    }
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        (void)close(fd);
        return false;
    }
    asset_headers(x, media_type_of(path), false);
    int64_t from = 0;
    int64_t len = 0;
    if (!cut_range(x, (int64_t)st.st_size, &from, &len)) {
        (void)close(fd);
        return true;
    }
    x->out.fd = fd;
    x->out.fd_from = from;
    x->out.fd_n = len;
    return true;
}

static bool answer_file(struct wr_xchg *x, struct wr_str path)
{
    const struct wr_http_options *opt = &x->http->opt;
    if (opt->assets_dir != NULL) {
        return answer_from_folder(x, path);
    }
    const struct wr_asset *a = wr_asset_find(opt->assets, opt->assets_n, path);
    if (a == NULL) {
        return false;
    }
    answer_embedded(x, a);
    return true;
}

bool wr_assets_answer(struct wr_xchg *x)
{
    const struct wr_http_options *opt = &x->http->opt;
    if (answer_file(x, x->path)) {
        return true;
    }
    bool is_page = extension_of(x->path).p == NULL || wr_str_starts(x->path, WR_S("/p/"));
    if (!is_page || wr_str_starts(x->path, WR_S("/assets/")) || opt->shell_for == NULL) {
        return false;
    }
    const char *shell = opt->shell_for(x->path);
    return shell != NULL && answer_file(x, wr_str(shell));
}
