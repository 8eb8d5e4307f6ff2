# What people run. Everything is made inside this directory and the per-user cache; nothing needs root.
.DEFAULT_GOAL := help
BIN := .venv/bin
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))

SEED := 1
N := 20
AT_ONCE := -n logical --maxprocesses 4 --dist worksteal

# What `make check` runs of the tests: everything without an engine but the years decided again, and
# with the engine one year, the stack of an older program and the replay of its histories.
CHECKED := domain store projections activities workflows console deploy faults bench \
	tests/documents tests/golden tests/test_examples.py tests/test_history.py tests/test_boards.py \
	tests/test_three_places.py tests/test_catalogues.py tests/test_replay.py \
	tests/engine/test_small_year.py tests/engine/test_golden_stack.py

.PHONY: help setup format static check test coverage-check living docs demo demo-bad-year faults bench bench-large bench-scale

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## /make \1\t/'

setup: ## make the private Python environment in .venv
	@for python in $(PYTHONS); do \
		if $$python -c '$(SUPPORTED)' 2>/dev/null; then exec $$python -m deploy.bootstrap; fi; \
	done; \
	echo "setup: Python 3.11 to 3.14 is needed; none of $(PYTHONS) on PATH is one." >&2; \
	echo "setup: install one, on Debian and Ubuntu: apt install python3 python3-venv" >&2; \
	exit 1

format: setup ## put the code into its standard form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: static ## run the quick part of the checks, for every day (minutes)
	@echo "check: tests" && $(BIN)/pytest $(AT_ONCE) -m "not time_bound" $(CHECKED)

test: static ## run every check: form, types, layers, tests
	@echo "test: engine with a moved clock" && $(BIN)/python -m testkit.shifted_engine
	@failed=0; \
	echo "test: tests"; $(BIN)/pytest $(AT_ONCE) -m "not time_bound" || failed=$$?; \
	echo "test: tests that are bound to time"; $(BIN)/pytest -n0 -m time_bound || failed=$$?; \
	exit $$failed

coverage-check: setup ## take away each behaviour that a clause rests on; its tests must notice (minutes)
	@$(BIN)/python -m tests.coverage --baseline

living: setup ## live a year and a midnight on the real clock, again and again (N=20)
	@for run in $$(seq $(N)); do \
		echo "living: run $$run of $(N)"; $(BIN)/pytest -n0 -q tests/engine/living || exit; \
	done

static: setup
	@echo "test: format" && $(BIN)/ruff format --check --quiet .
	@echo "test: lint" && $(BIN)/ruff check --quiet .
	@echo "test: types" && $(BIN)/mypy
	@echo "test: layers" && $(BIN)/lint-imports
	@echo "test: engine" && $(BIN)/python -m deploy.obtain

docs: setup ## build the site of the pages in .cache/site
	@$(BIN)/python -m tests.documents.site

demo: setup ## watch a county's whole work year on a real Temporal server
	@$(BIN)/jixiao demo

demo-bad-year: setup ## watch what goes wrong in a budget year, and how it is put right
	@$(BIN)/jixiao demo-bad-year

faults: setup ## strike a whole year with 200 faults, prove it, write docs/reliability.md (SEED=1 BUSY=1)
	@$(BIN)/python -m faults --seed $(SEED) $(if $(BUSY),--busy)

bench: setup ## measure ratios to bare counterparts and write docs/performance.md
	@$(BIN)/python -m bench

bench-large: setup ## 5,000 projects under `jixiao up`, stage by stage (minutes)
	@$(BIN)/python -m bench.large --page docs/performance-large.md

bench-scale: setup ## 5,000 projects against 100, three pairs added to the record (an hour)
	@$(BIN)/python -m bench.scale
