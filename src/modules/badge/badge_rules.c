#include "modules/badge/badge_rules.h"

#include "base/calendar.h"
#include "base/text.h"

#include <inttypes.h>

#define BADGE_LINES 9
#define TASK_LINES 13
#define LINES_MAX TASK_LINES
#define NUMBER_DIGITS_MAX 15
#define PLATE_CODE 10
#define SIG_TEXT 86
#define FORM "1" /* of badge and task; another one would be refused by who does not know it */

static const struct wr_str none = {0};

/* ---- writing ---------------------------------------------------------------------------------- */

struct wr_str wr_badge_line(struct wr_arena *a, struct wr_str text, size_t max)
{
    static const char dots[] = "…";
    struct wr_str s = wr_str_trim(text), rest = s;
    size_t n = 0, keep = 0; /* bytes of the first max - 1 characters */

    while (rest.n > 0) {
        (void)wr_utf8_next(&rest);
        if (++n == max - 1)
            keep = s.n - rest.n;
    }
    bool cut = n > max;
    char *p = wr_arena_alloc(a, s.n + sizeof(dots));
    if (!p)
        return WR_S("");
    size_t out = cut ? keep : s.n;
    if (out > 0)
        memcpy(p, s.p, out);
    for (size_t i = 0; i < out; i++)
        if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F)
            p[i] = ' ';
    if (cut) {
        memcpy(p + out, dots, sizeof(dots) - 1);
        out += sizeof(dots) - 1;
    }
    return (struct wr_str){p, out};
}

static struct wr_str join(struct wr_arena *a, struct wr_str head, struct wr_str tail)
{
    if (!head.p || !tail.p)
        return none;
    char *p = wr_arena_alloc(a, head.n + tail.n + 1);
    if (!p)
        return none;
    memcpy(p, head.p, head.n);
    memcpy(p + head.n, tail.p, tail.n);
    return (struct wr_str){p, head.n + tail.n};
}

struct wr_str wr_badge_body(struct wr_arena *a, const struct wr_badge *b)
{
    struct wr_str lines =
        wr_arena_printf(a,
                        FORM "\n" WR_FMT "\n%" PRId64 "\n" WR_FMT "\n" WR_FMT "\n" WR_FMT
                             "\n" WR_FMT "\n%" PRId64 "\n%" PRId64 "\n",
                        WR_ARG(b->kid), b->officer_id, WR_ARG(b->name), WR_ARG(b->unit),
                        WR_ARG(b->cert_no), WR_ARG(b->cert_to), b->issued_s, b->expires_s);
    return join(a, lines, (struct wr_str){(const char *)b->device_key, sizeof(b->device_key)});
}

struct wr_str wr_task_body(struct wr_arena *a, const struct wr_task *t)
{
    return wr_arena_printf(
        a,
        FORM "\n" WR_FMT "\n%" PRId64 "\n%" PRId64 "\n" WR_FMT "\n" WR_FMT "\n" WR_FMT "\n" WR_FMT
             "\n" WR_FMT "\n" WR_FMT "\n" WR_FMT "\n" WR_FMT "\n" WR_FMT "\n",
        WR_ARG(t->kid), t->officer_id, t->mission_id, WR_ARG(t->number), WR_ARG(t->plate),
        WR_ARG(t->kind), WR_ARG(t->insp_class), WR_ARG(t->source), WR_ARG(t->evidence_ref),
        WR_ARG(t->basis), WR_ARG(t->from), WR_ARG(t->to));
}

struct wr_str wr_badge_signed(struct wr_arena *a, struct wr_str body)
{
    return join(a, WR_S("wurao-badge-v1\n"), body);
}

struct wr_str wr_task_signed(struct wr_arena *a, struct wr_str body)
{
    return join(a, WR_S("wurao-warrant-v1\n"), body);
}

struct wr_str wr_officer_code_signed(struct wr_arena *a, struct wr_str before)
{
    return join(a, WR_S("wurao-officer-code-v1\n"), before);
}

struct wr_str wr_badge_text(struct wr_arena *a, struct wr_str body, const uint8_t *sig)
{
    struct wr_str all =
        sig ? join(a, body, (struct wr_str){(const char *)sig, WR_ED25519_SIG}) : body;

    return all.p ? wr_base64url(a, all.p, all.n) : none;
}

struct wr_str wr_officer_code_before(struct wr_arena *a, struct wr_str badge, struct wr_str task,
                                     int64_t step)
{
    return wr_arena_printf(a, WR_FMT "." WR_FMT ".%" PRId64, WR_ARG(badge), WR_ARG(task), step);
}

