#pragma once
/* What the tests of the visit's rules share: the shipped packs, loaded. */
#include "app/modules.h"
#include "base/actor.h"
#include "base/buf.h"
#include "modules/oversight/oversight_svc.h"
#include "modules/paper/paper_form.h"
#include "modules/visit/visit_checklist.h"
#include "modules/visit/visit_proof.h"
#include "modules/visit/visit_rules.h"
#include "modules/visit/visit_svc.h"
#include "rules/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

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
        wr_rules_use_kinds(&w.ctx, w.rules, wr_all_pack_kinds) < 0) {
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
