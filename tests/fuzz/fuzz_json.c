/* JSON bodies through a table with every kind of field. What was accepted must print and read back to the same bytes. */
#include "fuzz.h"

#include "codec/json.h"

#include <assert.h>

static void print_and_read_again(struct fuzz *f, const struct fuzz_thing *thing)
{
    struct fuzz_thing again;
    struct wr_buf first;
    struct wr_buf second;
    wr_buf_init(&first, (size_t)8 << 20);
    wr_buf_init(&second, (size_t)8 << 20);
    wr_json_encode(&first, fuzz_thing_fields, thing, WR_MASK_NONE);
    assert(!first.failed);
    assert(wr_json_decode(&f->ctx, wr_buf_view(&first), fuzz_thing_fields, &again, sizeof(again)) ==
           0);
    wr_json_encode(&second, fuzz_thing_fields, &again, WR_MASK_NONE);
    assert(wr_str_eq(wr_buf_view(&first), wr_buf_view(&second)));
    wr_buf_clear(&second);
    wr_json_encode(&second, fuzz_thing_fields, &again, WR_MASK_PERSONAL);
    wr_buf_done(&first);
    wr_buf_done(&second);
}

static void canonical_text_is_stable(struct fuzz *f, struct wr_str body)
{
    struct wr_json *j = wr_json_parse(&f->ctx, body);
    if (j == NULL)
        return;
    struct wr_str first = wr_json_text(&f->arena, j);
    wr_json_free(j);
    j = wr_json_parse(&f->ctx, first);
    assert(j != NULL);
    assert(wr_str_eq(wr_json_text(&f->arena, j), first));
    wr_json_free(j);
    fuzz_touch(wr_json_merge(&f->ctx, first, first));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    struct fuzz_thing thing;
    const struct wr_str body = {(const char *)data, size};
    fuzz_begin(&f);
    if (wr_json_decode(&f.ctx, body, fuzz_thing_fields, &thing, sizeof(thing)) == 0)
        print_and_read_again(&f, &thing);
    else
        fuzz_touch(wr_err_text(&f.ctx));
    wr_err_reset(&f.ctx);
    canonical_text_is_stable(&f, body);
    fuzz_end(&f);
    return 0;
}
