/* Rule packs of visits: worked examples, faults by place, differences, check-lists. */
#include "rules/rules_diff.h"
#include "visit_world.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- packs -------------------------------------------------------------------------------------- */

static void test_worked_examples(void **state)
{
    struct world *w = *state;
    size_t n = 0;
    for (size_t i = 0; i < wr_rules_count(w->rules); i++) {
        const struct wr_pack *p = wr_rules_at(w->rules, i);
        const struct wr_pack_kind *k = wr_rules_kind_of(w->rules, p);
        for (size_t e = 0; e < wr_json_len(p->examples); e++, n++) {
            struct wr_str diff = {0};
            assert_int_equal(
                k->run_example(&w->ctx, p, wr_json_at(p->examples, e), WR_S("example"), &diff), 0);
            if (diff.p) {
                fail_msg(WR_FMT " example %zu: " WR_FMT, WR_ARG(p->id), e, WR_ARG(diff));
            }
        }
    }
    assert_true(n >= 40);
}

static void test_packs_speak(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < wr_rules_count(w->rules); i++) {
        struct wr_buf b;
        wr_buf_init(&b, 1 << 20);
        const struct wr_pack *p = wr_rules_at(w->rules, i);
        wr_rules_kind_of(w->rules, p)->describe(&w->ctx, p, &b);
        assert_false(b.failed);
        assert_true(b.n > 500);
        wr_buf_done(&b);
    }
    struct wr_pack_overlap o[4];
    assert_int_equal(wr_rules_overlaps(w->rules, o, 4), 0);
}

static void test_diff(void **state)
{
    struct world *w = *state;
    struct wr_buf b;
    wr_buf_init(&b, 1 << 20);
    const struct wr_pack *p21 = wr_rules_by_id(w->rules, WR_S("visit-policy/default-2021"));
    const struct wr_pack *p26 = wr_rules_by_id(w->rules, WR_S("visit-policy/default-2026"));
    assert_int_equal(wr_rules_diff(&w->ctx, p26->body, p26->body, &b), 0);
    assert_true(wr_rules_diff(&w->ctx, p21->body, p26->body, &b) > 5);
    assert_true(
        wr_str_find(wr_buf_view(&b), WR_S("~ rules.BLOCK_CAP.effect: \"warn\" -> \"deny\"")) >= 0);
    assert_true(wr_str_find(wr_buf_view(&b), WR_S("~ repeats.month_max: 4 -> 3")) >= 0);
    wr_buf_done(&b);
}

/** Change one text of the 2026 pack and load it. @return the context's code; *first is the first fault's path */
static int load_changed(struct world *w, const char *from, const char *to, const char *path,
                        struct wr_str *first)
{
    const struct wr_pack_file *file = NULL;
    for (size_t i = 0; i < wr_pack_files_n; i++) {
        if (strcmp(wr_pack_files[i].path, "visit-policy/default-2026.json") == 0) {
            file = &wr_pack_files[i];
        }
    }
    if (!file) {
        fail_msg("the pack of 2026 is not embedded");
        return WR_EBUG;
    }
    struct wr_str text = {(const char *)file->p, file->n};
    ptrdiff_t cut = wr_str_find(text, wr_str(from));
    assert_true(cut >= 0);
    struct wr_str changed =
        wr_arena_printf(&w->arena, WR_FMT "%s" WR_FMT, (int)cut, text.p, to,
                        WR_ARG(wr_str_sub(text, (size_t)cut + strlen(from), text.n)));
    const struct wr_pack_file one = {path ? path : file->path, (const unsigned char *)changed.p,
                                     changed.n};
    struct wr_rules *r = NULL;
    wr_err_reset(&w->ctx);
    int rc = wr_rules_load_files(&w->ctx, &one, 1, &r);
    if (rc == 0) {
        rc = wr_rules_use_kinds(&w->ctx, r, kinds);
    }
    *first = w->ctx.err.faults ? w->ctx.err.faults->path : (struct wr_str){0};
    wr_rules_free(r);
    return rc;
}

