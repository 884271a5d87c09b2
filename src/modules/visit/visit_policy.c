#include "modules/visit/visit_policy.h"

#include "modules/account/account.h"

static const char *const rule_ids[WR_RULE_N] = {
    [WR_RULE_BLOCK_PLATE] = "BLOCK_PLATE",
    [WR_RULE_PLATE_TYPED] = "PLATE_TYPED",
    [WR_RULE_NO_CODE] = "NO_CODE",
    [WR_RULE_LATE_BEFORE_LEAVE] = "LATE_BEFORE_LEAVE",
    [WR_RULE_LATE_AFTER_LEAVE] = "LATE_AFTER_LEAVE",
    [WR_RULE_BLOCK_STATUS] = "BLOCK_STATUS",
    [WR_RULE_WARN_STATUS] = "WARN_STATUS",
    [WR_RULE_BLOCK_CERT] = "BLOCK_CERT",
    [WR_RULE_NEED_OFFICERS] = "NEED_OFFICERS",
    [WR_RULE_BLOCK_RECUSAL] = "BLOCK_RECUSAL",
    [WR_RULE_NEED_APPROVAL] = "NEED_APPROVAL",
    [WR_RULE_BLOCK_NO_APPROVAL] = "BLOCK_NO_APPROVAL",
    [WR_RULE_BLOCK_CLASS] = "BLOCK_CLASS",
    [WR_RULE_EXEMPT_POSITIVE] = "EXEMPT_POSITIVE",
    [WR_RULE_BLOCK_CALENDAR] = "BLOCK_CALENDAR",
    [WR_RULE_BLOCK_BLACKOUT] = "BLOCK_BLACKOUT",
    [WR_RULE_BLOCK_CAP] = "BLOCK_CAP",
    [WR_RULE_BLOCK_EVIDENCE] = "BLOCK_EVIDENCE",
    [WR_RULE_BLOCK_EMERGENCY] = "BLOCK_EMERGENCY",
    [WR_RULE_ALLOW_EXCEPTION] = "ALLOW_EXCEPTION",
    [WR_RULE_EMERGENCY_PATH] = "EMERGENCY_PATH",
    [WR_RULE_BLOCK_LOW_YIELD] = "BLOCK_LOW_YIELD",
    [WR_RULE_LOW_YIELD_LIFTED] = "LOW_YIELD_LIFTED",
    [WR_RULE_WARN_REPEAT] = "WARN_REPEAT",
    [WR_RULE_PROPOSE_MERGE] = "PROPOSE_MERGE",
    [WR_RULE_COUNT_RULE] = "COUNT_RULE",
    [WR_RULE_HELP_ONLY] = "HELP_ONLY",
    [WR_RULE_ALLOW] = "ALLOW",
};

/* ---- checks beyond the field tables ------------------------------------------------------------- */

static const struct wr_str NO_VALUE = {NULL, 0};

static void check_tag_at(struct wr_ctx *ctx, struct wr_str path, struct wr_str tag)
{
    static const char *const tags[] = {"law", "news", "proposal", "unverified", "computed"};
    for (size_t t = 0; t < WR_ARRAY_LEN(tags); t++) {
        if (wr_str_eq(tag, wr_str(tags[t]))) {
            return;
        }
    }
    wr_fault(ctx, path, WR_K_rules_value, tag, WR_S("law, news, proposal, unverified, computed"));
}

static void check_tag(struct wr_ctx *ctx, const char *list, size_t i, struct wr_str tag)
{
    check_tag_at(ctx, wr_arena_printf(ctx->arena, "body.%s[%zu].tag", list, i), tag);
}

static void index_rules(struct wr_ctx *ctx, struct wr_visit_policy *p)
{
    const struct wr_visit_rule_row *rows = p->rules.p;
    for (size_t i = 0; i < p->rules.n; i++) {
        size_t r = 0;
        while (r < WR_RULE_N && !wr_str_eq(rows[i].id, wr_str(rule_ids[r]))) {
            r++;
        }
        check_tag(ctx, "rules", i, rows[i].tag);
        if (r == WR_RULE_N || p->rule[r]) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.rules[%zu].id", i),
                     r == WR_RULE_N ? WR_K_rules_value : WR_K_rules_row_twice, rows[i].id,
                     rows[i].id);
        } else {
            p->rule[r] = &rows[i];
        }
    }
    for (size_t r = 0; r < WR_RULE_N; r++) {
        if (!p->rule[r]) {
            wr_fault(ctx, WR_S("body.rules"), WR_K_rules_row, NO_VALUE, wr_str(rule_ids[r]));
        }
    }
}

