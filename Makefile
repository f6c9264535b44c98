# The project's jobs. Each does its own set-up, says what it does, and does nothing twice.
# On a machine where a step needs a person (no root, no apt, macOS, Windows) it says what to type.

LABS := nginx-stateless postgres-volume

# Where `make install` puts things; DESTDIR is for packagers.
PREFIX  ?= /usr/local
DESTDIR ?=

# Cargo and the images are made side by side; cargo is kept out of make's own counting of jobs.
BESIDE := $(MAKE) --no-print-directory -j2
CARGO  := MAKEFLAGS= cargo

.DEFAULT_GOAL := help
.PHONY: help lab test quick record install lint advisories fuzz faults soak images clean-images engine engine-stop podman podman-stop
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
	@scripts/podman start
	@scripts/docker-program
	@scripts/tracer
	images/test
	@scripts/test

quick: compiler ## formatting, clippy, and the tests that need no engine: units, and the program on a model of one
	cargo fmt --all --check
	@echo 'cargo clippy …'
	@$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	@scripts/test quick

record: ## run each shipped lab, and keep the recording that it carries
	@$(BESIDE) ready program
	@scripts/record

install: program ## the program, its manual page and completions, below PREFIX (/usr/local) of DESTDIR
	install -D target/release/statelab $(DESTDIR)$(PREFIX)/bin/statelab
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/ko/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	target/release/statelab --lang en man > $(DESTDIR)$(PREFIX)/share/man/man1/statelab.1
	target/release/statelab --lang ko man > $(DESTDIR)$(PREFIX)/share/man/ko/man1/statelab.1
	target/release/statelab --lang en completions bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/statelab
	target/release/statelab --lang en completions zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_statelab
	target/release/statelab --lang en completions fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/statelab.fish

lint: compiler ## formatting, clippy, documentation, shell scripts, licences of what is used
	cargo fmt --all --check
	@echo 'cargo clippy …'
	@$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	@echo 'cargo doc …'
	@RUSTDOCFLAGS='-D warnings' $(CARGO) doc --no-deps --document-private-items --locked
	scripts/lint-shell
	@MAKEFLAGS= scripts/supply

advisories: compiler ## whether faults are known of what the program is made of (asks the network)
	@MAKEFLAGS= scripts/supply advisories

faults: ## each call of both seed labs with each fault of the engine: a clear error, no hang, nothing left
	@$(BESIDE) ready test-program
	@scripts/docker-program
	@$(CARGO) test --locked --test program matrix::every -- --ignored --nocapture

soak: ## killed at every event of every lab, thousands of hostile labs, and on Docker what else runs on the model
	@$(BESIDE) ready test-program
	@scripts/podman start
	@scripts/docker-program
	@$(CARGO) test --locked --test program soak::every -- --ignored --nocapture
	@$(CARGO) test --locked --test program hostile::every -- --ignored --nocapture
	@STATELAB_TESTS_ON=docker $(CARGO) test --locked --test program -- --test-threads=16 --skip real:: --skip docker:: --skip podman::

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

podman: ready ## a Podman of the tests' own, beside the engine
	@scripts/podman start

podman-stop: ## stop the Podman that was started here
	@scripts/podman stop

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
