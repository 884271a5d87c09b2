#pragma once

#include "base/command.h"

extern const struct wr_command wr_audit_commands[];
