/* Weak proofs of presence: both sides of every threshold, and the total. */
#include "visit_world.h"

/** Everything as it should be, at the thresholds of the 2026 pack. */
static struct wr_visit_proof_facts there(void)
{
    return (struct wr_visit_proof_facts){.plate = WR_PROOF_PLATE_SIGNED,
                                         .has_distance = true,
                                         .distance_m = 200,
                                         .has_accuracy = true,
                                         .accuracy_m = 100,
                                         .has_prev = true,
                                         .prev_s = 600,
                                         .prev_m = 20000,
                                         .has_skew = true,
                                         .skew_ms = 120000,
                                         .photos_n = 4,
                                         .officer_code_seen = true,
                                         .enterprise_rated_or_signed = true};
}

#define PROOF(name, stmt)                                                                          \
    static void name(struct wr_visit_proof_facts *f)                                               \
    {                                                                                              \
        stmt;                                                                                      \
    }
PROOF(p_good, (void)f)
PROOF(p_typed, f->plate = WR_PROOF_PLATE_TYPED)
PROOF(p_no_code, f->plate = WR_PROOF_PLATE_NO_CODE)
PROOF(p_201, f->distance_m = 201)
PROOF(p_600, f->distance_m = 600)
PROOF(p_999, f->distance_m = 999)
PROOF(p_1000, f->distance_m = 1000)
PROOF(p_no_distance, f->has_distance = false)
PROOF(p_no_reference, f->has_distance = false; f->no_reference = true)
PROOF(p_acc_101, f->accuracy_m = 101)
PROOF(p_acc_1000, f->accuracy_m = 1000)
PROOF(p_no_acc, f->has_accuracy = false)
PROOF(p_fast, f->prev_m = 20001)
PROOF(p_twice_as_fast, f->prev_m = 40000)
PROOF(p_no_time, f->prev_s = 0)
PROOF(p_time_back, f->prev_s = -60)
PROOF(p_next_door, f->prev_s = 0; f->prev_m = 200)
PROOF(p_no_prev, f->has_prev = false)
PROOF(p_skew_back, f->skew_ms = -120000)
PROOF(p_skew, f->skew_ms = 120001)
PROOF(p_skew_twice, f->skew_ms = -240000)
PROOF(p_skew_huge, f->skew_ms = INT64_MIN)
PROOF(p_no_skew, f->has_skew = false)
PROOF(p_no_skew_offline, f->has_skew = false; f->offline = true)
PROOF(p_no_photo, f->photos_n = 0)
PROOF(p_photo_seen, f->photos_seen_n = 1)
PROOF(p_photos_seen, f->photos_seen_n = 4)
PROOF(p_no_officer_code, f->officer_code_seen = false)
PROOF(p_unconfirmed, f->enterprise_rated_or_signed = false)

