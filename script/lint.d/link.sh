#!/bin/sh
# No wrong arrows between layers: every layer links as a shared object with nothing undefined, against lower layers only.
# usage: link.sh BUILD_FOLDER
set -eu
cd "$(dirname "$0")/../.."
build=$1
out=$(mktemp -d "${TMPDIR:-/tmp}/wurao-link-XXXXXX")
trap 'rm -rf "$out"' EXIT
libs="$(pkg-config --libs libsodium libcrypto jansson sqlite3 libpq libmicrohttpd libzip expat libqrencode \
    cairo cairo-pdf cairo-svg pangocairo libjpeg libpng libwebp libcurl) -lxlsxwriter -lm -lpthread"
sanitize=
if nm "$build/src/libbase.a" 2>/dev/null | grep -q __asan_init; then
    sanitize=-fsanitize=address,undefined
fi
lower=
for archive in base hj212/hj212 codec db http telemetry rules modules/modules0 modules/modules1 modules/modules2 modules/modules3 \
    modules/modules4 modules/modules5 modules/modules6 modules/modules7 modules/modules8 modules/modules9 modules/modules10 \
    modules/modules11 ingest jobs gen/embedded; do
    dir=$(dirname "$archive")
    name=$(basename "$archive")
    [ "$dir" != . ] || dir=
    file=$build/src/${dir:+$dir/}lib$name.a
    [ -f "$file" ] || {
        echo "link: $file is missing; build first" >&2
        exit 1
    }
    # shellcheck disable=SC2086
    if ! ${CC:-cc} -shared $sanitize -Wl,--no-undefined -o "$out/lib$name.so" -Wl,--whole-archive "$file" \
        -Wl,--no-whole-archive $lower $libs 2>"$out/err"; then
        echo "link: layer $archive calls something that is not below it:" >&2
        grep -o 'undefined reference to .*' "$out/err" | sort -u | head -20 >&2
        exit 1
    fi
    lower="$out/lib$name.so $lower"
done