/** All names of an enumeration, for a fault. */
static struct wr_str names_of(struct wr_ctx *ctx, const struct wr_enum_item *items)
{
    struct wr_str s = WR_S("");
    for (const struct wr_enum_item *it = items; it->name; it++) {
        s = wr_arena_printf(ctx->arena, WR_FMT "%s%s", WR_ARG(s), it == items ? "" : ", ",
                            it->name);
    }
    return s;
}

/** Values of a list of names as one bit each; a name nobody knows is a fault under path[i]. */
static uint32_t read_bits(struct wr_ctx *ctx, const struct wr_list *list,
                          const struct wr_enum_item *items, struct wr_str path, bool are_bits)
{
    uint32_t bits = 0;
    const struct wr_str *names = list->p;
    for (size_t i = 0; i < list->n; i++) {
        int64_t v = wr_enum_value(items, names[i]);
        if (v < 0) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, WR_FMT "[%zu]", WR_ARG(path), i),
                     WR_K_rules_value, names[i], names_of(ctx, items));
        } else {
            bits |= are_bits ? (uint32_t)v : 1u << v;
        }
    }
    return bits;
}

static void read_classes(struct wr_ctx *ctx, struct wr_visit_source_row *s, size_t i)
{
    s->class_bits = read_bits(ctx, &s->classes, wr_insp_classes,
                              wr_arena_printf(ctx->arena, "body.sources[%zu].classes", i), false);
    if ((s->class_bits & (1u << s->default_class)) == 0) {
        wr_fault(ctx, wr_arena_printf(ctx->arena, "body.sources[%zu].default_class", i),
                 WR_K_rules_value, NO_VALUE, WR_S("must be one of classes"));
    }
}

static void index_sources(struct wr_ctx *ctx, struct wr_visit_policy *p)
{
    struct wr_visit_source_row *rows = p->sources.p;
    for (size_t i = 0; i < p->sources.n; i++) {
        check_tag(ctx, "sources", i, rows[i].tag);
        read_classes(ctx, &rows[i], i);
        if (p->source[rows[i].source]) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.sources[%zu].source", i),
                     WR_K_rules_row_twice, NO_VALUE,
                     wr_str(wr_enum_item(wr_visit_sources, rows[i].source)->name));
        }
        p->source[rows[i].source] = &rows[i];
    }
}

static bool is_for_all(const struct wr_visit_cap_row *c)
{
    return !c->has_risk && !c->has_class && !c->has_permit_class && !c->has_credit_grade &&
           !c->has_env_code;
}

static void check_caps(struct wr_ctx *ctx, const struct wr_visit_policy *p)
{
    const struct wr_visit_cap_row *rows = p->caps.p;
    for (size_t i = 0; i < p->caps.n; i++) {
        check_tag(ctx, "caps", i, rows[i].tag);
        if (is_for_all(&rows[i]) != (i + 1 == p->caps.n)) {
            wr_fault(ctx, wr_arena_printf(ctx->arena, "body.caps[%zu]", i), WR_K_rules_value,
                     NO_VALUE, WR_S("the last row, and only it, has no condition"));
        }
    }
}

