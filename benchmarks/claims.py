"""Searching fact-checks: how often the right one comes first, how often we stay silent, and how long it takes.

Usage: ``python benchmarks/claims.py DATA [--only quality,silence,speed] [--reviews 100000] [--semantic]``, where DATA
holds ``claims/`` (see ``docs/factchecks.md``). The peers are measured in the same run on the same documents: bm25s and
scikit-learn's TF-IDF as their own documentation shows them, and multilingual-e5-small alone (with ``--semantic``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.index import update_index
from kiemtin.factchecks.reading.dates import read_day
from kiemtin.factchecks.search import Searcher
from kiemtin.factchecks.values import ClaimReview, Feed, Match, Rating
from kiemtin.factchecks.vectors import bundled_encoder, encode_missing

TODAY = datetime.now(UTC).date()
DEPTH = 20
RUNS = 300
MOST_IN_A_SOURCE = 250_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the documents that answer it, and those that are not to be counted."""

    text: str
    right: frozenset[str]
    left_out: frozenset[str]


Search = Callable[[str], list[str]]
"""The ids of the documents for a question, best first."""


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default="quality,silence,speed")
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--semantic", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the collections, so that vectors are made once")
    options = parser.parse_args()
    wanted = options.only.split(",")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        if "quality" in wanted or "silence" in wanted:
            _quality(options.data / "claims", folder, semantic=options.semantic, peers="quality" in wanted)
        if "speed" in wanted:
            _speed(options.data / "claims", Path(temporary), options.reviews)


def _quality(claims: Path, folder: Path, *, semantic: bool, peers: bool) -> None:
    if semantic and (encoder := bundled_encoder()) is not None:
        encoder.query = lru_cache(maxsize=None)(encoder.query)  # each question is asked several times here
    for documents, sets in (("snopes_en", ("snopes_en",)), ("news_vi", ("news_vi", "rumours_vi"))):
        reviews = list(_reviews(claims / documents))
        place = folder / documents
        with Collection(place) as collection:
            collection.add(reviews, Feed(documents, datetime.now(UTC)))
            update_index(collection)
            if semantic and (encoder := bundled_encoder()) is not None:
                encode_missing(collection, encoder, lambda done, total: None)
        engines: dict[str, Search] = {}
        searchers = {"ours": Searcher.open(place, semantic=False)}
        if semantic:
            searchers["ours, semantic"] = Searcher.open(place)
        for name, searcher in searchers.items():
            engines[name] = _ours(searcher)
        if peers:
            engines |= _peers(reviews, place, semantic=semantic)
        for one in sets:
            for suffix in ("", ".nodia", ".teen"):
                questions = _questions(claims / one, suffix)
                if questions:
                    for name, search in engines.items():
                        print(f"{one}{suffix:7} {name:16} {_scores(search, questions)}", flush=True)
                    for name, searcher in searchers.items():
                        print(f"{one}{suffix:7} {name:16} {_silence(searcher, questions)}", flush=True)


def _reviews(folder: Path) -> Iterator[ClaimReview]:
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            yield ClaimReview(
                id=one["id"],
                claim=one["text"] or one["title"],
                url=one["url"],
                publisher=one.get("publisher") or "press",
                rating=Rating("-"),
                lang=one["lang"],
                title=one["title"],
                published=read_day(one.get("date"), TODAY).day,
            )


def _questions(folder: Path, suffix: str) -> list[Question]:
    path = folder / f"queries_dev{suffix}.jsonl"
    if not path.exists():
        return []
    right, left_out = defaultdict(set), defaultdict(set)
    for line in (folder / "qrels_dev.tsv").read_text("utf-8").splitlines():
        question, document, *judged = line.split("\t")
        (left_out if judged == ["-1"] else right)[question].add(document)
    asked = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Question(one["text"], frozenset(right[one["id"]]), frozenset(left_out[one["id"]])) for one in asked]


def _ours(searcher: Searcher) -> Search:
    return lambda text: [hit.stored.review.id for hit in searcher.search(text, DEPTH)]


def _peers(reviews: Sequence[ClaimReview], place: Path, *, semantic: bool) -> dict[str, Search]:
    import bm25s
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{one.title}. {one.claim}" for one in reviews]
    ids = [one.id for one in reviews]
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)

    def by_bm25s(text: str) -> list[str]:
        tokens = bm25s.tokenize([text], show_progress=False)
        found, _ = retriever.retrieve(tokens, k=DEPTH, show_progress=False)
        return [ids[at] for at in found[0]]

    vectorizer = TfidfVectorizer(sublinear_tf=True)
    matrix = vectorizer.fit_transform(texts)

    def by_tfidf(text: str) -> list[str]:
        scores = (matrix @ vectorizer.transform([text]).T).toarray().ravel()
        return [ids[at] for at in np.argsort(-scores, kind="stable")[:DEPTH]]

    engines: dict[str, Search] = {"bm25s": by_bm25s, "TF-IDF": by_tfidf}
    encoder = bundled_encoder() if semantic else None
    if encoder is not None:
        with Collection(place) as collection:
            numbers = [one.number for one in collection]
        from kiemtin.factchecks.vectors import Vectors

        vectors = Vectors.open(place, np.asarray(numbers, np.int64))

        def by_meaning(text: str) -> list[str]:
            nearness = vectors.nearness(encoder.query(text))
            return [ids[at] for at in np.argsort(-nearness, kind="stable")[:DEPTH]]

        engines["e5 alone"] = by_meaning
    return engines


