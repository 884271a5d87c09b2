/* `wurao hj212`: its commands and what they share. */
#include "app/cli_hj212_send.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>

static int parse_set(struct wr_ctx *ctx, struct wr_args *args, const char *option, uint64_t *ret)
{
    const char *list = wr_args_opt(args, option);
    struct hj212_str unknown;
    *ret = 0;
    if (list == NULL || hj212_leniencies_of(hj212_of_wr(wr_str(list)), ret, &unknown)) {
        return 0;
    }
    struct wr_buf names;
    wr_buf_init(&names, 4096);
    for (unsigned i = 0; i < HJ212_LENIENCIES; i++) {
        wr_buf_printf(&names, "%s%s", i > 0 ? ", " : "",
                      hj212_leniency_name((enum hj212_leniency)i));
    }
    int rc =
        wr_fail(ctx, WR_K_app_value, wr_str(option), wr_of_hj212(unknown), wr_buf_view(&names));
    wr_buf_done(&names);
    return rc;
}

int wr_hj212_profile(struct wr_ctx *ctx, struct wr_args *args, struct hj212_profile *ret)
{
    bool strict = wr_args_flag(args, "--strict");
    const char *dialect = wr_args_opt(args, "--dialect");
    const char *max = wr_args_opt(args, "--max");
    uint64_t allow = 0;
    uint64_t forbid = 0;
    int64_t segment_max = 0;
    *ret = strict ? hj212_strict() : hj212_compat();
    if (dialect != NULL && !hj212_dialect_of(hj212_of_wr(wr_str(dialect)), &ret->dialect)) {
        return wr_fail(ctx, WR_K_app_value, WR_S("--dialect"), wr_str(dialect),
                       WR_S("auto, 2005, 2017, 2025, surface"));
    }
    if (max != NULL && (!wr_str_i64(wr_str(max), &segment_max) || segment_max < 1 ||
                        segment_max > HJ212_SEGMENT_MAX)) {
        return wr_fail(ctx, WR_K_app_value, WR_S("--max"), wr_str(max), WR_S("1 … 9999"));
    }
    int rc = parse_set(ctx, args, "--allow", &allow);
    rc = rc != 0 ? rc : parse_set(ctx, args, "--forbid", &forbid);
    ret->allowed = (ret->allowed | allow) & ~forbid;
    ret->segment_max = segment_max > 0 ? (uint32_t)segment_max : ret->segment_max;
    return rc;
}

static bool key_of(struct wr_str text, unsigned char key[HJ212_KEY_BYTES])
{
    text = wr_str_trim(text);
    if (text.n == HJ212_KEY_BYTES) {
        memcpy(key, text.p, HJ212_KEY_BYTES);
        return true;
    }
    return text.n == 2 * (size_t)HJ212_KEY_BYTES && wr_unhex(text, key, HJ212_KEY_BYTES);
}

int wr_hj212_key(struct wr_ctx *ctx, struct wr_args *args, struct hj212_sm4 **ret)
{
    const char *path = wr_args_opt(args, "--key-file");
    char text[256];
    unsigned char key[HJ212_KEY_BYTES];
    *ret = NULL;
    if (path == NULL) {
        return 0;
    }
    FILE *f = fopen(path, "rbe");
    if (f == NULL) {
        return wr_fail(ctx, WR_K_hj212_file, wr_str(path), wr_str(strerror(errno)));
    }
    size_t n = fread(text, 1, sizeof(text), f);
    (void)fclose(f);
    if (!key_of((struct wr_str){text, n}, key)) {
        return wr_fail(ctx, WR_K_app_value, WR_S("--key-file"), wr_str(path),
                       WR_S("16 characters, or 32 hexadecimal digits"));
    }
    *ret = hj212_sm4_new(key);
    return *ret != NULL ? 0 : wr_fail(ctx, WR_K_hj212_sm4);
}

const struct wr_command wr_hj212_commands[] = {
    {"hj212", "decode",
     "[FILE] [--dialect auto|2005|2017|2025|surface] [--strict] [--allow L,…] [--forbid L,…] "
     "[--max N] [--key-file F] [--stats]",
     "字节流解为 JSON，每帧一行 / frames of a byte stream to JSON lines", false, false,
     wr_hj212_decode_run},
    {"hj212", "encode", "[FILE] [--key-file F]", "JSON 行编为通讯包 / JSON lines to frames", false,
     false, wr_hj212_encode_run},
    {"hj212", "bench", "FILE [--seconds N] [--json]", "解码速度 / speed of the decoder", false,
     false, wr_hj212_bench_run},
    {"hj212", "send",
     "--to HOST:PORT [--scenario S] [--stations N] [--connections N] [--window N] [--rate N] "
     "[--packets N] "
     "[--seconds N] [--hours N] [--interval S] [--from T] [--seed N] [--dialect D] [--mn PREFIX] "
     "[--password P] "
     "[--key-file F] [--wait S] [--registered FILE] [--live] [--list] [--json]",
     "模拟站点与一致性测试 / station simulator and conformance kit", false, false,
     wr_hj212_send_run},
    {0},
};
