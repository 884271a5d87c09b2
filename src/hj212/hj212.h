#pragma once
/*
 * libhj212: the HJ 212 protocol (污染物在线监控系统数据传输标准) as a library, in the dialects 2005, 2017 and 2025.
 *
 * Bytes → frames → messages, and back. No I/O, no clock, no allocation, no global state: every result is a slice into
 * the caller's buffer, every function may run in any number of threads at once on different arguments.
 *
 *   struct hj212_framer f;                            one per connection
 *   hj212_framer_init(&f, hj212_compat());
 *   for (;;) {
 *       switch (hj212_next(&f, buf, n, false, &frame)) {
 *       case HJ212_MORE:  read more behind the n bytes; continue
 *       case HJ212_FRAME: if (hj212_parse(&frame, &profile, &msg) == HJ212_OK) use msg.items[0 … msg.n_items)
 *       case HJ212_BAD:   count frame.error
 *       }
 *       drop frame.consumed bytes from the front of buf
 *   }
 *
 * Whatever departs from the letter of the standard has a name (a *leniency*): a profile says which are allowed, and every
 * frame and message says which it made use of. Nothing is tolerated silently. Rules: docs/hj212.md.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HJ212_VERSION "1.0.0"

/** A borrowed slice; never owns, is not NUL-terminated. {NULL, 0}: absent. */
struct hj212_str {
    const char *p;
    size_t n;
};

/* ---- limits ------------------------------------------------------------------------------------ */
#define HJ212_SEGMENT_STD 1024    /* bytes of a data segment (数据段) in the standard */
#define HJ212_SEGMENT_COMPAT 4096 /* default of tolerant profiles */
#define HJ212_SEGMENT_MAX 9999    /* what four digits can say */
#define HJ212_FRAME_EXTRA 12      /* head 2, length 4, CRC 4, tail 2 */
#define HJ212_ENCRYPTED_MAX                                                                        \
    6144 /* bytes of an encrypted segment on the wire, unless segment_max is more */
/** A buffer of this size never has to grow: any frame that the library accepts fits. */
#define HJ212_BUFFER_MIN (HJ212_SEGMENT_MAX + HJ212_FRAME_EXTRA)
#define HJ212_ITEMS_MAX 1024 /* name=value pairs of one packet */
#define HJ212_KEY_BYTES 16   /* SM4 key */

/* ---- dialects ---------------------------------------------------------------------------------- */
enum hj212_dialect {
    HJ212_AUTO =
        0, /* from Flag: version 0 or none → 2005, 1 → 2017, 2 with ST=21 → surface, else 2025 */
    HJ212_2005,    /* HJ/T 212-2005 */
    HJ212_2017,    /* HJ 212-2017 */
    HJ212_2025,    /* HJ 212-2025 */
    HJ212_SURFACE, /* surface-water stations (地表水): as 2017, with version 2 in Flag */
};
/** "auto", "2005", "2017", "2025", "surface". */
const char *hj212_dialect_name(enum hj212_dialect d);
/** @return false if it is none of the names */
bool hj212_dialect_of(struct hj212_str name, enum hj212_dialect *ret);

/* ---- errors ------------------------------------------------------------------------------------ */
enum hj212_error {
    HJ212_OK = 0,
    HJ212_ELENGTH, /* "bad_length": the length does not lead to CRC and tail, and no line end gives a right CRC */
    HJ212_ECRC,   /* "bad_crc" */
    HJ212_ETAIL,  /* "bad_tail": CR LF missing */
    HJ212_ELONG,  /* "too_long": longer than the profile allows */
    HJ212_ETRUNC, /* "truncated": the stream ended inside the frame */
    HJ212_ESYNTAX, /* "bad_syntax": the segment departs from the standard; `refused` names how, 0: no rule fits */
    HJ212_EITEMS,  /* "too_many": more than HJ212_ITEMS_MAX items */
    HJ212_EKEY,    /* "no_key": encrypted, and there is no key */
    HJ212_ECIPHER, /* "bad_cipher": ciphertext is malformed, or the CRC is wrong after decryption */
    HJ212_ESPACE,  /* "no_space": the caller's buffer is too small (encoder, decryption) */
    HJ212_EVALUE,  /* "bad_value": a value that may not be put into a packet (encoder) */
    HJ212_ERRORS
};
/** "ok", "bad_length", … as in the comments above; never NULL. */
const char *hj212_error_name(enum hj212_error e);

