#!/usr/bin/env python3
"""How many numbered clauses of scans have the right locator: whole documents are drawn, spoilt, and read again.

    cargo build --release
    python3 benches/quality/scan_locators.py

Needs what scans.py needs; without it, it says what it skips.
--reader COMMAND   the program [default: target/release/crosscut]
--pages N          first pages of each document [default: 6]
--seed N           how the pages are spoilt [default: 1]
--save FOLDER      keep the scans, and say of each numbered clause that is wrong what was read
PDF ...            other documents than ours

A numbered clause is one whose locator holds a digit, be it printed or counted, as that of the third paragraph of an article
is. It is right if the scan has a clause of that eid whose words are the same but for one in ten. The last line counts those
alone that begin with a printed number.
"""
import argparse, json, re, shutil, subprocess, tempfile
from difflib import SequenceMatcher
from pathlib import Path

import scans
import spoil as s

SOURCES = ["gold/pdf/en_pta_102_groff.pdf", "gold/pdf/en_pta_102_latex2.pdf", "gold/pdf/es_pta_123_groff.pdf",
           "corpus/agreements/paris-call.pdf", "corpus/agreements/paris-call-fr.pdf", "corpus/agreements/au-convention.pdf"]
KINDS = {"clean": (lambda page, rng: page, 95.0), "skewed": (lambda page, rng: s.skewed(page, rng.uniform(0.6, 2.5) * rng.choice([-1, 1])), 90.0),
         "grey": (lambda page, rng: s.grey(s.smooth(page), rng), None)}


def clauses(reader, file, folder, ocr=False):
    """Eid to text of the clauses of a file."""
    out = Path(folder) / "clauses"
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run([*reader, "extract", file, "--format", "clauses", "--out", out, *(["--ocr"] if ocr else [])], capture_output=True)
    lines = (out / "clauses.jsonl").read_text().splitlines()
    return {clause["eid"]: clause for clause in map(json.loads, lines)}


def is_numbered(clause):
    return any(letter.isdigit() for letter in clause["locator"]) and clause["kind"] != "heading"


def is_printed(clause):
    """Whether it begins with a number: "2.", "(a)", "iv)", "3.1"."""
    return re.match(r"[(\[]?(\d{1,3}(\.\d{1,3})*|[a-zA-Z]|[ivxl]{1,6})[)\].]\s?|\d{1,3}(\.\d{1,3})+\s", clause["text"]) is not None


def alike(a, b):
    return SequenceMatcher(None, scans.norm(a), scans.norm(b), autojunk=False).ratio() >= 0.9


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reader", default=str(scans.ROOT / "target/release/crosscut"))
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path)
    parser.add_argument("documents", nargs="*", default=SOURCES)
    args = parser.parse_args()
    if not scans.SHARED.is_dir() or not shutil.which("tesseract"):
        return print("skipped: ../shared or tesseract is not there")
    print("| document | " + " | ".join(f"{kind}, % right" for kind in KINDS) + " | numbered clauses |\n|---|" + "---|" * (len(KINDS) + 1))
    right, all_, printed, all_printed = dict.fromkeys(KINDS, 0), 0, dict.fromkeys(KINDS, 0), 0
    with tempfile.TemporaryDirectory() as folder:
        for source in args.documents:
            truth, wrong = measured(args, source, folder)
            row = [f"{100 * (1 - len(wrong[kind]) / max(1, len(truth))):.1f}" for kind in KINDS]
            print(f"| {Path(source).name} | " + " | ".join(row) + f" | {len(truth)} |", flush=True)
            numbers = {eid for eid, clause in truth.items() if is_printed(clause)}
            all_, all_printed = all_ + len(truth), all_printed + len(numbers)
            right = {kind: right[kind] + len(truth) - len(wrong[kind]) for kind in KINDS}
            printed = {kind: printed[kind] + len(numbers - wrong[kind]) for kind in KINDS}
    for kind, (_, bar) in KINDS.items():
        share = 100 * right[kind] / max(1, all_)
        print(f"{kind}: {share:.1f} % of {all_}" + (f", bar {bar} {'met' if share >= bar else 'NOT MET'}" if bar else ""))
    shares = (f"{kind} {100 * printed[kind] / max(1, all_printed):.1f} %" for kind in KINDS)
    print(f"with a printed number ({all_printed}): " + ", ".join(shares))


def measured(args, source, folder):
    """The numbered clauses of the first pages of a document, and those that each kind of scan has wrong."""
    folder, rng = Path(folder), scans.np.random.default_rng(args.seed)
    first = folder / "first.pdf"
    with scans.pikepdf.open(scans.SHARED / source) as whole:
        del whole.pages[args.pages:]
        whole.save(first)
    reader = args.reader.split()
    truth = {eid: clause for eid, clause in clauses(reader, first, folder).items() if is_numbered(clause)}
    for old in folder.glob("page-*"):
        old.unlink()
    subprocess.run(["pdftoppm", "-gray", "-r", "200", first, folder / "page"], check=True)
    pages = [scans.Image.open(path).convert("L") for path in sorted(folder.glob("page-*"))]
    wrongs = {}
    for kind, (spoilt, _) in KINDS.items():
        scan = folder / f"{Path(source).stem}-{kind}.pdf"
        scan.write_bytes(scans.img2pdf.convert([s.jpeg(spoilt(page, rng), 75, 200) for page in pages]))
        read = clauses(reader, scan, folder, ocr=True)
        wrong = {eid for eid, clause in truth.items() if eid not in read or not alike(clause["text"], read[eid]["text"])}
        wrongs[kind] = wrong
        if args.save:
            kept(args.save, scan, wrong, truth, read)
    return truth, wrongs


def kept(to, scan, wrong, truth, read):
    """The scan, and beside it what is wrong with its clauses."""
    to.mkdir(parents=True, exist_ok=True)
    shutil.copy(scan, to)
    lines = (f"{eid}\n  is   {clause['text']!r}\n  read {read[eid]['text'] if eid in read else None!r}\n" if eid in wrong else f"{eid}\n"
             for eid, clause in truth.items())
    extra = (f"+ {eid} {clause['text'][:120]!r}\n" for eid, clause in read.items() if eid not in truth)
    (to / f"{scan.stem}.txt").write_text("".join([*lines, *extra]))


if __name__ == "__main__":
    main()
