#include "modules/enterprise/import_geo.h"

#include "base/attr.h"

#include <math.h>

#define E6 INT64_C(1000000)

static bool cut_prefix(struct wr_str *s, const char *prefix)
{
    if (!wr_str_starts(*s, wr_str(prefix)))
        return false;
    *s = wr_str_sub(*s, strlen(prefix), s->n);
    return true;
}

static bool cut_suffix(struct wr_str *s, const char *suffix)
{
    if (!wr_str_ends(*s, wr_str(suffix)))
        return false;
    s->n -= strlen(suffix);
    return true;
}

/** 东经, E, N … say nothing that the column does not say. */
static struct wr_str without_letters(struct wr_str s)
{
    static const char *const marks[] = {"东经", "北纬", "经度", "纬度", "E",
                                        "N",    "e",    "n",    ":",    "："};
    for (bool again = true; again;) {
        again = false;
        s = wr_str_trim(s);
        for (size_t i = 0; i < WR_ARRAY_LEN(marks); i++)
            again = cut_prefix(&s, marks[i]) || cut_suffix(&s, marks[i]) || again;
    }
    return s;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/** Digits with an optional fraction as millionths; advances *s behind them. @return false if there are none */
static bool cut_number(struct wr_str *s, char point, int64_t *ret_e6)
{
    int64_t v = 0;
    size_t i = 0;
    while (i < s->n && i < 4 && is_digit(s->p[i]))
        v = v * 10 + (s->p[i++] - '0');
    if (i == 0 || (i < s->n && is_digit(s->p[i])))
        return false;
    v *= E6;
    if (i < s->n && s->p[i] == point) {
        int64_t unit = E6;
        bool rounded = false;
        for (i++; i < s->n && is_digit(s->p[i]); i++) {
            if (unit > 1) {
                unit /= 10;
                v += (s->p[i] - '0') * unit;
            } else if (!rounded) {
                v += s->p[i] >= '5';
                rounded = true;
            }
        }
    }
    *s = wr_str_trim(wr_str_sub(*s, i, s->n));
    *ret_e6 = v;
    return true;
}

static bool cut_any(struct wr_str *s, const char *const *marks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (cut_prefix(s, marks[i])) {
            *s = wr_str_trim(*s);
            return true;
        }
    }
    return false;
}

/** 113°37'25.3" and its relatives. */
static bool read_dms(struct wr_str s, int64_t *ret_e6)
{
    static const char *const degree[] = {"°", "º", "˚", "度", ":", "-"};
    static const char *const minute[] = {"′", "'", "’", "分", ":", "-"};
    static const char *const second[] = {"″", "\"", "”", "''", "秒"};
    int64_t d = 0;
    int64_t m = 0;
    int64_t sec = 0;
    if (!cut_number(&s, '.', &d) || d % E6 != 0 || !cut_any(&s, degree, WR_ARRAY_LEN(degree)) ||
        !cut_number(&s, '.', &m))
        return false;
    if (m >= 60 * E6)
        return false;
    if (cut_any(&s, minute, WR_ARRAY_LEN(minute)) && s.n > 0) {
        if (m % E6 != 0 || !cut_number(&s, '.', &sec) || sec >= 60 * E6)
            return false;
        (void)cut_any(&s, second, WR_ARRAY_LEN(second));
    }
    if (s.n > 0)
        return false;
    *ret_e6 = d + (m * 60 + sec + 1800) / 3600;
    return true;
}

bool wr_place_degrees(struct wr_str text, int64_t *ret_e6, unsigned *notes)
{
    struct wr_str s = without_letters(text);
    bool minus = cut_prefix(&s, "-");
    struct wr_str rest = s;
    int64_t v = 0;
    unsigned note = 0;
    bool ok = cut_number(&rest, '.', &v) &&
              (rest.n == 0 || wr_str_eq(rest, WR_S("°")) || wr_str_eq(rest, WR_S("度")));
    if (!ok) {
        rest = s;
        ok = cut_number(&rest, ',', &v) && rest.n == 0;
        note = WR_PLACE_COMMA;
    }
    if (!ok) {
        ok = read_dms(s, &v);
        note = WR_PLACE_DMS;
    }
    if (!ok)
        return false;
    *ret_e6 = minus ? -v : v;
    *notes |= note;
    return true;
}

static bool on_globe(int64_t lng, int64_t lat)
{
    return lng >= -180 * E6 && lng <= 180 * E6 && lat >= -90 * E6 && lat <= 90 * E6;
}

