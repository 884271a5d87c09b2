#pragma once
/* Codes and payloads of plates: pure. No SQL, no clock, no log. */

#include "base/arena.h"
#include "base/crypto.h"
#include "base/keys.h"
#include "modules/plate/plate.h"

#define WR_PLATE_SIG_TEXT 86     /* Ed25519 signature in base64url */
#define WR_PLATE_TYPED_MAX 120   /* bytes of a typed code that are looked at */
#define WR_PLATE_PAYLOAD_MAX 512 /* bytes of a scanned text that are looked at */

/**
 * Code (编号) from 45 random bits and its check character. Symbols are Crockford's base 32; as elements of GF(2^5) they obey
 * Σ α^i · c_i = 0 (i = 0 … 9, α a generator). The ten multipliers differ and none is zero, so every change of one character
 * and every swap of two, neighbours or not, breaks the sum.
 * @param bits  only the lowest 45 are used
 */
void wr_plate_code_make(uint64_t bits, char ret[WR_PLATE_CODE + 1]);
/** Ten symbols in canonical spelling whose sum is right? */
bool wr_plate_code_valid(struct wr_str code);

enum wr_plate_typed { WR_PLATE_TYPED_OK, WR_PLATE_TYPED_SYNTAX, WR_PLATE_TYPED_TYPO };
/**
 * Fold what a person typed: lower case, I and L as 1, O as 0, blanks, dashes, full-width forms.
 * @param ret  [out] canonical code with NUL; written for OK and TYPO
 */
enum wr_plate_typed wr_plate_code_fold(struct wr_str typed, char ret[WR_PLATE_CODE + 1]);
/** "ABCDE-FGHJK" in the arena. */
struct wr_str wr_plate_code_print(struct wr_arena *a, struct wr_str code);

/** A scanned text, taken apart. */
struct wr_plate_payload {
    char code[WR_PLATE_CODE + 1];
    char kid[WR_KID_MAX + 1];
    uint8_t sig[WR_ED25519_SIG];
    struct wr_str sig_text; /* borrowed from the scanned text */
};
/** Does it look like a link or a payload rather than a typed code? */
bool wr_plate_is_payload(struct wr_str text);
/**
 * Take apart `code.kid.sig`, alone or at the end of a link. Exactly one spelling is accepted.
 * @return false for anything else (which is a forged plate)
 */
WR_MUST_CHECK bool wr_plate_payload_parse(struct wr_arena *a, struct wr_str text,
                                          struct wr_plate_payload *ret);
/** `code.kid.sig`, and the link `URL/p/code.kid.sig`. */
struct wr_str wr_plate_payload_text(struct wr_arena *a, struct wr_str code, struct wr_str kid,
                                    struct wr_str sig);
struct wr_str wr_plate_link(struct wr_arena *a, struct wr_str public_url, struct wr_str payload);

/** The bytes that are signed: "wurao-plate-v1\n<code>\n<credit_code>\n<issue_date>\n". */
struct wr_str wr_plate_signed_text(struct wr_arena *a, struct wr_str code,
                                   struct wr_str credit_code, struct wr_str issue_date);
/** The bytes of the revocation list: "wurao-revocations-v1\n<issued_ms>\n" and each code with a newline, in ascending order. */
struct wr_str wr_plate_revocations_text(struct wr_arena *a, int64_t issued_ms,
                                        const struct wr_str *codes, size_t n);
/** Signature as base64url. */
struct wr_str wr_plate_sign(struct wr_arena *a, const struct wr_signing_key *key,
                            struct wr_str text);

/** Life cycle (DESIGN §1): draft → issued → printed → hung; replaced, lost and void are ends. */
bool wr_plate_may_become(enum wr_plate_status from, enum wr_plate_status to);
/** What a good signature on a plate in this state comes to. */
enum wr_genuine wr_plate_genuine_of(enum wr_plate_status status, bool with_signature);
