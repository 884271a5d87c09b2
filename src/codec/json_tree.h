#pragma once
/* What the decoder needs of a parsed tree beyond json.h. Inside codec/ only; json.c implements it on jansson. */
#include "codec/json.h"

enum wr_json_type {
    WR_JT_NULL,
    WR_JT_BOOL,
    WR_JT_I64,
    WR_JT_F64,
    WR_JT_STR,
    WR_JT_OBJ,
    WR_JT_LIST
};
enum wr_json_type wr_json_type(const struct wr_json *j);
double wr_json_f64(const struct wr_json *j); /* of I64 and F64 */

/** Walk over an object's members in order of the text: for (it = first(j); it != NULL; it = next(j, it)). */
void *wr_json_iter_first(const struct wr_json *obj);
void *wr_json_iter_next(const struct wr_json *obj, void *it);
struct wr_str wr_json_iter_key(void *it);
const struct wr_json *wr_json_iter_value(void *it);

/**
 * Parse for decoding: a duplicate member is one more fault (input.duplicate) and the last one counts, so that
 * the other faults are found too. @return NULL with ctx->err set. Free with wr_json_free.
 */
struct wr_json *wr_json_parse_faulty(struct wr_ctx *ctx, struct wr_str text);