def _scores(search: Search, questions: Sequence[Question]) -> str:
    precision, first, among = [], [], []
    for one in questions:
        found = [document for document in search(one.text) if document not in one.left_out]
        hits = [document in one.right for document in found[:10]]
        gained = [sum(hits[: at + 1]) / (at + 1) for at in range(min(5, len(hits))) if hits[at]]
        precision.append(sum(gained) / min(5, len(one.right)))
        first.append(hits[:1] == [True])
        among.append(any(hits))
    return f"MAP@5 {np.mean(precision):.3f}  S@1 {np.mean(first):.3f}  S@10 {np.mean(among):.3f}"


def _silence(searcher: Searcher, questions: Sequence[Question]) -> str:
    """How often ``same`` is said of a right document, and of any other."""
    right = wrong = 0
    for one in questions:
        same = {hit.stored.review.id for hit in searcher.search(one.text, 5) if hit.match is Match.SAME} - one.left_out
        right += bool(same & one.right)
        wrong += bool(same - one.right)
    return f"same, and right {right / len(questions):.3f}; same, and wrong {wrong / len(questions):.3f}"


def _speed(claims: Path, folder: Path, count: int) -> None:
    """Import with the command and search in a process of its own, as a user would."""
    collection = folder / "speed"
    files = _written(claims, folder, count)
    start, working = time.perf_counter(), _children_worked()
    command = [sys.executable, "-m", "kiemtin", "factchecks", "import", *map(str, files), "--collection", collection]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    clock, busy = time.perf_counter() - start, _children_worked() - working
    print(f"{count:,} reviews imported and indexed: {count / clock:,.0f}/s by the clock, {count / busy:,.0f}/s of work")
    size = sum(path.stat().st_size for path in collection.rglob("*.npy")) / 1e6
    print(f"index {size:,.0f} MB")
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        print(alone.apply(_searched, (claims, collection)))


def _children_worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _written(claims: Path, folder: Path, count: int) -> list[Path]:
    """The reviews as JSON lines, a file for each of as many as one source may have."""
    reviews = _perturbed([*_reviews(claims / "snopes_en"), *_reviews(claims / "news_vi")], count)
    files = []
    for first in range(0, count, MOST_IN_A_SOURCE):
        files.append(folder / f"reviews-{first}.jsonl")
        with files[-1].open("w", encoding="utf-8") as lines:
            for one in islice(reviews, MOST_IN_A_SOURCE):
                fields = {name: getattr(one, name) for name in ("id", "claim", "title", "url", "publisher", "lang")}
                day = one.published.isoformat() if one.published else None
                lines.write(json.dumps(fields | {"rating": one.rating.text, "published": day}) + "\n")
    return files


def _searched(claims: Path, collection: Path) -> str:
    """Searches, each in words alone; what they took, and what the process came to need."""
    start = time.perf_counter()
    searcher = Searcher.open(collection, semantic=False)
    opened = time.perf_counter() - start
    questions = [one.text for one in (*_questions(claims / "snopes_en", ""), *_questions(claims / "news_vi", ".teen"))]
    random.Random(1).shuffle(questions)  # noqa: S311 - the same questions each time
    for text in questions[:30]:
        searcher.search(text)
    taken, busy = [], []
    for text in questions[:RUNS]:
        start, working = time.perf_counter(), time.process_time()
        searcher.search(text)
        taken.append(time.perf_counter() - start)
        busy.append(time.process_time() - working)
    lines = [f"opened in {opened:.3f} s"]
    for label, values in (("clock", taken), ("processor", busy)):
        middle, late = np.percentile(values, [50, 99]) * 1000
        lines.append(f"search, {label}: p50 {middle:.2f} ms, p99 {late:.2f} ms")
    unit = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return "\n".join([*lines, f"most memory of the searching process: {most:.0f} MB"])


def _perturbed(originals: Sequence[ClaimReview], count: int) -> Iterator[ClaimReview]:
    """``count`` reviews: the originals, then copies in which words changed places with those of others."""
    chance = random.Random(0)  # noqa: S311 - the same reviews each time
    words = [word for one in originals for word in one.claim.split()]
    for number in range(count):
        one = originals[number % len(originals)]
        claim = [chance.choice(words) if chance.random() < 0.3 else word for word in one.claim.split()]
        title = [chance.choice(words) if chance.random() < 0.3 else word for word in (one.title or "").split()]
        yield ClaimReview(
            id=f"{one.id}-{number}",
            claim=" ".join(claim) if number >= len(originals) else one.claim,
            url=one.url,
            publisher=one.publisher,
            rating=one.rating,
            lang=one.lang,
            title=" ".join(title) if number >= len(originals) else one.title,
            published=one.published,
        )


if __name__ == "__main__":
    main()
