/* Commands on their way to stations, and what belongs to their dialogue (facts/hj212.md §9). */
#include "ingest/ingest_in.h"

#include <stdio.h>
#include <stdlib.h>

#define HISTORY_MS                                                                                 \
    INT64_C(600000) /* rows of old times within this time after a request are back-fill */

struct note *note_new(enum note_kind kind)
{
    struct note *n = wr_alloc(sizeof(*n));
    if (n)
        n->kind = kind;
    return n;
}

void note_free(struct note *n)
{
    if (n) {
        (void)wr_free(n->bytes);
        (void)wr_free(n);
    }
}

/** Copy texts into the note. */
bool note_texts(struct note *n, const struct wr_str *parts, size_t count)
{
    size_t all = 0;
    for (size_t i = 0; i < count; i++)
        all += parts[i].n;
    n->bytes = wr_alloc(all + 1);
    if (!n->bytes)
        return false;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].n > 0)
            memcpy(n->bytes + at, parts[i].p, parts[i].n);
        n->text[i] = (struct wr_str){n->bytes + at, parts[i].n};
        at += parts[i].n;
    }
    return true;
}

void post_note(struct wr_ingest *g, struct note *n)
{
    (void)pthread_mutex_lock(&g->lock);
    /* what only counts may be lost under a flood; a dialogue may not */
    if (g->notes_n < WR_INGEST_NOTES_MAX || n->kind >= NOTE_SENT || n->kind == NOTE_HEARD) {
        *g->notes_tail = n;
        g->notes_tail = &n->next;
        g->notes_n++;
        n = NULL;
        (void)pthread_cond_signal(&g->to_keep);
    }
    (void)pthread_mutex_unlock(&g->lock);
    note_free(n);
}

/* ---- sending ------------------------------------------------------------------------------------- */

static struct hj212_str z(const char *s)
{
    return (struct hj212_str){s, strlen(s)};
}

static size_t build(const struct profile *p, const struct station *s, struct order *o, int64_t now,
                    char *buf, size_t cap)
{
    struct hj212_writer w;
    struct hj212_header h = {.dialect = s->dialect,
                             .qn = z(o->qn),
                             .st = z(s->st[0] ? s->st : "32"),
                             .pw = {p->password.p, p->password.n},
                             .mn = {p->mn.p, p->mn.n},
                             .ack_wanted = true,
                             .flag = HJ212_FLAG_AUTO};
    struct wr_str rest = wr_str(o->params);
    char cn[8];
    char time[18];

    (void)snprintf(cn, sizeof(cn), "%04d", o->cn);
    h.cn = z(cn);
    hj212_time_text(now, 14, time);
    hj212_begin(&w, buf, cap, &h);
    while (rest.p && rest.n > 0) {
        struct wr_str value = wr_str_cut(&rest, ';');
        struct wr_str name = wr_str_cut(&value, '=');
        struct hj212_str v = {value.p, value.n};
        if (wr_str_eq(value, WR_S("@now")))
            v = z(time);
        hj212_put(&w, (struct hj212_str){name.p, name.n}, v);
    }
    return hj212_end(&w);
}

static void send_order(struct wr_ingest *g, struct order *o)
{
    const struct profile *p = registry_by_id(g->reg, o->logger_id);
    struct station *s = station_of(g, o->logger_id, false);
    struct note *n = note_new(NOTE_OFFLINE);
    char bytes[2048];

    if (!n)
        return;
    n->logger_id = o->logger_id;
    n->command_id = o->command_id;
    if (p && s && s->conn) {
        size_t len = build(p, s, o, g->now_ms, bytes, sizeof(bytes));
        if (len > 0) {
            conn_send(g, s->conn, bytes, len);
            n->kind = NOTE_SENT;
            (void)snprintf(s->qn, sizeof(s->qn), "%s", o->qn);
            if (o->history)
                s->history_until_ms = g->mono_ms + HISTORY_MS;
        }
    }
    post_note(g, n);
}

void send_orders(struct wr_ingest *g)
{
    (void)pthread_mutex_lock(&g->lock);
    struct order *o = g->orders;
    g->orders = NULL;
    g->orders_tail = &g->orders;
    (void)pthread_mutex_unlock(&g->lock);
    while (o) {
        struct order *next = o->next;
        send_order(g, o);
        (void)wr_free(o);
        o = next;
    }
}

/* ---- hearing ------------------------------------------------------------------------------------- */

static int number_of(const struct hj212_msg *m, const char *name)
{
    const struct hj212_item *i = hj212_find(m, name);
    int64_t v = -1;
    return i && wr_str_i64((struct wr_str){i->value, i->value_n}, &v) && v >= 0 && v < 10000
               ? (int)v
               : -1;
}

/** What of the dialogue the message is; NULL: nothing. */
static struct note *dialogue_note(struct wr_ingest *g, struct station *s, const struct hj212_msg *m,
                                  bool mine)
{
    const struct wr_str area = {m->cp.p, m->cp.n};
    struct note *n = NULL;

    if (m->command >= 9011 && m->command <= 9013) {
        n = mine ? note_new(NOTE_ANSWER) : NULL;
        if (n)
            n->code = number_of(m, m->command == 9011 ? "QnRtn" : "ExeRtn");
        if (mine && m->command == 9012)
            s->history_until_ms = 0;
        return n;
    }
    if (is_data(m) && !mine)
        return g->mono_ms < s->history_until_ms ? note_new(NOTE_ROW) : NULL;
    n = mine && m->command != 9014 ? note_new(NOTE_TOLD) : NULL;
    if (n && !note_texts(n, &area, 1)) {
        note_free(n);
        n = NULL;
    }
    return n;
}

void note_dialogue(struct wr_ingest *g, struct station *s, const struct hj212_msg *m)
{
    struct hj212_str qn = hj212_answered_qn(m);

    if (s->qn[0] == '\0')
        return;
    bool mine = qn.n == strlen(s->qn) && memcmp(qn.p, s->qn, qn.n) == 0;
    struct note *n = dialogue_note(g, s, m, mine);
    if (!n)
        return;
    n->logger_id = s->logger_id;
    n->cn = m->command;
    (void)snprintf(n->qn, sizeof(n->qn), "%s", s->qn);
    post_note(g, n);
}
