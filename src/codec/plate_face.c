#include "codec/plate_pen.h"

#include "codec/xml.h"

/* The face, in millimetres: a band with the title, who and how to reach them on the left, the code on the right. */
#define MARGIN 12.0
#define BAND_H 29.0
#define QR_SIDE 124.0 /* with its quiet zone */
#define QR_X (WR_PLATE_W_MM - 8.0 - QR_SIDE)
#define QR_Y 31.0
#define LEFT_W (QR_X - MARGIN - 6.0)
#define NAME_Y 38.0
#define NAME_H 27.0
#define RULE_Y 78.0
#define PHOTO_Y 84.0
#define PHOTO_W 38.0
#define PHOTO_H 53.2
#define TEXT_X (MARGIN + PHOTO_W + 7.0)
#define TEXT_W (MARGIN + LEFT_W - TEXT_X)
#define RIGHTS_Y 144.0
#define FOOT_Y 174.0

/* 行政处罚法 (2021) art. 42 (two officers), 55 (certificate); the scan is the rule of the bureau that hangs the plate. */
static const char rights_head[] = "检查须扫码";
static const char rights_text[] =
    "入企检查应先扫码登记，两名以上执法人员主动出示执法证件。"
    "未扫码、未出示证件或与扫码信息不符的，企业可以拒绝检查，并拨打监督电话反映。";

static void draw_band(cairo_t *cr, struct wr_plate_pen *pen, const struct wr_plate_face *f)
{
    wr_pen_fill(cr, &WR_PEN_ACCENT, (struct wr_pen_box){0, 0, WR_PLATE_W_MM, BAND_H});
    wr_pen_text(
        cr, pen, (struct wr_pen_box){MARGIN, 0, 130, BAND_H},
        &(struct wr_pen_style){
            .size = 14.5, .spacing = 0.14, .bold = true, .middle = true, .color = &WR_PEN_WHITE},
        WR_S("入企检查信息牌"));
    wr_pen_text(cr, pen, (struct wr_pen_box){QR_X, 4.5, QR_SIDE - 4, 11},
                &(struct wr_pen_style){.size = 8.5,
                                       .spacing = 0.06,
                                       .size_one_line = 4,
                                       .bold = true,
                                       .align = WR_PEN_RIGHT,
                                       .middle = true,
                                       .color = &WR_PEN_WHITE},
                f->bureau_name);
    wr_pen_text(cr, pen, (struct wr_pen_box){QR_X, 17, QR_SIDE - 4, 7},
                &(struct wr_pen_style){.size = 5.4,
                                       .spacing = 0.12,
                                       .align = WR_PEN_RIGHT,
                                       .middle = true,
                                       .color = &WR_PEN_WHITE},
                WR_S("一企一人　一企一码　无事不扰"));
}

static void draw_enterprise(struct wr_ctx *ctx, cairo_t *cr, struct wr_plate_pen *pen,
                            const struct wr_plate_face *f)
{
    struct wr_str code = f->credit_code.n > 0 ? f->credit_code : WR_S("—");
    struct wr_str line =
        wr_arena_printf(ctx->arena, "统一社会信用代码　" WR_FMT "%s" WR_FMT, WR_ARG(code),
                        f->district_name.n > 0 ? "　" : "", WR_ARG(f->district_name));

    wr_pen_text(
        cr, pen, (struct wr_pen_box){MARGIN, NAME_Y, LEFT_W, NAME_H},
        &(struct wr_pen_style){.size = 12.5, .size_one_line = 9.4, .bold = true, .middle = true},
        f->enterprise_name);
    wr_pen_text(cr, pen, (struct wr_pen_box){MARGIN, NAME_Y + NAME_H + 4, LEFT_W, 6},
                &(struct wr_pen_style){.size = 5, .size_one_line = 3.4, .color = &WR_PEN_GREY},
                line);
    wr_pen_fill(cr, &WR_PEN_LINE, (struct wr_pen_box){MARGIN, RULE_Y, LEFT_W, 0.5});
}

static void draw_photo(cairo_t *cr, struct wr_plate_pen *pen, const struct wr_plate_photo *p)
{
    struct wr_pen_box box = {MARGIN, PHOTO_Y, PHOTO_W, PHOTO_H};

    if (p) {
        double sx = box.w / p->width, sy = box.h / p->height, s = sx > sy ? sx : sy;
        cairo_save(cr);
        cairo_rectangle(cr, box.x, box.y, box.w, box.h);
        cairo_clip(cr);
        /* the middle of its width; of its height the upper part, where the face is */
        cairo_translate(cr, box.x + (box.w - p->width * s) / 2,
                        box.y + (box.h - p->height * s) / 4);
        cairo_scale(cr, s, s);
        cairo_set_source_surface(cr, p->surface, 0, 0);
        cairo_paint(cr);
        cairo_restore(cr);
    } else {
        wr_pen_text(cr, pen, box,
                    &(struct wr_pen_style){
                        .size = 5, .align = WR_PEN_CENTER, .middle = true, .color = &WR_PEN_GREY},
                    WR_S("照片"));
    }
    wr_pen_color(cr, &WR_PEN_LINE);
    cairo_set_line_width(cr, 0.5);
    cairo_rectangle(cr, box.x, box.y, box.w, box.h);
    cairo_stroke(cr);
}

