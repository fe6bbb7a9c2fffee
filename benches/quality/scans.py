#!/usr/bin/env python3
"""How well scans are recognised: pages whose text is known are drawn, spoilt in many ways, and read again by the program.

    cargo build --release
    python3 benches/quality/scans.py

Needs ../shared, Poppler, Tesseract with eng, fra and spa, and Python's numpy, Pillow, img2pdf and pikepdf; without them it
says what it skips.
--reader COMMAND   the program [default: target/release/crosscut]
--keep NAME        also write the table to bench-runs/NAME/scans-SEED.md
--seed N           how the pages are spoilt [default: 1]
--only PART        only cases whose name has this part; several with |
--no-peer          leave out Tesseract alone
--save FOLDER      keep the files, what was read of them and the truth
--sources FILE     other texts than ours: JSON of {"one-column": [PDF, first page, last page, language of Tesseract], ...} with
                   the names of SOURCES; places are within ../shared

A page is silent if more than 5 % of its words are wrong or missing and no loss names it. A page warns falsely if it has a
loss and less than 2 % of its words are wrong.
"""
import argparse, io, json, re, shutil, subprocess, sys, tempfile, unicodedata
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = (ROOT / "../shared").resolve()
SOURCES = {
    "one-column": ("gold/pdf/en_pta_102_groff.pdf", 1, 3, "eng"),
    "two-columns": ("gold/pdf/en_pta_102_latex2.pdf", 1, 2, "eng"),
    "call": ("corpus/agreements/paris-call.pdf", 1, 4, "eng"),
    "french": ("corpus/agreements/paris-call-fr.pdf", 1, 4, "fra"),
    "spanish": ("gold/pdf/es_pta_123_groff.pdf", 1, 2, "spa"),
    "upr": ("gold/upr/pdf/norway2014.pdf", 14, 17, "eng"),
}
# Ready-made scans: file, source and how many of its pages, text before them.
READY = {
    "stamp-camscanner.pdf": ("one-column", 3, ""),
    "half-image.pdf": ("one-column", 1, "Annex to the Directive. The following pages reproduce the text as adopted by the Council of\n"
                       "Ministers at its sixty-sixth ordinary session, held in Abuja. The text below is an image.\n"),
    "en1-200-rot270.pdf": ("one-column", 3, ""),
    "en1-200-skew2.pdf": ("one-column", 3, ""),
    "en1-200-grey.pdf": ("one-column", 3, ""),
    "dpi800.pdf": ("one-column", 1, ""),
    "multi.tif": ("one-column", 3, ""),
    "one.png": ("one-column", 1, ""),
}
SILENT = 5.0
FALSE = 2.0
TEXT = {"body", "heading", "table_cell", "note"}


def need(module):
    try:
        return __import__(module)
    except ImportError:
        print(f"skipped: Python's {module} is not installed")
        sys.exit(0)