struct wr_str wr_officer_code_text(struct wr_arena *a, struct wr_str before,
                                   const uint8_t sig[WR_ED25519_SIG])
{
    struct wr_str s = wr_base64url(a, sig, WR_ED25519_SIG);

    return wr_arena_printf(a, WR_FMT "." WR_FMT, WR_ARG(before), WR_ARG(s));
}

struct wr_str wr_badge_issue(struct wr_arena *a, const struct wr_signing_key *key,
                             const struct wr_badge *b)
{
    uint8_t sig[WR_ED25519_SIG];
    struct wr_str body = wr_badge_body(a, b), text = wr_badge_signed(a, body);

    if (!text.p)
        return none;
    wr_ed25519_sign(key->secret_key, text, sig);
    return wr_badge_text(a, body, sig);
}

struct wr_str wr_task_issue(struct wr_arena *a, const struct wr_signing_key *key,
                            const struct wr_task *t)
{
    uint8_t sig[WR_ED25519_SIG];
    struct wr_str body = wr_task_body(a, t), text = wr_task_signed(a, body);

    if (!text.p)
        return none;
    wr_ed25519_sign(key->secret_key, text, sig);
    return wr_badge_text(a, body, sig);
}

/* ---- reading ---------------------------------------------------------------------------------- */

/** Digits without sign or leading zero, below 10^15. */
static bool plain_number(struct wr_str s, int64_t *ret)
{
    if (s.n == 0 || s.n > NUMBER_DIGITS_MAX || (s.n > 1 && s.p[0] == '0'))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return wr_str_i64(s, ret);
}

static bool kid_fits(struct wr_str kid)
{
    if (kid.n == 0 || kid.n > WR_KID_MAX)
        return false;
    for (size_t i = 0; i < kid.n; i++)
        if (!((kid.p[i] >= 'a' && kid.p[i] <= 'z') || (kid.p[i] >= '0' && kid.p[i] <= '9')))
            return false;
    return true;
}

static bool word_fits(struct wr_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_'))
            return false;
    return s.n <= WR_BADGE_WORD_MAX;
}

/** How many characters a line may have. */
struct room {
    size_t line, min, max;
};

static bool texts_fit(const struct wr_str *lines, const struct room *rooms, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t has = wr_utf8_len(lines[rooms[i].line]);
        if (has < rooms[i].min || has > rooms[i].max)
            return false;
    }
    return true;
}

static bool day_fits(struct wr_str s, bool may_be_empty)
{
    struct wr_date d;

    return s.n == 0 ? may_be_empty : wr_date_parse(s, &d);
}

/** Two days, or two empty lines where they may be. */
static bool days_fit(struct wr_str from, struct wr_str to, bool needed)
{
    return day_fits(from, !needed) && day_fits(to, !needed);
}

static bool plate_fits(struct wr_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z')))
            return false;
    return s.n == 0 || s.n == PLATE_CODE;
}

/**
 * The first `n` lines of valid text without controls. @return bytes they take with their line feeds, 0 when there are fewer
 */
static size_t cut_lines(struct wr_str bytes, size_t n, struct wr_str lines[LINES_MAX])
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        size_t from = at;
        while (at < bytes.n && bytes.p[at] != '\n')
            at++;
        if (at == bytes.n)
            return 0;
        lines[i] = (struct wr_str){bytes.p + from, at - from};
        at++;
        if (!wr_utf8_valid(lines[i]))
            return 0;
        for (size_t k = 0; k < lines[i].n; k++)
            if ((unsigned char)lines[i].p[k] < 0x20 || lines[i].p[k] == 0x7F)
                return 0;
    }
    return at;
}

static bool badge_lines_fit(const struct wr_str l[LINES_MAX], struct wr_badge *b)
{
    static const struct room rooms[] = {
        {3, 1, WR_BADGE_NAME_MAX}, {4, 0, WR_BADGE_UNIT_MAX}, {5, 1, WR_BADGE_CERT_MAX}};

    if (!wr_str_eq(l[0], WR_S(FORM)) || !kid_fits(l[1]) || !texts_fit(l, rooms, 3) ||
        !day_fits(l[6], false))
        return false;
    b->kid = l[1];
    b->name = l[3];
    b->unit = l[4];
    b->cert_no = l[5];
    b->cert_to = l[6];
    return plain_number(l[2], &b->officer_id) && b->officer_id > 0 &&
           plain_number(l[7], &b->issued_s) && plain_number(l[8], &b->expires_s);
}

