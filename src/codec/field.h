#pragma once
/*
 * Input and output, declared once. A table of `struct wr_field` describes a C struct; from it come the JSON decoder
 * with its list of all faults, the JSON encoder, the query string, CSV/XLSX columns, rows of a query, the OpenAPI
 * schema and the TypeScript type.
 */
#include "base/ctx.h"

enum wr_ftype {
    WR_F_END = 0,
    WR_F_STR, /* struct wr_str; UTF-8, no control characters (newline and tab allowed with WR_FF_MULTILINE) */
    WR_F_I64, /* int64_t; ids, fen, grams, basis points, micro-degrees, milliseconds: the name ends in the unit */
    WR_F_BOOL, /* bool; 0/1 in a query row */
    WR_F_ENUM, /* int64_t holding wr_enum_item.value; its name outside and in the database */
    WR_F_DATE, /* struct wr_str of exactly "YYYY-MM-DD" */
    WR_F_F64,  /* double; measured values only */
    WR_F_OBJ,  /* embedded struct described by `sub` */
    WR_F_LIST, /* struct wr_list of structs described by `sub` */
    WR_F_STRS, /* struct wr_list of struct wr_str */
    WR_F_I64S, /* struct wr_list of int64_t */
    WR_F_JSON, /* struct wr_str holding one JSON value, kept as canonical text (bounded by max bytes) */
};

enum wr_fflag {
    /* An optional text or date that is "" is present and empty: that clears it. */
    WR_FF_OPT =
        1, /* may be absent; null in JSON and SQL means absent. Presence: *(bool *)(p + has_off) if has_off != 0 */
    WR_FF_FOLD =
        2, /* input: full-width folded, invisible characters dropped, trimmed (wr_text_fold) */
    WR_FF_UPPER = 4,      /* input: ASCII upper-cased after folding */
    WR_FF_MULTILINE = 8,  /* text may hold newlines and tabs */
    WR_FF_PHONE = 16,     /* personal: masked on output unless the encoder is told otherwise */
    WR_FF_NAME = 32,      /* personal: masked on output for readers without a need */
    WR_FF_SECRET = 64,    /* input only (passwords): never encoded, never echoed in a fault */
    WR_FF_READONLY = 128, /* output only: unknown on input */
};

struct wr_enum_item {
    const char *name; /* outside name, NULL ends the table */
    int64_t value;
    const char *zh; /* label */
    const char *en;
};

/** A list in an arena. `p` points at n items of the declared size. */
struct wr_list {
    void *p;
    size_t n;
};

struct wr_field {
    const char *name;
    enum wr_ftype type;
    unsigned flags;
    size_t off;
    size_t
        has_off; /* offset of the presence bit + 1, or 0 when absence is not told apart (then 0/absent slice) */
    int64_t min; /* STR: characters; I64: value; LIST: items; JSON: bytes */
    int64_t max;
    const struct wr_enum_item *items;
    const struct wr_field *sub;
    size_t sub_size;
    const char *doc; /* English, one line; goes to OpenAPI */
    const char *zh;  /* Chinese label: column header, form label */
};

#define WR_FIELD_(st, m, ty, fl, lo, hi, it, sb, ss, label, text)                                  \
    {                                                                                              \
        .name = #m, .type = (ty), .flags = (fl), .off = offsetof(st, m), .min = (lo), .max = (hi), \
        .items = (it), .sub = (sb), .sub_size = (ss), .doc = (text), .zh = (label)                 \
    }

/* Required fields: WR_STR(struct x, member, min, max, "中文标签", "doc") and so on. */
#define WR_STR(st, m, lo, hi, zh, doc)                                                             \
    WR_FIELD_(st, m, WR_F_STR, WR_FF_FOLD, lo, hi, NULL, NULL, 0, zh, doc)
#define WR_TEXT(st, m, lo, hi, zh, doc)                                                            \
    WR_FIELD_(st, m, WR_F_STR, WR_FF_MULTILINE, lo, hi, NULL, NULL, 0, zh, doc)
#define WR_I64(st, m, lo, hi, zh, doc) WR_FIELD_(st, m, WR_F_I64, 0, lo, hi, NULL, NULL, 0, zh, doc)
#define WR_ID(st, m, zh, doc) WR_FIELD_(st, m, WR_F_I64, 0, 1, WR_ID_MAX, NULL, NULL, 0, zh, doc)
#define WR_MS(st, m, zh, doc) WR_FIELD_(st, m, WR_F_I64, 0, 0, WR_MS_MAX, NULL, NULL, 0, zh, doc)
#define WR_BOOL(st, m, zh, doc) WR_FIELD_(st, m, WR_F_BOOL, 0, 0, 1, NULL, NULL, 0, zh, doc)
#define WR_ENUM(st, m, it, zh, doc) WR_FIELD_(st, m, WR_F_ENUM, 0, 0, 0, it, NULL, 0, zh, doc)
#define WR_DATE(st, m, zh, doc) WR_FIELD_(st, m, WR_F_DATE, 0, 10, 10, NULL, NULL, 0, zh, doc)
#define WR_OBJ(st, m, sb, zh, doc) WR_FIELD_(st, m, WR_F_OBJ, 0, 0, 0, NULL, sb, 0, zh, doc)
#define WR_LIST(st, m, lo, hi, sb, sub_st, zh, doc)                                                \
    WR_FIELD_(st, m, WR_F_LIST, 0, lo, hi, NULL, sb, sizeof(sub_st), zh, doc)
