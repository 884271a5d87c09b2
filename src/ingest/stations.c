/* What the socket thread remembers of each station. */
#include "ingest/ingest_in.h"

static size_t place(const struct wr_ingest *g, int64_t id)
{
    size_t i =
        (size_t)(((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (g->stations_size - 1);
    while (g->stations[i] && g->stations[i]->logger_id != id)
        i = (i + 1) & (g->stations_size - 1);
    return i;
}

static bool grow(struct wr_ingest *g)
{
    struct station **old = g->stations;
    size_t old_size = g->stations_size;

    if (g->stations_n * 2 < g->stations_size)
        return true;
    size_t size = old_size ? old_size * 2 : 1024;
    struct station **bigger = wr_alloc_array(size, sizeof(struct station *));
    if (!bigger)
        return false;
    g->stations = bigger;
    g->stations_size = size;
    for (size_t i = 0; i < old_size; i++)
        if (old[i])
            g->stations[place(g, old[i]->logger_id)] = old[i];
    (void)wr_free(old);
    return true;
}

struct station *station_of(struct wr_ingest *g, int64_t logger_id, bool make)
{
    if (g->stations_size > 0) {
        struct station *s = g->stations[place(g, logger_id)];
        if (s || !make)
            return s;
    }
    if (!make || !grow(g))
        return NULL;
    struct station *s = wr_alloc(sizeof(*s));
    if (s) {
        s->logger_id = logger_id;
        g->stations[place(g, logger_id)] = s;
        g->stations_n++;
    }
    return s;
}

/** The station speaks on this connection now. One that it left, and that carries no other station, is closed. */
void station_attach(struct wr_ingest *g, struct station *s, struct conn *c)
{
    struct conn *old = s->conn;

    if (old == c)
        return;
    s->conn = c;
    s->online = true;
    s->changed = true;
    c->stations_n++;
    if (old && --old->stations_n == 0)
        old->closing = true;
    if (old && old->closing && old != c)
        conn_close(g, old);
}

void stations_detach(struct wr_ingest *g, struct conn *c)
{
    if (c->stations_n == 0)
        return;
    for (size_t i = 0; i < g->stations_size; i++) {
        struct station *s = g->stations[i];
        if (s && s->conn == c) {
            s->conn = NULL;
            s->online = false;
            s->changed = true;
        }
    }
    c->stations_n = 0;
}

struct hj212_sm4 *station_key(struct station *s, const struct profile *p)
{
    if (!p->has_key)
        return NULL;
    if (!s->key || memcmp(s->key_bytes, p->key, sizeof(s->key_bytes)) != 0) {
        s->key = hj212_sm4_free(s->key);
        s->key = hj212_sm4_new(p->key);
        memcpy(s->key_bytes, p->key, sizeof(s->key_bytes));
    }
    return s->key;
}

static const char *count_name(size_t i)
{
    return i < HJ212_LENIENCIES ? hj212_leniency_name((enum hj212_leniency)i)
                                : wr_raw_verdict_name((enum wr_raw_verdict)(i - HJ212_LENIENCIES));
}

/** Counts since the last report. @return how many */
static size_t counts_of(const struct station *s, struct wr_logger_count *out)
{
    size_t k = 0;

    for (size_t i = 0; i < WR_ARRAY_LEN(s->counts); i++)
        if (s->counts[i] > 0 && i != HJ212_LENIENCIES + WR_RAW_TAKEN)
            out[k++] = (struct wr_logger_count){.name = wr_str(count_name(i)), .n = s->counts[i]};
    if (s->frames > 0)
        out[k++] = (struct wr_logger_count){.name = WR_S(WR_COUNT_PACKETS), .n = s->frames};
    if (s->defective > 0)
        out[k++] = (struct wr_logger_count){.name = WR_S(WR_COUNT_DEFECTIVE), .n = s->defective};
    return k;
}

static void report(struct wr_ingest *g, struct station *s)
{
    struct note *n = note_new(NOTE_HEARD);

    if (!n)
        return;
    if (s->conn)
        address_text(s->conn->address, n->address);
    n->heard = (struct wr_logger_heard){.logger_id = s->logger_id,
                                        .online = s->online,
                                        .address = wr_str(n->address),
                                        .last_ms = s->last_ms,
                                        .last_data_ms = s->last_data_ms,
                                        .skew_ms = s->skew_ms,
                                        .frames = s->frames,
                                        .refused = s->refused,
                                        .counts = {n->counts, counts_of(s, n->counts)}};
    memset(s->counts, 0, sizeof(s->counts));
    s->frames = s->refused = s->defective = 0;
    s->changed = false;
    post_note(g, n);
}

void stations_report(struct wr_ingest *g)
{
    for (size_t i = 0; i < g->stations_size; i++)
        if (g->stations[i] && g->stations[i]->changed)
            report(g, g->stations[i]);
}

void stations_free(struct wr_ingest *g)
{
    for (size_t i = 0; i < g->stations_size; i++) {
        if (g->stations[i]) {
            (void)hj212_sm4_free(g->stations[i]->key);
            (void)wr_free(g->stations[i]);
        }
    }
    (void)wr_free(g->stations);
}
