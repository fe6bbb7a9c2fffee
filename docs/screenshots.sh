#!/usr/bin/env bash
# Draws the pictures of docs/ again from the sample: the report, and the review page. Needs Debian's chromium; the
# review page also Node.js and the packages that tests/install.sh brings.
set -euo pipefail
cd "$(dirname "$0")/.."
study=$(mktemp -d)
trap 'rm -rf "$study"' EXIT
cargo build --release --quiet
target=${CARGO_TARGET_DIR:-target}
"$target/release/crosscut" run data/sample --study "$study/sample" >/dev/null 2>&1 || true
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
  --window-size=1280,1250 --screenshot="$PWD/docs/report.png" "file://$study/sample/out/report.html" 2>/dev/null
node docs/screenshots.mjs "$target/release/crosscut" "$study/sample" docs
