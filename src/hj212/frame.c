/*
 * Frames out of a byte stream. Every decision depends only on the bytes up to the place where it falls, never on how many
 * more have arrived: so any cutting of the stream gives the same events.
 */
#include "hj212/hj212_int.h"

#define HEAD 6          /* `##` and four digits */
#define HEAD_LOOK 12    /* bytes that tell a damaged head from junk */
#define HEADER_LOOK 256 /* bytes within which an encrypted data area begins */
#define CRC_CHARS 4

void hj212_framer_init(struct hj212_framer *f, struct hj212_profile profile)
{
    *f = (struct hj212_framer){.profile = profile};
}

/** One frame being judged: `p` is behind the head, `n` bytes are there. */
struct view {
    const char *p;
    size_t n;
    bool end;
    uint32_t declared;
    struct hj212_framer *f;
    struct hj212_frame *ret;
};

/** What follows a data segment. */
struct tail {
    bool more;    /* cannot be told yet */
    bool lower;   /* CRC digits in lower case */
    bool bounded; /* the next frame or the end of the stream comes right behind */
    unsigned crc_n;
    uint16_t crc;
    size_t n; /* bytes of the line end */
    uint64_t leniencies;
};

/** The line end at p+i. */
static void read_line_end(struct tail *t, const char *p, size_t n, bool end)
{
    size_t i = t->crc_n;
    if (i == n) {
        t->more = !end;
        t->bounded = true;
        t->leniencies |= HJ212_BIT(HJ212_L_NO_TAIL);
    } else if (p[i] == '\r') {
        t->more = i + 1 == n && !end;
        t->n = i + 1 < n && p[i + 1] == '\n' ? 2 : 1;
        t->leniencies |= t->n == 1 ? HJ212_BIT(HJ212_L_NO_LF) : 0;
    } else if (p[i] == '\n') {
        t->n = 1;
        t->leniencies |= HJ212_BIT(HJ212_L_NO_CR);
    } else {
        t->more = p[i] == '#' && i + 1 == n && !end;
        t->bounded = p[i] == '#' && i + 1 < n && p[i + 1] == '#';
        t->leniencies |= HJ212_BIT(HJ212_L_NO_TAIL);
    }
}

static struct tail read_tail(const char *p, size_t n, bool end)
{
    struct tail t = {0};
    unsigned crc = 0;
    while (t.crc_n < CRC_CHARS && t.crc_n < n && hj212_hex[(unsigned char)p[t.crc_n]] != 0xFF) {
        crc = crc << 4 | hj212_hex[(unsigned char)p[t.crc_n]];
        t.lower = t.lower || p[t.crc_n] >= 'a';
        t.crc_n++;
    }
    t.crc = (uint16_t)crc;
    t.leniencies = t.lower ? HJ212_BIT(HJ212_L_CRC_LOWER) : 0;
    if (t.crc_n < CRC_CHARS) {
        t.leniencies |= HJ212_BIT(HJ212_L_CRC_UNPADDED);
    }
    read_line_end(&t, p, n, end);
    return t;
}

/** Is there a CRC, whole or at least ended by a line end? */
static bool has_crc(const struct tail *t)
{
    return t->crc_n == CRC_CHARS || (t->crc_n > 0 && (t->n > 0 || t->bounded));
}

/** Does something that looks like an end of frame stand here? */
static bool is_frame_end(const struct tail *t)
{
    return has_crc(t) && (t->n > 0 || t->bounded);
}

/* ---- verdicts ---------------------------------------------------------------------------------- */
static void set_extent(struct view *v, size_t segment_n, size_t behind)
{
    v->ret->segment = (struct hj212_str){v->p, segment_n};
    v->ret->bytes = (struct hj212_str){v->p - HEAD, HEAD + segment_n + behind};
}

