#include "fuzz.h"

static const struct wr_enum_item colours[] = {
    {"red", 1, "红", "red"}, {"green", 2, "绿", "green"}, {0}};

static const struct wr_field part_fields[] = {
    {.name = "code",
     .type = WR_F_STR,
     .flags = WR_FF_FOLD | WR_FF_UPPER,
     .off = offsetof(struct fuzz_part, code),
     .min = 1,
     .max = 12},
    WR_I64(struct fuzz_part, weight_g, 0, 1000000, "重量", "weight"),
    {0},
};

const struct wr_field fuzz_thing_fields[] = {
    WR_STR_OPT(struct fuzz_thing, name, 0, 60, "名称", "name"),
    WR_TEXT_OPT(struct fuzz_thing, note, 0, 200, "备注", "note"),
    {.name = "phone",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_FOLD | WR_FF_PHONE,
     .off = offsetof(struct fuzz_thing, phone),
     .max = 20},
    WR_DATE_OPT(struct fuzz_thing, day, "日期", "day"),
    WR_JSON_OPT(struct fuzz_thing, extra, 4096, "附加", "extra"),
    WR_ENUM_OPT(struct fuzz_thing, colour, colours, "颜色", "colour"),
    WR_ID_OPT(struct fuzz_thing, id, "编号", "id"),
    WR_I64_OPT(struct fuzz_thing, lng_e6, -180000000, 180000000, "经度", "longitude"),
    WR_BOOL_OPT(struct fuzz_thing, good, "好", "good"),
    WR_F64_OPT(struct fuzz_thing, ratio, "比", "ratio"),
    WR_OBJ_OPT(struct fuzz_thing, main, part_fields, "主件", "main part"),
    WR_LIST_OPT(struct fuzz_thing, parts, 20, part_fields, struct fuzz_part, "部件", "parts"),
    WR_STRS_OPT(struct fuzz_thing, tags, 20, "标签", "tags"),
    WR_I64S_OPT(struct fuzz_thing, ids, 20, "编号们", "ids"),
    {0},
};

void fuzz_begin(struct fuzz *f)
{
    wr_arena_init(&f->arena, (size_t)64 << 20);
    wr_ctx_init(&f->ctx, &f->arena, wr_clock_system());
}

void fuzz_end(struct fuzz *f)
{
    wr_arena_done(&f->arena);
}

void fuzz_touch(struct wr_str s)
{
    static volatile unsigned sum;
    for (size_t i = 0; i < s.n; i++)
        sum += (unsigned char)s.p[i];
}