static const struct {
    const char *from, *to, *path, *fault;
} bad_packs[] = {
    {"\"version\": \"2\"", "\"version\": \"3\"", NULL, NULL},
    {"\"version\": \"2\"", "\"version\": \"2\", \"colour\": 1", NULL,
     "visit-policy/default-2026.json: head.colour"},
    {"\"status\": \"proposal\"", "\"status\": \"maybe\"", NULL,
     "visit-policy/default-2026.json: head.status"},
    {"2026-01-01", "2026-02-30", NULL, "visit-policy/default-2026.json: head.valid_from"},
    {"\"valid_from\": \"2026-01-01\"",
     "\"valid_from\": \"2026-01-01\", \"valid_to\": \"2025-12-31\"", NULL,
     "visit-policy/default-2026.json: head.valid_to"},
    {"\"head\"", "\"haed\"", NULL, "visit-policy/default-2026.json: "},
    {"{", "[", NULL, "visit-policy/default-2026.json: "},
    {"\"version\": \"2\"", "\"version\": \"2\"", "visit-policy/other.json",
     "visit-policy/other.json: head.id"},
    {"\"version\": \"2\"", "\"version\": \"2\"", "nobody/default-2026.json",
     "nobody/default-2026.json: head.id"},
    {"\"id\": \"BLOCK_CAP\"", "\"id\": \"BLOCK_CAPS\"", NULL,
     "visit-policy/default-2026: body.rules[16].id"},
    {"\"id\": \"BLOCK_CAP\"", "\"id\": \"BLOCK_CERT\"", NULL,
     "visit-policy/default-2026: body.rules[16].id"},
    {"\"effect\": \"deny\"", "\"effect\": \"forbid\"", NULL,
     "visit-policy/default-2026: body.rules[0].effect"},
    {"\"risk\": \"high\", ", "", NULL, "visit-policy/default-2026: body.caps[0]"},
    {"\"cap\": 4", "\"cap\": 9999", NULL, "visit-policy/default-2026: body.caps[0].cap"},
    {"\"source\": \"plan\", \"default_class\": \"daily\"",
     "\"source\": \"plan\", \"default_class\": \"case\"", NULL,
     "visit-policy/default-2026: body.sources[0].default_class"},
    {"\"insp_class\": \"immediate\"", "\"insp_class\": \"daily\"", NULL,
     "visit-policy/default-2026: body.counts"},
    {"\"first_day\": 21", "\"first_day\": 28", NULL, NULL},
    {"\"last_day\": 31", "\"last_day\": 20", NULL,
     "visit-policy/default-2026: body.calendar.last_day"},
    {"\"roles\": [\"city_admin\", \"leader\"]", "\"roles\": [\"city_admin\", \"boss\"]", NULL,
     "visit-policy/default-2026: body.approvals[1].roles[1]"},
    {"\"roles\": [\"city_admin\", \"leader\"]", "\"roles\": []", NULL,
     "visit-policy/default-2026: body.approvals[1].roles"},
    {"{\"required\": false, \"citation\": \"帮扶",
     "{\"kind\": \"help\", \"required\": false, \"citation\": \"帮扶", NULL,
     "visit-policy/default-2026: body.approvals"},
    {"\"blackouts\": []",
     "\"blackouts\": [{\"from\": \"02-29\", \"to\": \"03-01\", \"text_zh\": \"x\", "
     "\"text_en\": \"x\", \"citation\": \"\", \"tag\": \"proposal\"}]",
     NULL, NULL},
    {"\"blackouts\": []",
     "\"blackouts\": [{\"from\": \"02-30\", \"to\": \"03-01\", \"text_zh\": \"x\", "
     "\"text_en\": \"x\", \"citation\": \"\", \"tag\": \"proposal\"}]",
     NULL, "visit-policy/default-2026: body.blackouts[0]"},
    {"\"blackouts\": []",
     "\"blackouts\": [{\"from\": \"2026-03-02\", \"to\": \"2026-03-01\", \"text_zh\": \"x\", "
     "\"text_en\": \"x\", \"citation\": \"\", \"tag\": \"proposal\"}]",
     NULL, "visit-policy/default-2026: body.blackouts[0]"},
    {"\"blackouts\": []",
     "\"blackouts\": [{\"from\": \"03-02\", \"to\": \"2026-03-03\", \"text_zh\": \"x\", "
     "\"text_en\": \"x\", \"citation\": \"\", \"tag\": \"proposal\"}]",
     NULL, "visit-policy/default-2026: body.blackouts[0]"},
    {"\"plate_signature\": 2000", "\"plate_signature\": 1999", NULL,
     "visit-policy/default-2026: body.proof.weights"},
    {"\"distance_far_m\": 1000", "\"distance_far_m\": 200", NULL,
     "visit-policy/default-2026: body.proof.distance_far_m"},
    {"\"exempt_sources\": [\"random_draw\"", "\"exempt_sources\": [\"draw\"", NULL,
     "visit-policy/default-2026: body.notice.exempt_sources[0]"},
    {"\"min_n\": 2", "\"min_n\": \"2\"", NULL, "visit-policy/default-2026: body.officers.min_n"},
};

