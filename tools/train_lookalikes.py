"""Trains the weights and trees of the lookalike engine: ``weights.json`` and ``endings.tsv`` in its data.

Run as ``python tools/train_lookalikes.py DATA`` (needs scikit-learn and Polars), where DATA holds
``impersonations_dev.tsv``, ``synthetic_dev.tsv``, ``popular_dev.tsv.gz``, ``officials.tsv`` and
``officials_probable.tsv``. Prints what cross-validation by organisation gives: no organisation is scored by trees that
saw it, and no popular name with letters counted on its own half of the list.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import random
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

from count_letters import half, other_halves, popular
from kiemtin.domains import parse_domain
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import candidates, resolve
from kiemtin.lookalikes.features import features
from kiemtin.lookalikes.matcher import RESERVED_ENDINGS, Matcher
from kiemtin.lookalikes.score import DEPTH
from kiemtin.lookalikes.table import TableMatcher
from kiemtin.organisations import Register, bundled_register

TARGET = Path(__file__).parent.parent / "src/kiemtin/lookalikes/data"
FOLDS = 5
MAX_PER_ORGANISATION = 25
"""An organisation counts for no more than this many of its names: one (of 55) has half of them."""
SYNTHETIC_WEIGHT = 0.08
POPULAR_WEIGHTS = {"strong": 0.12, "typo": 2.5, "weak": 1.0}
"""Popular is not clean: many popular names with a strong name in them are the organisation's own, or pose as it."""
GROUPS = ("strong", "typo", "weak")
TREES, LEAVES, RATE = 150, 16, 0.08
ENDING = "ending_odds"
ENDINGS_SEEN = 20
"""As if so many more names had each ending, as often among impersonations as among popular ones."""
FEWEST_ENDINGS = 5
LINEAR_SHARE = 0.25
POPULAR_IN_MIX = 46
"""Popular names to one impersonation in the mix that a probability is meant for."""
RATES = (1e-4, 1e-3, 2e-3, 5e-3)
BANDS = (0.2, 0.4, 0.6, 0.8, 0.9, 0.95)


@dataclass
class Seen:
    """One candidate: whose name it is, how it was found and its features."""

    organisation: str
    kind: str
    group: str
    values: dict[str, float]


@dataclass
class Sample:
    """One domain with its candidates; ``organisation`` is the one it imitates, or ``None``."""

    domain: str
    organisation: str | None
    label: str
    technique: str = ""
    found: list[Seen] = field(default_factory=list)


