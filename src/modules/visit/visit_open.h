#pragma once
/*
 * The public form of what the bureau did at gates (入企公开数据): visits, planned inspections, reports of unscanned visits, one
 * row each, with codes and without any person. Names of enterprises are left out too: they change, codes do not, and a row that
 * is published must read the same next year. docs/statement.md has the dictionary.
 */
#include "db/db.h"
#include "modules/visit/visit.h"

enum wr_open_record { WR_OPEN_MISSION = 1, WR_OPEN_UNSCANNED, WR_OPEN_VISIT };
extern const struct wr_enum_item wr_open_records[];

struct wr_open_row {
    int64_t record; /* enum wr_open_record */
    int64_t id;
    struct wr_str day;        /* of the visit; last planned day of a mission; day of the report */
    struct wr_str time;       /* "HH:MM:SS" of the check-in; absent for others */
    struct wr_str enterprise; /* credit code where it is right, else "E" and the file's number;
                                 absent for reports, whose authors are protected */
    struct wr_str district;   /* code, name where there is none */
    struct wr_str unit;
    int64_t kind, class, source; /* 0: absent */
    int64_t counted;             /* 0/1 */
    bool has_cap;
    int64_t cap; /* yearly cap as judged at the check-in */
    int64_t verdict;
    struct wr_str policy, state;
    int64_t late_scan; /* enum wr_late_scan, 0: absent */
    int64_t no_code;
    struct wr_str no_code_due, no_code_filed; /* days */
    int64_t offline;
    struct wr_str conflict, refusal;
    int64_t contested;
    struct wr_str refusal_decision;
    int64_t findings;
    int64_t conclusion;
    bool has_minutes;
    int64_t minutes;                             /* on site */
    struct wr_str mission;                       /* number of the approval */
    int64_t units;                               /* that came together */
    int64_t overridden;                          /* 1: approved in spite of a low yield (VIS-4) */
    int64_t converted;                           /* 1: a help visit became this inspection */
    struct wr_str afterfill_due, afterfill_done; /* days */
    int64_t mutual;                              /* 1: the enterprise scanned the officer's code */
    bool has_leaf;
    int64_t leaf; /* newest leaf of the row in the log, and its hash */
    struct wr_str leaf_hash;
};
/** Columns, in order; those of a sealed CSV. */
extern const struct wr_field wr_open_row_fields[];

struct wr_open_query {
    int64_t scope_id, district_id, enterprise_id; /* 0: all */
    int64_t kind;                                 /* 0: all */
    int64_t from_ms, to_ms;                       /* half-open, midnights; to_ms 0: no period */
};
/**
 * Walk the rows in their fixed order: missions by last planned day, reports and visits by time, each then by id.
 * A mission whose last planned day is today or later is left out: who will be visited stays unknown until then.
 * Reports carry no enterprise, hence are left out when an enterprise or a kind is asked for.
 * @param each  gets a row that lives until it returns; non-zero ends the walk and is passed on
 * @return 0, WR_EIO, what `each` returned
 */
WR_MUST_CHECK int wr_open_each_in(struct wr_tx *tx, const struct wr_open_query *q,
                                  int (*each)(void *arg, const struct wr_open_row *row), void *arg);
extern const struct wr_stmt *const wr_open_stmts[];
