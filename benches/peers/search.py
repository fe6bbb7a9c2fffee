"""The corpus of `cargo bench --bench search` in tantivy-py and SQLite FTS5: building, size, asking.

usage: search.py CORPUS.tsv WORDS.txt   (a line a clause: id, agreement, kind, text)
"""

import os
import random
import sqlite3
import sys
import tempfile
import time


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def questions(words):
    draw = random.Random(16)
    word = lambda within: words[10 + draw.randrange(within)]
    for number in range(300):
        yield [
            lambda: word(5000),
            lambda: f"+{word(500)} +{word(2000)}",
            lambda: f"{word(2000)} {word(2000)}",
        ][number % 3]()


def size(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def told(name, count, build, cpu, bytes_, text, times):
    times.sort()
    print(
        f"{name}: build {build:.1f} s, {count / cpu:.0f} clauses a second of processor time, "
        f"{bytes_ / text:.2f} times the text, p50 {times[len(times) // 2] * 1e3:.2f} ms, "
        f"p99 {times[len(times) * 99 // 100] * 1e3:.2f} ms"
    )


def tantivy_py(path, words, text):
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("id", "agreement", "kind"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    with tempfile.TemporaryDirectory() as folder:
        index = tantivy.Index(builder.build(), path=folder)
        start, cpu, count = time.time(), time.process_time(), 0
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for id_, agreement, kind, clause in rows(path):
            writer.add_document(tantivy.Document(id=[id_], agreement=[agreement], kind=[kind], text=[clause]))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        build, cpu = time.time() - start, time.process_time() - cpu
        index.reload()
        searcher, times = index.searcher(), []
        for question in questions(words):
            query = index.parse_query(question, ["text"])
            start = time.time()
            searcher.search(query, 10)
            times.append(time.time() - start)
        told("tantivy-py", count, build, cpu, size(folder), text, times)


def sqlite(path, words, text):
    with tempfile.TemporaryDirectory() as folder:
        base = sqlite3.connect(os.path.join(folder, "base.db"))
        base.execute("create virtual table c using fts5(id unindexed, agreement unindexed, kind unindexed, text, tokenize='porter')")
        start, cpu = time.time(), time.process_time()
        base.executemany("insert into c values (?, ?, ?, ?)", rows(path))
        base.commit()
        build, cpu = time.time() - start, time.process_time() - cpu
        count, times = base.execute("select count(*) from c").fetchone()[0], []
        for question in questions(words):
            asked = question.replace("+", "") if "+" in question else question.replace(" ", " OR ")
            start = time.time()
            base.execute("select id from c where c match ? order by rank limit 10", (asked,)).fetchall()
            times.append(time.time() - start)
        told("SQLite FTS5", count, build, cpu, size(folder), text, times)


if __name__ == "__main__":
    corpus, vocabulary = sys.argv[1:3]
    words = open(vocabulary, encoding="utf-8").read().split("\n")
    text = sum(len(row[3].encode()) for row in rows(corpus))
    for peer in (tantivy_py, sqlite):
        try:
            peer(corpus, words, text)
        except ImportError as missing:
            print(f"{peer.__name__} skipped: {missing}")
