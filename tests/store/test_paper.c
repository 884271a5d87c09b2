/* Papers on both engines: what is missing, who may have them, and that they say what was recorded. */
#include "visit_world.h"

#include "app/embedded.h"
#include "codec/image.h"
#include "modules/paper/paper_load.h"
#include "modules/visit/visit_life.h"
#include "modules/visit/visit_mission_use.h"

#include <stdio.h>
#include <stdlib.h>

static const struct wr_paper_of NOTHING = {0};

/** A squiggle on white, as a phone sends it. */
static struct wr_str squiggle(struct wr_ctx *ctx, int seed)
{
    enum { W = 600, H = 200 };
    struct wr_image img = {.width = W, .height = H, .rgb = wr_arena_alloc(ctx->arena, W * H * 3)};
    struct wr_str jpeg;

    memset(img.rgb, 255, W * H * 3);
    for (int x = 60; x < W - 60; x++) {
        int y = H / 2 + (x * (seed + 3) / 7 % 60) - 30;
        for (int t = -3; t <= 3; t++)
            memset(img.rgb + ((y + t) * W + x) * 3, 30, 3);
    }
    store_ok(ctx, wr_image_encode_jpeg(ctx, &img, 80, &jpeg));
    return jpeg;
}

static void admin(struct world *w, struct wr_ctx *ctx)
{
    world_as(ctx, WR_ROLE_DISTRICT_ADMIN, 0);
    ctx->actor.user_id = 900;
    ctx->actor.district_id = w->district[0];
}

/** Apply for an inspection of enterprise 0 by officers 0 and 1. */
static struct wr_mission apply(struct world *w, struct wr_str uid)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_mission m;
    world_as_officer(w, ctx, 0);
    const struct wr_mission_new in = {.uid = uid,
                                      .enterprise_id = w->enterprise[0],
                                      .kind = WR_VISIT_INSPECTION,
                                      .source = WR_SOURCE_PLAN,
                                      .evidence_ref = WR_S("2026-ZY-007"),
                                      .reason = WR_S("排污许可执行情况检查"),
                                      .basis = WR_S("《排污许可管理条例》"),
                                      .scope = WR_S("排污许可、治理设施、台账"),
                                      .second_officer_id = w->officer[1],
                                      .assistants = WR_S("赵某、钱某"),
                                      .planned_from = WR_S("2026-06-10"),
                                      .planned_to = WR_S("2026-06-12")};
    store_ok(ctx, wr_mission_svc_submit(ctx, &in, &m));
    return m;
}

static const struct wr_paper *paper_of(const struct wr_list *papers, const char *form)
{
    const struct wr_paper *p = papers->p;
    for (size_t i = 0; i < papers->n; i++)
        if (wr_str_eq(p[i].form, wr_str(form)))
            return &p[i];
    return NULL;
}

static bool lacks(const struct wr_paper *p, const char *name)
{
    const struct wr_str *m = p->missing.p;
    for (size_t i = 0; i < p->missing.n; i++)
        if (wr_str_eq(m[i], wr_str(name)))
            return true;
    return false;
}

struct reading {
    struct wr_paper_of of;
    const char *form;
    struct wr_str text;
};

static int text_tx(struct wr_tx *tx, void *arg)
{
    struct reading *r = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_paper_case c;
    struct wr_paper_facts f;
    const struct wr_paper_forms *forms;
    struct wr_doc d;
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    wr_buf_init(&b, 1 << 20);
    int rc = wr_paper_load_in(tx, r->of, &c);
    if (rc == 0)
        rc = wr_paper_forms_on(ctx, c.day_ms, &forms);
    const struct wr_paper_form *form = rc == 0 ? wr_paper_form_find(forms, wr_str(r->form)) : NULL;
    if (rc == 0)
        rc = wr_paper_facts_in(tx, &c, form->mission, false, &f);
    if (rc == 0)
        rc = wr_paper_fill(ctx, forms, form, &f, &d);
    if (rc == 0)
        wr_doc_text(&d, &b);
    r->text = wr_arena_dup(ctx->arena, wr_buf_view(&b));
    return rc;
}

