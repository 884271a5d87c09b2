#pragma once
/* Rules of the registry, pure: codes, permit numbers, coordinates, what changed. */

#include "base/ctx.h"
#include "base/site.h"
#include "modules/enterprise/enterprise.h"

/**
 * Judge a credit code (统一社会信用代码, GB 32100-2015): 18 of 31 symbols, the last one checks modulo 31.
 * @param folded  already folded (wr_text_fold), upper case
 */
enum wr_uscc_status wr_uscc_check(struct wr_str folded);
/** Check character of the first 17 symbols, 0 when one of them is not of the alphabet. */
char wr_uscc_check_char(struct wr_str first17);
/**
 * Judge a permit number (排污许可证编号, HJ 608-2017): credit code, three digits, one letter; compared with the enterprise's code.
 */
enum wr_permit_status wr_permit_check(struct wr_str permit_no, struct wr_str credit_code);
/** Missing, inside or outside the city's box; without a box every place is inside. */
enum wr_geo_status wr_geo_check(const struct wr_site *site, bool has, int64_t lng_e6,
                                int64_t lat_e6);
/** Fill what follows from the rest: pinyin, normalised code and its status, permit and place status. */
void wr_enterprise_rules_derive(struct wr_ctx *ctx, struct wr_enterprise *e);
/**
 * The edited fields in which two states differ, as JSON [{field, before, after}]; phones and names masked.
 * @return the text in the arena; "[]" when they are equal
 */
struct wr_str wr_enterprise_rules_diff(struct wr_ctx *ctx, const struct wr_enterprise *before,
                                       const struct wr_enterprise *after);
/** May a file go from one state to the other? Merged ones only come back by unmerging. */
bool wr_enterprise_rules_may_become(enum wr_ent_status from, enum wr_ent_status to);
