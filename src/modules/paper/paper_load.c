#include "modules/paper/paper_load.h"

#include "base/calendar.h"
#include "base/site.h"
#include "base/text.h"
#include "modules/media/media_svc.h"
#include "modules/visit/visit.h"

#include <inttypes.h>

/* ---- one case -------------------------------------------------------------------------------- */

static int unknown(struct wr_ctx *ctx, bool mission)
{
    return wr_fail(ctx, WR_K_not_found,
                   mission ? WR_S("该入企任务 mission") : WR_S("该次入企 visit"));
}

static int load_visit(struct wr_tx *tx, int64_t id, struct wr_paper_case *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    int rc = wr_paper_store_visit(tx, id, &ret->visit);

    if (rc == WR_ENOTFOUND ||
        (rc == 0 &&
         !wr_enterprise_in_scope(&ctx->actor, ret->visit.district_id, ret->visit.enterprise_id)))
        return unknown(ctx, false);
    int64_t mission = ret->visit.mission_id;
    if (rc == 0 && mission == 0) {
        rc = wr_paper_store_mission_of(tx, id, &mission);
        if (rc == WR_ENOTFOUND) {
            wr_err_reset(ctx);
            return 0;
        }
    }
    return rc < 0 ? rc : wr_paper_store_mission(tx, mission, &ret->mission);
}

/** Before it was told, a mission is nothing the enterprise may see (it would learn of an unannounced check). */
static bool told(const struct wr_paper_mission *m)
{
    return m->notice_ms != 0 && !wr_str_eq(m->notice_how, WR_S("none"));
}

static int load_mission(struct wr_tx *tx, int64_t id, struct wr_paper_case *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_paper_mission *m = &ret->mission;
    int rc = wr_paper_store_mission(tx, id, m);

    if (rc < 0 && rc != WR_ENOTFOUND)
        return rc;
    bool seen = rc == 0 && wr_enterprise_in_scope(&ctx->actor, m->district_id, m->enterprise_id) &&
                (wr_actor_has(&ctx->actor, WR_ROLE_STAFF) || told(m));
    return seen ? 0 : unknown(ctx, true);
}

int wr_paper_load_in(struct wr_tx *tx, struct wr_paper_of of, struct wr_paper_case *ret)
{
    *ret = (struct wr_paper_case){0};
    int rc = of.mission ? load_mission(tx, of.id, ret) : load_visit(tx, of.id, ret);

    if (rc == 0)
        rc = wr_enterprise_get_in(
            tx, of.mission ? ret->mission.enterprise_id : ret->visit.enterprise_id,
            &ret->enterprise);
    ret->day_ms = of.mission ? ret->mission.created_ms : ret->visit.checked_in_ms;
    return rc;
}

/* ---- words ----------------------------------------------------------------------------------- */

static struct wr_str label(const struct wr_enum_item *items, struct wr_str name)
{
    const struct wr_enum_item *it = wr_enum_item(items, wr_enum_value(items, name));

    return it ? wr_str(it->zh) : (struct wr_str){0};
}

static const struct wr_enum_item decisions[] = {
    {"approved", 1, "同意", "approved"}, {"rejected", 2, "不同意", "rejected"}, {0}};
static const struct wr_enum_item notice_hows[] = {{"app", 1, "系统通知", "app"},
                                                  {"phone", 2, "电话通知", "phone"},
                                                  {"paper", 3, "书面送达", "paper"},
                                                  {0}};
static const struct wr_enum_item told_hows[] = {{"app", 1, "系统告知", "app"},
                                                {"paper", 2, "书面送达", "paper"},
                                                {"both", 3, "系统告知并书面送达", "both"},
                                                {0}};
static const struct wr_enum_item conflicts[] = {{"open", 1, "待处理", "open"},
                                                {"accepted", 2, "予以认可", "accepted"},
                                                {"irregular", 3, "按不规范入企处理", "irregular"},
                                                {0}};
static const struct wr_enum_item refusal_decisions[] = {
    {"upheld", 1, "拒绝理由成立", "upheld"}, {"unfounded", 2, "拒绝理由不成立", "unfounded"}, {0}};

