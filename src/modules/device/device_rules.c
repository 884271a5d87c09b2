#include "modules/device/device_rules.h"

#include "base/calendar.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <stdlib.h>

#define BACKFILL_DAYS_MAX 366

/* ---- addresses --------------------------------------------------------------------------------- */

static bool parse_address(struct wr_str s, uint8_t ret[16])
{
    char z[64];
    uint8_t v4[4];

    if (!wr_str_copy_z(s, z, sizeof(z)))
        return false;
    if (inet_pton(AF_INET, z, v4) == 1) { /* as ::ffff:a.b.c.d */
        memset(ret, 0, 10);
        ret[10] = ret[11] = 0xff;
        memcpy(ret + 12, v4, 4);
        return true;
    }
    return inet_pton(AF_INET6, z, ret) == 1;
}

/** "10.1.0.0/16" to address and number of bits. */
static bool parse_prefix(struct wr_str s, uint8_t ret[16], int64_t *ret_bits)
{
    struct wr_str bits = s;
    struct wr_str address = wr_str_cut(&bits, '/');
    bool v4 = wr_str_find(address, WR_S(":")) < 0;

    *ret_bits = 128;
    if (!parse_address(wr_str_trim(address), ret))
        return false;
    if (!bits.p)
        return true;
    if (!wr_str_i64(wr_str_trim(bits), ret_bits) || *ret_bits < 0 || *ret_bits > (v4 ? 32 : 128))
        return false;
    *ret_bits += v4 ? 96 : 0;
    return true;
}

static bool same_prefix(const uint8_t a[16], const uint8_t b[16], int64_t bits)
{
    size_t whole = (size_t)bits / 8;
    unsigned mask = 0xff00u >> (bits % 8) & 0xffu;

    return memcmp(a, b, whole) == 0 && (bits % 8 == 0 || ((a[whole] ^ b[whole]) & mask) == 0);
}

bool wr_device_address_allowed(struct wr_str list, struct wr_str address)
{
    uint8_t from[16];
    uint8_t prefix[16];
    int64_t bits = 0;

    if (wr_str_trim(list).n == 0)
        return true;
    if (!parse_address(address, from))
        return false;
    while (list.p && list.n > 0) {
        struct wr_str one = wr_str_trim(wr_str_cut(&list, ','));
        if (one.n > 0 && parse_prefix(one, prefix, &bits) && same_prefix(from, prefix, bits))
            return true;
    }
    return false;
}

/* ---- loggers ----------------------------------------------------------------------------------- */

static bool is_plain(struct wr_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~' || strchr(";,=&", s.p[i]))
            return false;
    return true;
}

void wr_device_rules_check(struct wr_ctx *ctx, const struct wr_logger *l)
{
    struct wr_str list = l->allowed_addresses;
    uint8_t prefix[16];
    int64_t bits = 0;

    if (l->mn.n == 0 || !is_plain(l->mn))
        wr_fault(ctx, WR_S("mn"), WR_K_logger_mn, l->mn);
    if (!is_plain(l->password))
        wr_fault(ctx, WR_S("password"), WR_K_logger_password, (struct wr_str){0});
    while (list.p && list.n > 0) {
        struct wr_str one = wr_str_trim(wr_str_cut(&list, ','));
        if (one.n > 0 && !parse_prefix(one, prefix, &bits))
            wr_fault(ctx, WR_S("allowed_addresses"), WR_K_logger_address, one);
    }
}

static bool is_password_key(const char *p)
{
    return (p[0] == 'P' || p[0] == 'p') && (p[1] == 'W' || p[1] == 'w') && p[2] == '=';
}

struct wr_str wr_device_blank_password(struct wr_arena *a, struct wr_str frame)
{
    struct wr_str s = wr_arena_dup(a, frame);
    char *p = (char *)(uintptr_t)s.p; /* our own copy */
    bool text = s.p && wr_utf8_valid(s);

    for (size_t i = 0; i + 3 < s.n; i++)
        for (size_t k = i + 3; is_password_key(p + i) && k < s.n && !strchr(";,&\r\n", p[k]); k++)
            p[k] = '*';
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c < ' ')
            p[i] = ' ';
        else if (c > '~' && !text)
            p[i] = '?';
    }
    return s.p ? wr_str_trim(s) : s;
}

/* ---- commands ---------------------------------------------------------------------------------- */

enum needs { N_NOTHING, N_FACTOR, N_FACTOR_OPT, N_VALUE, N_TIMEOUT, N_PERIOD };

