/* The header of a data segment: `QN=…;ST=…;CN=…;PW=…;MN=…;Flag=…;CP=&&`, and what may be wrong with it. */
#include "hj212/parse_int.h"

/* In the order of HJ 212-2017 and -2025. */
enum field { QN, ST, CN, PW, MN, FLAG, PNUM, PNO, RF, CP, FIELDS };

static const char *const names[FIELDS] = {"QN",   "ST",   "CN",  "PW", "MN",
                                          "Flag", "PNUM", "PNO", "RF", "CP"};

#define QN_CHARS 17
#define MN_CHARS_2005 14
#define MN_CHARS 24
#define PW_CHARS 6

static enum field slow_field(struct parser *q, struct hj212_str name)
{
    struct hj212_str trimmed = hj212_trim(name);
    if (trimmed.n != name.n) {
        parser_use(q, HJ212_L_BLANKS);
    }
    for (unsigned i = 0; i < FIELDS; i++) {
        if (hj212_eq_nocase(trimmed, names[i])) {
            if (!hj212_eq(trimmed, names[i])) {
                parser_use(q, HJ212_L_KEY_CASE);
            }
            return (enum field)i;
        }
    }
    parser_use(q, HJ212_L_HEADER_UNKNOWN);
    return FIELDS;
}

#define TWO(a, b) ((unsigned)(a) | (unsigned)(b) << 8)

static enum field field_of(struct parser *q, const char *p, size_t n)
{
    if (n == 2) {
        switch (TWO((unsigned char)p[0], (unsigned char)p[1])) {
        case TWO('Q', 'N'):
            return QN;
        case TWO('S', 'T'):
            return ST;
        case TWO('C', 'N'):
            return CN;
        case TWO('P', 'W'):
            return PW;
        case TWO('M', 'N'):
            return MN;
        case TWO('C', 'P'):
            return CP;
        default:
            break;
        }
    }
    if (n == 4 && memcmp(p, "Flag", 4) == 0) {
        return FLAG;
    }
    return slow_field(q, (struct hj212_str){p, n});
}

/** A whole number of 1 … 5 digits within [1, max]; 0 if it is none. */
static uint16_t number_of(struct hj212_str s, unsigned max)
{
    unsigned v = 0;
    if (s.n == 0 || s.n > 5 || !hj212_all(s, HJ212_C_DIGIT)) {
        return 0;
    }
    for (size_t i = 0; i < s.n; i++) {
        v = v * 10 + (unsigned)(s.p[i] - '0');
    }
    return v <= max ? (uint16_t)v : 0;
}

static void set_flag(struct parser *q, struct hj212_str value)
{
    struct hj212_msg *m = q->msg;
    uint16_t v = number_of(value, 255);
    m->flag_text = value;
    m->has_flag = true;
    m->flag = (uint8_t)v;
    bool zero = value.n == 1 && value.p[0] == '0';
    if ((v == 0 && !zero) || v > 11) { /* 0 … 11: the three versions */
        parser_use(q, HJ212_L_FLAG_FORMAT);
    }
}

static void set_split(struct parser *q, uint16_t *ret, struct hj212_str value)
{
    *ret = number_of(value, 9999);
    if (*ret == 0) {
        parser_use(q, HJ212_L_SPLIT_RANGE);
    }
}

static void set_field(struct parser *q, enum field f, struct hj212_str value)
{
    struct hj212_msg *m = q->msg;
    struct hj212_str *const slices[] = {&m->qn, &m->st, &m->cn, &m->pw, &m->mn};
    if (f == FIELDS) {
        return;
    }
    if ((q->seen >> f & 1) != 0) {
        parser_use(q, HJ212_L_DUPLICATE);
        return;
    }
    q->disordered = q->disordered || q->seen >> f != 0;
    q->seen = (uint16_t)(q->seen | 1u << f);
    if (f <= MN) {
        *slices[f] = value;
    } else if (f == FLAG) {
        set_flag(q, value);
    } else if (f == RF) {
        q->rf = value;
    } else {
        set_split(q, f == PNUM ? &m->pnum : &m->pno, value);
    }
}