static void draw_officer(struct wr_ctx *ctx, cairo_t *cr, struct wr_plate_pen *pen,
                         const struct wr_plate_face *f)
{
    struct wr_pen_style label = {
        .size = 4.8, .size_one_line = 3, .color = &WR_PEN_GREY, .spacing = 0.06};
    bool known = f->officer_name.n > 0;

    draw_photo(cr, pen, f->photo);
    wr_pen_text(cr, pen, (struct wr_pen_box){TEXT_X, PHOTO_Y, TEXT_W, 5}, &label,
                wr_arena_printf(ctx->arena, "联络员%s" WR_FMT, f->officer_title.n > 0 ? "　" : "",
                                WR_ARG(f->officer_title)));
    wr_pen_text(
        cr, pen, (struct wr_pen_box){TEXT_X, PHOTO_Y + 6.6, TEXT_W, 12.5},
        &(struct wr_pen_style){
            .size = 12.5, .size_one_line = 7, .bold = true, .middle = true, .spacing = 0.06},
        known ? f->officer_name : WR_S("待指派"));
    wr_pen_text(cr, pen, (struct wr_pen_box){TEXT_X, PHOTO_Y + 21.6, TEXT_W, 12.5},
                &(struct wr_pen_style){.size = 5.6, .size_one_line = 4.6}, f->officer_unit);
    wr_pen_text(cr, pen, (struct wr_pen_box){TEXT_X, PHOTO_Y + PHOTO_H - 16.4, TEXT_W, 5}, &label,
                WR_S("联系电话"));
    wr_pen_text(cr, pen, (struct wr_pen_box){TEXT_X, PHOTO_Y + PHOTO_H - 9.6, TEXT_W, 9.6},
                &(struct wr_pen_style){.size = 10.4,
                                       .size_one_line = 5,
                                       .bold = true,
                                       .middle = true,
                                       .color = &WR_PEN_ACCENT},
                known ? f->officer_phone : WR_S("—"));
}

static void draw_rights(cairo_t *cr, struct wr_plate_pen *pen)
{
    wr_pen_fill(cr, &WR_PEN_ACCENT, (struct wr_pen_box){MARGIN, RIGHTS_Y, 1.6, 26});
    wr_pen_text(
        cr, pen, (struct wr_pen_box){MARGIN + 5, RIGHTS_Y, LEFT_W - 5, 7.4},
        &(struct wr_pen_style){.size = 7.4, .bold = true, .spacing = 0.08, .color = &WR_PEN_ACCENT},
        wr_str(rights_head));
    wr_pen_text(cr, pen, (struct wr_pen_box){MARGIN + 5, RIGHTS_Y + 10.2, LEFT_W - 5, 16},
                &(struct wr_pen_style){.size = 4.9}, wr_str(rights_text));
}

static double module_mm(const struct wr_qr *qr)
{
    return QR_SIDE / (qr->width + 2 * WR_QR_QUIET);
}

double wr_plate_face_module_mm(const struct wr_qr *qr)
{
    return module_mm(qr);
}

/* One path for the whole symbol: neighbouring modules leave no hairlines, and the file stays small. */
static void draw_qr(cairo_t *cr, const struct wr_qr *qr)
{
    double m = module_mm(qr);

    cairo_save(cr);
    cairo_translate(cr, QR_X + WR_QR_QUIET * m, QR_Y + WR_QR_QUIET * m);
    cairo_scale(cr, m, m);
    for (int y = 0; y < qr->width; y++)
        for (int x = 0; x < qr->width;) {
            int run = 0;
            while (x + run < qr->width && wr_qr_dark(qr, x + run, y))
                run++;
            if (run > 0)
                cairo_rectangle(cr, x, y, run, 1);
            x += run + 1;
        }
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_fill(cr);
    cairo_restore(cr);
}