/* ---- leniencies -------------------------------------------------------------------------------- */
/*
 * X(ID, name, allowed in compat profiles, error when it is not allowed, meaning)
 * Frame leniencies come first; hj212_next() judges those, hj212_parse() the others.
 */
#define HJ212_LENIENCY_LIST(X)                                                                     \
    X(CRC_MODBUS, "crc_modbus", 0, ECRC, "CRC-16/MODBUS, high byte first")                         \
    X(CRC_MODBUS_SWAPPED, "crc_modbus_swapped", 0, ECRC, "CRC-16/MODBUS, bytes exchanged")         \
    X(CRC_LOWER, "crc_lowercase", 1, ECRC, "CRC digits in lower case")                             \
    X(CRC_UNPADDED, "crc_unpadded", 1, ECRC, "CRC without its leading zeros")                      \
    X(LENGTH_WRONG, "wrong_length", 1, ELENGTH, "length is wrong, CRC and line end are right")     \
    X(LENGTH_CHARS, "length_in_chars", 1, ELENGTH, "length counts characters of UTF-8, not bytes") \
    X(LENGTH_WIRE, "length_on_wire", 1, ELENGTH, "2025: length counts the ciphertext")             \
    X(NO_CR, "missing_cr", 1, ETAIL, "tail is LF alone")                                           \
    X(NO_LF, "missing_lf", 1, ETAIL, "tail is CR alone")                                           \
    X(NO_TAIL, "missing_crlf", 1, ETAIL, "no tail")                                                \
    X(LONG, "long_segment", 1, ELONG, "segment longer than 1024 bytes")                            \
    X(GBK, "gbk_text", 1, ESYNTAX, "text is not UTF-8; taken as GBK")                              \
    X(TIME17, "data_time_17_digits", 1, ESYNTAX, "a time with milliseconds, 17 digits")            \
    X(TIME_FORMAT, "time_format", 1, ESYNTAX, "a time that is not 14 digits or no date")           \
    X(FLAG_AFTER_CP, "flag_after_cp", 1, ESYNTAX, "Flag stands behind the data area")              \
    X(FLAG_MISSING, "flag_missing", 1, ESYNTAX, "no Flag although the dialect wants one")          \
    X(FLAG_FORMAT, "flag_format", 1, ESYNTAX, "Flag is no number 0…255 or of an unknown version")  \
    X(UNNUMBERED, "flag_without_pnum", 1, ESYNTAX, "Flag promises PNUM and PNO, there are none")   \
    X(SPLIT_RANGE, "pno_range", 1, ESYNTAX, "PNUM or PNO is no number 1…9999, or PNO > PNUM")      \
    X(DUPLICATE, "duplicate_key", 1, ESYNTAX, "a name occurs twice")                               \
    X(BLANKS, "blanks", 1, ESYNTAX, "blanks around names or values")                               \
    X(SEPARATOR, "header_separator", 1, ESYNTAX, "`,` or `;,` or nothing between header fields")   \
    X(COMMA, "comma_between_items", 1, ESYNTAX, "`,` where `;` belongs (BeginTime=…,EndTime=…)")   \
    X(TRAILING, "trailing_separator", 1, ESYNTAX, "`;` or `,` before the closing `&&`")            \
    X(EMPTY_ITEM, "empty_item", 1, ESYNTAX, "`;;`, `,,` or a name without value sign")             \
    X(EMPTY_VALUE, "empty_value", 1, ESYNTAX, "nothing behind `=`")                                \
    X(TEXT_VALUE, "text_value", 1, ESYNTAX, "text where the dialect wants a number")               \
    X(NUMBER_FORM, "number_form", 1, ESYNTAX, "exponent, `+`, bare point, or over 18 characters")  \
    X(DOUBLE_SUFFIX, "doubled_suffix", 1, ESYNTAX, "`LA-Rtd-Rtd`")                                 \
    X(KEY_CASE, "key_case", 1, ESYNTAX, "a known name in wrong case (`FLAG=`)")                    \
    X(HEADER_ORDER, "header_order", 1, ESYNTAX, "header fields in another order")                  \
    X(HEADER_UNKNOWN, "header_unknown", 1, ESYNTAX, "a header field that the standard has not")    \
    X(QN_MISSING, "qn_missing", 1, ESYNTAX, "no QN although the dialect wants one")                \
    X(QN_FORMAT, "qn_format", 1, ESYNTAX, "QN is not 17 digits (YYYYMMDDhhmmsszzz)")               \
    X(MN_FORMAT, "mn_format", 1, ESYNTAX, "MN is not 24 of 0-9A-F (2005: 14 characters)")          \
    X(PW_FORMAT, "pw_format", 1, ESYNTAX, "PW is not 6 of 0-9a-zA-Z")                              \
    X(ST_FORMAT, "st_format", 1, ESYNTAX, "ST is not 2 letters or digits")                         \
    X(CN_FORMAT, "cn_format", 1, ESYNTAX, "CN is not 4 digits")                                    \
    X(FIELD_MISSING, "field_missing", 1, ESYNTAX, "ST, PW or MN is missing")                       \
    X(RF_VALUE, "rf_value", 1, ESYNTAX, "RF is not 1, or the dialect has no RF")                   \
    X(AREA_TAIL, "area_tail", 1, ESYNTAX, "something stands behind the closing `&&`")              \
    X(AREA_OPEN, "area_open", 1, ESYNTAX, "the data area does not end with `&&`")

