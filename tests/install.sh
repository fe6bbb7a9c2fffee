#!/usr/bin/env bash
# Installs what some tests use besides Rust: xmllint (published schemas), Tesseract and Poppler (scanned pages), Chromium
# with Node.js (the review page), LibreOffice and Python's readers of many formats (exports), Python's
# client of assistants (`crosscut mcp`). `tests/install.sh --missing` installs nothing and says what is not there. What cannot be
# installed is named; its tests then skip, each with a line of its own.
set -uo pipefail
cd "$(dirname "$0")"
packages=()
need() { # a program, Debian's packages that bring it
  command -v "$1" >/dev/null 2>&1 || packages+=("${@:2}")
}
need xmllint libxml2-utils
need tesseract tesseract-ocr tesseract-ocr-fra tesseract-ocr-spa
need pdftoppm poppler-utils
command -v chromium-browser google-chrome >/dev/null 2>&1 || need chromium chromium
need node nodejs
need npm npm
need soffice libreoffice-writer libreoffice-calc fonts-dejavu-core
python3 -c 'import venv, ensurepip' 2>/dev/null || packages+=(python3-venv)
missing_readers() { ! .venv/bin/python -c 'import bibtexparser, cassis, docx, duckdb, jsonschema, lxml, openpyxl, pyarrow, pyrefiqda, rdflib, rispy' 2>/dev/null; }
missing_client() { ! .venv/bin/python -c 'import mcp.client' 2>/dev/null; }
missing_modules() { [[ ! -d browser/node_modules/playwright-core ]]; }
if [[ ${1:-} == --missing ]]; then
  missing=("${packages[@]}")
  missing_modules && missing+=("the npm packages of tests/browser")
  missing_readers && missing+=("the Python packages of tests/export")
  missing_client && missing+=("the Python package of tests/mcp")
  if ((${#missing[@]})); then
    printf -v list '%s, ' "${missing[@]}"
    echo "some tests skip without ${list%, }; tests/install.sh adds them"
  fi
  exit 0
fi
if ((${#packages[@]})); then
  if command -v apt-get >/dev/null && ((EUID == 0)); then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } \
      >/dev/null 2>&1 || echo "apt-get could not install ${packages[*]}"
  else
    echo "run as root: apt-get install ${packages[*]}"
  fi
fi
if command -v npm >/dev/null && missing_modules; then
  npm ci --prefix browser --no-audit --no-fund --silent >/dev/null 2>&1 || echo "npm could not install the packages of tests/browser"
fi
if command -v python3 >/dev/null && missing_readers; then
  { python3 -m venv .venv && .venv/bin/pip install -q -r export/requirements.txt; } >/dev/null 2>&1 \
    || echo "pip could not install the packages of tests/export"
fi
if command -v python3 >/dev/null && missing_client; then
  { python3 -m venv .venv && .venv/bin/pip install -q -r mcp/requirements.txt; } >/dev/null 2>&1 \
    || echo "pip could not install the package of tests/mcp"
fi
exit 0
