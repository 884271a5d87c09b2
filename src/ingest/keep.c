/*
 * The thread that talks to the database: the registry when it changed, counters and strangers as they come, and the dialogue
 * of each command (facts/hj212.md §9.1): sent, accepted, done; sent again after a time-out; one at a time for each station.
 */
#include "base/events.h"
#include "codec/json.h"
#include "ingest/ingest_in.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define TURN_MS 200
#define REGISTRY_MS INT64_C(500)
#define COMMANDS_MS INT64_C(500)
#define OFFLINE_AGAIN_MS INT64_C(3000)
#define EXPIRE_MS INT64_C(86400000)
#define ROW_PATIENCE_MS INT64_C(30000) /* between two rows of history */
#define HEARD_MAX 512
#define TOLD_MAX 1900

/** A command under way. */
struct talk {
    struct talk *next;
    int64_t id, logger_id, created_ms;
    int cn;
    int64_t state, tries, rows_n;
    char qn[24], params[1000], answer[TOLD_MAX + 100];
    int64_t due_ms; /* monotonic: then it is sent, sent again, or given up */
    bool sent_once, seen;
};
struct keeping {
    struct wr_ingest *g;
    struct wr_ctx ctx;
    struct wr_arena arena;
    struct talk *talks;
    int64_t stamp, registry_ms, commands_ms;
    int64_t qn_ms; /* of the last exchange: QN never comes twice */
};

/* ---- registry ------------------------------------------------------------------------------------ */

static void refresh_registry(struct keeping *k)
{
    struct wr_ingest *g = k->g;
    int64_t stamp = 0;
    struct registry *fresh = NULL;

    if (wr_mono_ms(g->clock) - k->registry_ms < REGISTRY_MS)
        return;
    k->registry_ms = wr_mono_ms(g->clock);
    int rc = wr_logger_svc_stamp(&k->ctx, &stamp);
    if (rc == 0 && stamp != k->stamp)
        rc = registry_load(&k->ctx, &fresh);
    if (rc != 0 || !fresh)
        return;
    k->stamp = stamp;
    (void)pthread_mutex_lock(&g->lock);
    struct registry *old = g->registry;
    g->registry = fresh;
    (void)pthread_mutex_unlock(&g->lock);
    atomic_fetch_add(&g->registry_gen, 1);
    (void)registry_unref(old);
}

/* ---- commands ------------------------------------------------------------------------------------ */

static const struct profile *profile_of(struct keeping *k, int64_t logger_id, struct profile *copy)
{
    struct wr_ingest *g = k->g;

    (void)pthread_mutex_lock(&g->lock);
    const struct profile *p = registry_by_id(g->registry, logger_id);
    if (p)
        *copy = *p;
    (void)pthread_mutex_unlock(&g->lock);
    return p ? copy : NULL;
}

static void tell_step(struct keeping *k, const struct talk *t)
{
    struct wr_buf b;
    struct wr_jw w;

    wr_buf_init(&b, 4096);
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    wr_jw_i64(&w, "id", t->id);
    wr_jw_i64(&w, "logger_id", t->logger_id);
    wr_jw_str(&w, "state", wr_str(wr_enum_item(wr_command_states, t->state)->name));
    wr_jw_obj_end(&w);
    if (!b.failed)
        wr_events_publish(&k->ctx, WR_TOPIC_EVENTS, "logger_command", wr_buf_view(&b));
    wr_buf_done(&b);
}

/** Write one step. @return false: it has ended meanwhile, or the database is away */
static bool step(struct keeping *k, const struct talk *t, int64_t qn_rtn, int64_t exe_rtn)
{
    int64_t now = wr_ctx_now(&k->ctx);
    bool ended = t->state > WR_COMMAND_ACCEPTED;
    const struct wr_command_step s = {.id = t->id,
                                      .state = t->state,
                                      .qn = wr_str(t->qn[0] ? t->qn : NULL),
                                      .tries = t->tries,
                                      .qn_rtn = qn_rtn,
                                      .exe_rtn = exe_rtn,
                                      .answer = wr_str(t->answer[0] ? t->answer : NULL),
                                      .rows_n = t->rows_n,
                                      .sent_ms = t->tries > 0 ? now : 0,
                                      .ended_ms = ended ? now : 0};
    int rc = wr_command_svc_step(&k->ctx, &s);
    if (rc == 0)
        tell_step(k, t);
    else if (rc != WR_ECONFLICT)
        wr_log(WR_LOG_ERROR, "ingest.command", "id=%lld error=" WR_LOG_Q, (long long)t->id,
               WR_LOG_QARG(k->ctx.err.en));
    wr_err_reset(&k->ctx);
    return rc == 0;
}

