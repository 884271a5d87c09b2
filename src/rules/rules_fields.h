#pragma once
/* Field tables of what rules/ tells. Inside rules/ only. */
#include "rules/rules.h"

extern const struct wr_field wr_pack_impact_fields[];