static enum hj212_got good(struct view *v, size_t segment_n, const struct tail *t,
                           uint64_t leniencies)
{
    struct hj212_frame *ret = v->ret;
    set_extent(v, segment_n, t->crc_n + t->n);
    ret->consumed += ret->bytes.n;
    ret->crc = t->crc;
    leniencies |= t->leniencies;
    if (v->declared > HJ212_SEGMENT_STD && (leniencies & HJ212_BIT(HJ212_L_LENGTH_WIRE)) == 0) {
        leniencies |= HJ212_BIT(HJ212_L_LONG);
    }
    ret->leniencies = leniencies;
    if (leniencies != 0) {
        ret->error = hj212_judge(leniencies, v->f->profile.allowed, &ret->refused);
    }
    return ret->error == HJ212_OK ? HJ212_FRAME : HJ212_BAD;
}

/** A bad frame of `n` bytes behind the head; what looks like a head inside ends it, so that no good frame is lost. */
static enum hj212_got bad(struct view *v, enum hj212_error error, size_t segment_n, size_t n)
{
    const char *inner = n > 0 ? memmem(v->p, n, "##", 2) : NULL;
    size_t taken = inner != NULL ? (size_t)(inner - v->p) : n;
    set_extent(v, segment_n < taken ? segment_n : taken, 0);
    v->ret->bytes.n = HEAD + taken;
    v->ret->consumed += HEAD + taken;
    v->ret->error = error;
    return HJ212_BAD;
}

static enum hj212_got more_or(struct view *v, enum hj212_error error)
{
    return v->end ? bad(v, error, v->n, v->n) : HJ212_MORE;
}

/* ---- wrong length ------------------------------------------------------------------------------ */
/** Does the declared length count characters of this text? */
static bool counts_characters(struct hj212_str text, uint32_t declared)
{
    size_t characters = 0;
    for (size_t i = 0; i < text.n; i++) {
        characters += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    }
    return characters == declared && characters != text.n && hj212_is_utf8(text);
}

/** A line ends (or the next frame begins) at `at`: is there a right CRC before it? ret_more: cannot be told yet. */
static bool fits_line(struct view *v, size_t at, struct tail *ret_tail, uint64_t *ret_leniencies)
{
    if (at < CRC_CHARS) {
        return false;
    }
    struct hj212_str segment = {v->p, at - CRC_CHARS};
    struct tail t = read_tail(v->p + segment.n, v->n - segment.n, v->end);
    uint8_t content;
    *ret_tail = t;
    if (t.crc_n != CRC_CHARS || hj212_crc_scan(segment.p, segment.n, &content) != t.crc) {
        return false;
    }
    v->ret->content = content;
    *ret_leniencies = counts_characters(segment, v->declared) ? HJ212_BIT(HJ212_L_LENGTH_CHARS)
                                                              : HJ212_BIT(HJ212_L_LENGTH_WRONG);
    return true;
}

/** A whole CR LF inside the declared length with a right CRC before it ends the frame early: no waiting for the rest. */
static bool ends_early(struct view *v, enum hj212_got *ret)
{
    size_t limit = v->n < v->declared ? v->n : v->declared;
    size_t at = v->f->scanned;
    while (at + 1 < limit) {
        const char *cr = memchr(v->p + at, '\r', limit - 1 - at);
        if (cr == NULL) {
            break;
        }
        at = (size_t)(cr - v->p);
        struct tail t;
        uint64_t leniencies;
        if (cr[1] == '\n' && fits_line(v, at, &t, &leniencies)) {
            *ret = good(v, at - CRC_CHARS, &t, leniencies);
            return true;
        }
        at++;
    }
    v->f->scanned = limit > 0 ? limit - 1 : 0;
    return false;
}

/** Where the first line end or the next head stands; ret_more: cannot be told yet. v->n if there is none. */
static size_t find_line_end(const struct view *v, size_t limit, bool *ret_more)
{
    *ret_more = false;
    for (size_t i = 0; i < v->n && i <= limit; i++) {
        char c = v->p[i];
        if (c == '\r' || c == '\n') {
            *ret_more = c == '\r' && i + 1 == v->n && !v->end;
            return i;
        }
        if (c == '#' && i + 1 == v->n && !v->end) {
            *ret_more = true;
            return i;
        }
        if (c == '#' && i + 1 < v->n && v->p[i + 1] == '#') {
            return i;
        }
    }
    *ret_more = v->n <= limit && !v->end;
    return v->n;
}

