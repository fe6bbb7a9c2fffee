#!/usr/bin/env bash
# Runs all tests. Only Rust is needed: tests that use more say that they skip, and `tests/install.sh` adds what they use.
set -euo pipefail
cd "$(dirname "$0")"
tests/install.sh --missing
# The same cases of the property tests on every run; another number looks further.
export PROPTEST_RNG_SEED=${PROPTEST_RNG_SEED:-2026}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# With the commands that are features of the program, so that one build serves their tests and all others; and with what
# passing tests print, for they say there what they leave out.
if ! cargo test --workspace --features crosscut-cli/suggest,crosscut-cli/mcp --locked "$@" -- --show-output >"$log" 2>&1; then
  tail -n 120 "$log"
  exit 1
fi
grep '^skipped' "$log" | sort | uniq -c || true
awk '/^test result/ {p += $4; f += $6} END {printf "%d passed, %d failed\n", p, f}' "$log"
