# Three commands matter: `make demo`, `make serve` and `make test`. They need make and Python 3.11 or newer, and install the rest into .venv.

CANDIDATES := python3.14 python3.13 python3.12 python3.11 python3
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in $(CANDIDATES); do $$name -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$name && break; done)

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PINNED := $(PIP) --require-hashes
# Our own package is built by the pinned build tool, not by whichever is newest today.
OURSELVES := $(PIP) --no-deps --no-build-isolation --editable .

PIN := UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links
EVERYTHING := $(VENV)/everything.txt
ALIKE := --constraint $(EVERYTHING) --constraint requirements/platforms.in

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint types imports compiled soak bench data lock clean

help: ## Danh sách lệnh · this list
	@grep -E '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

demo: $(VENV)/core ## Cài đặt rồi xét vài tin mẫu · install, then check some sample messages
	@$(BIN)/python -X utf8 tools/demo.py

serve: $(VENV)/desk ## Cài đặt rồi mở trang hỏi · install, then open the page for asking
	@$(BIN)/kiemtin serve

test: $(VENV)/dev ## Chạy mọi bài kiểm · lint, types, import rules, tests
	@$(MAKE) --no-print-directory --jobs 2 lint types imports compiled
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(VENV)/dev ## Soát cách viết · ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev ## Soát kiểu dữ liệu · mypy
	$(BIN)/mypy

imports: $(VENV)/dev ## Soát chiều import · import-linter
	$(BIN)/lint-imports

# A minute of one core, while mypy has the other one; without it two processes of the tests would do it at once.
compiled: $(VENV)/dev ## Biên dịch trước bộ so tên · compile the engine for tables beforehand
	@$(BIN)/python -c 'from kiemtin.lookalikes import Matcher; from kiemtin.organisations import bundled_register; import pyarrow; \
		Matcher(bundled_register()).match_table(pyarrow.table({"domain": ["example.com"]}))'

soak: $(VENV)/dev ## Bài kiểm chạy lâu · the long tests and benchmarks
	$(BIN)/python -m pytest -m soak -o faulthandler_timeout=0
	$(BIN)/python benchmarks/startup.py --runs 100
	$(BIN)/python benchmarks/serve.py
	$(BIN)/python benchmarks/certificates.py --entries 1000000 --kills 50

bench: $(VENV)/dev ## Đo thời gian khởi động · measure the start
	$(BIN)/python benchmarks/startup.py

data: $(VENV)/core ## Dựng lại sổ tổ chức và mẫu câu · compile the register and the patterns from their YAML
	$(BIN)/python tools/compile_register.py
	$(BIN)/python tools/compile_patterns.py

# Everything is solved together first, then each file keeps to those versions: one version of a package everywhere.
lock: $(VENV)/lock ## Cập nhật phiên bản đã ghim · renew the pinned requirements
	$(PIN) --upgrade --constraint requirements/platforms.in pyproject.toml --all-extras \
		--group build --group dev --group lock --output-file $(EVERYTHING)
	$(PIN) $(ALIKE) pyproject.toml --all-extras --output-file requirements/all.txt
	$(PIN) $(ALIKE) pyproject.toml --output-file requirements/core.txt
	$(PIN) $(ALIKE) pyproject.toml --extra desk --extra pictures --output-file requirements/desk.txt
	$(PIN) $(ALIKE) pyproject.toml --extra bulk --extra pictures --extra semantic --extra desk --extra ray --group dev --output-file requirements/dev.txt
	$(PIN) $(ALIKE) --group build --output-file requirements/build.txt
	$(PIN) $(ALIKE) --group lock --output-file requirements/lock.txt

clean: ## Xoá những gì make đã tạo · remove what make has made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/base: requirements/build.txt tools/make_venv.py
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên: không thấy trong PATH. Hãy cài, hoặc chỉ ra: make PYTHON=/đường/dẫn/python3"; \
		echo "Python 3.11 or newer is needed and is not in PATH. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; } >&2
	@$(PYTHON) tools/make_venv.py $(VENV)
	@echo "Đang cài vào $(VENV), chừng một phút… · installing into $(VENV), about a minute…"
	@$(PINNED) --requirement requirements/build.txt
	@touch $@

$(VENV)/core: $(VENV)/base requirements/core.txt pyproject.toml
	@$(PINNED) --requirement requirements/core.txt
	@$(OURSELVES)
	@$(BIN)/python -m compileall -q src/kiemtin
	@touch $@

$(VENV)/desk: $(VENV)/base requirements/desk.txt pyproject.toml
	@$(PINNED) --requirement requirements/desk.txt
	@$(OURSELVES)
	@$(BIN)/python -m compileall -q src/kiemtin
	@touch $@

$(VENV)/dev: $(VENV)/base requirements/dev.txt pyproject.toml
	@$(PINNED) --requirement requirements/dev.txt
	@$(OURSELVES)
	@touch $@

$(VENV)/lock: $(VENV)/base requirements/lock.txt
	@$(PINNED) --requirement requirements/lock.txt
	@touch $@
