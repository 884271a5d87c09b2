/* Requests put aside for a worker, event streams, and the end of the server. */
#include "http_fixture.h"

#include <pthread.h>

/* ---- suspended requests ---------------------------------------------------------------------- */

static void *ask_often(void *arg)
{
    int *good = arg;
    int fd = dial();
    struct answer a;
    for (int i = 0; i < 150; i++) {
        send_text(fd, GET("/api/fast"));
        receive(fd, &a);
        *good += a.status == 200 && strstr(a.text, "{\"n\":7}") != NULL;
    }
    (void)close(fd);
    return NULL;
}

/** A handler that ends at once wakes its connection while the library is still putting it aside. */
static void test_answers_before_it_is_parked(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    pthread_t threads[8];
    int good[8] = {0};
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &good[i]), 0);
    }
    for (size_t i = 0; i < 8; i++) {
        (void)pthread_join(threads[i], NULL);
        assert_int_equal(good[i], 150);
    }
    fixture_stop(1000);
}

static void test_deadline(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    o.request_ms_max = 200;
    o.workers = 1;
    fixture_start(&o);
    struct answer a;
    int64_t from_ms = now_ms();
    /* The first is being worked on when its time is over, the second still waits. */
    int first = dial();
    int second = dial();
    send_text(first, GET("/api/slow?n=1200"));
    sleep_ms(30);
    send_text(second, GET("/api/slow?n=1"));
    receive(first, &a);
    assert_int_equal(a.status, 503);
    assert_non_null(strstr(a.text, "http.deadline"));
    assert_non_null(strstr(a.text, "Retry-After: "));
    receive(second, &a);
    assert_int_equal(a.status, 503);
    assert_true(now_ms() - from_ms < 1100);
    sleep_ms(1300);
    ask(GET("/api/fast"), &a);
    assert_int_equal(a.status, 200);
    (void)close(first);
    (void)close(second);
    fixture_stop(1000);
}

static void test_full_queue(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    o.workers = 1;
    o.queue_max = 2;
    fixture_start(&o);
    int fds[6];
    int busy = 0;
    int good = 0;
    struct answer a;
    for (size_t i = 0; i < 6; i++) {
        fds[i] = dial();
        send_text(fds[i], GET("/api/slow?n=100"));
        sleep_ms(10);
    }
    for (size_t i = 0; i < 6; i++) {
        receive(fds[i], &a);
        good += a.status == 200;
        busy += a.status == 503 && strstr(a.text, "http.queue_full") != NULL &&
                strstr(a.text, "Retry-After") != NULL;
        (void)close(fds[i]);
    }
    assert_int_equal(good, 3);
    assert_int_equal(busy, 3);
    fixture_stop(1000);
}

