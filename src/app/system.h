#pragma once

#include "http/http.h"

/** Routes about the server itself: contract, health, configuration, public texts, live events. */
extern const struct wr_route wr_system_routes[];
/** The OpenAPI document of all routes. */
void wr_system_contract(struct wr_buf *b);
