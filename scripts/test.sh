#!/usr/bin/env bash
# Runs every test: on memory and SQLite, on a real PostgreSQL, and through the official SDKs.
#
# Needs Rust alone. PostgreSQL's programs are installed if they are missing, and a throwaway server
# is started; set KITH_TEST_POSTGRES_URL to use a server of yours instead. The tests that drive the
# SDKs need Node with npm, or Python with venv or pip, and are left out where these are missing, unless
# KITH_TEST_ALL is set: then it fails.
#
# A test that needs more than Rust is ignored by a plain `cargo test`, and has `postgres` or `sdk`
# in its path: that is how the passes below find it.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v cargo >/dev/null; then
  echo "cargo is missing: install Rust from https://rustup.rs" >&2
  exit 1
fi

if [ -z "${KITH_TEST_POSTGRES_URL:-}" ]; then
  exec scripts/with-postgres.sh scripts/test.sh
fi

log=$(mktemp -d "${TMPDIR:-/tmp}/kith-test.XXXXXX")
trap 'rm -rf "$log"' EXIT
failed=0
summary=

# Appends to the summary.
note() {
  summary+=$(printf '  %-22s %s' "$1" "$2")$'\n'
}

# Something cannot be run here.
not_run() {
  if [ -n "${KITH_TEST_ALL:-}" ]; then
    failed=1
    note "$1" "FAILED: not run, $2"
  else
    note "$1" "not run: $2"
  fi
}

# Runs one pass: its name, then the command. Fails it, too, if not a single test ran: a filter that
# finds nothing is a mistake.
pass() {
  local name=$1 started=$SECONDS status=0 passes failures ignored outcome
  shift
  printf '\n== %s: %s\n' "$name" "$*"
  "$@" 2>&1 | tee "$log/$name" || status=$?
  read -r passes failures ignored < <(awk '
    /^test result: / { passes += $4; failures += $6; ignored += $8 }
    END { print passes + 0, failures + 0, ignored + 0 }' "$log/$name")
  outcome="$passes passed, $failures failed, $ignored ignored, $((SECONDS - started)) s"
  if [ "$status" -ne 0 ]; then
    failed=1
    outcome="FAILED: $outcome"
  elif [ "$((passes + failures))" -eq 0 ]; then
    failed=1
    outcome="FAILED: no test ran"
  fi
  note "$name" "$outcome"
}

# Runs something else than cargo's tests, which says with its last line what it did.
program() {
  local name=$1 started=$SECONDS status=0 outcome
  shift
  printf '\n== %s: %s\n' "$name" "$*"
  "$@" 2>&1 | tee "$log/$name" || status=$?
  outcome="$(tail -n 1 "$log/$name"), $((SECONDS - started)) s"
  if [ "$status" -ne 0 ]; then
    failed=1
    outcome="FAILED: $outcome"
  fi
  note "$name" "$outcome"
}

node_is_usable() {
  command -v npm >/dev/null && command -v node >/dev/null \
    && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)'
}

python_is_usable() {
  command -v python3 >/dev/null && python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
    && { python3 -c 'import ensurepip' || python3 -c 'import pip'; } 2>/dev/null
}

cargo test --workspace --locked --no-run

pass everywhere cargo test --workspace --locked --no-fail-fast

pass postgres cargo test --workspace --locked --no-fail-fast -- --ignored postgres --skip sdk

# The whole workspace, or everything would be built again with other features.
sdk=(cargo test --workspace --locked --no-fail-fast -- --ignored sdk)
languages=2
if ! node_is_usable; then
  languages=$((languages - 1))
  sdk+=(--skip sdk::node)
  not_run "sdk in Node" "stays ignored: Node 18 or newer with npm is not installed"
fi
if ! python_is_usable; then
  languages=$((languages - 1))
  sdk+=(--skip sdk::python)
  not_run "sdk in Python" "stays ignored: Python 3.10 or newer with venv or pip is not installed"
fi
if [ "$languages" -gt 0 ]; then pass sdk "${sdk[@]}"; fi

# Of the binary that the tests have built.
if python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  program schemathesis scripts/schemathesis.sh --quick --kith "${CARGO_TARGET_DIR:-target}/debug/kith"
else
  not_run schemathesis "Python 3.11 or newer with venv is not installed"
fi

# Crashes and faults, of the binary as a process.
if [ "$(uname)" = Linux ]; then
  program torture scripts/torture.sh --quick --kith "${CARGO_TARGET_DIR:-target}/debug/kith"
else
  not_run torture "it needs Linux"
fi

# Every ignored test belongs to a pass, or nobody would ever run it.
orphans=$(awk '/^test [^ ]+ \.\.\. [^ ]*ignored/ && $2 !~ /postgres|sdk/ { print "    " $2 }' "$log/everywhere")
if [ -n "$orphans" ]; then
  failed=1
  note "no pass runs" "FAILED: these ignored tests have neither postgres nor sdk in their path:"
  summary+=$orphans$'\n'
fi

printf '\n== summary\n%s' "$summary"
exit "$failed"
