#!/usr/bin/env python3
"""How well and how fast PDFs are read: ours against pdftotext, PyMuPDF, pdfium and two Rust crates, same files, same run.

Started by `cargo bench -p crosscut-extract --bench extract`. Installs nothing: what is not there is skipped and named.
--reader EXE       the bench program, which reads files (given by cargo)
--keep NAME        also write the tables to bench-runs/NAME/extract.md
--only PARTS       some of truth,agreed,robust,speed (with commas between)
--peers FILE       keep what the other readers say of the archive in FILE, and take it from there the next time
--no-rust-peers    do not build pdf-extract and lopdf for comparison
"""
import argparse, io, json, os, re, resource, select, shutil, subprocess, sys, tarfile, tempfile, time, unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = (ROOT / "../shared").resolve()
LIMIT = 5.0  # seconds a file
MEMORY = 512  # megabytes a file
AGREE = 0.95  # word F1 at which two other readers agree
SHARES = {"PyMuPDF": 0.45, "pdfium": 0.40}  # of the time that others take


# Bars

class Bars:
    """The bars, and what was measured."""

    def __init__(self):
        self.rows = []

    def least(self, what, value, bar, digits=2):
        self.rows.append((what, f"{value:.{digits}f}", f"at least {bar}", value >= bar))

    def most(self, what, value, bar, digits=2):
        self.rows.append((what, f"{value:.{digits}f}", f"at most {bar}", value <= bar))

    def table(self, out):
        out.append("## Bars\n")
        out.append("| what | measured | bar | |\n|---|---|---|---|")
        out.extend(f"| {what} | {value} | {bar} | {'met' if met else '**not met**'} |" for what, value, bar, met in self.rows)
        out.append("")


# Words

def norm(text):
    text = text.replace("\x0c", "\n")
    for mark in ("\u00ad\n", "\u00ad", "\x02\n", "\x02", "\ufffe"):
        text = text.replace(mark, "")
    text = unicodedata.normalize("NFKC", text)
    for a, b in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("–", "-"), ("—", "-"), ("‐", "-"), ("‑", "-")):
        text = text.replace(a, b)
    return re.sub(r"(\w)-[ \t\r]*\n[ \t]*(\w)", r"\1\2", text)


def words(text):
    return re.findall(r"\w+", norm(text).lower())


def either(text):
    """Words with line-end hyphens undone, and with them kept: what is there in one way or the other is not lost."""
    return Counter(words(text)) | Counter(words(re.sub(r"([-‐])[ \t\r]*\n", r"\1 ", text)))


def f1(a, b):
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 1.0


def common(gold, got):
    """Length of the longest common subsequence, bit-parallel (Hyyrö 2004)."""
    places = {}
    for at, word in enumerate(gold):
        places[word] = places.get(word, 0) | 1 << at
    mask = (1 << len(gold)) - 1
    v = mask
    for word in got:
        u = v & places.get(word, 0)
        v = ((v + u) | (v - u)) & mask
    return len(gold) - v.bit_count()


# Readers

class Reader:
    """A program that reads the files named on its stdin and prints a line of JSON for each."""

    def __init__(self, command):
        self.command, self.process = command, None

    def read(self, path, limit):
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.DEVNULL, env=dict(os.environ, RAYON_NUM_THREADS="1"))
        start, buffer = time.monotonic(), b""
        try:
            self.process.stdin.write(f"{path}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            return self.fail("crash")
        while True:
            left = limit - (time.monotonic() - start)
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                return self.fail("time-out")
            part = os.read(self.process.stdout.fileno(), 1 << 20)
            if not part:
                return self.fail("crash")
            buffer += part
            if buffer.endswith(b"\n"):
                for line in buffer.splitlines():
                    if line.startswith(b'{"') and b'"file"' in line:
                        return json.loads(line) | {"megabytes": self.peak()}

    def peak(self):
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) // 1024 if found else 0

    def fail(self, how):
        self.close()
        return {"bad": how}

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Poppler:
    """pdftotext, a process a file."""

    def read(self, path, limit):
        try:
            done = subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return {"bad": "time-out"}
        return {"all": done.stdout.decode("utf-8", "replace")} if done.returncode == 0 else {"bad": "error"}

    def close(self):
        pass


def peer(name):
    """Runs as one of the Python readers."""
    if name == "PyMuPDF":
        import pymupdf
        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)

        def read(path):
            doc = pymupdf.open(path, filetype="pdf")
            return None if doc.needs_pass else "\n".join(page.get_text() for page in doc)
    else:
        import pypdfium2

        def read(path):
            doc = pypdfium2.PdfDocument(path)
            return "\n".join(page.get_textpage().get_text_range() for page in doc)
    for line in sys.stdin:
        path = line.rstrip("\n")
        try:
            text = read(path)
        except Exception:
            text = None
        answer = {"file": path} | ({"all": text} if text is not None else {"bad": "error"})
        print(json.dumps(answer), flush=True)