static void test_proofs(void **state)
{
    static const struct {
        void (*with)(struct wr_visit_proof_facts *f);
        int64_t code, state, score_bp;
        const char *says;
    } cases[] = {
        {p_good, WR_PROOF_PLATE_SIGNATURE, WR_PROOF_GOOD, 10000, "签名有效"},
        {p_typed, WR_PROOF_PLATE_SIGNATURE, WR_PROOF_WEAK, 3000, "手工输入"},
        {p_no_code, WR_PROOF_PLATE_SIGNATURE, WR_PROOF_MISSING, 0, "没有扫"},
        {p_good, WR_PROOF_DISTANCE, WR_PROOF_GOOD, 10000, "200 米"},
        {p_201, WR_PROOF_DISTANCE, WR_PROOF_WEAK, 9987, "201 米"},
        {p_600, WR_PROOF_DISTANCE, WR_PROOF_WEAK, 5000, "600 米"},
        {p_999, WR_PROOF_DISTANCE, WR_PROOF_WEAK, 12, "999 米"},
        {p_1000, WR_PROOF_DISTANCE, WR_PROOF_WEAK, 0, "不得分"},
        {p_no_distance, WR_PROOF_DISTANCE, WR_PROOF_MISSING, 0, "没有给出位置"},
        {p_no_reference, WR_PROOF_DISTANCE, WR_PROOF_NOT_APPLICABLE, 0, "没有登记位置"},
        {p_good, WR_PROOF_ACCURACY, WR_PROOF_GOOD, 10000, "100 米"},
        {p_acc_101, WR_PROOF_ACCURACY, WR_PROOF_WEAK, 9900, "101 米"},
        {p_acc_1000, WR_PROOF_ACCURACY, WR_PROOF_WEAK, 1000, "1000 米"},
        {p_no_acc, WR_PROOF_ACCURACY, WR_PROOF_MISSING, 0, "精度"},
        {p_good, WR_PROOF_SPEED, WR_PROOF_GOOD, 10000, "每小时约 120 千米，不超过"},
        {p_fast, WR_PROOF_SPEED, WR_PROOF_WEAK, 9999, "超过 120 千米"},
        {p_twice_as_fast, WR_PROOF_SPEED, WR_PROOF_WEAK, 5000, "每小时约 240 千米"},
        {p_no_time, WR_PROOF_SPEED, WR_PROOF_WEAK, 0, "没有先后"},
        {p_time_back, WR_PROOF_SPEED, WR_PROOF_WEAK, 0, "没有先后"},
        {p_next_door, WR_PROOF_SPEED, WR_PROOF_GOOD, 10000, "近旁"},
        {p_no_prev, WR_PROOF_SPEED, WR_PROOF_NOT_APPLICABLE, 0, "没有可比较"},
        {p_good, WR_PROOF_CLOCK, WR_PROOF_GOOD, 10000, "快 120000 毫秒"},
        {p_skew_back, WR_PROOF_CLOCK, WR_PROOF_GOOD, 10000, "慢 120000 毫秒"},
        {p_skew, WR_PROOF_CLOCK, WR_PROOF_WEAK, 9999, "快 120 秒"},
        {p_skew_twice, WR_PROOF_CLOCK, WR_PROOF_WEAK, 5000, "慢 240 秒"},
        {p_skew_huge, WR_PROOF_CLOCK, WR_PROOF_WEAK, 0, "慢"},
        {p_no_skew, WR_PROOF_CLOCK, WR_PROOF_NOT_APPLICABLE, 0, "以服务器为准"},
        {p_no_skew_offline, WR_PROOF_CLOCK, WR_PROOF_MISSING, 0, "离线"},
        {p_good, WR_PROOF_PHOTO_NEW, WR_PROOF_GOOD, 10000, "照片 4 张"},
        {p_no_photo, WR_PROOF_PHOTO_NEW, WR_PROOF_MISSING, 0, "没有现场照片"},
        {p_photo_seen, WR_PROOF_PHOTO_NEW, WR_PROOF_WEAK, 7500, "其中 1 张"},
        {p_photos_seen, WR_PROOF_PHOTO_NEW, WR_PROOF_WEAK, 0, "其中 4 张"},
        {p_good, WR_PROOF_OFFICER_CODE, WR_PROOF_GOOD, 10000, "企业扫过"},
        {p_no_officer_code, WR_PROOF_OFFICER_CODE, WR_PROOF_MISSING, 0, "没有扫"},
        {p_good, WR_PROOF_ENTERPRISE_CONFIRMED, WR_PROOF_GOOD, 10000, "已签字或评价"},
        {p_unconfirmed, WR_PROOF_ENTERPRISE_CONFIRMED, WR_PROOF_MISSING, 0, "没有签字"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < WR_ARRAY_LEN(cases); i++) {
        struct wr_visit_proof_facts f = there();
        struct wr_visit_proof r;
        cases[i].with(&f);
        assert_int_equal(wr_visit_proof_judge(&w->arena, w->p, &f, WR_LANG_ZH, &r), 0);
        assert_int_equal(r.items.n, WR_PROOF_END - 1);
        const struct wr_visit_proof_item *it =
            (const struct wr_visit_proof_item *)r.items.p + cases[i].code - 1;
        if (it->code != cases[i].code || it->state != cases[i].state ||
            it->score_bp != cases[i].score_bp || wr_str_find(it->text, wr_str(cases[i].says)) < 0) {
            fail_msg("case %zu: state %d score %d " WR_FMT, i, (int)it->state, (int)it->score_bp,
                     WR_ARG(it->text));
        }
    }
}

static int64_t proof_score(struct world *w, const struct wr_visit_proof_facts *f, bool *low)
{
    struct wr_visit_proof r;
    assert_int_equal(wr_visit_proof_judge(&w->arena, w->p, f, WR_LANG_EN, &r), 0);
    assert_true(r.note.n > 0 && wr_str_eq(r.tag, WR_S("proposal")) && r.score_low_bp == 6000);
    *low = r.low;
    return r.score_bp;
}

static void test_proof_total(void **state)
{
    struct world *w = *state;
    struct wr_visit_proof_facts f = there();
    bool low;
    assert_int_equal(proof_score(w, &f, &low), 10000);
    assert_false(low);
    /* What cannot be measured is left out: the rest is still the whole. */
    f.has_prev = f.has_distance = false;
    f.no_reference = true;
    assert_int_equal(proof_score(w, &f, &low), 10000);
    /* What is missing is not: 20 of 100 parts. */
    f = there();
    f.plate = WR_PROOF_PLATE_NO_CODE;
    assert_int_equal(proof_score(w, &f, &low), 8000);
    f.officer_code_seen = false;
    f.accuracy_m = INT64_C(1) << 40;
    assert_int_equal(proof_score(w, &f, &low), 6000);
    assert_false(low);
    f.photos_seen_n = 1;
    assert_int_equal(proof_score(w, &f, &low), 5750);
    assert_true(low);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_proofs),
        cmocka_unit_test(test_proof_total),
    };
    return cmocka_run_group_tests_name("visit_proof", tests, set_up, tear_down);
}
