#include "modules/visit/visit_proof.h"

#include <assert.h>
#include <inttypes.h>

#define SECONDS_MAX INT64_C(1000000000)
#define SKEW_MAX INT64_C(1000000000000)

const struct wr_enum_item wr_proof_codes[] = {
    {"plate_signature", WR_PROOF_PLATE_SIGNATURE, "信息牌签名", "signature of the plate"},
    {"distance", WR_PROOF_DISTANCE, "与信息牌的距离", "distance to the plate"},
    {"accuracy", WR_PROOF_ACCURACY, "定位精度", "accuracy of the position"},
    {"speed", WR_PROOF_SPEED, "两次入企间的速度", "speed between visits"},
    {"clock", WR_PROOF_CLOCK, "手机时钟", "the phone's clock"},
    {"photo_new", WR_PROOF_PHOTO_NEW, "照片未曾用过", "photos not seen before"},
    {"officer_code", WR_PROOF_OFFICER_CODE, "执法人员动态码", "officer's rotating code"},
    {"enterprise_confirmed", WR_PROOF_ENTERPRISE_CONFIRMED, "企业确认",
     "confirmed by the enterprise"},
    {0},
};

const struct wr_enum_item wr_proof_states[] = {
    {"good", WR_PROOF_GOOD, "符合", "good"},
    {"weak", WR_PROOF_WEAK, "存疑", "weak"},
    {"missing", WR_PROOF_MISSING, "缺少", "missing"},
    {"not_applicable", WR_PROOF_NOT_APPLICABLE, "不适用", "not applicable"},
    {0},
};

static const struct wr_field item_fields[] = {
    WR_ENUM(struct wr_visit_proof_item, code, wr_proof_codes, "佐证", "what was measured"),
    WR_ENUM(struct wr_visit_proof_item, state, wr_proof_states, "情况", "how it came out"),
    WR_I64(struct wr_visit_proof_item, score_bp, 0, WR_BP_ALL, "得分",
           "how far it speaks for presence, basis points"),
    WR_I64(struct wr_visit_proof_item, weight_bp, 0, WR_BP_ALL, "权重",
           "its weight in the total, basis points"),
    WR_TEXT(struct wr_visit_proof_item, text, 1, 300, "说明",
            "the measured value and why it scores so, in the reader's language"),
    WR_TEXT(struct wr_visit_proof_item, text_zh, 1, 300, "中文说明", "the same, Chinese"),
    WR_TEXT(struct wr_visit_proof_item, text_en, 1, 300, "英文说明", "the same, English"),
    {0},
};

const struct wr_field wr_visit_proof_fields[] = {
    WR_I64(struct wr_visit_proof, score_bp, 0, WR_BP_ALL, "总分",
           "weighted score of those that apply, basis points"),
    WR_I64(struct wr_visit_proof, score_low_bp, 0, WR_BP_ALL, "低分线",
           "a total below it is listed for supervision"),
    WR_BOOL(struct wr_visit_proof, low, "低于低分线", "below the mark"),
    WR_LIST(struct wr_visit_proof, items, WR_PROOF_END - 1, WR_PROOF_END - 1, item_fields,
            struct wr_visit_proof_item, "佐证", "each weak proof"),
    WR_TEXT(struct wr_visit_proof, note, 1, 300, "提示", "what the score is not"),
    WR_STR(struct wr_visit_proof, tag, 3, 20, "性质", "nature of the thresholds"),
    WR_STR(struct wr_visit_proof, policy, 1, 80, "规则包", "rule pack"),
    WR_STR(struct wr_visit_proof, policy_version, 1, 20, "版本", "its version"),
    {0},
};

/** One evaluation under way. */
struct scoring {
    struct wr_arena *a;
    const struct wr_visit_proof_policy *p;
    const struct wr_visit_proof_facts *f;
    enum wr_lang lang;
    struct wr_visit_proof_item *items; /* at code - 1 */
    bool full;
};

#define TEXT(s, ...) wr_arena_printf((s)->a, __VA_ARGS__)

static void put(struct scoring *s, int64_t code, int64_t weight_bp, int64_t state, int64_t score_bp,
                struct wr_str zh, struct wr_str en)
{
    assert(score_bp >= 0 && score_bp <= WR_BP_ALL);
    s->items[code - 1] = (struct wr_visit_proof_item){.code = code,
                                                      .state = state,
                                                      .score_bp = score_bp,
                                                      .weight_bp = weight_bp,
                                                      .text = s->lang == WR_LANG_EN ? en : zh,
                                                      .text_zh = zh,
                                                      .text_en = en};
    s->full = s->full || !zh.p || !en.p;
}

