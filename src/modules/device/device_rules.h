#pragma once
/* Pure: addresses, passwords, and what a command looks like on the wire (facts/hj212.md §8.2, §9). */
#include "modules/device/device_use.h"

/** Does the IPv4 or IPv6 address fall under the list ("10.1.0.0/16, 192.0.2.7")? An empty list: every address does. */
bool wr_device_address_allowed(struct wr_str list, struct wr_str address);
/** Faults of an edited logger go to ctx. */
void wr_device_rules_check(struct wr_ctx *ctx, const struct wr_logger *l);
/** The frame with the value of PW= replaced by asterisks, and what is not UTF-8 by '?'. */
struct wr_str wr_device_blank_password(struct wr_arena *a, struct wr_str frame);
/**
 * CN and data area of a command. Faults (a missing or surplus member) go to ctx.
 * @param l  of whom: its intervals bound a request for history
 */
void wr_device_command_build(struct wr_ctx *ctx, const struct wr_logger *l,
                             const struct wr_command_new *in, int64_t *ret_cn,
                             struct wr_str *ret_params);
