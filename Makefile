SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help run test check accept bench scale soak docs migration venv venv-dev venv-bench

# compiled files are kept whatever the shell says: a command starts in half the time
unexport PYTHONDONTWRITEBYTECODE

PYTHON := .venv/bin/python
FLASK := .venv/bin/flask --app app

help:  ## this list
	sed -nE 's/^([a-z]+):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: venv  ## the demo college on http://127.0.0.1:$PORT (5000): web server and job worker
	JOURNAL_DEMO=1 exec $(PYTHON) -m tools.serve

test: venv-dev  ## the whole suite on SQLite and PostgreSQL, the browser included
	tools/chromium.sh
	JOURNAL_TEST_ENGINE=both $(PYTHON) -m pytest -n 2 --dist worksteal $(ARGS)

check: venv-dev  ## style, types, arrows, migrations, templates, generated docs
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	JOURNAL_TEST_ENGINE=both $(PYTHON) -m pytest tests/test_schema.py tests/test_house.py

accept: venv-dev  ## DATA=folder: the genuine files through the real commands
	$(PYTHON) -m tools.accept "$(DATA)"

bench: venv-bench  ## beside peers and the floor; FAST=1 for a try, MARKS=n, ONLY=words of a line; GROWTH=1: ours up to 10 million
	$(PYTHON) -m $(if $(GROWTH),bench.sizes,bench $(if $(FAST),--fast) $(if $(MARKS),--marks $(MARKS)) $(if $(ONLY),--only "$(ONLY)") "$(DATA)")

soak: venv-dev  ## ARGS=subjects: killed, starved and loaded for an hour (ROUNDS=200, MINUTES=24 of the day)
	$(PYTHON) -m tools.soak $(ARGS)

scale: venv-bench  ## a region on PostgreSQL: COLLEGES=20 in one schema, whole and by years, figures in docs/scale.md
	$(PYTHON) -m bench.region $(if $(COLLEGES),--colleges $(COLLEGES))

docs: venv-dev  ## docs/ that are generated from the code
	$(PYTHON) -m tools.docs

migration: venv  ## NAME=what_changes: the step from the last released schema to the models
	$(PYTHON) -m tools.migration

venv:
	tools/venv.sh requirements.txt

venv-dev:
	tools/venv.sh requirements-dev.txt

venv-bench:
	tools/venv.sh requirements-bench.txt
