#include "modules/offsite/offsite_stat.h"

#include <math.h>

#define MOLAR_VOLUME 22.4
#define STANDARD_PA 101325.0
#define ZERO_C 273.0
#define O2_CONSTANT 21.0
#define M_NO 30.006
#define M_NO2 46.006

struct wr_offsite_mean wr_offsite_mean_plain(const double *v, size_t n, size_t need)
{
    struct wr_offsite_mean r = {.value = NAN, .need = need};
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i]))
            continue;
        sum += v[i];
        r.n++;
    }
    if (r.n > 0)
        r.value = sum / (double)r.n;
    r.valid = r.n > 0 && r.n >= need;
    return r;
}

struct wr_offsite_mean wr_offsite_mean_weighted(const double *c, const double *d, size_t n,
                                                size_t need)
{
    struct wr_offsite_mean r = {.value = NAN, .need = need};
    double load = 0, flow = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(c[i]) || isnan(d[i]) || d[i] < 0)
            continue;
        load += c[i] * d[i];
        flow += d[i];
        sum += c[i];
        r.n++;
    }
    r.no_flow = r.n > 0 && flow <= 0;
    if (r.n > 0)
        r.value = r.no_flow ? sum / (double)r.n : load / flow;
    r.valid = r.n > 0 && r.n >= need;
    return r;
}

double wr_offsite_flow_m3(double q_l_s, double dt_s)
{
    return q_l_s * dt_s * 1e-3;
}

double wr_offsite_flow_mean(double d_m3, double s)
{
    return s > 0 ? d_m3 * 1e3 / s : NAN;
}

double wr_offsite_load_water(double d_m3, double c_mg_l)
{
    return d_m3 * c_mg_l * 1e-3;
}

double wr_offsite_load_gas(double c_mg_m3, double q_snh_m3_h)
{
    return c_mg_m3 * q_snh_m3_h * 1e-6;
}

double wr_offsite_hour_load(bool water, double c, double q, double cou)
{
    if (water)
        return wr_offsite_load_water(isnan(cou) ? wr_offsite_flow_m3(q, 3600) : cou, c);
    return wr_offsite_load_gas(c, isnan(cou) ? q * 3600 : cou);
}

double wr_offsite_to_standard(double c, double ba_pa, double ps_pa, double ts_c)
{
    double p = ba_pa + ps_pa;
    return p > 0 && ts_c > -ZERO_C ? c * STANDARD_PA / p * (ZERO_C + ts_c) / ZERO_C : NAN;
}

double wr_offsite_to_dry(double c_wet, double humidity)
{
    return humidity >= 0 && humidity < 1 ? c_wet / (1 - humidity) : NAN;
}

double wr_offsite_ppm_to_mg(double ppm, double molar_mass)
{
    return ppm * molar_mass / MOLAR_VOLUME;
}

double wr_offsite_nox_mass(double no_mg, double no2_mg)
{
    return no_mg * M_NO2 / M_NO + no2_mg;
}

double wr_offsite_nox_ppm(double no_ppm, double no2_ppm)
{
    return wr_offsite_ppm_to_mg(no_ppm + no2_ppm, M_NO2);
}

double wr_offsite_flow_gas(double f_m2, double v_m_s)
{
    return 3600 * f_m2 * v_m_s;
}

double wr_offsite_flow_standard(double q_sh, double ts_c, double ba_pa, double ps_pa,
                                double humidity)
{
    bool possible = ts_c > -ZERO_C && ba_pa + ps_pa > 0 && humidity >= 0 && humidity < 1;
    return possible
               ? q_sh * ZERO_C / (ZERO_C + ts_c) * (ba_pa + ps_pa) / STANDARD_PA * (1 - humidity)
               : NAN;
}

/** May anything be divided by 21 − O2? */
static enum wr_offsite_convert guard(double c, double o2, double guard_o2)
{
    if (isnan(c))
        return WR_CONVERT_NO_VALUE;
    if (isnan(o2))
        return WR_CONVERT_NO_O2;
    return o2 >= guard_o2 || o2 >= O2_CONSTANT ? WR_CONVERT_O2_HIGH : WR_CONVERT_DONE;
}

enum wr_offsite_convert wr_offsite_to_reference(double c, double o2, double o2_ref, double guard_o2,
                                                double *ret)
{
    enum wr_offsite_convert why = guard(c, o2, guard_o2);
    *ret = why == WR_CONVERT_DONE ? c * (O2_CONSTANT - o2_ref) / (O2_CONSTANT - o2) : NAN;
    return why;
}

enum wr_offsite_convert wr_offsite_to_excess_air(double c, double o2, double alpha_s,
                                                 double guard_o2, double *ret)
{
    enum wr_offsite_convert why = guard(c, o2, guard_o2);
    *ret = why == WR_CONVERT_DONE && alpha_s > 0 ? c * O2_CONSTANT / (O2_CONSTANT - o2) / alpha_s
                                                 : NAN;
    return why;
}

double wr_offsite_round_to(double v, int decimals, enum wr_offsite_round mode)
{
    if (!isfinite(v))
        return v;
    double scale = pow(10, decimals);
    double scaled = fabs(v) * scale;
    double low = floor(scaled);
    /* what is a half as people read it may be a hair off in binary */
    double rest = scaled - low;
    bool half = fabs(rest - 0.5) < 1e-9 * (scaled + 1);
    bool up = half ? mode == WR_ROUND_HALF_UP || fmod(low, 2) != 0 : rest > 0.5;
    double r = (low + (up ? 1 : 0)) / scale;
    return v < 0 ? -r : r;
}

double wr_offsite_correlation(const double *a, const double *b, size_t n)
{
    double ma = 0, mb = 0, sab = 0, saa = 0, sbb = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(a[i]) || isnan(b[i]))
            continue;
        ma += a[i];
        mb += b[i];
        k++;
    }
    if (k < 3)
        return NAN;
    ma /= (double)k;
    mb /= (double)k;
    for (size_t i = 0; i < n; i++) {
        if (isnan(a[i]) || isnan(b[i]))
            continue;
        sab += (a[i] - ma) * (b[i] - mb);
        saa += (a[i] - ma) * (a[i] - ma);
        sbb += (b[i] - mb) * (b[i] - mb);
    }
    return saa > 0 && sbb > 0 ? sab / sqrt(saa * sbb) : NAN;
}

bool wr_offsite_differs(double a, double b, int64_t tolerance_bp)
{
    if (isnan(a) || isnan(b))
        return false;
    double most = fmax(fabs(a), fabs(b));
    return fabs(a - b) > most * (double)tolerance_bp / 10000;
}
