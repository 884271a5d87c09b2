/* devices: the registry of data loggers, as it may come in again; readings: what they sent, version by version. */
#include "modules/dossier/export.h"

#include "base/calendar.h"
#include "modules/device/device_svc.h"
#include "telemetry/telemetry.h"

#include <stdio.h>

#define PAGE 200

/** Header names are a contract: they have no translation. */
#define D struct wr_export_device
#define NAMED(st, m, hi, text) WR_STR_OPT(st, m, 0, hi, "", text)
const struct wr_field wr_export_device_fields[] = {
    NAMED(D, mn, WR_LOGGER_MN_MAX, "identity as sent"),
    NAMED(D, password, 1, "always empty: never told; an import leaves it as it is"),
    NAMED(D, dialect, 10, "dialect"),
    NAMED(D, credit_code, 20, "of the enterprise"),
    NAMED(D, outlet, 20, "code of the outlet"),
    NAMED(D, allowed_addresses, 400, "addresses or prefixes"),
    {0},
};
#undef D
#define R struct wr_export_reading
const struct wr_field wr_export_reading_fields[] = {
    NAMED(R, mn, WR_LOGGER_MN_MAX, "identity of the logger"),
    WR_I64(R, cn, 0, 9999, "", "command code: 2011, 2051, 2061, 2031 …"),
    NAMED(R, data_time, 29, "start of the period, or instant"),
    NAMED(R, factor, 24, "factor code as sent"),
    NAMED(R, field, 20, "rtd, min, avg, max, cou, zsavg …"),
    NAMED(R, value, WR_TELE_TEXT_MAX, "as sent"),
    NAMED(R, flag, 4, "data mark"),
    WR_I64(R, version, 1, 32767, "", "1: as first sent"),
    NAMED(R, received_at, 29, "when it arrived"),
    {0},
};
#undef R

/* ---- devices ------------------------------------------------------------------------------------- */

int wr_export_device_rows(struct wr_tx *tx, int64_t district, const struct wr_export_filter *f,
                          int64_t from_ms, int64_t to_ms, int (*each)(void *arg, const void *obj),
                          void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t after = 0;

    for (;;) {
        struct wr_arena_mark mark = wr_arena_mark(ctx->arena);
        const struct wr_logger_walk q = {.district_id = f->district_id,
                                         .scope_id = district,
                                         .enterprise_id = f->enterprise_id,
                                         .from_ms = from_ms,
                                         .to_ms = to_ms};
        struct wr_list l = {0};
        int rc = wr_logger_walk_in(tx, &q, after, PAGE, &l);
        const struct wr_logger *p = l.p;
        for (size_t i = 0; rc == 0 && i < l.n; i++) {
            const struct wr_enum_item *d = wr_enum_item(wr_logger_dialects, p[i].dialect);
            const struct wr_export_device row = {.mn = p[i].mn,
                                                 .dialect = wr_str(d ? d->name : ""),
                                                 .credit_code = p[i].credit_code,
                                                 .outlet = p[i].outlet_code,
                                                 .allowed_addresses = p[i].allowed_addresses};
            rc = each(arg, &row);
            after = p[i].id;
        }
        bool last = l.n < PAGE;
        wr_arena_rewind(ctx->arena, mark);
        if (rc != 0 || last)
            return rc;
    }
}

/* ---- readings ------------------------------------------------------------------------------------ */

struct readings {
    struct wr_tx *tx;
    int cn;
    int64_t source_id;
    char mn[WR_LOGGER_MN_MAX + 1]; /* of source_id */
    int (*each)(void *arg, const void *obj);
    void *arg;
};

/** Instants carry milliseconds only where they have some. */
static void stamp(int64_t ms, char dst[40])
{
    char text[WR_STAMP_TEXT];

    wr_stamp_format(ms, text);
    if (ms % 1000 == 0)
        (void)snprintf(dst, 40, "%s", text);
    else
        (void)snprintf(dst, 40, "%.19s.%03d%s", text, (int)(ms % 1000), text + 19);
}

static int find_mn(struct readings *r, int64_t source_id)
{
    struct wr_logger l;
    int rc = source_id != 0 ? wr_logger_get_in(r->tx, source_id, &l) : WR_ENOTFOUND;

    if (rc != 0 && rc != WR_ENOTFOUND)
        return rc;
    if (!wr_str_copy_z(rc == 0 ? l.mn : WR_S(""), r->mn, sizeof(r->mn)))
        r->mn[0] = '\0';
    r->source_id = source_id;
    return 0;
}

static int write_sample(void *arg, const struct wr_tele_sample *s)
{
    struct readings *r = arg;
    char data_time[40];
    char received_at[40];
    int rc = s->source_id != r->source_id ? find_mn(r, s->source_id) : 0;

    stamp(s->t_ms, data_time);
    stamp(s->received_ms, received_at);
    const struct wr_export_reading row = {.mn = wr_str(r->mn),
                                          .cn = r->cn,
                                          .data_time = wr_str(data_time),
                                          .factor = wr_str(s->factor),
                                          .field = wr_str(wr_tele_fields[s->field].name),
                                          .value = s->text,
                                          .flag = wr_str(s->flag),
                                          .version = s->version,
                                          .received_at = wr_str(received_at)};
    return rc != 0 ? rc : r->each(r->arg, &row);
}

static int write_outlet(struct readings *r, int64_t outlet_id, const struct wr_export_filter *f,
                        int64_t from_ms, int64_t to_ms)
{
    static const int codes[] = {WR_TELE_REAL, WR_TELE_STATE,   WR_TELE_MINUTE, WR_TELE_FIVE,
                                WR_TELE_HOUR, WR_TELE_RUNTIME, WR_TELE_DAY,    WR_TELE_INFO};
    struct wr_ctx *ctx = wr_tx_ctx(r->tx);
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < WR_ARRAY_LEN(codes); i++) {
        const struct wr_tele_query q = {.outlet_id = outlet_id,
                                        .cn = codes[i],
                                        .field = -1,
                                        .from_ms = from_ms,
                                        .to_ms = to_ms,
                                        .versions = WR_TELE_ALL_VERSIONS};
        r->cn = codes[i];
        if (!f->has_cn || f->cn == codes[i])
            rc = wr_tele_each(ctx, ctx->telemetry, &q, write_sample, r);
    }
    return rc;
}

int wr_export_reading_rows(struct wr_tx *tx, int64_t district, const struct wr_export_filter *f,
                           int64_t from_ms, int64_t to_ms, int (*each)(void *arg, const void *obj),
                           void *arg)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct readings r = {.tx = tx, .source_id = -1, .each = each, .arg = arg};
    struct wr_list l = {0};
    int64_t after = 0;
    int rc = 0;

    if (!ctx->telemetry)
        return wr_fail(ctx, WR_K_tele_none);
    if (to_ms == 0)
        to_ms = wr_ctx_now(ctx) + WR_DAY_MS;
    do {
        rc = wr_monitor_list_in(tx, after, PAGE, &l);
        const struct wr_monitor *m = l.p;
        for (size_t i = 0; rc == 0 && i < l.n; i++) {
            after = m[i].outlet_id;
            bool in = (district == 0 || m[i].district_id == district) &&
                      (f->district_id == 0 || m[i].district_id == f->district_id) &&
                      (f->enterprise_id == 0 || m[i].enterprise_id == f->enterprise_id) &&
                      (f->outlet_id == 0 || m[i].outlet_id == f->outlet_id);
            if (in)
                rc = write_outlet(&r, m[i].outlet_id, f, from_ms, to_ms);
        }
    } while (rc == 0 && l.n == PAGE);
    return rc;
}