def tsv(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def look(domain: str, register: Register, index: AliasIndex) -> list[Seen]:
    """The candidates of one domain, none where the engine does not look."""
    name = parse_domain(domain)
    if name is None or not name.label or name.suffix in RESERVED_ENDINGS:
        return []
    if register.owner_of(name.ascii) or register.tenant(name.ascii):
        return []
    found = resolve(list(candidates(name, index)))
    seen = [(one, features(one, name, found, index)) for one in found]
    return [Seen(one.name.organisation, one.kind, what.group, what.values) for one, what in seen]


def samples(data: Path) -> tuple[list[Sample], int]:
    """All samples worth scoring, every impersonation, and how many names are popular."""
    register = bundled_register()
    indexes = [AliasIndex(register, table=table) for table in other_halves(data)]
    tables = TableMatcher(Matcher(register), indexes[0], register, None)
    owned = {row["domain"] for name in ("officials", "officials_probable") for row in tsv(data / f"{name}.tsv")}
    names = popular(data)
    out = [Sample(name, None, "popular") for name in names if name not in owned]
    listed = [(row, row["kind"]) for row in tsv(data / "impersonations_dev.tsv")]
    listed += [(row, "synthetic") for row in tsv(data / "synthetic_dev.tsv")]
    out += [Sample(row["domain"], row["org"], label, row["technique"]) for row, label in listed]
    for one, through in zip(out, tables.worth_looking(pl.Series([one.domain for one in out])), strict=True):
        if through:
            one.found = look(one.domain, register, indexes[half(one.domain)])
    return [one for one in out if one.found or one.label != "popular"], len(names)


@dataclass
class Rows:
    """All candidates as a matrix, with what training needs of each."""

    names: list[str]
    matrix: np.ndarray
    sample: np.ndarray
    organisations: np.ndarray
    groups: np.ndarray
    right: np.ndarray
    weights: np.ndarray
    endings: np.ndarray
    seen_as: np.ndarray
    """How much each candidate counts where endings are counted: made-up names do not."""


def rows(found: list[Sample]) -> Rows:
    """Candidates as rows; only those of the right organisation, or of a popular name, weigh anything."""
    names = sorted({name for sample in found for one in sample.found for name in one.values})
    pairs = [(number, one) for number, sample in enumerate(found) for one in sample.found]
    right = np.array([found[number].organisation == one.organisation for number, one in pairs])
    many = collections.Counter(
        one.organisation
        for (number, one), good in zip(pairs, right, strict=True)
        if good and found[number].label == "impersonation"
    )
    return Rows(
        names,
        np.array([[one.values.get(name, 0.0) for name in names] for _, one in pairs]),
        np.array([number for number, _ in pairs]),
        np.array([one.organisation for _, one in pairs]),
        np.array([one.group for _, one in pairs]),
        right,
        np.array([_weight(found[number], one, many) for number, one in pairs]),
        np.array([name.suffix if (name := parse_domain(found[number].domain)) else "" for number, _ in pairs]),
        np.array([_counted(found[number], one, many) for number, one in pairs]),
    )


def _counted(sample: Sample, one: Seen, many: collections.Counter[str]) -> float:
    if sample.label == "popular":
        return 1.0
    return 0.0 if sample.label == "synthetic" else _weight(sample, one, many)


def _weight(sample: Sample, one: Seen, many: collections.Counter[str]) -> float:
    if sample.label == "popular":
        return POPULAR_WEIGHTS[one.group]
    if sample.label == "brand_use" or sample.organisation != one.organisation:
        return 0.0
    most = min(1.0, MAX_PER_ORGANISATION / max(1, many[one.organisation]))
    return most * (SYNTHETIC_WEIGHT if sample.label == "synthetic" else 1.0)


@dataclass
class Model:
    """Trees, and for each group weights: they say less but go on where the trees know too few cases."""

    trees: HistGradientBoostingClassifier
    linear: dict[str, LogisticRegression]
    scales: dict[str, StandardScaler]

    def log_odds(self, table: Rows, keep: np.ndarray) -> np.ndarray:
        """Of the rows ``keep``."""
        matrix, groups = table.matrix[keep], table.groups[keep]
        line = np.zeros(len(matrix))
        for group in GROUPS:
            if (groups == group).any():
                scaled = self.scales[group].transform(matrix[groups == group])
                line[groups == group] = self.linear[group].decision_function(scaled)
        return LINEAR_SHARE * line + (1 - LINEAR_SHARE) * self.trees.decision_function(matrix)


def odds_of_endings(table: Rows, keep: np.ndarray) -> dict[str, float]:
    """For each public suffix: how much oftener impersonations have it than popular names, in log-odds."""
    real: collections.Counter[str] = collections.Counter()
    usual: collections.Counter[str] = collections.Counter()
    keep = keep & (table.seen_as > 0)
    for suffix, right, weight in zip(table.endings[keep], table.right[keep], table.seen_as[keep], strict=True):
        (real if right else usual)[suffix] += weight
    share = real.total() / (real.total() + usual.total())
    more, others = ENDINGS_SEEN * share, ENDINGS_SEEN * (1 - share)
    met = [suffix for suffix in sorted(real | usual) if real[suffix] + usual[suffix] >= FEWEST_ENDINGS]
    odds = [np.log((real[suffix] + more) / (usual[suffix] + others) * others / more) for suffix in met]
    return dict(zip(met, map(float, odds), strict=True))


def folds_of(table: Rows) -> np.ndarray:
    """The fold of each row, that of its organisation."""
    organisations = sorted(set(table.organisations))
    random.Random(1).shuffle(organisations)  # noqa: S311 - a repeatable split, not a secret
    fold = {organisation: number % FOLDS for number, organisation in enumerate(organisations)}
    return np.array([fold[organisation] for organisation in table.organisations])


def with_endings(table: Rows, keep: np.ndarray) -> Rows:
    """``table`` with what is known of endings from the rows ``keep``: of each row, without its own fold."""
    folds, column = folds_of(table), np.zeros(len(table.endings))
    for number in range(FOLDS):
        asked = folds == number
        odds = odds_of_endings(table, keep & ~asked)
        column[asked] = [odds.get(suffix, 0.0) for suffix in table.endings[asked]]
    matrix = table.matrix.copy()
    matrix[:, table.names.index(ENDING)] = column
    return replace(table, matrix=matrix)


def fit(table: Rows, keep: np.ndarray) -> Model:
    """A model from the rows ``keep``."""
    keep = keep & (table.weights > 0)
    matrix, right, weights, groups = table.matrix[keep], table.right[keep], table.weights[keep], table.groups[keep]
    grown = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        max_depth=DEPTH,
        min_samples_leaf=20,
        l2_regularization=5,
        max_features=0.3,
        early_stopping=False,
        random_state=0,
    ).fit(matrix, right, sample_weight=weights)
    scales = {group: StandardScaler().fit(matrix[groups == group]) for group in GROUPS}
    linear = {
        group: LogisticRegression(C=0.3, max_iter=2000).fit(
            scales[group].transform(matrix[groups == group]), right[groups == group], weights[groups == group]
        )
        for group in GROUPS
    }
    return Model(grown, linear, scales)