static const struct {
    int64_t cn;
    enum needs needs;
    int64_t min, max; /* of value */
    const char *name; /* of value on the wire */
} shapes[] = {
    [WR_CMD_SET_TIME] = {1012, N_FACTOR_OPT, 0, 0, NULL},
    [WR_CMD_GET_TIME] = {1011, N_FACTOR_OPT, 0, 0, NULL},
    [WR_CMD_SET_TIMEOUT] = {1000, N_TIMEOUT, 1, 99, "OverTime"},
    [WR_CMD_GET_REAL_INTERVAL] = {1061, N_NOTHING, 0, 0, NULL},
    [WR_CMD_SET_REAL_INTERVAL] = {1062, N_VALUE, 30, 3600, "RtdInterval"},
    [WR_CMD_GET_MINUTE_INTERVAL] = {1063, N_NOTHING, 0, 0, NULL},
    [WR_CMD_SET_MINUTE_INTERVAL] = {1064, N_VALUE, 1, 30, "MinInterval"},
    [WR_CMD_START_REAL] = {2011, N_NOTHING, 0, 0, NULL},
    [WR_CMD_STOP_REAL] = {2012, N_NOTHING, 0, 0, NULL},
    [WR_CMD_START_STATE] = {2021, N_NOTHING, 0, 0, NULL},
    [WR_CMD_STOP_STATE] = {2022, N_NOTHING, 0, 0, NULL},
    [WR_CMD_BACKFILL_MINUTE] = {2051, N_PERIOD, 0, 0, NULL},
    [WR_CMD_BACKFILL_HOUR] = {2061, N_PERIOD, 0, 0, NULL},
    [WR_CMD_BACKFILL_DAY] = {2031, N_PERIOD, 0, 0, NULL},
    [WR_CMD_BACKFILL_RUNTIME] = {2041, N_PERIOD, 0, 0, NULL},
    [WR_CMD_CALIBRATE] = {3011, N_FACTOR, 0, 0, NULL},
    [WR_CMD_SAMPLE] = {3012, N_FACTOR, 0, 0, NULL},
    [WR_CMD_CLEAN] = {3013, N_FACTOR, 0, 0, NULL},
    [WR_CMD_COMPARE] = {3014, N_FACTOR, 0, 0, NULL},
    [WR_CMD_RETAIN] = {3015, N_NOTHING, 0, 0, NULL},
    [WR_CMD_GET_INFO] = {3019, N_FACTOR, 0, 0, NULL},
};

/** YYYYMMDDhhmmss in +08:00. */
static struct wr_str stamp14(struct wr_arena *a, int64_t ms)
{
    struct wr_date d = wr_date_of_ms(ms);
    int64_t s = (ms - wr_date_to_ms(d)) / 1000;

    return wr_arena_printf(a, "%04d%02d%02d%02d%02d%02d", d.year, d.month, d.day, (int)(s / 3600),
                           (int)(s / 60 % 60), (int)(s % 60));
}

static void required(struct wr_ctx *ctx, bool there, bool wanted, const char *name)
{
    if (wanted && !there)
        wr_fault(ctx, wr_str(name), WR_K_input_required, (struct wr_str){0});
    if (!wanted && there)
        wr_fault(ctx, wr_str(name), WR_K_logger_command_member, (struct wr_str){0});
}

static bool is_minute_interval(int64_t v)
{
    static const int64_t known[] = {1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30};
    for (size_t i = 0; i < WR_ARRAY_LEN(known); i++)
        if (known[i] == v)
            return true;
    return false;
}

static void check_value(struct wr_ctx *ctx, const struct wr_command_new *in)
{
    int64_t min = shapes[in->kind].min;
    int64_t max = shapes[in->kind].max;
    bool good = in->value >= min && in->value <= max &&
                (in->kind != WR_CMD_SET_MINUTE_INTERVAL || is_minute_interval(in->value));

    if (in->has_value && !good)
        wr_fault(ctx, WR_S("value"), WR_K_input_range,
                 wr_arena_printf(ctx->arena, "%lld", (long long)in->value),
                 wr_arena_printf(ctx->arena, "%lld", (long long)min),
                 wr_arena_printf(ctx->arena, "%lld", (long long)max));
}

static void check_period(struct wr_ctx *ctx, const struct wr_command_new *in)
{
    bool good =
        in->from_ms <= in->to_ms && in->to_ms - in->from_ms <= BACKFILL_DAYS_MAX * WR_DAY_MS;
    if (in->has_from_ms && in->has_to_ms && !good)
        wr_fault(ctx, WR_S("from_ms"), WR_K_logger_command_period,
                 wr_arena_printf(ctx->arena, "%lld", (long long)in->from_ms));
}

void wr_device_command_build(struct wr_ctx *ctx, const struct wr_logger *l,
                             const struct wr_command_new *in, int64_t *ret_cn,
                             struct wr_str *ret_params)
{
    enum needs n = shapes[in->kind].needs;
    struct wr_arena *a = ctx->arena;
    struct wr_str pol = {0};
    (void)l;

    if (n != N_FACTOR_OPT)
        required(ctx, in->factor.n > 0, n == N_FACTOR, "factor");
    required(ctx, in->has_value, n == N_VALUE || n == N_TIMEOUT, "value");
    required(ctx, in->has_count, n == N_TIMEOUT, "count");
    required(ctx, in->has_from_ms, n == N_PERIOD, "from_ms");
    required(ctx, in->has_to_ms, n == N_PERIOD, "to_ms");
    check_value(ctx, in);
    check_period(ctx, in);
    if (!is_plain(in->factor))
        wr_fault(ctx, WR_S("factor"), WR_K_logger_factor, in->factor);
    *ret_cn = shapes[in->kind].cn;
    if (in->factor.n > 0)
        pol = wr_arena_printf(a, "PolId=" WR_FMT, WR_ARG(in->factor));
    *ret_params = pol.p ? pol : WR_S("");
    if (in->kind == WR_CMD_SET_TIME)
        *ret_params = wr_arena_printf(a, WR_FMT "%sSystemTime=@now", WR_ARG(pol), pol.p ? ";" : "");
    if (n == N_VALUE)
        *ret_params = wr_arena_printf(a, "%s=%lld", shapes[in->kind].name, (long long)in->value);
    if (n == N_TIMEOUT)
        *ret_params = wr_arena_printf(a, "OverTime=%lld;ReCount=%lld", (long long)in->value,
                                      (long long)in->count);
    if (n == N_PERIOD)
        *ret_params =
            wr_arena_printf(a, "BeginTime=" WR_FMT ";EndTime=" WR_FMT,
                            WR_ARG(stamp14(a, in->from_ms)), WR_ARG(stamp14(a, in->to_ms)));
}
