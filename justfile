# What CI runs
check:
    bash .ci/run

test *ARGS:
    .venv/bin/pytest {{ARGS}}

lint:
    .venv/bin/ruff check .
    .venv/bin/mypy --strict kg tests

examples:
    .venv/bin/kg build examples --html output/examples.html
