# Two commands: `make serve` and `make test`. Needs Python 3.11 or newer, make and a package
# registry; everything else is installed into .venv by setup/prepare.py.

.DEFAULT_GOAL := help
.PHONY: help serve test build web lint format trace validate lock clean prepare scripts
.NOTPARALLEL:

# The first Python here that is new enough; or choose one: make serve PYTHON=python3.12
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(eval PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if $$name $(NEW_ENOUGH) 2>/dev/null; then echo $$name; break; fi; done))$(PYTHON)

BIN := .venv/bin

help: ## この一覧 / this list
	@echo 'make の使い方 / targets of make'
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

serve: build scripts ## 用意・構築して http://127.0.0.1:8000 で公開 / set up, build, serve there
	@exec $(BIN)/dxplan serve

test: lint scripts ## 用意して全検査・全テスト / set up, then every check and every test
	@$(BIN)/python -m pytest

build: prepare ## グラフを構築（変更がなければ何もしない） / build the graph, if anything changed
	@$(BIN)/dxplan build

web: prepare ## ページのスクリプトを束ねる（変更がなければ何もしない） / bundle the scripts of the pages
	@$(BIN)/python -m setup.web

lint: prepare ## 書式・型の検査 / style and types
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/mypy --no-error-summary

format: prepare ## Python の書式を整える / put the Python files into form
	@$(BIN)/ruff check --quiet --fix
	@$(BIN)/ruff format

trace: prepare ## 記述と原典の行を突き合わせる / compare every statement with its lines
	@$(BIN)/dxplan trace
	@$(BIN)/dxplan trace --coverage

validate: prepare ## データをシェイプで検査 / check the data against the shapes
	@$(BIN)/dxplan validate

lock: ## 依存を解決し直して requirements.lock を更新 / renew requirements.lock
	@PYTHON='$(PYTHON)' sh setup/lock.sh

clean: ## .venv、var、キャッシュを消す / remove .venv, var and caches
	@rm -rf .venv var build web/node_modules service/static/build *.egg-info .mypy_cache .ruff_cache .pytest_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# As web, but pages do without scripts where npm's registry cannot be reached.
scripts: prepare
	@$(BIN)/python -m setup.web --optional

prepare:
	@[ -n '$(PYTHON)' ] && '$(PYTHON)' $(NEW_ENOUGH) 2>/dev/null || { \
	echo 'dxplan: Python 3.11 以上が必要です（$(or $(PYTHON),見つかりません)）。make PYTHON=… で指定してください。' >&2; \
	echo '        Python 3.11 or newer is needed ($(or $(PYTHON),none found)); choose one with make PYTHON=….' >&2; \
	exit 2; }
	@'$(PYTHON)' setup/prepare.py