def others(args, skipped):
    found = {}
    if shutil.which("pdftotext"):
        found["pdftotext"] = Poppler()
    for name, module in (("PyMuPDF", "pymupdf"), ("pdfium", "pypdfium2")):
        try:
            __import__(module)
            found[name] = Reader([sys.executable, __file__, "--peer", name])
        except ImportError:
            skipped.append(f"{name} (Python package {module})")
    if "pdftotext" not in found:
        skipped.append("pdftotext (poppler-utils)")
    if args.no_rust_peers:
        skipped.append("pdf-extract, lopdf (--no-rust-peers)")
        return found
    manifest = ROOT / "benches/quality/rust-peers/Cargo.toml"
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "rust-peers"
    build = ["cargo", "build", "--release", "--quiet", "--manifest-path", str(manifest), "--target-dir", str(target)]
    if shutil.which("cargo") and subprocess.run(build).returncode == 0:
        for name in ("pdf-extract", "lopdf"):
            found[name] = Reader([str(target / "release/rust-peers"), name])
    else:
        skipped.append("pdf-extract, lopdf (cargo could not build them)")
    return found


# Truth

class Act(HTMLParser):
    """The text of an act of EUR-Lex without page heads and notes."""

    def __init__(self):
        super().__init__()
        self.text, self.stack = [], []

    def handle_starttag(self, tag, attributes):
        if tag in ("br", "hr", "img", "col", "meta", "link", "input"):
            return
        kind = dict(attributes).get("class") or ""
        skips = tag in ("script", "style", "head") or kind.startswith(("oj-hd", "oj-note"))
        self.stack.append((tag, skips or bool(self.stack and self.stack[-1][1])))
        if tag in ("p", "td", "tr", "div"):
            self.text.append("\n")

    def handle_endtag(self, tag):
        if any(open_tag == tag for open_tag, _ in self.stack):
            while self.stack.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if not (self.stack and self.stack[-1][1]):
            self.text.append(data)


def truths():
    for pdf in sorted((SHARED / "gold/pdf").glob("*.pdf")):
        truth = json.loads(pdf.with_suffix(".json").read_text(encoding="utf-8"))
        yield "gold/pdf", pdf, truth["body"]
    act, pdf = SHARED / "corpus/truth/eu-nis2.html", SHARED / "corpus/agreements/eu-nis2.pdf"
    if act.is_file() and pdf.is_file():
        parser = Act()
        parser.feed(act.read_text(encoding="utf-8"))
        yield "NIS2", pdf, "".join(parser.text)


def truth_tables(engines, out, bars):
    sets = {}
    for name, pdf, truth in truths():
        sets.setdefault(name, []).append((pdf, words(truth)))
    for name, files in sets.items():
        out.append(f"## {name}: text that is known ({len(files)} files)\n")
        out.append("Ours is the body as `crosscut extract` prints it; the others have no such thing, so theirs is all of the text.\n")
        out.append("| reader | ordered recall | ordered precision | worst recall | word F1 | words lost in silence |")
        out.append("|---|---|---|---|---|---|")
        for engine, reader in engines.items():
            rows, lost = [], 0
            for pdf, gold in files:
                read = reader.read(pdf, 60)
                got = words(read.get("body", read.get("all")) or "")
                hit = common(gold, got)
                bag, all_words = Counter(gold), either(read.get("all") or "")
                lost += 0 if read.get("losses") or read.get("bad") else sum((bag - all_words).values())
                rows.append((hit / len(gold), hit / max(1, len(got)), f1(bag, Counter(got))))
            mean = [100 * sum(row[i] for row in rows) / len(rows) for i in range(3)]
            worst = 100 * min(row[0] for row in rows)
            out.append(f"| {engine} | {mean[0]:.2f} | {mean[1]:.2f} | {worst:.2f} | {mean[2]:.2f} | {lost} |")
            if engine == "crosscut":
                bars.least(f"{name}: ordered recall", mean[0], 99.94 if name == "NIS2" else 99.9)
                bars.least(f"{name}: ordered precision", mean[1], 99.5)
        out.append("")


# The archive of damaged and odd files

def unpacked(folder):
    archive = SHARED / "corpus/damaged-and-odd.tar.gz"
    if not archive.is_file():
        return []
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def peers_texts(args, files, folder, engines):
    known = {}
    kept = Path(args.peers) if args.peers else None
    if kept and kept.is_file():
        for line in kept.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            known[row["file"]] = row
    for path in files:
        name = str(path.relative_to(folder))
        row = known.setdefault(name, {"file": name})
        for engine, reader in engines.items():
            if engine != "crosscut" and engine not in row:
                row[engine] = reader.read(path, 10).get("all")
    if kept:
        kept.write_text("".join(json.dumps(row) + "\n" for row in known.values()), encoding="utf-8")
    return known


