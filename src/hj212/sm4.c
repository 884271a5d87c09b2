/*
 * Encryption of HJ 212-2025: SM4-ECB without padding over every full 16 characters of the data area, written as
 * `{0xE4,0x3E,…}`; the rest stays plain. Length and CRC are those of the plain segment.
 */
#include "hj212/hj212_int.h"

#define BLOCK 16
#define BLOCK_CHARS 80 /* "0xE4," sixteen times; the last without its comma */
#define HEAD 6

#if defined(HJ212_WITH_SM4)
#include <openssl/evp.h>

struct hj212_sm4 {
    EVP_CIPHER_CTX *encrypt;
    EVP_CIPHER_CTX *decrypt;
};

/* The object lives in OpenSSL's heap, so that the library has none of its own. */
static EVP_CIPHER_CTX *prepared(const unsigned char key[HJ212_KEY_BYTES], int encrypt)
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    if (ctx == NULL || EVP_CipherInit_ex(ctx, EVP_sm4_ecb(), NULL, key, NULL, encrypt) != 1 ||
        EVP_CIPHER_CTX_set_padding(ctx, 0) != 1) {
        EVP_CIPHER_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

bool hj212_has_sm4(void)
{
    return true;
}

struct hj212_sm4 *hj212_sm4_free(struct hj212_sm4 *k)
{
    if (k != NULL) {
        EVP_CIPHER_CTX_free(k->encrypt);
        EVP_CIPHER_CTX_free(k->decrypt);
        OPENSSL_clear_free(k, sizeof(*k));
    }
    return NULL;
}

struct hj212_sm4 *hj212_sm4_new(const unsigned char key[HJ212_KEY_BYTES])
{
    struct hj212_sm4 *k = OPENSSL_zalloc(sizeof(*k));
    if (k == NULL) {
        return NULL;
    }
    k->encrypt = prepared(key, 1);
    k->decrypt = prepared(key, 0);
    return k->encrypt != NULL && k->decrypt != NULL ? k : hj212_sm4_free(k);
}

static bool crypt_blocks(const struct hj212_sm4 *k, bool encrypt, char *p, size_t n)
{
    int done = 0;
    unsigned char *bytes = (unsigned char *)p;
    return n == 0 ||
           (EVP_CipherUpdate(encrypt ? k->encrypt : k->decrypt, bytes, &done, bytes, (int)n) == 1 &&
            (size_t)done == n);
}
#else
bool hj212_has_sm4(void)
{
    return false;
}

struct hj212_sm4 *hj212_sm4_new(const unsigned char key[HJ212_KEY_BYTES])
{
    (void)key;
    return NULL;
}

struct hj212_sm4 *hj212_sm4_free(struct hj212_sm4 *k)
{
    (void)k;
    return NULL;
}

static bool crypt_blocks(const struct hj212_sm4 *k, bool encrypt, char *p, size_t n)
{
    (void)k;
    (void)encrypt;
    (void)p;
    (void)n;
    return false;
}
#endif

bool hj212_must_encrypt(uint16_t command)
{
    return (command >= 2000 && command <= 2999) || command == 1014 || command == 3020;
}

/** `0xE4,0x3E,…` of n characters to bytes; false if it is not of that form. */
static bool read_cipher(const char *p, size_t n, char *dst)
{
    if ((n + 1) % BLOCK_CHARS != 0) {
        return false;
    }
    for (size_t i = 0; i < n; i += 5) {
        unsigned high = hj212_hex[(unsigned char)p[i + 2]];
        unsigned low = hj212_hex[(unsigned char)p[i + 3]];
        bool comma = i + 4 == n || p[i + 4] == ',';
        if (p[i] != '0' || (p[i + 1] != 'x' && p[i + 1] != 'X') || (high | low) > 15 || !comma) {
            return false;
        }
        *dst++ = (char)(high << 4 | low);
    }
    return true;
}

static void write_cipher(const char *src, size_t n, char *dst)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)src[i];
        memcpy(dst, "0x", 2);
        dst[2] = "0123456789ABCDEF"[c >> 4];
        dst[3] = "0123456789ABCDEF"[c & 15];
        dst += 4;
        if (i + 1 < n) {
            *dst++ = ',';
        }
    }
}

