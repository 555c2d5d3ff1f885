# make run [MUSIC=~/Music]   install what is missing, then open the player on that folder
# make demo                  the same, on music made up for it
# make test                  install what is missing, then run the tests;  ARGS="-k radio" goes to pytest
# make check                 format, lint, types, import contracts, core without a window or sound
# make bench [ARGS=scan]     measure what docs/quality.md claims
# make setup                 the installing alone
# make install-desktop       put it into this user's menus (Linux); make uninstall-desktop takes it out
# make screenshots [ARGS=albums] pictures of the views for the guide; with MUSIC=FOLDER of the map and of curves
# make translations          gather the window's texts for translators
#
# PYTHON=python3.12          which Python makes .venv
# TORCH_INDEX=<url>          another package index to take torch from: one with builds without CUDA, say

MUSIC ?=
DEMO ?= $(CURDIR)/demo
PYTHON ?=
TORCH_INDEX ?=
ARGS ?=
export MUSIC DEMO PYTHON TORCH_INDEX

BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)
# As many tests at a time as there are cores, four at most: some measure time.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadgroup
# Empty files that remember what is done, so that a second `make run` starts at once.
DONE := .venv/.done
LOCKED := constraints.txt pyproject.toml packaging/environment.sh

.PHONY: run demo setup test check bench install-desktop uninstall-desktop screenshots translations clean
.DELETE_ON_ERROR:

run: installed
	@packaging/run.sh

demo: installed
	@$(BIN)/python -m core.demo "$$DEMO"
	@MEANDER_DATA="$${MEANDER_DATA:-$$DEMO/.library}" MUSIC="$$DEMO" packaging/run.sh

setup: $(DONE)/system $(DONE)/packages
	@$(BIN)/python packaging/fetch_models.py

test: $(DONE)/system-test $(DONE)/packages-dev installed
	QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

check: $(DONE)/system $(DONE)/packages-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	MEANDER_WITHOUT_WINDOW=1 $(BIN)/python -m pytest -p no:pytest-qt -q $(SIDE_BY_SIDE) tests/core

bench: $(DONE)/packages-dev installed
	$(BIN)/python -m benchmarks $(ARGS)

screenshots: $(DONE)/packages-dev installed
	$(BIN)/python packaging/screenshots.py $(ARGS)

translations: $(DONE)/packages
	$(BIN)/python packaging/translations.py collect

install-desktop: installed
	@$(BIN)/python packaging/desktop.py

uninstall-desktop:
	@$(BIN)/python packaging/desktop.py remove

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Like setup, but a download that failed before is not tried again each time.
.PHONY: installed
installed: $(DONE)/system $(DONE)/packages
	@$(BIN)/python packaging/fetch_models.py --once

$(DONE)/system: packaging/system.sh packaging/python.sh
	@packaging/system.sh
	@mkdir -p $(@D) && touch $@

$(DONE)/system-test: packaging/system.sh $(DONE)/system
	@packaging/system.sh test
	@mkdir -p $(@D) && touch $@

$(DONE)/packages: $(LOCKED) | $(DONE)/system
	@packaging/environment.sh
	@mkdir -p $(@D) && touch $@

$(DONE)/packages-dev: $(LOCKED) | $(DONE)/system
	@packaging/environment.sh dev
	@mkdir -p $(@D) && touch $@ $(DONE)/packages
