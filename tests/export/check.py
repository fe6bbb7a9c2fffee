"""Opens an export with a program that is not ours, and checks what it holds. check.py KIND FILE [MORE…]"""
import csv
import io
import json
import re
import sys
import zipfile


def xlsx(path):
    import openpyxl
    book = openpyxl.load_workbook(path)
    names = ["Matrix", "Quotes", "Elements", "Outliers", "Agreements", "Decisions", "Reliability", "Method"]
    assert book.sheetnames == names, book.sheetnames
    cells = notes = links = numbers = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                cells += 1
                if cell.data_type == "n":
                    numbers += 1
                else:
                    assert cell.data_type == "s", (sheet.title, cell.coordinate, cell.data_type)
                    assert len(cell.value) <= 32767
                notes += cell.comment is not None
                if cell.hyperlink:
                    links += 1
                    # LibreOffice shows a link as one line.
                    assert "\n" not in cell.value and len(cell.value) <= 48, cell.value
                    target, place = re.fullmatch(r"'?(\w+)'?!([A-Z]+\d+)", cell.hyperlink.location).groups()
                    assert book[target][place].value, (cell.coordinate, cell.hyperlink.location)
    for sheet in ("Elements", "Agreements"):
        for column in book[sheet].iter_cols():
            if column[0].value in ("Year", "Clauses", "Agreements confirmed", "Agreements suggested"):
                assert all(cell.value is None or cell.data_type == "n" for cell in column[1:]), (sheet, column[0].value)
    assert book["Matrix"].freeze_panes == "B2" and book["Quotes"].freeze_panes == "B2"
    for sheet in book:
        # Rows of wrapped text have their height: not every program finds it out.
        for row in sheet.iter_rows(min_row=2):
            if any(cell.alignment.wrap_text and len(str(cell.value or "")) > sheet.column_dimensions[cell.column_letter].width for cell in row):
                assert (sheet.row_dimensions[row[0].row].height or 0) > 15, (sheet.title, row[0].row)
    method = {row[0].value: row[1].value for row in book["Method"].iter_rows() if row[0].value}
    assert "Run" in method and "Made with" in method and "Left out" in method, method
    return f"{cells} cells, {numbers} of them numbers, {notes} notes, {links} links"


def docx(path):
    import docx
    paper = docx.Document(path)
    heads = [p.text for p in paper.paragraphs if p.style.name.lower().startswith("heading")]
    assert paper.paragraphs[0].style.name == "Title" and heads, heads
    for table in paper.tables:
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader"), "the head is repeated"
        if len(table.rows) <= 11:
            # A small table stays on one page.
            paragraphs = [p for row in table.rows[:-1] for cell in row.cells for p in cell.paragraphs]
            assert all(p.paragraph_format.keep_with_next for p in paragraphs)
    package = zipfile.ZipFile(path)
    main = package.read("word/document.xml").decode()
    notes = package.read("word/footnotes.xml").decode()
    marks = set(re.findall(r'w:footnoteReference w:id="(\d+)"', main))
    assert marks == set(re.findall(r'<w:footnote w:id="(\d+)"', notes)), "every note has its mark"
    anchors = set(re.findall(r'w:anchor="([^"]+)"', main))
    bookmarks = re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', main)
    assert anchors <= set(bookmarks) and len(bookmarks) == len(set(bookmarks)), anchors - set(bookmarks)
    assert "TOC " in main
    for alt in re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', main):
        assert alt, "a picture without words"
    return f"{len(heads)} headings, {len(paper.tables)} tables, {len(marks)} notes, {len(paper.inline_shapes)} pictures"


def quoted(kind, path, word):
    """Hits of a search: texts are text, years and pages numbers, and the word is bold."""
    if kind == "xlsx":
        import openpyxl
        book = openpyxl.load_workbook(path, rich_text=True)
        assert book.sheetnames == ["Quotes", "Method"], book.sheetnames
        bold = []
        for row in book["Quotes"].iter_rows(min_row=2):
            kinds = ["s", "n", "s", "n", "s", "s"]
            assert all(cell.value is None or cell.data_type == kind for cell, kind in zip(row, kinds))
            parts = row[4].value if isinstance(row[4].value, list) else []
            bold += [str(part) for part in parts if getattr(getattr(part, "font", None), "b", False)]
    else:
        import docx
        paper = docx.Document(path)
        assert paper.paragraphs[0].style.name == "Title"
        quotes = [p for p in paper.paragraphs if p.style.name == "Quote"]
        assert quotes and all(p.text for p in quotes)
        bold = [run.text for p in quotes for run in p.runs if run.bold]
    assert bold and all(word in text.lower() for text in bold), bold
    return f"{len(bold)} words in bold"