static void score_plate(struct scoring *s)
{
    int64_t w = s->p->weights.plate_signature;
    if (s->f->plate == WR_PROOF_PLATE_SIGNED) {
        put(s, WR_PROOF_PLATE_SIGNATURE, w, WR_PROOF_GOOD, WR_BP_ALL, WR_S("扫到的信息牌签名有效"),
            WR_S("the scanned plate bears a valid signature"));
    } else if (s->f->plate == WR_PROOF_PLATE_TYPED) {
        put(s, WR_PROOF_PLATE_SIGNATURE, w, WR_PROOF_WEAK, s->p->plate_typed_bp,
            WR_S("编号为手工输入，没有见到信息牌签名"),
            WR_S("the code was typed: no signature of the plate was seen"));
    } else {
        put(s, WR_PROOF_PLATE_SIGNATURE, w, WR_PROOF_MISSING, 0, WR_S("没有扫信息牌"),
            WR_S("no plate was scanned"));
    }
}

static void score_measured_distance(struct scoring *s)
{
    int64_t d = s->f->distance_m, near = s->p->distance_near_m, far = s->p->distance_far_m;
    int64_t w = s->p->weights.distance;
    if (d <= near) {
        put(s, WR_PROOF_DISTANCE, w, WR_PROOF_GOOD, WR_BP_ALL,
            TEXT(s, "距信息牌 %" PRId64 " 米，不超过 %" PRId64 " 米", d, near),
            TEXT(s, "%" PRId64 " m from the plate, not more than %" PRId64 " m", d, near));
    } else if (d < far) {
        put(s, WR_PROOF_DISTANCE, w, WR_PROOF_WEAK, (far - d) * WR_BP_ALL / (far - near),
            TEXT(s, "距信息牌 %" PRId64 " 米，超过 %" PRId64 " 米；越接近 %" PRId64 " 米得分越低",
                 d, near, far),
            TEXT(s,
                 "%" PRId64 " m from the plate, more than %" PRId64
                 " m; the score falls to nothing at %" PRId64 " m",
                 d, near, far));
    } else {
        put(s, WR_PROOF_DISTANCE, w, WR_PROOF_WEAK, 0,
            TEXT(s, "距信息牌 %" PRId64 " 米，达到或超过 %" PRId64 " 米，不得分", d, far),
            TEXT(s, "%" PRId64 " m from the plate, %" PRId64 " m or more: no score", d, far));
    }
}

static void score_distance(struct scoring *s)
{
    int64_t w = s->p->weights.distance;
    if (s->f->no_reference) {
        put(s, WR_PROOF_DISTANCE, w, WR_PROOF_NOT_APPLICABLE, 0,
            WR_S("信息牌没有登记位置，无从比较"),
            WR_S("no position of the plate is on file to compare with"));
    } else if (!s->f->has_distance) {
        put(s, WR_PROOF_DISTANCE, w, WR_PROOF_MISSING, 0, WR_S("手机没有给出位置，无法量距"),
            WR_S("the phone gave no position: no distance can be told"));
    } else {
        score_measured_distance(s);
    }
}

static void score_accuracy(struct scoring *s)
{
    int64_t w = s->p->weights.accuracy, m = s->f->accuracy_m, poor = s->p->accuracy_poor_m;
    if (!s->f->has_accuracy) {
        put(s, WR_PROOF_ACCURACY, w, WR_PROOF_MISSING, 0, WR_S("手机没有给出定位精度"),
            WR_S("the phone told no accuracy"));
    } else if (m <= poor) {
        put(s, WR_PROOF_ACCURACY, w, WR_PROOF_GOOD, WR_BP_ALL,
            TEXT(s, "定位误差约 %" PRId64 " 米，不超过 %" PRId64 " 米", m, poor),
            TEXT(s, "the position is good to about %" PRId64 " m, not more than %" PRId64 " m", m,
                 poor));
    } else {
        put(s, WR_PROOF_ACCURACY, w, WR_PROOF_WEAK, poor * WR_BP_ALL / m,
            TEXT(s, "定位误差约 %" PRId64 " 米，超过 %" PRId64 " 米，只能说明大致位置", m, poor),
            TEXT(s,
                 "the position is good to about %" PRId64 " m only, more than %" PRId64
                 " m: it tells the area",
                 m, poor));
    }
}

