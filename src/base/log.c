#include "base/log.h"

#include "base/calendar.h"
#include "base/clock.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#define LINE_BYTES_MAX 2048

static atomic_int level_min = WR_LOG_INFO;

void wr_log_set_level(enum wr_log_level min)
{
    atomic_store(&level_min, (int)min);
}

void wr_log(enum wr_log_level level, const char *event, const char *fmt, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if ((int)level < atomic_load(&level_min))
        return;
    char line[LINE_BYTES_MAX];
    char stamp[WR_STAMP_TEXT];
    wr_stamp_format(wr_now_ms(wr_clock_system()), stamp);
    int n = snprintf(line, sizeof(line), "ts=%s level=%s event=%s%s", stamp, names[level & 3],
                     event, *fmt ? " " : "");
    size_t used = n < 0 ? 0 : (size_t)n;
    if (used < sizeof(line) - 1) {
        va_list ap;
        va_start(ap, fmt);
        n = vsnprintf(line + used, sizeof(line) - used, fmt, ap);
        va_end(ap);
        used += n < 0 ? 0 : (size_t)n;
    }
    if (used > sizeof(line) - 1)
        used = sizeof(line) - 1;
    for (size_t i = 0; i < used; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F)
            line[i] = '?';
    line[used++] = '\n';
    /* one write, so that lines of several threads do not mix */
    ssize_t written = write(STDERR_FILENO, line, used);
    (void)written;
}
