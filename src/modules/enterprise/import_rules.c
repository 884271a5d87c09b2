#include "modules/enterprise/import_rules.h"

#include "base/text.h"
#include "modules/enterprise/enterprise_rules.h"
#include "modules/enterprise/import_geo.h"

#include <inttypes.h>
#include <stdio.h>

const struct wr_import_field wr_enterprise_import_fields[] = {
    [WR_EC_NAME] = {"name", "企业名称",
                    "名称|单位名称|企业|排污单位名称|单位|企业全称|公司名称|enterprise|company",
                    "name as registered", true},
    [WR_EC_CREDIT_CODE] =
        {"credit_code", "统一社会信用代码",
         "信用代码|社会信用代码|统一信用代码|组织机构代码|信用代码原文|credit_code_raw",
         "credit code as given; wrong ones are kept and flagged", false},
    [WR_EC_PERMIT_NO] = {"permit_no", "排污许可证编号",
                         "许可证编号|排污许可证号|许可证号|排污许可编号", "permit number", false},
    [WR_EC_PERMIT_VALID_TO] = {"permit_valid_to", "许可证有效期至",
                               "有效期至|有效期限|许可证有效期|有效期止", "last day of the permit",
                               false},
    [WR_EC_DISTRICT] =
        {"district", "区县",
         "所属区县|行政区|行政区划|县区|区域|所在区县|所在地|地市|city|district_name",
         "district, by name or code", false},
    [WR_EC_STREET] = {"street", "街道", "乡镇|街道乡镇|所属街道|街道办|乡镇街道|street_name",
                      "street or town, by name or code", false},
    [WR_EC_ADDRESS] = {"address", "地址", "详细地址|单位地址|经营地址|生产经营场所地址|注册地址",
                       "address", false},
    [WR_EC_INDUSTRY] = {"industry", "行业类别", "行业|所属行业|行业名称|industry_name",
                        "industry in words, or its code", false},
    [WR_EC_INDUSTRY_CODE] = {"industry_code", "行业代码", "国民经济行业代码|行业分类代码",
                             "GB/T 4754 code", false},
    [WR_EC_INDUSTRY_EDITION] = {"industry_edition", "行业分类版本", "", "2011 or 2017", false},
    [WR_EC_LNG] = {"lng", "经度", "longitude|lon|东经|中心经度|lng_e6",
                   "longitude: decimal degrees, or degrees-minutes-seconds", false},
    [WR_EC_LAT] = {"lat", "纬度", "latitude|北纬|中心纬度|lat_e6", "latitude", false},
    [WR_EC_CLASS] = {"class", "监管类别", "类别|企业类别|监管级别", "key, special, general, other",
                     false},
    [WR_EC_PERMIT_CLASS] = {"permit_class", "许可管理类别", "管理类别|排污许可管理类别",
                            "key, simplified, registration, none", false},
    [WR_EC_SCALE] = {"scale", "企业规模", "规模", "large, medium, small, micro, unknown", false},
    [WR_EC_CREDIT_GRADE] = {"credit_grade", "信用等级", "环境信用等级", "a, b, c, d, none", false},
    [WR_EC_ENV_CODE] = {"env_code", "环保码", "", "green, yellow, red, none", false},
    [WR_EC_PERFORMANCE_GRADE] = {"performance_grade", "绩效等级", "绩效分级",
                                 "a, b, b_minus, c, d, leading, none", false},
    [WR_EC_RISK] = {"risk", "风险等级", "", "high, ordinary", false},
    [WR_EC_STATE_OWNED] = {"state_owned", "国有企业", "是否国有", "yes or no", false},
    [WR_EC_PAIRED] = {"paired", "结对帮扶", "是否结对", "shall have a liaison: yes or no", false},
    [WR_EC_CONTACT_NAME] = {"contact_name", "联系人", "负责人|环保负责人", "contact person", false},
    [WR_EC_CONTACT_PHONE] = {"contact_phone", "联系电话", "电话|联系方式|手机", "contact's phone",
                             false},
    [WR_EC_NOTE] = {"note", "备注", "说明", "note", false},
    [WR_EC_N] = {0},
};

