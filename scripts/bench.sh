#!/usr/bin/env bash
# Measures the whole binary, and writes what it finds to docs/performance.md and docs/performance/:
#
#   scripts/bench.sh                1,000,000 users; some half an hour
#   scripts/bench.sh --quick        100,000 users and short rounds; some minutes
#   scripts/bench.sh --smoke        everything once, unoptimised: does it work? Writes no page
#   scripts/bench.sh --json FILE    writes one JSON object a line besides
#   scripts/bench.sh --only TEXT    only the works whose names contain it, such as cycle; writes no page
#
# Needs Linux, Rust, and PostgreSQL's programs, which are installed if they are missing. Everything
# runs on loopback, in temporary directories, and is gone at the end. Fails if a request was not
# answered as it should be; a target that is missed is told, but is no failure.
set -euo pipefail

profile=release
packages=(-p kith-server -p kith-bench)
pages=(--docs docs)
arguments=()
while [ "$#" -gt 0 ]; do
  case $1 in
    --quick) arguments+=(--quick) ;;
    --smoke)
      # Nothing is timed. With the tests, or everything would be built again with other features.
      profile=dev
      packages=(--workspace --bins --tests)
      pages=()
      arguments+=(--smoke)
      ;;
    --json)
      if [ -z "${2:-}" ]; then
        echo "bench.sh: --json needs a file" >&2
        exit 2
      fi
      # From where the caller is, not from the root.
      arguments+=(--json "$(realpath -m -- "$2")")
      shift
      ;;
    --only)
      pages=()
      arguments+=(--only "${2:?--only needs a text}")
      shift
      ;;
    *)
      echo "usage: scripts/bench.sh [--quick | --smoke] [--json FILE] [--only TEXT]" >&2
      exit 2
      ;;
  esac
  shift
done
cd "$(dirname "$0")/.."

cargo build --locked --profile "$profile" "${packages[@]}"
built=${CARGO_TARGET_DIR:-target}/${profile/#dev/debug}

PATH="$(scripts/postgres-programs.sh):$PATH"
export PATH
for program in pgbench psql; do
  if ! command -v "$program" >/dev/null; then
    echo "bench.sh: $program is missing: install the package of PostgreSQL that has it" >&2
    exit 1
  fi
done

# Clients of pgbench and of Kith need a connection each; what is measured must reach the disk. No
# checkpoint is due within a round, and the data sets fit.
KITH_TEST_POSTGRES_SETTINGS="-c max_connections=400 -c fsync=on -c shared_buffers=1GB \
  -c max_wal_size=8GB -c checkpoint_timeout=1h"
export KITH_TEST_POSTGRES_SETTINGS

commit=$(git describe --always --dirty 2>/dev/null || echo unknown)
exec scripts/with-postgres.sh "$built/kith-bench" run --kith "$built/kith" --commit "$commit" \
  "${pages[@]}" "${arguments[@]}"
