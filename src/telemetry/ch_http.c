#include "telemetry/ch_http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void init_curl(void)
{
    (void)curl_global_init(CURL_GLOBAL_NOTHING);
}

/* ---- URL --------------------------------------------------------------------------------------- */

static bool is_name(struct wr_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return s.n > 0;
}

static bool take_hosts(struct wr_str hosts, struct wr_ch *ret)
{
    while (hosts.p && hosts.n > 0) {
        struct wr_str h = wr_str_cut(&hosts, ',');
        if (ret->n_hosts == WR_CH_HOSTS_MAX || h.n == 0 || h.n > 250)
            return false;
        (void)snprintf(ret->base[ret->n_hosts++], sizeof(ret->base[0]), "http://" WR_FMT "/",
                       WR_ARG(h));
    }
    return ret->n_hosts > 0;
}

int wr_ch_parse(struct wr_ctx *ctx, struct wr_str url, struct wr_ch *ret)
{
    static const struct wr_str prefix = {"clickhouse+http://", 18};
    struct wr_str rest = wr_str_sub(url, prefix.n, url.n);
    struct wr_str query = rest;
    struct wr_str path = wr_str_cut(&query, '?');
    struct wr_str database = path;
    struct wr_str hosts = wr_str_cut(&database, '/');
    ptrdiff_t at = wr_str_find(hosts, WR_S("@"));
    bool good = true;

    (void)pthread_once(&once, init_curl);
    if (at >= 0) {
        struct wr_str password = wr_str_sub(hosts, 0, (size_t)at);
        struct wr_str user = wr_str_cut(&password, ':');
        good = wr_str_copy_z(user, ret->user, sizeof(ret->user)) &&
               wr_str_copy_z(password, ret->password, sizeof(ret->password));
        hosts = wr_str_sub(hosts, (size_t)at + 1, hosts.n);
    }
    if (query.p) {
        good = good && wr_str_starts(query, WR_S("cluster=")) &&
               is_name(wr_str_sub(query, 8, query.n)) &&
               wr_str_copy_z(wr_str_sub(query, 8, query.n), ret->cluster, sizeof(ret->cluster));
    }
    good = good && database.p && is_name(database) &&
           wr_str_copy_z(database, ret->database, sizeof(ret->database)) && take_hosts(hosts, ret);
    return good ? 0 : wr_fail(ctx, WR_K_tele_url);
}

/* ---- asking ------------------------------------------------------------------------------------ */

static size_t take_reply(char *p, size_t size, size_t n, void *arg)
{
    struct wr_buf *b = arg;
    wr_buf_add(b, p, size * n);
    return b->failed ? 0 : size * n;
}

static void easy_cleanup(CURL **c)
{
    curl_easy_cleanup(*c);
}

static void slist_cleanup(struct curl_slist **l)
{
    curl_slist_free_all(*l);
}

static struct wr_str make_url(struct wr_ctx *ctx, CURL *c, const struct wr_ch *ch, size_t h,
                              struct wr_str sql, bool sql_in_url)
{
    char *text = sql_in_url ? curl_easy_escape(c, sql.p, (int)sql.n) : NULL;
    struct wr_str url =
        wr_arena_printf(ctx->arena, "%s?max_query_size=33554432&insert_distributed_sync=1%s%s",
                        ch->base[h], text ? "&query=" : "", text ? text : "");

    curl_free(text);
    return url;
}

static struct curl_slist *add_header(struct curl_slist *l, const char *name, const char *value)
{
    char line[240];

    if (value[0] == '\0')
        return l;
    (void)snprintf(line, sizeof(line), "%s: %s", name, value);
    return curl_slist_append(l, line);
}

static int judge(struct wr_ctx *ctx, CURL *c, CURLcode code, const struct wr_buf *reply)
{
    long status = 0;

    if (code != CURLE_OK)
        return wr_fail(ctx, WR_K_tele_away, wr_str(curl_easy_strerror(code)));
    (void)curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    if (status == 200)
        return 0;
    struct wr_str text = wr_arena_dup(ctx->arena, wr_str_sub(wr_buf_view(reply), 0, 400));
    return wr_fail(ctx, status == 503 || status == 502 ? WR_K_tele_away : WR_K_tele_store,
                   wr_str_trim(text));
}

int wr_ch_ask(struct wr_ctx *ctx, const struct wr_ch *ch, size_t h, struct wr_str sql,
              struct wr_str data, struct wr_buf *reply)
{
    WR_CLEANUP(easy_cleanup) CURL *c = curl_easy_init();
    WR_CLEANUP(slist_cleanup) struct curl_slist *headers = NULL;
    struct wr_buf own;
    struct wr_str body = data.p ? data : sql;

    if (!c)
        return wr_fail(ctx, WR_K_memory);
    wr_buf_init(&own, WR_CH_REPLY_MAX);
    struct wr_buf *out = reply ? reply : &own;
    wr_buf_clear(out);
    struct wr_str url = make_url(ctx, c, ch, h, sql, data.p != NULL);
    headers = add_header(headers, "X-ClickHouse-User", ch->user);
    headers = add_header(headers, "X-ClickHouse-Key", ch->password);
    headers = curl_slist_append(headers, "Expect:");
    (void)curl_easy_setopt(c, CURLOPT_URL, url.p);
    (void)curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
    (void)curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.p);
    (void)curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_reply);
    (void)curl_easy_setopt(c, CURLOPT_WRITEDATA, out);
    (void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(c, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)ch->wait_ms_max);
    (void)curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)ch->wait_ms_max * 12);
    int rc = url.p ? judge(ctx, c, curl_easy_perform(c), out) : wr_fail(ctx, WR_K_memory);
    wr_buf_done(&own);
    return rc;
}
