/* Life cycle of a visit, distances, and the shapes of its identifiers. */
#include "modules/visit/visit_rules.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#define EARTH_RADIUS_M 6371008.8
#define RADIANS_PER_E6 1.7453292519943295e-8

static int64_t day_start(struct wr_date d)
{
    return wr_date_to_ms(d);
}

void wr_visit_rules_windows(const struct wr_visit_policy *p, int64_t now_ms,
                            struct wr_visit_windows *ret)
{
    struct wr_date today = wr_date_of_ms(now_ms);
    int32_t days = wr_date_to_days(today);
    ret->year_ms = day_start((struct wr_date){today.year, 1, 1});
    ret->month_ms = day_start((struct wr_date){today.year, today.month, 1});
    ret->week_ms = day_start(wr_date_from_days(days + 1 - wr_date_weekday(today)));
    ret->day_ms = day_start(today);
    ret->low_yield_ms = now_ms - p->low_yield.days * WR_DAY_MS;
    ret->merge_ms = now_ms - p->merge.days * WR_DAY_MS;
    snprintf(ret->period, sizeof(ret->period), "%04d", today.year);
}

bool wr_visit_rules_may(int64_t state, enum wr_visit_act act)
{
    switch (act) {
    case WR_ACT_RECORD:
    case WR_ACT_CHECK_OUT:
    case WR_ACT_CANCEL:
    case WR_ACT_REFUSE:
        return state == WR_VISIT_IN_PROGRESS;
    case WR_ACT_PHOTO:
        return state == WR_VISIT_IN_PROGRESS || state == WR_VISIT_CHECKED_OUT ||
               state == WR_VISIT_CLOSED;
    case WR_ACT_RATE:
        return state == WR_VISIT_CHECKED_OUT || state == WR_VISIT_CLOSED;
    case WR_ACT_TELL:
        return state == WR_VISIT_CHECKED_OUT;
    case WR_ACT_CONTEST:
        return state == WR_VISIT_REFUSED;
    case WR_ACT_N:
        break;
    }
    return false;
}

struct wr_str wr_visit_act_name(enum wr_visit_act act, enum wr_lang lang)
{
    static const char *const zh[WR_ACT_N] = {
        "填写检查记录", "上传照片", "签退", "取消", "拒绝", "评价", "告知结果", "对拒绝提出异议"};
    static const char *const en[WR_ACT_N] = {"add to its record", "add photos",         "check out",
                                             "cancel it",         "refuse it",          "rate it",
                                             "tell its result",   "contest its refusal"};
    assert(act < WR_ACT_N);
    return wr_str(lang == WR_LANG_EN ? en[act] : zh[act]);
}

bool wr_visit_rules_conclusion_fits(int64_t kind, int64_t conclusion)
{
    return kind == WR_VISIT_INSPECTION ||
           (conclusion != WR_CONCLUSION_ORDER && conclusion != WR_CONCLUSION_CASE);
}

int64_t wr_visit_rules_distance_m(int64_t lng1_e6, int64_t lat1_e6, int64_t lng2_e6,
                                  int64_t lat2_e6)
{
    double lat1 = (double)lat1_e6 * RADIANS_PER_E6, lat2 = (double)lat2_e6 * RADIANS_PER_E6;
    double dlat = sin((lat2 - lat1) / 2);
    double dlng = sin((double)(lng2_e6 - lng1_e6) * RADIANS_PER_E6 / 2);
    double h = dlat * dlat + cos(lat1) * cos(lat2) * dlng * dlng;
    return llround(2 * EARTH_RADIUS_M * asin(sqrt(h < 1 ? h : 1)));
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool wr_visit_rules_uuid(struct wr_str s)
{
    for (size_t i = 0; s.n == 36 && i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.p[i] != '-' : !is_hex(s.p[i])) {
            return false;
        }
    }
    return s.n == 36;
}

/** Value of a Crockford character with its look-alikes, 0 if it is none. */
static char fold_code_char(char c)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char up = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    if (up == 'O') {
        return '0';
    }
    if (up == 'I' || up == 'L') {
        return '1';
    }
    return up != 0 && memchr(alphabet, up, sizeof(alphabet) - 1) ? up : 0;
}

struct wr_str wr_visit_rules_case_code(struct wr_arena *a, struct wr_str typed)
{
    char code[WR_CASE_CODE];
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        if (typed.p[i] == '-' || typed.p[i] == ' ') {
            continue;
        }
        char c = fold_code_char(typed.p[i]);
        if (c == 0 || n == WR_CASE_CODE) {
            return (struct wr_str){NULL, 0};
        }
        code[n++] = c;
    }
    return n == WR_CASE_CODE ? wr_arena_dup(a, (struct wr_str){code, n}) : (struct wr_str){NULL, 0};
}
