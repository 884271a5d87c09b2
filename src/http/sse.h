#pragma once
/* Event streams: a waiting client costs a connection and a small buffer, no thread. */

#include "http/http.h"

#include <sys/types.h>

#define WR_TOPIC_MAX 64
#define WR_STREAM_PENDING_MAX ((size_t)64 << 10)
#define WR_STREAM_BEAT_MS 15000

struct wr_streams;
struct wr_stream;

/** @param wake  lets a parked connection be read again; called from any thread */
WR_MUST_CHECK int wr_streams_new(size_t max, int64_t age_s_max, void (*wake)(void *conn),
                                 struct wr_streams **ret);
/** All streams must have been closed. */
void wr_streams_free(struct wr_streams *s);
/** @return 0, WR_EBUSY (as many as allowed are open, or the server stops), WR_EINVALID (name too long), WR_ENOMEM */
WR_MUST_CHECK int wr_stream_open(struct wr_streams *s, struct wr_str topic, void *conn,
                                 int64_t mono_ms, struct wr_stream **ret);
/** Bytes to send now; 0 after `park(conn)` was called because there are none; -1 at the end. */
ssize_t wr_stream_read(struct wr_stream *st, char *dst, size_t max, void (*park)(void *conn));
void wr_stream_close(struct wr_stream *st);
void wr_streams_publish(struct wr_streams *s, struct wr_str topic, const char *event,
                        struct wr_str data);
/** Send a comment to the idle, end those that are too old. Called every second or so. */
void wr_streams_tick(struct wr_streams *s, int64_t mono_ms);
/** End all streams and open no more. */
void wr_streams_end(struct wr_streams *s);
size_t wr_streams_count(struct wr_streams *s);
