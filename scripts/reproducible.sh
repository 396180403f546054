#!/usr/bin/env bash
# Builds what is committed twice, from two folders of different names and at different times, and
# compares: fails unless both are the same to the byte, and neither names a folder of this machine.
# Two whole release builds, so not a part of the tests.
#
#   scripts/reproducible.sh
#
# Prints the checksum that this commit has with this toolchain, as sha256sum does.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d "${TMPDIR:-/tmp}/kith-reproducible.XXXXXX")
trap 'rm -rf "$folder"' EXIT
commit=$(git rev-parse HEAD)
packages=${CARGO_HOME:-$HOME/.cargo}

# One binary from a folder of that name.
build() {
  local sources=$folder/$1 binary
  mkdir -p "$sources"
  git archive "$commit" | tar -x -C "$sources"
  # Not what the caller's build has left, or would leave.
  binary=$(env -u CARGO_TARGET_DIR "$sources/scripts/release.sh")
  mv "$binary" "$folder/$1.kith"
  rm -rf "$sources"
}
build first
build a-second-folder-with-a-longer-name

status=0
for binary in "$folder"/*.kith; do
  for place in "$folder" "$packages" "$(rustc --print sysroot)"; do
    if grep -qaF -- "$place" "$binary"; then
      echo "reproducible.sh: $(basename "$binary") names $place" >&2
      status=1
    fi
  done
done
if ! cmp "$folder"/*.kith >&2; then
  echo "reproducible.sh: the two differ" >&2
  status=1
fi
rustc --version >&2
sha256sum "$folder/first.kith" | sed "s|$folder/first.kith|kith, of commit $commit|"
exit "$status"
