# One command each, from a bare clone; a second call does only what has changed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
STAMPS := .venv/.stamps

.PHONY: chat test ask evals lint format clean

chat: $(STAMPS)/base
	$(BIN)/sequitur ingest
	$(BIN)/sequitur serve --port $(PORT)

test: $(STAMPS)/test
	$(BIN)/python -m pytest

# The question reaches the program as data, not as a piece of a shell command.
ask: export SEQ_Q := $(value Q)
ask: export SEQ_ARTICLE := $(value ARTICLE)
ask: export SEQ_AFTER := $(value AFTER)
ask: $(STAMPS)/base
	@$(BIN)/sequitur ask $${SEQ_ARTICLE:+--article "$$SEQ_ARTICLE"} \
	  $${SEQ_AFTER:+--after "$$SEQ_AFTER"} -- "$$SEQ_Q"

evals: $(STAMPS)/base
	$(BIN)/python -m evals run answers corpus followups first unseen unseen-2 calibration

lint: $(STAMPS)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sequitur check-corpus

format: $(STAMPS)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv .sequitur/index .sequitur/models  # not what was kept of conversations

$(STAMPS)/venv:
	$(PYTHON) -m venv .venv
	mkdir -p $(STAMPS)
	touch $@

# TORCH_INDEX names another index for torch alone: the registry's own build may bring CUDA.
$(STAMPS)/torch: constraints.txt | $(STAMPS)/venv
	@echo "installing; the first time takes some minutes ..."
	$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) "$$(grep '^torch==' constraints.txt)"
	touch $@

$(STAMPS)/base: pyproject.toml constraints.txt $(STAMPS)/torch
	$(PIP) -c constraints.txt -e .
	touch $@

$(STAMPS)/test: $(STAMPS)/base
	$(PIP) -c constraints.txt -e '.[test]'
	touch $@

$(STAMPS)/dev: $(STAMPS)/base
	$(PIP) -c constraints.txt -e '.[dev,test]'
	touch $@
