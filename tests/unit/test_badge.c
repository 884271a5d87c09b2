/*
 * Badges, tasks and rotating codes: pure rules. The cases are also written down in data/badge-vectors.json, which the pages'
 * own check must agree with (tests/e2e/badge.test.mjs). WURAO_WRITE_VECTORS=1 writes the file anew.
 */
#include "base/calendar.h"
#include "base/text.h"
#include "codec/json.h"
#include "modules/badge/badge_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define VECTORS_MAX ((size_t)256 << 10)
#define NOON_MS INT64_C(1781064000000) /* 10 June 2026, 12:00 in Shanghai */
#define STEP (NOON_MS / WR_BADGE_STEP_MS)
#define DAY_S INT64_C(86400)

static struct wr_arena arena;
static struct wr_keys keys, foreign; /* the bureau's, and somebody else's of the same name */
static uint8_t phone_public[WR_ED25519_PUBLIC], phone_secret[WR_ED25519_SECRET];

static void make_key(struct wr_keys *k, uint8_t seed, const char *kid)
{
    const uint8_t bytes[32] = {seed, 1, 2};
    wr_ed25519_seed(bytes, k->plate[k->n_plate].public_key, k->plate[k->n_plate].secret_key);
    snprintf(k->plate[k->n_plate].kid, sizeof(k->plate[0].kid), "%s", kid);
    k->n_plate++;
}

static int begin(void **state)
{
    const uint8_t bytes[32] = {9, 9};
    (void)state;
    wr_arena_init(&arena, (size_t)16 << 20);
    keys = foreign = (struct wr_keys){.n_plate = 0};
    make_key(&keys, 1, "p1");
    make_key(&keys, 2, "p2");
    make_key(&foreign, 3, "p1");
    wr_ed25519_seed(bytes, phone_public, phone_secret);
    return 0;
}

static int end(void **state)
{
    (void)state;
    wr_arena_done(&arena);
    return 0;
}

/* ---- what is shown ----------------------------------------------------------------------------- */

static struct wr_badge badge_of(void)
{
    struct wr_badge b = {.kid = WR_S("p2"),
                         .officer_id = 42,
                         .name = WR_S("王试"),
                         .unit = WR_S("某某市生态环境局试验分局"),
                         .cert_no = WR_S("16010001"),
                         .cert_to = WR_S("2026-06-30"),
                         .issued_s = NOON_MS / 1000 - DAY_S,
                         .expires_s = NOON_MS / 1000 + 6 * DAY_S};
    memcpy(b.device_key, phone_public, sizeof(b.device_key));
    return b;
}

static struct wr_task warrant_of(void)
{
    return (struct wr_task){.kid = WR_S("p2"),
                            .officer_id = 42,
                            .mission_id = 7,
                            .number = WR_S("检审〔2026〕0012号"),
                            .plate = WR_S("7K3QF9YB2X"),
                            .kind = WR_S("inspection"),
                            .insp_class = WR_S("daily"),
                            .source = WR_S("plan"),
                            .evidence_ref = WR_S("JH-2026-06"),
                            .basis = WR_S("《中华人民共和国环境保护法》第二十四条"),
                            .from = WR_S("2026-06-10"),
                            .to = WR_S("2026-06-12")};
}

static struct wr_task statement_of(void)
{
    return (struct wr_task){.officer_id = 42,
                            .plate = WR_S("7K3QF9YB2X"),
                            .kind = WR_S("inspection"),
                            .insp_class = WR_S("immediate"),
                            .source = WR_S("emergency"),
                            .basis = WR_S("突发事件应急处置")};
}

static struct wr_str signed_code(struct wr_str badge, struct wr_str task, int64_t step)
{
    uint8_t sig[WR_ED25519_SIG];
    struct wr_str before = wr_officer_code_before(&arena, badge, task, step);

    wr_ed25519_sign(phone_secret, wr_officer_code_signed(&arena, before), sig);
    return wr_officer_code_text(&arena, before, sig);
}

