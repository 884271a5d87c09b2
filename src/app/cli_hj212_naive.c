/* The decoder that the benchmark is measured against: as one writes it first. Byte by byte, one table read per byte, strtod. */
#include "app/cli_hj212.h"

#include <stdlib.h>

#define NAME_MAX_CHARS 32

struct naive_item {
    char name[NAME_MAX_CHARS];
    struct wr_str value;
    double number;
};

static uint16_t table[256];

static void make_table(void)
{
    for (unsigned i = 0; i < 256; i++) {
        unsigned v = i;
        for (int bit = 0; bit < 8; bit++) {
            v = (v & 1) != 0 ? v >> 1 ^ 0xA001u : v >> 1;
        }
        table[i] = (uint16_t)v;
    }
}

static size_t digits(const char *p)
{
    size_t v = 0;
    for (int i = 0; i < 4; i++) {
        v = v * 10 + (size_t)(p[i] - '0');
    }
    return v;
}

/** Items of a segment, split at each separator. @return items */
static size_t split(const char *p, size_t n, struct naive_item *items, double *ret_sum)
{
    size_t count = 0;
    size_t start = 0;
    size_t equal = 0;
    for (size_t i = 0; i <= n && count < 1024; i++) {
        char c = i < n ? p[i] : ';';
        if (c == '=' && equal <= start) {
            equal = i;
        }
        if (c != ';' && c != ',' && c != '&') {
            continue;
        }
        if (equal > start) {
            struct naive_item *it = &items[count++];
            size_t name_n = equal - start < NAME_MAX_CHARS ? equal - start : NAME_MAX_CHARS - 1;
            memcpy(it->name, p + start, name_n);
            it->name[name_n] = '\0';
            it->value = (struct wr_str){p + equal + 1, i - equal - 1};
            const char *suffix = strrchr(it->name, '-');
            it->number =
                suffix != NULL && strcmp(suffix, "-Flag") != 0 ? strtod(it->value.p, NULL) : 0;
            *ret_sum += it->number;
        }
        start = i + 1;
        equal = i;
    }
    return count;
}

size_t wr_hj212_naive(const char *buf, size_t n, double *ret_sum)
{
    static struct naive_item items[1024];
    size_t frames = 0;
    size_t at = 0;
    if (table[1] == 0) {
        make_table();
    }
    while (at + HJ212_FRAME_EXTRA <= n) {
        if (buf[at] != '#' || buf[at + 1] != '#') {
            at++;
            continue;
        }
        size_t length = digits(buf + at + 2);
        if (length > HJ212_SEGMENT_MAX || at + length + HJ212_FRAME_EXTRA > n) {
            at += 2;
            continue;
        }
        const char *p = buf + at + 6;
        unsigned reg = 0xFFFF;
        for (size_t i = 0; i < length; i++) {
            reg = table[(reg >> 8) ^ (unsigned char)p[i]];
        }
        char told[5] = {p[length], p[length + 1], p[length + 2], p[length + 3], 0};
        if (strtoul(told, NULL, 16) == reg) {
            frames += split(p, length, items, ret_sum) > 0;
        }
        at += length + HJ212_FRAME_EXTRA;
    }
    return frames;
}
