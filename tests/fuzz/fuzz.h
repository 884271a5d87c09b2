#pragma once
/* What all fuzz targets share: one entry point, a context with a bounded arena, a field table with every kind of field. */
#include "base/ctx.h"
#include "codec/field.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz {
    struct wr_arena arena;
    struct wr_ctx ctx;
};
void fuzz_begin(struct fuzz *f);
void fuzz_end(struct fuzz *f);
/** Read every byte, so that a sanitizer sees a slice that points where it should not. */
void fuzz_touch(struct wr_str s);

struct fuzz_part {
    struct wr_str code;
    int64_t weight_g;
};
struct fuzz_thing {
    struct wr_str name, note, phone, day, extra;
    int64_t colour, id, lng_e6;
    bool good, has_lng_e6, has_ratio, has_main;
    double ratio;
    struct fuzz_part main;
    struct wr_list parts, tags, ids;
};
extern const struct wr_field fuzz_thing_fields[];
