# A private PostgreSQL for tests: pg_start sets WURAO_TEST_PG, pg_stop ends and removes it. Sourced by bash.
pg_dir=

pg_bin() {
    local dir
    for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        [ -x "$dir/initdb" ] && printf '%s' "$dir" && return 0
    done
    dir=$(pg_config --bindir 2>/dev/null) && [ -x "$dir/initdb" ] && printf '%s' "$dir"
}

# PostgreSQL refuses to run as root: then it runs as the system's user postgres.
pg_as_user() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

pg_free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

pg_start() {
    local bin port
    bin=$(pg_bin) || die "PostgreSQL is not installed (apt-get install postgresql)"
    pg_dir=$(mktemp -d "${TMPDIR:-/tmp}/wurao-pg-XXXXXX")
    [ "$(id -u)" != 0 ] || chown postgres "$pg_dir"
    port=$(pg_free_port)
    (cd "$pg_dir" && pg_as_user "$bin/initdb" -D "$pg_dir/data" -U wurao -A trust -E UTF8 --locale=C.UTF-8 --no-sync) \
        >"$pg_dir/initdb.log" 2>&1 || die "PostgreSQL did not start: $(tail -n 1 "$pg_dir/initdb.log")"
    (cd "$pg_dir" && pg_as_user "$bin/pg_ctl" -D "$pg_dir/data" -w -t 60 -l "$pg_dir/data/server.log" start -o \
        "-p $port -k '$pg_dir' -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200") \
        >"$pg_dir/start.log" 2>&1 ||
        die "PostgreSQL did not start: $(grep -m1 -E 'FATAL|ERROR' "$pg_dir/data/server.log" || tail -n 1 "$pg_dir/start.log")"
    export WURAO_TEST_PG="postgres://wurao@127.0.0.1:$port/postgres"
}

pg_stop() {
    [ -n "$pg_dir" ] || return 0
    (cd "$pg_dir" && pg_as_user "$(pg_bin)/pg_ctl" -D "$pg_dir/data" -m immediate -w stop) >/dev/null 2>&1 || true
    rm -rf "$pg_dir"
    pg_dir=
}