static struct wr_str badge_text(const struct wr_keys *k, size_t key, const struct wr_badge *b)
{
    return wr_badge_issue(&arena, &k->plate[key], b);
}

static struct wr_str good_badge(void)
{
    struct wr_badge b = badge_of();
    return badge_text(&keys, 1, &b);
}

static struct wr_str task_text(const struct wr_keys *k, size_t key, const struct wr_task *t)
{
    return wr_task_issue(&arena, &k->plate[key], t);
}

static struct wr_str own_task(const struct wr_task *t)
{
    return wr_badge_text(&arena, wr_task_body(&arena, t), NULL);
}

static struct wr_str with_change(struct wr_str text, size_t at)
{
    struct wr_str copy = wr_arena_dup(&arena, text);
    char *p = (char *)(uintptr_t)copy.p;
    p[at] = p[at] == 'A' ? 'B' : 'A';
    return copy;
}

/* ---- vectors ----------------------------------------------------------------------------------- */

static const char *const fault_names[] = {"good",        "foreign", "device", "warrant",
                                          "certificate", "expired", "stale"};

struct vectors {
    struct wr_buf buf;
    struct wr_jw w;
    size_t n;
};

static void put_badge(struct wr_jw *w, const struct wr_officer_code *c)
{
    wr_jw_obj(w, "badge");
    wr_jw_str(w, "kid", c->badge.kid);
    wr_jw_i64(w, "officer_id", c->badge.officer_id);
    wr_jw_str(w, "name", c->badge.name);
    wr_jw_str(w, "unit", c->badge.unit);
    wr_jw_str(w, "cert_no", c->badge.cert_no);
    wr_jw_str(w, "cert_to", c->badge.cert_to);
    wr_jw_i64(w, "issued_s", c->badge.issued_s);
    wr_jw_i64(w, "expires_s", c->badge.expires_s);
    wr_jw_str(w, "device_key",
              wr_base64url(&arena, c->badge.device_key, sizeof(c->badge.device_key)));
    wr_jw_obj_end(w);
}

static void put_task(struct wr_jw *w, const struct wr_task *t)
{
    wr_jw_obj(w, "task");
    wr_jw_str(w, "kid", t->kid);
    wr_jw_i64(w, "officer_id", t->officer_id);
    wr_jw_i64(w, "mission_id", t->mission_id);
    wr_jw_str(w, "number", t->number);
    wr_jw_str(w, "plate", t->plate);
    wr_jw_str(w, "kind", t->kind);
    wr_jw_str(w, "insp_class", t->insp_class);
    wr_jw_str(w, "source", t->source);
    wr_jw_str(w, "evidence_ref", t->evidence_ref);
    wr_jw_str(w, "basis", t->basis);
    wr_jw_str(w, "from", t->from);
    wr_jw_str(w, "to", t->to);
    wr_jw_obj_end(w);
}

/** One case: what it must come to at a time. `want` is a fault's name, or "syntax". */
static void add_case(struct vectors *v, const char *name, struct wr_str code, int64_t at_ms,
                     const char *want)
{
    struct wr_officer_code c;
    bool parsed = wr_officer_code_parse(&arena, code, &c);
    const char *got =
        parsed ? fault_names[wr_officer_code_check(&arena, &c, &keys, at_ms)] : "syntax";

    if (strcmp(got, want) != 0)
        fail_msg("%s: %s, not %s", name, got, want);
    wr_jw_obj(&v->w, NULL);
    wr_jw_str(&v->w, "name", wr_str(name));
    wr_jw_i64(&v->w, "at_ms", at_ms);
    wr_jw_str(&v->w, "fault", wr_str(want));
    wr_jw_str(&v->w, "code", code);
    if (strcmp(want, "good") == 0) {
        wr_jw_i64(&v->w, "step", c.step);
        put_badge(&v->w, &c);
        if (c.has_task)
            put_task(&v->w, &c.task);
    }
    wr_jw_obj_end(&v->w);
    v->n++;
}

