#include "modules/audit/audit_fields.h"

#include "modules/audit/audit_store.h"

const struct wr_field wr_audit_leaf_fields[] = {
    WR_I64(struct wr_audit_leaf, seq, 0, WR_ID_MAX, "序号", "index of the leaf in the log, from 0"),
    WR_MS(struct wr_audit_leaf, at_ms, "时间", "server time of the act"),
    WR_STR(struct wr_audit_leaf, actor, 1, 40, "操作者", "user:<id>, system or public"),
    WR_STR(struct wr_audit_leaf, action, 3, 40, "操作", "what was done, such as visit.check_in"),
    WR_STR(struct wr_audit_leaf, entity, 1, 40, "对象", "kind of row, or event"),
    WR_I64(struct wr_audit_leaf, entity_id, 0, WR_ID_MAX, "对象编号",
           "id of the row, 0 for an event"),
    WR_ID_OPT(struct wr_audit_leaf, enterprise_id, "企业编号", "whose file it belongs to"),
    WR_STR(struct wr_audit_leaf, row_digest, 0, 64, "行摘要",
           "hex SHA-256 of the row as written; empty: deleted"),
    WR_JSON(struct wr_audit_leaf, payload, WR_AUDIT_PAYLOAD_MAX, "说明", "what changed and why"),
    WR_STR(struct wr_audit_leaf, hash, 64, 64, "叶哈希", "hex leaf hash (RFC 6962)"),
    {0},
};

const struct wr_field wr_audit_checkpoint_fields[] = {
    WR_I64(struct wr_audit_checkpoint, size, 0, WR_ID_MAX, "大小", "leaves under this head"),
    WR_MS(struct wr_audit_checkpoint, at_ms, "时间", "when it was signed"),
    WR_STR(struct wr_audit_checkpoint, root, 64, 64, "根哈希", "hex root hash"),
    WR_TEXT(struct wr_audit_checkpoint, note, 1, 1024, "签名头", "signed note (C2SP)"),
    {0},
};

const struct wr_field wr_audit_query_fields[] = {
    WR_STR_OPT(struct wr_audit_query, entity, 1, 40, "对象", "kind of row"),
    WR_ID_OPT(struct wr_audit_query, entity_id, "对象编号", "id of the row"),
    WR_ID_OPT(struct wr_audit_query, enterprise_id, "企业编号", "leaves of one enterprise's file"),
    WR_STR_OPT(struct wr_audit_query, action, 1, 40, "操作", "exact action"),
    WR_STR_OPT(struct wr_audit_query, actor, 1, 40, "操作者", "user:<id>, system or public"),
    WR_I64_OPT(struct wr_audit_query, from_ms, 0, WR_MS_MAX, "起", "from this time on"),
    WR_I64_OPT(struct wr_audit_query, to_ms, 0, WR_MS_MAX, "止", "before this time"),
    WR_I64_OPT(struct wr_audit_query, limit, 1, WR_PAGE_MAX, "条数", "rows a page, 50 unless told"),
    WR_ID_OPT(struct wr_audit_query, cursor, "游标", "`next` of the page before"),
    {0},
};

const struct wr_field wr_audit_proof_query_fields[] = {
    WR_I64(struct wr_audit_proof_query, index, 0, WR_ID_MAX, "序号", "leaf to prove"),
    WR_I64(struct wr_audit_proof_query, size, 1, WR_ID_MAX, "树大小", "tree size to prove it in"),
    {0},
};
const struct wr_field wr_audit_consistency_query_fields[] = {
    WR_I64(struct wr_audit_consistency_query, from, 1, WR_ID_MAX, "旧大小", "older tree size"),
    WR_I64(struct wr_audit_consistency_query, to, 1, WR_ID_MAX, "新大小", "newer tree size"),
    {0},
};
const struct wr_field wr_audit_proof_fields[] = {
    WR_I64(struct wr_audit_proof, index, 0, WR_ID_MAX, "序号", "leaf, or the older size"),
    WR_I64(struct wr_audit_proof, size, 1, WR_ID_MAX, "树大小", "tree size"),
    WR_STRS_OPT(struct wr_audit_proof, path, WR_AUDIT_PATH_MAX, "路径",
                "base 64 hashes, from the leaf upwards"),
    {0},
};

const struct wr_field wr_audit_receipt_fields[] = {
    WR_ID_OPT(struct wr_audit_receipt, visit_id, "入企编号",
              "the visit, as told; not part of the proof"),
    WR_JSON_OPT(struct wr_audit_receipt, leaf, 32768, "叶",
                "the leaf's members, for people; leaf_text is what is proved"),
    WR_TEXT(struct wr_audit_receipt, leaf_text, 1, 2048, "叶原文", "bytes of the leaf"),
    WR_I64(struct wr_audit_receipt, index, 0, WR_ID_MAX, "序号", "index of the leaf"),
    WR_I64(struct wr_audit_receipt, tree_size, 1, WR_ID_MAX, "树大小",
           "size of the tree under the checkpoint"),
    WR_STRS_OPT(struct wr_audit_receipt, path, WR_AUDIT_PATH_MAX, "路径",
                "inclusion path, base 64"),
    WR_TEXT(struct wr_audit_receipt, checkpoint, 1, 1024, "签名头", "signed checkpoint"),
    WR_STR_OPT(struct wr_audit_receipt, public_key, 43, 43, "公钥",
               "base64url; told for offline readers, the server uses its own"),
    WR_TEXT_OPT(struct wr_audit_receipt, row_text, 1, 262144, "行原文",
                "canonical text of the row"),
    {0},
};

const struct wr_field wr_audit_step_fields[] = {
    WR_STR(struct wr_audit_step, step, 1, 40, "步骤", "row, leaf, path, checkpoint, known"),
    WR_BOOL(struct wr_audit_step, ok, "结果", "whether it holds"),
    WR_STR(struct wr_audit_step, text, 1, 300, "说明", "in words"),
    {0},
};
const struct wr_field wr_audit_check_fields[] = {
    WR_BOOL(struct wr_audit_check, ok, "结果", "all steps hold"),
    WR_LIST(struct wr_audit_check, steps, 0, 8, wr_audit_step_fields, struct wr_audit_step, "步骤",
            "each check and its result"),
    {0},
};
const struct wr_field wr_audit_verdict_fields[] = {
    WR_BOOL(struct wr_audit_verdict, ok, "结果", "nothing was altered"),
    WR_I64(struct wr_audit_verdict, leaves, 0, WR_ID_MAX, "叶数", "leaves walked"),
    WR_I64(struct wr_audit_verdict, rows, 0, WR_ID_MAX, "行数", "rows compared"),
    WR_STR_OPT(struct wr_audit_verdict, first_bad, 0, 500, "首个问题",
               "the first row that does not fit, and why"),
    {0},
};
