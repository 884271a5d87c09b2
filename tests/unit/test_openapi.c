/* The API's own description, from a small set of routes. With a file name as argument it is written there for a linter. */
#include "base/calendar.h"
#include "http/openapi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

struct part {
    struct wr_str code;
};
static const struct wr_field part_fields[] = {WR_STR(struct part, code, 1, 9, "代码", "code"), {0}};

enum colour { RED, GREEN };
static const struct wr_enum_item colours[] = {
    {"red", RED, "红", "red"}, {"green", GREEN, "绿", "green"}, {0}};

struct thing {
    int64_t id, colour;
    struct wr_str name, password, day, extra;
    bool has_main, good, has_ratio;
    struct part main;
    struct wr_list parts, tags;
    double ratio;
};
static const struct wr_field thing_fields[] = {
    {.name = "id",
     .type = WR_F_I64,
     .flags = WR_FF_READONLY,
     .off = offsetof(struct thing, id),
     .min = 1,
     .max = WR_ID_MAX},
    WR_STR(struct thing, name, 1, 10, "名称", "name"),
    {.name = "password",
     .type = WR_F_STR,
     .flags = WR_FF_OPT | WR_FF_SECRET,
     .off = offsetof(struct thing, password),
     .min = 8,
     .max = 20},
    WR_DATE_OPT(struct thing, day, "日期", "day"),
    WR_ENUM_OPT(struct thing, colour, colours, "颜色", "colour"),
    WR_JSON_OPT(struct thing, extra, 100, "附加", "anything"),
    WR_BOOL(struct thing, good, "好", "good"),
    WR_OBJ_OPT(struct thing, main, part_fields, "主件", "main part"),
    WR_LIST_OPT(struct thing, parts, 3, part_fields, struct part, "部件", "parts"),
    WR_STRS_OPT(struct thing, tags, 3, "标签", "tags"),
    WR_F64_OPT(struct thing, ratio, "比", "ratio"),
    {0},
};
static const struct wr_field query_fields[] = {
    WR_STR_OPT(struct thing, name, 0, 10, "名称", "part of the name"), {0}};

static int nothing(struct wr_req *r, struct wr_resp *w)
{
    (void)r;
    return wr_reply_none(w);
}

static const struct wr_route thing_routes[] = {
    {WR_GET, "/api/v1/thing-stores/{id}/entries", WR_ROLE_STAFF, WR_RATE_READ, query_fields,
     sizeof(struct thing), thing_fields, nothing, "List entries", WR_RT_LIST},
    {WR_POST, "/api/v1/thing-stores/{id}/entries", WR_ROLE_ADMINS, WR_RATE_WRITE, thing_fields,
     sizeof(struct thing), NULL, nothing, "Add an entry", WR_RT_CREATED},
    {WR_PATCH, "/api/v1/entries/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, thing_fields,
     sizeof(struct thing), thing_fields, nothing, "Change an entry", WR_RT_PATCH},
    {WR_DELETE, "/api/v1/entries/{id}", WR_ROLE_ADMINS, WR_RATE_WRITE, NULL, 0, NULL, nothing,
     "Remove an entry", 0},
    {WR_PUT, "/api/v1/entries/{id}/photo", WR_ROLE_ADMINS, WR_RATE_UPLOAD, NULL, 0, part_fields,
     nothing, "Send its photo", WR_RT_UPLOAD},
    {0},
};
static const struct wr_route public_routes[] = {
    {WR_GET, "/api/v1/public/boxes/{code}/sheet", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0, NULL,
     nothing, "Its sheet", WR_RT_FILE},
    {WR_GET, "/api/v1/events", WR_ROLE_ANY, WR_RATE_READ, NULL, 0, NULL, nothing, "Live events",
     WR_RT_STREAM},
    {WR_POST, "/api/v1/sessions", WR_ROLE_PUBLIC, WR_RATE_LOGIN, query_fields, sizeof(struct thing),
     query_fields, nothing, "Log in", WR_RT_NO_CSRF | WR_RT_CREATED},
    {0},
};
static const struct wr_route *const tables[] = {thing_routes, public_routes, NULL};

