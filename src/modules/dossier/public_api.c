#include "modules/dossier/public_svc.h"
#include "modules/plate/plate.h"

static const struct wr_field public_visit_fields[] = {
    WR_MS(struct wr_public_visit, at_ms, "时间", "when they came"),
    WR_STR(struct wr_public_visit, kind, 1, 20, "类型", "help, inspection or other"),
    WR_STR(struct wr_public_visit, unit, 1, 100, "单位", "unit that came"),
    WR_STR(struct wr_public_visit, result, 1, 20, "结果", "conclusion, or in_progress, or refused"),
    {0},
};

const struct wr_field wr_public_plate_fields[] = {
    WR_ENUM(struct wr_public_plate, genuine, wr_genuines, "真伪", "what the scan comes to"),
    WR_STR_OPT(struct wr_public_plate, code, 10, 10, "牌号", "plate code"),
    WR_STR_OPT(struct wr_public_plate, code_print, 11, 11, "印制牌号", "as printed"),
    WR_ID_OPT(struct wr_public_plate, enterprise_id, "企业编号",
              "only for somebody who is logged in"),
    WR_STR_OPT(struct wr_public_plate, enterprise_name, 1, 200, "企业名称", "enterprise"),
    WR_STR_OPT(struct wr_public_plate, credit_code, 0, 40, "统一社会信用代码",
               "credit code, as signed"),
    WR_DATE_OPT(struct wr_public_plate, issue_date, "制发日期", "date of issue, as signed"),
    WR_STR_OPT(struct wr_public_plate, district_name, 1, 40, "区县", "district"),
    WR_STR_OPT(struct wr_public_plate, officer_name, 1, 40, "联络员", "liaison of now"),
    WR_STR_OPT(struct wr_public_plate, officer_unit, 1, 100, "单位", "liaison's unit"),
    WR_STR_OPT(struct wr_public_plate, officer_phone, 1, 40, "联系电话",
               "duty phone, as on the plate"),
    WR_ID_OPT(struct wr_public_plate, officer_photo_id, "照片",
              "GET /api/v1/public/photos/{id}?code="),
    WR_STR(struct wr_public_plate, supervision_phone, 1, 40, "监督电话", "supervision phone"),
    WR_STRS_OPT(struct wr_public_plate, rights, 20, "须知",
                "what an officer may and may not do here"),
    WR_LIST_OPT(struct wr_public_plate, last_visits, WR_PUBLIC_VISITS_MAX, public_visit_fields,
                struct wr_public_visit, "最近入企", "newest first"),
    WR_TEXT_OPT(struct wr_public_plate, signed_text, 1, 200, "签名原文",
                "the bytes that are signed"),
    WR_STR_OPT(struct wr_public_plate, sig, 86, 86, "签名",
               "Ed25519, base64url; absent for a typed code"),
    WR_STR_OPT(struct wr_public_plate, kid, 1, 12, "密钥", "key"),
    WR_STR_OPT(struct wr_public_plate, public_key, 43, 43, "公钥", "Ed25519, base64url"),
    {0},
};

static int get_plate(struct wr_req *r, struct wr_resp *w)
{
    struct wr_public_plate p;

    int rc = wr_public_svc_plate(r->ctx, r->args[0], &p);
    return rc < 0 ? rc : wr_reply_unmasked(w, wr_public_plate_fields, &p);
}

struct photo_query {
    struct wr_str code;
};
static const struct wr_field photo_query_fields[] = {
    WR_STR(struct photo_query, code, 10, 10, "牌号", "code of the plate that shows this photo"),
    {0},
};

static int get_photo(struct wr_req *r, struct wr_resp *w)
{
    const struct photo_query *q = r->in;
    struct wr_str jpeg;
    int64_t id = 0;

    int rc = wr_req_id(r, 0, &id);
    if (rc == 0)
        rc = wr_public_svc_photo(r->ctx, id, q->code, &jpeg);
    if (rc < 0)
        return rc;
    w->media_type = "image/jpeg";
    w->cache_s = 300;
    wr_buf_str(&w->body, jpeg);
    return 0;
}

const struct wr_route wr_public_routes[] = {
    {WR_GET, "/api/v1/public/plates/{payload}", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, NULL, 0,
     wr_public_plate_fields, get_plate,
     "Is this plate genuine, whose is it, who is its liaison (验牌)", 0},
    {WR_GET, "/api/v1/public/photos/{id}", WR_ROLE_PUBLIC, WR_RATE_PUBLIC, photo_query_fields,
     sizeof(struct photo_query), NULL, get_photo, "Portrait of a plate's liaison (联络员照片)",
     WR_RT_FILE},
    {0},
};
