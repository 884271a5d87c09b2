#pragma once
/* Use cases of deliveries and uploads, for the module's own api and tests. */

#include "modules/delivery/delivery_svc.h"
#include "modules/visit/visit_svc.h"

/* ---- deliveries (delivery_svc.c) ---------------------------------------------------------------- */

/**
 * Take a batch of the actor's records from one phone: each is on disk before anything is done with it, then those whose turn it is
 * are applied, in the order of their numbers. A record that the rules refuse stays, with the reason.
 * @param ret  [out] what became of each record, in their order
 * @return 0, WR_EINVALID (faults: nothing was kept), WR_EDENIED (the actor is no officer), WR_EBUSY, WR_EIO
 */
WR_MUST_CHECK int wr_delivery_svc_take(struct wr_ctx *ctx, const struct wr_delivery_batch *in,
                                       struct wr_delivery_reply *ret);
/** Records of the actor himself, newest first. @param ret_next  cursor, absent at the end */
WR_MUST_CHECK int wr_delivery_svc_mine(struct wr_ctx *ctx, const struct wr_delivery_filter *f,
                                       struct wr_list *ret, struct wr_str *ret_next);
/** Records of the administrator's district, newest first; without a state those that need a decision. */
WR_MUST_CHECK int wr_delivery_svc_list(struct wr_ctx *ctx, const struct wr_delivery_filter *f,
                                       struct wr_list *ret, struct wr_str *ret_next);
/**
 * Take a record after all, in the name of who made it: one in quarantine, one refused (again, over others' answers), one parked
 * (what is missing before it is given up).
 * @param ret  [out] the record as it then stands: it may be refused again
 * @return 0, WR_ENOTFOUND, WR_ECONFLICT (delivery.state, delivery.twin), WR_EDENIED (its maker may not log in any more)
 */
WR_MUST_CHECK int wr_delivery_svc_release(struct wr_ctx *ctx, int64_t id, struct wr_delivery *ret);
/** Give a record up, with a reason; it stays readable. @return 0, WR_ENOTFOUND, WR_ECONFLICT (delivery.state) */
WR_MUST_CHECK int wr_delivery_svc_discard(struct wr_ctx *ctx, int64_t id, struct wr_str reason,
                                          struct wr_delivery *ret);

/* ---- photos in pieces (upload_svc.c) ------------------------------------------------------------ */

#define WR_UPLOAD_CHUNK_BYTES_MAX ((int64_t)256 << 10)
#define WR_UPLOAD_BYTES_MAX ((int64_t)10 << 20)
#define WR_UPLOADS_OPEN_MAX 30 /* of one user */

struct wr_upload_query {
    int64_t offset, total;
    bool has_kind;
    int64_t kind;
    struct wr_str item_code;
    int64_t taken_ms;
};
extern const struct wr_field wr_upload_query_fields[];
struct wr_upload_look {
    int64_t total; /* 0: not told */
};
extern const struct wr_field wr_upload_look_fields[];
struct wr_upload_state {
    struct wr_str sha256;
    int64_t received, total; /* total 0: nothing has come yet */
    int64_t photo_id;        /* of the photo, once it is whole */
};
extern const struct wr_field wr_upload_state_fields[];
/** How much of a photo has arrived. @return 0, WR_ENOTFOUND, WR_EDENIED, WR_EINVALID (sha256) */
WR_MUST_CHECK int wr_upload_svc_get(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256,
                                    const struct wr_upload_look *q, struct wr_upload_state *ret);
/**
 * Append a piece; with the last one the whole becomes a photo of the visit. What is answered is on disk.
 * @param bytes  1 … WR_UPLOAD_CHUNK_BYTES_MAX
 * @return 0, WR_ECONFLICT (upload.offset with extension member `received`; upload.total), WR_EINVALID (faults, upload.mismatch,
 *         no picture), WR_ELIMIT (too many under way), WR_ENOTFOUND, WR_EDENIED, WR_EIO
 */
WR_MUST_CHECK int wr_upload_svc_put(struct wr_ctx *ctx, int64_t visit_id, struct wr_str sha256,
                                    const struct wr_upload_query *q, struct wr_str bytes,
                                    struct wr_upload_state *ret);

/* ---- facts for verdicts without network (delivery_offline.c) --------------------------------------- */

struct wr_offline_query {
    struct wr_str cursor;
};
/** A page that stands for itself; what is told once comes with the first. */
struct wr_offline_page {
    int64_t as_of_ms;
    struct wr_str policy, policy_version, keys, revocations, next;
    struct wr_list enterprises, verdicts, headlines, reasons, evidence, items, checklists;
    struct wr_list conflicts; /* struct wr_delivery */
};
extern const struct wr_field wr_offline_query_fields[], wr_offline_page_fields[];
/** @return 0, WR_EDENIED (no officer), WR_EINVALID (cursor), WR_ECONFLICT (no policy) */
WR_MUST_CHECK int wr_delivery_svc_offline(struct wr_ctx *ctx, const struct wr_offline_query *q,
                                          struct wr_offline_page *ret);

/* ---- inside the module -------------------------------------------------------------------------- */

#define WR_DELIVERY_FAULTS_MAX 100

struct wr_delivery_kept_fault {
    struct wr_str path, key, zh, en;
};
/** What is stored of an answer: both languages, so that a repeat is answered the same to any reader. */
struct wr_delivery_kept {
    int64_t verdict;
    struct wr_str headline;
    bool visit_conflict;
    struct wr_str key, zh, en;
    struct wr_list faults;   /* struct wr_delivery_kept_fault */
    struct wr_list disputes; /* struct wr_delivery_dispute */
};
extern const struct wr_field wr_delivery_kept_fields[];
/** As JSON in the arena; absent when it is too long. */
struct wr_str wr_delivery_keep(struct wr_ctx *ctx, const struct wr_delivery_kept *k);
/** Fill what a page shows from what is stored. @return 0, WR_ELIMIT */
WR_MUST_CHECK int wr_delivery_tell(struct wr_ctx *ctx, struct wr_delivery *d);
/** Is a clock off by more than the policy of that day allows? */
bool wr_delivery_is_skewed(struct wr_ctx *ctx, int64_t skew_ms, int64_t at_ms);

/**
 * Apply one record through the use case of the visit it belongs to (delivery_apply.c), as the actor.
 * @param d    the record; its visit_id and visit_version are set when it was applied
 * @param ret  [out] what to tell of it
 * @return 0; what the use case refused with: the transaction is then to be undone
 */
WR_MUST_CHECK int wr_delivery_apply_in(struct wr_tx *tx, struct wr_delivery *d,
                                       struct wr_delivery_kept *ret);
