#include "codec/xml.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#define ATTR_TEXT_MAX 512

/** Ends an open start tag. */
static void end_tag(struct wr_xml *x)
{
    if (x->in_tag)
        wr_buf_c(x->b, '>');
    x->in_tag = false;
}

/** Characters with a meaning become entities; control characters that XML 1.0 forbids become U+FFFD. */
static void add_escaped(struct wr_buf *b, struct wr_str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        const char *with = NULL;
        if (c == '&')
            with = "&amp;";
        else if (c == '<')
            with = "&lt;";
        else if (c == '>')
            with = "&gt;";
        else if (c == '"')
            with = "&quot;";
        else if (c == '\'')
            with = "&#39;";
        else if (c < 0x20 && c != '\n' && c != '\t')
            with = "\xEF\xBF\xBD";
        if (with == NULL)
            continue;
        wr_buf_add(b, s.p + from, i - from);
        wr_buf_str(b, wr_str(with));
        from = i + 1;
    }
    if (s.n > from)
        wr_buf_add(b, s.p + from, s.n - from);
}

void wr_xml_init(struct wr_xml *x, struct wr_buf *b)
{
    *x = (struct wr_xml){.b = b};
}

void wr_xml_open(struct wr_xml *x, const char *name)
{
    assert(x->depth < WR_ARRAY_LEN(x->open));
    end_tag(x);
    wr_buf_c(x->b, '<');
    wr_buf_str(x->b, wr_str(name));
    x->open[x->depth++] = name;
    x->in_tag = true;
}

void wr_xml_attr(struct wr_xml *x, const char *name, struct wr_str value)
{
    assert(x->in_tag);
    wr_buf_c(x->b, ' ');
    wr_buf_str(x->b, wr_str(name));
    wr_buf_lit(x->b, "=\"");
    add_escaped(x->b, value);
    wr_buf_c(x->b, '"');
}

void wr_xml_attrf(struct wr_xml *x, const char *name, const char *fmt, ...)
{
    char text[ATTR_TEXT_MAX];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof(text)) {
        x->b->failed = true;
        return;
    }
    wr_xml_attr(x, name, (struct wr_str){text, (size_t)n});
}

void wr_xml_text(struct wr_xml *x, struct wr_str text)
{
    end_tag(x);
    add_escaped(x->b, text);
}

void wr_xml_close(struct wr_xml *x)
{
    assert(x->depth > 0);
    const char *name = x->open[--x->depth];
    if (x->in_tag) {
        wr_buf_lit(x->b, "/>");
        x->in_tag = false;
        return;
    }
    wr_buf_lit(x->b, "</");
    wr_buf_str(x->b, wr_str(name));
    wr_buf_c(x->b, '>');
}

void wr_xml_raw_unescaped(struct wr_xml *x, struct wr_str markup)
{
    end_tag(x);
    wr_buf_str(x->b, markup);
}
