#include "base/calendar.h"

#define ZONE_MS INT64_C(28800000) /* +08:00 */
#define YEAR_MIN 1900
#define YEAR_MAX 2200

static bool is_leap(int32_t y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int32_t month_days(int32_t y, int32_t m)
{
    static const int8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && is_leap(y) ? 29 : days[m - 1];
}

/* Eras of 400 years that begin on 1 March, as in Howard Hinnant's days_from_civil. */
int32_t wr_date_to_days(struct wr_date d)
{
    int32_t y = d.year - (d.month <= 2);
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t year_of_era = y - era * 400;
    int32_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct wr_date wr_date_from_days(int32_t days)
{
    int32_t z = days + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    int32_t month = mp < 10 ? mp + 3 : mp - 9;
    return (struct wr_date){(int16_t)(yoe + era * 400 + (month <= 2)), (int8_t)month,
                            (int8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

/* Days and the rest of the day in +08:00; times outside the years 1 .. 9999 are clamped. */
static int32_t split_ms(int64_t ms, int64_t *ret_of_day_ms)
{
    const int64_t min_ms = INT64_C(-62135596800000);
    const int64_t max_ms = INT64_C(253402271999000);
    ms = ms < min_ms ? min_ms : ms > max_ms ? max_ms : ms;
    int64_t local = ms + ZONE_MS;
    int64_t day = local / WR_DAY_MS;
    if (local % WR_DAY_MS < 0)
        day--;
    *ret_of_day_ms = local - day * WR_DAY_MS;
    return (int32_t)day;
}

struct wr_date wr_date_of_ms(int64_t ms)
{
    int64_t rest;
    return wr_date_from_days(split_ms(ms, &rest));
}

int64_t wr_date_to_ms(struct wr_date d)
{
    return (int64_t)wr_date_to_days(d) * WR_DAY_MS - ZONE_MS;
}

/* Exactly n digits at p. */
static bool read_digits(const char *p, size_t n, int32_t *ret)
{
    int32_t v = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        v = v * 10 + (p[i] - '0');
    }
    *ret = v;
    return true;
}

bool wr_date_parse(struct wr_str s, struct wr_date *ret)
{
    int32_t y;
    int32_t m;
    int32_t d;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !read_digits(s.p, 4, &y) ||
        !read_digits(s.p + 5, 2, &m) || !read_digits(s.p + 8, 2, &d))
        return false;
    if (y < YEAR_MIN || y > YEAR_MAX || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
        return false;
    *ret = (struct wr_date){(int16_t)y, (int8_t)m, (int8_t)d};
    return true;
}

static void put_digits(char *p, size_t n, int64_t v)
{
    while (n--) {
        p[n] = (char)('0' + v % 10);
        v /= 10;
    }
}

void wr_date_format(struct wr_date d, char dst[WR_DATE_TEXT])
{
    if (d.month == 0) {
        dst[0] = 0;
        return;
    }
    memcpy(dst, "0000-00-00", WR_DATE_TEXT);
    put_digits(dst, 4, d.year < 0 ? 0 : d.year);
    put_digits(dst + 5, 2, d.month);
    put_digits(dst + 8, 2, d.day);
}

struct wr_date wr_date_add_months(struct wr_date d, int32_t n)
{
    int32_t months = d.year * 12 + d.month - 1 + n;
    int32_t y = months / 12;
    int32_t m = months % 12 + 1;
    int32_t last = month_days(y, m);
    return (struct wr_date){(int16_t)y, (int8_t)m, d.day < last ? d.day : (int8_t)last};
}

static int weekday_of_days(int32_t days)
{
    int w = (int)((days + 3) % 7); /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

int wr_date_weekday(struct wr_date d)
{
    return weekday_of_days(wr_date_to_days(d));
}

void wr_stamp_format(int64_t ms, char dst[WR_STAMP_TEXT])
{
    int64_t rest;
    struct wr_date d = wr_date_from_days(split_ms(ms, &rest));
    memcpy(dst, "0000-00-00T00:00:00+08:00", WR_STAMP_TEXT);
    put_digits(dst, 4, d.year);
    put_digits(dst + 5, 2, d.month);
    put_digits(dst + 8, 2, d.day);
    put_digits(dst + 11, 2, rest / 3600000);
    put_digits(dst + 14, 2, rest / 60000 % 60);
    put_digits(dst + 17, 2, rest / 1000 % 60);
}

/* "Z" or "+08:00", the whole slice. */
static bool parse_zone(struct wr_str s, int64_t *ret_ms)
{
    if (s.n == 1 && (s.p[0] == 'Z' || s.p[0] == 'z')) {
        *ret_ms = 0;
        return true;
    }
    int32_t h;
    int32_t m;
    if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' ||
        !read_digits(s.p + 1, 2, &h) || !read_digits(s.p + 4, 2, &m) || h > 23 || m > 59)
        return false;
    int64_t ms = (int64_t)(h * 60 + m) * 60000;
    *ret_ms = s.p[0] == '-' ? -ms : ms;
    return true;
}

/* ".123456" at the front of *s: milliseconds, the rest cut off. */
static bool take_fraction(struct wr_str *s, int64_t *ret_ms)
{
    *ret_ms = 0;
    if (s->n == 0 || s->p[0] != '.')
        return true;
    size_t i = 1;
    for (int64_t weight = 100; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++, weight /= 10)
        *ret_ms += (s->p[i] - '0') * weight;
    *s = wr_str_sub(*s, i, s->n);
    return i > 1 && i <= 10;
}

/* "T10:20:30" at p: milliseconds of the day. */
static bool read_time(const char *p, int64_t *ret_ms)
{
    int32_t h;
    int32_t m;
    int32_t s;
    if ((p[0] != 'T' && p[0] != 't' && p[0] != ' ') || p[3] != ':' || p[6] != ':')
        return false;
    if (!read_digits(p + 1, 2, &h) || !read_digits(p + 4, 2, &m) || !read_digits(p + 7, 2, &s))
        return false;
    *ret_ms = ((h * 60 + m) * 60 + s) * INT64_C(1000);
    return h <= 23 && m <= 59 && s <= 59;
}

bool wr_stamp_parse(struct wr_str s, int64_t *ret_ms)
{
    struct wr_date d;
    if (s.n < 10 || !wr_date_parse(wr_str_sub(s, 0, 10), &d))
        return false;
    if (s.n == 10) {
        *ret_ms = wr_date_to_ms(d);
        return true;
    }
    int64_t time_ms;
    int64_t frac_ms;
    int64_t zone_ms;
    struct wr_str rest = wr_str_sub(s, 19, s.n);
    if (s.n < 20 || !read_time(s.p + 10, &time_ms) || !take_fraction(&rest, &frac_ms) ||
        !parse_zone(rest, &zone_ms))
        return false;
    *ret_ms = (int64_t)wr_date_to_days(d) * WR_DAY_MS + time_ms + frac_ms - zone_ms;
    return true;
}

static bool is_workday(const struct wr_workdays *w, int32_t day)
{
    size_t lo = 0;
    size_t hi = w->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (w->exceptions[mid].day == day)
            return w->exceptions[mid].works;
        if (w->exceptions[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return weekday_of_days(day) <= 5;
}

bool wr_is_workday(const struct wr_workdays *w, struct wr_date d)
{
    return is_workday(w, wr_date_to_days(d));
}

struct wr_date wr_add_workdays(const struct wr_workdays *w, struct wr_date d, int32_t n)
{
    int32_t day = wr_date_to_days(d);
    while (n > 0) {
        day++;
        if (is_workday(w, day))
            n--;
    }
    return wr_date_from_days(day);
}