def agreed_tables(args, files, folder, engines, out, bars):
    texts = peers_texts(args, files, folder, engines)
    judges = [name for name in ("pdftotext", "PyMuPDF", "pdfium") if name in engines]
    if len(judges) < 2:
        out.append("Agreed documents: skipped, for two of pdftotext, PyMuPDF and pdfium are needed.\n")
        return
    scores = {name: [] for name in engines}
    silent, better, low, count = [], [], [], 0
    # Words of texts that are known, to tell whose text reads like one where two readers agree on another.
    vocabulary = {word for _, _, truth in truths() for word in words(truth)}
    plausible = lambda bag: sum(n for word, n in bag.items() if word in vocabulary) / max(1, sum(bag.values()))
    for path in files:
        name = str(path.relative_to(folder))
        row = texts[name]
        bags = {judge: Counter(words(row[judge])) for judge in judges if row.get(judge)}
        pairs = [(a, b) for a in bags for b in bags if a < b and f1(bags[a], bags[b]) >= AGREE and bags[a] and bags[b]]
        if not pairs:
            continue
        count += 1
        agreeing = {judge for pair in pairs for judge in pair}
        ours = engines["crosscut"].read(path, 10)
        for engine in engines:
            own = Counter(words((ours.get("all") if engine == "crosscut" else row.get(engine)) or ""))
            score = max((f1(own, bags[judge]) for judge in agreeing if judge != engine), default=0.0)
            scores[engine].append(score)
            if engine == "crosscut" and score < 0.9:
                low.append((score, name, ours.get("losses") or ours.get("bad")))
                letters = max(min(len(re.sub(r"\W", "", row[judge])) for judge in pair) for pair in pairs)
                if letters > 50 and score < 0.5 and not ours.get("losses") and not ours.get("bad"):
                    own = Counter(words(ours.get("all") or ""))
                    theirs = max(plausible(bags[judge]) for judge in agreeing)
                    (better if plausible(own) > 2 * theirs and plausible(own) > 0.2 else silent).append(name)
    out.append(f"## Agreed documents: {count} of {len(files)} odd files on which two of {', '.join(judges)} agree\n")
    out.append("Word F1 of all text against that of a reader that agrees with another (a judge against the others).\n")
    out.append("| reader | mean F1 | below .9 |\n|---|---|---|")
    for engine, all_scores in scores.items():
        out.append(f"| {engine} | {sum(all_scores) / len(all_scores):.4f} | {sum(s < 0.9 for s in all_scores)} |")
    ours = scores["crosscut"]
    bars.least("agreed documents: mean F1", sum(ours) / max(1, len(ours)), 0.997, 4)
    bars.most("agreed documents: below .9", len(low), 2, 0)
    bars.most("nothing or something else in silence", len(silent), 0, 0)
    out.append("\nOurs below .9: " + ("; ".join(f"{name} {score:.2f}{f' ({why})' if why else ''}" for score, name, why in sorted(low)) or "none"))
    out.append(f"\nNothing or something else without a word of warning (more than 50 letters): {len(silent)} {', '.join(silent)}\n")
    if better:
        out.append(f"Something else, but words, where the text that two others agree on is none: {', '.join(better)}\n")


def robust_tables(reader, files, folder, out, bars):
    hostile = folder / "hostile"
    script = SHARED / "tools/hostile_pdfs.py"
    if script.is_file():
        hostile.mkdir(exist_ok=True)
        subprocess.run([sys.executable, str(script)], cwd=folder, check=True)
        files = files + sorted(hostile.glob("*.pdf"))
    failed, slowest, largest = [], (0.0, ""), (0, "")
    for path in files:
        start = time.monotonic()
        read = reader.read(path, 4 * LIMIT)
        seconds = read.get("seconds", time.monotonic() - start)
        slowest, largest = max(slowest, (seconds, path.name)), max(largest, (read.get("megabytes", 0), path.name))
        if read.get("bad") or seconds > LIMIT or read.get("megabytes", 0) > MEMORY:
            failed.append(f"{path.name} ({read.get('bad') or f'{seconds:.1f} s'}, {read.get('megabytes', 0)} MB)")
        if read.get("megabytes", 0) > 100:
            reader.close()  # peak memory is of the process: the next file begins afresh
    bars.most(f"panics, crashes, files over {LIMIT:.0f} s or {MEMORY} MB", len(failed), 0, 0)
    out.append(f"## Damaged, odd and hostile files ({len(files)})\n")
    out.append(f"Panics, crashes, longer than {LIMIT:.0f} s or more than {MEMORY} MB: {len(failed)} {'; '.join(failed)}  ")
    out.append(f"slowest {slowest[0]:.2f} s ({slowest[1]}), most memory {largest[0]} MB ({largest[1]})\n")


