# The doors of this project: `make help` lists them.
# Everything runs in .venv, set up once and again only when pyproject.toml or constraints.txt changes
# or the checkout has moved. Paths are relative, so a folder with spaces in its name works.

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
AXE := tests/reports/axe/node_modules
PYTEST := $(PY) -m pytest -n auto --dist loadgroup

# Some containers set this; then each of the programs that tests start would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-all quick check examples map pictures bench reference sample constraints clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## open the wizard; without a terminal, make the demo and its PDF instead
	@if [ -t 0 ] && [ -t 1 ]; then exec $(VENV)/bin/readiness; else exec $(VENV)/bin/readiness demo; fi

test: check ## check, then every test that needs only Python packages
	$(PYTEST) -m "not needs_apt"

test-all: check $(AXE) ## check, then every test (needs what .ci/run installs)
	$(PYTEST)

quick: $(READY_DEV) ## the rules', library's and exchange formats' own tests: while you work
	$(PYTEST) tests/rules tests/library tests/exchange

check: $(READY_DEV) ## lint, formatting, types and the arrows between the rooms
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

examples: $(READY) ## run examples/compare.py
	$(PY) examples/compare.py

pictures: $(READY) ## draw the screens that the README shows
	$(PY) examples/screens.py

map: $(READY) ## print every module with its purpose
	@$(PY) .ci/map

bench: $(READY_DEV) ## run every benchmark
	@for file in benchmarks/*.py; do echo "== $$file"; $(PY) "$$file" || exit 1; done

reference: $(READY) ## renew docs/library/, the glossary, the tables of fields, the figures in the README, the schema of reports
	$(PY) -m questionnaires.reference
	$(PY) -m readiness.reports.machine

sample: $(READY_DEV) ## renew docs/sample and the pictures of report pages (needs pdftoppm)
	$(PY) examples/sample.py

constraints: ## renew constraints.txt with the newest versions that pyproject.toml allows
	@.ci/constraints

clean: ## remove .venv, caches and build output; assessments stay
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp holds the folder it was made in; a checkout that has moved is set up anew.
ifneq "$(shell test -x $(PY) && cat $(READY) 2>/dev/null)" "$(CURDIR)"
.PHONY: $(READY)
endif

$(READY): pyproject.toml constraints.txt
	@.ci/setup

$(READY_DEV): $(READY)
	@.ci/setup dev

$(AXE): $(AXE:node_modules=package-lock.json)
	npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund
	@touch $@