static struct hj212_str trimmed(struct parser *q, const char *p, size_t n)
{
    struct hj212_str s = {p, n};
    if (q->blanks) {
        struct hj212_str t = hj212_trim(s);
        if (t.n != s.n) {
            parser_use(q, HJ212_L_BLANKS);
        }
        return t;
    }
    return s;
}

/** `Flag=5CP=&&`: the separator is missing, and the next name sticks to the value. */
static bool is_glued(const char *p, size_t from, size_t to)
{
    return to - from >= 2 && p[to - 2] == 'C' && p[to - 1] == 'P';
}

/** Fields up to and with `CP=`; *ret is the offset behind it. @return false: there is no CP */
static bool read_fields(struct parser *q, size_t *ret)
{
    const char *p = q->p;
    for (size_t start = 0;;) {
        size_t eq = marks_next(&q->marks);
        if (eq == q->n) {
            return false;
        }
        if (p[eq] != '=') { /* `;,` or a name alone */
            parser_use(q, eq == start ? HJ212_L_SEPARATOR : HJ212_L_HEADER_UNKNOWN);
            start = eq + 1;
            continue;
        }
        enum field f = field_of(q, p + start, eq - start);
        if (f == CP) {
            *ret = eq + 1;
            return true;
        }
        size_t stop = marks_next(&q->marks);
        while (stop < q->n && p[stop] == '=' && !is_glued(p, eq + 1, stop)) {
            stop = marks_next(&q->marks);
        }
        if (stop == q->n) {
            return false;
        }
        bool glued = p[stop] == '=';
        set_field(q, f, trimmed(q, p + eq + 1, stop - (glued ? 2 : 0) - eq - 1));
        if (p[stop] != ';') {
            parser_use(q, HJ212_L_SEPARATOR);
        }
        if (glued) {
            *ret = stop + 1;
            return true;
        }
        start = stop + 1;
    }
}

/** What stands behind the closing `&&`: a misplaced Flag, or something that is dropped. */
static void read_rest(struct parser *q, size_t from)
{
    struct hj212_str rest = {q->p + from, q->n - from};
    while (rest.n > 0 && (*rest.p == ';' || *rest.p == ',' || hj212_is_blank(*rest.p))) {
        rest.p++;
        rest.n--;
    }
    struct hj212_str name = {rest.p, rest.n < 4 ? rest.n : 4};
    if (rest.n > 5 && rest.p[4] == '=' && hj212_eq_nocase(name, "Flag")) {
        parser_use(q, HJ212_L_FLAG_AFTER_CP);
        struct hj212_str value = {rest.p + 5, 0};
        while (value.n < rest.n - 5 && hj212_is(value.p[value.n], HJ212_C_DIGIT)) {
            value.n++;
        }
        if (!q->msg->has_flag) {
            set_flag(q, value);
        }
        return;
    }
    parser_use(q, HJ212_L_AREA_TAIL);
}

/** The area from `&&` at `at` to its end. @return false: `CP=` is not followed by `&&` */
static bool find_area(struct parser *q, size_t at)
{
    const char *p = q->p;
    while (q->blanks && at < q->n && hj212_is_blank(p[at])) {
        parser_use(q, HJ212_L_BLANKS);
        at++;
    }
    if (q->n - at < 2 || p[at] != '&' || p[at + 1] != '&') {
        return false;
    }
    q->area = at + 2;
    q->end = q->n - 2;
    if (q->end >= q->area && p[q->end] == '&' && p[q->end + 1] == '&') {
        return true;
    }
    const char *close = memmem(p + q->area, q->n - q->area, "&&", 2);
    if (close != NULL) {
        q->end = (size_t)(close - p);
        read_rest(q, q->end + 2);
        return true;
    }
    parser_use(q, HJ212_L_AREA_OPEN);
    q->end = q->n > q->area && p[q->n - 1] == '&' ? q->n - 1 : q->n;
    return true;
}

/* ---- what the dialect wants -------------------------------------------------------------------- */
static enum hj212_dialect dialect_of(const struct parser *q)
{
    const struct hj212_msg *m = q->msg;
    if (q->profile->dialect != HJ212_AUTO) {
        return q->profile->dialect;
    }
    switch (m->has_flag ? m->version : 0) {
    case 0:
        return HJ212_2005;
    case 1:
        return HJ212_2017;
    default: /* version 2 does not prove HJ 212-2025: surface-water stations had it before */
        return m->st_code == HJ212_ST('2', '1') ? HJ212_SURFACE : HJ212_2025;
    }
}

