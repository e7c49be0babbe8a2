# On a fresh machine: `make run` serves the demo, `make test` checks everything. Both set up what they need on the way.
#   DEMO=0 make run         a portal of your own, empty at first
#   PORT=8080 make run      on another port
export DEMO ?= 1
export HOST ?= 127.0.0.1
export PORT ?= 8000

.PHONY: run test check tests bench look

run:
	@scripts/set-up
	@exec scripts/start

test: check tests

check:
	@scripts/set-up test
	@DEMO=0 scripts/check

# Half the machine's work is Chromium's: two at a time suit two cores
tests:
	@scripts/set-up test
	@env -u DEMO -u HOST -u PORT SECRET_KEY=$${SECRET_KEY:-only-for-the-tests} .venv/bin/python -m pytest -n $${TEST_PROCESSES:-2} --dist loadgroup $(TESTS)

# Certificates, a portfolio and the main pages, each beside its reference; fails when one is over its limits (docs/developing.md)
bench:
	@scripts/set-up
	@bad=; for one in certificates portfolio pages; do \
	    echo "$$one"; env -u DEMO -u HOST -u PORT LOG_LEVEL=WARNING .venv/bin/python bench/$$one.py || bad="$$bad $$one"; echo; \
	done; [ -z "$$bad" ] || { echo "Over its limits:$$bad" >&2; exit 1; }

# Style sheet and scripts are built into static/dist and committed, so that nothing else needs Node
look:
	npm ci --no-audit --no-fund && npm run build
