#pragma once
/* What the tests of the visit's rules share: the shipped packs, loaded. */
#include "base/actor.h"
#include "base/buf.h"
#include "modules/oversight/oversight_svc.h"
#include "modules/paper/paper_form.h"
#include "modules/visit/visit_checklist.h"
#include "modules/visit/visit_proof.h"
#include "modules/visit/visit_rules.h"
#include "modules/visit/visit_svc.h"
#include "rules/rules.h"
#include "rules/workdays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const struct wr_pack_kind *const kinds[] = {&wr_visit_policy_kind, &wr_visit_checklist_kind,
                                                   &wr_paper_form_kind,   &wr_oversight_pack_kind,
                                                   &wr_workdays_kind,     NULL};

struct world {
    struct wr_arena arena;
    struct wr_ctx ctx;
    struct wr_rules *rules;
    const struct wr_visit_policy *p; /* of 2026 */
};

static inline int set_up(void **state)
{
    static struct world w;
    w = (struct world){0};
    wr_arena_init(&w.arena, (size_t)64 << 20);
    wr_ctx_init(&w.ctx, &w.arena, wr_clock_system());
    if (wr_rules_load(&w.ctx, NULL, &w.rules) < 0 ||
        wr_rules_use_kinds(&w.ctx, w.rules, kinds) < 0) {
        for (const struct wr_fault *f = w.ctx.err.faults; f; f = f->next) {
            fprintf(stderr, WR_FMT ": " WR_FMT " (" WR_FMT ")\n", WR_ARG(f->path), WR_ARG(f->en),
                    WR_ARG(f->value));
        }
        return -1;
    }
    w.ctx.rules = w.rules;
    w.p = wr_rules_by_id(w.rules, WR_S("visit-policy/default-2026"))->typed;
    *state = &w;
    return 0;
}

static inline int tear_down(void **state)
{
    struct world *w = *state;
    wr_rules_free(w->rules);
    wr_arena_done(&w->arena);
    return 0;
}

static inline int64_t at(const char *day)
{
    struct wr_date d;
    assert_true(wr_date_parse(wr_str(day), &d));
    return wr_date_to_ms(d) + INT64_C(10) * 3600 * 1000;
}
