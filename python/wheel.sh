#!/usr/bin/env bash
# Builds the wheel, module and command in one, for this machine's system into python/dist: on Linux a manylinux wheel, named for
# the oldest glibc that both run on. Needs Rust, Python ≥ 3.10 and the package index. `--dev` builds both fast and not
# optimised, for tests alone, and takes the command that is there.
set -euo pipefail
cd "$(dirname "$0")"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target}
tools=$CARGO_TARGET_DIR/python-tools
[ -d "$tools" ] || python3 -m venv "$tools"
bin=$tools/bin
[ -d "$bin" ] || bin=$tools/Scripts # Windows
"$bin/python" -m pip install --quiet 'maturin>=1.9,<2'
PATH=$bin:$PATH
exe=$(python -c 'import sysconfig; print(sysconfig.get_config_var("EXE") or "")')

kind=release
[ "${1:-}" != --dev ] || kind=dev
folder=$CARGO_TARGET_DIR/${kind/dev/debug}
if [ $kind = release ]; then
  # The command as people get it: with all that needs no other program.
  (cd .. && cargo build --release --locked --features images,parquet,suggest --bin crosscut)
elif [ ! -x "$folder/crosscut$exe" ]; then
  (cd .. && cargo build --locked --bin crosscut)
fi
rm -rf crosscut._native.data dist
mkdir -p crosscut._native.data/scripts
cp "$folder/crosscut$exe" crosscut._native.data/scripts/

# The module with the settings of the other workspace, so that what both share is compiled once.
profile=$CARGO_TARGET_DIR/$kind-profile.toml
awk -v own="^\\\\[profile\\\\.$kind" '/^\[/ {on = $0 ~ own} on' ../Cargo.toml >"$profile"
maturin build --profile $kind --locked --config "$profile" --out dist --compatibility "$(python newest_glibc.py "crosscut._native.data/scripts/crosscut$exe")"
ls -l dist
