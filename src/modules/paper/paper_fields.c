#include "modules/paper/paper.h"

const struct wr_enum_item wr_paper_formats[] = {
    {"pdf", WR_PAPER_PDF, "PDF", "PDF"},
    {"docx", WR_PAPER_DOCX, "Word", "Word"},
    {0},
};

const struct wr_field wr_paper_fields[] = {
    WR_STR(struct wr_paper, form, 1, 40, "文书", "form"),
    WR_STR(struct wr_paper, title_zh, 1, 100, "名称", "title, Chinese"),
    WR_STR(struct wr_paper, title_en, 1, 100, "英文名称", "title, English"),
    WR_BOOL(struct wr_paper, ready, "齐全", "every fact the form must have is known"),
    WR_STRS_OPT(struct wr_paper, missing, WR_PF_N, "缺少", "facts that are not known yet"),
    {0},
};

const struct wr_field wr_paper_query_fields[] = {
    {.name = "format",
     .type = WR_F_ENUM,
     .flags = WR_FF_OPT,
     .off = offsetof(struct wr_paper_query, format),
     .has_off = offsetof(struct wr_paper_query, has_format) + 1,
     .items = wr_paper_formats,
     .doc = "pdf unless told otherwise",
     .zh = "格式"},
    {0},
};

const struct wr_paper_fact_name wr_paper_fact_names[WR_PF_N] = {
#define NAME(id, name, zh, en, blank) [WR_PF_##id] = {name, zh, en, WR_BLANK_##blank},
    WR_PAPER_FACTS(NAME)
#undef NAME
};

const struct wr_paper_list_name wr_paper_list_names[WR_PL_N] = {
    [WR_PL_OFFICERS] = {"officer_list",
                        "检查人员",
                        "officers",
                        {"name", "cert_no", "unit", "role"}},
    [WR_PL_CHECKS] = {"checks", "检查项目", "check-list", {"code", "text", "result", "note"}},
    [WR_PL_FINDINGS] = {"findings", "发现的问题", "findings", {"text", "severity", "item", NULL}},
    [WR_PL_PHOTOS] = {"photos", "照片", "photos", {"kind", "time", "sha256", NULL}},
};

int wr_paper_fact_of(struct wr_str name)
{
    for (int i = 0; i < WR_PF_N; i++)
        if (wr_str_eq(name, wr_str(wr_paper_fact_names[i].name)))
            return i;
    return -1;
}

int wr_paper_list_of(struct wr_str name)
{
    for (int i = 0; i < WR_PL_N; i++)
        if (wr_str_eq(name, wr_str(wr_paper_list_names[i].name)))
            return i;
    return -1;
}

bool wr_paper_known(const struct wr_paper_facts *f, struct wr_str name)
{
    int fact = wr_paper_fact_of(name), list = wr_paper_list_of(name);

    if (fact >= 0)
        return f->v[fact].n > 0;
    return list >= 0 && f->list[list].n > 0;
}