enum hj212_leniency {
#define HJ212_X(id, name, compat, error, meaning) HJ212_L_##id,
    HJ212_LENIENCY_LIST(HJ212_X)
#undef HJ212_X
        HJ212_LENIENCIES
};
/** The bit of a leniency in a set. */
#define HJ212_BIT(l) (UINT64_C(1) << (l))
#define HJ212_ALL_LENIENCIES (HJ212_BIT(HJ212_LENIENCIES) - 1)

const char *hj212_leniency_name(enum hj212_leniency l);
const char *hj212_leniency_meaning(enum hj212_leniency l);
/** @return false if it is none of the names */
bool hj212_leniency_of(struct hj212_str name, enum hj212_leniency *ret);
/** Names from a list such as "crc_modbus,blanks"; false at the first unknown one, which *ret_unknown then shows. */
bool hj212_leniencies_of(struct hj212_str list, uint64_t *ret_set, struct hj212_str *ret_unknown);
/**
 * Is the set `used` within the set `allowed`?
 * @param ret_refused  the first leniency that is not allowed; untouched when all are
 * @return HJ212_OK, or the error of that leniency
 */
enum hj212_error hj212_judge(uint64_t used, uint64_t allowed, enum hj212_leniency *ret_refused);

/* ---- profiles ---------------------------------------------------------------------------------- */
/** What is known of a station or a connection. Plain data: copy and change it. */
struct hj212_profile {
    enum hj212_dialect dialect;
    uint64_t allowed;     /* leniencies, HJ212_BIT(…)|… */
    uint32_t segment_max; /* bytes of a data segment, 1…9999 */
    bool lazy_numbers;    /* leave item.number unset (NaN); convert with hj212_number() on demand */
};
/** To the letter: nothing allowed, segments of 1024 bytes. */
struct hj212_profile hj212_strict(void);
/** Everything but the wrong CRC families (these must be switched on per station), segments of 4096 bytes. */
struct hj212_profile hj212_compat(void);
/** As compat, read with the habits of 2005 whatever Flag says. */
struct hj212_profile hj212_legacy(void);

/* ---- CRC --------------------------------------------------------------------------------------- */
/** The CRC of HJ 212 (appendix A; not CRC-16/MODBUS): XOR of machine words and one fold. Empty: 0xFFFF. */
uint16_t hj212_crc(const void *bytes, size_t n);
/** The steps of appendix A, bit by bit: slow, to check the other one with. */
uint16_t hj212_crc_bitwise(const void *bytes, size_t n);
/** CRC-16/MODBUS, which some devices send by mistake. */
uint16_t hj212_crc_modbus(const void *bytes, size_t n);

