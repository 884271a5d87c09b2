#pragma once
/*
 * The demonstration city (演示城市): real districts and streets, everything else made up and marked so. The same seed on the
 * same day gives the same city. Everything is written through the modules' own use cases, so the log of it is complete.
 */
#include "app/app.h"
#include "base/calendar.h"

#define DEMO_DISTRICTS_MAX 20
#define DEMO_STREETS_MAX 40
#define DEMO_ENTERPRISES_MAX 5000
#define DEMO_PASSWORD "Wurao-demo-2026"
#define DEMO_YEAR_DAYS 365
#define DEMO_PHOTOS 6
#define DEMO_LISTED 411 /* of 2,200 enterprises stand on the positive list */

struct demo_year;

/** A small generator; each thing made has its own stream, so that one more enterprise changes no other. */
struct demo_rng {
    uint64_t s;
};
struct demo_rng demo_rng(uint64_t seed, uint64_t stream, uint64_t i);
uint64_t demo_next(struct demo_rng *r);
/** 0 … n-1 */
int64_t demo_below(struct demo_rng *r, int64_t n);
/** True in `percent` of 100 cases. */
bool demo_chance(struct demo_rng *r, int64_t percent);

/* What the streams are for. */
enum demo_stream {
    DEMO_OFFICER,
    DEMO_ENTERPRISE,
    DEMO_PLACE,
    DEMO_PLATE,
    DEMO_VISIT,
    DEMO_TASK,
    DEMO_COMPLAINT,
    DEMO_PENALTY
};

struct demo_district {
    int64_t id;
    const struct demo_district_data *data;
    int64_t lng_e6, lat_e6;
    int64_t streets[DEMO_STREETS_MAX];
    size_t streets_n;
    size_t officers_from, officers_n;
    size_t enterprises_from, enterprises_n;
};

struct demo_officer {
    int64_t id, user_id;
    size_t district; /* index; DEMO_DISTRICTS_MAX: city level */
    int64_t lng_e6, lat_e6;
    int32_t cert_to; /* days since 1970; 0: no certificate */
    size_t load;
};

struct demo_industry;
struct demo_act_data; /* demo_penalty.h */
struct demo_enterprise {
    int64_t id, user_id, plate_id;
    size_t district, officer;
    int64_t lng_e6, lat_e6;
    const struct demo_industry *industry;
    bool listed;                           /* on the positive list */
    bool key;                              /* key discharger: has outlets and equipment */
    bool accused;                          /* party of a penalty case … */
    const struct demo_act_data *fined_for; /* … and fined; NULL: not */
    int32_t transfer_day;                  /* another liaison from this day on; 0: none */
    size_t next_officer;
    char plate[11];
};

struct demo {
    struct wr_ctx *ctx; /* its clock is `clock`, its arena is emptied after each batch */
    struct wr_clock_fixed clock;
    struct wr_arena arena;
    struct wr_args *args;
    uint64_t seed;
    int64_t now_ms;    /* the day on which it is made */
    int32_t first_day; /* first day of the year of visits */
    struct wr_str password_hash;
    char hash[WR_PASSWORD_HASH];
    struct demo_district districts[DEMO_DISTRICTS_MAX];
    size_t districts_n;
    struct demo_officer *officers;
    size_t officers_n;
    struct demo_enterprise *enterprises;
    size_t enterprises_n;
    struct demo_year *year; /* while demo_make_year runs */
    size_t visits_n, denied_n;
    bool monitoring;                     /* with data loggers and their time series */
    size_t monitored_n, monitored_gas_n; /* outlets with a data logger */
    int64_t photos[DEMO_PHOTOS];
    int64_t hotline_user_id, legal_user_id;
    int bar; /* last percentage shown */
};

/** Set the clock of everything that follows. */
void demo_at(struct demo *d, int64_t at_ms);
/** Who acts from now on: the system, or a user. */
void demo_as_system(struct demo *d);
void demo_as_officer(struct demo *d, const struct demo_officer *o);
void demo_as_enterprise(struct demo *d, const struct demo_enterprise *e);

