#!/usr/bin/env python3
"""What a change of ±20 % in each tuned number of the layout does to PDFs whose text is known.

Started by `cargo bench -p crosscut-extract --bench extract -- --shake`. Skipped without ../shared.
--reader EXE   the bench program, which reads files (given by cargo)
--keep NAME    also write the table to bench-runs/NAME/shake-layout.md
--only GROUP   only numbers of one group, such as `words`
"""
import argparse, json, subprocess
from collections import Counter

from extract import ROOT, common, truths, words

STEP = 0.2


def paragraphs(text):
    """Each line as its words: what is a paragraph in the text that is known should be one in what is read."""
    return Counter(" ".join(found) for line in text.split("\n") if (found := words(line)))


class Truth:
    """Files whose text is known; a text that was scored before is not scored again."""

    def __init__(self):
        self.files = [(pdf, words(text), paragraphs(text)) for _, pdf, text in truths()]
        self.known = {}

    def score(self, reader, options):
        """Mean ordered recall and precision of words, and F1 of paragraphs, in %."""
        names = "".join(f"{pdf}\n" for pdf, _, _ in self.files)
        done = subprocess.run([reader, "--read", *options], input=names, capture_output=True, text=True, check=True)
        bodies = [json.loads(line)["body"] for line in done.stdout.splitlines()]
        rows = [self.score_one(*entry) for entry in zip(self.files, bodies, strict=True)]
        return [100 * sum(row[i] for row in rows) / len(rows) for i in range(3)]

    def score_one(self, file, body):
        pdf, gold, gold_paragraphs = file
        if (pdf, body) not in self.known:
            got, got_paragraphs = words(body), paragraphs(body)
            hit, same = common(gold, got), sum((gold_paragraphs & got_paragraphs).values())
            all_paragraphs = sum(gold_paragraphs.values()) + sum(got_paragraphs.values())
            self.known[pdf, body] = hit / len(gold), hit / max(1, len(got)), 2 * same / max(1, all_paragraphs)
        return self.known[pdf, body]


def main():
    parser = argparse.ArgumentParser()
    for option in ("--reader", "--keep", "--only"):
        parser.add_argument(option)
    args = parser.parse_args()
    truth = Truth()
    if not truth.files:
        print("skipped: PDFs whose text is known (../shared) are not at hand")
        return
    numbers = json.loads(subprocess.run([args.reader, "--numbers"], capture_output=True, check=True).stdout)
    numbers = [row for row in numbers if args.only is None or row[0].split(".")[0] == args.only]
    usual = truth.score(args.reader, [])
    rows = []
    for name, value in numbers:
        moved = [truth.score(args.reader, ["--scale", name, str(1 + step)]) for step in (-STEP, STEP)]
        rows.append((name, value, [[new - old for new, old in zip(score, usual)] for score in moved]))
    show = lambda change: "·" if abs(change) < 0.005 else f"{change:+.2f}"
    weight = lambda row: max(abs(change) for score in row[2] for change in score)
    still = [name for name, value, moved in rows if weight((name, value, moved)) < 0.005]
    out = [
        f"# Layout numbers changed by ±{STEP:.0%}, one at a time ({len(truth.files)} PDFs whose text is known)\n".replace("20%", "20 %"),
        f"Unchanged: ordered recall {usual[0]:.2f}, ordered precision {usual[1]:.2f}, F1 of paragraphs {usual[2]:.2f} (%).",
        "Change in percentage points, largest first; a count moves by one at least; · is less than 0.005.\n",
        "| number | value | recall −20 % | +20 % | precision −20 % | +20 % | paragraphs −20 % | +20 % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, value, moved in sorted(rows, key=lambda row: (-weight(row), row[0])):
        if name not in still:
            cells = [show(moved[way][measure]) for measure in range(3) for way in range(2)]
            out.append(f"| `{name}` | {value:.3g} | {' | '.join(cells)} |")
    out.append(f"\n{len(still)} of {len(rows)} change nothing on these files: {', '.join(still)}.")
    text = "\n".join(out) + "\n"
    print(text, end="")
    if args.keep:
        folder = ROOT / "bench-runs" / args.keep
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "shake-layout.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