static void test_bad_packs(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < WR_ARRAY_LEN(bad_packs); i++) {
        struct wr_str first;
        int rc = load_changed(w, bad_packs[i].from, bad_packs[i].to, bad_packs[i].path, &first);
        bool right = bad_packs[i].fault
                         ? rc == WR_EINVALID && wr_str_eq(first, wr_str(bad_packs[i].fault))
                         : rc == 0;
        if (!right) {
            fail_msg("case %zu: code %d, first fault \"" WR_FMT "\"", i, rc, WR_ARG(first));
        }
    }
    wr_err_reset(&w->ctx);
}

static void test_same_id_replaces(void **state)
{
    struct world *w = *state;
    char dir[] = "/tmp/wurao-rules-XXXXXX", path[128];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/visit-checklist", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/visit-checklist/default-2021.json", dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("{\"head\":{\"id\":\"visit-checklist/"
          "default-2021\",\"kind\":\"visit-checklist\",\"version\":\"9\",\"title_zh\":\"本地\","
          "\"title_en\":\"local\",\"issuer\":\"x\",\"jurisdiction\":\"\",\"valid_from\":\"2021-01-"
          "01\",\"status\":\"proposal\"},"
          "\"body\":{\"lists\":[{\"kind\":\"help\",\"items\":[]}]},\"examples\":[]}",
          f);
    assert_int_equal(fclose(f), 0);
    struct wr_rules *r = NULL;
    assert_int_equal(wr_rules_load(&w->ctx, dir, &r), 0);
    assert_int_equal(wr_rules_count(r), wr_rules_count(w->rules));
    assert_true(
        wr_str_eq(wr_rules_by_id(r, WR_S("visit-checklist/default-2021"))->version, WR_S("9")));
    wr_rules_free(r);
    assert_int_equal(remove(path), 0);
    snprintf(path, sizeof(path), "%s/visit-checklist", dir);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(dir), 0);
    assert_int_equal(wr_rules_load(&w->ctx, dir, &r), WR_EIO);
    wr_err_reset(&w->ctx);
}

static void test_checklists(void **state)
{
    struct world *w = *state;
    struct wr_checklist c;
    wr_checklist_on(&w->ctx, WR_VISIT_INSPECTION, at("2026-06-10"), &c);
    assert_true(c.items.n >= 8);
    assert_true(wr_checklist_item_find(&c, WR_S("A1"))->required);
    assert_null(wr_checklist_item_find(&c, WR_S("Z9")));
    wr_checklist_on(&w->ctx, WR_VISIT_HELP, at("2020-06-10"), &c);
    assert_int_equal(c.items.n, 0);
    assert_non_null(c.items.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_examples),
        cmocka_unit_test(test_packs_speak),
        cmocka_unit_test(test_diff),
        cmocka_unit_test(test_bad_packs),
        cmocka_unit_test(test_same_id_replaces),
        cmocka_unit_test(test_checklists),
    };
    return cmocka_run_group_tests_name("visit_packs", tests, set_up, tear_down);
}
