#!/bin/sh
# Makes .venv from requirements.lock, hashes checked: with uv where it is on PATH or pip can fetch it, else with pip.
# Run by `make env`; needs only Python 3.11 or later. PYTHON=/path/to/python chooses one.
set -eu
venv=.venv
lock=requirements.lock

say() { printf '%s\n' "$*"; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    say "Concordat needs Python 3.11 or later, and none was found${PYTHON:+ at $PYTHON}." \
        "Install one, or name it: make env PYTHON=/path/to/python3.11" >&2
    exit 1
}

make_venv() {
    python=$(find_python)
    say "Creating $venv with $("$python" --version)"
    if command -v uv >/dev/null; then
        uv venv --quiet --clear --no-project --python "$python" $venv
    elif ! "$python" -m venv --clear $venv; then
        say "Python could not create $venv: on Debian and Ubuntu, install python3-venv first." >&2
        exit 1
    fi
}

# uv does not read pip's settings, so an organisation's own package index is handed on to it.
hand_on_the_index() {
    index=${PIP_INDEX_URL:-$($venv/bin/python -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}" ]; then
        export UV_DEFAULT_INDEX="$index"
    fi
}

# The pins of uv itself are in the lock too: the lines from "uv==" to the first that does not go on.
fetch_uv() {
    awk '/^uv==/ { on = 1 } on { print; if ($0 !~ /\\$/) exit }' $lock >$venv/uv.txt
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $venv/uv.txt
}

find_uv() {
    if [ -x $venv/bin/uv ]; then
        say $venv/bin/uv
    elif command -v uv; then
        :
    elif fetch_uv >&2; then
        say $venv/bin/uv
    fi
}

install_with_uv() {
    say "Installing $(grep -c == $lock) pinned packages with uv"
    "$1" pip sync --quiet --python $venv/bin/python --require-hashes $lock &&
        "$1" pip install --quiet --python $venv/bin/python --no-deps --no-build-isolation --editable .
}

install_with_pip() {
    say "Installing $(grep -c == $lock) pinned packages with pip (a minute or two)"
    $venv/bin/python -m ensurepip >/dev/null
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $lock
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

$venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || make_venv
hand_on_the_index
uv=$(find_uv)
if [ -z "$uv" ] || ! install_with_uv "$uv"; then
    say "uv is not to be had here, or could not reach the packages: pip will try"
    install_with_pip
fi
say "Ready: $venv/bin/concordat"
