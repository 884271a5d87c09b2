#pragma once

#include "base/buf.h"

/** XML (SVG, parts of DOCX): escapes by default. Element and attribute names are literals of ours. */
struct wr_xml {
    struct wr_buf *b;
    const char *open[32];
    unsigned depth;
    bool in_tag;
};
void wr_xml_init(struct wr_xml *x, struct wr_buf *b);
void wr_xml_open(struct wr_xml *x, const char *name);
void wr_xml_attr(struct wr_xml *x, const char *name, struct wr_str value);
void wr_xml_attrf(struct wr_xml *x, const char *name, const char *fmt, ...) WR_PRINTF(3, 4);
void wr_xml_text(struct wr_xml *x, struct wr_str text);
void wr_xml_close(struct wr_xml *x);
/** The only way past the escaping. */
void wr_xml_raw_unescaped(struct wr_xml *x, struct wr_str markup);
