/* Packets into the caller's buffer. */
#include "hj212/hj212_int.h"

#define HEAD 6

/* ---- raw writing ------------------------------------------------------------------------------- */
static void put_bytes(struct hj212_writer *w, const char *p, size_t n)
{
    if (w->error != HJ212_OK || n == 0) {
        return;
    }
    if (n > w->cap - w->n) {
        w->error = HJ212_ESPACE;
        return;
    }
    memcpy(w->buf + w->n, p, n);
    w->n += n;
}

static void put_text(struct hj212_writer *w, const char *text)
{
    put_bytes(w, text, strlen(text));
}

static void put_str(struct hj212_writer *w, struct hj212_str s)
{
    put_bytes(w, s.p, s.n);
}

static void put_unsigned(struct hj212_writer *w, uint64_t v, int digits_min)
{
    char b[20];
    size_t i = sizeof(b);
    do {
        b[--i] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0 || (int)(sizeof(b) - i) < digits_min);
    put_bytes(w, b + i, sizeof(b) - i);
}

static void hex4(char *p, unsigned v)
{
    for (int i = 3; i >= 0; i--, v >>= 4) {
        p[i] = "0123456789ABCDEF"[v & 15];
    }
}

static void dec4(char *p, size_t v)
{
    for (int i = 3; i >= 0; i--, v /= 10) {
        p[i] = (char)('0' + v % 10);
    }
}

/* ---- what may be written ----------------------------------------------------------------------- */
/** May the text stand between separators? `stop` are characters that it may not hold. */
static bool is_clean(struct hj212_str s, const char *stop)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool pair = i + 1 < s.n && s.p[i + 1] == s.p[i] && (c == '&' || c == '#');
        if (c < 0x20 || pair || strchr(stop, c) != NULL) {
            return false;
        }
    }
    bool bare = s.n > 0 && (hj212_is_blank(s.p[0]) || hj212_is_blank(s.p[s.n - 1]));
    return !bare && (s.n == 0 || s.p[s.n - 1] != '&');
}

/** `//…//` without `//` inside. */
static bool is_quoted(struct hj212_str s)
{
    return s.n >= 4 && memcmp(s.p, "//", 2) == 0 && memcmp(s.p + s.n - 2, "//", 2) == 0 &&
           memmem(s.p + 2, s.n - 2, "//", 2) == s.p + s.n - 2;
}

static bool is_value(struct hj212_str s)
{
    return is_clean(s, is_quoted(s) ? "" : ",;");
}

static bool is_name(struct hj212_str s)
{
    return s.n > 0 && s.p[0] != '&' && is_clean(s, ",;=");
}

/* ---- header ------------------------------------------------------------------------------------ */
static void put_field(struct hj212_writer *w, const char *name, struct hj212_str value)
{
    if (value.p == NULL) {
        return;
    }
    if (!is_clean(value, ",;=")) {
        w->error = w->error != HJ212_OK ? w->error : HJ212_EVALUE;
        return;
    }
    put_text(w, name);
    put_str(w, value);
    put_text(w, ";");
}

static void put_split(struct hj212_writer *w, const struct hj212_header *h)
{
    if (h->pnum != 0) {
        put_text(w, "PNUM=");
        put_unsigned(w, h->pnum, 1);
        put_text(w, ";");
    }
    if (h->pno != 0) {
        put_text(w, "PNO=");
        put_unsigned(w, h->pno, 1);
        put_text(w, ";");
    }
}

static unsigned flag_of(const struct hj212_header *h)
{
    if (h->flag >= 0) {
        return (unsigned)h->flag;
    }
    unsigned version = h->dialect == HJ212_2005                                  ? 0
                       : h->dialect == HJ212_2025 || h->dialect == HJ212_SURFACE ? 2
                                                                                 : 1;
    return version << 2 | (h->pnum != 0 ? 2u : 0u) | (h->ack_wanted ? 1u : 0u);
}

void hj212_begin(struct hj212_writer *w, char *buf, size_t cap, const struct hj212_header *h)
{
    *w = (struct hj212_writer){.buf = buf, .cap = cap};
    bool of_2005 = h->dialect == HJ212_2005;
    put_text(w, "##0000");
    put_field(w, "QN=", h->qn);
    if (of_2005) {
        put_split(w, h);
    }
    put_field(w, "ST=", h->st);
    put_field(w, "CN=", h->cn);
    put_field(w, "PW=", h->pw);
    put_field(w, "MN=", h->mn);
    if (!h->no_flag) {
        put_text(w, "Flag=");
        put_unsigned(w, flag_of(h), 1);
        put_text(w, ";");
    }
    if (!of_2005) {
        put_split(w, h);
    }
    if (h->back_fill) {
        put_text(w, "RF=1;");
    }
    put_text(w, "CP=&&");
    w->area = w->n;
}

