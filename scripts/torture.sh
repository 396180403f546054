#!/usr/bin/env bash
# Breaks what can break under the whole binary, under load, and looks whether it keeps what it promises:
#
#   scripts/torture.sh                500 kills on each database, and more; tens of minutes
#   scripts/torture.sh --quick        20 kills, and less of everything; less than three minutes
#   scripts/torture.sh --json FILE    writes one JSON object a line besides
#   scripts/torture.sh --release      the binary as it is released, instead of the one that tests use
#   scripts/torture.sh --kith FILE    a binary that is built already, with kith-torture beside it; what it
#                                     was built of is told by --commit
#
# Any other argument goes to `kith-torture` (--only PROMISE, --kills N, --seed NUMBER; --help tells).
# Needs Linux, Rust, a C compiler, and PostgreSQL's programs, which are installed if they are missing.
# Everything runs on loopback, in temporary folders, and is gone at the end. Fails if a promise was
# broken. docs/torture.md says what is tried, and how.
set -euo pipefail

profile=dev
kith=
arguments=()
while [ "$#" -gt 0 ]; do
  case $1 in
    --release) profile=release ;;
    --kith)
      if [ ! -x "${2:-}" ]; then
        echo "torture.sh: --kith needs the binary" >&2
        exit 2
      fi
      kith=$(realpath -- "$2")
      shift
      ;;
    --json)
      if [ -z "${2:-}" ]; then
        echo "torture.sh: --json needs a file" >&2
        exit 2
      fi
      # From where the caller is, not from the root.
      arguments+=(--json "$(realpath -m -- "$2")")
      shift
      ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
cd "$(dirname "$0")/.."

if [ -z "$kith" ]; then
  cargo build --locked --workspace --bins --profile "$profile"
  kith=${CARGO_TARGET_DIR:-target}/${profile/#dev/debug}/kith
  arguments+=(--commit "$(git describe --always --dirty 2>/dev/null || echo unknown)")
fi
programs=$(scripts/postgres-programs.sh)


exec "${kith%/*}/kith-torture" --kith "$kith" --postgres-programs "$programs" "${arguments[@]}"
