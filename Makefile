# What one does here. Each command sets up what it needs first; that costs nothing when it is there.

.DEFAULT_GOAL := help
.PHONY: help setup run split test proof check bench mutants fmt generate clean
BIN := .venv/bin
ARGS ?=

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing: uv, Python packages, the web shop; for the tests also Debian's
	@tools/setup --tests

run: ## The shop with demo data, at the address it prints (ARGS="--port 9000")
	@tools/setup
	@exec $(BIN)/holdfast serve --demo --data ./data $(ARGS)

split: ## The same as several services: nginx, RabbitMQ, Redis, two databases (ARGS="--port 9000")
	@tools/setup --tests
	@exec $(BIN)/python -m tools.split $(ARGS)

# Four suites side by side, a file at a time, each with servers and a database of its own: on two
# cores, some work while others wait. What pytest made of a test's assertions is kept for the next
# time.
WORKERS ?= 4
test: export PYTHONDONTWRITEBYTECODE =

test: ## Every promise: the web's tests, then unit, arch, db, api, specs, sim, proof, e2e (ARGS="-k ledger")
	@tools/setup --tests
	@echo "== web: vitest"
	@cd web && npm run --silent test
	@echo "== pytest: unit, arch, db, api, specs, sim, proof, e2e"
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 10 $(ARGS)

# What is shorter, less or left out in `make test`.
LONG := tests/proof tests/e2e tests/db/flows tests/db/catalogue tests/db/views tests/sim \
	tests/unit tests/api/shell/described tests/api/money tests/api/operating
proof: ## Everything long: hours on a machine that does nothing else (ARGS="-k kills")
	@tools/setup --tests
	@HOLDFAST_PROOF=long $(BIN)/pytest $(LONG) --durations 10 $(ARGS)

check: ## Format, lint, types, layers, words; Python and web
	@tools/setup
	@echo "== ruff format" && $(BIN)/ruff format --check .
	@echo "== ruff" && $(BIN)/ruff check .
	@echo "== mypy" && $(BIN)/mypy
	@echo "== import-linter" && $(BIN)/lint-imports --no-logo
	@echo "== pytest: arch" && $(BIN)/pytest -q -n 2 --dist loadfile tests/arch
	@echo "== Biome, tsc" && cd web && npm run --silent check

bench: ## Measure; writes docs/benchmarks.md and bench/latest.json
	@tools/setup --tests
	@$(BIN)/python -m bench $(ARGS)

mutants: ## Faults by machine: which does no test notice? (ARGS="rules --show", ARGS="all")
	@tools/setup --mutants
	@nice $(BIN)/python tools/mutants.py $(ARGS)

fmt: ## Format and repair what can be repaired by machine
	@tools/setup
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .
	@cd web && npm run --silent fmt

generate: ## Write anew what is made from the code: references in docs/, the web app's types
	@tools/setup
	@tools/generate

clean: ## Remove what was installed and built; leaves ./data alone
	rm -rf .venv .tools .stamps .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf .import_linter_cache web/node_modules web/dist test-results
