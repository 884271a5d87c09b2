#pragma once
/* Phones for the tests of deliveries: they make records as a phone would, on top of the small bureau. */
#include "visit_world.h"

#include "modules/delivery/delivery_queue.h"
#include "modules/delivery/delivery_use.h"

/** A phone in somebody's hand. */
struct phone {
    struct world *w;
    int officer; /* of the world */
    struct wr_str device;
    int64_t seq; /* last number given */
};

/** The small bureau, with all entities of deliveries known to the log, and nothing told to live pages. */
struct world delivery_world(struct store *s);
/** Phone number n, in the hand of officer i. Its device uid is made of n. */
struct phone phone_make(struct world *w, int n, int officer);
/** A UUID made of two numbers. */
struct wr_str uuid_of(struct wr_ctx *ctx, int group, int64_t n);
/** The next record of a phone: `body` is JSON; `visit` a client id. Its uid is made of device and number. */
struct wr_delivery_record record_of(struct phone *p, int64_t kind, struct wr_str visit,
                                    struct wr_str body);
/** Body of a check-in at enterprise e: help on the enterprise's request. */
struct wr_str body_check_in(struct world *w, int e);
/** All items of the check-list of help visits answered "ok", in JSON, from item `from` on. */
struct wr_str body_items(struct wr_ctx *ctx, size_t from, size_t step, const char *note);
struct wr_str body_finding(struct wr_ctx *ctx, struct wr_str uid, const char *text);
struct wr_str body_photo(struct wr_ctx *ctx, int64_t n);
struct wr_str body_check_out(struct wr_ctx *ctx, const char *summary);
/** Deliver as the phone's officer. @return as wr_delivery_svc_take */
int deliver(struct phone *p, const struct wr_delivery_record *r, size_t n,
            struct wr_delivery_reply *ret);
/** Result i of a reply. */
const struct wr_delivery_result *result_at(const struct wr_delivery_reply *r, size_t i);
/** Deliver one record that must come to this state. */
struct wr_delivery_result deliver_one(struct phone *p, const struct wr_delivery_record *r,
                                      int64_t state);
/** The visit of this client id, with its parts. @return false: there is none */
bool find_visit(struct world *w, struct wr_str client_id, struct wr_visit *ret);
/** Fail unless the log agrees with every row. */
void delivery_verify(struct world *w);
