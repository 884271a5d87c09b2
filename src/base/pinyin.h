#pragma once

#include "base/arena.h"

/**
 * Initials of Chinese text for searching: "郑州鑫源Abc" → "zzxyabc". Han characters (U+4E00–U+9FFF) give the first
 * letter of their commonest reading, a few words with another reading (重庆, 厦门, 银行) are known; ASCII letters and
 * digits are kept in lower case; anything else is dropped.
 *
 * @return a slice in `a`; absent when its ceiling is reached
 */
struct wr_str wr_pinyin_initials(struct wr_arena *a, struct wr_str s);
