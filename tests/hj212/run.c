/*
 * Runs the cases of text files: input, expected events. `run [--print] FILE…`
 *
 *   case NAME
 *   profile strict|compat|legacy [dialect=D] [allow=L,…] [forbid=L,…] [max=N]
 *   key TEXT               16 characters: encrypted frames are decrypted
 *   in BYTES               bytes of the stream; \r \n \t \\ \xHH; several lines are one stream
 *   seg TEXT               the same, framed: length, CRC and CR LF are added
 *   enc TEXT               the same, framed and encrypted with the key
 *   want EVENT             one line for each frame, in order
 *
 * Each stream is fed whole, cut in two at every place, and byte by byte: the events must be the same. Every right message is
 * encoded and decoded again, and must say the same.
 */
#include "hj212/hj212.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STREAM_MAX 40000
#define TEXT_MAX 65536
#define LINE_MAX_BYTES 20000

struct text {
    char p[TEXT_MAX];
    size_t n;
};

struct test_case {
    char name[200];
    struct hj212_profile profile;
    struct hj212_sm4 *key;
    char in[STREAM_MAX];
    size_t in_n;
    struct text want;
};

static struct hj212_msg msg, again;
static int failures, cases;

static void put(struct text *t, const char *p, size_t n)
{
    if (n > TEXT_MAX - t->n) {
        (void)fprintf(stderr, "a case is too long\n");
        exit(2);
    }
    memcpy(t->p + t->n, p, n);
    t->n += n;
}

static void put_z(struct text *t, const char *z)
{
    put(t, z, strlen(z));
}

/** Bytes that are not printable ASCII as \xHH. */
static void put_bytes(struct text *t, struct hj212_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char b[8];
        unsigned char c = (unsigned char)s.p[i];
        int n = c >= 0x20 && c < 0x7F ? snprintf(b, sizeof(b), "%c", c)
                                      : snprintf(b, sizeof(b), "\\x%02X", c);
        put(t, b, (size_t)n);
    }
}

static void put_named(struct text *t, const char *name, struct hj212_str s)
{
    if (s.p != NULL) {
        put_z(t, " ");
        put_z(t, name);
        put_z(t, "=");
        put_bytes(t, s);
    }
}

static void put_set(struct text *t, uint64_t set)
{
    const char *before = " ~";
    for (; set != 0; set &= set - 1) {
        put_z(t, before);
        put_z(t, hj212_leniency_name((enum hj212_leniency)__builtin_ctzll(set)));
        before = ",";
    }
}

static void put_item(struct text *t, const struct hj212_item *it)
{
    if (it->field == HJ212_F_PLAIN) {
        put_bytes(t, hj212_item_name(it));
    } else {
        put_z(t, it->field == HJ212_F_INFOID ? "infoid" : hj212_field_lower(it->field));
    }
    put_z(t, it->is_number ? ":" : "=");
    put_bytes(t, hj212_item_value(it));
    if (it->is_number) {
        char z[600];
        double expect;
        size_t n = it->value_n < sizeof(z) - 1 ? it->value_n : sizeof(z) - 1;
        memcpy(z, it->value, n);
        z[n] = '\0';
        expect = strtod(z, NULL);
        if (memcmp(&expect, &it->number, sizeof(expect)) != 0)
            put_z(t, "(WRONG NUMBER)");
    }
}

static void put_items(struct text *t, const struct hj212_msg *m)
{
    for (size_t i = 0; i < m->n_items; i++) {
        const struct hj212_item *it = &m->items[i];
        if (it->field == HJ212_F_PLAIN) {
            put_z(t, " | ");
        } else if (m->groups[it->group].first == i) {
            put_z(t, " | ");
            put_bytes(t, hj212_item_code(it));
            put_z(t, " ");
        } else {
            put_z(t, " ");
        }
        put_item(t, it);
    }
}

static void put_header(struct text *t, const struct hj212_msg *m)
{
    char b[80];
    put_named(t, "QN", m->qn);
    put_named(t, "ST", m->st);
    put_named(t, "CN", m->cn);
    put_named(t, "PW", m->pw);
    put_named(t, "MN", m->mn);
    if (m->has_flag) {
        put(t, b, (size_t)snprintf(b, sizeof(b), " Flag=%u", m->flag));
    }
    if (m->pnum != 0 || m->pno != 0) {
        put(t, b, (size_t)snprintf(b, sizeof(b), " part=%u/%u", m->pno, m->pnum));
    }
    if (m->back_fill) {
        put_z(t, " RF=1");
    }
}

static void fail(const struct test_case *c, const char *what, struct hj212_str got)
{
    failures++;
    printf("%s: %s\n--- wanted\n%.*s--- got\n%.*s", c->name, what, (int)c->want.n, c->want.p,
           (int)got.n, got.p);
}

static struct text first, second;