/** Every combination that can be asked for must have its row. */
static void require_rows(struct wr_ctx *ctx, const struct wr_visit_policy *p, const char *list,
                         bool (*has)(const struct wr_visit_policy *p, int64_t kind,
                                     int64_t insp_class, int64_t source))
{
    for (const struct wr_enum_item *k = wr_visit_kinds; k->name; k++) {
        bool inspection = k->value == WR_VISIT_INSPECTION;
        for (int64_t c = inspection ? WR_INSP_DAILY : WR_INSP_NONE;
             c <= (inspection ? WR_INSP_IMMEDIATE : WR_INSP_NONE); c++) {
            const struct wr_enum_item *class = wr_enum_item(wr_insp_classes, c);
            for (const struct wr_enum_item *s = wr_visit_sources; s->name; s++) {
                if (!has(p, k->value, c, s->value)) {
                    wr_fault(ctx, wr_arena_printf(ctx->arena, "body.%s", list), WR_K_rules_row,
                             NO_VALUE,
                             wr_arena_printf(ctx->arena, "%s/%s/%s", k->name,
                                             class ? class->name : "-", s->name));
                }
            }
        }
    }
}

static bool has_count(const struct wr_visit_policy *p, int64_t kind, int64_t insp_class,
                      int64_t source)
{
    return wr_visit_policy_count(p, kind, insp_class, source) != NULL;
}

static bool has_approval(const struct wr_visit_policy *p, int64_t kind, int64_t insp_class,
                         int64_t source)
{
    return wr_visit_policy_approval(p, kind, insp_class, source) != NULL;
}

static void check_counts(struct wr_ctx *ctx, const struct wr_visit_policy *p)
{
    const struct wr_visit_count_row *rows = p->counts.p;
    for (size_t i = 0; i < p->counts.n; i++) {
        check_tag(ctx, "counts", i, rows[i].tag);
    }
    require_rows(ctx, p, "counts", has_count);
}

/** Names of the roles that may approve, as people read them. */
static void name_roles(struct wr_ctx *ctx, struct wr_visit_approval_row *row)
{
    row->roles_zh = row->roles_en = WR_S("");
    for (const struct wr_enum_item *it = wr_role_items; it->name; it++) {
        if ((row->role_bits & (uint32_t)it->value) == 0) {
            continue;
        }
        row->roles_zh = wr_arena_printf(ctx->arena, WR_FMT "%s%s", WR_ARG(row->roles_zh),
                                        row->roles_zh.n > 0 ? "、" : "", it->zh);
        row->roles_en = wr_arena_printf(ctx->arena, WR_FMT "%s%s", WR_ARG(row->roles_en),
                                        row->roles_en.n > 0 ? " or " : "", it->en);
    }
}

static void check_approvals(struct wr_ctx *ctx, struct wr_visit_policy *p)
{
    struct wr_visit_approval_row *rows = p->approvals.p;
    for (size_t i = 0; i < p->approvals.n; i++) {
        struct wr_str path = wr_arena_printf(ctx->arena, "body.approvals[%zu].roles", i);
        check_tag(ctx, "approvals", i, rows[i].tag);
        rows[i].role_bits = read_bits(ctx, &rows[i].roles, wr_role_items, path, true);
        name_roles(ctx, &rows[i]);
        if (rows[i].required != (rows[i].roles.n > 0)) {
            wr_fault(ctx, path, WR_K_rules_value, NO_VALUE,
                     WR_S("roles where an approval is required, and only there"));
        }
    }
    require_rows(ctx, p, "approvals", has_approval);
}

/** Day of a window as text "YYYY-MM-DD"; a yearly one in the leap year 2024. */
static bool window_day(struct wr_str s, struct wr_date *ret)
{
    char full[WR_DATE_TEXT] = "2024-";
    if (s.n != 5) {
        return wr_date_parse(s, ret);
    }
    memcpy(full + 5, s.p, 5);
    full[10] = 0;
    return wr_date_parse(wr_str(full), ret);
}

static void check_blackouts(struct wr_ctx *ctx, struct wr_visit_policy *p)
{
    struct wr_visit_blackout_row *rows = p->blackouts.p;
    for (size_t i = 0; i < p->blackouts.n; i++) {
        struct wr_visit_blackout_row *r = &rows[i];
        struct wr_date from, to;
        struct wr_str path = wr_arena_printf(ctx->arena, "body.blackouts[%zu]", i);
        check_tag(ctx, "blackouts", i, r->tag);
        if (!window_day(r->from, &from) || !window_day(r->to, &to) || r->from.n != r->to.n ||
            (r->from.n == 10 && wr_date_to_days(to) < wr_date_to_days(from))) {
            wr_fault(ctx, path, WR_K_rules_value, r->to,
                     WR_S("from and to: both MM-DD or both YYYY-MM-DD, in order"));
        }
        r->class_bits =
            read_bits(ctx, &r->classes, wr_insp_classes,
                      wr_arena_printf(ctx->arena, WR_FMT ".classes", WR_ARG(path)), false);
        r->exempt_bits =
            read_bits(ctx, &r->exempt_sources, wr_visit_sources,
                      wr_arena_printf(ctx->arena, WR_FMT ".exempt_sources", WR_ARG(path)), false);
    }
}

