/* What a simulated station says. Everything follows from seed, station and simulated time. */
#include "app/cli_hj212_send.h"

#include <stdio.h>

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define CHINA_MS (8 * HOUR_MS)
#define MIN_INTERVAL_MS (10 * MINUTE_MS)
#define PHASES 4
#define DAMAGED_EVERY 5
#define ROWS_MAX 200
#define LATE_MAX_MS HOUR_MS /* a live station sends later what is no older */

const char *const wr_sim_names[WR_SIM_SCENARIOS] = {
    "normal", "exceedance", "zero", "constant", "gap", "split", "bad-crc", "encrypted", "many"};

void wr_sim_mn(const struct wr_sim *sim, uint32_t index, char dst[32])
{
    if (sim->dialect == HJ212_2005) {
        (void)snprintf(dst, 32, "%.5s%09u", sim->mn_prefix, index);
    } else {
        (void)snprintf(dst, 32, "%.16s%08X", sim->mn_prefix, index);
    }
}

void wr_sim_station_init(const struct wr_sim *sim, struct wr_sim_station *s, uint32_t index)
{
    *s = (struct wr_sim_station){.index = index, .at_ms = sim->from_ms};
}

void wr_sim_again(const struct wr_sim *sim, struct wr_sim_station *s)
{
    s->at_ms -= s->phase == 0 ? sim->step_ms : 0;
    s->phase = 0;
}

/** Live stations do not speak all at once: each has its own moment of the interval. */
static int64_t moment_of(const struct wr_sim *sim, uint32_t index)
{
    return sim->live ? (int64_t)index * 7919 * 1000 % sim->step_ms / 1000 * 1000 : 0;
}

/** What the stations' clocks say when the host asks. */
static int64_t clock_of(const struct wr_sim *sim)
{
    return sim->live ? sim->now_ms : sim->to_ms;
}

static enum wr_plausible_medium medium_of(uint32_t index)
{
    return index % 5 < 3 ? WR_PLAUSIBLE_WATER : WR_PLAUSIBLE_GAS;
}

static struct hj212_str text(const char *z)
{
    return (struct hj212_str){z, strlen(z)};
}

/* ---- values ------------------------------------------------------------------------------------ */
/** The scenario's hand on a value: from the second half of the run on; live: the station's story of the hour. */
static double bent(const struct wr_sim *sim, const struct wr_plausible_factor *f,
                   enum wr_plausible_story story, int64_t ms, double v)
{
    if (sim->live) {
        return wr_plausible_told(f, story, v);
    }
    if (ms < sim->from_ms + (sim->to_ms - sim->from_ms) / 2 || f->pollutant == 0) {
        return v;
    }
    switch (sim->scenario) {
    case WR_SIM_EXCEEDANCE:
        return v + f->limit;
    case WR_SIM_ZERO:
        return 0;
    case WR_SIM_CONSTANT:
        return f->usual;
    case WR_SIM_NORMAL:
    case WR_SIM_GAP:
    case WR_SIM_SPLIT:
    case WR_SIM_BAD_CRC:
    case WR_SIM_ENCRYPTED:
    case WR_SIM_MANY:
    case WR_SIM_SCENARIOS:
    default:
        return v;
    }
}

static void put_factor(const struct wr_sim *sim, uint32_t index, struct hj212_writer *w,
                       const struct wr_plausible_factor *f, int64_t ms, int64_t period_ms)
{
    struct hj212_str code = text(f->code);
    enum wr_plausible_story story =
        sim->live && period_ms < DAY_MS ? wr_plausible_story_at(index, ms) : WR_STORY_PLAIN;
    if (period_ms == 0) {
        double v = wr_plausible_value(sim->seed, index, f, ms);
        hj212_put_number(w, code, HJ212_F_RTD, bent(sim, f, story, ms, v), f->decimals);
    } else {
        struct wr_plausible_summary s =
            wr_plausible_summary(sim->seed, index, medium_of(index), f, ms, period_ms);
        if (f->cou != 0) {
            hj212_put_number(w, code, HJ212_F_COU,
                             s.avg == 0 ? 0 : s.cou * bent(sim, f, story, ms, s.avg) / s.avg, 3);
        }
        hj212_put_number(w, code, HJ212_F_MIN, bent(sim, f, story, ms, s.min), f->decimals);
        hj212_put_number(w, code, HJ212_F_AVG, bent(sim, f, story, ms, s.avg), f->decimals);
        hj212_put_number(w, code, HJ212_F_MAX, bent(sim, f, story, ms, s.max), f->decimals);
    }
    hj212_put_value(w, code, HJ212_F_FLAG, text(wr_plausible_flag(story)));
}