static void good_cases(struct vectors *v)
{
    struct wr_task t = warrant_of(), s = statement_of();
    struct wr_str badge = good_badge(), none = {0};
    struct wr_str code = signed_code(badge, task_text(&keys, 1, &t), STEP);

    add_case(v, "an approved mission", code, NOON_MS, "good");
    add_case(v, "in a link", wr_arena_printf(&arena, "https://h.cn/o#" WR_FMT, WR_ARG(code)),
             NOON_MS, "good");
    add_case(v, "between blanks", wr_arena_printf(&arena, " " WR_FMT "\n", WR_ARG(code)), NOON_MS,
             "good");
    add_case(v, "the officer's own statement", signed_code(badge, own_task(&s), STEP), NOON_MS,
             "good");
    add_case(v, "identity only", signed_code(badge, none, STEP), NOON_MS, "good");
    t.kid = WR_S("p1");
    add_case(v, "an approval signed with an earlier key",
             signed_code(badge, task_text(&keys, 0, &t), STEP), NOON_MS, "good");
    add_case(v, "two steps old", signed_code(badge, none, STEP - 2), NOON_MS, "good");
    add_case(v, "two steps ahead", signed_code(badge, none, STEP + 2), NOON_MS, "good");
}

static void signature_cases(struct vectors *v)
{
    struct wr_badge b = badge_of();
    struct wr_task t = warrant_of();
    struct wr_str badge = good_badge(), none = {0}, task = task_text(&keys, 1, &t);
    struct wr_str code = signed_code(badge, task, STEP);

    add_case(v, "signed with another key of the bureau",
             signed_code(badge_text(&keys, 0, &b), none, STEP), NOON_MS, "foreign");
    b.kid = WR_S("p1");
    add_case(v, "signed by somebody else under our name",
             signed_code(badge_text(&foreign, 0, &b), none, STEP), NOON_MS, "foreign");
    b.kid = WR_S("p9");
    add_case(v, "a key that nobody knows", signed_code(badge_text(&keys, 1, &b), none, STEP),
             NOON_MS, "foreign");
    add_case(v, "another phone in the badge", with_change(code, badge.n - 100), NOON_MS, "foreign");
    add_case(v, "another task than was signed", with_change(code, badge.n + task.n - 20), NOON_MS,
             "device");
    add_case(v, "the phone's signature changed", with_change(code, code.n - 20), NOON_MS, "device");
    add_case(v, "the step changed",
             wr_arena_printf(
                 &arena,
                 WR_FMT ".."
                        "%lld" WR_FMT,
                 WR_ARG(badge), (long long)STEP + 1,
                 WR_ARG(wr_str_sub(signed_code(badge, none, STEP), badge.n + 2 + 8, SIZE_MAX))),
             NOON_MS, "device");
    add_case(v, "an approval that somebody else signed",
             signed_code(badge, task_text(&foreign, 0, &t), STEP), NOON_MS, "warrant");
    t.officer_id = 43;
    add_case(v, "another officer's approval", signed_code(badge, task_text(&keys, 1, &t), STEP),
             NOON_MS, "warrant");
    add_case(v, "another officer's statement",
             signed_code(badge, own_task(&(struct wr_task){.officer_id = 43, .kind = WR_S("help")}),
                         STEP),
             NOON_MS, "warrant");
}