/* ---- data area --------------------------------------------------------------------------------- */
/** `code-suffix=value`, or `suffix=value` without a code. */
static void put_item(struct hj212_writer *w, struct hj212_str code, struct hj212_str suffix,
                     struct hj212_str value)
{
    bool named = (code.n == 0 || is_name(code)) && is_name(suffix);
    if (!named || !is_value(value)) {
        w->error = w->error != HJ212_OK ? w->error : HJ212_EVALUE;
    }
    bool same = code.n > 0 && code.n == w->code_n && memcmp(w->buf + w->code, code.p, code.n) == 0;
    if (w->any) {
        put_text(w, same ? "," : ";");
    }
    w->any = true;
    w->code = w->n;
    w->code_n = code.n;
    put_str(w, code);
    if (code.n > 0) {
        put_text(w, "-");
    }
    put_str(w, suffix);
    put_text(w, "=");
    put_str(w, value);
    if (w->error != HJ212_OK) {
        w->code_n = 0;
    }
}

void hj212_put(struct hj212_writer *w, struct hj212_str name, struct hj212_str value)
{
    put_item(w, (struct hj212_str){NULL, 0}, name, value);
}

void hj212_put_named(struct hj212_writer *w, struct hj212_str code, struct hj212_str suffix,
                     struct hj212_str value)
{
    put_item(w, code, suffix, value);
}

void hj212_put_value(struct hj212_writer *w, struct hj212_str code, enum hj212_field field,
                     struct hj212_str value)
{
    const char *suffix = hj212_field_name(field);
    struct hj212_str text = {suffix, strlen(suffix)};
    if (field == HJ212_F_INFOID || code.n == 0) {
        text.n = 0; /* refused: such names are written with hj212_put() */
    }
    put_item(w, code, text, value);
}

void hj212_put_number(struct hj212_writer *w, struct hj212_str code, enum hj212_field field,
                      double value, int decimals)
{
    static const double power[10] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    char b[40];
    struct hj212_writer text = {.buf = b, .cap = sizeof(b)};
    decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
    double scaled = (value < 0 ? -value : value) * power[decimals];
    if (!(scaled < 1e15)) { /* NaN too */
        w->error = w->error != HJ212_OK ? w->error : HJ212_EVALUE;
        return;
    }
    uint64_t whole = (uint64_t)scaled;
    double rest = scaled - (double)whole;
    whole += rest > 0.5 || (rest == 0.5 && (whole & 1) != 0);
    if (value < 0 && whole > 0) {
        put_text(&text, "-");
    }
    uint64_t unit = (uint64_t)power[decimals];
    put_unsigned(&text, whole / unit, 1);
    if (decimals > 0) {
        put_text(&text, ".");
        put_unsigned(&text, whole % unit, decimals);
    }
    hj212_put_value(w, code, field, (struct hj212_str){b, text.n});
}

void hj212_put_break(struct hj212_writer *w)
{
    w->code_n = 0;
}

size_t hj212_area_bytes(const struct hj212_writer *w)
{
    return w->n - w->area;
}

size_t hj212_end(struct hj212_writer *w)
{
    put_text(w, "&&");
    size_t segment_n = w->n - HEAD;
    put_text(w, "0000\r\n");
    if (w->error == HJ212_OK && segment_n > HJ212_SEGMENT_MAX) {
        w->error = HJ212_ELONG;
    }
    if (w->error != HJ212_OK) {
        return 0;
    }
    dec4(w->buf + 2, segment_n);
    hex4(w->buf + HEAD + segment_n, hj212_crc(w->buf + HEAD, segment_n));
    return w->n;
}

size_t hj212_encode(const struct hj212_msg *m, char *buf, size_t cap)
{
    struct hj212_writer w;
    struct hj212_header h = {.dialect = m->dialect,
                             .qn = m->qn,
                             .st = m->st,
                             .cn = m->cn,
                             .pw = m->pw,
                             .mn = m->mn,
                             .back_fill = m->back_fill,
                             .no_flag = !m->has_flag,
                             .pnum = m->pnum,
                             .pno = m->pno,
                             .flag = m->flag};
    hj212_begin(&w, buf, cap, &h);
    for (size_t i = 0; i < m->n_items; i++) {
        const struct hj212_item *it = &m->items[i];
        if (it->field == HJ212_F_PLAIN) {
            hj212_put(&w, hj212_item_name(it), hj212_item_value(it));
            continue;
        }
        if (i > 0 && it->group != m->items[i - 1].group) {
            hj212_put_break(&w);
        }
        struct hj212_str suffix = {hj212_field_name((enum hj212_field)it->field), 0};
        suffix.n = strlen(suffix.p);
        if (it->field == HJ212_F_INFOID) { /* the six characters that end the name */
            suffix = (struct hj212_str){it->name + it->name_n - 6, 6};
        }
        put_item(&w, hj212_item_code(it), suffix, hj212_item_value(it));
    }
    return hj212_end(&w);
}

size_t hj212_frame_segment(struct hj212_str segment, char *buf, size_t cap)
{
    if (segment.n > HJ212_SEGMENT_MAX || cap < segment.n + HJ212_FRAME_EXTRA) {
        return 0;
    }
    memmove(buf + HEAD, segment.p, segment.n);
    memcpy(buf, "##", 2);
    dec4(buf + 2, segment.n);
    hex4(buf + HEAD + segment.n, hj212_crc(buf + HEAD, segment.n));
    memcpy(buf + HEAD + segment.n + 4, "\r\n", 2);
    return segment.n + HJ212_FRAME_EXTRA;
}
