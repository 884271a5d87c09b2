#pragma once
/* Rule packs of the bureau: drafts on their way to publication. No I/O. */
#include "rules/rules_view.h"

enum wr_rulebook_state {
    WR_RB_DRAFT = 1,
    WR_RB_SUBMITTED,
    WR_RB_PUBLISHED,
    WR_RB_REJECTED,
    WR_RB_REPLACED,  /* a later publication of the same id took its place before it began */
    WR_RB_WITHDRAWN, /* by its author, or, published, before it began */
};
extern const struct wr_enum_item wr_rulebook_states[];

/** A pack written here (规则包草稿). */
struct wr_rule_draft {
    int64_t id;
    struct wr_str pack, kind, pack_version, valid_from, sha256, content;
    int64_t state;
    struct wr_str note, decision_note;
    int64_t author_id, decided_by, created_ms, submitted_ms, decided_ms, version;
    struct wr_str author_name, decided_by_name; /* joined */
    bool in_use;                                /* published, and on the shelf of this program */
};
extern const struct wr_field wr_rule_draft_fields[], wr_rule_draft_row_fields[];

struct wr_rule_draft_in {
    struct wr_str content, note;
};
struct wr_rule_draft_note {
    struct wr_str note;
};
struct wr_rule_draft_query {
    struct wr_str kind;
};
extern const struct wr_field wr_rule_draft_in_fields[], wr_rule_draft_note_fields[],
    wr_rule_draft_query_fields[];

enum wr_rulebook_act { WR_RB_SUBMIT = 1, WR_RB_PUBLISH, WR_RB_REJECT, WR_RB_WITHDRAW };
/** What a step is judged by. */
struct wr_rulebook_facts {
    int64_t state;
    bool own;         /* the actor is the author */
    bool system;      /* the actor is the system */
    bool begun;       /* its first day is today or has passed */
    int64_t failed_n; /* worked examples that come out otherwise */
};
enum wr_rulebook_why {
    WR_RB_MAY,
    WR_RB_WRONG_STATE,
    WR_RB_OWN,
    WR_RB_NOT_OWN,
    WR_RB_EXAMPLES,
    WR_RB_BEGUN
};
/**
 * May the step be taken? A draft is submitted by anybody who may write one; it is decided by somebody other than its author;
 * its author takes it back before that, anybody who decides takes it back after that, as long as it has not begun. Pure.
 * @param ret_state  the state it leads to
 */
enum wr_rulebook_why wr_rulebook_may(const struct wr_rulebook_facts *f, int act,
                                     int64_t *ret_state);
