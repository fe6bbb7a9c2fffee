#!/usr/bin/env bash
# Draws docs/report.png again from the sample. Needs Debian's chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
study=$(mktemp -d)
trap 'rm -rf "$study"' EXIT
cargo run --release --quiet -- run data/sample --study "$study/sample" >/dev/null 2>&1
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
  --window-size=1280,1250 --screenshot="$PWD/docs/report.png" "file://$study/sample/out/report.html" 2>/dev/null
