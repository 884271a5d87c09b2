#pragma once
/* Requests, replies and routes. Knows nothing of libmicrohttpd: http_mhd.c alone does. */

#include "base/buf.h"
#include "codec/json.h"

enum wr_method { WR_GET, WR_POST, WR_PUT, WR_PATCH, WR_DELETE };

#define WR_ROUTE_ARGS_MAX 4
#define WR_PAGE_DEFAULT 50
#define WR_PAGE_MAX 200

/** A spooled upload (its bytes are in a private temporary file that is gone with the request). */
struct wr_upload {
    int fd;
    int64_t size_bytes;
    struct wr_str filename; /* as sent, base name only, control characters dropped; for display */
    struct wr_str media_type;
};

struct wr_req {
    struct wr_ctx *ctx; /* arena, actor, language, request id; the handler passes it down */
    enum wr_method method;
    struct wr_str path;
    struct wr_str args[WR_ROUTE_ARGS_MAX]; /* what {id} matched, in order */
    struct wr_str query;
    struct wr_str body;
    const void *in;          /* the decoded body (in_fields), or the decoded query for GET */
    struct wr_upload upload; /* fd -1 if none */
    struct wr_str if_match;  /* version without quotes, absent if not sent */
    struct wr_str if_none_match;
    struct wr_str idempotency_key;
    struct wr_str user_agent;
    struct wr_str address;       /* of the client, after trusted proxies */
    struct wr_str session_token; /* cookie value, absent if none */
    void *priv;
    struct wr_str (*header)(const struct wr_req *r, const char *name);
};

struct wr_resp {
    int status;             /* 200 unless set */
    const char *media_type; /* application/json unless set */
    struct wr_buf body;
    struct wr_str filename; /* set: sent as an attachment of this name */
    struct wr_str etag;     /* without quotes; unset: `version` is the tag where it is set */
    int64_t version;        /* set by wr_reply from the member of that name */
    struct wr_str location;
    struct wr_str set_cookie; /* complete Set-Cookie value, from http/cookie.h */
    int64_t cache_s;          /* 0: no-store */
    int file_fd;              /* -1, or a file to send instead of body; taken over */
    int64_t file_size;
    const char *stream_topic; /* set: the connection becomes an event stream of this topic */
};

/** Rate classes (requests per minute and client, from configuration). */
enum wr_rate {
    WR_RATE_READ,
    WR_RATE_WRITE,
    WR_RATE_LOGIN,
    WR_RATE_PUBLIC,
    WR_RATE_CHECKIN,
    WR_RATE_UPLOAD,
    WR_RATE_N
};

typedef int wr_handler(struct wr_req *r, struct wr_resp *w);

/** One route. Everything before the handler (limits, login, CSRF, rate, decoding) is done from this declaration. */
struct wr_route {
    enum wr_method method;
    const char *path; /* "/api/v1/enterprises/{id}/outlets" */
    uint32_t roles;   /* any of these roles; WR_ROLE_PUBLIC: no login */
    enum wr_rate rate;
    const struct wr_field *
        in; /* body of POST/PUT/PATCH, query of GET, DELETE and uploads; NULL: none (it is then refused) */
    size_t in_size;
    const struct wr_field *out; /* one object, or with `out_list` a page {items:[…], next, total} */
    wr_handler *handler;
    const char *doc;
    unsigned flags;
};
enum wr_route_flag {
    WR_RT_LIST = 1, /* `out` describes items of a page */
    WR_RT_UPLOAD =
        2, /* the body is raw bytes of a file, spooled; X-Filename names it (percent-encoded) */
    WR_RT_FILE = 4,            /* the reply is a file, not JSON */
    WR_RT_STREAM = 8,          /* the reply is text/event-stream */
    WR_RT_NO_CSRF = 16,        /* login and public posts */
    WR_RT_MUST_CHANGE_OK = 32, /* allowed while a password change is due */
    WR_RT_CREATED = 64,        /* answers 201 */
    WR_RT_PATCH =
        128, /* RFC 7396 merge patch: `in` documents the members, the raw object reaches the handler (wr_req_patch) */
    WR_RT_LARGE =
        256, /* whole files, the whole log: arena of WR_ARENA_LARGE_MAX, ten times the deadline; uploads have it anyway */
};
#define WR_ARENA_LARGE_MAX ((size_t)384 << 20)

/** Answer one object by its table; masks personal fields. */
int wr_reply(struct wr_resp *w, const struct wr_field *fields, const void *obj);
int wr_reply_unmasked(struct wr_resp *w, const struct wr_field *fields, const void *obj);
/** Answer {items:[…], next?:cursor, total?:n}. `total` < 0 leaves it out. */
int wr_reply_list(struct wr_resp *w, const struct wr_field *fields, size_t obj_size,
                  struct wr_list items, struct wr_str next, int64_t total);
/** 204. */
int wr_reply_none(struct wr_resp *w);
/** 201 with {"id": n} and Location path/n. */
int wr_reply_created(struct wr_req *r, struct wr_resp *w, int64_t id);
/** Path argument i as an id. @return 0, WR_ENOTFOUND */
WR_MUST_CHECK int wr_req_id(const struct wr_req *r, size_t i, int64_t *ret);
/** Version of If-Match. @return 0, WR_EINVALID (version.required) */
WR_MUST_CHECK int wr_req_version(const struct wr_req *r, int64_t *ret);
/**
 * Merge the body (RFC 7396) onto `current` and decode the result: members not named keep their value, null clears an optional one.
 * @param current  struct described by `fields`, as it stands; personal fields unmasked
 * @param ret      the merged struct
 * @return 0, WR_EINVALID (all faults)
 */
