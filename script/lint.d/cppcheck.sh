#!/bin/sh
# cppcheck over all of src/: warnings, performance and portability, without noise.
cd "$(dirname "$0")/../.." || exit 1
command -v cppcheck >/dev/null || {
    echo "cppcheck is not installed (apt-get install cppcheck)" >&2
    exit 1
}
cache=${WURAO_CPPCHECK_CACHE:-build/cppcheck}
mkdir -p "$cache"
exec cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability \
    --error-exitcode=1 --inline-suppr --cppcheck-build-dir="$cache" -j "$(nproc)" -Isrc -D_GNU_SOURCE -D__cppcheck__ \
    --suppressions-list=script/lint.d/cppcheck.txt --template='{file}:{line}: {id}: {message}' src