static struct talk *talk_by_id(struct keeping *k, int64_t id)
{
    for (struct talk *t = k->talks; t; t = t->next)
        if (t->id == id)
            return t;
    return NULL;
}

static struct talk *talk_by_qn(struct keeping *k, int64_t logger_id, const char *qn)
{
    for (struct talk *t = k->talks; t; t = t->next)
        if (t->logger_id == logger_id && strcmp(t->qn, qn) == 0)
            return t;
    return NULL;
}

static void drop_ended(struct keeping *k)
{
    for (struct talk **at = &k->talks; *at;) {
        struct talk *t = *at;
        if (t->state > WR_COMMAND_ACCEPTED || !t->seen) {
            *at = t->next;
            (void)wr_free(t);
        } else {
            at = &t->next;
        }
    }
}

static void adopt(struct keeping *k, const struct wr_logger_command *c)
{
    struct talk *t = wr_alloc(sizeof(*t));
    struct talk **at = &k->talks;

    if (!t)
        return;
    t->id = c->id;
    t->logger_id = c->logger_id;
    t->created_ms = c->created_ms;
    t->cn = (int)c->cn;
    t->state = c->state;
    t->tries = c->tries;
    t->rows_n = c->rows_n;
    t->seen = true;
    (void)snprintf(t->qn, sizeof(t->qn), WR_FMT, WR_ARG(c->qn));
    (void)snprintf(t->params, sizeof(t->params), WR_FMT, WR_ARG(c->params));
    while (*at)
        at = &(*at)->next;
    *at = t;
}

static void refresh_commands(struct keeping *k)
{
    struct wr_list l = {0};

    if (wr_mono_ms(k->g->clock) - k->commands_ms < COMMANDS_MS)
        return;
    k->commands_ms = wr_mono_ms(k->g->clock);
    if (wr_command_svc_open(&k->ctx, &l) != 0) {
        wr_err_reset(&k->ctx);
        return;
    }
    const struct wr_logger_command *c = l.p;
    for (struct talk *t = k->talks; t; t = t->next)
        t->seen = false;
    for (size_t i = 0; i < l.n; i++) {
        struct talk *t = talk_by_id(k, c[i].id);
        if (t)
            t->seen = true;
        else
            adopt(k, &c[i]);
    }
    drop_ended(k);
}

static void post_order(struct keeping *k, struct talk *t)
{
    struct wr_ingest *g = k->g;
    struct order *o = wr_alloc(sizeof(*o));
    uint64_t one = 1;

    if (!o)
        return;
    if (t->qn[0] == '\0') {
        int64_t now = wr_ctx_now(&k->ctx);
        k->qn_ms = now > k->qn_ms ? now : k->qn_ms + 1;
        hj212_time_text(k->qn_ms, 17, t->qn);
    }
    o->logger_id = t->logger_id;
    o->command_id = t->id;
    o->cn = t->cn;
    o->history = strncmp(t->params, "BeginTime=", 10) == 0;
    (void)snprintf(o->qn, sizeof(o->qn), "%s", t->qn);
    (void)snprintf(o->params, sizeof(o->params), "%s", t->params);
    (void)pthread_mutex_lock(&g->lock);
    *g->orders_tail = o;
    g->orders_tail = &o->next;
    (void)pthread_mutex_unlock(&g->lock);
    (void)!write(g->wake_fd, &one, sizeof(one));
}

