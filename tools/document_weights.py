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
FIGURES = re.compile(r"^\| (0\.\d+%) \| 0\.\d+ \| [\d.]+% \| [\d.]+% \|$", re.MULTILINE)


def documented(page: str, model: dict[str, Any]) -> str:
    """``page`` with this model's weights, biases and cross-validated figures."""
    groups = [model["groups"][name] for name in GROUPS]

    def feature(found: re.Match[str]) -> str:
        cells = [f"{group['weights'][found[1]]:+.2f}" if found[1] in group["weights"] else "" for group in groups]
        return f"| `{found[1]}` | {found[2]} | {' | '.join(cells)} |"

    def bias(found: re.Match[str]) -> str:
        return f"| (bias) | {found[1]} | {' | '.join(format(group['bias'], '+.2f') for group in groups)} |"

    rates = {f"{float(rate):.2%}": one for rate, one in model["cross_validated_by_organisation"].items()}

    def figures(found: re.Match[str]) -> str:
        one = rates[found[1]]
        return f"| {found[1]} | {one['threshold']} | {one['recall']:.1%} | {one['right_organisation']:.1%} |"

    return FIGURES.sub(figures, BIAS.sub(bias, FEATURE.sub(feature, page)))


if __name__ == "__main__":
    PAGE.write_text(documented(PAGE.read_text("utf-8"), json.loads(WEIGHTS.read_text("utf-8"))), "utf-8")
