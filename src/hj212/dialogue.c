/* Who owes whom which answer, and answers in the form of each dialect. */
#include "hj212/hj212_int.h"

#define LITERAL(text) ((struct hj212_str){"" text, sizeof(text) - 1})

static bool is_interaction(uint16_t command)
{
    return command >= 9011 && command <= 9014;
}

/** Commands that a site notifies the host with, by dialect. */
static bool notifies(uint16_t cn, enum hj212_dialect dialect)
{
    switch (cn) {
    case 1013:
        return dialect != HJ212_2005;
    case 2072:
        return dialect == HJ212_2005;
    case 1001:
    case 1014:
        return dialect == HJ212_2025;
    default:
        return false;
    }
}

enum hj212_kind hj212_kind_from_site(const struct hj212_msg *m)
{
    uint16_t cn = m->command;
    if (is_interaction(cn)) {
        return HJ212_K_INTERACTION;
    }
    if (cn >= 9015 && cn <= 9099) {
        return cn == 9015 || (m->cp.n == 0 && m->ack_wanted) ? HJ212_K_HEARTBEAT : HJ212_K_UNKNOWN;
    }
    if (notifies(cn, m->dialect)) {
        return HJ212_K_NOTIFY;
    }
    return cn >= 1000 && cn <= 3999 ? HJ212_K_UPLOAD : HJ212_K_UNKNOWN;
}

enum hj212_kind hj212_kind_from_host(const struct hj212_msg *m)
{
    uint16_t cn = m->command;
    if (is_interaction(cn)) {
        return HJ212_K_INTERACTION;
    }
    if (cn == 2012 || cn == 2022) {
        return HJ212_K_NOTIFY;
    }
    return cn >= 1000 && cn <= 3999 ? HJ212_K_REQUEST : HJ212_K_UNKNOWN;
}

uint16_t hj212_answer_due(const struct hj212_msg *m)
{
    if (!m->ack_wanted && !(m->dialect == HJ212_2005 && m->command == 2072)) {
        return 0;
    }
    switch (hj212_kind_from_site(m)) {
    case HJ212_K_UPLOAD:
        return 9014;
    case HJ212_K_NOTIFY:
        return 9013;
    case HJ212_K_HEARTBEAT: /* the 9021 of the field is answered as data */
        return m->command == 9015 ? 9013 : 9014;
    case HJ212_K_INTERACTION: /* 2005 has its execution results acknowledged */
        return m->dialect == HJ212_2005 && m->command == 9012 ? 9014 : 0;
    case HJ212_K_UNKNOWN:
    case HJ212_K_REQUEST:
    default:
        return 0;
    }
}

static void put_code(struct hj212_writer *w, struct hj212_str name, int code)
{
    char b[8];
    size_t i = sizeof(b);
    unsigned v = code > 0 && code < 1000 ? (unsigned)code : 0;
    do {
        b[--i] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    hj212_put(w, name, (struct hj212_str){b + i, sizeof(b) - i});
}

/** 2005: the QN that is answered stands inside the data area; a data answer repeats the command, and the part's number. */
static void put_answered_2005(struct hj212_writer *w, const struct hj212_msg *m, uint16_t cn)
{
    struct hj212_str qn = hj212_answered_qn(m);
    if (qn.p != NULL) {
        hj212_put(w, LITERAL("QN"), qn);
    }
    if (cn == 9014) {
        hj212_put(w, LITERAL("CN"), m->cn);
    }
    if (cn == 9014 && m->pno != 0) {
        put_code(w, LITERAL("PNO"), m->pno);
        put_code(w, LITERAL("PNUM"), m->pnum);
    }
}

size_t hj212_answer(const struct hj212_msg *m, uint16_t cn, int code, char *buf, size_t cap)
{
    static const struct hj212_str names[4] = {{"9011", 4}, {"9012", 4}, {"9013", 4}, {"9014", 4}};
    if (!is_interaction(cn)) {
        return 0;
    }
    bool of_2005 = m->dialect == HJ212_2005;
    struct hj212_header h = {.dialect = m->dialect,
                             .st = LITERAL("91"),
                             .cn = names[cn - 9011],
                             .pw = m->pw,
                             .mn = m->mn,
                             .flag = HJ212_FLAG_AUTO};
    if (of_2005) {
        h.no_flag = cn == 9012 || cn == 9014;
        h.pw = cn == 9014 ? (struct hj212_str){NULL, 0} : m->pw;
        h.mn = cn == 9014 ? (struct hj212_str){NULL, 0} : m->mn;
    } else {
        h.qn = m->qn;
        if (m->dialect != HJ212_2017 && m->has_flag) { /* the version that the peer speaks */
            h.flag = (int16_t)(m->version << 2);
        }
    }
    struct hj212_writer w;
    hj212_begin(&w, buf, cap, &h);
    if (of_2005) {
        put_answered_2005(&w, m, cn);
    }
    if (cn == 9011 || cn == 9012) {
        put_code(&w, cn == 9011 ? LITERAL("QnRtn") : LITERAL("ExeRtn"), code);
    }
    return hj212_end(&w);
}

size_t hj212_heartbeat(const struct hj212_header *h, char *buf, size_t cap)
{
    struct hj212_header own = *h;
    struct hj212_writer w;
    own.cn = own.dialect == HJ212_2025 ? LITERAL("9015") : LITERAL("9021");
    hj212_begin(&w, buf, cap, &own);
    return hj212_end(&w);
}
