#!/bin/sh
# Resolves pyproject.toml (all extras and the development group) into requirements.lock: pins and hashes, no index, no host.
# uv.lock records the index in use, so it is not kept. Run by `make lock`.
set -eu
PATH=$PWD/.venv/bin:$PATH
uv lock --quiet --upgrade
{
    echo "# Pins and hashes for everything, on Python 3.11 and later, Linux and macOS. Written by: make lock"
    uv export --quiet --format requirements-txt --all-extras --no-emit-project --no-header --no-annotate |
        grep -v -E '^--(index|extra-index|find-links)'
} >requirements.lock.new
if grep -n '://' requirements.lock.new; then
    echo "The lines above name a host, which a lock that others install from must not: nothing was changed." >&2
    rm requirements.lock.new
    exit 1
fi
mv requirements.lock.new requirements.lock
echo "requirements.lock now pins $(grep -c == requirements.lock) packages."
