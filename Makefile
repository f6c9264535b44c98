# The project's jobs. Each does its own set-up, says what it does, and does nothing twice.
# On a machine where a step needs a person (no root, no apt, macOS, Windows) it says what to type.

LABS := nginx-stateless postgres-volume

# Cargo and the images are made side by side; cargo is kept out of make's own counting of jobs.
BESIDE := $(MAKE) --no-print-directory -j2
CARGO  := MAKEFLAGS= cargo

.DEFAULT_GOAL := help
.PHONY: help lab test record lint fuzz images clean-images engine engine-stop
.PHONY: ready program test-program compiler

help: ## this list
	@echo 'make TARGET, where TARGET is'
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name words; do \
	  printf '  %-13s %s\n' "$$name" "$$words"; done

lab: ## set everything up, then run both labs for real
	@$(BESIDE) ready program
	target/release/statelab run --yes $(LABS)

test: ## set everything up, then run all tests
	@$(BESIDE) ready test-program
	images/test
	@$(CARGO) test --locked --no-fail-fast

record: ## run each shipped lab, and keep the recording that it carries
	@$(BESIDE) ready program
	@scripts/record

lint: compiler ## formatting, clippy, documentation, shell scripts
	cargo fmt --check
	@echo 'cargo clippy …'
	@$(CARGO) clippy --all-targets --locked -- -D warnings
	@echo 'cargo doc …'
	@RUSTDOCFLAGS='-D warnings' $(CARGO) doc --no-deps --document-private-items --locked
	scripts/lint-shell

fuzz: compiler ## random and mutated text for the parsers: a million cases, then ten minutes of fuzzing
	@MAKEFLAGS= scripts/fuzz

images: engine ## make the stand-ins for images that no registry gives, in any engine
	@images/make build

clean-images: ## remove the stand-ins, and the kept ones
	@images/make clean

engine: ## find an engine, or install and start one
	@scripts/engine start

engine-stop: ## stop the engine that was started here
	@scripts/engine stop

ready: engine
	@images/make ensure

program: compiler
	@echo 'program  compiling statelab …'
	@$(CARGO) build --release --locked

test-program: compiler
	@echo 'program  compiling statelab and its tests …'
	@$(CARGO) test --no-run --locked

compiler:
	@scripts/compiler