/* ---- frames ------------------------------------------------------------------------------------ */
enum hj212_crc_family {
    HJ212_CRC_RIGHT,
    HJ212_CRC_MODBUS,         /* it is CRC-16/MODBUS */
    HJ212_CRC_MODBUS_SWAPPED, /* the same with its bytes exchanged */
    HJ212_CRC_OTHER,          /* neither (stale or damaged) */
    HJ212_CRC_UNKNOWN,        /* encrypted: only the plain text can be checked */
};

struct hj212_frame {
    size_t
        consumed; /* bytes at the front of the buffer that are done with: drop them before the next call */
    size_t skipped; /* of these, bytes of junk before the frame (line ends are not counted) */
    struct hj212_str bytes; /* the whole frame, `##` to tail; into the caller's buffer */
    struct hj212_str
        segment; /* the data segment; for an encrypted frame the ciphertext as on the wire */
    enum hj212_error error; /* HJ212_OK with HJ212_FRAME */
    enum hj212_leniency
        refused; /* with an error: the leniency that would have saved it; HJ212_LENIENCIES: none */
    uint64_t leniencies; /* set of those made use of */
    enum hj212_crc_family crc_family;
    uint32_t declared; /* the length field */
    uint16_t crc;      /* as received */
    bool encrypted;    /* data area is `{0x…}`: hj212_decrypt() first */
    uint8_t
        content; /* bit 0: has blanks or control characters; bit 1: has bytes above 0x7F. Of the library */
};

/** Where a framer is in its stream, and what it has seen. No pointers: may be copied, needs no end. */
struct hj212_framer {
    struct hj212_profile profile;
    size_t scanned; /* bytes behind the head already known to hold no line end */
    size_t skipped; /* bytes of junk since the last event */
    uint64_t n_frames, n_bad, n_skipped;     /* frames, bad frames, bytes of junk so far */
    uint64_t n_leniencies[HJ212_LENIENCIES]; /* frames that made use of each */
};
void hj212_framer_init(struct hj212_framer *f, struct hj212_profile profile);

enum hj212_got {
    HJ212_MORE, /* nothing complete yet: call again with more bytes behind the same ones (minus `consumed`) */
    HJ212_FRAME, /* *ret is a frame */
    HJ212_BAD,   /* *ret is what looked like a frame, with ret->error */
};
/**
 * The next frame of a byte stream. Frames may be joined, split anywhere, and surrounded by junk; after a bad one the
 * search goes on at the next `##` inside it, so that the next good frame is never lost. The same stream gives the same
 * events however it was cut into pieces.
 * @param buf  all bytes of the stream that are not done with; the caller drops ret->consumed of them after EVERY call,
 *             HJ212_MORE too (junk). Holding HJ212_BUFFER_MIN bytes is always enough
 * @param end  no more bytes will come (end of file, connection closed, or the caller's patience is at its end)
 * @param ret  written by every call; its slices point into buf
 */
enum hj212_got hj212_next(struct hj212_framer *f, const char *buf, size_t n, bool end,
                          struct hj212_frame *ret);
/** A frame out of a bare data segment that somebody else has framed. Nothing is checked. */
struct hj212_frame hj212_frame_of_segment(struct hj212_str segment);

/* ---- messages ---------------------------------------------------------------------------------- */
/*
 * The second half of a name (`w01018-Rtd`). X(ID, text in the standard, value is a number)
 * JSON and other outer names are the text in lower case: "rtd", "zsrtd", "sampletime".
 */
