PYTHON ?= python3
BIN = .venv/bin

# Byte code is kept, whatever the shell says of it: else each process of the tests compiles all files anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: plan sprints test slow fuzz lint notebooks bench docs clean

plan: .venv/.dev
	$(BIN)/teamwright plan data/studio --compare

# The same studio over three sprints with dates.
sprints: .venv/.dev
	$(BIN)/teamwright plan data/studio-sprints

# Everything that is done within ten minutes, in two processes; what takes longer is marked slow. A file stays whole, so
# that what its tests share is made once.
test: lint .venv/axe.min.js
	$(BIN)/python -m pytest -m "not slow" --numprocesses 2 --dist loadfile

# In one process: these measure by the clock, and some fill the memory.
slow: .venv/.dev .venv/axe.min.js
	$(BIN)/python -m pytest -m slow

# Damaged files, plans, scenarios and changes: each is read or refused with a place, within two seconds of its own.
fuzz: .venv/.dev
	$(BIN)/python -m tests.fuzz.run --count 200000

lint: .venv/.dev
	$(BIN)/ruff check solver tests benchmarks docs notebooks
	$(BIN)/mypy solver

# The rendered copies are made anew from their sources, with what they print and draw.
notebooks: .venv/.dev
	$(BIN)/python notebooks/render.py

# The accessibility rules that the browser tests apply; without them those tests are skipped by name.
AXE = axe-core-4.14.1.tgz
AXE_SHA256 = 29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
.venv/axe.min.js: .venv/.dev
	@cd .venv && npm pack --silent axe-core@4.14.1 >/dev/null && tar xzmf $(AXE) package/axe.min.js && \
	  echo "$(AXE_SHA256)  package/axe.min.js" | sha256sum --quiet -c && mv package/axe.min.js . && rm -r package $(AXE) \
	  || echo "axe-core is not here: the accessibility of pages is not tested"

# The last step compiles loops once, so that no plan waits for it. uv is faster and compiles the byte code; pip installs the same locked files where uv cannot reach its index.
.venv/.dev: requirements/bootstrap.txt requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/bootstrap.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/dev.lock \
	  || $(BIN)/pip install --quiet --require-hashes -r requirements/dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -c "from solver.assignment.ready import prepare; prepare()"
	touch $@

bench: .venv/.dev
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/stages.py
	$(BIN)/python benchmarks/communication.py
	$(BIN)/python benchmarks/teams.py
	$(BIN)/python benchmarks/suggest.py
	$(BIN)/python benchmarks/importing.py
	$(BIN)/python benchmarks/exact.py
	$(BIN)/python benchmarks/team_proofs.py --smoke
	$(BIN)/python benchmarks/whatif.py --every 20
	$(BIN)/python -m benchmarks.gap --seconds 5
	$(BIN)/python -m benchmarks.ten_seconds
	$(BIN)/python -m benchmarks.first_word

docs: .venv/.dev
	$(BIN)/python -m sphinx -j auto -W -q -b html docs docs/_build

clean:
	rm -rf .venv
