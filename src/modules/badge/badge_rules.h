#pragma once
/* The rotating code: its parts, their bytes, and what makes it good. Pure: no SQL, no clock, no log. docs/badge.md has the bytes. */

#include "base/arena.h"
#include "base/keys.h"
#include "modules/badge/badge.h"

#define WR_BADGE_CODE_MAX 2600 /* bytes of a scanned text that are looked at */
#define WR_BADGE_PART_MAX 1300 /* characters of badge or task in the code */
#define WR_BADGE_NAME_MAX 40   /* characters; longer texts are cut with an ellipsis */
#define WR_BADGE_UNIT_MAX 40
#define WR_BADGE_CERT_MAX 40
#define WR_BADGE_NUMBER_MAX 40
#define WR_BADGE_REF_MAX 40
#define WR_BADGE_BASIS_MAX 40
#define WR_BADGE_WORD_MAX 20
#define WR_BADGE_AHEAD_S 300 /* a badge may be this much from the future: clocks differ */

/** What the bureau says of an officer and a phone (执法人员凭证). */
struct wr_badge {
    struct wr_str kid;
    int64_t officer_id;
    struct wr_str name, unit, cert_no, cert_to;
    int64_t issued_s, expires_s; /* Unix seconds */
    uint8_t device_key[WR_ED25519_PUBLIC];
};
/** What the officer is about to do; signed by the bureau when it is an approved mission. */
struct wr_task {
    struct wr_str kid; /* empty: the officer's own statement */
    int64_t officer_id, mission_id;
    struct wr_str number, plate, kind, insp_class, source, evidence_ref, basis, from, to;
};
/** A code taken apart. Slices are borrowed from the text or its arena. */
struct wr_officer_code {
    struct wr_badge badge;
    struct wr_str badge_body;
    uint8_t badge_sig[WR_ED25519_SIG];
    bool has_task;
    struct wr_task task;
    struct wr_str task_body;
    uint8_t task_sig[WR_ED25519_SIG]; /* if task.kid is not empty */
    int64_t step;
    struct wr_str text;   /* badge.task.step.sig */
    struct wr_str before; /* badge.task.step: what the phone signed */
    uint8_t sig[WR_ED25519_SIG];
};

/** One line of at most `max` characters: controls become blanks, a longer one ends in an ellipsis. Never absent. */
struct wr_str wr_badge_line(struct wr_arena *a, struct wr_str text, size_t max);

/** The bytes that a signature covers, without its prefix. @return the absent slice when the arena is at its end */
struct wr_str wr_badge_body(struct wr_arena *a, const struct wr_badge *b);
struct wr_str wr_task_body(struct wr_arena *a, const struct wr_task *t);
/** Prefix and body, as signed: "wurao-badge-v1\n", "wurao-warrant-v1\n", "wurao-officer-code-v1\n". */
struct wr_str wr_badge_signed(struct wr_arena *a, struct wr_str body);
struct wr_str wr_task_signed(struct wr_arena *a, struct wr_str body);
struct wr_str wr_officer_code_signed(struct wr_arena *a, struct wr_str before);
/** Body and signature as base64url. @param sig  NULL: none (a task that is the officer's own statement) */
struct wr_str wr_badge_text(struct wr_arena *a, struct wr_str body, const uint8_t *sig);
/** `badge.task.step`; `task` may be empty. */
struct wr_str wr_officer_code_before(struct wr_arena *a, struct wr_str badge, struct wr_str task,
                                     int64_t step);
/** The whole code from what was signed. */
struct wr_str wr_officer_code_text(struct wr_arena *a, struct wr_str before,
                                   const uint8_t sig[WR_ED25519_SIG]);
/** Sign for the bureau: body → text. */
struct wr_str wr_badge_issue(struct wr_arena *a, const struct wr_signing_key *key,
                             const struct wr_badge *b);
struct wr_str wr_task_issue(struct wr_arena *a, const struct wr_signing_key *key,
                            const struct wr_task *t);

WR_MUST_CHECK bool wr_badge_parse(struct wr_arena *a, struct wr_str text, struct wr_badge *ret,
                                  struct wr_str *ret_body, uint8_t ret_sig[WR_ED25519_SIG]);
WR_MUST_CHECK bool wr_task_parse(struct wr_arena *a, struct wr_str text, struct wr_task *ret,
                                 struct wr_str *ret_body, uint8_t ret_sig[WR_ED25519_SIG]);
/**
 * Take apart a link `…/o#badge.task.step.sig`, or what stands behind its #. Exactly one spelling is accepted.
 * @return false for anything else
 */
WR_MUST_CHECK bool wr_officer_code_parse(struct wr_arena *a, struct wr_str text,
                                         struct wr_officer_code *ret);

/** The first thing that is wrong with a code; its order is the order of the checks. */
enum wr_code_fault {
    WR_CODE_GOOD,
    WR_CODE_FOREIGN,     /* the badge is not signed by this bureau */
    WR_CODE_DEVICE,      /* the code is not signed by the phone that the badge names */
    WR_CODE_WARRANT,     /* the approval is not signed by this bureau, or is another officer's */
    WR_CODE_CERTIFICATE, /* the certificate has run out */
    WR_CODE_EXPIRED,     /* the badge has run out, or is from the future */
    WR_CODE_STALE,       /* an old code, or a clock is wrong */
};
/**
 * Signatures, dates and step as of `at_ms`. Whether the phone was revoked and the code used before is for the caller.
 */
enum wr_code_fault wr_officer_code_check(struct wr_arena *a, const struct wr_officer_code *c,
                                         const struct wr_keys *keys, int64_t at_ms);
/** Is `step` within WR_BADGE_SLACK of the time? */
bool wr_badge_step_fits(int64_t step, int64_t at_ms);
/** Is the day of `at_ms` one of those the approval is for? */
bool wr_task_day_fits(const struct wr_task *t, int64_t at_ms);
/** Signed bytes of the revocation list: "wurao-badge-revocations-v1\n<issued_ms>\n" and each key with a newline, ascending. */
struct wr_str wr_badge_revocations_text(struct wr_arena *a, int64_t issued_ms,
                                        const struct wr_str *keys, size_t n);
/** When a badge issued now ends: in WR_BADGE_LIFE_MS, or with the last day of the certificate. Unix seconds. */
int64_t wr_badge_expiry_s(int64_t now_ms, struct wr_str cert_to);
/** 8-4-4-4-12 hexadecimal digits? */
bool wr_badge_uuid(struct wr_str s);
