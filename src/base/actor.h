#pragma once

#include <stdbool.h>
#include <stdint.h>

/** Roles (角色) as bits; a user may hold several, but the three administrators exclude each other (三员分立). */
enum wr_role {
    WR_ROLE_OFFICER = 1 << 0,        /* 执法人员、联络员 */
    WR_ROLE_DISTRICT_ADMIN = 1 << 1, /* 区县管理员 */
    WR_ROLE_CITY_ADMIN = 1 << 2,     /* 市级管理员、调度 */
    WR_ROLE_LEGAL = 1 << 3,          /* 法制审核 */
    WR_ROLE_HOTLINE = 1 << 4,        /* 热线坐席 */
    WR_ROLE_LEADER = 1 << 5,         /* 局领导 */
    WR_ROLE_ENTERPRISE = 1 << 6,     /* 企业联系人 */
    WR_ROLE_FACILITY = 1 << 7,       /* 医疗机构、承运、处置单位 */
    WR_ROLE_SUPERVISION = 1 << 8,    /* 督察、司法监督：只读，可看评价 */
    WR_ROLE_SYSADMIN = 1 << 9,       /* 系统管理员 */
    WR_ROLE_SECADMIN = 1 << 10,      /* 安全管理员 */
    WR_ROLE_AUDITOR = 1 << 11,       /* 审计管理员 */
};

#define WR_ROLE_PUBLIC 0u /* a route that needs no login */
#define WR_ROLE_ADMINS (WR_ROLE_DISTRICT_ADMIN | WR_ROLE_CITY_ADMIN)
/** Bureau staff who may look at the registry. */
#define WR_ROLE_STAFF                                                                              \
    (WR_ROLE_OFFICER | WR_ROLE_ADMINS | WR_ROLE_LEGAL | WR_ROLE_HOTLINE | WR_ROLE_LEADER |         \
     WR_ROLE_SUPERVISION)
#define WR_ROLE_ANY 0xFFFu /* whoever is logged in */

/** Who acts. All zero = the public. Filled by the session, or by the command line (system). */
struct wr_actor {
    int64_t user_id;       /* 0 = nobody */
    uint32_t roles;        /* enum wr_role bits */
    int64_t officer_id;    /* the officer this user is, or 0 */
    int64_t enterprise_id; /* an enterprise contact's own enterprise, or 0 */
    int64_t district_id;   /* row scope: region id; 0 = the whole city */
    int64_t session_id;
    bool system; /* command line or job: may do all, is named "system" in the audit log */
};

static inline bool wr_actor_has(const struct wr_actor *a, uint32_t roles)
{
    return a->system || (a->roles & roles) != 0;
}
