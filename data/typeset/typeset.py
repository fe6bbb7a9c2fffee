"""Typesets the digests in text/ as PDF and writes their tags as gold.

usage: typeset.py [ID …]   (run by typeset.sh, which sets up what it imports)

A text is a head of `key: value` lines, a line `---`, then one block a line:

    = Chapter I | Use of terms      a part           == Article 1 | Definitions   an article
    1. text   I. text               a paragraph      (a) text                     a point
    (i) text, two blanks ahead      a sub-point      - text                       a bullet
    text                            an unnumbered paragraph
    | cell | cell                   a row of a table, the first one its head
    text [^note]                    a footnote, at the end of its clause

Every block but headings and heads of tables ends in its tags: `{public-core human-rights}`, `{}` where a
reader found that it carries no element. In a row each cell may carry its own.
"""

import html
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "sample"
GOLD = SAMPLE.parent / "gold" / "sample.jsonl"

BLOCKS = [
    ("part", re.compile(r"= (.+)")),
    ("article", re.compile(r"== (.+)")),
    ("para", re.compile(r"(\d+\.|[IVX]+\.) (.+)")),
    ("point", re.compile(r"(\([a-z]+\)|\(\d+\)) (.+)")),
    ("sub", re.compile(r"  (\([ivx]+\)) (.+)")),
    ("bullet", re.compile(r"(-) (.+)")),
    ("row", re.compile(r"\| (.+)")),
    ("text", re.compile(r"(.+)")),
]
TAGS = re.compile(r"^(.*?)\s*\{([a-z -]*)\}$")
NOTE = re.compile(r"^(.*?)\s*\[\^(.+)\]$")


def read(path):
    """The digest in the file: its head, its blocks and the tags of its clauses."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    doc = dict(line.split(": ", 1) for line in head.splitlines())
    doc.update(id=path.stem, blocks=[], gold=[])
    for number, line in enumerate(body.splitlines(), head.count("\n") + 3):
        if line.strip():
            try:
                add(doc, line.rstrip())
            except ValueError as error:
                sys.exit(f"{path.name}:{number}: {error}")
    return doc


def add(doc, line):
    """Appends the block that a line holds."""
    kind, match = next((k, m) for k, p in BLOCKS if (m := p.fullmatch(line)))
    if kind in ("part", "article"):
        label, _, title = match[1].partition(" | ")
        doc["blocks"].append({"kind": kind, "label": label, "title": title})
    elif kind == "row":
        cells = [tagged(doc, cell.strip(), required=False) for cell in match[1].split(" | ")]
        if doc["blocks"][-1]["kind"] == "table":
            doc["blocks"][-1]["rows"].append(cells)
        else:
            doc["blocks"].append({"kind": "table", "rows": [cells]})
    else:
        label = "" if kind == "text" else match[1]
        text = match[match.lastindex]
        tags = TAGS.match(text)
        note = NOTE.match(tags[1] if tags else text)
        if note:
            text = f"{note[1]} {{{tags[2]}}}" if tags else note[1]
        doc["blocks"].append(
            {"kind": kind, "label": label, "text": tagged(doc, text), "note": note[2] if note else ""}
        )


def tagged(doc, text, required=True):
    """The text without its tags, which are kept as gold."""
    match = TAGS.match(text)
    if match:
        doc["gold"].append({"agreement": doc["id"], "quote": match[1], "elements": sorted(match[2].split())})
    elif required:
        raise ValueError("a clause without tags")
    return match[1] if match else text


def disclaimer(doc):
    """The line that every digest carries under its title."""
    return f"Digest of {doc['name']} — prepared for testing Crosscut; not the official text"


# Typst ---------------------------------------------------------------------------------------------------------


def typst_pdf(doc, out):
    """Typeset by Typst with digest.typ, one of whose layouts the text names."""
    import typst

    content = {**doc, "disclaimer": disclaimer(doc)}
    typst.compile(
        str(HERE / "digest.typ"),
        output=str(out),
        font_paths=[str(p) for p in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"doc": json.dumps(content)},
    )


def font_folders():
    """Where the font packages keep their files."""
    import font_lato
    import font_source_sans_pro
    import font_source_serif_pro

    return [Path(m.__file__).parent / "files" for m in (font_lato, font_source_sans_pro, font_source_serif_pro)]


# WeasyPrint ----------------------------------------------------------------------------------------------------


def weasyprint_pdf(doc, out):
    """Typeset by WeasyPrint with digest.css and the style sheet that the text names."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    faces = "".join(
        f"@font-face {{ font-family: '{f.stem}'; src: url('{f.as_uri()}') }}\n"
        for folder in font_folders()
        for f in sorted(folder.iterdir())
        if f.suffix in (".ttf", ".otf")
    )
    style = faces + (HERE / "digest.css").read_text(encoding="utf-8")
    page = (
        f'<html lang="en"><head><title>{html.escape(disclaimer(doc))}</title><style>{style}</style></head>'
        f'<body class="{doc["layout"]}"><div class="name">Digest of {html.escape(doc["name"])}</div>'
        f'<p class="kicker">{html.escape(doc["body"])} · {doc["year"]}</p><h1>{html.escape(doc["title"])}</h1>'
        f'<p class="disclaimer">{html.escape(disclaimer(doc))}</p><p class="about">{html.escape(doc["about"])}</p>'
        f'<main>{"".join(map(html_block, doc["blocks"]))}</main></body></html>'
    )
    HTML(string=page).write_pdf(str(out), font_config=FontConfiguration(), pdf_identifier=doc["id"].encode())


