#include "base/pinyin.h"

#include "base/text.h"

#define HAN_FIRST 0x4E00u
#define HAN_LAST 0x9FFFu

static const char initials[] =
#include "base/pinyin_table.inc"
    ;
_Static_assert(sizeof(initials) - 1 == HAN_LAST - HAN_FIRST + 1, "one letter a character");

/* Words in which a character has another initial than alone: places first, then words in names of firms. */
static const struct word {
    struct wr_str text;
    const char *letters;
} words[] = {
    {WR_S("重庆"), "cq"}, {WR_S("厦门"), "xm"}, {WR_S("番禺"), "py"}, {WR_S("乐清"), "yq"},
    {WR_S("单县"), "sx"}, {WR_S("浚县"), "xx"}, {WR_S("泌阳"), "by"}, {WR_S("长垣"), "cy"},
    {WR_S("洪洞"), "ht"}, {WR_S("解州"), "hz"}, {WR_S("繁峙"), "fs"}, {WR_S("蔚县"), "yx"},
    {WR_S("东阿"), "de"}, {WR_S("涡阳"), "gy"}, {WR_S("铅山"), "ys"}, {WR_S("会稽"), "kj"},
    {WR_S("银行"), "yh"}, {WR_S("商行"), "sh"}, {WR_S("车行"), "ch"}, {WR_S("分行"), "fh"},
    {WR_S("支行"), "zh"}, {WR_S("行业"), "hy"}, {WR_S("同行"), "th"}, {WR_S("会计"), "kj"},
    {WR_S("音乐"), "yy"}, {WR_S("乐器"), "yq"}, {WR_S("调味"), "tw"}, {WR_S("调料"), "tl"},
    {WR_S("空调"), "kt"}, {WR_S("调节"), "tj"}, {WR_S("参茸"), "sr"}, {WR_S("人参"), "rs"},
    {WR_S("西藏"), "xz"}, {WR_S("宝藏"), "bz"}, {WR_S("重组"), "cz"}, {WR_S("重生"), "cs"},
    {WR_S("传记"), "zj"}, {WR_S("曾经"), "cj"}, {WR_S("茄子"), "qz"},
};

/* The word that begins at s, or NULL. */
static const struct word *word_at(struct wr_str s)
{
    for (size_t i = 0; i < WR_ARRAY_LEN(words); i++)
        if (wr_str_starts(s, words[i].text))
            return &words[i];
    return NULL;
}

static char letter_of(uint32_t c)
{
    if (c >= HAN_FIRST && c <= HAN_LAST)
        return initials[c - HAN_FIRST];
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return (char)c;
    return 0;
}

struct wr_str wr_pinyin_initials(struct wr_arena *a, struct wr_str s)
{
    struct wr_str folded = wr_text_fold(a, s.p ? s : WR_S(""));
    char *p = folded.p ? wr_arena_alloc(a, folded.n + 1) : NULL;
    if (!p)
        return (struct wr_str){NULL, 0};
    size_t n = 0;
    while (folded.n) {
        const struct word *w = (unsigned char)folded.p[0] >= 0x80 ? word_at(folded) : NULL;
        if (w) {
            size_t len = strlen(w->letters);
            memcpy(p + n, w->letters, len);
            n += len;
            folded = wr_str_sub(folded, w->text.n, folded.n);
            continue;
        }
        char c = letter_of(wr_utf8_next(&folded));
        if (c)
            p[n++] = c;
    }
    return (struct wr_str){p, n};
}
