#include "rules/words.h"

#include <assert.h>

void wr_words_begin(struct wr_words_table *t, struct wr_arena *a, const char *const *heads,
                    size_t columns)
{
    assert(columns > 0 && columns <= WR_WORDS_COLUMNS_MAX);
    *t = (struct wr_words_table){.a = a, .columns = columns};
    t->cells = wr_arena_array(a, WR_WORDS_CELLS_MAX, sizeof(*t->cells));
    for (size_t i = 0; i < columns; i++) {
        wr_words_cell(t, wr_str(heads[i]));
    }
}

void wr_words_cell(struct wr_words_table *t, struct wr_str text)
{
    if (t->cells && t->n < WR_WORDS_CELLS_MAX) {
        t->cells[t->n++] = text;
    }
}

/** Two columns for a Chinese character or full-width sign, by its first byte: three bytes from U+2E80 on, or four. */
static size_t width(struct wr_str s)
{
    size_t w = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        unsigned char next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
        bool wide = c >= 0xE3 || (c == 0xE2 && next >= 0xBA);
        if ((c & 0xC0) != 0x80) {
            w += wide ? 2 : 1;
        }
    }
    return w;
}

static void put_text(struct wr_buf *out, struct wr_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        wr_buf_c(out, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
    }
}

static void put_many(struct wr_buf *out, char c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        wr_buf_c(out, c);
    }
}

static void put_row(const struct wr_words_table *t, size_t row, const size_t *widths,
                    struct wr_buf *out)
{
    for (size_t c = 0; c < t->columns; c++) {
        struct wr_str s = t->cells[row * t->columns + c];
        wr_buf_lit(out, "  ");
        put_text(out, s);
        if (c + 1 < t->columns) {
            put_many(out, ' ', widths[c] - width(s));
        }
    }
    wr_buf_c(out, '\n');
}

void wr_words_end(struct wr_words_table *t, struct wr_buf *out)
{
    size_t rows = t->n / t->columns, widths[WR_WORDS_COLUMNS_MAX] = {0};
    if (rows < 2) {
        return;
    }
    for (size_t i = 0; i < rows * t->columns; i++) {
        size_t w = width(t->cells[i]), c = i % t->columns;
        widths[c] = w > widths[c] ? w : widths[c];
    }
    for (size_t r = 0; r < rows; r++) {
        put_row(t, r, widths, out);
        for (size_t c = 0; r == 0 && c < t->columns; c++) {
            wr_buf_lit(out, "  ");
            put_many(out, '-', c + 1 < t->columns ? widths[c] : width(t->cells[c]));
        }
        if (r == 0) {
            wr_buf_c(out, '\n');
        }
    }
}

struct wr_str wr_words_tag(struct wr_str tag)
{
    static const char *const words[][2] = {{"law", "规定"},
                                           {"news", "报道"},
                                           {"proposal", "建议"},
                                           {"unverified", "未核实"},
                                           {"computed", "推算"}};
    for (size_t i = 0; i < WR_ARRAY_LEN(words); i++) {
        if (wr_str_eq(tag, wr_str(words[i][0]))) {
            return wr_str(words[i][1]);
        }
    }
    return tag;
}
