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
        assert_true(b.n > 50);
        wr_buf_done(&b);
    }
    struct wr_pack_overlap o[4];
    assert_int_equal(wr_rules_overlaps(w->rules, o, 4), 0);
}

static bool has_change(const struct wr_list *changes, int64_t op, const char *path,
                       const char *words)
{
    const struct wr_pack_change *c = changes->p;
    for (size_t i = 0; i < changes->n; i++) {
        if (c[i].op == op && wr_str_eq(c[i].path, wr_str(path))) {
            return wr_str_find(c[i].words, wr_str(words)) >= 0;
        }
    }
    return false;
}

static void test_diff(void **state)
{
    struct world *w = *state;
    struct wr_list c;
    const struct wr_field *f = wr_visit_policy_kind.body;
    const struct wr_pack *p21 = wr_rules_by_id(w->rules, WR_S("visit-policy/default-2021"));
    const struct wr_pack *p26 = wr_rules_by_id(w->rules, WR_S("visit-policy/default-2026"));
    assert_int_equal(wr_rules_diff(&w->ctx, f, p26->body, p26->body, &c), 0);
    assert_int_equal(c.n, 0);
    assert_true(wr_rules_diff(&w->ctx, f, p21->body, p26->body, &c) > 5);
    assert_true(has_change(&c, WR_CHANGE_CHANGED, "rules.BLOCK_CAP.effect",
                           "规则〔BLOCK_CAP〕 效力：警告 → 禁止"));
    assert_true(has_change(&c, WR_CHANGE_CHANGED, "repeats.month_max", "频次提示 每月：4 → 3"));
    assert_true(has_change(&c, WR_CHANGE_ADDED, "caps.风险 高风险", "年度上限 4"));
    assert_true(has_change(&c, WR_CHANGE_CHANGED, "caps.其余.cap", "4 → 2"));
    assert_true(has_change(&c, WR_CHANGE_ADDED, "approvals.入企类型 检查，检查类别 专项检查",
                           "批准人 市级管理员、局领导"));
    assert_true(has_change(&c, WR_CHANGE_CHANGED, "sources.plan.classes",
                           "来源〔年度计划〕 可用类别：日常检查、专项检查、个案检查、即时检查 → "
                           "日常检查、专项检查"));
    assert_true(has_change(&c, WR_CHANGE_CHANGED, "rules.NO_CODE.tag", "建议 → 规定"));
    /* Without the table of fields: plain names. */
    assert_true(wr_rules_diff(&w->ctx, NULL, p21->body, p26->body, &c) > 5);
    assert_true(
        has_change(&c, WR_CHANGE_CHANGED, "calendar.first_day", "calendar first_day：1 → 21"));
}

static struct wr_json *json(struct world *w, const char *text)
{
    struct wr_json *j = wr_json_parse(&w->ctx, wr_str(text));
    assert_non_null(j);
    return j;
}

/** Where the first row that fits decides, its order is a difference; elsewhere it is none. */
static void test_diff_order(void **state)
{
    struct world *w = *state;
    struct wr_list c;
    struct wr_json *a =
        json(w, "{\"caps\":[{\"risk\":\"high\",\"cap\":4},{\"class\":\"key\",\"cap\":3},"
                "{\"cap\":2}],\"rules\":[{\"id\":\"A\"},{\"id\":\"B\"}]}");
    struct wr_json *b =
        json(w, "{\"caps\":[{\"class\":\"key\",\"cap\":3},{\"risk\":\"high\",\"cap\":4},"
                "{\"cap\":2}],\"rules\":[{\"id\":\"B\"},{\"id\":\"A\"}]}");
    assert_int_equal(wr_rules_diff(&w->ctx, wr_visit_policy_kind.body, a, b, &c), 1);
    assert_true(has_change(&c, WR_CHANGE_ORDER, "caps", "次序变动"));
    struct wr_json *d = json(w, "{\"caps\":[{\"cap\":2}],\"rules\":[{\"id\":\"A\"}]}");
    assert_int_equal(wr_rules_diff(&w->ctx, wr_visit_policy_kind.body, a, d, &c), 3);
    assert_true(has_change(&c, WR_CHANGE_REMOVED, "caps.风险 高风险", "删除"));
    assert_true(has_change(&c, WR_CHANGE_REMOVED, "rules.B", "删除"));
    wr_json_free(a);
    wr_json_free(b);
    wr_json_free(d);
}

