#pragma once
/* The one door to libsodium and OpenSSL. */

#include "base/attr.h"
#include "base/str.h"

#define WR_SHA256 32
#define WR_ED25519_PUBLIC 32
#define WR_ED25519_SECRET 64
#define WR_ED25519_SIG 64
#define WR_PASSWORD_HASH 128

/** Call once at start. 0 or -1. */
WR_MUST_CHECK int wr_crypto_init(void);
void wr_sha256(const void *p, size_t n, uint8_t ret[WR_SHA256]);
/** SHA-256 over pieces: parts[0] ‖ parts[1] ‖ … */
void wr_sha256_v(const struct wr_str *parts, size_t n, uint8_t ret[WR_SHA256]);
/** Incremental form for files that are streamed. */
struct wr_sha256 {
    _Alignas(16) unsigned char opaque[128];
};
void wr_sha256_init(struct wr_sha256 *h);
void wr_sha256_add(struct wr_sha256 *h, const void *p, size_t n);
void wr_sha256_end(struct wr_sha256 *h, uint8_t ret[WR_SHA256]);

void wr_ed25519_keypair(uint8_t ret_public[WR_ED25519_PUBLIC],
                        uint8_t ret_secret[WR_ED25519_SECRET]);
/** Deterministic pair from 32 bytes, for tests and demonstrations. */
void wr_ed25519_seed(const uint8_t seed[32], uint8_t ret_public[WR_ED25519_PUBLIC],
                     uint8_t ret_secret[WR_ED25519_SECRET]);
void wr_ed25519_sign(const uint8_t secret[WR_ED25519_SECRET], struct wr_str msg,
                     uint8_t ret[WR_ED25519_SIG]);
WR_MUST_CHECK bool wr_ed25519_verify(const uint8_t pub[WR_ED25519_PUBLIC], struct wr_str msg,
                                     const uint8_t sig[WR_ED25519_SIG]);

/** Argon2id. `fast` parameters exist for tests and the demonstration only, chosen by the caller through `cost`. */
enum wr_password_cost { WR_PASSWORD_INTERACTIVE, WR_PASSWORD_MIN };
WR_MUST_CHECK int wr_password_hash(struct wr_str password, enum wr_password_cost cost,
                                   char ret[WR_PASSWORD_HASH]);
WR_MUST_CHECK bool wr_password_verify(struct wr_str password, const char *hash);

/** RFC 6238 code (SHA-1, 6 digits, 30 s) of time step `step`. */
uint32_t wr_totp(const uint8_t *secret, size_t n, int64_t step);
void wr_random(void *p, size_t n);
/** Constant-time comparison. */
WR_MUST_CHECK bool wr_mem_eq(const void *a, const void *b, size_t n);
void wr_mem_wipe(void *p, size_t n);
