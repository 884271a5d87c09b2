/* A frame's segment to a message: header, data area, judgement. */
#include "hj212/parse_int.h"

static enum hj212_error judged(struct parser *q, enum hj212_error error)
{
    struct hj212_msg *m = q->msg;
    m->leniencies = q->used;
    if (error == HJ212_OK) {
        error = hj212_judge(q->used, q->profile->allowed, &m->refused);
    }
    m->error = error;
    return error;
}

/** The members before the lists. One by one: a call of memset() would take longer. */
static inline void clear(struct hj212_msg *m)
{
    const struct hj212_str absent = {NULL, 0};
    m->error = HJ212_OK;
    m->refused = HJ212_LENIENCIES;
    m->leniencies = 0;
    m->dialect = HJ212_AUTO;
    m->qn = absent;
    m->st = absent;
    m->cn = absent;
    m->pw = absent;
    m->mn = absent;
    m->flag_text = absent;
    m->cp = absent;
    m->data_time = absent;
    m->st_code = 0;
    m->command = 0;
    m->flag = 0;
    m->version = 0;
    m->has_flag = false;
    m->ack_wanted = false;
    m->numbered = false;
    m->back_fill = false;
    m->pnum = 0;
    m->pno = 0;
    m->n_items = 0;
    m->n_groups = 0;
}

enum hj212_error hj212_parse(const struct hj212_frame *frame, const struct hj212_profile *profile,
                             struct hj212_msg *ret)
{
    clear(ret);
    struct parser q = {.p = frame->segment.p,
                       .n = frame->segment.n,
                       .msg = ret,
                       .profile = profile,
                       .used = frame->leniencies,
                       .lazy = profile->lazy_numbers,
                       .blanks = (frame->content & HJ212_CONTENT_LOW) != 0};
    if (q.n > HJ212_SEGMENT_MAX) {
        return judged(&q, HJ212_ELONG);
    }
    marks_init(&q.marks, q.p, 0, q.n);
    if (!hj212_parse_header(&q)) {
        return judged(&q, HJ212_ESYNTAX);
    }
    if (frame->encrypted) {
        return judged(&q, HJ212_EKEY);
    }
    if ((frame->content & HJ212_CONTENT_HIGH) != 0 && !hj212_is_utf8(frame->segment)) {
        parser_use(&q, HJ212_L_GBK);
    }
    q.text_values = ret->dialect == HJ212_2025;
    q.commas = ret->dialect == HJ212_2025 || ret->dialect == HJ212_2005;
    return judged(&q, hj212_parse_area(&q));
}

const struct hj212_item *hj212_find(const struct hj212_msg *m, const char *name)
{
    for (size_t i = 0; i < m->n_items; i++) {
        if (m->items[i].field == HJ212_F_PLAIN && hj212_eq(hj212_item_name(&m->items[i]), name)) {
            return &m->items[i];
        }
    }
    return NULL;
}

const struct hj212_item *hj212_find_value(const struct hj212_msg *m, struct hj212_str code,
                                          enum hj212_field field)
{
    for (size_t i = 0; i < m->n_groups; i++) {
        const struct hj212_group *g = &m->groups[i];
        if (g->code_n != code.n || memcmp(g->code, code.p, code.n) != 0) {
            continue;
        }
        for (size_t k = g->first; k < (size_t)g->first + g->n; k++) {
            if (m->items[k].field == field) {
                return &m->items[k];
            }
        }
    }
    return NULL;
}

struct hj212_str hj212_answered_qn(const struct hj212_msg *m)
{
    const struct hj212_item *qn = hj212_find(m, "QN");
    return qn != NULL && m->dialect == HJ212_2005 ? hj212_item_value(qn) : m->qn;
}
