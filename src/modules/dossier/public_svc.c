#include "modules/dossier/public_svc.h"

#include "base/keys.h"
#include "base/site.h"
#include "base/text.h"
#include "modules/dossier/public_store.h"
#include "modules/media/media_svc.h"
#include "modules/plate/plate_svc.h"

/* What an officer may and may not do here, as it stands on the plate (行政处罚法 2021, art. 42 and 55; 国办发〔2024〕54号). */
static const char *const rights_zh[] = {
    "检查人员应先扫描本码登记，再进入企业检查。",
    "现场检查须有两名以上执法人员，并主动出示执法证件。",
    "未扫码、未出示证件，或与扫码信息不符的，企业可以拒绝检查。",
    "以观摩、督导等名义进行的入企活动，同样应当扫码登记。",
    "企业可以查看每次入企的时间、事由和结果，进行评价，并拨打监督电话反映问题。",
};
static const char *const rights_en[] = {
    "Officers register by scanning this code before they enter for an inspection.",
    "An on-site inspection needs at least two officers, who show their certificates without being "
    "asked.",
    "The enterprise may refuse an inspection without scan or certificate, or when they do not "
    "match the record.",
    "Visits under the name of observation or guidance are registered in the same way.",
    "The enterprise may see when, why and with what result it was visited, rate the visit, and "
    "call the supervision line.",
};

static int fill_rights(struct wr_ctx *ctx, struct wr_public_plate *p)
{
    const char *const *texts = ctx->lang == WR_LANG_EN ? rights_en : rights_zh;
    struct wr_str *list = wr_arena_array(ctx->arena, WR_ARRAY_LEN(rights_zh), sizeof(*list));

    if (!list)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < WR_ARRAY_LEN(rights_zh); i++)
        list[i] = wr_str(texts[i]);
    p->rights = (struct wr_list){.p = list, .n = WR_ARRAY_LEN(rights_zh)};
    return 0;
}

struct look {
    struct wr_str text;
    struct wr_plate_scan scan;
    struct wr_public_plate *ret;
};

static void fill_ended(struct wr_ctx *ctx, const struct wr_plate *p, struct wr_public_plate *ret)
{
    ret->code = p->code;
    ret->code_print = p->code_print;
    ret->enterprise_name = p->enterprise_name;
    ret->district_name = p->district_name;
    ret->issue_date = p->issue_date;
    if (ctx->actor.user_id != 0)
        ret->enterprise_id = p->enterprise_id;
}

static int fill_live(struct wr_tx *tx, const struct wr_plate *p, struct wr_public_plate *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_signing_key *key = wr_keys_plate_by_kid(ctx->keys, p->kid);

    fill_ended(ctx, p, ret);
    ret->credit_code = p->credit_code;
    ret->signed_text = wr_plate_signed_bytes(ctx, p);
    ret->kid = p->kid;
    if (ret->genuine == WR_GENUINE)
        ret->sig = p->sig; /* a typed code proves nothing and must not become a payload */
    if (key)
        ret->public_key = wr_base64url(ctx->arena, key->public_key, sizeof(key->public_key));
    int rc = wr_public_store_officer(tx, p->enterprise_id, ret);
    if (rc == 0)
        rc = wr_public_store_visits(tx, p->enterprise_id, &ret->last_visits);
    return rc < 0 ? rc : fill_rights(ctx, ret);
}

static int look_tx(struct wr_tx *tx, void *arg)
{
    struct look *l = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_site site = ctx->site ? *ctx->site : WR_SITE_DEFAULT;

    *l->ret = (struct wr_public_plate){.supervision_phone = site.supervision_phone};
    int rc = wr_plate_scan_in(tx, l->text, &l->scan);
    if (rc < 0)
        return rc;
    l->ret->genuine = l->scan.genuine;
    switch ((enum wr_genuine)l->scan.genuine) {
    case WR_GENUINE:
    case WR_GENUINE_UNSIGNED:
        return fill_live(tx, &l->scan.plate, l->ret);
    case WR_GENUINE_VOID:
    case WR_GENUINE_LOST:
    case WR_GENUINE_REPLACED:
        fill_ended(ctx, &l->scan.plate, l->ret);
        return 0;
    case WR_GENUINE_FORGED:
    case WR_GENUINE_UNKNOWN:
    default:
        return 0;
    }
}

int wr_public_svc_plate(struct wr_ctx *ctx, struct wr_str text, struct wr_public_plate *ret)
{
    struct look l = {.text = text, .ret = ret};

    int rc = wr_tx_run(ctx, WR_TX_READ, "public.plate", look_tx, &l);
    if (rc < 0)
        return rc;
    if (wr_plate_svc_alert(ctx, &l.scan) < 0)
        wr_err_reset(ctx); /* the warning to the reader matters more than the alert to the desk */
    return 0;
}

struct portrait {
    int64_t id;
    struct wr_str code;
    struct wr_media media;
};

static int portrait_tx(struct wr_tx *tx, void *arg)
{
    struct portrait *p = arg;
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int64_t id = 0;

    int rc = wr_public_store_photo(tx, p->code, &id);
    if (rc == WR_ENOTFOUND || (rc == 0 && id != p->id))
        return wr_fail(ctx, WR_K_not_found, WR_S("该照片 photo"));
    return rc < 0 ? rc : wr_media_content_in(tx, id, &p->media);
}

int wr_public_svc_photo(struct wr_ctx *ctx, int64_t id, struct wr_str code, struct wr_str *ret_jpeg)
{
    struct portrait p = {.id = id, .code = code};

    int rc = wr_tx_run(ctx, WR_TX_READ, "public.photo", portrait_tx, &p);
    if (rc == 0)
        *ret_jpeg = p.media.content;
    return rc;
}
