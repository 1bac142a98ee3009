# Two commands: `make run` and `make test`. They need Python 3.11 or newer, and this file.

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW_ENOUGH)' 2> /dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
INSTALL := $(PIP) install --only-binary :all: --require-hashes
COMPILE := $(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
ARGS ?=

.PHONY: help run test test-full check lock wheel bench clean system

help:
	@echo "make run        start liveboard here; ARGS=--lan lets phones in the same network in"
	@echo "make test       install what the tests need and run everything"
	@echo "make test-full  the same tests, at full size"
	@echo "make check      format, lint, types, contracts, tests; nothing is installed"
	@echo "make bench      measure, and print the table"
	@echo "make wheel      build dist/liveboard-*.whl"
	@echo "make lock       renew requirements/*.txt"
	@echo "make clean      remove everything that these made (never your data)"

run: .venv/run.stamp
	@$(BIN)/liveboard up $(ARGS)

test: .venv/test.stamp system
	@$(BIN)/liveboard check

test-full: .venv/test.stamp system
	@LIVEBOARD_TEST_SCALE=1 $(BIN)/liveboard check

check:
	@$(BIN)/liveboard check

bench: .venv/test.stamp
	@$(BIN)/python -m benchmarks $(ARGS)

wheel: .venv/run.stamp
	@$(PIP) wheel --no-deps --no-build-isolation -w dist .
	@ls dist/*.whl

lock: .venv/test.stamp
	@$(COMPILE) -o requirements/run.txt pyproject.toml requirements/also.in
	@$(BIN)/python requirements/group.py test | $(COMPILE) -c requirements/run.txt \
		-o requirements/test.txt -

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(NEW_ENOUGH)' || \
		{ echo "liveboard needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@echo "making .venv (once) ..."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "this Python cannot make a .venv; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

.venv/run.stamp: .venv/bin/python requirements/run.txt pyproject.toml
	@echo "installing what liveboard needs into .venv (once) ..."
	@$(INSTALL) -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements/test.txt
	@echo "installing what the tests need into .venv (once) ..."
	@$(INSTALL) -r requirements/run.txt -r requirements/test.txt
	@touch $@

# Chromium drives the browser tests, nginx is the shared cache in front. Without them the
# tests that need them are skipped, one line each; with CI=true that is a failure.
system:
	@sh requirements/system.sh