static void check_numbering(struct parser *q)
{
    const struct hj212_msg *m = q->msg;
    bool promised = m->numbered && m->dialect != HJ212_2005; /* all requests of 2005 say Flag=3 */
    if (promised && m->pnum == 0 && m->pno == 0) {
        parser_use(q, HJ212_L_UNNUMBERED);
    }
    if (m->pno > m->pnum) {
        parser_use(q, HJ212_L_SPLIT_RANGE);
    }
    if (q->rf.p != NULL) {
        bool one = hj212_eq(q->rf, "1");
        q->msg->back_fill = one;
        if (!one || m->dialect != HJ212_2025) {
            parser_use(q, HJ212_L_RF_VALUE);
        }
    }
}

static bool is_mn(const struct hj212_msg *m)
{
    switch (m->dialect) {
    case HJ212_2005:
        return m->mn.n == MN_CHARS_2005;
    case HJ212_SURFACE: /* no rule is known */
        return m->mn.n > 0;
    case HJ212_2025:
        if (m->mn.n == 0 && m->command == 1001) { /* registration: the host has not given one yet */
            return true;
        }
        break;
    case HJ212_AUTO:
    case HJ212_2017:
    default:
        break;
    }
    return m->mn.n == MN_CHARS && hj212_all(m->mn, HJ212_C_HEX_UPPER);
}

/** Answers of 2005 (ST=91) may leave out password, number and Flag. */
static void check_identity(struct parser *q)
{
    const struct hj212_msg *m = q->msg;
    bool short_answer = m->dialect == HJ212_2005 && m->st_code == HJ212_ST('9', '1');
    if (m->st.p == NULL || (!short_answer && (m->pw.p == NULL || m->mn.p == NULL))) {
        parser_use(q, HJ212_L_FIELD_MISSING);
    }
    if (m->pw.p != NULL && (m->pw.n != PW_CHARS || !hj212_all(m->pw, HJ212_C_ALNUM))) {
        parser_use(q, HJ212_L_PW_FORMAT);
    }
    if (m->mn.p != NULL && !is_mn(m)) {
        parser_use(q, HJ212_L_MN_FORMAT);
    }
    if (m->st.p != NULL && m->st_code == 0) {
        parser_use(q, HJ212_L_ST_FORMAT);
    }
    if (m->cn.n != 4 || m->command == 0) {
        parser_use(q, HJ212_L_CN_FORMAT);
    }
}

static void check_form(struct parser *q)
{
    const struct hj212_msg *m = q->msg;
    if (m->qn.p != NULL && (m->qn.n != QN_CHARS || !hj212_all_digits(m->qn))) {
        parser_use(q, HJ212_L_QN_FORMAT);
    }
    if (m->dialect == HJ212_2005) {
        return; /* the order of its own examples varies; QN and Flag may be absent */
    }
    if (q->disordered) {
        parser_use(q, HJ212_L_HEADER_ORDER);
    }
    if (m->qn.p == NULL) {
        parser_use(q, HJ212_L_QN_MISSING);
    }
    if (!m->has_flag) {
        parser_use(q, HJ212_L_FLAG_MISSING);
    }
}

bool hj212_parse_header(struct parser *q)
{
    struct hj212_msg *m = q->msg;
    size_t at = 0;
    bool found = read_fields(q, &at) && find_area(q, at);
    m->version = (uint8_t)(m->flag >> 2);
    m->ack_wanted = (m->flag & 1) != 0;
    m->numbered = (m->flag & 2) != 0;
    m->command = number_of(m->cn, 9999);
    bool system = m->st.n == 2 && hj212_all(m->st, HJ212_C_ALNUM);
    m->st_code = system ? HJ212_ST((unsigned char)m->st.p[0], (unsigned char)m->st.p[1]) : 0;
    m->dialect = dialect_of(q);
    if (!found || m->cn.p == NULL) {
        return false;
    }
    m->cp = (struct hj212_str){q->p + q->area, q->end - q->area};
    check_numbering(q);
    check_identity(q);
    check_form(q);
    return true;
}