SPENT = subprocess.Popen([sys.executable, Path(__file__).parent / "spent.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
np = need("numpy")
need("PIL")
img2pdf, pikepdf = need("img2pdf"), need("pikepdf")
from PIL import Image  # noqa: E402

import spoil as s  # noqa: E402


# Words

def norm(text):
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    for a, b in ("’'", "‘'", '“"', '”"', "–-", "—-", "‐-", '«"', '»"'):
        text = text.replace(a, b)
    text = re.sub(r"-\n(?=[a-zàâéèêëîïôûüçñáíóú])", "", text)
    return text.split()


def wrong(truth, got):
    """Share of words that have to be changed, added or taken away, in per cent (Levenshtein distance of words)."""
    truth, got = norm(truth), norm(got)
    names = {}
    a = np.array([names.setdefault(word, len(names)) for word in truth])
    b = np.array([names.setdefault(word, len(names)) for word in got])
    row = np.arange(len(b) + 1)
    steps = np.arange(len(b) + 1)
    for at, word in enumerate(a, 1):
        change = np.minimum(row[1:] + 1, row[:-1] + (b != word))
        row = np.concatenate(([at], change))
        row = np.minimum.accumulate(row - steps) + steps
    return 100 * row[-1] / max(1, len(a))


def missing(truth, got):
    """Share of words that are not there, whatever their order, in per cent."""
    a, b = Counter(norm(truth)), Counter(norm(got))
    return 100 * (1 - sum((a & b).values()) / max(1, sum(a.values())))


# Cases

def cases(rng):
    """Name, source, dots an inch, what is done to a page (or to all), how the PDF is made, bar in per cent or None."""
    turn = lambda d: lambda page: page.rotate(d, expand=True)
    tilt = lambda least=0.6, most=4.5: rng.uniform(least, most) * rng.choice([-1, 1])
    for dots in (150, 200, 300):
        yield f"clean {dots}", "one-column", dots, None, {}, 0.7
    yield "clean 100", "one-column", 100, None, {}, None
    yield "clean 400", "one-column", 400, None, {}, None
    for degrees in (90, 180, 270):
        yield f"turned {degrees}", "one-column", 200, turn(degrees), {}, 1.0
    a = tilt()
    yield f"skewed {a:.1f}", "one-column", 200, lambda page: s.skewed(page, a), {}, 1.0
    yield "skewed -2.5", "one-column", 200, lambda page: s.skewed(page, -2.5), {}, 1.0
    b = tilt()
    yield f"turned 270, skewed {b:.1f}", "one-column", 200, lambda page: s.skewed(page, b).rotate(270, expand=True), {}, None
    yield "grey", "one-column", 200, lambda page: s.grey(s.smooth(page), rng), {"quality": 60}, 5.0
    yield "grey, two columns", "two-columns", 200, lambda page: s.grey(s.smooth(page), rng), {"quality": 60}, 5.0
    d = tilt(0.6, 2.5)
    yield f"grey, two columns, skewed {d:.1f}", "two-columns", 200, lambda page: s.grey(s.smooth(s.skewed(page, d)), rng), {"quality": 60}, None
    yield "grey, two columns, turned 90", "two-columns", 200, lambda page: s.grey(s.smooth(page), rng).rotate(90, expand=True), {"quality": 60}, None
    yield "two columns", "two-columns", 200, None, {}, None
    c = tilt(0.8, 2.0)
    yield f"two columns, skewed {c:.1f}", "two-columns", 200, lambda page: s.skewed(page, c), {}, 6.0
    for inches in (2.0, round(rng.uniform(20, 40), 1)):
        yield f"declared {inches} inches wide", "one-column", 200, None, {"inches": inches}, 1.0
    yield "French, untold", "french", 200, None, {}, 3.0
    yield "Spanish, untold", "spanish", 200, None, {}, 3.0
    e = tilt(0.6, 2.5)
    yield f"Spanish, grey, skewed {e:.1f}", "spanish", 200, lambda page: s.grey(s.smooth(s.skewed(page, e)), rng), {"quality": 60}, None
    yield "French, turned 180", "french", 200, turn(180), {}, None
    yield "specks", "one-column", 200, lambda page: s.specks(page, rng, 0.01), {"quality": 80}, None
    yield "stamped", "one-column", 200, lambda page: s.stamped(s.skewed(page, 0.8), rng), {}, None
    yield "stamp over the text", "one-column", 200, lambda page: s.received(page, rng), {}, None
    yield "black and white", "one-column", 200, lambda page: page.point(lambda v: 255 if v > 140 else 0), {"png": True}, None
    yield "faded", "one-column", 200, lambda page: s.faded(s.smooth(page), rng.uniform(0.2, 0.4)), {}, None
    yield "fax", "one-column", 200, s.faxed, {"png": True}, None
    yield "bad copy", "one-column", 150, lambda page: s.grey(s.smooth(s.skewed(page, 1.5), 0.9), rng, 190, 0.6, 16), {"quality": 45}, None
    yield "bad copy, French", "french", 200, lambda page: s.grey(s.smooth(s.skewed(page, 1.0)), rng, 205, 0.7, 12), {"quality": 55}, None
    yield "bad copy, table of text", "upr", 200, lambda page: s.grey(s.smooth(s.skewed(page, 1.0)), rng, 205, 0.7, 12), {"quality": 55}, None
    yield "one page upside down", "upr", 200, "second", {}, None
    yield "photograph", "one-column", 200, lambda page: s.photographed(page, rng), {"declared": 72}, None
    yield "photograph, aslant", "one-column", 200, lambda page: s.photographed(page, rng, 0.04), {"declared": 72}, None
    yield "photograph, two columns, aslant", "two-columns", 200, lambda page: s.photographed(page, rng, 0.03), {"declared": 72}, None
    yield "light on dark", "one-column", 200, lambda page: page.point(lambda v: 235 - int(v * 0.8)), {}, None
    yield "a band light on dark", "one-column", 200, lambda page: s.reversed_band(page, 0.3, rng.uniform(0.45, 0.7)), {}, None
    yield "shadow of a spine", "one-column", 200, s.gutter, {}, None
    yield "print of the back", "one-column", 200, "back", {}, None
    f = tilt(0.6, 2.0)
    yield f"black frame, skewed {f:.1f}", "one-column", 200, lambda page: s.framed(page, f), {}, None
    yield "call", "call", 200, None, {}, None
    yield "stamp of a program", "one-column", 200, None, {"stamp": "Scanned with a telephone"}, 1.0
    yield "text and scans mixed", "upr", 200, None, {"mixed": True}, None
    yield "two pages of a book in one", "one-column", 200, "book", {}, None
    yield "stained", "one-column", 200, lambda page: s.stained(page, rng), {}, None
    yield "torn corner", "one-column", 200, lambda page: s.torn(page, rng, rng.uniform(0.2, 0.4)), {}, None
    yield "notes by hand", "one-column", 200, lambda page: s.scribbled(page, rng), {}, None
    yield "notes by hand, two columns", "two-columns", 200, lambda page: s.scribbled(page, rng, 8), {}, None
    yield "upright stamp", "upr", 200, lambda page: s.stamped_upright(page, rng), {}, None
    yield "upright stamp, French", "french", 200, lambda page: s.stamped_upright(page, rng), {}, None
    yield "fax with lines", "call", 200, lambda page: s.fax_lines(page, rng), {"png": True}, None
    yield "photograph with a shadow", "call", 200, lambda page: s.shadowed(page, rng), {"declared": 72}, None
    yield "photograph with a shadow, Spanish", "spanish", 200, lambda page: s.shadowed(page, rng), {"declared": 72}, None
    yield "little contrast", "upr", 200, lambda page: s.low(page, rng), {}, None
    yield "little contrast, two columns", "two-columns", 200, lambda page: s.low(page, rng), {}, None
    for name, dots in (("bad", 90), ("fair", 120), ("rubbish", 65)):
        yield f"text of an earlier recogniser, {name}", "call", 200, None, {"earlier": lambda page: s.coarse(page, rng, dots)}, None


# Files

def drawn(source, dots, folder):
    path, first, last, _ = SOURCES[source]
    stem = folder / f"{source}-{dots}"
    if not list(folder.glob(f"{source}-{dots}-*.pgm")):
        subprocess.run(["pdftoppm", "-gray", "-r", str(dots), "-f", str(first), "-l", str(last), SHARED / path, stem], check=True)
    return [Image.open(p).convert("L") for p in sorted(folder.glob(f"{source}-{dots}-*.pgm"))]


def spoilt(pages, how):
    if how == "second":
        return [page.rotate(180) if at == 1 else page for at, page in enumerate(pages)]
    if how == "back":
        return [s.shining_through(page, pages[(at + 1) % len(pages)]) for at, page in enumerate(pages)]
    if how == "book":
        return [s.beside(pages[0], pages[1])]
    return [how(page) for page in pages] if how else pages


def made(pages, dots, file, source, quality=75, png=False, inches=None, stamp=None, declared=None, mixed=False, earlier=None):
    density = lambda page: page.width / inches if inches else declared or dots
    pictures = [s.png(page, density(page)) if png else s.jpeg(page, quality, density(page)) for page in pages]
    size = {}
    if inches:
        points = img2pdf.in_to_pt(inches)
        size["layout_fun"] = img2pdf.get_layout_fun((points, points * pages[0].height / pages[0].width))
    pdf = img2pdf.convert(pictures, **size)
    pdf = with_stamp(pdf, stamp) if stamp else pdf
    pdf = with_earlier(pdf, pages, earlier, SOURCES[source][3]) if earlier else pdf
    file.write_bytes(with_text(pdf, source) if mixed else pdf)


def with_stamp(pdf, text):
    """The file with a line of text on each page, as programs that scan put it there."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        font = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
        for page in file.pages:
            page.Resources.Font = pikepdf.Dictionary(F1=font)
            page.contents_add(f"\nBT /F1 9 Tf 20 12 Td ({text}) Tj ET".encode(), prepend=False)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def with_earlier(pdf, pages, seen, language):
    """The file with the invisible text of a recogniser that saw the pages worse."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page, picture in zip(file.pages, pages):
            with tempfile.NamedTemporaryFile() as coarse:
                seen(picture).save(coarse, "PPM")
                coarse.flush()
                command = ["tesseract", coarse.name, "-", "-l", language, "--dpi", "90", "-c", "textonly_pdf=1", "pdf"]
                text = subprocess.run(command, capture_output=True, check=True).stdout
            with pikepdf.open(io.BytesIO(text)) as layer:
                page.add_overlay(layer.pages[0], pikepdf.Rectangle(*[float(edge) for edge in page.mediabox]))
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def with_text(pdf, source):
    """Every second page as text instead of its picture."""
    path, first, _, _ = SOURCES[source]
    with pikepdf.open(io.BytesIO(pdf)) as scans, pikepdf.open(SHARED / path) as texts:
        for at in range(0, len(scans.pages), 2):
            scans.pages.insert(at, texts.pages[first - 1 + at])
            del scans.pages[at + 1]
        out = io.BytesIO()
        scans.save(out)
        return out.getvalue()


# Reading

def spent(command, source=None, **env):
    """Standard output, exit code, processor seconds and the largest memory in MB of a command and what it starts."""
    with tempfile.NamedTemporaryFile() as out:
        print(json.dumps({"command": [str(part) for part in command], "in": source, "out": out.name, "env": env}), file=SPENT.stdin, flush=True)
        code, seconds, memory = json.loads(SPENT.stdout.readline())
        return out.read(), code, seconds, memory


def text_of(page):
    blocks = (block for block in page["blocks"] if block["role"] in TEXT)
    return "".join(line["text"] + "\n" for block in blocks for line in block["lines"])


class Reader:
    def __init__(self, command):
        self.command, self.truths = command.split(), {}

    def read(self, file, ocr=True):
        out, code, seconds, memory = spent([*self.command, "extract", file, "--format", "json", *(["--ocr"] if ocr else [])])
        if not out:
            sys.exit(f"{file}: exit code {code} and no answer")
        answer = json.loads(out)
        return [text_of(page) for page in answer["pages"]], answer["losses"], code, seconds, memory

    def truth(self, source):
        if source not in self.truths:
            path, first, last, _ = SOURCES[source]
            self.truths[source] = self.read(SHARED / path, ocr=False)[0][first - 1:last]
        return self.truths[source]


def alone(pictures, language):
    """Processor seconds of Tesseract on the same pictures, and its text."""
    seconds, texts = 0.0, []
    for page in pictures:
        with tempfile.NamedTemporaryFile() as file:
            page.save(file, "PPM")
            file.flush()
            out, _, used, _ = spent(["tesseract", "-", "-", "-l", language, "--dpi", "200"], file.name, OMP_THREAD_LIMIT="1")
        texts.append(out.decode())
        seconds += used
    return seconds, texts


class Table:
    """The rows, and the sums of what the bars ask."""
    HEAD = ["| case | words wrong, % | missing, % | bar | worst page | losses | exit | silent | false | processor time, s | MB | Tesseract alone: words wrong, % | its time, s |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|---|"]

    def __init__(self):
        self.rows, self.silent, self.false, self.pages, self.unmet = list(self.HEAD), 0, 0, 0, 0
        self.ours, self.paired, self.theirs, self.memory = 0.0, 0.0, 0.0, 0.0
        print("\n".join(self.HEAD))

    def add(self, name, truth, read, bar, peer=None):
        texts, losses, code, seconds, memory = read
        texts = texts + [""] * (len(truth) - len(texts))
        rates = [wrong(a, b) for a, b in zip(truth, texts)]
        named = {loss["page"] for loss in losses}
        lost = lambda at: code != 0 and (at in named or None in named)
        silent = [at for at, rate in enumerate(rates, 1) if rate > SILENT and not lost(at)]
        false = [at for at, rate in enumerate(rates, 1) if rate < FALSE and at in named]
        total, gone = wrong("\n".join(truth), "\n".join(texts)), missing("\n".join(truth), "\n".join(texts))
        self.silent, self.false, self.pages = self.silent + len(silent), self.false + len(false), self.pages + len(truth)
        self.ours, self.memory = self.ours + seconds, max(self.memory, memory)
        theirs = "— | —"
        if peer:
            self.theirs, self.paired = self.theirs + peer[0], self.paired + seconds
            theirs = f"{wrong(chr(10).join(truth), chr(10).join(peer[1])):.2f} | {peer[0]:.1f}"
        self.unmet += bar is not None and total > bar
        met = "" if bar is None else f"{bar} {'met' if total <= bar else '**not met**'}"
        worst = f"{max(rates):.1f}" + (f" **{len(silent)} silent**" if silent else "")
        row = f"| {name} | {total:.2f} | {gone:.2f} | {met} | {worst} | {len(losses)} | {code} | {len(silent)} | {len(false)} | {seconds:.1f} | {memory:.0f} | {theirs} |"
        self.rows.append(row)
        print(row, flush=True)
        for loss in losses:
            rate = f"{rates[loss['page'] - 1]:.1f} %" if loss["page"] and loss["page"] <= len(rates) else ""
            print("   ", loss["page"], rate, loss["detail"], flush=True)

    def sums(self):
        lines = [f"{self.pages} pages; more than {SILENT:.0f} % of the words wrong or missing and no loss: {self.silent}; warned falsely: {self.false}; bars not met: {self.unmet}.",
                 f"Processor time {self.ours:.0f} s; largest memory of one process {self.memory:.0f} MB."]
        if self.theirs:
            lines.append(f"Tesseract alone {self.theirs:.0f} s, ours on the same pages {self.paired:.0f} s: {self.paired / self.theirs:.2f} times.")
        return lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reader", default=str(ROOT / "target/release/crosscut"))
    parser.add_argument("--keep")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--sources", type=Path)
    args = parser.parse_args()
    if args.sources:
        SOURCES.update(json.loads(args.sources.read_text()))
        READY.clear()
    for program in ("pdftoppm", "tesseract"):
        if not shutil.which(program):
            return print(f"skipped: {program} is not installed")
    if not SHARED.is_dir():
        return print("skipped: ../shared is not there")
    with tempfile.TemporaryDirectory() as folder:
        table = measured(args, Path(folder))
    print("\n" + "\n".join(table.sums()))
    if args.keep:
        file = ROOT / "bench-runs" / args.keep / f"scans-{args.seed}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        head = f"# Scans\n\n`python3 benches/quality/scans.py --seed {args.seed} --keep {args.keep}`\n\n"
        file.write_text(head + "\n".join(table.rows) + "\n\n" + "\n".join(table.sums()) + "\n")


def measured(args, folder):
    reader, table = Reader(args.reader), Table()
    wanted = lambda name: any(part in name for part in args.only.split("|"))
    for name, (source, count, before) in READY.items():
        file = SHARED / "cases/scans" / name
        if wanted(name) and file.exists():
            truth = reader.truth(source)[:count]
            table.add(name, [before + truth[0], *truth[1:]], kept(args, name, truth, reader.read(file)), None)
    for number, (name, source, dots, how, make, bar) in enumerate(cases(np.random.default_rng(args.seed))):
        if not wanted(name) or not (SHARED / SOURCES[source][0]).exists():
            continue
        pages = spoilt(drawn(source, dots, folder), how)
        file = (args.save or folder) / f"case-{number}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
        made(pages, dots, file, source, **make)
        truth = reader.truth(source)
        truth = ["\n".join(truth[:2])] if how == "book" else truth
        read = kept(args, file.name, truth, reader.read(file))
        table.add(name, truth, read, bar, None if args.no_peer else alone(pages, SOURCES[source][3]))
    return table


def kept(args, name, truth, read):
    """What was read, left with the truth where it is to be looked at."""
    if args.save:
        args.save.mkdir(parents=True, exist_ok=True)
        for number, (right, got) in enumerate(zip(truth, read[0]), 1):
            (args.save / f"{name}-{number}.truth.txt").write_text(right)
            (args.save / f"{name}-{number}.read.txt").write_text(got)
    return read


if __name__ == "__main__":
    main()
