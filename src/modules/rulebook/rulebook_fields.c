#include "modules/rulebook/rulebook.h"

#define X struct wr_rule_draft
#define ROW                                                                                        \
    WR_ID(X, id, "编号", "id"), WR_STR(X, pack, 3, 80, "规则包", "kind/name"),                     \
        WR_STR(X, kind, 1, 40, "种类", "kind of pack"),                                            \
        WR_STR(X, pack_version, 1, 20, "版本", "its version"),                                     \
        WR_DATE(X, valid_from, "生效日", "first day in force"),                                    \
        WR_STR(X, sha256, 64, 64, "摘要", "SHA-256 of the file, hex"),                             \
        WR_ENUM(X, state, wr_rulebook_states, "状态", "state"),                                    \
        WR_TEXT(X, note, 0, 2000, "修改说明", "why it is changed"),                                \
        WR_ID_OPT(X, author_id, "起草人", "author"),                                               \
        WR_TEXT_OPT(X, author_name, 0, 100, "起草人姓名", "name"),                                 \
        WR_MS(X, created_ms, "起草时间", "made"),                                                  \
        WR_MS_OPT(X, submitted_ms, "提交时间", "submitted"),                                       \
        WR_ID_OPT(X, decided_by, "审定人", "who decided, not the author"),                         \
        WR_TEXT_OPT(X, decided_by_name, 0, 100, "审定人姓名", "name"),                             \
        WR_MS_OPT(X, decided_ms, "审定时间", "decided"),                                           \
        WR_TEXT_OPT(X, decision_note, 0, 2000, "审定说明", "note"),                                \
        WR_BOOL_OPT(X, in_use, "已启用", "published, and loaded by this program"),                 \
        WR_I64(X, version, 1, WR_ID_MAX, "行版本", "version of the row")
const struct wr_field wr_rule_draft_row_fields[] = {ROW, {0}};
const struct wr_field wr_rule_draft_fields[] = {
    ROW, WR_TEXT(X, content, 2, WR_PACK_BYTES_MAX, "内容", "the whole file"), {0}};
#undef X

const struct wr_field wr_rule_draft_in_fields[] = {
    WR_TEXT(struct wr_rule_draft_in, content, 2, WR_PACK_BYTES_MAX, "内容",
            "the whole file, as in rulepacks/"),
    WR_TEXT(struct wr_rule_draft_in, note, 2, 2000, "修改说明", "why it is changed"),
    {0},
};
const struct wr_field wr_rule_draft_note_fields[] = {
    WR_TEXT_OPT(struct wr_rule_draft_note, note, 0, 2000, "说明", "note"),
    {0},
};
const struct wr_field wr_rule_draft_query_fields[] = {
    WR_STR_OPT(struct wr_rule_draft_query, kind, 0, 40, "种类", "absent: all"),
    {0},
};