WR_MUST_CHECK int wr_req_patch(struct wr_req *r, const struct wr_field *fields, const void *current,
                               void *ret, size_t size);
/** The upload as one slice in the arena. @return 0, WR_ELIMIT */
WR_MUST_CHECK int wr_req_upload_bytes(struct wr_req *r, size_t max, struct wr_str *ret);

/** wr_http_options.hooks_arg, for the program's own routes. */
void *wr_req_hooks_arg(const struct wr_req *r);

/** Who the client is, asked by the router before a handler runs. Implemented by modules/account, given at start. */
struct wr_auth {
    /** Fill ctx->actor from the session token. @return 0 also for nobody; WR_EUNAUTH for an expired token */
    int (*identify)(struct wr_ctx *ctx, struct wr_str token, struct wr_str csrf_header,
                    bool *ret_csrf_ok, bool *ret_must_change);
};

/* ---- events for live pages ------------------------------------------------------------------ */

struct wr_http;
/** Send an event to all streams of `topic`; from any thread, after commit. `data` is one line of JSON. */
void wr_http_publish(struct wr_http *h, const char *topic, const char *event, struct wr_str data);
/* Modules do not call it: they use ctx->events (base/events.h), which `prepare` fills. Problem replies carry ctx->err.extra_name /
 * extra_json as an extension member (RFC 9457 §3.2), for example the verdict of a refused check-in. */

/* ---- embedded files ------------------------------------------------------------------------- */

struct wr_asset {
    const char *path; /* "/assets/index-abc.js", "/desk/index.html" */
    const char *media_type;
    const unsigned char *raw, *gz, *br; /* gz, br NULL when not smaller */
    size_t raw_n, gz_n, br_n;
    const char *etag; /* hex SHA-256 of raw */
    bool immutable;   /* hashed name */
};
extern const struct wr_asset wr_assets[]; /* sorted by path; generated */
extern const size_t wr_assets_n;

/* ---- the server ----------------------------------------------------------------------------- */

/** What a request with an Idempotency-Key was answered, so that its repetition gets the same answer. */
struct wr_stored_answer {
    struct wr_str route;     /* pattern of the route */
    struct wr_str body_hash; /* hex SHA-256 of path, query and body */
    int64_t status;
    struct wr_str answer;
};

struct wr_http_options {
    const char *listen; /* "127.0.0.1:8600"; port 0 picks one */
    size_t workers;     /* worker threads, each with a database connection */
    size_t queue_max;   /* requests waiting for a worker; more: 503 */
    size_t connections_max;
    size_t per_address_max;
    size_t streams_max;
    int64_t idle_s;
    int64_t request_ms_max; /* waiting and working; then 503 */
    size_t body_bytes_max;
    size_t upload_bytes_max;
    int64_t rate_per_min[WR_RATE_N]; /* 0: unlimited */
    const char *spool_dir;
    const char
        *public_url; /* "https://example.cn" or "" : for cookies (Secure) and Origin checks */
    const char *trusted_proxy; /* address whose X-Forwarded-For is believed, or "" */
    const struct wr_auth *auth;
    const struct wr_route *const
        *routes; /* NULL-terminated list of tables that each end with a zero row */
    /** Fill db, rules, keys of a worker's context before each request. */
    void (*prepare)(void *arg, struct wr_ctx *ctx);
    void *prepare_arg;
    /** Shell to send for a page path: "/desk/index.html", "/phone/index.html", "/plate/index.html"; NULL: 404. */
    const char *(*shell_for)(struct wr_str path);
    struct wr_str csp; /* Content-Security-Policy */
    /** Append further metrics (Prometheus text). */
    void (*metrics)(void *arg, struct wr_buf *b);
    /** 0 when ready to serve (database answers, schema right). */
    int (*ready)(void *arg);
    /** Passed to `metrics` and `ready`. */
    void *hooks_arg;
    /** Find (user ctx->actor, key). @return 0, WR_ENOTFOUND. NULL: keys are ignored. Both hooks or none. */
    int (*idempotency_find)(struct wr_ctx *ctx, struct wr_str key, struct wr_stored_answer *ret);
    int (*idempotency_store)(struct wr_ctx *ctx, struct wr_str key,
                             const struct wr_stored_answer *a);
    const struct wr_asset *assets; /* sorted by path; `wr_assets` of the build, or a test's own */
    size_t assets_n;
    const char *assets_dir;  /* serve files from here instead (development), or NULL */
    size_t header_bytes_max; /* request line and headers of one request; 0: 32 KiB */
    int64_t
        stream_s_max; /* age at which an event stream is ended, so that its login is asked again; 0: 1800 */
    const char *version; /* of the program, told by /metrics */
};
WR_MUST_CHECK int wr_http_start(const struct wr_http_options *opt, const struct wr_clock *clock,
                                struct wr_http **ret);
/** The port listened on. */
int wr_http_port(const struct wr_http *h);
/** Refuse new requests, let those under way end (at most wait_ms), close streams. */
void wr_http_stop(struct wr_http *h, int64_t wait_ms);