/* ---- codes ---------------------------------------------------------------------------------- */

bool wr_uscc_inner_ok(struct wr_str s)
{
    static const int weight[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    if (s.n != 18)
        return true;
    for (size_t i = 0; i < 8; i++) {
        char c = s.p[8 + i];
        sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weight[i];
    }
    int check = 11 - sum % 11;
    int want = check == 10 ? 'X' : '0' + check % 11;
    return s.p[16] == want;
}

bool wr_uscc_is_damaged(struct wr_str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9')
            digits++;
        else if ((c == 'e' || c == 'E') && digits > 0 && i + 2 < s.n && s.p[i + 1] == '+')
            return true;
        else if (c != '.')
            return false;
    }
    return false;
}

bool wr_import_is_total(struct wr_str name)
{
    static const char *const words[] = {"合计", "总计", "小计", "共计", "total"};
    for (size_t i = 0; i < WR_ARRAY_LEN(words); i++)
        if (wr_str_eq_nocase(name, wr_str(words[i])))
            return true;
    return false;
}

static void remark_code(struct wr_ctx *warn, struct wr_str raw, const struct wr_enterprise *e)
{
    static const enum wr_key keys[] = {[WR_USCC_OK] = WR_K_import_code_inner,
                                       [WR_USCC_BAD_CHECK] = WR_K_import_code_bad_check,
                                       [WR_USCC_BAD_CHAR] = WR_K_import_code_bad_char,
                                       [WR_USCC_BAD_LEN] = WR_K_import_code_bad_len,
                                       [WR_USCC_BLANK] = WR_K_import_code_blank,
                                       [WR_USCC_MASKED] = WR_K_import_code_masked};
    struct wr_str path = WR_S("credit_code");
    char right[2] = {0};
    if (wr_uscc_is_damaged(e->credit_code)) {
        wr_fault(warn, path, WR_K_import_code_damaged, raw);
        return;
    }
    if (e->credit_code_status == WR_USCC_OK && wr_uscc_inner_ok(e->credit_code))
        return;
    if (e->credit_code_status == WR_USCC_BAD_CHECK)
        right[0] = wr_uscc_check_char(wr_str_sub(e->credit_code, 0, 17));
    wr_fault(warn, path, keys[e->credit_code_status], raw,
             wr_arena_printf(warn->arena, "%zu", wr_utf8_len(e->credit_code)), wr_str(right));
}

void wr_import_rules_remark(struct wr_import_run *run, const struct wr_import_row *row,
                            const struct wr_enterprise *e)
{
    struct wr_ctx *warn = run->warnings;
    if (row->cell[WR_EC_CREDIT_CODE].p != NULL)
        remark_code(warn, row->cell[WR_EC_CREDIT_CODE], e);
    struct wr_str permit = row->cell[WR_EC_PERMIT_NO];
    if (permit.p == NULL || e->permit_no.n == 0)
        return;
    if (e->permit_status == WR_PERMIT_MISMATCH)
        wr_fault(warn, WR_S("permit_no"), WR_K_import_permit_mismatch, permit, e->credit_code);
    else if (e->permit_status == WR_PERMIT_MALFORMED)
        wr_fault(warn, WR_S("permit_no"), WR_K_import_permit_malformed, permit);
}

/* ---- cells ---------------------------------------------------------------------------------- */

/** A cell that a spreadsheet would run as a formula is kept as text, and told. */
static void remark_formulas(struct wr_import_run *run, const struct wr_import_row *row)
{
    for (size_t i = 0; i < WR_EC_N; i++) {
        struct wr_str s = wr_str_trim(row->cell[i]);
        bool sign = s.n > 1 && (s.p[0] == '+' || s.p[0] == '-') &&
                    strchr("0123456789. ", s.p[1]) == NULL && !wr_import_is_none(s);
        if (s.n > 1 && (s.p[0] == '=' || s.p[0] == '@' || sign))
            wr_fault(run->warnings, wr_str(wr_enterprise_import_fields[i].name),
                     WR_K_import_formula, s);
    }
}