static struct wr_str text_of(struct wr_ctx *ctx, struct wr_paper_of of, const char *form)
{
    struct reading r = {of, form, {0}};
    store_ok(ctx, wr_tx_run(ctx, WR_TX_READ, "test.text", text_tx, &r));
    return r.text;
}

static void assert_says(struct wr_str text, const char *what)
{
    if (wr_str_find(text, wr_str(what)) < 0)
        fail_msg("“%s” is not in:\n" WR_FMT, what, WR_ARG(text));
}

static int make(struct wr_ctx *ctx, struct wr_paper_of of, const char *form,
                enum wr_paper_format format)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_str filename;
    const char *dir = getenv("WURAO_DOC_OUT");
    char path[256];
    wr_err_reset(ctx);
    wr_buf_init(&b, WR_DOC_BYTES_MAX);
    int rc = wr_paper_svc_file(ctx, of, wr_str(form), format, &b, &filename);
    if (rc < 0)
        return rc;
    assert_true(b.n > 2000 && memcmp(b.p, format == WR_PAPER_PDF ? "%PDF" : "PK\x03\x04", 4) == 0);
    assert_true(wr_str_ends(filename, format == WR_PAPER_PDF ? WR_S(".pdf") : WR_S(".docx")));
    if (dir) { /* to look at */
        (void)snprintf(path, sizeof(path), "%s/%s-%s.%s", dir, of.mission ? "m" : "v", form,
                       format == WR_PAPER_PDF ? "pdf" : "docx");
        FILE *f = fopen(path, "wb");
        assert_true(f && fwrite(b.p, 1, b.n, f) == b.n);
        (void)fclose(f);
    }
    return 0;
}

static const struct wr_stmt Q_EVENTS = {
    .name = "test_paper_events",
    .sql = "SELECT COUNT(*) FROM audit_leaf WHERE action = 'paper.make'",
    .params = "",
    .cols = "i"};

static int events_tx(struct wr_tx *tx, void *arg)
{
    return wr_query_i64(tx, &Q_EVENTS, arg);
}

static int64_t events(struct wr_ctx *ctx)
{
    int64_t n = 0;
    store_ok(ctx, wr_tx_run(ctx, WR_TX_READ, "test.events", events_tx, &n));
    return n;
}

/* ---- a mission ------------------------------------------------------------------------------------- */

static void a_mission_has_approval_and_notice(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_list papers;
    struct wr_mission m = apply(&w, WR_S("aaaaaaaa-0000-4000-8000-000000000001"));
    const struct wr_paper_of of = {true, m.id};

    store_ok(ctx, wr_paper_svc_list(ctx, of, &papers));
    assert_int_equal(papers.n, 2);
    assert_true(lacks(paper_of(&papers, "approval"), "审批意见"));
    assert_false(lacks(paper_of(&papers, "approval"), "法律依据"));
    assert_false(paper_of(&papers, "notice")->ready);
    store_ok(ctx, make(ctx, of, "approval", WR_PAPER_DOCX)); /* for a signature by hand */
    assert_says(text_of(ctx, of, "approval"), "审批人：__________　　____年__月__日");
    assert_int_equal(make(ctx, of, "notice", WR_PAPER_PDF), WR_ECONFLICT);
    assert_int_equal(ctx->err.key, WR_K_paper_not_approved);
    assert_int_equal(make(ctx, of, "record", WR_PAPER_PDF), WR_ENOTFOUND);

    admin(&w, ctx);
    store_ok(ctx, wr_mission_svc_approve(ctx, m.id, WR_S("按计划实施"), &m));
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]); /* not told yet: it must not learn of it */
    assert_int_equal(wr_paper_svc_list(ctx, of, &papers), WR_ENOTFOUND);
    world_as_officer(&w, ctx, 0);
    const struct wr_mission_notice told = {.how = WR_NOTICE_APP};
    store_ok(ctx, wr_mission_svc_notify(ctx, m.id, &told, &m));
    struct wr_str notice = text_of(ctx, of, "notice");
    assert_says(notice, "环检通〔2026〕1号");
    assert_says(notice, "依据《排污许可管理条例》，经本机关负责人批准（审批编号：检审〔2026〕");
    assert_says(notice, "检查类别 | 日常检查");
    assert_says(notice, "任务来源 | 年度计划（编号：2026-ZY-007）");
    assert_says(notice, "检查时间 | 2026年6月10日至2026年6月12日");
    assert_says(notice, "执法员1（执法证号：ZZ0001）、执法员2（执法证号：ZZ0002）");
    assert_says(notice, "协助人员 | 2人（赵某、钱某）");
    assert_says(notice, "为本年度第1次，年度上限2次");
    assert_says(notice, "有权申请其回避");
    assert_says(text_of(ctx, of, "approval"), "同意。按计划实施");

    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_paper_svc_list(ctx, of, &papers));
    assert_int_equal(papers.n, 1);
    assert_true(paper_of(&papers, "notice")->ready);
    store_ok(ctx, make(ctx, of, "notice", WR_PAPER_PDF));
    assert_int_equal(make(ctx, of, "approval", WR_PAPER_PDF), WR_ENOTFOUND);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[1]);
    assert_int_equal(wr_paper_svc_list(ctx, of, &papers), WR_ENOTFOUND);
    world_as_officer(&w, ctx, 9); /* of the other district */
    assert_int_equal(make(ctx, of, "notice", WR_PAPER_PDF), WR_ENOTFOUND);
    world_as_officer(&w, ctx, 0);
    assert_int_equal(events(ctx), 2); /* only the two that were made */
    world_verify(&w);
}

