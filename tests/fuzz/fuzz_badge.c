/* Scanned officers' codes: what parses is printed and parsed again to the same; judging never fails hard. */
#include "fuzz.h"

#include "base/text.h"
#include "modules/badge/badge_rules.h"

static void same(struct wr_str a, struct wr_str b)
{
    if (!wr_str_eq(a, b))
        __builtin_trap();
}

static void parse_code(struct fuzz *f, struct wr_str text)
{
    struct wr_arena *a = &f->arena;
    struct wr_keys keys = {.n_plate = 1, .plate = {{.kid = "p1"}}};
    struct wr_officer_code c;

    if (!wr_officer_code_parse(a, text, &c))
        return;
    struct wr_str badge = wr_badge_text(a, wr_badge_body(a, &c.badge), c.badge_sig);
    struct wr_str task = {0};
    if (c.has_task)
        task = wr_badge_text(a, wr_task_body(a, &c.task), c.task.kid.n > 0 ? c.task_sig : NULL);
    struct wr_str before = wr_officer_code_before(a, badge, task, c.step);
    same(before, c.before);
    same(wr_officer_code_text(a, before, c.sig), c.text);
    same(wr_badge_body(a, &c.badge), c.badge_body);
    fuzz_touch(c.text);
    (void)wr_officer_code_check(a, &c, &keys, INT64_C(1781064000000));
    (void)wr_task_day_fits(&c.task, INT64_C(1781064000000));
}

static void cut_line(struct fuzz *f, struct wr_str text)
{
    if (!wr_utf8_valid(text))
        return;
    struct wr_str line = wr_badge_line(&f->arena, text, 7);
    if (!wr_utf8_valid(line) || wr_utf8_len(line) > 7)
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct wr_str text = {(const char *)data, size};
    struct fuzz f;

    fuzz_begin(&f);
    parse_code(&f, text);
    (void)wr_badge_uuid(text);
    cut_line(&f, text);
    fuzz_end(&f);
    return 0;
}