/* ---- packets ----------------------------------------------------------------------------------- */
struct upload {
    const char *cn;
    int64_t data_ms, period_ms;
    bool back_fill, wants_answer;
    uint16_t pnum, pno;
};

static uint64_t digits_of(const char *p, size_t n)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++) {
        v = v * 10 + (uint64_t)(p[i] - '0');
    }
    return v;
}

/** A QN that the station has not used: the moment of sending, its milliseconds counted up. */
static int64_t sent_ms(const struct wr_sim *sim, struct wr_sim_station *s)
{
    if (sim->live) {
        s->qn_ms = sim->now_ms > s->qn_ms ? sim->now_ms : s->qn_ms + 1;
        return s->qn_ms;
    }
    return s->at_ms + (int64_t)(s->n_sent % 1000);
}

static size_t make(const struct wr_sim *sim, uint32_t index, int64_t qn_ms, const struct upload *u,
                   char *buf, size_t cap, uint64_t *ret_qn)
{
    char qn[18];
    char mn[32];
    char data_time[18];
    size_t n_factors;
    enum wr_plausible_medium medium = medium_of(index);
    const struct wr_plausible_factor *factors = wr_plausible_factors(medium, &n_factors);
    hj212_time_text(qn_ms, 17, qn);
    hj212_time_text(u->data_ms, 14, data_time);
    wr_sim_mn(sim, index, mn);
    struct hj212_header h = {.dialect = sim->dialect,
                             .qn = text(qn),
                             .st = text(medium == WR_PLAUSIBLE_WATER ? "32" : "31"),
                             .cn = text(u->cn),
                             .pw = text(sim->password),
                             .mn = text(mn),
                             .ack_wanted = u->wants_answer,
                             .back_fill = u->back_fill && sim->dialect == HJ212_2025,
                             .pnum = u->pnum,
                             .pno = u->pno,
                             .flag = HJ212_FLAG_AUTO};
    struct hj212_writer w;
    hj212_begin(&w, buf, cap, &h);
    hj212_put(&w, text("DataTime"), text(data_time));
    size_t half = n_factors / 2;
    size_t from = u->pno == 2 ? half : 0;
    size_t to = u->pno == 1 ? half : n_factors;
    for (size_t i = from; i < to; i++) {
        put_factor(sim, index, &w, &factors[i], u->data_ms, u->period_ms);
    }
    *ret_qn = digits_of(qn, 17);
    return hj212_end(&w);
}

static size_t seal(const struct wr_sim *sim, char *buf, size_t n, size_t cap)
{
    static char plain[HJ212_BUFFER_MIN];
    if (sim->key == NULL || n == 0) {
        return n;
    }
    memcpy(plain, buf, n);
    return hj212_encrypt(sim->key, (struct hj212_str){plain, n}, buf, cap);
}

/* ---- the station's day ------------------------------------------------------------------------- */
static bool in_gap(const struct wr_sim *sim, uint32_t index, int64_t ms)
{
    if (sim->live) {
        return wr_plausible_story_at(index, ms) == WR_STORY_GAP;
    }
    int64_t span = sim->to_ms - sim->from_ms;
    return sim->scenario == WR_SIM_GAP && ms >= sim->from_ms + span / 4 &&
           ms < sim->from_ms + span / 2;
}