/* ---- a visit --------------------------------------------------------------------------------------- */

static struct wr_visit_items_put answers(struct wr_ctx *ctx, const struct wr_visit *v)
{
    const struct wr_visit_item *it = v->items.p;
    struct wr_visit_answer *a = wr_arena_array(ctx->arena, v->items.n, sizeof(*a));
    for (size_t i = 0; i < v->items.n; i++)
        a[i] = (struct wr_visit_answer){
            .code = it[i].code, .result = WR_ITEM_OK, .note = WR_S("现场查看")};
    a[2].result = WR_ITEM_PROBLEM;
    return (struct wr_visit_items_put){.items = {a, v->items.n}};
}

static void sign(struct wr_ctx *ctx, int64_t visit, int64_t kind, int seed)
{
    struct wr_visit_photo p;
    const struct wr_visit_photo_query q = {.kind = kind, .taken_ms = wr_ctx_now(ctx)};
    store_ok(ctx, wr_visit_svc_add_photo(ctx, visit, &q, squiggle(ctx, seed), &p));
}

/** The visit of an approved mission, carried out and told. */
static int64_t whole_visit(struct world *w)
{
    struct wr_ctx *ctx = &w->s->ctx;
    struct wr_mission m = apply(w, WR_S("aaaaaaaa-0000-4000-8000-000000000002"));
    struct wr_visit v;
    struct wr_visit_finding f;
    admin(w, ctx);
    store_ok(ctx, wr_mission_svc_approve(ctx, m.id, (struct wr_str){0}, &m));
    store_ok(ctx, world_check_in(w, 0, 1, 0, 1, &v));
    int64_t id = v.id;
    store_ok(ctx, wr_visit_svc_get(ctx, id, &v));
    const struct wr_visit_items_put items = answers(ctx, &v);
    store_ok(ctx, wr_visit_svc_put_items(ctx, id, &items, &v));
    const struct wr_visit_finding_new fin = {.uid = WR_S("bbbbbbbb-0000-4000-8000-000000000001"),
                                             .text = WR_S("危险废物台账缺2月记录"),
                                             .severity = WR_SEVERITY_SLIGHT,
                                             .item_code = WR_S("B7")};
    store_ok(ctx, wr_visit_svc_add_finding(ctx, id, &fin, &f));
    sign(ctx, id, WR_PHOTO_SCENE, 1);
    sign(ctx, id, WR_PHOTO_SIGNATURE, 2);
    sign(ctx, id, WR_PHOTO_SIGNATURE, 3); /* signed again: the last one counts */
    sign(ctx, id, WR_PHOTO_OFFICER_SIGNATURE, 4);
    sign(ctx, id, WR_PHOTO_OFFICER_SIGNATURE, 5);
    w->s->clock.now_ms += INT64_C(88) * 60000;
    const struct wr_visit_check_out out = {.conclusion = WR_CONCLUSION_ADVICE,
                                           .summary =
                                               WR_S("治理设施运行正常，台账已当场指导补记。"),
                                           .confirm = true};
    store_ok(ctx, wr_visit_svc_check_out(ctx, id, &out, &v));
    return id;
}

