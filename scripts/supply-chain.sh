#!/usr/bin/env bash
# Holds what Kith is made of against deny.toml: licences, what is banned, where it comes from, and which
# packages are there several times. Needs Rust alone; the tests do the same.
#
#   scripts/supply-chain.sh             tells what is wrong, and fails
#   scripts/supply-chain.sh --notices   prints the licences of everything in the binary, to go with it
#
# Advisories and withdrawn versions are for `cargo deny check`: docs/deployment.md.
set -euo pipefail
cd "$(dirname "$0")/.."

command=check
case ${1:-} in
  '') ;;
  --notices) command=notices ;;
  *)
    echo "usage: scripts/supply-chain.sh [--notices]" >&2
    exit 2
    ;;
esac
exec cargo run --quiet --locked --package kith-supply-chain -- "$command"
