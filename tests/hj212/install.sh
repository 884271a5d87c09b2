#!/bin/sh
# What `meson install` puts into a folder is enough to build the examples of libhj212 with pkg-config alone, shared and static.
# usage: install.sh BUILD SOURCE [FLAGS…]   FLAGS: those the libraries were built with (sanitizers)
set -eu
build=$1 source=$2
shift 2
to=$(mktemp -d "${TMPDIR:-/tmp}/wurao-install-XXXXXX")
trap 'rm -rf "$to"' EXIT

meson install -C "$build" --no-rebuild --quiet --destdir "$to"
has() {
    find "$to" -path "*$1" | grep -q . || { echo "not installed: $1" >&2; exit 1; }
}
has /bin/wurao
has /include/hj212/hj212.h
has /libhj212.a
has /libhj212.so
has /pkgconfig/hj212.pc
"$(find "$to" -path '*/bin/wurao')" --version | grep -q '^wurao '

pc=$(find "$to" -name hj212.pc)
export PKG_CONFIG_SYSROOT_DIR="$to" PKG_CONFIG_LIBDIR="$(dirname "$pc")"
[ "$(pkg-config --modversion hj212)" = "$(sed -n "s/^hj212_version = '\(.*\)'/\1/p" "$source/src/hj212/meson.build")" ]
lib=$(dirname "$(find "$to" -name libhj212.a)")
mkdir "$to/try"
# The header stands alone, with every warning on.
printf '#include <hj212/hj212.h>\nint main(void) { return hj212_crc("", 0) == 0xFFFF ? 0 : 1; }\n' >"$to/try/alone.c"
for e in "$to/try/alone.c" "$source/src/hj212/examples/print.c" "$source/src/hj212/examples/upload.c"; do
    name=$(basename "$e" .c)
    # shellcheck disable=SC2046 # words are what is wanted
    ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror "$@" "$e" -o "$to/try/$name" $(pkg-config --cflags --libs hj212)
done
run() { LD_LIBRARY_PATH="$lib" "$@"; }
run "$to/try/alone"
run "$to/try/upload" 20260301120000 >"$to/try/frames"
run "$to/try/print" <"$to/try/frames" | grep -q 'w01018-Rtd = 36.4'
# shellcheck disable=SC2046
${CC:-cc} -std=c11 "$@" "$source/src/hj212/examples/print.c" -o "$to/try/static" $(pkg-config --cflags hj212) "$lib/libhj212.a" -lcrypto
"$to/try/static" <"$to/try/frames" | grep -q 'w01018-Rtd = 36.4'
