"""Copies the numbers of ``weights.json`` into the tables of ``docs/lookalikes.md``; the meanings there stay.

Run as ``python tools/document_weights.py`` after training; a test keeps both in step.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
PAGE = PROJECT / "docs/lookalikes.md"
WEIGHTS = PROJECT / "src/kiemtin/lookalikes/data/weights.json"
GROUPS = ("strong", "typo", "weak")
FEATURE = re.compile(r"^\| `([a-z_]+)` \| ([^|]+) \|.*\|$", re.MULTILINE)
BIAS = re.compile(r"^\| \(bias\) \| ([^|]+) \|.*\|$", re.MULTILINE)
FIGURES = re.compile(r"^\| (0\.\d+%) \| 0\.\d+ (?:\| [\d.]+% ){6}\|$", re.MULTILINE)
BAND = re.compile(r"^\| (0\.\d+)–(\d\.\d+) \| \d+ \| \d+ \| \d+% \|$", re.MULTILINE)
MEASURED = (
    "recall",
    "recall_without_strong_negatives",
    "recall_typo",
    "recall_synthetic_typo",
    "right_organisation",
    "popular_vn",
)


def documented(page: str, model: dict[str, Any]) -> str:
    """``page`` with this model's weights, biases and cross-validated figures."""
    groups = [model["groups"][name] for name in GROUPS]

    def feature(found: re.Match[str]) -> str:
        cells = [f"{model['questions'].get(found[1], 0):.1%}"]
        cells += [f"{group['weights'][found[1]]:+.3f}" if found[1] in group["weights"] else "" for group in groups]
        return f"| `{found[1]}` | {found[2]} | {' | '.join(cells)} |"

    def bias(found: re.Match[str]) -> str:
        biases = " | ".join(f"{model['bias'] + group['bias']:+.2f}" for group in groups)
        return f"| (bias) | {found[1]} | | {biases} |"

    rates = {f"{float(rate):.2%}": one for rate, one in model["cross_validated_by_organisation"].items()}

    def figures(found: re.Match[str]) -> str:
        one = rates[found[1]]
        return f"| {found[1]} | {one['threshold']} | {' | '.join(f'{one[name]:.1%}' for name in MEASURED)} |"

    calibration = {f"{low:g}": (real, usual) for low, real, usual in model["calibration"]}

    def band(found: re.Match[str]) -> str:
        real, usual = calibration[found[1]]
        return f"| {found[1]}–{found[2]} | {real} | {usual} | {real / (real + usual):.0%} |"

    return BAND.sub(band, FIGURES.sub(figures, BIAS.sub(bias, FEATURE.sub(feature, page))))


if __name__ == "__main__":
    PAGE.write_text(documented(PAGE.read_text("utf-8"), json.loads(WEIGHTS.read_text("utf-8"))), "utf-8")
