#!/bin/sh
# Typesets the digests of ../sample from text and checks them: PDFs in ../sample, tags in ../gold.
# Needs python3 and, for WeasyPrint, the Pango library. Give ids of digests to typeset only those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${TYPESET_VENV:-${CARGO_TARGET_DIR:-$here/../../target}/typeset-venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --requirement "$here/requirements.txt"
# WeasyPrint and PyMuPDF read it; Typst and ReportLab are given their date in typeset.py and digest.typ.
SOURCE_DATE_EPOCH=1795219200
export SOURCE_DATE_EPOCH
"$venv/bin/python" "$here/typeset.py" "$@"
"$venv/bin/python" "$here/check.py"
