#pragma once
/* Tables of words, as a pack says in Chinese what it holds: columns stand in line in a fixed-width font. */
#include "base/arena.h"
#include "base/buf.h"

#define WR_WORDS_COLUMNS_MAX 8
#define WR_WORDS_CELLS_MAX 2000

struct wr_words_table {
    struct wr_arena *a;
    struct wr_str *cells; /* row by row, the heads first */
    size_t n, columns;
};
/** Begin a table. The last column is not filled up and may be long. */
void wr_words_begin(struct wr_words_table *t, struct wr_arena *a, const char *const *heads,
                    size_t columns);
/** The next cell, from left to right. The text is kept, not copied. */
void wr_words_cell(struct wr_words_table *t, struct wr_str text);
/** Write the rows. Nothing is written of a table without rows. */
void wr_words_end(struct wr_words_table *t, struct wr_buf *out);

/** "法定" for law and so on, the nature of a row as people read it; the word itself if nobody knows it. */
struct wr_str wr_words_tag(struct wr_str tag);