static struct wr_str degrees_text(struct wr_arena *a, int64_t lng_e6, int64_t lat_e6)
{
    char text[2][24];
    const int64_t v[2] = {lng_e6, lat_e6};
    for (size_t i = 0; i < 2; i++) {
        int64_t u = v[i] < 0 ? -v[i] : v[i];
        (void)snprintf(text[i], sizeof(text[i]), "%s%" PRId64 ".%06" PRId64, v[i] < 0 ? "-" : "",
                       u / 1000000, u % 1000000);
    }
    return wr_arena_printf(a, "%s, %s", text[0], text[1]);
}

bool wr_import_place(struct wr_import_run *run, struct wr_str lng_cell, struct wr_str lat_cell,
                     int64_t *ret_lng_e6, int64_t *ret_lat_e6)
{
    static const struct {
        unsigned note;
        enum wr_key key;
    } notes[] = {{WR_PLACE_DMS, WR_K_import_geo_dms},
                 {WR_PLACE_COMMA, WR_K_import_geo_comma},
                 {WR_PLACE_SWAPPED, WR_K_import_geo_swapped},
                 {WR_PLACE_ZERO, WR_K_import_geo_zero},
                 {WR_PLACE_HALF, WR_K_import_geo_half},
                 {WR_PLACE_UNREADABLE, WR_K_import_geo_unreadable}};
    struct wr_ctx *warn = run->warnings;
    struct wr_str lng = wr_import_cell(warn, lng_cell);
    struct wr_str lat = wr_import_cell(warn, lat_cell);
    struct wr_place p = wr_place_read(lng, lat, warn->site);
    if (!p.has && p.notes == 0)
        return false;
    struct wr_str given =
        wr_arena_printf(warn->arena, WR_FMT ", " WR_FMT, WR_ARG(lng), WR_ARG(lat));
    struct wr_str read = degrees_text(warn->arena, p.lng_e6, p.lat_e6);
    for (size_t i = 0; i < WR_ARRAY_LEN(notes); i++)
        if ((p.notes & notes[i].note) != 0)
            wr_fault(warn, WR_S("lng"), notes[i].key, given, read);
    if (!p.has)
        return false;
    if (run->options.datum == WR_DATUM_GCJ02)
        wr_place_from_gcj02(&p.lng_e6, &p.lat_e6);
    if (wr_geo_check(warn->site, true, p.lng_e6, p.lat_e6) == WR_GEO_OUTSIDE)
        wr_fault(warn, WR_S("lng"), WR_K_import_geo_outside, given, read);
    *ret_lng_e6 = p.lng_e6;
    *ret_lat_e6 = p.lat_e6;
    return true;
}

static void lay_place(struct wr_import_run *run, const struct wr_import_row *row,
                      struct wr_enterprise *e)
{
    int64_t lng = 0;
    int64_t lat = 0;
    if (!wr_import_place(run, row->cell[WR_EC_LNG], row->cell[WR_EC_LAT], &lng, &lat))
        return;
    if (e->has_lng_e6 && e->has_lat_e6 && e->lng_e6 == lng && e->lat_e6 == lat)
        return; /* the place that is known already: its datum too */
    e->has_lng_e6 = e->has_lat_e6 = true;
    e->lng_e6 = lng;
    e->lat_e6 = lat;
    e->geo_datum = run->options.datum;
}

