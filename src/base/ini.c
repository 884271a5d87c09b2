#include "base/ini.h"

#include "base/text.h"

struct parser {
    struct wr_ctx *ctx;
    struct wr_ini ini;
    struct wr_str section;
    int line;
};

static int reject(struct parser *p, size_t column, const char *zh, const char *en)
{
    struct wr_str args[4] = {
        wr_arena_printf(p->ctx->arena, "%d", p->line),
        wr_arena_printf(p->ctx->arena, "%zu", column),
        wr_str(p->ctx->lang == WR_LANG_EN ? en : zh),
    };
    return wr_fail_at(p->ctx, WR_K_input_syntax, __FILE__, __LINE__, args);
}

static bool is_name(struct wr_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'))
            return false;
    }
    return s.n > 0;
}

static int parse_section(struct parser *p, struct wr_str line)
{
    struct wr_str name = wr_str_trim(wr_str_sub(line, 1, line.n - 2));
    if (!wr_str_ends(line, WR_S("]")) || line.n < 3 || !is_name(name))
        return reject(p, 1, "节名应为 [名称]，只用小写字母、数字和 _ . -",
                      "a section is [name] of lower-case letters, digits and _ . -");
    p->section = name;
    return 0;
}

static int parse_entry(struct parser *p, struct wr_str line)
{
    struct wr_str value = line;
    struct wr_str key = wr_str_trim(wr_str_cut(&value, '='));
    if (!value.p)
        return reject(p, line.n, "缺少 =", "there is no =");
    if (!is_name(key))
        return reject(p, 1, "键名只用小写字母、数字和 _ . -",
                      "a key has lower-case letters, digits and _ . - only");
    if (wr_ini_get(&p->ini, p->section, key))
        return reject(p, 1, "该键在本节中重复", "this key is given twice in its section");
    value = wr_str_trim(value);
    if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
        value = wr_str_sub(value, 1, value.n - 2);
    if (p->ini.n == WR_INI_ENTRIES_MAX)
        return wr_fail(p->ctx, WR_K_limit_reached, WR_S("INI"), WR_S("1000"));
    p->ini.entries[p->ini.n++] = (struct wr_ini_entry){p->section, key, value, p->line};
    return 0;
}

static int parse_line(struct parser *p, struct wr_str raw)
{
    if (raw.n > WR_INI_LINE_MAX)
        return reject(p, WR_INI_LINE_MAX, "行过长", "the line is too long");
    struct wr_str line = wr_str_trim(raw);
    if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';')
        return 0;
    if (!wr_utf8_valid(line) || wr_text_has_control(line))
        return reject(p, 1, "含有控制字符或不是 UTF-8", "has control characters or is not UTF-8");
    return line.p[0] == '[' ? parse_section(p, line) : parse_entry(p, line);
}

int wr_ini_parse(struct wr_ctx *ctx, struct wr_str text, struct wr_ini *ret_ini)
{
    if (text.n > WR_INI_BYTES_MAX)
        return wr_fail(ctx, WR_K_limit_reached, WR_S("INI"), WR_S("256 KiB"));
    struct parser p = {.ctx = ctx, .section = WR_S("")};
    p.ini.entries = wr_arena_array(ctx->arena, WR_INI_ENTRIES_MAX, sizeof(struct wr_ini_entry));
    if (!p.ini.entries)
        return wr_fail(ctx, WR_K_memory);
    struct wr_str rest = text;
    if (wr_str_starts(rest, WR_S("\xEF\xBB\xBF")))
        rest = wr_str_sub(rest, 3, rest.n);
    while (rest.p) {
        p.line++;
        int rc = parse_line(&p, wr_str_cut(&rest, '\n'));
        if (rc < 0)
            return rc;
    }
    *ret_ini = p.ini;
    return 0;
}

const struct wr_ini_entry *wr_ini_get(const struct wr_ini *ini, struct wr_str section,
                                      struct wr_str key)
{
    for (size_t i = 0; i < ini->n; i++)
        if (wr_str_eq(ini->entries[i].section, section) && wr_str_eq(ini->entries[i].key, key))
            return &ini->entries[i];
    return NULL;
}