#define WR_JSON(st, m, hi, zh, doc) WR_FIELD_(st, m, WR_F_JSON, 0, 2, hi, NULL, NULL, 0, zh, doc)
/* Optional: absent gives the absent slice, 0, an empty list … */
#define WR_STR_OPT(st, m, lo, hi, zh, doc)                                                         \
    WR_FIELD_(st, m, WR_F_STR, WR_FF_OPT | WR_FF_FOLD, lo, hi, NULL, NULL, 0, zh, doc)
#define WR_TEXT_OPT(st, m, lo, hi, zh, doc)                                                        \
    WR_FIELD_(st, m, WR_F_STR, WR_FF_OPT | WR_FF_MULTILINE, lo, hi, NULL, NULL, 0, zh, doc)
#define WR_ID_OPT(st, m, zh, doc)                                                                  \
    WR_FIELD_(st, m, WR_F_I64, WR_FF_OPT, 1, WR_ID_MAX, NULL, NULL, 0, zh, doc)
#define WR_MS_OPT(st, m, zh, doc)                                                                  \
    WR_FIELD_(st, m, WR_F_I64, WR_FF_OPT, 0, WR_MS_MAX, NULL, NULL, 0, zh, doc)
#define WR_BOOL_OPT(st, m, zh, doc)                                                                \
    WR_FIELD_(st, m, WR_F_BOOL, WR_FF_OPT, 0, 1, NULL, NULL, 0, zh, doc)
#define WR_ENUM_OPT(st, m, it, zh, doc)                                                            \
    WR_FIELD_(st, m, WR_F_ENUM, WR_FF_OPT, 0, 0, it, NULL, 0, zh, doc)
#define WR_DATE_OPT(st, m, zh, doc)                                                                \
    WR_FIELD_(st, m, WR_F_DATE, WR_FF_OPT, 10, 10, NULL, NULL, 0, zh, doc)
#define WR_OBJ_OPT(st, m, sb, label, text)                                                         \
    {                                                                                              \
        .name = #m, .type = WR_F_OBJ, .flags = WR_FF_OPT, .off = offsetof(st, m),                  \
        .has_off = offsetof(st, has_##m) + 1, .sub = (sb), .doc = (text), .zh = (label)            \
    }
#define WR_LIST_OPT(st, m, hi, sb, sub_st, zh, doc)                                                \
    WR_FIELD_(st, m, WR_F_LIST, WR_FF_OPT, 0, hi, NULL, sb, sizeof(sub_st), zh, doc)
#define WR_STRS_OPT(st, m, hi, zh, doc)                                                            \
    WR_FIELD_(st, m, WR_F_STRS, WR_FF_OPT, 0, hi, NULL, NULL, 0, zh, doc)
#define WR_I64S_OPT(st, m, hi, zh, doc)                                                            \
    WR_FIELD_(st, m, WR_F_I64S, WR_FF_OPT, 0, hi, NULL, NULL, 0, zh, doc)
#define WR_JSON_OPT(st, m, hi, zh, doc)                                                            \
    WR_FIELD_(st, m, WR_F_JSON, WR_FF_OPT, 2, hi, NULL, NULL, 0, zh, doc)
/* Optional with a presence bit `bool has_<member>` beside the member: zero is not absent. */
#define WR_I64_OPT(st, m, lo, hi, label, text)                                                     \
    {                                                                                              \
        .name = #m, .type = WR_F_I64, .flags = WR_FF_OPT, .off = offsetof(st, m),                  \
        .has_off = offsetof(st, has_##m) + 1, .min = (lo), .max = (hi), .doc = (text),             \
        .zh = (label)                                                                              \
    }
#define WR_F64(st, m, zh, doc) WR_FIELD_(st, m, WR_F_F64, 0, 0, 0, NULL, NULL, 0, zh, doc)
#define WR_F64_OPT(st, m, label, text)                                                             \
    {                                                                                              \
        .name = #m, .type = WR_F_F64, .flags = WR_FF_OPT, .off = offsetof(st, m),                  \
        .has_off = offsetof(st, has_##m) + 1, .doc = (text), .zh = (label)                         \
    }
/** Any of the above with other flags: WR_FLAGS(WR_FF_PHONE, WR_STR_OPT(...)) is spelt by hand with .flags. */

#define WR_ID_MAX INT64_C(9007199254740991)
#define WR_MS_MAX INT64_C(32503651200000) /* year 3000 */

size_t wr_field_count(const struct wr_field *fields);
const struct wr_field *wr_field_find(const struct wr_field *fields, struct wr_str name);
/** Value of an enum's outside name, -1 if there is none. */
int64_t wr_enum_value(const struct wr_enum_item *items, struct wr_str name);
/** Item of a value, NULL if there is none. */
const struct wr_enum_item *wr_enum_item(const struct wr_enum_item *items, int64_t value);

/** How personal fields leave the house. */
enum wr_mask { WR_MASK_PERSONAL, WR_MASK_NONE };

/**
 * Set one field from text (query string, CSV cell, command line), with the same checks as JSON.
 * Faults are added under `path`. @return true if the value was good
 */
bool wr_field_from_text(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text,
                        struct wr_str path, void *obj);
/** The field as text for a CSV cell or a message; enums as label in ctx->lang when `label`, else as name. */
struct wr_str wr_field_to_text(struct wr_ctx *ctx, const struct wr_field *f, const void *obj,
                               bool label);
