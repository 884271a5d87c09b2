#pragma once

#include "base/attr.h"
#include "base/str.h"

/** Result codes. A function that can fail returns 0 or one of these (negative). */
enum wr_code {
    WR_OK = 0,
    WR_EINVALID = -1, /* input is wrong; faults name the fields */
    WR_ENOTFOUND = -2,
    WR_ECONFLICT = -3, /* state forbids it: version, uniqueness, life cycle */
    WR_EDENIED = -4,   /* known, but may not */
    WR_EUNAUTH = -5,   /* not known */
    WR_ELIMIT = -6,    /* a ceiling was reached */
    WR_EBUSY = -7,     /* try again later */
    WR_EIO = -8,
    WR_ENOMEM = -9,
    WR_EBUG = -10,
};

/** One row per code: how each surface answers it. */
struct wr_code_info {
    int code;
    const char *name;
    int http_status;
    int exit_code; /* of the command line: 1 refused or failed, 2 wrong usage */
    int log_level; /* enum wr_log_level */
};
const struct wr_code_info *wr_code_info(int code);

/** Every message of the program, by key; the registry is errors.def (key, code, zh, en). */
enum wr_key {
#define WR_ERROR(id, key, code, zh, en) WR_K_##id,
#include "base/errors.def"
#undef WR_ERROR
    WR_K_COUNT
};

struct wr_key_info {
    const char *key; /* such as "plate.revoked" */
    int code;
    const char *zh; /* {0} … {3} are replaced by the arguments */
    const char *en;
};
const struct wr_key_info *wr_key_info(enum wr_key key);

/** One faulty field: where, what was given, and how to mend it. */
struct wr_fault {
    struct wr_str path; /* "officers[1].phone" or "row 12, column 3 (credit_code)" */
    enum wr_key key;
    struct wr_str value; /* as given, shortened to 80 bytes */
    struct wr_str zh;
    struct wr_str en;
    struct wr_fault *next;
};

#define WR_FAULTS_MAX 1000

/** Detail of the failure of one request. Lives in the context, texts in its arena. */
struct wr_err {
    int code;
    enum wr_key key;
    struct wr_str zh;
    struct wr_str en;
    struct wr_fault *faults; /* in order of discovery */
    struct wr_fault **faults_tail;
    size_t n_faults;
    const char *file;
    int line;
    int64_t retry_after_s; /* with WR_EBUSY and WR_ELIMIT: 0 = not told */
    const char *
        extra_name; /* RFC 9457 extension member of the problem, such as "verdict"; NULL: none. Set after wr_fail */
    struct wr_str extra_json; /* its value, one JSON value in the arena */
};
