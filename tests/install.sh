#!/usr/bin/env bash
# Installs what some tests use beside Rust: xmllint (published schemas), tesseract (scanned pages), Chromium with
# Node.js (the review page). What cannot be installed is said; its tests then skip with a line of their own.
set -uo pipefail
cd "$(dirname "$0")"
packages=()
need() { command -v "$1" >/dev/null 2>&1 || packages+=("${@:2}"); } # program, Debian's packages that bring it
need xmllint libxml2-utils
need tesseract tesseract-ocr
need chromium chromium
need node nodejs npm
if ((${#packages[@]})); then
  if command -v apt-get >/dev/null && ((EUID == 0)); then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } \
      >/dev/null 2>&1 || echo "skipped: apt-get could not install ${packages[*]}"
  else
    echo "skipped: some tests; install as root to run them: apt-get install ${packages[*]}"
  fi
fi
if command -v npm >/dev/null && [[ -f browser/package.json && ! -d browser/node_modules ]]; then
  npm ci --prefix browser --no-audit --no-fund --silent >/dev/null 2>&1 || echo "skipped: npm could not install tests/browser"
fi
exit 0
