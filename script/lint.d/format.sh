#!/bin/sh
# clang-format 14 would change nothing. `format.sh --fix` lets it change what it wants.
cd "$(dirname "$0")/../.." || exit 1
tool=$(command -v clang-format-14 || command -v clang-format) || {
    echo "format: clang-format 14 is not installed (apt-get install clang-format-14)" >&2
    exit 1
}
case $("$tool" --version) in
    *" 14."*) ;;
    *) echo "format: clang-format 14 is needed, this is $("$tool" --version)" >&2 && exit 1 ;;
esac
if [ "${1:-}" = --fix ]; then
    find src tests -name '*.[ch]' -print0 | xargs -0 "$tool" -i
else
    find src tests -name '*.[ch]' -print0 | xargs -0 "$tool" --dry-run -Werror
fi
