/* Writes one upload of real-time data to standard output: `hj212_upload YYYYMMDDhhmmss`. */
#include <hj212/hj212.h>

#include <stdio.h>
#include <string.h>

static struct hj212_str str(const char *text)
{
    struct hj212_str s = {text, strlen(text)};
    return s;
}

int main(int argc, char **argv)
{
    char buf[HJ212_BUFFER_MIN];
    char qn[18];
    int64_t ms;
    struct hj212_writer w;
    if (argc != 2 || !hj212_time_ms(str(argv[1]), &ms)) {
        (void)fprintf(stderr, "usage: hj212_upload YYYYMMDDhhmmss\n");
        return 2;
    }
    hj212_time_text(ms, 17, qn);
    const struct hj212_header h = {.dialect = HJ212_2017,
                                   .qn = str(qn),
                                   .st = str("32"),
                                   .cn = str("2011"),
                                   .pw = str("123456"),
                                   .mn = str("010000A8900016F000169DC0"),
                                   .ack_wanted = true,
                                   .flag = HJ212_FLAG_AUTO};
    hj212_begin(&w, buf, sizeof(buf), &h);
    hj212_put(&w, str("DataTime"), str(argv[1]));
    hj212_put_number(&w, str("w01018"), HJ212_F_RTD, 36.4, 1);
    hj212_put_value(&w, str("w01018"), HJ212_F_FLAG, str("N"));
    size_t n = hj212_end(&w);
    return n > 0 && fwrite(buf, 1, n, stdout) == n ? 0 : 1;
}