/** The declared length leads nowhere: does the line end? */
static enum hj212_got by_line_end(struct view *v)
{
    size_t limit = (size_t)v->f->profile.segment_max + CRC_CHARS;
    bool wait;
    size_t at = find_line_end(v, limit, &wait);
    if (wait) {
        return HJ212_MORE;
    }
    if (at > limit) {
        return bad(v, HJ212_ELENGTH, 0, 0);
    }
    struct tail t;
    uint64_t leniencies;
    if (fits_line(v, at, &t, &leniencies)) {
        return good(v, at - CRC_CHARS, &t, leniencies);
    }
    bool cut = at == v->n && v->n < (size_t)v->declared + CRC_CHARS;
    size_t n = at;
    while (n < v->n && n < at + 2 && (v->p[n] == '\r' || v->p[n] == '\n')) {
        n++;
    }
    return bad(v, cut ? HJ212_ETRUNC : HJ212_ELENGTH, at, n);
}

/* ---- encrypted --------------------------------------------------------------------------------- */
/** Offset of the `{` of an encrypted data area; 0: there is none within the first n bytes. */
static size_t find_cipher(const char *p, size_t n)
{
    const char *area = memmem(p, n < HEADER_LOOK ? n : HEADER_LOOK, "CP=&&{", 6);
    return area != NULL ? (size_t)(area - p) + 5 : 0;
}

/** Offset of the `}`; v->n: none. Ciphertext holds no line ends and no `#`. */
static size_t find_close(const struct view *v, size_t from, bool *ret_broken)
{
    *ret_broken = false;
    for (size_t i = from; i < v->n; i++) {
        char c = v->p[i];
        if (c == '}') {
            return i;
        }
        if (c == '\r' || c == '\n' || c == '#') {
            *ret_broken = true;
            return i;
        }
    }
    return v->n;
}

/**
 * Length counts the plain text: k blocks of 16 characters are written as 80k-1 characters between braces, so the plain
 * rest has declared - (bytes before the brace) - 16k - 2 characters.
 */
static enum hj212_got judge_encrypted(struct view *v, size_t open)
{
    size_t limit = v->f->profile.segment_max > HJ212_ENCRYPTED_MAX ? v->f->profile.segment_max
                                                                   : HJ212_ENCRYPTED_MAX;
    bool broken;
    size_t close = find_close(v, open + 1, &broken);
    if (close > limit) {
        return bad(v, HJ212_ELONG, 0, 0);
    }
    if (close == v->n) {
        return more_or(v, HJ212_ETRUNC);
    }
    size_t inside = close - open - 1;
    size_t blocks = (inside + 1) / 80;
    if (broken || (inside + 1) % 80 != 0) {
        return bad(v, HJ212_ECIPHER, close, close);
    }
    if (v->declared < open + 16 * blocks + 2) {
        return bad(v, HJ212_ELENGTH, close, close);
    }
    size_t n = close + 1 + (v->declared - open - 16 * blocks - 2) + 2;
    if (n > v->n) {
        return more_or(v, HJ212_ETRUNC);
    }
    struct tail t = read_tail(v->p + n, v->n - n, v->end);
    if (t.more) {
        return HJ212_MORE;
    }
    if (memcmp(v->p + n - 2, "&&", 2) != 0 || !has_crc(&t)) {
        return bad(v, HJ212_ELENGTH, close, close);
    }
    v->ret->encrypted = true;
    v->ret->crc_family = HJ212_CRC_UNKNOWN;
    return good(v, n, &t, 0);
}

/* ---- one frame --------------------------------------------------------------------------------- */
static uint16_t swapped(uint16_t v)
{
    return (uint16_t)(v << 8 | v >> 8);
}