/** "C26", "2614": an industry given by its code. */
static bool is_industry_code(struct wr_str s)
{
    size_t from = s.n > 0 && s.p[0] >= 'A' && s.p[0] <= 'T' ? 1 : 0;
    if (s.n - from < 2 || s.n - from > 4)
        return false;
    for (size_t i = from; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static void put(struct wr_import_run *run, const struct wr_import_row *row, enum wr_ent_col col,
                const char *member, struct wr_enterprise *e)
{
    const struct wr_field *f = wr_field_find(wr_enterprise_edit_fields, wr_str(member));
    wr_import_put(run, f, wr_enterprise_import_fields[col].name, row->cell[col], e);
}

/** A value that an export showed masked must not come back as if it were the real one. */
static void put_personal(struct wr_import_run *run, const struct wr_import_row *row,
                         enum wr_ent_col col, const char *member, struct wr_enterprise *e)
{
    struct wr_str s = row->cell[col];
    if (s.n > 0 && memchr(s.p, '*', s.n) != NULL)
        wr_fault(run->warnings, wr_str(wr_enterprise_import_fields[col].name), WR_K_import_masked,
                 s);
    else
        put(run, row, col, member, e);
}

static void lay_industry(struct wr_import_run *run, const struct wr_import_row *row,
                         struct wr_enterprise *e)
{
    struct wr_str s = wr_import_cell(run->errors, row->cell[WR_EC_INDUSTRY]);
    put(run, row, WR_EC_INDUSTRY, is_industry_code(s) ? "industry_code" : "industry_name", e);
    put(run, row, WR_EC_INDUSTRY_CODE, "industry_code", e);
    struct wr_str edition = wr_import_cell(run->errors, row->cell[WR_EC_INDUSTRY_EDITION]);
    if (edition.n == 0)
        return;
    if (wr_str_eq(edition, WR_S("2011")) || wr_str_eq(edition, WR_S("2017")))
        e->industry_edition = edition;
    else
        wr_fault(run->errors, WR_S("industry_edition"), WR_K_input_enum, edition,
                 WR_S("2011, 2017"));
}

void wr_import_rules_lay(struct wr_import_run *run, const struct wr_import_row *row,
                         struct wr_enterprise *e)
{
    static const struct {
        enum wr_ent_col col;
        const char *member;
    } plain[] = {{WR_EC_PERMIT_NO, "permit_no"},
                 {WR_EC_PERMIT_VALID_TO, "permit_valid_to"},
                 {WR_EC_ADDRESS, "address"},
                 {WR_EC_CLASS, "class"},
                 {WR_EC_PERMIT_CLASS, "permit_class"},
                 {WR_EC_SCALE, "scale"},
                 {WR_EC_CREDIT_GRADE, "credit_grade"},
                 {WR_EC_ENV_CODE, "env_code"},
                 {WR_EC_PERFORMANCE_GRADE, "performance_grade"},
                 {WR_EC_RISK, "risk"},
                 {WR_EC_STATE_OWNED, "state_owned"},
                 {WR_EC_PAIRED, "paired"},
                 {WR_EC_NOTE, "note"}};
    for (size_t i = 0; i < WR_ARRAY_LEN(plain); i++)
        put(run, row, plain[i].col, plain[i].member, e);
    put_personal(run, row, WR_EC_CONTACT_NAME, "contact_name", e);
    put_personal(run, row, WR_EC_CONTACT_PHONE, "contact_phone", e);
    lay_industry(run, row, e);
    lay_place(run, row, e);
    remark_formulas(run, row);
}

/* ---- regions -------------------------------------------------------------------------------- */

/** Is `text` this name, the name without its last word (金水 for 金水区), or does it end with the name (郑州市金水区)? */
static bool is_named(struct wr_str name, struct wr_str text)
{
    static const char *const kinds[] = {"区", "县", "市",     "街道",
                                        "镇", "乡", "办事处", "街道办事处"};
    if (wr_str_eq(name, text))
        return true;
    if (text.n >= 6 && wr_str_starts(name, text)) {
        struct wr_str rest = wr_str_sub(name, text.n, name.n);
        for (size_t i = 0; i < WR_ARRAY_LEN(kinds); i++)
            if (wr_str_eq(rest, wr_str(kinds[i])))
                return true;
    }
    return name.n >= 6 && wr_str_ends(text, name);
}

const struct wr_region *wr_import_region(const struct wr_list *regions, enum wr_region_level level,
                                         int64_t parent_id, struct wr_str text)
{
    const struct wr_region *found = NULL;
    const struct wr_region *r = regions->p;
    for (size_t i = 0; i < regions->n; i++) {
        if (r[i].level != (int64_t)level || (parent_id != 0 && r[i].parent_id != parent_id))
            continue;
        bool exact = (r[i].code.n > 0 && wr_str_eq(r[i].code, text)) || wr_str_eq(r[i].name, text);
        if (exact)
            return &r[i];
        if (!is_named(r[i].name, text))
            continue;
        if (found != NULL)
            return NULL;
        found = &r[i];
    }
    return found;
}