#define HJ212_FIELD_LIST(X)                                                                        \
    X(RTD, "Rtd", 1)                                                                               \
    X(MIN, "Min", 1)                                                                               \
    X(AVG, "Avg", 1)                                                                               \
    X(MAX, "Max", 1)                                                                               \
    X(COU, "Cou", 1)                                                                               \
    X(ZSRTD, "ZsRtd", 1)                                                                           \
    X(ZSMIN, "ZsMin", 1)                                                                           \
    X(ZSAVG, "ZsAvg", 1)                                                                           \
    X(ZSMAX, "ZsMax", 1)                                                                           \
    X(FLAG, "Flag", 0)                                                                             \
    X(EFLAG, "EFlag", 0)                                                                           \
    X(SAMPLETIME, "SampleTime", 0)                                                                 \
    X(RS, "RS", 1)                                                                                 \
    X(RT, "RT", 1)                                                                                 \
    X(DATA, "Data", 1)                                                                             \
    X(DAYDATA, "DayData", 1)                                                                       \
    X(NIGHTDATA, "NightData", 1)                                                                   \
    X(INFO, "Info", 0)                                                                             \
    X(SN, "SN", 0)                                                                                 \
    X(ALA, "Ala", 1)                                                                               \
    X(UPVALUE, "UpValue", 1)                                                                       \
    X(LOWVALUE, "LowValue", 1)                                                                     \
    X(COMPLETETIME, "CompleteTime", 0)                                                             \
    X(SAMPLETYPE, "SampleType", 0)                                                                 \
    X(SAMPLERD, "SampleRd", 1)                                                                     \
    X(STANDARDVALUE, "StandardValue", 1)                                                           \
    X(RESULTTYPE, "ResultType", 1)                                                                 \
    X(INFOID, "i-code", 0) /* 2025: `w01018-i13001=…`; the text is the part behind the hyphen */

enum hj212_field {
    HJ212_F_PLAIN, /* a name without a known second half: PolId, QnRtn, SystemTime, FANSTATUS … */
#define HJ212_X(id, text, number) HJ212_F_##id,
    HJ212_FIELD_LIST(HJ212_X)
#undef HJ212_X
        HJ212_FIELDS
};
/** Text of the standard ("ZsRtd"); "" for HJ212_F_PLAIN. */
const char *hj212_field_name(enum hj212_field f);
/** The text in lower case ("zsrtd"). */
const char *hj212_field_lower(enum hj212_field f);
/** By text, upper and lower case alike. @return HJ212_F_PLAIN if it is none */
enum hj212_field hj212_field_of(struct hj212_str text);

/** One `name=value`. */
struct hj212_item {
    double number;    /* the value, correctly rounded; NaN when it is no number (or lazy_numbers) */
    const char *name; /* the whole name; its factor code is the first code_n bytes */
    const char *value; /* decimal text or other text as on the wire, without blanks around */
    uint16_t name_n;
    uint16_t code_n; /* 0 with HJ212_F_PLAIN */
    uint16_t value_n;
    uint16_t group; /* index into msg.groups; for HJ212_F_PLAIN: 0xFFFF */
    uint8_t field;  /* enum hj212_field */
    bool is_number;
};
static inline struct hj212_str hj212_item_name(const struct hj212_item *i)
{
    struct hj212_str s = {i->name, i->name_n};
    return s;
}
static inline struct hj212_str hj212_item_code(const struct hj212_item *i)
{
    struct hj212_str s = {i->name, i->code_n};
    return s;
}
static inline struct hj212_str hj212_item_value(const struct hj212_item *i)
{
    struct hj212_str s = {i->value, i->value_n};
    return s;
}

/**
 * The items of one factor that stand together. A name that comes twice (leniency duplicate_key) starts a group of its own,
 * so that within a group each field occurs once.
 */
struct hj212_group {
    const char *code;
    const char
        *flag; /* data mark (数据标记) X-Flag as on the wire, up to 4 characters make sense */
    uint16_t code_n;
    uint16_t flag_n;   /* 0: no mark */
    uint16_t first, n; /* items[first … first+n) */
    uint32_t fields;   /* bit per enum hj212_field */
};

/** A decoded message. About 80 KiB: one per thread, not on the stack of a deep call. */
struct hj212_msg {
    enum hj212_error error;
    enum hj212_leniency refused;         /* as in the frame */
    uint64_t leniencies;                 /* of the frame and of the segment */
    enum hj212_dialect dialect;          /* never HJ212_AUTO */
    struct hj212_str qn, st, cn, pw, mn; /* as on the wire without blanks; absent or empty */
    struct hj212_str flag_text;
    struct hj212_str cp;        /* the data area between `&&` and `&&` */
    struct hj212_str data_time; /* as on the wire, 14 or 17 digits; absent */
    uint16_t st_code; /* two characters as a number for switch: HJ212_ST("32"); 0: other */
    uint16_t command; /* CN as a number 0…9999; 0: none */
    uint8_t flag;     /* 0 when there is none */
    uint8_t version;  /* flag >> 2: 0 = 2005, 1 = 2017, 2 = 2025 or surface water */
    bool has_flag;
    bool ack_wanted;    /* bit 0 of Flag */
    bool numbered;      /* bit 1 of Flag */
    bool back_fill;     /* RF=1 */
    uint16_t pnum, pno; /* 0: none */
    size_t n_items, n_groups;
    struct hj212_group groups[HJ212_ITEMS_MAX];
    struct hj212_item items[HJ212_ITEMS_MAX];
};
/** A system code (ST) as a number: HJ212_ST('3', '2'). */
#define HJ212_ST(a, b) ((uint16_t)((unsigned)(a) << 8 | (unsigned)(b)))

