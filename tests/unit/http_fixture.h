#pragma once
/* A server on a real socket with routes of its own, and a client that writes bytes as they stand in the test. */
#include "base/clock.h"
#include "http/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/** The server under test, between fixture_start and fixture_stop. */
extern struct wr_http *server;
/** How often the slow handler came to its end. */
extern atomic_int handled;

struct wr_http_options fixture_options(void);
void fixture_start(const struct wr_http_options *o);
void fixture_stop(int64_t wait_ms);

void sleep_ms(int64_t ms);
int64_t now_ms(void);
int dial(void);
void send_bytes(int fd, const void *p, size_t n);
void send_text(int fd, const char *text);

struct answer {
    int status; /* 0: the connection ended without one */
    char text[4096];
    size_t n; /* bytes of text */
};
/** Read one answer: headers, and the body its Content-Length names (as far as there is room). */
void receive(int fd, struct answer *a);
/** One request on a connection of its own. */
void ask(const char *text, struct answer *a);

#define HEAD(path) "GET " path " HTTP/1.1\r\nHost: x\r\n"
#define GET(path) HEAD(path) "\r\n"

/** Group set-up and tear-down: a spool folder, which must be empty at the end. */
int fixture_prepare(void **state);
int fixture_clear(void **state);
