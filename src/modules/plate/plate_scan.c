/* Judging what was scanned or typed; keys and revocations for those who judge without us. */
#include "base/text.h"
#include "modules/enterprise/enterprise_svc.h"
#include "modules/plate/plate_in.h"

#include <assert.h>

struct wr_str wr_plate_signed_bytes(struct wr_ctx *ctx, const struct wr_plate *p)
{
    return wr_plate_signed_text(ctx->arena, p->code, p->credit_code, p->issue_date);
}

/** Find by code. @param ret->found false when there is none */
static int find(struct wr_tx *tx, struct wr_str code, struct wr_plate_scan *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);

    int rc = wr_plate_store_by_code(tx, code, &ret->plate);
    if (rc == WR_ENOTFOUND) {
        wr_err_reset(ctx);
        ret->plate = (struct wr_plate){0};
        return 0;
    }
    if (rc < 0)
        return rc;
    ret->found = true;
    wr_plate_complete(ctx, &ret->plate);
    return 0;
}

/** Is the signature the one that was issued, and does it still fit the row as it stands? */
static bool signature_holds(struct wr_ctx *ctx, const struct wr_plate_payload *p,
                            const struct wr_plate *row)
{
    const struct wr_signing_key *key = wr_keys_plate_by_kid(ctx->keys, wr_str(p->kid));

    return key && wr_str_eq(wr_str(p->kid), row->kid) && wr_str_eq(p->sig_text, row->sig) &&
           wr_ed25519_verify(key->public_key, wr_plate_signed_bytes(ctx, row), p->sig);
}

static int scan_payload(struct wr_tx *tx, struct wr_str text, struct wr_plate_scan *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_plate_payload p;

    s->genuine = WR_GENUINE_FORGED;
    if (!wr_plate_payload_parse(ctx->arena, text, &p))
        return 0;
    int rc = find(tx, wr_arena_dup(ctx->arena, wr_str(p.code)), s);
    if (rc < 0)
        return rc;
    if (!s->found)
        s->genuine =
            wr_keys_plate_by_kid(ctx->keys, wr_str(p.kid)) ? WR_GENUINE_UNKNOWN : WR_GENUINE_FORGED;
    else if (signature_holds(ctx, &p, &s->plate))
        s->genuine = wr_plate_genuine_of((enum wr_plate_status)s->plate.status, true);
    return 0;
}

static int scan_code(struct wr_tx *tx, struct wr_str text, struct wr_plate_scan *s)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    char code[WR_PLATE_CODE + 1];
    bool showable = text.n <= 40 && wr_utf8_valid(text) && !wr_text_has_control(text);

    switch (wr_plate_code_fold(text, code)) {
    case WR_PLATE_TYPED_SYNTAX:
        return wr_fail(ctx, WR_K_plate_code_syntax, showable ? text : WR_S("…"));
    case WR_PLATE_TYPED_TYPO:
        return wr_fail(ctx, WR_K_plate_code_typo, wr_plate_code_print(ctx->arena, wr_str(code)));
    case WR_PLATE_TYPED_OK:
    default:
        break;
    }
    int rc = find(tx, wr_arena_dup(ctx->arena, wr_str(code)), s);
    if (rc < 0)
        return rc;
    s->genuine = s->found ? wr_plate_genuine_of((enum wr_plate_status)s->plate.status, false)
                          : WR_GENUINE_UNKNOWN;
    return 0;
}

int wr_plate_scan_in(struct wr_tx *tx, struct wr_str text, struct wr_plate_scan *ret)
{
    struct wr_plate_scan s = {.genuine = WR_GENUINE_UNKNOWN};

    assert(wr_tx_ctx(tx)->keys);
    int rc = wr_plate_is_payload(text) ? scan_payload(tx, text, &s) : scan_code(tx, text, &s);
    if (rc == 0)
        *ret = s;
    return rc;
}

struct scan {
    struct wr_str text;
    struct wr_plate_scan *ret;
};

static int scan_tx(struct wr_tx *tx, void *arg)
{
    struct scan *s = arg;

    return wr_plate_scan_in(tx, s->text, s->ret);
}

int wr_plate_svc_scan(struct wr_ctx *ctx, struct wr_str text, struct wr_plate_scan *ret)
{
    return wr_tx_run(ctx, WR_TX_READ, "plate.scan", scan_tx, &(struct scan){text, ret});
}

