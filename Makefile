# Two commands: `make run` and `make test`. Each makes what it needs; a second run finds it made.
PYTHON ?= python3
VENV = .venv/bin
SECOND_DATABASE = tests/workflows tests/documents tests/registers tests/organisations tests/notifications

.PHONY: help run test lint bench requirements python packages dev-packages

help:
	@echo "make run     starts Motcua on this machine (PORT=8123 make run chooses the port)"
	@echo "make test    runs every test; those on PostgreSQL and in a browser where the machine has them"
	@echo "make lint    checks style, types, import directions, migrations and packages"
	@echo "make bench   measures the engine, the register and the documents"

run: packages
	@$(VENV)/python scripts/run.py

test: dev-packages
	@$(VENV)/python -m pytest -n 2
	@echo "The tests of what is stored, again on PostgreSQL:"
	@$(VENV)/python -m tests.postgres $(VENV)/python -m pytest -n 2 $(SECOND_DATABASE)

lint: dev-packages
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djlint --lint --quiet portal forms
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/python manage.py makemigrations --check --dry-run
	$(VENV)/python -m pip check

bench: dev-packages
	@for measurement in tests/bench/bench_*.py; do $(VENV)/python -m "tests.bench.$$(basename $$measurement .py)" || exit 1; done

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