def html_block(block):
    """A block as HTML."""
    kind = block["kind"]
    if kind in ("part", "article"):
        level = "h2" if kind == "part" else "h3"
        title = f"<span>{html.escape(block['title'])}</span>" if block["title"] else ""
        return f"<{level}><b>{html.escape(block['label'])}{':' if title else ''}</b> {title}</{level}>\n"
    if kind == "table":
        head, *rows = block["rows"]
        line = lambda cells, tag: "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in cells) + "</tr>"
        return f"<table><thead>{line(head, 'th')}</thead>{''.join(line(r, 'td') for r in rows)}</table>\n"
    label = {"-": "•"}.get(block["label"], block["label"])
    label = f"<i>{label}</i> " if label else ""
    note = f'<span class="note">{html.escape(block["note"])}</span>' if block["note"] else ""
    return f'<p class="{kind}">{label}{html.escape(block["text"])}{note}</p>\n'


# ReportLab -----------------------------------------------------------------------------------------------------


def reportlab_pdf(doc, out):
    """Typeset by ReportLab in Times, one or two columns, with its notes at the end."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph

    width, height = A4
    left, bottom, gap = 2.7 * cm, 2.4 * cm, 0.8 * cm
    count = int(doc["columns"])
    column = (width - 2 * left - gap * (count - 1)) / count

    def frames(top):
        edge = dict(leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        return [
            Frame(left + n * (column + gap), bottom, column, height - bottom - top, **edge) for n in range(count)
        ]

    def furniture(canvas, page):
        canvas.setFont("Times-Italic", 9)
        if page.page > 1:
            canvas.drawCentredString(width / 2, height - 1.6 * cm, f"Digest of {doc['name']}")
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(left, 1.4 * cm, "Not the official text")
        canvas.drawRightString(width - left, 1.4 * cm, f"[{page.page}]")

    base = dict(fontName="Times-Roman", fontSize=10.5, leading=13.6, spaceAfter=5, alignment=4, hyphenationLang="en_GB")
    big = dict(fontName="Times-Bold", alignment=0, hyphenationLang="")
    style = lambda name, **change: ParagraphStyle(name, **{**base, **change})
    hang = lambda name, left: style(name, leftIndent=left + 20, bulletIndent=left)
    styles = {
        "title": style("title", **{**big, "fontSize": 18, "leading": 22}),
        "name": style("name", fontName="Times-Italic", alignment=0, hyphenationLang=""),
        "part": style("part", **{**big, "fontSize": 12, "spaceBefore": 12, "keepWithNext": 1}),
        "article": style("article", **{**big, "spaceBefore": 7, "spaceAfter": 3, "keepWithNext": 1}),
        "text": style("text"),
        "para": hang("para", 0),
        "point": hang("point", 20),
        "bullet": hang("bullet", 6),
        "note": style("note", fontSize=9, leading=11),
    }
    story = [Paragraph(html.escape(doc["title"]), styles["title"])]
    story += [Paragraph(html.escape(line), styles["name"]) for line in (disclaimer(doc), doc["about"])]
    title_height = sum(p.wrap(width - 2 * left, height)[1] + p.style.spaceAfter for p in story) + 0.9 * cm
    story += [NextPageTemplate("later"), FrameBreak()]
    notes = []
    for block in doc["blocks"]:
        if block["kind"] in ("part", "article"):
            title = f". {block['title']}" if block["title"] else ""
            story.append(Paragraph(html.escape(block["label"] + title), styles[block["kind"]]))
            continue
        text = html.escape(block["text"])
        if block["note"]:
            notes.append(block["note"])
            text += f"<super>{len(notes)}</super>"
        label = {"": None, "-": "•"}.get(block["label"], block["label"])
        story.append(Paragraph(text, styles[block["kind"]], bulletText=label))
    if notes:
        story.append(Paragraph("Notes", styles["part"]))
    story += [Paragraph(f"<super>{n}</super> {html.escape(note)}", styles["note"]) for n, note in enumerate(notes, 1)]
    head = Frame(left, height - 2.2 * cm - title_height, width - 2 * left, title_height, leftPadding=0, rightPadding=0)
    BaseDocTemplate(
        str(out),
        pagesize=A4,
        invariant=1,
        title=disclaimer(doc),
        author="Crosscut",
        pageTemplates=[
            PageTemplate("first", [head, *frames(2.6 * cm + title_height)], onPage=furniture),
            PageTemplate("later", frames(2.4 * cm), onPage=furniture),
        ],
    ).build(story)


ENGINES = {"typst": typst_pdf, "weasyprint": weasyprint_pdf, "reportlab": reportlab_pdf}


def main():
    docs = [read(path) for path in sorted((HERE / "text").glob("*.digest"))]
    wanted = set(sys.argv[1:]) or {doc["id"] for doc in docs}
    for doc in docs:
        if doc["id"] in wanted:
            ENGINES[doc["engine"]](doc, SAMPLE / f"{doc['id']}.pdf")
            print(f"{doc['id']}.pdf: {doc['engine']}, {len(doc['gold'])} tagged clauses")
    GOLD.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for doc in docs for row in doc["gold"]), encoding="utf-8"
    )


main()
