#pragma once

#include "base/attr.h"
#include "base/str.h"

enum wr_log_level { WR_LOG_DEBUG, WR_LOG_INFO, WR_LOG_WARN, WR_LOG_ERROR };

/** A text value: wr_log(…, "route=" WR_LOG_Q, WR_LOG_QARG(s)). Control characters become '?'. */
#define WR_LOG_Q "\"%.*s\""
#define WR_LOG_QARG(s) WR_ARG(s)

void wr_log_set_level(enum wr_log_level min);
/**
 * One logfmt line on stderr: ts, level, event, then `fmt` (already key=value pairs; quote texts with WR_LOG_Q).
 * Never pass passwords, tokens, phone numbers or names of persons.
 */
void wr_log(enum wr_log_level level, const char *event, const char *fmt, ...) WR_PRINTF(3, 4);
