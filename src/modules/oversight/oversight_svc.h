#pragma once
/* What supervision sees of visits, and the monthly statement anybody can recompute. Reads only; nobody includes it. */

#include "base/command.h"
#include "http/http.h"
#include "modules/oversight/oversight.h"
#include "rules/rules.h"

extern const struct wr_route wr_oversight_routes[];
extern const struct wr_stmt *const wr_oversight_stmts[];
extern const struct wr_command wr_oversight_commands[];
extern const struct wr_pack_kind wr_oversight_pack_kind;