static void check_proof(struct wr_ctx *ctx, const struct wr_visit_proof_policy *p)
{
    const struct wr_visit_proof_weights *w = &p->weights;
    int64_t sum = w->plate_signature + w->distance + w->accuracy + w->speed + w->clock +
                  w->photo_new + w->officer_code + w->enterprise_confirmed;
    check_tag_at(ctx, WR_S("body.proof.tag"), p->tag);
    if (sum != WR_BP_ALL) {
        wr_fault(ctx, WR_S("body.proof.weights"), WR_K_rules_value,
                 wr_arena_printf(ctx->arena, "%lld", (long long)sum),
                 WR_S("the weights must add up to 10000"));
    }
    if (p->distance_far_m <= p->distance_near_m) {
        wr_fault(ctx, WR_S("body.proof.distance_far_m"), WR_K_rules_value, NO_VALUE,
                 WR_S("greater than distance_near_m"));
    }
}

static void check_sections(struct wr_ctx *ctx, struct wr_visit_policy *p)
{
    if (p->calendar.last_day < p->calendar.first_day) {
        wr_fault(ctx, WR_S("body.calendar.last_day"), WR_K_rules_value, NO_VALUE,
                 WR_S("not before first_day"));
    }
    p->notice.exempt_bits = read_bits(ctx, &p->notice.exempt_sources, wr_visit_sources,
                                      WR_S("body.notice.exempt_sources"), false);
    check_tag_at(ctx, WR_S("body.notice.tag"), p->notice.tag);
    check_tag_at(ctx, WR_S("body.rating.tag"), p->rating.tag);
    check_tag_at(ctx, WR_S("body.open.tag"), p->open.tag);
    check_proof(ctx, &p->proof);
}

static int parse(struct wr_ctx *ctx, const struct wr_pack *pack, const void **ret_typed)
{
    struct wr_visit_policy *p = wr_arena_new(ctx->arena, struct wr_visit_policy);
    if (!p) {
        return wr_fail(ctx, WR_K_memory);
    }
    int rc =
        wr_json_into(ctx, pack->body, WR_S("body"), wr_visit_policy_body_fields, p, sizeof(*p));
    if (rc < 0) {
        return rc;
    }
    index_rules(ctx, p);
    index_sources(ctx, p);
    check_caps(ctx, p);
    check_counts(ctx, p);
    check_approvals(ctx, p);
    check_blackouts(ctx, p);
    check_sections(ctx, p);
    p->id = pack->id;
    p->version = pack->version;
    p->status = pack->status;
    rc = wr_faults_end(ctx);
    if (rc == 0) {
        *ret_typed = p;
    }
    return rc;
}

const struct wr_pack_kind wr_visit_policy_kind = {
    .kind = WR_VISIT_POLICY_KIND,
    .parse = parse,
    .run_example = wr_visit_policy_run_example,
    .describe = wr_visit_policy_describe,
    .body = wr_visit_policy_body_fields,
    .review = wr_visit_policy_review,
    .affects = wr_visit_policy_affects,
};

/* ---- look-ups ----------------------------------------------------------------------------------- */

static bool fits(bool has, int64_t wanted, int64_t given)
{
    return !has || wanted == given;
}

