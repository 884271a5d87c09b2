/* Names of errors, leniencies, dialects and fields; profiles. */
#include "hj212/hj212_int.h"

const char *hj212_error_name(enum hj212_error e)
{
    static const char *const names[HJ212_ERRORS] = {
        [HJ212_OK] = "ok",
        [HJ212_ELENGTH] = "bad_length",
        [HJ212_ECRC] = "bad_crc",
        [HJ212_ETAIL] = "bad_tail",
        [HJ212_ELONG] = "too_long",
        [HJ212_ETRUNC] = "truncated",
        [HJ212_ESYNTAX] = "bad_syntax",
        [HJ212_EITEMS] = "too_many",
        [HJ212_EKEY] = "no_key",
        [HJ212_ECIPHER] = "bad_cipher",
        [HJ212_ESPACE] = "no_space",
        [HJ212_EVALUE] = "bad_value",
    };
    return (unsigned)e < HJ212_ERRORS ? names[e] : "unknown";
}

/* ---- leniencies -------------------------------------------------------------------------------- */
struct leniency {
    const char *name;
    const char *meaning;
    bool compat;
    enum hj212_error error;
};

static const struct leniency leniencies[HJ212_LENIENCIES] = {
#define HJ212_X(id, name, compat, error, meaning)                                                  \
    [HJ212_L_##id] = {name, meaning, compat, HJ212_##error},
    HJ212_LENIENCY_LIST(HJ212_X)
#undef HJ212_X
};
_Static_assert(HJ212_LENIENCIES <= 64, "a set of leniencies is one word");

const char *hj212_leniency_name(enum hj212_leniency l)
{
    return (unsigned)l < HJ212_LENIENCIES ? leniencies[l].name : "";
}

const char *hj212_leniency_meaning(enum hj212_leniency l)
{
    return (unsigned)l < HJ212_LENIENCIES ? leniencies[l].meaning : "";
}

bool hj212_leniency_of(struct hj212_str name, enum hj212_leniency *ret)
{
    for (unsigned i = 0; i < HJ212_LENIENCIES; i++) {
        if (hj212_eq(name, leniencies[i].name)) {
            *ret = (enum hj212_leniency)i;
            return true;
        }
    }
    return false;
}

bool hj212_leniencies_of(struct hj212_str list, uint64_t *ret_set, struct hj212_str *ret_unknown)
{
    uint64_t set = 0;
    while (list.n > 0) {
        const char *comma = memchr(list.p, ',', list.n);
        size_t n = comma != NULL ? (size_t)(comma - list.p) : list.n;
        struct hj212_str name = hj212_trim((struct hj212_str){list.p, n});
        enum hj212_leniency l;
        if (name.n > 0 && !hj212_leniency_of(name, &l)) {
            *ret_unknown = name;
            return false;
        }
        set |= name.n > 0 ? HJ212_BIT(l) : 0;
        n += comma != NULL;
        list.p += n;
        list.n -= n;
    }
    *ret_set = set;
    return true;
}

enum hj212_error hj212_judge(uint64_t used, uint64_t allowed, enum hj212_leniency *ret_refused)
{
    uint64_t refused = used & ~allowed & HJ212_ALL_LENIENCIES;
    if (refused == 0) {
        return HJ212_OK;
    }
    *ret_refused = (enum hj212_leniency)__builtin_ctzll(refused);
    return leniencies[*ret_refused].error;
}

/* ---- profiles ---------------------------------------------------------------------------------- */
struct hj212_profile hj212_strict(void)
{
    return (struct hj212_profile){.dialect = HJ212_AUTO, .segment_max = HJ212_SEGMENT_STD};
}

struct hj212_profile hj212_compat(void)
{
    struct hj212_profile p = {.dialect = HJ212_AUTO, .segment_max = HJ212_SEGMENT_COMPAT};
    for (unsigned i = 0; i < HJ212_LENIENCIES; i++) {
        p.allowed |= leniencies[i].compat ? HJ212_BIT(i) : 0;
    }
    return p;
}

struct hj212_profile hj212_legacy(void)
{
    struct hj212_profile p = hj212_compat();
    p.dialect = HJ212_2005;
    return p;
}

static const char *const dialects[] = {"auto", "2005", "2017", "2025", "surface"};

const char *hj212_dialect_name(enum hj212_dialect d)
{
    return (unsigned)d < sizeof(dialects) / sizeof(dialects[0]) ? dialects[d] : "";
}

bool hj212_dialect_of(struct hj212_str name, enum hj212_dialect *ret)
{
    for (unsigned i = 0; i < sizeof(dialects) / sizeof(dialects[0]); i++) {
        if (hj212_eq(name, dialects[i])) {
            *ret = (enum hj212_dialect)i;
            return true;
        }
    }
    return false;
}

/* ---- fields ------------------------------------------------------------------------------------ */
static const char *const fields[HJ212_FIELDS] = {[HJ212_F_PLAIN] = "",
#define HJ212_X(id, text, number) [HJ212_F_##id] = text,
                                                 HJ212_FIELD_LIST(HJ212_X)
#undef HJ212_X
};

static const char *const fields_lower[HJ212_FIELDS] = {
    [HJ212_F_PLAIN] = "",
    [HJ212_F_RTD] = "rtd",
    [HJ212_F_MIN] = "min",
    [HJ212_F_AVG] = "avg",
    [HJ212_F_MAX] = "max",
    [HJ212_F_COU] = "cou",
    [HJ212_F_ZSRTD] = "zsrtd",
    [HJ212_F_ZSMIN] = "zsmin",
    [HJ212_F_ZSAVG] = "zsavg",
    [HJ212_F_ZSMAX] = "zsmax",
    [HJ212_F_FLAG] = "flag",
    [HJ212_F_EFLAG] = "eflag",
    [HJ212_F_SAMPLETIME] = "sampletime",
    [HJ212_F_RS] = "rs",
    [HJ212_F_RT] = "rt",
    [HJ212_F_DATA] = "data",
    [HJ212_F_DAYDATA] = "daydata",
    [HJ212_F_NIGHTDATA] = "nightdata",
    [HJ212_F_INFO] = "info",
    [HJ212_F_SN] = "sn",
    [HJ212_F_ALA] = "ala",
    [HJ212_F_UPVALUE] = "upvalue",
    [HJ212_F_LOWVALUE] = "lowvalue",
    [HJ212_F_COMPLETETIME] = "completetime",
    [HJ212_F_SAMPLETYPE] = "sampletype",
    [HJ212_F_SAMPLERD] = "samplerd",
    [HJ212_F_STANDARDVALUE] = "standardvalue",
    [HJ212_F_RESULTTYPE] = "resulttype",
    [HJ212_F_INFOID] = "infoid",
};

const char *hj212_field_name(enum hj212_field f)
{
    return (unsigned)f < HJ212_FIELDS ? fields[f] : "";
}

const char *hj212_field_lower(enum hj212_field f)
{
    return (unsigned)f < HJ212_FIELDS ? fields_lower[f] : "";
}

enum hj212_field hj212_field_of(struct hj212_str text)
{
    for (unsigned i = HJ212_F_PLAIN + 1; i < HJ212_FIELDS; i++) {
        if (i != HJ212_F_INFOID && hj212_eq_nocase(text, fields[i])) {
            return (enum hj212_field)i;
        }
    }
    bool code = text.n == 6 && text.p[0] == 'i' &&
                hj212_all((struct hj212_str){text.p + 1, 5}, HJ212_C_DIGIT);
    return code ? HJ212_F_INFOID : HJ212_F_PLAIN;
}