static void the_record_says_what_was_done(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_list papers;
    int64_t id = whole_visit(&w);
    const struct wr_paper_of of = {false, id};

    struct wr_str t = text_of(ctx, of, "record");
    assert_says(t, "被检查单位 | 试验第1厂");
    assert_says(t, "检查时间 | 2026年6月10日12时00分至2026年6月10日13时28分");
    assert_says(t, "计入年度频次：本年度第1次，年度上限2次。");
    assert_says(t, "执法证号 | ZZ0001、ZZ0002");
    assert_says(t, "法律依据 | 《排污许可管理条例》");
    assert_says(t, "| 有问题 | 现场查看");
    assert_says(t, "1 | 危险废物台账缺2月记录 | 轻微 | B7");
    assert_says(t, "检查结论：提出建议。现场拍摄照片1张。");
    assert_says(t, "申请其回避");
    assert_says(t, "现场负责人 |  | 联系电话 | "); /* nobody told us who it was */
    store_ok(ctx, wr_paper_svc_list(ctx, of, &papers));
    assert_int_equal(papers.n, 7);
    assert_true(paper_of(&papers, "record")->ready);
    assert_true(lacks(paper_of(&papers, "result"), "结果告知日期"));
    const struct wr_visit_result told = {.how = 1, .note = WR_S("")};
    struct wr_visit v;
    store_ok(ctx, wr_visit_svc_tell_result(ctx, id, &told, &v));
    store_ok(ctx, wr_paper_svc_list(ctx, of, &papers));
    assert_true(paper_of(&papers, "result")->ready);

    const struct wr_paper *p = papers.p;
    for (size_t i = 0; i < papers.n; i++)
        for (int format = WR_PAPER_PDF; format <= WR_PAPER_DOCX; format++) {
            const char *form = wr_arena_cstr(ctx->arena, p[i].form);
            store_ok(ctx, make(ctx, of, form, (enum wr_paper_format)format));
        }
    assert_int_equal(events(ctx), 14);
    world_verify(&w);
}

static void readers_get_what_is_theirs(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_list papers;
    struct wr_visit help;
    const struct wr_paper_of of = {false, whole_visit(&w)};

    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    store_ok(ctx, wr_paper_svc_list(ctx, of, &papers));
    assert_int_equal(papers.n, 3);
    assert_non_null(paper_of(&papers, "notice"));
    assert_non_null(paper_of(&papers, "record"));
    assert_non_null(paper_of(&papers, "result"));
    assert_int_equal(make(ctx, of, "inquiry", WR_PAPER_PDF), WR_ENOTFOUND);
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[1]);
    assert_int_equal(make(ctx, of, "record", WR_PAPER_PDF), WR_ENOTFOUND);
    world_as_officer(&w, ctx, 9);
    assert_int_equal(wr_paper_svc_list(ctx, of, &papers), WR_ENOTFOUND);
    world_as_officer(&w, ctx, 0);
    assert_int_equal(make(ctx, of, "nothing", WR_PAPER_PDF), WR_ENOTFOUND);
    assert_int_equal(wr_paper_svc_list(ctx, NOTHING, &papers), WR_ENOTFOUND);
    wr_err_reset(ctx);

    struct wr_visit_new in = world_planned(&w, ctx, 1, -1, 77);
    in.kind = WR_VISIT_HELP;
    in.confirm_warn = true;
    store_ok(ctx, wr_visit_svc_check_in(ctx, &in, &help));
    const struct wr_paper_of helped = {false, help.id};
    store_ok(ctx, wr_paper_svc_list(ctx, helped, &papers)); /* papers are of inspections */
    assert_int_equal(papers.n, 0);
    assert_int_equal(make(ctx, helped, "record", WR_PAPER_PDF), WR_ENOTFOUND);
    assert_int_equal(events(ctx), 0);
}

