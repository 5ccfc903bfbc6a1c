"""Train how ``kiemtin.factchecks.decision`` tells the same claim from another one.

Usage: ``python tools/train_decision.py ../shared/data FOLDER``, where FOLDER keeps the collections and their vectors
(an hour's work the first time). Trained on the dev questions of ``claims/`` and on ``corpus/claims``. Each question
that a document answers is asked twice, the second time with all right documents left out: then nothing is right.
Genuine messages of ``corpus/messages`` that warn of nothing are asked of the starter collection, which answers none.
Each set of questions weighs the same. Writes ``src/kiemtin/factchecks/data/decision.json``.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from kiemtin.factchecks import search as searching
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.dates import quoted_day
from kiemtin.factchecks.decision import FEATURES, WORD_FEATURES
from kiemtin.factchecks.index import update_index
from kiemtin.factchecks.ranking import Candidates
from kiemtin.factchecks.reading.dates import read_day
from kiemtin.factchecks.search import Searcher
from kiemtin.factchecks.starter import STARTER, starter_reviews
from kiemtin.factchecks.values import ClaimReview, Feed, Rating
from kiemtin.factchecks.vectors import bundled_encoder, encode_missing

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src/kiemtin/factchecks/data/decision.json"
TODAY = datetime.now(UTC).date()

WARNS = re.compile(
    r"c[aả]nh b[aá]o|l[uừ]a|gi[aả] m[aạ]o|m[aạ]o danh|t[uự] x[uư]ng|k[eẻ] gian|kh[oô]ng cung c[aấ]p", re.IGNORECASE
)
GENUINE = 700

SAME = {"words": 0.85, "words-and-meaning": 0.5}
RELATED = {"words": 0.45, "words-and-meaning": 0.2}
"""From which probability on; chosen by the table that this prints, see ``docs/factchecks.md``."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the ids of the documents that answer it, and those that are not to be counted."""

    text: str
    right: frozenset[str]
    left_out: frozenset[str] = frozenset()


def main(data: Path, folder: Path) -> None:
    """Gather features, train, print what each threshold would give, and write the weights."""
    models = {}
    for name, semantic, count in (("words", False, WORD_FEATURES), ("words-and-meaning", True, len(FEATURES))):
        sets = list(_sets(data / "claims", folder, semantic=semantic))
        model = _trained(sets, count)
        _print_table(name, model, sets, count)
        models[name] = _as_data(model, count) | {"same": SAME[name], "related": RELATED[name]}
    TARGET.write_text(json.dumps({"models": models}, indent=1) + "\n", "utf-8")


def _sets(claims: Path, folder: Path, *, semantic: bool) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    news = _searcher(claims / "news_vi", folder / "news_vi", semantic=semantic)
    for name in ("news_vi", "rumours_vi"):
        for suffix in ("", ".nodia", ".teen"):
            yield _features(f"{name}{suffix}", news, _dev_questions(claims / name, suffix))
    for style in ("accented", "plain", "teencode", "mixed", "unanswered"):
        yield _features(f"own {style}", news, _own_questions("rumours", style))
    yield _features(
        "snopes",
        _searcher(claims / "snopes_en", folder / "snopes_en", semantic=semantic),
        _dev_questions(claims / "snopes_en", ""),
    )
    if not semantic:
        starter = Searcher.of(starter_reviews(), STARTER)
        for style in ("accented", "teencode", "unanswered"):
            yield _features(f"starter {style}", starter, _own_questions("starter", style))
        for part in range(2):
            yield _features(f"genuine {part}", starter, list(_genuine())[part * GENUINE : (part + 1) * GENUINE])


def _searcher(source: Path, place: Path, *, semantic: bool) -> Searcher:
    with Collection(place) as collection:
        collection.add(_reviews(source), Feed(source.name, datetime.now(UTC)))
        update_index(collection)
        encoder = bundled_encoder() if semantic else None
        if encoder is not None:
            encode_missing(collection, encoder, lambda done, total: print(f"\r{done}/{total}", end="", file=sys.stderr))
    return Searcher.open(place, semantic=semantic)


