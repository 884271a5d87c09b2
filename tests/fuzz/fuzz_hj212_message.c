/*
 * Any data segment through the decoder of libhj212. Slices lie within it, groups and items agree, numbers are those of
 * strtod; what can be encoded decodes to the same, and encodes to the same bytes again.
 */
#include "fuzz.h"

#include "hj212/hj212.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static struct hj212_msg first, second;

static void within(struct hj212_str s, struct hj212_str whole)
{
    if (s.p == NULL)
        return;
    assert(s.p >= whole.p && s.n <= whole.n && s.p + s.n <= whole.p + whole.n);
    fuzz_touch((struct wr_str){s.p, s.n});
}

static void check_number(const struct hj212_item *it)
{
    char text[HJ212_SEGMENT_MAX + 1];
    if (!it->is_number) {
        assert(isnan(it->number));
        return;
    }
    memcpy(text, it->value, it->value_n);
    text[it->value_n] = '\0';
    double expect = strtod(text, NULL);
    assert(memcmp(&expect, &it->number, sizeof(expect)) == 0);
}

static void check(const struct hj212_msg *m, struct hj212_str segment)
{
    within(m->qn, segment);
    within(m->mn, segment);
    within(m->cp, segment);
    within(m->data_time, segment);
    assert(m->dialect != HJ212_AUTO && m->n_items <= HJ212_ITEMS_MAX && m->n_groups <= m->n_items);
    size_t grouped = 0;
    for (size_t i = 0; i < m->n_groups; i++) {
        const struct hj212_group *g = &m->groups[i];
        assert(g->n > 0 && (size_t)g->first + g->n <= m->n_items);
        grouped += g->n;
        for (size_t k = g->first; k < (size_t)g->first + g->n; k++) {
            assert(m->items[k].group == i && m->items[k].code_n == g->code_n);
            assert(memcmp(m->items[k].name, g->code, g->code_n) == 0);
        }
    }
    for (size_t i = 0; i < m->n_items; i++) {
        const struct hj212_item *it = &m->items[i];
        within(hj212_item_name(it), segment);
        within(hj212_item_value(it), segment);
        check_number(it);
        grouped += it->field == HJ212_F_PLAIN;
        assert(it->field < HJ212_FIELDS);
    }
    assert(grouped == m->n_items);
}

static bool same(struct hj212_str a, struct hj212_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static void compare(const struct hj212_msg *a, const struct hj212_msg *b)
{
    assert(same(a->qn, b->qn) && same(a->st, b->st) && same(a->cn, b->cn));
    assert(same(a->pw, b->pw) && same(a->mn, b->mn) && same(a->data_time, b->data_time));
    assert(a->flag == b->flag && a->has_flag == b->has_flag && a->back_fill == b->back_fill);
    assert(a->pnum == b->pnum && a->pno == b->pno);
    assert(a->n_items == b->n_items && a->n_groups == b->n_groups);
    for (size_t i = 0; i < a->n_items; i++) {
        const struct hj212_item *x = &a->items[i];
        const struct hj212_item *y = &b->items[i];
        assert(x->field == y->field && x->group == y->group);
        assert(same(hj212_item_code(x), hj212_item_code(y)));
        assert(same(hj212_item_value(x), hj212_item_value(y)));
        assert(x->field != HJ212_F_PLAIN || same(hj212_item_name(x), hj212_item_name(y)));
    }
}

static void encode_and_decode_again(struct hj212_profile p)
{
    static char once[HJ212_BUFFER_MIN], twice[HJ212_BUFFER_MIN];
    struct hj212_framer f;
    struct hj212_frame frame;
    size_t n = hj212_encode(&first, once, sizeof(once));
    if (n == 0)
        return;
    p.dialect = first.dialect;
    p.segment_max = HJ212_SEGMENT_MAX;
    hj212_framer_init(&f, p);
    assert(hj212_next(&f, once, n, false, &frame) == HJ212_FRAME && frame.consumed == n);
    if (frame.encrypted)
        return; /* plain text that looks like ciphertext */
    assert(hj212_parse(&frame, &p, &second) == HJ212_OK);
    compare(&first, &second);
    assert(hj212_encode(&second, twice, sizeof(twice)) == n && memcmp(once, twice, n) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 2 * HJ212_SEGMENT_MAX)
        return 0;
    struct hj212_profile p = hj212_compat();
    p.dialect = (enum hj212_dialect)(data[0] % 5);
    char *exact = malloc(size > 1 ? size - 1 : 1);
    assert(exact != NULL);
    memcpy(exact, data + 1, size - 1);
    struct hj212_str segment = {exact, size - 1};
    struct hj212_frame frame = hj212_frame_of_segment(segment);
    assert(hj212_crc(exact, size - 1) == hj212_crc_bitwise(exact, size - 1));
    if (hj212_parse(&frame, &p, &first) == HJ212_OK) {
        check(&first, segment);
        encode_and_decode_again(p);
        char answer[HJ212_BUFFER_MIN];
        (void)hj212_answer(&first, 9014, 0, answer, sizeof(answer));
        (void)hj212_answer(&first, 9011, 1, answer, sizeof(answer));
        (void)hj212_answer_due(&first);
    }
    free(exact);
    return 0;
}
