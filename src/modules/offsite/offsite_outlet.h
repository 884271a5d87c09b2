#pragma once
/* One outlet and its history, for what is computed of it when somebody asks: calendar, hours, marks of the device, emissions. */
#include "modules/offsite/offsite_use.h"
#include "modules/offsite/offsite_valid.h"

/** An outlet as the rules see it, with the enterprise it belongs to. */
struct wr_offsite_outlet {
    int64_t id;
    const struct wr_offsite_pack *pack; /* in force now */
    struct wr_offsite_load load;
    const struct wr_offsite_point_conf *conf;
    int64_t minute_min; /* length of its minute period */
};
/** @return 0, WR_ENOTFOUND (unknown, out of reach, or not monitored) */
WR_MUST_CHECK int wr_offsite_outlet_open(struct wr_ctx *ctx, int64_t id,
                                         struct wr_offsite_outlet *ret);
/** A period of whole days. @return 0, WR_EINVALID: not in order, or more than `days_max` */
WR_MUST_CHECK int wr_offsite_period(struct wr_ctx *ctx, struct wr_str from, struct wr_str to,
                                    int64_t days_max, int64_t *ret_from_ms, int64_t *ret_to_ms);
/** Everything of a code over a time, latest versions. */
WR_MUST_CHECK int wr_offsite_outlet_read(struct wr_ctx *ctx, const struct wr_offsite_outlet *o,
                                         int cn, int64_t from_ms, int64_t to_ms,
                                         struct wr_list *ret);
/** Why an hour's value does not count (facts §13.2). */
enum wr_offsite_reason wr_offsite_hour_reason(const struct wr_offsite_outlet *o,
                                              const struct wr_tele_sample *s);
