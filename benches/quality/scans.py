#!/usr/bin/env python3
"""How well scans are recognised: pages whose text is known are drawn, spoilt in known ways, and read again.

    cargo build --release --example recognise -p crosscut-extract
    python3 benches/quality/scans.py

Needs ../shared, Poppler, Tesseract with eng, fra and spa, and Python's numpy, Pillow, img2pdf and pikepdf; without them it
says what it skips.
--reader EXE       the program that recognises files [default: target/release/examples/recognise]
--keep NAME        also write the table to bench-runs/NAME/scans.md
--seed N           how the pages are spoilt [default: 1]
--only PART        only cases whose name has this part
--no-peer          leave out Tesseract alone
"""
import argparse, io, json, os, random, re, shutil, subprocess, sys, tempfile, time, unicodedata
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
SILENT = 5.0  # per cent of a page's words that may be wrong or missing without a loss


def need(module):
    try:
        return __import__(module)
    except ImportError:
        print(f"skipped: Python's {module} is not installed")
        sys.exit(0)


np = need("numpy")
need("PIL")
img2pdf = need("img2pdf")
from PIL import Image, ImageDraw, ImageFilter, ImageFont  # noqa: E402


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


# Spoiling

def skewed(page, degrees):
    return page.rotate(degrees, fillcolor=255, resample=Image.BICUBIC)


def grey(page, rng, base=205, contrast=0.75, noise=12):
    a = np.asarray(page, dtype=np.float32)
    h, w = a.shape
    y, x = np.mgrid[0:h, 0:w]
    paper = base - rng.uniform(25, 50) * (x / w) - rng.uniform(5, 25) * (y / h)
    out = paper * (a / 255 * contrast + 1 - contrast) + rng.normal(0, noise, a.shape)
    return Image.fromarray(np.clip(out, 0, 255).astype(np.uint8))


def specks(page, rng, share):
    a = np.asarray(page).copy()
    m = rng.random(a.shape)
    a[m < share / 2] = 0
    a[m > 1 - share / 2] = 255
    return Image.fromarray(a)


def stamped(page, rng):
    page, s = page.copy(), page.width / 595
    pen, (w, h) = ImageDraw.Draw(page), page.size
    pen.ellipse([w * 0.2, h * 0.82, w * 0.2 + 90 * s, h * 0.82 + 90 * s], outline=90, width=int(2 * s))
    x, y, line = w * 0.55, h * 0.86, []
    for _ in range(60):
        x, y = min(max(x + rng.uniform(-6, 12) * s, w * 0.5), w * 0.9), min(max(y + rng.uniform(-14, 14) * s, h * 0.8), h * 0.93)
        line.append((x, y))
    pen.line(line, fill=40, width=int(1.4 * s))
    return page


def photographed(page, rng):
    """On a dark table, a little larger than the page, in the light of a lamp."""
    table = Image.new("L", (int(page.width * 1.12), int(page.height * 1.1)), 70)
    table.paste(page, (int(page.width * 0.05), int(page.height * 0.06)))
    return grey(skewed(table, rng.uniform(-2, 2)), rng, 225, 0.8, 4)


def smooth(page, radius=0.8):
    return page.filter(ImageFilter.GaussianBlur(radius))