/** The length leads to an end of frame, but the CRC is another one: which? */
static enum hj212_got wrong_crc(struct view *v, const struct tail *t)
{
    uint16_t modbus = hj212_crc_modbus(v->p, v->declared);
    uint64_t leniency = 0;
    struct hj212_frame *ret = v->ret;
    ret->crc = t->crc;
    ret->crc_family = HJ212_CRC_OTHER;
    if (t->crc == modbus) {
        ret->crc_family = HJ212_CRC_MODBUS;
        leniency = HJ212_BIT(HJ212_L_CRC_MODBUS);
    } else if (t->crc == swapped(modbus)) {
        ret->crc_family = HJ212_CRC_MODBUS_SWAPPED;
        leniency = HJ212_BIT(HJ212_L_CRC_MODBUS_SWAPPED);
    }
    if (leniency != 0 && (leniency & v->f->profile.allowed) != 0) {
        return good(v, v->declared, t, leniency);
    }
    if (t->crc_n < CRC_CHARS && t->n == 0) { /* the stream ended within the CRC */
        ret->crc_family = HJ212_CRC_RIGHT;
        return bad(v, HJ212_ETRUNC, v->declared, v->declared + t->crc_n);
    }
    ret->leniencies = leniency;
    if (leniency != 0) {
        (void)hj212_judge(leniency, v->f->profile.allowed, &ret->refused);
    }
    return bad(v, HJ212_ECRC, v->declared, v->declared + t->crc_n + t->n);
}

static enum hj212_got judge_frame(struct view *v)
{
    size_t declared = v->declared;
    bool whole = v->n >= declared;
    uint8_t content = HJ212_CONTENT_LOW;
    uint16_t crc = whole ? hj212_crc_scan(v->p, declared, &content) : 0;
    enum hj212_got got;
    if ((content & HJ212_CONTENT_LOW) != 0 && ends_early(v, &got)) {
        return got;
    }
    if (!whole) {
        return v->end ? by_line_end(v) : HJ212_MORE;
    }
    struct tail t = read_tail(v->p + declared, v->n - declared, v->end);
    if (t.more) {
        return HJ212_MORE;
    }
    v->ret->content = content;
    if (t.crc == crc && has_crc(&t)) {
        return good(v, declared, &t, 0);
    }
    size_t cipher = find_cipher(v->p, declared);
    if (cipher != 0 && is_frame_end(&t)) {
        v->ret->encrypted = true;
        v->ret->crc_family = HJ212_CRC_UNKNOWN;
        return good(v, declared, &t, HJ212_BIT(HJ212_L_LENGTH_WIRE));
    }
    if (cipher != 0) {
        return judge_encrypted(v, cipher);
    }
    return is_frame_end(&t) ? wrong_crc(v, &t) : by_line_end(v);
}

/** Longer than the profile allows, unless the length counts ciphertext. */
static enum hj212_got judge_length(struct view *v)
{
    if (v->declared <= v->f->profile.segment_max) {
        return judge_frame(v);
    }
    if (v->declared <= HJ212_ENCRYPTED_MAX &&
        (v->f->profile.allowed & HJ212_BIT(HJ212_L_LENGTH_WIRE)) != 0) {
        if (find_cipher(v->p, v->n) != 0) {
            return judge_frame(v);
        }
        if (v->n < HEADER_LOOK && !v->end) {
            return HJ212_MORE;
        }
    }
    return bad(v, HJ212_ELONG, 0, 0);
}

/* ---- heads ------------------------------------------------------------------------------------- */
/** The next `##` at or behind `at`, the last two of a row of `#`. A `#` at the very end may be half of one. */
static size_t find_head(const char *buf, size_t n, size_t at)
{
    while (at < n) {
        const char *p = memchr(buf + at, '#', n - at);
        if (p == NULL) {
            return n;
        }
        at = (size_t)(p - buf);
        if (at + 1 == n) {
            return at;
        }
        if (p[1] == '#' && (at + 2 == n || p[2] != '#')) {
            return at;
        }
        at++;
    }
    return n;
}

