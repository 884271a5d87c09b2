#include "modules/plate/plate_rules.h"

#include "base/text.h"

#include <inttypes.h>

static const char alphabet[33] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define FIELD_POLY                                                                                 \
    0x25u /* x^5 + x^2 + 1, primitive over GF(2): x generates all 31 non-zero elements */

/** Product in GF(2^5). */
static unsigned gf_mul(unsigned a, unsigned b)
{
    unsigned p = 0;

    for (; b != 0; b >>= 1) {
        if (b & 1u)
            p ^= a;
        a <<= 1;
        if (a & 0x20u)
            a ^= FIELD_POLY;
    }
    return p;
}

/** Σ α^i · v_i by Horner's rule, from the last symbol down. */
static unsigned weighted_sum(const uint8_t v[WR_PLATE_CODE])
{
    unsigned s = 0;

    for (int i = WR_PLATE_CODE - 1; i >= 0; i--)
        s = gf_mul(s, 2) ^ v[i];
    return s;
}

static int symbol_value(char c)
{
    const char *at = c ? strchr(alphabet, c) : NULL;

    return at ? (int)(at - alphabet) : -1;
}

void wr_plate_code_make(uint64_t bits, char ret[WR_PLATE_CODE + 1])
{
    uint8_t v[WR_PLATE_CODE] = {0};

    for (int i = 0; i < WR_PLATE_CODE - 1; i++, bits >>= 5)
        v[i] = (uint8_t)(bits & 31u);
    while (weighted_sum(v) != 0) /* its weight is not zero: exactly one of 32 values fits */
        v[WR_PLATE_CODE - 1]++;
    for (int i = 0; i < WR_PLATE_CODE; i++)
        ret[i] = alphabet[v[i] & 31u];
    ret[WR_PLATE_CODE] = '\0';
}

bool wr_plate_code_valid(struct wr_str code)
{
    uint8_t v[WR_PLATE_CODE];

    if (code.n != WR_PLATE_CODE)
        return false;
    for (size_t i = 0; i < WR_PLATE_CODE; i++) {
        int x = symbol_value(code.p[i]);
        if (x < 0)
            return false;
        v[i] = (uint8_t)x;
    }
    return weighted_sum(v) == 0;
}

/** Characters that people put between groups: blanks, dashes of all kinds, middle dots. */
static bool is_filler(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '-' || c == '_' || c == '.' || c == 0xA0 || c == 0xB7 ||
           c == 0x2212 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2010 && c <= 0x2015) ||
           c == 0x3000 || c == 0x30FB || c == 0xFEFF;
}

/** What a person means by a character: narrow, upper case, I and L as 1, O as 0. */
static uint32_t fold_char(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0; /* full-width form */
    if (c >= 'a' && c <= 'z')
        c -= 'a' - 'A';
    if (c == 'I' || c == 'L')
        return '1';
    return c == 'O' ? '0' : c;
}

enum wr_plate_typed wr_plate_code_fold(struct wr_str typed, char ret[WR_PLATE_CODE + 1])
{
    char code[WR_PLATE_CODE + 1] = {0};
    size_t n = 0;

    if (typed.n == 0 || typed.n > WR_PLATE_TYPED_MAX || !wr_utf8_valid(typed))
        return WR_PLATE_TYPED_SYNTAX;
    while (typed.n > 0) {
        uint32_t c = fold_char(wr_utf8_next(&typed));
        if (is_filler(c))
            continue;
        if (n == WR_PLATE_CODE || c > 0x7F || symbol_value((char)c) < 0)
            return WR_PLATE_TYPED_SYNTAX;
        code[n++] = (char)c;
    }
    if (n != WR_PLATE_CODE)
        return WR_PLATE_TYPED_SYNTAX;
    memcpy(ret, code, sizeof(code));
    return wr_plate_code_valid((struct wr_str){code, n}) ? WR_PLATE_TYPED_OK : WR_PLATE_TYPED_TYPO;
}

struct wr_str wr_plate_code_print(struct wr_arena *a, struct wr_str code)
{
    struct wr_str head = wr_str_sub(code, 0, 5), tail = wr_str_sub(code, 5, code.n);

    return wr_arena_printf(a, WR_FMT "-" WR_FMT, WR_ARG(head), WR_ARG(tail));
}

/* ---- payload -------------------------------------------------------------------------------- */

static bool ends_in_signature(struct wr_str text)
{
    size_t n = 0;

    while (n < text.n && text.p[text.n - 1 - n] != '.')
        n++;
    return n < text.n && n > WR_PLATE_CODE;
}

bool wr_plate_is_payload(struct wr_str text)
{
    return wr_str_find(text, WR_S("/")) >= 0 || ends_in_signature(wr_str_trim(text));
}

static bool kid_fits(struct wr_str kid)
{
    if (kid.n == 0 || kid.n > WR_KID_MAX)
        return false;
    for (size_t i = 0; i < kid.n; i++)
        if (!((kid.p[i] >= 'a' && kid.p[i] <= 'z') || (kid.p[i] >= '0' && kid.p[i] <= '9')))
            return false;
    return true;
}

