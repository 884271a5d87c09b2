#pragma once
/*
 * Rule packs: the law as data. A pack is a JSON file in rulepacks/<kind>/<id>.json with issuer, dates in force, citations and
 * worked examples. Packs are loaded and checked at start; an act is judged by the pack in force on its day.
 *
 * A file has three members: `head` (below), `body` (the kind's own) and `examples` (worked examples, run by `wurao rules test`).
 */
#include "base/command.h"
#include "codec/json.h"
#include "http/http.h"

#define WR_PACKS_MAX 64
#define WR_PACK_BYTES_MAX ((size_t)1 << 20)
#define WR_PACK_EXAMPLES_MAX 500

/** Head of every pack; the body is the kind's own. */
struct wr_pack {
    struct wr_str id;   /* "visit-policy/default-2026" */
    struct wr_str kind; /* "visit-policy" */
    struct wr_str version;
    struct wr_str title_zh, title_en;
    struct wr_str issuer;
    struct wr_str jurisdiction; /* region code prefix, "" = anywhere */
    struct wr_str valid_from;   /* day */
    struct wr_str valid_to;     /* day, absent = open */
    struct wr_str
        status; /* "law" | "news" | "proposal" | "unverified": shown wherever the pack speaks */
    struct wr_str note_zh, note_en; /* what a reader must know about this pack, may be absent */
    struct wr_str sha256;           /* hex, of the file */
    const struct wr_json *body;
    const struct wr_json *examples; /* a list */
    const void
        *typed; /* what the kind's `parse` made of the body; NULL before wr_rules_use_kinds */
};

struct wr_rules;
/** Load the embedded packs, then those of `dir` (same id replaces; NULL: none). @return 0, WR_EINVALID (names file, place, mend) */
WR_MUST_CHECK int wr_rules_load(struct wr_ctx *ctx, const char *dir, struct wr_rules **ret);
/** Load exactly these files (tests, fuzzing, `rules check FILE`). Errors as wr_rules_load. */
struct wr_pack_file;
WR_MUST_CHECK int wr_rules_load_files(struct wr_ctx *ctx, const struct wr_pack_file *files,
                                      size_t n, struct wr_rules **ret);
/** Add files to a set that nobody uses yet: a pack of the same id from before is replaced, twice among these is a fault. */
WR_MUST_CHECK int wr_rules_add_files(struct wr_ctx *ctx, struct wr_rules *r,
                                     const struct wr_pack_file *files, size_t n);
void wr_rules_free(struct wr_rules *r);
size_t wr_rules_count(const struct wr_rules *r);
const struct wr_pack *wr_rules_at(const struct wr_rules *r, size_t i);
/** The pack of a kind in force on `day` (YYYY-MM-DD); the one with the latest valid_from wins. NULL if none. */
const struct wr_pack *wr_rules_in_force(const struct wr_rules *r, struct wr_str kind,
                                        struct wr_str day);
const struct wr_pack *wr_rules_by_id(const struct wr_rules *r, struct wr_str id);

/* ---- looking at packs before they serve ------------------------------------------------------ */

#define WR_PACK_NOTES_MAX 200

/** Something a pack's author should look at; it does not make the pack unusable. */
struct wr_pack_note {
    struct wr_str pack, path; /* path: place in the body, may be empty */
    struct wr_str zh, en;
};
struct wr_pack_review {
    struct wr_pack_note *notes; /* the first WR_PACK_NOTES_MAX */
    size_t n;                   /* found */
    struct wr_str pack;         /* id of the pack under review */
};
/** Called by a kind's `review`. Texts are kept, not copied. */
void wr_pack_review_add(struct wr_ctx *ctx, struct wr_pack_review *r, struct wr_str path,
                        struct wr_str zh, struct wr_str en);