static struct wr_str day_text(struct wr_ctx *ctx, struct wr_date d)
{
    return wr_arena_printf(ctx->arena, "%d年%d月%d日", d.year, d.month, d.day);
}

static struct wr_str day_of_ms(struct wr_ctx *ctx, int64_t ms)
{
    return ms == 0 ? (struct wr_str){0} : day_text(ctx, wr_date_of_ms(ms));
}

static struct wr_str day_of(struct wr_ctx *ctx, struct wr_str iso)
{
    struct wr_date d;

    return wr_date_parse(iso, &d) ? day_text(ctx, d) : (struct wr_str){0};
}

static struct wr_str time_of(struct wr_ctx *ctx, int64_t ms)
{
    if (ms == 0)
        return (struct wr_str){0};
    struct wr_date d = wr_date_of_ms(ms);
    int minute = (int)((ms - wr_date_to_ms(d)) / 60000);
    return wr_arena_printf(ctx->arena, "%d年%d月%d日%d时%02d分", d.year, d.month, d.day,
                           minute / 60, minute % 60);
}

static struct wr_str number(struct wr_ctx *ctx, int64_t n)
{
    return wr_arena_printf(ctx->arena, "%" PRId64, n);
}

/** Names in one text, divided by commas, blanks or lines. */
static int64_t count_names(struct wr_str s)
{
    static const char *const dividers[] = {"、", "，", "；", ",", ";", "\n", "　", " "};
    int64_t n = 0;
    bool inside = false;

    while (s.n > 0) {
        size_t skip = 0;
        for (size_t i = 0; i < WR_ARRAY_LEN(dividers) && skip == 0; i++)
            skip = wr_str_starts(s, wr_str(dividers[i])) ? strlen(dividers[i]) : 0;
        n += skip == 0 && !inside;
        inside = skip == 0;
        s = wr_str_sub(s, skip > 0 ? skip : 1, s.n);
    }
    return n;
}

/** Year and sequence out of a number such as 检审〔2026〕0012号, without leading zeros. */
static void split_number(struct wr_paper_facts *f, struct wr_str no)
{
    ptrdiff_t open = wr_str_find(no, WR_S("〔")), close = wr_str_find(no, WR_S("〕"));
    ptrdiff_t end = wr_str_find(no, WR_S("号"));

    if (open < 0 || close < open || end < close)
        return;
    f->v[WR_PF_APPROVAL_YEAR] = wr_str_sub(no, (size_t)open + 3, (size_t)(close - open) - 3);
    struct wr_str seq = wr_str_sub(no, (size_t)close + 3, (size_t)(end - close) - 3);
    while (seq.n > 1 && seq.p[0] == '0')
        seq = wr_str_sub(seq, 1, seq.n);
    f->v[WR_PF_APPROVAL_SEQ] = seq;
}

/* ---- facts ----------------------------------------------------------------------------------- */

/** What mission and visit have alike. */
struct side {
    struct wr_str insp_class, source, evidence_ref, reason, unit, assistants, verdict_detail;
    int64_t officer_id, second_officer_id, slot;
    bool counts;
};

static struct side side_of(const struct wr_paper_case *c, bool planned)
{
    const struct wr_paper_mission *m = &c->mission;
    const struct wr_paper_visit *v = &c->visit;
    int64_t slot = v->slot != 0 ? v->slot : m->slot;

    if (m->id != 0 && (planned || v->id == 0))
        return (struct side){m->insp_class,
                             m->source,
                             m->evidence_ref,
                             m->reason,
                             m->unit,
                             m->assistants,
                             m->verdict_detail,
                             m->officer_id,
                             m->second_officer_id,
                             slot,
                             m->counts_toward_cap};
    return (struct side){v->insp_class,
                         v->source,
                         v->evidence_ref,
                         v->reason,
                         v->unit,
                         v->assistants,
                         v->verdict_detail,
                         v->officer_id,
                         v->second_officer_id,
                         slot,
                         v->counts_toward_cap};
}

