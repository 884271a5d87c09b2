#pragma once

#include "base/str.h"

/** Texts of this installation that stand on plates, public pages and documents. From configuration, read-only. */
struct wr_site {
    struct wr_str public_url;        /* "https://wurao.example.cn", without a slash at its end */
    struct wr_str bureau_name;       /* 郑州市生态环境局 */
    struct wr_str city_name;         /* 郑州市 */
    struct wr_str supervision_phone; /* 监督电话 */
    /* The city's box in micro-degrees: coordinates outside are flagged. All 0: not checked. */
    int64_t box_lng_min_e6, box_lng_max_e6, box_lat_min_e6, box_lat_max_e6;
};

/** What stands where nothing is configured; its plates lead to this machine only. */
#define WR_SITE_DEFAULT                                                                            \
    ((struct wr_site){.public_url = WR_S("http://127.0.0.1:8600"),                                 \
                      .bureau_name = WR_S("生态环境局"),                                           \
                      .city_name = WR_S(""),                                                       \
                      .supervision_phone = WR_S("12345")})
