#include "base/err.h"

#include "base/log.h"

#include <assert.h>

static const struct wr_code_info code_infos[] = {
    {WR_OK, "ok", 200, 0, WR_LOG_INFO},
    {WR_EINVALID, "invalid", 422, 2, WR_LOG_INFO},
    {WR_ENOTFOUND, "notfound", 404, 1, WR_LOG_INFO},
    {WR_ECONFLICT, "conflict", 409, 1, WR_LOG_INFO},
    {WR_EDENIED, "denied", 403, 1, WR_LOG_WARN},
    {WR_EUNAUTH, "unauth", 401, 1, WR_LOG_INFO},
    {WR_ELIMIT, "limit", 429, 1, WR_LOG_WARN},
    {WR_EBUSY, "busy", 503, 1, WR_LOG_WARN},
    {WR_EIO, "io", 500, 1, WR_LOG_ERROR},
    {WR_ENOMEM, "nomem", 503, 1, WR_LOG_ERROR},
    {WR_EBUG, "bug", 500, 1, WR_LOG_ERROR},
};
_Static_assert(sizeof(code_infos) / sizeof(code_infos[0]) == 1 - WR_EBUG, "one row per code");

const struct wr_code_info *wr_code_info(int code)
{
    if (code > 0 || code < WR_EBUG)
        code = WR_EBUG;
    assert(code_infos[-code].code == code);
    return &code_infos[-code];
}

static const struct wr_key_info key_infos[WR_K_COUNT] = {
#define WR_ERROR(id, key, code, zh, en) [WR_K_##id] = {key, code, zh, en},
#include "base/errors.def"
#undef WR_ERROR
};

const struct wr_key_info *wr_key_info(enum wr_key key)
{
    assert((unsigned)key < WR_K_COUNT);
    return &key_infos[key];
}
