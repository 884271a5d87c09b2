#pragma once

#include "http/http.h"

/** Token buckets by class and client, in a table of fixed size. Any thread. */
struct wr_rates;

/** @param per_min  tokens a minute for each class, also the size of its bucket; 0: unlimited */
WR_MUST_CHECK int wr_rates_new(const int64_t per_min[WR_RATE_N], struct wr_rates **ret);
void wr_rates_free(struct wr_rates *r);
/**
 * Take one token of this client.
 * @param client       user ("u12") or address
 * @param mono_ms      monotonic time
 * @param ret_retry_s  [out] written when refused: seconds until the next token, ≥ 1
 */
WR_MUST_CHECK bool wr_rates_take(struct wr_rates *r, enum wr_rate class, struct wr_str client,
                                 int64_t mono_ms, int64_t *ret_retry_s);