/** What was decoded, encoded and decoded again, says the same. */
static void check_encoding(const struct test_case *c, const struct hj212_msg *m)
{
    char buf[HJ212_BUFFER_MIN];
    size_t n = hj212_encode(m, buf, sizeof(buf));
    if (n == 0) {
        return;
    }
    struct hj212_framer f;
    struct hj212_frame frame;
    struct hj212_profile p = hj212_compat();
    p.dialect = m->dialect;
    p.segment_max = HJ212_SEGMENT_MAX;
    first.n = second.n = 0;
    hj212_framer_init(&f, p);
    bool right = hj212_next(&f, buf, n, false, &frame) == HJ212_FRAME &&
                 hj212_parse(&frame, &p, &again) == HJ212_OK;
    put_header(&first, m);
    put_items(&first, m);
    put_header(&second, &again);
    put_items(&second, &again);
    if (!right || first.n != second.n || memcmp(first.p, second.p, first.n) != 0) {
        fail(c, "encoding and decoding changed a message", (struct hj212_str){second.p, second.n});
    }
}

static void tell_frame(const struct test_case *c, struct hj212_frame *frame, struct text *out)
{
    static char plain[HJ212_BUFFER_MIN];
    struct hj212_frame open = *frame;
    enum hj212_error error = frame->encrypted && c->key != NULL
                                 ? hj212_decrypt(c->key, frame, plain, sizeof(plain), &open)
                                 : HJ212_OK;
    if (error != HJ212_OK) { /* what cannot be decrypted has a readable header */
        open = *frame;
        (void)hj212_parse(frame, &c->profile, &msg);
    } else {
        error = hj212_parse(&open, &c->profile, &msg);
    }
    put_z(out, error == HJ212_OK ? "ok " : "bad ");
    put_z(out, error == HJ212_OK ? hj212_dialect_name(msg.dialect) : hj212_error_name(error));
    if (error != HJ212_OK && msg.refused != HJ212_LENIENCIES) {
        put_z(out, " !");
        put_z(out, hj212_leniency_name(msg.refused));
    }
    put_header(out, &msg);
    if (error == HJ212_OK) {
        put_set(out, msg.leniencies);
        put_items(out, &msg);
        check_encoding(c, &msg);
    }
}

static void tell_bad(const struct hj212_frame *frame, struct text *out)
{
    static const char *const families[] = {"", " modbus", " modbus_swapped", " other", " unknown"};
    put_z(out, "bad ");
    put_z(out, hj212_error_name(frame->error));
    put_z(out, families[frame->crc_family]);
    if (frame->refused != HJ212_LENIENCIES) {
        put_z(out, " !");
        put_z(out, hj212_leniency_name(frame->refused));
    }
}

/** The stream in pieces: the first `cut` bytes, then `step` at a time. */
static void feed(const struct test_case *c, size_t cut, size_t step, struct text *out)
{
    struct hj212_framer f;
    struct hj212_frame frame;
    char *buf = malloc(c->in_n + 1);
    size_t n = 0;
    size_t given = 0;
    out->n = 0;
    hj212_framer_init(&f, c->profile);
    for (bool end = false; !end && buf != NULL;) {
        size_t want = given == 0 ? cut : step;
        want = want < c->in_n - given ? want : c->in_n - given;
        memcpy(buf + n, c->in + given, want);
        n += want;
        given += want;
        end = given == c->in_n;
        /* The last piece comes without the knowledge that it is the last: first a call that may wait. */
        for (int last = 0; last <= (end ? 1 : 0); last++) {
            enum hj212_got got;
            do {
                /* A block of exactly n bytes, so that a sanitizer sees the first byte read too far. */
                char *exact = malloc(n > 0 ? n : 1);
                memcpy(exact, buf, n);
                got = hj212_next(&f, exact, n, last != 0, &frame);
                if (got == HJ212_FRAME) {
                    tell_frame(c, &frame, out);
                } else if (got == HJ212_BAD) {
                    tell_bad(&frame, out);
                }
                if (got != HJ212_MORE && frame.skipped > 0) {
                    char b[40];
                    put(out, b, (size_t)snprintf(b, sizeof(b), " skipped=%zu", frame.skipped));
                }
                if (got != HJ212_MORE) {
                    put_z(out, "\n");
                }
                free(exact);
                n -= frame.consumed;
                memmove(buf, buf + frame.consumed, n);
            } while (got != HJ212_MORE);
        }
    }
    free(buf);
}

static bool same(const struct test_case *c, const struct text *got)
{
    return got->n == c->want.n && memcmp(got->p, c->want.p, got->n) == 0;
}

static void run_case(struct test_case *c, bool print)
{
    static struct text got;
    cases++;
    feed(c, c->in_n, 1, &got);
    if (print) {
        printf("%s\n%.*s", c->name, (int)got.n, got.p);
        return;
    }
    if (!same(c, &got)) {
        fail(c, "wrong events", (struct hj212_str){got.p, got.n});
        return;
    }
    for (size_t cut = 1; cut < c->in_n; cut++) {
        feed(c, cut, c->in_n, &got);
        if (!same(c, &got)) {
            printf("(cut at %zu) ", cut);
            fail(c, "cutting changed the events", (struct hj212_str){got.p, got.n});
            return;
        }
    }
    feed(c, 1, 1, &got);
    if (!same(c, &got)) {
        fail(c, "feeding byte by byte changed the events", (struct hj212_str){got.p, got.n});
    }
}