bool wr_badge_parse(struct wr_arena *a, struct wr_str text, struct wr_badge *ret,
                    struct wr_str *ret_body, uint8_t ret_sig[WR_ED25519_SIG])
{
    struct wr_str l[LINES_MAX];
    struct wr_badge b = {.officer_id = 0};

    if (text.n == 0 || text.n > WR_BADGE_PART_MAX)
        return false;
    struct wr_str bytes = wr_unbase64url(a, text);
    size_t n = bytes.p ? cut_lines(bytes, BADGE_LINES, l) : 0;
    if (n == 0 || bytes.n != n + WR_ED25519_PUBLIC + WR_ED25519_SIG || !badge_lines_fit(l, &b))
        return false;
    memcpy(b.device_key, bytes.p + n, WR_ED25519_PUBLIC);
    memcpy(ret_sig, bytes.p + n + WR_ED25519_PUBLIC, WR_ED25519_SIG);
    *ret_body = (struct wr_str){bytes.p, n + WR_ED25519_PUBLIC};
    *ret = b;
    return true;
}

static bool task_lines_fit(const struct wr_str l[LINES_MAX], struct wr_task *t)
{
    static const struct room rooms[] = {
        {4, 0, WR_BADGE_NUMBER_MAX}, {9, 0, WR_BADGE_REF_MAX}, {10, 0, WR_BADGE_BASIS_MAX}};
    bool approved = l[1].n > 0;

    if (!wr_str_eq(l[0], WR_S(FORM)) || (approved && !kid_fits(l[1])) || !texts_fit(l, rooms, 3) ||
        !plate_fits(l[5]))
        return false;
    if (l[6].n == 0 || !word_fits(l[6]) || !word_fits(l[7]) || !word_fits(l[8]))
        return false;
    /* an approval is of one officer, one mission and certain days; a statement of one's own names no mission */
    return plain_number(l[2], &t->officer_id) && plain_number(l[3], &t->mission_id) &&
           t->officer_id > 0 && (t->mission_id > 0) == approved && days_fit(l[11], l[12], approved);
}

bool wr_task_parse(struct wr_arena *a, struct wr_str text, struct wr_task *ret,
                   struct wr_str *ret_body, uint8_t ret_sig[WR_ED25519_SIG])
{
    struct wr_str l[LINES_MAX];
    struct wr_task t = {.officer_id = 0};

    if (text.n == 0 || text.n > WR_BADGE_PART_MAX)
        return false;
    struct wr_str bytes = wr_unbase64url(a, text);
    size_t n = bytes.p ? cut_lines(bytes, TASK_LINES, l) : 0;
    if (n == 0 || !task_lines_fit(l, &t) || bytes.n != n + (l[1].n > 0 ? WR_ED25519_SIG : 0))
        return false;
    t.kid = l[1];
    t.number = l[4];
    t.plate = l[5];
    t.kind = l[6];
    t.insp_class = l[7];
    t.source = l[8];
    t.evidence_ref = l[9];
    t.basis = l[10];
    t.from = l[11];
    t.to = l[12];
    if (l[1].n > 0)
        memcpy(ret_sig, bytes.p + n, WR_ED25519_SIG);
    *ret_body = (struct wr_str){bytes.p, n};
    *ret = t;
    return true;
}

/** What follows the # of a link; the text itself if there is none. */
static struct wr_str behind_hash(struct wr_str text)
{
    for (size_t i = text.n; i > 0; i--)
        if (text.p[i - 1] == '#')
            return wr_str_sub(text, i, text.n);
    return text;
}

bool wr_officer_code_parse(struct wr_arena *a, struct wr_str text, struct wr_officer_code *ret)
{
    struct wr_officer_code c = {.step = 0};

    if (text.n > WR_BADGE_CODE_MAX)
        return false;
    c.text = behind_hash(wr_str_trim(text));
    struct wr_str rest = c.text;
    struct wr_str badge = wr_str_cut(&rest, '.'), task = wr_str_cut(&rest, '.'),
                  step = wr_str_cut(&rest, '.');
    if (rest.n != SIG_TEXT || !plain_number(step, &c.step) ||
        !wr_badge_parse(a, badge, &c.badge, &c.badge_body, c.badge_sig))
        return false;
    c.has_task = task.n > 0;
    if (c.has_task && !wr_task_parse(a, task, &c.task, &c.task_body, c.task_sig))
        return false;
    struct wr_str sig = wr_unbase64url(a, rest);
    if (sig.n != sizeof(c.sig))
        return false;
    memcpy(c.sig, sig.p, sizeof(c.sig));
    c.before = wr_str_sub(c.text, 0, c.text.n - SIG_TEXT - 1);
    *ret = c;
    return true;
}