void wr_plate_face_qr_svg(struct wr_buf *b, const struct wr_qr *qr)
{
    struct wr_buf path;
    struct wr_xml x;
    double m = module_mm(qr);

    wr_buf_init(&path, (size_t)128 << 10);
    wr_qr_path(&path, qr, 0, 0);
    b->failed |= path.failed;
    wr_xml_init(&x, b);
    wr_xml_open(&x, "path");
    wr_xml_attrf(&x, "transform", "translate(%.3f %.3f) scale(%.6f)", QR_X + WR_QR_QUIET * m,
                 QR_Y + WR_QR_QUIET * m, m);
    wr_xml_attr(&x, "shape-rendering", WR_S("crispEdges"));
    wr_xml_attr(&x, "d", wr_buf_view(&path));
    wr_xml_close(&x);
    wr_buf_done(&path);
}

static void draw_code(struct wr_ctx *ctx, cairo_t *cr, struct wr_plate_pen *pen,
                      const struct wr_plate_face *f)
{
    wr_pen_text(
        cr, pen, (struct wr_pen_box){QR_X, QR_Y + QR_SIDE + 0.2, QR_SIDE, 10.4},
        &(struct wr_pen_style){
            .size = 10.4, .spacing = 0.1, .bold = true, .align = WR_PEN_CENTER, .middle = true},
        f->code_print);
    wr_pen_text(cr, pen, (struct wr_pen_box){QR_X, QR_Y + QR_SIDE + 12.4, QR_SIDE, 4.2},
                &(struct wr_pen_style){.size = 4,
                                       .size_one_line = 2.6,
                                       .align = WR_PEN_CENTER,
                                       .middle = true,
                                       .color = &WR_PEN_GREY},
                wr_arena_printf(ctx->arena,
                                "扫码核验并登记；无法扫码时，在 " WR_FMT "/p 输入以上编号",
                                WR_ARG(f->site_host)));
}

static void draw_foot(struct wr_ctx *ctx, cairo_t *cr, struct wr_plate_pen *pen,
                      const struct wr_plate_face *f)
{
    double h = WR_PLATE_H_MM - FOOT_Y;
    struct wr_str made =
        wr_arena_printf(ctx->arena, "%s发牌日期 " WR_FMT "　第 %lld 版　密钥 " WR_FMT,
                        f->made_up ? "演示数据，非真实企业　" : "", WR_ARG(f->issue_date),
                        (long long)f->ver, WR_ARG(f->kid));

    wr_pen_fill(cr, &WR_PEN_ACCENT, (struct wr_pen_box){0, FOOT_Y, WR_PLATE_W_MM, h});
    wr_pen_text(
        cr, pen, (struct wr_pen_box){MARGIN, FOOT_Y, 32, h},
        &(struct wr_pen_style){.size = 6, .middle = true, .spacing = 0.08, .color = &WR_PEN_WHITE},
        WR_S("监督电话"));
    wr_pen_text(
        cr, pen, (struct wr_pen_box){MARGIN + 33, FOOT_Y, LEFT_W - 33, h},
        &(struct wr_pen_style){
            .size = 9.4, .size_one_line = 5, .bold = true, .middle = true, .color = &WR_PEN_WHITE},
        f->supervision_phone);
    wr_pen_text(cr, pen, (struct wr_pen_box){QR_X, FOOT_Y, QR_SIDE - 4, h},
                &(struct wr_pen_style){.size = 4,
                                       .size_one_line = 2.4,
                                       .align = WR_PEN_RIGHT,
                                       .middle = true,
                                       .color = &WR_PEN_WHITE},
                made);
}

int wr_plate_face_draw(struct wr_ctx *ctx, cairo_t *cr, struct wr_plate_pen *pen,
                       const struct wr_plate_face *f, enum wr_plate_qr_how qr_how,
                       struct wr_qr *ret_qr)
{
    struct wr_qr qr;

    int rc = wr_qr_encode(ctx, f->payload, WR_QR_Q, &qr);
    if (rc < 0)
        return rc;
    cairo_save(cr);
    cairo_rectangle(cr, 0, 0, WR_PLATE_W_MM, WR_PLATE_H_MM);
    cairo_clip(cr);
    wr_pen_fill(cr, &WR_PEN_WHITE, (struct wr_pen_box){0, 0, WR_PLATE_W_MM, WR_PLATE_H_MM});
    draw_band(cr, pen, f);
    draw_enterprise(ctx, cr, pen, f);
    draw_officer(ctx, cr, pen, f);
    draw_rights(cr, pen);
    if (qr_how == WR_PLATE_QR_DRAWN)
        draw_qr(cr, &qr);
    draw_code(ctx, cr, pen, f);
    draw_foot(ctx, cr, pen, f);
    cairo_restore(cr);
    if (ret_qr)
        *ret_qr = qr;
    return wr_pen_end(ctx, cairo_status(cr));
}
