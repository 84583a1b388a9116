# What people type. Each target is a script in scripts/, which says what it does; `make` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup check-deploy demo test test-all test-timescale e2e bench bench-evidence bench-import bench-map bench-orders bench-planning bench-security bench-storage chaos fuzz fuzz-api score score-routing simulation soak fmt lint release restore-drill sbom schema sqlx sqlx-check wasm web

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: ## install what is missing
	@scripts/setup.sh

demo: setup ## build all and run a demo company on http://127.0.0.1:8080
	@scripts/demo.sh

test: setup ## the gate: everything that must pass
	@scripts/test.sh

test-all: setup ## the gate and the long ones; needs TEST_DATABASE_URL
	@scripts/test.sh --all

test-timescale: setup ## the storage tests on the TimescaleDB of TEST_DATABASE_URL
	@scripts/test_timescale.sh

e2e: setup ## the browser tests alone
	@scripts/e2e.sh

bench: setup ## all benchmarks, into target/bench.json
	@scripts/bench.sh

bench-evidence: setup ## verify and rejudge over 90 days of 200 reps; REPS, DAYS, VISITS and STEP_S change it
	@. scripts/env.sh && cargo bench --package fieldbeat --bench evidence

bench-import: setup ## a planner's workbook of 20,000 outlets and 60,000 rows of routes; OUTLETS and BAD change it
	@. scripts/env.sh && cargo bench --package fieldbeat --bench import

bench-map: setup ## the map in a browser: main-thread cost of 10,000 and 50,000 reps; REPS, OUTLETS and SECONDS change it
	@scripts/bench_map.sh

bench-orders: setup ## orders and records among 100,000 orders and 20,000 outlets; ORDERS, OUTLETS and SUBMITS change it
	@. scripts/env.sh && cargo bench --package fieldbeat --bench orders

bench-planning: setup ## territories and days of Hanoi, and how cost grows to 20,000 outlets; SIZES and ROUNDS change it
	@scripts/bench_planning.sh

bench-security: setup ## a login flood and revocations at 5,000 connected phones; PHONES, RATE, LOGINS and SECONDS change it
	@. scripts/env.sh && cargo bench --package fieldbeat --bench security

bench-storage: setup ## bytes of a fix, a rep-day among many, a day dropped; DAYS, REPS, FIXES and BENCH_DATABASE_URL change it
	@. scripts/env.sh && cargo bench --package fieldbeat --bench storage

chaos: setup ## phones on three nodes, NATS and two databases that die in turn; PHONES, ROUNDS and PACE_MS change it
	@scripts/chaos.sh

fuzz: setup ## fuzz every decoder in turn, SECONDS each (600); NAMES picks some
	@scripts/fuzz.sh $(NAMES)

fuzz-api: setup ## ask a server everything its API document allows and much that it does not; EXAMPLES and SEED change it
	@scripts/fuzz_api.sh

score: setup ## all scores on the shipped traces, into target/score.json
	@scripts/score.sh

score-routing: setup ## the planning engine on published routing instances in INSTANCES; GENERATIONS and NAMES change it
	@scripts/score_routing.sh

simulation: setup ## plans of crashes, lost words and unknown commits on the pure ingest path; SEEDS, STEPS and PLAN change it
	@scripts/simulation.sh

soak: setup ## an hour of phones that come and go: memory, descriptors, tasks; MINUTES, DEVICES, VIEWERS, RATE and CHURN change it
	@scripts/soak.sh

check-deploy: ## whether promtool, nginx, systemd and others that are here understand deploy/
	@scripts/check_deploy.sh

fmt: setup ## format Rust and web
	@cargo fmt --all
	@. scripts/env.sh && cd web && npm run --silent format

lint: setup ## what the gate says of style, without running a test
	@scripts/test.sh --lint

release: setup ## archive, Debian package and context of an image, into target/release-files; BINARIES=DIR packs those
	@scripts/release.sh

restore-drill: setup ## phones write, backed up meanwhile, killed, put back and compared; RATE, DEVICES and BINARIES change it
	@scripts/restore_drill.sh

sbom: setup ## what server and page are made of, as CycloneDX into target/sbom
	@scripts/sbom.sh

sqlx: setup ## describe the statements again after a change of SQL or of migrations
	@scripts/sqlx.sh

schema: setup ## write the page's types of the API again after a change of its answers
	@scripts/schema.sh

sqlx-check: setup ## whether .sqlx is what the code and the migrations say
	@scripts/sqlx.sh --check

wasm: setup ## build the price engine for phones and hold it against the native one
	@scripts/wasm.sh

web: setup ## build the page into web/dist
	@scripts/wasm.sh --build
	@. scripts/env.sh && cd web && npm run --silent build
