#pragma once
/* Off-site supervision: what other rooms may use. */

#include "modules/offsite/offsite_rule.h"
#include "rules/rules.h"

extern const struct wr_pack_kind wr_offsite_pack_kind;
