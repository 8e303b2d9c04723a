# make demo    the published 2020 report of Rushan, from workbook to document
# make test    everything that must hold: lint, format, types, floors, tests on the built wheel
# make bench   what reading, checking and writing cost
# make fuzz    ten minutes of coverage-guided fuzzing of the reader (make fuzz SECONDS=60)
# make forms   regenerate what is generated from the form definitions
# make clean   back to a fresh clone
#
# Needs Python 3.11 or newer, nothing else: make PYTHON=python3.12 demo

PYTHON ?= python3
BIN    := .venv/bin

export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH

# Folders are listed too: their time changes when a file is removed. The wheel leaves out what is
# in .gitignore, so that lock files of office programs (~$*, .~lock.*) must not count.
SOURCES := pyproject.toml LICENSE .gitignore $(wildcard README.md) \
    $(shell find toolkit workbook_templates ! -name '.*' ! -name '~*' \
        ! -name __pycache__ ! -name '*.py[cod]')

.PHONY: demo test bench fuzz forms clean
.DELETE_ON_ERROR:

demo: .venv/wheel.stamp
	@$(BIN)/python samples/rushan-2020/demo.py

test: .venv/wheel.stamp
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@PYTHONPATH=toolkit $(BIN)/lint-imports --no-logo --no-cache > .venv/floors.txt 2>&1 \
	    || { cat .venv/floors.txt; exit 1; }
	@$(BIN)/pytest --quiet -n auto

bench: .venv/wheel.stamp
	@$(BIN)/python tests/benchmarks/run.py

fuzz: .venv/wheel.stamp
	@$(BIN)/python -c 'import atheris' 2> /dev/null || $(BIN)/python -m pip install -qq atheris
	@$(BIN)/python tests/fuzz/fuzz_reader.py $(or $(SECONDS),600)

forms: .venv/wheel.stamp
	@$(BIN)/python -m xl2report.chain.artefacts workbook_templates

clean:
	rm -rf .venv dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find samples tests toolkit -name __pycache__ -prune -exec rm -rf {} +

.venv/tools.stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "making .venv (once, a minute or two)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --requirement requirements.lock
	@touch $@

.venv/wheel.stamp: .venv/tools.stamp $(SOURCES)
	@rm -rf dist
	@$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation --wheel-dir dist .
	@$(BIN)/python -m pip install -qq --no-deps --no-index --force-reinstall dist/*.whl
	@touch $@