def html(path):
    from lxml import html as reader
    page = reader.parse(path).getroot()
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.iter("a"):
        href = link.get("href", "")
        assert not href.startswith("#") or href[1:] in ids, href
    assert not list(page.iter("script"))
    return f"{len(list(page.iter('h2')))} parts, {len(list(page.iter('blockquote')))} quotes"


def qdpx(path):
    from lxml import etree
    import pyrefiqda
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        project = pyrefiqda.RefiProject.load(path, folder)
    package = zipfile.ZipFile(path)
    root = etree.fromstring(package.read("project.qde"))
    space = "{urn:QDA-XML:project:1.0}"
    # What another reader of the format makes of it is what is in it.
    codes = project.code_book.codes.code if project.code_book else []
    assert [code.name for code in codes] == [code.get("name") for code in root.iterfind(f"{space}CodeBook/{space}Codes/{space}Code")]
    users = project.users.user if project.users else []
    assert [user.name for user in users] == [user.get("name") for user in root.iter(f"{space}User")]
    guids = [e.get("guid") for e in root.iter() if e.get("guid") and e.tag not in (f"{space}MemberCode",)]
    assert len(guids) == len(set(guids)), "every GUID once"
    for element in root.iter():
        target = element.get("targetGUID")
        assert target is None or target in guids, (element.tag, target)
        for name in ("creatingUser", "modifyingUser"):
            assert element.get(name) is None or element.get(name) in guids
    selections = 0
    for source in list(root.iter(f"{space}TextSource")) + list(root.iter(f"{space}Representation")):
        name = source.get("plainTextPath")
        assert re.fullmatch(r"internal://[0-9a-f-]{36}\.txt", name), name
        text = package.read("sources/" + name[11:]).decode("utf-8")
        assert "\r" not in text and not text.startswith("\ufeff")
        for selection in source.iter(f"{space}PlainTextSelection"):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            assert 0 <= start < end <= len(text)
            words = re.sub(r"\W", "", text[start:end])
            # The name is the clause's address and the beginning of its text, cut at sixty characters.
            named = re.sub(r"\W", "", selection.get("name").partition(": ")[2])
            assert words.startswith(named[:20]), (text[start:end], selection.get("name"))
            selections += 1
    boxes = 0
    for source in root.iter(f"{space}PDFSource"):
        assert package.read("sources/" + source.get("path")[11:]).startswith(b"%PDF")
        for box in source.iter(f"{space}PDFSelection"):
            assert int(box.get("page")) >= 0 and int(box.get("firstY")) > int(box.get("secondY"))
            boxes += 1
    return f"{selections} selections, {boxes} boxes"


def qdc(path):
    import pyrefiqda
    book = pyrefiqda.RefiCodebook.load(path)
    assert book.codes.code and all(code.guid and code.name and code.is_codable for code in book.codes.code)
    return f"{len(book.codes.code)} codes"


def skos(path):
    import rdflib
    graph = rdflib.Graph().parse(path, format="turtle")
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    concepts = set(graph.subjects(rdflib.RDF.type, skos.Concept))
    scheme = graph.value(predicate=rdflib.RDF.type, object=skos.ConceptScheme)
    for concept in concepts:
        assert graph.value(concept, skos.prefLabel) and (concept, skos.inScheme, scheme) in graph
    return f"{len(concepts)} concepts"


def webannotation(path, tests):
    import jsonschema
    import os
    collection = json.load(open(path))
    store = {}
    for folder, _, files in os.walk(tests):
        for name in files:
            if name.endswith(".json"):
                schema = json.load(open(os.path.join(folder, name)))
                store[schema.get("id", name)] = store[name] = schema
    musts = json.load(open(os.path.join(tests, "annotations", "annotationMusts.test")))["assertions"]
    checked = 0
    for item in collection["first"]["items"][:20]:
        for name in musts:
            if not isinstance(name, str):
                continue
            full = os.path.join(tests, name)
            schema = json.load(open(full))
            if schema.get("assertionType") != "must":
                continue
            resolver = jsonschema.RefResolver("", schema, store=store)
            good = jsonschema.Draft4Validator(schema, resolver=resolver).is_valid(item)
            assert good == (schema.get("expectedResult", "valid") == "valid"), (name, schema.get("errorMessage"), item)
            checked += 1
    return f"{collection['total']} annotations, {checked} checks"