def _reviews(folder: Path) -> Iterator[ClaimReview]:
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            day = read_day(one.get("date"), TODAY).day
            claim = one["text"] or one["title"]
            yield ClaimReview(one["id"], claim, one["url"], "-", Rating("-"), one["lang"], one["title"], None, day)


def _dev_questions(folder: Path, suffix: str) -> list[Question]:
    right, left_out = defaultdict(set), defaultdict(set)
    for line in (folder / "qrels_dev.tsv").read_text("utf-8").splitlines():
        question, document, *judged = line.split("\t")
        (left_out if judged == ["-1"] else right)[question].add(document)
    lines = (folder / f"queries_dev{suffix}.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    return [Question(one["text"], frozenset(right[one["id"]]), frozenset(left_out[one["id"]])) for one in asked]


def _own_questions(name: str, style: str) -> list[Question]:
    lines = (ROOT / f"corpus/claims/{name}.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    return [Question(one["text"], frozenset(one["relevant"])) for one in asked if one["style"] == style]


def _genuine() -> Iterator[Question]:
    for line in (ROOT / "corpus/messages/genuine.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        if not WARNS.search(text):
            yield Question(text, frozenset())


def _features(name: str, searcher: Searcher, questions: list[Question]) -> tuple[str, np.ndarray, np.ndarray]:
    rows = {one.review.id: row for row, one in enumerate(_stored(searcher))}
    features, labels = [], []
    for one in questions:
        right = {rows[document] for document in one.right}
        left_out = {rows[document] for document in one.left_out}
        for gone in (left_out, left_out | right) if right else (left_out,):
            evidence = _evidence(searcher, one.text, gone)
            if evidence.rows:
                features.append(evidence.features[0])
                labels.append(evidence.rows[0] in right)
    return name, np.asarray(features), np.asarray(labels)


def _stored(searcher: Searcher) -> list:
    found = searcher._collection.get(searcher._arrays.numbers.tolist())
    return [found[number] for number in searcher._arrays.numbers.tolist()]


def _evidence(searcher: Searcher, text: str, gone: set[int]):
    """What a search comes to in a collection without the rows ``gone``."""
    day = quoted_day(text)
    fused = searching._fused

    def without(found: Candidates, meaning, limit, covered):
        kept = ~np.isin(found.rows, list(gone))
        values = {one.name: getattr(found, one.name) for one in fields(found) if one.name != "length"}
        found = replace(found, **{name: value[kept] for name, value in values.items()})
        if meaning is not None and gone:
            nearness = meaning.nearness.copy()
            nearness[list(gone)] = np.median(nearness)
            meaning = replace(meaning, nearness=nearness)
        return fused(found, meaning, limit, covered)

    searching._fused = without
    try:
        return searcher.evidence(text, day.toordinal() if day else 0, 5)
    finally:
        searching._fused = fused


def _trained(sets: list, count: int) -> tuple[LogisticRegression, np.ndarray, np.ndarray]:
    features = np.vstack([one[:, :count] for _, one, _ in sets])
    labels = np.concatenate([one for _, _, one in sets])
    weights = np.concatenate([np.full(len(one), 1000 / len(one)) for _, _, one in sets])
    middle, spread = features.mean(0), features.std(0) + 1e-9
    model = LogisticRegression(C=1, max_iter=5000)
    return model.fit((features - middle) / spread, labels, sample_weight=weights), middle, spread


def _as_data(model: tuple, count: int) -> dict:
    regression, middle, spread = model
    weights = regression.coef_[0] / spread
    bias = float(regression.intercept_[0] - (weights * middle).sum())
    return {
        "weights": {name: round(float(one), 4) for name, one in zip(FEATURES[:count], weights, strict=True)},
        "bias": round(bias, 4),
    }


def _print_table(name: str, model: tuple, sets: list, count: int) -> None:
    regression, middle, spread = model
    print(name, _as_data(model, count))
    for title, features, labels in sets:
        chances = regression.predict_proba((features[:, :count] - middle) / spread)[:, 1]
        asked = max(1, sum(labels) + (len(labels) // 2 - sum(labels) if labels.any() else 0))
        row = [
            f"{at}: {(chances[labels] >= at).sum() / asked:.2f}/{(chances[~labels] >= at).mean():.3f}"
            for at in (0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9)
        ]
        print(f"  {title:22}", " ".join(row))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
