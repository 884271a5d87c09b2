#pragma once

#include "base/actor.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

enum wr_lang { WR_LANG_ZH, WR_LANG_EN };

struct wr_db;           /* db/db.h */
struct wr_rules;        /* rules/rules.h */
struct wr_rules_shelf;  /* rules/shelf.h */
struct wr_keys;         /* base/keys.h */
struct wr_site;         /* base/site.h */
struct wr_events;       /* base/events.h */
struct wr_tele;         /* telemetry/telemetry.h */
struct wr_security;     /* base/security.h */
struct wr_audit_entity; /* modules/audit/audit_svc.h */

/** What one request, command or job carries through all calls. Owned by whoever runs it; never shared by threads. */
struct wr_ctx {
    struct wr_arena *arena;
    const struct wr_clock *clock;
    struct wr_db *db;
    const struct wr_rules *rules;       /* loaded rule packs, read-only */
    struct wr_rules_shelf *rules_shelf; /* where they come from; NULL: they cannot change */
    const struct wr_keys *keys;         /* signing keys, read-only */
    const struct wr_audit_entity *const *const *entities; /* every kind of row the log protects */
    const struct wr_site *site;         /* texts of this installation; NULL: WR_SITE_DEFAULT */
    const struct wr_security *security; /* limits of logging in; NULL: WR_SECURITY_DEFAULT */
    const struct wr_events *events;     /* news for live pages; NULL: nobody listens */
    struct wr_tele *telemetry;          /* time series of monitoring points; NULL: there is none */
    struct wr_actor actor;
    enum wr_lang lang;
    struct wr_str request_id; /* validated: [A-Za-z0-9._-]{1,64} */
    struct wr_err err;
};

void wr_ctx_init(struct wr_ctx *ctx, struct wr_arena *arena, const struct wr_clock *clock);
/** Forget the last error (before a transaction is run again). */
void wr_err_reset(struct wr_ctx *ctx);

/**
 * Record why something failed and return its code, for `return wr_fail(ctx, WR_K_plate_revoked, code, day);`.
 * Up to four slices replace {0} … {3} of the registered message. An earlier error is replaced, faults stay.
 */
#ifdef __cppcheck__ /* which does not know __VA_OPT__ */
int wr_fail(struct wr_ctx *ctx, enum wr_key key, ...);
void wr_fault(struct wr_ctx *ctx, struct wr_str path, enum wr_key key, struct wr_str value, ...);
#else
#define wr_fail(ctx, key, ...)                                                                     \
    wr_fail_at((ctx), (key), __FILE__, __LINE__,                                                   \
               (const struct wr_str[4]){__VA_OPT__(__VA_ARGS__, ){NULL, 0}})
#endif
int wr_fail_at(struct wr_ctx *ctx, enum wr_key key, const char *file, int line,
               const struct wr_str args[4]);

/**
 * Add one faulty field; the request goes on collecting. `path` and `value` are copied.
 * At WR_FAULTS_MAX further faults are only counted.
 */
#ifndef __cppcheck__
#define wr_fault(ctx, path, key, value, ...)                                                       \
    wr_fault_at((ctx), (path), (key), (value),                                                     \
                (const struct wr_str[4]){__VA_OPT__(__VA_ARGS__, ){NULL, 0}})
#endif
void wr_fault_at(struct wr_ctx *ctx, struct wr_str path, enum wr_key key, struct wr_str value,
                 const struct wr_str args[4]);

/** 0 if no fault was recorded, else WR_EINVALID with key `input.faulty`: the usual end of a validation. */
WR_MUST_CHECK int wr_faults_end(struct wr_ctx *ctx);

/** The message in the context's language. */
struct wr_str wr_err_text(const struct wr_ctx *ctx);
static inline int64_t wr_ctx_now(const struct wr_ctx *ctx)
{
    return wr_now_ms(ctx->clock);
}
