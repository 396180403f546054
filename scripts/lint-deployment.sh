#!/usr/bin/env bash
# Asks systemd's own tools about deploy/systemd: whether the unit can be understood, and how much it
# leaves open (0 is nothing, 10 is everything). Nothing is installed or started.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v systemd-analyze >/dev/null; then
  echo "lint-deployment.sh: systemd-analyze is missing: install systemd" >&2
  exit 1
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/kith-unit.XXXXXX")
trap 'rm -rf "$folder"' EXIT
# The binary is where the unit says on the machine that it is for, and only there.
for unit in deploy/systemd/kith.service deploy/systemd/kith.service.d/sealing.conf; do
  install -D -m 0644 "$unit" "$folder/${unit#deploy/systemd/}"
done
sed -i "s|/usr/local/bin/kith|$(command -v true)|" "$folder/kith.service"

complaints=$(systemd-analyze verify --man=no "$folder/kith.service" 2>&1) || {
  printf '%s\n' "$complaints"
  exit 1
}
# What it does not know it only mentions.
if [ -n "$complaints" ]; then
  printf '%s\n' "$complaints"
  exit 1
fi
# In tenths. What is left is the network, which is what a server is for.
systemd-analyze security --offline=true --no-pager --threshold=15 "$folder/kith.service" | tail -n 1
sh -n deploy/systemd/kith-admin
