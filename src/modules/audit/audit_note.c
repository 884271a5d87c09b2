#include "modules/audit/audit_note.h"

#include "base/text.h"

#include <inttypes.h>

#define KEY_ID 4
#define DASH "\xe2\x80\x94 " /* em dash and blank begin a signature line */

struct wr_str wr_audit_leaf_text(struct wr_arena *a, const struct wr_audit_leaf *l)
{
    uint8_t digest[WR_SHA256];
    wr_sha256(l->payload.p, l->payload.n, digest);
    struct wr_str payload_hex = wr_hex(a, digest, sizeof digest);
    return wr_arena_printf(a,
                           "wurao-leaf-v1\n%" PRId64 "\n%" PRId64 "\n" WR_FMT "\n" WR_FMT
                           "\n" WR_FMT "\n%" PRId64 "\n%" PRId64 "\n" WR_FMT "\n" WR_FMT "\n",
                           l->seq, l->at_ms, WR_ARG(l->actor), WR_ARG(l->action), WR_ARG(l->entity),
                           l->entity_id, l->enterprise_id, WR_ARG(l->row_digest),
                           WR_ARG(payload_hex));
}

/** First bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key): which key signed (C2SP signed-note). */
static void key_id(struct wr_str name, const uint8_t *public_key, uint8_t ret[KEY_ID])
{
    uint8_t h[WR_SHA256];
    const struct wr_str parts[] = {
        name, WR_S("\n\x01"), {(const char *)public_key, WR_ED25519_PUBLIC}};
    wr_sha256_v(parts, WR_ARRAY_LEN(parts), h);
    memcpy(ret, h, KEY_ID);
}

struct wr_str wr_audit_note_sign(struct wr_arena *a, const struct wr_keys *keys, int64_t size,
                                 const struct wr_tree_hash *root)
{
    struct wr_str root64 = wr_base64(a, root->b, WR_SHA256);
    struct wr_str text =
        wr_arena_printf(a, "%s\n%" PRId64 "\n" WR_FMT "\n", keys->origin, size, WR_ARG(root64));
    uint8_t blob[KEY_ID + WR_ED25519_SIG];
    key_id(wr_str(keys->origin), keys->audit.public_key, blob);
    wr_ed25519_sign(keys->audit.secret_key, text, blob + KEY_ID);
    struct wr_str sig64 = wr_base64(a, blob, sizeof blob);
    return wr_arena_printf(a, WR_FMT "\n" DASH "%s " WR_FMT "\n", WR_ARG(text), keys->origin,
                           WR_ARG(sig64));
}

/** The signature line of `origin`, without dash and name; absent if there is none. */
static struct wr_str signature_of(struct wr_str lines, struct wr_str origin)
{
    while (lines.n > 0) {
        struct wr_str line = wr_str_cut(&lines, '\n');
        if (!wr_str_starts(line, WR_S(DASH)))
            continue;
        line = wr_str_sub(line, sizeof DASH - 1, line.n);
        struct wr_str sig = line;
        struct wr_str name = wr_str_cut(&sig, ' ');
        if (wr_str_eq(name, origin))
            return sig;
    }
    return (struct wr_str){0};
}

bool wr_audit_note_open(struct wr_arena *a, struct wr_str note,
                        const uint8_t public_key[WR_ED25519_PUBLIC], struct wr_audit_head *ret)
{
    ptrdiff_t blank = note.n <= WR_AUDIT_NOTE_MAX ? wr_str_find(note, WR_S("\n\n")) : -1;
    if (blank < 0)
        return false;
    struct wr_str text = wr_str_sub(note, 0, (size_t)blank + 1);
    struct wr_str rest = text;
    struct wr_audit_head h = {.origin = wr_str_cut(&rest, '\n')};
    struct wr_str size = wr_str_cut(&rest, '\n');
    struct wr_str root = wr_unbase64(a, wr_str_cut(&rest, '\n'));
    if (h.origin.n == 0 || !wr_str_i64(size, &h.size) || h.size < 0 || root.n != WR_SHA256)
        return false;
    memcpy(h.root.b, root.p, WR_SHA256);

    struct wr_str blob =
        wr_unbase64(a, signature_of(wr_str_sub(note, (size_t)blank + 2, note.n), h.origin));
    uint8_t id[KEY_ID];
    key_id(h.origin, public_key, id);
    if (blob.n != KEY_ID + WR_ED25519_SIG || memcmp(blob.p, id, KEY_ID) != 0)
        return false;
    if (!wr_ed25519_verify(public_key, text, (const uint8_t *)blob.p + KEY_ID))
        return false;
    *ret = h;
    return true;
}
