#pragma once
/*
 * Configuration: one INI file, over it WURAO_SECTION_NAME variables, over them secrets from systemd credentials.
 * Everything is declared in field tables; unknown keys are errors.
 */
#include "base/security.h"
#include "codec/field.h"

struct wr_config_http {
    struct wr_str listen, public_url, trusted_proxy;
    int64_t workers, queue_max, connections_max, per_address_max, streams_max;
    int64_t idle_s, request_ms_max, stream_s_max, stop_ms_max;
    int64_t header_bytes_max, body_bytes_max, upload_bytes_max;
    int64_t rate_read, rate_write, rate_login, rate_public, rate_checkin, rate_upload;
};
struct wr_config_db {
    struct wr_str url;
    int64_t readers_max, wait_ms_max;
};
struct wr_config_site {
    struct wr_str bureau_name, city_name, supervision_phone, tile_url, map_box;
};
struct wr_config_security {
    int64_t desk_idle_min, desk_absolute_min, phone_idle_min, phone_absolute_min;
    int64_t lock_after, lock_min, password_chars_min, password_days_max, sessions_max;
    bool demo, fast_hash;
};
struct wr_config_paths {
    struct wr_str keys, spool, rulepacks;
};
struct wr_config_ingest {
    struct wr_str listen;
    int64_t connections_max, per_address_max, frames_per_s_max, idle_s, frame_s, backlog_mib;
};
struct wr_config_telemetry {
    struct wr_str url, raw;
    int64_t real_days, long_days, raw_days;
};
struct wr_config_log {
    int64_t level;
};
struct wr_config {
    struct wr_config_http http;
    struct wr_config_db db;
    struct wr_config_site site;
    struct wr_config_security security;
    struct wr_config_paths paths;
    struct wr_config_ingest ingest;
    struct wr_config_telemetry telemetry;
    struct wr_config_log log;
};

/** One section: [name] of the file, WURAO_NAME_… of the environment. */
struct wr_config_section {
    const char *name;
    const struct wr_field *fields;
    size_t off; /* of its struct in struct wr_config */
};
extern const struct wr_config_section wr_config_sections[]; /* ends with name NULL */

/** What stands where nothing is configured. */
void wr_config_defaults(struct wr_config *c);
/**
 * Defaults, then the file (NULL: /etc/wurao/wurao.ini if there is one), then the environment, then credentials.
 * @return 0, WR_EINVALID (all faults, each with section and key), WR_EIO
 */
WR_MUST_CHECK int wr_config_load(struct wr_ctx *ctx, const char *path, char *const *environment,
                                 struct wr_config *ret);
/** Value as shown to people: secrets are hidden. */
struct wr_str wr_config_text(struct wr_ctx *ctx, const struct wr_config_section *s,
                             const struct wr_field *f, const struct wr_config *c);
void wr_config_security(const struct wr_config *c, struct wr_security *ret);
