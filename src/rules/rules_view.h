#pragma once
/* Packs as they are shown: what one says with its examples' results, what differs between two, and the whole file. */
#include "rules/rules_diff.h"

struct wr_pack_head {
    struct wr_str id, kind, version, title_zh, title_en, issuer, jurisdiction, valid_from, valid_to,
        status, note_zh, note_en, sha256;
    int64_t examples_n;
    bool in_force;
};

/** How a worked example came out. */
struct wr_pack_example_result {
    struct wr_str name;
    bool good;
    struct wr_str came; /* what came instead */
};

struct wr_pack_whole {
    struct wr_pack_head head; /* first, so that its field table fits */
    struct wr_str words, body;
    struct wr_list examples; /* struct wr_pack_example_result */
    struct wr_list notes;    /* struct wr_pack_note */
};

struct wr_pack_diff {
    struct wr_str from, from_version, to, to_version;
    int64_t changes_n;
    struct wr_list changes; /* struct wr_pack_change */
};

extern const struct wr_field wr_pack_head_fields[], wr_pack_whole_fields[], wr_pack_diff_fields[];
struct wr_pack_head wr_pack_head_of(struct wr_ctx *ctx, const struct wr_pack *p);
/** Words, body, examples run, notes. Slices of the pack and of ctx->arena. @return 0, WR_ENOMEM */
WR_MUST_CHECK int wr_pack_whole_of(struct wr_ctx *ctx, const struct wr_pack_kind *k,
                                   const struct wr_pack *p, struct wr_pack_whole *ret);
/** Differences from `a` to `b`, both of the kind. */
void wr_pack_diff_of(struct wr_ctx *ctx, const struct wr_pack_kind *k, const struct wr_pack *a,
                     const struct wr_pack *b, struct wr_pack_diff *ret);
/** The whole file, canonical. @param examples  a list as JSON text @return absent without memory */
struct wr_str wr_pack_text(struct wr_ctx *ctx, const struct wr_pack *p, struct wr_str examples);
/** The same with the pack's own examples: what a draft starts from. */
struct wr_str wr_pack_file_text(struct wr_ctx *ctx, const struct wr_pack *p);
