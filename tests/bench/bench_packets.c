/* Packets of the shapes that the benchmark decodes: `bench_packets 2011|2051 [COUNT]`, to standard output. */
#include "hj212/hj212.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct hj212_str str(const char *z)
{
    return (struct hj212_str){z, strlen(z)};
}

int main(int argc, char **argv)
{
    static const char *const codes[] = {"w00000", "w01001", "w01018", "w21003"};
    static const double usual[] = {217.5, 7.4, 28.1, 1.9};
    static const enum hj212_field fields[] = {HJ212_F_COU, HJ212_F_MIN, HJ212_F_AVG, HJ212_F_MAX};
    char buf[HJ212_BUFFER_MIN];
    if (argc < 2) {
        return 2;
    }
    bool minute = strcmp(argv[1], "2051") == 0;
    int count = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 200;
    for (int i = 0; i < count; i++) {
        char qn[18];
        hj212_time_text(INT64_C(1772294400000) + (int64_t)i * 1001, 17, qn);
        const struct hj212_header h = {.qn = str(qn),
                                       .st = str("32"),
                                       .cn = str(argv[1]),
                                       .pw = str("123456"),
                                       .mn = str("010000A8900016F000169DC0"),
                                       .ack_wanted = true,
                                       .flag = HJ212_FLAG_AUTO};
        struct hj212_writer w;
        hj212_begin(&w, buf, sizeof(buf), &h);
        hj212_put(&w, str("DataTime"), str("20260301000000"));
        for (size_t f = 0; f < sizeof(codes) / sizeof(codes[0]); f++) {
            for (size_t k = 0; k < (minute ? 4 : 1); k++) {
                double v = usual[f] * (1 + 0.01 * (double)((i * 7 + (int)k * 13) % 40));
                hj212_put_number(&w, str(codes[f]), minute ? fields[k] : HJ212_F_RTD, v,
                                 f == 3 ? 3 : 2);
            }
            if (!minute) {
                hj212_put_number(&w, str(codes[f]), HJ212_F_ZSRTD, usual[f], 2);
            }
            hj212_put_value(&w, str(codes[f]), HJ212_F_FLAG, str("N"));
        }
        size_t n = hj212_end(&w);
        if (n == 0 || fwrite(buf, 1, n, stdout) != n) {
            return 1;
        }
    }
    return 0;
}
