#include "modules/enterprise/enterprise_rules.h"

#include "base/pinyin.h"
#include "base/text.h"
#include "codec/json.h"

#define USCC 18
#define CHANGES_BYTES_MAX ((size_t)60000)

static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static int symbol(char c)
{
    const char *at = c ? strchr(ALPHABET, c) : NULL;
    return at ? (int)(at - ALPHABET) : -1;
}

char wr_uscc_check_char(struct wr_str first17)
{
    int sum = 0, weight = 1;
    for (size_t i = 0; i < USCC - 1; i++) {
        int v = i < first17.n ? symbol(first17.p[i]) : -1;
        if (v < 0)
            return 0;
        sum += v * weight;
        weight = weight * 3 % 31;
    }
    return ALPHABET[(31 - sum % 31) % 31];
}

enum wr_uscc_status wr_uscc_check(struct wr_str s)
{
    if (s.n == 0)
        return WR_USCC_BLANK;
    if (memchr(s.p, '*', s.n))
        return WR_USCC_MASKED;
    if (wr_utf8_len(s) != USCC)
        return WR_USCC_BAD_LEN;
    for (size_t i = 0; i < s.n; i++)
        if (symbol(s.p[i]) < 0)
            return WR_USCC_BAD_CHAR;
    return wr_uscc_check_char(s) == s.p[USCC - 1] ? WR_USCC_OK : WR_USCC_BAD_CHECK;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum wr_permit_status wr_permit_check(struct wr_str p, struct wr_str credit_code)
{
    if (p.n == 0)
        return WR_PERMIT_BLANK;
    if (p.n != USCC + 4 || !is_digit(p.p[18]) || !is_digit(p.p[19]) || !is_digit(p.p[20]) ||
        p.p[21] < 'A' || p.p[21] > 'Z')
        return WR_PERMIT_MALFORMED;
    if (wr_str_starts(p, WR_S("H9"))) /* units without any credit code carry an own number */
        return WR_PERMIT_OK;
    return wr_str_eq_nocase(wr_str_sub(p, 0, USCC), credit_code) ? WR_PERMIT_OK
                                                                 : WR_PERMIT_MISMATCH;
}

enum wr_geo_status wr_geo_check(const struct wr_site *site, bool has, int64_t lng_e6,
                                int64_t lat_e6)
{
    if (!has || (lng_e6 == 0 && lat_e6 == 0))
        return WR_GEO_MISSING;
    if (!site || site->box_lng_max_e6 == 0)
        return WR_GEO_OK;
    bool in = lng_e6 >= site->box_lng_min_e6 && lng_e6 <= site->box_lng_max_e6 &&
              lat_e6 >= site->box_lat_min_e6 && lat_e6 <= site->box_lat_max_e6;
    return in ? WR_GEO_OK : WR_GEO_OUTSIDE;
}

void wr_enterprise_rules_derive(struct wr_ctx *ctx, struct wr_enterprise *e)
{
    struct wr_arena *a = ctx->arena;
    e->pinyin = wr_pinyin_initials(a, e->name);
    e->credit_code = wr_text_upper(a, wr_text_fold(a, e->credit_code_raw));
    e->credit_code_status = wr_uscc_check(e->credit_code);
    if (e->credit_code.n == 0 &&
        e->credit_code_raw.n > 0) /* invisible characters only: something was given */
        e->credit_code_status = WR_USCC_BAD_LEN;
    e->permit_status =
        wr_permit_check(wr_text_upper(a, wr_text_fold(a, e->permit_no)), e->credit_code);
    e->geo_status = wr_geo_check(ctx->site, e->has_lng_e6 && e->has_lat_e6, e->lng_e6, e->lat_e6);
}

static struct wr_str shown(struct wr_ctx *ctx, const struct wr_field *f,
                           const struct wr_enterprise *e)
{
    struct wr_str s = wr_field_to_text(ctx, f, e, false);
    if ((f->flags & WR_FF_PHONE) != 0)
        return wr_mask_phone(ctx->arena, s);
    return (f->flags & WR_FF_NAME) != 0 ? wr_mask_name(ctx->arena, s) : s;
}

struct wr_str wr_enterprise_rules_diff(struct wr_ctx *ctx, const struct wr_enterprise *before,
                                       const struct wr_enterprise *after)
{
    WR_CLEANUP(wr_buf_done) struct wr_buf b;
    struct wr_jw w;
    wr_buf_init(&b, CHANGES_BYTES_MAX);
    wr_jw_init(&w, &b);
    wr_jw_list(&w, NULL);
    for (const struct wr_field *f = wr_enterprise_edit_fields; f->name; f++) {
        if (f->off == offsetof(struct wr_enterprise, reason))
            continue;
        if (wr_str_eq(wr_field_to_text(ctx, f, before, false),
                      wr_field_to_text(ctx, f, after, false)))
            continue;
        wr_jw_obj(&w, NULL);
        wr_jw_str(&w, "field", wr_str(f->name));
        wr_jw_str(&w, "before", shown(ctx, f, before));
        wr_jw_str(&w, "after", shown(ctx, f, after));
        wr_jw_obj_end(&w);
    }
    wr_jw_list_end(&w);
    return b.failed ? (struct wr_str){0} : wr_arena_dup(ctx->arena, wr_buf_view(&b));
}

bool wr_enterprise_rules_may_become(enum wr_ent_status from, enum wr_ent_status to)
{
    return from != to && from != WR_ENT_MERGED && to != WR_ENT_MERGED;
}