static bool read_length(const char *p, uint32_t *ret)
{
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        unsigned digit = (unsigned)(unsigned char)p[i] - '0';
        if (digit > 9) {
            return false;
        }
        v = v * 10 + digit;
    }
    *ret = v;
    return true;
}

/** Count junk that is dropped; line ends between frames are none. */
static void skip(struct hj212_framer *f, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        f->skipped += p[i] != '\r' && p[i] != '\n';
    }
    f->scanned = n > 0 ? 0 : f->scanned;
}

enum find {
    FOUND,   /* a head with its length */
    DAMAGED, /* `##`, no length, but what follows looks like a segment */
    HALF,    /* the stream ended inside a head */
    NONE,    /* nothing yet */
};

static enum find find_length(const char *buf, size_t n, bool end, size_t *at,
                             uint32_t *ret_declared)
{
    for (;; ++*at) {
        *at = find_head(buf, n, *at);
        size_t left = n - *at;
        const char *p = buf + *at;
        if (left >= HEAD && read_length(p + 2, ret_declared)) {
            return FOUND;
        }
        if (left < HEAD_LOOK && !end) {
            /* Without a length in sight the bytes may still be junk: decided when more have come. */
            return NONE;
        }
        if (left < 3) {
            *at = n;
            return NONE;
        }
        if (left < HEAD && hj212_is(p[2], HJ212_C_DIGIT)) {
            return HALF;
        }
        if (memchr(p + 2, '=', (left < HEAD_LOOK ? left : HEAD_LOOK) - 2) != NULL) {
            return DAMAGED;
        }
    }
}

/** Books an event: junk before it, counters. */
static enum hj212_got booked(struct hj212_framer *f, struct hj212_frame *ret, enum hj212_got got)
{
    if (got == HJ212_MORE) {
        return got;
    }
    f->scanned = 0;
    ret->skipped = f->skipped;
    f->n_skipped += f->skipped;
    f->skipped = 0;
    f->n_frames += got == HJ212_FRAME;
    f->n_bad += got == HJ212_BAD;
    for (uint64_t left = ret->leniencies; left != 0; left &= left - 1) {
        f->n_leniencies[__builtin_ctzll(left)]++;
    }
    return got;
}

enum hj212_got hj212_next(struct hj212_framer *f, const char *buf, size_t n, bool end,
                          struct hj212_frame *ret)
{
    *ret = (struct hj212_frame){.refused = HJ212_LENIENCIES};
    size_t at = 0;
    uint32_t declared = 0;
    enum find found = find_length(buf, n, end, &at, &declared);
    if (at > 0) {
        skip(f, buf, at);
    }
    ret->consumed = at;
    struct view v = {buf + at + HEAD, n - at - HEAD, end, declared, f, ret};
    ret->declared = declared;
    switch (found) {
    case FOUND:
        return booked(f, ret, judge_length(&v));
    case DAMAGED:
        ret->bytes = (struct hj212_str){buf + at, 2};
        ret->consumed = at + 2;
        ret->error = HJ212_ELENGTH;
        return booked(f, ret, HJ212_BAD);
    case HALF:
        ret->bytes = (struct hj212_str){buf + at, n - at};
        ret->consumed = n;
        ret->error = HJ212_ETRUNC;
        return booked(f, ret, HJ212_BAD);
    case NONE:
    default:
        return HJ212_MORE;
    }
}

struct hj212_frame hj212_frame_of_segment(struct hj212_str segment)
{
    struct hj212_frame ret = {.bytes = segment,
                              .segment = segment,
                              .declared = (uint32_t)segment.n,
                              .refused = HJ212_LENIENCIES};
    ret.crc = hj212_crc_scan(segment.p, segment.n, &ret.content);
    ret.encrypted = find_cipher(segment.p, segment.n) != 0;
    return ret;
}