/** The upload of the station's present phase; false: nothing is due in it. */
static bool due(const struct wr_sim *sim, const struct wr_sim_station *s, struct upload *ret)
{
    static const char *const commands[PHASES] = {"2011", "2051", "2061", "2031"};
    static const int64_t periods[PHASES] = {0, MIN_INTERVAL_MS, HOUR_MS, DAY_MS};
    int64_t period = periods[s->phase];
    int64_t end = period > 0 ? (s->at_ms + CHINA_MS) / period * period - CHINA_MS : s->at_ms;
    if (in_gap(sim, s->index, s->at_ms) || end <= s->at_ms - sim->step_ms) {
        return false;
    }
    *ret =
        (struct upload){.cn = commands[s->phase],
                        .data_ms = period > 0 ? end - period : s->at_ms + moment_of(sim, s->index),
                        .period_ms = period,
                        .wants_answer = true};
    return true;
}

/** Rows that the gap left out, ten minutes each; false: all sent. */
static bool fill(const struct wr_sim *sim, struct wr_sim_station *s, struct upload *ret)
{
    if (sim->live) {
        return false; /* the host asks for what it misses */
    }
    if (!s->filling && s->fill_ms == 0 && in_gap(sim, s->index, s->at_ms)) {
        s->filling = true;
        s->fill_ms = (s->at_ms + MIN_INTERVAL_MS - 1) / MIN_INTERVAL_MS * MIN_INTERVAL_MS;
    }
    if (!s->filling || in_gap(sim, s->index, s->at_ms)) {
        return false;
    }
    if (!in_gap(sim, s->index, s->fill_ms)) {
        s->filling = false;
        return false;
    }
    *ret = (struct upload){.cn = "2051",
                           .data_ms = s->fill_ms,
                           .period_ms = MIN_INTERVAL_MS,
                           .back_fill = true,
                           .wants_answer = true};
    s->fill_ms += MIN_INTERVAL_MS;
    return true;
}

static void step(const struct wr_sim *sim, struct wr_sim_station *s)
{
    s->phase = (uint8_t)(s->phase + 1);
    if (s->phase == PHASES) {
        s->phase = 0;
        s->at_ms += sim->step_ms;
    }
}

/** Up to when the station has something to say. A live one that was held up for long leaves the rest to the host's questions. */
static int64_t end_of(const struct wr_sim *sim, struct wr_sim_station *s)
{
    if (!sim->live) {
        return sim->to_ms;
    }
    int64_t end = sim->now_ms - moment_of(sim, s->index) + 1;
    if (end - s->at_ms > LATE_MAX_MS) {
        s->at_ms = end / sim->step_ms * sim->step_ms;
        s->phase = 0;
    }
    return end;
}

/** What the station sends next; false: its time is over, or has not come. */
static bool choose(const struct wr_sim *sim, struct wr_sim_station *s, struct upload *ret)
{
    int64_t end = end_of(sim, s);
    while (s->at_ms < end) {
        if (fill(sim, s, ret)) {
            return true;
        }
        bool found = due(sim, s, ret);
        if (found && sim->scenario == WR_SIM_SPLIT && s->phase > 0) {
            ret->pnum = 2;
            ret->pno = (uint16_t)(s->part + 1);
            s->part = s->part == 0 ? 1 : 0;
        }
        if (s->part == 0) {
            step(sim, s);
        }
        if (found) {
            return true;
        }
    }
    return false;
}

struct wr_sim_packet wr_sim_next(const struct wr_sim *sim, struct wr_sim_station *s, char *buf,
                                 size_t cap)
{
    struct wr_sim_packet p = {0};
    struct upload u;
    if (!choose(sim, s, &u)) {
        return p;
    }
    p.n = make(sim, s->index, sent_ms(sim, s), &u, buf, cap, &p.qn);
    p.n = seal(sim, buf, p.n, cap);
    s->n_sent++;
    p.damaged = sim->scenario == WR_SIM_BAD_CRC && s->n_sent % DAMAGED_EVERY == 0;
    if (p.damaged) {
        char *digit = &buf[p.n - 3];
        *digit = *digit == '0' ? '2' : '0'; /* the last digit of a right CRC is 0 or 1 */
    }
    p.wants_answer = u.wants_answer && !p.damaged;
    return p;
}

