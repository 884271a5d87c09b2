#pragma once
/*
 * Emissions (排放量) of a quarter: what was measured, and what stands in for the hours without a valid value (HJ 75-2017 §12,
 * numbers of the pack, unverified). Only emissions are filled in, never concentrations held against a limit. Pure.
 */
#include "modules/offsite/offsite_pack.h"

/** Hours before a gap whose maximum stands in for it. @param capture_bp  valid hours of those expected in the quarter @return 0: no rule */
int64_t wr_offsite_substitute_of(const struct wr_offsite_pack *p, int64_t capture_bp,
                                 int64_t gap_h);

/** One pollutant, hour by hour. */
struct wr_emission_series {
    const double *before; /* valid rates of the hours before, oldest first */
    size_t before_n;
    const double *rate;  /* kg/h of each hour, NaN: no valid value */
    const bool *stopped; /* the hour is marked as stopped: nothing is expected of it */
    size_t n;
};
/** Hours without a valid value, one after the other. */
struct wr_emission_hole {
    size_t at, n;
    int64_t of;  /* hours the maximum was taken of; 0: there is no rule, or nothing before it */
    double rate; /* kg/h that stands in; NaN: none */
};
/** @return holes; at most `max` are written */
size_t wr_offsite_emission_holes(const struct wr_offsite_pack *p,
                                 const struct wr_emission_series *s, int64_t capture_bp,
                                 struct wr_emission_hole *out, size_t max);
