/* A message as a row of the telemetry store. */
#include "base/text.h"
#include "ingest/ingest_in.h"

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define ZONE_MS (8 * HOUR_MS)

static const int8_t fields[HJ212_FIELDS] = {
    [HJ212_F_RTD] = WR_TELE_RTD + 1,
    [HJ212_F_MIN] = WR_TELE_MIN + 1,
    [HJ212_F_AVG] = WR_TELE_AVG + 1,
    [HJ212_F_MAX] = WR_TELE_MAX + 1,
    [HJ212_F_COU] = WR_TELE_COU + 1,
    [HJ212_F_ZSRTD] = WR_TELE_ZS_RTD + 1,
    [HJ212_F_ZSMIN] = WR_TELE_ZS_MIN + 1,
    [HJ212_F_ZSAVG] = WR_TELE_ZS_AVG + 1,
    [HJ212_F_ZSMAX] = WR_TELE_ZS_MAX + 1,
    [HJ212_F_RS] = WR_TELE_RS + 1,
    [HJ212_F_RT] = WR_TELE_RT + 1,
    [HJ212_F_DATA] = WR_TELE_DATA + 1,
    [HJ212_F_DAYDATA] = WR_TELE_DAY_DATA + 1,
    [HJ212_F_NIGHTDATA] = WR_TELE_NIGHT_DATA + 1,
    [HJ212_F_INFO] = WR_TELE_INFO_VALUE + 1,
    [HJ212_F_EFLAG] = WR_TELE_EFLAG + 1,
};

bool is_data(const struct hj212_msg *m)
{
    switch (m->command) {
    case 2011:
    case 2013:
    case 2021:
    case 2031:
    case 2041:
    case 2051:
    case 2052:
    case 2061:
    case 2062:
    case 2111:
        return true;
    default:
        return false;
    }
}

bool row_time(const struct profile *p, const struct hj212_msg *m, int64_t *ret_ms)
{
    int64_t t = 0;
    int64_t period = 0;
    int64_t grain = 1;

    if (!m->data_time.p || !hj212_time_ms(m->data_time, &t))
        return false;
    switch (m->command) {
    case 2031:
    case 2041:
        grain = period = DAY_MS;
        break;
    case 2061:
        grain = period = HOUR_MS;
        break;
    case 2051:
        period = p->minute_ms;
        grain = MINUTE_MS;
        break;
    case 2111:
        period = 5 * MINUTE_MS;
        grain = MINUTE_MS;
        break;
    default:
        break;
    }
    if (p->label_end)
        t -= period;
    *ret_ms = t - ((t + ZONE_MS) % grain + grain) % grain;
    return true;
}

/** Text fit for the store: UTF-8, without control characters, cut where it is too long. */
static struct wr_str clean(struct wr_arena *a, const char *p, size_t n)
{
    struct wr_str s = {p, n};
    const char *charset = NULL;

    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)p[i] >= 0x80 || (unsigned char)p[i] < ' ') {
            s = wr_text_decode(a, s, &charset);
            if (!s.p || wr_text_has_control(s))
                return WR_S("?");
            break;
        }
    }
    while (s.n > WR_TELE_TEXT_MAX)
        s.n--;
    while (s.n > 0 && s.n == WR_TELE_TEXT_MAX && !wr_utf8_valid(s))
        s.n--;
    return s;
}

static bool is_frame_key(struct hj212_str name)
{
    static const char *const keys[] = {"DataTime", "PolId",  "InfoId",    "BeginTime",
                                       "EndTime",  "QN",     "CN",        "AlarmTime",
                                       "QnRtn",    "ExeRtn", "SystemTime"};
    for (size_t i = 0; i < WR_ARRAY_LEN(keys); i++)
        if (strlen(keys[i]) == name.n && memcmp(keys[i], name.p, name.n) == 0)
            return true;
    return false;
}

static bool put_value(struct wr_arena *a, const struct hj212_msg *m, const struct hj212_item *i,
                      struct wr_tele_value *v)
{
    struct hj212_str name = hj212_item_name(i);
    bool plain = i->field == HJ212_F_PLAIN;
    int field = fields[i->field];

    if (i->field == HJ212_F_FLAG || i->field == HJ212_F_SAMPLETIME || (plain && is_frame_key(name)))
        return false;
    *v =
        (struct wr_tele_value){.factor = {i->name, plain ? i->name_n : i->code_n},
                               .field = field > 0 ? (enum wr_tele_field)(field - 1) : WR_TELE_OTHER,
                               .text = clean(a, i->value, i->value_n)};
    if (!plain && i->group < m->n_groups && m->groups[i->group].flag_n > 0) {
        const struct hj212_group *g = &m->groups[i->group];
        v->flag = clean(a, g->flag, g->flag_n < WR_TELE_FLAG_MAX ? g->flag_n : WR_TELE_FLAG_MAX);
    }
    v->factor = clean(a, v->factor.p, v->factor.n);
    return v->factor.n > 0 && v->factor.n <= WR_TELE_FACTOR_MAX && v->flag.n <= WR_TELE_FLAG_MAX;
}

bool row_of(struct wr_arena *a, const struct profile *p, const struct hj212_msg *m,
            const struct wr_raw_rec *rec, struct wr_tele_row *ret)
{
    struct wr_tele_value *v = wr_arena_array(a, m->n_items + 1, sizeof(*v));
    int64_t t_ms = 0;
    size_t n = 0;

    if (!v || p->outlet_id == 0 || m->command < 2000 || m->command > 3999 || !row_time(p, m, &t_ms))
        return false;
    for (size_t i = 0; i < m->n_items && n < WR_TELE_VALUES_MAX; i++)
        n += put_value(a, m, &m->items[i], &v[n]);
    *ret = (struct wr_tele_row){.outlet_id = p->outlet_id,
                                .cn = m->command,
                                .t_ms = t_ms,
                                .received_ms = rec->received_ms,
                                .source_id = p->id,
                                .backfill = m->back_fill || (rec->marks & WR_RAW_BACKFILL) != 0,
                                .values = v,
                                .n = n};
    return n > 0;
}
