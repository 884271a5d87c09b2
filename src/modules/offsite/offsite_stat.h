#pragma once
/*
 * Statistics of HJ 212-2017 Appendix D (facts §12) and what they need to be valid (§13.1). Pure; doubles are rounded once, at
 * output. A result without ground is NaN, never zero.
 */
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Result of an average. */
struct wr_offsite_mean {
    double value; /* NaN: nothing to average */
    size_t n;     /* values it was made of */
    size_t need;  /* values it needs to be valid */
    bool valid;   /* n ≥ need */
    bool no_flow; /* water: no flow, so the mean is arithmetic */
};
/** (15)–(17), (23)–(25): arithmetic mean of the numbers among v; NaN are left out. */
struct wr_offsite_mean wr_offsite_mean_plain(const double *v, size_t n, size_t need);
/**
 * (12)–(14): mean weighted by flow. A pair counts where both are numbers and the flow is not negative.
 * @param c  concentration, mg/L
 * @param d  flow of the same period, m³
 */
struct wr_offsite_mean wr_offsite_mean_weighted(const double *c, const double *d, size_t n,
                                                size_t need);
/** (1): m³ of an instant flow of q L/s over dt seconds. */
double wr_offsite_flow_m3(double q_l_s, double dt_s);
/** (5)–(7): mean flow in L/s of d m³ in a period of s seconds. */
double wr_offsite_flow_mean(double d_m3, double s);
/** (8): kg in d m³ of c mg/L. */
double wr_offsite_load_water(double d_m3, double c_mg_l);
/** (33): kg/h of c mg/m³ in q m³/h dry standard. */
double wr_offsite_load_gas(double c_mg_m3, double q_snh_m3_h);

/**
 * kg of an hour: by what flowed as counted, else by the mean flow.
 * @param c    mg/L of water, mg/m³ of gas
 * @param q    mean flow: L/s of water, m³/s of gas, as the device sends it
 * @param cou  m³ of the hour; NaN: not sent
 */
double wr_offsite_hour_load(bool water, double c, double q, double cou);

/** (18) C·101325/(Ba+Ps)·(273+ts)/273; pressures in Pa, ts in ℃. NaN where the state is impossible. */
double wr_offsite_to_standard(double c, double ba_pa, double ps_pa, double ts_c);
/** (19) wet to dry; humidity as a fraction in [0, 1). */
double wr_offsite_to_dry(double c_wet, double humidity);
/** (20) ppm to mg/m³ by molar mass. */
double wr_offsite_ppm_to_mg(double ppm, double molar_mass);
/** (21) NOx as NO2 from masses of NO and NO2. */
double wr_offsite_nox_mass(double no_mg, double no2_mg);
/** (22) NOx as NO2 from ppm of NO and NO2. */
double wr_offsite_nox_ppm(double no_ppm, double no2_ppm);
/** (30) m³/h of a velocity in m/s through f m². */
double wr_offsite_flow_gas(double f_m2, double v_m_s);
/** (31) working to dry standard flow. */
double wr_offsite_flow_standard(double q_sh, double ts_c, double ba_pa, double ps_pa,
                                double humidity);

/** Why a conversion gives no value. */
enum wr_offsite_convert {
    WR_CONVERT_DONE,
    WR_CONVERT_NO_O2,
    WR_CONVERT_O2_HIGH,
    WR_CONVERT_NO_VALUE
};
/**
 * (28) C·(21−O2s)/(21−O2). The 21 is the standard's constant.
 * @param guard_o2  from this oxygen on nothing is divided (§12: 20.9)
 * @param ret       NaN unless WR_CONVERT_DONE
 */
enum wr_offsite_convert wr_offsite_to_reference(double c, double o2, double o2_ref, double guard_o2,
                                                double *ret);
/** (26)(27) C·α/αs with α = 21/(21−O2). */
enum wr_offsite_convert wr_offsite_to_excess_air(double c, double o2, double alpha_s,
                                                 double guard_o2, double *ret);

enum wr_offsite_round { WR_ROUND_HALF_UP, WR_ROUND_HALF_EVEN };
/** Round once, at output. @param decimals  0..6 */
double wr_offsite_round_to(double v, int decimals, enum wr_offsite_round mode);
/** Correlation coefficient of the pairs in which both are numbers; NaN for fewer than 3 or a constant. */
double wr_offsite_correlation(const double *a, const double *b, size_t n);
/** Are two values of the same quantity further apart than `tolerance_bp` of the larger one? False if one is no number. */
bool wr_offsite_differs(double a, double b, int64_t tolerance_bp);
