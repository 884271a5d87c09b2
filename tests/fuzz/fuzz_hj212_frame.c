/*
 * Any byte stream through the framer of libhj212: whole, and in two pieces cut where the first byte says. The events are the
 * same, slices lie within the buffer, and the framer never stands still.
 */
#include "fuzz.h"

#include "hj212/hj212.h"

#include <assert.h>
#include <stdlib.h>

#define EVENTS_MAX 4096

struct event {
    enum hj212_got got;
    enum hj212_error error;
    uint64_t leniencies;
    size_t n, segment_n, skipped;
    uint32_t sum;
};

struct events {
    struct event list[EVENTS_MAX];
    size_t n;
};

static uint32_t sum_of(struct hj212_str s)
{
    uint32_t sum = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        sum = (sum ^ (unsigned char)s.p[i]) * 16777619u;
    return sum;
}

static void note(struct events *e, const struct hj212_frame *f, enum hj212_got got, const char *buf,
                 size_t n)
{
    assert(f->bytes.p >= buf && f->bytes.n <= n && f->bytes.p + f->bytes.n <= buf + n);
    assert(f->segment.n <= f->bytes.n && f->consumed > 0 && f->consumed <= n);
    assert((got == HJ212_FRAME) == (f->error == HJ212_OK));
    assert(f->refused == HJ212_LENIENCIES || got == HJ212_BAD);
    if (e->n < EVENTS_MAX)
        e->list[e->n++] = (struct event){got,          f->error,   f->leniencies,   f->bytes.n,
                                         f->segment.n, f->skipped, sum_of(f->bytes)};
}

static void feed(const uint8_t *data, size_t size, size_t cut, struct hj212_profile p,
                 struct events *e)
{
    struct hj212_framer f;
    struct hj212_frame frame;
    char *buf = malloc(size + 1);
    size_t n = 0;
    size_t given = 0;
    e->n = 0;
    hj212_framer_init(&f, p);
    for (int round = 0; round < 3 && buf != NULL; round++) {
        size_t want = round == 0 ? cut : size - given;
        memcpy(buf + n, data + given, want);
        n += want;
        given += want;
        for (enum hj212_got got = HJ212_BAD; got != HJ212_MORE;) {
            got = hj212_next(&f, buf, n, round == 2, &frame);
            if (got != HJ212_MORE)
                note(e, &frame, got, buf, n);
            assert(frame.consumed <= n);
            n -= frame.consumed;
            memmove(buf, buf + frame.consumed, n);
        }
        assert(n <= HJ212_BUFFER_MIN); /* a buffer of this size is always enough */
    }
    assert(n == 0);
    free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct events whole, cut;
    if (size < 2)
        return 0;
    struct hj212_profile p = (data[1] & 1) != 0 ? hj212_strict() : hj212_compat();
    if ((data[1] & 2) != 0)
        p.allowed = HJ212_ALL_LENIENCIES;
    size_t at = data[0] * (size - 2) / 255;
    feed(data + 2, size - 2, size - 2, p, &whole);
    feed(data + 2, size - 2, at, p, &cut);
    assert(whole.n == cut.n);
    for (size_t i = 0; i < whole.n; i++) {
        const struct event *a = &whole.list[i];
        const struct event *b = &cut.list[i];
        assert(a->got == b->got && a->error == b->error && a->leniencies == b->leniencies);
        assert(a->n == b->n && a->segment_n == b->segment_n && a->skipped == b->skipped);
        assert(a->sum == b->sum);
    }
    return 0;
}
