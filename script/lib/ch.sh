# Two private ClickHouse servers that form a cluster, for tests: ch_start sets WURAO_TEST_CH, ch_stop ends them. Sourced by bash.
ch_dir=
ch_pids=

ch_config() { # folder, HTTP port, TCP port, other ports for the cluster
    cat >"$1/config.xml" <<XML
<yandex>
  <logger><level>warning</level><log>$1/server.log</log><errorlog>$1/error.log</errorlog></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>$2</http_port><tcp_port>$3</tcp_port><interserver_http_port>$6</interserver_http_port>
  <interserver_http_host>127.0.0.1</interserver_http_host>
  <path>$1/data/</path><tmp_path>$1/tmp/</tmp_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database>
  <mark_cache_size>67108864</mark_cache_size><uncompressed_cache_size>67108864</uncompressed_cache_size>
  <remote_servers><pair>
    <shard><replica><host>127.0.0.1</host><port>$4</port></replica></shard>
    <shard><replica><host>127.0.0.1</host><port>$5</port></replica></shard>
  </pair></remote_servers>
</yandex>
XML
    cat >"$1/users.xml" <<XML
<yandex>
  <profiles><default><max_memory_usage>2000000000</max_memory_usage></default></profiles>
  <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
  <quotas><default></default></quotas>
</yandex>
XML
}

ch_start() {
    command -v clickhouse-server >/dev/null || die "ClickHouse is not installed (apt-get install clickhouse-server)"
    ch_dir=$(mktemp -d "${TMPDIR:-/tmp}/wurao-ch-XXXXXX")
    local http=() tcp=() inter=() i n
    for i in 0 1; do
        http[$i]=$(pg_free_port) tcp[$i]=$(pg_free_port) inter[$i]=$(pg_free_port)
    done
    for i in 0 1; do
        mkdir -p "$ch_dir/$i/data" "$ch_dir/$i/tmp"
        ch_config "$ch_dir/$i" "${http[$i]}" "${tcp[$i]}" "${tcp[0]}" "${tcp[1]}" "${inter[$i]}"
        (cd "$ch_dir/$i" && exec clickhouse-server --config-file="$ch_dir/$i/config.xml") >"$ch_dir/$i/out.log" 2>&1 &
        ch_pids="$ch_pids $!"
    done
    for i in 0 1; do
        for n in $(seq 150); do
            (exec 3<>"/dev/tcp/127.0.0.1/${http[$i]}") 2>/dev/null && continue 2
            sleep 0.2
        done
        die "ClickHouse did not start: $(tail -n 1 "$ch_dir/$i/error.log" "$ch_dir/$i/out.log" 2>/dev/null | tail -n 1)"
    done
    export WURAO_TEST_CH="clickhouse+http://127.0.0.1:${http[0]},127.0.0.1:${http[1]}/wurao?cluster=pair"
}

ch_stop() {
    local p
    for p in $ch_pids; do kill "$p" 2>/dev/null; wait "$p" 2>/dev/null; done
    ch_pids=
    [ -z "$ch_dir" ] || rm -rf "$ch_dir"
    ch_dir=
}