/** Cap and number counted before, as they were told when it was judged. */
static void frequency(struct wr_ctx *ctx, const struct side *s, struct wr_paper_facts *f)
{
    struct wr_json *j = s->verdict_detail.n > 2 ? wr_json_parse(ctx, s->verdict_detail) : NULL;
    int64_t cap = 0, used = 0;
    bool has_cap = j && wr_json_i64(wr_json_get(j, "cap"), &cap);
    bool has_used = j && wr_json_i64(wr_json_get(j, "used"), &used);

    wr_err_reset(ctx);
    wr_json_free(j);
    if (has_cap)
        f->v[WR_PF_FREQ_CAP] = number(ctx, cap);
    if (has_used)
        f->v[WR_PF_FREQ_USED] = number(ctx, used);
    if (s->counts && (s->slot > 0 || has_used))
        f->v[WR_PF_FREQ_N] = number(ctx, s->slot > 0 ? s->slot : used + 1);
    f->v[s->counts ? WR_PF_COUNTED : WR_PF_UNCOUNTED] = s->counts ? WR_S("计入") : WR_S("不计入");
}

static int add_officer(struct wr_tx *tx, int64_t id, const char *role, struct wr_paper_row *rows,
                       size_t *n)
{
    struct wr_officer o;

    if (id == 0)
        return 0;
    int rc = wr_officer_get_in(tx, id, &o);
    if (rc == 0)
        rows[(*n)++] = (struct wr_paper_row){{o.name, o.cert_no, o.unit, wr_str(role)}};
    return rc;
}

static int officers(struct wr_tx *tx, const struct wr_paper_case *c, const struct side *s,
                    struct wr_paper_facts *f)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list joined = {0};
    size_t n = 0;
    int rc = c->mission.id != 0 ? wr_paper_store_units(tx, c->mission.id, &joined) : 0;
    const struct wr_paper_unit *u = joined.p;
    struct wr_paper_row *rows = wr_arena_array(ctx->arena, joined.n + 2, sizeof(*rows));

    if (!rows)
        return wr_fail(ctx, WR_K_memory);
    if (rc == 0)
        rc = add_officer(tx, s->officer_id, "主办", rows, &n);
    if (rc == 0)
        rc = add_officer(tx, s->second_officer_id, "协办", rows, &n);
    struct wr_str all = {0}, certs = {0}, units = {0};
    for (size_t i = 0; rc == 0 && i < joined.n; i++) {
        rows[n++] = (struct wr_paper_row){{u[i].name, u[i].cert_no, u[i].unit, WR_S("联合")}};
        units = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(units), i > 0 ? "、" : "",
                                WR_ARG(u[i].unit));
    }
    for (size_t i = 0; rc == 0 && i < n; i++) {
        struct wr_str cert = rows[i].col[1].n > 0 ? rows[i].col[1] : WR_S("________");
        all = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT "（执法证号：" WR_FMT "）",
                              WR_ARG(all), i > 0 ? "、" : "", WR_ARG(rows[i].col[0]), WR_ARG(cert));
        certs = wr_arena_printf(ctx->arena, WR_FMT "%s" WR_FMT, WR_ARG(certs), i > 0 ? "、" : "",
                                WR_ARG(cert));
    }
    f->v[WR_PF_OFFICERS] = all;
    f->v[WR_PF_OFFICERS_N] = number(ctx, (int64_t)n);
    f->v[WR_PF_CERTS] = certs;
    f->v[WR_PF_JOINT] = units;
    f->list[WR_PL_OFFICERS] = (struct wr_list){rows, n};
    return rc;
}

static void shared(struct wr_ctx *ctx, const struct side *s, struct wr_paper_facts *f)
{
    f->v[WR_PF_CLASS] = label(wr_insp_classes, s->insp_class);
    f->v[WR_PF_SOURCE] = label(wr_visit_sources, s->source);
    f->v[WR_PF_EVIDENCE_REF] = s->evidence_ref;
    f->v[WR_PF_REASON] = s->reason;
    f->v[WR_PF_UNIT] = s->unit;
    f->v[WR_PF_ASSISTANTS] = s->assistants;
    f->v[WR_PF_ASSISTANTS_N] = number(ctx, count_names(s->assistants));
    frequency(ctx, s, f);
}

/** May the actor see the enterprise's contact in full? His own cases, and those who check papers. */
static bool sees_contact(const struct wr_actor *a, const struct wr_paper_case *c)
{
    int64_t me = a->officer_id;
    bool own = me != 0 && (me == c->visit.officer_id || me == c->visit.second_officer_id ||
                           me == c->mission.officer_id || me == c->mission.second_officer_id);

    return own || wr_actor_has(a, WR_ROLE_ADMINS | WR_ROLE_LEGAL) ||
           (a->enterprise_id != 0 && a->enterprise_id == c->enterprise.id);
}

static void subject(struct wr_ctx *ctx, const struct wr_paper_case *c, struct wr_paper_facts *f)
{
    const struct wr_site *site = ctx->site ? ctx->site : &WR_SITE_DEFAULT;
    const struct wr_enterprise *e = &c->enterprise;
    bool full = sees_contact(&ctx->actor, c);

    f->v[WR_PF_BUREAU] = site->bureau_name;
    f->v[WR_PF_SUPERVISION_PHONE] = site->supervision_phone;
    f->v[WR_PF_SUBJECT] = e->name;
    f->v[WR_PF_CREDIT_CODE] = e->credit_code;
    f->v[WR_PF_ADDRESS] = e->address;
    f->v[WR_PF_DISTRICT] = e->district_name;
    f->v[WR_PF_INDUSTRY] = e->industry_name;
    f->v[WR_PF_PERMIT_NO] = e->permit_no;
    f->v[WR_PF_CONTACT] = full || e->contact_name.n == 0
                              ? e->contact_name
                              : wr_mask_name(ctx->arena, e->contact_name);
    f->v[WR_PF_CONTACT_PHONE] = full || e->contact_phone.n == 0
                                    ? e->contact_phone
                                    : wr_mask_phone(ctx->arena, e->contact_phone);
}

static void mission_facts(struct wr_ctx *ctx, const struct wr_paper_mission *m,
                          struct wr_paper_facts *f)
{
    bool decided = wr_str_eq(m->state, WR_S("rejected")) || m->number.n > 0;

    f->v[WR_PF_APPROVAL_NO] = m->number;
    split_number(f, m->number);
    f->v[WR_PF_BASIS] = m->basis;
    f->v[WR_PF_SCOPE] = m->scope;
    f->v[WR_PF_PLANNED] = day_of(ctx, m->planned_from);
    if (!wr_str_eq(m->planned_from, m->planned_to))
        f->v[WR_PF_PLANNED] =
            wr_arena_printf(ctx->arena, WR_FMT "至" WR_FMT, WR_ARG(f->v[WR_PF_PLANNED]),
                            WR_ARG(day_of(ctx, m->planned_to)));
    f->v[WR_PF_OVERRIDE] = m->override_reason;
    f->v[WR_PF_APPLICANT] = m->applicant;
    f->v[WR_PF_APPLIED] = day_of_ms(ctx, m->created_ms);
    if (decided && m->decided_ms != 0) {
        f->v[WR_PF_APPROVER] = m->approver;
        f->v[WR_PF_DECIDED] = day_of_ms(ctx, m->decided_ms);
        f->v[WR_PF_DECISION] = label(decisions, m->number.n > 0 ? WR_S("approved") : m->state);
        f->v[WR_PF_DECISION_NOTE] = m->decision_note;
    }
    f->v[WR_PF_NOTICE_DAY] = told(m) ? day_of_ms(ctx, m->notice_ms) : (struct wr_str){0};
    f->v[WR_PF_NOTICE_HOW] = label(notice_hows, m->notice_how);
    f->v[WR_PF_NO_NOTICE] = m->no_notice_reason;
    f->v[WR_PF_CONVERTED_DAY] = day_of_ms(ctx, m->converted_ms);
}

static void visit_facts(struct wr_ctx *ctx, const struct wr_paper_visit *v,
                        struct wr_paper_facts *f)
{
    bool done = v->checked_out_ms != 0 && !wr_str_eq(v->state, WR_S("refused")) &&
                !wr_str_eq(v->state, WR_S("cancelled"));

