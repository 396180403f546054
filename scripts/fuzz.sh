#!/usr/bin/env bash
# Looks for inputs that break what the targets in fuzz/ promise, guided by which code they reach:
#
#   scripts/fuzz.sh [--seconds N] [--json FILE] [TARGET...]
#
# Each target runs for N seconds (180 unless given), all of them unless some are named. An input that
# breaks a promise is kept in fuzz/artifacts; once it is mended, give it a name in fuzz/seeds, which
# `cargo test` replays. FILE gets one line a target: promise, target, attempts, broken, seconds, form,
# commit.
#
# Needs the nightly compiler and cargo-fuzz; it is not part of scripts/test.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=180
json=
targets=()
while [ "$#" -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2; shift 2 ;;
    --json) json=$(realpath "$2"); shift 2 ;;
    -*) echo "usage: scripts/fuzz.sh [--seconds N] [--json FILE] [TARGET...]" >&2; exit 2 ;;
    *) targets+=("$1"); shift ;;
  esac
done

if ! rustc +nightly --version >/dev/null 2>&1; then
  echo "fuzzing needs the nightly compiler: rustup toolchain install nightly" >&2
  exit 1
fi
if ! cargo fuzz --version >/dev/null 2>&1; then
  echo "fuzzing needs cargo-fuzz: cargo install cargo-fuzz --locked" >&2
  exit 1
fi

# What each target promises.
promise() {
  case $1 in
    json_bodies) echo "any body as JSON, to every operation: no failure, the right envelope, a refusal changes nothing" ;;
    form_bodies) echo "any body as a form, to every operation: no failure, the right envelope, a refusal changes nothing" ;;
    import_lines) echo "any lines as connections to import: no failure, nothing of them comes back, a refusal changes nothing" ;;
    exported_lines) echo "any line of a file to import: taken, or refused with words that can be shown" ;;
    queries) echo "any query, to every operation that reads one: no failure, the right envelope, a refusal changes nothing" ;;
    cursors) echo "any text as a cursor, to every list: no failure; what is read as a cursor is written as it was" ;;
    tokens) echo "any credential: unsigned ones name nobody, signed ones whom they say and when they may" ;;
    urls) echo "any text as a link: what is taken is http or https, without user and hidden characters, and comes back as it was" ;;
    settings) echo "any settings: in bounds or refused, no secret is repeated" ;;
    *) echo "there is no target $1" >&2; exit 1 ;;
  esac
}

if [ "${#targets[@]}" -eq 0 ]; then
  for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi
for target in "${targets[@]}"; do promise "$target" >/dev/null; done

# Kith forbids unsafe code, so there is nothing for a sanitizer of memory to find in it.
fuzz() { cargo +nightly fuzz "$1" --fuzz-dir fuzz --sanitizer none "${@:2}"; }

commit=$(git describe --always --dirty 2>/dev/null || echo "no commit")
fuzz build
results=$(mktemp "${TMPDIR:-/tmp}/kith-fuzz.XXXXXX")
log=$(mktemp "${TMPDIR:-/tmp}/kith-fuzz.XXXXXX")
trap 'rm -f "$results" "$log"' EXIT
failed=0
for target in "${targets[@]}"; do
  printf '\n== %s: %s\n' "$target" "$(promise "$target")"
  mkdir -p "fuzz/corpus/$target"
  broken=0
  # The first folder takes what is found on the way.
  fuzz run "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
    >"$log" 2>&1 || broken=1
  attempts=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
  # Without a number the target did not run, and that is no success.
  if [ "$broken" -ne 0 ] || [ -z "$attempts" ]; then
    failed=1
    broken=1
    tail -n 40 "$log"
  fi
  printf '   %s attempts, %s broken\n' "${attempts:-0}" "$broken"
  printf '{"promise":"%s","target":"%s","attempts":%s,"broken":%s,"seconds":%s,"form":"%s s","commit":"%s"}\n' \
    "$(promise "$target")" "$target" "${attempts:-0}" "$broken" "$seconds" "$seconds" "$commit" >>"$results"
done

if [ -n "$json" ]; then cp "$results" "$json"; fi
exit "$failed"
