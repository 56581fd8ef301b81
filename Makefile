# Two commands: `make run` and `make test`. Each makes what it needs; a second run finds it made.
PYTHON ?= python3
# As many as the machine has cores, for what measures seconds wants one for itself; four at the most, each takes up to 1 GB.
AT_ONCE = -n $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((n > 4 ? 4 : n < 2 ? 2 : n))) --dist worksteal
VENV = .venv/bin
PAGES = config forms portal privacy registers workflows
RACES = tests/races tests/workflows/test_races.py
SECOND_DATABASE = tests/races tests/workflows tests/procedures tests/documents tests/registers tests/organisations \
	tests/identity tests/notifications tests/payments tests/assessment tests/figures tests/portal/test_page_queries.py tests/operation/test_rights.py \
	$(wildcard tests/portal/test_office_*.py)
# What `make test` does in seconds and `make faults` in full: files that ask for FAULTS (tests/config/test_papers.py).
LONG_FORMS = tests/faults tests/operation/test_backup.py tests/operation/test_machine.py tests/operation/test_walk_on.py \
	tests/documents/test_libreoffice.py tests/documents/test_numbers_at_once.py tests/portal/test_demo.py \
	tests/portal/test_hostile_uploads.py \
	tests/portal/test_permission_matrix.py tests/portal/test_tenants.py tests/privacy/test_canaries.py \
	tests/privacy/test_strangers.py tests/workflows/test_acts_matrix.py tests/workflows/test_deadlines_oracle.py \
	tests/workflows/test_deadlines_procedures.py tests/workflows/test_fees.py tests/workflows/test_generated.py \
	tests/workflows/test_lifecycle.py tests/web/test_cross_site.py tests/browser/test_accessibility.py

.PHONY: help run services test quick lint style types bench faults planted procedure sbom requirements python packages dev-packages

help:
	@echo "make run     starts Motcua on this machine (PORT=8123 make run chooses the port)"
	@echo "make services starts a real PostgreSQL and a real Redis for development"
	@echo "make test    runs every test; those on PostgreSQL and in a browser where the machine has them"
	@echo "make test APP=forms  those of one app"
	@echo "make quick   checks style, imports and types, and runs the tests of what is changed"
	@echo "make lint    checks style, types, import directions, migrations and packages"
	@echo "make bench   measures all beside its peers and writes docs/performance.md (FAST=1: ten minutes)"
	@echo "make faults  kills and interrupts the whole system for long, and tries in full what make test samples"
	@echo "make procedure NAME=school-lunch TITLE=…  begins a procedure: docs/tutorial-procedure.md"
	@echo "make sbom    writes var/sbom.json: every package of a release (CycloneDX)"
	@echo "make planted sees that the tests notice the bugs planted for them"

run: packages
	@$(VENV)/python scripts/run.py

services: packages
	@$(VENV)/python scripts/services.py

ifdef APP
test: dev-packages
	@$(VENV)/python -m pytest $(AT_ONCE) tests/$(APP)
else
test: dev-packages
	@$(VENV)/python -m pytest $(AT_ONCE) $(addprefix --ignore ,$(RACES) tests/browser)
	@echo "Races and browsers apart: a process that forks must have no threads, and a browser keeps some:"
	@$(VENV)/python -m pytest $(AT_ONCE) $(RACES)
	@$(VENV)/python -m pytest $(AT_ONCE) tests/browser
	@echo "The tests of what is stored, again on PostgreSQL and Redis:"
	@$(VENV)/python -m tests.postgres $(VENV)/python -m pytest --stored $(AT_ONCE) $(SECOND_DATABASE)

endif

quick: dev-packages
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/lint-imports
	@$(VENV)/mypy
	@tests="$$($(VENV)/python scripts/changed_tests.py)"; \
		if [ -n "$$tests" ]; then $(VENV)/python -m pytest -q -x $(AT_ONCE) $$tests; else echo "No test names what is changed."; fi

lint: dev-packages # both at once: mypy takes as long as all the rest
	@$(MAKE) --no-print-directory --jobs 2 --output-sync style types

style:
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djlint --check --quiet $(PAGES)
	$(VENV)/djlint --lint --quiet $(PAGES)

types:
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/python manage.py makemigrations --check --dry-run
	$(VENV)/python -m pip check

bench: dev-packages
	@$(VENV)/python -m tests.bench $(if $(FAST),--fast) $(ONLY)

faults: dev-packages
	@FAULTS=long $(VENV)/python -m tests.postgres $(VENV)/python -m pytest $(LONG_FORMS)

planted: dev-packages
	@$(VENV)/python -m tests.planted

procedure: packages
	@$(VENV)/python manage.py new_procedure "$(NAME)" --title "$(TITLE)"

sbom: dev-packages # what a release is made of, with hashes (CycloneDX)
	@$(VENV)/cyclonedx-py requirements requirements.txt --output-reproducible --of JSON --output-file $(or $(SBOM),var/sbom.json)

requirements:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--output-file requirements.txt requirements.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--constraint requirements.txt --output-file requirements-dev.txt requirements-dev.in

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing ($(PYTHON) was not found). On Debian and Ubuntu: apt-get install python3 python3-venv"; exit 1; }

packages: python
	@$(PYTHON) scripts/install.py requirements.txt

dev-packages: python
	@$(PYTHON) scripts/install.py requirements-dev.txt