/**
 * Decode a frame's segment. The header fields that could be read are set even when it fails.
 * @param frame    from hj212_next(), hj212_decrypt() or hj212_frame_of_segment()
 * @param profile  of the station, or of the connection when the station is not known; frame leniencies that it does not
 *                 allow are refused here, so a connection's framer may tolerate more than one station's profile
 * @param ret      slices point into the frame's buffer. Only the first n_items and n_groups elements are written
 * @return ret->error: HJ212_OK, HJ212_ESYNTAX, HJ212_EITEMS, HJ212_EKEY (encrypted), or a refused frame leniency's error
 */
enum hj212_error hj212_parse(const struct hj212_frame *frame, const struct hj212_profile *profile,
                             struct hj212_msg *ret);
/** The first plain item of that name ("QnRtn"); NULL if there is none. */
const struct hj212_item *hj212_find(const struct hj212_msg *m, const char *name);
/** The first item of that factor and field; NULL if there is none. */
const struct hj212_item *hj212_find_value(const struct hj212_msg *m, struct hj212_str code,
                                          enum hj212_field field);
/** The QN that an answer belongs to: header, or inside the data area (2005). Absent if there is none. */
struct hj212_str hj212_answered_qn(const struct hj212_msg *m);

/* ---- values ------------------------------------------------------------------------------------ */
/**
 * Decimal text to the nearest double (ties to even), the same bits as strtod. Blanks are not skipped.
 * @param strict  only what the standard knows: sign, digits, one point between digits, at most 18 characters
 * @return false if it is no number, or outside 1e-101 … 1e100 (then *ret is NaN)
 */
bool hj212_number(struct hj212_str text, bool strict, double *ret);
/**
 * `YYYYMMDDhhmmss` or `YYYYMMDDhhmmsszzz`, taken as China standard time (UTC+8), to milliseconds since 1970 UTC.
 * @return false if it is no such date
 */
bool hj212_time_ms(struct hj212_str text, int64_t *ret_ms);
/** The inverse: `digits` is 14 or 17; dst has room for 18 bytes and becomes NUL-terminated. ms: years 1970…9999. */
void hj212_time_text(int64_t ms, int digits, char dst[18]);
/** Length of the period that DataTime labels the start of: 0 for CN 2011/2021, -1 when it depends on MinInterval (2051). */
int32_t hj212_period_s(uint16_t command);
/** Is it UTF-8? */
bool hj212_is_utf8(struct hj212_str text);

/* ---- encoder ----------------------------------------------------------------------------------- */
/** Header of a packet to be made. Absent slices are left out. */
struct hj212_header {
    enum hj212_dialect dialect; /* order of fields and version in Flag; HJ212_AUTO: 2017 */
    struct hj212_str qn, st, cn, pw, mn;
    bool ack_wanted;
    bool back_fill;     /* 2025: RF=1 */
    bool no_flag;       /* 2005 may leave Flag out */
    uint16_t pnum, pno; /* both 1…9999, or 0 */
    int16_t flag;       /* -1: made from the dialect, ack_wanted and pnum; else sent as it is */
};
#define HJ212_FLAG_AUTO ((int16_t)-1)

/** A packet being written into the caller's buffer. Errors stick; hj212_end() tells. */
struct hj212_writer {
    char *buf;
    size_t cap, n;
    size_t area;         /* where the data area starts */
    size_t code, code_n; /* factor of the last item, so that the next knows `,` from `;` */
    enum hj212_error error;
    bool any;
};
/**
 * Begin a packet: head, header, `CP=&&`.
 * @param cap  room in buf; HJ212_BUFFER_MIN is always enough
 */
