#pragma once

#include "base/crypto.h"

#define WR_KEYS_PLATE_MAX 16
#define WR_KID_MAX 12

/** One Ed25519 key pair with its short public name. */
struct wr_signing_key {
    char kid[WR_KID_MAX + 1]; /* [a-z0-9]{1,12}; "p1", "p2" … for plates, "log" for the audit log */
    uint8_t public_key[WR_ED25519_PUBLIC];
    uint8_t secret_key[WR_ED25519_SECRET];
    int64_t created_ms;
};

/** All signing keys of this installation, loaded from the key folder at start. The last plate key signs new plates. */
struct wr_keys {
    struct wr_signing_key plate[WR_KEYS_PLATE_MAX];
    size_t n_plate;
    struct wr_signing_key audit;
    char origin[128]; /* name of the audit log in its checkpoints */
    char dir[256];    /* the folder they were loaded from */
};

/**
 * Load the keys from `dir`, making the folder (0700) and the first keys (0600) if there are none.
 * @return 0, -errno
 */
WR_MUST_CHECK int wr_keys_open(struct wr_keys *k, const char *dir, const char *origin,
                               int64_t now_ms);
/** Add a plate key; plates signed by earlier keys stay valid. @return 0, -errno, -ENOSPC at WR_KEYS_PLATE_MAX */
WR_MUST_CHECK int wr_keys_rotate_plate(struct wr_keys *k, const char *dir, int64_t now_ms);
const struct wr_signing_key *wr_keys_plate_by_kid(const struct wr_keys *k, struct wr_str kid);
void wr_keys_done(struct wr_keys *k);