const struct wr_visit_cap_row *wr_visit_policy_cap(const struct wr_visit_policy *p, int64_t risk,
                                                   int64_t class, int64_t permit_class,
                                                   int64_t credit_grade, int64_t env_code)
{
    const struct wr_visit_cap_row *rows = p->caps.p;
    for (size_t i = 0; i < p->caps.n; i++) {
        const struct wr_visit_cap_row *c = &rows[i];
        if (fits(c->has_risk, c->risk, risk) && fits(c->has_class, c->class, class) &&
            fits(c->has_permit_class, c->permit_class, permit_class) &&
            fits(c->has_credit_grade, c->credit_grade, credit_grade) &&
            fits(c->has_env_code, c->env_code, env_code)) {
            return c;
        }
    }
    return NULL;
}

const struct wr_visit_count_row *wr_visit_policy_count(const struct wr_visit_policy *p,
                                                       int64_t kind, int64_t insp_class,
                                                       int64_t source)
{
    const struct wr_visit_count_row *rows = p->counts.p;
    for (size_t i = 0; i < p->counts.n; i++) {
        const struct wr_visit_count_row *c = &rows[i];
        if (fits(c->has_kind, c->kind, kind) &&
            fits(c->has_insp_class, c->insp_class, insp_class) &&
            fits(c->has_source, c->source, source)) {
            return c;
        }
    }
    return NULL;
}

const struct wr_visit_approval_row *wr_visit_policy_approval(const struct wr_visit_policy *p,
                                                             int64_t kind, int64_t insp_class,
                                                             int64_t source)
{
    const struct wr_visit_approval_row *rows = p->approvals.p;
    for (size_t i = 0; i < p->approvals.n; i++) {
        const struct wr_visit_approval_row *a = &rows[i];
        if (fits(a->has_kind, a->kind, kind) &&
            fits(a->has_insp_class, a->insp_class, insp_class) &&
            fits(a->has_source, a->source, source)) {
            return a;
        }
    }
    return NULL;
}

int64_t wr_visit_policy_afterfill(const struct wr_visit_policy *p,
                                  const struct wr_visit_approval_row *row)
{
    return row->afterfill_workdays > 0 ? row->afterfill_workdays : p->emergency.afterfill_workdays;
}

bool wr_visit_policy_needs_notice(const struct wr_visit_policy *p, int64_t kind, int64_t source)
{
    return kind == WR_VISIT_INSPECTION && p->notice.required &&
           (p->notice.exempt_bits & (1u << source)) == 0;
}

/** Does a day lie in a window? Days are compared as text, which sorts as days do. */
static bool in_window(const struct wr_visit_blackout_row *r, struct wr_date day)
{
    char z[WR_DATE_TEXT];
    wr_date_format(day, z);
    struct wr_str s = wr_str(r->from.n == 5 ? z + 5 : z);
    bool after_from = wr_str_cmp(r->from, s) <= 0, before_to = wr_str_cmp(s, r->to) <= 0;
    bool over_new_year = wr_str_cmp(r->to, r->from) < 0;
    return over_new_year ? after_from || before_to : after_from && before_to;
}

const struct wr_visit_blackout_row *wr_visit_policy_blackout(const struct wr_visit_policy *p,
                                                             struct wr_date day, int64_t insp_class,
                                                             int64_t source)
{
    const struct wr_visit_blackout_row *rows = p->blackouts.p;
    for (size_t i = 0; i < p->blackouts.n; i++) {
        const struct wr_visit_blackout_row *r = &rows[i];
        if ((r->class_bits == 0 || (r->class_bits & (1u << insp_class)) != 0) &&
            (r->exempt_bits & (1u << source)) == 0 && in_window(r, day)) {
            return r;
        }
    }
    return NULL;
}

int wr_visit_policy_on(struct wr_ctx *ctx, int64_t at_ms, const struct wr_visit_policy **ret)
{
    char day[WR_DATE_TEXT];
    wr_date_format(wr_date_of_ms(at_ms), day);
    const struct wr_pack *p =
        ctx->rules ? wr_rules_in_force(ctx->rules, WR_S(WR_VISIT_POLICY_KIND), wr_str(day)) : NULL;
    if (!p || !p->typed) {
        return wr_fail(ctx, WR_K_visit_no_policy, wr_arena_dup(ctx->arena, wr_str(day)));
    }
    *ret = p->typed;
    return 0;
}