/** Speed between two places; seconds above 0, or metres too few to need any time. */
static void score_move(struct scoring *s, int64_t seconds, int64_t metres)
{
    int64_t w = s->p->weights.speed, max = s->p->speed_max_kmh;
    int64_t can = max * 1000 * seconds, did = metres * 3600; /* metres an hour, times seconds */
    int64_t kmh = did / (seconds * 1000);
    if (did <= can) {
        put(s, WR_PROOF_SPEED, w, WR_PROOF_GOOD, WR_BP_ALL,
            TEXT(s,
                 "距上一次入企 %" PRId64 " 米、相隔 %" PRId64 " 分钟，每小时约 %" PRId64
                 " 千米，不超过 %" PRId64 " 千米",
                 metres, seconds / 60, kmh, max),
            TEXT(s,
                 "%" PRId64 " m from the previous visit in %" PRId64 " min: about %" PRId64
                 " km/h, not more than %" PRId64,
                 metres, seconds / 60, kmh, max));
    } else {
        put(s, WR_PROOF_SPEED, w, WR_PROOF_WEAK, can * WR_BP_ALL / did,
            TEXT(s,
                 "距上一次入企 %" PRId64 " 米、只隔 %" PRId64 " 秒，每小时约 %" PRId64
                 " 千米，超过 %" PRId64 " 千米",
                 metres, seconds, kmh, max),
            TEXT(s,
                 "%" PRId64 " m from the previous visit in only %" PRId64 " s: about %" PRId64
                 " km/h, more than %" PRId64,
                 metres, seconds, kmh, max));
    }
}

static void score_speed(struct scoring *s)
{
    int64_t w = s->p->weights.speed, m = s->f->prev_m;
    int64_t seconds = s->f->prev_s < SECONDS_MAX ? s->f->prev_s : SECONDS_MAX;
    if (!s->f->has_prev) {
        put(s, WR_PROOF_SPEED, w, WR_PROOF_NOT_APPLICABLE, 0, WR_S("没有可比较的上一次入企"),
            WR_S("there is no previous visit to compare with"));
    } else if (m <= s->p->distance_near_m) {
        put(s, WR_PROOF_SPEED, w, WR_PROOF_GOOD, WR_BP_ALL,
            TEXT(s, "距上一次入企 %" PRId64 " 米，就在近旁", m),
            TEXT(s, "%" PRId64 " m from the previous visit: close by", m));
    } else if (seconds <= 0) {
        put(s, WR_PROOF_SPEED, w, WR_PROOF_WEAK, 0,
            TEXT(s, "与上一次入企相距 %" PRId64 " 米，时间却没有先后", m),
            TEXT(s, "%" PRId64 " m from the previous visit, and no time between them", m));
    } else {
        score_move(s, seconds, m);
    }
}

static void score_clock(struct scoring *s)
{
    int64_t w = s->p->weights.clock, max = s->p->skew_max_ms;
    int64_t skew = s->f->skew_ms > SKEW_MAX ? SKEW_MAX : s->f->skew_ms;
    int64_t by = skew < -SKEW_MAX ? SKEW_MAX : (skew < 0 ? -skew : skew);
    const char *zh = skew < 0 ? "慢" : "快", *en = skew < 0 ? "behind" : "ahead";
    if (!s->f->has_skew) {
        put(s, WR_PROOF_CLOCK, w, s->f->offline ? WR_PROOF_MISSING : WR_PROOF_NOT_APPLICABLE, 0,
            s->f->offline ? WR_S("离线登记，没有手机时钟与服务器的比对")
                          : WR_S("在线登记，时间以服务器为准"),
            s->f->offline ? WR_S("made offline, and the clocks were not compared")
                          : WR_S("made online: the time is the server's"));
    } else if (by <= max) {
        put(s, WR_PROOF_CLOCK, w, WR_PROOF_GOOD, WR_BP_ALL,
            TEXT(s, "手机时钟比服务器%s %" PRId64 " 毫秒，不超过 %" PRId64 " 毫秒", zh, by, max),
            TEXT(s,
                 "the phone's clock is %" PRId64 " ms %s of the server's, not more than %" PRId64
                 " ms",
                 by, en, max));
    } else {
        put(s, WR_PROOF_CLOCK, w, WR_PROOF_WEAK, max * WR_BP_ALL / by,
            TEXT(s, "手机时钟比服务器%s %" PRId64 " 秒，超过 %" PRId64 " 秒", zh, by / 1000,
                 max / 1000),
            TEXT(s,
                 "the phone's clock is %" PRId64 " s %s of the server's, more than %" PRId64 " s",
                 by / 1000, en, max / 1000));
    }
}

