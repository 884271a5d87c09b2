#pragma once
/* A monitored outlet for the tests of off-site supervision, on top of the small bureau. */
#include "visit_world.h"

#include "modules/offsite/offsite_use.h"

#define HOUR_MS INT64_C(3600000)
#define SO2 "a21026"
#define NOX "a21002"

struct site {
    struct world w;
    struct store *s;
    struct wr_ctx *ctx;
    int64_t outlet, logger;
    int n; /* of uids */
};

/** A monitored outlet with a logger and limits, 10 June 2026 at noon. */
struct site site_make(struct store *s);
void site_end(struct site *t);
void site_as_system(struct site *t);
void site_as_enterprise(struct site *t);
void site_as_city(struct site *t);
/** An hour's mean of a factor, stored and judged as if it had just come. */
void site_hour(struct site *t, const char *factor, int64_t t_ms, const char *value);
/** Let the rules catch up. */
void site_look(struct site *t);
/** The clue of a rule and factor; id 0: there is none. */
struct wr_clue site_clue(struct site *t, const char *rule, const char *factor);