# Speed

def spent(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def speed_tables(args, engines, out, bars):
    files = sorted((SHARED / "corpus").glob("*/*.pdf")) + sorted((SHARED / "gold/pdf").glob("*.pdf"))
    if not files:
        return
    paths = [str(path) for path in files]
    one = dict(os.environ, RAYON_NUM_THREADS="1")
    costs, pages, rounds = {}, 0, 3
    for _ in range(rounds):
        start = spent(resource.RUSAGE_CHILDREN)
        timed = subprocess.run([args.reader, "--time", "1", *paths], capture_output=True, text=True, check=True, env=one)
        pages = sum(int(line.split()[1]) for line in timed.stdout.splitlines())
        costs.setdefault("crosscut", []).append(spent(resource.RUSAGE_CHILDREN) - start)
        for name in ("PyMuPDF", "pdfium"):
            if name in engines:
                start = spent(resource.RUSAGE_CHILDREN)
                reading = "".join(f"{path}\n" for path in paths)
                subprocess.run([sys.executable, __file__, "--peer", name], input=reading, text=True, capture_output=True, check=True)
                empty = spent(resource.RUSAGE_CHILDREN)
                subprocess.run([sys.executable, __file__, "--peer", name], input="", text=True, capture_output=True, check=True)
                costs.setdefault(name, []).append(2 * empty - start - spent(resource.RUSAGE_CHILDREN))
        if "pdftotext" in engines:
            start = spent(resource.RUSAGE_CHILDREN)
            for path in paths:
                subprocess.run(["pdftotext", "-q", path, "-"], capture_output=True)
            costs.setdefault("pdftotext", []).append(spent(resource.RUSAGE_CHILDREN) - start)
    ours = min(costs["crosscut"])
    out.append(f"## Speed: {len(files)} documents, {pages} pages, one thread, processor time, best of {rounds}\n")
    out.append("Ours with layout, the others their plain text; without the start of Python, pdftotext a process a file.\n")
    out.append("| reader | ms a page | pages a second | ours is this share of it |\n|---|---|---|---|")
    for name, seconds in costs.items():
        best = min(seconds)
        out.append(f"| {name} | {1000 * best / pages:.2f} | {pages / best:.0f} | {ours / best:.2f} |")
        if name in SHARES:
            bars.most(f"processor time, share of {name}'s", ours / best, SHARES[name])
    if shutil.which("valgrind"):
        heavy = [path for path in paths if path.endswith(("eu-nis2.pdf", "kenya_dpa_2019.pdf"))] or paths[:1]
        run = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", args.reader, "--time", "1", *heavy]
        told = subprocess.run(run, capture_output=True, text=True, env=one)
        count = re.search(r"Collected : (\d+)", told.stderr)
        read = sum(int(line.split()[1]) for line in told.stdout.splitlines())
        if count and read:
            names = ", ".join(Path(path).name for path in heavy)
            out.append(f"\nInstructions a page (callgrind, {names}): {int(count[1]) / read / 1e6:.2f} million")
    out.append("")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader")
    parser.add_argument("--keep")
    parser.add_argument("--only", default="truth,agreed,robust,speed")
    parser.add_argument("--peers")
    parser.add_argument("--no-rust-peers", action="store_true")
    parser.add_argument("--peer")
    args = parser.parse_args()
    if args.peer:
        return peer(args.peer)
    if not SHARED.is_dir():
        print(f"skipped: no {SHARED}")
        return None
    parts, skipped, out, bars = set(args.only.split(",")), [], [], Bars()
    engines = {"crosscut": Reader([args.reader, "--read"])} | others(args, skipped)
    out.append("`cargo bench -p crosscut-extract --bench extract`\n")
    if skipped:
        out.append("Skipped: " + "; ".join(skipped) + "\n")
    if "truth" in parts:
        truth_tables(engines, out, bars)
    if parts & {"agreed", "robust"}:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            files = unpacked(folder)
            if "agreed" in parts and files:
                agreed_tables(args, files, folder, engines, out, bars)
            if "robust" in parts and files:
                robust_tables(engines["crosscut"], files, folder, out, bars)
    if "speed" in parts:
        speed_tables(args, engines, out, bars)
    bars.table(out)
    for reader in engines.values():
        reader.close()
    text = "\n".join(out)
    print(text)
    if args.keep:
        target = ROOT / "bench-runs" / args.keep / "extract.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return None


if __name__ == "__main__":
    main()