static void score_photos(struct scoring *s)
{
    int64_t w = s->p->weights.photo_new, n = s->f->photos_n, seen = s->f->photos_seen_n;
    if (n == 0) {
        put(s, WR_PROOF_PHOTO_NEW, w, WR_PROOF_MISSING, 0, WR_S("没有现场照片"),
            WR_S("there is no photo"));
    } else if (seen == 0) {
        put(s, WR_PROOF_PHOTO_NEW, w, WR_PROOF_GOOD, WR_BP_ALL,
            TEXT(s, "照片 %" PRId64 " 张，别的入企都没有用过", n),
            TEXT(s, "%" PRId64 " photos, none of them used by another visit", n));
    } else {
        put(s, WR_PROOF_PHOTO_NEW, w, WR_PROOF_WEAK, seen < n ? (n - seen) * WR_BP_ALL / n : 0,
            TEXT(s, "照片 %" PRId64 " 张，其中 %" PRId64 " 张与别的入企完全相同", n, seen),
            TEXT(s, "%" PRId64 " of %" PRId64 " photos are the same as another visit's", seen, n));
    }
}

static void score_people(struct scoring *s)
{
    bool code = s->f->officer_code_seen, confirmed = s->f->enterprise_rated_or_signed;
    put(s, WR_PROOF_OFFICER_CODE, s->p->weights.officer_code,
        code ? WR_PROOF_GOOD : WR_PROOF_MISSING, code ? WR_BP_ALL : 0,
        code ? WR_S("企业扫过执法人员的动态码") : WR_S("企业没有扫执法人员的动态码"),
        code ? WR_S("the enterprise scanned the officer's rotating code")
             : WR_S("the enterprise did not scan the officer's rotating code"));
    put(s, WR_PROOF_ENTERPRISE_CONFIRMED, s->p->weights.enterprise_confirmed,
        confirmed ? WR_PROOF_GOOD : WR_PROOF_MISSING, confirmed ? WR_BP_ALL : 0,
        confirmed ? WR_S("企业已签字或评价") : WR_S("企业没有签字，也没有评价"),
        confirmed ? WR_S("the enterprise signed or rated the visit")
                  : WR_S("the enterprise neither signed nor rated the visit"));
}

/** Score by weight of those that apply; nothing applies: nothing speaks for it. */
static int64_t total_of(const struct wr_visit_proof_item *items)
{
    int64_t sum = 0, weights = 0;
    for (size_t i = 0; i < WR_PROOF_END - 1; i++) {
        if (items[i].state != WR_PROOF_NOT_APPLICABLE) {
            sum += items[i].score_bp * items[i].weight_bp;
            weights += items[i].weight_bp;
        }
    }
    return weights > 0 ? sum / weights : 0;
}

int wr_visit_proof_judge(struct wr_arena *a, const struct wr_visit_policy *p,
                         const struct wr_visit_proof_facts *f, enum wr_lang lang,
                         struct wr_visit_proof *ret)
{
    struct scoring s = {.a = a, .p = &p->proof, .f = f, .lang = lang};
    s.items = wr_arena_array(a, WR_PROOF_END - 1, sizeof(*s.items));
    if (!s.items) {
        return WR_ELIMIT;
    }
    score_plate(&s);
    score_distance(&s);
    score_accuracy(&s);
    score_speed(&s);
    score_clock(&s);
    score_photos(&s);
    score_people(&s);
    int64_t total = total_of(s.items);
    *ret = (struct wr_visit_proof){
        .score_bp = total,
        .score_low_bp = p->proof.score_low_bp,
        .low = total < p->proof.score_low_bp,
        .items = {s.items, WR_PROOF_END - 1},
        .note =
            lang == WR_LANG_EN
                ? WR_S("Weak proofs only: none proves presence alone, and a web page cannot tell a "
                       "forged position. A low score is a reason to ask, not a finding.")
                : WR_S("以上均为佐证，任何一项都不能单独证明到场；网页无法识别伪造的定位。得分低只"
                       "是核问的理由，不是认定。"),
        .tag = p->proof.tag,
        .policy = p->id,
        .policy_version = p->version,
    };
    return s.full ? WR_ELIMIT : 0;
}
