/* Photos as sent: decoded within small limits, and what was decoded is encoded again. */
#include "fuzz.h"

#include "codec/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct wr_image_limits limits = {
        .bytes_max = 1 << 20, .pixels_max = 1000000, .edge_max = 64};
    const struct wr_str bytes = {(const char *)data, size};
    struct wr_image img = {0};
    struct wr_str jpeg;
    struct fuzz f;

    fuzz_begin(&f);
    if (wr_image_decode(&f.ctx, bytes, &limits, &img) == 0) {
        if (img.width < 1 || img.height < 1 || img.width > 64 || img.height > 64)
            __builtin_trap();
        fuzz_touch((struct wr_str){(const char *)img.rgb, (size_t)(img.width * img.height * 3)});
        if (wr_image_encode_jpeg(&f.ctx, &img, 80, &jpeg) != 0)
            __builtin_trap();
        fuzz_touch(jpeg);
        wr_image_done(&img);
    } else {
        fuzz_touch(f.ctx.err.zh);
        fuzz_touch(f.ctx.err.en);
    }
    fuzz_end(&f);
    return 0;
}
