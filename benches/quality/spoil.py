"""Pages spoilt in the ways of copiers, telephones, stamps and years; used by scans.py."""
import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont


def skewed(page, degrees):
    return page.rotate(degrees, fillcolor=255, resample=Image.BICUBIC)


def smooth(page, radius=0.8):
    return page.filter(ImageFilter.GaussianBlur(radius))


def grey(page, rng, base=205, contrast=0.75, noise=12):
    """Uneven paper with grain, print that is not black."""
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


def faded(page, contrast):
    """Print that has lost its black."""
    return page.point(lambda v: int(255 - (255 - v) * contrast))


def font(size):
    return ImageFont.load_default(size)


def stamped(page, rng):
    """A seal and a signature at the foot, the archive's number at the head."""
    page, s = page.copy(), page.width / 595
    pen, (w, h) = ImageDraw.Draw(page), page.size
    pen.text((w - 130 * s, 18 * s), f"A/CONF {rng.integers(1, 9999):04d}", font=font(13 * s), fill=60)
    pen.ellipse([w * 0.2, h * 0.82, w * 0.2 + 90 * s, h * 0.82 + 90 * s], outline=90, width=int(2 * s))
    x, y, line = w * 0.55, h * 0.86, []
    for _ in range(60):
        x, y = min(max(x + rng.uniform(-6, 12) * s, w * 0.5), w * 0.9), min(max(y + rng.uniform(-14, 14) * s, h * 0.8), h * 0.93)
        line.append((x, y))
    pen.line(line, fill=40, width=int(1.4 * s))
    return page


def received(page, rng):
    """A stamp of an office, aslant over the text."""
    s = page.width / 595
    mark = Image.new("L", (int(150 * s), int(46 * s)), 255)
    pen = ImageDraw.Draw(mark)
    pen.rectangle([2, 2, mark.width - 3, mark.height - 3], outline=0, width=int(2 * s))
    pen.text((12 * s, 6 * s), "RECEIVED", font=font(18 * s), fill=0)
    pen.text((12 * s, 28 * s), "12 MAY 2011", font=font(11 * s), fill=0)
    mark = mark.rotate(rng.uniform(5, 20), expand=True, fillcolor=255)
    ink = Image.new("L", mark.size, 130)
    page = page.copy()
    at = (int(page.width * rng.uniform(0.3, 0.55)), int(page.height * rng.uniform(0.3, 0.6)))
    shine = mark.point(lambda v: 0 if v > 128 else 170)
    page.paste(ink, at, shine)
    return page


def photographed(page, rng, perspective=0.0):
    """On a dark table, a little larger than the page, in the light of a lamp; seen aslant, so that its far side is shorter."""
    w, h = int(page.width * 1.14), int(page.height * 1.12)
    table = Image.new("L", (w, h), 70)
    table.paste(page, (int(page.width * 0.07), int(page.height * 0.06)))
    if perspective:
        off = lambda size: rng.uniform(0.3, 1.0) * perspective * size
        corners = [(-off(w), -off(h)), (w + off(w), -off(h) / 3), (w + off(w) / 3, h + off(h) / 3), (-off(w) / 4, h + off(h))]
        table = table.transform((w, h), Image.PERSPECTIVE, plane(corners, (w, h)), Image.BICUBIC, fillcolor=70)
    return grey(table.rotate(rng.uniform(-2, 2), fillcolor=70, resample=Image.BICUBIC), rng, 225, 0.8, 4)


def plane(corners, size):
    """What PIL needs to show a page whose corners are seen at the corners of the picture from where `corners` are."""
    w, h = size
    rows, values = [], []
    for (x, y), (u, v) in zip([(0, 0), (w, 0), (w, h), (0, h)], corners):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))


def reversed_band(page, top, foot):
    """Part of a page printed white on dark."""
    a = np.asarray(page).copy()
    rows = slice(int(top * page.height), int(foot * page.height))
    a[rows] = 225 - (a[rows] * 0.75).astype(np.uint8)
    return Image.fromarray(a)


def gutter(page):
    """The shadow of a book's spine at the left edge."""
    a = np.asarray(page, dtype=np.float32)
    x = np.arange(page.width) / page.width
    return Image.fromarray((a * np.clip(0.25 + x / 0.16, 0, 1)).astype(np.uint8))


def shining_through(page, back):
    """The print of the other side, seen through thin paper."""
    a, b = np.asarray(page, dtype=np.float32), np.asarray(back.transpose(Image.FLIP_LEFT_RIGHT).resize(page.size), dtype=np.float32)
    return Image.fromarray(np.minimum(a, 255 - (255 - b) * 0.22).astype(np.uint8))


def framed(page, degrees):
    """A page that lay askew in a copier: black beside it."""
    bed = Image.new("L", (int(page.width * 1.06), int(page.height * 1.04)), 255)
    bed.paste(page, (int(page.width * 0.03), int(page.height * 0.02)))
    return bed.rotate(degrees, fillcolor=0, resample=Image.BICUBIC)


