# Everything here works on a machine with Python 3.11 or newer and make, and nothing else: .ci/setup makes .venv and
# installs the project into it. PYTHON=/path/to/python3 chooses the interpreter, ARGS=... goes to pytest.

PY := .venv/bin/python

# Settings of somebody else's environment that would lead Python or pip away from .venv.
unexport PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONINSPECT PYTHONOPTIMIZE PYTHONWARNINGS __PYVENV_LAUNCHER__
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON
# These may also stand in pip's own file, over which the environment wins.
export PIP_USER := 0
export PIP_REQUIRE_VIRTUALENV := 0
# Python's name for .ci/setup; an interpreter in the environment counts as chosen, as with CC.
export PYTHON

# The tests choose every setting themselves. The demo keeps those that say how services are reached (a machine without
# network may turn them off), and drops those that choose files.
settings := $(filter PAPERDEX_%,$(.VARIABLES))
reach := PAPERDEX_ARXIV_API PAPERDEX_ARXIV_OAI PAPERDEX_DATACITE PAPERDEX_OPENALEX PAPERDEX_CROSSREF PAPERDEX_SOURCES \
	PAPERDEX_PACE PAPERDEX_CONTACT PAPERDEX_CACHE
without_settings := env $(addprefix -u ,$(settings))
paperdex := env $(addprefix -u ,$(filter-out $(reach),$(settings))) PAPERDEX_MIRROR=demo-mirror.db $(PY) -m paperdex

# All targets share .venv, so one follows the other, also under make -j.
.NOTPARALLEL:
.PHONY: help demo test lint types docs clean base-tools test-tools dev-tools

help: ## list these targets (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

demo: base-tools ## read data/lists/ into demo.db, print the bibliography by topic, write demo.bib
	@rm -rf demo.db demo.db-* demo.db.* demo-mirror.db demo-mirror.db-* demo-mirror.db.* demo.bib
	@echo "Importing the records of data/records.jsonl into demo-mirror.db." >&2
	@$(paperdex) mirror import data/records.jsonl
	@echo "Fetching the lists of data/lists into demo.db." >&2
	@status=0; $(paperdex) --db demo.db fetch data/lists || status=$$?; case $$status in \
		0) ;; \
		1) echo "Some entries stayed unresolved, as said above; the demo goes on." >&2 ;; \
		3) echo "arXiv was not reached; the demo goes on with what it has." >&2 ;; \
		*) exit $$status ;; \
	esac
	@$(paperdex) --db demo.db list --format tree
	@$(paperdex) --db demo.db export -o demo.bib
	@echo "Done: the library is demo.db, the bibliography demo.bib. Next, try: .venv/bin/paperdex --db demo.db topics"

test: test-tools ## run the tests on every core; ARGS='-k name' chooses some
	@$(without_settings) $(PY) -m pytest -n auto --dist worksteal $(ARGS)

lint: dev-tools ## check style and formatting
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check

types: dev-tools ## check types, strictly
	@$(PY) -m mypy

docs: base-tools ## write docs/commands.md anew from the commands' own help
	@$(without_settings) $(PY) docs/generate.py

clean: ## remove all that make made: .venv, the demo's files, builds and caches
	@rm -rf .venv demo.db demo.db-* demo.db.* demo-mirror.db demo-mirror.db-* demo-mirror.db.* demo.bib dist build
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find src tests docs benchmarks -name __pycache__ -prune -exec rm -rf {} +

base-tools test-tools dev-tools:
	@sh .ci/setup $(@:-tools=)
