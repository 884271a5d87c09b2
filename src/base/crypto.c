#include "base/crypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct wr_sha256), "state fits");
_Static_assert(crypto_hash_sha256_BYTES == WR_SHA256, "SHA-256");
_Static_assert(crypto_sign_PUBLICKEYBYTES == WR_ED25519_PUBLIC, "Ed25519 public key");
_Static_assert(crypto_sign_SECRETKEYBYTES == WR_ED25519_SECRET, "Ed25519 secret key");
_Static_assert(crypto_sign_BYTES == WR_ED25519_SIG, "Ed25519 signature");
_Static_assert(crypto_pwhash_STRBYTES <= WR_PASSWORD_HASH, "password hash");

static const unsigned char *bytes_of(const void *p, size_t n)
{
    static const unsigned char nothing[1];
    return n ? p : nothing;
}

int wr_crypto_init(void)
{
    return sodium_init() < 0 ? -1 : 0;
}

void wr_sha256(const void *p, size_t n, uint8_t ret[WR_SHA256])
{
    (void)crypto_hash_sha256(ret, bytes_of(p, n), n);
}

void wr_sha256_v(const struct wr_str *parts, size_t n, uint8_t ret[WR_SHA256])
{
    struct wr_sha256 h;
    wr_sha256_init(&h);
    for (size_t i = 0; i < n; i++)
        wr_sha256_add(&h, parts[i].p, parts[i].n);
    wr_sha256_end(&h, ret);
}

static crypto_hash_sha256_state *state_of(struct wr_sha256 *h)
{
    return (crypto_hash_sha256_state *)(void *)h->opaque;
}

void wr_sha256_init(struct wr_sha256 *h)
{
    (void)crypto_hash_sha256_init(state_of(h));
}

void wr_sha256_add(struct wr_sha256 *h, const void *p, size_t n)
{
    (void)crypto_hash_sha256_update(state_of(h), bytes_of(p, n), n);
}

void wr_sha256_end(struct wr_sha256 *h, uint8_t ret[WR_SHA256])
{
    (void)crypto_hash_sha256_final(state_of(h), ret);
}

void wr_ed25519_keypair(uint8_t ret_public[WR_ED25519_PUBLIC],
                        uint8_t ret_secret[WR_ED25519_SECRET])
{
    (void)crypto_sign_keypair(ret_public, ret_secret);
}

void wr_ed25519_seed(const uint8_t seed[32], uint8_t ret_public[WR_ED25519_PUBLIC],
                     uint8_t ret_secret[WR_ED25519_SECRET])
{
    (void)crypto_sign_seed_keypair(ret_public, ret_secret, seed);
}

void wr_ed25519_sign(const uint8_t secret[WR_ED25519_SECRET], struct wr_str msg,
                     uint8_t ret[WR_ED25519_SIG])
{
    (void)crypto_sign_detached(ret, NULL, bytes_of(msg.p, msg.n), msg.n, secret);
}

bool wr_ed25519_verify(const uint8_t pub[WR_ED25519_PUBLIC], struct wr_str msg,
                       const uint8_t sig[WR_ED25519_SIG])
{
    return crypto_sign_verify_detached(sig, bytes_of(msg.p, msg.n), msg.n, pub) == 0;
}

int wr_password_hash(struct wr_str password, enum wr_password_cost cost, char ret[WR_PASSWORD_HASH])
{
    bool fast = cost == WR_PASSWORD_MIN;
    return crypto_pwhash_str_alg(
        ret, (const char *)bytes_of(password.p, password.n), password.n,
        fast ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
        fast ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE,
        crypto_pwhash_ALG_ARGON2ID13);
}

bool wr_password_verify(struct wr_str password, const char *hash)
{
    return crypto_pwhash_str_verify(hash, (const char *)bytes_of(password.p, password.n),
                                    password.n) == 0;
}

uint32_t wr_totp(const uint8_t *secret, size_t n, int64_t step)
{
    uint8_t msg[8];
    for (int i = 0; i < 8; i++)
        msg[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    uint8_t mac[EVP_MAX_MD_SIZE] = {0};
    unsigned mac_n = 0;
    (void)HMAC(EVP_sha1(), bytes_of(secret, n), (int)n, msg, sizeof(msg), mac, &mac_n);
    const uint8_t *at = mac + (mac[19] & 0x0F);
    uint32_t v =
        (uint32_t)(at[0] & 0x7F) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    return v % 1000000;
}

void wr_random(void *p, size_t n)
{
    randombytes_buf(p, n);
}

bool wr_mem_eq(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void wr_mem_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}
