#pragma once

#include "base/attr.h"

#include <stddef.h>

/** Zeroed heap memory for objects that outlive a request; the only door to malloc outside base/. NULL when there is none. */
WR_MUST_CHECK void *wr_alloc(size_t n);
/** n × size with an overflow check, zeroed. */
WR_MUST_CHECK void *wr_alloc_array(size_t n, size_t size);
/** Grow to n × size; the new part is not zeroed. The old block stays valid when NULL is returned. */
WR_MUST_CHECK void *wr_realloc_array(void *p, size_t n, size_t size);
/** Frees; NULL is fine. Always returns NULL. */
void *wr_free(void *p);
/** For WR_CLEANUP(wr_freep). */
void wr_freep(void *pp);
