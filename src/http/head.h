#pragma once
/* Pure reading of what stands in a request's line and headers: no I/O, no state. */

#include "base/ctx.h"

#define WR_ORIGIN_MAX 300

/** Percent-decoded copy of one path segment or header value; absent when an escape is broken or the result is not clean UTF-8. */
struct wr_str wr_head_unescape(struct wr_arena *a, struct wr_str s);
/** Language of Accept-Language: whichever of zh and en has the higher q-value; zh when neither is named. */
enum wr_lang wr_head_lang(struct wr_str accept_language);

enum wr_encoding { WR_ENC_IDENTITY, WR_ENC_GZIP, WR_ENC_BR };
/** Best stored form that Accept-Encoding allows (q-values and `*` honoured); identity when nothing better is. */
enum wr_encoding wr_head_encoding(struct wr_str accept_encoding, bool have_gz, bool have_br);

enum wr_range_kind { WR_RANGE_ALL, WR_RANGE_PART, WR_RANGE_BAD };
/**
 * A single `bytes=` range; several ranges or another unit mean the whole.
 * @param size      of the content, ≥ 0
 * @param ret_from  [out] written for WR_RANGE_PART: first byte
 * @param ret_n     [out] written for WR_RANGE_PART: bytes, > 0
 */
enum wr_range_kind wr_head_range(struct wr_str range, int64_t size, int64_t *ret_from,
                                 int64_t *ret_n);

/** Does If-None-Match name `etag` (weak comparison; `*` names all)? `etag` is without quotes. */
bool wr_head_etag_match(struct wr_str if_none_match, struct wr_str etag);
/** The one entity tag of If-Match without W/ and quotes; absent if there is not exactly one. */
struct wr_str wr_head_etag(struct wr_str if_match);
/** Is it `[A-Za-z0-9._-]{min,max}`? */
bool wr_head_token_ok(struct wr_str s, size_t min, size_t max);
/** Address that the nearest proxy added to X-Forwarded-For (the last one); absent if it is not an IP address. */
struct wr_str wr_head_forwarded(struct wr_str forwarded_for);
/** Does `origin` belong to us: the public URL's origin, or, when there is none, http(s) of the Host that was asked? */
bool wr_head_same_origin(struct wr_str origin, struct wr_str public_url, struct wr_str host);
/** Is the media type `want` (parameters and case ignored)? */
bool wr_head_media_is(struct wr_str content_type, struct wr_str want);
/** Base name of an uploaded file for display: percent-decoded, folders and control characters dropped, at most 200 bytes. */
struct wr_str wr_head_filename(struct wr_arena *a, struct wr_str x_filename);
/** `attachment` value of Content-Disposition with an ASCII fall-back and RFC 5987 form. */
struct wr_str wr_head_disposition(struct wr_arena *a, struct wr_str filename);