static bool in_box(const struct wr_site *s, int64_t lng, int64_t lat)
{
    return lng >= s->box_lng_min_e6 && lng <= s->box_lng_max_e6 && lat >= s->box_lat_min_e6 &&
           lat <= s->box_lat_max_e6;
}

/** Is only the swapped reading a place? */
static bool is_swapped(int64_t lng, int64_t lat, const struct wr_site *site)
{
    bool box = site != NULL && site->box_lng_max_e6 != 0;
    if (box && in_box(site, lat, lng))
        return !in_box(site, lng, lat);
    return !on_globe(lng, lat) && on_globe(lat, lng);
}

/** What is said instead of a place; 0 when there are two numbers. */
static unsigned read_pair(struct wr_str lng, struct wr_str lat, int64_t *x, int64_t *y,
                          unsigned *notes)
{
    bool good = (lng.n == 0 || wr_place_degrees(lng, x, notes)) &&
                (lat.n == 0 || wr_place_degrees(lat, y, notes));
    if (!good)
        return WR_PLACE_UNREADABLE;
    if (*x == 0 && *y == 0)
        return WR_PLACE_ZERO;
    return *x == 0 || *y == 0 ? WR_PLACE_HALF : 0;
}

struct wr_place wr_place_read(struct wr_str lng, struct wr_str lat, const struct wr_site *site)
{
    struct wr_place p = {0};
    int64_t x = 0;
    int64_t y = 0;
    if (lng.n == 0 && lat.n == 0)
        return p;
    unsigned none = read_pair(lng, lat, &x, &y, &p.notes);
    if (none != 0)
        return (struct wr_place){.notes = none};
    bool swapped = is_swapped(x, y, site);
    p.lng_e6 = swapped ? y : x;
    p.lat_e6 = swapped ? x : y;
    p.has = on_globe(p.lng_e6, p.lat_e6);
    if (!p.has)
        return (struct wr_place){.notes = WR_PLACE_UNREADABLE};
    p.notes |= swapped ? WR_PLACE_SWAPPED : 0;
    return p;
}

/* ---- GCJ-02 --------------------------------------------------------------------------------- */

#define AXIS_M 6378245.0                    /* Krasovsky 1940, on which the offset is defined */
#define ECCENTRICITY 0.00669342162296594323 /* squared */
#define ROUNDS 4 /* of the inverse; the error shrinks a hundredfold each time */

/** The two short waves both offsets share. */
static double ripple(double x)
{
    return (20.0 * sin(6.0 * x * M_PI) + 20.0 * sin(2.0 * x * M_PI)) * 2.0 / 3.0;
}

/** A short and a long wave along one axis. */
static double swell(double v)
{
    return (20.0 * sin(v * M_PI) + 40.0 * sin(v / 3.0 * M_PI)) * 2.0 / 3.0;
}

/** How far GCJ-02 moves a WGS-84 point, in degrees. */
static void gcj_offset(double lng, double lat, double *ret_lng, double *ret_lat)
{
    double x = lng - 105.0;
    double y = lat - 35.0;
    double dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x)) +
                  ripple(x) + swell(y) +
                  (160.0 * sin(y / 12.0 * M_PI) + 320.0 * sin(y * M_PI / 30.0)) * 2.0 / 3.0;
    double dlng = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x)) +
                  ripple(x) + swell(x) +
                  (150.0 * sin(x / 12.0 * M_PI) + 300.0 * sin(x / 30.0 * M_PI)) * 2.0 / 3.0;
    double rad = lat / 180.0 * M_PI;
    double magic = 1.0 - ECCENTRICITY * sin(rad) * sin(rad);
    *ret_lat = dlat * 180.0 / (AXIS_M * (1.0 - ECCENTRICITY) / (magic * sqrt(magic)) * M_PI);
    *ret_lng = dlng * 180.0 / (AXIS_M / sqrt(magic) * cos(rad) * M_PI);
}

void wr_place_from_gcj02(int64_t *lng_e6, int64_t *lat_e6)
{
    double lng0 = (double)*lng_e6 / 1e6;
    double lat0 = (double)*lat_e6 / 1e6;
    double lng = lng0;
    double lat = lat0;
    if (lng0 < 72.004 || lng0 > 137.8347 || lat0 < 0.8293 || lat0 > 55.8271)
        return;
    for (int i = 0; i < ROUNDS; i++) {
        double dlng;
        double dlat;
        gcj_offset(lng, lat, &dlng, &dlat);
        lng = lng0 - dlng;
        lat = lat0 - dlat;
    }
    *lng_e6 = llround(lng * 1e6);
    *lat_e6 = llround(lat * 1e6);
}
