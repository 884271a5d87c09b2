/* Factor codes and units. The rows are factors.inc. */
#include "hj212/hj212_int.h"

static const struct hj212_factor factors[] = {
#include "hj212/factors.inc"
};
#define FACTORS (sizeof(factors) / sizeof(factors[0]))
#define CODE_MAX 16

const struct hj212_factor *hj212_factors(size_t *ret_n)
{
    *ret_n = FACTORS;
    return factors;
}

static int compare(struct hj212_str a, const char *b)
{
    size_t n = strlen(b);
    int order = memcmp(a.p, b, a.n < n ? a.n : n);
    return order != 0 ? order : (a.n > n) - (a.n < n);
}

/** The first row of exactly that code. */
static const struct hj212_factor *find_code(struct hj212_str code)
{
    size_t low = 0;
    size_t high = FACTORS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(code, factors[middle].code) > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < FACTORS && compare(code, factors[low].code) == 0 ? &factors[low] : NULL;
}

const struct hj212_factor *hj212_factor_2005(struct hj212_str code)
{
    for (size_t i = 0; i < FACTORS && code.n > 0; i++) {
        if (compare(code, factors[i].code_2005) == 0) {
            return &factors[i];
        }
    }
    return NULL;
}

const struct hj212_factor *hj212_factor_of(struct hj212_str code)
{
    if (code.n == 0 || code.n > CODE_MAX) {
        return NULL;
    }
    const struct hj212_factor *found = find_code(code);
    char pattern[CODE_MAX];
    memcpy(pattern, code.p, code.n);
    /* `e10105` is device 05 of e101xx, `i33312` place 2 of i3331x. */
    for (size_t i = code.n; found == NULL && i > 1 && code.n - i < 2; i--) {
        if (!hj212_is(pattern[i - 1], HJ212_C_DIGIT)) {
            break;
        }
        pattern[i - 1] = 'x';
        found = find_code((struct hj212_str){pattern, code.n});
    }
    return found != NULL ? found : hj212_factor_2005(code);
}

/* ---- units ------------------------------------------------------------------------------------- */
enum quantity { CONCENTRATION, FLOW, MASS, VOLUME, PRESSURE, TIME, VOLTAGE };
struct unit {
    const char *name;
    enum quantity quantity;
    /* One of it is up/down of the base unit: two whole numbers, so that a ratio is rounded once. */
    double up, down;
};
static const struct unit units[] = {
    {"g/L", CONCENTRATION, 1e6, 1},
    {"mg/L", CONCENTRATION, 1e3, 1},
    {"ug/L", CONCENTRATION, 1, 1},
    {"ng/L", CONCENTRATION, 1, 1e3},
    {"kg/m3", CONCENTRATION, 1e6, 1},
    {"g/m3", CONCENTRATION, 1e3, 1},
    {"mg/m3", CONCENTRATION, 1, 1},
    {"ug/m3", CONCENTRATION, 1, 1e3},
    {"ng/m3", CONCENTRATION, 1, 1e6},
    {"L/s", FLOW, 1, 1},
    {"m3/s", FLOW, 1e3, 1},
    {"m3/h", FLOW, 1, 3.6},
    {"t", MASS, 1e6, 1},
    {"kg", MASS, 1e3, 1},
    {"g", MASS, 1, 1},
    {"mg", MASS, 1, 1e3},
    {"m3", VOLUME, 1e3, 1},
    {"L", VOLUME, 1, 1},
    {"MPa", PRESSURE, 1e6, 1},
    {"kPa", PRESSURE, 1e3, 1},
    {"hPa", PRESSURE, 1e2, 1},
    {"Pa", PRESSURE, 1, 1},
    {"h", TIME, 3600, 1},
    {"min", TIME, 60, 1},
    {"s", TIME, 1, 1},
    {"V", VOLTAGE, 1e3, 1},
    {"mV", VOLTAGE, 1, 1},
};

static const struct unit *unit_of(struct hj212_str name)
{
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (hj212_eq(name, units[i].name)) {
            return &units[i];
        }
    }
    return NULL;
}

bool hj212_unit_ratio(struct hj212_str from, struct hj212_str to, double *ret)
{
    const struct unit *a = unit_of(from);
    const struct unit *b = unit_of(to);
    if (a == NULL || b == NULL || a->quantity != b->quantity) {
        return false;
    }
    *ret = a->up * b->down / (a->down * b->up);
    return true;
}