void hj212_begin(struct hj212_writer *w, char *buf, size_t cap, const struct hj212_header *h);
/** `;name=value`. Neither may hold separators; a value `//…//` may hold any text but `//` and line ends. */
void hj212_put(struct hj212_writer *w, struct hj212_str name, struct hj212_str value);
/** `code-Field=value`, after `,` when the factor is that of the last item, else after `;`. */
void hj212_put_value(struct hj212_writer *w, struct hj212_str code, enum hj212_field field,
                     struct hj212_str value);
/** The same by the text of the second half, for codes such as `w01018-i13001` (2025). */
void hj212_put_named(struct hj212_writer *w, struct hj212_str code, struct hj212_str suffix,
                     struct hj212_str value);
/** The same with a number, at most 15 significant digits, `decimals` behind the point (0…9, half to even). */
void hj212_put_number(struct hj212_writer *w, struct hj212_str code, enum hj212_field field,
                      double value, int decimals);
/** Start a new group although the factor stays the same (a packet that repeats one). */
void hj212_put_break(struct hj212_writer *w);
/** Bytes of the data area so far (the standard: at most 960 in 2005, 950 since). */
size_t hj212_area_bytes(const struct hj212_writer *w);
/**
 * Close the packet: `&&`, length, CRC, CR LF.
 * @return bytes of the frame in w->buf; 0 on an error, which w->error names
 */
size_t hj212_end(struct hj212_writer *w);
/** Write a decoded message again in the canonical form of its dialect. @return bytes; 0: does not fit, or cannot be said */
size_t hj212_encode(const struct hj212_msg *m, char *buf, size_t cap);
/** Frame a ready segment. @return bytes; 0 if it does not fit or is longer than 9999 */
size_t hj212_frame_segment(struct hj212_str segment, char *buf, size_t cap);

/* ---- dialogues --------------------------------------------------------------------------------- */
enum hj212_kind {
    HJ212_K_UNKNOWN,
    HJ212_K_REQUEST,     /* host → site, answered by 9011 and 9012 */
    HJ212_K_UPLOAD,      /* site → host, answered by 9014 when ack_wanted */
    HJ212_K_NOTIFY,      /* answered by 9013 */
    HJ212_K_INTERACTION, /* 9011 … 9014 */
    HJ212_K_HEARTBEAT, /* 9015 of 2025; an unknown 90xx with an empty area that wants an answer (seen: 9021) */
};
/** What a message is when it comes from a site (station → host). */
enum hj212_kind hj212_kind_from_site(const struct hj212_msg *m);
/** What a message is when it comes from a host (host → station). */
enum hj212_kind hj212_kind_from_host(const struct hj212_msg *m);
/**
 * The host's or site's answer to `m`, in the form of m's dialect: QN and MN byte for byte, ST=91, Flag = version << 2;
 * in 2005 the QN stands inside the data area.
 *   9011 with `code` = QnRtn, 9012 with `code` = ExeRtn, 9013, 9014 with an empty area (`code` unused)
 * @return bytes of the frame; 0: not one of the four, or no room
 */
size_t hj212_answer(const struct hj212_msg *m, uint16_t cn, int code, char *buf, size_t cap);
/**
 * Which answer a host owes for a message from a site: 9014 or 9013; 0: none (no answer wanted, or itself an answer).
 */
uint16_t hj212_answer_due(const struct hj212_msg *m);
/** A heartbeat (心跳, 9015) for 2025; in 2017 the 9021 seen in the field. @return bytes; 0: no room */
size_t hj212_heartbeat(const struct hj212_header *h, char *buf, size_t cap);

enum hj212_qnrtn { /* 请求命令返回 */
                   HJ212_QN_READY = 1,
                   HJ212_QN_REFUSED = 2,
                   HJ212_QN_PW = 3,
                   HJ212_QN_MN = 4,
                   HJ212_QN_ST = 5,
                   HJ212_QN_FLAG = 6,
                   HJ212_QN_QN = 7,
                   HJ212_QN_CN = 8,
                   HJ212_QN_CRC = 9,
                   HJ212_QN_UNKNOWN = 100,
};
enum hj212_exertn { /* 执行结果 */
                    HJ212_EXE_DONE = 1,
                    HJ212_EXE_FAILED = 2,
                    HJ212_EXE_CONDITION = 3,
                    HJ212_EXE_TIMEOUT = 4,
                    HJ212_EXE_BUSY = 5,
                    HJ212_EXE_FAULT = 6,
                    HJ212_EXE_NO_DATA = 100,
};

