# Concordat: each job a newcomer or the build does is one target. `make` alone lists them.
# Needs Python 3.11 or later and nothing else; everything is installed into .venv.

.DEFAULT_GOAL := help
.PHONY: help env demo test check bench docs browser axe screenshots postgres spark lock clean

BIN := .venv/bin
READY := .venv/.ready

help:  ## list these targets
	@echo "Concordat. Each target makes what it needs first; start with: make demo"
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | awk -F'\t' '{ printf "  make %-11s %s\n", $$1, $$2 }'

env: $(READY)  ## create .venv with everything in requirements.lock, if it is not there or is out of date
	@:

$(READY): requirements.lock pyproject.toml tools/make_env.sh
	@sh tools/make_env.sh
	@touch $(READY)

demo: env  ## load the example collaborative, plan its convergence and open it on http://127.0.0.1:8000
	@$(BIN)/concordat demo

check: env  ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: check  ## check, then every test but those of the browser, of PostgreSQL and of Spark
	$(BIN)/python -m pytest -m "not spark" -n auto --maxprocesses 4 concordat tests --ignore=tests/browser

browser: env  ## the pages in a real browser, with axe (needs chromium)
	$(BIN)/python -m pytest tests/browser

axe: env  ## only the accessibility part of `make browser`
	$(BIN)/python -m pytest tests/browser -k axe

screenshots: env  ## take the pictures in docs/screenshots again (needs chromium)
	SCREENSHOTS=1 $(BIN)/python -m pytest tests/browser/test_screenshots.py

postgres: env  ## the tests that use a database, on PostgreSQL (needs DATABASE_URL)
	@test -n "$$DATABASE_URL" || { echo "Set DATABASE_URL first, for example postgres://me@localhost/concordat"; exit 1; }
	$(BIN)/python -m pytest -m database -n auto --maxprocesses 4 concordat tests --ignore=tests/browser

spark: env  ## the suites of every engine on Spark too (needs Java 17; installs pyspark, 430 MB)
	@sh tools/add_spark.sh
	$(BIN)/python -m pytest -m spark concordat

bench: env  ## the benchmarks: each prints a ratio against a peer, measured in one run
	@for file in benchmarks/*.py; do $(BIN)/python "$$file" || exit 1; done

docs: env  ## write again what is generated: the map, the reference, the marked parts of the manual, the picture
	$(BIN)/python tools/write_map.py
	$(BIN)/python tools/write_docs.py

lock: env  ## resolve the newest allowed versions into requirements.lock
	@sh tools/make_lock.sh

clean:  ## remove .venv and every cache
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
