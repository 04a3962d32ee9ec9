# The commands of Muster's makers. `make help` lists them; every one sets up what it needs.

SWIFT ?= swift
CONFIGURATION ?= release

# Tests are built with testable imports and programs without: in one directory each would undo the other's work.
TEST_BUILD = .build-tests
DOCS = .build-docs

MODULES = MusterMath MusterCore MusterPolicy MusterLab MusterLearning MusterStore MusterWire MusterServer
SOURCES = Sources Tests Benchmarks Package.swift

# Those of the server on their own: beside tests that compute for minutes, a server of the same process stands still.
RUN_TESTS = $(SWIFT) test -c $(CONFIGURATION) --scratch-path $(TEST_BUILD) --disable-xctest --parallel
TEST_BIN = $(CURDIR)/$(TEST_BUILD)/$(CONFIGURATION)
BUILD = SWIFT=$(SWIFT) Scripts/build.sh -c $(CONFIGURATION)
BIN = $$($(BUILD) --show-bin-path)

.PHONY: help setup build run compare test bench lint format docs clean
.DEFAULT_GOAL := help

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup:
	@Scripts/setup.sh

build: setup ## Build the command line
	@$(BUILD) --product muster

run: build ## Start the live orchestrator with a demo pool of simulated agents
	@"$(BIN)/muster" serve --demo --set log.url=memory:

compare: build ## Allocate generated work under several policies and compare them
	@"$(BIN)/muster" compare --trace generated --seeds 5

test: setup ## Run all tests
	@$(RUN_TESTS) --skip MusterServerTests
	@$(RUN_TESTS) --skip-build --filter MusterServerTests
	@MUSTER_BIN=$(TEST_BIN)/muster MUSTER_MOCK=$(TEST_BIN)/muster-mock Tests/Clients/run.sh -q
	@MUSTER_WORLDS=$(TEST_BIN)/libmuster-worlds.so python/tests/run.sh -q
	@MUSTER_BIN=$(TEST_BIN)/muster Tests/Live/run.sh 5

bench: setup ## Measure speed beside named peers
	@Benchmarks/run.sh

lint: ## Check the format of all sources
	@$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

format: ## Put all sources into format
	@$(SWIFT) format format --in-place --recursive --parallel $(SOURCES)

docs: setup ## Write the documentation as a static site
	@rm -rf $(DOCS) && mkdir -p $(DOCS)
	@$(SWIFT) package --allow-writing-to-directory $(DOCS) generate-documentation \
		$(addprefix --target ,$(MODULES)) --enable-experimental-combined-documentation \
		--disable-indexing --transform-for-static-hosting --hosting-base-path / --output-path $(DOCS)
	@echo "documentation in $(DOCS): python3 -m http.server --directory $(DOCS)"

clean: ## Remove everything that was built
	@rm -rf .build .build-* .venv .venv-*
