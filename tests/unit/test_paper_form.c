/* Forms of papers: templates, and that the loader refuses what would go wrong on paper. */
#include "modules/paper/paper_form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define PACK "paper-form/default-2021.json"

static struct wr_arena arena;
static struct wr_ctx ctx;
static const struct wr_pack_kind *const kinds[] = {&wr_paper_form_kind, NULL};

static int begin(void **state)
{
    (void)state;
    wr_arena_init(&arena, (size_t)64 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

static void assert_text(struct wr_str got, const char *want)
{
    if (!wr_str_eq(got, wr_str(want)))
        fail_msg("“" WR_FMT "” instead of “%s”", WR_ARG(got), want);
}

static struct wr_str expand(const char *text, const struct wr_paper_facts *f)
{
    return wr_paper_expand(&ctx, wr_str(text), f, -1, NULL, 0);
}

static void templates_leave_open_what_is_not_known(void **state)
{
    struct wr_paper_facts f = {0};
    (void)state;

    f.v[WR_PF_SUBJECT] = WR_S("某厂");
    assert_text(expand("对{subject}检查", &f), "对某厂检查");
    assert_text(expand("依据{basis}，", &f), "依据________，");
    assert_text(expand("依据{basis|3}，", &f), "依据___，");
    assert_text(expand("{visit_day}", &f), "____年__月__日");
    assert_text(expand("{arrived}", &f), "____年__月__日__时__分");
    assert_text(expand("第{freq_n}次", &f), "第____次");
    assert_text(expand("{subject}[（{basis}）]。", &f), "某厂。");
    f.v[WR_PF_BASIS] = WR_S("某条例");
    assert_text(expand("{subject}[（{basis}）]。[{reason}]", &f), "某厂（某条例）。");
    assert_text(expand("[{subject}、{reason}]", &f), ""); /* one unknown fact drops the part */
}

static void rows_take_columns_of_their_item(void **state)
{
    struct wr_paper_facts f = {0};
    const struct wr_paper_row row = {{WR_S("A1"), WR_S("已出示证件"), WR_S("符合")}};
    (void)state;

    assert_text(wr_paper_expand(&ctx, WR_S("{.n}.{.code} {.text}：{.result}{.note}"), &f,
                                WR_PL_CHECKS, &row, 3),
                "3.A1 已出示证件：符合");
}

/** Load the shipped pack with one text changed. @return code of loading; *path is the first fault's */
static int load_changed(const char *from, const char *to, struct wr_str *path)
{
    struct wr_str text = {0};
    struct wr_rules *r = NULL;

    for (size_t i = 0; i < wr_pack_files_n; i++)
        if (strcmp(wr_pack_files[i].path, PACK) == 0)
            text = (struct wr_str){(const char *)wr_pack_files[i].p, wr_pack_files[i].n};
    ptrdiff_t at = wr_str_find(text, wr_str(from));
    assert_true(at >= 0);
    struct wr_str rest = wr_str_sub(text, (size_t)at + strlen(from), text.n);
    struct wr_str changed =
        wr_arena_printf(&arena, WR_FMT "%s" WR_FMT, (int)at, text.p, to, WR_ARG(rest));
    const struct wr_pack_file file = {PACK, (const unsigned char *)changed.p, changed.n};
    wr_err_reset(&ctx);
    int rc = wr_rules_load_files(&ctx, &file, 1, &r);
    if (rc == 0)
        rc = wr_rules_use_kinds(&ctx, r, kinds);
    *path = ctx.err.faults ? ctx.err.faults->path : (struct wr_str){0};
    wr_rules_free(r);
    return rc;
}

static const struct {
    const char *from, *to, *fault;
} bad_forms[] = {
    {"{\"cells\": [\"#被检查单位\", \"{subject}\"]", "{\"cells\": [\"#被检查单位\", \"{subjekt}\"]",
     "body.forms[0].blocks[0].rows[0]"},
    {"{subject|20}：", "{subject|200}：", "body.forms[1].blocks[0]"},
    {"{subject|20}：", "{subject：", "body.forms[1].blocks[0]"},
    {"{source}[（编号：{evidence_ref}）]", "{source}[（编号：{evidence_ref}）", "body.forms[0]"},
    {"\"spans\": [1, 3]", "\"spans\": [1, 2]", "body.forms[0].blocks[0].rows[0]"},
    {"\"when\": \"joint\"", "\"when\": \"jointly\"", "body.forms[0].blocks[0].rows[8]"},
    {"\"each\": \"checks\"", "\"each\": \"check\"", "body.forms[2].blocks[4]"},
    {"\"^{.severity}\"", "\"^{.code}\"", "body.forms[2]"},
    {"\"image\": \"enterprise_signature\"", "\"image\": \"seal\"", "body.forms[2]"},
    {"\"needs\": [\"subject\"", "\"needs\": [\"subjects\"", "body.forms[0].needs"},
    {"\"element\": \"recusal\", ", "", "body.forms[1].elements"},
    {"\"form\": \"notice\"", "\"form\": \"approval\"", "body.forms[1]"},
};

static void forms_that_would_go_wrong_are_refused(void **state)
{
    struct wr_str path;
    (void)state;

    assert_int_equal(load_changed("\"kind\"", "\"kind\"", &path), 0);
    for (size_t i = 0; i < WR_ARRAY_LEN(bad_forms); i++) {
        int rc = load_changed(bad_forms[i].from, bad_forms[i].to, &path);
        if (rc != WR_EINVALID || wr_str_find(path, wr_str(bad_forms[i].fault)) < 0)
            fail_msg("%s: code %d, fault at " WR_FMT, bad_forms[i].to, rc, WR_ARG(path));
    }
}

static void every_example_comes_out_as_written(void **state)
{
    struct wr_rules *r = NULL;
    struct wr_str diff;
    (void)state;

    for (size_t i = 0; i < wr_pack_files_n; i++)
        if (strcmp(wr_pack_files[i].path, PACK) == 0)
            assert_int_equal(wr_rules_load_files(&ctx, &wr_pack_files[i], 1, &r), 0);
    assert_int_equal(wr_rules_use_kinds(&ctx, r, kinds), 0);
    const struct wr_pack *p = wr_rules_at(r, 0);
    const struct wr_paper_forms *forms = p->typed;
    assert_int_equal(forms->forms.n, 7);
    assert_true(wr_json_len(p->examples) >= 10);
    for (size_t i = 0; i < wr_json_len(p->examples); i++) {
        assert_int_equal(
            wr_paper_run_example(&ctx, p, wr_json_at(p->examples, i), WR_S("examples"), &diff), 0);
        if (diff.n > 0)
            fail_msg("example %zu: " WR_FMT, i, WR_ARG(diff));
    }
    wr_rules_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(templates_leave_open_what_is_not_known, begin, end),
        cmocka_unit_test_setup_teardown(rows_take_columns_of_their_item, begin, end),
        cmocka_unit_test_setup_teardown(forms_that_would_go_wrong_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(every_example_comes_out_as_written, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
