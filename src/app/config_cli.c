#include "app/app.h"

#include "base/command.h"
#include "codec/json.h"

#include <stdio.h>

/* The configuration was read before the command runs: whoever gets here has a good one. */
static int check(struct wr_ctx *ctx, struct wr_args *args)
{
    const struct wr_app *app = args->app;
    int rc = wr_args_end(ctx, args);
    if (rc != 0) {
        return rc;
    }
    if (args->json) {
        (void)fprintf(args->out, "{\"ok\":true}\n");
    } else {
        (void)fprintf(args->out, "%s\n",
                      app->lang == WR_LANG_ZH ? "配置无误" : "the configuration is good");
    }
    return 0;
}

static int show(struct wr_ctx *ctx, struct wr_args *args)
{
    const struct wr_app *app = args->app;
    int rc = wr_args_end(ctx, args);
    if (rc != 0) {
        return rc;
    }
    struct wr_buf b;
    wr_buf_init(&b, (size_t)1 << 20);
    struct wr_jw w;
    wr_jw_init(&w, &b);
    wr_jw_obj(&w, NULL);
    for (const struct wr_config_section *s = wr_config_sections; s->name != NULL; s++) {
        if (!args->json) {
            (void)fprintf(args->out, "%s[%s]\n", s == wr_config_sections ? "" : "\n", s->name);
        }
        wr_jw_obj(&w, s->name);
        for (const struct wr_field *f = s->fields; f->name != NULL; f++) {
            struct wr_str value = wr_config_text(ctx, s, f, &app->config);
            wr_jw_str(&w, f->name, value.p != NULL ? value : WR_S(""));
            if (!args->json) {
                (void)fprintf(args->out, "# %s\n%s = " WR_FMT "\n",
                              app->lang == WR_LANG_ZH ? f->zh : f->doc, f->name, WR_ARG(value));
            }
        }
        wr_jw_obj_end(&w);
    }
    wr_jw_obj_end(&w);
    if (args->json) {
        (void)fprintf(args->out, WR_FMT "\n", WR_ARG(wr_buf_view(&b)));
    }
    wr_buf_done(&b);
    return 0;
}

const struct wr_command wr_config_commands[] = {
    {"config", "check", "[--config FILE]", "检查配置 / check the configuration", false, false,
     check},
    {"config", "show", "[--config FILE] [--json]", "显示全部配置 / print every setting", false,
     false, show},
    {0},
};