/** What follows the last "/p/" of a link, without query and fragment; the text itself if it is no link. */
static struct wr_str payload_of_link(struct wr_str text)
{
    for (size_t i = text.n; i >= 3; i--)
        if (memcmp(text.p + i - 3, "/p/", 3) == 0) {
            text = wr_str_sub(text, i, text.n);
            break;
        }
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '?' || text.p[i] == '#')
            return wr_str_sub(text, 0, i);
    return text;
}

bool wr_plate_payload_parse(struct wr_arena *a, struct wr_str text, struct wr_plate_payload *ret)
{
    struct wr_plate_payload p = {.sig_text = {0}};

    if (text.n > WR_PLATE_PAYLOAD_MAX)
        return false;
    struct wr_str rest = payload_of_link(wr_str_trim(text));
    struct wr_str code = wr_str_cut(&rest, '.'), kid = wr_str_cut(&rest, '.');
    if (!wr_plate_code_valid(code) || !kid_fits(kid) || rest.n != WR_PLATE_SIG_TEXT)
        return false;
    struct wr_str sig = wr_unbase64url(a, rest);
    if (sig.n != sizeof(p.sig))
        return false;
    memcpy(p.sig, sig.p, sizeof(p.sig));
    p.sig_text = rest;
    if (!wr_str_copy_z(code, p.code, sizeof(p.code)) || !wr_str_copy_z(kid, p.kid, sizeof(p.kid)))
        return false;
    *ret = p;
    return true;
}

struct wr_str wr_plate_payload_text(struct wr_arena *a, struct wr_str code, struct wr_str kid,
                                    struct wr_str sig)
{
    return wr_arena_printf(a, WR_FMT "." WR_FMT "." WR_FMT, WR_ARG(code), WR_ARG(kid), WR_ARG(sig));
}

struct wr_str wr_plate_link(struct wr_arena *a, struct wr_str public_url, struct wr_str payload)
{
    return wr_arena_printf(a, WR_FMT "/p/" WR_FMT, WR_ARG(public_url), WR_ARG(payload));
}

/* ---- signatures ----------------------------------------------------------------------------- */

struct wr_str wr_plate_signed_text(struct wr_arena *a, struct wr_str code,
                                   struct wr_str credit_code, struct wr_str issue_date)
{
    return wr_arena_printf(a, "wurao-plate-v1\n" WR_FMT "\n" WR_FMT "\n" WR_FMT "\n", WR_ARG(code),
                           WR_ARG(credit_code), WR_ARG(issue_date));
}

struct wr_str wr_plate_revocations_text(struct wr_arena *a, int64_t issued_ms,
                                        const struct wr_str *codes, size_t n)
{
    static const struct wr_str none = {0};
    struct wr_str head = wr_arena_printf(a, "wurao-revocations-v1\n%" PRId64 "\n", issued_ms);
    size_t size = head.n;

    if (!head.p)
        return none;
    for (size_t i = 0; i < n; i++)
        size += codes[i].n + 1;
    char *p = wr_arena_alloc(a, size + 1);
    if (!p)
        return none;
    size_t at = head.n;
    memcpy(p, head.p, head.n);
    for (size_t i = 0; i < n; i++) {
        memcpy(p + at, codes[i].p, codes[i].n);
        at += codes[i].n;
        p[at++] = '\n';
    }
    return (struct wr_str){p, at};
}

struct wr_str wr_plate_sign(struct wr_arena *a, const struct wr_signing_key *key,
                            struct wr_str text)
{
    uint8_t sig[WR_ED25519_SIG];

    wr_ed25519_sign(key->secret_key, text, sig);
    return wr_base64url(a, sig, sizeof(sig));
}

/* ---- life cycle ----------------------------------------------------------------------------- */

static bool ends(enum wr_plate_status s)
{
    return s == WR_PLATE_REPLACED || s == WR_PLATE_LOST || s == WR_PLATE_VOID;
}

bool wr_plate_may_become(enum wr_plate_status from, enum wr_plate_status to)
{
    switch (from) {
    case WR_PLATE_DRAFT:
        return to == WR_PLATE_ISSUED || to == WR_PLATE_VOID;
    case WR_PLATE_ISSUED:
        return to == WR_PLATE_PRINTED || to == WR_PLATE_REPLACED || to == WR_PLATE_VOID;
    case WR_PLATE_PRINTED: /* printed again, or lost on the way to the gate */
        return to == WR_PLATE_PRINTED || to == WR_PLATE_HUNG || ends(to);
    case WR_PLATE_HUNG: /* hung again: at another gate, or its reprint; printing does not take it down */
        return to == WR_PLATE_HUNG || ends(to);
    case WR_PLATE_LOST:
        return to == WR_PLATE_REPLACED;
    case WR_PLATE_VOID:
    case WR_PLATE_REPLACED:
    default:
        return false;
    }
}

enum wr_genuine wr_plate_genuine_of(enum wr_plate_status status, bool with_signature)
{
    switch (status) {
    case WR_PLATE_ISSUED:
    case WR_PLATE_PRINTED:
    case WR_PLATE_HUNG:
        return with_signature ? WR_GENUINE : WR_GENUINE_UNSIGNED;
    case WR_PLATE_LOST:
        return WR_GENUINE_LOST;
    case WR_PLATE_VOID:
        return WR_GENUINE_VOID;
    case WR_PLATE_REPLACED:
        return WR_GENUINE_REPLACED;
    case WR_PLATE_DRAFT:
    default:
        return WR_GENUINE_UNKNOWN;
    }
}
