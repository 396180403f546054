#!/usr/bin/env bash
# Drives a running Kith with requests that Schemathesis makes of the API document: valid ones, wrong
# ones and sequences of them, as nobody, as a user, as an admin and with an API key, on SQLite and on
# PostgreSQL. Fails at any 5xx, and at any answer that the document does not describe:
#
#   scripts/schemathesis.sh                  1,000,000 requests; takes hours
#   scripts/schemathesis.sh --quick          20,000 requests; some minutes
#   scripts/schemathesis.sh --requests N     as many as you like
#   scripts/schemathesis.sh --seed N         those of an earlier run, which printed the seed
#   scripts/schemathesis.sh --kith FILE      of a binary that is built already, of the commit that
#                                            --commit tells
#   scripts/schemathesis.sh --json FILE      writes one JSON object a line besides: promise,
#                                            database, attempts, broken, form, commit
#
# Needs Linux, Rust, Python 3.11 or newer with venv, and PostgreSQL's programs, which are installed if
# they are missing. Schemathesis is installed into the build directory. The databases are throwaway
# ones, whatever KITH_TEST_POSTGRES_URL says: they are filled.
set -euo pipefail

kith=
arguments=()
while [ "$#" -gt 0 ]; do
  case $1 in
    --quick) arguments+=(--requests 20000) ;;
    --requests | --seed | --json | --kith | --commit)
      if [ -z "${2:-}" ]; then
        echo "schemathesis.sh: $1 needs a value" >&2
        exit 2
      fi
      # Files are from where the caller is, not from the root.
      case $1 in
        --kith) kith=$(realpath -- "$2") ;;
        --json) arguments+=(--json "$(realpath -m -- "$2")") ;;
        *) arguments+=("$1" "$2") ;;
      esac
      shift
      ;;
    *)
      echo "usage: scripts/schemathesis.sh [--quick | --requests N] [--seed N] [--json FILE] [--kith FILE [--commit COMMIT]]" >&2
      exit 2
      ;;
  esac
  shift
done
cd "$(dirname "$0")/.."

if ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "schemathesis.sh: Python 3.11 or newer with venv is missing" >&2
  exit 1
fi

built=${CARGO_TARGET_DIR:-target}
if [ -z "$kith" ]; then
  cargo build --locked -p kith-server
  kith=$built/debug/kith
  arguments+=(--commit "$(git describe --always --dirty 2>/dev/null || echo unknown)")
fi

# Anew whenever the requirements change, and only then.
requirements=scripts/schemathesis/requirements.txt
environment=$built/schemathesis
if ! cmp --silent "$requirements" "$environment/installed.txt"; then
  python3 -m venv --clear "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
    --only-binary :all: --requirement "$requirements"
  cp "$requirements" "$environment/installed.txt"
fi

export PYTHONDONTWRITEBYTECODE=1
exec scripts/with-postgres.sh "$environment/bin/python" scripts/schemathesis/run.py \
  --kith "$kith" --schemathesis "$environment/bin/schemathesis" \
  ${arguments[@]+"${arguments[@]}"}
