#pragma once
/* What a phone needs to give verdicts without network (离线数据包): enterprises, missions, and verdicts judged in advance. */

#include "modules/visit/visit_checklist.h"
#include "modules/visit/visit_preview.h"

#define WR_OFFLINE_PAGE_MAX 50
#define WR_OFFLINE_VISITS 3
#define WR_OFFLINE_TABLE_MAX 5000

/** How an enterprise belongs to the officer; the page begins with the nearest. */
enum wr_offline_tier { WR_TIER_OWN, WR_TIER_MISSION, WR_TIER_DISTRICT };
extern const struct wr_enum_item wr_offline_tiers[];

/** Texts are told once for a page; verdicts name them by their index. */
struct wr_offline_reason {
    struct wr_str rule;
    int64_t effect;
    struct wr_str zh, en, citation, tag;
};
struct wr_offline_headline {
    struct wr_str zh, en;
};
/** The same verdict serves many enterprises; they name it by its index. */
struct wr_offline_verdict {
    int64_t kind, source, insp_class, verdict;
    bool counts_toward_cap, needs_evidence;
    int64_t cap, used;      /* counted inspections a year, and so far */
    int64_t headline;       /* index */
    struct wr_list reasons; /* int64_t: indexes */
    struct wr_str next_allowed;
};
/** The items of one kind of visit at the enterprises that name it. */
struct wr_offline_checklist {
    int64_t kind;
    struct wr_str version;
    struct wr_list items; /* int64_t: indexes */
};
struct wr_offline_mission {
    int64_t id;
    struct wr_str number;
    int64_t state, approval, kind, insp_class, source;
    struct wr_str evidence_ref, reason, basis, scope;
    int64_t officer_id, second_officer_id;
    struct wr_str officer_name, second_officer_name, assistants, planned_from, planned_to;
    struct wr_str day; /* it was judged for */
    int64_t verdict;   /* index */
};
struct wr_offline_visit {
    int64_t id, at_ms, kind, insp_class, state, conclusion;
    struct wr_str unit, officer_name;
};
struct wr_offline_plate {
    struct wr_str code;
    struct wr_str credit_code,
        issue_date; /* as signed: with the code all that the signature covers */
    int64_t status, ver;
    bool has_hung_lng_e6, has_hung_lat_e6;
    int64_t hung_lng_e6, hung_lat_e6;
};
struct wr_offline_enterprise {
    int64_t id;
    struct wr_str name, credit_code, address, district_name, industry_name;
    int64_t tier, status, class, risk, positive_state;
    bool has_lng_e6, has_lat_e6;
    int64_t lng_e6, lat_e6;
    struct wr_str officer_name, officer_unit, officer_phone; /* liaison, as on the plate */
    bool has_plate;
    struct wr_offline_plate plate;
    struct wr_list missions;    /* struct wr_offline_mission */
    struct wr_list last_visits; /* struct wr_offline_visit */
    struct wr_list verdicts;    /* int64_t: indexes, one for each kind and source */
    struct wr_list checklists;  /* int64_t: indexes, one for each kind */
};

/** One page; it stands for itself. Evidence comes with the first. */
struct wr_visit_offline {
    int64_t as_of_ms;
    struct wr_str policy, policy_version;
    struct wr_list enterprises; /* struct wr_offline_enterprise */
    struct wr_list verdicts;    /* struct wr_offline_verdict */
    struct wr_list headlines;   /* struct wr_offline_headline */
    struct wr_list reasons;     /* struct wr_offline_reason */
    struct wr_list evidence;    /* struct wr_offline_evidence */
    struct wr_list items;       /* struct wr_checklist_item */
    struct wr_list checklists;  /* struct wr_offline_checklist */
    struct wr_str next;
};
extern const struct wr_field wr_offline_enterprise_fields[], wr_offline_verdict_fields[],
    wr_offline_headline_fields[], wr_offline_reason_fields[], wr_offline_evidence_fields[],
    wr_offline_item_fields[], wr_offline_checklist_fields[];

/**
 * The actor's own enterprises, those of his missions, then all of his district; each page stands for itself.
 * @param cursor  of the page before; absent: the first
 * @return 0, WR_EDENIED (no officer), WR_EINVALID (cursor), WR_ECONFLICT (no policy), WR_ELIMIT
 */
WR_MUST_CHECK int wr_visit_offline_in(struct wr_tx *tx, struct wr_str cursor,
                                      struct wr_visit_offline *ret);

/* visit_offline_store.c */
struct wr_offline_row {
    int64_t id, tier;
};
WR_MUST_CHECK int wr_offline_store_enterprises(struct wr_tx *tx, int64_t officer_id,
                                               int64_t district_id, struct wr_str day,
                                               int64_t after_tier, int64_t after_id,
                                               struct wr_list *ret);
