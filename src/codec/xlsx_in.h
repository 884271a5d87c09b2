#pragma once
/* Parts of the XLSX reader. Inside codec/ only. */
#include "codec/table_rows.h"

#define WR_XLSX_ENTRIES_MAX 2000
#define WR_XLSX_EXPANDED_MAX ((size_t)256 << 20) /* all parts read, together */
#define WR_XLSX_RATIO_MAX 200                    /* expanded : packed, of a part beyond the floor */
#define WR_XLSX_RATIO_FLOOR ((size_t)8 << 20)
#define WR_XLSX_STRINGS_MAX 500000
#define WR_XLSX_STYLES_MAX 65536
#define WR_XLSX_DEPTH_MAX 64
#define WR_XLSX_SHEETS_MAX 255

struct zip;

/** An opened workbook; parts are streamed, never held whole. */
struct wr_xlsx {
    struct wr_ctx *ctx;
    struct zip *zip;
    size_t expanded; /* bytes unpacked so far */
};

/** One part under way: expat's callbacks with names cut to their local part ("x:row" is "row"). */
struct wr_xlsx_part {
    struct wr_xlsx *xlsx;
    void *arg;
    void (*start)(struct wr_xlsx_part *p, struct wr_str name, const char **atts);
    void (*end)(struct wr_xlsx_part *p, struct wr_str name);
    void (*text)(struct wr_xlsx_part *p, struct wr_str text);
    int rc; /* set by a callback to stop */
    unsigned depth;
    void *parser;
};
void wr_xlsx_stop(struct wr_xlsx_part *p, int rc);
/** Attribute by local name, the absent slice if there is none. */
struct wr_str wr_xlsx_att(const char **atts, const char *name);

/** @return 0, WR_EINVALID (not a ZIP), WR_ELIMIT. Close with wr_xlsx_close. */
WR_MUST_CHECK int wr_xlsx_open(struct wr_xlsx *x, struct wr_ctx *ctx, struct wr_str bytes);
void wr_xlsx_close(struct wr_xlsx *x);
/** Stream one part through the callbacks. @return 0, WR_ENOTFOUND (no such part; ctx->err untouched), WR_EINVALID, WR_ELIMIT */
WR_MUST_CHECK int wr_xlsx_parse(struct wr_xlsx *x, const char *name, struct wr_xlsx_part *p);
int wr_xlsx_broken(struct wr_ctx *ctx, const char *why);

/** Does a number format show a date (and a time of day)? `code` absent: the built-in format `id`. */
enum wr_xlsx_kind { WR_XLSX_NUMBER, WR_XLSX_DATE, WR_XLSX_TIME };
enum wr_xlsx_kind wr_xlsx_format_kind(int64_t id, struct wr_str code);
/** A serial number as "2026-11-23", "2026-11-23 08:00:00" or "08:00:00"; the number itself when it is no day. */
struct wr_str wr_xlsx_date_text(struct wr_arena *a, struct wr_str number, bool date1904);
/** A number as a person sees it: at most 15 digits, no noise behind them. */
struct wr_str wr_xlsx_number_text(struct wr_arena *a, struct wr_str number);
/** _xHHHH_ escapes undone. */
struct wr_str wr_xlsx_unescape(struct wr_arena *a, struct wr_str s);
