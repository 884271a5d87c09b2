#pragma once
/* Penalties of the demonstration: what each case is about, and which steps it takes on which day; pure, from the seed alone. */
#include "app/demo_plan.h"

/** How a case goes. */
enum demo_way {
    DEMO_FINED,
    DEMO_LIGHTER,
    DEMO_HEAVIER,
    DEMO_APOLOGY,
    DEMO_DEVIATED,
    DEMO_HEARING,
    DEMO_BY_DAY, /* a re-check found it going on */
    DEMO_MUST,   /* must not be punished */
    DEMO_MAY,    /* may be left unpunished, and is */
    DEMO_ANYWAY, /* may be left unpunished, and is not */
    DEMO_WITHDRAWN,
    DEMO_TRANSFERRED
};

/** A fact or factor with the values it is drawn from, JSON each. */
struct demo_value {
    const char *name, *values[5];
    bool fact;
};
#define DEMO_VALUES 9
struct demo_act_data {
    const char *scheme, *table, *item, *title, *evidence;
    char outlet; /* 'w' water, 'a' air, 0: any enterprise */
    struct demo_value v[DEMO_VALUES];
};
extern const struct demo_act_data demo_acts[];

#define DEMO_CASES_MAX 80
#define DEMO_STEPS_MAX 20

struct demo_case {
    const struct demo_act_data *act;
    enum demo_way way;
    int32_t filed_day, act_day;
    size_t enterprise, first, second;
    int64_t visit; /* place in the year's plan, -1: from elsewhere */
    int8_t until;  /* last step that is taken; 0: all */
    bool grave;
    int64_t id; /* once filed */
};
enum demo_case_act {
    DEMO_C_FILE = 1,
    DEMO_C_ORDER,
    DEMO_C_RECHECK,
    DEMO_C_CONFIRM,
    DEMO_C_KEEP,
    DEMO_C_DEVIATE,
    DEMO_C_APPROVE,
    DEMO_C_REVIEW,
    DEMO_C_COLLECTIVE,
    DEMO_C_NOTICE,
    DEMO_C_STATEMENT,
    DEMO_C_ASK_HEARING,
    DEMO_C_CALL_HEARING,
    DEMO_C_HEAR,
    DEMO_C_EDUCATE,
    DEMO_C_DECIDE,
    DEMO_C_PAPER,
    DEMO_C_SERVE,
    DEMO_C_PUBLISH,
    DEMO_C_DAY_FINE,
    DEMO_C_PAY,
    DEMO_C_CREDIT,
    DEMO_C_WITHDRAW,
    DEMO_C_TRANSFER,
    DEMO_C_CLOSE
};
struct demo_case_step {
    int64_t at_ms;
    uint16_t at; /* which case */
    uint8_t act; /* enum demo_case_act */
};
struct demo_docket {
    struct demo_case cases[DEMO_CASES_MAX];
    size_t cases_n;
    struct demo_case_step steps[DEMO_CASES_MAX * DEMO_STEPS_MAX]; /* by time */
    size_t steps_n;
};

/** Cases that are over before the year begins (`old`), or those of the year, some of them found by its visits. */
void demo_plan_cases(struct demo *d, const struct demo_year *y, bool old, struct demo_docket *ret);
/** Take one step, in transactions of its own. */
WR_MUST_CHECK int demo_case_step(struct demo *d, struct demo_docket *k, const struct demo_year *y,
                                 size_t step);