static const struct wr_pack_file *embedded(const char *path)
{
    for (size_t i = 0; i < wr_pack_files_n; i++) {
        if (strcmp(wr_pack_files[i].path, path) == 0) {
            return &wr_pack_files[i];
        }
    }
    fail_msg("%s is not embedded", path);
    return NULL;
}

/** Change one text of the 2026 policy and load it alone. @param ret  to be freed, also after a failure */
static int load_with(struct world *w, const char *from, const char *to, const char *path,
                     struct wr_rules **ret)
{
    const struct wr_pack_file *file = embedded("visit-policy/default-2026.json");
    struct wr_str text = {(const char *)file->p, file->n};
    ptrdiff_t cut = wr_str_find(text, wr_str(from));
    assert_true(cut >= 0);
    struct wr_str changed =
        wr_arena_printf(&w->arena, WR_FMT "%s" WR_FMT, (int)cut, text.p, to,
                        WR_ARG(wr_str_sub(text, (size_t)cut + strlen(from), text.n)));
    const struct wr_pack_file one = {path ? path : file->path, (const unsigned char *)changed.p,
                                     changed.n};
    *ret = NULL;
    wr_err_reset(&w->ctx);
    int rc = wr_rules_load_files(&w->ctx, &one, 1, ret);
    if (rc == 0) {
        rc = wr_rules_use_kinds(&w->ctx, *ret, wr_all_pack_kinds);
    }
    return rc;
}

/** @return the context's code; *first is the first fault's path */
static int load_changed(struct world *w, const char *from, const char *to, const char *path,
                        struct wr_str *first)
{
    struct wr_rules *r;
    int rc = load_with(w, from, to, path, &r);
    *first = w->ctx.err.faults ? w->ctx.err.faults->path : (struct wr_str){0};
    wr_rules_free(r);
    return rc;
}

/* ---- what an author should look at -------------------------------------------------------------- */

static void test_shipped_packs_need_no_look(void **state)
{
    struct world *w = *state;
    struct wr_pack_gap g[4];
    assert_int_equal(wr_rules_gaps(&w->ctx, w->rules, g, 4), 0);
    for (size_t i = 0; i < wr_rules_count(w->rules); i++) {
        const struct wr_pack *p = wr_rules_at(w->rules, i);
        struct wr_pack_review review = {.pack = p->id};
        const struct wr_pack_kind *k = wr_rules_kind_of(w->rules, p);
        if (k->review) {
            k->review(&w->ctx, p, &review);
        }
        if (review.n > 0) {
            fail_msg(WR_FMT " " WR_FMT ": " WR_FMT, WR_ARG(p->id), WR_ARG(review.notes[0].path),
                     WR_ARG(review.notes[0].en));
        }
    }
}