def faxed(page):
    """204 by 98 dots an inch, black and white, drawn to square pixels again."""
    narrow = page.resize((int(page.width), page.height // 2), Image.LANCZOS)
    return narrow.point(lambda v: 255 if v > 140 else 0).resize(page.size, Image.NEAREST)


def beside(left, right):
    """Two pages of an opened book in one picture."""
    both = Image.new("L", (left.width + right.width, max(left.height, right.height)), 255)
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    return both


def stained(page, rng):
    """The ring of a cup and a spill, both as light as print may be and darker."""
    a = np.asarray(page, dtype=np.float32)
    h, w = a.shape
    y, x = np.mgrid[0:h, 0:w]
    left, top, radius = w * rng.uniform(0.3, 0.7), h * rng.uniform(0.3, 0.7), w * rng.uniform(0.14, 0.2)
    away = np.hypot(x - left, y - top) + 5 * np.sin(np.arctan2(y - top, x - left) * 7)
    ring = np.exp(-(((away - radius) / (0.012 * w)) ** 2))
    spill = 1 / (1 + np.exp((np.hypot((x - w * rng.uniform(0.2, 0.8)) / 1.6, y - h * rng.uniform(0.2, 0.8)) - 0.13 * w) / (0.004 * w)))
    return Image.fromarray((a * (1 - 0.45 * ring) * (1 - rng.uniform(0.25, 0.5) * spill)).astype(np.uint8))


def torn(page, rng, share=0.3):
    """A corner is gone; the dark bed of the scanner shows in its place."""
    page, (w, h) = page.copy(), page.size
    steps = np.linspace(0, 1, 30)
    edge = [(w * (1 - share * (1 - t)) + rng.uniform(-0.006, 0.006) * w, h - h * share * t + rng.uniform(-0.006, 0.006) * h) for t in steps]
    ImageDraw.Draw(page).polygon([*edge, (w, h)], fill=45)
    return page


def scribbled(page, rng, lines=6):
    """Notes by hand: in the margin, and over lines of print."""
    page, s = page.copy(), page.width / 595
    pen = ImageDraw.Draw(page)
    for at in range(lines):
        x = page.width * (rng.uniform(0.01, 0.05) if at % 2 else rng.uniform(0.15, 0.5))
        y = page.height * rng.uniform(0.12, 0.85)
        written = []
        for step in np.arange(0, (55 if at % 2 else 150) * s, 1.5 * s):
            written.append((x + step + 3 * s * np.sin(step / (2.3 * s)), y + 5 * s * np.sin(step / (1.9 * s)) * rng.uniform(0.3, 1.3) - 0.05 * step))
        pen.line(written, fill=50, width=max(1, int(1.2 * s)), joint="curve")
    return page


def stamped_upright(page, rng):
    """A line of a register that runs up the margin, and a filled mark in the head."""
    page, s = page.copy(), page.width / 595
    mark = Image.new("L", (int(300 * s), int(16 * s)), 255)
    ImageDraw.Draw(mark).text((2, 1), f"REGISTERED IN THE ARCHIVES No. {rng.integers(1000, 9999)} / 2011", font=font(11 * s), fill=70)
    page.paste(mark.rotate(90, expand=True), (int(rng.uniform(8, 20) * s), int(page.height * rng.uniform(0.3, 0.5))))
    seal = Image.new("L", (int(110 * s), int(26 * s)), 40)
    ImageDraw.Draw(seal).text((10 * s, 4 * s), "CERTIFIED", font=font(15 * s), fill=235)
    page.paste(seal, (int(page.width * 0.66), int(12 * s)))
    return page


def fax_lines(page, rng, lines=9):
    """Lines that a fax machine lost or smeared, its own line at the head, and a dark scratch down the page."""
    a = np.asarray(faxed(page)).copy()
    h, w = a.shape
    for _ in range(lines):
        top = int(rng.uniform(0.05, 0.95) * h)
        a[top:top + int(rng.integers(2, 5))] = 255 if rng.random() < 0.6 else 0
    at = int(rng.uniform(0.2, 0.8) * w)
    a[:, at:at + 2] = 0
    page, s = Image.fromarray(a), w / 595
    ImageDraw.Draw(page).text((30 * s, 6 * s), "12-MAY-2011 14:33  FROM: PROTOCOL  TO: 0041229170000  P.02/05", font=font(9 * s), fill=0)
    return page


def shadowed(page, rng):
    """A photograph in whose light a hand or a telephone was."""
    a = np.asarray(photographed(page, rng, rng.uniform(0.01, 0.03)), dtype=np.float32)
    h, w = a.shape
    y, x = np.mgrid[0:h, 0:w]
    side = (x / w) * rng.uniform(0.5, 1) + (y / h) * rng.uniform(0.5, 1) - rng.uniform(0.6, 1.0)
    return Image.fromarray((a * (0.42 + 0.58 / (1 + np.exp(-side * 30)))).astype(np.uint8))


def low(page, rng):
    """Grey on grey: little between print and paper, and both with grain."""
    a = np.asarray(smooth(page, 0.5), dtype=np.float32)
    ink = rng.uniform(120, 150)
    return Image.fromarray(np.clip(ink + (a / 255) * rng.uniform(25, 45) + rng.normal(0, 4, a.shape), 0, 255).astype(np.uint8))


def coarse(page, rng, dots=90):
    """As an early scanner had it."""
    return grey(smooth(page.resize((page.width * dots // 200, page.height * dots // 200), Image.LANCZOS), 0.7), rng, 215, 0.7, 14)


def jpeg(page, quality, density):
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, dpi=(density, density))
    return out.getvalue()


def png(page, density):
    out = io.BytesIO()
    page.convert("1").save(out, "PNG", dpi=(density, density))
    return out.getvalue()
