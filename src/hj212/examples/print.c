/* Prints what a byte stream on standard input holds: `hj212_print < FILE`. */
#include <hj212/hj212.h>

#include <stdio.h>
#include <string.h>

static struct hj212_msg msg; /* 80 KiB: not for the stack */

static void print(const struct hj212_frame *frame, const struct hj212_profile *profile)
{
    enum hj212_error error = hj212_parse(frame, profile, &msg);
    printf("%.*s %.*s %s\n", (int)msg.mn.n, msg.mn.n > 0 ? msg.mn.p : "", (int)msg.cn.n,
           msg.cn.n > 0 ? msg.cn.p : "", hj212_error_name(error));
    for (size_t i = 0; i < msg.n_items; i++) {
        const struct hj212_item *item = &msg.items[i];
        printf("  %.*s = %.*s\n", (int)item->name_n, item->name, (int)item->value_n, item->value);
    }
}

int main(void)
{
    static char buf[HJ212_BUFFER_MIN * 2];
    size_t n = 0;
    bool end = false;
    struct hj212_profile profile = hj212_compat();
    struct hj212_framer framer;
    struct hj212_frame frame;
    hj212_framer_init(&framer, profile);
    while (!end) {
        size_t got = fread(buf + n, 1, sizeof(buf) - n, stdin);
        end = got == 0;
        n += got;
        for (bool more = false; !more;) {
            switch (hj212_next(&framer, buf, n, end, &frame)) {
            case HJ212_FRAME:
                print(&frame, &profile);
                break;
            case HJ212_BAD:
                printf("bad frame: %s\n", hj212_error_name(frame.error));
                break;
            case HJ212_MORE:
            default:
                more = true;
                break;
            }
            memmove(buf, buf + frame.consumed, n - frame.consumed);
            n -= frame.consumed;
        }
    }
    return 0;
}
