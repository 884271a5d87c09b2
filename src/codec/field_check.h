#pragma once
/* The checks of one field's value, shared by the JSON decoder and the text reader. Inside codec/ only. */
#include "codec/field.h"

/** Why a value was refused: key and arguments of its message. */
struct wr_field_bad {
    enum wr_key key;
    struct wr_str a0, a1;
};

/** Where in the input we are: a chain of names and positions on the stack, rendered only when a fault is found. */
struct wr_path {
    const struct wr_path *up;
    struct wr_str name;
    size_t index; /* used when name is absent */
};
/** "officers[1].phone" in ctx->arena. */
struct wr_str wr_path_text(struct wr_ctx *ctx, const struct wr_path *path);

/** Set the presence bit, if the field has one. */
void wr_field_mark(const struct wr_field *f, void *obj);
/**
 * Store a value after all checks of its field. Texts are folded as the flags say and live in ctx->arena.
 * @param ret_bad  written only when false is returned
 * @return true: stored and marked present
 */
bool wr_field_put_str(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text, void *obj,
                      struct wr_field_bad *ret_bad);
bool wr_field_put_i64(struct wr_ctx *ctx, const struct wr_field *f, int64_t v, void *obj,
                      struct wr_field_bad *ret_bad);
bool wr_field_put_f64(struct wr_ctx *ctx, const struct wr_field *f, double v, void *obj,
                      struct wr_field_bad *ret_bad);
bool wr_field_put_enum(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str name, void *obj,
                       struct wr_field_bad *ret_bad);
bool wr_field_put_date(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str text, void *obj,
                       struct wr_field_bad *ret_bad);
/** `canonical` is wr_json_text of one value. */
bool wr_field_put_json(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str canonical,
                       void *obj, struct wr_field_bad *ret_bad);
/** Number of items of a list against min and max. */
bool wr_field_check_count(struct wr_ctx *ctx, const struct wr_field *f, size_t n,
                          struct wr_field_bad *ret_bad);
/** Record `bad` at `path`; values of secret fields are not told. */
void wr_field_fault(struct wr_ctx *ctx, const struct wr_field *f, struct wr_str path,
                    struct wr_str value, const struct wr_field_bad *bad);
/** Shortest decimal text that reads back as `v`, in dst; "" for what is no number. */
void wr_f64_text(double v, char dst[32]);
