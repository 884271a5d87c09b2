# shellcheck shell=bash
# The demonstration city's data loggers, sending as real ones do while the server runs. Sourced by bash.
stream_mn=410199DE00000000

# stream_city SERVER DB HOST:PORT LOG: the loggers that DB has registered send to HOST:PORT until the process SERVER ends; a
# sender that dies is started again. Returns at once; a city without loggers has nothing to send.
stream_city() {
    mkdir -p "$(dirname "$4")"
    stream_while "$1" "$2" "$3" </dev/null >"$4" 2>&1 &
}

stream_while() {
    local server=$1 db=$2 to=$3 sender='' began=0 listed
    trap '' INT # the terminal's: the server's end is what counts
    listed=$(mktemp "${TMPDIR:-/tmp}/wurao-loggers-XXXXXX")
    # The server may be bringing its schema up to date first.
    until "$wurao" device list --db "$db" >"$listed"; do
        sleep 2
        kill -0 "$server" 2>/dev/null || break
    done
    while kill -0 "$server" 2>/dev/null && grep -q "$stream_mn" "$listed"; do
        if [ -z "$sender" ] || { ! kill -0 "$sender" 2>/dev/null && [ $((SECONDS - began)) -ge 5 ]; }; then
            began=$SECONDS
            "$wurao" hj212 send --live --to "$to" --registered "$listed" --mn "$stream_mn" --interval "${WURAO_STREAM_S:-60}" &
            sender=$!
        fi
        sleep 1
    done
    [ -z "$sender" ] || kill "$sender" 2>/dev/null || true
    rm -f "$listed"
}
