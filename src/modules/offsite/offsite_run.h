#pragma once
/*
 * Segments a device marks by itself (设备自动标记): its data flags, joined as long as they stand for the same mark of the pack.
 * Nothing of it is stored: the flags are, and what follows from them follows again. Pure.
 */
#include "modules/offsite/offsite_pack.h"

/** A segment of one factor, under way or over. All zero: none. */
struct wr_offsite_run {
    const struct wr_offsite_mark_kind *kind; /* NULL: none under way */
    int64_t from_ms, to_ms;
};
/** The mark a flag stands for by the pack; NULL: normal, or a flag that marks no stretch of time (S, T). */
const struct wr_offsite_mark_kind *wr_offsite_flag_kind(const struct wr_offsite_pack *p,
                                                        struct wr_str flag);
/**
 * Take the next period of the factor; they come in the order of time.
 * @param kind       what it is marked as, NULL: nothing
 * @param ret_ended  the segment that is over with it
 * @return one is over
 */
bool wr_offsite_run_take(struct wr_offsite_run *r, const struct wr_offsite_mark_kind *kind,
                         int64_t t_ms, int64_t len_ms, struct wr_offsite_run *ret_ended);
/** Does a mark of the enterprise cover all of it? Then that one stands in its place (facts §13.3). */
bool wr_offsite_run_replaced(const struct wr_offsite_run *r, struct wr_str factor,
                             const struct wr_offsite_span *marks, size_t n);
/**
 * Hours of a segment that leave the denominators of the rates: it marks a stop, no mark of the enterprise stands in its
 * place, and they have not left already by such a mark.
 * @param each  called for each of them, may be NULL
 * @return how many
 */
int64_t wr_offsite_run_stopped(const struct wr_offsite_run *r, struct wr_str factor,
                               const struct wr_offsite_span *marks, size_t n,
                               void (*each)(void *arg, int64_t hour_ms), void *arg);
