"""Trains the score of ``kiemtin.messages`` and writes ``src/kiemtin/messages/data/weights.json``.

Usage: ``python tools/train_messages.py ../shared/data/messages`` (needs scikit-learn). It learns from the development
half of the SMS, with the labels of ``corpus/sms_dev_corrections.toml``, from the messages of ``corpus/messages``, and
from the examples and counter-examples of the patterns.
"""

from __future__ import annotations

import argparse
import csv
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import lil_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from compile_patterns import FILES, entries
from kiemtin.app import Kiemtin
from kiemtin.messages import SignalFinder, bundled_patterns
from kiemtin.messages.score import Weights, features_of
from kiemtin.organisations.lint import ordinary_words
from kiemtin.text.syllables import word_set

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src/kiemtin/messages/data/weights.json"

MIN_MESSAGES = 3
"""Messages that must hold a feature before it gets a weight: rarer ones are chance, or somebody's name."""

STRENGTH = 10
"""Inverse strength of the regularisation (scikit-learn's C); rows have unit length."""

THRESHOLD = 0.84
"""From here on several signals together count."""

MOST_FEATURES = 3000
"""Features kept, those of the greatest weight, so that the file can be read by a person."""

NAMES = word_set(
    "nguyen tran pham hoang huynh phan bui ngo duong duy thuy nga linh tuan hung trang ngoc phuong yen hanh"
)
"""Frequent names of people: never a feature."""

Example = tuple[str, int]


def sms(folder: Path) -> Iterator[Example]:
    """The development SMS with corrected labels."""
    corrections = tomllib.loads((ROOT / "corpus/sms_dev_corrections.toml").read_text("utf-8"))
    wrong = {row for rows in corrections.values() for row in rows}
    with (folder / "sms_dev.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            label = int(row["label"])
            yield row["content"], 1 - label if number in wrong else label


def own() -> Iterator[Example]:
    """Our own messages."""
    for name, label in (("scams", 1), ("genuine", 0), ("speech", 0)):
        for line in (ROOT / f"corpus/messages/{name}.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)["text"], label


def examples_of_patterns() -> Iterator[Example]:
    """The example of each family, and the genuine messages that use the words of a pattern."""
    for name in (*FILES, "families"):
        for entry in entries(name):
            yield from ((text, 0) for text in entry.get("genuine", ()))
            if "example" in entry:
                yield entry["example"], 1


def features(examples: list[Example]) -> list[frozenset[str]]:
    """What the score sees of each message."""
    finder = SignalFinder(bundled_patterns(), ordinary_words(), Weights("", 0, 1, {}))
    front = Kiemtin(home=ROOT / "does-not-exist")
    found = []
    for text, _ in examples:
        things, named = front.things(text)
        message = finder.message(text, things, named)
        found.append(features_of(message, finder.read(text, things, named).signals))
    return found


def matrix(rows: list[frozenset[str]], names: list[str]) -> Any:
    """One row of unit length per message, one column per feature; sparse."""
    columns = {name: at for at, name in enumerate(names)}
    filled = lil_matrix((len(rows), len(names)), dtype=np.float64)
    for at, row in enumerate(rows):
        for name in row & columns.keys():
            filled[at, columns[name]] = 1
    return normalize(filled.tocsr())


def trained(rows: list[frozenset[str]], labels: list[int]) -> tuple[float, dict[str, float]]:
    """The intercept and the weights: all features once, then the weightiest again by themselves."""
    counts = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= MIN_MESSAGES and NAMES.isdisjoint(name.split()))
    first = fitted(matrix(rows, names), labels)
    heaviest = np.argsort(-np.abs(first.coef_[0]), kind="stable")[:MOST_FEATURES]
    kept = sorted(names[at] for at in heaviest)
    model = fitted(matrix(rows, kept), labels)
    return float(model.intercept_[0]), dict(zip(kept, map(float, model.coef_[0]), strict=True))


def fitted(rows: Any, labels: list[int]) -> LogisticRegression:
    """A logistic regression in which scams and the others weigh the same."""
    return LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced").fit(rows, np.array(labels))


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    examples = [*sms(parser.parse_args().folder), *own(), *examples_of_patterns()]
    labels = [label for _, label in examples]
    intercept, weights = trained(features(examples), labels)
    lines = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {round(weights[name], 2)}" for name in sorted(weights))
    head = f'"version": "{bundled_patterns().version}", "intercept": {round(intercept, 2)}, "threshold": {THRESHOLD}'
    TARGET.write_text(f'{{{head}, "features": {{\n{lines}\n}}}}\n', "utf-8")
    print(f"{len(examples)} messages, {sum(labels)} of them scams; {len(weights)} weights")


if __name__ == "__main__":
    main()
