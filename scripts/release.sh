#!/usr/bin/env bash
# Builds the binary that is shipped, so that the same source gives the same bytes wherever it lies:
#
#   scripts/release.sh              target/release/kith, or below CARGO_TARGET_DIR
#
# The same means: this toolchain (rustc -vV), this C compiler, this Cargo.lock. Neither the folder nor
# the time of the build are in the binary; scripts/reproducible.sh holds that. Prints the path of the
# binary; everything else goes to standard error.
set -euo pipefail
cd "$(dirname "$0")/.."

sources=$PWD
target=${CARGO_TARGET_DIR:-$sources/target}
packages=${CARGO_HOME:-$HOME/.cargo}
sysroot=$(rustc --print sysroot)

# What the compilers write down of where files lay: messages of panics, __FILE__ in C. The later of
# two that match goes before.
separator=$'\x1f'
remap=
for pair in "$packages=/cargo" "$sysroot=/rust" "$sources=/kith" "$target=/target"; do
  remap+="--remap-path-prefix=$pair$separator"
done
export CARGO_ENCODED_RUSTFLAGS="${remap%"$separator"}"
unset RUSTFLAGS

# A date in C code is an error; none is wanted.
export CFLAGS="-ffile-prefix-map=$packages=/cargo -ffile-prefix-map=$sources=/kith \
-ffile-prefix-map=$target=/target -Werror=date-time"
export SOURCE_DATE_EPOCH=0 TZ=UTC LC_ALL=C CARGO_INCREMENTAL=0

cargo build --release --locked --package kith-server >&2
printf '%s\n' "$target/release/kith"
