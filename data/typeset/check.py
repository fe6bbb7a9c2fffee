"""Checks the digests, their tags and the tables of agreements and codebooks against each other.

Prints what it counted; every fault is a line on stderr, and then the exit code is 1.
"""

import json
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pymupdf

DATA = Path(__file__).resolve().parents[1]
FIELDS = {"id", "title", "short", "year", "body", "group", "stakeholders", "binding", "region", "languages"}
GROUPS = {"state", "business", "civil", "technical", "multistakeholder", "un"}
LIMIT = 2_000_000
faults = []


def fault(condition, message):
    if condition:
        faults.append(message)


def squeeze(text):
    """Text without white space and hyphens: what a line break may add or hide."""
    return re.sub(r"[\s\-\u00ad\u2010]+", "", text)


def load(path, name):
    """The tables `[[name]]` of a TOML file, whose ids are unique."""
    rows = tomllib.loads((DATA / path).read_text(encoding="utf-8"))[name]
    for row, times in Counter(row["id"] for row in rows).items():
        fault(times > 1, f"{path}: {row}: {times} times")
    return rows


def check_agreements():
    """The registry and the table of the sample; gives the ids of the sample with their files."""
    registry, sample = load("agreements.toml", "agreement"), load("sample/agreements.toml", "agreement")
    for row in registry + sample:
        fault(FIELDS - row.keys(), f"{row['id']}: lacks {sorted(FIELDS - row.keys())}")
        fault(row["group"] not in GROUPS, f"{row['id']}: group {row['group']}")
        fault(row["stakeholders"] not in {"single", "multistakeholder", "un"}, f"{row['id']}: stakeholders")
        fault("url" in row and row.get("url_checked") is None, f"{row['id']}: an address without url_checked")
    known = {row["id"]: row for row in registry}
    for row in sample:
        for field in FIELDS - {"id", "title", "languages"}:
            same = row[field] == known.get(row["id"], {}).get(field)
            fault(not same, f"sample/agreements.toml: {row['id']}: {field} differs from the registry")
    print(f"{len(registry)} agreements, {len(sample)} of them with a digest:", end=" ")
    print(dict(Counter(row["stakeholders"] for row in sample)))
    return {row["id"]: row["source"] for row in sample}


def check_codebook(path):
    """A codebook; gives the ids of its elements."""
    elements = load(path, "element")
    for element in elements:
        count = len(element["phrases"])
        fault(not 4 <= count <= 10, f"{path}: {element['id']}: {count} phrases")
        fault(not element["definition"] or not element["exclusion"], f"{path}: {element['id']}: no definition")
    print(f"{path}: {len(elements)} elements, {sum(len(e['phrases']) for e in elements)} phrases")
    return {element["id"] for element in elements}


def check_gold(sources, elements):
    """Every quote stands once in its digest; every tag is an element of the codebook."""
    texts, pages = {}, 0
    for agreement, source in sources.items():
        with pymupdf.open(DATA / "sample" / source) as pdf:
            pages += len(pdf)
            fault(not 1 <= len(pdf) <= 4, f"{source}: {len(pdf)} pages")
            texts[agreement] = squeeze("".join(page.get_text(sort=False) for page in pdf))
            fault("nottheofficialtext" not in squeeze(pdf[0].get_text()), f"{source}: no word that it is a digest")
    rows = [json.loads(line) for line in (DATA / "gold/sample.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        times = texts.get(row["agreement"], "").count(squeeze(row["quote"]))
        fault(times != 1, f"gold: {row['agreement']}: {times} times in its digest: {row['quote']}")
        fault(set(row["elements"]) - elements, f"gold: unknown elements in {row['elements']}")
    used = Counter(element for row in rows for element in row["elements"])
    spread = Counter(element for element, _ in {(e, row["agreement"]) for row in rows for e in row["elements"]})
    print(f"{len(rows)} tagged clauses on {pages} pages, {sum(not row['elements'] for row in rows)} of them without element")
    print(f"{len(used)} elements in use, {sum(n > 1 for n in spread.values())} in two digests or more")
    fault(elements - used.keys(), f"gold: unused: {sorted(elements - used.keys())}")
    fault(set(sources) - {row["agreement"] for row in rows}, "gold: a digest without tags")


def main():
    sources = check_agreements()
    check_codebook("codebooks/gge-2015-norms.toml")
    check_gold(sources, check_codebook("codebooks/cyber.toml"))
    pdfs = sorted((DATA / "sample").glob("*.pdf"))
    fault({p.name for p in pdfs} != set(sources.values()), "sample: PDFs and agreements.toml differ")
    size = sum(pdf.stat().st_size for pdf in pdfs)
    fault(size > LIMIT, f"sample: {size} bytes of PDF")
    print(f"{len(pdfs)} PDFs, {size / 1000:.0f} kB")
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    sys.exit(bool(faults))


main()
