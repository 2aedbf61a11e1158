# Each target does all its own set-up on a machine with Python >= 3.11, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
BENCH_STAMP := $(VENV)/.bench-ready

.PHONY: setup demo serve test bench soak lint

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing (some minutes on a fresh machine) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

demo: setup
	@$(BIN)/python -m api.demo

serve: setup
	@COACH_DEMO=1 $(BIN)/coach serve

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n auto --dist loadfile

bench: setup $(BENCH_STAMP)
	$(BIN)/python -m evals.bench

$(BENCH_STAMP): $(STAMP)
	@echo "Installing the systems to compare with ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $(BENCH_STAMP)

soak: setup
	$(BIN)/python -m pytest tests/soak
