#!/usr/bin/env bash
# The dependency rule: what a crate may not reach, directly or through any other crate, in what is
# released (so not in its tests). Prints every rule, and for a broken one the way there; fails if any
# is broken. The picture is in docs/architecture.md.
set -euo pipefail
cd "$(dirname "$0")/.."

broken=0

tree() {
  cargo tree --edges normal,build --all-features --target all "$@"
}

# Every package that a crate reaches, itself included, as name@version.
reached_by() {
  tree --package "$1" --prefix none --format '{p}' | sed -n 's/^\([^ ]*\) v\([^ ]*\).*/\1@\2/p' \
    | sort -u | grep . # none at all would be a mistake here
}

# Fails if the crate reaches a package whose name is one of the patterns.
must_not_reach() {
  local crate=$1 reached package pattern paths=
  shift
  reached=$(reached_by "$crate")
  for package in $reached; do
    for pattern in "$@"; do
      # shellcheck disable=SC2053 # the right side is a pattern
      if [[ ${package%@*} == $pattern && ${package%@*} != "$crate" ]]; then
        paths+=$(tree --package "$crate" --invert "$package")$'\n'
        break
      fi
    done
  done
  if [ -z "$paths" ]; then
    printf 'ok      %s does not reach %s\n' "$crate" "$*"
  else
    broken=1
    printf 'BROKEN  %s reaches one of %s\n%s' "$crate" "$*" "$paths"
  fi
}

# Fails if the crate reaches both sides of the architecture.
must_not_know_both() {
  local reached
  reached=$(reached_by "$1")
  if [[ $reached == *kith-http@* && $reached == *kith-persistence@* ]]; then
    broken=1
    printf 'BROKEN  %s knows both kith-http and kith-persistence\n' "$1"
    tree --package "$1" --invert kith-http
    tree --package "$1" --invert kith-persistence
  else
    printf 'ok      %s does not know both kith-http and kith-persistence\n' "$1"
  fi
}

must_not_reach kith-domain 'kith-*' 'diesel*' 'actix*' 'tokio*' config http libsqlite3-sys clap anyhow

must_not_reach kith-persistence 'actix*' kith-http kith-server clap config anyhow

must_not_reach kith-http 'diesel*' kith-persistence kith-server tokio-postgres libsqlite3-sys config clap anyhow

must_not_reach kith-bench 'kith-*'

must_not_reach kith-torture 'kith-*'

must_not_reach kith-supply-chain 'kith-*'

must_not_reach kith-testkit kith-http kith-persistence kith-server 'diesel*' 'actix*' 'tokio*'

# Nothing of the test kit is released, and only the server may know both sides.
members=$(tree --workspace --depth 0 --prefix none --format '{p}' | sed -n 's/^\([^ ]*\) .*/\1/p' | sort -u)
for crate in $members; do
  if [ "$crate" != kith-testkit ]; then must_not_reach "$crate" kith-testkit; fi
  if [ "$crate" != kith-server ]; then must_not_know_both "$crate"; fi
done

exit "$broken"