/* ---- SM4 (2025) -------------------------------------------------------------------------------- */
/** Was the library built with SM4 (OpenSSL)? */
bool hj212_has_sm4(void);
/** A key made ready for one thread's use; the only object of the library that has to be freed. */
struct hj212_sm4;
/** @return NULL without SM4 or memory */
struct hj212_sm4 *hj212_sm4_new(const unsigned char key[HJ212_KEY_BYTES]);
struct hj212_sm4 *hj212_sm4_free(struct hj212_sm4 *k);
/**
 * The plain frame of an encrypted one. The CRC is checked here, because it is computed over the plain text.
 * @param k    NULL: no key, HJ212_EKEY
 * @param buf  room for the plain segment: HJ212_BUFFER_MIN is always enough. *ret's segment points into it
 * @return HJ212_OK, HJ212_EKEY, HJ212_ECIPHER, HJ212_ESPACE. A frame that is not encrypted is given back as it is
 */
enum hj212_error hj212_decrypt(struct hj212_sm4 *k, const struct hj212_frame *frame, char *buf,
                               size_t cap, struct hj212_frame *ret);
/**
 * Encrypt the data area of a ready plain frame. The length stays that of the plain segment.
 * @param cap  HJ212_ENCRYPTED_MAX + HJ212_FRAME_EXTRA is enough for segments of 1024 bytes
 * @return bytes of the encrypted frame in buf; 0: no key, no room, or `frame` is not a plain frame
 */
size_t hj212_encrypt(struct hj212_sm4 *k, struct hj212_str frame, char *buf, size_t cap);
/** Must the packet be encrypted in 2025 (host → site: 2000–2999, and 1014, 3020)? */
bool hj212_must_encrypt(uint16_t command);

/* ---- tables ------------------------------------------------------------------------------------ */
/** A factor, state or information code (appendix B of 2017, 2005, and codes seen in the field). */
struct hj212_factor {
    const char *code;          /* of 2017; `x` stands for one digit of a device number */
    const char *name;          /* as printed, Chinese */
    const char *code_2005;     /* "" : none */
    const char *unit;          /* default, such as "mg/L"; "1": dimensionless; "": none */
    const char *type;          /* "N5.1"; "" : not printed */
    const char *unit_emission; /* of -Cou; "" : none */
    const char *unit_2005;     /* "" : none */
    const char *table;         /* "B.1" water, "B.2" gas, … "field-2017" */
};
/** By code of 2017, then of 2005. NULL: unknown. */
const struct hj212_factor *hj212_factor_of(struct hj212_str code);
/** The row of a code of 2005 (B01, 011, S03); its value may need another unit: compare unit_2005. NULL: none. */
const struct hj212_factor *hj212_factor_2005(struct hj212_str code);
/** All rows, ordered by code. */
const struct hj212_factor *hj212_factors(size_t *ret_n);
/** Multiply a value in `from` by *ret to have it in `to`. @return false: not the same quantity, or unknown */
bool hj212_unit_ratio(struct hj212_str from, struct hj212_str to, double *ret);

struct hj212_code {
    const char *code;
    const char *zh;
    const char *en;
};
/** A system code (ST); NULL: unknown. */
const struct hj212_code *hj212_system_of(struct hj212_str st);
/** A command (CN); 3013, 3014 and 1001 differ between dialects. NULL: reserved or unknown. */
const struct hj212_code *hj212_command_of(uint16_t command, enum hj212_dialect dialect);
/** A data mark (数据标记); NULL: unknown. `st_code` 22 (air, 2005) has marks 0…3. */
const struct hj212_code *hj212_mark_of(struct hj212_str mark, enum hj212_dialect dialect,
                                       uint16_t st_code);
const struct hj212_code *hj212_qnrtn_of(int code);
const struct hj212_code *hj212_exertn_of(int code);

#ifdef __cplusplus
}
#endif