    f->v[WR_PF_VISIT_YEAR] = number(ctx, wr_date_of_ms(v->checked_in_ms).year);
    f->v[WR_PF_VISIT_SEQ] = number(ctx, v->id);
    f->v[WR_PF_ARRIVED] = time_of(ctx, v->checked_in_ms);
    f->v[WR_PF_VISIT_DAY] = day_of_ms(ctx, v->checked_in_ms);
    f->v[WR_PF_LEFT] = time_of(ctx, v->checked_out_ms);
    if (done) {
        f->v[WR_PF_MINUTES] = number(ctx, (v->checked_out_ms - v->checked_in_ms) / 60000);
        f->v[WR_PF_CONCLUSION] = label(wr_conclusions, v->conclusion);
        f->v[WR_PF_SUMMARY] = v->summary;
    }
    f->v[WR_PF_MUTUAL] = v->scan_id != 0 ? WR_S("已核验") : (struct wr_str){0};
    f->v[WR_PF_TOLD_DAY] = day_of_ms(ctx, v->told_ms);
    f->v[WR_PF_TOLD_HOW] = label(told_hows, v->told_how);
    f->v[WR_PF_TOLD_NOTE] = v->told_note;
}

/** What went otherwise than usual: it must stand in the record. */
static void remarks(struct wr_ctx *ctx, const struct wr_paper_visit *v, struct wr_paper_facts *f)
{
    f->v[WR_PF_LATE_SCAN] = label(wr_late_scans, v->late_scan);
    f->v[WR_PF_LATE_REASON] = v->late_reason;
    f->v[WR_PF_AFTERFILL_DUE] = day_of(ctx, v->afterfill_due);
    f->v[WR_PF_NO_CODE_REASON] = v->no_code_reason;
    f->v[WR_PF_NO_CODE_DUE] = day_of(ctx, v->no_code_due);
    f->v[WR_PF_NO_CODE_REF] = v->no_code_ref;
    f->v[WR_PF_NO_CODE_FILED] = day_of_ms(ctx, v->no_code_filed_ms);
    f->v[WR_PF_REFUSAL_REASON] = label(wr_refusals, v->refusal_reason);
    if (f->v[WR_PF_REFUSAL_REASON].n > 0) {
        f->v[WR_PF_REFUSAL_NOTE] = v->cancel_reason;
        f->v[WR_PF_CONTEST_REASON] = v->contest_reason;
        f->v[WR_PF_REFUSAL_DECISION] = label(refusal_decisions, v->refusal_decision);
    }
    if (v->offline)
        f->v[WR_PF_OFFLINE_RECEIVED] = time_of(ctx, v->received_ms);
    if (v->converted_ms != 0)
        f->v[WR_PF_CONVERTED_DAY] = day_of_ms(ctx, v->converted_ms);
    f->v[WR_PF_CONFLICT] = label(conflicts, v->conflict);
    f->v[WR_PF_CONFLICT_REASON] = v->conflict_reason;
}

/* ---- lists and pictures ---------------------------------------------------------------------- */

static int checks(struct wr_tx *tx, int64_t visit_id, struct wr_paper_facts *f)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list items;
    int rc = wr_paper_store_items(tx, visit_id, &items);
    const struct wr_paper_item *it = items.p;

    if (rc < 0)
        return rc;
    struct wr_paper_row *rows = wr_arena_array(ctx->arena, items.n + 1, sizeof(*rows));
    if (!rows)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < items.n; i++)
        rows[i] = (struct wr_paper_row){
            {it[i].code, it[i].text, label(wr_item_results, it[i].result), it[i].note}};
    f->list[WR_PL_CHECKS] = (struct wr_list){rows, items.n};
    return 0;
}

static int findings(struct wr_tx *tx, int64_t visit_id, struct wr_paper_facts *f)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list items;
    int rc = wr_paper_store_findings(tx, visit_id, &items);
    const struct wr_paper_finding *it = items.p;

    if (rc < 0)
        return rc;
    struct wr_paper_row *rows = wr_arena_array(ctx->arena, items.n + 1, sizeof(*rows));
    if (!rows)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < items.n; i++)
        rows[i] =
            (struct wr_paper_row){{it[i].text, label(wr_severities, it[i].severity), it[i].item}};
    f->list[WR_PL_FINDINGS] = (struct wr_list){rows, items.n};
    f->v[WR_PF_FINDINGS_N] = number(ctx, (int64_t)items.n);
    return 0;
}

