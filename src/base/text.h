#pragma once
/* Text at the border: what people and files send is checked and folded here, once. */

#include "base/arena.h"

/** Valid UTF-8 (no surrogates, no overlong forms, no U+0000)? */
bool wr_utf8_valid(struct wr_str s);
/** Code points in valid UTF-8. */
size_t wr_utf8_len(struct wr_str s);
/** Decode one code point at s.p; 0 at the end. Advances *s. `s` must be valid. */
uint32_t wr_utf8_next(struct wr_str *s);
/** Has C0/C1 control characters other than tab and newline? */
bool wr_text_has_control(struct wr_str s);
/** Fold full-width ASCII (Ａ１（）) to ASCII, drop zero-width characters and BOM, NBSP and ideographic space to space, trim. */
struct wr_str wr_text_fold(struct wr_arena *a, struct wr_str s);
/** ASCII upper/lower-case copies. */
struct wr_str wr_text_upper(struct wr_arena *a, struct wr_str s);
struct wr_str wr_text_lower(struct wr_arena *a, struct wr_str s);
/** Is it UTF-8 (BOM or not), else GB18030? Returns UTF-8 without BOM; absent if it is neither. */
struct wr_str wr_text_decode(struct wr_arena *a, struct wr_str bytes, const char **ret_charset);

/** "13812345678" → "138****5678"; other numbers keep the last two digits. */
struct wr_str wr_mask_phone(struct wr_arena *a, struct wr_str s);
/** "张三丰" → "张**". */
struct wr_str wr_mask_name(struct wr_arena *a, struct wr_str s);

/**
 * Pattern for `LIKE $1 ESCAPE '\'` that finds `s` anywhere (part) or at the beginning (head); % _ \ in `s` stand for themselves.
 * A bracket finds either width: what people type is folded, registered names keep their full-width brackets.
 * Absent or empty `s` gives the absent slice: no filter.
 */
struct wr_str wr_like_part(struct wr_arena *a, struct wr_str s);
struct wr_str wr_like_head(struct wr_arena *a, struct wr_str s);

struct wr_str wr_hex(struct wr_arena *a, const void *p, size_t n);
WR_MUST_CHECK bool wr_unhex(struct wr_str s, void *dst, size_t n);
/** URL-safe base 64 without padding (RFC 4648 §5), and standard base 64 with padding (§4). */
struct wr_str wr_base64url(struct wr_arena *a, const void *p, size_t n);
struct wr_str wr_base64(struct wr_arena *a, const void *p, size_t n);
/** Strict decoders: exactly one spelling is accepted. Absent slice if wrong. */
struct wr_str wr_unbase64url(struct wr_arena *a, struct wr_str s);
struct wr_str wr_unbase64(struct wr_arena *a, struct wr_str s);
/** RFC 4648 base 32 without padding, for TOTP secrets. */
struct wr_str wr_base32(struct wr_arena *a, const void *p, size_t n);
struct wr_str wr_unbase32(struct wr_arena *a, struct wr_str s);
/** Random token of n bytes as base64url. */
struct wr_str wr_token(struct wr_arena *a, size_t n);
