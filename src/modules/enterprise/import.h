#pragma once
/*
 * Imports: a file is uploaded, its columns are mapped, a dry run shows every fault by row and column, then it is committed as
 * one batch that can be undone. The engine knows nothing of enterprises: modules above bring their kinds.
 */
#include "db/db.h"
#include "modules/region/region.h"

#define WR_IMPORT_FIELDS_MAX 48
#define WR_IMPORT_FAULTS_KEPT_MAX 10000 /* further ones are only counted */
#define WR_IMPORT_SAMPLES_MAX 3
#define WR_IMPORT_ARENA_MAX ((size_t)256 << 20)

enum wr_import_state {
    WR_IMPORT_UPLOADED,
    WR_IMPORT_CHECKED,
    WR_IMPORT_COMMITTED,
    WR_IMPORT_UNDONE,
    WR_IMPORT_FAILED
};
enum wr_import_severity { WR_IMPORT_ERROR, WR_IMPORT_WARNING };
extern const struct wr_enum_item wr_import_states[], wr_import_severities[];

struct wr_import_column {
    int64_t index; /* from 0 */
    struct wr_str header;
    struct wr_list samples; /* of struct wr_str */
    struct wr_str field;    /* proposed; absent: none */
};
struct wr_import_mapping {
    int64_t index;
    struct wr_str field;
};
struct wr_import_options {
    int64_t district_id; /* where rows without a known region go; 0: nowhere */
    int64_t datum;       /* enum wr_geo_datum of the coordinates */
    bool has_datum;
    bool partial; /* leave rows with errors out instead of refusing the file */
};

/** One batch as a page shows it. */
struct wr_import {
    int64_t id;
    struct wr_str kind, filename, sha256, charset, format;
    int64_t state;
    struct wr_list columns; /* of struct wr_import_column */
    struct wr_list mapping; /* of struct wr_import_mapping */
    struct wr_import_options options;
    int64_t total, new_n, changed_n, same_n, error_n, warning_n;
    int64_t created_ms;
    struct wr_str user_name;
    int64_t version;
};
struct wr_import_fault {
    int64_t row;    /* as a person counts in the file, from 1 */
    int64_t column; /* from 1; 0: the whole row */
    struct wr_str field, value;
    int64_t severity;
    struct wr_str key, zh, en;
    struct wr_str message; /* in the reader's language */
};
extern const struct wr_field wr_import_fields[], wr_import_fault_fields[],
    wr_import_column_fields[], wr_import_mapping_fields[], wr_import_options_fields[];

/* ---- what a module brings ------------------------------------------------------------------- */

/** One column that a kind of import understands. */
struct wr_import_field {
    const char *name;    /* NULL ends the table */
    const char *zh;      /* header in Chinese */
    const char *aliases; /* further headers, divided by '|' */
    const char *doc;
    bool required;
};

/** One row of the file, by index into the kind's fields. The absent slice: the column is not there. */
struct wr_import_row {
    int64_t line;
    struct wr_str cell[WR_IMPORT_FIELDS_MAX];
};

enum wr_import_action { WR_IMPORT_NEW, WR_IMPORT_CHANGED, WR_IMPORT_SAME, WR_IMPORT_SKIPPED };

/** What became of a row of the registry, kept for the undo. */
struct wr_import_done {
    int64_t row;
    int64_t action; /* NEW or CHANGED */
    int64_t entity_id;
    int64_t version;      /* of the entity after the import */
    struct wr_str before; /* JSON of the entity before it was changed; "{}" of a new one */
};

/** One pass over a file, a dry run or the real one. */
struct wr_import_run {
    struct wr_tx *tx;
    struct wr_import_options options;
    int64_t batch_id;     /* 0 in a dry run */
    struct wr_str reason; /* for histories */
    struct wr_ctx
        *errors; /* wr_fault(run->errors, FIELD, key, value, …): the row cannot be taken */
    struct wr_ctx *warnings; /* the same: it is taken as said */
    struct wr_arena *keep;   /* lives as long as the run; ctx->arena is emptied after each row */
    void *state;             /* of the kind, set by its `begin` */
    struct wr_import_seen *seen;
};

struct wr_import_kind {
    const char *name; /* "enterprises" */
    const char *zh;
    const struct wr_import_field *fields;
    size_t obj_size;
    /** Load what all rows need. What it takes from ctx->arena stays. @return 0 or a failure of the whole run */
    int (*begin)(struct wr_import_run *run);
    /** Cells to one object, compared with the registry; faults go to run->errors and run->warnings. */
    int (*read_row)(struct wr_import_run *run, const struct wr_import_row *row, void *obj,
                    enum wr_import_action *ret_action);
    /** Write it, with its leaves. Fills entity_id, version and before. */
    int (*apply_row)(struct wr_import_run *run, const void *obj, enum wr_import_action action,
                     struct wr_import_done *ret);
    /** Put the entity back. @return 0, WR_ECONFLICT (touched since: nothing was written), … */
    int (*undo_row)(struct wr_import_run *run, const struct wr_import_done *done);
};

/** All kinds this program knows, NULL-terminated; told once at start, before anything is served. */
void wr_import_set_kinds(const struct wr_import_kind *const *kinds);
extern const struct wr_import_kind WR_IMPORT_ENTERPRISES;

/**
 * How often `key` came before in this run, and on which line first. Keys of one kind of question begin with one letter.
 * @return 0 at the first time, else the number of earlier rows; -1 without memory
 */
int64_t wr_import_seen(struct wr_import_run *run, struct wr_str key, int64_t line,
                       int64_t *ret_first_line);
/** Is this how offices write "none" (—, /, 无, N/A …)? */
bool wr_import_is_none(struct wr_str folded);
/** The cell as a value: the absent slice when the column is not there, it is blank, or it says "none". */
struct wr_str wr_import_cell(struct wr_ctx *ctx, struct wr_str cell);
/** Set one member of `obj` from a cell by its field, unless the cell is blank. Faults are named `name` and go to run->errors. */
void wr_import_put(struct wr_import_run *run, const struct wr_field *f, const char *name,
                   struct wr_str cell, void *obj);
/**
 * Region of this level by code or name: full name, name without 区/县/市/街道/镇/乡, or behind the name of the city.
 * @param parent_id  0: any district, else the street must lie in it
 * @return NULL if there is none, or more than one
 */
const struct wr_region *wr_import_region(const struct wr_list *regions, enum wr_region_level level,
                                         int64_t parent_id, struct wr_str text);
/**
 * A pair of coordinate cells as WGS-84 micro-degrees, by the run's datum; what is odd about them goes to run->warnings as "lng".
 * @return true: there is a place
 */
bool wr_import_place(struct wr_import_run *run, struct wr_str lng_cell, struct wr_str lat_cell,
                     int64_t *ret_lng_e6, int64_t *ret_lat_e6);
