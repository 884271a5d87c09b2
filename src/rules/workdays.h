#pragma once
/* Rule packs of kind "workdays" (工作日历): public holidays and worked weekend days, from the yearly notices. */
#include "base/calendar.h"
#include "rules/rules.h"

#define WR_WORKDAYS_KIND "workdays"

extern const struct wr_pack_kind wr_workdays_kind;

/**
 * The working days in force on `at_ms` (UTC ms). Without a pack every Monday to Friday is one.
 * @return never NULL; lives as long as the packs
 */
const struct wr_workdays *wr_rules_workdays(const struct wr_rules *r, int64_t at_ms);
