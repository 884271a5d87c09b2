/* Portraits for the demonstration's officers: a drawn figure, never a person. */
#include "app/demo.h"
#include "base/alloc.h"
#include "codec/image.h"
#include "modules/media/media_svc.h"

#define WIDTH 300
#define HEIGHT 400

static const uint8_t grounds[DEMO_PHOTOS][3] = {
    {203, 219, 232}, {214, 226, 207}, {232, 221, 203},
    {226, 210, 222}, {205, 227, 225}, {222, 222, 222},
};

/** Is the point inside an ellipse? */
static bool inside(int x, int y, int cx, int cy, int rx, int ry)
{
    int64_t dx = x - cx, dy = y - cy;
    return dx * dx * ry * ry + dy * dy * rx * rx <= (int64_t)rx * rx * ry * ry;
}

static void paint(struct wr_image *img, const uint8_t ground[3])
{
    static const uint8_t figure[3] = {84, 104, 122}, collar[3] = {236, 240, 243};
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            const uint8_t *c = ground;
            if (inside(x, y, WIDTH / 2, 420, 128, 160))
                c = figure;
            if (inside(x, y, WIDTH / 2, 276, 30, 26))
                c = collar;
            if (inside(x, y, WIDTH / 2, 165, 66, 82))
                c = figure;
            memcpy(img->rgb + ((size_t)y * WIDTH + (size_t)x) * 3, c, 3);
        }
    }
}

struct portrait {
    struct wr_media_new media;
    int64_t id;
};

static int put(struct wr_tx *tx, void *arg)
{
    struct portrait *p = arg;
    bool seen = false;
    return wr_media_put_in(tx, &p->media, 0, &p->id, &seen);
}

int demo_make_photos(struct demo *d)
{
    WR_CLEANUP(wr_image_done) struct wr_image img = {.width = WIDTH, .height = HEIGHT};
    img.rgb = wr_alloc_array((size_t)WIDTH * HEIGHT, 3);
    if (!img.rgb)
        return wr_fail(d->ctx, WR_K_memory);
    for (size_t i = 0; i < DEMO_PHOTOS; i++) {
        struct wr_str jpeg;
        struct portrait p = {0};
        paint(&img, grounds[i]);
        int rc = wr_image_encode_jpeg(d->ctx, &img, 85, &jpeg);
        if (rc == 0)
            rc = wr_media_prepare(d->ctx, jpeg, &p.media);
        if (rc == 0)
            rc = wr_tx_run(d->ctx, WR_TX_WRITE, "demo.photo", put, &p);
        if (rc != 0)
            return rc;
        d->photos[i] = p.id;
        wr_arena_reset(&d->arena);
    }
    return 0;
}
