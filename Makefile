# `make test` works on a fresh machine with Python 3.11 or newer and a package index.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: all venv lint format types test test-all pytest docs tables clean

all: test

venv: $(VENV)/.installed

# The extra `dev` brings `tensorflow-cpu`, `run` brings `tensorflow`; both install the import package `tensorflow`, so only
# one of them belongs in an environment and `run` is not installed here (`dev` holds all else that `run` does).
# tf_keras (Keras 2, an oracle of some tests) requires `tensorflow` by name, hence --no-deps.
$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-deps tf_keras
	touch $@

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: venv
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "not long"

# Every model of keras.applications, every size of the property tests, and the tests marked `long`.
test-all: lint
	KERAS_LINT_THOROUGH=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile

# The rule pages, from the rules themselves.
docs: venv
	$(BIN)/python tools/generate_docs.py

# The tables of knowledge, from real Keras and scikit-learn; minutes.
tables: venv
	$(BIN)/python tools/generate_api.py
	$(BIN)/python tools/generate_datasets.py
	$(BIN)/python tools/generate_applications.py

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