/* ---- reading cases ----------------------------------------------------------------------------- */
static size_t unescape(char *p)
{
    size_t n = 0;
    for (size_t i = 0; p[i] != '\0'; i++) {
        if (p[i] != '\\') {
            p[n++] = p[i];
            continue;
        }
        char hex[3] = {0};
        switch (p[++i]) {
        case 'r':
            p[n++] = '\r';
            break;
        case 'n':
            p[n++] = '\n';
            break;
        case 't':
            p[n++] = '\t';
            break;
        case 'x':
            memcpy(hex, p + i + 1, 2);
            p[n++] = (char)strtoul(hex, NULL, 16);
            i += 2;
            break;
        default:
            p[n++] = p[i];
            break;
        }
    }
    return n;
}

static void read_profile(struct test_case *c, char *words)
{
    char *save = NULL;
    for (char *w = strtok_r(words, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save)) {
        struct hj212_str unknown = {w, strlen(w)};
        uint64_t set = 0;
        const char *value = strchr(w, '=');
        struct hj212_str v = {value != NULL ? value + 1 : "",
                              value != NULL ? strlen(value + 1) : 0};
        bool good = true;
        if (strcmp(w, "strict") == 0) {
            c->profile = hj212_strict();
        } else if (strcmp(w, "compat") == 0) {
            c->profile = hj212_compat();
        } else if (strcmp(w, "legacy") == 0) {
            c->profile = hj212_legacy();
        } else if (strncmp(w, "dialect=", 8) == 0) {
            good = hj212_dialect_of(v, &c->profile.dialect);
        } else if (strncmp(w, "allow=", 6) == 0) {
            good = hj212_leniencies_of(v, &set, &unknown);
            c->profile.allowed |= set;
        } else if (strncmp(w, "forbid=", 7) == 0) {
            good = hj212_leniencies_of(v, &set, &unknown);
            c->profile.allowed &= ~set;
        } else if (strncmp(w, "max=", 4) == 0) {
            c->profile.segment_max = (uint32_t)strtoul(v.p, NULL, 10);
        } else {
            good = false;
        }
        if (!good) {
            (void)fprintf(stderr, "%s: unknown: %.*s\n", c->name, (int)unknown.n, unknown.p);
            exit(2);
        }
    }
}

static void add_input(struct test_case *c, const char *p, size_t n)
{
    if (n > STREAM_MAX - c->in_n) {
        (void)fprintf(stderr, "%s: input too long\n", c->name);
        exit(2);
    }
    memcpy(c->in + c->in_n, p, n);
    c->in_n += n;
}

static void add_segment(struct test_case *c, char *text, bool encrypted)
{
    char buf[HJ212_BUFFER_MIN];
    char wire[6 * HJ212_BUFFER_MIN];
    size_t n = unescape(text);
    n = hj212_frame_segment((struct hj212_str){text, n}, buf, sizeof(buf));
    if (encrypted) {
        n = hj212_encrypt(c->key, (struct hj212_str){buf, n}, wire, sizeof(wire));
        add_input(c, wire, n);
    } else {
        add_input(c, buf, n);
    }
}

static void finish(struct test_case *c, bool print)
{
    if (c->name[0] != '\0') {
        run_case(c, print);
    }
    (void)hj212_sm4_free(c->key);
    *c = (struct test_case){.profile = hj212_compat()};
}

static void read_line(struct test_case *c, char *line, bool print)
{
    char *rest = strchr(line, ' ');
    char none[1] = {0};
    if (rest != NULL) {
        *rest++ = '\0';
    } else {
        rest = none;
    }
    if (strcmp(line, "case") == 0) {
        finish(c, print);
        (void)snprintf(c->name, sizeof(c->name), "%s", rest);
    } else if (strcmp(line, "profile") == 0) {
        read_profile(c, rest);
    } else if (strcmp(line, "key") == 0) {
        c->key = hj212_sm4_new((const unsigned char *)rest);
    } else if (strcmp(line, "in") == 0) {
        add_input(c, rest, unescape(rest));
    } else if (strcmp(line, "seg") == 0 || strcmp(line, "enc") == 0) {
        add_segment(c, rest, line[0] == 'e');
    } else if (strcmp(line, "want") == 0) {
        put_z(&c->want, rest);
        put_z(&c->want, "\n");
    } else {
        (void)fprintf(stderr, "%s: unknown line: %s\n", c->name, line);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    static struct test_case c;
    static char line[LINE_MAX_BYTES];
    bool print = argc > 1 && strcmp(argv[1], "--print") == 0;
    finish(&c, print);
    for (int i = print ? 2 : 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "r");
        if (f == NULL) {
            (void)fprintf(stderr, "cannot read %s\n", argv[i]);
            return 2;
        }
        while (fgets(line, sizeof(line), f) != NULL) {
            line[strcspn(line, "\n")] = '\0';
            if (line[0] != '#' && line[0] != '\0') {
                read_line(&c, line, print);
            }
        }
        finish(&c, print);
        (void)fclose(f);
    }
    printf("%d cases, %d failures\n", cases, failures);
    return failures == 0 && cases > 0 ? 0 : 1;
}