/** Write one thing inside the transaction of its batch; must be repeatable (the batch may run again). */
typedef int demo_one(struct wr_tx *tx, struct demo *d, size_t i);
/** Call `one` for from … to-1 in one transaction. */
WR_MUST_CHECK int demo_batch(struct demo *d, size_t from, size_t to, demo_one *one);
#define DEMO_BATCH 100
/** Call `one` for 0 … n-1, many in a transaction, and show progress under `what`. */
WR_MUST_CHECK int demo_each(struct demo *d, const char *what, size_t n, demo_one *one);
void demo_progress(struct demo *d, const char *what, size_t done, size_t total);

/* The steps, in order. */
WR_MUST_CHECK int demo_make_regions(struct demo *d);
WR_MUST_CHECK int demo_make_photos(struct demo *d);
WR_MUST_CHECK int demo_make_officers(struct demo *d);
WR_MUST_CHECK int demo_make_enterprises(struct demo *d);
WR_MUST_CHECK int demo_make_accounts(struct demo *d);
/** Penalty cases that were over before the year begins; those of the year are made with it. */
WR_MUST_CHECK int demo_make_old_cases(struct demo *d);
WR_MUST_CHECK int demo_make_liaisons(struct demo *d);
WR_MUST_CHECK int demo_make_plates(struct demo *d);
WR_MUST_CHECK int demo_make_parts(struct demo *d);
/** Register the logger of an outlet and fill its time series. */
WR_MUST_CHECK int demo_monitor_outlet(struct demo *d, bool gas, int64_t outlet_id);
WR_MUST_CHECK int demo_make_year(struct demo *d);
WR_MUST_CHECK int demo_make_cases(struct demo *d);

/* demo_life.c: single acts of the year; those without `tx` bring their own transaction. */
WR_MUST_CHECK int demo_set_terms(struct demo *d);
WR_MUST_CHECK int demo_close_tasks(struct wr_tx *tx, struct demo *d,
                                   const struct demo_enterprise *e, const struct demo_officer *o);
WR_MUST_CHECK int demo_refuse(struct demo *d, const struct demo_enterprise *e, int64_t visit_id);
WR_MUST_CHECK int demo_cancel(struct demo *d, const struct demo_officer *o, int64_t visit_id);
WR_MUST_CHECK int demo_complain(struct demo *d, size_t i, int64_t *ret_id);
WR_MUST_CHECK int demo_answer(struct demo *d, size_t i, int64_t complaint_id);
/** @return 0, WR_ECONFLICT (there is something) */
WR_MUST_CHECK int demo_is_empty(struct wr_tx *tx, void *arg);
extern const struct wr_stmt *const wr_demo_stmts[];
/** The accounts for people, as printed. */
void demo_print_accounts(struct wr_ctx *ctx, FILE *out, const char *password);

/* demo_data.c: words to make things of. */
struct demo_district_data {
    const char *name;  /* as in the table of regions */
    const char *brief; /* for names of enterprises and units */
    int share;         /* of 2,200 enterprises */
    int spread_e6;     /* how far they lie around the label point */
};
extern const struct demo_district_data demo_districts[];
extern const size_t demo_districts_n;

struct demo_industry {
    const char *code; /* GB/T 4754-2017 */
    const char *name;
    const char *trade; /* in names of enterprises */
    int weight;
    bool rural, key;
    const char *air, *water; /* pollutants; NULL: no such outlet */
};
extern const struct demo_industry demo_industries[];
extern const size_t demo_industries_n;

extern const char *const demo_words[]; /* from 千字文 */
extern const size_t demo_words_n;
extern const char *const demo_surnames[]; /* in the order of 百家姓 */
extern const size_t demo_surnames_n;
extern const char *const demo_given[]; /* the 24 solar terms */
extern const size_t demo_given_n;
extern const char *const demo_help_reasons[], *const demo_help_summaries[], *const demo_findings[];
extern const size_t demo_help_reasons_n, demo_help_summaries_n, demo_findings_n;

/** The table of regions (rulepacks/reference/regions-zhengzhou.csv), embedded. */
extern const unsigned char demo_regions_csv[];
extern const size_t demo_regions_csv_n;