static void time_cases(struct vectors *v)
{
    struct wr_badge b = badge_of();
    struct wr_str badge = good_badge(), none = {0};
    struct wr_date last = {2026, 6, 30};
    int64_t over_ms = wr_date_to_ms(last) + WR_DAY_MS, out_ms = b.expires_s * 1000;

    add_case(v, "three steps old", signed_code(badge, none, STEP - 3), NOON_MS, "stale");
    add_case(v, "three steps ahead", signed_code(badge, none, STEP + 3), NOON_MS, "stale");
    add_case(v, "the badge's last second", signed_code(badge, none, (out_ms - 1) / 30000),
             out_ms - 1, "good");
    add_case(v, "the badge has run out", signed_code(badge, none, out_ms / 30000), out_ms,
             "expired");
    b.expires_s = over_ms / 1000 + DAY_S;
    struct wr_str lasting = badge_text(&keys, 1, &b);
    add_case(v, "the certificate's last day", signed_code(lasting, none, (over_ms - 1) / 30000),
             over_ms - 1, "good");
    add_case(v, "the certificate has run out", signed_code(lasting, none, over_ms / 30000), over_ms,
             "certificate");
    b = badge_of();
    b.issued_s = NOON_MS / 1000 + WR_BADGE_AHEAD_S;
    add_case(v, "issued a little ahead of this clock",
             signed_code(badge_text(&keys, 1, &b), none, STEP), NOON_MS, "good");
    b.issued_s++;
    add_case(v, "issued in the future", signed_code(badge_text(&keys, 1, &b), none, STEP), NOON_MS,
             "expired");
}

/** The body of a badge with other lines, signed all the same. */
static struct wr_str odd_badge(const char *lines)
{
    uint8_t sig[WR_ED25519_SIG];
    struct wr_str body = wr_arena_printf(&arena, "%s%32s", lines, "");
    wr_ed25519_sign(keys.plate[1].secret_key, wr_badge_signed(&arena, body), sig);
    return wr_badge_text(&arena, body, sig);
}

static void odd_lines(struct vectors *v)
{
    static const struct {
        const char *name, *lines;
    } odd[] = {
        {"another form of badge", "2\np2\n42\nN\nU\nC\n2026-06-30\n1\n2\n"},
        {"a line more", "1\np2\n42\nN\nU\nC\n2026-06-30\n1\n2\n\n"},
        {"a line less", "1\np2\n42\nN\nU\nC\n2026-06-30\n1\n"},
        {"a key's name in capitals", "1\nP2\n42\nN\nU\nC\n2026-06-30\n1\n2\n"},
        {"a leading zero", "1\np2\n042\nN\nU\nC\n2026-06-30\n1\n2\n"},
        {"a sign", "1\np2\n+42\nN\nU\nC\n2026-06-30\n1\n2\n"},
        {"officer zero", "1\np2\n0\nN\nU\nC\n2026-06-30\n1\n2\n"},
        {"no name", "1\np2\n42\n\nU\nC\n2026-06-30\n1\n2\n"},
        {"a control character", "1\np2\n42\nN\x01\nU\nC\n2026-06-30\n1\n2\n"},
        {"bytes that are no text", "1\np2\n42\nN\xff\nU\nC\n2026-06-30\n1\n2\n"},
        {"a day that does not exist", "1\np2\n42\nN\nU\nC\n2026-02-30\n1\n2\n"},
        {"a number too long", "1\np2\n42\nN\nU\nC\n2026-06-30\n1234567890123456\n2\n"},
    };

    for (size_t i = 0; i < WR_ARRAY_LEN(odd); i++)
        add_case(v, odd[i].name, signed_code(odd_badge(odd[i].lines), (struct wr_str){0}, STEP),
                 NOON_MS, "syntax");
}

static void odd_tasks(struct vectors *v)
{
    static const struct {
        const char *name, *lines;
    } odd[] = {
        {"a statement that names a mission", "1\n\n42\n7\n\n\nhelp\n\n\n\n\n\n\n"},
        {"a statement without kind", "1\n\n42\n0\n\n\n\n\n\n\n\n\n\n"},
        {"a plate of nine characters", "1\n\n42\n0\n\n7K3QF9YB2\nhelp\n\n\n\n\n\n\n"},
        {"a kind in capitals", "1\n\n42\n0\n\n\nHelp\n\n\n\n\n\n\n"},
        {"twelve lines", "1\n\n42\n0\n\n\nhelp\n\n\n\n\n\n"},
    };
    struct wr_str badge = good_badge();

    for (size_t i = 0; i < WR_ARRAY_LEN(odd); i++)
        add_case(v, odd[i].name,
                 signed_code(badge, wr_badge_text(&arena, wr_str(odd[i].lines), NULL), STEP),
                 NOON_MS, "syntax");
    struct wr_task t = warrant_of();
    t.from = WR_S("");
    add_case(v, "an approval without days", signed_code(badge, task_text(&keys, 1, &t), STEP),
             NOON_MS, "syntax");
}