static bool is_enterprise_sign(const struct wr_paper_photo *p)
{
    return wr_str_eq(p->kind, WR_S("signature"));
}

static bool is_officer_sign(const struct wr_paper_photo *p)
{
    return wr_str_eq(p->kind, WR_S("officer_signature"));
}

/** The last pictures of one kind, oldest first: the enterprise signs once, a later one replaces it; each officer signs. */
static int pictures(struct wr_tx *tx, const struct wr_list *photos,
                    bool (*wanted)(const struct wr_paper_photo *p), size_t most,
                    struct wr_list *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    const struct wr_paper_photo *p = photos->p;
    struct wr_doc_image *im = wr_arena_array(ctx->arena, WR_DOC_IMAGES_MAX, sizeof(*im));
    size_t n = 0, skip = 0;

    if (!im)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < photos->n; i++)
        n += wanted(&p[i]);
    skip = n > most ? n - most : 0;
    n = 0;
    for (size_t i = 0; i < photos->n; i++) {
        struct wr_media m;
        if (!wanted(&p[i]))
            continue;
        if (skip > 0) {
            skip--;
            continue;
        }
        int rc = wr_media_content_in(tx, p[i].media_id, &m);
        if (rc < 0)
            return rc;
        im[n++] = (struct wr_doc_image){p[i].media_id, m.content, p[i].width, p[i].height};
    }
    *ret = (struct wr_list){im, n};
    return 0;
}

static int photos(struct wr_tx *tx, int64_t visit_id, bool images, struct wr_paper_facts *f)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct wr_list list;
    size_t n = 0;
    int rc = wr_paper_store_photos(tx, visit_id, &list);
    const struct wr_paper_photo *p = list.p;

    if (rc < 0)
        return rc;
    struct wr_paper_row *rows = wr_arena_array(ctx->arena, list.n + 1, sizeof(*rows));
    if (!rows)
        return wr_fail(ctx, WR_K_memory);
    for (size_t i = 0; i < list.n; i++) {
        if (is_enterprise_sign(&p[i]))
            f->v[WR_PF_ENTERPRISE_SIGN] = WR_S("有");
        else if (is_officer_sign(&p[i]))
            f->v[WR_PF_OFFICER_SIGN] = WR_S("有");
        else
            rows[n++] = (struct wr_paper_row){{label(wr_photo_kinds, p[i].kind),
                                               time_of(ctx, p[i].taken_ms),
                                               wr_str_sub(p[i].sha256, 0, 12)}};
    }
    f->list[WR_PL_PHOTOS] = (struct wr_list){rows, n};
    f->v[WR_PF_PHOTOS_N] = number(ctx, (int64_t)n);
    if (images)
        rc = pictures(tx, &list, is_enterprise_sign, 1, &f->enterprise_images);
    if (rc == 0 && images)
        rc = pictures(tx, &list, is_officer_sign, 4, &f->officer_images);
    return rc;
}

int wr_paper_facts_in(struct wr_tx *tx, const struct wr_paper_case *c, bool planned, bool images,
                      struct wr_paper_facts *ret)
{
    struct wr_ctx *ctx = wr_tx_ctx(tx);
    struct side s = side_of(c, planned);

    *ret = (struct wr_paper_facts){0};
    subject(ctx, c, ret);
    shared(ctx, &s, ret);
    if (c->mission.id != 0)
        mission_facts(ctx, &c->mission, ret);
    int rc = officers(tx, c, &s, ret);
    if (rc < 0 || c->visit.id == 0)
        return rc;
    visit_facts(ctx, &c->visit, ret);
    remarks(ctx, &c->visit, ret);
    rc = checks(tx, c->visit.id, ret);
    if (rc == 0)
        rc = findings(tx, c->visit.id, ret);
    return rc < 0 ? rc : photos(tx, c->visit.id, images, ret);
}
