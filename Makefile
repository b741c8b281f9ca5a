# Dokon: `make run` starts everything on this machine, `make test` checks everything. `make help` lists the rest.
# Needed: Go, Node with npm, make, git, bash.

SHELL := bash
.SHELLFLAGS := -o pipefail -ec
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

GOLANGCI_VERSION := v2.15.0
GOLANGCI := bin/tools/golangci-lint-$(GOLANGCI_VERSION)

# Installed packages, by the file that npm writes when it is done.
WEB_MODULES := webapp/node_modules/.package-lock.json
PLAYGROUND_MODULES := webapp/playground/node_modules/.package-lock.json
EXAMPLE_MODULES := examples/storefront/node_modules/.package-lock.json
POSTGRES := server/postgres/npm/node_modules/.package-lock.json

# What is built from what. Listed anew at each run, which takes some 20 ms.
pruned := \( -name node_modules -o -name generated -o -name dist -o -name .git \) -prune -o
GO_SOURCES := go.mod go.sum $(shell find server bot graph webapp/webapp.go $(pruned) -type f ! -name '*_test.go' -print)
WEB_TOOLS := webapp/package.json webapp/tsconfig.base.json $(wildcard webapp/tools/*.mjs)
WEB_WORDS := schema.graphql $(shell find webapp/miniapp webapp/admin webapp/packages $(pruned) -type f \( -name '*.graphql' -o -path '*/messages/*.json' \) -print)
WEB_SHARED := $(shell find webapp/packages $(pruned) -type f -print)
GENERATED := webapp/dist/.generated
CLIENT := webapp/dist/.client
WEB_BUILT := webapp/dist/.miniapp webapp/dist/.admin webapp/dist/.playground

say = @printf '\033[1m→ %s\033[0m\n' $(1)

##@ Everyday

.PHONY: run
run: ## Run everything here: database, demo shops, server, bot, fake Telegram
	@$(MAKE) -j2 build
	@exec bin/server dev

.PHONY: build
build: bin/server bin/bot $(POSTGRES) $(CLIENT) ## Build bin/server (pages inside) and bin/bot
	@:

.PHONY: test
test: ## Check everything: Go, web, browser, linters, generated code
	@start=$$(date +%s); if $(MAKE) -j2 -k check; then result=PASS; else result=FAIL; fi; \
	echo "dokon test: $$result after $$(( $$(date +%s) - start )) s"; [ $$result = PASS ]

.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Parts

.PHONY: check
# The browser tests, which mostly wait, come first and run beside all else.
check: e2e test-go test-schema test-web lint drift

.PHONY: test-go
test-go: drift $(POSTGRES) $(WEB_MODULES) ## Go tests with the race detector on a real PostgreSQL
	$(call say,"Go: vet and tests with the race detector")
	@go vet ./...
	@go test -race -timeout 20m -skip '^TestWholeSchema' $$(go list ./... | grep -v /server/seed$$) 2>&1 | sed 's/^/go   │ /'

# Tests that walk through the whole schema, and the painting of the demo shops, do one thing after another: the race detector would
# find nothing in them and take four times as long.
.PHONY: test-schema
test-schema: drift $(POSTGRES) $(WEB_MODULES) ## Go tests that walk through the whole schema or paint whole shops
	@go test -run '^TestWholeSchema' ./graph 2>&1 | sed 's/^/go   │ /'
	@go test ./server/seed 2>&1 | sed 's/^/go   │ /'

.PHONY: test-web
test-web: $(WEB_BUILT) $(CLIENT) chromium ## Web: types, style, unit tests, sizes
	$(call say,"Web: lint types unit tests and sizes")
	@cd webapp && { npm run --silent lint && npm run --silent typecheck && npx tsc -p playground/tsconfig.json && npm run --silent test && npm run --silent size; } 2>&1 | sed 's/^/web  │ /'

.PHONY: e2e
e2e: bin/server bin/bot $(POSTGRES) $(CLIENT) $(EXAMPLE_MODULES) chromium ## Browser tests on a fresh server
	$(call say,"Browser tests on a fresh server")
	@.ci/with-server npm --prefix webapp run --silent e2e 2>&1 | sed 's/^/e2e  │ /'

.PHONY: lint
lint: $(GOLANGCI) drift ## Go linters, with the house's import rules
	$(call say,"Go: linters")
	@$(GOLANGCI) run --allow-parallel-runners ./...

.PHONY: drift
drift: ## Fail when generated code in the repository is not what generating gives
	$(call say,"Generated code: is it fresh?")
	@old=$$(mktemp -d); trap 'rm -rf "$$old"' EXIT; \
	cp -r graph/exec graph/model "$$old/"; \
	go generate ./graph; \
	diff -rq "$$old/exec" graph/exec && diff -rq "$$old/model" graph/model || { echo 'schema.graphql and graph/ differ: commit what `make generate` made' >&2; exit 1; }

.PHONY: generate
generate: $(WEB_MODULES) ## Generate Go, TypeScript and docs/api from schema.graphql, and docs/settings.md
	$(call say,"Generate")
	@go generate ./graph
	@cd webapp && npm run --silent codegen && npm run --silent i18n
	@go test ./server -run '^TestSettingsPage$$' -update
	@go test ./graph -run '^TestPermissionsPage$$|^TestWholeSchemaPages$$' -update-permissions -update-api

.PHONY: bench
bench: $(POSTGRES) ## Benchmarks, in one table with the bars they are held to
	@go run ./.ci/bench

.PHONY: fmt
fmt: $(WEB_MODULES) ## Format Go and TypeScript
	@gofmt -w server bot graph webapp/webapp.go
	@cd webapp && npx biome check --write .

.PHONY: clean
clean: ## Remove what was built; the shops' data in .dokon stays
	@rm -rf bin webapp/dist/* webapp/dist/.generated webapp/packages/client/dist $(CLIENT) $(WEB_BUILT)

# ---- how things are made -------------------------------------------------------------------------------------------

$(POSTGRES): server/postgres/npm/package-lock.json
	$(call say,"Installing PostgreSQL (24 MB once)")
	@npm ci --prefix server/postgres/npm --loglevel=error >/dev/null
	@touch $@

$(WEB_MODULES): webapp/package-lock.json
	$(call say,"Installing what the pages are built with (once)")
	@npm ci --prefix webapp --loglevel=error >/dev/null
	@touch $@

$(PLAYGROUND_MODULES): webapp/playground/package-lock.json
	$(call say,"Installing the GraphQL playground (once)")
	@npm ci --prefix webapp/playground --loglevel=error >/dev/null
	@touch $@

# What of it is in the repository. `make test` fails when it was not what generating gives.
WRITTEN := webapp/packages/gql/persisted-documents.json webapp/packages/client/src/graphql.gen.ts

$(GENERATED): $(WEB_MODULES) $(WEB_WORDS) $(WEB_TOOLS)
	$(call say,"Generating types and messages")
	@old=$$(cat $(WRITTEN) 2>/dev/null || true); \
	(cd webapp && npm run --silent codegen && npm run --silent i18n); \
	[ "$$old" = "$$(cat $(WRITTEN))" ] || { echo 'commit what has changed: $(WRITTEN)' >&2; $(if $(filter check test-web,$(MAKECMDGOALS)),exit 1,true); }
	@touch $@

$(EXAMPLE_MODULES): examples/storefront/package-lock.json
	$(call say,"Installing what the example storefront is built with (once)")
	@npm ci --prefix examples/storefront --loglevel=error >/dev/null
	@touch $@

# The client as it would be published: what the example storefront is built on.
$(CLIENT): $(GENERATED) $(shell find webapp/packages/client $(pruned) -type f -print)
	@npm --prefix webapp/packages/client run --silent build
	@touch $@

webapp/dist/.%: $(GENERATED) $(WEB_SHARED)
	$(call say,"Building the page: $*")
	@cd webapp && npm run --silent build:$* -- --logLevel error
	@touch $@

webapp/dist/.miniapp: $(shell find webapp/miniapp $(pruned) -type f -print)
webapp/dist/.admin: $(shell find webapp/admin $(pruned) -type f -print)

webapp/dist/.playground: $(WEB_MODULES) $(PLAYGROUND_MODULES) $(shell find webapp/playground $(pruned) -type f -print)
	$(call say,"Building the page: playground")
	@cd webapp && npx vite build playground --logLevel error
	@touch $@

# Compiles while npm installs and builds; what is left for bin/server is the pages.
# The check of generated code makes graph/exec anew; nothing compiles meanwhile.
bin/.compiled: $(GO_SOURCES) | $(if $(filter check,$(MAKECMDGOALS)),drift)
	$(call say,"Compiling (the first time takes some minutes)")
	@mkdir -p bin
	@go build ./graph/... ./server/... ./bot/...
	@touch $@

bin/server: bin/.compiled $(WEB_BUILT)
	@go build -o $@ ./server
	@touch $@

bin/bot: bin/.compiled
	@go build -o $@ ./bot
	@touch $@

$(GOLANGCI):
	$(call say,"Building golangci-lint $(GOLANGCI_VERSION) (once)")
	@mkdir -p bin/tools
	@GOBIN=$(CURDIR)/bin/tools go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION) 2>&1 | { grep -v '^go: downloading' || true; }
	@mv bin/tools/golangci-lint $@

.PHONY: chromium
chromium:
	@if [ -x "$${CHROMIUM:-/usr/bin/chromium}" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		printf '→ Installing Chromium for the browser tests\n'; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else \
		echo 'The browser tests need Chromium: `apt-get install chromium` as root, or CHROMIUM=/path/to/chromium make test' >&2; exit 1; \
	fi
