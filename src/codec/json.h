#pragma once

#include "base/buf.h"
#include "codec/field.h"

#define WR_JSON_DEPTH_MAX 16
#define WR_JSON_BODY_MAX ((size_t)1 << 20)

/**
 * Decode a JSON object into `obj` by its field table. All faults are collected before it fails: unknown and duplicate
 * keys, missing fields, wrong types, lengths, ranges. Texts live in ctx->arena.
 * @param obj  zeroed by this call, sized for the table's struct
 * @return 0, WR_EINVALID (faults are in ctx->err), WR_ELIMIT
 */
WR_MUST_CHECK int wr_json_decode(struct wr_ctx *ctx, struct wr_str body,
                                 const struct wr_field *fields, void *obj, size_t obj_size);
/** The same for query strings `a=1&b=%E4%BD%A0`. */
WR_MUST_CHECK int wr_query_decode(struct wr_ctx *ctx, struct wr_str query,
                                  const struct wr_field *fields, void *obj, size_t obj_size);

/**
 * RFC 7396 merge patch: `patch` laid over `base`, both JSON objects.
 * @return the merged object's text in the arena; the absent slice with ctx->err set when one is not an object
 */
struct wr_str wr_json_merge(struct wr_ctx *ctx, struct wr_str base, struct wr_str patch);

/** Append one object. Absent optional members are left out. */
void wr_json_encode(struct wr_buf *b, const struct wr_field *fields, const void *obj,
                    enum wr_mask mask);

/* A small writer for what no table describes. Commas are its business. */
struct wr_jw {
    struct wr_buf *b;
    unsigned depth;
    bool need_comma;
};
void wr_jw_init(struct wr_jw *w, struct wr_buf *b);
void wr_jw_obj(struct wr_jw *w, const char *key); /* key NULL at top level and inside lists */
void wr_jw_obj_end(struct wr_jw *w);
void wr_jw_list(struct wr_jw *w, const char *key);
void wr_jw_list_end(struct wr_jw *w);
void wr_jw_str(struct wr_jw *w, const char *key, struct wr_str v);
void wr_jw_i64(struct wr_jw *w, const char *key, int64_t v);
void wr_jw_bool(struct wr_jw *w, const char *key, bool v);
void wr_jw_null(struct wr_jw *w, const char *key);
void wr_jw_raw(struct wr_jw *w, const char *key, struct wr_str json);
void wr_jw_struct(struct wr_jw *w, const char *key, const struct wr_field *fields, const void *obj,
                  enum wr_mask mask);
/** Quote and escape one text. */
void wr_json_quote(struct wr_buf *b, struct wr_str s);

/* Reading what no table describes (rule packs): a read-only tree on jansson, owned by the arena's caller. */
struct wr_json;
/** @return NULL with ctx->err set. Free with wr_json_free. */
struct wr_json *wr_json_parse(struct wr_ctx *ctx, struct wr_str text);
void wr_json_free(struct wr_json *j);
const struct wr_json *wr_json_get(const struct wr_json *j, const char *key);
const struct wr_json *wr_json_at(const struct wr_json *j, size_t i);
size_t wr_json_len(const struct wr_json *j); /* items of a list, members of an object */
struct wr_str wr_json_key(const struct wr_json *j,
                          size_t i); /* i-th member's name, in order of the text */
const struct wr_json *wr_json_member(const struct wr_json *j, size_t i);
struct wr_str wr_json_str(const struct wr_json *j); /* absent slice if not a string */
WR_MUST_CHECK bool wr_json_i64(const struct wr_json *j, int64_t *ret);
WR_MUST_CHECK bool wr_json_bool(const struct wr_json *j, bool *ret);
bool wr_json_is_obj(const struct wr_json *j);
bool wr_json_is_list(const struct wr_json *j);
/** Canonical text (sorted keys, no blanks) in the arena. */
struct wr_str wr_json_text(struct wr_arena *a, const struct wr_json *j);
/** Decode a subtree by a field table, faults under `path`. */
WR_MUST_CHECK int wr_json_into(struct wr_ctx *ctx, const struct wr_json *j, struct wr_str path,
                               const struct wr_field *fields, void *obj, size_t obj_size);
