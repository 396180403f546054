# The daily work. Nothing here needs just: each recipe is a line of cargo or a script.

set positional-arguments

# What there is
default:
    @{{ just_executable() }} --list

# A demo community on an embedded database, until Ctrl-C
run:
    cargo run --release -- demo

# The service, with the settings of config/ and of the environment
serve *arguments:
    cargo run -- serve "$@"

# Every test, on PostgreSQL and through the official SDK too
test:
    scripts/test.sh

# The tests that need nothing but Rust
test-fast *arguments:
    cargo test --workspace "$@"

# A command with a throwaway PostgreSQL in KITH_TEST_POSTGRES_URL
postgres +command:
    scripts/with-postgres.sh "$@"

# How fast the whole is: writes docs/performance.md; --quick, --smoke, --json FILE
bench *arguments:
    scripts/bench.sh "$@"

# Crashes and faults under load: --quick, --json FILE, --release, --only PROMISE
torture *arguments:
    scripts/torture.sh "$@"

# Inputs that break promises, looked for with the nightly compiler: --seconds N, --json FILE, TARGET…
fuzz *arguments:
    scripts/fuzz.sh "$@"

# What CI says about the code
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings

fmt:
    cargo fmt --all

# The dependency rule
layers:
    scripts/layers.sh

# What decides whether a change lands
ci:
    .ci/run

# The documentation of the code, and where that of a running service is
docs:
    @echo "The HTTP API of a running service: http://127.0.0.1:8080/docs and /openapi.json"
    cargo doc --workspace --no-deps --open

# Forget the demo community
clean-demo:
    rm -rf kith-demo*