def tables(folder):
    import duckdb
    import os
    counts = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".csv") and name != "about.csv":
            rows = list(csv.reader(io.StringIO(open(os.path.join(folder, name), encoding="utf-8-sig", newline="").read())))
            assert all(len(row) == len(rows[0]) for row in rows), name
            query = f"select count(*) from read_csv('{folder}/{name}', header=true, all_varchar=true, quote='\"', delim=',')"
            assert duckdb.sql(query).limit(1).fetchall()[0][0] == len(rows) - 1, name
            counts[name[:-4]] = len(rows) - 1
    return str(counts)


def parquet(folder, tables, schemas):
    """Each table by pyarrow and by DuckDB: the rows of the JSON table, in the types of its schema."""
    import duckdb
    import os
    import pyarrow.parquet
    rounded = lambda value: round(value, 3) if isinstance(value, float) else value
    types = {"string": ("string", "VARCHAR"), "integer": ("int64", "BIGINT"), "number": ("double", "DOUBLE"), "boolean": ("bool", "BOOLEAN")}
    names = sorted(name[:-5] for name in os.listdir(tables))
    assert names == sorted(name[:-8] for name in os.listdir(folder)), os.listdir(folder)
    for name in names:
        told = json.load(open(f"{tables}/{name}.json"))
        fields = json.load(open(f"{schemas}/{name}.schema.json"))["properties"]["rows"]["items"]["properties"]
        path = f"{folder}/{name}.parquet"
        table = pyarrow.parquet.read_table(path)
        rows = [{key: rounded(value) for key, value in row.items()} for row in table.to_pylist()]
        assert rows == told["rows"], (name, [pair for pair in zip(rows, told["rows"]) if pair[0] != pair[1]][:1])
        found = {column: kind for column, kind, *_ in duckdb.sql(f"describe select * from '{path}'").fetchall()}
        assert list(found) == table.column_names, name
        for field in table.schema:
            # Only the matrix has columns that its schema does not name: one an agreement.
            arrow, duck = types[fields[field.name]["type"][0] if field.name in fields else "string"]
            assert (str(field.type), found[field.name]) == (arrow, duck), (name, field)
        same = duckdb.sql(f"select * from '{path}'").fetchall()
        assert [tuple(row.values()) for row in rows] == [tuple(map(rounded, row)) for row in same], name
        about = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
        assert all(about[key] == value for key, value in told["about"].items()), about
        assert any(key.startswith("Input ") for key in about)
    return f"{len(names)} tables"


def json_tables(folder, schemas):
    import jsonschema
    import os
    for name in sorted(os.listdir(folder)):
        schema = json.load(open(os.path.join(schemas, name.replace(".json", ".schema.json"))))
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.load(open(os.path.join(folder, name))), schema)
    return f"{len(os.listdir(folder))} files"


def cas(folder):
    import cassis
    import os
    found = 0
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            cas = cassis.load_cas_from_json(file)
        for mark in cas.select("webanno.custom.Commitment"):
            assert mark.get_covered_text().strip() and mark.element
            found += 1
        assert list(cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")) or not cas.sofa_string.strip()
    return f"{found} marks"


def references(folder):
    import bibtexparser
    import rispy
    bib = bibtexparser.parse_string(open(f"{folder}/agreements.bib").read()) if hasattr(bibtexparser, "parse_string") else bibtexparser.loads(open(f"{folder}/agreements.bib").read())
    ris = rispy.loads(open(f"{folder}/agreements.ris").read())
    csl = json.load(open(f"{folder}/agreements.csl.json"))
    assert len(bib.entries) == len(ris) == len(csl), (len(bib.entries), len(ris), len(csl))
    assert all(item["title"] for item in csl)
    return f"{len(csl)} agreements"


def pictures(folder):
    from lxml import etree
    import os
    for name in ("heat-map", "spread", "timeline", "network"):
        root = etree.parse(os.path.join(folder, name + ".svg")).getroot()
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert open(os.path.join(folder, name + ".png"), "rb").read(8) == b"\x89PNG\r\n\x1a\n"
    return "4 figures"


if __name__ == "__main__":
    print("ok", globals()[sys.argv[1]](*sys.argv[2:]))
