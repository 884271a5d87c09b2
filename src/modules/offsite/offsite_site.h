#pragma once
/*
 * The clue rules over the rows of one enterprise, as they come. Pure: rows in, events out; the same rows in the order of the ends
 * of their periods give the same events, live or years later.
 */
#include "modules/offsite/offsite_pack.h"

struct wr_offsite_site;
struct wr_offsite_sink {
    void (*said)(
        void *arg,
        const struct wr_offsite_event *e); /* may be called from within each function below */
    void *arg;
};
/**
 * Begin without history.
 * @param a     holds all state; grows with the number of factors, not with time
 * @param conf  borrowed, as is the pack: both outlive the site
 * @return NULL at the arena's ceiling
 */
struct wr_offsite_site *wr_offsite_site_new(struct wr_arena *a,
                                            const struct wr_offsite_site_conf *conf,
                                            const struct wr_offsite_pack *pack,
                                            struct wr_offsite_sink sink);

/** The site's arena, configuration and listener are elsewhere from now on (their content is the same). */
void wr_offsite_site_move(struct wr_offsite_site *s, struct wr_arena *a,
                          const struct wr_offsite_site_conf *conf, struct wr_offsite_sink sink);

enum wr_offsite_fed {
    WR_FED_DONE,
    WR_FED_UNKNOWN, /* no outlet of this enterprise, or no row that rules look at */
    WR_FED_LATE,    /* belongs before what was judged already: begin anew from history */
};
/** Judge one row. Rows of one outlet and code come in the order of their times. */
enum wr_offsite_fed wr_offsite_site_row(struct wr_offsite_site *s,
                                        const struct wr_offsite_row *row);
/** Time has come to `now_ms`: what is missing, days that are over. Call about once a minute, and once at the end of a replay. */
void wr_offsite_site_tick(struct wr_offsite_site *s, int64_t now_ms);
/** W2: packets and defects of one station's day (midnight, +08:00). */
void wr_offsite_site_defects(struct wr_offsite_site *s, int64_t outlet_id, int64_t day_ms,
                             int64_t packets, int64_t defects);
/** Key by which rows of a replay are ordered: the end of the row's period. @param minute_ms  length of the station's minute period */
int64_t wr_offsite_row_due(int cn, int64_t t_ms, int64_t minute_ms);