def cases(rng):
    """Name, source, dots an inch, what is done to a page, how the PDF is made, bar in per cent or None."""
    turn = lambda d: lambda page: page.rotate(d, expand=True)
    tilt = lambda: rng.uniform(0.6, 4.5) * rng.choice([-1, 1])
    for dots in (150, 200, 300):
        yield f"clean {dots}", "one-column", dots, None, {}, 0.7
    yield "clean 100", "one-column", 100, None, {}, None
    yield "clean 400", "one-column", 400, None, {}, None
    for degrees in (90, 180, 270):
        yield f"turned {degrees}", "one-column", 200, turn(degrees), {}, 1.0
    a = tilt()
    yield f"skewed {a:.1f}", "one-column", 200, lambda page: skewed(page, a), {}, 1.0
    yield "skewed -2.5", "one-column", 200, lambda page: skewed(page, -2.5), {}, 1.0
    b = tilt()
    yield f"turned 270, skewed {b:.1f}", "one-column", 200, lambda page: skewed(page, b).rotate(270, expand=True), {}, None
    yield "grey", "one-column", 200, lambda page: grey(smooth(page), rng), {"quality": 60}, 5.0
    yield "grey, two columns", "two-columns", 200, lambda page: grey(smooth(page), rng), {"quality": 60}, 5.0
    yield "two columns", "two-columns", 200, None, {}, None
    c = rng.uniform(0.8, 2.0) * rng.choice([-1, 1])
    yield f"two columns, skewed {c:.1f}", "two-columns", 200, lambda page: skewed(page, c), {}, 6.0
    for inches in (2.0, round(rng.uniform(20, 40), 1)):
        yield f"declared {inches} inches wide", "one-column", 200, None, {"inches": inches}, 1.0
    yield "French, untold", "french", 200, None, {}, 3.0
    yield "Spanish, untold", "spanish", 200, None, {}, 3.0
    yield "specks", "one-column", 200, lambda page: specks(page, rng, 0.01), {"quality": 80}, None
    yield "stamped", "one-column", 200, lambda page: stamped(skewed(page, 0.8), rng), {}, None
    yield "black and white", "one-column", 200, lambda page: page.point(lambda v: 255 if v > 140 else 0), {"png": True}, None
    yield "bad copy", "one-column", 150, lambda page: grey(smooth(skewed(page, 1.5), 0.9), rng, 190, 0.6, 16), {"quality": 45}, None
    yield "bad copy, French", "french", 200, lambda page: grey(smooth(skewed(page, 1.0)), rng, 205, 0.7, 12), {"quality": 55}, None
    yield "bad copy, table of text", "upr", 200, lambda page: grey(smooth(skewed(page, 1.0)), rng, 205, 0.7, 12), {"quality": 55}, None
    yield "one page upside down", "upr", 200, "second", {}, None
    yield "photograph", "one-column", 200, lambda page: photographed(page, rng), {"declared": 72}, None
    yield "call", "call", 200, None, {}, None
    yield "stamp of a program", "one-column", 200, None, {"stamp": "Scanned with a telephone"}, 1.0


# Files

def drawn(source, dots, folder):
    path, first, last, _ = SOURCES[source]
    stem = folder / f"{source}-{dots}"
    if not list(folder.glob(f"{source}-{dots}-*.pgm")):
        subprocess.run(["pdftoppm", "-gray", "-r", str(dots), "-f", str(first), "-l", str(last), SHARED / path, stem], check=True)
    return [Image.open(p).convert("L") for p in sorted(folder.glob(f"{source}-{dots}-*.pgm"))]


def made(pages, dots, file, quality=75, png=False, inches=None, stamp=None, declared=None):
    pictures = []
    for page in pages:
        out = io.BytesIO()
        density = page.width / inches if inches else declared or dots
        if png:
            page.convert("1").save(out, "PNG", dpi=(density, density))
        else:
            page.save(out, "JPEG", quality=quality, dpi=(density, density))
        pictures.append(out.getvalue())
    size = {}
    if inches:
        points = img2pdf.in_to_pt(inches)
        size["layout_fun"] = img2pdf.get_layout_fun((points, points * pages[0].height / pages[0].width))
    pdf = img2pdf.convert(pictures, **size)
    file.write_bytes(with_stamp(pdf, stamp) if stamp else pdf)


def with_stamp(pdf, text):
    """The file with a line of text on each page, as programs that scan put it there."""
    need("pikepdf")
    import pikepdf
    with pikepdf.open(io.BytesIO(pdf)) as file:
        font = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
        for page in file.pages:
            page.Resources.Font = pikepdf.Dictionary(F1=font)
            page.contents_add(f"\nBT /F1 9 Tf 20 12 Td ({text}) Tj ET".encode(), prepend=False)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def spent():
    return sum(os.times()[2:4])