/* ---- the host asks ----------------------------------------------------------------------------- */
static bool time_of(const struct hj212_msg *m, const char *name, int64_t *ret)
{
    const struct hj212_item *it = hj212_find(m, name);
    return it != NULL && hj212_time_ms(hj212_item_value(it), ret);
}

static uint32_t index_of(struct hj212_str mn)
{
    uint32_t v = 0;
    for (size_t i = mn.n > 8 ? mn.n - 8 : 0; i < mn.n; i++) {
        char c = mn.p[i];
        v = v << 4 | (uint32_t)(c >= 'A' ? c - 'A' + 10 : c - '0');
    }
    return v;
}

/** Rows of history with QNs of their own, without asking for answers. */
static size_t put_rows(const struct wr_sim *sim, const struct hj212_msg *m, char *buf, size_t cap)
{
    int64_t period = m->command == 2061 ? HOUR_MS : m->command == 2031 ? DAY_MS : MIN_INTERVAL_MS;
    int64_t from = 0;
    int64_t to = 0;
    size_t n = 0;
    if (!time_of(m, "BeginTime", &from) || !time_of(m, "EndTime", &to)) {
        return 0;
    }
    int rows = 0;
    for (int64_t at = (from + CHINA_MS + period - 1) / period * period - CHINA_MS;
         at <= to && rows < ROWS_MAX && (!sim->live || at + period <= sim->now_ms); at += period) {
        char cn[5] = {0};
        uint64_t qn;
        memcpy(cn, m->cn.p, 4);
        struct upload u = {.cn = cn, .data_ms = at, .period_ms = period, .back_fill = true};
        size_t row = make(sim, index_of(m->mn), clock_of(sim) + rows, &u, buf + n, cap - n, &qn);
        row = seal(sim, buf + n, row, cap - n);
        if (row == 0) {
            break;
        }
        n += row;
        rows++;
    }
    return n;
}

/** An upload that carries the request's QN: time and intervals. */
static size_t put_setting(const struct wr_sim *sim, const struct hj212_msg *m, char *buf,
                          size_t cap)
{
    char now[18];
    struct hj212_writer w;
    struct hj212_header h = {.dialect = m->dialect,
                             .qn = m->qn,
                             .st = m->st,
                             .cn = m->cn,
                             .pw = m->pw,
                             .mn = m->mn,
                             .flag = HJ212_FLAG_AUTO};
    char interval[24];
    hj212_time_text(clock_of(sim), 14, now);
    (void)snprintf(interval, sizeof(interval), "%lld", (long long)(sim->step_ms / 1000));
    hj212_begin(&w, buf, cap, &h);
    if (m->command == 1011) {
        hj212_put(&w, text("SystemTime"), text(now));
    } else if (m->command == 1061) {
        hj212_put(&w, text("RtdInterval"), text(interval));
    } else if (m->command == 1063) {
        hj212_put(&w, text("MinInterval"), text("10"));
    } else {
        return 0;
    }
    return hj212_end(&w);
}

size_t wr_sim_reply(const struct wr_sim *sim, const struct hj212_msg *m, char *buf, size_t cap)
{
    enum hj212_kind kind = hj212_kind_from_host(m);
    if (kind == HJ212_K_NOTIFY) {
        return hj212_answer(m, 9013, 0, buf, cap);
    }
    if (kind != HJ212_K_REQUEST) {
        return 0;
    }
    size_t n = hj212_answer(m, 9011, HJ212_QN_READY, buf, cap);
    size_t before = n;
    bool history = m->command == 2051 || m->command == 2061 || m->command == 2031;
    n += history ? put_rows(sim, m, buf + n, cap - n - 200) : put_setting(sim, m, buf + n, cap - n);
    bool empty = history && n == before;
    return n + hj212_answer(m, 9012, empty ? HJ212_EXE_NO_DATA : HJ212_EXE_DONE, buf + n, cap - n);
}
