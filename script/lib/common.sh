# Shared by the scripts in script/: one voice, quiet steps, the right Node. Sourced by bash.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
me=script/$(basename "$0")
PATH="$root/.node/bin:$PATH"
export LC_ALL=C.UTF-8

say() { printf '%s: %s\n' "$me" "$*" >&2; }

# One clear line, then out.
die() {
    printf '%s: %s\n' "$me" "$*" >&2
    exit 1
}

# step LOG TEXT COMMAND…: tells what is done, keeps its output in LOG, and on failure shows the line that matters.
step() {
    local log=$1 text=$2 line
    shift 2
    mkdir -p "$(dirname "$log")"
    say "$text …"
    if ! "$@" >"$log" 2>&1; then
        line=$(grep -E '^npm (ERR!|error) ' "$log" | grep -vE '(ERR!|error) +(code|errno|A complete log|$)' | head -n 1) || true
        [ -n "$line" ] || line=$(grep -m1 -E '(error|ERROR|Error|FAILED|^E:)[: ]' "$log") || line=$(tail -n 1 "$log")
        die "$text failed: ${line:-no output} (all of it: $log)"
    fi
}

# Vite's demand: 20.19 or a later 20, or 22.12 and later.
node_is_new_enough() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number)
                 process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)'
}

# Digest of the contents of files named on standard input, NUL-separated.
digest() { sort -z | xargs -0 -r sha256sum | sha256sum; }

stamp_is() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# npm_install FOLDER: packages as locked, only when the lock changed.
npm_install() {
    local stamp=$1/node_modules/.wurao-lock lock
    lock=$(printf '%s\0' "$1/package.json" "$1/package-lock.json" | digest)
    stamp_is "$stamp" "$lock" && return 0
    step "build/log/npm-$1.log" "installing packages for $1" npm ci --prefix "$1" --no-audit --no-fund --ignore-scripts
    printf '%s\n' "$lock" >"$stamp"
}
