#pragma once
/* Papers of an inspection (检查文书), filled from missions and visits. Reads many rooms; nobody includes it. */

#include "base/command.h"
#include "db/db.h"
#include "http/http.h"
#include "modules/paper/paper_form.h"

/** Which paper of what. */
struct wr_paper_of {
    bool mission; /* id is a mission's, else a visit's */
    int64_t id;
};
/** Papers of a mission or a visit, in the order of the forms. @return 0, WR_ENOTFOUND (also: not in the actor's scope) */
WR_MUST_CHECK int wr_paper_svc_list(struct wr_ctx *ctx, struct wr_paper_of of, struct wr_list *ret);
/**
 * Make one paper; the log is told who made which, with the digest of the file.
 * @param out           the bytes
 * @param ret_filename  in the arena
 * @return 0, WR_ENOTFOUND (case, form), WR_ECONFLICT (paper.not_approved, paper.no_forms), WR_ELIMIT
 */
WR_MUST_CHECK int wr_paper_svc_file(struct wr_ctx *ctx, struct wr_paper_of of, struct wr_str form,
                                    enum wr_paper_format format, struct wr_buf *out,
                                    struct wr_str *ret_filename);

extern const struct wr_route wr_paper_routes[];
extern const struct wr_stmt *const wr_paper_stmts[];
extern const struct wr_command wr_paper_commands[];