static void test_review(void **state)
{
    static const char window[] =
        "\"text_zh\":\"x\",\"text_en\":\"x\",\"citation\":\"\",\"tag\":\"proposal\"}]";
    static const struct {
        const char *from, *to, *path;
    } cases[] = {
        {"{\"risk\": \"high\", \"cap\": 4",
         "{\"risk\": \"high\", \"cap\": 4, \"citation\": \"\", \"tag\": \"proposal\"}, "
         "{\"risk\": \"high\", \"class\": \"key\", \"cap\": 3",
         "caps[1]"},
        {"{\"insp_class\": \"daily\", \"counts\": true",
         "{\"kind\": \"inspection\", \"counts\": true, \"text_zh\": \"x\", \"text_en\": \"x\", "
         "\"citation\": \"\", \"tag\": \"proposal\"}, {\"insp_class\": \"daily\", \"counts\": true",
         "counts[5]"},
        {"{\"kind\": \"inspection\", \"source\": \"emergency\", \"required\": true",
         "{\"kind\": \"inspection\", \"required\": true, \"roles\": [\"leader\"], \"citation\": "
         "\"\", \"tag\": \"proposal\"}, {\"kind\": \"inspection\", \"source\": \"emergency\", "
         "\"required\": true",
         "approvals[1]"},
        {"{\"id\": \"BLOCK_CALENDAR\", \"effect\": \"off\"",
         "{\"id\": \"BLOCK_CALENDAR\", \"effect\": \"info\"", NULL},
        {"\"blackouts\": []", "\"blackouts\": [{\"from\":\"2025-01-01\",\"to\":\"2025-12-31\",",
         "blackouts[0]"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_rules *r;
        bool is_window = wr_str_ends(wr_str(cases[i].to), WR_S(","));
        const char *to =
            is_window ? wr_arena_printf(&w->arena, "%s%s", cases[i].to, window).p : cases[i].to;
        assert_int_equal(load_with(w, cases[i].from, to, NULL, &r), 0);
        const struct wr_pack *p = wr_rules_at(r, 0);
        struct wr_pack_review review = {.pack = p->id};
        wr_rules_kind_of(r, p)->review(&w->ctx, p, &review);
        /* The rule of days has no bound an example of June could miss: it fires in those there are. */
        if (cases[i].path ? review.n == 0 || !wr_str_eq(review.notes[0].path, wr_str(cases[i].path))
                          : review.n != 0) {
            fail_msg("case %zu: %zu notes, first " WR_FMT, i, review.n,
                     WR_ARG(review.n > 0 ? review.notes[0].path : WR_S("-")));
        }
        wr_rules_free(r);
    }
    /* A rule that is on and never fires in an example. */
    struct wr_rules *r;
    assert_int_equal(load_with(w, "\"stage\": \"preview\", \"approval\": \"none\"",
                               "\"stage\": \"plan\", \"approval\": \"none\"", NULL, &r),
                     0);
    const struct wr_pack *p = wr_rules_at(r, 0);
    struct wr_pack_review review = {.pack = p->id};
    wr_visit_policy_kind.review(&w->ctx, p, &review);
    assert_int_equal(review.n, 1);
    assert_true(wr_str_eq(review.notes[0].path, WR_S("rules.NEED_APPROVAL")));
    wr_rules_free(r);
}

static void test_gaps(void **state)
{
    struct world *w = *state;
    struct wr_rules *r = NULL;
    struct wr_pack_gap g[4] = {0};
    struct wr_pack_file old = *embedded("visit-policy/default-2021.json");
    struct wr_pack_file now = *embedded("visit-policy/default-2026.json");
    assert_int_equal(wr_rules_load_files(&w->ctx, &old, 1, &r), 0);
    assert_int_equal(wr_rules_gaps(&w->ctx, r, g, 4), 1);
    assert_true(wr_str_eq(g[0].from, WR_S("2026-01-01")) && g[0].to.n == 0);
    wr_rules_free(r);
    /* The old one ends a month before the new one begins. */
    struct wr_str text = {(const char *)old.p, old.n};
    ptrdiff_t at_to = wr_str_find(text, WR_S("2025-12-31"));
    assert_true(at_to > 0);
    struct wr_str cut = wr_arena_printf(&w->arena, WR_FMT "2025-11-30" WR_FMT, (int)at_to, text.p,
                                        WR_ARG(wr_str_sub(text, (size_t)at_to + 10, text.n)));
    const struct wr_pack_file two[] = {{old.path, (const unsigned char *)cut.p, cut.n}, now};
    assert_int_equal(wr_rules_load_files(&w->ctx, two, 2, &r), 0);
    assert_int_equal(wr_rules_gaps(&w->ctx, r, g, 4), 1);
    assert_true(wr_str_eq(g[0].from, WR_S("2025-12-01")) && wr_str_eq(g[0].to, WR_S("2025-12-31")));
    wr_rules_free(r);
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

static void test_checklists_that_fit(void **state)
{
    static const struct {
        const char *industry;
        int64_t permit_class;
        const char *has, *has_not;
    } cases[] = {
        {"C2319", WR_PERMIT_CLASS_NONE, "V1", "W1"},
        {"2319", WR_PERMIT_CLASS_NONE, "V1", "D1"},
        {"c2614", WR_PERMIT_CLASS_NONE, "D1", "V1"},
        {"C2641", WR_PERMIT_CLASS_KEY, "K1", "T1"},
        {"", WR_PERMIT_CLASS_NONE, "A1", "V1"},
        {"C", WR_PERMIT_CLASS_NONE, "A1", "V1"},
        {"C2", WR_PERMIT_CLASS_NONE, "A1", "D1"},
        {"D4411", WR_PERMIT_CLASS_SIMPLIFIED, "T1", "K1"},
    };
    struct world *w = *state;
    struct wr_checklist c, base;
    wr_checklist_on(&w->ctx, WR_VISIT_INSPECTION, at("2026-06-10"), &base);
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        assert_int_equal(wr_checklist_for(&w->ctx, WR_VISIT_INSPECTION, at("2026-06-10"),
                                          wr_str(cases[i].industry), cases[i].permit_class, &c),
                         0);
        const struct wr_checklist_item *items = c.items.p;
        if (!wr_checklist_item_find(&c, wr_str(cases[i].has)) ||
            wr_checklist_item_find(&c, wr_str(cases[i].has_not))) {
            fail_msg("case %zu", i);
        }
        assert_true(c.items.n >= base.items.n && wr_str_eq(items[0].code, WR_S("A1")));
        assert_true(wr_str_eq(c.version, WR_S("visit-checklist/default-2026 v1")));
        for (size_t k = 0; k < c.items.n; k++) { /* what is on top says where it is from */
            assert_true((items[k].list_zh.n > 0) == (k >= base.items.n));
        }
    }
    assert_int_equal(wr_checklist_for(&w->ctx, WR_VISIT_INSPECTION, at("2026-06-10"), WR_S("C2319"),
                                      WR_PERMIT_CLASS_NONE, &c),
                     0);
    const struct wr_checklist_item *v1 = wr_checklist_item_find(&c, WR_S("V1"));
    assert_true(v1->evidence == WR_EVIDENCE_PHOTO && v1->hint_zh.n > 0);
    /* An older visit has the list of its day. */
    assert_int_equal(wr_checklist_for(&w->ctx, WR_VISIT_INSPECTION, at("2023-06-10"), WR_S("C2319"),
                                      WR_PERMIT_CLASS_KEY, &c),
                     0);
    assert_null(wr_checklist_item_find(&c, WR_S("V1")));
    assert_int_equal(wr_checklist_for(&w->ctx, WR_VISIT_HELP, at("2020-01-01"), WR_S("C2319"),
                                      WR_PERMIT_CLASS_KEY, &c),
                     0);
    assert_int_equal(c.items.n, 0);
}

#define BASE                                                                                       \
    "{\"kind\":\"inspection\",\"items\":[{\"code\":\"A\",\"text_zh\":\"x\",\"text_en\":\"x\","     \
    "\"required\":true}]}"
#define MORE(id, conditions, code)                                                                 \
    ",{\"id\":\"" id                                                                               \
    "\",\"kind\":\"inspection\",\"title_zh\":\"t\",\"title_en\":\"t\"," conditions                 \
    ",\"items\":[{\"code\":\"" code "\",\"text_zh\":\"x\",\"text_en\":\"x\",\"required\":true}]}"
#define OF(prefix) "\"industry\":[\"" prefix "\"],\"industry_edition\":\"2017\""

static void test_bad_checklists(void **state)
{
    static const struct {
        const char *lists, *fault;
    } cases[] = {
        {BASE, NULL},
        {BASE MORE("a", OF("26"), "B") MORE("b", OF("17"), "B"), NULL}, /* never together */
        {BASE MORE("a", OF("26"), "B") MORE("b", OF("2614"), "B"), "body.lists[2].items[0].code"},
        {BASE MORE("a", OF("26"), "B") MORE("b", "\"permit_class\":\"key\"", "B"),
         "body.lists[2].items[0].code"},
        {BASE MORE("a", "\"permit_class\":\"simplified\"", "B")
             MORE("b", "\"permit_class\":\"key\"", "B"),
         NULL},
        {BASE MORE("a", OF("26"), "A"), "body.lists[1].items[0].code"},
        {BASE MORE("a", OF("26"), "B") MORE("a", OF("17"), "C"), "body.lists[2].id"},
        {BASE MORE("a", OF("C26"), "B"), "body.lists[1].industry[0]"},
        {BASE MORE("a", OF("2"), "B"), "body.lists[1].industry[0]"},
        {BASE MORE("a", "\"industry\":[\"26\"]", "B"), "body.lists[1].industry_edition"},
        {BASE MORE("", OF("26"), "B"), "body.lists[1].id"},
        {BASE "," BASE, "body.lists[1].items[0].code"},
        {BASE ",{\"kind\":\"help\",\"permit_class\":\"key\",\"id\":\"x\",\"title_zh\":\"t\","
              "\"title_en\":\"t\",\"items\":[]}",
         "body.lists"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_str text = wr_arena_printf(
            &w->arena,
            "{\"head\":{\"id\":\"visit-checklist/"
            "x\",\"kind\":\"visit-checklist\",\"version\":\"1\","
            "\"title_zh\":\"x\",\"title_en\":\"x\",\"issuer\":\"x\",\"jurisdiction\":\"\","
            "\"valid_from\":\"2026-01-01\",\"status\":\"proposal\"},\"body\":{\"lists\":[%s]},"
            "\"examples\":[]}",
            cases[i].lists);
        const struct wr_pack_file one = {"visit-checklist/x.json", (const unsigned char *)text.p,
                                         text.n};
        struct wr_rules *r = NULL;
        wr_err_reset(&w->ctx);
        int rc = wr_rules_load_files(&w->ctx, &one, 1, &r);
        rc = rc == 0 ? wr_rules_use_kinds(&w->ctx, r, wr_all_pack_kinds) : rc;
        struct wr_str first = w->ctx.err.faults ? w->ctx.err.faults->path : WR_S("");
        bool right = cases[i].fault
                         ? rc == WR_EINVALID && wr_str_ends(first, wr_str(cases[i].fault))
                         : rc == 0;
        wr_rules_free(r);
        if (!right) {
            fail_msg("case %zu: code %d, first fault " WR_FMT, i, rc, WR_ARG(first));
        }
    }
    wr_err_reset(&w->ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_examples),
        cmocka_unit_test(test_packs_speak),
        cmocka_unit_test(test_diff),
        cmocka_unit_test(test_diff_order),
        cmocka_unit_test(test_shipped_packs_need_no_look),
        cmocka_unit_test(test_review),
        cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_checklists_that_fit),
        cmocka_unit_test(test_bad_checklists),
        cmocka_unit_test(test_bad_packs),
        cmocka_unit_test(test_same_id_replaces),
        cmocka_unit_test(test_checklists),
    };
    return cmocka_run_group_tests_name("visit_packs", tests, set_up, tear_down);
}