static struct wr_arena arena;
static struct wr_ctx ctx;

static const struct wr_json *walk(const struct wr_json *j, const char *const *keys)
{
    for (; *keys != NULL && j != NULL; keys++)
        j = wr_json_get(j, *keys);
    return j;
}
#define AT(j, ...) walk((j), (const char *const[]){__VA_ARGS__, NULL})

static void document_says_what_the_routes_say(void **state)
{
    (void)state;
    struct wr_buf b;
    wr_arena_init(&arena, (size_t)1 << 20);
    wr_ctx_init(&ctx, &arena, wr_clock_system());
    wr_buf_init(&b, (size_t)1 << 20);
    wr_openapi(&b, tables, "1.2.3");
    assert_false(b.failed);
    struct wr_json *j = wr_json_parse(&ctx, wr_buf_view(&b));
    assert_non_null(j);
    assert_true(wr_str_eq(wr_json_str(AT(j, "openapi")), WR_S("3.1.0")));
    assert_int_equal(wr_json_len(AT(j, "paths")), 6);
    assert_true(
        wr_str_eq(wr_json_str(AT(j, "paths", "/api/v1/entries/{id}", "patch", "operationId")),
                  WR_S("patchEntriesById")));
    assert_true(wr_str_eq(wr_json_str(AT(j, "paths", "/api/v1/entries/{id}", "patch", "requestBody",
                                         "content", "application/json", "schema", "$ref")),
                          WR_S("#/components/schemas/EntryPatch")));
    assert_non_null(AT(j, "components", "schemas", "ThingStoreEntry", "properties", "parts"));
    assert_null(AT(j, "components", "schemas", "EntryPatch", "required"));
    assert_int_equal(wr_json_len(AT(j, "components", "schemas", "ThingStoreEntry", "required")), 3);
    assert_int_equal(wr_json_len(AT(j, "paths", "/api/v1/sessions", "post", "security")), 0);
    assert_int_equal(
        wr_json_len(wr_json_at(AT(j, "paths", "/api/v1/entries/{id}", "delete", "security"), 0)),
        2);
    assert_true(wr_str_eq(wr_json_str(AT(j, "paths", "/api/v1/thing-stores/{id}/entries", "get",
                                         "responses", "200", "content", "application/json",
                                         "schema", "properties", "items", "items", "$ref")),
                          WR_S("#/components/schemas/ThingStoreEntry")));
    wr_json_free(j);
    wr_buf_done(&b);
    wr_arena_done(&arena);
}

static void same_routes_give_the_same_bytes(void **state)
{
    (void)state;
    struct wr_buf a;
    struct wr_buf b;
    wr_buf_init(&a, (size_t)1 << 20);
    wr_buf_init(&b, (size_t)1 << 20);
    wr_openapi(&a, tables, "1");
    wr_openapi(&b, tables, "1");
    assert_true(wr_str_eq(wr_buf_view(&a), wr_buf_view(&b)));
    wr_buf_done(&a);
    wr_buf_done(&b);
}

static void small_buffer_fails_and_does_not_crash(void **state)
{
    (void)state;
    struct wr_buf b;
    wr_buf_init(&b, 100);
    wr_openapi(&b, tables, "1");
    assert_true(b.failed);
    wr_buf_done(&b);
}

static int write_file(const char *path)
{
    struct wr_buf b;
    FILE *f = fopen(path, "we");
    if (f == NULL)
        return 1;
    wr_buf_init(&b, (size_t)1 << 20);
    wr_openapi(&b, tables, "1.2.3");
    bool ok = fwrite(b.p, 1, b.n, f) == b.n;
    wr_buf_done(&b);
    return fclose(f) == 0 && ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(document_says_what_the_routes_say),
        cmocka_unit_test(same_routes_give_the_same_bytes),
        cmocka_unit_test(small_buffer_fails_and_does_not_crash),
    };
    if (argc > 1)
        return write_file(argv[1]);
    return cmocka_run_group_tests_name("openapi", tests, NULL, NULL);
}
