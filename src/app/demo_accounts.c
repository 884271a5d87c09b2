/* The demonstration's accounts: one for each role, one for each officer, contacts of some enterprises. */
#include "app/demo.h"
#include "modules/account/account_svc.h"

#include <stdio.h>

#define CONTACTS_EVERY 9 /* every ninth enterprise has a contact with an account */

/** Accounts with a name of their own; the others are o0003 … and e0009 … */
static const struct person {
    const char *username, *role, *zh, *en;
    bool in_district;
} people[] = {
    {"city", "city_admin", "市级管理员", "city administrator", false},
    {"district", "district_admin", "区县管理员", "district administrator", true},
    {"officer", "officer", "执法人员（联络员）", "officer and liaison", true},
    {"officer2", "officer", "第二名执法人员", "second officer", true},
    {"enterprise", "enterprise", "企业联系人", "contact of an enterprise", false},
    {"legal", "legal", "法制审核", "legal reviewer", false},
    {"hotline", "hotline", "热线坐席", "hotline operator", false},
    {"leader", "leader", "局领导", "bureau leader", false},
    {"facility", "facility", "医疗机构、承运、处置单位", "facility, carrier, disposal plant",
     false},
    {"supervision", "supervision", "监督部门", "supervision", false},
    {"sysadmin", "sysadmin", "系统管理员", "system administrator", false},
    {"secadmin", "secadmin", "安全管理员", "security administrator", false},
    {"auditor", "auditor", "审计管理员", "audit administrator", false},
};

static int add_user(struct wr_tx *tx, struct demo *d, const char *username, struct wr_str name,
                    const char *role, const struct wr_user_new *links, int64_t *ret_id)
{
    struct wr_str *roles = wr_arena_new(d->ctx->arena, struct wr_str);
    if (!roles)
        return wr_fail(d->ctx, WR_K_memory);
    *roles = wr_str(role);
    struct wr_user_new u = *links;
    u.username = wr_str(username);
    u.name = name;
    u.roles = (struct wr_list){roles, 1};
    return wr_account_add_in(tx, &u, d->password_hash, true, ret_id);
}

/** The named officers and the named contact belong to the first district and its first enterprise. */
static int add_person(struct wr_tx *tx, struct demo *d, size_t i)
{
    const struct person *p = &people[i];
    struct wr_user_new links = {0};
    int64_t id = 0;
    int64_t *keep = &id;
    if (p->in_district)
        links.district_id = d->districts[0].id;
    if (strcmp(p->role, "officer") == 0) {
        struct demo_officer *o =
            &d->officers[d->districts[0].officers_from + (strcmp(p->username, "officer2") == 0)];
        links.officer_id = o->id;
        keep = &o->user_id;
    } else if (strcmp(p->role, "enterprise") == 0) {
        links.enterprise_id = d->enterprises[0].id;
        keep = &d->enterprises[0].user_id;
    } else if (strcmp(p->role, "hotline") == 0) {
        keep = &d->hotline_user_id;
    } else if (strcmp(p->role, "legal") == 0) {
        keep = &d->legal_user_id;
    }
    return add_user(tx, d, p->username, wr_str(p->zh), p->role, &links, keep);
}

static int add_officer_user(struct wr_tx *tx, struct demo *d, size_t i)
{
    struct demo_officer *o = &d->officers[i];
    size_t first = d->districts[0].officers_from;
    if (i == first || i == first + 1)
        return 0; /* has a name of his own */
    char username[32];
    (void)snprintf(username, sizeof username, "o%04zu", i + 1);
    struct wr_user_new links = {.officer_id = o->id};
    if (o->district < d->districts_n)
        links.district_id = d->districts[o->district].id;
    struct wr_str name = wr_arena_printf(d->ctx->arena, "执法人员%zu", i + 1);
    return add_user(tx, d, username, name, "officer", &links, &o->user_id);
}

static int add_contact_user(struct wr_tx *tx, struct demo *d, size_t i)
{
    size_t at = (i + 1) * CONTACTS_EVERY;
    char username[32];
    if (at >= d->enterprises_n)
        return 0;
    (void)snprintf(username, sizeof username, "e%04zu", at);
    struct wr_user_new links = {.enterprise_id = d->enterprises[at].id};
    struct wr_str name = wr_arena_printf(d->ctx->arena, "企业联系人%zu", at);
    return add_user(tx, d, username, name, "enterprise", &links, &d->enterprises[at].user_id);
}

int demo_make_accounts(struct demo *d)
{
    const char *what = d->ctx->lang == WR_LANG_ZH ? "账号" : "accounts";
    int rc = demo_each(d, what, WR_ARRAY_LEN(people), add_person);
    if (rc == 0)
        rc = demo_each(d, what, d->officers_n, add_officer_user);
    return rc != 0 ? rc : demo_each(d, what, d->enterprises_n / CONTACTS_EVERY, add_contact_user);
}

void demo_print_accounts(struct wr_ctx *ctx, FILE *out, const char *password)
{
    bool zh = ctx->lang == WR_LANG_ZH;
    (void)fprintf(out,
                  zh ? "\n演示账号（口令均为 %s，仅供演示，正式使用前须删除）：\n"
                     : "\ndemonstration accounts (password of all: %s; not for real use):\n",
                  password);
    for (size_t i = 0; i < WR_ARRAY_LEN(people); i++)
        (void)fprintf(out, "  %-12s %s\n", people[i].username, zh ? people[i].zh : people[i].en);
}
