# `make demo` and `make test` do everything on a fresh machine: Python 3.11 or later, make, apt and PyPI.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PROGRAMS := soffice:libreoffice-writer-nogui pdftoppm:poppler-utils git:git
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help demo test look bench bench-smoke format lint types contract lock templates docs pictures programs clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

programs: ## the programs that tests and pictures need (LibreOffice, poppler, git)
	@missing=""; for pair in $(PROGRAMS); do \
		command -v "$${pair%%:*}" >/dev/null || missing="$$missing $${pair##*:}"; done; \
	/usr/bin/python3 -c "import uno" 2>/dev/null || missing="$$missing python3-uno"; \
	fc-list | grep -q -i 'LiberationSans' || missing="$$missing fonts-liberation"; \
	if [ -n "$$missing" ]; then \
		$(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; fi

demo: $(READY) ## check the sample caseload and build its documents into casefiles/build/
	$(BIN)/casefiles check --as-of 2026-11-20 casefiles
	$(BIN)/casefiles build --as-of 2026-11-20 casefiles
	$(BIN)/casefiles status --as-of 2026-11-20 casefiles
	@echo "Open casefiles/build/index.html in a browser."

test: $(READY) programs ## the whole test suite
	$(BIN)/pytest -n auto -q

bench: $(READY) programs ## every benchmark beside its peers, into benchmarks/results and the pages of docs (an hour)
	$(BIN)/pip install --quiet --disable-pip-version-check -r benchmarks/requirements-bench.txt
	if command -v npm >/dev/null; then npm ci --ignore-scripts --silent --prefix benchmarks/node; fi
	$(PYTHON) -m venv benchmarks/.venv
	benchmarks/.venv/bin/pip install --quiet --disable-pip-version-check -r benchmarks/requirements-peers.txt
	$(BIN)/python benchmarks/word.py --write
	$(BIN)/python benchmarks/pdf.py --write
	$(BIN)/python benchmarks/pdf_memory.py --write
	$(BIN)/python benchmarks/headline.py --write
	$(BIN)/python benchmarks/stages.py --write now
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/reading.py --write
	$(BIN)/python benchmarks/caseload.py 30 300 --build --peers --write
	$(BIN)/python benchmarks/caseload.py 1000 3000 --build --rounds 1 --write --picture
	$(BIN)/python benchmarks/overview.py --write
	$(BIN)/python benchmarks/watch_bench.py --write
	$(BIN)/python benchmarks/tables.py

bench-smoke: $(READY) ## the gates on speed that hold on a noisy machine (half a minute)
	$(BIN)/python benchmarks/word.py --smoke
	$(BIN)/python benchmarks/pdf.py --smoke

format: $(READY) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(READY) ## format and lint, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY) ## mypy, strict
	$(BIN)/mypy

contract: $(READY) ## the import contract
	$(BIN)/lint-imports

templates: $(READY) ## write the shipped Word templates anew
	$(BIN)/python templates/make.py

docs: $(READY) ## write the pages of docs/rules anew
	$(BIN)/python docs/make.py

look: $(READY) ## what an eye would stop at on the pages of the sample: as it is, made long, made short
	rm -rf build/look
	for how in sample long short; do \
		$(BIN)/python tests/stretched.py $$how build/look/$$how; \
		$(BIN)/casefiles build --no-pdf --as-of 2026-11-20 --out build/look/$$how/built build/look/$$how >/dev/null; \
		$(BIN)/casefiles audit --as-of 2026-11-20 --out build/look/$$how/built build/look/$$how >/dev/null; \
		$(BIN)/python tests/page_looks.py build/look/$$how/built; done

pictures: demo programs ## draw the pictures of the docs anew, from the demo
	$(BIN)/python docs/pictures.py

lock: ## lock the dependencies anew (needs uv)
	uv pip compile --generate-hashes --no-emit-index-url --no-header --extra dev --python-version 3.11 -o requirements/dev.txt pyproject.toml

clean: ## remove what was made
	rm -rf $(VENV) build dist casefiles/build .mypy_cache .ruff_cache .pytest_cache .hypothesis