/** Is an earlier command of the station still under way? */
static bool is_behind(const struct keeping *k, const struct talk *t)
{
    for (const struct talk *o = k->talks; o != t; o = o->next)
        if (o->logger_id == t->logger_id && o->state <= WR_COMMAND_ACCEPTED)
            return true;
    return false;
}

static void end_talk(struct keeping *k, struct talk *t, int64_t state, int64_t qn, int64_t exe)
{
    t->state = state;
    (void)step(k, t, qn, exe);
}

static void move_talk(struct keeping *k, struct talk *t)
{
    int64_t mono = wr_mono_ms(k->g->clock);
    struct profile copy;
    const struct profile *p = profile_of(k, t->logger_id, &copy);
    int64_t recount = p ? p->recount : 0;

    if (t->state > WR_COMMAND_ACCEPTED || mono < t->due_ms || is_behind(k, t))
        return;
    if (t->state == WR_COMMAND_QUEUED && wr_ctx_now(&k->ctx) - t->created_ms > EXPIRE_MS) {
        end_talk(k, t, WR_COMMAND_EXPIRED, -1, -1);
    } else if (t->state == WR_COMMAND_ACCEPTED ||
               (t->state == WR_COMMAND_SENT && t->tries > recount)) {
        end_talk(k, t, WR_COMMAND_TIMEOUT, -1, -1);
    } else {
        t->due_ms = mono + (p ? p->overtime_ms : 5000);
        post_order(k, t);
    }
}

/* ---- notes --------------------------------------------------------------------------------------- */

static void hear_answer(struct keeping *k, struct talk *t, const struct note *n)
{
    struct profile copy;
    const struct profile *p = profile_of(k, t->logger_id, &copy);

    if (n->cn == 9011 && n->code != 1) {
        end_talk(k, t, WR_COMMAND_REFUSED, n->code, -1);
    } else if (n->cn == 9011) {
        t->state = WR_COMMAND_ACCEPTED;
        t->due_ms = wr_mono_ms(k->g->clock) + ROW_PATIENCE_MS + (p ? p->overtime_ms : 0);
        (void)step(k, t, n->code, -1);
    } else if (n->cn == 9013) {
        end_talk(k, t, WR_COMMAND_DONE, -1, -1);
    } else {
        bool good = n->code == 1 || n->code == 100;
        end_talk(k, t, good ? WR_COMMAND_DONE : WR_COMMAND_FAILED, -1, n->code);
    }
}

static void hear_told(struct talk *t, const struct note *n)
{
    size_t have = strlen(t->answer);
    struct wr_str s = wr_str_trim(n->text[0]);

    for (size_t i = 0; i < s.n && have < TOLD_MAX; i++) {
        unsigned char c = (unsigned char)s.p[i];
        t->answer[have++] = c < ' ' || c > '~' ? '?' : (char)c;
    }
    t->answer[have] = '\0';
}

static void hear_dialogue(struct keeping *k, const struct note *n)
{
    struct talk *t =
        n->command_id != 0 ? talk_by_id(k, n->command_id) : talk_by_qn(k, n->logger_id, n->qn);
    int64_t mono = wr_mono_ms(k->g->clock);

    if (!t || t->state > WR_COMMAND_ACCEPTED)
        return;
    switch (n->kind) {
    case NOTE_SENT:
        t->tries++;
        t->state = WR_COMMAND_SENT;
        (void)step(k, t, -1, -1);
        break;
    case NOTE_OFFLINE:
        t->due_ms = mono + OFFLINE_AGAIN_MS;
        if (t->state == WR_COMMAND_SENT)
            t->tries++;
        break;
    case NOTE_ANSWER:
        hear_answer(k, t, n);
        break;
    case NOTE_TOLD:
        hear_told(t, n);
        break;
    case NOTE_ROW:
        t->rows_n++;
        if (t->due_ms < mono + ROW_PATIENCE_MS)
            t->due_ms = mono + ROW_PATIENCE_MS;
        break;
    case NOTE_HEARD:
    case NOTE_STRANGER:
    case NOTE_CLOCK:
        break;
    }
}