static void syntax_cases(struct vectors *v)
{
    struct wr_str badge = good_badge(), none = {0}, code = signed_code(badge, none, STEP);
    struct wr_str sig = wr_str_sub(code, code.n - 86, 86);

    add_case(v, "nothing", WR_S(""), NOON_MS, "syntax");
    add_case(v, "a plate", WR_S("https://h.cn/p/7K3QF9YB2X.p1.AAAA"), NOON_MS, "syntax");
    add_case(v, "a part less", wr_str_sub(code, badge.n + 1, SIZE_MAX), NOON_MS, "syntax");
    add_case(v, "a part more", wr_arena_printf(&arena, "x." WR_FMT, WR_ARG(code)), NOON_MS,
             "syntax");
    add_case(v, "something behind it", wr_arena_printf(&arena, WR_FMT "A", WR_ARG(code)), NOON_MS,
             "syntax");
    add_case(v, "padded", wr_arena_printf(&arena, WR_FMT "=", WR_ARG(code)), NOON_MS, "syntax");
    add_case(v, "a step with a leading zero",
             wr_arena_printf(&arena, WR_FMT "..0%lld." WR_FMT, WR_ARG(badge), (long long)STEP,
                             WR_ARG(sig)),
             NOON_MS, "syntax");
    add_case(v, "a negative step",
             wr_arena_printf(&arena, WR_FMT "..-1." WR_FMT, WR_ARG(badge), WR_ARG(sig)), NOON_MS,
             "syntax");
    odd_lines(v);
    odd_tasks(v);
}

static void revocation_vector(struct vectors *v)
{
    uint8_t sig[WR_ED25519_SIG];
    struct wr_str list[2] = {WR_S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                             wr_base64url(&arena, phone_public, sizeof(phone_public))};
    struct wr_str text = wr_badge_revocations_text(&arena, NOON_MS, list, 2);

    wr_ed25519_sign(keys.plate[1].secret_key, text, sig);
    wr_jw_obj(&v->w, "revocations");
    wr_jw_i64(&v->w, "issued_ms", NOON_MS);
    wr_jw_list(&v->w, "keys");
    wr_jw_str(&v->w, NULL, list[0]);
    wr_jw_str(&v->w, NULL, list[1]);
    wr_jw_list_end(&v->w);
    wr_jw_str(&v->w, "kid", WR_S("p2"));
    wr_jw_str(&v->w, "sig", wr_base64url(&arena, sig, sizeof(sig)));
    wr_jw_obj_end(&v->w);
}

static void key_vectors(struct vectors *v)
{
    wr_jw_list(&v->w, "keys");
    for (size_t i = 0; i < keys.n_plate; i++) {
        wr_jw_obj(&v->w, NULL);
        wr_jw_str(&v->w, "kid", wr_str(keys.plate[i].kid));
        wr_jw_str(&v->w, "public_key",
                  wr_base64url(&arena, keys.plate[i].public_key, WR_ED25519_PUBLIC));
        wr_jw_obj_end(&v->w);
    }
    wr_jw_list_end(&v->w);
    /* the seed lets the pages make the same code again */
    const uint8_t seed[32] = {9, 9};
    wr_jw_str(&v->w, "device_seed", wr_base64url(&arena, seed, sizeof(seed)));
}