enum hj212_error hj212_decrypt(struct hj212_sm4 *k, const struct hj212_frame *frame, char *buf,
                               size_t cap, struct hj212_frame *ret)
{
    *ret = *frame;
    if (!frame->encrypted) {
        return HJ212_OK;
    }
    ret->error = HJ212_ECIPHER;
    const char *p = frame->segment.p;
    size_t n = frame->segment.n;
    const char *area = memmem(p, n, "CP=&&{", 6);
    const char *close = area != NULL ? memchr(area, '}', n - (size_t)(area - p)) : NULL;
    if (close == NULL) {
        return ret->error;
    }
    size_t open = (size_t)(area - p) + 5;
    size_t inside = (size_t)(close - p) - open - 1;
    size_t cipher_n = (inside + 1) / 5;
    size_t rest_n = n - open - inside - 2;
    if (k == NULL) {
        ret->error = HJ212_EKEY;
        return ret->error;
    }
    if (open + cipher_n + rest_n > cap) {
        ret->error = HJ212_ESPACE;
        return ret->error;
    }
    memcpy(buf, p, open);
    if (!read_cipher(p + open + 1, inside, buf + open) ||
        !crypt_blocks(k, false, buf + open, cipher_n)) {
        return ret->error;
    }
    memcpy(buf + open + cipher_n, close + 1, rest_n);
    ret->segment = (struct hj212_str){buf, open + cipher_n + rest_n};
    if (hj212_crc_scan(ret->segment.p, ret->segment.n, &ret->content) != frame->crc) {
        return ret->error;
    }
    ret->encrypted = false;
    ret->crc_family = HJ212_CRC_RIGHT;
    ret->error = HJ212_OK;
    return ret->error;
}

size_t hj212_encrypt(struct hj212_sm4 *k, struct hj212_str frame, char *buf, size_t cap)
{
    const char *area = k != NULL ? memmem(frame.p, frame.n, "CP=&&", 5) : NULL;
    if (area == NULL || frame.n < HJ212_FRAME_EXTRA + 2) {
        return 0;
    }
    size_t from = (size_t)(area - frame.p) + 5;
    size_t behind = 4 + 2; /* CRC, line end */
    if (frame.n < from + 2 + behind || memcmp(frame.p + frame.n - behind - 2, "&&", 2) != 0) {
        return 0;
    }
    size_t plain_n = frame.n - behind - 2 - from;
    size_t cipher_n = plain_n / BLOCK * BLOCK;
    size_t text_n = cipher_n > 0 ? cipher_n * 5 + 1 : 0; /* braces and all commas but one */
    size_t rest_n = frame.n - from - cipher_n;
    if (from + text_n + rest_n > cap || cipher_n > HJ212_SEGMENT_MAX) {
        return 0;
    }
    memcpy(buf, frame.p, from);
    if (cipher_n > 0) {
        /* Encrypted at the far end of the room it will take as text, then spelled out from the left. */
        char *bytes = buf + from + text_n - cipher_n;
        memcpy(bytes, frame.p + from, cipher_n);
        if (!crypt_blocks(k, true, bytes, cipher_n)) {
            return 0;
        }
        buf[from] = '{';
        for (size_t i = 0; i < cipher_n; i++) {
            char text[5];
            write_cipher(bytes + i, 1, text);
            text[4] = i + 1 < cipher_n ? ',' : '}';
            memcpy(buf + from + 1 + 5 * i, text, 5);
        }
    }
    memcpy(buf + from + text_n, frame.p + from + cipher_n, rest_n);
    return from + text_n + rest_n;
}
