"""The page about the engine says what the engine does."""

from __future__ import annotations

import re
from pathlib import Path

from kiemtin.lookalikes.matcher import CHANCE, OFFICIAL_ADDRESS_SHOWN, SUSPICIOUS
from kiemtin.lookalikes.score import NAMED_IN_MESSAGE, model
from kiemtin.lookalikes.words import WordClass

PAGE = (Path(__file__).parents[2] / "docs" / "lookalikes.md").read_text("utf-8")
MEASURED = (
    "recall",
    "recall_without_strong_negatives",
    "recall_typo",
    "recall_synthetic_typo",
    "right_organisation",
    "popular_vn",
)
ROW = re.compile(r"^\| `([a-z_]+)` \| [^|]+ \| ([.\d]+%) \|" + r" ([-+.\d]*) ?\|" * 3 + "$", re.MULTILINE)


def test_the_table_of_weights_is_the_file_of_weights() -> None:
    """Each feature with its meaning and its weight in each group, none missing, none left over."""
    groups = [model()["groups"][name]["weights"] for name in ("strong", "typo", "weak")]
    asked = model()["questions"]
    expected = {
        name: (f"{asked.get(name, 0):.1%}", *(f"{group[name]:+.3f}" if name in group else "" for group in groups))
        for name in sorted(set(asked).union(*groups))
    }
    assert expected == {name: tuple(numbers) for name, *numbers in ROW.findall(PAGE)}


def test_the_cross_validated_figures_are_those_of_the_training() -> None:
    """The honest figures are copied, not remembered."""
    for figures in model()["cross_validated_by_organisation"].values():
        measured = " | ".join(f"{figures[name]:.1%}" for name in MEASURED)
        assert f"| {figures['threshold']} | {measured} |" in PAGE


def test_the_calibration_is_that_of_the_training() -> None:
    """How often a probability is right was counted, not claimed."""
    for _, real, popular in model()["calibration"]:
        assert f"| {real} | {popular} | {real / (real + popular):.0%} |" in PAGE


def test_the_thresholds_are_those_of_the_code() -> None:
    """Numbers in the text are the ones in use."""
    assert f"From {SUSPICIOUS} on" in PAGE
    assert f"at least {OFFICIAL_ADDRESS_SHOWN}" in PAGE
    assert re.search(rf"at\s+most {CHANCE}", PAGE)
    for added in NAMED_IN_MESSAGE.values():
        assert f"+{added:g}" in PAGE


def test_every_class_of_words_is_explained() -> None:
    """A word list nobody can look up would be a secret rule."""
    assert [] == [word_class for word_class in WordClass if f"`{word_class}`" not in PAGE]
