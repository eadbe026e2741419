# Two commands are all there is to set up:
#   make demo   build siap, assess a sample, and say where the reports are
#   make test   run every test
# The others are for developers; "make help" lists them.

export CGO_ENABLED := 0
GO      ?= go
TOOL    := $(GO) tool -modfile=tools/go.mod
ASSETS  := internal/webassets
BUNDLE  := $(ASSETS)/dist/echarts.min.js
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.release=$(VERSION)

.PHONY: help demo test assets build release bench fuzz lint deps clean

help:
	@echo "make demo | test | build | assets | lint | bench | fuzz | release | clean"

demo: build
	bin/siap run samples/kaltim-opd --out demo
	@echo
	@echo "Open  $(CURDIR)/demo/report.html  in a browser,"
	@echo "and   $(CURDIR)/demo/report.pdf   for paper."

build: assets
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/ ./cmd/siap

# The chart library of the HTML report. Without npm, or without a network the first time, siap is built all the same
# and its HTML shows tables; CI insists on the charts.
assets: $(BUNDLE)

$(BUNDLE): $(ASSETS)/package.json $(ASSETS)/package-lock.json $(ASSETS)/build.mjs $(ASSETS)/echarts.mjs
	@if ! command -v npm >/dev/null 2>&1; then \
		echo "npm is missing: the HTML report will have tables but no charts"; [ "$$CI" != true ]; \
	elif npm ci --prefix $(ASSETS) --no-audit --no-fund --loglevel=error && npm run --prefix $(ASSETS) --silent build; then \
		touch $(BUNDLE); \
	else \
		echo "the charts could not be built: the HTML report will have tables only"; [ "$$CI" != true ]; \
	fi

# What the tests drive: a browser and two PDF programs. Root on Debian gets them installed; anyone else is told.
deps:
	@missing=""; for p in chromium:chromium qpdf:qpdf pdftotext:poppler-utils soffice:libreoffice-calc-nogui \
		prometheus:prometheus promtool:prometheus clickhouse-server:clickhouse-server victoria-metrics:victoria-metrics; do \
		command -v $${p%%:*} >/dev/null 2>&1 || missing="$$missing $${p##*:}"; done; \
	case "$$missing" in *chromium*) missing="$$missing fonts-liberation";; esac; \
	if [ -n "$$missing" ]; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
		else \
			echo "not installed:$$missing; the tests that need them will say that they were skipped"; [ "$$CI" != true ]; \
		fi; \
	fi

test: assets deps
	$(TOOL) gotestsum --format pkgname-and-test-fails -- -timeout 10m ./...
	GOOS=windows $(GO) build ./...

lint:
	$(GO) vet ./...
	@unformatted=$$($(TOOL) gofumpt -l cmd internal reports rubric samples scoring); \
	if [ -n "$$unformatted" ]; then echo "gofumpt would change:"; echo "$$unformatted"; exit 1; fi
	$(TOOL) staticcheck ./...

# The telemetry benchmark takes a file of SIAP_BENCH_MB and, where npm is there, DuckDB to compare with.
bench: assets
	@! command -v npm >/dev/null 2>&1 || npm ci --prefix scoring/telemetry/bench/duckdb --no-audit --no-fund --loglevel=error || true
	SIAP_BENCH_MB=$${SIAP_BENCH_MB:-1000} $(GO) test -run '^$$' -bench . -benchmem -timeout 60m ./...

FUZZTIME ?= 60s
fuzz:
	@set -e; for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package; \
		done; done

release: assets
	@set -e; mkdir -p dist; for os in linux windows darwin; do for arch in amd64 arm64; do \
		name=siap-$(VERSION)-$$os-$$arch; [ $$os != windows ] || name=$$name.exe; echo dist/$$name; \
		GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o dist/$$name ./cmd/siap; done; done
	cp LICENSE THIRD_PARTY_NOTICES.md dist/

clean:
	rm -rf bin dist demo $(ASSETS)/node_modules
	find $(ASSETS)/dist -type f ! -name placeholder.txt -delete
