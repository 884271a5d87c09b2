#pragma once
/* The plan of the demonstration's year: who goes where, when and why; pure, from the seed alone. */
#include "app/demo.h"

#define DEMO_COMPLAINTS 60

/** In the order in which they follow each other at one instant. From REFUSE on they bring their own transaction. */
enum demo_phase {
    DEMO_APPLY,
    DEMO_CHECK_IN,
    DEMO_CHECK_OUT,
    DEMO_TELL,
    DEMO_RATE,
    DEMO_CLOSE,
    DEMO_TRANSFER,
    DEMO_REPRINT,
    DEMO_TASKS,
    DEMO_REFUSE,
    DEMO_CANCEL,
    DEMO_COMPLAIN,
    DEMO_ANSWER,
    DEMO_CASE
};

struct demo_visit {
    int64_t at_ms;
    uint32_t enterprise, officer, second; /* second UINT32_MAX: alone */
    int8_t kind, source, minutes;
    bool problem;
    int64_t id; /* 0: not begun, or denied */
};

struct demo_event {
    int64_t at_ms;
    uint32_t i; /* visit, enterprise (TRANSFER, REPRINT), complaint or step of a case */
    enum demo_phase phase;
};

struct demo_year {
    struct demo_visit *visits;
    size_t visits_n, visits_max;
    struct demo_event *events; /* by time */
    size_t events_n, events_max;
    int64_t complaints[DEMO_COMPLAINTS]; /* ids, once made */
    struct demo_docket *docket;          /* penalty cases (demo_penalty.h) */
};

/** @return 0, WR_ENOMEM */
WR_MUST_CHECK int demo_plan_year(struct demo *d, struct demo_year *ret);
void demo_plan_done(struct demo_year *y);
