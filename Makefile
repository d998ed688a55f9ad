PYTHON ?= python3
BIN = .venv/bin

.PHONY: plan test lint bench docs clean

plan: .venv/.dev
	$(BIN)/teamwright plan data/studio --compare

test: lint
	$(BIN)/python -m pytest

lint: .venv/.dev
	$(BIN)/ruff check solver tests benchmarks docs
	$(BIN)/mypy solver

# uv is faster and compiles the byte code; pip installs the same locked files where uv cannot reach its index.
.venv/.dev: requirements/bootstrap.txt requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/bootstrap.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/dev.lock \
	  || $(BIN)/pip install --quiet --require-hashes -r requirements/dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

bench: .venv/.dev
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/communication.py

docs: .venv/.dev
	$(BIN)/python -m sphinx -W -q -b html docs docs/_build

clean:
	rm -rf .venv