def cross_fitted(table: Rows) -> np.ndarray:
    """The log-odds of each row, by trees that never saw its organisation."""
    folds = folds_of(table)
    odds = np.zeros(len(folds))
    for number in range(FOLDS):
        left_out = folds == number
        known = with_endings(table, ~left_out)
        odds[left_out] = fit(known, ~left_out).log_odds(known, left_out)
    return odds


def best(table: Rows, odds: np.ndarray, count: int) -> tuple[np.ndarray, list[str]]:
    """The best log-odds of each sample, and whose name it is; -30 where nothing was found."""
    top, whose = np.full(count, -30.0), [""] * count
    for number, organisation, one in zip(table.sample, table.organisations, odds, strict=True):
        if one > top[number]:
            top[number], whose[number] = one, organisation
    return top, whose


def calibrated(found: list[Sample], top: np.ndarray) -> tuple[float, float]:
    """Slope and shift that make log-odds a probability in a mix of real impersonations and popular names."""
    real, usual = _are(found, "impersonation"), _are(found, "popular")
    use = (real | usual) & (top > -30)
    popular_weight = POPULAR_IN_MIX * real.sum() / 922_434
    weights = np.where(real[use], 1.0, popular_weight)
    platt = LogisticRegression(C=1e6).fit(top[use, None], real[use], sample_weight=weights)
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])


def _are(found: list[Sample], label: str) -> np.ndarray:
    return np.array([sample.label == label for sample in found])


def figures(found: list[Sample], top: np.ndarray, whose: list[str], drawn: int) -> dict[str, dict[str, float]]:
    """Recall and right organisation at several false-positive rates."""
    real, usual = _are(found, "impersonation"), _are(found, "popular")
    clear = np.array([any(one.group == "strong" for one in sample.found) for sample in found])
    right = np.array([sample.organisation == one for sample, one in zip(found, whose, strict=True)])
    misspelt = np.array([sample.technique == "typo" for sample in found])
    made_up = np.array([sample.technique.startswith("typo_") for sample in found])
    vietnamese = np.array([sample.domain.endswith(".vn") for sample in found])
    out = {}
    for rate in RATES:
        threshold = np.sort(top[usual])[::-1][int(rate * drawn)]
        without_strong = np.sort(top[usual & ~clear])[::-1][int(rate * drawn)]
        hits = top > threshold
        share = {
            "threshold": 1 / (1 + np.exp(-threshold)),
            "recall": hits[real].mean(),
            "right_organisation": right[real & hits].mean(),
            "recall_without_strong_negatives": (top > without_strong)[real].mean(),
            "recall_typo": hits[real & misspelt].mean(),
            "recall_synthetic_typo": hits[made_up].mean(),
            "popular_vn": (usual & hits & vietnamese).sum() / 3147,
        }
        out[f"{rate:g}"] = {name: round(float(value), 4) for name, value in share.items()}
    return out


