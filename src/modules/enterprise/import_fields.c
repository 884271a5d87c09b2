#include "modules/enterprise/enterprise.h"
#include "modules/enterprise/import_use.h"

#include "codec/table.h"

const struct wr_enum_item wr_import_states[] = {
    {"uploaded", WR_IMPORT_UPLOADED, "已上传", "uploaded"},
    {"checked", WR_IMPORT_CHECKED, "已检查", "checked"},
    {"committed", WR_IMPORT_COMMITTED, "已导入", "committed"},
    {"undone", WR_IMPORT_UNDONE, "已撤销", "undone"},
    {"failed", WR_IMPORT_FAILED, "失败", "failed"},
    {0},
};
const struct wr_enum_item wr_import_severities[] = {
    {"error", WR_IMPORT_ERROR, "错误", "error"},
    {"warning", WR_IMPORT_WARNING, "提示", "warning"},
    {0}};

#define C struct wr_import_column
const struct wr_field wr_import_column_fields[] = {
    WR_I64(C, index, 0, WR_TABLE_COLS_MAX, "列", "position, from 0"),
    WR_STR(C, header, 0, 0, "列名", "header as in the file"),
    WR_STRS_OPT(C, samples, WR_IMPORT_SAMPLES_MAX, "样例", "first values"),
    WR_STR_OPT(C, field, 0, 40, "字段", "proposed field; absent: none"),
    {0},
};
#define M struct wr_import_mapping
const struct wr_field wr_import_mapping_fields[] = {
    WR_I64(M, index, 0, WR_TABLE_COLS_MAX, "列", "position of the column, from 0"),
    WR_STR(M, field, 1, 40, "字段", "field of GET /api/v1/imports/fields"),
    {0},
};
#define O struct wr_import_options
const struct wr_field wr_import_options_fields[] = {
    WR_ID_OPT(O, district_id, "默认区县", "where rows without a known region go"),
    {.name = "datum",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(O, datum),
     .has_off = offsetof(O, has_datum) + 1,
     .items = wr_geo_datums,
     .zh = "坐标系",
     .doc = "system of the coordinates; unknown if absent"},
    WR_BOOL_OPT(O, partial, "跳过有错的行",
                "leave rows with errors out instead of refusing the file"),
    {0},
};
#define I struct wr_import
const struct wr_field wr_import_fields[] = {
    WR_ID(I, id, "编号", "id"),
    WR_STR(I, kind, 1, 20, "种类", "enterprises, officers"),
    WR_STR(I, filename, 0, 200, "文件名", "as sent"),
    WR_STR(I, sha256, 64, 64, "SHA-256", "of the file"),
    WR_STR(I, charset, 0, 20, "编码", "utf-8, utf-8-bom, gb18030, xlsx"),
    WR_STR(I, format, 0, 10, "格式", "csv or xlsx"),
    WR_ENUM(I, state, wr_import_states, "状态", "state"),
    WR_LIST(I, columns, 0, WR_TABLE_COLS_MAX, wr_import_column_fields, C, "列",
            "columns of the file with a proposed mapping"),
    WR_LIST(I, mapping, 0, WR_TABLE_COLS_MAX, wr_import_mapping_fields, M, "对应",
            "mapping of the last check"),
    WR_OBJ(I, options, wr_import_options_fields, "选项", "options of the last check"),
    WR_I64(I, total, 0, WR_ID_MAX, "总行数", "rows of data"),
    WR_I64(I, new_n, 0, WR_ID_MAX, "新增", "rows that make a new record"),
    WR_I64(I, changed_n, 0, WR_ID_MAX, "变更", "rows that change a record"),
    WR_I64(I, same_n, 0, WR_ID_MAX, "相同", "rows that change nothing"),
    WR_I64(I, error_n, 0, WR_ID_MAX, "错误", "errors"),
    WR_I64(I, warning_n, 0, WR_ID_MAX, "提示", "warnings"),
    WR_MS(I, created_ms, "上传时间", "uploaded"),
    WR_STR_OPT(I, user_name, 0, 40, "操作人", "who uploaded; absent: the system"),
    WR_I64(I, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#define F struct wr_import_fault
const struct wr_field wr_import_fault_fields[] = {
    WR_I64(F, row, 0, WR_ID_MAX, "行", "row of the file as a person counts, from 1"),
    WR_I64(F, column, 0, WR_TABLE_COLS_MAX, "列", "column from 1; 0: the whole row"),
    WR_STR(F, field, 0, 40, "字段", "field"),
    WR_STR(F, value, 0, 0, "值", "value as given, shortened"),
    WR_ENUM(F, severity, wr_import_severities, "程度",
            "error: the row is not taken; warning: it is taken as told"),
    WR_STR(F, key, 1, 60, "键", "stable name of the message"),
    WR_STR(F, message, 0, 0, "说明", "what is wrong and how to mend it"),
    {0},
};

/* ---- stored rows ---------------------------------------------------------------------------- */

#define B struct wr_import_batch
const struct wr_field wr_import_batch_fields[] = {
    WR_ID(B, id, "编号", "id"),
    WR_STR(B, kind, 1, 20, "种类", "kind"),
    WR_STR(B, filename, 0, 200, "文件名", "name"),
    WR_STR(B, sha256, 64, 64, "SHA-256", "of the file"),
    WR_STR(B, charset, 0, 20, "编码", "charset"),
    WR_ENUM(B, state, wr_import_states, "状态", "state"),
    WR_STR(B, columns, 0, 0, "列", "JSON"),
    WR_STR(B, mapping, 0, 0, "对应", "JSON"),
    WR_STR(B, options, 0, 0, "选项", "JSON"),
    WR_I64(B, total, 0, WR_ID_MAX, "总行数", "rows"),
    WR_I64(B, new_n, 0, WR_ID_MAX, "新增", "new"),
    WR_I64(B, changed_n, 0, WR_ID_MAX, "变更", "changed"),
    WR_I64(B, same_n, 0, WR_ID_MAX, "相同", "same"),
    WR_I64(B, error_n, 0, WR_ID_MAX, "错误", "errors"),
    WR_I64(B, warning_n, 0, WR_ID_MAX, "提示", "warnings"),
    WR_ID_OPT(B, user_id, "用户", "who"),
    WR_STR_OPT(B, user_name, 0, 40, "操作人", "who"),
    WR_ID_OPT(B, district_id, "区县", "scope of the person who imports"),
    WR_MS(B, created_ms, "上传时间", "uploaded"),
    WR_I64(B, version, 1, WR_ID_MAX, "版本", "version"),
    {0},
};
#define K struct wr_import_fault_row
const struct wr_field wr_import_fault_row_fields[] = {
    WR_I64(K, seq, 0, WR_ID_MAX, "序号", "number"),
    WR_I64(K, row_no, 0, WR_ID_MAX, "行", "row"),
    WR_I64(K, col_no, 0, WR_TABLE_COLS_MAX, "列", "column"),
    WR_STR(K, field, 0, 40, "字段", "field"),
    WR_STR(K, value, 0, 0, "值", "value"),
    WR_ENUM(K, severity, wr_import_severities, "程度", "severity"),
    WR_STR(K, key, 1, 60, "键", "key"),
    WR_STR(K, zh, 0, 0, "中文", "message"),
    WR_STR(K, en, 0, 0, "英文", "message"),
    {0},
};
static const struct wr_enum_item done_actions[] = {
    {"created", WR_IMPORT_NEW, "新增", "created"},
    {"changed", WR_IMPORT_CHANGED, "变更", "changed"},
    {0}};
#define D struct wr_import_done_row
const struct wr_field wr_import_done_fields[] = {
    WR_I64(D, row_no, 0, WR_ID_MAX, "行", "row"),
    WR_ENUM(D, action, done_actions, "动作", "what was done"),
    WR_ID(D, entity_id, "编号", "record"),
    WR_I64(D, version, 1, WR_ID_MAX, "版本", "after the import"),
    WR_STR(D, before, 0, 0, "此前", "JSON"),
    {0},
};

/* ---- requests ------------------------------------------------------------------------------- */

#define Q struct wr_import_query
const struct wr_field wr_import_query_fields[] = {
    WR_STR_OPT(Q, kind, 0, 20, "种类", "enterprises or officers"),
    WR_I64_OPT(Q, limit, 1, 200, "每页", "at most this many, 50 if absent"),
    WR_ID_OPT(Q, cursor, "游标", "next of the page before"),
    {0},
};
#define U struct wr_import_kind_query
const struct wr_field wr_import_kind_query_fields[] = {
    WR_STR(U, kind, 1, 20, "种类", "enterprises or officers"), {0}};
#define T struct wr_import_template_query
static const struct wr_enum_item template_formats[] = {
    {"csv", WR_TABLE_CSV, "CSV", "CSV"}, {"xlsx", WR_TABLE_XLSX, "XLSX", "XLSX"}, {0}};
const struct wr_field wr_import_template_query_fields[] = {
    {.name = "format",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(T, format),
     .has_off = offsetof(T, has_format) + 1,
     .items = template_formats,
     .zh = "格式",
     .doc = "csv or xlsx (default)"},
    {0},
};
#define P struct wr_import_fault_query
const struct wr_field wr_import_fault_query_fields[] = {
    {.name = "severity",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(P, severity),
     .has_off = offsetof(P, has_severity) + 1,
     .items = wr_import_severities,
     .zh = "程度",
     .doc = "error or warning; both if absent"},
    WR_I64_OPT(P, limit, 1, 200, "每页", "at most this many, 50 if absent"),
    WR_I64_OPT(P, cursor, 0, WR_ID_MAX, "游标", "next of the page before"),
    {0},
};
#define X struct wr_import_check
const struct wr_field wr_import_check_fields[] = {
    WR_LIST_OPT(X, mapping, WR_TABLE_COLS_MAX, wr_import_mapping_fields, M, "对应",
                "which column is which field; as proposed if absent"),
    WR_OBJ_OPT(X, options, wr_import_options_fields, "选项", "options"),
    {0},
};
#define R struct wr_import_undo
const struct wr_field wr_import_undo_fields[] = {
    WR_STR(R, reason, 2, 200, "理由", "why; stands in the log"),
    WR_BOOL_OPT(R, partial, "保留已改动的行",
                "leave records that were touched since as they are instead of refusing"),
    {0},
};
#define N struct wr_import_field_item
const struct wr_field wr_import_field_item_fields[] = {
    WR_STR(N, name, 1, 40, "字段", "name"),
    WR_STR(N, zh, 1, 40, "中文名", "header in Chinese"),
    WR_STR(N, doc, 0, 200, "说明", "what it holds"),
    WR_BOOL(N, required, "必填", "a file must have it"),
    {0},
};
