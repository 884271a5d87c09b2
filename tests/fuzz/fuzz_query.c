/* Query strings through a table with every kind of field; each accepted value is printed as text, too. */
#include "fuzz.h"

#include "codec/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    struct fuzz_thing thing;
    const struct wr_str query = {(const char *)data, size};
    fuzz_begin(&f);
    int rc = wr_query_decode(&f.ctx, query, fuzz_thing_fields, &thing, sizeof(thing));
    for (const struct wr_field *field = fuzz_thing_fields; rc == 0 && field->name != NULL;
         field++) {
        fuzz_touch(wr_field_to_text(&f.ctx, field, &thing, true));
        fuzz_touch(wr_field_to_text(&f.ctx, field, &thing, false));
    }
    for (const struct wr_fault *fault = f.ctx.err.faults; fault != NULL; fault = fault->next) {
        fuzz_touch(fault->path);
        fuzz_touch(fault->value);
        fuzz_touch(fault->zh);
    }
    fuzz_end(&f);
    return 0;
}
