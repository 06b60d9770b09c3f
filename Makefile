# make run    sets everything up and starts the bot
# make test   sets everything up and passes the tests
# make ahead  passes all tests that touch time once more, DAYS=400 days ahead, under libfaketime
# make check  ruff, mypy, the knowledge, secrets, known weaknesses
# make heart  asks the golden questions and measures understanding against evals/baseline.json
# make bench  prints the numbers of docs/performance.md
# make fuzz   tries odd inputs on every parser, renderer and route, and prints how many
# make audit  asks an advisory service about everything that is locked
# make faults shows the bot through outages as long as real ones: some fifteen minutes
# make soak   ten minutes of a hundred questions a second, then a hundred kills
# make idle   memory and processor time while nobody asks
# make chaos  kills workers while daily posts are due
# make eval   measures understanding against evals/baseline.json

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test ahead check heart bench eval fuzz audit faults soak idle chaos lock format clean

run: $(VENV)/.run
	@echo "Starting the bot. Its address follows in a few seconds."
	@$(BIN)/ethics run

test: check heart
	@echo "Running the tests: about eight minutes on two cores."
	@$(BIN)/python -m pytest
	@echo "All checks and tests passed."

# All that touches time. A day that a test pins, or a clock that is not the one a test set, shows
# here long before it shows by itself. The rest needs no second run, or a clock of its own.
DAYS ?= 400
AHEAD := tests/core tests/daily tests/discord_door tests/knowledge tests/slack tests/store tests/web \
  tests/test_conversations.py tests/test_overlay.py tests/test_same_words.py
ahead: $(VENV)/.dev
	@faketime -f "+$(DAYS)d" date "+Running what touches time once more, as if it were %A, %B %d, %Y: about four minutes."
	@FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f "+$(DAYS)d" $(BIN)/python -m pytest -q -m "not chromium" $(AHEAD)

check: $(VENV)/.dev
	@echo "Checking style, types, the knowledge, secrets and known weaknesses: about a minute."
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/ethics schemas --check
	$(BIN)/ethics train --check
	$(BIN)/ethics check --no-golden
	$(BIN)/python -m tests.ops.hidden
	$(BIN)/python -m tests.ops.audit

heart: $(VENV)/.dev
	@echo "Asking the golden questions and measuring understanding: some seconds."
	$(BIN)/ethics check
	$(BIN)/ethics eval evals/questions.jsonl --baseline evals/baseline.json

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

eval: $(VENV)/.dev
	$(BIN)/ethics eval evals/questions.jsonl --baseline evals/baseline.json

# --require-hashes: what is installed is what was locked, byte for byte.
$(VENV)/.venv:
	@echo "Making a Python environment in $(VENV): about ten seconds."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/.venv
	@test -f $(VENV)/.dev || echo "Installing what the bot needs: about a minute, once."
	@test -f $(VENV)/.dev || $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@test -f $(VENV)/.dev || $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/.venv
	@echo "Installing the bot and what its tests need: about two minutes, once."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

faults: $(VENV)/.dev
	FAULTS_LONG=1 $(BIN)/python -m pytest tests/ops/test_database_gone.py tests/ops/test_disk_full.py \
	  tests/ops/test_clock.py tests/ops/test_names.py tests/ops/test_platforms_away.py \
	  tests/ops/test_rolling.py --durations=0

soak: $(VENV)/.dev
	$(BIN)/python -m benchmarks.soak --seconds 600 --rate 100 --kills 100

idle: $(VENV)/.dev
	$(BIN)/python -m benchmarks.idle --seconds 60

# Kills workers at random while 500 channels are due; none may get its post twice or not at all.
chaos: $(VENV)/.dev
	$(BIN)/python -m tests.chaos.run

# Where libFuzzer cannot be installed, it is left out and everything else is tried all the same.
# make fuzz SECONDS=60 takes that long for each target.
SECONDS ?= 4
fuzz: $(VENV)/.dev
	-@$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-fuzz.lock
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

audit: $(VENV)/.dev
	$(BIN)/python -m tests.ops.audit --all

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Needs uv: `pip install uv`.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --group build --extra postgres --no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --group dev --extra postgres \
	  --no-emit-index-url --no-emit-find-links --no-header --output-file requirements-dev.lock
	uv pip compile --group fuzz --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --output-file requirements-fuzz.lock

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache
