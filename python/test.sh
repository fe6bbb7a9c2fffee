#!/usr/bin/env bash
# Tests the package as people get it: builds the wheel (or takes the one that is given), installs it into an environment of its
# own, and runs pytest there. `--dev` takes a wheel that is built fast and not optimised.
set -euo pipefail
cd "$(dirname "$0")"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target}
wheel=${1:-}
if [ -z "$wheel" ] || [ "$wheel" = --dev ]; then
  ./wheel.sh $wheel
  wheel=$(ls dist/*.whl)
fi
env=$CARGO_TARGET_DIR/python-tests
[ -d "$env" ] || python3 -m venv "$env"
bin=$env/bin
[ -d "$bin" ] || bin=$env/Scripts # Windows
"$bin/python" -m pip install --quiet --force-reinstall --no-deps "$wheel"
"$bin/python" -m pip install --quiet "$wheel[test]"
# From the folder of the tests, so that the installed package is imported and not the one beside it.
cd tests
"$bin/python" -m pytest -q "${@:2}" .
