#!/bin/sh
# Adds the extra `spark` to .venv from requirements-spark.lock, hashes checked. Run by `make spark`; takes 430 MB once.
set -eu
venv=.venv

if $venv/bin/python -c 'import pyspark' 2>/dev/null; then
    exit 0
fi
# uv does not read pip's settings, so an organisation's own package index is handed on to it.
index=${PIP_INDEX_URL:-$($venv/bin/python -m pip config get global.index-url 2>/dev/null || true)}
if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}" ]; then
    export UV_DEFAULT_INDEX="$index"
fi
echo "Installing pyspark"
$venv/bin/uv pip install --quiet --python $venv/bin/python --require-hashes --no-deps -r requirements-spark.lock ||
    { $venv/bin/python -m ensurepip >/dev/null
      $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
          -r requirements-spark.lock; }
