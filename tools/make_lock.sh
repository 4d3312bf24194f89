#!/bin/sh
# Resolves pyproject.toml into two locks of pins and hashes, no index, no host: requirements.lock has all extras and the
# development group but `spark`; requirements-spark.lock what that adds. uv.lock records the index, so it is not kept.
# Run by `make lock`.
set -eu
PATH=$PWD/.venv/bin:$PATH

pins() {
    uv export --quiet --format requirements-txt "$@" --no-emit-project --no-header --no-annotate |
        grep -v -E '^--(index|extra-index|find-links)'
}

# What the second list pins and the first does not; a pin goes on over the lines that are indented.
added() {
    awk '/^[^ ]/ { pin = $1 } FILENAME == ARGV[1] { known[pin] = 1; next } !(pin in known)' "$1" "$2"
}

uv lock --quiet --upgrade
{
    echo "# Pins and hashes for everything, on Python 3.11 and later, Linux and macOS. Written by: make lock"
    pins --all-extras --no-extra spark
} >requirements.lock.new
pins --extra spark --no-dev >spark.new
{
    echo "# What the extra spark adds to requirements.lock. Written by: make lock"
    added requirements.lock.new spark.new
} >requirements-spark.lock.new
rm spark.new
if grep -n '://' requirements.lock.new requirements-spark.lock.new; then
    echo "The lines above name a host, which a lock that others install from must not: nothing was changed." >&2
    rm requirements.lock.new requirements-spark.lock.new
    exit 1
fi
mv requirements.lock.new requirements.lock
mv requirements-spark.lock.new requirements-spark.lock
echo "requirements.lock now pins $(grep -c == requirements.lock) packages, requirements-spark.lock $(grep -c == requirements-spark.lock)."
