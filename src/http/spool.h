#pragma once

#include "base/attr.h"

#include <stdbool.h>
#include <stddef.h>

/** A file without a name in `dir`: gone when it is closed, also after a crash. @return descriptor, -1 */
WR_MUST_CHECK int wr_spool_open(const char *dir);
/** All of it, or false (disk full). */
WR_MUST_CHECK bool wr_spool_write(int fd, const void *p, size_t n);
