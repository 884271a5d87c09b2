#include "modules/officer/officer_rules.h"

#include "base/pinyin.h"

enum wr_cert_state wr_officer_cert_state(const struct wr_officer *o, struct wr_str day)
{
    if (o->cert_no.n == 0)
        return WR_CERT_NONE;
    bool early = o->cert_from.n > 0 && wr_str_cmp(day, o->cert_from) < 0;
    bool late = o->cert_to.n > 0 && wr_str_cmp(day, o->cert_to) > 0;
    return early || late ? WR_CERT_EXPIRED : WR_CERT_VALID;
}

static bool is_phone(struct wr_str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (s.p[i] != '-' && s.p[i] != '+' && s.p[i] != ' ')
            return false;
    }
    return digits >= 5;
}

void wr_officer_rules_check(struct wr_ctx *ctx, const struct wr_officer_edit *e)
{
    if (!is_phone(e->phone))
        wr_fault(ctx, WR_S("phone"), WR_K_officer_phone, e->phone);
    if (e->cert_no.n == 0 && (e->cert_from.n > 0 || e->cert_to.n > 0))
        wr_fault(ctx, WR_S("cert_no"), WR_K_officer_cert_no, e->cert_no);
    if (e->cert_from.n > 0 && e->cert_to.n > 0 && wr_str_cmp(e->cert_from, e->cert_to) > 0)
        wr_fault(ctx, WR_S("cert_to"), WR_K_officer_cert_days, e->cert_to, e->cert_from);
    if (e->has_lng_e6 != e->has_lat_e6)
        wr_fault(ctx, e->has_lng_e6 ? WR_S("lat_e6") : WR_S("lng_e6"), WR_K_input_required,
                 WR_S(""));
}

void wr_officer_rules_apply(struct wr_ctx *ctx, const struct wr_officer_edit *e,
                            struct wr_officer *o)
{
    o->name = e->name;
    o->pinyin = wr_pinyin_initials(ctx->arena, e->name);
    o->unit = e->unit;
    o->title = e->title.p ? e->title : WR_S("");
    o->district_id = e->district_id;
    o->cert_no = e->cert_no.p ? e->cert_no : WR_S("");
    o->cert_from = e->cert_from;
    o->cert_to = e->cert_to;
    o->in_post = e->in_post;
    o->phone = e->phone;
    o->has_lng_e6 = e->has_lng_e6;
    o->lng_e6 = e->lng_e6;
    o->has_lat_e6 = e->has_lat_e6;
    o->lat_e6 = e->lat_e6;
    o->capacity = e->has_capacity ? e->capacity : WR_OFFICER_CAPACITY_DEFAULT;
}

struct wr_officer_edit wr_officer_rules_edit_of(const struct wr_officer *o)
{
    return (struct wr_officer_edit){
        .name = o->name,
        .unit = o->unit,
        .title = o->title,
        .district_id = o->district_id,
        .cert_no = o->cert_no,
        .cert_from = o->cert_from,
        .cert_to = o->cert_to,
        .in_post = o->in_post,
        .phone = o->phone,
        .has_lng_e6 = o->has_lng_e6,
        .has_lat_e6 = o->has_lat_e6,
        .lng_e6 = o->lng_e6,
        .lat_e6 = o->lat_e6,
        .has_capacity = true,
        .capacity = o->capacity,
    };
}