def recognised(reader, file):
    """Text of the pages of a file, and losses."""
    return json.loads(subprocess.run([reader, file], capture_output=True, check=True).stdout)


def truth_of(reader, source):
    path, first, last, _ = SOURCES[source]
    return recognised(reader, SHARED / path)["pages"][first - 1:last]


def alone(pictures, language):
    """Processor seconds of Tesseract on the same pictures, and its text."""
    before, texts = spent(), []
    for page in pictures:
        out = io.BytesIO()
        page.save(out, "PPM")
        command = ["tesseract", "-", "-", "-l", language, "--dpi", "200"]
        run = subprocess.run(command, input=out.getvalue(), capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
        texts.append(run.stdout.decode())
    return spent() - before, texts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reader", default=ROOT / "target/release/examples/recognise")
    parser.add_argument("--keep")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-peer", action="store_true")
    args = parser.parse_args()
    for program in ("pdftoppm", "tesseract"):
        if not shutil.which(program):
            return print(f"skipped: {program} is not installed")
    if not SHARED.is_dir():
        return print("skipped: ../shared is not there")
    table, silent, ours, theirs = measured(args)
    text = "\n".join(table)
    print(f"\n{silent} pages with more than {SILENT:.0f} % of their words wrong or missing and no loss; processor time {ours:.0f} s,")
    print(f"Tesseract alone {theirs:.0f} s" if theirs else "without Tesseract alone")
    if args.keep:
        file = ROOT / "bench-runs" / args.keep / "scans.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        rest = f" Tesseract alone took {theirs:.0f} s." if theirs else ""
        head = f"# Scans\n\n`python3 benches/quality/scans.py --seed {args.seed} --keep {args.keep}`\n\n"
        foot = f"\n\nPages with more than {SILENT:.0f} % of their words wrong or missing and no loss: {silent}.\nProcessor time {ours:.0f} s.{rest}\n"
        file.write_text(head + text + foot)


def measured(args):
    table = ["| case | words wrong, % | bar | worst page | losses | processor time, s | Tesseract alone: words wrong, % | its time, s |", "|---|---|---|---|---|---|---|---|"]
    print("\n".join(table))
    silent, ours, theirs, truths = 0, 0.0, 0.0, {}
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for number, (name, source, dots, spoil, how, bar) in enumerate(cases(np.random.default_rng(args.seed))):
            if args.only not in name or not (SHARED / SOURCES[source][0]).exists():
                continue
            pages = drawn(source, dots, folder)
            if spoil == "second":
                pages[1] = pages[1].rotate(180)
            elif spoil:
                pages = [spoil(page) for page in pages]
            file = folder / f"case-{number}.pdf"
            made(pages, dots, file, **how)
            truth = truths.get(source) or truths.setdefault(source, truth_of(args.reader, source))
            before = spent()
            read = recognised(args.reader, file)
            time_ours = spent() - before
            rates = [wrong(a, b) for a, b in zip(truth, read["pages"])]
            lost = {loss["page"] for loss in read["losses"]}
            silent += sum(rate > SILENT and number not in lost and None not in lost for number, rate in enumerate(rates, 1))
            total = wrong("\n".join(truth), "\n".join(read["pages"]))
            time_theirs, texts = (0.0, None) if args.no_peer else alone(pages, SOURCES[source][3])
            peer = f"{wrong(chr(10).join(truth), chr(10).join(texts)):.2f} | {time_theirs:.1f}" if texts else "— | —"
            ours, theirs = ours + time_ours, theirs + time_theirs
            met = "" if bar is None else f"{bar} {'met' if total <= bar else '**not met**'}"
            row = f"| {name} | {total:.2f} | {met} | {max(rates):.1f} | {len(read['losses'])} | {time_ours:.1f} | {peer} |"
            table.append(row)
            print(row, flush=True)
            for loss in read["losses"]:
                print("   ", loss["page"], loss["detail"], flush=True)
    return table, silent, ours, theirs


if __name__ == "__main__":
    main()