def bands(found: list[Sample], top: np.ndarray) -> list[list[float]]:
    """From each probability on, up to the next: impersonations, and popular names, of organisations never seen."""
    chance = 1 / (1 + np.exp(-top))
    real, usual = _are(found, "impersonation"), _are(found, "popular")
    between = [(low, (chance >= low) & (chance < high)) for low, high in zip(BANDS, (*BANDS[1:], 1.01), strict=True)]
    return [[low, int((real & inside).sum()), int((usual & inside).sum())] for low, inside in between]


def written(model: Model, names: list[str], slope: float, shift: float) -> dict[str, object]:
    """The model in words and numbers, and each feature's share of what all questions of the trees gain."""
    gains: collections.Counter[str] = collections.Counter()
    trees, share = [], slope * (1 - LINEAR_SHARE)
    for (predictor,) in model.trees._predictors:
        nodes = predictor.nodes
        for node in nodes:
            if not node["is_leaf"]:
                gains[names[node["feature_idx"]]] += float(node["gain"])
        trees.append(_tree(nodes, 0, names, share))
    total = sum(gains.values())
    return {
        "bias": round(share * float(model.trees._baseline_prediction.item()) + shift, 4),
        "questions": {name: round(gain / total, 4) for name, gain in sorted(gains.items())},
        "groups": {group: _line(model, group, names, slope * LINEAR_SHARE) for group in GROUPS},
        "trees": trees,
    }


def _line(model: Model, group: str, names: list[str], share: float) -> dict[str, object]:
    """The weights of one group, for features as they are measured."""
    scale, line = model.scales[group], model.linear[group]
    weights = share * line.coef_[0] / scale.scale_
    bias = share * float(line.intercept_[0]) - float(weights @ scale.mean_)
    kept = {name: round(float(one), 4) for name, one in zip(names, weights, strict=True) if abs(one) >= 0.0005}
    return {"bias": round(bias, 4), "weights": kept}


def _tree(nodes: np.ndarray, place: int, names: list[str], slope: float) -> dict[str, object] | float:
    node = nodes[place]
    if node["is_leaf"]:
        return round(slope * float(node["value"]), 4)
    return {
        "if": names[node["feature_idx"]],
        "at_most": round(float(node["num_threshold"]), 5),
        "then": _tree(nodes, node["left"], names, slope),
        "else": _tree(nodes, node["right"], names, slope),
    }


def write_endings(odds: dict[str, float]) -> None:
    """Writes what is known of each public suffix."""
    lines = [f"{suffix}\t{one:.3f}" for suffix, one in odds.items() if suffix.isascii()]
    head = "# Public suffix, and how much oftener impersonations have it than popular names with a likeness: log-odds."
    (TARGET / "endings.tsv").write_text("\n".join([head, *lines]) + "\n", "utf-8")


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="measure and print, write nothing")
    arguments = parser.parse_args()
    found, drawn = samples(arguments.data)
    table = rows(found)
    top, whose = best(table, cross_fitted(table), len(found))
    slope, shift = calibrated(found, top)
    top = np.where(top > -30, slope * top + shift, top)
    measured = figures(found, top, whose, drawn)
    print(json.dumps(measured, indent=1))
    if arguments.dry_run:
        return
    everything = np.ones(len(table.right), bool)
    write_endings(odds_of_endings(table, everything))
    out = {
        "method": f"{TREES} boosted trees, {DEPTH} deep, and logistic regression per group ({LINEAR_SHARE:.0%})",
        "trained_on": {
            "impersonations": int(_are(found, "impersonation").sum()),
            "synthetic": int(_are(found, "synthetic").sum()),
            "popular_names": drawn,
            "register": bundled_register().version,
        },
        "cross_validated_by_organisation": measured,
        "calibration": bands(found, top),
        **written(fit(with_endings(table, everything), everything), table.names, slope, shift),
    }
    trees = out.pop("trees")
    lines = ",\n".join(f"  {json.dumps(tree)}" for tree in trees)
    head = json.dumps(out, indent=1).removesuffix("\n}")
    (TARGET / "weights.json").write_text(f'{head},\n "trees": [\n{lines}\n ]\n}}\n', "utf-8")


if __name__ == "__main__":
    main()