/* ---- judging ---------------------------------------------------------------------------------- */

bool wr_badge_step_fits(int64_t step, int64_t at_ms)
{
    int64_t now = at_ms / WR_BADGE_STEP_MS;

    return step >= now - WR_BADGE_SLACK && step <= now + WR_BADGE_SLACK;
}

static struct wr_str day_of(int64_t at_ms, char day[WR_DATE_TEXT])
{
    wr_date_format(wr_date_of_ms(at_ms), day);
    return wr_str(day);
}

bool wr_task_day_fits(const struct wr_task *t, int64_t at_ms)
{
    char day[WR_DATE_TEXT];
    struct wr_str today = day_of(at_ms, day);

    return wr_str_cmp(t->from, today) <= 0 && wr_str_cmp(today, t->to) <= 0;
}

/** Does `sig` hold over `text` under the bureau's key of that name? */
static bool bureau_signed(const struct wr_keys *keys, struct wr_str kid, struct wr_str text,
                          const uint8_t sig[WR_ED25519_SIG])
{
    const struct wr_signing_key *key = wr_keys_plate_by_kid(keys, kid);

    return key && text.p && wr_ed25519_verify(key->public_key, text, sig);
}

static bool warrant_holds(struct wr_arena *a, const struct wr_officer_code *c,
                          const struct wr_keys *keys)
{
    if (!c->has_task)
        return true;
    if (c->task.officer_id != c->badge.officer_id)
        return false;
    return c->task.kid.n == 0 ||
           bureau_signed(keys, c->task.kid, wr_task_signed(a, c->task_body), c->task_sig);
}

enum wr_code_fault wr_officer_code_check(struct wr_arena *a, const struct wr_officer_code *c,
                                         const struct wr_keys *keys, int64_t at_ms)
{
    char day[WR_DATE_TEXT];
    struct wr_str text = wr_officer_code_signed(a, c->before);

    if (!bureau_signed(keys, c->badge.kid, wr_badge_signed(a, c->badge_body), c->badge_sig))
        return WR_CODE_FOREIGN;
    if (!text.p || !wr_ed25519_verify(c->badge.device_key, text, c->sig))
        return WR_CODE_DEVICE;
    if (!warrant_holds(a, c, keys))
        return WR_CODE_WARRANT;
    if (wr_str_cmp(day_of(at_ms, day), c->badge.cert_to) > 0)
        return WR_CODE_CERTIFICATE;
    if (at_ms / 1000 >= c->badge.expires_s || at_ms / 1000 + WR_BADGE_AHEAD_S < c->badge.issued_s)
        return WR_CODE_EXPIRED;
    return wr_badge_step_fits(c->step, at_ms) ? WR_CODE_GOOD : WR_CODE_STALE;
}

struct wr_str wr_badge_revocations_text(struct wr_arena *a, int64_t issued_ms,
                                        const struct wr_str *keys, size_t n)
{
    struct wr_str head = wr_arena_printf(a, "wurao-badge-revocations-v1\n%" PRId64 "\n", issued_ms);
    size_t at = head.n;
    size_t size = at;

    if (!head.p)
        return none;
    for (size_t i = 0; i < n; i++)
        size += keys[i].n + 1;
    char *p = wr_arena_alloc(a, size + 1);
    if (!p)
        return none;
    memcpy(p, head.p, head.n);
    for (size_t i = 0; i < n; i++) {
        memcpy(p + at, keys[i].p, keys[i].n);
        at += keys[i].n;
        p[at++] = '\n';
    }
    return (struct wr_str){p, at};
}

int64_t wr_badge_expiry_s(int64_t now_ms, struct wr_str cert_to)
{
    struct wr_date d;
    int64_t end = now_ms + WR_BADGE_LIFE_MS;

    if (wr_date_parse(cert_to, &d)) {
        int64_t last = wr_date_to_ms(d) + WR_DAY_MS;
        end = last < end ? last : end;
    }
    return end / 1000;
}

bool wr_badge_uuid(struct wr_str s)
{
    for (size_t i = 0; s.n == 36 && i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = s.p[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return s.n == 36;
}
