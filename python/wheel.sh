#!/usr/bin/env bash
# Builds the wheel, module and command in one, for this machine's system into python/dist: on Linux a manylinux wheel, named for
# the oldest glibc that both run on. Needs Rust, Python ≥ 3.10 and the package index.
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

# The command as people get it: with all that needs no other program.
(cd .. && cargo build --release --locked --features images,parquet,suggest --bin crosscut)
rm -rf crosscut._native.data dist
mkdir -p crosscut._native.data/scripts
cp "$CARGO_TARGET_DIR/release/crosscut$exe" crosscut._native.data/scripts/

# The module with the release settings of the other workspace, so that what both share is compiled once.
profile=$CARGO_TARGET_DIR/release-profile.toml
awk '/^\[profile\.release/ {on = 1} /^\[/ && !/^\[profile\.release/ {on = 0} on' ../Cargo.toml >"$profile"
maturin build --release --locked --config "$profile" --out dist --compatibility "$(python newest_glibc.py "crosscut._native.data/scripts/crosscut$exe")"
ls -l dist
