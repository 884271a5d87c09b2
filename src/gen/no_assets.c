/* The asset table of a build without web pages (meson option web_dist is empty). */
#include "app/embedded.h"

const struct wr_asset wr_assets[] = {{.path = ""}};
const size_t wr_assets_n = 0;
