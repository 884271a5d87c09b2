/* Scanned and typed texts: what parses is printed and parsed again to the same. */
#include "fuzz.h"

#include "base/text.h"
#include "modules/plate/plate_rules.h"

static void parse_payload(struct fuzz *f, struct wr_str text)
{
    struct wr_plate_payload p, q;

    if (!wr_plate_payload_parse(&f->arena, text, &p))
        return;
    struct wr_str again = wr_plate_payload_text(&f->arena, wr_str(p.code), wr_str(p.kid),
                                                wr_base64url(&f->arena, p.sig, sizeof(p.sig)));
    struct wr_str link = wr_plate_link(&f->arena, WR_S("https://example.cn"), again);
    if (wr_str_find(text, again) < 0 || !wr_plate_payload_parse(&f->arena, link, &q) ||
        memcmp(p.sig, q.sig, sizeof(p.sig)) != 0 || strcmp(p.code, q.code) != 0 ||
        strcmp(p.kid, q.kid) != 0)
        __builtin_trap();
}

static void fold_code(struct fuzz *f, struct wr_str text)
{
    char code[WR_PLATE_CODE + 1], again[WR_PLATE_CODE + 1];

    if (wr_plate_code_fold(text, code) != WR_PLATE_TYPED_OK)
        return;
    struct wr_str shown = wr_plate_code_print(&f->arena, wr_str(code));
    if (!wr_plate_code_valid(wr_str(code)) ||
        wr_plate_code_fold(shown, again) != WR_PLATE_TYPED_OK || strcmp(code, again) != 0)
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct wr_str text = {(const char *)data, size};
    struct fuzz f;

    fuzz_begin(&f);
    (void)wr_plate_is_payload(text);
    parse_payload(&f, text);
    fold_code(&f, text);
    fuzz_end(&f);
    return 0;
}