/* ---- alerts --------------------------------------------------------------------------------- */

static bool alarming(const struct wr_plate_scan *s)
{
    return s->found && s->genuine != WR_GENUINE && s->genuine != WR_GENUINE_UNSIGNED &&
           s->genuine != WR_GENUINE_UNKNOWN;
}

int wr_plate_alert_in(struct wr_tx *tx, const struct wr_plate_scan *s)
{
    int64_t last = 0;

    if (!alarming(s))
        return 0;
    int rc = wr_plate_store_last_event(tx, s->plate.id, "alert", &last);
    if (rc < 0 || (last != 0 && wr_ctx_now(wr_tx_ctx(tx)) - last < WR_PLATE_ALERT_EVERY_MS))
        return rc;
    return wr_plate_tell(tx, &s->plate, "alert", "plate.alert",
                         wr_str(wr_enum_item(wr_genuines, s->genuine)->name));
}

struct alert {
    const struct wr_plate_scan *scan;
    int64_t last;
};

static int alert_tx(struct wr_tx *tx, void *arg)
{
    return wr_plate_alert_in(tx, ((const struct alert *)arg)->scan);
}

static int last_alert_tx(struct wr_tx *tx, void *arg)
{
    struct alert *a = arg;

    return wr_plate_store_last_event(tx, a->scan->plate.id, "alert", &a->last);
}

int wr_plate_svc_alert(struct wr_ctx *ctx, const struct wr_plate_scan *s)
{
    struct alert a = {.scan = s};

    if (!alarming(s))
        return 0;
    /* a reader first: a page that is reloaded a thousand times must not queue for the writer */
    int rc = wr_tx_run(ctx, WR_TX_READ, "plate.last_alert", last_alert_tx, &a);
    if (rc < 0 || (a.last != 0 && wr_ctx_now(ctx) - a.last < WR_PLATE_ALERT_EVERY_MS))
        return rc;
    return wr_tx_run(ctx, WR_TX_WRITE, "plate.alert", alert_tx, &a);
}

/* ---- for those who verify without us --------------------------------------------------------- */

static int revoked_tx(struct wr_tx *tx, void *arg)
{
    return wr_plate_store_revoked(tx, arg);
}

int wr_plate_svc_revocations(struct wr_ctx *ctx, struct wr_plate_revocations *ret)
{
    struct wr_plate_revocations r = {.issued_ms = wr_ctx_now(ctx)};

    assert(ctx->keys && ctx->keys->n_plate > 0);
    const struct wr_signing_key *key = &ctx->keys->plate[ctx->keys->n_plate - 1];
    int rc = wr_tx_run(ctx, WR_TX_READ, "plate.revocations", revoked_tx, &r.codes);
    if (rc < 0)
        return rc;
    struct wr_str text = wr_plate_revocations_text(ctx->arena, r.issued_ms, r.codes.p, r.codes.n);
    r.kid = wr_str(key->kid);
    if (text.p)
        r.sig = wr_plate_sign(ctx->arena, key, text);
    if (!r.sig.p)
        return wr_fail(ctx, WR_K_memory);
    *ret = r;
    return 0;
}

static struct wr_plate_key public_part(struct wr_ctx *ctx, const struct wr_signing_key *k,
                                       const char *purpose)
{
    return (struct wr_plate_key){.kid = wr_str(k->kid),
                                 .alg = WR_S("Ed25519"),
                                 .public_key =
                                     wr_base64url(ctx->arena, k->public_key, sizeof(k->public_key)),
                                 .created_ms = k->created_ms,
                                 .purpose = wr_str(purpose)};
}

int wr_plate_svc_keys(struct wr_ctx *ctx, struct wr_list *ret)
{
    const struct wr_keys *k = ctx->keys;

    assert(k);
    struct wr_plate_key *list = wr_arena_array(ctx->arena, k->n_plate + 1, sizeof(*list));
    if (!list)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < k->n_plate; i++)
        list[i] = public_part(ctx, &k->plate[i], "plate");
    list[k->n_plate] = public_part(ctx, &k->audit, "log");
    *ret = (struct wr_list){.p = list, .n = k->n_plate + 1};
    return 0;
}