/* ---- what went otherwise ---------------------------------------------------------------------------- */

static const struct wr_stmt Q_ODD = {
    .name = "test_paper_odd",
    .sql =
        "UPDATE visit SET late_scan = 'before_leave', late_reason = '证据可能灭失', offline = 1,"
        " received_ms = checked_in_ms + 3600000, afterfill_due = '2026-06-12', no_code_reason ="
        " '信息牌损坏', no_code_due = '2026-06-15', no_code_ref = '备2026-7', conflict ="
        " 'accepted', conflict_reason = '情况属实', scan_id = 1, counts_toward_cap = 0 WHERE id ="
        " $1",
    .params = "i",
    .cols = "",
    .ephemeral = true};

static int odd_tx(struct wr_tx *tx, void *arg)
{
    return wr_exec(tx, &Q_ODD, NULL, WR_I(*(const int64_t *)arg));
}

static void what_went_otherwise_stands_in_the_record(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    int64_t id = whole_visit(&w);
    const struct wr_paper_of of = {false, id};

    struct wr_str plain = text_of(ctx, of, "record");
    assert_true(wr_str_find(plain, WR_S("补扫")) < 0 && wr_str_find(plain, WR_S("部门备案")) < 0);
    store_ok(ctx, wr_tx_run(ctx, WR_TX_WRITE, "test.odd", odd_tx, &id));
    struct wr_str t = text_of(ctx, of, "record");
    assert_says(t, "扫码时间晚于检查开始：离开前补扫，理由：证据可能灭失。");
    assert_says(
        t, "未能扫码：信息牌损坏；应于2026年6月15日前报司法行政部门备案，备案编号：备2026-7。");
    assert_says(t, "审批手续应于2026年6月12日前补办。");
    assert_says(t, "本记录在无网络时形成，上传时间：2026年6月10日13时00分。");
    assert_says(t, "离线判断与系统判断不一致，处理：予以认可，理由：情况属实。");
    assert_says(t, "企业已核验执法人员动态码。");
    assert_says(t, "不计入年度频次（本年度已计");
}

static void a_refusal_stands_in_the_record(struct store *s)
{
    struct world w = world_make(s);
    struct wr_ctx *ctx = &s->ctx;
    struct wr_visit v;
    struct wr_list papers;
    struct wr_mission m = apply(&w, WR_S("aaaaaaaa-0000-4000-8000-000000000003"));
    admin(&w, ctx);
    store_ok(ctx, wr_mission_svc_approve(ctx, m.id, (struct wr_str){0}, &m));
    store_ok(ctx, world_check_in(&w, 0, 1, 0, 3, &v));
    world_as(ctx, WR_ROLE_ENTERPRISE, w.enterprise[0]);
    const struct wr_visit_refusal no = {.reason = WR_REFUSAL_NO_CODE, .note = WR_S("未亮码")};
    store_ok(ctx, wr_visit_svc_refuse(ctx, v.id, &no));
    const struct wr_paper_of of = {false, v.id};
    assert_says(text_of(ctx, of, "record"), "被检查单位拒绝检查，理由：未出示执法码，未亮码。");
    store_ok(ctx, wr_paper_svc_list(ctx, of, &papers));
    assert_true(lacks(paper_of(&papers, "record"), "检查结论"));
}

int main(void)
{
    struct store_test tests[] = {
        STORE_TEST(a_mission_has_approval_and_notice),
        STORE_TEST(the_record_says_what_was_done),
        STORE_TEST(readers_get_what_is_theirs),
        STORE_TEST(what_went_otherwise_stands_in_the_record),
        STORE_TEST(a_refusal_stands_in_the_record),
    };
    return world_run("paper", tests, WR_ARRAY_LEN(tests));
}
