#pragma once
/* Penalties: assessment and cases. The only header of this room, beside penalty.h, that others include. */
#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/penalty/penalty_case.h"

extern const struct wr_command wr_penalty_commands[];
