#pragma once
/* The decoder's state, shared by header and data area. Internal. */
#include "hj212/marks.h"

struct parser {
    struct marks marks;
    const char *p; /* the segment */
    size_t n;
    struct hj212_msg *msg;
    const struct hj212_profile *profile;
    uint64_t used;    /* leniencies */
    size_t area, end; /* the data area */
    uint16_t seen;    /* header fields */
    bool disordered;  /* header fields not in the order of 2017 */
    bool blanks;      /* there are blanks somewhere: trim */
    bool text_values; /* the dialect knows letter codes as values */
    bool commas;      /* the dialect puts commas between plain items */
    bool lazy;        /* numbers are not wanted */
    struct hj212_str rf;
    uint64_t code_bits; /* one bit per code seen, by hash */
};

static inline void parser_use(struct parser *q, enum hj212_leniency l)
{
    q->used |= HJ212_BIT(l);
}

/** Header up to `CP=&&`, and where the area ends. @return false: not a data segment */
bool hj212_parse_header(struct parser *q);
/** The data area. */
enum hj212_error hj212_parse_area(struct parser *q);