static void test_client_gone(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    int before = atomic_load(&handled);
    for (int i = 0; i < 40; i++) {
        int fd = dial();
        send_text(fd, i % 2 ? GET("/api/slow?n=20") : HEAD("/api/slow?n=20"));
        struct linger hard = {.l_onoff = 1};
        if (i % 4 < 2) {
            (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
        }
        (void)close(fd);
    }
    sleep_ms(600);
    assert_true(atomic_load(&handled) >= before);
    struct answer a;
    ask(GET("/api/fast"), &a);
    assert_int_equal(a.status, 200);
    fixture_stop(1000);
}

static void *stop_soon(void *arg)
{
    const int64_t *wait_ms = arg;
    sleep_ms(100);
    fixture_stop(*wait_ms);
    return NULL;
}

static void stop_while_suspended(int64_t wait_ms, int status)
{
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    pthread_t thread;
    int fd = dial();
    int other = dial();
    struct answer a;
    send_text(fd, GET("/api/slow?n=700"));
    send_text(other, GET("/api/stream"));
    assert_int_equal(pthread_create(&thread, NULL, stop_soon, &wait_ms), 0);
    receive(fd, &a);
    assert_int_equal(a.status, status);
    assert_non_null(strstr(a.text, "Connection: close"));
    if (status == 503) {
        assert_non_null(strstr(a.text, "http.stopping"));
    }
    (void)pthread_join(thread, NULL);
    (void)close(fd);
    (void)close(other);
}

static void test_stop_waits(void **state WR_UNUSED)
{
    stop_while_suspended(3000, 200);
}

static void test_stop_does_not_wait_forever(void **state WR_UNUSED)
{
    stop_while_suspended(50, 503);
}

static void test_stop_with_idle_connections(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    int fds[20];
    struct answer a;
    for (size_t i = 0; i < 20; i++) {
        fds[i] = dial();
        if (i % 2) {
            send_text(fds[i], GET("/api/fast"));
            receive(fds[i], &a);
        } else {
            send_text(fds[i], "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
        }
    }
    int64_t from_ms = now_ms();
    fixture_stop(100);
    assert_true(now_ms() - from_ms < 4000);
    for (size_t i = 0; i < 20; i++) {
        (void)close(fds[i]);
    }
}

/* ---- streams --------------------------------------------------------------------------------- */

static void read_until(int fd, const char *what, struct answer *a)
{
    *a = (struct answer){0};
    while (strstr(a->text, what) == NULL) {
        ssize_t got = recv(fd, a->text + a->n, sizeof(a->text) - 1 - a->n, 0);
        assert_true(got > 0);
        a->n += (size_t)got;
    }
}

static void test_streams(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    fixture_start(&o);
    struct answer a;
    int one = dial();
    int two = dial();
    send_text(one, GET("/api/stream"));
    send_text(two, GET("/api/stream"));
    read_until(one, ": ok\n\n", &a);
    assert_non_null(strstr(a.text, "text/event-stream"));
    read_until(two, ": ok\n\n", &a);
    ask(GET("/api/stream"), &a);
    assert_int_equal(a.status, 503);
    assert_non_null(strstr(a.text, "http.streams_full"));
    wr_http_publish(server, "news", "visit", WR_S("{\"id\":1}"));
    wr_http_publish(server, "other", "visit", WR_S("{\"id\":2}"));
    read_until(one, "event: visit\ndata: {\"id\":1}\n\n", &a);
    read_until(two, "event: visit\ndata: {\"id\":1}\n\n", &a);
    /* One leaves; its place is free as soon as something was to be sent to it. */
    (void)close(one);
    for (int i = 0; i < 50; i++) {
        wr_http_publish(server, "news", "visit", WR_S("{}"));
        ask(GET("/api/fast"), &a);
        assert_int_equal(a.status, 200);
    }
    one = dial();
    send_text(one, GET("/api/stream"));
    read_until(one, ": ok\n\n", &a);
    fixture_stop(500);
    while (recv(one, a.text, sizeof(a.text), 0) > 0) {
    }
    (void)close(one);
    (void)close(two);
}

static void *publish_often(void *arg WR_UNUSED)
{
    for (int i = 0; i < 3000; i++) {
        wr_http_publish(server, "news", "n", WR_S("{\"a\":1}"));
    }
    return NULL;
}

/** Publishers of several threads against readers that come and go. */
static void test_stream_races(void **state WR_UNUSED)
{
    struct wr_http_options o = fixture_options();
    o.streams_max = 50;
    fixture_start(&o);
    pthread_t threads[3];
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, publish_often, NULL), 0);
    }
    for (int i = 0; i < 60; i++) {
        int fd = dial();
        struct answer a;
        send_text(fd, GET("/api/stream"));
        if (i % 3) {
            read_until(fd, "\r\n\r\n", &a);
        }
        (void)close(fd);
    }
    for (size_t i = 0; i < 3; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    fixture_stop(500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_before_it_is_parked),
        cmocka_unit_test(test_deadline),
        cmocka_unit_test(test_full_queue),
        cmocka_unit_test(test_client_gone),
        cmocka_unit_test(test_stop_waits),
        cmocka_unit_test(test_stop_does_not_wait_forever),
        cmocka_unit_test(test_stop_with_idle_connections),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_stream_races),
    };
    return cmocka_run_group_tests_name("http_server", tests, fixture_prepare, fixture_clear);
}
