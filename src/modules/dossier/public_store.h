#pragma once

#include "modules/dossier/public_svc.h"

/** Name, unit, duty phone and portrait of the main liaison; leaves them empty when there is none. */
WR_MUST_CHECK int wr_public_store_officer(struct wr_tx *tx, int64_t enterprise_id,
                                          struct wr_public_plate *ret);
WR_MUST_CHECK int wr_public_store_visits(struct wr_tx *tx, int64_t enterprise_id,
                                         struct wr_list *ret);
/** Portrait of the main liaison of the live plate with this code. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_public_store_photo(struct wr_tx *tx, struct wr_str code, int64_t *ret_id);
