#include "codec/plate_pen.h"

#include "codec/image.h"

#include "base/alloc.h"

#include <pango/pangocairo.h>

#define FONT "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, sans-serif"
#define UNIT 20.0     /* pango units are laid out at 1/20 mm, where its rounding does not show */
#define EM_ABOVE 0.88 /* the em square of CJK fonts stands this far above the baseline */
#define PHOTO_EDGE_MAX 480

const struct wr_pen_color WR_PEN_ACCENT = {0.055, 0.302, 0.318}; /* #0E4D51 */
const struct wr_pen_color WR_PEN_INK = {0.090, 0.110, 0.120};
const struct wr_pen_color WR_PEN_GREY = {0.350, 0.390, 0.400};
const struct wr_pen_color WR_PEN_LINE = {0.780, 0.815, 0.820};
const struct wr_pen_color WR_PEN_WHITE = {1, 1, 1};
const struct wr_pen_color WR_PEN_WARN = {0.700, 0.290, 0.050};

int wr_plate_pen_new(struct wr_ctx *ctx, struct wr_plate_pen **ret)
{
    struct wr_plate_pen *p = wr_alloc(sizeof(*p));

    if (!p)
        return wr_fail(ctx, WR_K_memory);
    p->fonts = pango_cairo_font_map_new();
    p->context = pango_font_map_create_context(p->fonts);
    pango_context_set_language(p->context, pango_language_from_string("zh-cn"));
    pango_context_set_round_glyph_positions(p->context, FALSE);
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(p->context, o);
    cairo_font_options_destroy(o);
    p->layout = pango_layout_new(p->context);
    pango_layout_set_text(p->layout, "检查须扫码", -1);
    if (pango_layout_get_unknown_glyphs_count(p->layout) > 0) {
        wr_plate_pen_free(p);
        return wr_fail(ctx, WR_K_plate_no_font);
    }
    *ret = p;
    return 0;
}

struct wr_plate_pen *wr_plate_pen_free(struct wr_plate_pen *p)
{
    if (!p)
        return NULL;
    g_object_unref(p->layout);
    g_object_unref(p->context);
    g_object_unref(p->fonts);
    return wr_free(p);
}

int wr_pen_end(struct wr_ctx *ctx, cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return 0;
    if (status == CAIRO_STATUS_NO_MEMORY)
        return wr_fail(ctx, WR_K_memory);
    return wr_fail(ctx, WR_K_io, wr_str(cairo_status_to_string(status)));
}

void wr_pen_color(cairo_t *cr, const struct wr_pen_color *c)
{
    cairo_set_source_rgb(cr, c->r, c->g, c->b);
}

void wr_pen_fill(cairo_t *cr, const struct wr_pen_color *c, struct wr_pen_box box)
{
    wr_pen_color(cr, c);
    cairo_rectangle(cr, box.x, box.y, box.w, box.h);
    cairo_fill(cr);
}

/* ---- text ----------------------------------------------------------------------------------- */

struct extent {
    double w, h;  /* h: from the em square of the first line to that of the last */
    double above; /* what the layout has above the first em square */
};

/** Words that look wrong when a line ends inside them. */
static const char *const unbreakable[] = {"股份有限公司", "有限责任公司", "有限公司", "分公司",
                                          "大队",         "支队",         "分局",     "（演示）"};

static void keep_together(PangoAttrList *attrs, struct wr_str text)
{
    for (size_t i = 0; i < WR_ARRAY_LEN(unbreakable); i++) {
        struct wr_str word = wr_str(unbreakable[i]), rest = text;
        ptrdiff_t at;
        while ((at = wr_str_find(rest, word)) >= 0) {
            PangoAttribute *a = pango_attr_allow_breaks_new(FALSE);
            a->start_index = (guint)(rest.p + at - text.p);
            a->end_index = a->start_index + (guint)word.n;
            pango_attr_list_insert(attrs, a);
            rest = wr_str_sub(rest, (size_t)at + word.n, rest.n);
        }
    }
}

