"""Trains the weights of the lookalike engine and writes ``src/kiemtin/lookalikes/data/weights.json``.

Run as ``python tools/train_lookalikes.py DATA`` (needs scikit-learn), where DATA holds ``impersonations_dev.tsv``,
``synthetic_dev.tsv``, ``popular_dev.tsv.gz`` and ``officials_probable.tsv``. Prints what cross-validation by
organisation gives: no organisation is scored by weights that saw it.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from kiemtin.domains import parse_domain
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import candidates, resolve
from kiemtin.lookalikes.features import Features, features
from kiemtin.organisations import Register, bundled_register

TARGET = Path(__file__).parent.parent / "src/kiemtin/lookalikes/data/weights.json"
GROUPS = ("strong", "typo", "weak")
FOLDS = 5
MAX_PER_ORGANISATION = 25
"""An organisation counts for no more than this many of its names: one (of 55) has half of them."""
SYNTHETIC_WEIGHT = 0.15


@dataclass
class Sample:
    """One domain with the features of its candidates; ``organisation`` is the one it imitates, or ``None``."""

    domain: str
    organisation: str | None
    label: str
    found: list[tuple[str, Features]] = field(default_factory=list)


def tsv(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def look(domain: str, register: Register, index: AliasIndex) -> list[tuple[str, Features]]:
    """Organisation and features of each candidate of one domain."""
    name = parse_domain(domain)
    if name is None or not name.label or register.owner_of(name.ascii) or register.tenant(name.ascii):
        return []
    found = resolve(list(candidates(name, index)))
    return [(one.name.organisation, features(one, name, found, index)) for one in found]


def samples(data: Path, negatives: int) -> tuple[list[Sample], int]:
    """All samples, and how many popular names were drawn."""
    register = bundled_register()
    index = AliasIndex(register)
    listed = [(row, row["kind"]) for row in tsv(data / "impersonations_dev.tsv")]
    listed += [(row, "synthetic") for row in tsv(data / "synthetic_dev.tsv")]
    out = [Sample(row["domain"], row["org"], label, look(row["domain"], register, index)) for row, label in listed]
    probable = {row["domain"] for row in tsv(data / "officials_probable.tsv")}
    with gzip.open(data / "popular_dev.tsv.gz", "rt", encoding="utf-8") as file:
        popular = [line.strip() for line in file][1:]
    drawn = random.Random(5).sample(popular, negatives)  # noqa: S311 - a repeatable sample, not a secret
    out += [Sample(d, None, "popular", f) for d in drawn if d not in probable and (f := look(d, register, index))]
    return out, len(drawn)


def rows(all_samples: list[Sample], group: str) -> tuple[list[Features], list[int], list[str], list[float]]:
    """Training rows of one group: features, label, organisation, weight."""
    seen, labels, organisations, weights = [], [], [], []
    for sample in all_samples:
        for organisation, one in sample.found:
            wanted = sample.organisation is None or organisation == sample.organisation
            if one.group == group and wanted and sample.label != "brand_use":
                seen.append(one)
                labels.append(int(sample.organisation is not None))
                organisations.append(organisation)
                weights.append(SYNTHETIC_WEIGHT if sample.label == "synthetic" else 1.0)
    positives = collections.Counter(o for o, y in zip(organisations, labels, strict=True) if y)
    weights = [
        w * min(1.0, MAX_PER_ORGANISATION / positives[o]) if y else w
        for w, o, y in zip(weights, organisations, labels, strict=True)
    ]
    return seen, labels, organisations, weights


def fit(all_samples: list[Sample], names: list[str], left_out: frozenset[str] = frozenset()) -> dict[str, object]:
    """Weights per group, from samples of organisations not in ``left_out``."""
    groups = {}
    for group in GROUPS:
        seen, labels, organisations, weights = rows(all_samples, group)
        keep = [i for i, organisation in enumerate(organisations) if organisation not in left_out]
        matrix = np.array([[seen[i].values.get(name, 0.0) for name in names] for i in keep])
        regression = LogisticRegression(C=1.0, max_iter=5000)
        regression.fit(matrix, [labels[i] for i in keep], sample_weight=[weights[i] for i in keep])
        found = {n: round(float(w), 3) for n, w in zip(names, regression.coef_[0], strict=True) if abs(w) >= 0.005}
        groups[group] = {"bias": round(float(regression.intercept_[0]), 3), "weights": found}
    return groups


def score(sample: Sample, models: dict[str, dict[str, object]]) -> tuple[float, str]:
    """The best score of a sample and whose it is, each candidate under the model that never saw its organisation."""
    best = (0.0, "")
    for organisation, one in sample.found:
        group = models[organisation][one.group]
        logit = group["bias"] + sum(group["weights"].get(name, 0.0) * value for name, value in one.values.items())
        best = max(best, (float(1 / (1 + np.exp(-logit))), organisation))
    return best


def cross_validate(all_samples: list[Sample], names: list[str], drawn: int) -> dict[str, dict[str, float]]:
    """Recall and right organisation at several false-positive rates, on organisations the weights never saw."""
    organisations = sorted({o for sample in all_samples for o, _ in sample.found})
    random.Random(1).shuffle(organisations)  # noqa: S311
    folds = [frozenset(organisations[k::FOLDS]) for k in range(FOLDS)]
    models = {o: m for fold in folds for m in [fit(all_samples, names, fold)] for o in fold}
    scored = [(sample, *score(sample, models)) for sample in all_samples]
    wrong = sorted((s for sample, s, _ in scored if sample.label == "popular"), reverse=True)
    positives = [(sample, s, o) for sample, s, o in scored if sample.label == "impersonation"]
    figures = {}
    for rate in (1e-4, 1e-3, 2e-3, 5e-3):
        threshold = wrong[int(rate * drawn)]
        hits = [(sample, o) for sample, s, o in positives if s > threshold]
        figures[f"{rate:g}"] = {
            "threshold": round(threshold, 3),
            "recall": round(len(hits) / len(positives), 4),
            "right_organisation": round(sum(o == sample.organisation for sample, o in hits) / len(hits), 4),
        }
    return figures


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--negatives", type=int, default=200_000)
    arguments = parser.parse_args()
    all_samples, drawn = samples(arguments.data, arguments.negatives)
    names = sorted({name for sample in all_samples for _, one in sample.found for name in one.values})
    figures = cross_validate(all_samples, names, drawn)
    print(json.dumps(figures, indent=1))
    written = {
        "method": "logistic regression per kind of likeness (L2, C=1), at most 25 names per organisation",
        "trained_on": {
            "impersonations": sum(s.label == "impersonation" for s in all_samples),
            "synthetic": sum(s.label == "synthetic" for s in all_samples),
            "popular_names_drawn": drawn,
            "register": bundled_register().version,
        },
        "cross_validated_by_organisation": figures,
        "groups": fit(all_samples, names),
    }
    TARGET.write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