static struct wr_str file_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = wr_arena_alloc(&arena, VECTORS_MAX);
    assert_non_null(p);
    if (!f)
        return (struct wr_str){0};
    size_t n = fread(p, 1, VECTORS_MAX, f);
    (void)fclose(f);
    return (struct wr_str){p, n};
}

/** One case a line: differences can be read. */
static struct wr_str in_lines(struct wr_str json)
{
    struct wr_buf b;
    wr_buf_init(&b, VECTORS_MAX);
    for (size_t i = 0; i < json.n; i++) {
        wr_buf_c(&b, json.p[i]);
        if (json.p[i] == ',' && i + 1 < json.n && json.p[i + 1] == '{')
            wr_buf_c(&b, '\n');
    }
    wr_buf_c(&b, '\n');
    struct wr_str text = wr_arena_dup(&arena, wr_buf_view(&b));
    wr_buf_done(&b);
    return text;
}

static void the_vectors_hold(void **state)
{
    struct vectors v = {.n = 0};
    (void)state;

    wr_buf_init(&v.buf, VECTORS_MAX);
    wr_jw_init(&v.w, &v.buf);
    wr_jw_obj(&v.w, NULL);
    key_vectors(&v);
    revocation_vector(&v);
    wr_jw_list(&v.w, "cases");
    good_cases(&v);
    signature_cases(&v);
    time_cases(&v);
    syntax_cases(&v);
    wr_jw_list_end(&v.w);
    wr_jw_obj_end(&v.w);
    assert_false(v.buf.failed);
    assert_true(v.n > 50);
    struct wr_str text = in_lines(wr_buf_view(&v.buf));
    wr_buf_done(&v.buf);
    if (getenv("WURAO_WRITE_VECTORS")) {
        FILE *f = fopen(WR_VECTORS, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
        assert_int_equal(fclose(f), 0);
    }
    if (!wr_str_eq(file_text(WR_VECTORS), text))
        fail_msg("%s is not what this program makes: run it with WURAO_WRITE_VECTORS=1",
                 WR_VECTORS);
}

/* ---- other rules ------------------------------------------------------------------------------- */

static void the_signed_bytes_are_the_documented_ones(void **state)
{
    struct wr_badge b = {.kid = WR_S("p1"),
                         .officer_id = 5,
                         .name = WR_S("王"),
                         .unit = WR_S("局"),
                         .cert_no = WR_S("1"),
                         .cert_to = WR_S("2030-01-02"),
                         .issued_s = 10,
                         .expires_s = 20,
                         .device_key = "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDE"};
    struct wr_task t = {.officer_id = 5, .kind = WR_S("help"), .basis = WR_S("依")};
    (void)state;

    struct wr_str text = wr_badge_signed(&arena, wr_badge_body(&arena, &b));
    static const char want[] = "wurao-badge-v1\n1\np1\n5\n王\n局\n1\n2030-01-02\n10\n20\n"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDE";
    assert_int_equal(text.n, sizeof(want)); /* the key's last byte is zero */
    assert_memory_equal(text.p, want, sizeof(want));
    text = wr_task_signed(&arena, wr_task_body(&arena, &t));
    assert_true(wr_str_eq(text, WR_S("wurao-warrant-v1\n1\n\n5\n0\n\n\nhelp\n\n\n\n依\n\n\n")));
    text = wr_officer_code_signed(&arena, WR_S("a.b.1"));
    assert_true(wr_str_eq(text, WR_S("wurao-officer-code-v1\na.b.1")));
}

static void lines_are_cut_at_characters(void **state)
{
    (void)state;
    assert_true(wr_str_eq(wr_badge_line(&arena, WR_S(" 一二三 "), 3), WR_S("一二三")));
    assert_true(wr_str_eq(wr_badge_line(&arena, WR_S("一二三四"), 3), WR_S("一二…")));
    assert_true(wr_str_eq(wr_badge_line(&arena, WR_S("一\n二"), 9), WR_S("一 二")));
    assert_true(wr_badge_line(&arena, (struct wr_str){0}, 9).p != NULL);
}

static void every_changed_byte_is_caught(void **state)
{
    struct wr_task t = warrant_of();
    struct wr_str code = signed_code(good_badge(), task_text(&keys, 1, &t), STEP);
    struct wr_officer_code c;
    (void)state;

    for (size_t i = 0; i < code.n; i++) {
        struct wr_arena_mark mark = wr_arena_mark(&arena);
        struct wr_str other = with_change(code, i);
        if (wr_officer_code_parse(&arena, other, &c) &&
            wr_officer_code_check(&arena, &c, &keys, NOON_MS) == WR_CODE_GOOD)
            fail_msg("a change at %zu was not caught", i);
        wr_arena_rewind(&arena, mark);
    }
}

static void the_longest_code_fits(void **state)
{
    struct wr_badge b = badge_of();
    struct wr_task t = warrant_of();
    char longest[400];
    struct wr_officer_code c;
    (void)state;

    for (size_t i = 0; i + 3 <= 300; i += 3)
        memcpy(longest + i, "字", 3);
    struct wr_str text = {longest, 300}; /* 100 characters */
    b.name = wr_badge_line(&arena, text, WR_BADGE_NAME_MAX);
    b.unit = wr_badge_line(&arena, text, WR_BADGE_UNIT_MAX);
    b.cert_no = wr_badge_line(&arena, text, WR_BADGE_CERT_MAX);
    t.number = wr_badge_line(&arena, text, WR_BADGE_NUMBER_MAX);
    t.evidence_ref = wr_badge_line(&arena, text, WR_BADGE_REF_MAX);
    t.basis = wr_badge_line(&arena, text, WR_BADGE_BASIS_MAX);
    struct wr_str code = signed_code(badge_text(&keys, 1, &b), task_text(&keys, 1, &t), STEP);
    assert_true(code.n < WR_BADGE_CODE_MAX);
    assert_true(wr_officer_code_parse(&arena, code, &c));
    assert_int_equal(wr_officer_code_check(&arena, &c, &keys, NOON_MS), WR_CODE_GOOD);
    assert_true(wr_str_eq(c.badge.name, b.name) && wr_str_eq(c.task.basis, t.basis));
}

static void a_badge_ends_with_the_certificate(void **state)
{
    struct wr_date d = {2026, 6, 12};
    (void)state;
    assert_int_equal(wr_badge_expiry_s(NOON_MS, WR_S("2026-06-12")),
                     (wr_date_to_ms(d) + WR_DAY_MS) / 1000);
    assert_int_equal(wr_badge_expiry_s(NOON_MS, WR_S("2030-06-12")),
                     (NOON_MS + WR_BADGE_LIFE_MS) / 1000);
}

static void approvals_are_of_certain_days(void **state)
{
    struct wr_task t = warrant_of();
    (void)state;
    assert_true(wr_task_day_fits(&t, NOON_MS));
    assert_true(wr_task_day_fits(&t, NOON_MS + 2 * WR_DAY_MS));
    assert_false(wr_task_day_fits(&t, NOON_MS - WR_DAY_MS));
    assert_false(wr_task_day_fits(&t, NOON_MS + 3 * WR_DAY_MS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_vectors_hold, begin, end),
        cmocka_unit_test_setup_teardown(the_signed_bytes_are_the_documented_ones, begin, end),
        cmocka_unit_test_setup_teardown(lines_are_cut_at_characters, begin, end),
        cmocka_unit_test_setup_teardown(every_changed_byte_is_caught, begin, end),
        cmocka_unit_test_setup_teardown(the_longest_code_fits, begin, end),
        cmocka_unit_test(a_badge_ends_with_the_certificate),
        cmocka_unit_test(approvals_are_of_certain_days),
    };

    if (wr_crypto_init() != 0)
        return 1;
    return cmocka_run_group_tests_name("badge", tests, NULL, NULL);
}
