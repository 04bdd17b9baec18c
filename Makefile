# Everything that a newcomer, a contributor and the automatic checks run. Needs make, sh, git and Python
# 3.11 or newer with its venv module; all else is installed into .venv, with hashes from the lock files.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input install

.PHONY: help site serve test check messages hooks clean

help:
	@echo "make site    set everything up and build the site"
	@echo "make serve   build it, show it on this machine, build again on every change"
	@echo "make test    run the tests; those in a browser where Chromium is installed"
	@echo "make check   formatter, linter, types and tests, as every proposal must pass them"
	@echo "make messages [LANGUAGE=it]   gather the site's texts, and bring its translations in line"
	@echo "make hooks   let Git refuse to commit a member's private folder, from now on"
	@echo "make clean   remove what was built and installed"

site: $(VENV)/.runtime
	$(BIN)/madewhere build

serve: $(VENV)/.runtime
	$(BIN)/madewhere serve

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist loadfile

messages: $(VENV)/.runtime
	$(BIN)/python -m madewhere.translations $(LANGUAGE)

hooks:
	git config core.hooksPath scripts/hooks

clean:
	rm -rf build $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find scripts tests -name __pycache__ -prune -exec rm -rf {} +

# A stamp a lock: installed once, and again when the lock or the package's own description changes.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "There is no $(PYTHON) here. Madewhere needs Python 3.11 or newer." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Madewhere needs Python 3.11 or newer, and $(PYTHON) is $$("$(PYTHON)" --version)." >&2; \
	  echo "If there is a newer one, name it: make PYTHON=python3.12 site" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) comes without its venv module." >&2; \
	  echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