static void hear_clock(struct keeping *k, const struct note *n)
{
    int64_t id = 0;
    if (wr_command_svc_auto(&k->ctx, n->logger_id, WR_CMD_SET_TIME, WR_ORIGIN_CLOCK, 0, 0, &id) !=
        0)
        wr_err_reset(&k->ctx);
}

static void write_stranger(struct keeping *k, const struct note *n)
{
    int64_t now = wr_ctx_now(&k->ctx);
    const struct wr_stranger s = {.mn = n->text[0],
                                  .password = n->text[1],
                                  .st = n->text[2],
                                  .cn = n->text[3],
                                  .dialect = n->text[4],
                                  .factors = n->text[5],
                                  .frame = wr_logger_blank_password(k->ctx.arena, n->text[6]),
                                  .address = wr_str(n->address),
                                  .frames = 1,
                                  .first_ms = now,
                                  .last_ms = now};
    if (wr_stranger_svc_seen(&k->ctx, &s, 1) != 0) {
        wr_log(WR_LOG_ERROR, "ingest.stranger", "error=" WR_LOG_Q, WR_LOG_QARG(k->ctx.err.en));
        wr_err_reset(&k->ctx);
    }
}

/** Counters of many stations in one transaction. */
static void write_heard(struct keeping *k, const struct note *list)
{
    struct wr_logger_heard heard[HEARD_MAX];
    size_t n = 0;

    for (const struct note *i = list; i; i = i->next) {
        if (i->kind == NOTE_HEARD)
            heard[n++] = i->heard;
        if (n == HEARD_MAX || (!i->next && n > 0)) {
            if (wr_logger_svc_heard(&k->ctx, heard, n) != 0) {
                wr_log(WR_LOG_ERROR, "ingest.heard", "error=" WR_LOG_Q, WR_LOG_QARG(k->ctx.err.en));
                wr_err_reset(&k->ctx);
            }
            n = 0;
        }
    }
}

static void take_notes(struct keeping *k, struct note *list)
{
    write_heard(k, list);
    while (list) {
        struct note *next = list->next;
        if (list->kind == NOTE_STRANGER)
            write_stranger(k, list);
        else if (list->kind == NOTE_CLOCK)
            hear_clock(k, list);
        else if (list->kind != NOTE_HEARD)
            hear_dialogue(k, list);
        note_free(list);
        wr_arena_reset(&k->arena);
        list = next;
    }
}

/** Notes since the last turn; waits a little for the first. */
static struct note *next_notes(struct keeping *k, bool *ret_ended)
{
    struct wr_ingest *g = k->g;
    struct timespec until;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += TURN_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    (void)pthread_mutex_lock(&g->lock);
    if (!g->notes && !g->socket_ended)
        (void)pthread_cond_timedwait(&g->to_keep, &g->lock, &until);
    struct note *list = g->notes;
    g->notes = NULL;
    g->notes_tail = &g->notes;
    g->notes_n = 0;
    *ret_ended = !list && g->socket_ended;
    (void)pthread_mutex_unlock(&g->lock);
    return list;
}

void *keep_main(void *arg)
{
    struct wr_ingest *g = arg;
    struct keeping k = {.g = g};
    bool ended = false;

    wr_arena_init(&k.arena, (size_t)64 << 20);
    wr_ctx_init(&k.ctx, &k.arena, g->clock);
    g->opt.prepare(g->opt.prepare_arg, &k.ctx);
    k.ctx.actor.system = true;
    k.ctx.request_id = WR_S("ingest");
    while (!ended) {
        take_notes(&k, next_notes(&k, &ended));
        if (atomic_load(&g->stopping))
            continue;
        refresh_registry(&k);
        refresh_commands(&k);
        for (struct talk *t = k.talks; t; t = t->next)
            move_talk(&k, t);
        wr_arena_reset(&k.arena);
    }
    if (wr_logger_svc_all_offline(&k.ctx) != 0)
        wr_log(WR_LOG_WARN, "ingest.offline", "error=" WR_LOG_Q, WR_LOG_QARG(k.ctx.err.en));
    while (k.talks) {
        struct talk *next = k.talks->next;
        (void)wr_free(k.talks);
        k.talks = next;
    }
    wr_arena_done(&k.arena);
    return NULL;
}