static void set_size(struct wr_plate_pen *pen, const struct wr_pen_style *st, double size)
{
    PangoFontDescription *d = pango_font_description_from_string(FONT);
    PangoAttrList *attrs = pango_attr_list_new();

    pango_font_description_set_weight(d, st->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(d, size * UNIT * PANGO_SCALE);
    pango_layout_set_font_description(pen->layout, d);
    pango_font_description_free(d);
    if (st->spacing > 0)
        pango_attr_list_insert(
            attrs, pango_attr_letter_spacing_new((int)(st->spacing * size * UNIT * PANGO_SCALE)));
    if (pango_layout_get_width(pen->layout) >= 0)
        keep_together(attrs, wr_str(pango_layout_get_text(pen->layout)));
    pango_layout_set_attributes(pen->layout, attrs);
    pango_attr_list_unref(attrs);
}

static struct extent measure(struct wr_plate_pen *pen, double size)
{
    int w = 0, h = 0;
    double scale = PANGO_SCALE * UNIT;
    PangoLayoutIter *it = pango_layout_get_iter(pen->layout);
    double first = pango_layout_iter_get_baseline(it) / scale, last = first;

    pango_layout_get_size(pen->layout, &w, &h);
    while (pango_layout_iter_next_line(it))
        last = pango_layout_iter_get_baseline(it) / scale;
    pango_layout_iter_free(it);
    return (struct extent){
        .w = w / scale, .h = last - first + size, .above = first - EM_ABOVE * size};
}

/* @return the size at which all of it fits; the layout is left in that state */
static double fit(struct wr_plate_pen *pen, struct wr_pen_box box, const struct wr_pen_style *st,
                  struct extent *ret)
{
    double least = st->size_one_line > 0 ? st->size_one_line : st->size;
    double size = st->size < box.h ? st->size : box.h;

    pango_layout_set_width(pen->layout, -1);
    set_size(pen, st, size);
    *ret = measure(pen, size);
    if (ret->w > box.w && size * box.w / ret->w >= least) {
        size *= box.w / ret->w * 0.999;
        set_size(pen, st, size);
        *ret = measure(pen, size);
    }
    if (ret->w <= box.w)
        return size;
    pango_layout_set_width(pen->layout, (int)(box.w * UNIT * PANGO_SCALE));
    size = st->size * 0.9;
    for (int i = 0; i < 80; i++, size *= 0.95) {
        set_size(pen, st, size);
        *ret = measure(pen, size);
        if (ret->h <= box.h)
            break;
    }
    return size;
}

double wr_pen_text(cairo_t *cr, struct wr_plate_pen *pen, struct wr_pen_box box,
                   const struct wr_pen_style *st, struct wr_str text)
{
    static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                            PANGO_ALIGN_RIGHT};
    struct extent e;

    if (text.n == 0)
        return 0;
    pango_layout_set_text(pen->layout, text.p, (int)text.n);
    pango_layout_set_wrap(pen->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(pen->layout, aligns[st->align]);
    pango_layout_set_line_spacing(pen->layout, 0.86F);
    (void)fit(pen, box, st, &e);
    bool wrapped = pango_layout_get_width(pen->layout) >= 0;
    double x = box.x, y = box.y - e.above;
    if (!wrapped && st->align != WR_PEN_LEFT)
        x += (box.w - e.w) * (st->align == WR_PEN_CENTER ? 0.5 : 1.0);
    if (st->middle)
        y += (box.h - e.h) / 2;
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, 1 / UNIT, 1 / UNIT);
    cairo_move_to(cr, 0, 0);
    wr_pen_color(cr, st->color ? st->color : &WR_PEN_INK);
    pango_cairo_show_layout(cr, pen->layout);
    cairo_restore(cr);
    return e.h;
}

/* ---- photos --------------------------------------------------------------------------------- */

static cairo_surface_t *surface_of(const struct wr_image *img)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, img->width, img->height);

    if (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
        return s;
    unsigned char *out = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    const uint8_t *in = img->rgb;
    for (size_t y = 0; y < (size_t)img->height; y++)
        for (size_t x = 0; x < (size_t)img->width; x++, in += 3) {
            uint32_t v = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
            memcpy(out + y * stride + x * 4, &v, sizeof(v));
        }
    cairo_surface_mark_dirty(s);
    return s;
}

static void free_attached(void *p)
{
    wr_free(p);
}

/* The PDF and SVG writers take these bytes as they are, and write a photo with the same name once. */
static cairo_status_t attach(cairo_surface_t *s, const char *type, const void *p, size_t n)
{
    unsigned char *copy = wr_alloc(n);

    if (!copy)
        return CAIRO_STATUS_NO_MEMORY;
    memcpy(copy, p, n);
    return cairo_surface_set_mime_data(s, type, copy, n, free_attached, copy);
}

static int photo_of(struct wr_ctx *ctx, int64_t id, const struct wr_image *img,
                    struct wr_plate_photo *p)
{
    struct wr_str jpeg;

    int rc = wr_image_encode_jpeg(ctx, img, 88, &jpeg);
    if (rc < 0)
        return rc;
    p->width = img->width;
    p->height = img->height;
    p->surface = surface_of(img);
    struct wr_str name = wr_arena_printf(ctx->arena, "photo-%lld", (long long)id);
    cairo_status_t st = cairo_surface_status(p->surface);
    if (st == CAIRO_STATUS_SUCCESS)
        st = attach(p->surface, CAIRO_MIME_TYPE_JPEG, jpeg.p, jpeg.n);
    if (st == CAIRO_STATUS_SUCCESS && name.p)
        st = attach(p->surface, CAIRO_MIME_TYPE_UNIQUE_ID, name.p, name.n);
    return wr_pen_end(ctx, st);
}

int wr_plate_photo_new(struct wr_ctx *ctx, int64_t id, struct wr_str jpeg,
                       struct wr_plate_photo **ret)
{
    struct wr_image_limits limits = {
        .bytes_max = (size_t)16 << 20, .pixels_max = 40000000, .edge_max = PHOTO_EDGE_MAX};
    struct wr_image img;

    int rc = wr_image_decode(ctx, jpeg, &limits, &img);
    if (rc < 0)
        return rc;
    struct wr_plate_photo *p = wr_alloc(sizeof(*p));
    rc = p ? photo_of(ctx, id, &img, p) : wr_fail(ctx, WR_K_memory);
    wr_image_done(&img);
    if (rc < 0) {
        wr_plate_photo_free(p);
        return rc;
    }
    *ret = p;
    return 0;
}

struct wr_plate_photo *wr_plate_photo_free(struct wr_plate_photo *p)
{
    if (p)
        cairo_surface_destroy(p->surface);
    return wr_free(p);
}
