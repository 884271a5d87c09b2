#include "base/alloc.h"

#include <stdlib.h>

void *wr_alloc(size_t n)
{
    return calloc(1, n ? n : 1);
}

void *wr_alloc_array(size_t n, size_t size)
{
    size_t bytes;
    return __builtin_mul_overflow(n, size, &bytes) ? NULL : wr_alloc(bytes);
}

void *wr_realloc_array(void *p, size_t n, size_t size)
{
    size_t bytes;
    return __builtin_mul_overflow(n, size, &bytes) ? NULL : realloc(p, bytes ? bytes : 1);
}

void *wr_free(void *p)
{
    free(p);
    return NULL;
}

void wr_freep(void *pp)
{
    void **p = pp;
    free(*p);
    *p = NULL;
}