/** Whom the change from one pack to another would affect today; counts and the first ones by name. */
struct wr_pack_impact_count {
    struct wr_str what_zh, what_en;
    int64_t n;
};
struct wr_pack_impact_item {
    int64_t id; /* of what is judged, for example an enterprise */
    struct wr_str name, place, ask_zh, ask_en, before_zh, before_en, after_zh, after_en;
};
struct wr_pack_impact {
    struct wr_str day;
    int64_t examined_n, changed_n;
    struct wr_list counts; /* struct wr_pack_impact_count */
    struct wr_list items;  /* struct wr_pack_impact_item, the first ones */
};

/* ---- kinds ---------------------------------------------------------------------------------- */

/** What a module knows about its kind of pack. Modules export one; app/ lists them. */
struct wr_pack_kind {
    const char *kind;
    bool
        by_name; /* packs of this kind serve side by side and are chosen by name: no overlaps, no gaps */
    const struct wr_field *body; /* the body's field table: labels for differences; may be NULL */
    /**
     * Turn the body into the module's own struct and check it: faults under `body.…`, all of them.
     * Everything is taken from ctx->arena, which lives as long as the packs.
     * @return 0, WR_EINVALID (faults tell), WR_ELIMIT
     */
    int (*parse)(struct wr_ctx *ctx, const struct wr_pack *p, const void **ret_typed);
    /**
     * Run one worked example. @param ret_diff absent if it came out as written, else what came out instead (in words)
     * @return 0, WR_EINVALID (the example itself is faulty)
     */
    int (*run_example)(struct wr_ctx *ctx, const struct wr_pack *p, const struct wr_json *example,
                       struct wr_str path, struct wr_str *ret_diff);
    /** What the pack says, in Chinese, for people. */
    void (*describe)(struct wr_ctx *ctx, const struct wr_pack *p, struct wr_buf *out);
    /** Add what an author should look at: rows nothing can reach, rules without an example. May be NULL. */
    void (*review)(struct wr_ctx *ctx, const struct wr_pack *p, struct wr_pack_review *ret);
    /**
     * Judge everybody within the actor's scope by both packs, now. May be NULL.
     * @param shown_max  names told at most
     * @return 0, WR_E… of the database
     */
    int (*affects)(struct wr_ctx *ctx, const struct wr_pack *a, const struct wr_pack *b,
                   size_t shown_max, struct wr_pack_impact *ret);
};
/**
 * Parse every pack by its kind and remember the kinds for the commands. Call once after wr_rules_load.
 * @param kinds  NULL-terminated, lives as long as the packs
 * @return 0, WR_EINVALID (a kind nobody knows, faults of a body)
 */
WR_MUST_CHECK int wr_rules_use_kinds(struct wr_ctx *ctx, struct wr_rules *r,
                                     const struct wr_pack_kind *const *kinds);
const struct wr_pack_kind *const *wr_rules_kinds(const struct wr_rules *r);
const struct wr_pack_kind *wr_rules_kind_of(const struct wr_rules *r, const struct wr_pack *p);

/** Two packs of one kind and jurisdiction in force on the same days: allowed, the later one wins, but it must be told. */
struct wr_pack_overlap {
    const struct wr_pack *loser, *winner;
    struct wr_str from, to; /* first and last day; `to` absent: open */
};
/** @return how many were found, at most `max` of them written; days are slices of the packs */
size_t wr_rules_overlaps(const struct wr_rules *r, struct wr_pack_overlap *ret, size_t max);

/** Days on which no pack of a kind is in force, after the first one began. */
struct wr_pack_gap {
    struct wr_str kind;
    struct wr_str from, to; /* first and last day without rules; `to` absent: open */
};
/** @return how many were found, at most `max` of them written; days live in ctx->arena */
size_t wr_rules_gaps(struct wr_ctx *ctx, const struct wr_rules *r, struct wr_pack_gap *ret,
                     size_t max);

extern const struct wr_route wr_rules_routes[];
/** `wurao rules check|test|show|diff`. */
extern const struct wr_command wr_rules_commands[];

/** Embedded pack files (generated by embed.c). */
struct wr_pack_file {
    const char *path;
    const unsigned char *p;
    size_t n;
};
extern const struct wr_pack_file wr_pack_files[];
extern const size_t wr_pack_files_n;
